"""Points in time that heads, labels and questions name, and which of them is meant."""

import re

_BEFORE = re.compile(
    r"\bbaseline|\bt0\b|\bpre\b|\bpre-?(test|treatment|intervention)|\bbefore\b|admission|week 0"
)
_AT_END = re.compile(
    r"\bpost\b|\bpost-?(test|treatment|intervention)|\bend ?point\b|\bend of", re.I
)
_TIME = re.compile(
    r"(\d+)(?:\s?[-–]\s?(?:\d+))?[- ]?(day|week|month|year)|(day|week|month|year)s? (\d+)", re.I
)
_POINT_IN_TIME = re.compile(
    r"\b(baseline|pre|post|before|after|follow[- ]?up|initial|final|end|change|t\d)\b", re.I
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}



def times(text: str) -> frozenset[str]:
    """The points in time that a text names, normalised: `4week`, `before`, `after`."""
    points = {
        "".join(sorted(re.findall(r"[a-z]+|\d+", m[0].lower()))) for m in _TIME.finditer(text)
    }
    points |= {re.sub(r"[- ]", "", m[0].lower()) for m in _POINT_IN_TIME.finditer(text)}
    return frozenset(word.removesuffix("s") for word in points)


def timeless(text: str) -> str:
    """A text without its points in time."""
    return _POINT_IN_TIME.sub(" ", _TIME.sub(" ", text)).strip(" -–,:")


def time_rank(text: str, wanted: str) -> float:
    """The rank of a point in time: as asked, else the end of treatment, else the later."""
    asked = {t for t in times(wanted) if t[0].isdigit()}
    rank = 0.3 if asked & times(text) else 0.0
    if _BEFORE.search(text.lower()) and not _BEFORE.search(wanted.lower()):
        rank -= 0.5
    if _AT_END.search(text):
        rank += 0.15
    days = [
        int(m[1] or m[4]) * _DAYS[(m[2] or m[3]).lower()] for m in _TIME.finditer(text)
        if len(m[1] or m[4]) < 5
    ]  # fmt: skip
    if days:
        rank += min(max(days), 3650) / 3650 * 0.08
    return rank
