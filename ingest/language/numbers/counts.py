"""Counts of people and events: `61/84`, `61 of 84 (72.6%)`, `n = 35`, `Twenty-one patients`."""

from decimal import Decimal

from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import (
    DOSE_UNITS,
    MONTHS,
    PEOPLE,
    WITHIN,
    WORD_NUMBERS,
    Scanner,
)
from ingest.language.words import words

_CLUSTERS = words("clusters")
_COUNTED = words("counted")
_NO_NOUN_BEYOND = words("noun_ends")
_NO_EVENTS = words("no_events")
_SEEN = words("seen")
_LONGEST_EVENT = 6
_ARTICLES = ("the", "a", "total", "all", "these", "those", "of")
_FARTHEST = 11
"""The most words between a count and its percentage in brackets."""
_SURE = 6
"""The most words between the two that need no arithmetic to prove that they belong together."""


def fraction(scan: Scanner, i: int) -> int:
    """A count and its total at `i`: `61/84`, `61 of the 84`, with the percentage that follows."""
    over = _of_or_slash(scan, i)
    if over is None:
        return i
    k = over + 1
    slash = scan.norm(over) == "/"
    while not slash and scan.lower(k) in _ARTICLES:
        k += 1
    top, bottom = scan.count_at(i), scan.count_at(k)
    if top is None or bottom is None or scan.percent(k + 1):
        return i
    worded = not scan.is_whole(i) and not scan.is_whole(k)
    if worded and not slash and scan.lower(k + 1) not in PEOPLE:
        return i  # one of three regimens
    if (
        scan.lower(i - 1) in MONTHS
        or top > bottom
        or bottom == 0
        or (slash and _no_count(scan, i, k))
    ):
        return i
    previous = scan.previous()
    if previous is not None and scan.opens(i - 1) and previous.last == i - 2:
        if previous.unit == "%" and previous.numerator is None:
            previous.numerator, previous.denominator, previous.last = str(top), str(bottom), k
            previous.rules.append("count-of-total")
            return k + 1
    quantity = Quantity(i, k, i, numerator=str(top), denominator=str(bottom), unit="patients")
    quantity.statistic = "proportion"
    quantity.rules.append("count-of-total")
    quantity.last = percentage_after(scan, quantity, k)
    scan.quantities.append(quantity)
    return quantity.last + 1


def _of_or_slash(scan: Scanner, i: int) -> int | None:
    """The place of what joins a count at `i` to its total."""
    if scan.count_at(i) is None:
        return None
    over = i + 1
    if scan.lower(over) == "out" and scan.lower(over + 1) == "of":
        over += 1
    if scan.lower(over) in PEOPLE and scan.lower(over + 1) == "of" and scan.is_whole(over + 2):
        over += 1
    return over if scan.lower(over) in ("of", "/") else None


def _no_count(scan: Scanner, i: int, k: int) -> bool:
    """Whether numbers around a slash are a label, a dose or a match: `10/10 HLA-matched`."""
    same = scan.norm(i) == scan.norm(k) and not scan.opens(i - 1)
    return (
        scan.is_label(i) or scan.lower(k + 1) in DOSE_UNITS or scan.norm(k + 1) == "/"
        or (same and scan.tokens[min(k + 1, len(scan.tokens) - 1)].text.isupper())
    )  # fmt: skip


def percentage_after(scan: Scanner, quantity: Quantity, last: int) -> int:
    """Attach a percentage in brackets some words after a count; return the last token."""
    for k in range(last + 1, last + 2 + _FARTHEST):
        if scan.norm(k) in ("(", "[", ","):
            return _percentage_at(scan, quantity, last, k)
        if k >= len(scan.tokens) or (scan.tokens[k].kind != "word" and scan.norm(k) != "-"):
            return last
    return last


def _percentage_at(scan: Scanner, quantity: Quantity, last: int, k: int) -> int:
    """Attach the percentage at the bracket or comma `k`, if there is one of this count."""
    number = scan.signed(k + 1)
    width = scan.percent(number.last + 1) if number is not None else 0
    inside = scan.norm(k) != ","
    if number is None or not width or (not inside and k != last + 1):
        return last
    if not inside and scan.lower(quantity.first - 1) in WITHIN:
        return last  # in 132 patients, 41.2 % …: the next share
    end = number.last + width
    if scan.norm(end + 1) in ("CI", "CrI", "confidence"):
        return last  # 13 weeks (95 % CI …)
    if k - last > _SURE and not _is_share(quantity, number.value):
        return last
    quantity.value, quantity.unit, quantity.statistic = number.value, "%", "proportion"
    quantity.rules.append("count-and-percentage")
    if scan.lower(end + 2) == "of" and quantity.denominator is None:
        after = end + 3 + (scan.lower(end + 3) in ("the", "all", "these"))
        if inside and scan.is_whole(after) and not scan.percent(after + 1):
            quantity.denominator, end = scan.norm(after), after
    return end


def _is_share(quantity: Quantity, percent: str) -> bool:
    """Whether a percentage is that of the count and total, within two points."""
    if not quantity.numerator or not quantity.denominator:
        return False
    share = Decimal(quantity.numerator) * 100 / Decimal(quantity.denominator)
    return abs(share - Decimal(percent)) < 2


