"""How many people each arm had, where sentences say so."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from typing import TypeVar

from ingest.extract.reading import ValueReading
from ingest.language.mention import slug
from ingest.language.words import words

Key = TypeVar("Key", bound=Hashable)
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
    """The number of people who entered each arm, where one sentence tells it of two or more.

    A number that is the sum of two others is of all, whatever arm stands near it; an arm with two
    numbers has none.
    """
    told: dict[ArmName, set[int]] = defaultdict(set)
    for counts in _of_sentences(readings):
        for arm, numbers in of_several(counts).items():
            told[arm] |= numbers
    return certain(told)


def of_several(sizes: Mapping[Key, set[int]]) -> dict[Key, set[int]]:
    """The sizes of groups in one sentence if it tells those of two or more, else none.

    A number that is the sum of two others is of all.

    >>> of_several({"a": {44, 90}, "b": {46}}), of_several({"a": {44}})
    ({'a': {44}, 'b': {46}}, {})
    """
    every = sorted({n for numbers in sizes.values() for n in numbers})
    sums = {one + other for one, other in combinations(every, 2)}
    alone = {key: numbers - sums for key, numbers in sizes.items()}
    return alone if sum(bool(numbers) for numbers in alone.values()) > 1 else {}


def certain(told: Mapping[Key, set[int]]) -> dict[Key, int]:
    """The size of each group of which one number is told; a group with two has none."""
    return {key: min(numbers) for key, numbers in told.items() if len(numbers) == 1}


def _entered(reading: ValueReading) -> bool:
    """Whether a value is of people who entered a study."""
    if reading.endpoint is not None:
        return reading.endpoint in _ENTERED
    return bool(words("allocated") & set(reading.phrase.casefold().split()))


def _of_sentences(readings: Iterable[ValueReading]) -> Iterable[dict[ArmName, set[int]]]:
    """By sentence, the counts of people who entered each arm."""
    places: dict[tuple[int, int], dict[ArmName, set[int]]] = defaultdict(lambda: defaultdict(set))
    for reading in readings:
        count = reading.quantity.value or ""
        if _entered(reading) and reading.arm and count.isdigit():
            where = reading.sentence.paragraph, reading.sentence.sentence
            places[where][reading.study, arm_key(reading.arm)].add(int(count))
    return places.values()
