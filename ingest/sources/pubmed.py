"""PubMed: records in XML, ESummary's JSON, E-utilities, and the converter of identifiers.

A citation is matched by its place in the journal (ECitMatch), then searched by title; what is
found is fetched as PubMed XML. https://www.ncbi.nlm.nih.gov/books/NBK25497/
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from ingest.readers.blocks import words
from ingest.readers.markup import Element, each, find, named, parse, tag, text
from ingest.references.model import ParsedReference, Person
from ingest.sources import abstracts
from ingest.sources.payload import Line, Lines, Many, Payload, described, year
from ingest.sources.request import Request, SourceAnswer, json_object, objects_at
from ingest.sources.text import line, lines, phrase, search_words, title
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

SOURCE = "PubMed"
RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
REGISTRIES = words(
    "ClinicalTrials.gov ISRCTN EudraCT ANZCTR ChiCTR CRiS CTRI DRKS IRCT JapicCTI JMACCT JPRN jRCT "
    "NTR PACTR ReBec REPEC RPCEC SLCTR TCTR UMIN-CTR"
)
"""Trial registries among the data banks that PubMed names."""
MOST_FETCHED = 10
"""Works that are fetched after one search."""
MOST_WORDS = 10
"""Words of a title that a search asks for; each more is one more that may be misprinted."""

# What PubMed does not index, of four letters and more.
_STOP_WORDS = words(
    "about again almost also although always among another because been before being between both "
    "could does done during each either enough especially found from further have having here "
    "however into itself just made mainly make might most mostly must nearly neither obtained "
    "often overall perhaps quite rather really regarding seem seen several should show showed "
    "shown shows significantly since some such than that their them then there therefore these "
    "they this those through thus upon used using various very were what when which while with "
    "within without would"
)


# -- records in XML --------------------------------------------------------------------------------


def works(data: bytes, name: str) -> Iterator[Work]:
    """The works of a file of PubMed XML, one after another. Raises ReadingError."""
    empty = True
    for record in each(data, RECORDS, name):
        empty = False
        yield work(record)
    if empty:
        raise ReadingError(f"{name}: this PubMed file holds no record")


def work(record: Element) -> Work:
    """What PubMed says of one work."""
    notes: list[str] = []
    article, journal = find(record, "Article"), find(record, "Journal")
    first, last = _pages(article, notes)
    types = lines([text(one) for one in named(record, "PublicationType")])
    ids = _identifiers(record)
    authors = find(article if article is not None else record, "AuthorList")
    people = [_person(one) for one in (authors if authors is not None else ())]
    groups = [_field(one, "CollectiveName") for one in (authors if authors is not None else ())]
    names = [" ".join(filter(None, p)) if p else g for p, g in zip(people, groups, strict=True)]
    titles = (_field(record, "ArticleTitle"), _field(article, "VernacularTitle"))
    dates = (find(record, "PubDate"), find(record, "ArticleDate"))
    return Work(
        SOURCE,
        doi=checked_doi(ids.get("doi"), notes),
        pmid=well_formed("pmid", _field(record, "PMID")),
        pmcid=well_formed("pmcid", ids.get("pmc")),
        titles=tuple(one.removesuffix(".") for one in titles if one),
        authors=tuple(filter(None, names)),
        people=tuple(filter(None, people)),
        journals=tuple(
            filter(None, (_field(journal, "ISOAbbreviation"), _field(journal, "Title")))
        ),
        years=distinct_years(
            *(year(_field(date, "Year") or _field(date, "MedlineDate")) for date in dates)
        ),
        volume=_field(journal, "Volume"),
        issue=_field(journal, "Issue"),
        first_page=first,
        last_page=last,
        types=types or (("book",) if find(record, "Book") is not None else ()),
        abstract=_abstract(record),
        relations=(*by_type(types, "pubmed"), *_links(record)),
        versions=tuple(_versions(record, types)),
        registrations=tuple(dict.fromkeys(_registrations(record))),
        notes=tuple(notes),
    )


def _field(element: Element | None, name: str) -> str | None:
    return line(text(find(element, name))) if element is not None else None


def _identifiers(record: Element) -> dict[str, str]:
    """The identifiers of the record by kind; its references have lists of identifiers too."""
    ids = {one.get("EIdType", ""): text(one) for one in named(record, "ELocationID")}
    data = find(record, "PubmedData")
    own = [one for one in (data if data is not None else ()) if tag(one) == "ArticleIdList"]
    return ids | {one.get("IdType", ""): text(one) for listed in own for one in listed}


def _person(author: Element) -> Person | None:
    family = _field(author, "LastName")
    return Person(family, _field(author, "Initials") or "") if family else None


def _pages(article: Element | None, notes: list[str]) -> tuple[str | None, str | None]:
    start, end = _field(article, "StartPage"), _field(article, "EndPage")
    first, last = pages(_field(article, "MedlinePgn"), [] if start else notes)
    return (start, pages(f"{start}-{end}", notes)[1] if end else last) if start else (first, last)


def _links(record: Element) -> Iterator[Relation]:
    for link in named(record, "CommentsCorrections"):
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", link.get("RefType", "")).lower()
        pmid = well_formed("pmid", _field(link, "PMID"))
        if relation := related(kind, _field(link, "RefSource"), None, pmid, "pubmed"):
            yield relation


def _abstract(record: Element) -> str | None:
    """The abstract, without those in other languages or for another audience."""
    parts = [one for one in named(record, "AbstractText") if not is_other_abstract(one)]
    return abstracts.of_sections((one.get("Label", ""), html.escape(text(one))) for one in parts)


def is_other_abstract(abstract_text: Element) -> bool:
    """Whether the text belongs to an abstract in another language or for another audience."""
    parent = abstract_text.getparent()
    return parent is not None and tag(parent) == "OtherAbstract"


def _versions(record: Element, types: Iterable[str]) -> Iterator[Version]:
    is_preprint = "Preprint" in types
    for link in named(record, "CommentsCorrections"):
        pmid = well_formed("pmid", _field(link, "PMID"))
        kind, cited = link.get("RefType", ""), _field(link, "RefSource")
        if one := version(kind, cited, pmid=pmid, said_by="pubmed", is_preprint=is_preprint):
            yield one


def _registrations(record: Element) -> Iterator[str]:
    for bank in named(record, "DataBank"):
        if text(find(bank, "DataBankName")).replace(" ", "-") in REGISTRIES:
            yield from filter(None, (text(one) for one in named(bank, "AccessionNumber")))


# -- summaries in JSON -----------------------------------------------------------------------------


class _ArticleId(Payload):
    idtype: Line = None
    value: Line = None


class _SummaryAuthor(Payload):
    name: Line = None


class _Summary(Payload):
    uid: Line = None
    title: Line = None
    authors: Many[_SummaryAuthor] = ()
    source: Line = None
    fulljournalname: Line = None
    pubdate: Line = None
    volume: Line = None
    issue: Line = None
    pages: Line = None
    articleids: Many[_ArticleId] = ()
    pubtype: Lines = ()


def is_summaries(value: Mapping[str, object]) -> bool:
    """Whether an object is the answer of ESummary, with a title for at least one record."""
    return any("title" in summary for summary in _summaries(value))


def _summaries(value: Mapping[str, object]) -> list[dict[str, object]]:
    result = value.get("result")
    uids = result.get("uids") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(uids, list):
        return []
    return [one for uid in lines(uids) if isinstance(one := result.get(uid), dict) and one]


def summaries(value: Mapping[str, object]) -> Iterator[Work]:
    """The works of an ESummary answer."""
    return map(_summary, _summaries(value))


def _summary(value: object) -> Work:
    summary, notes = described(_Summary, value)
    ids = {one.idtype: one.value for one in summary.articleids}
    # Summaries of other databases have the same form; theirs is no PubMed number.
    pmid = (ids.get("pubmed") or ids.get("pmid")) if ids else summary.uid
    pmcid = re.search(r"PMC[0-9]+", ids.get("pmc") or ids.get("pmcid") or "")
    first, last = pages(summary.pages, notes)
    names = tuple(filter(None, (author.name for author in summary.authors)))
    return Work(
        SOURCE,
        doi=checked_doi(ids.get("doi"), notes),
        pmid=well_formed("pmid", pmid),
        pmcid=pmcid[0] if pmcid else None,
        titles=tuple(filter(None, [title(summary.title)])),
        authors=names,
        people=tuple(person for name in names if (person := Person.of_record(name)).initials),
        journals=tuple(filter(None, (summary.source, summary.fulljournalname))),
        years=distinct_years(year(summary.pubdate)),
        volume=summary.volume,
        issue=summary.issue,
        first_page=first,
        last_page=last,
        types=summary.pubtype,
        relations=tuple(by_type(summary.pubtype, "pubmed")),
        notes=tuple(notes),
    )


# -- the network -----------------------------------------------------------------------------------


def requests(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work that a reference prints, the surest first."""
    if pmid := well_formed("pmid", reference.pmid):
        yield _fetch([pmid], "pmid")
    if doi := well_formed("doi", reference.doi):
        yield _search(f"{phrase(doi)}[aid]", "doi")
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
    if term := _title_query(reference):
        yield _search(term)


