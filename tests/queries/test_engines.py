"""Every question of the library gives the same rows, in the same order, on four engines."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from engines import Cell, Engine, all_engines

from alltrace.pipeline import build
from conftest import INVENTED, serving
from ingest.graphs import NamedGraph
from queries.library import questions, terms_of
from queries.parameters import bind
from queries.store import EmbeddedStore

RIVAL = Path(__file__).with_name("rival.yaml")

NAMES = sorted(questions())
RARE = {"conclusions-on-one-study", "sources-that-differ", "statements-to-review"}
"""Questions that rightly find nothing in the bundled graph."""
SECOND = {
    "arms": {"study": "trial-x"},
    "citations-of-study": {"study": "trial-x"},
    "claims-about-study": {"study": "trial-x"},
    "claims-citing-reference": {"reference": "2", "document": "rival-2031"},
    "claims-in-order": {"within": "1", "role": "recommendation"},
    "claims-without-citation": {"document": "rival-2031"},
    "cohorts": {"study": "trial-x"},
    "comparisons": {"document": "rival-2031"},
    "conclusions-above-study": {"study": "trial-x-late"},
    "endpoint-across-studies": {"endpoint": "complete-remission"},
    "evidence-about-drug": {"drug": "mitoxantrone"},
    "evidence-for-conclusion": {"conclusion": "replace", "direction": "supports"},
    "evidence-shared": {"document": "rival-2031"},
    "findings": {"severity": "note", "document": "rival-2031"},
    "findings-by-rule": {"severity": "note"},
    "intervals": {"percent": "95", "study": "trial-x-late"},
    "opposing-lines": {"document": "rival-2031", "direction": "disputes"},
    "outcomes": {"document": "rival-2031"},
    "percentages-without-count": {"document": "rival-2031"},
    "publications-of-study": {"study": "trial-x"},
    "references": {"document": "rival-2031"},
    "references-by-use": {"document": "rival-2031"},
    "regimens-by-drug": {"drug": "mitoxantrone"},
    "sources-that-differ": {"study": "trial-x"},
    "stated-beside-reported": {"document": "rival-2031"},
    "statements-by-population": {"population": "late-relapse"},
    "studies-by-population": {"population": "late-relapse"},
    "study-contributions": {"study": "trial-x"},
    "values": {"study": "trial-x", "endpoint": "complete-remission", "regimen": "trial-x/arm-a", "time": "end of block 1"},
    "values-by-outcome": {"outcome": "verified", "document": "smith-2030"},
    "values-under-conclusion": {"conclusion": "fails", "outcome": "verified"},
    "works-cited-together": {"document": "rival-2031"},
    "works-not-seen": {"document": "rival-2031"},
}  # fmt: skip
"""Parameters for the second graph, as many as a question takes."""
NOTHING_LEFT = {"studies-never-reached"}
"""Questions that rightly find nothing in the second graph."""


class Sides:
    """The engines with one graph in each, made when first asked for."""

    def __init__(self, graphs: list[NamedGraph], folder: Path) -> None:
        self.graphs = graphs
        self.store = EmbeddedStore()
        self.store.replace(graphs)
        self._server = serving(folder)

    @cached_property
    def engines(self) -> dict[str, Engine]:
        return all_engines(self.graphs, next(self._server))

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    sides = Sides(list(build().graphs), tmp_path_factory.mktemp("bundled"))
    yield sides
    sides.close()


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    folder = tmp_path_factory.mktemp("second")
    (folder / "smith.yaml").write_text(INVENTED, encoding="utf-8")
    sides = Sides(list(build([folder / "smith.yaml", RIVAL]).graphs), folder)
    yield sides
    sides.close()


def told(sides: Sides, name: str, parameters: dict[str, str]) -> dict[str, list[tuple[Cell, ...]]]:
    """What each engine answers."""
    question = questions()[name]
    sparql = bind(question.sparql, terms_of(sides.store, question, parameters))
    unordered = [name in UNORDERED for name in question.columns]
    return {
        engine: [
            tuple(
                in_order(cell) if free else cell for cell, free in zip(row, unordered, strict=True)
            )
            for row in asked.rows(sparql, question.columns)
        ]
        for engine, asked in sides.engines.items()
    }


UNORDERED = {"roles"}
"""Columns made by GROUP_CONCAT, the order of whose words SPARQL leaves open."""


def in_order(cell: Cell) -> Cell:
    return None if cell is None else (cell[0], " ".join(sorted(cell[1].split())), *cell[2:])


@pytest.mark.parametrize("name", NAMES)
def test_four_engines_agree_on_the_bundled_graph(bundled: Sides, name: str) -> None:
    answers = told(bundled, name, questions()[name].example)
    rows = answers.pop("pyoxigraph")
    assert bool(rows) != (name in RARE)
    for engine, other in answers.items():
        assert other == rows, engine


@pytest.mark.parametrize("name", NAMES)
def test_four_engines_agree_on_a_second_graph_with_every_parameter(
    second: Sides, name: str
) -> None:
    answers = told(second, name, SECOND.get(name, {}))
    rows = answers.pop("pyoxigraph")
    assert bool(rows) != (name in NOTHING_LEFT)
    for engine, other in answers.items():
        assert other == rows, engine


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_left_out_stays_free_on_every_engine(second: Sides, name: str) -> None:
    required = {n: SECOND[name][n] for n, p in questions()[name].parameters.items() if p.required}
    answers = told(second, name, required)
    rows = answers.pop("pyoxigraph")
    for engine, other in answers.items():
        assert other == rows, engine
