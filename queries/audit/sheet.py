"""Numbers from a spreadsheet, tested row by row without any graph."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest import csvfile
from ontology.errors import Problem, RecordError
from ontology.model import Printed
from queries.audit import numbers
from queries.audit.numbers import RatioVerdict, Verdict

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_INTERVAL = re.compile(r"\s*[\[(]?\s*(\S+?)\s*(?:-|–|—|to|,|;)\s*(\S+?)\s*[\])]?\s*")
_P = re.compile(r"\s*[pP]?\s*([=<>≤≥]?)\s*(\S+)\s*")
_ALIASES = {
    "percentage": "percent", "%": "percent", "count": "k", "numerator": "k", "total": "n",
    "denominator": "n", "estimate": "ratio", "hr": "ratio", "or": "ratio", "rr": "ratio",
    "lower": "low", "upper": "high", "ci": "interval", "p_op": "p_operator", "p_value": "p",
}  # fmt: skip

GOOD = (Verdict.CONSISTENT.value, RatioVerdict.CONSISTENT.value)
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it was given, with its verdict and the reason in words; `row` counts from 1."""

    row: int
    given: dict[str, str]
    verdict: str
    reason: str


def read(path: Path) -> list[SheetRow]:
    """Test each row of a CSV file by the columns that it has.

    `k,n,percent`; `percent,n`; `mean,n[,items][,sd]` (with `scale` `binary` for 0/1 data); or
    `ratio`, `interval` (or `low`, `high`) and `p`. Raises RecordError if the file is no such CSV.
    """
    with csvfile.opened(path) as reader:
        if not _kind({_column(name) for name in reader.fieldnames or ()}):
            reason = (
                "has none of the column sets k,n,percent · percent,n · mean,n · "
                "ratio,interval,p · ratio,low,high,p"
            )
            raise RecordError([Problem(path.name, 1, "", reason)])
        return [_row(n, dict(row)) for n, row in enumerate(reader, 1)]


def _row(number: int, raw: Mapping[str | None, str | list[str] | None]) -> SheetRow:
    given = {k: v for k, v in raw.items() if isinstance(k, str) and isinstance(v, str)}
    cells = {_column(name): text.strip() for name, text in given.items() if text.strip()}
    verdict, reason = tested(cells)
    return SheetRow(number, given, verdict, reason)


def tested(cells: Mapping[str, str]) -> tuple[str, str]:
    """The verdict on the cells of one row, by column, and the reason in words."""
    try:
        return _tested(cells)
    except ValueError as error:
        return UNREADABLE, str(error)


def _tested(cells: Mapping[str, str]) -> tuple[str, str]:
    match _kind(set(cells)):
        case "count":
            k, n, percent = _count(cells, "k"), _count(cells, "n"), _printed(cells, "percent")
            if n < 1 or k > n:
                raise ValueError(f"{k} of {n} is no share")
            exact = f"{k} of {n} is {100 * k / n:.4g}%"
            return numbers.percentage(k, n, percent).value, exact
        case "percent":
            n, percent = _count(cells, "n"), _printed(cells, "percent")
            if n < 1:
                raise ValueError("n must be at least 1")
            k, near = numbers.nearest(percent, n)
            return numbers.reachable(percent, n).value, f"nearest: {k} of {n}, {float(near):.4g}%"
        case "mean":
            return _mean(cells)
        case "ratio":
            return _ratio(cells)
    raise ValueError("the row lacks a number that its columns ask for")


def _mean(cells: Mapping[str, str]) -> tuple[str, str]:
    mean, n = _printed(cells, "mean"), _count(cells, "n")
    items = _count(cells, "items") if "items" in cells else 1
    if n < 1 or items < 1:
        raise ValueError("n and items must be at least 1")
    if cells.get("scale", "").casefold() == "binary" and "sd" in cells and n > 1:
        good = numbers.binary_sd(mean, _printed(cells, "sd"), n)
        return _verdict(good), "DEBIT: mean and standard deviation of 0/1 data"
    if not numbers.mean_reachable(mean, n, items):
        return Verdict.INCONSISTENT.value, "GRIM: no whole numbers give this mean"
    if "sd" in cells and n > 1 and not numbers.sd_reachable(mean, _printed(cells, "sd"), n, items):
        return Verdict.INCONSISTENT.value, "GRIMMER: no whole numbers give this mean and deviation"
    return Verdict.CONSISTENT.value, "whole numbers give this"


def _ratio(cells: Mapping[str, str]) -> tuple[str, str]:
    if "interval" in cells:
        parts = _INTERVAL.fullmatch(cells["interval"])
        if parts is None:
            raise ValueError(f"{cells['interval']!r} is no interval such as 0.36-0.82")
        low, high = (_number(text, "interval") for text in parts.groups())
    else:
        low, high = _printed(cells, "low"), _printed(cells, "high")
    p, operator = None, "="
    if "p" in cells:
        match = _P.fullmatch(cells["p"])
        if match is None:
            raise ValueError(f"{cells['p']!r} is no p-value")
        operator = match[1] or cells.get("p_operator", "=")
        p = _number(match[2], "p")
        if not 0 <= float(p) <= 1:
            raise ValueError(f"a p-value lies between 0 and 1, not {p}")
    level = _printed(cells, "level") if "level" in cells else "95"
    ratio = _printed(cells, "ratio")
    check = numbers.ratio(ratio, low, high, p, operator, level)
    if check.p_low is None or check.p_high is None:
        return check.verdict.value, "the interval does not hold the estimate"
    return check.verdict.value, f"the interval goes with p {check.p_low:.2g} to {check.p_high:.2g}"


def _kind(columns: set[str]) -> str:
    if {"k", "n", "percent"} <= columns:
        return "count"
    if {"percent", "n"} <= columns:
        return "percent"
    if {"mean", "n"} <= columns:
        return "mean"
    if "ratio" in columns and ("interval" in columns or {"low", "high"} <= columns):
        return "ratio"
    return ""


def _column(name: str) -> str:
    plain = name.strip().casefold().replace(" ", "_")
    return _ALIASES.get(plain, plain)


def _printed(cells: Mapping[str, str], column: str) -> Printed:
    return _number(cells[column], column) if column in cells else _absent(column)


def _absent(column: str) -> str:
    raise ValueError(f"{column} is empty")


def _number(text: str, column: str) -> str:
    plain = text.strip().rstrip("%").strip().replace("·", ".").replace("−", "-")
    plain = "0" + plain if plain.startswith(".") else plain
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{column}: {text!r} is no number")
    return plain


def _count(cells: Mapping[str, str], column: str) -> int:
    text = _printed(cells, column)
    if not text.isdigit():
        raise ValueError(f"{column}: {text!r} is no whole number")
    return int(text)


def _verdict(good: bool) -> str:
    return (Verdict.CONSISTENT if good else Verdict.INCONSISTENT).value
