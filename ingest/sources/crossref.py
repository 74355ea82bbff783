"""Crossref: the metadata that publishers deposit, as its REST API gives them.

Notices stand in `updated-by` of the work that they are about; `update-to` of a work says that it
is a notice itself. https://api.crossref.org
"""

from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import quote

from pydantic import ConfigDict, Field

from ingest.readers.frontmatter import initials
from ingest.references.model import ParsedReference, Person
from ingest.sources import abstracts
from ingest.sources.payload import (
    Line,
    Lines,
    Many,
    Payload,
    Raw,
    described,
    lenient,
    whole,
    within,
    year,
)
from ingest.sources.request import Request, SourceAnswer, json_object, objects_at
from ingest.sources.text import LONGEST_QUERY, title, unmarked
from ingest.sources.work import (
    Notice,
    Relation,
    Version,
    Work,
    checked_doi,
    distinct_years,
    pages,
    version,
    well_formed,
)
from ontology.errors import ResolveError

SOURCE = "Crossref"
_NATURES = {
    "retraction": "Retraction",
    "partial_retraction": "Partial retraction",
    "expression_of_concern": "Expression of concern",
    "correction": "Correction",
    "corrigendum": "Correction",
    "erratum": "Correction",
}
_NO_NOTICE = frozenset(("new_version", "new_edition"))


# -- the payload -----------------------------------------------------------------------------------


def _date_parts(value: object) -> tuple[int, ...]:
    """Year, month and day of `[[2012, 3, 1]]`, as far as they are given."""
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    parts: list[int] = []
    for part in map(whole, value if isinstance(value, list) else [value]):
        if not part:
            break
        parts.append(part)
    return tuple(parts[:3]) if parts and year(parts[0]) else ()


class _Object(Payload):
    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))


Date = Annotated[tuple[int, ...], lenient(_date_parts, "date")]
"""Year, month and day, as far as they are given."""


class _Contributor(_Object):
    family: Line = None
    given: Line = None
    name: Line = None


class _Update(_Object):
    doi: Line = Field(default=None, alias="DOI")
    type: Line = None
    label: Line = None
    source: Line = None
    updated: Date = within("updated", "date-parts")


class _Related(_Object):
    id: Line = None
    id_type: Line = None


class _ClinicalTrial(_Object):
    clinical_trial_number: Line = None


class _Item(_Object):
    doi: Line = Field(default=None, alias="DOI")
    type: Line = None
    title: Lines = ()
    subtitle: Lines = ()
    author: Many[_Contributor] = ()
    container_title: Lines = ()
    short_container_title: Lines = ()
    issue_date: Date = within("journal-issue", "published-print", "date-parts")
    published_print: Date = within("published-print", "date-parts")
    issued: Date = within("issued", "date-parts")
    published_online: Date = within("published-online", "date-parts")
    published: Date = within("published", "date-parts")
    volume: Line = None
    issue: Line = None
    page: Line = None
    article_number: Line = None
    abstract: Raw = None
    preprint_of: Many[_Related] = within("relation", "is-preprint-of")
    has_preprint: Many[_Related] = within("relation", "has-preprint")
    updated_by: Many[_Update] = ()
    update_to: Many[_Update] = ()
    clinical_trial_number: Many[_ClinicalTrial] = ()


def is_work(value: Mapping[str, object]) -> bool:
    """Whether an object is a work of Crossref."""
    return isinstance(value.get("DOI"), str) and any(
        key in value for key in ("container-title", "issued", "indexed", "deposited", "member")
    )


