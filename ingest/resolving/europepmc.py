"""Europe PMC's REST search: works by identifier, by title, and by their place in a journal.

https://europepmc.org/RestfulWebService
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.references.locator import in_full
from ingest.references.model import ParsedReference, Person
from ingest.resolving import wording
from ingest.resolving.crossref import read_json
from ingest.resolving.model import Answer, IdKind, Notice, Request, Work, well_formed
from ontology.errors import ResolveError

_NATURES = {
    "retraction in": "Retraction",
    "partial retraction in": "Partial retraction",
    "expression of concern in": "Expression of concern",
    "erratum in": "Correction",
    "corrected and republished in": "Correction",
    "retracted and republished in": "Retraction and republication",
}

_WHEN = re.compile(r"\b(?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?\b")


def ways(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work, the surest first."""
    if doi := well_formed("doi", reference.doi):
        yield _search(f"DOI:{wording.phrase(doi)}", "doi")
    if pmid := well_formed("pmid", reference.pmid):
        yield _search(f"EXT_ID:{pmid} AND SRC:MED", "pmid")
    if pmcid := well_formed("pmcid", reference.pmcid):
        yield _search(f"PMCID:{pmcid}", "pmcid")
    who = reference.authors[0].family if reference.authors else ""
    author = f" AND AUTH:{wording.phrase(who)}" if who else ""
    if reference.title and len(wording.words(reference.title)) > 2:
        yield _search(f"TITLE:({' '.join(wording.words(reference.title)[:30])}){author}")
    if reference.volume and reference.year and reference.journal and who:
        place = f"PUB_YEAR:{reference.year} AND VOLUME:{wording.phrase(reference.volume)}"
        yield _search(f"JOURNAL:{wording.phrase(reference.journal)} AND {place}{author}")


def _search(query: str, by: IdKind | None = None) -> Request:
    params = (("query", query), ("format", "json"), ("resultType", "core"), ("pageSize", "10"))
    return Request("europepmc", "search", params, by)


def read(_: Request, body: bytes) -> Answer:
    """The works in an answer. Raises ResolveError if it is none of Europe PMC's."""
    results = read_json(body).get("resultList")
    found = results.get("result") if isinstance(results, dict) else None
    if not isinstance(found, list):
        raise ResolveError("the answer holds no results")
    return Answer(tuple(_work(item) for item in found if isinstance(item, dict)))


def _work(item: dict[str, Any]) -> Work:
    info = _dict(item, "journalInfo")
    journal = _dict(info, "journal")
    names = (journal.get("title"), journal.get("medlineAbbreviation"), item.get("journalTitle"))
    first, _, last = wording.plain(item.get("pageInfo")).partition("-")
    printed = [item.get("pubYear"), info.get("yearOfPublication"), item.get("firstPublicationDate")]
    years = [found[0] for text in printed if (found := re.match(r"\d{4}", str(text or "")))]
    return Work(
        source="europepmc",
        doi=well_formed("doi", item.get("doi")),
        pmid=well_formed("pmid", item.get("pmid")),
        pmcid=well_formed("pmcid", item.get("pmcid")),
        titles=tuple(t for t in [wording.title(item.get("title"))] if t),
        authors=_authors(item),
        journals=tuple(dict.fromkeys(n for n in map(wording.plain, names) if n)),
        years=tuple(dict.fromkeys(map(int, years))),
        volume=str(info.get("volume") or item.get("journalVolume") or "") or None,
        issue=str(info.get("issue") or item.get("issue") or "") or None,
        first_page=first.strip() or None,
        last_page=in_full(first.strip(), last.strip()) if first.strip() and last.strip() else None,
        notices=_notices(item),
    )


def _authors(item: dict[str, Any]) -> tuple[Person, ...]:
    listed = _dict(item, "authorList").get("author")
    people = [p for p in listed if isinstance(p, dict)] if isinstance(listed, list) else []
    named = [
        Person(wording.plain(p["lastName"]), wording.plain(p.get("initials")))
        for p in people
        if p.get("lastName")
    ]
    if named:
        return tuple(named)
    printed = wording.plain(item.get("authorString")).removesuffix(".").split(", ")
    found = (re.fullmatch(r"(.+?) ([^\W\d_a-z]{1,4})", name) for name in printed)
    return tuple(Person(name[1], name[2]) for name in found if name)


def _notices(item: dict[str, Any]) -> tuple[Notice, ...]:
    listed = _dict(item, "commentCorrectionList").get("commentCorrection")
    links = [c for c in listed if isinstance(c, dict)] if isinstance(listed, list) else []
    made = []
    for link in links:
        nature = _NATURES.get(str(link.get("type") or "").strip().lower())
        if nature is None:
            continue
        pmid = well_formed("pmid", link.get("id")) if link.get("source") == "MED" else None
        date, doi = printed_place(wording.plain(link.get("reference")))
        made.append(Notice(nature, date, doi, pmid, ("europepmc",)))
    types = _dict(item, "pubTypeList").get("pubType")
    kinds = [str(t).lower() for t in types] if isinstance(types, list) else []
    if "retracted publication" in kinds and not any(n.nature == "Retraction" for n in made):
        made.append(Notice("Retraction", said_by=("europepmc",)))
    return tuple(made)


def printed_place(citation: str) -> tuple[str, str | None]:
    """Date and DOI of a notice as MEDLINE cites it: "Lancet. 2010 Feb 6;375(9713):445. doi: …"."""
    date = re.search(
        r"\b((?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)\b", citation
    )
    doi = re.search(r"\b(10\.\d{4,9}/\S+)", citation)
    return date[0] if date else "", well_formed("doi", doi[1].rstrip(".,;")) if doi else None


def _dict(item: dict[str, Any], key: str) -> dict[str, Any]:
    found = item.get(key)
    return found if isinstance(found, dict) else {}
