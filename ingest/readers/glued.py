"""Finds raised citation numbers that became plain digits when a text was copied.

Copied out of a page or a PDF, `common.¹ Drug B` is `common.1 Drug B`. A digit glued to a word may as
well be part of a name (CD19, phase2, p53), so a candidate counts only where it runs in the order of
the reference list: each new number is the next one, or one that was cited before it.
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
_WORD = re.compile(r"[^\W_](?:[^\W_]|[-‐‑/'’])*\Z")
_PLAIN_WORD = re.compile(r"(?:[^\W\d_]+[-‐‑/'’])*[^\W\d_]?[^\W\d_A-Z]+\Z")
_TAKES_NUMBER = re.compile(
    r"(?i)(?:grade|phase|week|day|month|year|stage|type|table|tab|fig|figure|cycle|arm|level|class"
    r"|score|age|step|chapter|section|version|vitamin|hepatitis|factor|appendix|box|eq|ref|refs|no"
    r"|nos|vol|pp|group|cohort|part|item|question|line|course|interleukin|collagen|caspase|omega)\Z"
)
"""A word that is followed by a number of its own: glued to it, a digit is doubtful."""
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)[0-9]{2}\Z")
_OPENS = re.compile(r"\s?(?:\Z|[\"“‘'(\[]?[^\W_a-z])")
"""What follows the mark at the end of a sentence: nothing, or the next sentence."""
_BEFORE = 40
_SKIPPED = 3
"""So many references in a row may be cited in tables only."""
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
    if not any(candidate.sure for candidate in candidates):
        return []
    ordered = _in_order(text, candidates, frozenset(already_cited))
    cited = {number for candidate in ordered for number in candidate.numbers}
    wanted = set(listed) - set(already_cited)
    sure = [candidate for candidate in candidates if candidate.sure]
    kept = sum(candidate in ordered for candidate in sure)
    if listed:
        enough = len(cited & wanted) >= max(1, _SMALLEST_SHARE * len(wanted))
    else:
        enough = len(cited) > _SKIPPED
    return ordered if enough and kept * 2 >= len(sure) else []


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
            after = text[match.end() : min(end, match.end() + 4)]
            if (candidate := _candidate(match, numbers, before, after)) is not None:
                yield candidate


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
    if mark in ".?!" and not _OPENS.match(after.lstrip(")]\"”’'")):
        return None
    if mark in ".,;:" and inner[-1:].isdigit():
        year = _YEAR.search(inner) is not None and mark in ".,;"
        return GluedNumber(match.start(), match.end(), numbers, False) if year else None
    if not inner or inner[-1].isspace() or _TAKES_NUMBER.search(_last_word(inner)):
        return None
    is_initial = mark == "." and re.search(r"(?:\A|[\s.])[^\W\d_]\Z", inner) is not None
    return GluedNumber(match.start(), match.end(), numbers, not is_initial)


def _last_word(text: str) -> str:
    word = _WORD.search(text)
    return word[0] if word else ""


def _after_word(match: re.Match[str], numbers: tuple[int, ...], before: str) -> GluedNumber | None:
    """Digits glued to a word: sure after a plain one, doubtful after a name in capitals."""
    word = _last_word(before)
    if len(word) < 2 or re.search(r"\d", word):
        return None
    plain = len(word) > 2 and _PLAIN_WORD.match(word) and not _TAKES_NUMBER.match(word)
    return GluedNumber(match.start(), match.end(), numbers, bool(plain), word)


def _in_order(
    text: str, candidates: Sequence[GluedNumber], already_cited: frozenset[int]
) -> list[GluedNumber]:
    """The candidates that cite the next reference, or one that was cited before.

    A doubtful one must cite the next reference, or follow a word that is also printed alone.
    """
    repeated = Counter((candidate.word, candidate.numbers) for candidate in candidates)
    ordered: list[GluedNumber] = []
    highest = 0
    for candidate in candidates:
        new = [number for number in candidate.numbers if number > highest]
        if new and not _follows(new, highest, already_cited, _SKIPPED if candidate.sure else 0):
            continue
        if not candidate.sure and candidate.word:
            if repeated[candidate.word, candidate.numbers] > 1:
                continue
            if not new and not _stands_alone(text, candidate.word):
                continue
        ordered.append(candidate)
        highest = max(highest, *candidate.numbers)
    return ordered


def _follows(new: Sequence[int], highest: int, already_cited: frozenset[int], skipped: int) -> bool:
    """Whether new numbers come next in the list, but for a few that may be cited in tables."""
    passed = sum(number not in already_cited for number in range(highest + 1, new[0]))
    return passed <= skipped and all(b - a <= 1 + _SKIPPED for a, b in pairwise(new))


def _stands_alone(text: str, word: str) -> bool:
    """Whether the word is also printed without digits."""
    return re.search(rf"(?<!\w){re.escape(word)}(?![\w-])", text) is not None
