"""`ReferenceReport`: what was found of each entry of a reference list, with the evidence."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.sources.work import Notice, Version

Found = Literal["found", "differs", "another work", "ambiguous", "not found", "not checkable"]
"""`differs`: the work is there, but a field is printed otherwise. `another work`: a printed
identifier leads to a work that is not the printed one. `not checkable`: too little is printed, or
what it cites (a web page, a book) is in none of the places that were searched."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is printed otherwise than the record has it."""

    field: str
    printed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class RecordOfWork:
    """A record of a work: where it stands, what it is, and which fields agree with the entry."""

    where: str
    work: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryCheck:
    """What was found of one entry.

    `searched` names every place that was searched and answered; `failed` those that did not, with
    the reason. `message` says it in one sentence; it never says that a reference is invented.
    """

    number: int
    printed: str
    match: Found
    message: str
    key: str = ""
    line: int | None = None
    records: tuple[RecordOfWork, ...] = ()
    differences: tuple[Difference, ...] = ()
    notices: tuple[Notice, ...] = ()
    versions: tuple[Version, ...] = ()
    searched: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReferenceReport:
    """The check of a reference list. `notes` concern the list, the sources or the network."""

    file: str
    sha256: str
    entries: tuple[EntryCheck, ...]
    notes: tuple[str, ...] = ()
