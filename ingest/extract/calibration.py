"""The confidence of a reading, field by field: how often its rule was right on labelled values.

The table `confidence.toml` is learnt by `python -m benchmarks train-confidence`. The rate of a rule
with few or no labelled values is smoothed towards the rate of all rules of its field.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest.extract import rules
from ingest.extract.rules import Field, Rule
from ontology.errors import SettingError
from ontology.settings import CONFIDENCE

PRIOR_READINGS = 3
"""The number of readings at the common rate that are added to each rule's own."""
OWN_PRIOR = 10
"""The number of the user's own labels that the shipped rate counts as much as."""
Counts = tuple[int, int]
"""How many attachments of a rule were right, and how many there were."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The counts of each rule, and what remains of each field's rate on documents not looked at."""

    counts: Mapping[Rule, Counts]
    unseen: Mapping[Field, float]
    own: Mapping[Rule, Counts] = field(default_factory=dict)
    """The counts of what the user reviewed, which no document had been seen for."""

    def confidence(self, rule: Rule) -> float:
        """The estimated probability, between 0 and 1, that what a rule attached is right."""
        good, seen = self.counts.get(rule, (0, 0))
        same = [pair for one, pair in self.counts.items() if one.field == rule.field]
        rate = smoothed(good, seen, sum(p[0] for p in same), sum(p[1] for p in same))
        rate *= self.unseen.get(rule.field, 1.0)
        right, of = self.own.get(rule, (0, 0))
        rate = (right + OWN_PRIOR * rate) / (of + OWN_PRIOR)
        return round(min(rate, 0.99), 2)

    def with_own(self, counts: Mapping[Rule, Counts]) -> "Calibration":
        """The calibration with counts of what the user reviewed added.

        >>> rule = next(iter(learnt().counts))
        >>> before = learnt().confidence(rule)
        >>> learnt().with_own({rule: (0, 40)}).confidence(rule) < before / 4
        True
        """
        rules_ = {*self.own, *counts}
        both = {r: (self.own.get(r, (0, 0)), counts.get(r, (0, 0))) for r in rules_}
        added = {r: (one[0] + two[0], one[1] + two[1]) for r, (one, two) in both.items()}
        return replace(self, own=added)


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
    for of in FIELDS:
        for name, (good, seen) in data.get(of, {}).items():
            counts[by_name[of, name]] = good, seen
    return Calibration(counts, {of: data["unseen"].get(of, 1.0) for of in FIELDS})


FIELDS: tuple[Field, ...] = ("number", "endpoint", "study", "arm", "cohort", "time")
"""The fields of a value whose rules were counted on labelled documents."""


@cache
def confidence_of(rule: Rule) -> float:
    """The estimated probability, between 0 and 1, that what a rule attached is right."""
    return in_use().confidence(rule)


@cache
def in_use() -> Calibration:
    """What comes with alltrace, with the counts of the file that `ALLTRACE_CONFIDENCE` names.

    Raises SettingError if that cannot be read. Rules of other versions are passed over.
    """
    path = CONFIDENCE.text()
    if not path:
        return learnt()
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        counts = {
            rule: (int(pair[0]), int(pair[1]))
            for rule in rules.RULES
            if (pair := data.get(rule.field, {}).get(rule.name)) is not None
        }
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        reason = str(error).splitlines()[0]
        message = f"{CONFIDENCE.name}: {path}: is no table of `alltrace calibrate`: {reason}"
        raise SettingError(message, value=path) from None
    return learnt().with_own(counts)
