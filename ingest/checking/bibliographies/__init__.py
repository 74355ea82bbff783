"""Reference lists of any kind: BibTeX, RIS, CSL-JSON, printed lines, the list of a paper.

The files of reference managers are parsed by bibtexparser and rispy, printed references by
`ingest.references`. The libraries are imported when a file needs them.
"""

import hashlib
import re
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import Literal

from ingest import readers
from ingest.checking.bibliographies import printed, zotero
from ingest.checking.entry import Entry, ReferenceList
from ingest.readers import detect
from ingest.readers.document import Paper
from ontology.errors import ReadingError

ListFormat = Literal["bibtex", "ris", "csl", "printed"]
_BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\ufeff?TY  ?- ?[A-Z]", re.MULTILINE)
_CSL = re.compile(r'"(?:issued|container-title|citation-key|DOI)"\s*:')
_HEAD = 20_000
"""Characters in which the format shows."""


def of_paper(paper: Paper) -> tuple[Entry, ...]:
    """The entries of a paper's reference list."""
    return tuple(Entry(one.number, one.printed, one.parsed) for one in paper.references)


def read(path: str | PathLike[str]) -> ReferenceList:
    """The entries of a reference file. Raises ReadingError if it is none, or empty."""
    return read_bytes(readers.content(Path(path)), fspath(path))


def read_bytes(data: bytes, name: str) -> ReferenceList:
    r"""The entries in bytes, which messages call `name`. Raises ReadingError.

    >>> listed = read_bytes(b"TY  - JOUR\nTI  - Of nothing\nPY  - 2001\nER  - ", "one.ris")
    >>> [(one.number, one.reference.title, one.line) for one in listed.entries]
    [(1, 'Of nothing', 1)]
    """
    if zotero.is_export(data):
        notes = list[str]()
        entries, more = zotero.read(data, name)
    elif detect.kind(data, name) != "text":
        raise ReadingError(f"{name}: is no reference list: BibTeX, RIS, CSL-JSON or plain text")
    else:
        text, notes = detect.text_of(data, name)
        entries, more = _reader(format_of(text) or "printed")(text.removeprefix("\ufeff"), name)
    if not entries:
        raise ReadingError(f"{name}: holds no reference{'; ' + more[0] if more else ''}")
    digest = hashlib.sha256(data).hexdigest()
    return ReferenceList(name, digest, tuple(entries), (*notes, *more))


def is_reference_file(path: str | PathLike[str]) -> bool:
    """Whether a file is a reference list and no paper, by its content. Raises ReadingError."""
    data = readers.content(Path(path))
    if zotero.is_export(data):
        return True
    if detect.kind(data, fspath(path)) != "text":
        return False
    return format_of(detect.text_of(data, fspath(path))[0]) is not None


def format_of(text: str) -> ListFormat | None:
    """The format of a reference list; None if the text is none.

    >>> format_of("@article{doe, title={A}}"), format_of("It rose in all of them.")
    ('bibtex', None)
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head[:1] in ("{", "["):
        return "csl" if _is_csl(text) else None
    if _RIS.search(head):
        return "ris"
    if _BIBTEX.search(head):
        return "bibtex"
    return "printed" if printed.is_list(text) else None


def _is_csl(text: str) -> bool:
    from ingest.checking.bibliographies import csl
    from ingest.sources import json_objects

    if not _CSL.search(text[:_HEAD]):
        return False
    try:
        return any(map(csl.is_item, json_objects.values(text, "")))
    except ReadingError:
        return False


Reader = Callable[[str, str], tuple[list[Entry], list[str]]]


def _reader(kind: ListFormat) -> Reader:
    """The reader of a format: from text and name to entries and notes."""
    from ingest.checking.bibliographies import bibtex, csl, ris

    readers_of: dict[ListFormat, Reader] = {
        "bibtex": bibtex.read, "ris": ris.read, "csl": csl.read, "printed": printed.read
    }  # fmt: skip
    return readers_of[kind]
