"""Files of reference managers and printed lists, read to entries."""

import json
from pathlib import Path

import pytest
from invented_lists import BIBTEX, CSL, PRINTED, RIS, ZOTERO

from ingest.checking import bibliographies
from ingest.checking.bibliographies import bibtex
from ingest.checking.entry import Entry
from ingest.references.model import Person
from ontology.errors import ReadingError


def entries(text: str, name: str = "list") -> tuple[Entry, ...]:
    return bibliographies.read_bytes(text.encode(), name).entries


def notes(text: str, name: str = "list") -> tuple[str, ...]:
    return bibliographies.read_bytes(text.encode(), name).notes


def test_an_entry_of_bibtex_is_read_without_its_latex() -> None:
    first, second = entries(BIBTEX)
    one = first.reference
    assert one.title == "Effect of β-blockers & rest on sleep: an invented trial"
    assert one.authors == (Person("Doe", "AB"), Person("Müller", "J"), Person("van der Berg", "C"))
    assert (one.collective, one.etal) == (("The Big Group",), True)
    assert (one.journal, one.year, one.volume, one.issue) == ("J Inv Med", "2020", "12", "3")
    assert (one.first_page, one.last_page) == ("107", "114")
    assert (one.doi, one.pmid) == ("10.1000/ab_c", "123")
    assert (first.key, first.line) == ("doe2020", 5)
    assert first.abstract == "Sleep rose by 50% in the group of 40 people."
    assert first.files == ("files/12/Doe - 2020.pdf",)
    assert (second.reference.kind, second.reference.publisher) == ("book", "Inv Press")


@pytest.mark.parametrize(
    ("authors", "people", "groups"),
    [
        ("Roe, R and Poe, Edgar Allan", [("Roe", "R"), ("Poe", "EA")], []),
        ("{WHO} and Roe, R", [("Roe", "R")], ["WHO"]),
        ("Roe, JP", [("Roe", "JP")], []),
        (r"{\'E}mile Zola and de la Cruz, Ana", [("Zola", "É"), ("de la Cruz", "A")], []),
        ("", [], []),
    ],
)
def test_authors_of_bibtex_are_people_or_groups_in_braces(
    authors: str, people: list[tuple[str, str]], groups: list[str]
) -> None:
    (one,) = entries(f"@article{{a, title={{T}}, author={{{authors}}}}}")
    assert [tuple(person) for person in one.reference.authors] == people
    assert list(one.reference.collective) == groups


def test_a_broken_entry_is_told_with_its_line_and_the_others_are_read() -> None:
    text = (
        "@article{a, title={One}}\n@article{b, title={Open, year=2000\n@article{c, title={Two}}\n"
    )
    assert [one.key for one in entries(text, "x.bib")] == ["a", "c"]
    assert notes(text, "x.bib") == ("x.bib:2: this entry cannot be read: it is not closed",)


def test_a_key_that_is_there_twice_loses_no_entry() -> None:
    text = "@article{a, title={One}, author={Doe, A and Roe, B}}\n" * 2
    listed = entries(text, "x.bib")
    assert [(one.number, one.key, len(one.reference.authors)) for one in listed] == [
        (1, "a", 2), (2, "a", 2)
    ]  # fmt: skip
    assert notes(text, "x.bib") == ("x.bib:2: the key a is there twice",)


def test_broken_latex_does_not_lose_the_text() -> None:
    assert bibtex._plain(r"50\% of {men \unknowncommand") != ""


def test_an_entry_of_ris_is_read_by_its_tags() -> None:
    first, second = entries(RIS)
    one = first.reference
    assert (one.title, one.journal) == ("Effect of rest on sleep: an invented trial", "J Inv Med")
    assert (one.authors, one.collective) == ((Person("Doe", "AB"),), ("The Big Group",))
    assert (one.year, one.volume, one.first_page, one.last_page) == ("2020", "12", "107", "114")
    assert (one.doi, one.kind) == ("10.1000/abc", "article")
    assert (first.line, first.files) == (1, ("files/12/Doe - 2020.pdf",))
    assert (second.reference.kind, second.reference.book, second.line) == (
        "chapter", "Rest in Practice", 16
    )  # fmt: skip


def test_a_ris_record_without_an_end_does_not_swallow_the_next() -> None:
    text = "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n"
    assert [one.reference.title for one in entries(text)] == ["One", "Two"]
    assert notes(text, "x.ris") == ("x.ris:1: this record has no end (ER)",)


