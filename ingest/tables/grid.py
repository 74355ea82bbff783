"""The cells of tables with their values, heads and labels.

A table is a grid of text. Its heads name arms, times and statistics; its first column names
outcomes, with section rows above them. Cells are not interpreted here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.extract.source import Table

_POINT = re.compile(r"(?<=\d)\s?[·∙⋅]\s?(?=\d)|(?<=\d)\.\s(?=\d)|(?<=\d)(?:,)(?=\d{1,2}\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NUMBER = r"[-−–]?\d{1,12}(?:\.\d{1,12})?"
_NAMED = r"(?P<named>SD|SEM|SE|±)?\s?[=:±]?\s?"
_FRACTION = re.compile(rf"^({_NUMBER})\s?(?:/|of)\s?({_NUMBER})(?:\D{{0,3}}({_NUMBER})\s?%?)?")
_SHARE_OF = re.compile(rf"^({_NUMBER})\s?%?\s?[(\[]\s?(\d{{1,7}})\s?(?:/|of)\s?(\d{{1,7}})\s?[)\]]")
_SPREAD = re.compile(rf"^({_NUMBER})\s?%?\s?(?:±|\+/-|\+)\s?({_NUMBER})")
_BRACKET = re.compile(rf"^({_NUMBER})\s?(%?)\s?[(\[]\s?{_NAMED}({_NUMBER})\s?(%?)\s?[)\]]", re.I)
_RANGE = re.compile(
    rf"^({_NUMBER})\s?%?\s?[(\[]\D{{0,12}}?({_NUMBER})\s?%?\s?(?:-|–|—|to|,|;)\s?({_NUMBER})\s?%?\s?[)\]]"
)
_COUNTED_MEAN = re.compile(rf"^(\d{{1,6}})\s?\(\s?({_NUMBER})\s?±\s?({_NUMBER})\s?\)")
_LISTED = re.compile(rf"^({_NUMBER})\s?[,;]\s({_NUMBER})$")
_ENCLOSED = re.compile(rf"^\(\s?({_NUMBER})\s?(%?)\s?\)")
_SINGLE = re.compile(rf"^({_NUMBER})\s?(%?)")
SIZE = re.compile(r"\b[nN]\s?[=:]\s?(\d{1,3}(?:,\d{3})+|\d{1,7})\b")


_COMPARING = re.compile(
    r"^[Pp]\b|\b[Pp][- ]?[Vv]al|[Rr]atio\b|\b(OR|RR|HR|CI|ES|IRR|RRR|ARR|NNT|MD|SMD)\b|"
    r"[Ee]ffect size|[Cc]onfidence|[Ss]ignificance|[Ss]tatistic\b|^[FtTZzd]$|[Ff][- ]value|"
    r"[χΧ]|[Cc]hi[- ]|[Cc]ohen"
)
_DIFFERENCE = re.compile(r"\bdifferences?\b|\bvs?\b|\bversus\b", re.I)


def compares(heads: Sequence[str]) -> bool:
    """Whether a column has p-values, effects or differences and no results of one arm."""
    last = heads[-1].strip(" *†‡§") if heads else ""
    names_statistic = re.search(r"\b(mean|SD|n)\b", last, re.I) and not last.lower().startswith("p")
    if _COMPARING.search(last) and not (names_statistic and not re.match(r"[Pp]\b", last)):
        return True
    return bool(_DIFFERENCE.search(last))


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """The numbers printed in one cell; `second` is the one in brackets or after ±."""

    first: str
    second: str | None = None
    total: str | None = None
    sign: str = ""
    """`±`, `()`, `/`, `,`, `range` or empty: how `second` or `total` is joined to `first`."""
    named: str = ""
    """The name of `second` in the cell: `sd`, `se` or empty."""
    percent_first: bool = False
    percent_second: bool = False
    end: int = 0
    """The offset in the cell at which the value ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a value, its row's labels from outer to inner, and its column's heads."""

    table: int
    row: int
    column: int
    text: str
    value: PrintedValue
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    corner: str = ""
    """The head of the first column, which names the outcome if the rows are arms."""


def plain(text: str) -> str:
    """A cell's text with normalised decimal points and minus, no thousands separators."""
    text = " ".join(text.replace("−", "-").replace("\u2009", " ").split())
    return _POINT.sub(".", _THOUSANDS.sub("", text))


