"""What a trace reads of the store: every statement below a conclusion, and nothing else.

One path query finds the claims; from there on things are looked up by name, a thousand at a time,
layer by layer. Engines differ in how they join a path with what hangs on its end (some look at
every thing of the graph); a look-up by name costs the same on all of them, however large the
graph, so that a trace costs what it is long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ontology.terms import NS, RDFS
from queries import lookup
from queries.lookup import Statements
from queries.parameters import bind
from queries.store import Store
from queries.trace.model import NodeFinding

_BELOW = "SELECT DISTINCT ?thing WHERE { $conclusion (^at:bearsOn/at:hasEvidence)* ?thing }"
_DOWN = tuple(
    NS + name
    for name in (
        "assertsMeasurement", "assertsComparison", "restates", "derivedFrom", "reportedBy",
        "citesPointer", "pointsTo", "refersTo", "reportsStudy", "partOfStudy",
    )
)  # fmt: skip
"""The properties that lead from what rests on something to what it rests on."""


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
        layer = lookup.statements(store, fresh)
        things |= layer
        fresh = lookup.iris(layer, _DOWN) - things.keys()
    lines = lookup.statements(store, lookup.pointing(store, "bearsOn", claims))
    judged = lookup.statements(store, lookup.pointing(store, "about", things.keys()))
    named = lookup.iris(things, None) - things.keys()
    used = lookup.statements(store, lookup.iris(judged, (NS + "usesEvidence",)))
    return Reading(
        conclusion=conclusion.value,
        lines=lines,
        things=things,
        labels={iri: lookup.first(found, RDFS + "label") for iri, found in things.items()}
        | lookup.labels(store, named),
        findings=_findings(judged, things),
        checks=_checks(judged, used),
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
                lookup.first(properties, NS + "rule"),
                lookup.first(properties, RDFS + "label"),
                lookup.first(properties, NS + "review") or "open",
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
                iri: lookup.first(evidence.get(iri, {}), NS + "reportedBy")
                for iri in properties.get(NS + "usesEvidence", ())
            },
        )
        for properties in judged.values()
        if NS + "severity" not in properties and NS + "outcome" in properties
        for about in properties[NS + "about"]
    }
