"""What other records already define: works and studies that a draft refers to by their ids."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.extract.tokens import folded
from ingest.readers.document import Metadata
from ingest.records import RecordFile
from ingest.references.model import Person
from ontology.model import Bibliographic

Key = tuple[str, ...]
"""One way in which a work is told from all others."""

MIN_TITLE_WORDS = 5
"""A shorter title ("Reply") may belong to several works of one year."""

LONGEST_FAMILY = 40
"""Letters of a name that an id begins with; groups have names too long for an id."""


@dataclass(frozen=True, slots=True)
class Work:
    """The bibliographic data by which two entries are known to be the same work."""

    family: str = ""
    year: str = ""
    volume: str = ""
    first_page: str = ""
    title: str = ""
    doi: str = ""
    pmid: str = ""

    def marks(self) -> Iterator[Key]:
        """Every key that the data suffice for."""
        if self.doi:
            yield "doi", self.doi.lower()
        if self.pmid:
            yield "pmid", self.pmid
        family = plain(self.family)
        if family and self.year and self.volume and self.first_page:
            yield "place", family, self.year, self.volume, self.first_page
        words = tuple(folded(self.title))
        if family and self.year and len(words) >= MIN_TITLE_WORDS:
            yield "title", family, self.year, *words


@dataclass(frozen=True, slots=True)
class Known:
    """The works and studies of records that are at hand."""

    works: Mapping[Key, str]
    """The id of a publication by each of its keys."""
    reports: Mapping[str, tuple[str, ...]]
    """The studies that a publication reports, by its id."""
    studies: Mapping[str, tuple[str, ...]]
    """The label, names and registrations of a study, by its id."""
    records: frozenset[str]
    """The names of the records."""

    def publication(self, work: Work) -> str | None:
        """The id of the publication that `work` is, if it is known."""
        return next((self.works[key] for key in work.marks() if key in self.works), None)


def known(files: Iterable[RecordFile]) -> Known:
    """What `files` define."""
    files = tuple(files)
    works: dict[Key, str] = {}
    reports: dict[str, tuple[str, ...]] = {}
    studies: dict[str, tuple[str, ...]] = {}
    for file in files:
        for publication in file.record.publications:
            reports[publication.id] = publication.reports
            for key in work_of(publication).marks():
                works.setdefault(key, publication.id)
        for study in (*file.record.studies, *file.record.trials):
            studies[study.id] = (study.label, *study.names, *study.registrations)
    return Known(works, reports, studies, frozenset(file.name for file in files))


def work_of(entry: Bibliographic | Metadata) -> Work:
    """The data of a publication, a document or a paper; an author is written `Hogan LE`."""
    return Work(
        family=first_family(entry.authors),
        year=str(entry.year or ""),
        volume=entry.volume or "",
        first_page=entry.first_page or "",
        title=entry.title or "",
        doi=entry.doi or "",
        pmid=entry.pmid or "",
    )


def first_family(authors: Sequence[str]) -> str:
    """The family name of the first author, or the name of the group; empty if there is none."""
    return Person.of_record(authors[0]).family if authors else ""


def plain(name: str) -> str:
    """A family name in lower-case letters, without marks and spaces."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower())
