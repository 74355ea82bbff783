"""Importers: files that registries and indexes give become records; the kind is seen by content."""

import logging
from collections.abc import Iterator
from datetime import date
from os import PathLike, fspath
from pathlib import Path

from ingest import readers
from ingest.importers import clinicaltrials, crossref, europepmc, jsonfile, pubmed
from ingest.importers.imported import Imported
from ingest.importers.shape import string
from ingest.importers.works import Work, publication
from ingest.readers import detect
from ontology.errors import ReadingError

__all__ = ["Imported", "read_bytes", "read_each"]

_log = logging.getLogger(__name__)

KNOWN = (
    "import reads JSON of ClinicalTrials.gov (API v2), Crossref and Europe PMC, summaries of "
    "PubMed, and XML of PubMed and JATS"
)


def read_each(path: str | PathLike[str], day: date | None = None) -> Iterator[Imported]:
    """A record for each study or work of a file, in order; `day` is the day of curation (today).

    Raises ReadingError, which names the file and says what is wrong, also after some were given.
    """
    return read_bytes(readers.content(Path(path)), fspath(path), day)


def read_bytes(data: bytes, name: str, day: date | None = None) -> Iterator[Imported]:
    """The same of some bytes; `name` stands for them in messages. Raises ReadingError."""
    day = day or date.today()
    file = string(Path(name).name) or "a file"
    count = 0
    for one in _each(data, name):
        count += 1
        if isinstance(one, Work):
            made = publication(one, file, day)
        else:
            made = clinicaltrials.study(one, file, day)
        for note in made.notes:
            _log.info("%s: %s: %s", name, made.name, note)
        yield made
    _log.info("%s: %d studies and works", name, count)
    if not count:
        raise ReadingError(f"{name}: no study or work was found in it; {KNOWN}")


def _each(data: bytes, name: str) -> Iterator[Work | clinicaltrials.Answer]:
    """The works, and the studies as they were parsed, of a file."""
    match detect.kind(data, name):
        case "pubmed":
            yield from pubmed.works(data, name)
        case "jats":
            from ingest.readers import jats

            for draft in jats.read(data, name):
                kind = draft.metadata.type
                yield Work("JATS XML", draft.metadata, (kind,) if kind else ())
        case "text":
            text, _ = detect.text_of(data, name)
            yield from _in_json(text, name)
        case "html":
            raise ReadingError(f"{name}: this is a web page, perhaps of an error; {KNOWN}")
        case "pdf":
            raise ReadingError(f"{name}: this is a PDF; {KNOWN}")


def _in_json(text: str, name: str) -> Iterator[Work | clinicaltrials.Answer]:
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        raise ReadingError(f"{name}: this is text; {KNOWN}")
    for value in jsonfile.values(text.removeprefix("\ufeff"), name):
        if clinicaltrials.is_study(value):
            yield value
        elif crossref.is_work(value):
            yield crossref.work(value)
        elif europepmc.is_result(value):
            yield europepmc.work(value)
        elif pubmed.is_summaries(value):
            yield from pubmed.summaries(value)
