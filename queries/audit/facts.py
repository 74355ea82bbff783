"""What the audit looks at: one document with all it says, and what its references report.

Read from the store graph by graph, so that a document costs the same in a small store as in a
large one. Names are IRIs throughout; `tail` gives the part to show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from ontology import vocabulary
from ontology.terms import NS, RDF, RDFS, VOCAB
from queries.parameters import bind
from queries.store import Store

LABEL = RDFS + "label"
Properties = dict[str, list[str]]

_TYPE = RDF + "type"

PARTS = 2
"""How far to follow: to the sources of the document, and to the studies that these are parts of."""


def tail(iri: str) -> str:
    """The last step of an IRI."""
    return iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Time:
    """A time point; `phase` is the notation of a phase of treatment."""

    label: str
    timing: str
    amount: str | None
    unit: str | None
    phase: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One measurement, stated in the document or reported by a publication (`source`)."""

    iri: str
    source: str
    stated: bool
    study: str
    cohort: str | None
    regimen: str | None
    endpoint: str
    grade: str | None
    threshold: str | None
    time: Time | None
    statistic: str | None
    printed: str | None
    unit: str | None
    operator: str
    wording: str | None
    k: int | None
    n: int | None
    se: str | None
    sd: str | None
    items: int
    lower: str | None
    upper: str | None
    level: str | None
    p: str | None
    p_operator: str
    significant: bool | None
    compared_regimen: str | None
    compared_cohort: str | None
    restates: tuple[str, ...]
    derived_from: tuple[str, ...]
    parts: tuple[str, ...]
    note: str | None

    @property
    def family(self) -> str:
        """The family of the endpoint."""
        return concept(self.endpoint).family or self.endpoint

    @property
    def is_share(self) -> bool:
        """Whether this is a proportion of whole people, which a count must be able to give."""
        if self.unit != "%" or self.compared_regimen or self.compared_cohort:
            return False
        if self.statistic is not None:
            return self.statistic == "proportion"
        return self.family != "time-to-event"

    @property
    def number(self) -> Fraction | None:
        """The printed number, exactly."""
        return None if self.printed is None else Fraction(self.printed)

    def text(self) -> str:
        """The value as a person reads it."""
        name = concept(self.endpoint).label + (f" grade {self.grade}" if self.grade else "")
        number = ""
        if self.printed is not None:
            sign = "" if self.operator == "=" else self.operator
            number = f" {sign}{self.printed}" + ("%" if self.unit == "%" else f" {self.unit}")
        if self.k is not None:
            number += f" ({self.k}/{self.n if self.n is not None else '?'})"
        when = f", {self.time.label}" if self.time else ""
        return f"{name}{number or ' ' + (self.wording or 'without a number')}{when}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim or conclusion of the document."""

    iri: str
    text: str
    conclusion: bool
    role: str
    wording: tuple[str, ...]
    place: str | None
    pointers: tuple[str, ...]
    values: tuple[str, ...]
    comparisons: tuple[str, ...]
    mentions: tuple[str, ...]
    says_stratified_by: tuple[str, ...]
    says_allocation: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values that the document compares."""

    iri: str
    left: str
    relation: str
    right: str
    wording: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pointer: its marker, and the number of its reference."""

    iri: str
    marker: int
    reference: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list with what is known of its publication."""

    iri: str
    number: int
    publication: str
    label: str
    title: str
    year: int | None
    authors: tuple[str, ...]
    doi: str | None
    pmid: str | None
    seen: str
    seen_note: str | None
    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """A study as its record tells it."""

    iri: str
    label: str
    group: str | None
    allocation: str | None
    stratified_by: tuple[str, ...]
    part_of: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One step of evidence: what bears on what, and how."""

    iri: str
    evidence: str
    target: str
    direction: str


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at for one document."""

    document: str
    name: str
    authors: tuple[str, ...]
    claims: dict[str, Claim]
    comparisons: dict[str, Comparison]
    pointers: dict[str, Pointer]
    references: dict[int, Reference]
    stated: dict[str, Value]
    own: dict[str, Value]
    reported: dict[str, Value]
    studies: dict[str, Study]
    drugs: dict[str, frozenset[str]]
    populations: dict[str, frozenset[str]]
    larger: dict[str, str]
    labels: dict[str, str]
    lines: tuple[Line, ...]
    patterns: dict[str, list[dict[str, str]]]

    @cached_property
    def claim_of(self) -> dict[str, Claim]:
        """The claim that asserts each stated value, or compares it; the first in the document."""
        found: dict[str, Claim] = {}
        for claim in self.claims.values():
            for name in claim.comparisons:
                comparison = self.comparisons[name]
                found.setdefault(comparison.iri, claim)
        for claim in self.claims.values():
            for value in claim.values:
                found.setdefault(value, claim)
        return found

    def cited(self, claim: Claim | None) -> list[Reference]:
        """The references that a claim cites, each once, by number."""
        if claim is None:
            return []
        numbers = {self.pointers[p].reference for p in claim.pointers if p in self.pointers}
        return [self.references[n] for n in sorted(numbers) if n in self.references]

    @cached_property
    def reported_by(self) -> dict[str, tuple[Value, ...]]:
        """What each publication reports."""
        found: dict[str, list[Value]] = defaultdict(list)
        for value in self.reported.values():
            found[value.source].append(value)
        return {source: tuple(values) for source, values in found.items()}

    @cached_property
    def _index(self) -> dict[tuple[str, str], dict[str | None, list[Value]]]:
        """What each publication reports, by each endpoint that it is a case of, and by cohort."""
        found: dict[tuple[str, str], dict[str | None, list[Value]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for value in self.reported.values():
            for endpoint in broader(value.endpoint):
                found[value.source, endpoint][value.cohort].append(value)
        return found

    def candidates(
        self, value: Value, publication: str, endpoint: str | None = None
    ) -> list[Value]:
        """What a publication reports that may be of the value's endpoint (or of `endpoint`) and
        people; everything else about the two has yet to be compared.
        """
        by_cohort = self._index.get((publication, endpoint or value.endpoint), {})
        if value.cohort is None:
            return [v for group in by_cohort.values() for v in group]
        return [*by_cohort.get(value.cohort, ()), *by_cohort.get(None, ())]

    @cached_property
    def twins(self) -> dict[tuple[str | None, str | None], list[Value]]:
        """Every value by its number as printed and its unit; reported ones first."""
        found: dict[tuple[str | None, str | None], list[Value]] = defaultdict(list)
        for value in (*self.reported.values(), *self.stated.values()):
            found[value.printed, value.unit].append(value)
        return found

    @cached_property
    def bearing_on(self) -> dict[str, list[Line]]:
        """The lines that bear on each claim."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.target].append(line)
        return found

    @cached_property
    def reference_of(self) -> dict[str, Reference]:
        """The reference for each publication; the first if a work is listed twice."""
        found: dict[str, Reference] = {}
        for number in sorted(self.references):
            found.setdefault(self.references[number].publication, self.references[number])
        return found

    def listed_as(self, value: Value) -> list[int]:
        """The number of the reference that reports a value, if one of the list does."""
        reference = self.reference_of.get(value.source)
        return [reference.number] if reference else []

    def whole(self, study: str) -> str:
        """The study that `study` is a part of, or itself."""
        seen = {study}
        while (known := self.studies.get(study)) and known.part_of and known.part_of not in seen:
            study = known.part_of
            seen.add(study)
        return study

    def within(self, cohort: str, other: str) -> bool:
        """Whether all people of one cohort are of the other, as far as the records tell."""
        seen: set[str] = set()
        while cohort != other and cohort in self.larger and cohort not in seen:
            seen.add(cohort)
            cohort = self.larger[cohort]
        return cohort == other

    def name_of(self, iri: str) -> str:
        """What to call a thing."""
        return self.labels.get(iri) or tail(iri)