def sample_size(scan: Scanner, i: int) -> int:
    """`n = 35` at `i`."""
    if scan.norm(i) not in ("n", "N") or scan.norm(i + 1) != "=" or not scan.is_whole(i + 2):
        return i
    last = i + 2
    if scan.lower(last + 1) in _CLUSTERS:
        return last + 1
    previous = scan.previous()
    if scan.opens(i - 1) and previous is not None and previous.last == i - 2:
        if previous.unit == "%" and previous.numerator is None:
            previous.numerator = scan.norm(i + 2)
            if scan.lower(i + 3) == "of" and scan.is_whole(i + 4):
                previous.denominator, last = scan.norm(i + 4), i + 4
            previous.last = last
            previous.rules.append("count-and-percentage")
            return last + 1
    if scan.norm(i - 1) == "," and previous is not None and previous.last == i - 2:
        if previous.unit == "%" and previous.denominator is None:
            previous.denominator, previous.last = scan.norm(i + 2), last
            previous.rules.append("of-people")
            return last + 1
    quantity = Quantity(i, last, i + 2, scan.norm(i + 2), "patients", statistic="count")
    quantity.rules.append("size")
    scan.quantities.append(quantity)
    return last + 1


def count_in_words(scan: Scanner, i: int) -> int:
    """A count in words at `i`: `Twenty-one patients`, `two deaths`, `sixty percent`."""
    spelt = scan.spelt_number(i)
    joined = scan.lower(i - 1) in ("and", "but", "vs", "versus", "with", "than")
    set_beside = joined and scan.lower(i + 1) in ("in", "on", "of", "with") and scan.quantities
    if (scan.lower(i) == "no" and scan.lower(i + 1) in PEOPLE) or (
        scan.lower(i) == "none" and set_beside
    ):
        spelt = 0, i
    if spelt is None:
        return _none_seen(scan, i)
    number, last = spelt
    few = number < 10 or scan.is_number(last + 2)
    if scan.is_time_unit(last + 1) or scan.is_label(i) or (scan.lower(last + 1) == "of" and few):
        return last + 1
    quantity = Quantity(i, last, i, str(number))
    quantity.wording = " ".join(t.text for t in scan.tokens[i : last + 1])
    quantity.rules.append("number-in-words")
    width = scan.percent(last + 1)
    if width:
        points = scan.lower(last + 1) == "percentage"
        quantity.unit, quantity.last = "%", last + width
        quantity.statistic = "difference" if points else "proportion"
        quantity.rules.append("percentage")
    elif scan.opens(last + 1):
        after = take_percentage(scan, quantity)
        quantity.last = after if after is not None else last
    if quantity.unit is None:
        take_noun(scan, quantity)
    scan.quantities.append(quantity)
    return quantity.last + 1


def _none_seen(scan: Scanner, i: int) -> int:
    """Zero events at `i`: `No serious bleeding was reported`."""
    if scan.lower(i) != "no" or scan.lower(i - 1) in ("there", "was", "were"):
        return i
    for k in range(i + 2, i + 2 + _LONGEST_EVENT):
        words_before = {scan.lower(j) for j in range(i + 1, k)}
        if words_before & _NO_EVENTS or scan.lower(k - 1) in (",", "(", "."):
            return i
        seen = scan.lower(k) == "occurred" or (
            scan.lower(k) in ("was", "were") and scan.lower(k + 1) in _SEEN
        )
        if seen and not any(scan.is_number(j) for j in range(k, k + _LONGEST_EVENT + 3)):
            quantity = Quantity(i, i, i, "0", "patients", statistic="count")
            quantity.rules += ["number-in-words", "count-of-events"]
            scan.quantities.append(quantity)
            return i + 1
    return i


def take_percentage(scan: Scanner, quantity: Quantity) -> int | None:
    """Attach the percentage after a count, as in `16 [14%]`; None if there is none."""
    value = quantity.value
    last = percentage_after(scan, quantity, quantity.last)
    if last == quantity.last:
        return None
    quantity.numerator = value
    return last


def take_noun(scan: Scanner, quantity: Quantity) -> None:
    """Parse the counted noun up to five words after a number: `24 enrolled patients`."""
    for k in range(quantity.last + 1, quantity.last + 7):
        token = scan.tokens[k] if k < len(scan.tokens) else None
        if token is None or token.kind == "number" or token.norm in (",", ".", ";", "(", ")"):
            return
        word = scan.lower(k)
        if token.kind == "word" and word in _COUNTED:
            value = quantity.value
            last = percentage_after(scan, quantity, k) if scan.opens(k + 1) else k
            if last > k:
                quantity.numerator, quantity.last = value, last
            quantity.rules.append("count-of-events")
            return
        if token.kind == "word" and word in PEOPLE:
            quantity.noun, quantity.unit, quantity.statistic = word, "patients", "count"
            quantity.rules.append("count-of-people")
            value = quantity.value
            last = percentage_after(scan, quantity, k)
            if last > k:
                quantity.numerator, quantity.last = value, last
            return
        if word in _NO_NOUN_BEYOND:
            return


def spelt(word: str) -> bool:
    """Whether a lower-case word is a number."""
    return word in WORD_NUMBERS
