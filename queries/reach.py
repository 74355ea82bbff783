"""The values under each conclusion as direct edges, `at:reaches`: a trace in one hop on any engine.

Beside them stands what each relayed value is a value of (`at:quantifies`): the quantity of the
value that it restates. They are made with the findings when a record is built, from the records
built with it. Traces do not rely on them; questions of the library that span many conclusions do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ingest import quads
from ingest.graphs import NamedGraph
from ontology import field_map
from ontology.model import Conclusion, Measurement
from ontology.terms import local_name
from queries.sparql import run
from queries.store import Store


def graphs(store: Store, base: str) -> list[NamedGraph]:
    """For each document with conclusions or relayed values the named graph of their edges."""
    steps: dict[str, list[str]] = defaultdict(list)
    for query in ("evidence-steps", "asserted-values"):
        for upper, lower in _pairs(store, query):
            steps[upper].append(lower)
    values = {row["value"].value for row in run(store, "measurements")}
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for document, conclusion in _pairs(store, "conclusions-by-document"):
        reached = sorted(below(conclusion, steps) & values)
        edges[document] += [(conclusion, value) for value in reached]
    quantities = _restated(store)
    reaches, quantifies = field_map.inferred(Conclusion), field_map.inferred(Measurement)
    return [
        NamedGraph(
            f"{base}graph/{local_name(document)}-reach",
            quads.inferences(reaches, edges[document])
            + quads.inferences(quantifies, quantities[document]),
        )
        for document in sorted({*edges, *quantities})
    ]


def _restated(store: Store) -> dict[str, list[tuple[str, str]]]:
    """By document each value that restates others of one quantity, and this quantity."""
    of_value: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in run(store, "quantities-restated"):
        of_value[row["document"].value, row["value"].value].add(row["quantity"].value)
    by_document: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (document, value), quantities in sorted(of_value.items()):
        if len(quantities) == 1:  # of two quantities a value has neither
            by_document[document].append((value, quantities.pop()))
    return by_document


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
