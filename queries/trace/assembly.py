"""From what was read to the trace: nodes, hops with their states, counts; less what is removed."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ontology.terms import NS, RDF, RDFS
from queries.trace.label import measurement_text
from queries.trace.model import (
    BROKEN,
    LINE_KINDS,
    SOUND,
    Counts,
    Hop,
    Node,
    NodeFinding,
    Trace,
)
from queries.trace.reading import Check, Reading
from queries.trace.states import with_states

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
HOP_KINDS = (*LINE_KINDS, *_HOP_PROPERTIES.values())
"""Every kind of hop."""
_LABEL = RDFS + "label"
# The most telling class first: a conclusion is a claim too.
_KINDS = (
    "Conclusion", "Claim", "StatedMeasurement", "ReportedMeasurement", "Measurement",
    "CitationPointer", "Reference", "Publication", "Trial", "Study",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Removal:
    """What a what-if view leaves out: things by IRI, links between two things that both stay, and,
    if asked, every hop that the audit found broken.
    """

    things: frozenset[str] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()
    broken: bool = False

    def takes(self, source: str, target: str) -> bool:
        """Whether the link from `source` to `target` is left out, as itself or with one of them."""
        gone = source in self.things or target in self.things
        return gone or (source, target) in self.links


NOTHING = Removal()


@dataclass(frozen=True, slots=True)
class Judged:
    """What was read with the findings by what they stand with, and the hops by where they start."""

    reading: Reading
    findings: Mapping[str, list[NodeFinding]]
    below: Mapping[str, list[Hop]]


def assemble(reading: Reading, removal: Removal = NOTHING) -> Trace:
    """The trace; what no remaining hop leads to from the conclusion has fallen and is left out.

    A conclusion that nothing bears on, or that is removed itself, gives a trace of one node.
    """
    return trace_under(reading.conclusion, judged(reading, removal))


def judged(reading: Reading, removal: Removal = NOTHING) -> Judged:
    """Every hop of what was read, with its state."""
    findings = _findings(reading, removal.things)
    checks = {
        value: Check(
            check.outcome,
            {
                iri: source
                for iri, source in check.evidence.items()
                if not removal.takes(value, iri) and source not in removal.things
            },
        )
        for value, check in reading.checks.items()
    }
    left = {
        hop
        for hop in _hops(reading)
        if not removal.takes(hop.source, hop.target) and hop.line not in removal.things
    }
    ordered = sorted(left, key=lambda h: (h.source, h.kind, h.line or "", h.target))
    hops = with_states(ordered, findings, checks)
    if removal.broken:
        kept = [hop for hop in hops if hop.state not in BROKEN]
        hops = with_states(kept, findings, checks)
    below: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        below[hop.source].append(hop)
    return Judged(reading, findings, below)


def trace_under(conclusion: str, found: Judged) -> Trace:
    """The trace of one conclusion, out of whatever was read."""
    reading, findings = found.reading, found.findings
    reached = sorted(_reached(conclusion, found.below))
    hops = [hop for iri in reached for hop in found.below.get(iri, ())]
    nodes = {
        iri: _node(iri, reading.things.get(iri, {}), reading.labels, findings.get(iri, []))
        for iri in reached
    }
    return Trace(conclusion, nodes, hops, _counts(nodes, hops), _circles(hops))


def _hops(reading: Reading) -> set[Hop]:
    hops: set[Hop] = set()
    for line, properties in reading.lines.items():
        why = min(properties.get(_LABEL, []), default=None)
        hops |= {
            Hop(target, evidence, direction, line=line, why=why)
            for target in properties.get(NS + "bearsOn", ())
            for evidence in properties.get(NS + "hasEvidence", ())
            for direction in properties.get(NS + "direction", ())
            if direction in LINE_KINDS and evidence in reading.things
        }
    for iri, properties in reading.things.items():
        for name, kind in _HOP_PROPERTIES.items():
            hops |= {
                Hop(iri, value, kind)
                for value in properties.get(name, ())
                if value in reading.things
            }
    return hops


def _reached(start: str, below: Mapping[str, list[Hop]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for hop in below.get(waiting.pop(), ()):
            if hop.target not in found:
                found.add(hop.target)
                waiting.append(hop.target)
    return found


def _findings(reading: Reading, removed: Container[str]) -> dict[str, list[NodeFinding]]:
    """By the thing that they stand with."""
    found: dict[str, list[NodeFinding]] = defaultdict(list)
    for told in reading.findings:
        if told.finding.iri not in removed:
            found[told.about].append(told.finding)
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
        name.removeprefix(NS): _told(values, labels)
        for name, values in sorted(properties.items())
        if name.startswith(NS)
    }
    label = min(properties.get(_LABEL, []), default="")
    if kind.endswith("Measurement"):
        label = measurement_text(details)
    elif kind == "CitationPointer":
        label = f"marker {details.get('markerNumber', '?')}"
    elif kind == "Reference":
        label = f"reference {details.get('referenceNumber', '?')}"
    return Node(iri, kind, label, details, findings)


def _told(values: list[str], labels: Mapping[str, str]) -> str:
    """The values as text, things by their labels."""
    if len(values) == 1:
        return labels.get(values[0]) or values[0]
    return "; ".join(sorted(labels.get(v) or v for v in values))


def _counts(nodes: Mapping[str, Node], hops: Iterable[Hop]) -> Counts:
    lines: dict[str, set[str | None]] = defaultdict(set)
    cited: set[str] = set()
    parts: set[str] = set()
    asserted: dict[str, set[str]] = defaultdict(set)
    values = {iri for iri, node in nodes.items() if node.kind == "StatedMeasurement"}
    states: Counter[str] = Counter()
    for hop in hops:
        states[hop.state] += 1
        if hop.kind in LINE_KINDS:
            lines[hop.kind].add(hop.line)
        elif hop.kind == "cites":
            cited.add(hop.source)
        elif hop.kind == "part of":
            parts.add(hop.source)
        elif hop.kind == "asserts":
            values.add(hop.target)
            if nodes[hop.target].kind != "ReportedMeasurement":  # which is its own source
                asserted[hop.target].add(hop.source)
    kinds = Counter(node.kind for node in nodes.values())
    open_ = {
        f.iri: f.severity for n in nodes.values() for f in n.findings if f.review != "dismissed"
    }
    severities = Counter(open_.values())
    return Counts(
        claims=kinds["Claim"],
        measurements=len(values),
        citations=kinds["CitationPointer"],
        publications=kinds["Publication"],
        studies=kinds["Study"] + kinds["Trial"] - len(parts),
        supporting=len(lines["supports"]),
        disputing=len(lines["disputes"]),
        qualifying=len(lines["qualifies"]),
        uncited_measurements=sum(not (claims & cited) for claims in asserted.values()),
        verified_hops=sum(states[state] for state in SOUND),
        broken_hops=sum(states[state] for state in BROKEN),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
    )


def _circles(hops: Iterable[Hop]) -> list[list[str]]:
    """One ring for each group of claims that lead back to themselves, from its first IRI on."""
    below: dict[str, set[str]] = defaultdict(set)
    for hop in hops:
        if hop.kind in LINE_KINDS:
            below[hop.source].add(hop.target)
    try:
        TopologicalSorter(below).prepare()
        return []
    except CycleError:
        import networkx as nx  # slow to import, and circles are rare

    lines = nx.DiGraph((source, target) for source, targets in below.items() for target in targets)
    found = []
    for group in nx.strongly_connected_components(lines):
        first = min(group)
        if len(group) == 1 and not lines.has_edge(first, first):
            continue
        ring = [source for source, _ in nx.find_cycle(lines.subgraph(group), first)]
        start = ring.index(min(ring))
        found.append(ring[start:] + ring[:start])
    return sorted(found)
