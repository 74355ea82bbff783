"""Links that a file holds itself (JATS, HTML), joined into the marks that a reader sees.

`<sup><a>4</a>–<a>6</a></sup>` holds two links and shows one mark, which names 4, 5 and 6.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.blocks import Link

BETWEEN = re.compile(r"\s?(?:[,;·˒]|[‐‑‒–—−⁻-]|\band\b|&)?\s?\Z")
RANGE = re.compile(r"\s?[‐‑‒–—−⁻-]\s?\Z")
FIGURES = re.compile(r"[\[(]?[0-9⁰¹²³⁴-⁹][0-9⁰¹²³⁴-⁹,;\s–—⁻-]*[\])]?\Z")
WRAPPED = (("^{", "}"), ("(", ")"), ("[", "]"))


def joined(text: str, links: Sequence[Link]) -> Iterator[Link]:
    """The links of one block, neighbours in one list or range made one, brackets included."""
    run: list[Link] = []
    for link in links:
        if run and not _belong(text, run[-1], link):
            yield _one(text, run)
            run = []
        run.append(link)
    if run:
        yield _one(text, run)


def _belong(text: str, left: Link, right: Link) -> bool:
    """Whether two neighbouring links are figures of one list: not `[2], [3]`, not names."""
    shown = (text[left.start : left.end], text[right.start : right.end])
    if not all(FIGURES.match(one) for one in shown):
        return False
    between = text[left.end : right.start]
    if any(one[:1] in "[(" for one in shown):
        return RANGE.match(between) is not None
    return BETWEEN.match(between) is not None


def _one(text: str, run: list[Link]) -> Link:
    numbers = dict.fromkeys(run[0].numbers)
    for left, right in pairwise(run):
        if RANGE.match(text[left.end : right.start]) and left.numbers[-1] < right.numbers[0]:
            numbers.update(dict.fromkeys(range(left.numbers[-1] + 1, right.numbers[0])))
        numbers.update(dict.fromkeys(right.numbers))
    start, end = run[0].start, run[-1].end
    if FIGURES.match(text[run[0].start : run[0].end]):
        for opening, closing in WRAPPED:
            if text.endswith(opening, 0, start) and text.startswith(closing, end):
                start, end = start - len(opening), end + len(closing)
                break
    return Link(start, end, tuple(numbers))
