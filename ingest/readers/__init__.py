"""Reads a document file of any supported format into a `Paper`, detecting the format by content."""

import stat
from collections.abc import Iterator
from os import PathLike, fspath
from pathlib import Path

from ingest.readers import detect
from ingest.readers.assemble import assemble
from ingest.readers.blocks import ReaderOutput
from ingest.readers.document import Paper
from ontology.errors import ReadingError

__all__ = [
    "LARGEST_FILE",
    "LARGEST_TEXT",
    "Paper",
    "content",
    "read",
    "read_all",
    "read_bytes",
    "read_each",
]

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
"""Maximum file size in bytes; a larger file is refused unopened. Papers have about 1 MB."""
LARGEST_TEXT = 20 * MEGABYTE
"""Maximum size of a text format in bytes; more is no single document and exhausts memory."""


def read(path: str | PathLike[str], part: int = 1) -> Paper:
    """One document of a file. Raises ReadingError, which names the file and the fault.

    `part` is its number in a file of several: a PubMed set, a letter with the authors' reply. A
    note says which others there are; `read_each` yields all of a set.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("Of 40 patients, 31 had a complete remission. Nine had none.")
    ...     file.flush()
    ...     paper = read(file.name)
    >>> paper.format, len(paper.sections[0].paragraphs[0].sentences)
    ('text', 2)
    """
    return read_bytes(content(Path(path)), fspath(path), part)


def read_bytes(data: bytes, name: str, part: int = 1) -> Paper:
    r"""The document in `data`; `name` identifies it in messages. Raises ReadingError.

    >>> paper = read_bytes(b"# Trial\n\n## Results\n\nTen of 20 responded [1].", "trial.md")
    >>> paper.format, [section.title for section in paper.sections]
    ('markdown', ['Trial', 'Results'])
    >>> [(pointer.text, pointer.numbers) for pointer in paper.pointers]
    [('[1]', [1])]
    """
    chosen: ReaderOutput | None = None
    replies: list[str] = []
    count = 0
    for count, output in enumerate(_outputs(data, name), start=1):
        if count == part:
            chosen = output
        elif output.is_sub_article:
            replies.append(f"{count} is {_title(output)}")
    if chosen is None:
        held = "1 document" if count == 1 else f"{count} documents"
        raise ReadingError(f"{name}: holds {held}; there is no number {part}")
    if count > 1:
        this = "this is the first" if part == 1 else f"this is number {part}"
        chosen.notes.append("; ".join((f"the file holds {count} documents", this, *replies)))
    return assemble(chosen, name)


def _title(output: ReaderOutput) -> str:
    """What a sub-article is called, and its type."""
    metadata = output.metadata
    return f"{metadata.title or 'untitled'!r} ({metadata.type or 'sub-article'})"


def read_all(path: str | PathLike[str]) -> Iterator[Paper]:
    """Yields every document of a file with its sub-articles, in order. Raises ReadingError."""
    name = fspath(path)
    for output in _outputs(content(Path(path)), name):
        yield assemble(output, name)


def read_each(path: str | PathLike[str]) -> Iterator[Paper]:
    """Yields every document of a file, in order. Raises ReadingError.

    Sub-articles are left out, with a note in the document that they are part of; `read` reads one.
    """
    name = fspath(path)
    document: ReaderOutput | None = None
    for number, output in enumerate(_outputs(content(Path(path)), name), start=1):
        if output.is_sub_article and document is not None:
            document.notes.append(f"the file also holds {_title(output)}: part {number}")
            continue
        if document is not None:
            yield assemble(document, name)
        document = output
    if document is not None:
        yield assemble(document, name)


def _outputs(data: bytes, name: str) -> Iterator[ReaderOutput]:
    """The output of the reader for the format of `data`; reader modules are imported on demand."""
    file_format = detect.kind(data, name)
    if file_format != "pdf" and len(data) > LARGEST_TEXT:
        raise ReadingError(
            f"{name}: {len(data) / MEGABYTE:.0f} MB of text; "
            f"at most {LARGEST_TEXT // MEGABYTE} MB are read as one document"
        )
    match file_format:
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
            if file_format == "html":
                from ingest.readers import webpage

                output = webpage.read(text, name)
            else:
                from ingest.readers import plaintext

                output = plaintext.read(text)
            output.notes.extend(notes)
            yield output


def content(path: Path) -> bytes:
    """The content of a regular file of bounded size. Raises ReadingError."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadingError(f"{path}: this is a directory; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise ReadingError(f"{path}: this is not a regular file")
        if status.st_size > LARGEST_FILE:
            raise ReadingError(
                f"{path}: {status.st_size / MEGABYTE:.0f} MB; "
                f"files of up to {LARGEST_FILE // MEGABYTE} MB are read"
            )
        return path.read_bytes()
    except ReadingError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadingError(f"{path}: cannot be read: {str(reason).lower()}") from None
