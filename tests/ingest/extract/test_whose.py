"""Whose result a value is: own, of the commented paper, of a cited work, of a study named."""

import pytest
from told import drafted, last_values

OPENING = "We read with interest the article by Marlow et al.{1} on zorimab."


def whose(*sentences: str, **more: object) -> list[str | None]:
    return [r.study for r in last_values(*sentences, **more)]


def letter(*sentences: str) -> list[str | None]:
    return whose(OPENING, *sentences, reports=False)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sepsis was seen in 12%.",
        "In this trial, 90 adults were allotted to zorimab or to placebo.",
        "¶Fever lasted longer in 30% of the patients.",
        "¶The trialists saw sepsis in 12%.",
    ],
)
def test_a_letter_speaks_of_the_paper_that_it_read(sentence: str) -> None:
    assert set(letter(sentence)) == {"elder"}


@pytest.mark.parametrize(
    "sentence",
    [
        "In our tertiary care hospital we saw sepsis in 12%.",
        "We have treated 40 adults, of whom 12% had sepsis.",
        "Our own registry has sepsis in 12%.",
    ],
)
def test_own_patients_are_not_those_of_the_paper(sentence: str) -> None:
    assert set(letter(sentence)) == {None}


@pytest.mark.parametrize(
    "sentence",
    [
        "Sepsis was seen in 12%, as we have described before.",
        "Sepsis was seen in 12%, which our patients would notice.",
        "Our view of the trial is that sepsis in 12% is rare.",
    ],
)
def test_we_in_an_aside_makes_no_result_our_own(sentence: str) -> None:
    assert letter(sentence) == ["elder"]


def test_the_patients_of_a_sentence_before_are_still_our_own() -> None:
    before = "¶In our hospital we treated 80 adults."
    assert letter(before, "Sepsis, defined as suggested earlier {2}, was seen in 12%.") == [None]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Relapse, defined as in the guideline {2}, was seen in 12%.", ["elder"]),
        ("Resistant germs, which fill many wards {2}, were found in 9%.", ["elder"]),
        ("Sepsis was seen in 12%, compared with 8% in an earlier trial {2}.", ["elder", "tarn-study"]),
        ("Sepsis was seen in 12% with zorimab, compared with 8% with placebo {2}.", ["tarn-study"] * 2),
        ("In a registry {2}, sepsis was seen in 12%.", ["tarn-study"]),
        ("Tarn et al. found sepsis in 12%.", ["tarn-study"]),
        ("Tarn and Oake {2} found sepsis in 12%.", ["tarn-study"]),
    ],
)  # fmt: skip
def test_a_citation_is_the_source_only_of_what_it_tells(
    sentence: str, expected: list[str | None]
) -> None:
    assert letter(sentence) == expected


def test_an_author_whom_the_list_does_not_have_is_somebody_else() -> None:
    assert letter("Wrenfield et al. found sepsis in 12%.") == ["wrenfield-et-al"]
    labels = {
        s.id: s.label
        for s in drafted(OPENING, "Wrenfield et al. found sepsis in 12%.", reports=False).studies
    }
    assert labels["wrenfield-et-al"] == "Wrenfield et al."


def test_two_drugs_joined_by_and_are_no_authors() -> None:
    assert letter("Sepsis was seen in 12% with IT and BIT.") == ["elder"]


def test_a_study_that_opens_a_paragraph_is_what_it_goes_on_about() -> None:
    opened = "¶In an earlier registry of ten wards, Tarn et al.{2} looked at sepsis."
    assert letter(opened, "Sepsis was seen in 12%.") == ["tarn-study"]


@pytest.mark.parametrize(
    "before",
    [
        "It also echoes what a registry{2} found, sepsis in 30%.",
        "Open wards are prone to such losses.{2}",
    ],
)
def test_a_study_mentioned_in_passing_does_not_go_on(before: str) -> None:
    assert letter("¶Fever first.", before, "Sepsis was seen in 12%.") == ["elder"]


