"""The terminal: a console, and tables of plain texts."""

import os
import sys
from collections.abc import Iterable

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph_viz.text.plain import plain
from ontology.terms import PREFIXES

_WIDE = 200
"""Columns for output that goes to a file or a pipe, where nothing should be cut."""


def console(stderr: bool = False) -> Console:
    """A console that never reads markup and does not cut what is piped."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _WIDE
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], unwrapped: int = 0) -> Table:
    """A table of plain texts; the first `unwrapped` columns keep each text on one line."""
    result = Table(show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        result.add_column(Text(column), overflow="fold", no_wrap=number < unwrapped)
    for row in rows:
        result.add_row(*(Text(plain(cell)) for cell in row))
    return result


def solutions(answer: ox.QuerySolutions) -> tuple[Table, int]:
    """The rows of a SELECT with prefixes in place of long IRIs, and how many there are."""
    names = [variable.value for variable in answer.variables]
    rows = [[_short(row[name]) for name in names] for row in answer]
    return table(names, rows), len(rows)


def _short(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for name, iri in PREFIXES.items():
            if term.value.startswith(iri):
                return f"{name}:{term.value.removeprefix(iri)}"
        return term.value
    return getattr(term, "value", str(term))
