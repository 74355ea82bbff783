"""How many people each arm had, where sentences say so."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from ingest.extract.reading import ValueReading
from ingest.language.mention import slug

_ENTERED = frozenset(("enrolled", "randomised"))
"""The endpoints of people who entered a study."""
_LAST = re.compile(r"(?:^(?:the|an?)-|-(?:arms?|groups?)$)")
ArmName = tuple[str | None, str]
"""A study and an arm's key within it."""


def arm_key(name: str) -> str:
    """The slug of an arm's name without the words for an arm, so that one arm has one key.

    >>> arm_key("PE arm") == arm_key("the PE group") == arm_key("PE")
    True
    """
    called = slug(name)
    return _LAST.sub("", _LAST.sub("", called)) or called


def sizes_told(readings: Iterable[ValueReading]) -> dict[ArmName, int]:
    """The number of people who entered each arm, of arms for which one number is given.

    A number that is the sum of the numbers of other arms is of all, whatever arm stands near it.
    """
    told: dict[ArmName, set[int]] = defaultdict(set)
    for reading in readings:
        count = reading.quantity.value or ""
        if reading.endpoint in _ENTERED and reading.arm and count.isdigit():
            told[reading.study, arm_key(reading.arm)].add(int(count))
    every = {n for counts in told.values() for n in counts}
    sums = {one + other for one, other in combinations(sorted(every), 2)}
    alone = {arm: counts - sums for arm, counts in told.items()}
    return {arm: min(counts) for arm, counts in alone.items() if len(counts) == 1}
