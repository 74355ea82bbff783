"""The confidence of a reading: the accuracy of its rule on values labelled by hand.

`LEARNT` is printed by `python -m benchmarks extraction`. The rate of a rule with few or no labelled
values is smoothed towards the rate of all rules of its field.
"""

from functools import cache

from ingest.extract import rules
from ingest.extract.rules import Rule

LEARNT: dict[Rule, tuple[int, int]] = {}
"""For each rule, the number of right attachments and of labelled ones."""

PRIOR_READINGS = 3
"""The number of readings at the common rate that are added to each rule's own."""


def smoothed(good: int, seen: int, all_good: int, all_seen: int) -> float:
    """The rate of a rule, smoothed by `PRIOR_READINGS` readings at the rate of all rules.

    >>> round(smoothed(0, 0, 98, 98), 2), round(smoothed(5, 10, 98, 98), 2)
    (0.99, 0.61)
    """
    common = (all_good + 1) / (all_seen + 2)
    return (good + PRIOR_READINGS * common) / (seen + PRIOR_READINGS)


@cache
def confidence_of(rule: Rule) -> float:
    """The estimated probability, between 0 and 1, that what a rule attached is right."""
    good, seen = LEARNT.get(rule, (0, 0))
    pairs = [LEARNT[one] for one in rules.RULES if one.field == rule.field and one in LEARNT]
    all_good, all_seen = (sum(pair[k] for pair in pairs) for k in (0, 1))
    return round(smoothed(good, seen, all_good, all_seen), 2)
