"""The values under each conclusion as direct edges, `at:reaches`: a trace in one hop on any engine.

They are made with the findings when a record is built, from the records built with it. Traces do
not rely on them; questions of the library that span many conclusions do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ingest.graphs import NamedGraph
from ontology.terms import NS
from queries.store import Store

_STEPS = "SELECT ?upper ?lower WHERE { ?line at:bearsOn ?upper ; at:hasEvidence ?lower }"
_ASSERTED = "SELECT ?upper ?lower WHERE { ?upper at:assertsMeasurement ?lower }"
_VALUES = "SELECT ?value WHERE { ?value a at:Measurement }"
_CONCLUSIONS = """
SELECT ?document ?conclusion WHERE { ?document at:states ?conclusion . ?conclusion a at:Conclusion }
"""


def graphs(store: Store, base: str) -> list[NamedGraph]:
    """For each document with conclusions the named graph of their edges."""
    steps: dict[str, list[str]] = defaultdict(list)
    for sparql in (_STEPS, _ASSERTED):
        for upper, lower in _pairs(store, sparql):
            steps[upper].append(lower)
    answer: Any = store.query(_VALUES)
    values = {row["value"].value for row in answer}
    lines: dict[str, list[str]] = defaultdict(list)
    for document, conclusion in _pairs(store, _CONCLUSIONS):
        lines[document] += [
            f"<{conclusion}> <{NS}reaches> <{value}> .\n"
            for value in sorted(below(conclusion, steps) & values)
        ]
    return [
        NamedGraph(f"{base}graph/{document.rsplit('/', 1)[-1]}-reach", "".join(found).encode())
        for document, found in lines.items()
    ]


def below(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that one step or several lead to from `start`, itself only over a circle."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = set(steps.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _pairs(store: Store, sparql: str) -> list[tuple[str, str]]:
    answer: Any = store.query(sparql)
    return [(first.value, second.value) for first, second in answer]
