"""Whether a work is the one that a reference prints."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played_services import GAMES, recorded

from alltrace import parse_reference
from ingest.references.model import ParsedReference, Person
from ingest.resolving import matching
from ingest.sources import crossref
from ingest.sources.request import Request
from ingest.sources.work import Work

PAPER = Work(
    "crossref",
    doi="10.1234/five",
    titles=("Mitoxantrone in children with a first relapse of an invented leukaemia",),
    people=(Person("Parker", "C"), Person("Waters", "R")),
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
        ParsedReference((Person(printed, "A"),)), Work("pubmed", people=(Person(given, "A"),))
    )
    assert ("first author" in found.agreed) == same_name
    assert ("first author" in found.disagreed) != same_name


def test_an_initial_tells_two_of_one_name_apart() -> None:
    found = matching.compare(
        ParsedReference((Person("Wang", "L"),)), Work("pubmed", people=(Person("Wang", "Y"),))
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
    people=st.lists(st.builds(Person, _NAMES, st.sampled_from(["A", "C", ""])), max_size=2).map(tuple),
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
        work.people, title=work.titles[0] if work.titles else None, volume=work.volume,
        year=str(work.years[0]) if work.years else None, first_page=work.first_page,
        journal=work.journals[0] if work.journals else None,
    )  # fmt: skip
    assert matching.compare(printed, work).disagreed == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_titles_are_compared_alike_both_ways(one: str, other: str) -> None:
    there = matching.compare(ParsedReference(title=one), Work("pubmed", titles=(other,)))
    back = matching.compare(ParsedReference(title=other), Work("pubmed", titles=(one,)))
    assert there == back
