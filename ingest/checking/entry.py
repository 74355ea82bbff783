"""`Entry`: one entry of a reference list, of whatever file it comes from."""

from dataclasses import dataclass

from ingest.references.model import ParsedReference


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference with its number in the list, how it is printed, and its parts.

    `key` is its name in a BibTeX or RIS file, `line` where it begins in the file, from 1.
    """

    number: int
    printed: str
    reference: ParsedReference
    key: str = ""
    line: int | None = None
