"""What a graph holds, and its conclusions with what each rests on."""

from typing import Any

from pydantic.dataclasses import dataclass

from queries.store import Store
from queries.trace import Counts, trace

_KINDS = (
    "Document", "Publication", "Reference", "CitationPointer", "Study", "Cohort", "Regimen",
    "StatedMeasurement", "ReportedMeasurement", "Claim", "Conclusion", "EvidenceLine", "Anchor",
    "Finding",
)  # fmt: skip

_CONCLUSIONS = """
SELECT ?conclusion ?text ?document ?position WHERE {
  ?document at:states ?conclusion .
  ?conclusion a at:Conclusion ; rdfs:label ?text ; at:position ?position .
}
ORDER BY ?document ?position ?conclusion
"""


@dataclass(frozen=True, slots=True)
class ConclusionSummary:
    """One conclusion: where it stands, what it says in our words, and what it rests on."""

    iri: str
    name: str
    document: str
    position: int
    text: str
    counts: Counts


def contents(store: Store) -> dict[str, int]:
    """How many things of each class the graph holds."""
    answer: Any = store.query(
        "SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class"
    )
    found = {row["class"].value.rsplit("#", 1)[-1]: int(row["n"].value) for row in answer}
    return {kind: found.get(kind, 0) for kind in _KINDS}


def conclusions(store: Store) -> list[ConclusionSummary]:
    """Every conclusion, by document and in the document's order."""
    answer: Any = store.query(_CONCLUSIONS)
    return [
        ConclusionSummary(
            iri=row["conclusion"].value,
            name=row["conclusion"].value.rsplit("/", 1)[-1],
            document=row["document"].value,
            position=int(row["position"].value),
            text=row["text"].value,
            counts=trace(store, row["conclusion"]).counts,
        )
        for row in answer
    ]