@pytest.mark.parametrize(
    ("database", "pmid"),
    [("DB  - PubMed", "777"), ("DP  - NLM Medline", "777"), ("DB  - Embase", None)],
)
def test_an_accession_number_is_a_pmid_only_if_the_database_is_pubmed(
    database: str, pmid: str | None
) -> None:
    (one,) = entries(f"TY  - JOUR\nTI  - One\nAN  - 777\n{database}\nER  - ")
    assert one.reference.pmid == pmid


def test_an_item_of_csl_is_read_with_the_pmid_in_its_note() -> None:
    (first,) = entries(CSL)
    one = first.reference
    assert (one.title, one.year) == ("Effect of rest on sleep: an invented trial", "2020")
    assert (one.authors, one.collective) == ((Person("Doe", "AB"),), ("The Big Group",))
    assert (one.volume, one.first_page, one.last_page) == ("12", "107", "114")
    assert (one.doi, one.pmid, first.key) == ("10.1000/abc", "12345678", "doe2020")


def test_an_item_of_zotero_is_read_with_its_journal_and_file() -> None:
    (first,) = entries(ZOTERO)
    one = first.reference
    assert (one.title, one.year) == ("Effect of rest on sleep: an invented trial", "2020")
    assert (one.authors, one.journal) == ((Person("Doe", "AB"),), "J Inv Med")
    assert (one.volume, one.issue, one.first_page, one.last_page) == ("12", "3", "107", "114")
    assert (one.doi, one.pmid, first.line) == ("10.1000/abc", "12345678", 6)
    assert (first.abstract, first.files) == ("Sleep rose.", ("files/12/Doe - 2020.pdf",))


def test_zotero_s_export_that_breaks_is_refused_in_one_line() -> None:
    with pytest.raises(ReadingError) as error:
        entries(ZOTERO[:-40], "x.rdf")
    assert "\n" not in str(error.value)


def test_csl_that_breaks_keeps_what_came_before() -> None:
    broken = CSL[:-1] + ', {"type": "article-journal", "title": "cut'
    assert len(entries(broken)) == 1
    assert "the JSON is broken" in notes(broken)[0]


def test_works_of_crossref_are_no_csl() -> None:
    work = {"DOI": "10.1000/1", "type": "journal-article", "title": ["A"], "issued": {}}
    assert bibliographies.format_of(json.dumps([work])) is None


def test_printed_entries_are_joined_over_lines_and_numbered_as_printed() -> None:
    assert [(one.number, one.line, one.reference.year) for one in entries(PRINTED)] == [
        (1, 3, "2020"), (2, 5, "2002")
    ]  # fmt: skip


def test_entries_in_blocks_are_joined() -> None:
    text = "Doe A. On it.\nJ Inv. 2001;3:4-5.\n\nRoe B. On that.\nJ Inv. 2002;4:6.\n"
    assert [one.printed for one in entries(text)] == [
        "Doe A. On it. J Inv. 2001;3:4-5.", "Roe B. On that. J Inv. 2002;4:6."
    ]  # fmt: skip


def test_an_empty_line_between_entries_of_one_line_joins_nothing() -> None:
    text = (
        "Doe A. On it. J Inv. 2001;3:4.\nRoe B. On that. J Inv. 2002;4:6.\n\nPoe C. X. B. 2003;1:2."
    )
    assert len(entries(text)) == 3


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        (PRINTED, True),
        ("Doe A. On it. J Inv. 2001;3:4-5.", True),
        (BIBTEX, True),
        (RIS, True),
        (CSL, True),
        (ZOTERO, True),
        ("In 2019 we saw forty patients. Nine of them got better without treatment.", False),
        (
            "To the editor,\n\nThe trial of Doe was large.1 It had 40 patients, and a ratio of 0.6 "
            "was seen, while that of Roe was smaller and not convincing to the reader at all.2\n\n"
            "1. Doe A. On it. J Inv. 2001;3:4-5.\n2. Roe B. On that. J Inv. 2002;4:6.\n",
            False,
        ),
        ('{"protocolSection": {}}', False),
    ],
)
def test_a_reference_list_is_told_from_a_paper(text: str, is_list: bool, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    assert bibliographies.is_reference_file(path) is is_list


@pytest.mark.parametrize("content", [b"%PDF-1.4 x", b"<html><body>x</body></html>", b"@article{"])
def test_what_holds_no_list_is_refused_in_one_line(content: bytes) -> None:
    with pytest.raises(ReadingError) as error:
        bibliographies.read_bytes(content, "x")
    assert "\n" not in str(error.value)
