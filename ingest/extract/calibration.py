"""The confidence of a reading: the accuracy of its rule on values labelled by hand.

The rate of a rule with few or no labelled values is smoothed towards the rate of all rules of its
field. The labels are those of the documents with which the rules were written; `UNSEEN` is what
remained of each field's rate on documents that nobody had looked at.
"""

from functools import cache

from ingest.extract import rules
from ingest.extract.rules import Field, Rule

LEARNT: dict[Rule, tuple[int, int]] = {
    rules.ARM_AFTER: (116, 118),
    rules.ARM_BEFORE: (34, 44),
    rules.CONTRAST: (10, 10),
    rules.CONTRAST_ORDER: (18, 22),
    rules.LISTED_ARM: (32, 32),
    rules.ORDER_BEFORE: (34, 36),
    rules.OTHER_ARM: (5, 5),
    rules.COHORT_NEAR: (26, 34),
    rules.AFTER: (14, 15),
    rules.CARRIED: (105, 125),
    rules.FAMILY_NAME: (1, 1),
    rules.LED_TO: (4, 5),
    rules.LISTED_ENDPOINT: (17, 22),
    rules.PARTICIPANTS: (7, 9),
    rules.PREDICATE: (2, 3),
    rules.SENTENCE_BEFORE: (2, 9),
    rules.SUBJECT: (62, 73),
    rules.UNKNOWN_AFTER: (4, 7),
    rules.UNKNOWN_PREDICATE: (26, 36),
    rules.UNKNOWN_SUBJECT: (59, 91),
    rules.AUTHOR: (1, 1),
    rules.CITED: (41, 41),
    rules.CITED_AT_VALUE: (5, 5),
    rules.COMMENTED: (68, 72),
    rules.MAIN: (147, 147),
    rules.NAMED: (14, 14),
    rules.NAMED_NEAREST: (13, 15),
    rules.OUR_OWN: (38, 38),
    rules.PARAGRAPH: (51, 52),
    rules.SPOKEN_OF: (6, 8),
    rules.TIME_NEAR: (61, 72),
}
"""For each rule, the number of right attachments and of labelled ones."""

UNSEEN: dict[Field, float] = {
    "endpoint": 0.59 / 0.78, "study": 0.86 / 0.91, "arm": 0.75 / 0.92, "time": 0.80 / 0.85,
}  # fmt: skip
"""For each field, its rate on documents not looked at, over that on the others."""

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
    rate = smoothed(good, seen, all_good, all_seen)
    return round(rate * UNSEEN.get(rule.field, 1.0), 2)