def value_of(text: str) -> PrintedValue | None:
    """The numbers at the start of a cell's text; None if it does not start with one.

    >>> value = value_of("12.3 ± 4·5")
    >>> value.first, value.second, value.sign
    ('12.3', '4.5', '±')
    """
    text = plain(text).lstrip("*†‡§ ")
    if m := _SHARE_OF.match(text):
        return PrintedValue(m[2], _number(m[1]), m[3], "/", end=m.end())
    if m := _FRACTION.match(text):
        top, bottom = _number(m[1]), _number(m[2])
        if "." not in top + bottom:
            return PrintedValue(top, m[3] and _number(m[3]), bottom, "/", end=m.end())
    if m := _COUNTED_MEAN.match(text):
        return PrintedValue(_number(m[2]), _number(m[3]), m[1], "±", end=m.end())
    if m := _SPREAD.match(text):
        return PrintedValue(_number(m[1]), _number(m[2]), sign="±", end=m.end())
    if m := _RANGE.match(text):
        return PrintedValue(_number(m[1]), sign="range", end=m.end())
    if m := _BRACKET.match(text):
        named = (m["named"] or "").lower().replace("sem", "se")
        sign = "±" if named == "±" or "±" in m[0] else "()"
        return PrintedValue(
            _number(m[1]), _number(m[4]), None, sign, named.strip("±"), bool(m[2]), bool(m[5]),
            m.end(),
        )  # fmt: skip
    if m := _LISTED.match(text):
        return PrintedValue(_number(m[1]), _number(m[2]), sign=",", end=m.end())
    if m := _ENCLOSED.match(text):
        return PrintedValue(_number(m[1]), percent_first=bool(m[2]), end=m.end())
    if m := _SINGLE.match(text):
        return PrintedValue(_number(m[1]), percent_first=bool(m[2]), end=m.end())
    return None


def _number(text: str) -> str:
    return text.replace("−", "-").replace("–", "-")


def size_in(text: str) -> int | None:
    """The group size in a head or label: `(n = 35)`."""
    m = SIZE.search(text)
    return int(m[1].replace(",", "")) if m else None


_BARE = re.compile(r"\(\s?(\d{1,6})\s?\)\s*$")


def bare_size(text: str) -> int | None:
    """The number in brackets at the end of a head, as in `Control (39)`, if at least five."""
    m = _BARE.search(text)
    return int(m[1]) if m and int(m[1]) >= 5 else None


def unsized(text: str) -> str:
    """A head or label without its group size."""
    return _BARE.sub(" ", SIZE.sub(" ", text))


def _blank(cell: str) -> bool:
    return not cell.strip(" \u00a0-–—*.…")


def _is_head(row: tuple[str, ...]) -> bool:
    """Whether a row of the body is a repeated head: several cells, none with a number."""
    filled = [cell for cell in row[1:] if not _blank(cell)]
    distinct = {" ".join(cell.split()) for cell in row if not _blank(cell)}
    if len(filled) < 2 or len(distinct) < 2:
        return False
    return not any(_SINGLE.match(plain(cell).lstrip("<>≤≥= ")) for cell in filled)


def squared(table: Table) -> Table:
    """The table with all rows padded to the same width."""
    width = max((len(row) for row in table.rows), default=0)
    return replace(table, rows=tuple(row + ("",) * (width - len(row)) for row in table.rows))


_SLASHED = re.compile(r"\d/\d+\s?(?:±|\+/-)\s?\d+/\d")
_SLASH = re.compile(r"(?<=\d)/(?=\d)")


