"""Which arm a value is of, and which two a ratio or difference is of."""

import pytest
from told import drafted, last_values

TRIAL = "We assigned 90 adults to zorimab or to placebo."
Arms = list[tuple[str | None, str | None]]


def arms(*sentences: str) -> Arms:
    return [(r.quantity.value, r.arm) for r in last_values(TRIAL, *sentences)]


def pairs(*sentences: str) -> Arms:
    return [(r.arm, r.comparator) for r in last_values(*sentences) if r.quantity.unit == "ratio"]


# -- ratios and differences ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "The hazard ratio for death of zorimab against placebo was 0.71 (95% CI 0.60 to 0.84).",
        "Death was rarer with zorimab than with placebo (hazard ratio 0.71, 95% CI 0.60 to 0.84).",
        "The hazard ratio for death was 0.71 (95% CI 0.60 to 0.84).",
        "Death occurred in 9% with zorimab and in 12% with placebo (odds ratio, 0.71).",
        "The hazard ratio for death for zorimab was 0.71.",
    ],
)
def test_a_ratio_is_of_one_arm_against_the_other(sentence: str) -> None:
    assert pairs(TRIAL, sentence) == [("zorimab", "placebo")]


def test_a_ratio_of_the_control_against_the_treated_is_taken_as_it_is_told() -> None:
    assert pairs(TRIAL, "The hazard ratio for death, placebo versus zorimab, was 1.40.") == [
        ("placebo", "zorimab")
    ]


def test_a_control_that_is_named_first_is_still_the_comparator() -> None:
    before = "We assigned 90 adults to placebo or to zorimab."
    (found,) = last_values(before, "The hazard ratio for death was 0.71.")
    assert (found.arm, found.comparator) == ("zorimab", "placebo")
    assert any("first arm" in doubt for doubt in found.doubts)


def test_a_ratio_without_any_arm_has_none() -> None:
    assert pairs("Ninety adults came.", "The hazard ratio for death was 0.71.") == [(None, None)]


def test_a_ratio_of_a_cited_study_is_not_of_the_arms_of_the_own() -> None:
    assert pairs(TRIAL, "¶In one registry the hazard ratio for death was 0.71.{2}") != [
        ("zorimab", "placebo")
    ] or pairs(TRIAL, "¶In previous studies the hazard ratio for death was 0.71.{2}") == [
        (None, None)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Pain fell by 2.1 points with zorimab and by 4.8 points with placebo.",
        "The mean change in pain was -2.1 points with zorimab and -4.8 points with placebo.",
    ],
)
def test_a_change_within_an_arm_is_no_difference_of_two(sentence: str) -> None:
    found = last_values(TRIAL, sentence)
    assert [(r.arm, r.comparator) for r in found] == [("zorimab", None), ("placebo", None)]


def test_a_difference_of_two_changes_is_of_both_arms() -> None:
    changes = "The mean change in pain was -2.1 points with zorimab and -4.8 points with placebo"
    found = last_values(TRIAL, f"{changes} (difference -2.7 points).")
    assert [(r.arm, r.comparator) for r in found][-1] == ("zorimab", "placebo")


