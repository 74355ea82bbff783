"""What the sources say of a work, read alike from files and from the network."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_services import MEK, MEK_DOI, MEK_PMID, RETRACTED_BY, loaded, mek_in_crossref, recorded

from alltrace import parse_reference
from ingest import notices
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
    merged = notices.merged([*one.notices, *two.notices, *three.notices])
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


def test_a_file_and_an_answer_give_one_work() -> None:
    """The importers and `resolve` share one reader of each source."""
    message = loaded("crossref_work_10.1371_journal.pone.0033693.json")["message"]
    answer = json.dumps({"message": message}).encode()
    looked_up = Request("crossref", "works/x", by="doi")
    assert crossref.read(looked_up, answer).works == (crossref.work(message),)
    xml = recorded("pubmed_22663011.xml")
    fetched = pubmed.read(Request("eutils", "efetch.fcgi"), xml).works
    assert fetched == tuple(pubmed.works(xml, "file.xml"))
    result = loaded("europepmc_20516115.json")["resultList"]["result"][0]
    searched = europepmc.read(
        Request("europepmc", "search"), recorded("europepmc_20516115.json")
    ).works
    assert searched == (europepmc.work(result),)


def test_a_malformed_field_is_left_out_and_noted() -> None:
    work = crossref.work(mek_in_crossref(volume={"a": 1}, author="Doe", issued=7, DOI="doi: none"))
    assert (work.volume, work.authors, work.doi) == (None, (), None)
    assert work.issue == "2", "what is well-formed stays"
    assert set(work.notes) == {
        "the field volume is no text and was left out",
        "the field author is no list of objects and was left out",
        "the DOI doi: none has not the form of one and was left out",
    }


def test_a_field_that_a_source_leaves_open_is_not_noted() -> None:
    work = crossref.work(
        mek_in_crossref(volume=None, issue="", subtitle=[], issued={"date-parts": [[None]]})
    )
    assert (work.volume, work.issue, work.notes) == (None, None, ())


def test_the_year_in_print_is_first_among_the_years() -> None:
    work = crossref.work(
        mek_in_crossref(**{"published-online": {"date-parts": [[2011, 12]]}, "issued": None})
    )
    assert work.years == (2012, 2011)


def test_a_subtitle_belongs_to_the_title_of_a_record() -> None:
    work = crossref.work(mek_in_crossref(title=["Of nothing."], subtitle=["A trial"]))
    assert (work.titles, work.title) == (("Of nothing",), "Of nothing: A trial")


@pytest.mark.parametrize(
    ("printed", "first", "last", "told"),
    [
        ("588-602", "588", "602", None),
        ("S61-6", "S61", "S66", None),
        ("e107–14", "e107", "e114", None),
        ("107-", "107", None, None),
        ("1234.e1-1234.e5", "1234.e1", None, "only the first was understood"),
        ("12-3; author reply 13", "12", None, "only the first was understood"),
        ("in press", None, None, "were not understood and left out"),
    ],
)
def test_pages_are_read_as_far_as_they_are_understood(
    printed: str, first: str | None, last: str | None, told: str | None
) -> None:
    notes: list[str] = []
    assert pages(printed, notes) == (first, last)
    assert [told in note for note in notes if told] == ([True] if told else [])
    assert bool(notes) is bool(told)


def test_an_abstract_is_plain_text() -> None:
    in_crossref = crossref.work(mek_in_crossref(abstract="<jats:p>All &lt; none.</jats:p>"))
    assert in_crossref.abstract == "All < none."
    result = loaded("europepmc_20516115.json")["resultList"]["result"][0]
    in_europepmc = europepmc.work(result | {"abstractText": "<h4>Aim</h4> None."})
    assert in_europepmc.abstract == "Aim: None."
    (in_pubmed,) = pubmed.works(
        b"<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><Abstract><AbstractText>All."
        b"</AbstractText><AbstractText>None.</AbstractText></Abstract></Article></MedlineCitation>"
        b"</PubmedArticle></PubmedArticleSet>",
        "x",
    )
    assert in_pubmed.abstract == "All.\nNone."


def test_a_summary_of_a_retracted_work_says_so() -> None:
    summary = {"uid": "1", "title": "T", "pubtype": ["Journal Article", "Retracted Publication"]}
    (work,) = pubmed.summaries({"result": {"uids": ["1"], "1": summary}})
    assert [notice.nature for notice in work.notices] == ["Retraction"]
    assert list(map(str, work.relations)) == ["type: Retracted Publication"]
