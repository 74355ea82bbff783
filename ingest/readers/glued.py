"""Finds raised citation numbers that became plain digits when a text was copied.

Copied out of a page or a PDF, `common.¹ Drug B` is `common.1 Drug B`. A digit glued to a word may
be part of a name as well (CD19, phase2, p53), so a candidate counts only where it runs in the order
of the reference list: each new number is the next one, or one that was cited before it. In a list
that is in another order, only candidates count that no name or value has the form of.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.number_lists import expanded

NUMBER = r"[0-9]{1,3}"
_LIST = rf"{NUMBER}(?:(?:,|[‐‑‒–—−-]|,\s(?={NUMBER}(?:[,.;:)\]]|\s[A-Z]|\s?\Z))){NUMBER}){{0,40}}"
_GLUED = re.compile(
    rf"(?<=[^\W\d_]|[.,;:)\]\"”’'%?!])(?P<list>{_LIST})(?![\w%/°×+=]|[.,:·]\d|[‐‑‒–—−-]\w)"
)
_NAME = re.compile(r"(?<![\w-])[^\W\d_](?:[\w-]*[^\W\d_])?[-‐‑]?[0-9]{1,4}(?![\w-])")
_NAME_AND_LIST = re.compile(
    r"(?<![\w-])(?P<stem>[^\W\d_](?:[\w-]*[^\W\d_])?[-‐‑]?)(?P<digits>[0-9]{2,6})"
    rf"(?P<more>(?:[,‐‑‒–—−-]{NUMBER}){{0,40}})(?![\w%/°×+=-]|[.,:·]\d)"
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|[-‐‑/'’])*\Z")
_PLAIN_WORD = re.compile(r"(?:[^\W\d_]+[-‐‑/'’])*(?:[^\W\d_]?[^\W\d_A-Z]+|[A-Z]{2,}s)\Z")
"""A word in small letters, or the plural of an acronym: no name that ends in a number."""
_TAKES_NUMBER = re.compile(
    r"(?i)(?:grade|phase|week|day|month|year|stage|type|table|tab|fig|figure|cycle|arm|level|class"
    r"|score|age|step|chapter|section|version|vitamin|hepatitis|factor|appendix|box|eq|ref|refs|no"
    r"|nos|vol|pp|group|cohort|part|item|question|line|course|interleukin|collagen|caspase|omega)\Z"
)
"""A word that is followed by a number of its own: glued to it, a digit is doubtful."""
_SMALL_NUMBERS = re.compile(
    r"(?i)(?:grade|phase|stage|type|class|arm|group|cohort|part|hepatitis)\Z"
)
_SMALL = 6
"""Words whose own number is small: a larger one behind them, or a list, is none of theirs."""
_COUNTED = re.compile(
    r"(?i)\b(?:an?|the|this|that|each|every|per|one|two|three|first|second|same|other|[0-9]+)"
    r"[\s-][^\W\d_]+\Z"
)
"""Such a word where its number stands before it: `one year³`."""
_SHORTENED = re.compile(r"(?i)\b(?:figs?|tabs?|nos?|vols?|eqs?|refs?|pp?|ch|sect?|suppl|v)\Z")
"""An abbreviation whose full stop is followed by a number: `Fig.1`."""
_AFTER_VALUE = re.compile(r"(?<![\w=<>≤≥±])[0-9][0-9.,]*\Z")
_NEXT_SENTENCE = re.compile(r"\s(?:[A-Z][a-z]+|A|I)\b|\s?\Z")
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)[0-9]{2}\Z")
_OPENS = re.compile(r"\s?(?:\Z|[\"“‘'(\[]?[^\W_a-z])")
"""What follows the mark at the end of a sentence: nothing, or the next sentence."""
_BEFORE, _AFTER = 40, 24
_SKIPPED = 3
"""So many references in a row may be cited in tables only."""
_REPEATED = 3
_ALONE = 3
"""A word that is so many times as often printed alone is no name that ends in a number."""
_SMALLEST_SHARE = 0.5
"""The share of the reference list that glued digits must cite to be taken for pointers."""


@dataclass(frozen=True, slots=True)
class GluedNumber:
    """Digits glued to a word or a punctuation mark; `sure` if no name has this form."""

    start: int
    end: int
    numbers: tuple[int, ...]
    sure: bool
    word: str = ""
    """The word that the digits are glued to, if they are glued to one."""


def glued_numbers(
    text: str,
    regions: Sequence[tuple[int, int]],
    listed: Collection[int],
    already_cited: Collection[int] = (),
) -> list[GluedNumber]:
    """The glued digits that cite, in order of position; none unless they follow the list's order.

    `already_cited` are references that other markers cite, so that glued digits may pass them.

    >>> text = "Relapse is common.1 Drug B cured 20%,2 and CD19 was found.3 It was grade2."
    >>> [glued.numbers for glued in glued_numbers(text, [(0, len(text))], [1, 2, 3])]
    [(1,), (2,), (3,)]
    """
    candidates = list(candidate_numbers(text, regions, listed))
    if listed:
        candidates += _merged_numbers(text, regions, listed)
        candidates.sort(key=lambda candidate: (candidate.start, candidate.end))
    candidates = _without_names(candidates)
    if not any(candidate.sure for candidate in candidates):
        return []
    ordered = _in_order(text, candidates, frozenset(already_cited))
    sure = [candidate for candidate in candidates if candidate.sure]
    kept = sum(candidate.sure for candidate in ordered)
    wanted = set(listed) - set(already_cited)
    if kept * 2 >= len(sure) and _are_enough(ordered, wanted):
        return ordered
    return sure if wanted and len(sure) > _SKIPPED and _are_enough(sure, wanted) else []


def _without_names(candidates: Sequence[GluedNumber]) -> list[GluedNumber]:
    """The candidates but those that have one word and number again and again: names, as `rad51`."""
    counts = Counter((candidate.word.lower(), candidate.numbers) for candidate in candidates)
    return [
        candidate
        for candidate in candidates
        if not candidate.word or counts[candidate.word.lower(), candidate.numbers] < _REPEATED
    ]


def _are_enough(candidates: Sequence[GluedNumber], wanted: Collection[int]) -> bool:
    """Whether the candidates cite most of the references that nothing else cites."""
    cited = {number for candidate in candidates for number in candidate.numbers}
    if not wanted:
        return len(cited) > _SKIPPED
    return len(cited.intersection(wanted)) >= max(1, _SMALLEST_SHARE * len(wanted))


def candidate_numbers(
    text: str, regions: Sequence[tuple[int, int]], listed: Collection[int]
) -> Iterator[GluedNumber]:
    """The digits glued to words that the reference list has, in any order."""
    for start, end in regions:
        for match in _GLUED.finditer(text, start, end):
            numbers = _expanded(match["list"])
            if not numbers or (listed and not set(numbers) <= set(listed)):
                continue
            before = text[max(start, match.start() - _BEFORE) : match.start()]
            after = text[match.end() : min(end, match.end() + _AFTER)]
            if (candidate := _candidate(match, numbers, before, after)) is not None:
                yield candidate


def _merged_numbers(
    text: str, regions: Sequence[tuple[int, int]], listed: Collection[int]
) -> Iterator[GluedNumber]:
    """The digits behind a name that ends in a digit itself and is also printed alone.

    Where a text has ALPHA-3, its `ALPHA-34` may be that name and reference 4.
    """
    names = set(_NAME.findall(text))
    for start, end in regions:
        for match in _NAME_AND_LIST.finditer(text, start, end):
            digits = match["digits"]
            for cut in range(1, len(digits)):
                name = match["stem"] + digits[:cut]
                numbers = _expanded(digits[cut:] + match["more"])
                if name in names and numbers and set(numbers) <= set(listed):
                    place = match.start("digits") + cut
                    yield GluedNumber(place, match.end(), numbers, False, name)


def _expanded(printed: str) -> tuple[int, ...]:
    """The numbers of a list in ascending order; empty for any other."""
    numbers = expanded(printed)
    return numbers if list(numbers) == sorted(numbers) else ()


def _candidate(
    match: re.Match[str], numbers: tuple[int, ...], before: str, after: str
) -> GluedNumber | None:
    """The candidate with the strength of its context; None where the digits cannot cite."""
    mark = before[-1:]
    if mark.isalpha():
        return _after_word(match, numbers, before)
    inner = before[:-1].rstrip("\"”’'") if mark in ".,;:?!" else before
    if not inner or inner[-1].isspace():
        return None
    if mark in ".,;:" and inner[-1].isdigit():
        return _after_number(match, numbers, before, after)
    if mark in ".?!" and not _OPENS.match(after.lstrip(")]\"”’'")) and not inner.endswith(" al"):
        return None
    if mark == "." and _SHORTENED.search(inner):
        return None
    is_initial = mark == "." and re.search(r"(?:\A|[\s.])[^\W\d_]\Z", inner) is not None
    return GluedNumber(match.start(), match.end(), numbers, not is_initial)


def _last_word(text: str) -> str:
    word = _WORD.search(text)
    return word[0] if word else ""


def _after_word(match: re.Match[str], numbers: tuple[int, ...], before: str) -> GluedNumber | None:
    """Digits glued to a word: sure after a plain one, doubtful after a name in capitals."""
    word = _last_word(before)
    if len(word) < 2:
        return None
    takes_number = _TAKES_NUMBER.match(word) and not _COUNTED.search(before)
    if _SMALL_NUMBERS.match(word) and (numbers[0] > _SMALL or len(numbers) > 1):
        takes_number = False
    plain = len(word) > 2 and _PLAIN_WORD.match(word) and not takes_number
    return GluedNumber(match.start(), match.end(), numbers, bool(plain), word)


def _after_number(
    match: re.Match[str], numbers: tuple[int, ...], before: str, after: str
) -> GluedNumber | None:
    """Digits after a number and its stop, `in 2010.3 The`: doubtful, as they may be decimals."""
    if before[-1] == "." and _NEXT_SENTENCE.match(after) and _AFTER_VALUE.search(before[:-1]):
        return GluedNumber(match.start(), match.end(), numbers, False)
    is_year = _YEAR.search(before[:-1]) is not None and before[-1] in ",;"
    return GluedNumber(match.start(), match.end(), numbers, False) if is_year else None


def _in_order(
    text: str, candidates: Sequence[GluedNumber], already_cited: frozenset[int]
) -> list[GluedNumber]:
    """The candidates that cite the next reference, or one that was cited before.

    A doubtful one must cite the next reference, or follow a word that is also printed alone.
    """
    ordered: list[GluedNumber] = []
    highest = 0
    for candidate in candidates:
        new = [number for number in candidate.numbers if number > highest]
        skipped = _SKIPPED if candidate.sure or len(new) > 1 else 0
        if new and not _follows(new, highest, already_cited, skipped):
            continue
        if not candidate.sure and not _may_cite(text, candidate, bool(new)):
            continue
        ordered.append(candidate)
        highest = max(highest, *candidate.numbers)
    return ordered


def _follows(new: Sequence[int], highest: int, already_cited: frozenset[int], skipped: int) -> bool:
    """Whether new numbers come next in the list, but for a few that may be cited in tables."""
    passed = sum(number not in already_cited for number in range(highest + 1, new[0]))
    return passed <= skipped and all(b - a <= 1 + _SKIPPED for a, b in pairwise(new))


def _may_cite(text: str, candidate: GluedNumber, cites_next: bool) -> bool:
    """Whether a doubtful candidate cites: no name with digits, and the next one or a known word."""
    if not candidate.word or candidate.word[-1].isdigit():
        return cites_next
    word = re.escape(candidate.word)
    if candidate.word.islower():  # at the beginning of a sentence, `it` is `It`
        word = f"(?:{word}|{re.escape(candidate.word.capitalize())})"
    alone = len(re.findall(rf"(?<!\w){word}(?![\w-])", text))
    numbered = len(re.findall(rf"(?<!\w){word}[-‐‑]?\d", text))
    if numbered > 1:  # MEK1 and MEK2 are names; of one disease, most mentions have no number
        return cites_next and alone >= _ALONE * numbered
    return cites_next or alone > 0
