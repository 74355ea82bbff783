"""`95% CI 0.4 to 0.9`, and the brackets of a range or quartiles, which are no values."""

from ingest.language.numbers.scanner import FILLERS, LEVELS, Scanner
from ingest.language.words import words

_LEADS = FILLERS | {"from", "between", ",", ":", "=", "(", "[", ";"}
_SPREADS = words("spread_words")


def interval(scan: Scanner, i: int) -> int:
    """Attach the confidence interval that starts at `i` to the quantity before it."""
    level, k = _level(scan, i)
    k += level is not None and scan.norm(k) == "-"
    named = _name(scan, k)
    if not named:
        return i
    k += named
    if level is None:
        level, k = _level(scan, k)
    while scan.lower(k) in _LEADS:
        k += 1
    ends = scan.range(k)
    if ends is None:
        # Without bounds this is the name of an interval, or cumulative incidence.
        return max(k, i + 1) if level is not None else i
    low, high, last = ends
    previous = scan.previous()
    if previous is not None and previous.lower is None and i - previous.last <= 14:
        previous.lower, previous.upper, previous.level = low, high, level
        previous.rules.append("interval")
        if level is None:
            previous.doubts.append("the level of the interval is not printed")
    return last + 1


def _level(scan: Scanner, k: int) -> tuple[str | None, int]:
    """The level at `k` and the token after it."""
    if scan.is_number(k) and scan.norm(k) in LEVELS and scan.percent(k + 1):
        return scan.norm(k), k + 1 + scan.percent(k + 1)
    return None, k


def _name(scan: Scanner, k: int) -> int:
    """The number of tokens of the name of an interval at `k`."""
    if scan.norm(k) in ("CI", "CrI", "ci"):
        return 1
    if scan.words(k, ("confidence", "interval")) or scan.words(k, ("credible", "interval")):
        return 5 if scan.opens(k + 2) and scan.norm(k + 3) in ("CI", "CrI") else 2
    return 0


def spread_range(scan: Scanner, i: int) -> int:
    """Skip `IQR 14 to 29`, `range, 3-22`, `interquartile range 3 to 9`."""
    if scan.lower(i) not in _SPREADS:
        return i
    k = i
    while scan.lower(k) in _SPREADS or scan.lower(k) in _LEADS or scan.lower(k) in ("a", "Q1"):
        k += 1
    ends = scan.range(k)
    return ends[2] + 1 if ends is not None else i


def opened_spread(scan: Scanner, i: int) -> int:
    """Skip `scored from 0 to 24`, `aged 5 to 9 years`: the ends of a scale or of ages."""
    if scan.lower(i) not in ("scored", "scale", "aged", "age", "ages", "ranging", "ranged"):
        return i
    k = i + 1
    while scan.lower(k) in _LEADS:
        k += 1
    ends = scan.range(k)
    if ends is None or (scan.lower(i) in ("ranging", "ranged") and scan.norm(ends[2]) == "%"):
        return i
    return ends[2] + 1
