"""From a conclusion down to the studies under it: every hop, typed, as a directed graph.

A trace is a graph and not a tree, because one claim may serve twice.
"""

import pyoxigraph as ox

from queries.store import Store
from queries.trace.assembly import NOTHING, Removal, assemble
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
    "State", "Trace", "trace",
]  # fmt: skip


def trace(store: Store, conclusion: ox.NamedNode, removal: Removal = NOTHING) -> Trace:
    """Follow `conclusion` down, leaving out what `removal` names."""
    return assemble(read(store, conclusion), removal)
