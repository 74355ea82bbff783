"""The values in a report's tables, each with its statistic and arm.

Only cells with one result of one arm are used, where the column's head names an arm. Columns of
p-values, effects and differences are skipped, as are tables of baseline characteristics.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.source import ExtractionInput
from ingest.language.mentions import MentionFinder
from ingest.language.numbers import printable
from ingest.language.tokens import tokenise
from ingest.tables.grid import Cell, cells, compares, size_in, squared, unsized, whole_number
from ingest.tables.statistic_words import named
from ontology.model import Statistic

MOST_CELLS = 400
"""The most cells of one document; a person has to check each."""
LONGEST_NAME = 160
"""The most characters of a row's labels that are kept as an endpoint name."""
_BEFORE = re.compile(
    r"baseline|demographic|inclusion|exclusion|eligib|^characteristics?$|"
    r"characteristics of (?:the )?(?:\w+ )?(?:patient|participant|subject|child|men|sample|popul)",
    re.I,
)
_SECOND_VALUE = re.compile(r"\(\s*-?\d|\d\s*±")
"""A second value in the cell, which no head assigns."""
_PERCENT = re.compile(r"%(?! ?CI)|\bpercent(?:age)?\b", re.I)
_STATISTIC = re.compile(
    r"[(\[,]?\s*\b(?:n\s?/\s?N|no\.?|n|mean|means|SD|SEM?|median|IQR|range)\b\s*[)\],]?|[(\[]\s*%\s*[)\]]|±",
    re.I,
)


@dataclass(frozen=True, slots=True)
class CellValue:
    """The numbers of one cell by their statistic, each as printed."""

    statistic: Statistic
    value: str | None = None
    unit: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    se: str | None = None
    sd: str | None = None


@dataclass(frozen=True, slots=True)
class TableValue:
    """One cell: its numbers, the arm in its head with its size, and its position."""

    numbers: CellValue
    endpoint: str | None
    label: str
    arm: str
    size: int | None
    place: str


def table_values(source: ExtractionInput, finder: MentionFinder) -> Iterator[TableValue]:
    """The values in a report's tables, at most `MOST_CELLS`."""
    left = MOST_CELLS
    for number, table in enumerate(source.tables, 1):
        if _BEFORE.search(table.caption):
            continue
        for cell in cells(squared(table), number):
            if not left or compares(cell.heads) or _BEFORE.search(cell.corner):
                continue
            table_value = _value(cell, table.caption, finder)
            if table_value is not None:
                left -= 1
                yield table_value


def _value(cell: Cell, caption: str, finder: MentionFinder) -> TableValue | None:
    heads = " ".join(cell.heads)
    label = _unmarked(": ".join(filter(None, cell.labels)))
    arm = _unmarked(unsized(heads))
    numbers = _numbers(cell, caption)
    named_arm = any(m.scheme in ("arm", "drug", "regimen") for m in finder.find(tokenise(heads)))
    if _SECOND_VALUE.search(cell.text[cell.value.end :]):
        return None
    if not re.search(r"[^\W\d_]{2}", label) or not named_arm or numbers is None:
        return None
    size = size_in(heads)
    if size is not None and numbers.numerator is not None and numbers.denominator is None:
        numbers = replace(numbers, denominator=str(size))
    endpoints = [m.name for m in finder.find(tokenise(label)) if m.scheme == "endpoint"]
    known = [name for name in endpoints if name not in finder.lexicon.families]
    place = f"table {cell.table}, row {cell.row + 1}, column {cell.column + 1}"
    return TableValue(numbers, known[0] if known else None, label[:LONGEST_NAME], arm, size, place)


def _unmarked(text: str) -> str:
    """A head or label without names of statistics such as `(n/N)` or `mean ± SD`."""
    bare = re.sub(r"[(\[]\s*[)\]]", " ", _STATISTIC.sub(" ", text))
    return " ".join(bare.split()).strip(" :,;")


def _numbers(cell: Cell, caption: str) -> CellValue | None:
    """The numbers of a cell, if their statistic is clear and each is printable."""
    share = cell.value.percent_first or bool(_PERCENT.search(" ".join((*cell.heads, *cell.labels))))
    numbers = _by_signs(cell, caption, share)
    if numbers is None:
        return None
    if numbers.value is not None and numbers.unit is None:
        numbers = replace(numbers, unit="%" if share else "as in the table")
    given = (n for n in (numbers.value, numbers.sd, numbers.se) if n is not None)
    return numbers if all(map(printable, given)) else None


def _by_signs(cell: Cell, caption: str, share: bool) -> CellValue | None:
    """The numbers of a cell, by its own signs, else by the words in heads and caption."""
    v, words = cell.value, frozenset[str]()
    for text in (" ".join(cell.heads), " ".join(cell.labels), caption):
        words = words or named(text)
    count = whole_number(v.first)
    if v.sign == "/" and v.total is not None:
        percent = None if v.second is None else "%"
        return CellValue("proportion", v.second, percent, v.first, v.total)
    if v.sign in ("±", "()") and (v.named or v.sign == "±" or words & {"sd", "se"}):
        if v.named == "se" or ("se" in words and "sd" not in words):
            return CellValue("mean", v.first, se=v.second)
        return CellValue("mean", v.first, sd=v.second)
    if v.sign == "()" and count is not None and (v.percent_second or share or "count" in words):
        return CellValue("proportion", v.second, "%", v.first)
    if v.sign in ("", "()") and share:
        return CellValue("proportion", v.first, "%")
    if v.sign == "range" or "median" in words:
        return CellValue("median", v.first)
    if v.sign == "" and count is not None and "count" in words:
        return CellValue("count", v.first, "patients")
    return CellValue("mean", v.first) if v.sign == "" and "mean" in words else None
