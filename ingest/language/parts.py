"""Totals that a sentence divides up: `Seven died, three with A and five with B`."""

import re
from dataclasses import dataclass

from ingest.language.numbers.scanner import WORD_NUMBERS

_WORDS = "|".join(sorted(WORD_NUMBERS, key=len, reverse=True))
_NUMBER = (
    r"(?<!hundred\s)(?<!hundred\sand\s)(?<!thousand\s)(?<!thousand\sand\s)"
    rf"(?:\d{{1,5}}|(?:{_WORDS})(?!\s(?:hundred|thousand|million)\b))"
)
"""A number in digits, or in one word that is no part of a longer one (`four hundred and six`)."""
_SIDE = r"(?:in|with|on|of|from|after|under|receiving|given|among|without)"
_COUNTED = (
    r"(?:patients?|people|persons?|participants?|subjects?|children|infants?|women|men|adults?|cases?"
    r"|deaths?|relapses?|events?|recurrences?|infections?|failures?|withdrawals?|responses?)"
)
_DIVIDED = re.compile(
    rf"(?<![\w.,/%-])(?P<total>{_NUMBER})\s(?:[^\W\d_]+\s){{0,2}}?{_COUNTED}\b"
    rf"(?P<what>(?:[\s-][^\W\d_]+){{0,8}}?)\s?[,:(–—]\s?"
    rf"(?P<one>{_NUMBER})\s(?:[^\W\d_]+\s){{0,2}}(?P<side>{_SIDE})\s(?:[\w-]+\s){{1,5}}?and\s"
    rf"(?P<other>{_NUMBER})\s(?:[^\W\d_]+\s){{0,2}}{_SIDE}\s[\w-]+(?:\s[^\W\d_]+){{0,4}}\s?[.;)]",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\btotal (?:of |number of )?(?P<total>{_NUMBER})\s[^.;\d]{{0,40}}\((?P<one>{_NUMBER})\)"
    rf"[^.;\d]{{0,30}}?\b(?:and|or|plus)\b[^.;\d]{{0,30}}\((?P<other>{_NUMBER})\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Division:
    """A total and its two parts.

    `called_total` where the sentence calls it so; `perhaps_list` where it may be the first of a
    list of three: `four in group A, three in group B and five in group C`.
    """

    total: int
    parts: tuple[int, int]
    called_total: bool = False
    perhaps_list: bool = False

    @property
    def holds(self) -> bool:
        """Whether the parts can be the parts: they make the total, or a rest goes untold."""
        made = sum(self.parts)
        return made == self.total or (made < self.total and not self.called_total)


def division(sentence: str) -> Division | None:
    """The first total that a sentence divides into two parts.

    >>> division("Seven patients died in remission, three with A and five with B.").holds
    False
    >>> division("There was a total of 42 deaths (26) or relapses (14) with A.").holds
    False
    >>> division("Of 240 adults, 118 were assigned to A.") is None
    True
    >>> division("Four hundred and six adults entered, 204 with A and 202 with B.") is None
    True
    """
    sentence = sentence[:_LONGEST]
    if match := _TOTAL.search(sentence):
        return Division(*_numbers(match), called_total=True)
    if match := _DIVIDED.search(sentence):
        again = match["side"].lower() in match["what"].lower().split()
        return Division(*_numbers(match), perhaps_list=again)
    return None


_LONGEST = 2_000
"""Characters of a sentence that are looked at."""


def _numbers(match: re.Match[str]) -> tuple[int, tuple[int, int]]:
    return _number(match["total"]), (_number(match["one"]), _number(match["other"]))


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else WORD_NUMBERS[printed.lower()]
