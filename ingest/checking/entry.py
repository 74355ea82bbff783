"""`Entry`: one entry of a reference list, of whatever file it comes from."""

from dataclasses import dataclass, field

from ingest.references.model import ParsedReference


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference with its number in the list, how it is printed, and its parts.

    `key` is its name in a BibTeX or CSL file, `line` where it begins in the file, from 1. `files`
    are the attachments that a reference manager names, as it names them.
    """

    number: int
    printed: str
    reference: ParsedReference
    key: str = ""
    line: int | None = None
    abstract: str | None = field(default=None, repr=False)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The entries of a file; `notes` tell what could not be read, each in one sentence."""

    file: str
    sha256: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
