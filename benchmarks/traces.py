"""Speed of traces and of all library questions, compared with pyoxigraph and rdflib.

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


class RecordingStore:
    """A store that records the queries it answers."""

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


def count_rows(answer: Any) -> int:
    """The number of rows of an answer, after reading every value as a caller would."""
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
    dataset = _rdflib_dataset(store) if len(store.oxigraph) <= 1.1 * RDFLIB_LIMIT else None
    return [*_traces(store, dataset), *_questions(store, dataset)]


def _traces(store: EmbeddedStore, dataset: rdflib.Dataset | None) -> Iterator[Timing]:
    for name in ("too-toxic", "explore-other-modalities"):
        conclusion = ox.NamedNode(f"{ROOT}mohetaer-2026/{name}")
        recorder = RecordingStore(store)
        result = trace(recorder, conclusion)
        seconds, _ = timed(lambda c=conclusion: trace(store, c), 20)  # type: ignore[misc]
        bare_seconds, _ = timed(lambda h=recorder: [time_bare(store, q) for q in h.asked], 20)  # type: ignore[misc]
        rdflib_seconds = (
            _rdflib(dataset, PLAIN.replace("too-toxic", name)) if dataset is not None else None
        )
        yield Timing(f"trace {name}", seconds, bare_seconds, rdflib_seconds, len(result.nodes))


def _questions(store: EmbeddedStore, dataset: rdflib.Dataset | None) -> Iterator[Timing]:
    for question in library.questions().values():
        recorder = RecordingStore(store)
        count_rows(library.ask(recorder, question, question.example))
        sparql = recorder.asked[-1]
        seconds, rows = timed(lambda q=question: count_rows(library.ask(store, q, q.example)), 5)  # type: ignore[misc]
        bare_seconds, _ = timed(lambda s=sparql: time_bare(store, s), 5)  # type: ignore[misc]
        rdflib_seconds = _rdflib(dataset, sparql) if dataset is not None else None
        yield Timing(question.name, seconds, bare_seconds, rdflib_seconds, rows)


def time_bare(store: EmbeddedStore, sparql: str) -> int:
    """Run a query on pyoxigraph without alltrace between, and count its rows."""
    return count_rows(store.oxigraph.query(PROLOGUE + sparql, use_default_graph_as_union=True))


def _rdflib_dataset(store: EmbeddedStore) -> rdflib.Dataset:
    """The graphs in rdflib's own memory store; unnamed queries see their union."""
    quads = (f"{quad.triple} {quad.graph_name} .\n" for quad in store.oxigraph)
    return rdflib.Dataset(default_union=True).parse(data="".join(quads), format="nquads")


def _rdflib(graph: rdflib.Dataset, sparql: str) -> float:
    """Seconds on rdflib's engine; infinite where it takes longer than `PATIENCE`."""
    receive, send = multiprocessing.Pipe(duplex=False)

    def work() -> None:
        seconds, _ = timed(lambda: len(list(graph.query(PROLOGUE + sparql))), 1)
        send.send(seconds)

    return _with_timeout(work, receive)


def _with_timeout(work: Callable[[], None], receive: Any) -> float:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    seconds = receive.recv() if receive.poll(PATIENCE) else float("inf")
    process.kill()
    process.join()
    return float(seconds)


def show(triples: int, timings: list[Timing]) -> Table:
    """One size as a table, times in milliseconds."""
    table = Table(title=f"{triples:,} triples: milliseconds, and how many times alltrace's")
    for name in ("query", "rows", "alltrace", "bare pyoxigraph", "× bare", "rdflib", "rdflib ×"):
        table.add_column(name, justify="left" if name == "query" else "right")
    for t in timings:
        table.add_row(
            t.name, str(t.rows), f"{t.alltrace * 1e3:.2f}", f"{t.bare * 1e3:.2f}",
            f"{t.alltrace / t.bare:.2f}", *_rdflib_cells(t.rdflib, t.alltrace),
        )  # fmt: skip
    asked = [t for t in timings if not t.name.startswith("trace ")]
    total, bare_total = sum(t.alltrace for t in asked), sum(t.bare for t in asked)
    rdflib_total = None if any(t.rdflib is None for t in asked) else sum(_capped(t) for t in asked)
    table.add_section()
    table.add_row(
        "all questions", "", f"{total * 1e3:.1f}", f"{bare_total * 1e3:.1f}", f"{total / bare_total:.2f}",
        *_rdflib_cells(rdflib_total, total),
    )  # fmt: skip
    return table


def _capped(timing: Timing) -> float:
    return min(timing.rdflib or 0.0, PATIENCE)


def _rdflib_cells(seconds: float | None, ours: float) -> tuple[str, str]:
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
