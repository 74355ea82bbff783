"""What came of one reference that was put to the sources."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.sources.work import ID_KINDS, IdKind, Notice

__all__ = [
    "ID_KINDS",
    "SOURCE_NAMES",
    "Candidate",
    "Outcome",
    "Resolved",
    "SourceMatch",
    "SourceName",
]

SourceName = Literal["crossref", "pubmed", "europepmc"]
SOURCE_NAMES: tuple[SourceName, ...] = ("crossref", "pubmed", "europepmc")
Outcome = Literal["found", "verified", "conflict", "ambiguous", "not found", "failed"]


@dataclass(frozen=True, slots=True)
class SourceMatch:
    """What one source said of a reference: the work it found, and which fields agree."""

    source: SourceName
    work: str
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that may be the one, or that an identifier wrongly leads to."""

    source: SourceName
    work: str
    doi: str | None
    pmid: str | None
    pmcid: str | None
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of one reference.

    `doi`, `pmid` and `pmcid` are those that a source gives for the matching work; `said_by` names
    the sources of each. `notices` are of that work. `told` says each conflict in words, `failed`
    what each source that gave no answer said.
    """

    number: int
    reference: str
    outcome: Outcome
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    said_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: tuple[SourceMatch, ...] = ()
    notices: tuple[Notice, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    told: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    publication: str | None = None
    """The id of the publication in the record, where a record was resolved."""

    @property
    def retracted(self) -> bool:
        return any(notice.nature == "Retraction" for notice in self.notices)

    def identifier(self, kind: IdKind) -> str | None:
        """The identifier of a kind."""
        return {"doi": self.doi, "pmid": self.pmid, "pmcid": self.pmcid}[kind]
