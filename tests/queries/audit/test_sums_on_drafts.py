"""Counts, shares and totals of drafted papers that cannot be, whatever the size of the group."""

from pathlib import Path

import pytest
from drafts import LETTER, REPORT, alarms, findings

from ingest.language.parts import division
from queries.audit import numbers


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Sixteen patients (65%) had sepsis.", "warning"),
        ("Sepsis occurred in 46 patients (35.31%).", "warning"),
        ("Sepsis occurred in 64 patients (94.2%).", "note"),
        ("Sepsis occurred in 64 patients (94.1%).", None),
        ("Sepsis occurred in 16 patients (64%).", None),
        ("Sepsis occurred in 139 patients (81%).", None),
    ],
)
def test_a_share_of_no_whole_number_of_people(
    tmp_path: Path, sentence: str, severity: str | None
) -> None:
    found = findings(tmp_path, REPORT.format(body=sentence))
    told = [f.severity for f in found if f.rule == "percentage-unreachable"]
    assert told == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("k", "printed", "people"),
    [(64, "94.2", []), (64, "94.1", [68]), (1, "50", [2]), (3, "4.4", [68])],
)
def test_the_numbers_of_people_that_a_count_and_its_share_allow(
    k: int, printed: str, people: list[int]
) -> None:
    assert list(numbers.wholes(k, printed)) == people


@pytest.mark.parametrize(("p", "raised"), [("0.012", True), ("0.2", False)])
def test_a_p_value_of_groups_whose_size_the_counts_alone_give(
    tmp_path: Path, p: str, raised: bool
) -> None:
    body = f"Sepsis occurred in 3 (4.4%) patients with zelimab and in 8 (11.1%) patients with placebo (P = {p})."
    assert ("p-from-counts" in alarms(tmp_path, REPORT.format(body=body))) is raised


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("Eight patients relapsed, three with zelimab and six with placebo.", False),
        ("In all 24 deaths occurred: 14 with zelimab and 12 with placebo.", False),
        ("There was a total of 42 deaths (26) or relapses (14) with zelimab.", False),
        ("Nine patients relapsed, three with zelimab and six with placebo.", True),
        ("Twelve patients relapsed, three with zelimab and six with placebo.", True),
        ("There was a total of 40 deaths (26) or relapses (14) with zelimab.", True),
        ("Follow-up was 3 years, 8 with zelimab and 9 with placebo.", None),
        ("Of 240 adults, 118 were assigned to zelimab.", None),
        ("Four hundred and six adults enrolled, 204 with zelimab and 202 with placebo.", None),
        ("Two thousand and nine adults enrolled, 5 with zelimab and 5 with placebo.", None),
        ("Nine patients relapsed, two hundred with zelimab and six with placebo.", None),
    ],
)
def test_a_total_that_a_sentence_divides(sentence: str, holds: bool | None) -> None:
    told = division(sentence)
    assert (told and told.holds) is holds


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Eight patients relapsed, three with zelimab and six with placebo.", "warning"),
        ("Four patients in group A, three in group B and five in group C relapsed.", None),
        ("Nine patients relapsed, three with zelimab and six with placebo.", None),
    ],
)
def test_parts_of_one_sentence(tmp_path: Path, sentence: str, severity: str | None) -> None:
    found = alarms(tmp_path, REPORT.format(body=sentence))
    assert ("parts-and-total" in found) is (severity is not None)


@pytest.mark.parametrize(("others", "raised"), [("14", True), ("10", False)])
def test_a_list_that_ends_with_all_others(tmp_path: Path, others: str, raised: bool) -> None:
    body = f"Isolates were Escherichia coli in 71%, Klebsiella pneumoniae in 19% and others in {others}%."
    assert ("parts-and-total" in alarms(tmp_path, REPORT.format(body=body))) is raised


@pytest.mark.parametrize(
    ("sentence", "raised"),
    [
        ("Every year more than 9,000 residents die of it in Europe.", True),
        ("In China over 1.6 million people fall ill each year.", True),
        ("Every year more than 9,000 residents die of it in Europe.³", False),
        ("Every year the 9 residents go to Europe.", False),
    ],
)
def test_a_large_number_of_every_year_has_a_source(
    tmp_path: Path, sentence: str, raised: bool
) -> None:
    body = f"Light was studied before.¹ ² ³ ⁴\n\nThe wards were dark. {sentence}"
    assert ("number-uncited" in alarms(tmp_path, LETTER.format(body=body))) is raised


def test_a_finding_on_a_reference_says_where_it_is_cited_first(tmp_path: Path) -> None:
    text = LETTER.format(body="Light helps.¹ Sleep helps.² Food helps.³ Rest helps.⁴")
    text = text.replace("# Light in wards\n", "# Light in wards\n\nAnn Noe, Bob Poe\n")
    text = (
        text.replace("4. Noe D.", "4. Doe A.")
        .replace("Sleep. J Q", "The ALPHA trial of zelimab. J X")
        .replace("2011;4:7-8", "2020;1:1-2")
    )
    (twice,) = (f for f in findings(tmp_path, text) if f.rule == "reference-listed-twice")
    assert twice.place == "paragraph 1, sentence 4"


def test_names_and_years_have_no_order_of_citing(tmp_path: Path) -> None:
    body = "Sleep helps (Poe 2015). Light helps (Doe 2020). Rest helps (Noe 2011). Food helps (Abel 2010)."
    text = LETTER.format(body=body)
    for number in range(1, 5):
        text = text.replace(f"\n{number}. ", "\n")
    assert "pointers-out-of-order" not in alarms(tmp_path, text)
