"""Traces and every question of the library, beside bare pyoxigraph and plain rdflib.

Alone: `python -m benchmarks.traces [TRIPLES…]` (default: 10000 100000 1000000; 10000000 on
demand). The graph is the bundled one among invented documents. Bare pyoxigraph runs the very
queries that alltrace asks and reads their values, rdflib the same text on its own engine and in
its own store, once each and no longer than `PATIENCE` seconds.
"""

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
import rdflib
from rich.console import Console
from rich.table import Table

from alltrace.pipeline import build
from benchmarks.invented import records
from benchmarks.timing import timed
from ingest import quads
from ontology.terms import DEFAULT_BASE
from queries import library, reach
from queries.store import PROLOGUE, EmbeddedStore, Results
from queries.trace import trace

TRIPLES_A_CLAIM = 68
RDFLIB_LIMIT = 100_000
"""rdflib is asked up to this many triples; beyond, its queries take minutes each."""
PATIENCE = 20.0
ROOT = "https://w3id.org/alltrace/id/"
# The plain form of a trace, for an engine that is to do it in one query.
PLAIN = (
    "SELECT DISTINCT ?thing ?property ?value WHERE { "
    f"<{ROOT}mohetaer-2026/too-toxic> (^at:bearsOn/at:hasEvidence)*/at:assertsMeasurement? ?thing . "
    "?thing ?property ?value }"
)


@dataclass(frozen=True, slots=True)
class Timing:
    """One query: seconds for alltrace, for bare pyoxigraph, and for rdflib if it was asked."""

    name: str
    alltrace: float
    bare: float
    rdflib: float | None
    rows: int


class Overheard:
    """A store that keeps the queries it is asked."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.place = store.place
        self.asked: list[str] = []

    def query(self, sparql: str) -> Results:
        self.asked.append(sparql)
        return self.store.query(sparql)

    def replace(self, graphs: object) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.store.close()


def graph_of(triples: int) -> EmbeddedStore:
    """The bundled graph with invented documents around it, some `triples` in all."""
    store = EmbeddedStore()
    bundled = build().graphs
    store.replace(bundled)
    claims = (triples - len(store.oxigraph)) // TRIPLES_A_CLAIM
    if claims >= 50:
        for number, record in enumerate(records(claims)):
            name = ox.NamedNode(f"https://x.org/graph/{number}")
            store.oxigraph.bulk_load(
                quads.ntriples(record), format=ox.RdfFormat.N_TRIPLES, to_graph=name
            )
    done = {graph.iri for graph in bundled}
    store.replace([g for g in reach.graphs(store, DEFAULT_BASE) if g.iri not in done])
    return store


def drained(answer: Any) -> int:
    """Reads every value of an answer, as whoever asked would; gives the number of rows."""
    rows = 0
    for row in answer:
        rows += 1
        for term in row:
            if term is not None:
                term.value  # noqa: B018
    return rows


def measure(triples: int) -> list[Timing]:
    """Every query at one size."""
    store = graph_of(triples)
    plain = _plain(store) if len(store.oxigraph) <= 1.1 * RDFLIB_LIMIT else None
    return [*_traces(store, plain), *_questions(store, plain)]


def _traces(store: EmbeddedStore, plain: rdflib.Dataset | None) -> Iterator[Timing]:
    for name in ("too-toxic", "explore-other-modalities"):
        conclusion = ox.NamedNode(f"{ROOT}mohetaer-2026/{name}")
        heard = Overheard(store)
        found = trace(heard, conclusion)
        ours, _ = timed(lambda c=conclusion: trace(store, c), 20)  # type: ignore[misc]
        bare, _ = timed(lambda h=heard: [_bare(store, q) for q in h.asked], 20)  # type: ignore[misc]
        slow = _rdflib(plain, PLAIN.replace("too-toxic", name)) if plain is not None else None
        yield Timing(f"trace {name}", ours, bare, slow, len(found.nodes))


def _questions(store: EmbeddedStore, plain: rdflib.Dataset | None) -> Iterator[Timing]:
    for question in library.questions().values():
        heard = Overheard(store)
        drained(library.ask(heard, question, question.example))
        sparql = heard.asked[-1]
        ours, rows = timed(lambda q=question: drained(library.ask(store, q, q.example)), 5)  # type: ignore[misc]
        bare, _ = timed(lambda s=sparql: _bare(store, s), 5)  # type: ignore[misc]
        slow = _rdflib(plain, sparql) if plain is not None else None
        yield Timing(question.name, ours, bare, slow, rows)


def _bare(store: EmbeddedStore, sparql: str) -> int:
    return drained(store.oxigraph.query(PROLOGUE + sparql, use_default_graph_as_union=True))


def _plain(store: EmbeddedStore) -> rdflib.Dataset:
    """The graphs in rdflib's own memory store; unnamed queries see their union."""
    quads = (f"{quad.triple} {quad.graph_name} .\n" for quad in store.oxigraph)
    return rdflib.Dataset(default_union=True).parse(data="".join(quads), format="nquads")


def _rdflib(graph: rdflib.Dataset, sparql: str) -> float:
    """Seconds on rdflib's engine; infinite where it takes longer than `PATIENCE`."""
    receive, send = multiprocessing.Pipe(duplex=False)

    def work() -> None:
        taken, _ = timed(lambda: len(list(graph.query(PROLOGUE + sparql))), 1)
        send.send(taken)

    return _patiently(work, receive)


def _patiently(work: Callable[[], None], receive: Any) -> float:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    taken = receive.recv() if receive.poll(PATIENCE) else float("inf")
    process.kill()
    process.join()
    return float(taken)


def show(triples: int, found: list[Timing]) -> Table:
    """One size as a table, times in milliseconds."""
    table = Table(title=f"{triples:,} triples: milliseconds, and how many times alltrace's")
    for name in ("query", "rows", "alltrace", "bare pyoxigraph", "× bare", "rdflib", "rdflib ×"):
        table.add_column(name, justify="left" if name == "query" else "right")
    for t in found:
        table.add_row(
            t.name, str(t.rows), f"{t.alltrace * 1e3:.2f}", f"{t.bare * 1e3:.2f}",
            f"{t.alltrace / t.bare:.2f}", *_slow(t.rdflib, t.alltrace),
        )  # fmt: skip
    asked = [t for t in found if not t.name.startswith("trace ")]
    ours, bare = sum(t.alltrace for t in asked), sum(t.bare for t in asked)
    slow = None if any(t.rdflib is None for t in asked) else sum(_capped(t) for t in asked)
    table.add_section()
    table.add_row(
        "all questions", "", f"{ours * 1e3:.1f}", f"{bare * 1e3:.1f}", f"{ours / bare:.2f}",
        *_slow(slow, ours),
    )  # fmt: skip
    return table


def _capped(timing: Timing) -> float:
    return min(timing.rdflib or 0.0, PATIENCE)


def _slow(seconds: float | None, ours: float) -> tuple[str, str]:
    if seconds is None:
        return "", ""
    if seconds == float("inf"):
        return f"> {PATIENCE * 1e3:.0f}", f"> {PATIENCE / ours:.0f}"
    return f"{seconds * 1e3:.1f}", f"{seconds / ours:.0f}"


def main() -> None:
    """Print a table for each size."""
    for size in [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        Console(width=140).print(show(size, measure(size)))


if __name__ == "__main__":
    main()
