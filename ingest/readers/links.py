"""Merges the citation links in a file (JATS, HTML) into the citation markers that are printed.

`<sup><a>4</a>–<a>6</a></sup>` contains two links and prints one marker, which cites 4, 5 and 6.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.blocks import CitationLink

SEPARATOR = re.compile(r"\s?(?:[,;·˒]|[‐‑‒–—−⁻-]|\band\b|&)?\s?\Z")
RANGE = re.compile(r"\s?[‐‑‒–—−⁻-]\s?\Z")
NUMBERS = re.compile(r"[\[(]?[0-9⁰¹²³⁴-⁹][0-9⁰¹²³⁴-⁹,;\s–—⁻-]*[\])]?\Z")
BRACKETS = (("^{", "}"), ("(", ")"), ("[", "]"))


def merge_links(text: str, links: Sequence[CitationLink]) -> Iterator[CitationLink]:
    """The links of one block; adjacent links of one list or range are merged, with its brackets.

    >>> list(merge_links("shown (4-6).", [CitationLink(7, 8, (4,)), CitationLink(9, 10, (6,))]))
    [CitationLink(start=6, end=11, numbers=(4, 5, 6))]
    """
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
                break
    return CitationLink(start, end, tuple(numbers))
