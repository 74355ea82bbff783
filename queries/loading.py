"""Graphs brought into a store: settled with what is there, judged anew, validated, then written."""

from collections.abc import Sequence

from ingest.graphs import NamedGraph, shared_graph
from queries.change import Change, refuse
from queries.judging import findings_anew
from queries.repeats import settled_with
from queries.shared import orphans
from queries.sparql import run
from queries.store import Store


def bring(store: Store, graphs: Sequence[NamedGraph], base: str, loaded: Store) -> None:
    """Bring graphs into a store if what it will be keeps to the shapes; else change nothing.

    `loaded` holds just these graphs. What another record of the store says of a thing that these
    define too is settled first (`queries.repeats`), and may change with them; documents for which
    the two together are more than each alone are judged anew. Raises ClashError, which says what
    clashes with which record, and StoreError.
    """
    if not bool(run(store, "holds-something")):
        store.replace(graphs)
        return
    settled = settled_with(store, graphs)
    change = Change(store, settled, loaded if settled == list(graphs) else None)
    if things := orphans(change, base):
        settled = [*settled, shared_graph(b"", base, things)]
        change = Change(store, settled)
    if anew := {graph.iri: graph for graph in findings_anew(change, base, {g.iri for g in graphs})}:
        kept = [graph for graph in settled if graph.iri not in anew]
        change = Change(store, [*kept, *anew.values()])
    refuse(store.place, change, change.validate())
    store.replace(change.graphs)