def work(value: object) -> Work:
    """What Crossref says of one work."""
    item, notes = described(_Item, value)
    first, last = pages(item.page, notes)
    subtitles = filter(None, map(title, item.subtitle))
    journals = (*item.container_title, *item.short_container_title)
    trials = filter(None, (trial.clinical_trial_number for trial in item.clinical_trial_number))
    return Work(
        SOURCE,
        doi=checked_doi(item.doi, notes),
        titles=tuple(filter(None, map(title, item.title))),
        subtitle=next(subtitles, None),
        authors=tuple(filter(None, map(_author, item.author))),
        people=tuple(filter(None, map(_person, item.author))),
        journals=tuple(filter(None, map(title, journals))),
        years=_years(item),
        volume=item.volume,
        issue=item.issue,
        first_page=first or item.article_number,
        last_page=last,
        types=(item.type,) if item.type else (),
        abstract=abstracts.of_markup(item.abstract),
        relations=tuple(_relations(item)),
        versions=tuple(_versions(item)),
        registrations=tuple(dict.fromkeys(trials)),
        notes=tuple(notes),
    )


def _person(contributor: _Contributor) -> Person | None:
    family = unmarked(contributor.family)
    return Person(family, initials(unmarked(contributor.given) or "")) if family else None


def _author(contributor: _Contributor) -> str | None:
    person = _person(contributor)
    return " ".join(filter(None, person)) if person else unmarked(contributor.name)


def _years(item: _Item) -> tuple[int, ...]:
    """The year of the issue in print first, which is the one that is cited."""
    dates = (
        item.issue_date, item.published_print, item.issued,
        item.published_online, item.published,
    )  # fmt: skip
    return distinct_years(*(date[0] for date in dates if date))


def _relations(item: _Item) -> Iterator[Relation]:
    """Corrections and retractions of this work, and works that this one corrects or retracts."""
    for update in item.updated_by:
        yield Relation(f"{_kind(update)} by", _cited(update), _notice(update))
    for update in item.update_to:
        yield Relation(f"{_kind(update)} of", _cited(update))


def _versions(item: _Item) -> Iterator[Version]:
    for kind, others in (("is-preprint-of", item.preprint_of), ("has-preprint", item.has_preprint)):
        for other in others:
            doi = well_formed("doi", other.id) if other.id_type in ("doi", None) else None
            if one := version(kind, None, doi=doi, said_by="crossref"):
                yield one


def _kind(update: _Update) -> str:
    return update.type or update.label or "update"


def _cited(update: _Update) -> str:
    day = f" ({_day(update)})" if update.updated else ""
    return f"doi:{update.doi}{day}" if update.doi else ""


def _day(update: _Update) -> str:
    return "-".join(f"{part:02}" for part in update.updated)


def _notice(update: _Update) -> Notice | None:
    kind = (update.type or "update").lower().replace("-", "_")
    if kind in _NO_NOTICE:
        return None
    watched = update.source == "retraction-watch"
    return Notice(
        _NATURES.get(kind, (unmarked(kind.replace("_", " ")) or "update").capitalize()),
        _day(update),
        well_formed("doi", update.doi),
        said_by=("crossref (Retraction Watch)" if watched else "crossref",),
    )


# -- the network -----------------------------------------------------------------------------------


def requests(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work that a reference prints, the surest first."""
    if doi := well_formed("doi", reference.doi):
        yield Request("crossref", f"works/{quote(doi, safe='')}", by="doi")
    who = " ".join(person.family for person in reference.authors[:3])
    parts = (
        who, reference.title, reference.journal, reference.year, reference.volume,
        reference.first_page,
    )  # fmt: skip
    text = " ".join(part for part in parts if part)[:LONGEST_QUERY]
    if reference.title or (reference.authors and reference.volume):
        yield Request("crossref", "works", (("query.bibliographic", text), ("rows", "5")))


def read(request: Request, body: bytes) -> SourceAnswer:
    """The works in an answer. Raises ResolveError if it is none of Crossref's."""
    if request.path == "works":
        return SourceAnswer(tuple(map(work, objects_at(body, "message", "items"))))
    message = json_object(body).get("message")
    if not isinstance(message, dict):
        raise ResolveError("the answer holds no work")
    return SourceAnswer((work(message),))
