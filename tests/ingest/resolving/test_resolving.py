"""References completed from the network: what is asked, what is believed, and what is written.

The services are a real server on this machine. It plays answers that were recorded (tests/recorded,
bibliographic facts only) and answers derived from these, and can be told to misbehave.
"""

import csv
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alltrace import parse_reference
from conftest import run
from graph_viz.text import reports
from ingest import records, yamlfile
from ingest.references.model import ParsedReference, Person
from ingest.resolving import completing, crossref, europepmc, matching, pubmed, resolver
from ingest.resolving.cache import GOOD_FOR, Cache
from ingest.resolving.client import LARGEST, TRIES, Client, Settings, default_cache
from ingest.resolving.model import Answer, Notice, Request, SourceName, Work, same, well_formed
from ontology.errors import ResolveError
from queries.audit import retractions

RECORDED = Path(__file__).parent / "recorded"
Writer = Callable[..., Path]

MEK = (
    "Flaherty KT, Robert C, Hersey P, et al. Improved survival with MEK inhibition in BRAF-mutated "
    "melanoma. N Engl J Med. 2012;367(2):107-14."
)
BRCT = (
    "Lee MS, Green R, Marsillac SM, et al. Comprehensive analysis of missense variations in the BRCT "
    "domain of BRCA1 by structural and functional assays. Cancer Res 2010;70:4880-90."
)
GAMES = (
    "Perkins TA, Boettiger C, Phillips BL. After the games are over: life-history trade-offs drive "
    "dispersal attenuation following range expansion. Ecol Evol. 2016;6(18):6425-34."
)
UNKNOWN = "Doe AB. Nobody has ever written this paper on anything. J Clin Invent. 2001;3(4):5-6."
MEK_DOI, MEK_PMID = "10.1056/NEJMoa1203421", "22663011"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recorded(name))
    return found


def mek_in_crossref(**more: Any) -> dict[str, Any]:
    """Derived: the paper as Crossref would give it, from what PubMed says of it."""
    return {
        "DOI": MEK_DOI.lower(),
        "title": ["Improved Survival with MEK Inhibition in <i>BRAF</i>-Mutated Melanoma"],
        "container-title": ["New England Journal of Medicine"],
        "author": [{"given": "Keith T.", "family": "Flaherty"}, {"given": "C", "family": "Robert"}],
        "published-print": {"date-parts": [[2012, 7, 12]]},
        "volume": "367",
        "issue": "2",
        "page": "107-114",
    } | more


RETRACTED_BY = [
    {
        "DOI": "10.1234/notice",
        "type": "retraction",
        "source": "retraction-watch",
        "updated": {"date-parts": [[2020, 2, 6]]},
    },
    {"DOI": "10.1234/erratum", "type": "erratum", "updated": {"date-parts": [[2013, 1]]}},
    {"DOI": "10.1234/second", "type": "new_version"},
]
"""Derived: updates in the form that Crossref gives them in `updated-by`."""

RETRACTED_IN = (
    b'<CommentsCorrections RefType="RetractionIn"><RefSource>N Engl J Med. 2020 Feb 6;382(6):590. '
    b"doi: 10.1234/notice.</RefSource><PMID>30000001</PMID></CommentsCorrections>"
)


# -- what is asked, and how answers are read -------------------------------------------------------


def test_a_doi_is_looked_up_before_anything_is_searched() -> None:
    asked = [*crossref.ways(parse_reference(f"{MEK} doi:10.1234/A(1)<b>/../c"))]
    assert [request.by for request in asked] == ["doi", None]
    assert "/.." not in asked[0].path
    assert unquote(asked[0].path).startswith("works/10.1234/A(1)")


def test_a_citation_is_matched_by_its_place_and_then_by_its_title() -> None:
    matched, searched = pubmed.ways(parse_reference(MEK))
    assert dict(matched.params)["bdata"] == "N Engl J Med|2012|367|107|Flaherty KT|1|"
    assert dict(searched.params)["term"] == (
        "improved[ti] AND survival[ti] AND inhibition[ti] AND braf[ti] AND mutated[ti] AND "
        "melanoma[ti] AND flaherty[1au]"
    )


@given(st.text(), st.text(), st.text())
def test_no_text_of_a_reference_ends_its_place_in_a_query(title: str, doi: str, name: str) -> None:
    reference = ParsedReference(
        (Person(name),), title=title, doi=f"10.1234/{doi}", journal=name, volume=name, year="2001",
        first_page=title,
    )  # fmt: skip
    for request in europepmc.ways(reference):
        query = dict(request.params)["query"]
        assert query.count('"') % 2 == 0
        assert "\\" not in query
    for request in pubmed.ways(reference):
        given = dict(request.params)
        assert given.get("term", "").count('"') in (0, 2)
        assert given.get("bdata", "|" * 6).count("|") == 6
    for request in crossref.ways(reference):
        assert request.path.count("/") <= 1


def test_what_crossref_says_of_a_work() -> None:
    request = Request("crossref", "works/10.1371%2Fjournal.pone.0033693", by="doi")
    answer = crossref.read(request, recorded("crossref_work_10.1371_journal.pone.0033693.json"))
    (work,) = answer.works
    assert (work.doi, work.volume, work.issue) == ("10.1371/journal.pone.0033693", "7", "3")
    assert (work.first_page, work.years) == ("e33693", (2012,))
    assert work.authors[1] == Person("Pond", "BB")
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
    assert work.authors[0] == Person("Lee", "MS")
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


