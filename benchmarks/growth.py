"""How the cost of a question grows with the graph around its answer.

Alone: `python -m benchmarks.growth [TRIPLES…]` (default: 100000 1000000; 10000000 takes about
10 GB of memory). Every question of the library that takes a parameter is asked with its example,
once with a name (as a person does: the name is resolved) and once with the IRI bound already, and
so are two traces. A question whose answer has grown with the graph is marked, for its time has to.
"""

import sys
from dataclasses import dataclass

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from benchmarks.timing import timed
from benchmarks.traces import ROOT, RecordingStore, count_rows, graph_of, time_bare
from queries import library
from queries.library import Question
from queries.store import EmbeddedStore
from queries.trace import trace

REPEATS = 7
TRACED = ("too-toxic", "explore-other-modalities")


@dataclass(frozen=True, slots=True)
class Cost:
    """One question at one size: seconds with and without resolving names, and its rows."""

    named: float
    bound: float
    rows: int


def asked() -> list[Question]:
    """The questions that their example binds to something."""
    return [question for question in library.questions().values() if question.example]


def costs(store: EmbeddedStore) -> dict[str, Cost]:
    """What each question and trace costs on one store."""
    return {
        **{question.name: _question(store, question) for question in asked()},
        **{f"trace {name}": _trace(store, name) for name in TRACED},
    }


def _question(store: EmbeddedStore, question: Question) -> Cost:
    recorder = RecordingStore(store)
    rows = count_rows(library.ask(recorder, question, question.example))
    sparql = recorder.asked[-1]
    named, _ = timed(lambda: count_rows(library.ask(store, question, question.example)), REPEATS)
    bound, _ = timed(lambda: time_bare(store, sparql), REPEATS)
    return Cost(named, bound, rows)


def _trace(store: EmbeddedStore, name: str) -> Cost:
    """A trace beside the bare queries that it asks."""
    conclusion = ox.NamedNode(f"{ROOT}mohetaer-2026/{name}")
    recorder = RecordingStore(store)
    nodes = len(trace(recorder, conclusion).nodes)
    whole, _ = timed(lambda: trace(store, conclusion), 3 * REPEATS)
    bare, _ = timed(lambda: [time_bare(store, query) for query in recorder.asked], 3 * REPEATS)
    return Cost(whole, bare, nodes)


def show(by_size: dict[int, dict[str, Cost]]) -> Table:
    """All sizes side by side, in milliseconds, and each as a ratio to the smallest."""
    smallest, *larger = by_size
    table = Table(title="milliseconds by triples; × is relative to the smallest graph")
    table.add_column("question")
    table.add_column("rows", justify="right")
    for size in by_size:
        table.add_column(f"{size:,}: named / bound", justify="right")
    for size in larger:
        table.add_column(f"× at {size:,}: named / bound", justify="right")
    for name, first in by_size[smallest].items():
        costs_ = [by_size[size][name] for size in by_size]
        grown = "" if len({cost.rows for cost in costs_}) == 1 else f" … {costs_[-1].rows:,}"
        table.add_row(
            name,
            f"{first.rows}{grown}",
            *(f"{c.named * 1e3:.2f} / {c.bound * 1e3:.2f}" for c in costs_),
            *(f"{c.named / first.named:.2f} / {c.bound / first.bound:.2f}" for c in costs_[1:]),
        )
    return table


def main() -> None:
    """Print the table."""
    sizes = [int(text) for text in sys.argv[1:]] or [100_000, 1_000_000]
    by_size = {}
    for size in sizes:
        store = graph_of(size)
        by_size[len(store.oxigraph)] = costs(store)
        store.close()
    Console(width=160).print(show(by_size))


if __name__ == "__main__":
    main()
