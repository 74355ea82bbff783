"""What the audit finds in the draft of a text that nobody reviewed, and on what it is silent."""

from pathlib import Path

import pytest
from drafts import LETTER, REPORT, alarms

ARMS = "Of 87 patients, 41 were assigned to the zelimab arm and 46 to the placebo arm. "


# One row a case: the rule that must raise an alarm (or none may), and the text.
IN_LETTERS: list[tuple[str | None, str]] = [
    # words of proof beside a p-value
    ("certainty-beyond-evidence", "In the ALPHA trial deaths numbered 22 with zelimab and 14 with placebo (p = 0.18), which proves harm.¹"),
    (None, "In the ALPHA trial deaths numbered 22 with zelimab and 4 with placebo (p = 0.001), which proves harm.¹"),
    (None, "In the ALPHA trial deaths numbered 22 with zelimab and 14 with placebo (p = 0.18), which does not prove harm.¹"),
    (None, "In the ALPHA trial relapse was confirmed in 22 patients with zelimab and 14 with placebo (p = 0.18).¹"),
    # superiority where every interval holds that there is none
    ("certainty-beyond-evidence", "In the ALPHA trial the hazard ratio for death was 0.90 (95% CI, 0.70 to 1.16) with zelimab.¹ Zelimab is thus superior."),
    (None, "In the ALPHA trial the hazard ratio for death was 0.70 (95% CI, 0.55 to 0.89) with zelimab.¹ Zelimab is thus superior."),
    (None, "In the ALPHA trial the hazard ratio for death was 0.90 (95% CI, 0.70 to 1.16) with zelimab.¹ Zelimab is not superior."),
    # shares told as known
    ("number-uncited", "Light was studied before.¹ ² ³ ⁴\n\nAbout 30% of adults are short of sleep."),
    (None, "Light was studied before.¹ ² ³ ⁴\n\nAbout 30% of adults are short of sleep.³"),
    (None, "Light was studied before.¹ ² ³ ⁴\n\nAbout 30% of adults are short of sleep. Most of them die.³"),
    (None, "Light was studied before.¹ ² ³ ⁴\n\nMost adults are short of sleep."),
    # order of citing
    ("pointers-out-of-order", "Light helps.¹ Sleep helps.³ Food helps.² Rest helps.⁴"),
    (None, "Light helps.¹ Sleep helps.² Food helps.³ Rest helps.⁴"),
    (None, "Light helps.¹ Rest helps.⁴"),
    # relative and absolute
    ("relative-for-absolute", "In the ALPHA trial relapse was seen in 13.6% with zelimab and in 28.7% with placebo.¹ That is an absolute risk reduction of 53% for relapse."),
    (None, "In the ALPHA trial relapse was seen in 13.6% with zelimab and in 28.7% with placebo.¹ That is a relative risk reduction of 53% for relapse."),
    (None, "In the ALPHA trial relapse was seen in 13.6% with zelimab and in 28.7% with placebo.¹ That is an absolute risk reduction of 15% for relapse."),
    (None, "In the ALPHA trial relapse was seen in 13.6% with zelimab and in 28.7% with placebo.¹ Fever was rare.¹ So was a rash.¹ The absolute risk reduction for death was 53%.¹"),
    # chances of a test, and shares in words
    (None, "In the ALPHA trial relapse was seen in 5 patients, an endpoint for which it had 38% power.¹"),
    (None, "In the ALPHA trial nearly 1 in 5 participants (18.9%) wore no monitor.¹"),
    ("percentage-unreachable", "In the ALPHA trial 1 of 5 participants (18.9%) wore no monitor.¹"),
    # parts of a group
    ("parts-and-total", "We treated 17 children with zelimab. Five had a response, six had stable disease and seven progressed."),
    (None, "We treated 18 children with zelimab. Five had a response, six had stable disease and seven progressed."),
    (None, "We treated 17 children with zelimab. Five had fever, six had a rash and seven had sepsis."),
    # of whom
    ("percentage-unreachable", "In the ALPHA trial, 24 patients died, 95.5% of whom had sepsis.¹"),
    (None, "In the ALPHA trial, 24 patients died, 95.8% of whom had sepsis.¹"),
    (None, "In the ALPHA trial, 24 patients died, 95.5% of these wards had sepsis.¹"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "body"), IN_LETTERS)
def test_a_drafted_letter(tmp_path: Path, rule: str | None, body: str) -> None:
    found = set(alarms(tmp_path, LETTER.format(body=body))) - {"reference-never-cited"}
    assert found == ({rule} if rule else set())


IN_REPORTS: list[tuple[str | None, str]] = [
    # percentages and p-values of arms of known size
    ("percentage-unreachable", ARMS + "Sepsis occurred in 7.3% of the zelimab arm and 6.1% of the placebo arm."),
    (None, ARMS + "Sepsis occurred in 7.3% of the zelimab arm and 6.5% of the placebo arm."),
    (None, "Sepsis occurred in 7.3% of the zelimab arm and 6.1% of the placebo arm."),
    ("p-from-counts", ARMS + "Sepsis occurred in 37% of the zelimab arm and 26% of the placebo arm (p = 0.001)."),
    (None, ARMS + "Sepsis occurred in 37% of the zelimab arm and 26% of the placebo arm (p = 0.29)."),
    # a ratio and the p-value of its endpoint
    ("interval-and-p", "Zelimab did not improve overall survival (p = 0.01); the hazard ratio for overall survival was 0.93 (95% CI 0.71-1.21)."),
    (None, "Zelimab did not improve overall survival (p = 0.59); the hazard ratio for overall survival was 0.93 (95% CI 0.71-1.21)."),
    # called alike
    ("comparison-contradicted", ARMS + "Median overall survival was 30.7 months in the zelimab arm and 16.6 months in the placebo arm. Zelimab showed similar overall survival."),
    (None, ARMS + "Median overall survival was 17.7 months in the zelimab arm and 16.6 months in the placebo arm. Zelimab showed similar overall survival."),
    (None, ARMS + "Median overall survival was 30.7 months in the zelimab arm and 16.6 months in the placebo arm. There was no difference in overall survival."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "body"), IN_REPORTS)
def test_a_drafted_report(tmp_path: Path, rule: str | None, body: str) -> None:
    assert set(alarms(tmp_path, REPORT.format(body=body))) == ({rule} if rule else set())


def test_a_list_in_alphabetical_order_has_no_order_of_citing(tmp_path: Path) -> None:
    text = (
        "# Wards\n\nTo the Editor:\n\nA.³ B.¹ C.² D.⁴ E.⁵ F.⁶ G.⁷ H.⁸\n\n## References\n\n"
        + "".join(
            f"{n}. {name} A. Sleep {n}. J X. 2020;{n}:1-2.\n"
            for n, name in enumerate(("Abel", "Boe", "Coe", "Doe", "Eck", "Fox", "Gow", "Hay"), 1)
        )
    )
    assert "pointers-out-of-order" not in alarms(tmp_path, text)


def test_a_finding_outside_every_claim_still_says_where_it_is(tmp_path: Path) -> None:
    body = "Light helps.¹ Sleep helps.³ Food helps.² Rest helps.⁴"
    assert alarms(tmp_path, LETTER.format(body=body))["pointers-out-of-order"].place
