"""What a trace reads of the store: every statement below a conclusion, and nothing else.

One path query finds the claims; from there on things are looked up by name, a thousand at a time,
layer by layer. Engines differ in how they join a path with what hangs on its end (some look at
every thing of the graph); a look-up by name costs the same on all of them, however large the
graph, so that a trace costs what it is long.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ontology.terms import NS, RDFS
from queries.parameters import bind
from queries.store import Store
from queries.trace.model import NodeFinding

_BELOW = "SELECT DISTINCT ?thing WHERE { $conclusion (^at:bearsOn/at:hasEvidence)* ?thing }"
_STATEMENTS = (
    "SELECT ?thing ?property ?value WHERE { VALUES ?thing { %s } ?thing ?property ?value }"
)
_POINTING = "SELECT DISTINCT ?thing WHERE { VALUES ?object { %s } ?thing $property ?object }"
_LABELS = "SELECT ?thing ?label WHERE { VALUES ?thing { %s } ?thing rdfs:label ?label }"
_BATCH = 1_000

_DOWN = tuple(
    NS + name
    for name in (
        "assertsMeasurement", "assertsComparison", "restates", "derivedFrom", "reportedBy",
        "citesPointer", "pointsTo", "refersTo", "reportsStudy", "partOfStudy",
    )
)  # fmt: skip
"""The properties that lead from what rests on something to what it rests on."""

Statements = Mapping[str, Mapping[str, list[str]]]
"""By subject and property, the values: IRIs and the text of literals."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, and the thing in the trace that it stands with."""

    about: str
    finding: NodeFinding


@dataclass(frozen=True, slots=True)
class Check:
    """How a stated value was checked: its outcome, and the reported values by their source."""

    outcome: str
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the store says below one conclusion."""

    conclusion: str
    lines: Statements
    things: Statements
    labels: Mapping[str, str]
    findings: tuple[Told, ...]
    checks: Mapping[str, Check]


def read(store: Store, conclusion: ox.NamedNode) -> Reading:
    """Everything below `conclusion`. Raises StoreError if the store goes away meanwhile."""
    found: Any = store.query(bind(_BELOW, {"conclusion": conclusion}))
    claims = {row["thing"].value for row in found if isinstance(row["thing"], ox.NamedNode)}
    things: dict[str, Mapping[str, list[str]]] = {}
    fresh = claims
    while fresh:
        layer = _statements(store, fresh)
        things |= layer
        fresh = _values(layer, _DOWN) - things.keys()
    lines = _statements(store, _pointing(store, "bearsOn", claims))
    judged = _statements(store, _pointing(store, "about", things.keys()))
    named = _values(things, None) - things.keys()
    return Reading(
        conclusion=conclusion.value,
        lines=lines,
        things=things,
        labels={iri: _first(found, RDFS + "label") for iri, found in things.items()}
        | dict(_pairs(store, _LABELS, named)),
        findings=_findings(judged, things),
        checks=_checks(judged, _statements(store, _values(judged, (NS + "usesEvidence",)))),
    )


def reading_of(things: Statements, labels: Mapping[str, str]) -> Reading:
    """A reading of a whole graph whose statements are at hand; no conclusion is its own."""
    judged = {iri: found for iri, found in things.items() if NS + "about" in found}
    return Reading(
        conclusion="",
        lines={iri: found for iri, found in things.items() if NS + "bearsOn" in found},
        things=things,
        labels=labels,
        findings=_findings(judged, things),
        checks=_checks(judged, things),
    )


def _findings(judged: Statements, things: Statements) -> tuple[Told, ...]:
    """The findings; one on a comparison stands with the claim that makes it."""
    maker = {
        comparison: claim
        for claim, properties in things.items()
        for comparison in properties.get(NS + "assertsComparison", ())
    }
    return tuple(
        Told(
            maker.get(about, about),
            NodeFinding(
                iri,
                properties[NS + "severity"][0],
                _first(properties, NS + "rule"),
                _first(properties, RDFS + "label"),
                _first(properties, NS + "review") or "open",
            ),
        )
        for iri, properties in sorted(judged.items())
        if NS + "severity" in properties
        for about in properties[NS + "about"]
    )


def _checks(judged: Statements, evidence: Statements) -> dict[str, Check]:
    return {
        about: Check(
            properties[NS + "outcome"][0],
            {
                iri: _first(evidence.get(iri, {}), NS + "reportedBy")
                for iri in properties.get(NS + "usesEvidence", ())
            },
        )
        for properties in judged.values()
        if NS + "severity" not in properties and NS + "outcome" in properties
        for about in properties[NS + "about"]
    }


def _first(properties: Mapping[str, list[str]], name: str) -> str:
    return min(properties.get(name, ()), default="")


class _Iri(str):
    """A value that is an IRI and not text."""

    __slots__ = ()


def _values(statements: Statements, properties: Iterable[str] | None) -> set[str]:
    """The IRIs that the statements lead to, by these properties or by all."""
    return {
        value
        for found in statements.values()
        for name in (found if properties is None else properties)
        for value in found.get(name, ())
        if isinstance(value, _Iri)
    }


def _statements(store: Store, things: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Everything said of these things, values in a fixed order."""
    found: dict[str, dict[str, list[str]]] = {}
    for batch in _batches(things):
        answer: Any = store.query(_STATEMENTS % batch)
        for thing, name, value in answer:
            text = _Iri(value.value) if isinstance(value, ox.NamedNode) else value.value
            found.setdefault(thing.value, {}).setdefault(name.value, []).append(text)
    for properties in found.values():
        for values in properties.values():
            if len(values) > 1:
                values.sort()
    return found


def _pointing(store: Store, name: str, things: Iterable[str]) -> set[str]:
    """What has one of these things as the value of `at:<name>`."""
    sparql = bind(_POINTING, {"property": ox.NamedNode(NS + name)})
    found: set[str] = set()
    for batch in _batches(things):
        answer: Any = store.query(sparql % batch)
        found |= {row["thing"].value for row in answer}
    return found


def _pairs(store: Store, sparql: str, things: Iterable[str]) -> Iterator[tuple[str, str]]:
    for batch in _batches(things):
        answer: Any = store.query(sparql % batch)
        yield from ((thing.value, other.value) for thing, other in answer)


def _batches(things: Iterable[str]) -> Iterator[str]:
    """The things as SPARQL terms, written by the RDF library, some at a time."""
    ordered = sorted(things)
    for start in range(0, len(ordered), _BATCH):
        yield " ".join(str(ox.NamedNode(iri)) for iri in ordered[start : start + _BATCH])
