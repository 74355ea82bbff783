"""From a conclusion down to the studies under it: every hop, typed, as a directed graph.

A trace is a graph and not a tree, because one claim may serve twice.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from queries.store import Store, in_parts
from queries.trace.assembly import NOTHING, Removal, judged, trace_under
from queries.trace.model import (
    BROKEN,
    LINE_KINDS,
    SOUND,
    Counts,
    Hop,
    Node,
    NodeFinding,
    State,
    Trace,
)
from queries.trace.reading import read

__all__ = [
    "BROKEN", "LINE_KINDS", "NOTHING", "SOUND", "Counts", "Hop", "Node", "NodeFinding", "Removal",
    "State", "Trace", "trace", "traces",
]  # fmt: skip

TOGETHER = 50
"""How many conclusions are read together; more would only take memory."""


def trace(store: Store, conclusion: ox.NamedNode, removal: Removal = NOTHING) -> Trace:
    """Follow `conclusion` down, leaving out what `removal` names."""
    return next(traces(store, [conclusion], removal))


def traces(
    store: Store, conclusions: Iterable[ox.NamedNode], removal: Removal = NOTHING
) -> Iterator[Trace]:
    """The traces of several conclusions, in their order; what they share is read once."""
    for batch in in_parts(conclusions, lambda _: 1, TOGETHER):
        graph = judged(read(store, batch), removal)
        yield from (trace_under(conclusion.value, graph) for conclusion in batch)
