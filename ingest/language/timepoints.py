"""Points in time that heads, labels and questions name, and which of them is meant."""

import re

_BEFORE = re.compile(
    r"\bbaseline|\bt0\b|\bpre\b|\bpre-?(test|treatment|intervention)|\bbefore\b|admission|week 0"
)
_AT_END = re.compile(
    r"\bpost\b|\bpost-?(test|treatment|intervention)|\bend ?point\b|\bend of", re.I
)
_UNIT = r"(hour|hr|h|day|d|week|wk|month|mo|year|yr)s?\b"
_TIME = re.compile(
    rf"(\d+)(?:\s?(?:[-–]|to|and)\s?\d+)?[- ]?{_UNIT}|\b(hour|day|week|month|year|pod)s? (\d+)",
    re.I,
)
_POINT_IN_TIME = re.compile(
    r"\b(baseline|pre|post|before|after|follow[- ]?up|initial|final|end|change|t\d)\b", re.I
)
_NAMES = {
    "hr": "h",
    "hour": "h",
    "d": "day",
    "pod": "day",
    "wk": "week",
    "mo": "month",
    "yr": "year",
}
_DAYS = {"h": 0.04, "day": 1, "week": 7, "month": 30, "year": 365}


def times(text: str) -> frozenset[str]:
    """The points in time that a text names, normalised.

    >>> sorted(times("Pain after 4 weeks, POD 2 and 0-12 h"))
    ['0h', '2day', '4week', 'after']
    """
    points = {f"{m[1] or m[4]}{_unit(m)}" for m in _TIME.finditer(text)}
    points |= {re.sub(r"[- ]", "", m[0].lower()) for m in _POINT_IN_TIME.finditer(text)}
    return frozenset(word.removesuffix("s") for word in points)


def _unit(match: re.Match[str]) -> str:
    unit = (match[2] or match[3]).lower()
    return _NAMES.get(unit, unit)


def timeless(text: str) -> str:
    """A text without its points in time."""
    return _POINT_IN_TIME.sub(" ", _TIME.sub(" ", text)).strip(" -–,:;()")


def time_rank(text: str, wanted: str) -> float:
    """The rank of a point in time: as asked, else the end of treatment, else the later."""
    asked = {t for t in times(wanted) if t[0].isdigit()}
    rank = 0.3 if asked & times(text) else 0.0
    if _BEFORE.search(text.lower()) and not _BEFORE.search(wanted.lower()):
        rank -= 0.5
    if _AT_END.search(text):
        rank += 0.15
    days = [
        int(m[1] or m[4]) * _DAYS[_unit(m)] for m in _TIME.finditer(text)
        if len(m[1] or m[4]) < 5
    ]  # fmt: skip
    if days:
        rank += min(max(days), 3650) / 3650 * 0.08
    return rank
