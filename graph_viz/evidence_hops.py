"""The hops of all traces at once, with their states, and what each thing rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from graph_viz.reading import Thing
from ontology.terms import NS

LINE_KINDS = ("supports", "disputes", "qualifies")
HOP_PROPERTIES = {
    "assertsMeasurement": "asserts",
    "citesPointer": "cites",
    "pointsTo": "points",
    "refersTo": "refers",
    "reportsStudy": "reports",
    "restates": "restates",
    "derivedFrom": "derives",
    "reportedBy": "reported by",
    "partOfStudy": "part of",
}
HOP_KINDS = (*LINE_KINDS, *HOP_PROPERTIES.values())
SOUND = frozenset({"verified", "derived"})
BROKEN = frozenset({"mismatch", "wrong reference", "error"})
_AGAINST = ("disputes", "qualifies")
_OUTCOMES = {"found in another reference": "wrong reference"}
_CITATION_RULES = ("wrong-reference", "drug-not-in-reference", "population-not-in-reference")


@dataclass(frozen=True, slots=True)
class Hop:
    """One step down, from what rests on something to what it rests on."""

    source: str
    target: str
    kind: str
    state: str
    line: str | None = None


def hops(things: Mapping[str, Thing], outcomes: Mapping[str, str]) -> list[Hop]:
    """Every hop of every trace, sorted by where it starts."""
    wrong = _wrongly_cited(things)
    found: list[Hop] = []
    for iri, thing in things.items():
        if "EvidenceLine" in thing.classes:
            target, direction = thing.link("bearsOn"), thing.fact("direction")
            if target in things and direction in LINE_KINDS:
                found += [
                    Hop(target, evidence, direction, "recorded", iri)
                    for evidence in thing.links.get(NS + "hasEvidence", ())
                    if evidence in things
                ]
        for name, kind in HOP_PROPERTIES.items():
            for target in thing.links.get(NS + name, ()):
                if target in things:
                    state = _state(kind, iri, target, thing, outcomes, wrong)
                    found.append(Hop(iri, target, kind, state))
    return sorted(found, key=lambda h: (h.source, h.kind, h.line or "", h.target))


def _state(
    kind: str,
    source: str,
    target: str,
    thing: Thing,
    outcomes: Mapping[str, str],
    wrong: Iterable[str],
) -> str:
    if kind == "asserts":
        return _named(outcomes.get(target, "recorded"))
    if kind == "cites":
        if source in wrong:
            return "wrong reference"
        ends = [_named(outcomes.get(v, "")) for v in thing.links.get(NS + "assertsMeasurement", ())]
        ranked = ("wrong reference", "mismatch", "verified", "derived")
        return next((state for state in ranked if state in ends), "unverifiable")
    return "recorded"


def _named(outcome: str) -> str:
    return _OUTCOMES.get(outcome, outcome)


def _wrongly_cited(things: Mapping[str, Thing]) -> set[str]:
    return {
        about
        for thing in things.values()
        if "Finding" in thing.classes
        and thing.fact("rule") in _CITATION_RULES
        and thing.fact("review") != "dismissed"
        and (about := thing.link("about"))
    }


def below(found: Iterable[Hop]) -> dict[str, list[Hop]]:
    """The hops by where they start."""
    starts: dict[str, list[Hop]] = defaultdict(list)
    for hop in found:
        starts[hop.source].append(hop)
    return dict(starts)


def reached(start: str, starts: Mapping[str, Sequence[Hop]]) -> tuple[set[str], list[Hop]]:
    """The trace under `start`: the things that hops lead to, and these hops."""
    found, used, waiting = {start}, [], [start]
    while waiting:
        for hop in starts.get(waiting.pop(), ()):
            used.append(hop)
            if hop.target not in found:
                found.add(hop.target)
                waiting.append(hop.target)
    return found, used


def resting_on(
    found: Iterable[Hop], studies: Mapping[str, str], *, sound: bool
) -> dict[str, frozenset[str]]:
    """The independent studies that each thing rests on; `studies` gives each study's whole.

    What disputes or qualifies is no support. `sound` leaves out the hops that are broken. Circles
    are taken as one: what one claim of a circle rests on, all do.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(studies)
    graph.add_edges_from(
        (hop.source, hop.target)
        for hop in found
        if hop.kind not in _AGAINST and not (sound and hop.state in BROKEN)
    )
    rests: dict[str, frozenset[str]] = {}
    for group in nx.strongly_connected_components(graph):  # what is below comes first
        whole: set[str] = {studies[iri] for iri in group if iri in studies}
        whole.update(
            *(rests[target] for iri in group for target in graph[iri] if target not in group)
        )
        rests.update(dict.fromkeys(group, frozenset(whole)))
    return rests


def bearing(conclusion: str, used: Iterable[Hop], studies: Mapping[str, str]) -> list[str]:
    """The things through which every chain from the conclusion to a study passes.

    These are the dominators of the studies taken together; the conclusion itself is left out.
    """
    end = "\0studies"
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((h.source, h.target) for h in used if h.kind not in _AGAINST)
    graph.add_edges_from((iri, end) for iri in studies if iri in graph)
    if conclusion not in graph or end not in graph:
        return []
    above = dict(nx.immediate_dominators(graph, conclusion))
    found = []
    here = above.get(end)
    while here is not None and here != conclusion:
        found.append(here)
        here = above.get(here)
    return found
