"""Hazard, odds, risk and rate ratios: named, listed, or by their bounds alone."""

from decimal import Decimal

from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import LEVELS, SIGN_OPERATORS, Number, Scanner

RATIOS = {
    "HR": "hazard-ratio", "aHR": "hazard-ratio", "SHR": "hazard-ratio", "OR": "odds-ratio",
    "aOR": "odds-ratio", "RR": "risk-ratio", "aRR": "risk-ratio", "IRR": "rate-ratio",
}  # fmt: skip
RATIO_NAMES = {
    ("hazard", "ratio"): "hazard-ratio", ("odds", "ratio"): "odds-ratio",
    ("odd", "ratio"): "odds-ratio", ("risk", "ratio"): "risk-ratio",
    ("relative", "risk"): "risk-ratio", ("rate", "ratio"): "rate-ratio",
}  # fmt: skip
_FARTHEST = 22
"""The most tokens between the name of a ratio and its number."""


def ratio(scan: Scanner, i: int) -> int:
    """The ratio that is named at `i`."""
    token = scan.tokens[i]
    statistic, k = RATIOS.get(token.text.removesuffix("s")), i + 1
    if statistic is None:
        statistic, k = RATIO_NAMES.get((scan.lower(i), scan.lower(i + 1))), i + 2
    if statistic is None or scan.lower(k) in ("reduction", "difference"):
        return i
    k = _number_after(scan, k, 3 if token.text == "OR" else _FARTHEST)
    number = scan.signed(k)
    if number is None or scan.percent(number.last + 1) or scan.is_time_unit(number.last + 1):
        return i
    if number.value in LEVELS or number.value.startswith("-"):
        return i
    _add(scan, i, number, statistic)
    return scan.quantities[-1].last + 1


def _number_after(scan: Scanner, k: int, farthest: int) -> int:
    """The next number from `k` that a ratio can be, past adjustments such as `(S vs. SP)`."""
    depth = 0
    for place in range(k, k + farthest + 1):
        if scan.is_number(place) and not scan.is_label(place):
            return place
        word = scan.norm(place)
        depth += (word in ("(", "[")) - (word in (")", "]"))
        left = depth < 0 and place > k  # (HR+), and what follows is something else
        if word == ";" or not word or left:
            return -1
        if word == "." and scan.lower(place - 1) not in ("v", "vs"):
            return -1
    return -1


def _add(scan: Scanner, first: int, number: Number, statistic: str) -> None:
    quantity = Quantity(
        first, number.last, number.first, number.value, "ratio", statistic=statistic
    )
    quantity.operator = SIGN_OPERATORS.get(scan.norm(number.first - 1), "=")
    quantity.rules.append("ratio")
    _take_bounds(scan, quantity)
    scan.quantities.append(quantity)


def _take_bounds(scan: Scanner, quantity: Quantity) -> None:
    """Parse `0.7 (0.5 to 0.9)` and `0.7, 0.5 to 0.9`."""
    k = quantity.last + 1
    ends = scan.range(k + 1) if scan.opens(k) or scan.norm(k) in (",", ";") else None
    if ends is not None and encloses(ends, quantity.value or ""):
        quantity.lower, quantity.upper, quantity.last = ends
        quantity.doubts.append("the level of the interval is not printed")


def encloses(ends: tuple[str, str, int], value: str) -> bool:
    """Whether a value lies within the ends of a range."""
    return Decimal(ends[0]) <= Decimal(value) <= Decimal(ends[1])


def unnamed_ratio(scan: Scanner, i: int) -> int:
    """A ratio without its name: `…% (1.12, 0.85 to 1.48; p=0.4)`, or the next of a list."""
    number = scan.signed(i)
    if number is None or "." not in number.value or Decimal(number.value) <= 0:
        return i
    if scan.percent(number.last + 1) or Decimal(number.value) > 50:
        return i
    ratios = [q for q in scan.quantities if q.unit == "ratio"]
    previous = scan.previous()
    k = number.last + 1
    bounded = scan.norm(k) in (",", ";") and scan.range(k + 1)
    alone = scan.norm(i - 1) in ("(", "[", ";")
    if bounded and alone and encloses(bounded, number.value) and "." in bounded[0]:
        _add(scan, i, number, ratios[-1].statistic or "" if ratios else "")
        if not ratios:
            scan.quantities[-1].statistic = None
            scan.quantities[-1].doubts.append("the ratio is not named with its value")
        return scan.quantities[-1].last + 1
    listed = previous is not None and previous.unit == "ratio" and i - previous.last <= 6
    ends = scan.range(k + 1) if scan.opens(k) else None
    if previous is not None and ratios and ends and i - ratios[-1].last <= 16:
        if "." in ends[0] and encloses(ends, number.value) and scan.lower(i - 1) in ("and", "or"):
            _add(scan, i, number, ratios[-1].statistic or "")
            return scan.quantities[-1].last + 1
    if previous is not None and listed and _continues(scan, previous.last + 1, i):
        _add(scan, i, number, previous.statistic or "")
        return scan.quantities[-1].last + 1
    return i


def _continues(scan: Scanner, start: int, end: int) -> bool:
    between = set(scan.lowers[start:end])
    return bool(between & {"and", ",", "to", "v", "vs"}) and between <= {
        ")", "]", ",", "and", "to", "v", "vs", ".", "for",
    }  # fmt: skip
