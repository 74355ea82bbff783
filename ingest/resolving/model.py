"""What is asked of the sources, what they say, and what came of one reference."""

import re
from dataclasses import dataclass, field
from typing import Literal

from ingest.references.model import Person

SourceName = Literal["crossref", "pubmed", "europepmc"]
Service = Literal["crossref", "eutils", "idconv", "europepmc"]
"""An address that is asked. PubMed has two: E-utilities, and the converter of identifiers."""
Outcome = Literal["found", "verified", "conflict", "ambiguous", "not found", "failed"]
IdKind = Literal["doi", "pmid", "pmcid"]

ID_KINDS: tuple[IdKind, ...] = ("doi", "pmid", "pmcid")
_FORMS = {
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
    "pmid": re.compile(r"[0-9]{1,9}"),
    "pmcid": re.compile(r"PMC[0-9]+"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a service. Neither contact nor key is part of it; the client adds these."""

    service: Service
    path: str
    params: tuple[tuple[str, str], ...] = ()
    by: IdKind | None = None
    """The identifier that is looked up; None for a search by what is printed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A retraction, correction or expression of concern about a work, as a source gives it."""

    nature: str
    date: str = ""
    doi: str | None = None
    pmid: str | None = None
    said_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A published work as one source describes it. What the source does not say is empty."""

    source: SourceName
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    titles: tuple[str, ...] = ()
    """The title, and the title with its subtitle."""
    authors: tuple[Person, ...] = ()
    journals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    """Online and in print may be two years."""
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    """Or the article number."""
    last_page: str | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def label(self) -> str:
        """First author, year and title in one line."""
        who = self.authors[0].family if self.authors else "no author"
        when = str(self.years[0]) if self.years else "no year"
        return f"{who} {when}, {self.titles[0] if self.titles else 'no title'}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered: works, or the next request that leads to them."""

    works: tuple[Work, ...] = ()
    then: Request | None = None


@dataclass(frozen=True, slots=True)
class Said:
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
    said: tuple[Said, ...] = ()
    notices: tuple[Notice, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    told: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    publication: str | None = None
    """The id of the publication in the record, where a record was resolved."""

    @property
    def retracted(self) -> bool:
        return any(notice.nature == "Retraction" for notice in self.notices)


def well_formed(kind: IdKind, identifier: object) -> str | None:
    """The identifier, stripped of its address; None if it has not the form of its kind."""
    text = str(identifier or "").strip()
    if kind == "doi":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.I)
    return text if _FORMS[kind].fullmatch(text) and text.isprintable() else None


def same(kind: IdKind, one: str, other: str) -> bool:
    """Whether two identifiers are one; DOIs know no capitals."""
    return one.lower() == other.lower() if kind == "doi" else one.lstrip("0") == other.lstrip("0")
