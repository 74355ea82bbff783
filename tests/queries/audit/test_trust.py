"""What a program drew and nobody reviewed is not told as a fault of the paper."""

from pathlib import Path
from typing import Any

import pytest
from sound_letter import audit_of, claim, value, with_claim

from ontology.model import StatedMeasurement
from queries.audit.audit import DocumentAudit
from queries.audit.trust import NOT_REVIEWED, graded

X: dict[str, Any] = {"cohort": "x/all", "time": "end of block-1"}
BELOW_HALF: dict[str, Any] = {"operator": "<", "wording": "fewer than half"}


def severities(found: DocumentAudit, rule: str) -> list[str]:
    return [f.severity for f in found.findings if f.rule == rule]


def drawn(**more: Any) -> StatedMeasurement:
    return StatedMeasurement.model_validate(
        value("v", "x", "sepsis", "5", stated_in="letter", status="extracted", **more)
    )


# -- severity ----------------------------------------------------------------------------------


SURE = dict.fromkeys(
    (f"{field}_confidence" for field in ("endpoint", "study", "arm", "cohort", "time")), "0.95"
)


def test_a_reviewed_statement_lowers_no_finding() -> None:
    reviewed = drawn(doubts=["the arm is unclear"]).model_copy(update={"status": "reviewed"})
    assert graded("error", [reviewed]) == "error"


@pytest.mark.parametrize(
    ("severity", "told"), [("error", "warning"), ("warning", "note"), ("note", "note")]
)
def test_a_finding_on_a_doubtful_draft_is_told_one_step_lower(severity: Any, told: str) -> None:
    assert graded(severity, [drawn(doubts=["the arm is unclear"], **SURE)]) == told


@pytest.mark.parametrize("field", ["endpoint", "study", "arm", "cohort", "time"])
@pytest.mark.parametrize(("confidence", "told"), [("0.95", "error"), ("0.60", "warning")])
def test_an_error_needs_each_field_that_it_rests_on_to_be_sure(
    field: str, confidence: str, told: str
) -> None:
    value = drawn(**(SURE | {f"{field}_confidence": confidence}))
    assert graded("error", [value]) == told


def test_an_error_needs_each_field_to_have_been_measured() -> None:
    assert graded("error", [drawn(confidence="0.99")]) == "warning"
    assert graded("error", [drawn(**SURE)]) == "error"


def test_a_field_that_a_rule_does_not_rest_on_lowers_nothing() -> None:
    value = drawn(**(SURE | {"time_confidence": "0.10"}))
    assert graded("error", [value], ("endpoint", "study")) == "error"
    assert graded("error", [value], ("endpoint", "study", "time")) == "warning"


def test_a_number_read_without_doubt_is_enough_for_arithmetic_on_that_number() -> None:
    assert graded("error", [drawn(endpoint_confidence="0.60")], ()) == "error"
    assert graded("error", [drawn(doubts=["the count is unclear"])], ()) == "warning"


def test_one_doubtful_statement_among_sure_ones_is_enough() -> None:
    assert graded("error", [drawn(**SURE), drawn(arm_confidence="0.10")]) == "warning"


def test_a_lowered_finding_says_that_nobody_reviewed_the_reading(tmp_path: Path) -> None:
    doubtful = {**X, "status": "extracted", "doubts": ["the time is that of the sentence before"]}
    found = audit_of(
        tmp_path, **with_claim(value("v", "x", "complete-remission", "66.0", **doubtful))
    )
    (finding,) = (f for f in found.findings if f.rule == "two-values")
    assert (finding.severity, finding.suggestion) == ("warning", NOT_REVIEWED)


def test_a_count_that_does_not_give_its_percentage_is_an_error_in_a_draft_too(
    tmp_path: Path,
) -> None:
    read = value("v", "x", "sepsis", "44.0", k=20, n=50, status="extracted", confidence="0.50")
    found = audit_of(tmp_path, **with_claim(read))
    assert severities(found, "percentage-unreachable") == ["error"]


# -- a bound leans on whose it is, and when ----------------------------------------------------


def test_a_bound_of_the_same_people_at_the_same_time_is_an_error(tmp_path: Path) -> None:
    bound = value("v", "x", "complete-remission", "50", **BELOW_HALF, **X)
    assert severities(audit_of(tmp_path, **with_claim(bound)), "bound-contradicted") == ["error"]


@pytest.mark.parametrize("unknown", ["cohort", "time"])
def test_a_bound_with_unknown_people_or_time_contradicts_nothing(
    tmp_path: Path, unknown: str
) -> None:
    known: dict[str, Any] = {key: name for key, name in X.items() if key != unknown}
    bound = value("v", "x", "complete-remission", "50", **BELOW_HALF, **known)
    assert severities(audit_of(tmp_path, **with_claim(bound)), "bound-contradicted") == []


# -- what a draft lacks is the draft's gap -----------------------------------------------------


def test_a_drafted_conclusion_without_lines_is_a_gap_of_the_draft(tmp_path: Path) -> None:
    drafted = claim("k2", text="More trials are needed.", status="extracted")
    found = audit_of(tmp_path, conclusions=[drafted])
    (finding,) = (f for f in found.findings if f.rule == "rests-on-nothing")
    assert finding.severity == "note"
    assert "drafted" in finding.message


def test_a_curated_conclusion_without_evidence_is_a_fault_of_the_paper(tmp_path: Path) -> None:
    found = audit_of(tmp_path, conclusions=[claim("k2", text="More trials are needed.")])
    assert severities(found, "rests-on-nothing") == ["warning"]


@pytest.mark.parametrize(
    ("seen", "told"), [("nothing", "note"), ("abstract", "warning"), ("full text", "warning")]
)
def test_a_source_that_was_not_seen_bears_nothing_out(tmp_path: Path, seen: str, told: str) -> None:
    changes = {"evidence.e1.evidence": ["c-new"], "publications.x-report.text_seen": seen}
    found = audit_of(tmp_path, changes, **with_claim(value("v", "x", "sepsis", "10.1", **X)))
    assert severities(found, "rests-on-nothing-verified") == [told]
