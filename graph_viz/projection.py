"""The graph as a picture sees it: nodes of a kind, typed edges, and where each node stands."""

from collections import defaultdict
from collections.abc import Iterator
from typing import get_args

import networkx as nx

from graph_viz.memory import uncollected
from ontology import vocabulary, wording
from ontology.field_map import property_of
from ontology.model import (
    CitationPointer,
    Claim,
    Conclusion,
    Direction,
    Measurement,
    Publication,
    Reference,
    ReportedMeasurement,
    StatedMeasurement,
    Study,
    Thing,
    Trial,
)
from ontology.terms import NS, VOCAB, local_name
from queries.reader import Description, Things, everything, graph_content
from queries.store import Store

EVIDENCE_KINDS = tuple(
    model.__name__
    for model in (
        Conclusion,
        Claim,
        StatedMeasurement,
        ReportedMeasurement,
        Publication,
        Trial,
        Study,
    )
)
"""The kinds that stand between a conclusion and its studies, left to right."""


def _edge(model: type[Thing], field: str) -> str:
    """What the edges of a field are called: the local name of its property."""
    return local_name(property_of(model, field))


DIRECTIONS: tuple[str, ...] = get_args(Direction)
CITES = "cites"
"""The edge from a claim to a publication, which stands for pointer and reference between them."""
_POINTER = _edge(Claim, "pointers")
_POINTED = _edge(CitationPointer, "reference")
_REFERRED = _edge(Reference, "publication")
_DOWN = (
    _edge(Claim, "measurements"),
    _edge(StatedMeasurement, "restates"),
    _edge(StatedMeasurement, "derived_from"),
    CITES,
    _edge(ReportedMeasurement, "reported_by"),
    _edge(Publication, "reports"),
    _edge(Study, "part_of"),
)

# Where a thing has several classes, the one that says most about it.
_GENERAL = frozenset(model.__name__ for model in (Measurement, Claim, Study))


def network(store: Store) -> "nx.MultiDiGraph[str]":
    """The whole graph for networkx: nodes carry `kind` and `label`, edges are keyed by property."""
    with uncollected():
        things = everything(store).things
        return _network(things, [*things.descriptions.items(), *_concepts(store)])


def _network(things: Things, described: list[tuple[str, Description]]) -> "nx.MultiDiGraph[str]":
    kinds: dict[str, set[str]] = defaultdict(set)
    for iri, description in described:
        kinds[iri].update(c.removeprefix(NS) for c in description.classes if c.startswith(NS))
    labels = _labels(things, described)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted(iri for iri, names in kinds.items() if names):
        kind = min(kinds[iri], key=lambda name: (name in _GENERAL, name))
        graph.add_node(iri, kind=kind, label=labels.get(iri) or local_name(iri))
    for source, target, name in sorted(set(_edges(described))):
        if source in graph and target in graph:
            graph.add_edge(source, target, key=name, kind=name)
    return graph


def _concepts(store: Store) -> Iterator[tuple[str, Description]]:
    """What the vocabularies in the store say of their concepts."""
    for scheme in (*vocabulary.SCHEMES, vocabulary.EXTENSION):
        yield from graph_content(store, VOCAB + scheme).items()


def _labels(things: Things, described: list[tuple[str, Description]]) -> dict[str, str]:
    """What each thing is called; a value is put into words."""
    labels: dict[str, str] = {}
    for iri, description in described:
        if label := description.label:
            labels[iri] = min(label, labels.get(iri, label))
    words = {
        value.iri: wording.without_study(value, lambda iri: labels.get(iri) or local_name(iri))
        for value in things.all(Measurement)
    }
    return words | labels


def _edges(described: list[tuple[str, Description]]) -> Iterator[tuple[str, str, str]]:
    """Source, target and name of every statement of ours that leads to a thing."""
    for iri, description in described:
        for property_, targets in description.links.items():
            if property_.startswith(NS):
                yield from ((iri, target, property_.removeprefix(NS)) for target in targets)


