"""Comparing a reference with a source: by the source's data, and by the opening of its text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.checking.entry import Entry
from ingest.checking.source import Source
from ingest.references.model import ParsedReference
from ingest.resolving import matching
from ingest.resolving.matching import Field, FieldComparison
from ingest.sources.text import bare_title, folded

GUESSED = frozenset(("pdf", "html", "text", "markdown"))
"""Formats whose title and authors are guessed from how a page looks."""
REGISTRY = "clinicaltrials"
FREELY_TITLED = GUESSED | {REGISTRY}
"""Formats of which another title says nothing: who cites a registered study words its title."""
TITLE_WORDS = 5
"""A shorter title may begin any block, and has to be one."""
FEWEST_WORDS = 2
ALIKE, ALIKE_BEGINNING = 92.0, 85.0
"""Indel similarity in percent of a title with the letters that begin a block, and of its first."""
_BEGINNING = 8
_BLOCKS_OF_A_TITLE = 3
_FIELDS: tuple[Field, ...] = ("title", "first author", "year", "volume", "first page")


def compare(entry: Entry, source: Source) -> FieldComparison:
    """The fields that agree and disagree; the opening of a document decides what was guessed.

    A guessed title or author that differs says nothing, and one that stands in the opening agrees.
    """
    comparison = matching.compare(entry.reference, source.work)
    if source.format == REGISTRY:
        told = tuple(field for field in comparison.disagreed if field != "title")
        return FieldComparison(comparison.agreed, told)
    if source.format not in GUESSED or not source.opening:
        return comparison
    agreed, disagreed = set(comparison.agreed), set(comparison.disagreed)
    seen: dict[Field, bool] = {
        "title": title_opens(entry.reference.title, source.opening),
        "first author": _author_stands(entry.reference, source.opening),
    }
    for field, stands in seen.items():
        disagreed.discard(field)
        if stands:
            agreed.add(field)
    if place_stands(entry.reference, source.opening):
        agreed |= {"volume", "first page"}
        disagreed -= {"volume", "first page"}
        if _year_stands(entry.reference, source.opening):
            agreed.add("year")
            disagreed.discard("year")
    return FieldComparison(_in_order(agreed), _in_order(disagreed))


def _in_order(fields: set[Field]) -> tuple[Field, ...]:
    order = (*_FIELDS, "issue", "journal")
    return tuple(field for field in order if field in fields)


def title_opens(title: str | None, opening: Sequence[str]) -> bool:
    """Whether a block of a document's opening begins with the title, or is it.

    A title in the middle of a block is another work's: "Comment on: …".

    >>> title_opens("A trial of nothing in mice", ("Journal", "A Trial of Nothing", "in Mice", "X"))
    True
    """
    wanted = folded(bare_title(title))
    blocks = _folded_blocks(tuple(opening))
    if len(wanted.split()) < TITLE_WORDS:
        return len(wanted.split()) >= FEWEST_WORDS and wanted in blocks
    return any(
        _begins(" ".join(blocks[n : n + _BLOCKS_OF_A_TITLE]), wanted) for n in range(len(blocks))
    )


def _begins(text: str, wanted: str) -> bool:
    if text.startswith(wanted):
        return True
    # A PDF may join or part words, so letters are compared, and as many of them as the title has.
    letters, title = text.replace(" ", ""), wanted.replace(" ", "")
    head = letters[: len(title)]
    begun = fuzz.ratio(head[:_BEGINNING], title[:_BEGINNING]) >= ALIKE_BEGINNING
    return begun and len(head) > 0.9 * len(title) and fuzz.ratio(head, title) >= ALIKE


@lru_cache(maxsize=512)
def _folded_blocks(opening: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (folded(block) for block in opening)))


def _author_stands(reference: ParsedReference, opening: Sequence[str]) -> bool:
    """Whether the first author is named; a name of two letters (Ng, Lv) with the initials."""
    if not reference.authors:
        return False
    first = reference.authors[0]
    name, initials = folded(first.family), " ?".join(folded(first.initials).replace(" ", ""))
    if len(name) > 2:
        wanted = rf" {re.escape(name)}\d* "
    elif name and initials:
        wanted = rf" (?:{name} {initials}\d*|{initials} {name}\d*) "
    else:
        return False
    return bool(re.search(wanted, f" {' '.join(_folded_blocks(tuple(opening)))} "))


def _year_stands(reference: ParsedReference, opening: Sequence[str]) -> bool:
    return bool(reference.year) and any(str(reference.year) in block for block in opening)


def place_stands(reference: ParsedReference, opening: Sequence[str]) -> bool:
    """Whether volume and first page stand together in a document's opening, as in its header.

    >>> place_stands(ParsedReference(volume="141", first_page="107"), ("Blood 2023;141(2):107–14",))
    True
    """
    volume, page = reference.volume, reference.first_page
    if not volume or not page:
        return False
    between = r"\)?(?:\s*\([^()]{1,12}\))?[\s,:;.]{1,4}(?:pp?\.?\s*)?"
    printed = re.compile(rf"(?<!\w){re.escape(volume)}{between}{re.escape(page)}(?!\w)")
    return any(printed.search(block) for block in opening)
