"""From a conclusion down to the studies under it: every hop, typed, as a directed graph.

A trace is a graph and not a tree, because one claim may serve twice; `tree` unfolds it for reading
and marks a thing met before, so a circle in the evidence neither hangs nor hides.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from typing import Any

import pyoxigraph as ox
from pydantic.dataclasses import dataclass

from ontology.terms import NS, RDF
from queries.parameters import bind
from queries.store import Store

# What is read of the store: the evidence lines below the conclusion, then everything that stands
# on the things they join, then the names of what these speak of. A row is one statement.
_BELOW = "{ SELECT DISTINCT ?target WHERE { $conclusion (^at:bearsOn/at:hasEvidence)* ?target } }"
_LINES = f"""
SELECT DISTINCT ?line ?property ?value WHERE {{
  {_BELOW}
  ?line at:bearsOn ?target ; ?property ?value .
}}
"""
_THINGS = f"""
SELECT DISTINCT ?thing ?property ?value WHERE {{
  {_BELOW}
  ?target (at:assertsMeasurement?/(at:restates|at:derivedFrom)?/at:reportedBy?)
         |(at:citesPointer/at:pointsTo?/at:refersTo?) ?source .
  ?source at:reportsStudy?/at:partOfStudy* ?thing .
  ?thing ?property ?value .
}}
"""
# What the audit found about a claim, its values and its comparisons, told where the claim stands.
_FINDINGS = f"""
SELECT DISTINCT ?target ?about ?finding ?severity ?rule ?message ?review WHERE {{
  {_BELOW}
  ?target at:assertsMeasurement?|at:assertsComparison ?about .
  ?finding at:about ?about ; at:severity ?severity ; at:rule ?rule ; rdfs:label ?message ;
           at:review ?review .
}}
"""
_LABELS = f"""
SELECT DISTINCT ?thing ?label WHERE {{
  {_BELOW}
  ?target at:assertsMeasurement?/(at:restates|at:derivedFrom)? ?measurement .
  ?measurement at:ofStudy|at:inCohort|at:underRegimen|at:hasEndpoint|at:atTimePoint
              |at:reportedBy|at:comparedRegimen|at:comparedCohort ?thing .
  ?thing rdfs:label ?label .
}}
"""


@dataclass(frozen=True, slots=True)
class NodeFinding:
    """What the audit found about a thing in a trace."""

    iri: str
    severity: str
    rule: str
    message: str
    review: str


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a trace: `kind` is its class (`Claim`, `Measurement`, `Publication` …).

    `findings` holds what the audit found about it; of a comparison it stands with the claim.
    """

    iri: str
    kind: str
    label: str
    details: dict[str, str]
    findings: list[NodeFinding]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step down: from what rests on something to what it rests on.

    `kind` is supports, disputes or qualifies (an evidence line, named by `line` and explained by
    `why`), or asserts, cites, points, refers, reports, restates,
    derives, reported by, part of.
    """

    source: str
    target: str
    kind: str
    line: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a conclusion rests on, as numbers that can be followed.

    `studies` counts independent ones: parts of one study, such as its randomisations, are one.
    """

    claims: int
    measurements: int
    citations: int
    publications: int
    studies: int
    supporting: int
    disputing: int
    qualifying: int
    uncited_measurements: int
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True, slots=True)
class Trace:
    """The evidence under one conclusion: nodes by IRI, hops in a stable order, counts."""

    conclusion: str
    nodes: dict[str, Node]
    hops: list[Hop]
    counts: Counts

    def below(self, iri: str) -> list[Hop]:
        """The hops that start at `iri`."""
        return [hop for hop in self.hops if hop.source == iri]


_HOP_PROPERTIES = {
    NS + "assertsMeasurement": "asserts",
    NS + "citesPointer": "cites",
    NS + "pointsTo": "points",
    NS + "refersTo": "refers",
    NS + "reportsStudy": "reports",
    NS + "restates": "restates",
    NS + "derivedFrom": "derives",
    NS + "reportedBy": "reported by",
    NS + "partOfStudy": "part of",
}
_LINE_KINDS = ("supports", "disputes", "qualifies")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
# The most telling class first: a conclusion is a claim too.
_KINDS = (
    "Conclusion", "Claim", "StatedMeasurement", "ReportedMeasurement", "CitationPointer",
    "Reference", "Publication", "Trial", "Study",
)  # fmt: skip


def trace(store: Store, conclusion: ox.NamedNode) -> Trace:
    """Follow `conclusion` down. A conclusion that nothing bears on gives a trace of one node."""
    lines = _statements(store, _LINES, conclusion, "line")
    things = _statements(store, _THINGS, conclusion, "thing")
    labels = {row[0]: row[1] for row in _rows(store, _LABELS, conclusion, ("thing", "label"))}
    findings = _findings(store, conclusion, things.keys())
    nodes = {
        iri: _node(iri, properties, labels, findings.get(iri, []))
        for iri, properties in things.items()
    }
    hops: set[Hop] = set()
    for line, properties in lines.items():
        (target,), (direction,) = properties[NS + "bearsOn"], properties[NS + "direction"]
        why = _first(properties, _LABEL)
        for evidence in properties[NS + "hasEvidence"]:
            hops.add(Hop(target, evidence, direction, line, why))
    for iri, properties in things.items():
        for name, kind in _HOP_PROPERTIES.items():
            hops |= {Hop(iri, value, kind) for value in properties.get(name, ()) if value in nodes}
    ordered = sorted(hops, key=lambda h: (h.source, h.kind, h.line or "", h.target))
    return Trace(conclusion.value, dict(sorted(nodes.items())), ordered, _counts(nodes, ordered))


