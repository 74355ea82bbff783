"""Printed references in a text: one a line, numbered over several lines, or in blocks."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from ingest.checking.entry import Entry

_NUMBERED = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)\t])\s+(?=\S)")
_HEADING = re.compile(r"(?i)\W*(?:references?|bibliography|literature(?: cited)?)\W*\Z")
_LIKE = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)|\b10\.\d{4,9}/")
MOST_LOOKED_AT = 40
MOST_PROSE = 0.3
"""The greatest share of a list's characters that stand in no reference."""
LONGEST = 2_000
"""Characters of a reference; a longer block is prose in which references may stand."""
LONGEST_UNPLACED = 600
"""Characters of a reference without volume and page, such as a book."""


def read(text: str, name: str) -> tuple[list[Entry], list[str]]:
    """The printed references of a text, in order, with the line where each begins."""
    from ingest.references.parse import parse

    entries = []
    for place, (line, printed) in enumerate(blocks(text), 1):
        reference = parse(printed)
        entries.append(Entry(reference.number or place, printed, reference, line=line))
    repeated = len({one.number for one in entries}) < len(entries)
    if not repeated:
        return entries, []
    renumbered = [
        Entry(place, one.printed, one.reference, line=one.line)
        for place, one in enumerate(entries, 1)
    ]
    return renumbered, [f"{name}: numbers are printed twice; the entries are counted instead"]


def is_list(text: str) -> bool:
    r"""Whether a text is a list of references and no paper: nearly all of it has their parts.

    >>> is_list("1. Doe A. On it. J Inv. 2001;3:4-5.\n2. Roe B. On that. J Inv. 2002;4:6.")
    True
    >>> is_list("In 2001 we saw forty patients. Nine of them got better without any treatment.")
    False
    """
    looked_at = [printed for _, printed in blocks(text)][:MOST_LOOKED_AT]
    likely = [one for one in looked_at if _LIKE.search(one) and _is_reference(one)]
    letters = (sum(map(len, likely)), sum(map(len, looked_at)))
    return len(likely) > 0 and letters[0] >= (1 - MOST_PROSE) * letters[1]


def _is_reference(printed: str) -> bool:
    from ingest.references.parse import parse

    if len(printed) > LONGEST:
        return False
    one = parse(printed)
    placed = one.year and one.journal and (one.volume or one.first_page)
    named = one.authors and one.year and one.title and len(printed) < LONGEST_UNPLACED
    return bool(one.doi or one.pmid or placed or named)


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each entry with the number of its first line, from 1; headings are left out."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    lines = [(number, line) for number, line in lines if not _HEADING.match(line)]
    if _is_numbered([line for _, line in lines]):
        yield from _joined(lines, lambda line, _: bool(_NUMBERED.match(line)))
    elif _is_spaced([line for _, line in lines]):
        yield from _joined(lines, lambda _, before: not before)
    else:
        yield from ((number, line) for number, line in lines if line)


def _is_numbered(lines: Sequence[str]) -> bool:
    numbers = [int(next(filter(None, m.groups()))) for m in map(_NUMBERED.match, lines) if m]
    rising = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return len(numbers) >= 2 and rising >= 0.8 * (len(numbers) - 1)


def _is_spaced(lines: Sequence[str]) -> bool:
    """Whether entries of several lines are separated by empty ones."""
    filled = [line for line in lines if line]
    begins = sum(bool(line) and (n == 0 or not lines[n - 1]) for n, line in enumerate(lines))
    alone = sum(bool(_LIKE.search(line)) for line in filled)
    return begins >= 2 and len(filled) >= 1.5 * begins and alone < 0.8 * len(filled)


def _joined(
    lines: Sequence[tuple[int, str]], begins: Callable[[str, str], bool]
) -> Iterator[tuple[int, str]]:
    """Lines joined to entries; `begins` says of a line and the one before whether one begins."""
    start, parts, before = 0, list[str](), ""
    for number, line in lines:
        if line and begins(line, before) and parts:
            yield start, " ".join(parts)
            parts = []
        if line:
            start = start if parts else number
            parts.append(line)
        before = line
    if parts:
        yield start, " ".join(parts)
