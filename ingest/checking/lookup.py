"""`Lookup`: what all places have for one entry, before it is judged."""

from dataclasses import dataclass, field

from ingest.checking.entry import Entry
from ingest.checking.report import RecordOfWork
from ingest.resolving.matching import FieldComparison
from ingest.sources.work import IdKind, Work


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record of a work that may be the printed one, and how it compares."""

    where: str
    work: Work
    comparison: FieldComparison
    guessed: bool = False

    @property
    def record(self) -> RecordOfWork:
        work = self.work
        agreed = self.comparison.agreed
        return RecordOfWork(self.where, work.label, work.doi, work.pmid, work.pmcid, agreed)


@dataclass(slots=True)
class Lookup:
    """What was found of one entry in all places."""

    taken: list[Evidence] = field(default_factory=list)
    possible: list[Evidence] = field(default_factory=list)
    contradicted: dict[IdKind, list[Evidence]] = field(default_factory=dict)
    """Works under a printed identifier that are not the printed ones."""
    unknown: list[tuple[str, IdKind]] = field(default_factory=list)
    """Places that know no work under a printed identifier, though they would."""
    searched: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def too_little(entry: Entry) -> bool:
    """Whether a reference prints too little to be looked up: no identifier, title or place."""
    one = entry.reference
    placed = one.volume and one.first_page and (one.journal or one.authors)
    return not (one.doi or one.pmid or one.pmcid or one.title or placed)