@pytest.mark.parametrize(
    ("heading", "expected"), [("Discussion", "tarn-study"), ("Results", None), ("", None)]
)
def test_a_report_goes_on_about_another_study_only_outside_its_results(
    heading: str, expected: str | None
) -> None:
    before = "One trial compared zorimab with placebo.{2}"
    found = whose(before, "The rate of sepsis was 12%.", headings=(heading, heading))
    assert found == [expected]


def test_a_report_that_says_the_present_study_speaks_of_itself() -> None:
    before = "One trial compared zorimab with placebo.{2}"
    found = whose(
        before, "In the present study sepsis was seen in 12%.", headings=("Discussion",) * 2
    )
    assert found == [None]


@pytest.mark.parametrize(
    ("sentences", "headings"),
    [
        (("In this trial the authors randomized 90 adults to zorimab or to placebo.", "Sepsis was seen in 12%."), ()),
        (("Sepsis was seen in 12%.", "¶One injection is enough.", "¶Sepsis was seen in 12%."), ("Summary", "Commentary", "Summary")),
    ],
)  # fmt: skip
def test_a_comment_on_a_paper_that_it_does_not_list_reports_nothing_of_its_own(
    sentences: tuple[str, ...], headings: tuple[str, ...]
) -> None:
    assert whose(*sentences, headings=headings) == ["commented-paper"]
    sections = drafted(*sentences, headings=headings)
    assert not sections.reported
    assert {v.study for v in sections.stated} == {"letter-commented-study"}


def test_a_report_in_which_we_did_something_is_no_comment() -> None:
    before = "In one trial the authors randomized 90 adults. "
    assert whose(before, "We enrolled 40 adults.", "Sepsis was seen in 12%.") == [None]


def test_a_comment_is_about_the_study_that_it_names_without_citing_it() -> None:
    sentences = (
        "Sepsis was seen in 12%.",
        "¶HAZEL-3 adds to the evidence; in HAZEL-1 sepsis was seen in 30% {2}.",
        "¶Fever was seen in 9%.",
    )
    headings = ("Summary", "Commentary", "Commentary")
    assert whose(*sentences, headings=headings) == ["hazel-3"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Madam, Marlow and colleagues report in your June issue that zorimab works.{1}",
        "In this month's journal, Marlow and coworkers{1} present zorimab.",
    ],
)
def test_a_text_that_presents_a_paper_of_the_journal_is_a_comment(sentence: str) -> None:
    assert whose(sentence, "Sepsis was seen in 12%.") == ["elder"]


def test_a_letter_with_an_aim_of_its_own_is_a_report() -> None:
    sentence = "The aim of this study was to see sepsis in 150 adults."
    assert set(whose("Two studies were large {1}.", sentence, reports=False)) == {None}


@pytest.mark.parametrize(
    "sentence",
    [
        "LZT-QR was superior to placebo.",
        "The LZT-QR group was small.",
        "We compared LZT-QR versus placebo.",
    ],
)
def test_a_treatment_in_capitals_is_no_study(sentence: str) -> None:
    assert whose(sentence, "LZT-QR was tolerated, and sepsis was seen in 12%.") == [None]


def test_several_studies_in_a_bracket_with_one_citation_are_those_of_the_cited_work() -> None:
    sentence = "In three trials (HAZEL-1, HAZEL-2 and HAZEL-3 {2}) sepsis was seen in 12%."
    before = "The HAZEL-1 trial, the HAZEL-2 trial and the HAZEL-3 trial were large."
    assert letter(before, sentence) == ["tarn-study"]


def test_several_studies_each_with_its_value_keep_their_own() -> None:
    before = "The HAZEL-1 trial and the HAZEL-2 trial were large."
    sentence = "¶Sepsis was seen in 12% in HAZEL-1 and in 30% in HAZEL-2."
    assert letter(before, sentence) == ["hazel-1", "hazel-2"]
