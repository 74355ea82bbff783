"""What a drafted paper says beyond what it shows: directions, likeness, appeals, aspects, designs."""

from pathlib import Path

import pytest
from drafts import CONCLUDED, LETTER, REPORT, alarms, findings

CITED = "Light was studied before.¹ ² ³ ⁴\n\n"
"""A paragraph that cites all works of the letter."""

# -- directions that no test shows -------------------------------------------------------------

UNSHOWN = [
    # the test, and what is concluded from it
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p=0.21).", "Zelimab shortens hospital stay."),
    ("Reoperation was needed in four patients with zelimab and in six with placebo (P = 0.75).", "With reoperations more than halved, the case for zelimab is strong."),
    ("Sepsis occurred in 12% with zelimab and 15% with placebo (p = 0.44).", "Zelimab prevents sepsis."),
    ("There was no difference in wound pain.", "Zelimab reduced wound pain."),
    ("Mortality was 20% with zelimab and 24% with placebo (P = 0.30).", "Zelimab therefore saves lives if given early."),
]  # fmt: skip
SHOWN = [
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p=0.01).", "Zelimab shortens hospital stay."),
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p=0.21).", "Zelimab does not shorten hospital stay."),
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p=0.21).", "Whether zelimab shortens hospital stay is open."),
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p=0.21).", "Zelimab reduced wound pain."),
    ("Median hospital stay was 9 days with zelimab and 11 days with placebo (p<0.1).", "Zelimab shortens hospital stay."),
    ("Hospital stay did not differ at first (p=0.21). Later hospital stay was shorter with zelimab (p=0.002).", "Zelimab shortens hospital stay."),
]  # fmt: skip


@pytest.mark.parametrize(("test", "conclusion"), UNSHOWN)
def test_a_direction_that_no_test_shows(tmp_path: Path, test: str, conclusion: str) -> None:
    raised = alarms(tmp_path, CONCLUDED.format(body=test, conclusion=conclusion))
    assert "certainty-beyond-evidence" in raised


@pytest.mark.parametrize(("test", "conclusion"), SHOWN)
def test_a_direction_that_was_shown_or_is_not_said(
    tmp_path: Path, test: str, conclusion: str
) -> None:
    raised = alarms(tmp_path, CONCLUDED.format(body=test, conclusion=conclusion))
    assert "certainty-beyond-evidence" not in raised


@pytest.mark.parametrize(
    ("p", "raised"), [("0.18", {"certainty-beyond-evidence"}), ("0.018", set())]
)
def test_a_sentence_that_points_back_rests_on_the_one_before(
    tmp_path: Path, p: str, raised: set[str]
) -> None:
    body = (
        f"Relapse occurred in 9 of 46 patients with zelimab and in 3 of 34 with placebo (P = {p}). "
        "This clearly shows that zelimab significantly increases relapse."
    )
    found = alarms(tmp_path, REPORT.format(body=body))
    assert set(found) & {"certainty-beyond-evidence"} == raised


# -- likeness ----------------------------------------------------------------------------------


def told(folder: Path, rule: str, text: str) -> list[str]:
    return [f.message for f in findings(folder, text) if f.rule == rule]


@pytest.mark.parametrize(
    ("conclusion", "noted"),
    [
        ("Zelimab raised response without increasing toxicity.", True),
        ("Zelimab was as efficacious as placebo in these adults.", True),
        ("Zelimab did not affect the survival of these adults.", True),
        ("Zelimab raised the response of these adults.", False),
        ("Zelimab was non-inferior and did not affect survival.", False),
    ],
)
def test_likeness_that_no_design_could_show_is_noted(
    tmp_path: Path, conclusion: str, noted: bool
) -> None:
    text = CONCLUDED.format(body="Sepsis was seen in 12% and 15%.", conclusion=conclusion)
    likeness = [
        m for m in told(tmp_path, "certainty-beyond-evidence", text) if "there is none" in m
    ]
    assert bool(likeness) is noted


@pytest.mark.parametrize(("n", "noted"), [(13, True), (1300, False)])
def test_strong_words_about_few_people_are_noted(tmp_path: Path, n: int, noted: bool) -> None:
    body = f"We treated {n} patients. Remission was seen in 5 of {n} patients."
    text = CONCLUDED.format(body=body, conclusion="Zelimab is an efficient treatment of sepsis.")
    messages = told(tmp_path, "certainty-beyond-evidence", text)
    assert any(f"of {n} people" in m for m in messages) is noted


# -- appeals to works --------------------------------------------------------------------------

APPEALS = [
    ("Several studies have shown that light is good for sleep in wards.", True),
    ("The majority of published studies show less delirium with light.", True),
    ("Previous trials saw less delirium in wards with light.", True),
    ("Several studies have shown that light is good for sleep in wards.²", False),
    ("Doe et al. and several other studies saw less delirium.", False),
    ("Several windows have shown that light is good for sleep in wards.", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "raised"), APPEALS)
def test_an_appeal_to_works_cites_them(tmp_path: Path, sentence: str, raised: bool) -> None:
    body = f"{CITED}The wards were dark. {sentence} The wards were painted.\n\nThe wards of the two houses were of one size. They had windows."
    assert ("rests-on-nothing" in alarms(tmp_path, LETTER.format(body=body))) is raised


