"""Every question of the library gives the same rows, in the same order, on four engines."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pytest
from engines import Cell, Engine, all_engines
from expected_answers import INVENTED, UNORDERED, Asked, asked
from expected_answers import in_order as words_in_order

from alltrace.pipeline import build
from conftest import serving
from ingest.graphs import NamedGraph
from queries.library import questions, terms_of
from queries.parameters import bind
from queries.store import EmbeddedStore

ASKED = list(asked())


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
def invented_sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    sides = Sides(list(build(INVENTED).graphs), tmp_path_factory.mktemp("invented"))
    yield sides
    sides.close()


def answers(
    sides: Sides, name: str, parameters: Mapping[str, str]
) -> dict[str, list[tuple[Cell, ...]]]:
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


def in_order(cell: Cell) -> Cell:
    return None if cell is None else (cell[0], " ".join(words_in_order(cell[1])), *cell[2:])


def agree(sides: Sides, name: str, parameters: Mapping[str, str]) -> None:
    """All engines answer as alltrace's own store does, which `test_expected.py` holds to a file."""
    given = answers(sides, name, parameters)
    rows = given.pop("pyoxigraph")
    for engine, other in given.items():
        assert other == rows, engine


@pytest.mark.parametrize("one", [one for one in ASKED if one.graph == "bundled"], ids=str)
def test_four_engines_agree_on_the_bundled_graph(bundled: Sides, one: Asked) -> None:
    agree(bundled, one.question, one.parameters)


@pytest.mark.parametrize("one", [one for one in ASKED if one.graph == "invented"], ids=str)
def test_four_engines_agree_on_the_invented_graph(invented_sides: Sides, one: Asked) -> None:
    agree(invented_sides, one.question, one.parameters)


def required(one: Asked) -> dict[str, str]:
    """Only those parameters of an asking that the question cannot do without."""
    takes = questions()[one.question].parameters
    return {name: value for name, value in one.parameters.items() if takes[name].required}


LEFT_OUT = {
    (one.question, *required(one)): one
    for one in ASKED
    if one.graph == "invented" and required(one) != one.parameters
}


@pytest.mark.parametrize("one", LEFT_OUT.values(), ids=str)
def test_a_parameter_left_out_stays_free_on_every_engine(invented_sides: Sides, one: Asked) -> None:
    agree(invented_sides, one.question, required(one))
