"""Importers: from files of registries and indexes to records; formats are detected by content."""

import logging
from collections.abc import Iterator
from datetime import date
from os import PathLike, fspath
from pathlib import Path

from ingest import readers
from ingest.importers.record import Imported
from ingest.readers import detect
from ontology.errors import ReadingError

__all__ = ["Imported", "import_bytes", "import_file"]

_log = logging.getLogger(__name__)

SUPPORTED_FORMATS = (
    "import reads JSON of ClinicalTrials.gov (API v2), Crossref and Europe PMC, summaries of "
    "PubMed, PubMed's MEDLINE (.nbib), and XML of PubMed and JATS"
)


def import_file(path: str | PathLike[str], day: date | None = None) -> Iterator[Imported]:
    """A record for each study or work of a file, in order; `day` is the day of curation (today).

    Raises ReadingError with the file and the problem, possibly after some records were yielded.
    """
    return import_bytes(readers.content(Path(path)), fspath(path), day)


def import_bytes(data: bytes, name: str, day: date | None = None) -> Iterator[Imported]:
    """A record for each study or work in bytes, which messages call `name`. Raises ReadingError.

    >>> answer = b'{"DOI": "10.1000/182", "title": ["Of nothing"], "issued": {}}'
    >>> [imported.name for imported in import_bytes(answer, "crossref.json")]
    ['doi-10.1000-182']
    """
    count = 0
    for imported in _each(data, name, day or date.today()):
        count += 1
        for note in imported.notes:
            _log.info("%s: %s: %s", name, imported.name, note)
        yield imported
    _log.info("%s: %d studies and works", name, count)
    if not count:
        raise ReadingError(f"{name}: contains no study or work; {SUPPORTED_FORMATS}")


def _each(data: bytes, name: str, day: date) -> Iterator[Imported]:
    """Each study or work, from the reader of its source; readers are imported when needed."""
    from ingest.importers.publication import of_jats, of_work
    from ingest.sources.text import line

    file = line(Path(name).name) or "a file"
    match detect.kind(data, name):
        case "pubmed":
            from ingest.sources import pubmed

            yield from (of_work(work, file, day) for work in pubmed.works(data, name))
        case "jats":
            from ingest.readers import jats

            yield from (of_jats(draft.metadata, file, day) for draft in jats.read(data, name))
        case "text":
            yield from _in_text(detect.text_of(data, name)[0], name, file, day)
        case "html":
            raise ReadingError(
                f"{name}: is a web page, perhaps an error message; {SUPPORTED_FORMATS}"
            )
        case "pdf":
            raise ReadingError(f"{name}: is a PDF; {SUPPORTED_FORMATS}")


def _in_text(text: str, name: str, file: str, day: date) -> Iterator[Imported]:
    from ingest.importers import trial
    from ingest.importers.publication import of_work
    from ingest.sources import indexed, medline
    from ingest.sources.work import Work

    if medline.is_medline(text):
        yield from (of_work(work, file, day) for work in medline.works(text))
        return
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        raise ReadingError(f"{name}: is plain text; {SUPPORTED_FORMATS}")
    for one in indexed.in_json(text, name):
        yield of_work(one, file, day) if isinstance(one, Work) else trial.of_study(one, file, day)
