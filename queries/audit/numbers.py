"""Arithmetic on printed numbers, without any graph: whether a number can be what it says.

Counts are tested in exact rational arithmetic. A printed number stands for the interval of values
that round to it; half a last digit up or down both count as rounding, so that no convention of
rounding is taken for an error.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist

HALF = Fraction(1, 2)
SIGNIFICANT = 0.05
Z_SLACK = 0.1
P_SLACK = 1.2
"""By how much a p-value from another test than the one assumed may differ: on the scale of z, or
as a factor."""

_NORMAL = NormalDist()


class Verdict(StrEnum):
    """How a printed number stands to what gives it, from good to bad."""

    CONSISTENT = "consistent"
    TRUNCATED = "truncated"
    OFF = "off by less than one last digit"
    INCONSISTENT = "inconsistent"


class RatioVerdict(StrEnum):
    """How a ratio, its interval and its p-value stand to one another."""

    CONSISTENT = "consistent"
    OUTSIDE = "estimate outside interval"
    DECISION = "decision error"
    INCONSISTENT = "inconsistent"


_ORDER = list(Verdict)


def unit(printed: str) -> Fraction:
    """One unit of the last printed digit: 1/100 for `0.57`."""
    return Fraction(1, 10 ** (len(printed.partition(".")[2])))


def bounds(printed: str) -> tuple[Fraction, Fraction]:
    """The closed interval of values that `printed` may stand for."""
    value, half = Fraction(printed), unit(printed) / 2
    return value - half, value + half


def compare(printed: str, true: Fraction) -> Verdict:
    """How `printed` stands to the exact value that it should show."""
    value, last = Fraction(printed), unit(printed)
    if abs(value - true) <= last / 2:
        return Verdict.CONSISTENT
    if value <= true < value + last:
        return Verdict.TRUNCATED
    return Verdict.OFF if abs(value - true) < last else Verdict.INCONSISTENT


def percentage(k: int, n: int, printed: str) -> Verdict:
    """Whether `k` of `n` is `printed` per cent. `n` must be at least 1."""
    return compare(printed, Fraction(100 * k, n))


def reachable(printed: str, n: int) -> Verdict:
    """The best verdict that any whole count out of `n` gives (GRIM, Brown and Heathers 2017)."""
    return best(percentage(k, n, printed) for k in _near(printed, n))


def nearest(printed: str, n: int) -> tuple[int, Fraction]:
    """The whole count out of `n` that comes nearest to `printed` per cent, and its percentage."""
    k = min(_near(printed, n), key=lambda k: abs(Fraction(100 * k, n) - Fraction(printed)))
    return k, Fraction(100 * k, n)


def denominators(printed: str, among: range) -> list[int]:
    """The denominators among some for which `printed` per cent is a whole count, rounded."""
    return [n for n in among if reachable(printed, n) is Verdict.CONSISTENT]


MOST_WHOLE = 10**9
"""More people than this are in no study."""


def wholes(k: int, printed: str) -> range:
    """The numbers of people of whom `k` are `printed` per cent, rounded; `k` must be at least 1.

    >>> wholes(23, "95.8"), list(wholes(64, "94.2"))
    (range(24, 25), [])
    """
    low, high = bounds(printed)
    most = math.floor(100 * k / low) if low > 0 else MOST_WHOLE
    return range(max(k, math.ceil(100 * k / high)), most + 1) if high > 0 else range(0)


def nearest_wholes(k: int, printed: str) -> list[int]:
    """The numbers of people, one on either side, of whom `k` are nearest to `printed` per cent.

    >>> nearest_wholes(64, "94.2")
    [67, 68]
    """
    exact = 100 * k / Fraction(printed)
    return [n for n in (math.floor(exact), math.ceil(exact)) if n >= k]


def best(verdicts: Iterable[Verdict]) -> Verdict:
    """The best of some verdicts."""
    return min(verdicts, key=_ORDER.index)


def mean_reachable(printed: str, n: int, items: int = 1) -> bool:
    """Whether `n` people answering `items` whole-number items can have this mean (GRIM)."""
    grains = n * items
    low, high = bounds(printed)
    return math.ceil(low * grains) <= math.floor(high * grains)


def sd_reachable(mean: str, sd: str, n: int, items: int = 1) -> bool:
    """Whether whole numbers exist with this mean and standard deviation (GRIMMER, Allard 2018).

    Looks for a whole sum that gives the mean and, beside it, a whole sum of squares of the same
    parity that gives the sample standard deviation. `n` must be at least 2.
    """
    low_mean, high_mean = (bound * items for bound in bounds(mean))
    low_sd, high_sd = (max(bound * items, Fraction(0)) for bound in bounds(sd))
    for total in range(math.ceil(low_mean * n), math.floor(high_mean * n) + 1):
        about_mean = Fraction(total * total, n)
        low = math.ceil(low_sd**2 * (n - 1) + about_mean)
        high = math.floor(high_sd**2 * (n - 1) + about_mean)
        if any(squares % 2 == total % 2 for squares in range(low, min(high, low + 1) + 1)):
            return True
    return False


def binary_sd(mean: str, sd: str, n: int) -> bool:
    """Whether 0/1 data can have this mean and standard deviation (DEBIT, Heathers and Brown 2019).

    The standard deviation of 0/1 data follows from the mean; the two printed values must allow
    for one another after rounding. `n` must be at least 2.
    """
    low, high = (min(max(bound, Fraction(0)), Fraction(1)) for bound in bounds(mean))
    spread = [m * (1 - m) for m in (low, high)] + ([Fraction(1, 4)] if low <= HALF <= high else [])
    low_sd, high_sd = bounds(sd)
    factor = Fraction(n, n - 1)
    smallest, largest = min(spread) * factor, max(spread) * factor
    return max(low_sd, Fraction(0)) ** 2 <= largest and high_sd**2 >= smallest


def adds_up(total: str, parts: list[str]) -> Verdict:
    """Whether printed parts give a printed total, each part being off by half a digit at most."""
    gap = abs(Fraction(total) - sum((Fraction(part) for part in parts), Fraction(0)))
    slack = (unit(total) + sum((unit(part) for part in parts), Fraction(0))) / 2
    if gap <= unit(total) / 2:
        return Verdict.CONSISTENT
    return Verdict.OFF if gap <= slack else Verdict.INCONSISTENT


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """What interval and estimate say of the p-value: its range over all roundings."""

    verdict: RatioVerdict
    p: float | None
    p_low: float | None
    p_high: float | None


def ratio(
    estimate: str, low: str, high: str, p: str | None, p_operator: str = "=", level: str = "95"
) -> RatioCheck:
    """Whether the p-value of a ratio fits its interval (Altman and Bland 2011), on the log scale.

    The three numbers are taken over all values that round to them. The p-value is two-sided and
    from the normal distribution; an exact, score or log-rank test may differ with good reason.
    """
    if not Fraction(low) <= Fraction(estimate) <= Fraction(high):
        return RatioCheck(RatioVerdict.OUTSIDE, None, None, None)
    middle, floor, ceiling = (float(Fraction(text)) for text in (estimate, low, high))
    if min(middle, floor) <= 0:
        return RatioCheck(RatioVerdict.CONSISTENT, None, None, None)
    scores = [
        _z_score(e, lo, hi, float(level))
        for e in _corners(estimate)
        for lo in _corners(low)
        for hi in _corners(high)
        if 0 < lo < hi and e > 0
    ]
    around_one = _corners(estimate)[0] <= 1 <= _corners(estimate)[1]
    least, most = 0.0 if around_one else min(scores), max(scores)
    verdict = RatioVerdict.CONSISTENT
    if p and not p_agrees(p, p_operator, _p_of(most), _p_of(least)):
        low_p, high_p = (float(bound) for bound in bounds(p))
        says_yes = p_operator in ("<", "≤", "=") and high_p < SIGNIFICANT + float(unit(p)) / 2
        says_no = p_operator in (">", "≥", "=") and low_p > SIGNIFICANT
        wrong_yes = says_yes and _p_of(most) > SIGNIFICANT
        wrong_no = says_no and _p_of(least) < SIGNIFICANT
        verdict = RatioVerdict.DECISION if wrong_yes or wrong_no else RatioVerdict.INCONSISTENT
    computed = _p_of(_z_score(middle, floor, ceiling, float(level)))
    return RatioCheck(verdict, computed, _p_of(most), _p_of(least))


def difference(
    estimate: str, low: str, high: str, p: str, p_operator: str = "=", level: str = "95"
) -> RatioCheck:
    """The same for a difference, on its own scale; the p-value is of no difference."""
    if not Fraction(low) <= Fraction(estimate) <= Fraction(high):
        return RatioCheck(RatioVerdict.OUTSIDE, None, None, None)
    z = 2 * _NORMAL.inv_cdf(0.5 + float(level) / 200)
    scores = [
        abs(e) * z / (hi - lo)
        for e in _corners(estimate)
        for lo in _corners(low)
        for hi in _corners(high)
        if lo < hi
    ]
    around_zero = bounds(estimate)[0] <= 0 <= bounds(estimate)[1]
    if not scores:
        return RatioCheck(RatioVerdict.CONSISTENT, None, None, None)
    least, most = 0.0 if around_zero else min(scores), max(scores)
    fits = p_agrees(p, p_operator, _p_of(most), _p_of(least))
    verdict = RatioVerdict.CONSISTENT if fits else RatioVerdict.INCONSISTENT
    return RatioCheck(verdict, None, _p_of(most), _p_of(least))


def skew(estimate: str, low: str, high: str) -> float:
    """How far, in parts of the interval's width, an estimate lies off its middle on the log scale.

    Taken at the roundings most in its favour; 0 for an interval that is symmetric.
    """
    best = math.inf
    for lo in _corners(low):
        for hi in _corners(high):
            if not 0 < lo < hi:
                return 0.0
            middle = math.sqrt(lo * hi)
            floor, ceiling = (float(bound) for bound in bounds(estimate))
            if floor <= 0 or floor <= middle <= ceiling:
                return 0.0
            off = min(abs(math.log(bound / middle)) for bound in (floor, ceiling))
            best = min(best, off / math.log(hi / lo))
    return best


def two_arms(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """The least and the largest two-sided p-value that the usual tests give for two counts.

    Fisher's exact test and the chi-squared test with and without Yates's correction. Tables with
    an empty row or column give (1, 1).
    """
    import numpy as np
    from scipy import stats

    table = np.array([[k1, n1 - k1], [k2, n2 - k2]])
    if k1 + k2 in (0, n1 + n2):
        return 1.0, 1.0
    p_values = [
        float(stats.fisher_exact(table).pvalue),
        *(float(stats.chi2_contingency(table, correction=c).pvalue) for c in (True, False)),
    ]
    return min(p_values), max(p_values)


def _near(printed: str, n: int) -> range:
    middle = math.floor(Fraction(printed) * n / 100)
    return range(max(middle - 1, 0), min(middle + 2, n) + 1) or range(n, n + 1)


def _corners(printed: str) -> tuple[float, float]:
    low, high = bounds(printed)
    return float(low), float(high)


def _z_score(estimate: float, low: float, high: float, level: float) -> float:
    error = math.log(high / low) / (2 * _NORMAL.inv_cdf(0.5 + level / 200))
    return abs(math.log(estimate)) / error


def _p_of(z: float) -> float:
    return math.erfc(z / math.sqrt(2))


def _z_of(p: float) -> float:
    return -_NORMAL.inv_cdf(min(max(p, 1e-300), 1.0) / 2) if p < 1 else 0.0


def p_agrees(p: str, operator: str, least: float, most: float) -> bool:
    """Whether the printed p-value, in some rounding, comes close enough to the range."""
    low, high = (float(bound) for bound in bounds(p))
    not_below = _close(high, least) or high >= least
    not_above = _close(max(low, 1e-12), most) or low <= most
    if operator in ("<", "≤"):
        return not_below
    return not_above if operator in (">", "≥") else not_below and not_above


def _close(one: float, other: float) -> bool:
    near = abs(_z_of(one) - _z_of(other)) <= Z_SLACK
    return near or max(one, other) <= P_SLACK * min(one, other)
