"""What every question answers, as CSV files to read: `expected/bundled` and `expected/invented`.

Run as a script (`make expected`) it writes the files anew; the diff then shows what a change does
to the answers. `asked.yaml` says with which parameters the questions are put to the invented graph;
the bundled graph is asked each question's own example. In a cell the IRI of a thing is shortened by
the prefixes of every query.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from alltrace import EvidenceGraph
from ontology.terms import PREFIXES
from queries.library import questions

HERE = Path(__file__).resolve().parent
INVENTED = sorted((HERE / "invented").glob("*.yaml"))
EXPECTED = HERE / "expected"
UNORDERED = ("roles", "registration")
"""Columns made by GROUP_CONCAT, the order of whose words SPARQL leaves open."""


class Asked(NamedTuple):
    """A question put to one of the graphs; a further asking of the same has a number."""

    graph: str
    question: str
    parameters: Mapping[str, str]
    number: int = 1

    @property
    def file(self) -> Path:
        """Where its answer is kept."""
        number = f".{self.number}" if self.number > 1 else ""
        return EXPECTED / self.graph / f"{self.question}{number}.csv"

    def __str__(self) -> str:
        return self.file.relative_to(EXPECTED).with_suffix("").as_posix()


def asked() -> Iterator[Asked]:
    """Every asking: of the bundled graph by the example, of the invented graph by `asked.yaml`."""
    given = yaml.safe_load((HERE / "asked.yaml").read_text(encoding="utf-8"))
    for name, question in questions().items():
        yield Asked("bundled", name, question.example)
        for number, parameters in enumerate(given.get(name, [{}]), 1):
            yield Asked("invented", name, parameters, number)


@lru_cache(maxsize=2)
def graph(name: str) -> EvidenceGraph:
    """The graph of the bundled records, or of the invented ones."""
    return EvidenceGraph() if name == "bundled" else EvidenceGraph.of(*INVENTED)


def answer(question: Asked) -> str:
    """The rows as CSV, in the question's order."""
    columns = questions()[question.question].columns
    rows = graph(question.graph).rows(question.question, **question.parameters)
    return written(columns, ([row[name] for name in columns] for row in rows))


def written(columns: list[str], rows: Iterator[list[str | None]]) -> str:
    """Rows as CSV under a head, cells shortened."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(_cell, columns, row) for row in rows)
    return text.getvalue()


def _cell(column: str, value: str | None) -> str:
    if value is None:
        return ""
    if column in UNORDERED:
        return " ".join(in_order(value))
    for prefix, iri in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value


def in_order(cell: str) -> list[str]:
    """The words of a cell whose order is open, without what stands between them."""
    return sorted(cell.replace(";", " ").split())


def rewrite() -> None:
    """Write every expected answer anew, and remove those of questions that are no more."""
    answers = {question.file: answer(question) for question in asked()}
    for old in set(EXPECTED.rglob("*.csv")) - answers.keys():
        old.unlink()
    for file, text in answers.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
