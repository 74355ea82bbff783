"""`alltrace calibrate`: what a person decided in a case becomes the confidence of the rules."""

import json
import tomllib
from pathlib import Path

import pytest

import alltrace
from conftest import fails, run
from ingest.extract import calibration, labels
from ingest.extract.labels import Label
from ingest.extract.rules import RULES
from ontology.errors import SettingError
from places import HOUSE

EXAMPLE = HOUSE / "tests" / "alltrace" / "case_example"


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A case in which a person accepted all values but for two, whose endpoint or time was wrong."""
    folder = tmp_path / "case"
    alltrace.check(EXAMPLE / "letter.txt", [EXAMPLE / "sources"], out=folder, bundled=False)
    path = folder / "sources" / "doi-10.5555-jio.2030.0201.yaml"
    text = path.read_text()
    start = text.index("  - id: complete-remission-1.2\n")
    changed = text[start:].replace("endpoint: complete-remission", "endpoint: overall-response", 1)
    path.write_text(text[:start] + changed.replace("    time: end of induction\n", "", 1))
    review = alltrace.review(path)
    review.accept(*review.waiting().values())
    alltrace.check(folder)
    return folder


def test_a_changed_field_is_a_wrong_attachment_and_the_others_were_right(
    reviewed: Path, tmp_path: Path
) -> None:
    table = tmp_path / "mine.toml"
    done = run("calibrate", reviewed, "-o", table, "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    learnt = tomllib.loads(table.read_text())
    right = {field: sum(r for r, _ in rules.values()) for field, rules in learnt.items()}
    seen = {field: sum(n for _, n in rules.values()) for field, rules in learnt.items()}
    assert report["labels"] == sum(seen.values())
    assert seen["endpoint"] - right["endpoint"] == 1
    assert seen["time"] - right["time"] == 1
    assert seen["number"] == right["number"] > 3
    assert seen["arm"] == right["arm"] > 3


def test_what_was_learnt_changes_the_confidence_of_the_next_draft(
    reviewed: Path, tmp_path: Path
) -> None:
    table = tmp_path / "mine.toml"
    table.write_text('[endpoint]\n"subject" = [0, 90]\n')
    letter = EXAMPLE / "letter.txt"

    def confidence(environment: dict[str, str]) -> float:
        done = run("draft", letter, environment=environment)
        start = done.stdout.index("id: overall-survival-2.3")
        line = done.stdout[done.stdout.index("\n    confidence:", start) + 1 :].splitlines()[0]
        return float(line.split("'")[1])

    assert confidence({"ALLTRACE_CONFIDENCE": str(table)}) < confidence({}) / 3


def test_learning_brings_what_is_said_nearer_to_what_is_right() -> None:
    rule = next(one for one in RULES if one.field == "arm")
    found = [Label(f"case/{n}", rule, n % 5 == 0) for n in range(60)]
    (gain,) = labels.gains(found, calibration.learnt())
    assert gain.learnt_from + gain.left_out == 60
    assert gain.error_after < gain.error_before
    assert abs(gain.said_after - gain.right / gain.left_out) < 0.2


def test_cases_without_a_review_and_tables_that_are_none_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "case"
    alltrace.check(EXAMPLE / "letter.txt", out=folder, bundled=False)
    assert "no value of these cases was reviewed" in fails(1, "calibrate", folder)
    assert "holds no case" in fails(1, "calibrate", tmp_path)
    (tmp_path / "bad.toml").write_text("[endpoint\n")
    monkeypatch.setenv("ALLTRACE_CONFIDENCE", str(tmp_path / "bad.toml"))
    calibration.in_use.cache_clear()
    with pytest.raises(SettingError, match=r"bad\.toml: is no table"):
        calibration.in_use()
    calibration.in_use.cache_clear()
