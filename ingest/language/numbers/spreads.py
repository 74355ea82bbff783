"""What is printed beside a value: `± 3.1`, `(SD 4.5)`, `, SD = 1.2`, `(35, 70%)`."""

from decimal import Decimal

from ingest.language.numbers.counts import take_percentage
from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.ratios import encloses
from ingest.language.numbers.scanner import DOSE_UNITS, TIME_UNITS, Scanner
from ingest.language.words import words

_SPREADS = frozenset(("SD", "SE", "SEM"))
_RANGES = words("spread_words")
_REACH = 25
"""The most tokens from the word `mean` to a value that it is about."""


def take_spread(scan: Scanner, quantity: Quantity) -> None:
    """Parse `± 3.1` after a value."""
    sign = scan.norm(quantity.last + 1)
    k = quantity.last + 2
    if sign not in ("±", "+") or not scan.is_number(k):
        return
    if sign == "+":
        # A plus between a value and a smaller one, before a percent sign, is ± misprinted.
        if not scan.percent(k + 1) or Decimal(scan.norm(k)) >= Decimal(quantity.value or "0"):
            return
        quantity.doubts.append("a plus sign is read as ±")
    quantity.spread, quantity.last = scan.norm(k), k
    quantity.rules.append("spread")
    quantity.spread_kind = scan.announced_spread
    if quantity.spread_kind is None and quantity.core - scan.mean < _REACH:
        quantity.statistic, quantity.spread_kind = "mean", "sd"
    elif quantity.spread_kind is not None:
        quantity.statistic = "mean"
    width = scan.percent(k + 1)
    if width:
        quantity.unit, quantity.last = "%", k + width
    after = quantity.last + 1 + scan.opens(quantity.last + 1)
    if scan.norm(after).upper() in _SPREADS and not scan.is_number(after + 1):
        quantity.spread_kind = _kind(scan.norm(after))


def _kind(name: str) -> str:
    return "sd" if name.upper() == "SD" else "se"


def take_listed_spread(scan: Scanner, quantity: Quantity) -> None:
    """Parse `3.0, SD = 1.2`, also with the unit before the comma."""
    k = quantity.last + 1
    if scan.norm(k) not in (",", ";") and scan.norm(k + 1) in (",", ";"):
        k += scan.lower(k) in DOSE_UNITS | TIME_UNITS | {"point"}
    if scan.norm(k) not in (",", ";") or scan.norm(k + 1).upper() not in _SPREADS:
        return
    number = k + 2 + (scan.norm(k + 2) in ("=", ":", "±"))
    if scan.is_number(number):
        quantity.spread, quantity.last = scan.norm(number), number
        quantity.spread_kind, quantity.statistic = _kind(scan.norm(k + 1)), "mean"
        quantity.rules.append("spread")


def take_brackets(scan: Scanner, quantity: Quantity) -> None:
    """Parse `(SD 4.5)`, `[1.17]` after an announced mean, `(35, 70%)`, `(61 patients)`."""
    k = quantity.last + 1
    if quantity.unit is None and scan.lower(k) in DOSE_UNITS | TIME_UNITS | {"point"}:
        k += scan.opens(k + 1)
    if not scan.opens(k):
        return
    inner = k + 1
    if _named_spread(scan, quantity, inner) or _announced_spread(scan, quantity, inner):
        return
    if _bare_interval(scan, quantity, inner):
        return
    if quantity.value and quantity.value.isdigit() and quantity.unit is None:
        last = take_percentage(scan, quantity)
        quantity.last = quantity.last if last is None else last


def _named_spread(scan: Scanner, quantity: Quantity, inner: int) -> bool:
    """Take `SD 4.5`, `standard error [SE] = 2.8`, `± 4.5` in brackets."""
    spelt = scan.lower(inner) == "standard"
    kind = scan.spread_kind_at(inner) if spelt or scan.norm(inner).upper() in _SPREADS else None
    if not kind and scan.norm(inner) != "±":
        return False
    inner += bool(kind) and spelt
    inner += 3 * (bool(kind) and spelt and scan.opens(inner + 1))
    number = inner + 1
    number += scan.norm(number) in ("=", ":", ",", "±")
    if scan.is_number(number):
        quantity.spread, quantity.spread_kind, quantity.last = scan.norm(number), kind, number
        quantity.rules.append("spread")
        if kind and quantity.unit != "%":
            quantity.statistic = "mean"
    return True


def _announced_spread(scan: Scanner, quantity: Quantity, inner: int) -> bool:
    """Take `(4.5)` where `mean (SD)` was or will be said."""
    kind = scan.announced_spread if quantity.core - scan.mean < _REACH else None
    later = scan.spread_named_later
    if kind is None and later is not None and later[0] > inner:
        kind = later[1]
    if not kind or not scan.is_number(inner) or scan.norm(inner + 1) not in (")", "]"):
        return False
    quantity.spread, quantity.spread_kind, quantity.last = scan.norm(inner), kind, inner
    quantity.statistic = "mean"
    quantity.rules.append("spread")
    return True


def _bare_interval(scan: Scanner, quantity: Quantity, inner: int) -> bool:
    """Take `(35, 70%)` and `[59 to 80]` around a percentage as the bounds of its interval."""
    named = scan.lower(inner) in _RANGES
    while named and not scan.is_number(inner) and scan.lower(inner) in _RANGES | {",", ":", "of"}:
        inner += 1
    ends = scan.range(inner) if scan.norm(inner + 1) != "/" else None
    if ends is None or not encloses(ends, quantity.value or "0") or quantity.lower is not None:
        return False
    closed = scan.norm(ends[2] + 1) in (")", "]")
    unit_after = closed and scan.lower(ends[2] + 2) in TIME_UNITS | DOSE_UNITS
    if not (quantity.unit == "%" and (closed or scan.norm(ends[2] + 1) in (";", ","))):
        if not (quantity.unit is None and unit_after):
            return False
    quantity.last = ends[2] + unit_after
    if named:
        return True
    quantity.lower, quantity.upper = ends[:2]
    quantity.doubts.append("the level of the interval is not printed")
    quantity.rules.append("interval")
    return True