def test_a_draft_tells_what_a_ratio_is_against() -> None:
    sections = drafted(TRIAL, "The hazard ratio for death of zorimab against placebo was 0.71.")
    (ratio,) = [v for v in sections.reported if v.unit == "ratio"]
    arms_of = {r.id: r.label for r in sections.regimens}
    assert arms_of[str(ratio.regimen)] == "zorimab"
    assert arms_of[str(ratio.compared_regimen)] == "placebo"


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("Adults came.", "Fever was seen in 12% for honey (n = 31) and in 30% for honey plus ice (n = 33).", ["honey", "honey plus ice"]),
        ("Adults were randomised (HX n=31, KQ n=33).", "Fever was seen in 12% in HX and 30% in KQ.", ["HX", "KQ"]),
        ("Adults were randomised to salt 1 g (low dose, LQ) or 2 g (high dose, HQ).", "Fever was seen in 12% in LQ and 30% in HQ.", ["LQ", "HQ"]),
        ("We cut with a 1 cm margin or a 3 cm margin.", "Fever was seen in 12% in the 1 cm group and in 30% in the 3 cm group.", ["1 cm group", "3 cm group"]),
        ("Adults were randomised to group A or to group B.", "Fever was seen in 12% and 30% for groups A and B, respectively.", ["groups A", "group B"]),
        ("We assigned 90 adults to zorimab or to placebo.", "Fever was seen in 12% of the zorimab group and in 30% of the placebo group.", ["zorimab group", "placebo group"]),
        ("The +KQ group had both.", "Fever was seen in 12% in the +KQ group and in 30% in the LZ group.", ["+KQ group", "LZ group"]),
        ("Fever is common.", "Fever was seen in 12% of people on zelocillin as opposed to 30% on salt.", ["zelocillin", "salt"]),
        ("The group taking nettle tea was small.", "In the group taking nettle tea, fever was seen in 12%.", ["nettle tea"]),
        ("Fever is common.", "With the addition of kelosalt, fever was seen in 12%.", ["kelosalt"]),
        ("Fever is common.", "Fever was seen in nine patients with honey (12%) and 21 controls (30%).", ["honey", "controls"]),
    ],
)  # fmt: skip
def test_an_arm_is_known_by_how_the_document_tells_of_it(
    before: str, sentence: str, expected: list[str]
) -> None:
    found = [r.arm for r in last_values(before, sentence) if r.quantity.unit == "%"]
    assert found == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "In a randomised trial to show effects, fever was seen in 12% and 30%.",
        "In the high-risk group, fever was seen in 12%.",
        "With the success rate fever was seen in 12%.",
    ],
)
def test_what_is_no_treatment_is_no_arm(sentence: str) -> None:
    assert {r.arm for r in last_values("Adults came.", sentence)} == {None}


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Death was seen in 5.3% (8 deaths) with zorimab and also in 5.4% (9 deaths) with placebo.", [("5.3", "zorimab"), ("8", "zorimab"), ("5.4", "placebo"), ("9", "placebo")]),
        ("Zorimab was superior to placebo in nausea (4% vs 8%) and in fever (12% vs 30%).", [("4", "Zorimab"), ("8", "placebo"), ("12", "Zorimab"), ("30", "placebo")]),
        ("HbA1c fell from 8.6% to 7.1% with zorimab and from 8.5% to 7.3% with placebo.", [("8.6", "zorimab"), ("7.1", "zorimab"), ("8.5", "placebo"), ("7.3", "placebo")]),
        ("Surgery was needed in four patients with zorimab and in six without.", [("4", "zorimab"), ("6", "placebo")]),
        ("Fever fell in 12% with the former and in 30% with the latter.", [("12", "zorimab"), ("30", "placebo")]),
        ("Fever was seen in 12% in the first group and in 30% in the second.", [("12", "zorimab"), ("30", "placebo")]),
        ("Zorimab and placebo were safe; fever was seen in 16 (7%) and 21 (9%) patients, respectively.", [("7", "Zorimab"), ("9", "placebo")]),
        ("Fever was seen in 12% with zorimab and 30% with placebo, and 61% vs 32% responded.", [("12", "zorimab"), ("30", "placebo"), ("61", "zorimab"), ("32", "placebo")]),
        ("Fever was no rarer with zorimab than placebo in adults (12% vs 30% with placebo).", [("12", "zorimab"), ("30", "placebo")]),
        ("Zorimab prevented fever no better than placebo (12% vs 30% with placebo).", [("12", "zorimab"), ("30", "placebo")]),
        ("The addition of zorimab raised the response rate from 53% to 74% and the cure rate from 3% to 9%.", [("53", None), ("74", "zorimab"), ("3", None), ("9", "zorimab")]),
        ("Severe fever occurred in 2 and 3 participants.", [("2", "zorimab"), ("3", "placebo")]),
        ("Adding zorimab raised the response rate from 53% to 74%.", [("53", None), ("74", "zorimab")]),
    ],
)  # fmt: skip
def test_each_value_gets_the_arm_that_the_words_give_it(sentence: str, expected: Arms) -> None:
    assert arms(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Their trial randomised 240 adults: 118 to zorimab and 122 to placebo.",
        "One trial compared zorimab with placebo in 240 adults.",
    ],
)
def test_a_number_of_all_is_of_no_arm(sentence: str) -> None:
    assert ("240", None) in arms(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "In men and women fever was seen in 12% and 30%.",
        "Fever was seen in 12% of adults, and the stay was 30 days.",
    ],
)
def test_two_values_that_are_listed_for_something_else_are_of_no_arm(sentence: str) -> None:
    assert {arm for _, arm in arms("¶Wards differ.", sentence)} == {None}


def test_an_arm_of_one_study_is_not_that_of_the_next() -> None:
    sentence = "In HAZEL-1 sepsis was seen in 12% with zorimab, and in ELDER in 30%."
    found = last_values(TRIAL, "¶The ELDER trial and the HAZEL-1 trial were large.", sentence)
    assert found[-1].study == "elder"
    assert found[-1].arm is None
