"""The unit of a value and the kind of number that the words beside it make it."""

from ingest.language.numbers.counts import take_noun
from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import DOSE_UNITS, FILLERS, PEOPLE, TIME_UNITS, Scanner
from ingest.language.words import words

_CHANGES = words("shrinking") | words("growing") | {"difference"}
_CHANGED = words("changing")
_EVENTS = frozenset(("event", "episode"))
_SPANS = frozenset(("year", "month", "week", "day", "hour"))
_MORE = words("numbers_higher") | words("numbers_lower") | {"more", "less"}
NO_UNIT = "the unit is not printed with the value"
_REACH = 12
"""The most tokens from `mean` or `median` to a value that it is about."""


def take_unit(scan: Scanner, quantity: Quantity) -> None:
    """Attach the unit that follows a value, and its statistic."""
    closed = scan.norm(quantity.last + 1) in (")", "]") and quantity.spread is not None
    if closed and scan.lower(quantity.last + 2) in TIME_UNITS | DOSE_UNITS:
        quantity.last += 1  # 0.14 (SD 0.11) µg/kg/min
    if quantity.unit == "%":
        _take_average(scan, quantity)
        negative = (quantity.value or "").startswith("-")
        if negative or (quantity.statistic == "proportion" and is_change(scan, quantity)):
            quantity.statistic = "difference"
        return
    unit = scan.lower(quantity.last + 1)
    whole = bool(quantity.value) and (quantity.value or "").isdigit()
    if whole and unit in PEOPLE:
        take_noun(scan, quantity)
        return
    at = quantity.last + 1 + (scan.norm(quantity.last + 1) == "-")
    if quantity.spread is not None and quantity.statistic is None:
        quantity.statistic = "mean"
    _take_average(scan, quantity)
    if quantity.spread is None and is_change(scan, quantity):
        quantity.statistic = "difference"
    if quantity.statistic is None and scan.lower(at) in TIME_UNITS:
        quantity.statistic = _average_of_follow_up(scan, at + 1)
    _name_unit(scan, quantity, at)
    if quantity.unit is None and whole and quantity.statistic != "difference":
        take_noun(scan, quantity)


def _average_of_follow_up(scan: Scanner, k: int) -> str | None:
    """The average that follows in `at 40 months' median follow-up`."""
    k += scan.norm(k) in ("'", "’")
    named = scan.lower(k) if scan.lower(k + 1) in ("follow", "followup") else ""
    return named if named in ("median", "mean") else None


def _name_unit(scan: Scanner, quantity: Quantity, at: int) -> None:
    """Read the unit at a token: a length of time, a measure, points."""
    word, measured = scan.lower(at), quantity.statistic is not None
    if word in TIME_UNITS:
        quantity.measure = f"{word}s" if len(word) > 3 or word == "day" else word
        quantity.unit = quantity.measure if measured else "time"
        quantity.last = at if measured else quantity.last
    elif word in DOSE_UNITS:
        quantity.measure, last = _measure(scan, at)
        quantity.unit = quantity.measure if measured else "dose"
        quantity.last = last if measured else quantity.last
    elif word == "point" and at == quantity.last + 1:
        quantity.unit, quantity.last = "points", at
        quantity.statistic = quantity.statistic or "mean"
    elif measured and scan.lower(at) not in PEOPLE:
        quantity.unit = "points"
        quantity.doubts.append(NO_UNIT)


def rate_unit(scan: Scanner, k: int) -> str | None:
    """The unit of a rate over time whose words begin at `k`: `strokes per 100 patient-years`."""
    per = next((j for j in range(k, k + 4) if scan.lower(j) == "per"), None)
    if per is None or any(scan.tokens[j].kind != "word" for j in range(k, per)):
        return None
    last = per + 1 + scan.is_number(per + 1)
    of_people, of_events = scan.lower(last) in PEOPLE, per > k and scan.lower(per - 1) in _EVENTS
    last += of_people + (of_people and scan.norm(last + 1) == "-")
    if scan.is_number(per + 1) and len(scan.norm(per + 1)) > 3 and not of_people:
        last = per + 1
    elif scan.lower(last) not in _SPANS or not (of_people or of_events):
        return None
    first = per - of_events
    text = " ".join(token.text for token in scan.tokens[first : last + 1])
    return text.replace(" - ", "-").replace(" – ", "-").replace(" ‐ ", "-")


