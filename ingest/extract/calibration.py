"""How sure a reading is: how often its rule was right on values labelled by hand.

`LEARNT` is printed by `python -m benchmarks extraction`; nothing in it is estimated by feel. A rule
that was seldom or never judged is drawn to the rate of all rules together.
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
"""By the rule that gave a value its endpoint: how often it was right, and how often judged."""

PULL = 3
"""As many readings of the common rate as are added to each rule's own."""


def smoothed(good: int, seen: int, all_good: int, all_seen: int) -> float:
    """The rate of a rule, drawn to the rate of all rules by `PULL` readings."""
    common = (all_good + 1) / (all_seen + 2)
    return (good + PULL * common) / (seen + PULL)


def confidence(reading: ValueReading) -> float:
    """The probability that a reading has the right endpoint, between 0 and 1."""
    good, seen = LEARNT.get(reading.rules.get("endpoint", ""), (0, 0))
    all_good, all_seen = (sum(pair[k] for pair in LEARNT.values()) for k in (0, 1))
    return round(smoothed(good, seen, all_good, all_seen), 2)