def test_pubmed_leads_from_one_answer_to_the_next() -> None:
    found = pubmed.read(
        Request("eutils", "esearch.fcgi"), b'{"esearchresult": {"idlist": ["1", "x"]}}'
    )
    assert found.then is not None
    assert dict(found.then.params)["id"] == "1"
    nothing = pubmed.read(Request("eutils", "ecitmatch.cgi"), b"J X|2001|1|2|Doe A|1|NOT_FOUND\n")
    assert nothing == Answer()
    several = b"J X|2001|1|2|Doe A|1|AMBIGUOUS (3 citations)\n"
    assert pubmed.read(Request("eutils", "ecitmatch.cgi"), several) == Answer()
    not_there = pubmed.read(Request("idconv", ""), recorded("idconv_22663011.json"))
    assert not_there.then is not None, "the converter repeats a PMID that PMC does not have"


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


@given(_JSON)
def test_an_answer_of_any_form_is_read_or_refused(value: Any) -> None:
    for source, shape in (
        (crossref, {"message": {"items": [value]}}),
        (europepmc, {"resultList": {"result": [value]}}),
    ):
        answer = source.read(Request("crossref", "works"), json.dumps(shape).encode())
        for work in answer.works:
            matching.compare(parse_reference(MEK), work)


# -- whether a work is the one that is printed -----------------------------------------------------

PAPER = Work(
    "crossref",
    doi="10.1234/five",
    titles=("Mitoxantrone in children with a first relapse of an invented leukaemia",),
    authors=(Person("Parker", "C"), Person("Waters", "R")),
    journals=("The Lancet",),
    years=(2010,),
    volume="376",
    issue="9757",
    first_page="2009",
    last_page="2017",
)
PRINTED = ParsedReference(
    authors=(Person("Parker", "C"), Person("Waters", "R")),
    title="Mitoxantrone in children with a first relapse of an invented leukaemia",
    journal="Lancet",
    year="2010",
    volume="376",
    issue="9757",
    first_page="2009",
    last_page="2017",
)


def test_every_field_that_agrees_is_named() -> None:
    found = matching.compare(PRINTED, PAPER)
    assert found.agreed == (
        "title", "first author", "year", "volume", "issue", "first page", "journal",
    )  # fmt: skip
    assert found.disagreed == ()
    assert matching.choose(PRINTED, [PAPER]).work == PAPER


@pytest.mark.parametrize(
    "change",
    [
        {"year": "2011"},
        {"year": "2001"},
        {"volume": "367"},
        {"first_page": "2090"},
        {"authors": (Person("Barker", "C"),)},
        {"authors": ()},
        {"title": None},
        {"title": "Mitoxantron in children with a first relapse of an invented leukemia"},
        {"journal": "Blood", "issue": "1"},
        {"volume": None, "first_page": None, "issue": None},
    ],
    ids=str,
)
def test_one_slip_of_a_printer_hides_no_work(change: dict[str, Any]) -> None:
    assert matching.choose(replace(PRINTED, **change), [PAPER]).work == PAPER


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Asparaginase in adults with a second relapse of a real lymphoma"},
        {"year": "2001", "volume": "12"},
        {"authors": (Person("Barker", "C"),), "first_page": "1"},
        {"title": None, "first_page": None},
        {"title": None, "authors": ()},
        {"title": "Mitoxantrone", "volume": None},
        {"authors": (), "year": None, "volume": None, "first_page": None},
        {"title": f"Reply: {PRINTED.title}"},
    ],
    ids=str,
)
def test_two_slips_or_too_little_print_find_nothing(change: dict[str, Any]) -> None:
    assert matching.choose(replace(PRINTED, **change), [PAPER]).work is None


@pytest.mark.parametrize(
    ("change", "confirmed"),
    [
        ({}, True),
        ({"title": "Mitoxantron bei Kindern mit erstem Rezidiv"}, True),
        ({"title": "Another thing altogether", "first_page": None}, False),
        ({"volume": "1", "first_page": "S7"}, None),
        ({"authors": (Person("Barker", "C"),), "year": "1999"}, False),
        ({"title": None, "authors": (), "volume": None}, None),
    ],
    ids=str,
)
def test_a_printed_identifier_is_held_against_what_else_is_printed(
    change: dict[str, Any], confirmed: bool | None
) -> None:
    found = matching.compare(replace(PRINTED, **change), PAPER)
    assert matching.confirms(found) is confirmed


@pytest.mark.parametrize(
    "title",
    [
        "Correction to: {}", "Erratum: {}", "Reply to: {}", "Retraction: {}", "Comment on: {}",
        "{}: authors' reply", "Authors' reply: {}", "Expression of concern: {}",
    ],
)  # fmt: skip
def test_a_work_about_the_work_is_another(title: str) -> None:
    about = replace(PAPER, titles=(title.format(PAPER.titles[0]),), doi="10.1234/about")
    assert matching.choose(PRINTED, [about]).work is None
    assert matching.choose(PRINTED, [about, PAPER]).work == PAPER


@pytest.mark.parametrize(
    "mark", ["RETRACTED: {}", "RETRACTED ARTICLE: {}", "[Retracted] {}", "[{}]."]
)
def test_a_retracted_or_translated_work_is_the_same(mark: str) -> None:
    from ingest.resolving import wording

    assert wording.title(mark.format("A trial of this and that")) == "A trial of this and that"


def test_parts_of_a_series_are_told_apart() -> None:
    first = replace(PRINTED, title=f"{PRINTED.title}: part I", volume=None, first_page=None)
    second = replace(PAPER, titles=(f"{PAPER.titles[0]}: part II",))
    assert matching.choose(first, [second]).work is None