@lru_cache(maxsize=4096)
def concept(iri: str) -> vocabulary.Concept:
    """The concept behind an IRI; one that no vocabulary knows speaks for itself alone."""
    scheme, _, notation = iri.removeprefix(VOCAB).partition("/")
    known = vocabulary.concepts().get(scheme, {}).get(notation)
    if known is None and "#" in notation:  # an endpoint in the document's own words
        return vocabulary.Concept(scheme, notation, notation.partition("#")[2], "", (), (), None)
    return known or vocabulary.Concept(scheme, tail(iri), tail(iri), "", (), (), None)


def _endpoint(iri: str, text: str | None) -> str:
    """The IRI of an endpoint; of one that no vocabulary names its own words make one."""
    return iri if text is None else f"{iri}#{' '.join(text.lower().split())}"


@lru_cache(maxsize=4096)
def broader(iri: str) -> frozenset[str]:
    """The concept and all above it, families left out."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            known = concept(here)
            waiting += [
                vocabulary.concept_iri(known.scheme, up)
                for up in known.broader
                if up != known.family
            ]
    return frozenset(found)


# -- reading ---------------------------------------------------------------------------------------

_DOCUMENTS = "SELECT ?thing ?graph WHERE { GRAPH ?graph { ?thing a at:Document } } ORDER BY ?thing"
_SOURCES = """
SELECT DISTINCT ?source WHERE {
  GRAPH $home { ?thing at:refersTo|at:ofStudy|at:mentions|at:partOfStudy ?source }
}
"""
# The things are named in the query: a join would have the store walk through all its graphs.
_HOMES = """
SELECT DISTINCT ?graph WHERE {
  VALUES ?source { %s }
  GRAPH ?graph { ?source a ?class }
  FILTER(?class = at:Publication || ?class = at:Study)
}
"""
_CONTENT = "SELECT ?s ?p ?o WHERE { GRAPH $home { ?s ?p ?o } }"


def documents(store: Store) -> list[tuple[str, str]]:
    """Every document and the named graph it is in."""
    return [(row["thing"].value, row["graph"].value) for row in _ask(store, _DOCUMENTS)]


def load(store: Store, document: str, graph: str) -> Facts:
    """Read one document's facts."""
    home = ox.NamedNode(graph)
    graphs = graphs_behind(store, graph)
    mine = _content(store, graph)
    rest: dict[str, Properties] = {}
    for other in sorted(graphs - {graph}):
        rest |= _content(store, other)
    return _facts(document, mine, {**rest, **mine}, _patterns(store, home))


