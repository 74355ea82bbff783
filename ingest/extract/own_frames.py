"""What a value measures by the words right behind it: `52% more likely to heal`."""

from itertools import pairwise

from ingest.extract import phrases
from ingest.extract.layout import Layout
from ingest.extract.phrases import Phrase
from ingest.language.numbers import Quantity
from ingest.language.words import words

_RATES = words("rate_nouns")
_CASES = words("case_nouns")
_COUNTED = words("counted") - _CASES
CHANGES = words("shrinking") | words("growing")
"""Nouns of a change, as in `a 20% reduction`."""
_REACH = 9
"""The most tokens from a number to the `per` of its unit."""


def named_behind(layout: Layout, q: Quantity) -> Phrase | None:
    """The phrase that a frame right behind a value gives as what it measures."""
    return _per_time(layout, q) or _case_of(layout, q) or _likely(layout, q) or _rate(layout, q)


def _per_time(layout: Layout, q: Quantity) -> Phrase | None:
    """The events in `0.30 vs 0.16 hypoglycaemic events per patient-year`."""
    if q.statistic != "rate":
        return None
    near = range(q.last + 1, min(q.last + _REACH, len(layout.lowers)))
    per = next((k for k in near if layout.word(k) == "per"), q.last)
    numbers = [k for k in near if k < per and layout.parsed.tokens[k].kind == "number"]
    first = numbers[-1] + 1 if numbers else q.last + 1
    found = phrases.phrase(layout, list(range(first, per)))
    return found if found and layout.word(found.first) not in _CASES else None


def _case_of(layout: Layout, q: Quantity) -> Phrase | None:
    """The event in `one case of perforation in a man` and in `…, and, in two cases, stroke`."""
    k = q.last + 1
    if layout.word(k) not in _CASES:
        return None
    if layout.word(q.first - 1) == "in":
        apart = layout.word(q.first - 2) in (",", "and")
        behind = k + 1 + (layout.word(k + 1) == ",")
        return phrases.after(layout, behind) if apart else None
    return phrases.after(layout, k + 2) if layout.word(k + 1) == "of" else None


def _likely(layout: Layout, q: Quantity) -> Phrase | None:
    """What is likelier in `52% more likely to heal`."""
    span = layout.lowers[q.last + 1 : q.last + 6]
    if q.unit != "%" or "likely" not in span or not {"more", "less"} & set(span):
        return None
    return phrases.after(layout, q.last + 2 + span.index("likely"))


def _rate(layout: Layout, q: Quantity) -> Phrase | None:
    """What a share stands before in `a 12% complication rate`, `a 20% reduction in stroke`."""
    if q.unit != "%" or q.numerator is not None:
        return None
    for k in range(q.last + 1, min(q.last + 6, len(layout.lowers))):
        word = layout.word(k)
        if word in _RATES and k > q.last + 1:
            return phrases.phrase(layout, list(range(q.last + 1, k)))
        if word in CHANGES and layout.word(k + 1) in ("in", "of"):
            return phrases.after(layout, k + 2)
        if layout.parsed.tokens[k].kind != "word":
            return None
    return None


def counted_event(layout: Layout, q: Quantity) -> Phrase | None:
    """The events that a value counts: `There were 31 falls with zorimab`."""
    if "count-of-events" not in q.rules or layout.word(q.first - 1) in phrases.PREPOSITIONS:
        return None
    near = range(q.last + 1, min(q.last + 5, len(layout.lowers)))
    noun = next((k for k in near if layout.word(k) in _COUNTED), None)
    return phrases.phrase(layout, list(range(q.last + 1, noun + 1))) if noun is not None else None


def before_follow_up(layout: Layout, q: Quantity) -> bool:
    """Whether a length of time is one of follow-up: `at 40 months' median follow-up`."""
    behind = layout.lowers[q.last + 1 : q.last + 5]
    return q.measure is not None and "follow" in behind and bool({"median", "mean"} & set(behind))


def did_so(layout: Layout, q: Quantity) -> bool:
    """Whether people did what those before did: `whereas eleven (6.9%) did so`."""
    behind = layout.lowers[q.last + 1 : q.last + 5]
    return any(pair == ("did", "so") for pair in pairwise(behind))


def names_change(layout: Layout, q: Quantity) -> bool:
    """Whether a value is only called a change: `the 20% reduction that they announce`."""
    k = q.last + 1
    return layout.word(k) in CHANGES and layout.word(k + 1) not in ("in", "of")