@pytest.mark.parametrize(
    ("printed", "given", "same_name"),
    [
        ("von Stackelberg", "Stackelberg", True),
        ("Müller", "Muller", True),
        ("O'Brien", "O’Brien", True),
        ("García-Marco", "Garcia Marco", True),
        ("Garcia", "Garcia Marco", True),
        ("Wang", "Wan", False),
        ("Lee", "Leeson", False),
    ],
)
def test_names_are_compared_as_people_write_them(printed: str, given: str, same_name: bool) -> None:
    found = matching.compare(
        ParsedReference((Person(printed, "A"),)), Work("pubmed", authors=(Person(given, "A"),))
    )
    assert ("first author" in found.agreed) == same_name
    assert ("first author" in found.disagreed) != same_name


def test_an_initial_tells_two_of_one_name_apart() -> None:
    found = matching.compare(
        ParsedReference((Person("Wang", "L"),)), Work("pubmed", authors=(Person("Wang", "Y"),))
    )
    assert found.disagreed == ("first author",)


@pytest.mark.parametrize(
    ("printed", "given", "one"),
    [
        ("J Clin Oncol", "Journal of Clinical Oncology", True),
        ("Lancet", "The Lancet", True),
        ("NEJM", "New England Journal Medicine", True),
        ("Blood", "Leukemia", False),
    ],
)
def test_abbreviations_of_journals_are_understood(printed: str, given: str, one: bool) -> None:
    found = matching.compare(ParsedReference(journal=printed), Work("pubmed", journals=(given,)))
    assert ("journal" in found.agreed) is one


def test_a_paper_is_preferred_to_its_preprint() -> None:
    works = crossref.read(Request("crossref", "works"), recorded("crossref_search.json")).works
    for listed in (works, works[::-1]):
        chosen = matching.choose(parse_reference(GAMES), listed).work
        assert chosen is not None
        assert chosen.doi == "10.1002/ece3.2314"


def test_two_works_that_fit_alike_are_left_to_a_person() -> None:
    twin = replace(PAPER, doi="10.1234/six")
    choice = matching.choose(PRINTED, [PAPER, twin])
    assert choice.work is None
    assert [work for work, _ in choice.others] == [PAPER, twin]
    assert matching.choose(PRINTED, [PAPER, PAPER]).work == PAPER


_NAMES = st.sampled_from(["Parker", "Waters", "Müller", "von Berg", "Li"])
_WORKS = st.builds(
    Work,
    source=st.just("crossref"),
    doi=st.sampled_from(["10.1234/a", "10.1234/b", "10.1234/c"]),
    titles=st.lists(
        st.sampled_from([PAPER.titles[0], "Erratum", "A second title of five words", "Reply"]),
        max_size=2,
    ).map(tuple),
    authors=st.lists(st.builds(Person, _NAMES, st.sampled_from(["A", "C", ""])), max_size=2).map(tuple),
    journals=st.lists(st.sampled_from(["The Lancet", "Blood"]), max_size=1).map(tuple),
    years=st.lists(st.integers(2008, 2012), max_size=1).map(tuple),
    volume=st.sampled_from([None, "376", "12"]),
    first_page=st.sampled_from([None, "2009", "e1"]),
)  # fmt: skip


@given(_WORKS)
def test_nothing_is_chosen_against_the_title_or_against_two_fields(work: Work) -> None:
    choice = matching.choose(PRINTED, [work])
    compared = matching.compare(PRINTED, work)
    assert not set(compared.agreed) & set(compared.disagreed)
    if choice.work is not None:
        assert "title" not in compared.disagreed
        assert compared.against <= 1
        assert len(compared.agreed) >= 2


@given(st.lists(_WORKS, max_size=4))
def test_the_choice_does_not_hang_on_the_order(works: list[Work]) -> None:
    one, other = matching.choose(PRINTED, works), matching.choose(PRINTED, works[::-1])
    if len({work.doi for work in works}) == len(works):
        assert one.work == other.work


@given(_WORKS)
def test_a_work_printed_as_it_is_agrees_with_itself(work: Work) -> None:
    printed = ParsedReference(
        work.authors, title=work.titles[0] if work.titles else None, volume=work.volume,
        year=str(work.years[0]) if work.years else None, first_page=work.first_page,
        journal=work.journals[0] if work.journals else None,
    )  # fmt: skip
    assert matching.compare(printed, work).disagreed == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_titles_are_compared_alike_both_ways(one: str, other: str) -> None:
    there = matching.compare(ParsedReference(title=one), Work("pubmed", titles=(other,)))
    back = matching.compare(ParsedReference(title=other), Work("pubmed", titles=(one,)))
    assert there == back


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


# -- the services, played by a server --------------------------------------------------------------

Misbehaviour = Callable[[BaseHTTPRequestHandler], bool]


