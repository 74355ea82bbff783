"""Whether the works of a reference list are there: match, differences, notices, versions."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.checking.entry import Entry, ReferenceList
from ingest.checking.existence import check_references
from ingest.checking.findings import fails, findings
from ingest.checking.report import EntryCheck, ReferenceReport
from ingest.checking.source import Source
from ingest.checking.source_kinds import of_study
from ingest.references.model import Person
from ingest.references.parse import parse
from ingest.sources import clinicaltrials, retraction_watch
from ingest.sources.work import Notice, Relation, Version, Work

PRINTED = (
    "Doe AB, Mueller J, Roe R. Effect of rest on sleep in 40 invented people. J Inv Med. "
    "2020;12(3):107-14."
)
WORK = Work(
    "Crossref",
    doi="10.1000/abc",
    titles=("Effect of rest on sleep in 40 invented people",),
    people=(Person("Doe", "AB"), Person("Mueller", "J"), Person("Roe", "RS")),
    journals=("Journal of Invented Medicine",),
    years=(2020, 2019),
    volume="12",
    issue="3",
    first_page="107",
    last_page="114",
)


def report(printed: str, *works: Work, **how: object) -> ReferenceReport:
    entries = (Entry(1, printed, parse(printed)),)
    sources = [
        Source("index.json", "x", "crossref", work, part=n) for n, work in enumerate(works, 1)
    ]
    return check_references(ReferenceList("list.txt", "", entries), sources, **how)  # type: ignore[arg-type]


def check(printed: str, *works: Work) -> EntryCheck:
    (one,) = report(printed, *works).entries
    return one


def rules(some: ReferenceReport) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in findings(some)]


def test_a_reference_that_agrees_is_found_with_the_record_that_says_so() -> None:
    one = check(PRINTED, WORK)
    assert (one.match, one.differences, one.message) == ("found", (), "found in index.json")
    assert (one.records[0].where, one.records[0].doi) == ("index.json", "10.1000/abc")
    assert "title" in one.records[0].agreed


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2020;", "2015;", "year"),
        ("2020;", "2021;", "year"),  # the record has the years of print and online
        ("12(3)", "17(3)", "volume"),
        ("12(3)", "12(4)", "issue"),
        (":107", ":170", "first page"),
        ("-14", "-19", "last page"),
        ("Doe AB", "Poe AB", "first author"),
        ("Roe R", "Smith R", "authors"),
        ("J Inv Med", "Lancet Oncol", "journal"),
        ("of rest on", "of exercise on", "title"),
        ("40 invented", "45 invented", "title"),
    ],
)
def test_a_field_that_is_printed_otherwise_is_named(old: str, new: str, field: str) -> None:
    assert old in PRINTED
    one = check(PRINTED.replace(old, new), WORK)
    assert (one.match, [difference.field for difference in one.differences]) == ("differs", [field])
    assert f"the {field} is" in one.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2020;", "2019;"),
        ("Mueller J, Roe R", "et al"),
        ("Doe AB", "Doe A"),
        ("Mueller", "Müller"),
        ("J Inv Med", "Journal of Invented Medicine"),
        ("107-14", "107"),
        ("12(3)", "12"),
        ("people", "People"),
    ],
)
def test_other_ways_to_print_the_same_are_no_difference(old: str, new: str) -> None:
    work = replace(WORK, people=(WORK.people[0], Person("Müller", "J"), WORK.people[2]))
    assert old in PRINTED
    assert check(PRINTED.replace(old, new), work if "ü" in new else WORK).match == "found"


def test_a_spelling_or_a_missing_subtitle_is_no_other_title() -> None:
    work = replace(WORK, titles=("Tumor growth and rest in forty people: a randomized trial",))
    text = PRINTED.replace(
        "Effect of rest on sleep in 40 invented people", "Tumour growth and rest in forty people"
    )
    assert check(text, work).match == "found"


def test_a_registered_study_has_whatever_title_its_citer_words() -> None:
    printed = "ClinicalTrials.gov. SLEEP-1: rest for invented people. NCT99900001. 2031."
    module = {"nctId": "NCT99900001", "officialTitle": "A Trial of Bedtime at Nine"}
    registered = clinicaltrials.study({"protocolSection": {"identificationModule": module}})
    listed = ReferenceList("list.txt", "", (Entry(1, printed, parse(printed)),))
    (entry,) = check_references(listed, [of_study(registered, "study.json", "x")]).entries
    assert (entry.match, entry.differences) == ("found", ())


def test_a_year_apart_by_one_is_no_difference_where_the_record_has_one_year() -> None:
    assert check(PRINTED.replace("2020;", "2021;"), replace(WORK, years=(2020,))).match == "found"


def test_one_record_that_agrees_is_enough() -> None:
    other = replace(WORK, source="PubMed", first_page="e107", last_page=None)
    one = check(PRINTED, other, WORK)
    assert (one.match, one.differences) == ("found", ())


def test_a_doi_of_another_work_is_told() -> None:
    other = replace(WORK, doi="10.1000/other", titles=("Of mice and their weights",), volume="1",
                    people=(Person("Poe", "E"),), first_page="9", years=(1999,))  # fmt: skip
    alone = report(f"{PRINTED} doi:10.1000/other", other)
    assert alone.entries[0].match == "another work"
    assert alone.entries[0].message == (
        "the DOI 10.1000/other leads to another work, says index.json: "
        "Poe 1999, Of mice and their weights"
    )
    both = report(f"{PRINTED} doi:10.1000/other", other, WORK)
    assert both.entries[0].match == "differs"
    assert both.entries[0].differences[0].recorded.startswith("leads to another work")
    assert rules(alone) == rules(both) == [("reference-of-another-work", "error")]


def test_another_doi_than_the_record_s_is_a_difference() -> None:
    some = report(f"{PRINTED} doi:10.1000/abd", WORK)
    assert [one.field for one in some.entries[0].differences] == ["DOI"]
    assert rules(some) == [("reference-differs", "warning")]


def test_what_is_nowhere_is_not_found_and_never_called_invented() -> None:
    some = report("Moe X. Of things that nobody wrote on anything. Lancet. 2001;3:45.", WORK)
    assert some.entries[0].match == "not found"
    assert some.entries[0].message == "not found in index.json"
    assert rules(some) == [("reference-not-found", "warning")]
    assert "invented" not in some.entries[0].message


def test_a_title_of_which_all_else_differs_is_ambiguous_and_shows_what_differs() -> None:
    text = "Moe X. Effect of rest on sleep in 40 invented people. Lancet. 2001;3:45."
    one = check(text, WORK)
    assert one.match == "ambiguous"
    assert {difference.field for difference in one.differences} >= {"first author", "year"}


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("Roe R. 2011.", "too little is printed"),
        ("Roe R. Rest in practice. 2nd ed. New York: Inventions; 2011.", "a book"),
    ],
)
def test_what_cannot_be_looked_up_is_not_checkable(printed: str, message: str) -> None:
    one = check(printed, WORK)
    assert (one.match, message in one.message) == ("not checkable", True)


def test_without_a_place_to_search_nothing_is_not_found() -> None:
    one = check(PRINTED)
    assert (one.match, one.message) == (
        "not checkable", "no index was given to look it up in, or asked"
    )  # fmt: skip


def test_that_no_record_and_no_document_is_the_work_says_nothing() -> None:
    entries = (Entry(1, PRINTED, parse(PRINTED)),)
    other = replace(WORK, doi="10.1000/z", titles=("Of mice and their weights",), volume="1",
                    people=(Person("Poe", "E"),))  # fmt: skip
    sources = [Source("smith-2030", "x", "record", other), Source("a.pdf", "y", "pdf", other)]
    (one,) = check_references(ReferenceList("list.txt", "", entries), sources).entries
    assert one.match == "not checkable"
    known = [*sources, Source("doe-2020", "z", "record", WORK)]
    (one,) = check_references(ReferenceList("list.txt", "", entries), known).entries
    assert (one.match, one.message) == ("found", "found in record doe-2020")


def test_notices_of_all_records_are_told_once_with_date_and_source() -> None:
    def retracted(who: str, date: str) -> Work:
        notice = Notice("Retraction", date, doi="10.1000/r", said_by=(who,))
        return replace(WORK, relations=(Relation("retraction by", "", notice),))

    some = report(PRINTED, retracted("crossref", "2021"), retracted("pubmed", "2021 Feb 6"))
    (notice,) = some.entries[0].notices
    assert (notice.date, notice.said_by) == ("2021 Feb 6", ("crossref", "pubmed"))
    (finding,) = findings(some)
    assert (finding.rule, finding.severity) == ("reference-retracted", "error")
    assert finding.message == "Retraction, 2021-02-06, doi:10.1000/r, says crossref and pubmed"


@pytest.mark.parametrize(
    ("nature", "severity"),
    [("Expression of concern", "warning"), ("Correction", "note"), ("Retraction", "error")],
)
def test_a_notice_of_retraction_watch_is_as_grave_as_it_is(
    nature: str, severity: str, tmp_path: Path
) -> None:
    path = tmp_path / "watch.csv"
    path.write_text(
        "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,Reason\n"
        f"10.1000/ABC,0,{nature},2/6/2021 0:00,+Invented Data;\n"
    )
    some = report(PRINTED, WORK, watched=retraction_watch.read(path))
    assert [one.severity for one in findings(some)] == [severity]
    assert "2021-02-06" in findings(some)[0].message


def test_versions_are_told_and_a_later_one_is_a_note() -> None:
    later = Version("later published as", "doi:10.1/j", doi="10.1/j", said_by=("crossref",))
    again = replace(later, said_by=("europepmc",))
    earlier = Version("has the preprint", "doi:10.1/p", doi="10.1/p", said_by=("crossref",))
    work = replace(WORK, versions=(later, earlier))
    some = report(PRINTED, work, replace(WORK, versions=(again,)))
    assert [one.said_by for one in some.entries[0].versions] == [
        ("crossref", "europepmc"), ("crossref",)
    ]  # fmt: skip
    assert rules(some) == [("reference-superseded", "note")]


@pytest.mark.parametrize(
    ("fail_on", "printed", "result"),
    [
        ("error", PRINTED.replace("2020;", "2010;"), False),
        ("warning", PRINTED.replace("2020;", "2010;"), True),
        ("never", f"{PRINTED} doi:10.1000/abc".replace("Effect", "Lack"), False),
    ],
)
def test_a_report_fails_for_findings_as_grave_as_asked(
    fail_on: str, printed: str, result: bool
) -> None:
    assert fails(report(printed, WORK), fail_on) is result  # type: ignore[arg-type]


def test_sources_that_cannot_be_read_are_noted() -> None:
    entries: Sequence[Entry] = (Entry(1, PRINTED, parse(PRINTED)),)
    bad = Source("x.docx", "", "unknown", Work("a file"), problem="this is a zip archive")
    some = check_references(ReferenceList("list.txt", "", tuple(entries)), [bad])
    assert some.notes == ("x.docx: this is a zip archive",)
