"""What the sources say of a work, read alike from files and from the network."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_services import MEK, MEK_DOI, MEK_PMID, RETRACTED_BY, loaded, mek_in_crossref, recorded

from alltrace import parse_reference
from ingest.references.model import Person
from ingest.resolving import SourceName, matching, resolver
from ingest.sources import crossref, europepmc, pubmed
from ingest.sources.request import Request
from ingest.sources.text import bare_title
from ingest.sources.work import Notice, pages, same, well_formed
from ontology.errors import ResolveError

RETRACTED_IN = (
    b'<CommentsCorrections RefType="RetractionIn"><RefSource>N Engl J Med. 2020 Feb 6;382(6):590. '
    b"doi: 10.1234/notice.</RefSource><PMID>30000001</PMID></CommentsCorrections>"
)


def test_what_crossref_says_of_a_work() -> None:
    request = Request("crossref", "works/10.1371%2Fjournal.pone.0033693", by="doi")
    answer = crossref.read(request, recorded("crossref_work_10.1371_journal.pone.0033693.json"))
    (work,) = answer.works
    assert (work.doi, work.volume, work.issue) == ("10.1371/journal.pone.0033693", "7", "3")
    assert (work.first_page, work.years) == ("e33693", (2012,))
    assert (work.people[1], work.authors[1]) == (Person("Pond", "BB"), "Pond BB")
    assert work.journals == ("PLoS ONE", "PLoS ONE")


def test_markup_in_a_title_is_no_part_of_it() -> None:
    works = crossref.read(Request("crossref", "works"), recorded("crossref_search.json")).works
    assert "The role of AI in ecology’s computational carbon footprint" in works[-1].titles
    assert works[-1].first_page == "e70021"
    assert works[-1].journals[1] == "Frontiers in Ecol & Environ"


def test_what_europe_pmc_says_of_a_work() -> None:
    (work,) = europepmc.read(
        Request("europepmc", "search"), recorded("europepmc_20516115.json")
    ).works
    assert (work.doi, work.pmid, work.pmcid) == (
        "10.1158/0008-5472.can-09-4563",
        "20516115",
        "PMC3040717",
    )
    assert (work.people[0], work.authors[0]) == (Person("Lee", "MS"), "Lee MS")
    assert (work.years, work.volume, work.first_page, work.last_page) == (
        (2010,),
        "70",
        "4880",
        "4890",
    )


def test_what_pubmed_says_of_a_work() -> None:
    (work,) = pubmed.read(Request("eutils", "efetch.fcgi"), recorded("pubmed_22663011.xml")).works
    assert (work.doi, work.pmid, work.pmcid) == (MEK_DOI, MEK_PMID, None)
    assert work.titles == ("Improved survival with MEK inhibition in BRAF-mutated melanoma",)
    assert (work.first_page, work.last_page, work.years) == ("107", "114", (2012,))
    assert work.notices == (), "a comment is no notice"


def test_notices_are_told_as_the_sources_give_them() -> None:
    message = json.dumps({"message": mek_in_crossref(**{"updated-by": RETRACTED_BY})}).encode()
    (one,) = crossref.read(Request("crossref", "works/x", by="doi"), message).works
    assert one.notices == (
        Notice(
            "Retraction", "2020-02-06", "10.1234/notice", None, ("crossref (Retraction Watch)",)
        ),
        Notice("Correction", "2013-01", "10.1234/erratum", None, ("crossref",)),
    )
    xml = recorded("pubmed_22663011.xml").replace(
        b"<CommentsCorrectionsList>", b"<CommentsCorrectionsList>" + RETRACTED_IN
    )
    (two,) = pubmed.read(Request("eutils", "efetch.fcgi"), xml).works
    assert two.notices == (
        Notice("Retraction", "2020 Feb 6", "10.1234/notice", "30000001", ("pubmed",)),
    )
    answer = loaded("europepmc_22663011.json")
    answer["resultList"]["result"][0] |= {
        "pubTypeList": {"pubType": ["Journal Article", "Retracted Publication"]},
        "commentCorrectionList": {
            "commentCorrection": [
                {
                    "id": "30000002",
                    "source": "MED",
                    "type": "Expression of concern in",
                    "reference": "N Engl J Med. 2019 May;380(1):9",
                },
                {"id": "30000003", "source": "MED", "type": "Comment in"},
            ]
        },
    }
    (three,) = europepmc.read(Request("europepmc", "search"), json.dumps(answer).encode()).works
    assert three.notices == (
        Notice("Expression of concern", "2019 May", None, "30000002", ("europepmc",)),
        Notice("Retraction", said_by=("europepmc",)),
    )
    merged = resolver.merged([*one.notices, *two.notices, *three.notices])
    assert [notice.nature for notice in merged] == [
        "Retraction",
        "Expression of concern",
        "Correction",
    ]
    assert merged[0].said_by == ("crossref (Retraction Watch)", "pubmed", "europepmc")
    assert (merged[0].doi, merged[0].pmid) == ("10.1234/notice", "30000001")


NO_ANSWERS = (
    b"",
    b"<html>Please sign in</html>",
    b'{"message": {"items": [',
    b"[]",
    b"[" * 100_000,
    b'{"message": 3, "resultList": [], "esearchresult": {}, "records": {}}',
    b"\xff\xfe\x00",
    b"<PubmedArticleSet><PubmedArticle>",
    b'<!DOCTYPE x [<!ENTITY e "e">]><PubmedArticleSet>&e;</PubmedArticleSet>',
)
QUESTIONS: tuple[tuple[SourceName, Request], ...] = (
    ("crossref", Request("crossref", "works")),
    ("crossref", Request("crossref", "works/x", by="doi")),
    ("europepmc", Request("europepmc", "search")),
    ("pubmed", Request("eutils", "esearch.fcgi")),
    ("pubmed", Request("eutils", "efetch.fcgi")),
    ("pubmed", Request("idconv", "")),
)


@pytest.mark.parametrize("body", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
@pytest.mark.parametrize(("source", "request_"), QUESTIONS)
def test_what_is_no_answer_is_told(source: SourceName, request_: Request, body: bytes) -> None:
    with pytest.raises(ResolveError, match="the answer"):
        resolver.SOURCES[source].read(request_, body)


KEYS = (
    "title", "author", "family", "given", "page", "published-print", "date-parts", "updated-by",
    "type", "DOI", "pubYear", "journalInfo", "journal", "authorList", "lastName", "pubTypeList",
    "commentCorrectionList", "commentCorrection", "pubType", "pageInfo", "doi", "volume",
)  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(_JSON)
def test_an_answer_of_any_form_is_read_or_refused(value: Any) -> None:
    for source, shape in (
        (crossref, {"message": {"items": [value]}}),
        (europepmc, {"resultList": {"result": [value]}}),
    ):
        answer = source.read(Request("crossref", "works"), json.dumps(shape).encode())
        for work in answer.works:
            matching.compare(parse_reference(MEK), work)


@pytest.mark.parametrize(
    "mark", ["RETRACTED: {}", "RETRACTED ARTICLE: {}", "[Retracted] {}", "[{}]."]
)
def test_a_retracted_or_translated_work_is_the_same(mark: str) -> None:
    assert bare_title(mark.format("A trial of this and that")) == "A trial of this and that"


@pytest.mark.parametrize(
    ("kind", "text", "form"),
    [
        ("doi", "https://doi.org/10.1234/AB", "10.1234/AB"),
        ("doi", "10.1234/a b", None),
        ("doi", "11.1234/a", None),
        ("pmid", 123, "123"),
        ("pmid", "12x", None),
        ("pmcid", "PMC12", "PMC12"),
        ("pmcid", None, None),
    ],
)
def test_an_identifier_has_the_form_of_its_kind(kind: Any, text: object, form: str | None) -> None:
    assert well_formed(kind, text) == form
    assert same("doi", "10.1234/AB", "10.1234/ab")


@given(st.from_regex(r"[A-Za-z]?[0-9]{1,6}(-[0-9]{1,6})?", fullmatch=True))
def test_a_page_range_is_never_shortened(printed: str) -> None:
    notes: list[str] = []
    first, last = pages(printed, notes)
    assert notes == []
    assert first == printed.split("-")[0]
    assert last is None or len(last) >= len(printed.split("-")[1])