def _pointed(table: Table) -> Table:
    """The table with decimal points where it prints a slash for them: `7/25 ± 0/86`."""
    if not any(_SLASHED.search(cell) for row in table.rows for cell in row):
        return table
    rows = tuple(tuple(_SLASH.sub(".", cell) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _joined(table: Table) -> Table:
    """The table with rows of bracketed numbers only, `(24.3)`, in the cells above them."""
    rows = [list(row) for row in table.rows]
    for r in range(max(table.head, 1) + 1, len(rows)):
        filled = [c for c, cell in enumerate(rows[r]) if not _blank(cell)]
        if filled and all(c and _BRACKETED.fullmatch(rows[r][c]) for c in filled):
            for c in filled:
                if _PLAIN.fullmatch(rows[r - 1][c]):
                    rows[r - 1][c], rows[r][c] = f"{rows[r - 1][c]} {rows[r][c]}", ""
    return replace(table, rows=tuple(map(tuple, rows)))


_PLAIN = re.compile(rf"\s*{_NUMBER}\s*")
_BRACKETED = re.compile(rf"\s*\({_NUMBER}\)\s*")


def cells(table: Table, number: int) -> list[Cell]:
    """The cells that start with a number, with their labels and heads."""
    table = _joined(_pointed(table))
    result: list[Cell] = []
    width = max((len(row) for row in table.rows), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    indented = any(_depth(row[0]) for row in table.rows[table.head :] if row)
    labelled = _label_columns(table)
    sections: list[tuple[int, str]] = []
    in_head = True
    for r, row in enumerate(table.rows):
        if all(map(_blank, row)):
            continue
        if r < table.head or _is_head(row):
            if not in_head:
                # Heads within the body start a new block.
                heads = [[] for _ in range(width)]
                sections = []
            _add_heads(heads, row)
            if r >= table.head and not _blank(row[0]):
                sections = [(0, " ".join(row[0].split()))]
            in_head = True
            continue
        in_head = False
        depth, name = _depth(row[0]), " ".join(row[0].split())
        comparing = [compares(above) for above in heads[1:]]
        others = {
            cell for cell, apart in zip(row[1:], comparing, strict=True)
            if not _blank(cell) and (not apart or all(comparing))
        } - {row[0]}  # fmt: skip
        more = [" ".join(cell.split()) for cell in row[1:labelled] if not _blank(cell)]
        if name and not others:
            sections = [one for one in sections if one[0] < depth]
            sections.append((depth, name))
            continue
        labels = tuple(text for d, text in sections if not indented or d < depth)
        result += _row(number, r, row, (*labels, name, *more), heads)
    return result


def _label_columns(table: Table) -> int:
    """The number of columns at the left that have only words; at least one, never all."""
    body = [row for row in table.rows[table.head :] if row and not _is_head(row)]
    width = max((len(row) for row in body), default=1)
    for c in range(1, width - 1):
        filled = [row[c] for row in body if c < len(row) and not _blank(row[c])]
        if len(filled) * 2 < len(body) or not all(_labels(cell) for cell in filled):
            return c
    return 1


_TIME = re.compile(
    r"(?:(?:at|after)\s)?\d{1,3}(?:\s?(?:-|–|to)\s?\d{1,3})?[- ]?"
    r"(?:h|hours?|days?|weeks?|months?|years?|min\w*)\b[^\d]*", re.I,
)  # fmt: skip


def _labels(cell: str) -> bool:
    """Whether a cell has words, or a point in time such as `8 weeks`, and no value."""
    return value_of(cell) is None or bool(_TIME.fullmatch(plain(cell)))


def _add_heads(heads: list[list[str]], row: tuple[str, ...]) -> None:
    for column, cell in zip(heads, row, strict=False):
        text = " ".join(cell.split())
        if text and text not in column:
            column.append(text)


def _row(
    number: int, r: int, row: tuple[str, ...], labels: tuple[str, ...],
    heads: list[list[str]],
) -> list[Cell]:  # fmt: skip
    result = []
    for c, cell in enumerate(row):
        value = None if c == 0 or _blank(cell) else value_of(cell)
        if value is not None:
            corner = " ".join(heads[0]) if heads else ""
            result.append(Cell(number, r, c, plain(cell), value, labels, tuple(heads[c]), corner))
    return result


def _depth(label: str) -> int:
    return len(label) - len(label.lstrip(" \u00a0\u2002\u2003\u2009\t"))


def whole_number(text: str | None) -> int | None:
    """The integer that a printed number is, or None."""
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() and value >= 0 else None
