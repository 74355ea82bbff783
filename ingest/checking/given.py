"""Files and folders that a user gives, read to `Source` values: one bad file stops no other."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path

from ingest import readers
from ingest.checking import attachments
from ingest.checking.bibliographies import format_of, read_bytes, zotero
from ingest.checking.source import Source, SourceFormat
from ingest.checking.source_kinds import of_paper, of_study, of_work, unusable
from ingest.readers import detect
from ingest.readers.document import Paper
from ingest.sources import medline
from ingest.sources.clinicaltrials import RegisteredStudy
from ontology.errors import AlltraceError, ReadingError

_log = logging.getLogger(__name__)

MOST_FILES = 5_000
"""The most files of all folders together."""
_LEFT_OUT = frozenset({".yaml", ".yml", ".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg"})
"""Files of folders that hold no source: records, and the parts of saved web pages."""


def sources(paths: Iterable[str | PathLike[str]]) -> list[Source]:
    """The works and studies in files and folders, in order of the files.

    A file that cannot be read becomes a source with a `problem`. Attachments that a reference
    manager's file names are described by its entries. Raises ReadingError for a path that is not
    there, and for more than 5,000 files.
    """
    files = list(_files(paths))
    read = [source for path in files for source in _of_file(path)]
    return attachments.described(read)


def _files(paths: Iterable[str | PathLike[str]]) -> Iterator[Path]:
    """The files, those of folders sorted by path; hidden ones are left out."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise ReadingError(f"{path}: there is no such file or folder")
        for file in _below(path) if path.is_dir() else [path]:
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield file
            if len(seen) > MOST_FILES:
                raise ReadingError(f"{path}: more than {MOST_FILES:,} files are given")


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__")) for part in inside)
        if not hidden and path.suffix.lower() not in _LEFT_OUT and path.is_file():
            yield path


def _of_file(path: Path) -> Iterator[Source]:
    name = fspath(path)
    try:
        data = readers.content(path)
    except ReadingError as error:
        yield unusable(name, "", str(error))
        return
    digest = hashlib.sha256(data).hexdigest()
    part = 0
    try:
        for part, source in enumerate(_each(data, name, digest), 1):
            yield replace(source, part=part)
    except AlltraceError as error:
        _log.info("%s", error)
        reason = str(error).splitlines()[0]
        yield replace(unusable(name, digest, reason), part=part + 1)
        return
    if part == 0:
        yield unusable(name, digest, f"{name}: holds no work that can be recognised")


def _each(data: bytes, name: str, digest: str) -> Iterator[Source]:
    if zotero.is_export(data):
        yield from _listed(data, name, "zotero")
        return
    kind = detect.kind(data, name)
    if kind == "pubmed":
        from ingest.sources import pubmed

        for work in pubmed.works(data, name):
            yield of_work(work, name, digest)
        return
    if kind == "text":
        text = detect.text_of(data, name)[0]
        if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            yield from _in_json(text, data, name, digest)
            return
        if medline.is_medline(text):
            for work in medline.works(text):
                yield of_work(work, name, digest)
            return
        if (listed := format_of(text)) in ("bibtex", "ris"):
            yield from _listed(data, name, listed)
            return
        if listed == "printed":
            raise ReadingError(f"{name}: is a list of references, and no source of one")
    for paper in _papers(data, name):
        yield of_paper(paper, name, digest)


def _papers(data: bytes, name: str) -> Iterator[Paper]:
    """The documents of a file; sub-articles (an authors' reply) are works of their own."""
    number = 1
    paper = readers.read_bytes(data, name)
    yield paper
    if not any(note.startswith("the file holds") for note in paper.notes):
        return
    while True:
        number += 1
        try:
            yield readers.read_bytes(data, name, number)
        except ReadingError:
            return


def _in_json(text: str, data: bytes, name: str, digest: str) -> Iterator[Source]:
    from ingest.sources import indexed

    if format_of(text) == "csl":
        yield from _listed(data, name, "csl")
        return
    for one in indexed.in_json(text, name):
        if isinstance(one, RegisteredStudy):
            yield of_study(one, name, digest)
        else:
            yield of_work(one, name, digest)


def _listed(data: bytes, name: str, kind: SourceFormat) -> Iterator[Source]:
    """The entries of a reference manager's file as sources of what their abstracts say."""
    listed = read_bytes(data, name)
    for entry in listed.entries:
        work = attachments.work_of(entry, name)
        source = of_work(work, name, listed.sha256, kind)
        yield replace(source, notes=listed.notes if entry.number == 1 else (), files=entry.files)
