"""The works and studies that other records define, which a draft refers to by their ids."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.extract.known_groups import KnownGroups, known_groups
from ingest.language.tokens import folded
from ingest.readers.document import Metadata
from ingest.records import RecordFile
from ingest.references.model import Person
from ontology.model import Bibliographic

Key = tuple[str, ...]
"""A combination of bibliographic data that identifies a work."""

MIN_TITLE_WORDS = 5
"""A shorter title ("Reply") may belong to several works of one year."""

LONGEST_FAMILY = 40
"""The most letters of a family name in an id; group names can be too long."""


@dataclass(frozen=True, slots=True)
class WorkIdentity:
    """The bibliographic data that decide whether two entries are the same work.

    >>> work = WorkIdentity(family="Hogan", year="2023", volume="141", first_page="1", pmid="42")
    >>> list(work.identifiers())
    [('pmid', '42'), ('place', 'hogan', '2023', '141', '1')]
    """

    family: str = ""
    year: str = ""
    volume: str = ""
    first_page: str = ""
    title: str = ""
    doi: str = ""
    pmid: str = ""

    def identifiers(self) -> Iterator[Key]:
        """The keys that the data suffice for, the most certain first."""
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
class KnownRecords:
    """The works and studies that the available records define."""

    works: Mapping[Key, str]
    """The id of a publication by each of its keys."""
    reports: Mapping[str, tuple[str, ...]]
    """The studies that each publication reports, by its id."""
    studies: Mapping[str, tuple[str, ...]]
    """The label, names and registrations of a study, by its id."""
    groups: KnownGroups
    """The arms and cohorts of the studies."""
    records: frozenset[str]
    """The names of the records, but for those named after the document that they are of."""
    matched: Mapping[int, str] = field(default_factory=dict)
    """The publications of reference numbers of the document at hand, where others matched them."""

    def publication(self, work: WorkIdentity) -> str | None:
        """The id of the publication that is `work`, if a record defines it."""
        return next((self.works[key] for key in work.identifiers() if key in self.works), None)


def known(files: Iterable[RecordFile]) -> KnownRecords:
    """The works and studies that `files` define."""
    files = tuple(files)
    works: dict[Key, str] = {}
    reports: dict[str, tuple[str, ...]] = {}
    studies: dict[str, tuple[str, ...]] = {}
    for file in files:
        for publication in file.record.publications:
            reports[publication.id] = publication.reports
            for key in work_of(publication).identifiers():
                works.setdefault(key, publication.id)
        for study in (*file.record.studies, *file.record.trials):
            numbers = (registration.label for registration in study.registrations)
            studies[study.id] = (study.label, *study.names, *numbers)
    names = {file.name for file in files if not _of_own_document(file)}
    groups = known_groups(
        (arm for file in files for arm in file.record.arms),
        (cohort for file in files for cohort in file.record.cohorts),
    )
    return KnownRecords(works, reports, studies, groups, frozenset(names))


def _of_own_document(file: RecordFile) -> bool:
    """Whether the record has the name of the document in it, as drafts have."""
    document = file.record.document
    return document is not None and document.id == file.name


def work_of(entry: Bibliographic | Metadata) -> WorkIdentity:
    """The identifying data of a publication, a document or a paper; authors are `Hogan LE`."""
    return WorkIdentity(
        family=first_family(entry.authors),
        year=str(entry.year or ""),
        volume=entry.volume or "",
        first_page=entry.first_page or "",
        title=entry.title or "",
        doi=entry.doi or "",
        pmid=entry.pmid or "",
    )


def first_family(authors: Sequence[str]) -> str:
    """The family name of the first author, or the group's name; empty if there is none."""
    return Person.of_record(authors[0]).family if authors else ""


def plain(name: str) -> str:
    """A family name in lower-case ASCII letters, without diacritics and spaces.

    >>> plain("von Stackelberg"), plain("Müller")
    ('vonstackelberg', 'muller')
    """
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower())
