"""Records of the earlier form: read as they are, rewritten in place, nothing guessed."""

import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alltrace.cli import app
from ingest import migration, records
from ontology.errors import RecordError

OLD = """\
# a record of the earlier form
record: old-2030
status: reviewed
curation: {curator: tests, date: 2030-01-01}
publications:
  - {id: old-2030, label: Old 2030, title: Old, text_seen: full text, reports: [trial-o]}
trials:
  - {id: trial-o, label: Trial O}
regimens:
  # the new one
  - id: trial-o/antibody
    label: antibody  # as printed
    n: 40
    arm: A
  - {id: trial-o/chemo, label: chemotherapy, arm: "B: chemo"}
  - id: trial-o/all
    label: for all

reported:
  - id: efs
    study: trial-o
    regimen: trial-o/antibody
    endpoint: event-free-survival
    time: 2 years
    value: 60.50  # two digits
    unit: percent
    lower: 50
    upper: 70
  - {id: ratio, study: trial-o, regimen: trial-o/antibody, compared_regimen: trial-o/chemo, endpoint: event-free-survival, statistic: hazard-ratio, value: 0.7, unit: ratio, lower: 0.5, upper: 0.9, level: 95}
  - {id: common, study: trial-o, regimen: trial-o/all, endpoint: death, value: 3, unit: patients}
"""


def written(tmp_path: Path, text: str = OLD, name: str = "old.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_older_record_is_read_as_it_would_be_rewritten(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(tmp_path)
    with caplog.at_level(logging.WARNING):
        record = records.load(path).record
    (line,) = caplog.messages
    assert "alltrace migrate old.yaml" in line
    migrated, _ = migration.migrate(path)
    assert records.validated(migrated).record == record
    assert [(arm.id, arm.label, arm.received) for arm in record.arms] == [
        ("trial-o/antibody", "A", ("trial-o/antibody",)),
        ("trial-o/chemo", "B: chemo", ("trial-o/chemo",)),
    ]
    values = {value.id: value for value in record.reported}
    assert values["efs"].arm == "trial-o/antibody"
    assert values["ratio"].compared_arm == "trial-o/chemo"
    assert values["common"].arm is None
    assert (values["efs"].unit, values["efs"].level, values["efs"].level_unstated) == (
        "%", None, True,
    )  # fmt: skip
    assert (values["ratio"].level, values["ratio"].level_unstated) == ("95", None)


def test_rewriting_keeps_comments_and_numbers_as_they_are(tmp_path: Path) -> None:
    migrated, _ = migration.migrate(written(tmp_path))
    text = migrated.content.decode()
    for kept in ("# a record of the earlier form", "# the new one", "# as printed",
                 "value: 60.50  # two digits"):  # fmt: skip
        assert kept in text
    assert "arm: A" not in text
    assert text.index("\narms:") < text.index("\nreported:")


def test_what_a_rule_cannot_know_is_told_with_its_line(tmp_path: Path) -> None:
    _, undecided = migration.migrate(written(tmp_path))
    told = [str(problem) for problem in undecided]
    assert sum("role" in line for line in told) == 2
    assert any("whether 40 were allocated to the arm 'A'" in line for line in told)
    (level,) = [line for line in told if "level" in line]
    assert level.startswith("old.yaml:20: reported[1]")


def test_regimens_of_one_arm_are_received_in_their_order(tmp_path: Path) -> None:
    text = OLD.replace('arm: "B: chemo"', "arm: A")
    record = records.load(written(tmp_path, text)).record
    (arm,) = record.arms
    assert (arm.id, arm.received) == ("trial-o/a", ("trial-o/antibody", "trial-o/chemo"))
    assert {value.arm for value in record.reported if value.id == "ratio"} == {"trial-o/a"}


def test_a_record_that_needs_no_change_is_read_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = OLD.partition("regimens:")[0]
    with caplog.at_level(logging.WARNING):
        records.load(written(tmp_path, text))
    assert caplog.messages == []


def test_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, OLD.replace("status:", "schema_version: 3\nstatus:", 1))
    with pytest.raises(RecordError, match="'3' is no version of records") as refused:
        records.load(path)
    assert len(refused.value.problems) == 1


def test_an_older_record_with_faults_names_the_command(tmp_path: Path) -> None:
    path = written(tmp_path, OLD.replace("endpoint: death", "endpoint: deth"))
    with pytest.raises(RecordError) as refused:
        records.load(path)
    lines = [str(problem) for problem in refused.value.problems]
    assert any("alltrace migrate old.yaml" in line for line in lines)


def test_the_present_form_asks_for_a_level_and_has_no_arm_as_text(tmp_path: Path) -> None:
    path = written(tmp_path, OLD.replace("status:", "schema_version: 2\nstatus:", 1))
    with pytest.raises(RecordError) as refused:
        records.load(path)
    told = "\n".join(str(problem) for problem in refused.value.problems)
    assert "regimens[1].arm: no such field" in told
    assert "reported[1].level: an interval needs its level" in told


def test_migrating_is_done_once_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    path = written(tmp_path)
    runner = CliRunner()
    first = runner.invoke(app, ["migrate", str(path)])
    assert first.exit_code == 3
    after = path.read_bytes()
    assert b"schema_version: 2" in after
    second = runner.invoke(app, ["migrate", str(path)])
    assert (second.exit_code, path.read_bytes()) == (0, after)


def test_one_faulty_file_leaves_all_as_they_were(tmp_path: Path) -> None:
    good = written(tmp_path)
    bad = written(tmp_path, OLD.replace("endpoint: death", "endpoint: deth"), "bad.yaml")
    done = CliRunner().invoke(app, ["migrate", str(good), str(bad)])
    assert done.exit_code != 0
    assert good.read_text(encoding="utf-8") == OLD


def test_every_bundled_record_has_the_present_form() -> None:
    for file in records.bundled():
        assert file.source.data["schema_version"] == "2", file.name
