"""PubMed: NCBI's E-utilities, and the converter of identifiers for works in PMC.

A citation is matched by its place in the journal (ECitMatch), then searched by title; what is
found is fetched as PubMed XML. https://www.ncbi.nlm.nih.gov/books/NBK25497/
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers.markup import Element, find, named, parse, tag, text
from ingest.references.locator import in_full
from ingest.references.model import ParsedReference, Person
from ingest.resolving import wording
from ingest.resolving.crossref import read_json
from ingest.resolving.europepmc import printed_place
from ingest.resolving.model import Answer, IdKind, Notice, Request, Work, well_formed
from ontology.errors import ReadingError, ResolveError

_NATURES = {
    "RetractionIn": "Retraction",
    "PartialRetractionIn": "Partial retraction",
    "ExpressionOfConcernIn": "Expression of concern",
    "ErratumIn": "Correction",
    "CorrectedandRepublishedIn": "Correction",
    "RetractedandRepublishedIn": "Retraction and republication",
}
MOST = 10
"""Works that are fetched after one search."""

TELLING = 10
"""Words of a title that a search asks for; each more is one more that may be misprinted."""

# What PubMed does not index, of four letters and more.
_STOP_WORDS = frozenset(
    (
        "about", "again", "almost", "also", "although", "always", "among", "another", "because",
        "been", "before", "being", "between", "both", "could", "does", "done", "during", "each",
        "either", "enough", "especially", "found", "from", "further", "have", "having", "here",
        "however", "into", "itself", "just", "made", "mainly", "make", "might", "most", "mostly",
        "must", "nearly", "neither", "obtained", "often", "overall", "perhaps", "quite", "rather",
        "really", "regarding", "seem", "seen", "several", "should", "show", "showed", "shown",
        "shows", "significantly", "since", "some", "such", "than", "that", "their", "them", "then",
        "there", "therefore", "these", "they", "this", "those", "through", "thus", "upon", "used",
        "using", "various", "very", "were", "what", "when", "which", "while", "with", "within",
        "without", "would",
    )
)  # fmt: skip


def ways(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work, the surest first."""
    if pmid := well_formed("pmid", reference.pmid):
        yield _fetch([pmid], "pmid")
    if doi := well_formed("doi", reference.doi):
        yield _search(f"{wording.phrase(doi)}[aid]", "doi")
    if pmcid := well_formed("pmcid", reference.pmcid):
        params = (("ids", pmcid), ("format", "json"), ("versions", "no"))
        yield Request("idconv", "", params, "pmcid")
    who = reference.authors[0] if reference.authors else None
    place = (reference.journal, reference.year, reference.volume, reference.first_page)
    if all(place):
        name = f"{who.family} {who.initials}".strip() if who else ""
        cited = [re.sub(r"[|\s]+", " ", str(part))[:200] for part in (*place, name, "1")]
        params = (("db", "pubmed"), ("retmode", "xml"), ("bdata", "|".join(cited) + "|"))
        yield Request("eutils", "ecitmatch.cgi", params)
    long = [word for word in wording.words(reference.title or "") if len(word) > 3]
    telling = [word for word in long if word not in _STOP_WORDS]
    if len(telling) > 2:
        terms = [f"{word}[ti]" for word in telling[:TELLING]]
        if who and (family := " ".join(wording.words(who.family))):
            terms.append(f"{family}[1au]")
        yield _search(" AND ".join(terms))


def _search(term: str, by: IdKind | None = None) -> Request:
    params = (("db", "pubmed"), ("retmode", "json"), ("retmax", str(MOST)), ("term", term))
    return Request("eutils", "esearch.fcgi", params, by)


def _fetch(pmids: list[str], by: IdKind | None) -> Request:
    params = (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(pmids)))
    return Request("eutils", "efetch.fcgi", params, by)


def read(request: Request, body: bytes) -> Answer:
    """The works in an answer, or the request that leads to them. Raises ResolveError."""
    match request.path:
        case "efetch.fcgi":
            return Answer(_works(body))
        case "ecitmatch.cgi":
            pmids = _matched(body)
        case "esearch.fcgi":
            pmids = _searched(body)
        case _:
            pmids = _converted(body)
    return Answer(then=_fetch(pmids, request.by) if pmids else None)


