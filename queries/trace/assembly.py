"""From what was read to the trace: nodes, hops with their states, counts; less what is removed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ontology import wording
from ontology.model import CitationPointer, Claim, Measurement, Reference, Thing
from ontology.terms import NS
from queries.reader import Description
from queries.studies import CountedStudies, counted_studies
from queries.trace.model import (
    BROKEN,
    LINE_KINDS,
    SOUND,
    Counts,
    Hop,
    Node,
    NodeFinding,
    Trace,
    by_source,
)
from queries.trace.reading import HOP_PROPERTIES, TraceContent, ValueCheck
from queries.trace.states import with_states

HOP_KINDS = (*LINE_KINDS, *HOP_PROPERTIES.values())
"""Every kind of hop."""


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
STUDIES = ("Study", "Trial")
"""The kinds of nodes that are studies."""
_NOTHING_SAID = Description()
_NAMED_BY_CONTENT = (Measurement, CitationPointer, Reference)
"""The things that have no label in the graph."""


@dataclass(frozen=True, slots=True)
class JudgedContent:
    """What was read, the findings by the thing that they are shown with, and the hops, each with
    its state, by where they start. `counted` says which studies count as one.
    """

    content: TraceContent
    findings: Mapping[str, list[NodeFinding]]
    below: Mapping[str, list[Hop]]
    counted: CountedStudies


def judged(content: TraceContent, removal: Removal = NOTHING) -> JudgedContent:
    """Every hop of what was read, with its state."""
    findings = {
        thing: [finding for finding in findings if finding.iri not in removal.things]
        for thing, findings in content.findings.items()
    }
    checks = {value: _remaining(value, check, removal) for value, check in content.checks.items()}
    remaining = {
        hop
        for hop in _hops(content)
        if not removal.takes(hop.source, hop.target) and hop.line not in removal.things
    }
    ordered = sorted(remaining, key=lambda h: (h.source, h.kind, h.line or "", h.target))
    hops = with_states(ordered, findings, checks)
    if removal.broken:
        kept = [hop for hop in hops if hop.state not in BROKEN]
        hops = with_states(kept, findings, checks)
    return JudgedContent(content, findings, by_source(hops), counted_studies(content.things))


def trace_under(conclusion: str, graph: JudgedContent) -> Trace:
    """The trace of one conclusion, out of whatever was read.

    What no remaining hop leads to from the conclusion has fallen and is left out. A conclusion that
    nothing bears on, or that is removed itself, gives a trace of one node.
    """
    reached = sorted(_reached(conclusion, graph.below))
    hops = [hop for iri in reached for hop in graph.below.get(iri, ())]
    nodes = {iri: _node(iri, graph.content, graph.findings.get(iri, [])) for iri in reached}
    counts = _counts(nodes, hops, graph.counted)
    things, counted = graph.content.things, graph.counted
    return Trace(conclusion, nodes, hops, counts, _cycles(hops), things, counted)


def _remaining(value: str, check: ValueCheck, removal: Removal) -> ValueCheck:
    """The check of a value by that part of its evidence which was not removed."""
    evidence = {
        iri: source
        for iri, source in check.evidence.items()
        if not removal.takes(value, iri) and source not in removal.things
    }
    return ValueCheck(check.outcome, evidence)


def _hops(content: TraceContent) -> Iterator[Hop]:
    """Every hop between two things that were read."""
    known = content.things.descriptions
    for line in content.lines:
        if line.direction in LINE_KINDS:
            for evidence in line.evidence:
                if evidence in known:
                    yield Hop(line.bears_on, evidence, line.direction, line=line.iri, why=line.why)
    for iri, description in known.items():
        for name, values in description.links.items():
            kind = HOP_PROPERTIES.get(name)
            if kind is not None:
                yield from (Hop(iri, value, kind) for value in values if value in known)


def _reached(start: str, below: Mapping[str, list[Hop]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for hop in below.get(waiting.pop(), ()):
            if hop.target not in reached:
                reached.add(hop.target)
                waiting.append(hop.target)
    return reached


def _node(iri: str, content: TraceContent, findings: list[NodeFinding]) -> Node:
    description = content.things.descriptions.get(iri, _NOTHING_SAID)
    model = description.model
    texts = {name: _joined(values) for name, values in description.literals.items()}
    for name, values in description.links.items():
        texts[name] = _joined([content.label(value) for value in values])
    details = {
        name.removeprefix(NS): text for name, text in sorted(texts.items()) if name.startswith(NS)
    }
    if model is None:
        return Node(iri, "Thing", description.label, details, findings)
    named = issubclass(model, _NAMED_BY_CONTENT)
    label = _label(content.things[iri], content) if named else description.label
    claim = content.things.find(Claim, iri)
    return Node(iri, model.__name__, label, details, findings, claim.quote if claim else None)


def _joined(values: list[str]) -> str:
    return values[0] if len(values) == 1 else "; ".join(sorted(values))


def _label(thing: Thing, content: TraceContent) -> str:
    """What a thing is called that has no label of its own."""
    match thing:
        case Measurement():
            return wording.full(thing, content.label)
        case CitationPointer():
            return f"marker {thing.marker or '?'}"
        case Reference():
            return f"reference {thing.number or '?'}"
    return thing.iri


def independent(
    nodes: Mapping[str, Node], hops: Iterable[Hop], counted: CountedStudies
) -> dict[str, str]:
    """The studies among some nodes that are no parts of others, each with the one that stands for
    it: candidates for one study have one.
    """
    parts = {hop.source for hop in hops if hop.kind == "part of"}
    studies = (iri for iri, node in nodes.items() if node.kind in STUDIES and iri not in parts)
    return counted.once(studies)


def _counts(nodes: Mapping[str, Node], hops: Sequence[Hop], counted: CountedStudies) -> Counts:
    of_kind: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        of_kind[hop.kind].append(hop)
    lines = {kind: len({hop.line for hop in of_kind[kind]}) for kind in LINE_KINDS}
    cited = {hop.source for hop in of_kind["cites"]}
    asserted: dict[str, set[str]] = defaultdict(set)
    for hop in of_kind["asserts"]:
        asserted[hop.target].add(hop.source)
    stated = {iri for iri, node in nodes.items() if node.kind == "StatedMeasurement"}
    uncited = [
        value
        for value, claims in asserted.items()  # a reported value is its own source
        if nodes[value].kind != "ReportedMeasurement" and not claims & cited
    ]
    kinds = Counter(node.kind for node in nodes.values())
    states = Counter(hop.state for hop in hops)
    findings = {f.iri: f for node in nodes.values() for f in node.findings}
    severities = Counter(f.severity for f in findings.values() if f.review != "dismissed")
    return Counts(
        claims=kinds["Claim"],
        measurements=len(stated | asserted.keys()),
        citations=kinds["CitationPointer"],
        publications=kinds["Publication"],
        studies=len(set(independent(nodes, hops, counted).values())),
        supporting=lines["supports"],
        disputing=lines["disputes"],
        qualifying=lines["qualifies"],
        uncited_measurements=len(uncited),
        verified_hops=sum(states[state] for state in SOUND),
        broken_hops=sum(states[state] for state in BROKEN),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
    )


def _cycles(hops: Iterable[Hop]) -> list[list[str]]:
    """One cycle for each group of claims that lead back to themselves, from its first IRI on."""
    below: dict[str, set[str]] = defaultdict(set)
    for hop in hops:
        if hop.kind in LINE_KINDS:
            below[hop.source].add(hop.target)
    try:
        TopologicalSorter(below).prepare()
        return []
    except CycleError:
        import networkx as nx  # slow to import, and cycles are rare

    lines = nx.DiGraph((source, target) for source, targets in below.items() for target in targets)
    cycles = []
    for group in nx.strongly_connected_components(lines):
        first = min(group)
        if len(group) == 1 and not lines.has_edge(first, first):
            continue
        cycle = [source for source, _ in nx.find_cycle(lines.subgraph(group), first)]
        start = cycle.index(min(cycle))
        cycles.append(cycle[start:] + cycle[:start])
    return sorted(cycles)
