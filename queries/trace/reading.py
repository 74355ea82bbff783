"""What a trace reads of the store: every statement below a conclusion, and nothing else.

One path query finds the claims; from there on things are looked up by name, a thousand at a time,
layer by layer. Engines differ in how they join a path with what hangs on its end (some look at
every thing of the graph); a look-up by name costs the same on all of them, however large the
graph, so that a trace costs what it is long.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ontology.field_map import property_of
from ontology.model import (
    Check,
    CitationPointer,
    Claim,
    EvidenceLine,
    Finding,
    Measurement,
    Publication,
    Reference,
    ReportedMeasurement,
    StatedMeasurement,
    Study,
    Thing,
)
from queries import reader
from queries.reader import Things
from queries.sparql import run
from queries.store import Store
from queries.studies import with_joined
from queries.trace.model import NodeFinding

_HOP_FIELDS: tuple[tuple[type[Thing], str, str], ...] = (
    (Claim, "measurements", "asserts"),
    (Claim, "pointers", "cites"),
    (CitationPointer, "reference", "points"),
    (Reference, "publication", "refers"),
    (Publication, "reports", "reports"),
    (StatedMeasurement, "restates", "restates"),
    (StatedMeasurement, "derived_from", "derives"),
    (ReportedMeasurement, "reported_by", "reported by"),
    (Study, "part_of", "part of"),
)
HOP_PROPERTIES = {property_of(model, field): kind for model, field, kind in _HOP_FIELDS}
"""The properties that lead from what rests on something to what it rests on, and the kind of hop
that each makes.
"""
_COMPARISONS = property_of(Claim, "comparisons")
_DOWN = frozenset({*HOP_PROPERTIES, _COMPARISONS, property_of(Measurement, "time")})
"""The properties that are followed: those of hops, and what else is needed to word a thing."""


@dataclass(frozen=True, slots=True)
class ValueCheck:
    """How a stated value was checked: its outcome, and the reported values with their sources."""

    outcome: str
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TraceContent:
    """All that the store says below some conclusions; `labels` are of what is only named there.

    `findings` are by the thing in the trace that they are shown with, `checks` by the value.
    """

    things: Things
    labels: Mapping[str, str]
    lines: tuple[EvidenceLine, ...]
    findings: Mapping[str, list[NodeFinding]]
    checks: Mapping[str, ValueCheck]

    def label(self, iri: str) -> str:
        """What a thing is called; without a label its IRI."""
        return self.labels.get(iri) or self.things.label(iri) or iri


def read(store: Store, conclusions: Iterable[ox.NamedNode]) -> TraceContent:
    """Everything below any of some conclusions, which share most of it.

    Raises StoreError if the store goes away meanwhile.
    """
    claims = {
        row["thing"].value
        for conclusion in conclusions
        for row in run(store, "evidence-below", conclusion=conclusion)
        if isinstance(row["thing"], ox.NamedNode)
    }
    nodes = reader.describe_below(store, claims, _DOWN)
    labels = reader.labels(store, reader.targets(nodes.values(), None) - nodes.keys())
    about = property_of(Finding, "about")
    judgements = reader.describe(store, reader.pointing(store, about, nodes))
    used = reader.targets(judgements.values(), {property_of(Check, "evidence")})
    bears_on = property_of(EvidenceLine, "bears_on")
    lines = reader.describe(store, reader.pointing(store, bears_on, claims))
    elsewhere = reader.describe(store, used - nodes.keys())
    return reading_of(
        Things({**with_joined(store, nodes), **elsewhere, **lines, **judgements, **nodes}), labels
    )


def reading_of(things: Things, labels: Mapping[str, str]) -> TraceContent:
    """What traces need of the things that were read."""
    return TraceContent(
        things=things,
        labels=labels,
        lines=tuple(line for line in things.all(EvidenceLine) if line.bears_on),
        findings=_findings(things),
        checks=_checks(things),
    )


def _findings(things: Things) -> dict[str, list[NodeFinding]]:
    """The findings in order of their IRIs; one on a comparison is with the claim that makes it."""
    claim_of = {
        comparison: iri
        for iri, description in things.descriptions.items()
        for comparison in description.links.get(_COMPARISONS, ())
    }
    findings: dict[str, list[NodeFinding]] = defaultdict(list)
    for f in sorted(things.all(Finding), key=lambda f: f.iri):
        findings[claim_of.get(f.about, f.about)].append(
            NodeFinding(f.iri, f.severity, f.rule, f.message, f.review)
        )
    return findings


def _checks(things: Things) -> dict[str, ValueCheck]:
    return {
        check.about: ValueCheck(
            check.outcome, {iri: _reported_by(things, iri) for iri in check.evidence}
        )
        for check in things.all(Check)
    }


def _reported_by(things: Things, value: str) -> str:
    """The work that reports a value, or nothing for a value that was not read."""
    reported = things.find(ReportedMeasurement, value)
    return "" if reported is None else reported.reported_by