class Services:
    """Plays the services; `trouble` holds what to do to the next requests instead."""

    def __init__(self) -> None:
        self.day = 10_000  # each client comes a day after the one before
        self.trouble: list[Misbehaviour | None] = []
        self.always: dict[str, Misbehaviour] = {}
        self.seen: list[tuple[str, str, dict[str, list[str]], dict[str, str]]] = []
        self.crossref = [mek_in_crossref(), *loaded("crossref_search.json")["message"]["items"]]
        self.pubmed = {MEK_PMID: recorded("pubmed_22663011.xml")}
        self.europepmc = [
            loaded(f"europepmc_{pmid}.json")["resultList"]["result"][0]
            for pmid in (MEK_PMID, "20516115")
        ]
        services = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                _, service, path = parts.path.split("/", 2)
                asked = parse_qs(parts.query)
                services.seen.append((service, path, asked, dict(self.headers)))
                trouble = services.always.get(service)
                if trouble is None and services.trouble:
                    trouble = services.trouble.pop(0)
                if trouble is None or not trouble(self):
                    answer(self, *services.answer(service, path, asked))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, service: str, path: str, asked: dict[str, list[str]]) -> tuple[int, bytes]:
        query = {name: values[0] for name, values in asked.items()}
        if service == "crossref":
            return self.of_crossref(path)
        if service == "europepmc":
            return 200, json.dumps(
                {"resultList": {"result": self.of_europepmc(query["query"])}}
            ).encode()
        if path == "efetch.fcgi":
            found = [self.pubmed[i] for i in query["id"].split(",") if i in self.pubmed]
            return 200, found[0] if found else b"<PubmedArticleSet></PubmedArticleSet>"
        if path == "ecitmatch.cgi":
            there = "|367|107|" in query["bdata"]
            return 200, f"{query['bdata']}{MEK_PMID if there else 'NOT_FOUND'}\n".encode()
        if path == "esearch.fcgi":
            there = MEK_DOI.lower() in query["term"].lower() or "melanoma[ti]" in query["term"]
            return 200, json.dumps(
                {"esearchresult": {"idlist": [MEK_PMID] if there else []}}
            ).encode()
        return 200, recorded("idconv_22663011.json")

    def of_crossref(self, path: str) -> tuple[int, bytes]:
        if path == "works":
            return 200, json.dumps({"message": {"items": self.crossref}}).encode()
        doi = unquote(path).removeprefix("works/").lower()
        found = [work for work in self.crossref if work["DOI"] == doi]
        return (200, json.dumps({"message": found[0]}).encode()) if found else (404, b"none")

    def of_europepmc(self, query: str) -> list[dict[str, Any]]:
        for name, key in (("DOI:", "doi"), ("EXT_ID:", "pmid"), ("PMCID:", "pmcid")):
            if query.startswith(name):
                wanted = query.removeprefix(name).split(" ")[0].strip('"').lower()
                return [w for w in self.europepmc if str(w.get(key, "")).lower() == wanted]
        return self.europepmc

    def asked(self, service: str) -> int:
        return sum(one == service for one, *_ in self.seen)

    @property
    def addresses(self) -> dict[Any, str]:
        return {
            name: f"{self.address}/{name}" for name in ("crossref", "eutils", "idconv", "europepmc")
        }

    @property
    def environment(self) -> dict[str, str]:
        return {f"ALLTRACE_{name.upper()}_URL": url for name, url in self.addresses.items()}

    def client(self, cache: Path | None = None, **settings: Any) -> "Watched":
        return Watched(self, cache, **settings)


