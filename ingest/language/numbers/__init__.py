"""The grammar of printed numbers: from tokens to quantities, in one pass from left to right.

Each printed form is one function of `FORMS`: given the sentence and a place, it adds or completes
a quantity and returns the place behind it, or the place itself where the form does not apply.
Numbers that are no values (grade 3, block 1, reference years, doses) are skipped.
"""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from ingest.language.numbers.counts import fraction, sample_size
from ingest.language.numbers.intervals import interval, opened_spread, spread_range
from ingest.language.numbers.pvalues import p_value
from ingest.language.numbers.quantity import Quantity, printable
from ingest.language.numbers.ratios import RATIO_NAMES, RATIOS, ratio, unnamed_ratio
from ingest.language.numbers.scanner import PEOPLE, WITHIN, WORD_NUMBERS, Scanner
from ingest.language.numbers.shares import SHARES_BY_WORD, share
from ingest.language.numbers.units import NO_UNIT
from ingest.language.numbers.values import plain
from ingest.language.tokens import Token

__all__ = ["PEOPLE", "RATIOS", "Quantity", "printable", "quantities"]

FORMS: tuple[tuple[str, Callable[[Scanner, int], int]], ...] = (
    ("p = 0.03", p_value),
    ("95% CI 0.4 to 0.9", interval),
    ("IQR 14 to 29", spread_range),
    ("scored from 0 to 24", opened_spread),
    ("hazard ratio 0.7", ratio),
    ("(1.12, 0.85 to 1.48)", unnamed_ratio),
    ("half of", share),
    ("61 of 84 (72.6%)", fraction),
    ("n = 35", sample_size),
    ("72.6%", plain),
)
"""Every printed form, by an example, in the order in which they are tried at a place."""

_STARTERS = frozenset(
    (
        "p", "n", "ci", "cri", "confidence", "credible", "one", "no", "none", "hundred",
        "range", "iqr", "interquartile", "scored", "scale", "aged", "age", "ages", "ranging",
        "ranged", *WORD_NUMBERS, *SHARES_BY_WORD, *(first for first, _ in RATIO_NAMES),
        *(name.lower() for name in RATIOS),
    )
)  # fmt: skip
"""The lower-case words at which a form can start."""


def quantities(tokens: list[Token]) -> list[Quantity]:
    """The quantities of a sentence, in order.

    >>> from ingest.language.tokens import tokenise
    >>> (share,) = quantities(tokenise("EFS was 72.6% (95% CI, 60.1 to 85.1)."))
    >>> share.value, share.unit, (share.lower, share.upper, share.level), share.rules
    ('72.6', '%', ('60.1', '85.1', '95'), ['percentage', 'interval'])
    """
    scan = Scanner(tokens)
    i = 0
    while i < len(tokens):
        i = _read_at(scan, i)
    return _with_units(scan, _with_people(scan))


_LIST = frozenset(("and", "or", "vs", "versus", "v", "to", ",", ".", "compared", "with", "against"))


def _with_units(scan: Scanner, read: list[Quantity]) -> list[Quantity]:
    """The quantities, with the unit behind the last of a list given to all of it.

    `10.2 and 10.8 months`, `46 ± 16 vs 50 ± 21 min`; an age without a unit is in years.
    """
    for one, two in zip(read[-2::-1], read[:0:-1], strict=True):
        measured = two.measure is not None and two.unit == two.measure
        between = scan.lowers[one.last + 1 : two.first]
        if measured and NO_UNIT in one.doubts and set(between) <= _LIST and len(between) < 4:
            one.unit, one.measure = two.unit, two.measure
            one.doubts.remove(NO_UNIT)
    for one, two in pairwise(read):
        measured = one.measure is not None and one.unit == one.measure
        if measured and two.statistic == "difference" and NO_UNIT in two.doubts:
            two.unit, two.measure = one.unit, one.measure
            two.doubts[two.doubts.index(NO_UNIT)] = "the unit is that of the values before"
    for one in read:
        if NO_UNIT in one.doubts and "age" in scan.lowers[max(0, one.first - 4) : one.first]:
            one.unit = one.measure = "years"
            one.doubts[one.doubts.index(NO_UNIT)] = "an age is read as years"
        counted = _counted_time(scan, one) if NO_UNIT in one.doubts else None
        if counted is not None:
            one.unit = one.measure = counted
            one.doubts.remove(NO_UNIT)
    return read


