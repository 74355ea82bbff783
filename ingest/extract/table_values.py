"""The values of a report's tables as data of measurements: what the cell holds, and of which arm.

Taken are cells that print one result of one arm, where the head of the column names an arm. Columns
of p-values, effects and differences are left out, and so are tables that describe the people before
treatment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.extract.mentions import Finder
from ingest.extract.numbers import printable
from ingest.extract.source import Source
from ingest.extract.statistic_words import named
from ingest.extract.tables import Cell, cells, compares, size_in, squared, unsized, whole_number
from ingest.extract.tokens import tokenise

MOST = 400
"""Of one document as many cells are taken; a person has to look at each."""
LONGEST = 160
"""Characters of a row's labels that are kept as the name of an endpoint."""
_BEFORE = re.compile(
    r"baseline|demographic|inclusion|exclusion|eligib|^characteristics?$|"
    r"characteristics of (?:the )?(?:\w+ )?(?:patient|participant|subject|child|men|sample|popul)",
    re.I,
)
_MORE = re.compile(r"\(\s*-?\d|\d\s*±")
"""Behind a value: another one, of which no head says whose it is."""
_PERCENT = re.compile(r"%(?! ?CI)|\bpercent(?:age)?\b", re.I)
_STATISTIC = re.compile(
    r"[(\[,]?\s*\b(?:n\s?/\s?N|no\.?|n|mean|means|SD|SEM?|median|IQR|range)\b\s*[)\],]?|[(\[]\s*%\s*[)\]]|±",
    re.I,
)


@dataclass(frozen=True, slots=True)
class TableValue:
    """One cell: the fields of a measurement, the arm of its head with its size, and its place."""

    fields: dict[str, Any]
    endpoint: str | None
    label: str
    arm: str
    size: int | None
    place: str


def table_values(source: Source, finder: Finder) -> Iterator[TableValue]:
    """The values of the tables of a report, at most `MOST`."""
    left = MOST
    for number, table in enumerate(source.tables, 1):
        if _BEFORE.search(table.caption):
            continue
        for cell in cells(squared(table), number):
            if not left or compares(cell.heads) or _BEFORE.search(cell.corner):
                continue
            made = _value(cell, table.caption, finder)
            if made is not None:
                left -= 1
                yield made


def _value(cell: Cell, caption: str, finder: Finder) -> TableValue | None:
    heads = " ".join(cell.heads)
    label = _unmarked(": ".join(filter(None, cell.labels)))
    arm = _unmarked(unsized(heads))
    fields = _fields(cell, caption)
    named_arm = any(m.scheme in ("arm", "drug", "regimen") for m in finder.find(tokenise(heads)))
    if _MORE.search(cell.text[cell.value.end :]):
        return None
    if not re.search(r"[^\W\d_]{2}", label) or not named_arm or fields is None:
        return None
    size = size_in(heads)
    if size is not None and "numerator" in fields:
        fields.setdefault("denominator", str(size))
    found = [m for m in finder.find(tokenise(label)) if m.scheme == "endpoint"]
    known = [m.name for m in found if m.name not in finder.lexicon.families]
    place = f"table {cell.table}, row {cell.row + 1}, column {cell.column + 1}"
    return TableValue(fields, known[0] if known else None, label[:LONGEST], arm, size, place)


def _unmarked(text: str) -> str:
    """A head or label without the statistics that it names: `(n/N)`, `mean ± SD`."""
    bare = re.sub(r"[(\[]\s*[)\]]", " ", _STATISTIC.sub(" ", text))
    return " ".join(bare.split()).strip(" :,;")


def _fields(cell: Cell, caption: str) -> dict[str, Any] | None:
    """What the numbers of a cell are, by its own signs, then by the words around it."""
    v, told = cell.value, frozenset[str]()
    for text in (" ".join(cell.heads), " ".join(cell.labels), caption):
        told = told or named(text)
    made: dict[str, Any]
    count = whole_number(v.first)
    share = v.percent_first or bool(_PERCENT.search(" ".join((*cell.heads, *cell.labels))))
    if v.sign == "/" and v.total is not None:
        made = {"numerator": v.first, "denominator": v.total, "statistic": "proportion"}
        if v.second is not None:
            made |= {"value": v.second, "unit": "%"}
    elif v.sign in ("±", "()") and (v.named or v.sign == "±" or told & {"sd", "se"}):
        spread = "se" if v.named == "se" or ("se" in told and "sd" not in told) else "sd"
        made = {"value": v.first, spread: v.second, "statistic": "mean"}
    elif v.sign == "()" and count is not None and (v.percent_second or share or "count" in told):
        made = {"numerator": v.first, "value": v.second, "unit": "%", "statistic": "proportion"}
    elif v.sign in ("", "()") and share:
        made = {"value": v.first, "unit": "%", "statistic": "proportion"}
    elif v.sign == "range" or "median" in told:
        made = {"value": v.first, "statistic": "median"}
    elif v.sign == "" and count is not None and "count" in told:
        made = {"value": v.first, "unit": "patients", "statistic": "count"}
    elif v.sign == "" and "mean" in told:
        made = {"value": v.first, "statistic": "mean"}
    else:
        return None
    if "value" in made:
        made.setdefault("unit", "%" if share else "as in the table")
    sound = all(printable(made[key]) for key in ("value", "sd", "se") if key in made)
    return made if sound else None