def _title_query(reference: ParsedReference) -> str | None:
    """A search for the telling words of a title and the first author; None for too few words."""
    long = [word for word in search_words(reference.title or "") if len(word) > 3]
    telling = [word for word in long if word not in _STOP_WORDS]
    if len(telling) < 3:
        return None
    terms = [f"{word}[ti]" for word in telling[:MOST_WORDS]]
    family = search_words(reference.authors[0].family) if reference.authors else []
    return " AND ".join([*terms, *([f"{' '.join(family)}[1au]"] if family else [])])


def _search(term: str, by: IdKind | None = None) -> Request:
    params = (("db", "pubmed"), ("retmode", "json"), ("retmax", str(MOST_FETCHED)), ("term", term))
    return Request("eutils", "esearch.fcgi", params, by)


def _fetch(pmids: list[str], by: IdKind | None) -> Request:
    params = (("db", "pubmed"), ("retmode", "xml"), ("id", ",".join(pmids)))
    return Request("eutils", "efetch.fcgi", params, by)


def read(request: Request, body: bytes) -> SourceAnswer:
    """The works in an answer, or the request that leads to them. Raises ResolveError."""
    match request.path:
        case "efetch.fcgi":
            return SourceAnswer(tuple(_fetched(body)))
        case "ecitmatch.cgi":
            pmids = _matched(body)
        case "esearch.fcgi":
            pmids = _searched(body)
        case _:
            pmids = [str(record.get("pmid") or "") for record in objects_at(body, "records")]
    known = [pmid for one in pmids if (pmid := well_formed("pmid", one))][:MOST_FETCHED]
    return SourceAnswer(then=_fetch(known, request.by) if known else None)


def _matched(body: bytes) -> list[str]:
    """What ECitMatch answers: each line is the question with the PMID, or a word, at its end."""
    answers = body.decode("utf-8", "replace").strip().splitlines()
    if any(one.count("|") < 5 for one in answers):
        raise ResolveError("the answer matches no citation")
    return [one.rsplit("|", 1)[1].strip() for one in answers]


def _searched(body: bytes) -> list[str]:
    result = json_object(body).get("esearchresult")
    listed = result.get("idlist") if isinstance(result, dict) else None
    if not isinstance(listed, list):
        raise ResolveError("the answer holds no list of PMIDs")
    return list(map(str, listed))


def _fetched(body: bytes) -> Iterator[Work]:
    try:
        root = parse(body, SOURCE)
    except ReadingError:
        raise ResolveError("the answer is no PubMed XML") from None
    if tag(root) != "PubmedArticleSet":
        raise ResolveError("the answer is no PubMed XML")
    return (work(record) for record in root if tag(record) == "PubmedArticle")