def measurement_text(details: Mapping[str, str]) -> str:
    """One measurement in one line: endpoint, value, count, interval, and about whom and when."""
    endpoint = details.get("hasEndpoint", "?")
    if grade := details.get("ctcaeGrade"):
        endpoint += f" grade {grade}"
    if threshold := details.get("threshold"):
        endpoint += f" {threshold}"
    parts = [f"{endpoint}: {_value(details)}"]
    parts += [
        details[name]
        for name in ("ofStudy", "underRegimen", "inCohort", "atTimePoint")
        if name in details
    ]
    return " · ".join(parts)


def _value(details: Mapping[str, str]) -> str:
    unit = details.get("unit", "")
    text = ""
    if value := details.get("printedValue"):
        operator = details.get("operator", "=")
        text = ("" if operator == "=" else operator) + value + ("%" if unit == "%" else f" {unit}")
    if se := details.get("printedStandardError"):
        text += f" ± {se}"
    if numerator := details.get("numerator"):
        text += f" ({numerator}/{details.get('denominator', '?')})"
    lower, upper = details.get("printedLowerBound"), details.get("printedUpperBound")
    if lower and upper:
        level = f"{details['confidenceLevel']}% " if "confidenceLevel" in details else ""
        text += f" [{level}{lower} to {upper}]"
    if p := details.get("printedPValue"):
        text += f", p {details.get('pOperator', '=')} {p}"
    if wording := details.get("wording"):
        text += f" “{wording}”" if text else f"“{wording}”"
    return text.strip().lstrip(",").strip() or "no number given"


def _findings(
    store: Store, conclusion: ox.NamedNode, known: Container[str]
) -> dict[str, list[NodeFinding]]:
    columns = ("target", "about", "finding", "severity", "rule", "message", "review")
    found: dict[str, list[NodeFinding]] = defaultdict(list)
    for target, about, *rest in sorted(set(_rows(store, _FINDINGS, conclusion, columns))):
        told = NodeFinding(*rest)
        where = about if about in known else target
        if told not in found[where]:
            found[where].append(told)
    return found


def _node(
    iri: str,
    properties: Mapping[str, list[str]],
    labels: Mapping[str, str],
    findings: list[NodeFinding],
) -> Node:
    classes = {c.removeprefix(NS) for c in properties.get(RDF + "type", ())}
    kind = next((k for k in _KINDS if k in classes), "Thing")
    details = {
        name.removeprefix(NS): "; ".join(sorted(labels.get(v, v) for v in values))
        for name, values in sorted(properties.items())
        if name.startswith(NS)
    }
    label = _first(properties, _LABEL) or ""
    if kind in ("StatedMeasurement", "ReportedMeasurement"):
        label = measurement_text(details)
    elif kind == "CitationPointer":
        label = f"marker {details.get('markerNumber', '?')}"
    elif kind == "Reference":
        label = f"reference {details.get('referenceNumber', '?')}"
    return Node(iri, kind, label, details, findings)


def _counts(nodes: Mapping[str, Node], hops: Iterable[Hop]) -> Counts:
    lines: dict[str, set[str | None]] = defaultdict(set)
    cited: set[str] = set()
    parts: set[str] = set()
    asserted: dict[str, set[str]] = defaultdict(set)
    for hop in hops:
        if hop.kind in _LINE_KINDS:
            lines[hop.kind].add(hop.line)
        elif hop.kind == "cites":
            cited.add(hop.source)
        elif hop.kind == "part of":
            parts.add(hop.source)
        elif hop.kind == "asserts":
            asserted[hop.target].add(hop.source)
    kinds: dict[str, int] = defaultdict(int)
    for node in nodes.values():
        kinds[node.kind] += 1
    open_ = {
        f.iri: f.severity for n in nodes.values() for f in n.findings if f.review != "dismissed"
    }
    severities = Counter(open_.values())
    return Counts(
        claims=kinds["Claim"],
        measurements=kinds["StatedMeasurement"],
        citations=kinds["CitationPointer"],
        publications=kinds["Publication"],
        studies=kinds["Study"] + kinds["Trial"] - len(parts),
        supporting=len(lines["supports"]),
        disputing=len(lines["disputes"]),
        qualifying=len(lines["qualifies"]),
        uncited_measurements=sum(not (claims & cited) for claims in asserted.values()),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
    )


def _statements(
    store: Store, sparql: str, conclusion: ox.NamedNode, subject: str
) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, name, value in _rows(store, sparql, conclusion, (subject, "property", "value")):
        found[thing][name].append(value)
    return found


def _rows(
    store: Store, sparql: str, conclusion: ox.NamedNode, columns: tuple[str, ...]
) -> list[tuple[str, ...]]:
    answer: Any = store.query(bind(sparql, {"conclusion": conclusion}))
    return [tuple(row[name].value for name in columns) for row in answer]


def _first(properties: Mapping[str, list[str]], name: str) -> str | None:
    return min(properties.get(name, []), default=None)