def graphs_behind(store: Store, graph: str) -> set[str]:
    """The named graph of a document with those of its sources and of the studies behind them."""
    graphs = {graph}
    for _ in range(PARTS):
        graphs |= {home for known in sorted(graphs) for home in _homes(store, known)}
    return graphs


def _homes(store: Store, graph: str) -> set[str]:
    """The graphs of the publications and studies that a graph speaks of."""
    rows = _ask(store, bind(_SOURCES, {"home": ox.NamedNode(graph)}))
    named = [str(row["source"]) for row in rows if isinstance(row["source"], ox.NamedNode)]
    sources = " ".join(name for name in named if not name.startswith(f"<{VOCAB}"))
    if not sources:
        return set()
    return {row["graph"].value for row in _ask(store, _HOMES % sources)}


@lru_cache(maxsize=1)
def pattern_queries() -> dict[str, str]:
    """The rules that are patterns in the graph, as SPARQL on the document's graph `$home`."""
    folder = files("queries") / "audit" / "patterns"
    found = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir()}
    return {name.removesuffix(".rq"): found[name] for name in sorted(found) if name.endswith(".rq")}


def _patterns(store: Store, home: ox.NamedNode) -> dict[str, list[dict[str, str]]]:
    found = {}
    for name, sparql in pattern_queries().items():
        answer = _ask(store, bind(sparql, {"home": home}))
        columns = [variable.value for variable in answer.variables]
        found[name] = [
            {column: row[column].value for column in columns if row[column] is not None}
            for row in answer
        ]
    return found


