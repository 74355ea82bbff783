"""Tables: what stands in each cell, under which heads and in which row.

A table is a grid of text. Its heads name arms, times and statistics; its first column names
outcomes, with section rows above them. Nothing is guessed here of what a cell means in the study.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.extract.source import Table

_POINT = re.compile(r"(?<=\d)\s?[·∙⋅]\s?(?=\d)|(?<=\d)\.\s(?=\d)|(?<=\d)(?:,)(?=\d{1,2}\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NUMBER = r"[-−–]?\d{1,12}(?:\.\d{1,12})?"
_FRACTION = re.compile(rf"^({_NUMBER})\s?(?:/|of)\s?({_NUMBER})(?:\D{{0,3}}({_NUMBER})\s?%?)?")
_SPREAD = re.compile(rf"^({_NUMBER})\s?%?\s?(?:±|\+/-|\+)\s?({_NUMBER})")
_BRACKET = re.compile(rf"^({_NUMBER})\s?(%?)\s?[(\[]\s?(?:SD|SE|±)?\s?({_NUMBER})\s?(%?)\s?[)\]]")
_RANGE = re.compile(
    rf"^({_NUMBER})\s?%?\s?[(\[]\s?({_NUMBER})\s?%?\s?(?:-|–|—|to|,|;)\s?({_NUMBER})\s?%?\s?[)\]]"
)
_SINGLE = re.compile(rf"^({_NUMBER})\s?(%?)")
SIZE = re.compile(r"\b[nN]\s?[=:]\s?(\d{1,3}(?:,\d{3})+|\d{1,7})\b")


@dataclass(frozen=True, slots=True)
class Value:
    """The numbers printed in one cell. `second` is what stands in brackets or behind ±."""

    first: str
    second: str | None = None
    total: str | None = None
    sign: str = ""
    """`±`, `()`, `/`, `range` or nothing: how `second` or `total` was joined."""
    percent_first: bool = False
    percent_second: bool = False
    end: int = 0
    """Where in the cell the value ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with a value: its text, its row's labels from outer to inner, its column's heads."""

    table: int
    row: int
    column: int
    text: str
    value: Value
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    corner: str = ""
    """The head of the first column, which names the outcome where the rows are arms."""


def plain(text: str) -> str:
    """A cell's text with one decimal point, no thousands separators, and one kind of minus."""
    text = " ".join(text.replace("−", "-").replace("\u2009", " ").split())
    return _POINT.sub(".", _THOUSANDS.sub("", text))


def value_of(text: str) -> Value | None:
    """What a cell's text begins with, as numbers; None if it does not begin with one."""
    text = plain(text).lstrip("*†‡§ ")
    if m := _FRACTION.match(text):
        top, bottom = _number(m[1]), _number(m[2])
        if "." not in top + bottom:
            return Value(top, m[3] and _number(m[3]), bottom, "/", end=m.end())
    if m := _SPREAD.match(text):
        return Value(_number(m[1]), _number(m[2]), sign="±", end=m.end())
    if m := _RANGE.match(text):
        return Value(_number(m[1]), sign="range", end=m.end())
    if m := _BRACKET.match(text):
        return Value(
            _number(m[1]), _number(m[3]), None, "()", bool(m[2]), bool(m[4]), m.end()
        )  # fmt: skip
    if m := _SINGLE.match(text):
        return Value(_number(m[1]), percent_first=bool(m[2]), end=m.end())
    return None


def _number(text: str) -> str:
    return text.replace("−", "-").replace("–", "-")


def size_in(text: str) -> int | None:
    """The group size printed in a head or label: `(n = 35)`."""
    m = SIZE.search(text)
    return int(m[1].replace(",", "")) if m else None


def _blank(cell: str) -> bool:
    return not cell.strip(" \u00a0-–—*.…")


def _is_head(row: tuple[str, ...]) -> bool:
    """A row of the body that is a head again: several cells, and none of them a number."""
    filled = [cell for cell in row[1:] if not _blank(cell)]
    told = {" ".join(cell.split()) for cell in row if not _blank(cell)}
    if len(filled) < 2 or len(told) < 2:
        return False
    return not any(_SINGLE.match(plain(cell).lstrip("<>≤≥= ")) for cell in filled)


def squared(table: Table) -> Table:
    """The table with every row as wide as the widest."""
    width = max((len(row) for row in table.rows), default=0)
    return replace(table, rows=tuple(row + ("",) * (width - len(row)) for row in table.rows))


def cells(table: Table, number: int) -> list[Cell]:
    """Every cell that begins with a number, with its labels and heads."""
    found: list[Cell] = []
    width = max((len(row) for row in table.rows), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    indented = any(_depth(row[0]) for row in table.rows[table.head :] if row)
    labelled = _label_columns(table)
    sections: list[tuple[int, str]] = []
    in_head = True
    for r, row in enumerate(table.rows):
        if not row:
            continue
        if r < table.head or _is_head(row):
            if not in_head:
                # Heads in the midst of the body begin a new block.
                heads = [[] for _ in range(width)]
                sections = []
            _add_heads(heads, row)
            if r >= table.head and not _blank(row[0]):
                sections = [(0, " ".join(row[0].split()))]
            in_head = True
            continue
        in_head = False
        depth, name = _depth(row[0]), " ".join(row[0].split())
        others = {cell for cell in row[1:] if not _blank(cell)} - {row[0]}
        more = [" ".join(cell.split()) for cell in row[1:labelled] if not _blank(cell)]
        if name and not others:
            sections = [one for one in sections if one[0] < depth]
            sections.append((depth, name))
            continue
        labels = tuple(text for d, text in sections if not indented or d < depth)
        found += _row(number, r, row, (*labels, name, *more), heads)
    return found


def _label_columns(table: Table) -> int:
    """How many columns at the left hold words only; at least one, and never all."""
    body = [row for row in table.rows[table.head :] if row and not _is_head(row)]
    width = max((len(row) for row in body), default=1)
    for c in range(1, width - 1):
        filled = [row[c] for row in body if c < len(row) and not _blank(row[c])]
        if len(filled) * 2 < len(body) or any(value_of(cell) is not None for cell in filled):
            return c
    return 1


def _add_heads(heads: list[list[str]], row: tuple[str, ...]) -> None:
    for column, cell in zip(heads, row, strict=False):
        text = " ".join(cell.split())
        if text and text not in column:
            column.append(text)


def _row(
    number: int, r: int, row: tuple[str, ...], labels: tuple[str, ...],
    heads: list[list[str]],
) -> list[Cell]:  # fmt: skip
    found = []
    for c, cell in enumerate(row):
        value = None if c == 0 or _blank(cell) else value_of(cell)
        if value is not None:
            corner = " ".join(heads[0]) if heads else ""
            found.append(Cell(number, r, c, plain(cell), value, labels, tuple(heads[c]), corner))
    return found


def _depth(label: str) -> int:
    return len(label) - len(label.lstrip(" \u00a0\u2002\u2003\u2009\t"))


def whole_number(text: str | None) -> int | None:
    """The integer that a printed number is, or None."""
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() and value >= 0 else None
