"""The confidence of a reading, field by field: how often its rule was right on labelled values.

The table `confidence.toml` is learnt by `python -m benchmarks train-confidence`. The rate of a rule
with few or no labelled values is smoothed towards the rate of all rules of its field.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.extract import rules
from ingest.extract.rules import Field, Rule

PRIOR_READINGS = 3
"""The number of readings at the common rate that are added to each rule's own."""
Counts = tuple[int, int]
"""How many attachments of a rule were right, and how many there were."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The counts of each rule, and what remains of each field's rate on documents not looked at."""

    counts: Mapping[Rule, Counts]
    unseen: Mapping[Field, float]

    def confidence(self, rule: Rule) -> float:
        """The estimated probability, between 0 and 1, that what a rule attached is right."""
        good, seen = self.counts.get(rule, (0, 0))
        same = [pair for one, pair in self.counts.items() if one.field == rule.field]
        rate = smoothed(good, seen, sum(p[0] for p in same), sum(p[1] for p in same))
        return round(min(rate * self.unseen.get(rule.field, 1.0), 0.99), 2)


def smoothed(good: int, seen: int, all_good: int, all_seen: int) -> float:
    """The rate of a rule, smoothed by `PRIOR_READINGS` readings at the rate of all rules.

    >>> round(smoothed(0, 0, 98, 98), 2), round(smoothed(5, 10, 98, 98), 2)
    (0.99, 0.61)
    """
    common = (all_good + 1) / (all_seen + 2)
    return (good + PRIOR_READINGS * common) / (seen + PRIOR_READINGS)


@cache
def learnt() -> Calibration:
    """What comes with alltrace. A name in the table that no rule has is an error (KeyError)."""
    text = (files("ingest") / "extract" / "confidence.toml").read_text("utf-8")
    data = tomllib.loads(text)
    by_name = {(rule.field, rule.name): rule for rule in rules.RULES}
    counts: dict[Rule, Counts] = {}
    for field in FIELDS:
        for name, (good, seen) in data.get(field, {}).items():
            counts[by_name[field, name]] = good, seen
    return Calibration(counts, {field: data["unseen"].get(field, 1.0) for field in FIELDS})


FIELDS: tuple[Field, ...] = ("number", "endpoint", "study", "arm", "cohort", "time")
"""The fields of a value whose rules were counted on labelled documents."""


@cache
def confidence_of(rule: Rule) -> float:
    """The estimated probability, between 0 and 1, that what a rule attached is right."""
    return learnt().confidence(rule)
