"""A field that only a model gave raises no error of the audit before a person has seen it."""

from pathlib import Path

import pytest
from scripted_server import Script, line, lines, read, value, values

from alltrace import EvidenceGraph
from ingest.drafting.writing import as_yaml
from ingest.language.doubts import NO_CONCEPT, ONLY_MODEL, WORDED_BY_MODEL
from ontology.model import Claim, Severity, StatedMeasurement
from queries.audit.trust import capped, graded, only_of_model


def stated(doubts: tuple[str, ...], status: str = "extracted") -> StatedMeasurement:
    return StatedMeasurement.model_validate({
        "id": "v", "study": "s", "endpoint": "overall-survival", "value": "40", "unit": "%",
        "stated_in": "d", "status": status, "doubts": doubts, "confidence": "0.99",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("doubts", "status", "severity"),
    [
        ((f"{ONLY_MODEL} the arm",), "extracted", "warning"),
        (
            (NO_CONCEPT, f"{ONLY_MODEL} this time; the rules read '6 months'"),
            "extracted",
            "warning",
        ),
        ((f"{ONLY_MODEL} the arm",), "reviewed", "error"),
        ((), "extracted", "error"),
        ((NO_CONCEPT,), "extracted", "error"),
    ],
)
def test_an_error_is_a_warning_until_a_person_has_seen_what_the_model_gave(
    doubts: tuple[str, ...], status: str, severity: Severity
) -> None:
    assert capped("error", [stated((), "reviewed"), stated(doubts, status)]) == severity


def test_lesser_findings_stay_as_they_are() -> None:
    value = stated((f"{ONLY_MODEL} the arm",))
    assert (capped("warning", [value]), capped("note", [value])) == ("warning", "note")


def test_a_worded_claim_is_trusted_as_its_sentence_is() -> None:
    claim = Claim(
        id="c", text="A claim.", position=1, status="extracted", doubts=(WORDED_BY_MODEL,)
    )
    assert not only_of_model(claim)
    assert graded("error", [claim]) == "error"


IMPOSSIBLE = """\
# Comment on: Zelimab for lung cancer

To the Editor: We read with interest the report by Smith and colleagues [1]. The outlook was poor in
many wards. In ours, 14.5% (31 of 55).

## References

1. Smith A, Jones B. Zelimab for lung cancer. J Example. 2030;1:1-9.
"""


def severities(yaml: str, folder: Path) -> set[str]:
    record = folder / "letter.yaml"
    record.write_text(yaml, encoding="utf-8")
    (audit,) = EvidenceGraph.of(record).audit("letter")
    return {finding.severity for finding in audit.findings if "14.5" in " ".join(finding.values)}


def test_an_impossible_value_that_only_the_model_named_is_no_error(tmp_path: Path) -> None:
    item = value("14.5", "In ours, 14.5% (31 of 55)", endpoint="outlook")
    draft = as_yaml(read(Script(values=values(item), lines=lines(line())), IMPOSSIBLE))
    assert "14.5" in draft
    assert "error" not in severities(draft, tmp_path)
    seen = draft.replace("status: extracted", "status: reviewed")
    assert "error" in severities(seen, tmp_path)
