"""A record taken out of a store: its graph, what was derived from it, and what it alone used."""

from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from ingest.graphs import NamedGraph, quotes_of, shared_graph, shared_iri
from ontology.errors import ClashError, UnknownNameError
from ontology.settings import base_iri
from ontology.terms import RDF, local_name
from queries.change import Change, Statement, refuse
from queries.judging import findings_anew
from queries.names import resolve
from queries.repeats import settled_with
from queries.shared import orphans
from queries.sparql import run, run_about
from queries.store import Store

DERIVED = ("-findings", "-reach")
"""The ends of the graphs that are made of the record of a document."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a record: its graphs, shared things that it alone used; `judged` are the
    documents whose findings were made anew.
    """

    record: str
    graphs: list[str]
    things: list[str]
    judged: list[str]


def remove(store: Store, name: str) -> Removed:
    """Take the record `name` out of a store, whole or not at all.

    `name` is that of the record, its graph, or a document's IRI, id or label. Raises
    UnknownNameError, and ClashError where other records point at what it defines.
    """
    graph = _record_graph(store, name)
    base, _, record = graph.rpartition("graph/")
    documents = [row["document"].value for row in run_about(store, "documents-of-graphs", [graph])]
    derived = [f"{base}graph/{local_name(one)}{end}" for one in documents for end in DERIVED]
    gone = settled_with(
        store,
        [
            NamedGraph(graph, b"", beside=(quotes_of(graph),)),
            *(NamedGraph(iri, b"") for iri in derived),
        ],
    )
    change = Change(store, gone)
    _refuse_if_used(change, record, base)
    things = orphans(change, base)
    shared = [shared_graph(b"", base, things)] if things else []
    anew = findings_anew(Change(store, [*gone, *shared]), base)
    change = Change(store, [*gone, *shared, *anew])
    refuse(store.place, change, change.validate())
    store.replace(change.graphs)
    judged = [one.iri.removeprefix(f"{base}graph/").removesuffix(DERIVED[0]) for one in anew]
    return Removed(record, [one.iri for one in gone if not one.triples], list(things), judged)


def _record_graph(store: Store, name: str) -> str:
    """The named graph of the record that is meant. Raises UnknownNameError."""
    for row in run_about(store, "record-graph", _candidates(name)):
        return str(row["graph"].value)
    with suppress(UnknownNameError):
        document = resolve(store, "Document", name)
        for graph, *_ in run_about(store, "statements-of-things-by-graph", [document.value]):
            return str(graph.value)
    graphs = (row["graph"].value for row in run(store, "record-graphs"))
    raise UnknownNameError("record", name, (local_name(graph) for graph in graphs))


def _candidates(name: str) -> list[str]:
    """The IRIs that the graph of a record so called may have."""
    candidates = []
    for iri in (name, f"{base_iri()}graph/{name}"):
        with suppress(ValueError):
            candidates.append(ox.NamedNode(iri).value)
    return candidates


def _refuse_if_used(change: Change, record: str, base: str) -> None:
    """Raise ClashError if records that stay point at what no other record defines.

    What a shared thing points at counts by the records that lead to the shared thing.
    """
    types = f"<{RDF}type>"
    defined = {s.subject for s in change.changed if s.name == types}
    kept = {s.subject for s in change.statements(defined) if s.name == types}
    uses = [
        s
        for s in change.pointing(defined - kept)
        if not s.graph.endswith(DERIVED) and s.graph != shared_iri(base)
    ]
    if not uses:
        return
    first: Statement = min(uses, key=lambda s: (s.graph, s.subject, s.name, s.value))
    records = sorted({local_name(s.graph) for s in uses})
    raise ClashError(
        f"{change.store.place}: {record} stays: {', '.join(records)} point at what it defines, "
        f"such as {first.value[1:-1]} ({local_name(first.name[1:-1])} of {first.subject[1:-1]}); "
        "remove or change these first",
        value=tuple(records),
    )