def test_a_citation_in_the_next_sentence_may_be_meant_for_both(tmp_path: Path) -> None:
    body = f"{CITED}Several studies have shown more sleep. Doe saw it too.¹\n\nThe two houses had windows."
    assert "rests-on-nothing" not in alarms(tmp_path, LETTER.format(body=body))


def test_a_text_that_cites_nothing_is_not_asked_for_citations(tmp_path: Path) -> None:
    body = "Sepsis was seen in 12%. Several studies have shown that light is good for sleep."
    assert "rests-on-nothing" not in alarms(tmp_path, REPORT.format(body=body))


# -- aspects that nothing is about -------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "conclusion", "raised"),
    [
        ("Sepsis was seen in 12%.", "Zelimab is more convenient for patients than placebo.", True),
        ("Sepsis was seen in 12%.", "Zelimab is the cheaper and more cost-effective choice.", True),
        ("The cost was 12 dollars a day in 120 patients.", "Zelimab is more cost-effective here.", False),
        ("Convenience was rated high by 60% of patients.", "Zelimab is more convenient here.", False),
        ("Sepsis was seen in 12%.", "Whether zelimab is cost-effective is to be studied.", False),
    ],
)  # fmt: skip
def test_a_conclusion_on_what_nothing_in_the_document_is_about(
    tmp_path: Path, body: str, conclusion: str, raised: bool
) -> None:
    found = alarms(tmp_path, CONCLUDED.format(body=body, conclusion=conclusion))
    assert ("rests-on-nothing" in found) is raised


def test_tolerance_without_a_word_on_harms_is_only_noted(tmp_path: Path) -> None:
    text = CONCLUDED.format(
        body="Remission was seen in 12%.", conclusion="Zelimab was well tolerated here."
    )
    assert any("well-tolerated" in m for m in told(tmp_path, "rests-on-nothing", text))
    assert "rests-on-nothing" not in alarms(tmp_path, text)


# -- other trials, passed-over results, designs ------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "noted"),
    [
        ("These results compare favourably with the ALPHA trial.", True),
        ("Survival is better than historical controls would predict.", True),
        ("These results compare the two arms.", False),
    ],
)
def test_results_held_against_other_trials_in_words(
    tmp_path: Path, sentence: str, noted: bool
) -> None:
    text = REPORT.format(body=f"Remission was seen in 12%. {sentence}")
    assert bool(told(tmp_path, "trials-compared", text)) is noted


DIFFERED = "Relapse-free survival was better with zelimab (hazard ratio 0.56; 95% CI 0.38-0.83; P = 0.003). "
NOT_SHOWN = "The hazard ratio for death was 0.80 (95% CI 0.48-1.35; P = 0.41)."


@pytest.mark.parametrize(
    ("death", "conclusion", "noted"),
    [
        (NOT_SHOWN, "Zelimab prolongs relapse-free survival.", True),
        (NOT_SHOWN, "Zelimab prolongs relapse-free survival; death was no rarer.", False),
        ("The hazard ratio for death was 0.50 (95% CI 0.30-0.80; P = 0.01).", "Zelimab prolongs relapse-free survival.", False),
    ],
)  # fmt: skip
def test_conclusions_that_pass_over_an_endpoint_without_a_difference(
    tmp_path: Path, death: str, conclusion: str, noted: bool
) -> None:
    text = CONCLUDED.format(body=DIFFERED + death, conclusion=conclusion)
    assert bool(told(tmp_path, "result-left-out", text)) is noted


@pytest.mark.parametrize(
    ("first", "second", "raised"),
    [
        ("In this open-label trial 410 adults were treated with zelimab.", "As patients and clinicians were blinded, this is hard to explain.", True),
        ("The double-blind ALPHA trial treated 410 adults.", "The open label may explain the difference.", True),
        ("In this open-label trial 410 adults were treated with zelimab.", "That assessors were blinded adds to our trust.", False),
        ("The double-blind ALPHA trial treated 410 adults.", "Patients were blinded throughout.", False),
        ("The double-blind ALPHA trial treated 410 adults.", "An open-label extension followed.", False),
        ("The double-blind ALPHA trial treated 410 adults.", "The BETA trial was open-label.²", False),
    ],
)  # fmt: skip
def test_blinding_that_is_told_in_two_ways(
    tmp_path: Path, first: str, second: str, raised: bool
) -> None:
    found = alarms(tmp_path, LETTER.format(body=f"{first} {second}"))
    assert ("design-contradicted" in found) is raised


@pytest.mark.parametrize(
    ("sentence", "raised"),
    [
        ("This was a single-arm study of 40 adults.", True),
        ("The study was non-randomised.", True),
        ("We randomly assigned 40 adults to zelimab or placebo.", False),
    ],
)
def test_a_title_that_says_randomized_of_a_study_that_is_none(
    tmp_path: Path, sentence: str, raised: bool
) -> None:
    found = alarms(tmp_path, REPORT.format(body=f"{sentence} Remission was seen in 12%."))
    assert ("design-contradicted" in found) is raised
