"""The graph as networkx sees it: nodes of a kind, typed edges, and where each node stands."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import get_args

import networkx as nx

from graph_viz.kinds import kind_of
from graph_viz.memory import uncollected
from ontology import model, vocabulary, wording
from ontology.field_map import property_of
from ontology.terms import NS, VOCAB, local_name
from queries.reader import Description, Things, everything, graph_content
from queries.store import Store

COLOURS = {
    "Conclusion": "#9c2a7d",
    "Claim": "#3b6fb6",
    "StatedMeasurement": "#2f8a6b",
    "ReportedMeasurement": "#7a8b2f",
    "Publication": "#a4672a",
    "Trial": "#5b5b5b",
    "Study": "#5b5b5b",
}
"""The kinds that stand between a conclusion and its studies, left to right, and their colours."""
_KINDS = tuple(COLOURS)


def _edge(kind: type[model.Thing], field: str) -> str:
    """What the edges of a field are called: the local name of its property."""
    return local_name(property_of(kind, field))


DIRECTIONS: tuple[str, ...] = get_args(model.Direction)
CITES = "cites"
"""The edge from a claim to a publication, which stands for pointer and reference between them."""
_POINTER = _edge(model.Claim, "pointers")
_POINTED = _edge(model.CitationPointer, "reference")
_REFERRED = _edge(model.Reference, "publication")
_EVIDENCE_EDGES = (
    *DIRECTIONS,
    _edge(model.Claim, "measurements"),
    _edge(model.StatedMeasurement, "restates"),
    _edge(model.StatedMeasurement, "derived_from"),
    CITES,
    _edge(model.ReportedMeasurement, "reported_by"),
    _edge(model.Publication, "reports"),
    _edge(model.Study, "part_of"),
)


def network(store: Store) -> "nx.MultiDiGraph[str]":
    """The whole graph for networkx: nodes carry `kind` and `label`, edges are keyed by property."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with uncollected():
        things = everything(store).things
        described = [*things.descriptions.items(), *_concepts(store)]
        kinds = {iri: kind for iri, thing in described if (kind := _kind(thing))}
        labels = _labels(things, described)
        for iri in sorted(kinds):
            graph.add_node(iri, kind=kinds[iri], label=labels.get(iri) or local_name(iri))
        for source, target, name in sorted(set(_edges(described))):
            if source in graph and target in graph:
                graph.add_edge(source, target, key=name, kind=name)
    return graph


def _concepts(store: Store) -> Iterator[tuple[str, Description]]:
    """What the vocabularies in the store say of their concepts."""
    for scheme in (*vocabulary.SCHEMES, vocabulary.EXTENSION):
        yield from graph_content(store, VOCAB + scheme).items()


def _kind(thing: Description) -> str | None:
    """The kind of a thing; of a concept, which has no model, its class of our namespace."""
    ours = (local_name(name) for name in thing.classes if name.startswith(NS))
    return kind_of(thing) or min(ours, default=None)


def _labels(things: Things, described: list[tuple[str, Description]]) -> dict[str, str]:
    """What each thing is called; a value is put into words."""
    labels = {iri: thing.label for iri, thing in described if thing.label}
    words = {
        value.iri: wording.without_study(value, lambda iri: labels.get(iri) or local_name(iri))
        for value in things.all(model.Measurement)
    }
    return labels | words


def _edges(described: list[tuple[str, Description]]) -> Iterator[tuple[str, str, str]]:
    """Source, target and name of every statement of ours that leads to a thing."""
    for iri, thing in described:
        for property_, targets in thing.links.items():
            if property_.startswith(NS):
                yield from ((iri, target, property_.removeprefix(NS)) for target in targets)


def evidence(store: Store) -> "nx.MultiDiGraph[str]":
    """The part of the graph that carries conclusions, down to the studies.

    A citation is one edge from the claim to the publication, through pointer and reference.
    """
    whole = network(store)
    for claim, publication in list(_citations(whole)):
        whole.add_edge(claim, publication, key=CITES, kind=CITES)
    reached = _steps_below_conclusions(whole, _EVIDENCE_EDGES)
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((iri, whole.nodes[iri]) for iri in sorted(reached))
    for source, target, name, data in whole.edges(keys=True, data=True):
        if name in _EVIDENCE_EDGES and source in reached and target in reached:
            part.add_edge(source, target, key=name, **data)
    return part


def _citations(graph: "nx.MultiDiGraph[str]") -> Iterator[tuple[str, str]]:
    """Each citing claim with each publication that it cites."""
    for claim, pointer, name in graph.edges(keys=True):
        if name == _POINTER:
            for reference in _targets(graph, pointer, _POINTED):
                for publication in _targets(graph, reference, _REFERRED):
                    yield claim, publication


def _targets(graph: "nx.MultiDiGraph[str]", source: str, name: str) -> list[str]:
    return [target for _, target, key in graph.out_edges(source, keys=True) if key == name]


def _kinds(graph: "nx.MultiDiGraph[str]") -> dict[str, str]:
    return {iri: str(data["kind"]) for iri, data in graph.nodes(data=True)}


def _steps_below_conclusions(
    graph: "nx.MultiDiGraph[str]", names: Collection[str]
) -> dict[str, int]:
    """What stands under the conclusions, each with the fewest edges of these names to one.

    The way down leads against the direction of support and along all other edges.
    """
    kinds = _kinds(graph)
    conclusions = {iri for iri, kind in kinds.items() if kind == "Conclusion"}
    down: nx.DiGraph[str] = nx.DiGraph()
    down.add_nodes_from(conclusions)
    down.add_edges_from(
        (target, source) if name in DIRECTIONS else (source, target)
        for source, target, name in graph.edges(keys=True)
        if name in names and {kinds[source], kinds[target]} <= set(_KINDS)
    )
    layers = nx.bfs_layers(down, sorted(conclusions))
    return {iri: steps for steps, layer in enumerate(layers) for iri in layer}


def columns(graph: "nx.MultiDiGraph[str]", rounds: int = 4) -> dict[str, tuple[float, float]]:
    """A place for each node: its kind is its column, its neighbours' mean height its order.

    Claims take a column for each step that they stand below a conclusion. The order within the
    columns is by the barycentre heuristic of Sugiyama and others (1981), in a fixed number of
    sweeps.
    """
    depth = _steps_below_conclusions(graph, DIRECTIONS)
    lanes: dict[tuple[int, int], list[str]] = defaultdict(list)
    for iri, kind in _kinds(graph).items():
        column = _KINDS.index("Trial" if kind == "Study" else kind)
        lanes[column, depth.get(iri, 0) if kind == "Claim" else 0].append(iri)
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


def _mean(graph: "nx.MultiDiGraph[str]", iri: str, height: dict[str, float]) -> float:
    near = [height[n] for n in (*graph.successors(iri), *graph.predecessors(iri)) if n in height]
    return sum(near) / len(near) if near else height[iri]