def _measure(scan: Scanner, at: int) -> tuple[str, int]:
    """A unit of several tokens, such as `mg/dl` or `mm Hg`, as printed, and its last token."""
    last = at
    while scan.norm(last + 1) == "/" and last + 2 < len(scan.tokens):
        last += 2
    if last == at and scan.lower(at + 1) in ("hg", "h2o"):
        last = at + 1
    first, final = scan.tokens[at], scan.tokens[last]
    pieces = [t.text for t in scan.tokens[at : last + 1]]
    return (" " if final.start > first.end and last == at + 1 else "").join(pieces), last


def _take_average(scan: Scanner, quantity: Quantity) -> None:
    """Take `mean` or `median` from the words before, or from the value before in a list."""
    previous = scan.previous()
    unit = scan.lower(quantity.last + 1).removesuffix("s")
    if quantity.unit == "%":
        since = previous.last if previous is not None else -1
        named = scan.mean if scan.mean >= scan.median else scan.median
        near = named > since and quantity.core - named < _REACH and not _shares(scan, named)
        going_on = previous is not None and previous.unit == "%" and (
            previous.statistic in ("mean", "median") and quantity.core - previous.last < 6
        )  # fmt: skip
        if near:
            quantity.statistic = "mean" if named == scan.mean else "median"
        elif going_on and previous is not None:
            quantity.statistic = previous.statistic
        return
    if previous is not None and previous.statistic in ("mean", "median"):
        between = scan.outside(previous.last + 1, quantity.first)
        against = len(between) < 3 and bool({"vs", "versus", "v"} & set(between))
        leads = scan.lower(previous.last + 1), scan.lower(quantity.last + 1)
        against = against or (leads[0] == leads[1] and leads[0] in ("in", "with", "for"))
        alike = bool(unit) and (previous.unit or "").lower().split("/")[0].removesuffix("s") == unit
        if quantity.statistic is None and (alike or against) and quantity.core - previous.last < 22:
            quantity.statistic = previous.statistic  # the list goes on
    if _reaches(scan, scan.median, quantity):
        quantity.statistic = "median"
    elif _reaches(scan, scan.mean, quantity) and quantity.statistic is None:
        quantity.statistic = "mean"


def _reaches(scan: Scanner, named: int, quantity: Quantity) -> bool:
    """Whether `mean` or `median` at a place is about a value: near, and in no bracket before it."""
    if named < 0:
        return False
    between = scan.norms[named : quantity.first]
    apart = any(scan.is_number(k) for k in range(named, quantity.first)) or "," in between
    if quantity.core - named >= (_REACH if apart else 2 * _REACH):
        return False
    return between.count(")") <= between.count("(")


def _shares(scan: Scanner, named: int) -> bool:
    """Whether the words after `mean` make it the mean of something else: `mean follow-up`."""
    return scan.lower(named + 1) in ("follow", "followup", "age", "time")


def is_change(scan: Scanner, quantity: Quantity) -> bool:
    """Whether a value is a change: `a difference of 5%`, `fell by 5%`, `a 5% reduction`."""
    k = quantity.last + 1
    if scan.lower(k) in _CHANGES or (
        scan.lower(k) in ("relative", "absolute", "risk") and scan.lower(k + 1) in _CHANGES
    ):
        return True
    if quantity.unit == "%" and scan.lower(k) in _MORE and scan.lower(k + 1) != "than":
        return True  # 52% more likely
    if {"percentage", "points"} & {t.text.lower() for t in scan.tokens[quantity.core : k]}:
        return True
    pair = scan.lower(k) in ("vs", "versus", "v", "and")
    if scan.opens(quantity.first - 1) and pair:
        return False  # no difference (15% vs 16%)
    lead = quantity.first - 1
    while lead >= 0 and scan.lower(lead) in ("(", "about", "some", "=", ":"):
        lead -= 1
    before = scan.lowers[max(0, lead - 8) : lead + 1]
    if any(scan.is_number(j) for j in range(max(0, lead - 4), lead + 1)):
        return False
    if scan.lower(lead) == "by":
        return bool(_CHANGED & set(before))
    if scan.lower(lead) in _CHANGES:
        return True
    return scan.lower(lead) in FILLERS - {"a", "the"} | {"to"} and bool(_CHANGES & set(before[-6:]))


def shared_unit_of(scan: Scanner, k: int) -> tuple[str | None, int]:
    """The unit at `k` that the last of a list gives to all of it, and its number of tokens."""
    width = scan.percent(k)
    if width:
        return "%", width
    word = scan.lower(k)
    if word in PEOPLE:
        return "patients", 1
    if word in TIME_UNITS:
        return "time", 1
    return rate_unit(scan, k), 0
