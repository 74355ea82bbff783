"""What `draft`, `ingest` and `pico` do with files, and words that no vocabulary has."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from drafted_papers import DAY, INVENTED_LETTER, INVENTED_TRIAL, TABLES, drafted

from conftest import fails, run
from graph_viz.text import reports
from ingest.drafting import proposals
from ingest.drafting.batch import DraftOutcome, Job, draft_each

LETTER_NAME, TRIAL_NAME = (drafted(text).name for text in (INVENTED_LETTER, INVENTED_TRIAL))


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(text: str, name: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


# -- words that are not known ----------------------------------------------------------------------


def test_proposed_words_let_the_next_draft_have_the_value(
    paper: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# T\n\nTo the Editor: Grumbling was seen in 12.5% of patients.\n"
    first, words = tmp_path / "first.yaml", tmp_path / "words.ttl"
    assert run("draft", paper(text, "p.md"), "-o", first, "--propose", words).returncode == 0
    assert "endpoint: unnamed\n    endpoint_text: Grumbling" in first.read_text()
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    second = tmp_path / "second.yaml"
    assert run("draft", paper(text, "p.md"), "-o", second).returncode == 0
    assert "endpoint: grumbling" in second.read_text()
    done = run("build", second, "--format", "json")
    assert json.loads(done.stdout)["conforms"], done.stdout


def test_own_words_extend_known_concepts(
    paper: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "words.ttl"
    words.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/alltrace/vocab/endpoint/sepsis> skos:altLabel "blood fever"@en .\n'
    )
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    done = run("draft", paper("# T\n\nTo the Editor: Blood fever hit 12.5% of all.\n", "p.md"))
    assert "endpoint: sepsis" in done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ("not turtle", "is not Turtle"),
        (
            "<https://w3id.org/alltrace/vocab/drug/x> a <http://x.org/y> .",
            "has no skos:prefLabel",
        ),
    ],
)
def test_a_bad_file_of_words_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, told: str
) -> None:
    words = tmp_path / "words.ttl"
    if content is not None:
        words.write_text(content)
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    assert told in fails(1, "conclusions")


def test_proposals_are_concepts_of_their_schemes() -> None:
    draft = drafted(
        "# T\n\nTo the Editor: Grumbling was seen in 12.5% of patients. Foomumab was given.\n"
    )
    turtle = proposals.as_turtle(draft.proposals).decode()
    assert "vocab/endpoint/grumbling" in turtle
    assert "vocab/drug/foomumab" in turtle


# -- many files ------------------------------------------------------------------------------------


def dies_over_bad(path: Path, job: Job) -> DraftOutcome:
    if path.name == "bad":
        os._exit(3)
    return DraftOutcome(path, problem="read")


def test_a_file_that_kills_its_process_is_told_and_the_others_go_on() -> None:
    files = [Path(name) for name in ("a", "b", "bad", "c", *map(str, range(20)))]
    found = list(draft_each(files, Job(DAY), 2, dies_over_bad))
    assert [outcome.file for outcome in found] == files
    assert [o.file.name for o in found if "crashed the process" in (o.problem or "")] == ["bad"]


def test_drafts_get_different_names(paper: Callable[[str, str], Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files = [paper(INVENTED_LETTER, "same.md"), paper(INVENTED_TRIAL, "other/same.md")]
    drafts = [draft for outcome in draft_each(files, Job(DAY), 2) for draft in outcome.drafts]
    assert [draft.name for draft in drafts] == [LETTER_NAME, TRIAL_NAME]
    given = Job(DAY, name="mine")
    names = [draft.name for outcome in draft_each(files, given, 1) for draft in outcome.drafts]
    assert names == ["mine", "mine-2"]


# -- the commands ----------------------------------------------------------------------------------


def test_draft_prints_a_record_that_validates(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    done = run("draft", paper(INVENTED_LETTER, "letter.md"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"letter, 2 references, 2 values, .* to check", done.stderr)
    record = tmp_path / "draft.yaml"
    record.write_text(done.stdout)
    assert run("validate", record).returncode == 0
    assert re.search(r"confidence: '?0\.", done.stdout)


def test_draft_does_not_write_over_a_corrected_record(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    source, target = paper(INVENTED_LETTER, "letter.md"), tmp_path / "record.yaml"
    target.write_text("mine")
    assert "--force" in fails(1, "draft", source, "-o", target)
    assert target.read_text() == "mine"
    assert run("draft", source, "-o", target, "--force").returncode == 0
    assert target.read_text().startswith(f"record: {LETTER_NAME}\n")


def test_draft_json_keeps_to_its_schema(paper: Callable[[str, str], Path], tmp_path: Path) -> None:
    done = run("draft", paper(INVENTED_LETTER, "letter.md"), "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("draft"))
    assert told["drafts"][0]["counts"]["stated"] == 2
    assert told["drafts"][0]["data"]["record"] == LETTER_NAME


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a.md", "b.md"), "-o DIR"),
        (("a.md", "b.md", "-o", "x.yaml"), "-o DIR"),
        (("a.md", "b.md", "-o", "x", "--name", "y"), "--name goes with one file"),
    ],
)
def test_wrong_usage_of_draft_is_told(arguments: tuple[str, ...], told: str) -> None:
    assert told in fails(2, "draft", *arguments)


def test_ingest_drafts_and_builds_what_it_can_and_tells_the_rest(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    files = [paper(INVENTED_LETTER, "letter.md"), paper(INVENTED_TRIAL, "rowan.md")]
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    done = run("ingest", *files, broken, tmp_path, "-o", tmp_path / "out",
               "--graph", tmp_path / "graph.nq", "--format", "json")  # fmt: skip
    assert done.returncode == 1
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("ingest"))
    assert [entry["record"] for entry in told["drafts"]] == [LETTER_NAME, TRIAL_NAME]
    assert [Path(failed["file"]).name for failed in told["failed"]] == ["broken.pdf", tmp_path.name]
    assert told["built"]["conforms"]
    assert (tmp_path / "graph.nq").stat().st_size > 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {f"{LETTER_NAME}.yaml", f"{TRIAL_NAME}.yaml"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"%PDF-1.7\n%%EOF", "PDF"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><article>&b;', ""),
    ],
)
def test_a_bad_file_is_one_clear_line_and_nothing_is_written(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path, target = tmp_path / "bad.bin", tmp_path / "out.yaml"
    path.write_bytes(content)
    line = fails(1, "draft", path, "-o", target)
    assert "bad.bin" in line
    assert told in line
    assert not target.exists()


def test_pico_finds_the_numbers_of_both_arms(paper: Callable[[str, str], Path]) -> None:
    report = paper(INVENTED_TRIAL.replace("## Conclusion", TABLES + "\n## Conclusion"), "rowan.md")
    asked = ("-i", "mitoxantrone", "-c", "control", "-o", "sepsis")
    done = run("pico", report, *asked, "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("pico"))
    assert [(told[arm]["events"], told[arm]["size"]) for arm in ("intervention", "comparator")] == [
        (9, 60),
        (6, 60),
    ]
    assert "9" in run("pico", report, *asked).stdout
    unknown = run(
        "pico", report, "-i", "aspirin", "-c", "sham", "-o", "height", "--type", "continuous"
    )
    assert unknown.returncode == 1


def test_what_a_person_corrected_is_kept_and_built_with(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("ingest", paper(INVENTED_LETTER, "letter.md"), "-o", out).returncode == 0
    (record,) = out.iterdir()
    corrected = record.read_text().replace("value: '12.5'", "value: '12.6'")
    record.write_text(corrected)
    files = [paper(INVENTED_LETTER, "letter.md"), paper(INVENTED_TRIAL, "rowan.md")]
    done = run("ingest", *files, "-o", out, "--graph", tmp_path / "graph.nq")
    assert done.returncode == 0, done.stderr
    assert "is kept" in done.stderr
    assert record.read_text() == corrected
    assert '"12.6"' in (tmp_path / "graph.nq").read_text()
    words = tmp_path / "words.ttl"
    words.write_text("# mine")
    fails(1, "draft", files[0], "-o", tmp_path / "new.yaml", "--propose", words)
    assert words.read_text() == "# mine"


def test_a_list_that_nothing_cites_is_told(paper: Callable[[str, str], Path]) -> None:
    text = re.sub("[¹²]", "", INVENTED_LETTER)
    assert "no citation was recognised" in run("draft", paper(text, "letter.md")).stderr