def _counted_time(scan: Scanner, one: Quantity) -> str | None:
    """The unit of `the number of days in hospital was 9`."""
    for k in range(max(0, one.first - 16), one.first):
        if scan.words(k, ("number", "of")) and scan.lower(k + 2) in (
            "day",
            "week",
            "month",
            "hour",
        ):
            return f"{scan.lower(k + 2)}s"
    return None


def _read_at(scan: Scanner, i: int) -> int:
    """Parse what starts at `i` and return the next position, which is greater than `i`."""
    lower = scan.lower(i)
    verb = scan.tokens[i].text.lower() == "means"
    if (lower in ("mean", "average", "averaged") and not verb) or (
        scan.tokens[i].text == "M" and scan.norm(i + 1) == "="
    ):
        scan.mean, scan.announced_spread = i, scan.spread_kind_at(i + 1)
    elif lower == "median":
        scan.median = i
    if scan.tokens[i].kind == "word" and lower not in _STARTERS:
        return i + 1
    for _, form in FORMS:
        after = form(scan, i)
        if after > i:
            return after
    return i + 1


def _with_people(scan: Scanner) -> list[Quantity]:
    """The quantities, with what is told of one number at two places merged.

    `45.9 % (4.4) in 132 patients` is a share of 132, `60 % of those given X (90 of 150)` has its
    count, and `of 168 infants, 139 (81 %)` its total, where the arithmetic agrees.
    """
    kept: list[Quantity] = []
    for quantity in scan.quantities:
        previous = kept[-1] if kept else None
        if previous is not None and (
            _is_total(scan, previous, quantity) or _is_count(scan, previous, quantity)
        ):
            continue
        if previous is not None and _is_share_of(scan, previous, quantity):
            continue
        if previous is not None and quantity.numerator and quantity.denominator is None:
            of_all = scan.lower(previous.first - 1) in WITHIN and previous.statistic == "count"
            if (
                of_all
                and quantity.value
                and makes(quantity.numerator, previous.value, quantity.value)
            ):
                quantity.denominator = previous.value
                quantity.rules.append("of-people")
        kept.append(quantity)
    return kept


def _is_total(scan: Scanner, previous: Quantity, quantity: Quantity) -> bool:
    """Take the people that a percentage is of: `45.9 % (4.4) in 132 patients`."""
    head = quantity.statistic == "count" and quantity.unit == "patients"
    if not head or previous.unit != "%" or previous.denominator is not None:
        return False
    between = scan.lowers[previous.last + 1 : quantity.first]
    if between[:1] == ["("] and ")" in between:
        between = between[between.index(")") + 1 :]
    if between not in ([word] for word in WITHIN):
        return False
    previous.denominator = quantity.value
    previous.rules.append("of-people")
    return True


def _is_count(scan: Scanner, previous: Quantity, quantity: Quantity) -> bool:
    """Take the count and total of a percentage some words before: `60 % of … (90 of 150)`."""
    open_ = previous.unit == "%" and previous.value and previous.numerator is None
    if not open_ or quantity.value is not None or not scan.opens(quantity.first - 1):
        return False
    if not makes(quantity.numerator, quantity.denominator, previous.value):
        return False
    previous.numerator, previous.denominator = quantity.numerator, quantity.denominator
    previous.rules.append("count-of-total")
    return True


def _is_share_of(scan: Scanner, previous: Quantity, quantity: Quantity) -> bool:
    """Take the percentage told some words after its count: `5 of 41 …, a proportion of 12.2%`."""
    open_ = previous.value is None and previous.numerator and quantity.numerator is None
    if not open_ or quantity.unit != "%" or quantity.first - previous.last > 16:
        return False
    if not makes(previous.numerator, previous.denominator, quantity.value):
        return False
    previous.value, previous.unit, previous.last = quantity.value, "%", quantity.last
    previous.rules.append("count-and-percentage")
    return True


def makes(count: str | None, total: str | None, percent: str | None) -> bool:
    """Whether a count of a total is a percentage, to a point."""
    if not (count and total and percent) or not total.isdigit() or int(total) == 0:
        return False
    return abs(Decimal(count) * 100 / Decimal(total) - Decimal(percent)) < 1