def _facts(
    document: str,
    mine: dict[str, Properties],
    everything: dict[str, Properties],
    patterns: dict[str, list[dict[str, str]]],
) -> Facts:
    by_class: dict[str, list[str]] = defaultdict(list)
    for iri, about in everything.items():
        for kind in about.get(_TYPE, ()):
            by_class[kind.removeprefix(NS)].append(iri)
    values = {iri: _value(iri, everything) for iri in by_class["Measurement"]}
    own_references = mine[document].get(NS + "hasReference", [])
    references = {
        found.number: found for found in (_reference(iri, everything) for iri in own_references)
    }
    number_of = {found.iri: number for number, found in references.items()}
    pointers = {
        iri: Pointer(
            iri,
            int(_one(mine[iri], "markerNumber") or 0),
            number_of.get(_one(mine[iri], "pointsTo") or "", 0),
        )
        for iri in mine[document].get(NS + "hasPointer", [])
        if iri in mine
    }
    about = mine[document]
    return Facts(
        document=document,
        name=tail(document),
        authors=tuple(sorted(about.get(NS + "authorName", []))),
        claims=_ordered(_claim(iri, mine) for iri in about.get(NS + "states", []) if iri in mine),
        comparisons={iri: _comparison(iri, mine) for iri in by_class["Comparison"] if iri in mine},
        pointers=pointers,
        references=dict(sorted(references.items())),
        stated={iri: v for iri, v in sorted(values.items()) if v.stated and iri in mine},
        own={iri: v for iri, v in sorted(values.items()) if iri in mine},
        reported={iri: v for iri, v in sorted(values.items()) if not v.stated},
        studies={iri: _study(iri, everything) for iri in by_class["Study"]},
        drugs=_of_studies(everything, by_class["Regimen"], "hasDrug"),
        populations=_of_studies(
            everything, [*by_class["Study"], *by_class["Cohort"]], "hasPopulation"
        ),
        larger={
            iri: whole
            for iri in by_class["Cohort"]
            if (whole := _one(everything[iri], "subsetOf")) is not None
        },
        labels={iri: p[LABEL][0] for iri, p in everything.items() if p.get(LABEL)},
        lines=tuple(sorted(_lines(by_class["EvidenceLine"], mine), key=lambda line: line.iri)),
        patterns=patterns,
    )


def _value(iri: str, everything: dict[str, Properties]) -> Value:
    about = everything[iri]

    def one(name: str) -> str | None:
        return _one(about, name)

    def whole(name: str) -> int | None:
        found = one(name)
        return None if found is None else int(Decimal(found))

    moment = one("atTimePoint")
    stated = one("statedIn")
    significant = one("significant")
    return Value(
        iri=iri,
        source=stated or one("reportedBy") or "",
        stated=stated is not None,
        study=one("ofStudy") or "",
        cohort=one("inCohort"),
        regimen=one("underRegimen"),
        endpoint=_endpoint(one("hasEndpoint") or "", one("endpointText")),
        grade=one("ctcaeGrade"),
        threshold=one("threshold"),
        time=_time(everything.get(moment, {})) if moment else None,
        statistic=one("statistic"),
        printed=one("printedValue"),
        unit=one("unit"),
        operator=one("operator") or "=",
        wording=one("wording"),
        k=whole("numerator"),
        n=whole("denominator"),
        se=one("printedStandardError"),
        sd=one("printedStandardDeviation"),
        items=whole("scaleItems") or 1,
        lower=one("printedLowerBound"),
        upper=one("printedUpperBound"),
        level=one("confidenceLevel"),
        p=one("printedPValue"),
        p_operator=one("pOperator") or "=",
        significant=None if significant is None else significant == "true",
        compared_regimen=one("comparedRegimen"),
        compared_cohort=one("comparedCohort"),
        restates=_all(about, "restates"),
        derived_from=_all(about, "derivedFrom"),
        parts=_all(about, "hasPart"),
        note=one("note"),
    )


def _time(about: Properties) -> Time:
    phase = _one(about, "inPhase")
    return Time(
        label=about.get(LABEL, ["?"])[0],
        timing=_one(about, "timing") or "at",
        amount=_one(about, "timeAmount"),
        unit=_one(about, "timeUnit"),
        phase=tail(phase) if phase else None,
    )


