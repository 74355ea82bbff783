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

__all__ = ["LARGEST_FILE", "LARGEST_TEXT", "Paper", "content", "read", "read_bytes", "read_each"]

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
"""Maximum file size in bytes; a larger file is refused unopened. Papers have about 1 MB."""
LARGEST_TEXT = 20 * MEGABYTE
"""Maximum size of a text format in bytes; more is no single document and exhausts memory."""


def read(path: str | PathLike[str]) -> Paper:
    """The document in a file. Raises ReadingError, which names the file and the fault.

    For a file with several documents (a PubMed set) this is the first, with a note of their number;
    `read_each` yields all.

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
    r"""The document in `data`; `name` identifies it in messages. Raises ReadingError.

    >>> paper = read_bytes(b"# Trial\n\n## Results\n\nTen of 20 responded [1].", "trial.md")
    >>> paper.format, [section.title for section in paper.sections]
    ('markdown', ['Trial', 'Results'])
    >>> [(pointer.text, pointer.numbers) for pointer in paper.pointers]
    [('[1]', [1])]
    """
    return assemble(_first(_outputs(data, name)), name)


def read_each(path: str | PathLike[str]) -> Iterator[Paper]:
    """Yields every document of a file, in order. Raises ReadingError."""
    name = fspath(path)
    for output in _outputs(content(Path(path)), name):
        yield assemble(output, name)


def _first(outputs: Iterator[ReaderOutput]) -> ReaderOutput:
    first = next(outputs)
    if others := sum(1 for _ in outputs):
        first.notes.append(f"the file holds {others + 1} documents; this is the first")
    return first


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
