"""Europe PMC: search results, lite or core, as its REST API gives them in JSON.

https://europepmc.org/RestfulWebService
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from ingest.readers import detect
from ingest.references.model import ParsedReference, Person
from ingest.sources import abstracts
from ingest.sources.payload import Line, Lines, Many, Payload, Raw, described, within, year
from ingest.sources.request import Request, SourceAnswer, objects_at
from ingest.sources.text import phrase, search_words, title, unmarked
from ingest.sources.work import (
    IdKind,
    Relation,
    Version,
    Work,
    by_type,
    checked_doi,
    distinct_years,
    pages,
    related,
    version,
    well_formed,
)
from ontology.errors import ReadingError, ResolveError

SOURCE = "Europe PMC"
_NAME = re.compile(r"(.+?) ([^\W\d_a-z]{1,4})")
"""A person in a line of authors: `van Doe AB`."""


# -- the payload -----------------------------------------------------------------------------------


class _Object(Payload):
    model_config = ConfigDict(alias_generator=to_camel)


class _Author(_Object):
    full_name: Line = None
    last_name: Line = None
    initials: Line = None
    collective_name: Line = None


class _Link(_Object):
    id: Line = None
    source: Line = None
    type: Line = None
    reference: Line = None


class _Result(_Object):
    id: Line = None
    source: Line = None
    pmid: Line = None
    pmcid: Line = None
    doi: Line = None
    title: Line = None
    author_string: Line = None
    authors: Many[_Author] = within("authorList", "author")
    journal_title: Line = None
    journal_full: Line = within("journalInfo", "journal", "title")
    journal_iso: Line = within("journalInfo", "journal", "isoabbreviation")
    journal_medline: Line = within("journalInfo", "journal", "medlineAbbreviation")
    journal_volume: Line = None
    volume: Line = within("journalInfo", "volume")
    issue: Line = None
    issue_in_journal: Line = within("journalInfo", "issue")
    pub_year: Line = None
    year_of_publication: Line = within("journalInfo", "yearOfPublication")
    first_publication_date: Line = None
    page_info: Line = None
    pub_type: Line = None
    pub_types: Lines = within("pubTypeList", "pubType")
    abstract_text: Raw = None
    links: Many[_Link] = within("commentCorrectionList", "commentCorrection")


def is_result(value: Mapping[str, object]) -> bool:
    """Whether an object is a result of a Europe PMC search."""
    return (
        isinstance(value.get("source"), str)
        and isinstance(value.get("id"), str)
        and any(key in value for key in ("authorString", "pubYear", "journalInfo", "citedByCount"))
    )


def work(value: object) -> Work:
    """What Europe PMC says of one work."""
    result, notes = described(_Result, value)
    first, last = pages(unmarked(result.page_info), notes)
    journals = (
        result.journal_title, result.journal_iso, result.journal_medline, result.journal_full,
    )  # fmt: skip
    printed = (result.pub_year, result.year_of_publication, result.first_publication_date)
    types = result.pub_types or _split(result.pub_type, ";")
    authors, people = _authors(result)
    return Work(
        SOURCE,
        doi=checked_doi(result.doi, notes),
        pmid=well_formed("pmid", result.pmid or (result.source == "MED" and result.id)),
        pmcid=well_formed("pmcid", result.pmcid),
        titles=tuple(filter(None, [title(result.title)])),
        authors=authors,
        people=people,
        journals=tuple(dict.fromkeys(filter(None, map(unmarked, journals)))),
        years=distinct_years(*map(year, printed)),
        volume=result.journal_volume or result.volume,
        issue=result.issue or result.issue_in_journal,
        first_page=first,
        last_page=last,
        types=types,
        abstract=abstracts.of_markup(result.abstract_text),
        relations=(*by_type(types, "europepmc"), *_links(result)),
        versions=tuple(_versions(result, types)),
        notes=tuple(notes),
    )


def _authors(result: _Result) -> tuple[tuple[str, ...], tuple[Person, ...]]:
    """All authors by name, and the people: of a core result, or of the line that a lite one has."""
    listed = result.authors
    line = _split((unmarked(result.author_string) or "").removesuffix("."), ", ")
    names = [unmarked(one.full_name) or unmarked(one.collective_name) for one in listed]
    people = [
        Person(family, unmarked(one.initials) or "")
        for one in listed
        if (family := unmarked(one.last_name))
    ]
    matches = (_NAME.fullmatch(name) for name in line)
    in_line = (Person(match[1], match[2]) for match in matches if match)
    return tuple(filter(None, names)) or line, tuple(people or in_line)


def _split(text: str | None, mark: str) -> tuple[str, ...]:
    return tuple(part for one in (text or "").split(mark) if (part := one.strip()))


def _links(result: _Result) -> Iterator[Relation]:
    for link in result.links:
        pmid = well_formed("pmid", link.id) if link.source == "MED" else None
        relation = related(link.type or "", unmarked(link.reference), link.id, pmid, "europepmc")
        if relation is not None:
            yield relation


def _versions(result: _Result, types: Iterable[str]) -> Iterator[Version]:
    is_preprint = "preprint" in map(str.lower, types) or result.source == "PPR"
    for link in result.links:
        pmid = well_formed("pmid", link.id) if link.source == "MED" else None
        cited = unmarked(link.reference) or (None if pmid else link.id)
        one = version(
            link.type or "", cited, pmid=pmid, said_by="europepmc", is_preprint=is_preprint
        )
        if one is not None:
            yield one


# -- the network -----------------------------------------------------------------------------------


def requests(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work that a reference prints, the surest first."""
    if doi := well_formed("doi", reference.doi):
        yield _search(f"DOI:{phrase(doi)}", "doi")
    if pmid := well_formed("pmid", reference.pmid):
        yield _search(f"EXT_ID:{pmid} AND SRC:MED", "pmid")
    if pmcid := well_formed("pmcid", reference.pmcid):
        yield _search(f"PMCID:{pmcid}", "pmcid")
    who = reference.authors[0].family if reference.authors else ""
    author = f" AND AUTH:{phrase(who)}" if who else ""
    if reference.title and len(search_words(reference.title)) > 2:
        yield _search(f"TITLE:({' '.join(search_words(reference.title)[:30])}){author}")
    if reference.volume and reference.year and reference.journal and who:
        place = f"PUB_YEAR:{reference.year} AND VOLUME:{phrase(reference.volume)}"
        yield _search(f"JOURNAL:{phrase(reference.journal)} AND {place}{author}")


def _search(query: str, by: IdKind | None = None) -> Request:
    params = (("query", query), ("format", "json"), ("resultType", "core"), ("pageSize", "10"))
    return Request("europepmc", "search", params, by)


def full_text(pmcid: str) -> Request:
    """The request for the full text of a work, which Europe PMC has if it is open."""
    return Request("europepmc", f"{pmcid}/fullTextXML", by="pmcid")


def read_full_text(_: Request, body: bytes) -> SourceAnswer:
    """The full text in an answer. Raises ResolveError if it is no JATS."""
    try:
        if detect.kind(body, SOURCE) == "jats":
            return SourceAnswer(document=body)
    except ReadingError:
        pass
    raise ResolveError("the answer is no full text")


def read(_: Request, body: bytes) -> SourceAnswer:
    """The works in an answer. Raises ResolveError if it is none of Europe PMC's."""
    return SourceAnswer(tuple(map(work, objects_at(body, "resultList", "result"))))
