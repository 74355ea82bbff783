"""The result of resolving one reference."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.notices import KINDS
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
    """The work that one source has for a reference, and which fields agree."""

    source: SourceName
    work: str
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that may be the printed one, or to which an identifier leads wrongly."""

    source: SourceName
    work: str
    doi: str | None
    pmid: str | None
    pmcid: str | None
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The result of resolving one reference.

    `doi`, `pmid` and `pmcid` are those of the matching work, and `said_by` has the sources of each.
    `said` are the matches by source, `notices` those of the work, `told` describes each conflict,
    and `failed` has the error of each source without an answer.
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
        return any(KINDS.get(notice.nature.lower()) == "retraction" for notice in self.notices)

    def identifier(self, kind: IdKind) -> str | None:
        """The identifier of a kind."""
        return {"doi": self.doi, "pmid": self.pmid, "pmcid": self.pmcid}[kind]
