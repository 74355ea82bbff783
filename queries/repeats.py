"""Loading and removing records that define a thing which another record of the store defines too.

`ingest.repeats` settles whose word stands among the records of one build. Here the same is done
with what a store holds, so that it does not matter in which order records come and go.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ingest.repeats import REPEATABLE, Account, kept_things, lines_of, settled
from ontology.field_map import property_of
from ontology.model import Provenance
from ontology.terms import local_name
from queries.reader import Description, Things
from queries.sparql import run, run_about
from queries.store import Store

_ALSO_DEFINES = f"<{property_of(Provenance, 'also_defines')}>"
_CONTENT_SHA256 = f"<{property_of(Provenance, 'content_sha256')}>"
_OF_THE_CONTENT = (_ALSO_DEFINES, _CONTENT_SHA256)
"""What the entry of a graph says of its triples. A graph settled in a store has no hash: the store
may have written its numbers otherwise."""


def settled_with(store: Store, graphs: Sequence[NamedGraph]) -> list[NamedGraph]:
    """What to write so that each triple still stands in one graph once `graphs` are in the store.

    It holds the graphs themselves, where need be with less or more in them, and each graph of the
    store that has to change with them. A record that goes is a graph without triples.

    >>> from queries.store import EmbeddedStore
    >>> settled_with(EmbeddedStore(), [NamedGraph("urn:g", b"")])
    [NamedGraph(iri='urn:g', triples=b'', provenance=b'', additive=False, without=(), beside=())]
    """
    coming = {graph.iri: graph for graph in graphs if not graph.additive}
    defined = {iri: _defined(graph) for iri, graph in coming.items()}
    before = {row["thing"].value for row in run_about(store, "things-of-graphs", coming)}
    things = before.union(*defined.values())
    rows = run_about(store, "graphs-of-repeats", things)
    others = {row["graph"].value for row in rows} - coming.keys()
    if not others:
        return list(graphs)
    involved = {iri: _stored(store, iri) for iri in others}
    shared = things & {thing for graph in involved.values() for thing in _defined(graph)}
    involved |= {iri: coming[iri] for iri in coming if not shared.isdisjoint(defined[iri])}
    triples = settled([_account(graph) for graph in involved.values()], shared)
    changed = {iri: _with(graph, triples[iri]) for iri, graph in involved.items()}
    mine = [changed.get(graph.iri, graph) for graph in graphs]
    theirs = [changed[iri] for iri in sorted(others) if changed[iri] != involved[iri]]
    return [*mine, *theirs]


def _stored(store: Store, graph: str) -> NamedGraph:
    """A named graph as the store holds it, with its entry in the provenance."""
    rows = run(store, "statements-of-graph", home=ox.NamedNode(graph))
    entry = run_about(store, "statements-of-things", [graph])
    return NamedGraph(graph, _lines(rows), _lines(entry))


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    return "".join(sorted(f"{s} {p} {o} .\n" for s, p, o in rows)).encode()


def _defined(graph: NamedGraph) -> set[str]:
    """The things of several records that a graph speaks of, by where they live."""
    subjects = {line.split(" ", 1)[0][1:-1] for line in lines_of(graph.triples)}
    defined = {iri for iri in subjects if not REPEATABLE.isdisjoint(iri.rsplit("/", 3)[1:3])}
    return defined | kept_things(graph.triples)


def _account(graph: NamedGraph) -> Account:
    """What a graph says, with how far its record is preferred by its provenance."""
    description = Description()
    for quad in ox.parse(graph.provenance, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            description.add(quad.predicate.value, quad.object)
    entry = Things({graph.iri: description}).find(Provenance, graph.iri)
    reviewed = entry is not None and entry.status == "reviewed"
    date = (entry and entry.date) or ""
    parsed = ox.parse(graph.triples, format=ox.RdfFormat.N_TRIPLES)
    triples = "".join(f"{quad.triple} .\n" for quad in parsed).encode()
    return Account(graph.iri, local_name(graph.iri), reviewed, date, triples)


def _with(graph: NamedGraph, triples: bytes) -> NamedGraph:
    """The graph with other triples, and its entry with the things that it defines as others do."""
    ordered = "".join(sorted(f"{line}\n" for line in lines_of(triples))).encode()
    said = lines_of(graph.provenance)
    entry = [f"{line}\n" for line in said if line.split(" ", 2)[1] not in _OF_THE_CONTENT]
    entry += [f"<{graph.iri}> {_ALSO_DEFINES} <{t}> .\n" for t in sorted(kept_things(triples))]
    return replace(graph, triples=ordered, provenance="".join(sorted(entry)).encode())
