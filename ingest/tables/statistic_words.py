"""The statistics that heads, labels, captions and notes name: mean, deviation, count, share."""

import re
from collections.abc import Iterable
from typing import Literal

Statistic = Literal["mean", "sd", "se", "interval", "median", "count", "percent"]
Part = Literal["value", "sd", "se", "n", "percent"]
"""The part of a result that a row or column of one statistic holds."""

_WORDS: tuple[tuple[Statistic, str], ...] = (
    ("mean", r"\bmeans?\b|\baverages?\b"),
    ("sd", r"\bSDs?\b|\bS\.D\.|\bstandard[- ]deviations?|\bstd\.? ?dev|\bStD\b"),
    ("se", r"\bSEM?\b|\bS\.E\.|\bstandard[- ]errors?"),
    ("interval", r"\bCI\b|\bconfidence"),
    ("median", r"\bmedians?\b|\bIQR\b|\binterquartile|\bquartile|\bpercentiles?"),
    ("count", r"\bn ?[(,/]|\bnumber|\bn$|^n\b|\bno(\.| of\b)|\bproportion|\bfrequency|\bcounts?\b"),
    ("percent", r"%(?! ?(?:CI|conf))|\bpercent"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(words, re.I)) for name, words in _WORDS)


def named(text: str) -> frozenset[Statistic]:
    """The statistics that a text names.

    >>> sorted(named("Mean (SD)"))
    ['mean', 'sd']
    """
    return frozenset(name for name, words in _PATTERNS if words.search(text))


def nearest(texts: Iterable[str], of_interest: frozenset[Statistic]) -> frozenset[Statistic]:
    """The statistics of interest in the first of `texts` that names any."""
    for text in texts:
        statistics = named(text) & of_interest
        if statistics:
            return statistics
    return frozenset()


_PURE = re.compile(
    r"(?:\b(?:means?|averages?|sds?|s\.d|sem?|s\.e|standard|deviations?|errors?|std|dev|medians?|iqr|"
    r"interquartile|range|min|max|ns?|nos?|numbers?|counts?|frequency|percent(?:age)?s?|of|the|and|"
    r"or|values?|scores?|patients?|participants?|subjects?|cases?|m|x|ci|95|confidence|interval|"
    r"events?)\b|[%±()\[\]/,;:.=+*†‡#-]|\s)+",
    re.I,
)


def part(text: str) -> Part | None:
    """The part of a result that a head or label names; None if it names anything else."""
    plain = text.strip()
    if not re.search(r"[A-Za-z%]", plain) or not _PURE.fullmatch(plain):
        return None
    statistics = named(plain)
    if statistics & {"mean", "median"} or re.fullmatch(r"\W*[Mx]\W*", plain):
        return "value"
    if "percent" in statistics:
        return "value" if "count" in statistics else "percent"
    if "sd" in statistics:
        return "sd"
    if "se" in statistics:
        return "se"
    if "interval" in statistics or plain.lower() == "range":
        return None
    if re.fullmatch(r"\W*(?:values?|scores?|events?)\W*", plain, re.I):
        return "value"
    return "n"