class Watched(Client):
    """A client whose clock stands still until it sleeps, and that says how long it slept."""

    def __init__(self, services: Services, cache: Path | None, **settings: Any) -> None:
        self.slept: list[float] = []
        services.day += 1
        self.now = services.day * 86_400.0
        given: dict[str, Any] = {"addresses": services.addresses, "timeout": 5.0} | settings
        super().__init__(
            Settings(**given), Cache(cache) if cache else None, lambda: self.now, self.sleep_
        )

    def sleep_(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def answer(
    handler: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(code)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def says(code: int, body: bytes = b"", **headers: str) -> Misbehaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def play(handler: BaseHTTPRequestHandler) -> bool:
        answer(handler, code, body, named)
        return True

    return play


def cut_off(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"message": {"items": [')
    handler.close_connection = True
    return True


def endless(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(LARGEST // 100_000 + 10):
            handler.wfile.write(b" " * 100_000)
    except OSError:
        pass
    return True


def stall(handler: BaseHTTPRequestHandler) -> bool:
    time.sleep(0.5)
    return True


@pytest.fixture
def services() -> Iterator[Services]:
    made = Services()
    yield made
    made.server.shutdown()
    made.server.server_close()


SEARCH = Request("crossref", "works", (("query.bibliographic", "melanoma"),))
ALL: tuple[SourceName, ...] = ("crossref", "pubmed", "europepmc")


def resolved(client: Client, printed: str, sources: tuple[SourceName, ...] = ALL) -> Any:
    return resolver.resolve(1, printed, parse_reference(printed), sources, client.fetch)


def test_a_reference_is_found_by_all_sources(services: Services) -> None:
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.doi.lower(), found.pmid) == ("found", MEK_DOI.lower(), MEK_PMID)
    assert found.said_by == {"doi": ALL, "pmid": ("pubmed", "europepmc")}
    assert [said.source for said in found.said] == list(ALL)
    assert all("title" in said.agreed and "first author" in said.agreed for said in found.said)
    assert found.notices == found.told == ()
    assert found.failed == {}


def test_a_printed_identifier_is_verified(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:{MEK_DOI}")
    assert found.outcome == "verified"
    assert services.asked("crossref") == 1, "what was looked up is not searched"
    assert resolved(services.client(), f"{MEK} PMID: {MEK_PMID}").outcome == "verified"


def test_a_printed_identifier_of_another_work_is_told(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:10.1002/ece3.2314", ("crossref",))
    assert found.outcome == "conflict"
    assert found.doi is None
    assert found.told == (
        "the printed DOI 10.1002/ece3.2314 leads to another work, says crossref: Perkins 2016, "
        "After the games are over: life‐history trade‐offs drive dispersal attenuation following "
        "range expansion (title, first author, year, volume, issue, first page, journal differ)",
        "the printed DOI is 10.1002/ece3.2314, but 10.1056/nejmoa1203421 by crossref",
    )


def test_a_misprinted_doi_that_nobody_knows_is_told(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:10.1056/NEJMoa1203412")
    assert found.outcome == "conflict"
    assert found.told == (
        "the printed DOI is 10.1056/NEJMoa1203412, but 10.1056/nejmoa1203421 by crossref and pubmed "
        "and europepmc",
    )


def test_sources_that_differ_give_no_identifier(services: Services) -> None:
    services.europepmc[0]["doi"] = "10.9999/other"
    services.europepmc[0]["pmid"] = "1"
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.doi, found.pmid) == ("conflict", None, None)
    assert any("the sources differ in the DOI" in told for told in found.told)


def test_what_two_works_fit_is_ambiguous(services: Services) -> None:
    services.crossref.append(mek_in_crossref(DOI="10.1056/twin"))
    found = resolved(services.client(), MEK, ("crossref",))
    assert (found.outcome, found.doi) == ("ambiguous", None)
    assert {one.doi for one in found.candidates} == {MEK_DOI.lower(), "10.1056/twin"}


def test_what_nobody_knows_is_not_found(services: Services) -> None:
    found = resolved(services.client(), UNKNOWN)
    assert (found.outcome, found.doi, found.candidates) == ("not found", None, ())


def test_a_reference_that_prints_nothing_but_a_doi_cannot_be_verified(services: Services) -> None:
    found = resolved(services.client(), f"doi:{MEK_DOI}", ("crossref",))
    assert found.outcome == "ambiguous"
    assert found.candidates[0].doi == MEK_DOI.lower()


def test_a_pmcid_leads_to_pubmed(services: Services) -> None:
    resolved(services.client(), f"{MEK} PMCID: PMC123456", ("pubmed",))
    assert [path for _, path, *_ in services.seen][:2] == ["", "efetch.fcgi"]


def test_one_source_that_fails_does_not_stop_the_others(services: Services) -> None:
    services.always["crossref"] = says(500)
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.pmid) == ("found", MEK_PMID)
    assert found.failed == {"crossref": "no answer from 127.0.0.1: HTTP 500; tried 4 times"}


# -- the client ------------------------------------------------------------------------------------


def test_the_client_says_who_asks_and_sends_no_more_than_is_asked(services: Services) -> None:
    client = services.client(mail="someone@example.org", key="sesame")
    resolved(client, MEK)
    for service, _, asked, headers in services.seen:
        assert headers["User-Agent"].startswith("alltrace/")
        assert headers["User-Agent"].endswith("(mailto:someone@example.org)")
        assert asked.get("mailto") == (["someone@example.org"] if service == "crossref" else None)
        ours = service in ("eutils", "idconv")
        assert asked.get("tool") == (["alltrace"] if ours else None)
        assert asked.get("email") == (["someone@example.org"] if ours else None)
        assert asked.get("api_key") == (["sesame"] if service == "eutils" else None)
    assert "sesame" not in repr(client.settings)


@pytest.mark.parametrize(
    ("service", "settings", "interval"),
    [
        ("crossref", {}, 1 / 5),
        ("eutils", {}, 1 / 3),
        ("eutils", {"key": "sesame"}, 1 / 10),
        ("europepmc", {}, 1 / 10),
    ],
)
def test_each_service_is_asked_at_its_own_pace(
    services: Services, service: Any, settings: dict[str, Any], interval: float
) -> None:
    client = services.client(**settings)
    request = replace(
        SEARCH, service=service, path="esearch.fcgi" if service == "eutils" else "works"
    )
    params = (("query", "x"), ("term", "x"))
    for _ in range(4):
        client.fetch(replace(request, params=params), lambda *_: Answer())
    assert client.slept == pytest.approx([interval] * 3)


def test_crossref_may_ask_for_another_pace(services: Services) -> None:
    client = services.client()
    slow = says(
        200, b'{"message": {"items": []}}', x_rate_limit_limit="1", x_rate_limit_interval="2s"
    )
    services.trouble = [slow, slow, slow]
    for _ in range(3):
        client.fetch(SEARCH, crossref.read)
    assert client.slept == pytest.approx([2.0, 2.0])


def test_both_services_of_ncbi_share_one_pace(services: Services) -> None:
    client = services.client()
    client.fetch(Request("eutils", "esearch.fcgi", (("term", "x"),)), pubmed.read)
    client.fetch(Request("idconv", "", (("ids", "PMC1"),)), pubmed.read)
    assert client.slept == pytest.approx([1 / 3])


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(services: Services, code: int) -> None:
    client = services.client()
    services.trouble = [says(code, Retry_After="17")]
    assert client.fetch(SEARCH, crossref.read).works
    assert client.slept == [17.0]


def test_a_service_that_stays_busy_is_asked_no_more(services: Services) -> None:
    client = services.client()
    services.trouble = [says(503)] * 20
    for _ in range(3):
        with pytest.raises(ResolveError, match="HTTP 503; tried 4 times"):
            client.fetch(SEARCH, crossref.read)
    assert len(services.seen) == TRIES


def test_a_wait_of_an_hour_is_told_and_not_waited(services: Services) -> None:
    client = services.client()
    services.trouble = [says(429, Retry_After="3600")]
    with pytest.raises(ResolveError, match="HTTP 429, and it asks to wait 3600 seconds"):
        client.fetch(SEARCH, crossref.read)
    assert client.slept == []


def test_a_service_too_slow_is_named(services: Services) -> None:
    services.trouble = [stall]
    with pytest.raises(ResolveError, match="nothing came within the time allowed"):
        services.client(timeout=0.1).fetch(SEARCH, crossref.read)


def test_an_answer_cut_off_on_the_way_is_asked_for_again(services: Services) -> None:
    services.trouble = [cut_off]
    assert services.client().fetch(SEARCH, crossref.read).works


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (says(200, b'{"message": {"items": ['), "the answer is no JSON"),
        (says(200, b"<html>sign in</html>", Content_Type="text/html"), "the answer is no JSON"),
        (says(200, b"\x00\xff"), "the answer is no JSON"),
        (says(200, b"this is no gzip", Content_Encoding="gzip"), "the answer cannot be read"),
        (says(400), "HTTP 400"),
        (says(404), "HTTP 404"),
        (says(302, Location="https://elsewhere.example/works"), "sends on to 'elsewhere.example'"),
        (says(302, Location="file:///etc/passwd"), "sends on to"),
        (says(302), "sends on again and again"),
        (endless, "the answer is longer than 10 MB"),
    ],
)
def test_what_asking_again_will_not_mend_is_told_and_not_kept(
    services: Services, tmp_path: Path, trouble: Misbehaviour, told: str
) -> None:
    services.trouble = [trouble] * 9
    with pytest.raises(ResolveError, match=told):
        services.client(tmp_path / "cache").fetch(SEARCH, crossref.read)
    assert len(services.seen) <= TRIES
    assert not [*tmp_path.rglob("*")]


def test_a_redirect_within_the_host_is_followed(services: Services) -> None:
    services.trouble = [says(301, Location="/crossref/works?x=1")]
    assert services.client().fetch(SEARCH, crossref.read).works


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def test_a_host_that_cannot_be_reached_is_tried_once(services: Services) -> None:
    client = services.client(addresses=dict.fromkeys(services.addresses, closed_port()))
    found = resolved(client, MEK)
    assert found.outcome == "failed"
    assert set(found.failed) == set(ALL)
    assert "no answer from 127.0.0.1: " in found.failed["crossref"]
    assert client.slept == []


def test_a_name_that_nobody_knows_is_told_as_such(services: Services) -> None:
    client = services.client(addresses=dict.fromkeys(services.addresses, "https://no.invalid"))
    with pytest.raises(ResolveError, match=r"no answer from no\.invalid: "):
        client.fetch(SEARCH, crossref.read)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ALLTRACE_MAILTO", "me\r\nX-Evil: 1@x.org", "is no mail address"),
        ("ALLTRACE_CROSSREF_URL", "ftp://x.org", "is no https address"),
        ("ALLTRACE_EUTILS_URL", "http://x.org", "is no https address"),
        ("ALLTRACE_CROSSREF_URL", "https://me:secret@x.org", "with a password in it is not taken"),
        ("ALLTRACE_TIMEOUT", "soon", "is no number of seconds"),
    ],
)
def test_settings_that_make_no_sense_are_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ResolveError, match=told) as caught:
        Settings.from_environment()
    assert "secret" not in str(caught.value)


# -- the cache -------------------------------------------------------------------------------------


def test_a_second_run_asks_nobody(services: Services, tmp_path: Path) -> None:
    first = resolved(services.client(tmp_path), f"{MEK} doi:10.1/x")
    asked = len(services.seen)
    assert resolved(services.client(tmp_path), f"{MEK} doi:10.1/x") == first
    assert len(services.seen) == asked > 3


def test_what_is_not_there_is_kept_too(services: Services, tmp_path: Path) -> None:
    missing = Request("crossref", "works/10.9999%2Fnone", by="doi")
    for _ in range(2):
        assert services.client(tmp_path).fetch(missing, crossref.read) == Answer()
    assert len(services.seen) == 1


def test_neither_mail_nor_key_is_kept(services: Services, tmp_path: Path) -> None:
    resolved(services.client(tmp_path, mail="someone@example.org", key="sesame"), MEK)
    asked = len(services.seen)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == asked
    for path in files:
        assert b"example.org" not in path.read_bytes()
        assert b"sesame" not in path.read_bytes()
    resolved(services.client(tmp_path, mail="another@example.org"), MEK)
    assert len(services.seen) == asked, "who asks is no part of the question"


def test_an_old_answer_is_asked_for_again_but_serves_offline(
    services: Services, tmp_path: Path
) -> None:
    first, later = services.client(tmp_path), services.client(tmp_path)
    first.fetch(SEARCH, crossref.read)
    later.now = first.now + GOOD_FOR - 1
    later.fetch(SEARCH, crossref.read)
    assert len(services.seen) == 1
    later.now += 2
    offline = services.client(tmp_path, offline=True)
    offline.now = later.now
    assert offline.fetch(SEARCH, crossref.read).works
    assert len(services.seen) == 1
    later.fetch(SEARCH, crossref.read)
    assert len(services.seen) == 2


def test_refresh_asks_again_and_keeps_the_new_answer(services: Services, tmp_path: Path) -> None:
    services.client(tmp_path).fetch(SEARCH, crossref.read)
    services.crossref.clear()
    assert services.client(tmp_path, refresh=True).fetch(SEARCH, crossref.read).works == ()
    assert services.client(tmp_path).fetch(SEARCH, crossref.read).works == ()
    assert len(services.seen) == 2


def test_answers_are_kept_where_the_user_says_or_in_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALLTRACE_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("ALLTRACE_CACHE")
    assert "alltrace" in default_cache().parts


@pytest.mark.parametrize("harm", [b"", b"{}\n", b"\x00", b'{"request": 1}\nx'])
def test_a_spoilt_file_is_asked_for_again(services: Services, tmp_path: Path, harm: bytes) -> None:
    services.client(tmp_path).fetch(SEARCH, crossref.read)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept.write_bytes(harm or kept.read_bytes()[:-5])
    assert services.client(tmp_path).fetch(SEARCH, crossref.read).works
    assert len(services.seen) == 2


def test_a_cache_that_cannot_be_written_is_told_and_does_without(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    client = services.client(tmp_path / "file")
    assert client.fetch(SEARCH, crossref.read).works
    assert len(client.notes) == 1
    assert "nothing is kept" in client.notes[0]


# -- records -----------------------------------------------------------------------------------------

STYLES = {
    "block": """\
publications:
  # the trial
  - id: flaherty-2012   # a name
    label: "Flaherty 2012"
    title: >-
      Improved survival with MEK inhibition
      in BRAF-mutated melanoma

    authors: [Flaherty KT]
    year: 2012
    volume: '367'
    first_page: 0107  # as printed

    text_seen: abstract   # only this
  - {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
    "flow": """\
publications:
  - {id: flaherty-2012, label: "Flaherty 2012", title: Improved survival with MEK inhibition in
     BRAF-mutated melanoma, authors: [Flaherty KT], year: 2012, volume: 367, first_page: 107,
     text_seen: abstract}  # one
  - {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
    "empty": """\
publications:
- id: flaherty-2012
  doi:
  pmid: ~
  label: Flaherty 2012
  title: "Improved survival with MEK inhibition in BRAF-mutated melanoma"
  authors: [Flaherty KT]
  year: 2012
  volume: 367
  text_seen: abstract
- {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
}
HEAD = """\
# A record of nothing; every comment stays.
record: mek-2030
status: reviewed
curation: {curator: tests, date: 2030-01-01}
"""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("doi", [MEK_DOI, "10.1002/(SICI)1:1<1::AID-X>3.0.CO;2-X", '10.1/"#{,'])
def test_identifiers_are_added_and_no_other_byte_is_changed(
    style: str, line_end: str, doi: str
) -> None:
    doi = doi.replace("10.1/", "10.1234/")
    text = (HEAD + STYLES[style]).replace("\n", line_end)
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = completing.completed(file, {0: {"doi": doi, "pmid": MEK_PMID}, 1: {"pmid": "7"}})
    publications = yamlfile.parse(made, "mek.yaml").data["publications"]
    assert (publications[0]["doi"], publications[0]["pmid"]) == (doi, MEK_PMID)
    assert publications[1]["pmid"] == "7"
    old, new = text.split(line_end), made.decode().split(line_end)
    kept = [line for line in new if line in old]
    changed = [line for line in old if line not in new]
    assert [line for line in old if line not in changed] == kept
    assert all("other-2001" in line or "first_page: 107" in line or "doi:" in line or "pmid:" in line
               for line in changed)  # fmt: skip


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "😀", "\r", "e\u0301", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "---\n"])
def test_odd_characters_before_a_publication_move_nothing(start: str, odd: str) -> None:
    text = HEAD + f"# {odd}\n" + STYLES["block"]
    text = start + text.replace('label: "Flaherty', f'label: "{odd} Flaherty').replace("\t\n", "\n")
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = completing.completed(file, {0: {"pmid": MEK_PMID}}).decode()
    assert made.replace("\n    pmid: 22663011", "", 1) == text


_FIELDS = {
    "label": '"Flaherty: 2012"', "type": "article", "year": "2012", "volume": "'367'", "issue": "2",
    "first_page": "0107", "title": "Improved survival", "journal": "N Engl J Med",
    "note": '"a # b"', "authors": "[Flaherty KT]", "doi": "", "pmid": "~", "text_seen": "abstract",
}  # fmt: skip


@given(
    st.permutations(sorted(_FIELDS)),
    st.sets(
        st.sampled_from(["type", "year", "volume", "issue", "journal", "doi", "pmid", "authors"])
    ),
    st.sampled_from(["", "  # why", " #"]),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=12),
)
def test_in_whatever_order_the_fields_stand(
    order: list[str], left_out: set[str], comment: str, flow: bool, suffix: str
) -> None:
    doi = well_formed("doi", f"10.1234/{suffix}") or "10.1234/x"
    fields = ["id: flaherty-2012"] + [
        f"{name}: {_FIELDS[name]}" for name in order if name not in left_out
    ]
    block = "  - " + "".join(f"{line}{comment}\n    " for line in fields).rstrip(" ")
    text = HEAD + "publications:\n" + (f"  - {{{', '.join(fields)}}}\n" if flow else block)
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = yamlfile.parse(completing.completed(file, {0: {"doi": doi, "pmid": MEK_PMID}}), "x")
    (now,) = made.data["publications"]
    (before,) = file.source.data["publications"]
    assert now == before | {"doi": doi, "pmid": MEK_PMID}
    assert made.content.count(b"#") - doi.count("#") == text.count("#")


def test_the_program_starts_without_what_only_the_network_needs() -> None:
    heavy = ["httpx", "rapidfuzz", "tenacity", "ingest.references.parse"]
    told = f"import sys, alltrace.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("file", records.bundled(), ids=lambda file: file.name)
def test_every_bundled_record_can_be_completed(file: records.RecordFile) -> None:
    lacking = {
        index: {"pmcid": "PMC1"}
        for index, publication in enumerate(file.record.publications)
        if publication.pmcid is None
    }
    before = file.source.content.decode().splitlines()
    after = completing.completed(file, lacking).decode().splitlines()
    assert [line for line in after if line != "    pmcid: PMC1"] == before
    assert len(after) == len(before) + len(lacking)


def test_a_record_asks_for_its_references_and_its_own_publications(record_file: Writer) -> None:
    wanted = completing.of_record(records.load(record_file()))
    assert [(one.number, one.publication, one.index) for one in wanted] == [(1, "jones-2029", 0)]
    letter = next(file for file in records.bundled() if file.record.references)
    asked = completing.of_record(letter)
    assert [one.number for one in asked] == list(range(1, len(asked) + 1))
    assert all(one.index is None for one in asked), "its sources are described in other records"
    assert all(one.reference.title for one in asked)


# -- the command line --------------------------------------------------------------------------------


def resolve(
    services: Services, *arguments: str | Path, cache: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`alltrace resolve`, which asks the services that are played."""
    # With a key NCBI may be asked ten times a second, so that no test waits long.
    own = {"ALLTRACE_CACHE": str(cache), "NCBI_API_KEY": "sesame", "COLUMNS": "200"}
    return run("resolve", *arguments, environment=services.environment | own | environment)


@pytest.fixture
def mek_record(tmp_path: Path) -> Path:
    path = tmp_path / "mek.yaml"
    path.write_text(HEAD + STYLES["block"], encoding="utf-8")
    return path


def test_a_text_gives_one_line_of_json_a_reference(services: Services, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{MEK}\n{BRCT}\n\n{UNKNOWN}\n")
    done = resolve(services, listed, cache=tmp_path / "cache")
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for one in found:
        jsonschema.validate(one, reports.schema("resolve"))
    assert [one["outcome"] for one in found] == ["found", "found", "not found"]
    assert (found[1]["pmid"], found[1]["pmcid"]) == ("20516115", "PMC3040717")
    asked = len(services.seen)
    again = resolve(services, listed, "--offline", cache=tmp_path / "cache")
    assert again.stdout == done.stdout
    assert len(services.seen) == asked


def test_a_record_is_completed_only_where_it_is_told_to(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    before = mek_record.read_bytes()
    done = resolve(services, mek_record, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    for text in ("found", "DOI 10.1056/", "PMID 22663011 (pubmed, europepmc)", "first author"):
        assert text in done.stdout
    assert mek_record.read_bytes() == before
    done = resolve(services, mek_record, "-o", mek_record, cache=tmp_path / "cache")
    assert "with 2 identifiers added" in done.stderr
    added = [
        line
        for line in mek_record.read_text().splitlines()
        if line not in before.decode().splitlines()
    ]
    assert added == ["    doi: 10.1056/nejmoa1203421", "    pmid: 22663011"]
    again = resolve(services, mek_record, "-o", mek_record, cache=tmp_path / "cache")
    assert "verified" in again.stdout
    assert "with 0 identifiers added" in again.stderr


def test_an_identifier_that_differs_is_told_and_not_overwritten(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    text = mek_record.read_text().replace(
        "    year: 2012\n", "    year: 2012\n    pmid: 20516115\n"
    )
    mek_record.write_text(text)
    done = resolve(services, mek_record, "-o", tmp_path / "new.yaml", cache=tmp_path / "cache")
    assert done.returncode == 1
    assert (
        "reference 1: the printed PMID 20516115 leads to another work, says europepmc: Lee"
        in done.stderr
    )
    assert (tmp_path / "new.yaml").read_text() == text


def test_notices_are_written_in_the_form_that_the_audit_reads(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    services.crossref[0]["updated-by"] = RETRACTED_BY
    noted = tmp_path / "notices.csv"
    done = resolve(services, mek_record, "--retractions-out", noted, cache=tmp_path / "cache")
    assert done.returncode == 1
    assert "Retraction 2020-02-06 10.1234/notice" in done.stdout
    found = retractions.read(noted)
    for notice in (found.of(MEK_DOI, None), found.of(None, MEK_PMID)):
        assert notice is not None
        assert (notice.nature, notice.date) == ("Retraction", "2020-02-06"), "the gravest of both"
    rows = [*csv.DictReader(noted.open(newline=""))]
    assert [row["RetractionNature"] for row in rows] == ["Correction", "Retraction"]
    assert rows[1]["RetractionDOI"] == "10.1234/notice"


def test_without_a_network_one_line_is_told_and_nothing_written(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    nowhere = dict.fromkeys(services.environment, closed_port())
    out, noted = tmp_path / "new.yaml", tmp_path / "notices.csv"
    given = ("-o", out, "--retractions-out", noted)
    done = resolve(services, mek_record, *given, cache=tmp_path / "cache", **nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("alltrace: no answer from 127.0.0.1: ")
    assert line.endswith("; --offline uses the cache only")
    assert not out.exists()
    assert not noted.exists()


def test_offline_with_an_empty_cache_says_what_to_do(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    done = resolve(services, mek_record, "--offline", cache=tmp_path / "cache")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "the cache holds no answer from 127.0.0.1" in line
    assert line.endswith("run it once without --offline")
    assert services.seen == []


def test_a_source_that_fails_is_told_beside_what_the_others_found(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    services.always["europepmc"] = says(400)
    done = resolve(services, mek_record, "-o", tmp_path / "new.yaml", cache=tmp_path / "cache")
    assert done.returncode == 1
    assert "europepmc: 127.0.0.1: HTTP 400 (2 of 2 references)" in done.stderr
    assert "pmid: 22663011" in (tmp_path / "new.yaml").read_text()


def test_only_the_sources_that_are_named_are_asked(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    resolve(services, mek_record, "--source", "europepmc, crossref", cache=tmp_path / "cache")
    assert {service for service, *_ in services.seen} == {"crossref", "europepmc"}
    done = resolve(services, mek_record, "--source", "scopus", cache=tmp_path / "cache")
    assert done.returncode == 2
    assert "--source takes crossref, pubmed, europepmc" in done.stderr


def test_without_cache_nothing_is_kept(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    resolve(services, mek_record, "--no-cache", cache=tmp_path / "cache")
    assert services.seen
    assert not (tmp_path / "cache").exists()


def test_usage_that_contradicts_itself_is_refused(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    done = resolve(services, mek_record, "--offline", "--refresh", cache=tmp_path / "cache")
    assert done.returncode == 2
    assert services.seen == []


def test_labels_that_would_do_harm_do_none(services: Services, tmp_path: Path) -> None:
    services.crossref[0]["updated-by"] = [
        {"type": "=cmd|' /C calc'!A1", "DOI": "10.1234/n", "updated": {"date-parts": [[2020]]}}
    ]
    listed, noted = tmp_path / "list.txt", tmp_path / "notices.csv"
    listed.write_text(MEK + "\n")
    given = ("--format", "table", "--retractions-out", noted)
    done = resolve(services, listed, *given, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(noted.open(newline=""))
    assert row["RetractionNature"].startswith("'=cmd")