def _claim(iri: str, mine: dict[str, Properties]) -> tuple[tuple[float, ...], Claim]:
    about = mine[iri]
    anchor = mine.get(_one(about, "hasAnchor") or "", {})
    paragraph, sentence = _one(anchor, "paragraph"), _one(anchor, "sentence")
    place = f"paragraph {paragraph}, sentence {sentence}" if paragraph and sentence else None
    conclusion = NS + "Conclusion" in about.get(_TYPE, ())
    order = (float(paragraph or 0), float(sentence or 0), float(_one(about, "position") or 0))
    return order, Claim(
        iri=iri,
        text=about.get(LABEL, [""])[0],
        conclusion=conclusion,
        role=_one(about, "rhetoricalRole") or "claim",
        wording=_all(about, "wording"),
        place=place,
        pointers=_all(about, "citesPointer"),
        values=_all(about, "assertsMeasurement"),
        comparisons=_all(about, "assertsComparison"),
        mentions=_all(about, "mentions"),
        says_stratified_by=_all(about, "saysStratifiedBy"),
        says_allocation=_one(about, "saysAllocation"),
    )


def _ordered(found: Iterable[tuple[tuple[float, ...], Claim]]) -> dict[str, Claim]:
    ranked = sorted(found, key=lambda pair: (pair[0], pair[1].iri))
    return {claim.iri: claim for _, claim in ranked}


def _comparison(iri: str, mine: dict[str, Properties]) -> Comparison:
    about = mine[iri]
    left, relation, right = (
        _one(about, name) or "" for name in ("comparesValue", "relation", "comparesWith")
    )
    return Comparison(iri, left, relation, right, _one(about, "wording"))


def _reference(iri: str, everything: dict[str, Properties]) -> Reference:
    about = everything.get(iri, {})
    publication = _one(about, "refersTo") or ""
    work = everything.get(publication, {})
    year = _one(work, "year")
    return Reference(
        iri=iri,
        number=int(_one(about, "referenceNumber") or 0),
        publication=publication,
        label=work.get(LABEL, [tail(publication)])[0],
        title=(work.get("http://purl.org/dc/terms/title") or [""])[0],
        year=int(year) if year else None,
        authors=tuple(sorted(work.get(NS + "authorName", []))),
        doi=_one(work, "doi"),
        pmid=_one(work, "pmid"),
        seen=_one(work, "textSeen") or "nothing",
        seen_note=_one(work, "textSeenNote"),
        studies=_all(work, "reportsStudy"),
    )


def _study(iri: str, everything: dict[str, Properties]) -> Study:
    about = everything[iri]
    return Study(
        iri=iri,
        label=about.get(LABEL, [tail(iri)])[0],
        group=_one(about, "studyGroup"),
        allocation=_one(about, "allocation"),
        stratified_by=_all(about, "stratifiedBy"),
        part_of=_one(about, "partOfStudy"),
    )


def _of_studies(
    everything: dict[str, Properties], things: list[str], name: str
) -> dict[str, frozenset[str]]:
    """The concepts known for each study through its parts, with the classes they belong to."""
    found: dict[str, set[str]] = defaultdict(set)
    for iri in things:
        for concept_ in _all(everything[iri], name):
            found[_one(everything[iri], "ofStudy") or iri] |= broader(concept_)
    return {study: frozenset(concepts) for study, concepts in found.items()}


def _lines(lines: list[str], mine: dict[str, Properties]) -> Iterator[Line]:
    for iri in lines:
        if iri in mine:
            target, direction = _one(mine[iri], "bearsOn"), _one(mine[iri], "direction")
            for evidence in _all(mine[iri], "hasEvidence"):
                yield Line(iri, evidence, target or "", direction or "")


def _content(store: Store, graph: str) -> dict[str, Properties]:
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for row in _ask(store, bind(_CONTENT, {"home": ox.NamedNode(graph)})):
        found[row["s"].value][row["p"].value].append(row["o"].value)
    return found


def _one(about: Properties, name: str) -> str | None:
    return min(about.get(NS + name, ()), default=None)


def _all(about: Properties, name: str) -> tuple[str, ...]:
    return tuple(sorted(about.get(NS + name, ())))


def _ask(store: Store, sparql: str) -> Any:
    return store.query(sparql)