def _matched(body: bytes) -> list[str]:
    """The PMIDs in an answer of ECitMatch: each line is the question with the PMID at its end."""
    lines = body.decode("utf-8", "replace").strip().splitlines()
    if any(line.count("|") < 5 for line in lines):
        raise ResolveError("the answer matches no citation")
    last = [line.rsplit("|", 1)[1].strip() for line in lines]
    return [pmid for pmid in last if well_formed("pmid", pmid)]


def _searched(body: bytes) -> list[str]:
    result = read_json(body).get("esearchresult")
    found = result.get("idlist") if isinstance(result, dict) else None
    if not isinstance(found, list):
        raise ResolveError("the answer holds no list of PMIDs")
    return [pmid for pmid in map(str, found) if well_formed("pmid", pmid)][:MOST]


def _converted(body: bytes) -> list[str]:
    records = read_json(body).get("records")
    if not isinstance(records, list):
        raise ResolveError("the answer holds no records")
    pmids: list[Any] = [r.get("pmid") for r in records if isinstance(r, dict)]
    return [pmid for value in pmids if (pmid := well_formed("pmid", value))]


def _works(body: bytes) -> tuple[Work, ...]:
    try:
        root = parse(body, "PubMed")
    except ReadingError:
        raise ResolveError("the answer is no PubMed XML") from None
    if tag(root) != "PubmedArticleSet":
        raise ResolveError("the answer is no PubMed XML")
    return tuple(_work(e) for e in root if tag(e) == "PubmedArticle")


def _work(record: Element) -> Work:
    article, journal = find(record, "Article"), find(record, "Journal")
    ids = {e.get("EIdType", ""): text(e) for e in named(record, "ELocationID")}
    listed = find(record, "PubmedData")
    # The references of the record have lists of identifiers too.
    own = [e for e in (listed if listed is not None else ()) if tag(e) == "ArticleIdList"]
    ids |= {e.get("IdType", ""): text(e) for ids_of in own for e in ids_of}
    first, _, last = _field(article, "MedlinePgn").partition("-")
    first, last = _field(article, "StartPage") or first, _field(article, "EndPage") or last
    titles = (text(find(record, "ArticleTitle")), _field(article, "VernacularTitle"))
    dates = [_field(find(record, name), "Year") for name in ("PubDate", "ArticleDate")]
    dates.append(_field(find(record, "PubDate"), "MedlineDate")[:4])
    return Work(
        source="pubmed",
        doi=well_formed("doi", ids.get("doi")),
        pmid=well_formed("pmid", _field(record, "PMID")),
        pmcid=well_formed("pmcid", ids.get("pmc")),
        titles=tuple(t for t in map(wording.title, titles) if t),
        authors=_authors(article),
        journals=tuple(n for key in ("Title", "ISOAbbreviation") if (n := _field(journal, key))),
        years=tuple(dict.fromkeys(int(y) for y in dates if re.fullmatch(r"\d{4}", y))),
        volume=_field(journal, "Volume") or None,
        issue=_field(journal, "Issue") or None,
        first_page=first or None,
        last_page=in_full(first, last) if first and last else None,
        notices=_notices(record),
    )


def _authors(article: Element | None) -> tuple[Person, ...]:
    people = find(article, "AuthorList") if article is not None else None
    return tuple(
        Person(family, text(find(person, "Initials")))
        for person in (people if people is not None else ())
        if (family := text(find(person, "LastName")))
    )


def _notices(record: Element) -> tuple[Notice, ...]:
    made = []
    for link in named(record, "CommentsCorrections"):
        if nature := _NATURES.get(link.get("RefType", "")):
            date, doi = printed_place(text(find(link, "RefSource")))
            pmid = well_formed("pmid", text(find(link, "PMID")))
            made.append(Notice(nature, date, doi, pmid, ("pubmed",)))
    types = {text(e) for e in named(record, "PublicationType")}
    if "Retracted Publication" in types and not any(n.nature == "Retraction" for n in made):
        made.append(Notice("Retraction", said_by=("pubmed",)))
    return tuple(made)


def _field(element: Element | None, name: str) -> str:
    return text(find(element, name)) if element is not None else ""
