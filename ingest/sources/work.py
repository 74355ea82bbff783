"""`Work`: a published work as one source describes it, and what relates to it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.references.model import Person
from ingest.references.pages import in_full
from ingest.sources.text import bare_title

IdKind = Literal["doi", "pmid", "pmcid"]
ID_KINDS: tuple[IdKind, ...] = ("doi", "pmid", "pmcid")
_FORMS = {
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
    "pmid": re.compile(r"[0-9]{1,9}"),
    "pmcid": re.compile(r"PMC[0-9]+"),
}
_PAGE = r"[A-Za-z]{0,3}[0-9]+[A-Za-z]?"
_PAGES = re.compile(rf"(?P<first>{_PAGE})(?:[-–](?P<last>{_PAGE})?)?")
_FIRST_PAGE = re.compile(r"[^\s,;–-]*[0-9][^\s,;–-]*")
_DATE = re.compile(r"\b((?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)\b")

NATURES = {
    "retractionin": "Retraction",
    "partialretractionin": "Partial retraction",
    "expressionofconcernin": "Expression of concern",
    "erratumin": "Correction",
    "correctedandrepublishedin": "Correction",
    "retractedandrepublishedin": "Retraction and republication",
}
"""MEDLINE's types of links to a notice, by their letters only, with the kind of notice."""
UNRELATED = frozenset(
    [
        "cites",
        "commentin",
        "commenton",
        "summaryforpatientsin",
        "associateddataset",
        "associatedpublication",
    ]
)
"""Types of links, by their letters only, that neither correct nor retract."""
RETRACTION_TYPES = {
    "retracted publication": "Retraction",
    "retraction of publication": None,
    "retraction notice": None,
}
"""Publication types of retracted works and of notices, with their meaning."""
VersionKind = Literal["later published as", "has the preprint", "newer version", "older version"]
VERSIONS: dict[str, VersionKind] = {
    "preprintof": "later published as",
    "preprintin": "has the preprint",
    "ispreprintof": "later published as",
    "haspreprint": "has the preprint",
    "updatein": "newer version",
    "updateof": "older version",
}
"""Types of links to another version, by their letters only: of MEDLINE, Europe PMC, Crossref."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A retraction, correction or expression of concern about a work, as a source gives it."""

    nature: str
    date: str = ""
    doi: str | None = None
    pmid: str | None = None
    said_by: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another work that corrects or retracts this one, or that this one corrects or retracts.

    `kind` is in the source's words (`retraction by`, `Erratum in`; `type` where only the type of
    the work tells), `work` how the source cites the other one. `notice` is what it means for this
    work; None if this work is the notice.
    """

    kind: str
    work: str
    notice: Notice | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.work}"


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of a work, as a source tells; `work` is how the source cites it."""

    kind: VersionKind
    work: str
    doi: str | None = None
    pmid: str | None = None
    said_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A published work as one source describes it; unknown fields are empty."""

    source: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    titles: tuple[str, ...] = ()
    """The title first; the others are titles in other languages or spellings."""
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    """People and groups in the record's form: `Hogan LE`."""
    people: tuple[Person, ...] = ()
    """The authors that are people."""
    journals: tuple[str, ...] = ()
    """Names of one journal."""
    years: tuple[int, ...] = ()
    """The year that is cited first; online and in print may be two years."""
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    """The first page or the article number."""
    last_page: str | None = None
    """In full: 114 where 107-14 is printed."""
    types: tuple[str, ...] = ()
    """The kind of work in the source's words."""
    abstract: str | None = None
    """A line for each section, with its heading and a colon before it if it has one."""
    relations: tuple[Relation, ...] = ()
    versions: tuple[Version, ...] = ()
    registrations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Notes on malformed data that was left out."""

    @property
    def title(self) -> str | None:
        """The title with its subtitle."""
        first = self.titles[0] if self.titles else None
        if first is None or self.subtitle is None or self.subtitle in first:
            return first
        return f"{first}: {self.subtitle}"

    @property
    def label(self) -> str:
        """First author, year and title in one line."""
        who = self.people[0].family if self.people else "no author"
        when = str(self.years[0]) if self.years else "no year"
        return f"{who} {when}, {bare_title(self.titles[0]) if self.titles else 'no title'}"

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices about this work; its type counts as a retraction only if no link does."""
        linked = [r.notice for r in self.relations if r.notice and r.kind != "type"]
        by_type = [r.notice for r in self.relations if r.notice and r.kind == "type"]
        if any(notice.nature == "Retraction" for notice in linked):
            return tuple(linked)
        return (*linked, *by_type[:1])


