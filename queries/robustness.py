"""The robustness of a conclusion: how many chains hold it up, and what would take them away.

A chain leads from the conclusion by supporting evidence lines, claims, values and citations to a
study. Chains that share no study are as many as a maximum flow gives, and by Menger's theorem (Fund
Math 1927) as many as the smallest set of studies that cuts them all; nodes that every chain passes
are the dominators of Lengauer and Tarjan (ACM TOPLAS 1979). networkx, slow to import, finds all
three: import this module where it is used.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import networkx as nx

from ontology.model import Reference
from queries.resting import AGAINST
from queries.trace import SOUND, Hop, Node, Trace
from queries.trace.assembly import STUDIES, independent

Graph: TypeAlias = "nx.DiGraph[str]"

CLAIMS = ("Claim", "Conclusion")
VALUES = ("StatedMeasurement", "Measurement")
_BEARERS = (*STUDIES, "Publication", *CLAIMS, *VALUES)
"""The kinds of things that a chain is named by; the others only join these."""
_GROUND = "the ground under all studies"


@dataclass(frozen=True, slots=True)
class Cuts:
    """Smallest sets of things without which no chain is left; `None`: no such set of this kind.

    Where several sets are equally small, the one nearest to the studies is given.
    """

    claims_or_studies: list[str] | None
    studies: list[str] | None
    claims: list[str] | None
    publications: list[str] | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """How well one conclusion is held up, as IRIs and in words.

    `studies` are the independent ones that supporting chains reach, of candidates for one study one
    (`queries.studies`); `chains` is how many chains
    share no study, `disjoint_chains` how many share neither a claim nor a study.
    `verified_studies` are reached by a chain each of whose values and citations was verified or
    derived. `load_bearing` are the things that every chain passes; `carries` tells for each thing
    which studies are reached through it alone. `bare_claims` support it and reach no study;
    `leans_on` are other conclusions that it is argued from.
    """

    conclusion: str
    text: str
    studies: list[str]
    verified_studies: list[str]
    chains: int
    disjoint_chains: int
    cuts: Cuts
    load_bearing: list[str]
    carries: dict[str, list[str]]
    bare_claims: list[str]
    leans_on: list[str]
    words: list[str]

    def __repr__(self) -> str:
        name = self.conclusion.rsplit("/", 1)[-1]
        return f"<Robustness of {name}: {self.chains} chains, {len(self.studies)} studies>"


@dataclass(frozen=True, slots=True)
class Shared:
    """What two conclusions both rest on, by kind."""

    first: str
    second: str
    claims: list[str]
    measurements: list[str]
    publications: list[str]
    studies: list[str]

    def __repr__(self) -> str:
        first, second = (iri.rsplit("/", 1)[-1] for iri in (self.first, self.second))
        counts = f"{len(self.claims)} claims, {len(self.studies)} studies"
        return f"<Shared by {first} and {second}: {counts}>"


def robustness(trace: Trace, *, all_cuts: bool = True) -> Robustness:
    """How well the conclusion of `trace` is held up.

    Without `all_cuts` those by claims alone and by publications alone, which take most of the time
    and of which the words say nothing, are left out (`None`).
    """
    start = trace.conclusion
    once = independent(trace.nodes, trace.hops, trace.counted)
    support = _graph((hop for hop in trace.hops if hop.kind not in AGAINST), once)
    verified = _graph((hop for hop in trace.hops if _verified(trace, hop)), once)
    grounds = sorted({*once.values()} & {*support})
    chains = _chains(support, start, grounds)
    studies = [iri for iri in grounds if iri in chains]
    passed = _dominators(chains, start)
    through = passed.get(_GROUND, [])

    def cut(kind: Collection[str]) -> list[str] | None:
        return _cut(chains, start, kind, through)

    def of_kind(*kinds: str) -> set[str]:
        return {iri for iri, node in trace.nodes.items() if node.kind in kinds}

    claims, bearers = of_kind(*CLAIMS), of_kind(*_BEARERS)
    cuts = Cuts(
        claims_or_studies=cut(claims | set(studies)),
        studies=cut(studies),
        claims=cut(claims) if all_cuts else None,
        publications=cut(of_kind("Publication")) if all_cuts else None,
    )
    result = Robustness(
        conclusion=start,
        text=trace.nodes[start].label,
        studies=studies,
        verified_studies=sorted(_reachable(verified, start).intersection(studies)),
        chains=len(cuts.studies or ()),
        disjoint_chains=len(cuts.claims_or_studies or ()),
        cuts=cuts,
        load_bearing=sorted(bearers.intersection(through)),
        carries=_carries(passed, studies, bearers),
        bare_claims=sorted((claims & _reachable(support, start)) - set(chains) - {start}),
        leans_on=sorted(of_kind("Conclusion") & set(support) - {start}),
        words=[],
    )
    records = [study for study in once if once[study] in chains]
    result.words.extend(_words(trace, result, records))
    return result


def shared(traces: Iterable[Trace]) -> list[Shared]:
    """For each two conclusions that share evidence, what they share."""
    users: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for trace in traces:
        for iri, node in trace.nodes.items():
            if iri != trace.conclusion:
                users[iri].append(trace.conclusion)
                kinds[iri] = node.kind
    common: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, conclusions in users.items():
        for first, second in combinations(conclusions, 2):
            common[first, second].append(iri)
    pairs = [
        Shared(
            first,
            second,
            claims=_of(things, kinds, CLAIMS),
            measurements=_of(things, kinds, VALUES),
            publications=_of(things, kinds, ("Publication",)),
            studies=_of(things, kinds, STUDIES),
        )
        for (first, second), things in common.items()
    ]
    return [s for s in pairs if s.claims or s.measurements or s.publications or s.studies]


def _of(things: Iterable[str], kinds: Mapping[str, str], wanted: Collection[str]) -> list[str]:
    return sorted(iri for iri in things if kinds[iri] in wanted)


def _graph(hops: Iterable[Hop], once: Mapping[str, str]) -> Graph:
    """The hops as a graph in which records that count as one study are one node."""
    ends = ((hop.source, hop.target) for hop in hops)
    return nx.DiGraph((once.get(upper, upper), once.get(lower, lower)) for upper, lower in ends)


def _verified(trace: Trace, hop: Hop) -> bool:
    """Whether a hop supports, and what could be checked of it was verified."""
    if hop.kind in AGAINST:
        return False
    kind = trace.nodes[hop.target].kind
    checkable = hop.kind in ("asserts", "cites") or kind.endswith("Measurement")
    if kind == "ReportedMeasurement":
        checkable = False  # its source says it, whoever asserts it
    return hop.state in SOUND or (hop.state == "recorded" and not checkable)


def _reachable(graph: Graph, start: str) -> set[str]:
    return {start, *nx.descendants(graph, start)} if start in graph else {start}


def _chains(support: Graph, start: str, grounds: list[str]) -> Graph:
    """What lies on a chain from `start` to a study, with one ground under all studies."""
    graph = support.copy()
    graph.add_nodes_from((start, _GROUND))
    graph.add_edges_from((study, _GROUND) for study in grounds)
    useful = _reachable(graph, start) & {_GROUND, *nx.ancestors(graph, _GROUND)}
    return graph.subgraph(useful).copy()


def _cut(
    chains: Graph, start: str, kind: Collection[str], through: Iterable[str]
) -> list[str] | None:
    """The smallest set of nodes out of `kind`, other than `start`, that every chain passes.

    `through` are the single nodes that do, from the studies up, which spares the flow.
    """
    if _GROUND not in chains:
        return []
    for iri in through:
        if iri in kind:
            return [iri]
    split: nx.DiGraph[tuple[str, bool]] = nx.DiGraph()
    for iri in chains:
        capacity = {"capacity": 1} if iri in kind and iri != start else {}
        split.add_edge((iri, False), (iri, True), **capacity)
    for source, target in chains.edges:
        split.add_edge((source, True), (target, False))
    try:
        _, (near, _) = nx.minimum_cut(
            split, (start, False), (_GROUND, True), flow_func=nx.algorithms.flow.edmonds_karp
        )
    except nx.NetworkXUnbounded:
        return None
    return sorted(iri for iri in chains if (iri, False) in near and (iri, True) not in near)


def _dominators(chains: Graph, start: str) -> dict[str, list[str]]:
    """For each study, and for the ground under all, the nodes that every chain to it passes."""
    if _GROUND not in chains:
        return {}
    above = nx.immediate_dominators(chains, start)

    def passed(end: str) -> Iterator[str]:
        while (end := above[end]) != start:
            yield end

    return {end: list(passed(end)) for end in (_GROUND, *chains.predecessors(_GROUND))}


def _carries(
    passed: Mapping[str, list[str]], studies: Iterable[str], bearers: Collection[str]
) -> dict[str, list[str]]:
    carried: dict[str, list[str]] = defaultdict(list)
    for study in studies:
        for iri in passed[study]:
            if iri in bearers:
                carried[iri].append(study)
    return {iri: carried[iri] for iri in sorted(carried)}


# -- in words ----------------------------------------------------------------------------------


def _words(trace: Trace, result: Robustness, records: Collection[str]) -> list[str]:
    """What a person wants to know first, one sentence each; `records` are the studies reached."""
    names = [
        trace.counted.in_words(iri, _short(trace.nodes[iri]), records) for iri in result.studies
    ]
    sentences = []
    if not names:
        sentences.append("No chain of support reaches a study.")
    else:
        many = "one study" if len(names) == 1 else f"{len(names)} independent studies"
        sentences.append(f"Rests on {many}: {', '.join(names)}.")
    numbers = _reference_numbers(trace)
    for iri in result.load_bearing:
        if trace.nodes[iri].kind in ("Publication", *CLAIMS):
            sentences.append(f"Without {_named(trace.nodes[iri], numbers)} nothing supports it.")
    cut = result.cuts.claims_or_studies or []
    if len(cut) > 1 and cut != result.studies:
        listed = "; ".join(_named(trace.nodes[iri], numbers) for iri in cut)
        sentences.append(
            f"To leave it without support it is enough to take away these {len(cut)}: {listed}."
        )
    if result.studies:
        sentences.append(_verified_in_words(trace, result))
    if result.bare_claims:
        reach = "claims reach" if len(result.bare_claims) > 1 else "claim reaches"
        sentences.append(f"{len(result.bare_claims)} supporting {reach} no study.")
    sentences += [f"Leans on another conclusion: {trace.nodes[i].label}" for i in result.leans_on]
    return sentences


def _verified_in_words(trace: Trace, result: Robustness) -> str:
    sound = len(result.verified_studies)
    if not sound:
        return "No chain to a study was verified from end to end."
    if not any(hop.state in SOUND for hop in trace.hops):
        return "It rests on what the document reports itself; no other source was there to check."
    return f"Verified from end to end: the chain to {sound} of {len(result.studies)} studies."


def _reference_numbers(trace: Trace) -> dict[str, list[str]]:
    """By work, the numbers of the entries that stand for it."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for hop in trace.hops:
        if hop.kind == "refers":
            reference = trace.things.find(Reference, hop.source)
            numbers[hop.target].add("?" if reference is None else str(reference.number or "?"))
    return {iri: sorted(several) for iri, several in numbers.items()}


def _named(node: Node, numbers: Mapping[str, list[str]]) -> str:
    if node.kind == "Publication" and node.iri in numbers:
        return f"reference {' and '.join(numbers[node.iri])} ({node.label})"
    if node.kind in CLAIMS:
        return f"the claim “{_short(node)}”"
    return _short(node)


def _short(node: Node) -> str:
    return node.label.rstrip(".") or node.iri
