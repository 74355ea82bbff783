"""The values under each conclusion as direct edges, `at:reaches`: a trace in one hop on any engine.

They are made with the findings when a record is built, from the records built with it. Traces do
not rely on them; questions of the library that span many conclusions do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ingest import quads
from ingest.graphs import NO_DAYS, Days, NamedGraph, computed
from ontology import field_map
from ontology.model import Conclusion
from ontology.terms import local_name
from queries.sparql import run
from queries.store import Store


def graphs(store: Store, base: str, days: Days = NO_DAYS) -> list[NamedGraph]:
    """For each document with conclusions the named graph of their edges."""
    steps: dict[str, list[str]] = defaultdict(list)
    homes: dict[str, set[str]] = defaultdict(set)
    for query in ("evidence-steps", "asserted-values"):
        for row in run(store, query):
            upper = row["upper"].value
            steps[upper].append(row["lower"].value)
            homes[upper].add(row["graph"].value)
    values = {row["value"].value for row in run(store, "measurements")}
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    inputs: dict[str, set[str]] = defaultdict(set)
    for row in run(store, "conclusions-by-document"):
        document, conclusion = row["document"].value, row["conclusion"].value
        reached = below(conclusion, steps)
        edges[document] += [(conclusion, value) for value in sorted(reached & values)]
        inputs[document].add(row["graph"].value)
        inputs[document].update(*(homes[step] for step in (conclusion, *reached) if step in homes))
    return [
        computed(
            f"{local_name(document)}-reach",
            f"graph of the values under the conclusions of {local_name(document)}",
            quads.inferences(field_map.inferred(Conclusion), pairs),
            inputs[document],
            days,
            base=base,
        )
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
