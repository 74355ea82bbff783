"""The values under each conclusion as direct edges, `at:reaches`: a trace in one hop on any engine.

They are made with the findings when a record is built, from the records built with it. Traces do
not rely on them; questions of the library that span many conclusions do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ingest import quads
from ingest.graphs import NamedGraph
from ontology import field_map
from ontology.model import Conclusion
from ontology.terms import local_name
from queries.sparql import run
from queries.store import Store


def graphs(store: Store, base: str) -> list[NamedGraph]:
    """For each document with conclusions the named graph of their edges."""
    steps: dict[str, list[str]] = defaultdict(list)
    for query in ("evidence-steps", "asserted-values"):
        for upper, lower in _pairs(store, query):
            steps[upper].append(lower)
    values = {row["value"].value for row in run(store, "measurements")}
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, conclusion in _pairs(store, "conclusions-by-document"):
        reached = sorted(below(conclusion, steps) & values)
        edges[document] += [(conclusion, value) for value in reached]
    reaches = field_map.inferred(Conclusion)
    return [
        NamedGraph(f"{base}graph/{local_name(document)}-reach", quads.inferences(reaches, pairs))
        for document, pairs in edges.items()
    ]


def below(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that one step or several lead to from `start`, itself only over a cycle."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = set(steps.get(waiting.pop(), ())) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _pairs(store: Store, query: str) -> list[tuple[str, str]]:
    return [(first.value, second.value) for first, second in run(store, query)]
