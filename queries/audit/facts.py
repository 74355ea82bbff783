"""What the audit looks at: one document with all it says, and what its references report.

Read from the store graph by graph, so that a document costs the same in a small store as in a
large one. The things are views (`queries.reader`): every name in them is an IRI.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import pyoxigraph as ox

from ontology import field_map
from ontology.model import (
    CitationPointer,
    Claim,
    Cohort,
    Comparison,
    Document,
    EvidenceLine,
    Measurement,
    Notice,
    Publication,
    Reference,
    Regimen,
    ReportedMeasurement,
    StatedMeasurement,
    Study,
    TextAnchor,
)
from ontology.terms import local_name
from ontology.vocabulary import with_broader
from queries.parameters import bind
from queries.reader import (
    Description,
    Things,
    describe,
    describe_shared,
    graph_content,
    graphs_behind,
    quotes,
)
from queries.sparql import run
from queries.store import Store
from queries.studies import CountedStudies, counted_studies, with_joined

T = TypeVar("T", bound=Measurement)
Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)


def grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    """The things by their `key`, in the order given."""
    groups: dict[Key, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups


@dataclass(frozen=True, slots=True)
class ListedWork:
    """An entry of the reference list, and the work that it stands for."""

    iri: str
    number: int
    work: Publication
    printed: str | None = None
    """The entry as the document prints it."""

    @property
    def label(self) -> str:
        """What to call the work."""
        return self.work.label or self.work.id


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at for one document."""

    document: Document
    claims: dict[str, Claim]
    anchors: dict[str, TextAnchor]
    comparisons: dict[str, Comparison]
    pointers: dict[str, CitationPointer]
    references: dict[int, ListedWork]
    stated: dict[str, StatedMeasurement]
    own: dict[str, Measurement]
    reported: dict[str, ReportedMeasurement]
    studies: dict[str, Study]
    drugs: dict[str, frozenset[str]]
    populations: dict[str, frozenset[str]]
    larger: dict[str, str]
    lines: tuple[EvidenceLine, ...]
    patterns: dict[str, list[dict[str, str]]]
    notices: dict[str, list[Notice]]
    graphs: frozenset[str]
    """The named graphs that were read."""
    things: Things
    quotes: Mapping[str, str]
    """The sentence that a claim quotes, by the claim's IRI."""

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """The claim that asserts each stated value, compares it, or cites by a pointer.

        The first in the document.
        """
        return {
            part: claim
            for claim in reversed(self.claims.values())
            for part in (*claim.measurements, *claim.comparisons, *claim.pointers)
        }

    @cached_property
    def first_pointer(self) -> dict[str, CitationPointer]:
        """The first pointer of the running text to each entry of the list, by the entry's IRI."""
        in_text = [p for p in self.pointers.values() if p.place is None]
        in_order = sorted(in_text, key=lambda p: p.marker, reverse=True)
        return {pointer.reference: pointer for pointer in in_order}

    def before(self, claim: Claim) -> Claim | None:
        """The claim of the sentence before, in the same paragraph."""
        here = self.anchors.get(claim.anchor or "")
        return self._of_sentence.get((here.paragraph, here.sentence - 1)) if here else None

    @cached_property
    def _of_sentence(self) -> dict[tuple[int, int], Claim]:
        placed = ((self.anchors.get(c.anchor or ""), c) for c in self.claims.values())
        return {(a.paragraph, a.sentence): claim for a, claim in placed if a is not None}

    def cited_beside(self, anchor: TextAnchor) -> bool:
        """Whether the sentence, or the one before or after it in its paragraph, cites a work."""
        return any((anchor.paragraph, anchor.sentence + k) in self._citing for k in (-1, 0, 1))

    @cached_property
    def _citing(self) -> frozenset[tuple[int, int]]:
        """The sentences that cite a work, by paragraph and number."""
        cited = (self.anchors.get(p.anchor or "") for p in self.pointers.values())
        return frozenset((a.paragraph, a.sentence) for a in cited if a is not None)

    def quote(self, claim: Claim | None) -> str | None:
        """The sentence of a claim, if its record quotes it."""
        return self.quotes.get(claim.iri) if claim else None

    def place(self, claim: Claim | None) -> str | None:
        """Where a claim stands in the document, in words."""
        return self.place_of((claim and claim.anchor) or "")

    def place_of(self, anchor_iri: str) -> str | None:
        """Where an anchor of the text stands, in words."""
        anchor = self.anchors.get(anchor_iri)
        return f"paragraph {anchor.paragraph}, sentence {anchor.sentence}" if anchor else None

    @cached_property
    def listed(self) -> dict[str, ListedWork]:
        """Each entry of the reference list by its IRI."""
        return {reference.iri: reference for reference in self.references.values()}

    @cached_property
    def citing(self) -> list[tuple[Claim, tuple[ListedWork, ...]]]:
        """Each claim with the references that it cites, each once, by number."""
        return [(claim, self._references_of(claim)) for claim in self.claims.values()]

    @cached_property
    def _cited(self) -> dict[str, tuple[ListedWork, ...]]:
        return {claim.iri: cited for claim, cited in self.citing}

    def cited(self, claim: Claim | None) -> tuple[ListedWork, ...]:
        """The references that a claim cites, each once, by number."""
        return self._cited[claim.iri] if claim else ()

    def _references_of(self, claim: Claim) -> tuple[ListedWork, ...]:
        invoked = {self.pointers[p].reference for p in claim.pointers if p in self.pointers}
        cited = (self.listed[iri] for iri in invoked if iri in self.listed)
        return tuple(sorted(cited, key=lambda reference: reference.number))

    @cached_property
    def values(self) -> dict[str, Measurement]:
        """Every value that a source reports or the document has."""
        return {**self.reported, **self.own}

    @cached_property
    def reported_by(self) -> dict[str, list[ReportedMeasurement]]:
        """What each publication reports."""
        return grouped(self.reported.values(), lambda value: value.source)

    @cached_property
    def _index(self) -> dict[tuple[str, str], dict[str | None, list[ReportedMeasurement]]]:
        """What each publication reports, by each endpoint that it is a case of, and by cohort."""
        index: dict[tuple[str, str], dict[str | None, list[ReportedMeasurement]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for value in self.reported.values():
            for endpoint in with_broader(value.endpoint):
                index[value.source, endpoint][value.cohort].append(value)
        return index

    def candidates(
        self, value: Measurement, publication: str, endpoint: str | None = None
    ) -> list[ReportedMeasurement]:
        """What a publication reports that may be of the value's endpoint (or of `endpoint`) and
        people; everything else about the two has yet to be compared.
        """
        by_cohort = self._index.get((publication, endpoint or value.endpoint), {})
        if value.cohort is None:
            return [v for group in by_cohort.values() for v in group]
        return [*by_cohort.get(value.cohort, ()), *by_cohort.get(None, ())]

    @cached_property
    def twins(self) -> dict[tuple[str | None, str | None], list[Measurement]]:
        """Every value by its number as printed and its unit; reported ones first."""
        values: list[Measurement] = [*self.reported.values(), *self.stated.values()]
        return grouped(values, lambda value: (value.value, value.unit))

    @cached_property
    def bearing_on(self) -> dict[str, list[EvidenceLine]]:
        """The evidence lines that bear on each claim."""
        return grouped(self.lines, lambda line: line.bears_on)

    @cached_property
    def reference_of(self) -> dict[str, ListedWork]:
        """The reference for each publication; the first if a work is listed twice."""
        return {r.work.iri: r for r in reversed(self.references.values())}

    def listed_as(self, value: Measurement) -> list[ListedWork]:
        """The reference that reports a value, if one of the list does."""
        return [self.reference_of[value.source]] if value.source in self.reference_of else []

    @cached_property
    def counted(self) -> CountedStudies:
        """Which of the studies count as one: those of which others are parts, and candidates."""
        return counted_studies(self.things)

    def studies_of(self, reference: ListedWork) -> set[str]:
        """The studies that a reference reports, those that count as one once."""
        return {self.counted(study) for study in reference.work.reports}

    def size_of(self, group: str | None) -> int | None:
        """How many people a regimen or arm had, if its record says so."""
        regimen = self.things.find(Regimen, group) if group else None
        return regimen.n if regimen is not None else None

    def within(self, cohort: str, other: str) -> bool:
        """Whether all people of one cohort are of the other, as far as the records tell."""
        seen: set[str] = set()
        while cohort != other and cohort in self.larger and cohort not in seen:
            seen.add(cohort)
            cohort = self.larger[cohort]
        return cohort == other

    def name_of(self, iri: str) -> str:
        """What to call a thing."""
        return self.things.label(iri) or local_name(iri)


def load(store: Store, document: str, graph: str) -> Facts:
    """Read one document's facts."""
    mine = graph_content(store, graph)
    rest: dict[str, Description] = {}
    behind = graphs_behind(store, graph)
    for other in sorted(behind - {graph}):
        rest |= graph_content(store, other)
    home = ox.NamedNode(graph)
    patterns = _patterns(store, home)
    notices, graphs_of_notices = _notices(store, home)
    graphs_of_patterns = {
        row["graph"] for rows in patterns.values() for row in rows if "graph" in row
    }
    graphs = frozenset({*behind, *graphs_of_notices, *graphs_of_patterns})
    known = with_joined(store, {**rest, **mine})
    things = Things({**known, **describe_shared(store, known)})
    return _facts(document, mine, things, patterns, notices, graphs, quotes(store, graph))


def _notices(store: Store, home: ox.NamedNode) -> tuple[dict[str, list[Notice]], set[str]]:
    """The notices of any record on the works that a document cites, by the IRI of the work.

    With the graphs that give them.
    """
    rows = [
        (row["work"].value, row["notice"].value, row["graph"].value)
        for row in run(store, "notices", home=home)
    ]
    things = Things(describe(store, {notice for _, notice, _ in rows}))
    by_work: dict[str, list[Notice]] = defaultdict(list)
    for work, iri, _ in rows:
        if notice := things.find(Notice, iri):
            by_work[work].append(notice)
    return dict(by_work), {graph for _, _, graph in rows}


@lru_cache(maxsize=1)
def pattern_queries() -> dict[str, str]:
    """The rules that are patterns in the graph, as SPARQL on the document's graph `$home`."""
    folder = files("queries") / "audit" / "patterns"
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir()}
    return {name.removesuffix(".rq"): texts[name] for name in sorted(texts) if name.endswith(".rq")}


def _patterns(store: Store, home: ox.NamedNode) -> dict[str, list[dict[str, str]]]:
    matches = {}
    for name, sparql in pattern_queries().items():
        answer: Any = store.query(bind(sparql, {"home": home}))
        columns = [variable.value for variable in answer.variables]
        matches[name] = [
            {column: row[column].value for column in columns if row[column] is not None}
            for row in answer
        ]
    return matches


def _facts(
    document: str,
    mine: dict[str, Description],
    things: Things,
    patterns: dict[str, list[dict[str, str]]],
    notices: dict[str, list[Notice]],
    graphs: frozenset[str],
    quoted: Mapping[str, str],
) -> Facts:
    view = things.find(Document, document)
    assert view is not None, "a document is asked for by the class that makes it one"
    stated = {v.iri: _with_own_endpoint(v) for v in things.all(StatedMeasurement)}
    reported = {v.iri: _with_own_endpoint(v) for v in things.all(ReportedMeasurement)}
    references = {listed.number: listed for listed in _references(document, things)}
    studies = list(things.all(Study))
    cohorts = list(things.all(Cohort))
    treatments = [(r.study, r.drugs) for r in things.all(Regimen)]
    people = [(s.iri, s.populations) for s in studies]
    people += [(c.study, c.populations) for c in cohorts]
    anchors = {a.iri: a for a in things.all(TextAnchor) if a.iri in mine}
    claims = (things.find(Claim, iri) for iri in _owned(document, "claims", things))
    pointers = (things.find(CitationPointer, iri) for iri in _owned(document, "pointers", things))
    lines = [line for line in things.all(EvidenceLine) if line.iri in mine]
    return Facts(
        document=view,
        claims=_in_order(filter(None, claims), anchors),
        anchors=anchors,
        comparisons={c.iri: c for c in things.all(Comparison) if c.iri in mine},
        pointers={pointer.iri: pointer for pointer in pointers if pointer is not None},
        references=dict(sorted(references.items())),
        stated={iri: v for iri, v in sorted(stated.items()) if iri in mine},
        own={iri: v for iri, v in sorted({**stated, **reported}.items()) if iri in mine},
        reported=dict(sorted(reported.items())),
        studies={study.iri: study for study in studies},
        drugs=_with_classes(treatments),
        populations=_with_classes(people),
        larger={c.iri: c.subset_of for c in cohorts if c.subset_of is not None},
        lines=tuple(sorted(lines, key=lambda line: line.iri)),
        patterns=patterns,
        notices=notices,
        graphs=graphs,
        things=things,
        quotes=quoted,
    )


def _owned(document: str, section: str, things: Things) -> list[str]:
    """What a section of the document's record hangs on it, as IRIs."""
    return things.descriptions[document].links.get(field_map.section_property(section), [])


def _in_order(claims: Iterable[Claim], anchors: Mapping[str, TextAnchor]) -> dict[str, Claim]:
    """The claims in the order of the document."""

    def place(claim: Claim) -> tuple[int, int, int, str]:
        anchor = anchors.get(claim.anchor or "")
        where = (0, 0) if anchor is None else (anchor.paragraph, anchor.sentence)
        return *where, claim.position or 0, claim.iri

    return {claim.iri: claim for claim in sorted(claims, key=place)}


def _references(document: str, things: Things) -> Iterator[ListedWork]:
    for iri in _owned(document, "references", things):
        entry = things.find(Reference, iri)
        if entry is not None:
            work = things.find(Publication, entry.publication)
            yield ListedWork(iri, entry.number, work or _unseen(entry.publication), entry.printed)


def _unseen(iri: str) -> Publication:
    """A work of which the graph says nothing."""
    name = local_name(iri)
    work = Publication(id="unseen", label=name, title=name, text_seen="nothing")
    return work.seen(iri, {"id": name, "title": ""})


def _with_own_endpoint(value: T) -> T:
    """The value, whose endpoint its own words tell apart where no vocabulary names it."""
    if value.endpoint_text is None:
        return value
    words = " ".join(value.endpoint_text.lower().split())
    return value.seen(value.iri, {"endpoint": f"{value.endpoint}#{words}"})


def _with_classes(
    known: Iterable[tuple[str, Iterable[str]]],
) -> dict[str, frozenset[str]]:
    """By study the concepts known of it or of its parts, with the classes they belong to."""
    of_study: dict[str, set[str]] = defaultdict(set)
    for study, concepts in known:
        for iri in concepts:
            of_study[study] |= with_broader(iri)
    return {study: frozenset(concepts) for study, concepts in of_study.items()}
