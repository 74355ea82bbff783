"""A term or name in a sentence, and a name that no vocabulary has."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A term at tokens `first` to `last`. Without a vocabulary, the name is the text."""

    scheme: str
    name: str
    first: int
    last: int
    rule: str
    text: str = ""
    doubt: str | None = None
    threshold: str | None = None
    also: tuple[str, ...] = ()
    """Other concepts that the same words may mean."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that no vocabulary or record has, its place, and why it is proposed.

    Paragraph 0 is the title.
    """

    scheme: str
    name: str
    text: str
    paragraph: int
    sentence: int
    why: str


def slug(text: str) -> str:
    """An id for a record: lower-case ASCII words and hyphens; `unnamed` if none is left.

    >>> slug("MRD-negative (day 29)"), slug("…")
    ('mrd-negative-day-29', 'unnamed')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-")
    return plain or "unnamed"
