"""Readers: any document file made one `Paper`; its format is seen by content."""

import stat
from collections.abc import Iterator
from os import PathLike, fspath
from pathlib import Path

from ingest.readers import detect
from ingest.readers.assemble import assemble
from ingest.readers.blocks import Draft
from ingest.readers.document import Paper
from ontology.errors import ReadingError

__all__ = ["LARGEST_FILE", "LARGEST_TEXT", "Paper", "content", "read", "read_bytes", "read_each"]

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
"""A larger file is refused before it is opened: a paper has a hundredth of that."""
LARGEST_TEXT = 20 * MEGABYTE
"""A larger text is refused; it is no single document, and would take minutes and gigabytes."""


def read(path: str | PathLike[str]) -> Paper:
    """The document in a file. Raises ReadingError, which names the file and says what is wrong.

    Of a file that holds several (a PubMed set) it gives the first and notes how many there are;
    `read_each` gives all.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("Of 40 patients, 31 had a complete remission. Nine had none.")
    ...     file.flush()
    ...     paper = read(file.name)
    >>> paper.format, len(paper.sections[0].paragraphs[0].sentences)
    ('text', 2)
    """
    return read_bytes(content(Path(path)), fspath(path))


def read_bytes(data: bytes, name: str) -> Paper:
    """The document in some bytes; `name` stands for it in messages. Raises ReadingError."""
    return assemble(_first(_drafts(data, name)), name)


def read_each(path: str | PathLike[str]) -> Iterator[Paper]:
    """Every document of a file, one after another. Raises ReadingError."""
    name = fspath(path)
    for draft in _drafts(content(Path(path)), name):
        yield assemble(draft, name)


def _first(drafts: Iterator[Draft]) -> Draft:
    draft = next(drafts)
    if more := sum(1 for _ in drafts):
        draft.notes.append(f"the file holds {more + 1} documents; this is the first")
    return draft


def _drafts(data: bytes, name: str) -> Iterator[Draft]:
    """The drafts that the reader of the data's format makes; readers load when they are needed."""
    form = detect.kind(data, name)
    if form != "pdf" and len(data) > LARGEST_TEXT:
        raise ReadingError(
            f"{name}: {len(data) / MEGABYTE:.0f} MB of text; "
            f"at most {LARGEST_TEXT // MEGABYTE} MB are read as one document"
        )
    match form:
        case "pdf":
            from ingest.readers import pdf

            yield pdf.read(data, name)
        case "jats":
            from ingest.readers import jats

            yield from jats.read(data, name)
        case "pubmed":
            from ingest.readers import pubmed

            yield from pubmed.read(data, name)
        case _:
            text, notes = detect.text_of(data, name)
            if form == "html":
                from ingest.readers import webpage

                draft = webpage.read(text, name)
            else:
                from ingest.readers import plaintext

                draft = plaintext.read(text)
            draft.notes.extend(notes)
            yield draft


def content(path: Path) -> bytes:
    """The content of a regular file of bounded size. Raises ReadingError."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadingError(f"{path}: this is a directory; name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise ReadingError(f"{path}: this is not a regular file")
        if found.st_size > LARGEST_FILE:
            raise ReadingError(
                f"{path}: {found.st_size / MEGABYTE:.0f} MB; "
                f"files of up to {LARGEST_FILE // MEGABYTE} MB are read"
            )
        return path.read_bytes()
    except ReadingError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadingError(f"{path}: cannot be read: {str(reason).lower()}") from None
