"""What a graph holds, and its conclusions with what each rests on."""

from dataclasses import asdict, dataclass

import pyoxigraph as ox

from queries.sparql import run
from queries.store import Store
from queries.trace import NOTHING, Counts, Removal, traces

_KINDS = (
    "Document", "Publication", "Reference", "CitationPointer", "Study", "Cohort", "Regimen",
    "StatedMeasurement", "ReportedMeasurement", "Claim", "Conclusion", "EvidenceLine", "Anchor",
    "Finding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConclusionName:
    """One conclusion: where it stands, what it says in our words, and its sentence if quoted."""

    iri: str
    name: str
    document: str
    position: int
    text: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class ConclusionSummary(ConclusionName):
    """One conclusion with what it rests on."""

    counts: Counts

    def __repr__(self) -> str:
        c = self.counts
        rests = f"{c.claims} claims, {c.measurements} values, {c.studies} studies"
        return f"<Conclusion {self.name}: {rests}, {c.errors + c.warnings} faults>"


def contents(store: Store) -> dict[str, int]:
    """How many things of each class the graph holds."""
    rows = run(store, "class-sizes")
    sizes = {row["class"].value.rsplit("#", 1)[-1]: int(row["n"].value) for row in rows}
    return {kind: sizes.get(kind, 0) for kind in _KINDS}


def conclusion_names(store: Store) -> list[ConclusionName]:
    """Every conclusion, by document and in the document's order."""
    return [
        ConclusionName(
            iri=row["conclusion"].value,
            name=row["conclusion"].value.rsplit("/", 1)[-1],
            document=row["document"].value,
            position=int(row["position"].value),
            text=row["text"].value,
            quote=row["quote"].value if row["quote"] is not None else None,
        )
        for row in run(store, "conclusions")
    ]


def conclusions(store: Store, removal: Removal = NOTHING) -> list[ConclusionSummary]:
    """Every conclusion with what it rests on, but for what `removal` names."""
    names = [c for c in conclusion_names(store) if c.iri not in removal.things]
    followed = traces(store, (ox.NamedNode(c.iri) for c in names), removal)
    return [
        ConclusionSummary(**asdict(c), counts=trace.counts)
        for c, trace in zip(names, followed, strict=True)
    ]


def years_of_studies(store: Store) -> list[tuple[str, list[int]]]:
    """Each study's label with the years of the works that report on it; none where unknown."""
    studies: dict[str, tuple[str, list[int]]] = {}
    for row in run(store, "years-of-studies"):
        _, years = studies.setdefault(row["study"].value, (row["label"].value, []))
        if row["year"] is not None:
            years.append(int(row["year"].value))
    return [(label, sorted(years)) for _, (label, years) in sorted(studies.items())]


def values_by_family(store: Store) -> list[tuple[str, int, int]]:
    """Each endpoint family with how many values documents state of it and sources report."""
    rows = [
        (row["family"].value, int(row["one"].value), int(row["other"].value))
        for row in run(store, "values-by-family")
    ]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))
