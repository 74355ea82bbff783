"""The confidence of a reading: the accuracy of its rule on values labelled by hand.

`LEARNT` is printed by `python -m benchmarks extraction`. The rate of a rule with few or no labelled
values is smoothed towards the rate of all rules.
"""

from ingest.extract.reading import ValueReading

LEARNT: dict[str, tuple[int, int]] = {
    "carried": (32, 43),
    "endpoint-of-sentence-before": (1, 1),
    "family-name": (2, 2),
    "far-after": (0, 2),
    "far-before": (3, 4),
    "near-after": (6, 7),
    "near-before": (2, 2),
    "next-to-after": (11, 12),
    "next-to-before": (7, 7),
    "phrase-after": (2, 2),
    "phrase-before": (30, 40),
    "predicate": (8, 9),
    "share-of-deaths": (1, 1),
}
"""For each endpoint rule, the number of right readings and of labelled readings."""

PRIOR_READINGS = 3
"""The number of readings at the common rate that are added to each rule's own."""


def smoothed(good: int, seen: int, all_good: int, all_seen: int) -> float:
    """The rate of a rule, smoothed by `PRIOR_READINGS` readings at the rate of all rules.

    >>> round(smoothed(0, 0, 98, 98), 2), round(smoothed(5, 10, 98, 98), 2)
    (0.99, 0.61)
    """
    common = (all_good + 1) / (all_seen + 2)
    return (good + PRIOR_READINGS * common) / (seen + PRIOR_READINGS)


def confidence(reading: ValueReading) -> float:
    """The estimated probability, between 0 and 1, that a reading has the right endpoint."""
    good, seen = LEARNT.get(reading.rules.get("endpoint", ""), (0, 0))
    all_good, all_seen = (sum(pair[k] for pair in LEARNT.values()) for k in (0, 1))
    return round(smoothed(good, seen, all_good, all_seen), 2)