def evidence(store: Store) -> "nx.MultiDiGraph[str]":
    """The part of the graph that carries conclusions, down to the studies.

    A citation is one edge from the claim to the publication, through pointer and reference.
    """
    whole = network(store)
    kinds = _kinds(whole)
    for claim, pointer, name in list(whole.edges(keys=True)):
        if name == _POINTER:
            for reference in _follow(whole, pointer, _POINTED):
                for publication in _follow(whole, reference, _REFERRED):
                    whole.add_edge(claim, publication, key=CITES, kind=CITES)
    reached: set[str] = set()
    for iri, kind in kinds.items():
        if kind == Conclusion.__name__:
            reached |= {iri, *_below(whole, kinds, iri)}
    shown = (*DIRECTIONS, *_DOWN)
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((iri, whole.nodes[iri]) for iri in sorted(reached))
    for source, target, name, data in whole.edges(keys=True, data=True):
        if name in shown and source in reached and target in reached:
            part.add_edge(source, target, key=name, **data)
    return part


def _below(graph: "nx.MultiDiGraph[str]", kinds: dict[str, str], start: str) -> set[str]:
    """What stands under `start`: against the direction of support, along all other edges."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        near = [s for s, _, name in graph.in_edges(here, keys=True) if name in DIRECTIONS]
        near += [t for _, t, name in graph.out_edges(here, keys=True) if name in _DOWN]
        fresh = {n for n in near if kinds[n] in EVIDENCE_KINDS} - found - {start}
        found |= fresh
        waiting.extend(fresh)
    return found


def _kinds(graph: "nx.MultiDiGraph[str]") -> dict[str, str]:
    return {iri: str(data["kind"]) for iri, data in graph.nodes(data=True)}


def _follow(graph: "nx.MultiDiGraph[str]", start: str, name: str) -> list[str]:
    return [target for _, target, key in graph.out_edges(start, keys=True) if key == name]


def columns(graph: "nx.MultiDiGraph[str]", rounds: int = 4) -> dict[str, tuple[float, float]]:
    """A place for each node: its kind is its column, its neighbours' mean height its order.

    Claims take a column for each step that they stand below a conclusion. The order within the
    columns is by the barycentre heuristic of Sugiyama and others (1981), in a fixed number of
    sweeps.
    """
    depth = _depth(graph)
    lanes: dict[tuple[int, int], list[str]] = defaultdict(list)
    for iri, kind in _kinds(graph).items():
        column = EVIDENCE_KINDS.index(Trial.__name__ if kind == Study.__name__ else kind)
        lanes[column, depth.get(iri, 0) if kind == Claim.__name__ else 0].append(iri)
    ordered = [sorted(lanes[column]) for column in sorted(lanes)]
    height = {iri: i / len(lane) for lane in ordered for i, iri in enumerate(lane)}
    for sweep in range(rounds):
        for lane in ordered if sweep % 2 == 0 else reversed(ordered):
            wish = {iri: _mean(graph, iri, height) for iri in lane}
            lane.sort(key=lambda iri: (wish[iri], iri))
            height.update({iri: i / len(lane) for i, iri in enumerate(lane)})
    return {
        iri: (COLUMN * x, ROW * (y - len(lane) / 2))
        for x, lane in enumerate(ordered)
        for y, iri in enumerate(lane)
    }


COLUMN, ROW = 460.0, 110.0
"""How far columns and rows stand apart, in the units of the picture."""


def _depth(graph: "nx.MultiDiGraph[str]") -> dict[str, int]:
    """For each claim the fewest evidence lines between it and a conclusion."""
    steps: nx.DiGraph[str] = nx.DiGraph()
    steps.add_nodes_from(graph)
    steps.add_edges_from((t, s) for s, t, name in graph.edges(keys=True) if name in DIRECTIONS)
    tops = [iri for iri, kind in _kinds(graph).items() if kind == Conclusion.__name__]
    found = nx.multi_source_dijkstra_path_length(steps, set(tops)) if tops else {}
    return {iri: int(length) for iri, length in found.items()}


def _mean(graph: "nx.MultiDiGraph[str]", iri: str, height: dict[str, float]) -> float:
    near = [height[n] for n in (*graph.successors(iri), *graph.predecessors(iri)) if n in height]
    return sum(near) / len(near) if near else height[iri]
