"""Merges the citation links in a file (JATS, HTML) into the citation markers that are printed.

`<sup><a>4</a>–<a>6</a></sup>` contains two links and prints one marker, which cites 4, 5 and 6.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from ingest.readers.blocks import CitationLink
from ingest.readers.number_lists import expanded

SEPARATOR = re.compile(r"\s?(?:[,;·˒]|[‐‑‒–—−⁻-]|\band\b|&)?\s?\Z")
RANGE = re.compile(r"\s?[‐‑‒–—−⁻-]\s?\Z")
NUMBERS = re.compile(r"[\[(]?[0-9⁰¹²³⁴-⁹][0-9⁰¹²³⁴-⁹,;\s–—⁻-]*[\])]?\Z")
MARKER_LENGTH = 80
"""Longest list of printed numbers before a link that is searched for its bracket."""
LIST_BEFORE = re.compile(
    r"(?:\(|\[|\^\{\s?)(?P<list>(?:[0-9]{1,3}\s?(?:[,;‐‑‒–—−-]|and\b|&)\s?)*)\Z"
)
LIST_AFTER = re.compile(r"(?P<list>(?:\s?(?:[,;‐‑‒–—−-]|and\b|&)\s?[0-9]{1,3})*)\s?[)\]}]")
BRACKETS = (("(", ")"), ("[", "]"), ("^{", "}"))
"""From the inside out: a raised number may stand in brackets, `^{[4]}`."""


def merge_links(
    text: str, links: Sequence[CitationLink], listed: Collection[int] = ()
) -> Iterator[CitationLink]:
    """The links of one block; adjacent links of one list or range are merged, with its brackets.

    A number beside them in the same brackets is cited too, if `listed` has it: files leave some
    unlinked.

    >>> list(merge_links("shown (4-6).", [CitationLink(7, 8, (4,)), CitationLink(9, 10, (6,))]))
    [CitationLink(start=6, end=11, numbers=(4, 5, 6))]
    >>> list(merge_links("shown (9, 10).", [CitationLink(7, 8, (9,))], {9, 10}))
    [CitationLink(start=6, end=13, numbers=(9, 10))]
    """
    previous: CitationLink | None = None
    for link in _merged(text, links):
        whole = _with_unlinked(text, link, frozenset(listed)) if listed else link
        if previous is None or whole.start >= previous.end:
            yield whole
        previous = whole


def _with_unlinked(text: str, link: CitationLink, listed: frozenset[int]) -> CitationLink:
    """The whole bracketed list that a link is part of, if it cites listed references only."""
    if not NUMBERS.match(text[link.start : link.end]):
        return link
    before = LIST_BEFORE.search(text, max(0, link.start - MARKER_LENGTH), link.start)
    after = LIST_AFTER.match(text, link.end)
    if before is None or after is None or not (before["list"] or after["list"]):
        return link
    numbers = expanded(text[before.start("list") : after.end("list")])
    if not set(link.numbers) <= set(numbers) <= listed:
        return link
    return CitationLink(before.start(), after.end(), numbers)


def _merged(text: str, links: Sequence[CitationLink]) -> Iterator[CitationLink]:
    """The links, those of one list or range merged."""
    group: list[CitationLink] = []
    for link in links:
        if group and not _same_marker(text, group[-1], link):
            yield _merge(text, group)
            group = []
        group.append(link)
    if group:
        yield _merge(text, group)


def _same_marker(text: str, left: CitationLink, right: CitationLink) -> bool:
    """Whether two adjacent links are numbers in one marker: not `[2], [3]`, not names."""
    printed = (text[left.start : left.end], text[right.start : right.end])
    if not all(NUMBERS.match(text_of_link) for text_of_link in printed):
        return False
    between = text[left.end : right.start]
    if any(text_of_link[:1] in "[(" for text_of_link in printed):
        return RANGE.match(between) is not None
    return SEPARATOR.match(between) is not None


def _merge(text: str, group: list[CitationLink]) -> CitationLink:
    numbers = dict.fromkeys(group[0].numbers)
    for left, right in pairwise(group):
        if RANGE.match(text[left.end : right.start]) and left.numbers[-1] < right.numbers[0]:
            numbers.update(dict.fromkeys(range(left.numbers[-1] + 1, right.numbers[0])))
        numbers.update(dict.fromkeys(right.numbers))
    start, end = group[0].start, group[-1].end
    if NUMBERS.match(text[group[0].start : group[0].end]):
        for opening, closing in BRACKETS:
            if text.endswith(opening, 0, start) and text.startswith(closing, end):
                start, end = start - len(opening), end + len(closing)
    return CitationLink(start, end, tuple(numbers))