def well_formed(kind: IdKind, identifier: object) -> str | None:
    """The identifier, stripped of its address; None if it has not the form of its kind.

    >>> well_formed("doi", "https://doi.org/10.1000/182")
    '10.1000/182'
    """
    text = str(identifier or "").strip()
    if kind == "doi":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.I)
    return text if _FORMS[kind].fullmatch(text) and text.isprintable() else None


def same(kind: IdKind, one: str, other: str) -> bool:
    """Whether two identifiers are equal; DOIs are case-insensitive."""
    return one.lower() == other.lower() if kind == "doi" else one.lstrip("0") == other.lstrip("0")


def checked_doi(printed: str | None, notes: list[str]) -> str | None:
    """The DOI if it has the form of one; else it is noted."""
    doi = well_formed("doi", printed)
    if printed and doi is None:
        notes.append(f"the DOI {printed} has not the form of one and was left out")
    return doi


def pages(printed: str | None, notes: list[str]) -> tuple[str | None, str | None]:
    """First and last page of `588-602` or `107-14`; what is neither is noted.

    >>> pages("107-14", [])
    ('107', '114')
    """
    if not printed:
        return None, None
    match = _PAGES.fullmatch(printed.replace(" ", ""))
    if match is not None:
        first, last = match["first"], match["last"]
        return first, in_full(first, last) if last else None
    if begin := _FIRST_PAGE.match(printed):
        notes.append(f"of the pages {printed!r} only the first was understood")
        return begin[0], None
    notes.append(f"the pages {printed!r} were not understood and left out")
    return None, None


def distinct_years(*years: int | None) -> tuple[int, ...]:
    """The years that are known, in order and each once."""
    return tuple(dict.fromkeys(year for year in years if year))


def related(
    kind: str, citation: str | None, number: str | None, pmid: str | None, said_by: str
) -> Relation | None:
    """A link of MEDLINE to another work, if that corrects or retracts; `number` is its identifier.

    PubMed and Europe PMC give the same links: `RetractionIn` is `Retraction in`.
    """
    letters = re.sub(r"[^a-z]", "", kind.lower())
    if not letters or letters in UNRELATED:
        return None
    date, doi = _place(citation or "")
    nature = NATURES.get(letters)
    notice = Notice(nature, date, doi, pmid, (said_by,)) if nature else None
    cited = f"PMID {pmid}" if pmid else number
    return Relation(kind, ", ".join(part for part in (citation, cited) if part), notice)


def version(
    kind: str, citation: str | None, *, doi: str | None = None, pmid: str | None = None,
    said_by: str, is_preprint: bool = False,
) -> Version | None:  # fmt: skip
    """The other version that a link leads to; None for links of other types.

    MEDLINE links a preprint to its article and a review to its update by the same type.

    >>> version("UpdateIn", None, pmid="42", said_by="pubmed", is_preprint=True).kind
    'later published as'
    """
    meaning = VERSIONS.get(re.sub(r"[^a-z]", "", kind.lower()))
    if meaning is None or not (citation or doi or pmid):
        return None
    if meaning == "newer version" and is_preprint:
        meaning = "later published as"
    identifiers = (f"doi:{doi}" if doi else None, f"PMID {pmid}" if pmid else None)
    cited = ", ".join(filter(None, (citation, *identifiers)))
    return Version(meaning, cited, doi, pmid, (said_by,))


def by_type(types: Iterable[str], said_by: str) -> Iterator[Relation]:
    """The retractions that the types of a work imply."""
    for kind in types:
        if kind.lower() in RETRACTION_TYPES:
            nature = RETRACTION_TYPES[kind.lower()]
            notice = Notice(nature, said_by=(said_by,)) if nature else None
            yield Relation("type", kind, notice)


def _place(citation: str) -> tuple[str, str | None]:
    """Date and DOI of a notice as MEDLINE cites it: "Lancet. 2010 Feb 6;375(9713):445. doi: …"."""
    date = _DATE.search(citation)
    doi = re.search(r"\b(10\.\d{4,9}/\S+)", citation)
    return date[0] if date else "", well_formed("doi", doi[1].rstrip(".,;")) if doi else None
