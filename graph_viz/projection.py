"""The graph as a picture sees it: nodes of a kind, typed edges, and where each node stands."""

from collections import defaultdict
from typing import Any

import networkx as nx

from ontology.terms import NS
from queries.store import Store

# A statement about a thing counts as an edge when its object is a thing of ours as well.
_NODES = """
SELECT ?thing ?class (MIN(?called) AS ?label) WHERE {
  ?thing a ?class .
  FILTER(STRSTARTS(STR(?class), STR(at:)))
  OPTIONAL { ?thing rdfs:label ?name }
  OPTIONAL {
    ?thing at:hasEndpoint/rdfs:label ?endpoint .
    OPTIONAL { ?thing at:operator ?operator ; at:printedValue ?value ; at:unit ?unit }
    OPTIONAL { ?thing at:wording ?wording }
    BIND(IF(?operator = "=", "", ?operator) AS ?sign)
    BIND(COALESCE(CONCAT(?sign, ?value, " ", ?unit), ?wording, "") AS ?number)
    BIND(CONCAT(?endpoint, ": ", ?number) AS ?said)
  }
  BIND(COALESCE(?name, ?said) AS ?called)
}
GROUP BY ?thing ?class
"""
_EDGES = """
SELECT DISTINCT ?source ?property ?target WHERE {
  ?source ?property ?target . ?source a ?from . ?target a ?to .
  FILTER(STRSTARTS(STR(?property), STR(at:)) && STRSTARTS(STR(?from), STR(at:))
         && STRSTARTS(STR(?to), STR(at:)))
}
"""

EVIDENCE_KINDS = (
    "Conclusion",
    "Claim",
    "StatedMeasurement",
    "ReportedMeasurement",
    "Publication",
    "Trial",
    "Study",
)
"""The kinds that stand between a conclusion and its studies, left to right."""

DIRECTIONS = ("supports", "disputes", "qualifies")
_DOWN = (
    "assertsMeasurement",
    "restates",
    "derivedFrom",
    "cites",
    "reportedBy",
    "reportsStudy",
    "partOfStudy",
)

# Where a thing has several classes, the one that says most about it.
_GENERAL = {"Measurement": 1, "Claim": 1, "Study": 1}


def network(store: Store) -> "nx.MultiDiGraph[str]":
    """The whole graph for networkx: nodes carry `kind` and `label`, edges are keyed by property."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for row in _rows(store, _NODES):
        iri = row["thing"].value
        kinds[iri].append(row["class"].value.removeprefix(NS))
        labels[iri] = row["label"].value if row["label"] is not None else ""
    for iri in sorted(kinds):
        kind = min(kinds[iri], key=lambda name: (_GENERAL.get(name, 0), name))
        graph.add_node(iri, kind=kind, label=labels[iri] or iri.rsplit("/", 1)[-1])
    edges = {
        (row["source"].value, row["target"].value, row["property"].value.removeprefix(NS))
        for row in _rows(store, _EDGES)
    }
    for source, target, name in sorted(edges):
        graph.add_edge(source, target, key=name, kind=name)
    return graph


def evidence(store: Store) -> "nx.MultiDiGraph[str]":
    """The part of the graph that carries conclusions, down to the studies.

    A citation is one edge from the claim to the publication, through pointer and reference.
    """
    whole = network(store)
    kinds = _kinds(whole)
    for claim, pointer, name in list(whole.edges(keys=True)):
        if name == "citesPointer":
            for reference in _follow(whole, pointer, "pointsTo"):
                for publication in _follow(whole, reference, "refersTo"):
                    whole.add_edge(claim, publication, key="cites", kind="cites")
    reached: set[str] = set()
    for iri, kind in kinds.items():
        if kind == "Conclusion":
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
        column = EVIDENCE_KINDS.index("Trial" if kind == "Study" else kind)
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


def _depth(graph: "nx.MultiDiGraph[str]") -> dict[str, int]:
    """For each claim the fewest evidence lines between it and a conclusion."""
    steps: nx.DiGraph[str] = nx.DiGraph()
    steps.add_nodes_from(graph)
    steps.add_edges_from((t, s) for s, t, name in graph.edges(keys=True) if name in DIRECTIONS)
    tops = [iri for iri, kind in _kinds(graph).items() if kind == "Conclusion"]
    found = nx.multi_source_dijkstra_path_length(steps, set(tops)) if tops else {}
    return {iri: int(length) for iri, length in found.items()}


def _mean(graph: "nx.MultiDiGraph[str]", iri: str, height: dict[str, float]) -> float:
    near = [height[n] for n in (*graph.successors(iri), *graph.predecessors(iri)) if n in height]
    return sum(near) / len(near) if near else height[iri]


def _rows(store: Store, sparql: str) -> Any:
    return store.query(sparql)
