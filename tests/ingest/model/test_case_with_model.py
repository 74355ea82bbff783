"""A case whose paper is also read by a model: replies beside it, the same again without a server."""

from pathlib import Path

import pytest
from scripted_server import LETTER, Script, line, lines, reader, serving, value, values

import alltrace
from conftest import run


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text(LETTER, encoding="utf-8")
    return path


def script() -> Script:
    return Script(values=values(value()), lines=lines(line()))


def test_check_keeps_replies_in_the_case_and_needs_no_server_again(
    letter: Path, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    with serving(script()) as server:
        named = f"{server.url}#tester"
        assert run("check", letter, "-o", case, "--model", named).returncode == 0
    first = (case / "paper.yaml").read_text()
    assert "+ model" in first
    assert list((case / "model-replies").glob("*.json"))
    assert run("check", case, "--model", named).returncode == 0
    assert (case / "paper.yaml").read_text() == first


def test_what_has_no_answer_is_a_note_of_the_case(letter: Path, tmp_path: Path) -> None:
    with serving(script()) as server:
        away = reader(server, tmp_path / "replies")
    case = alltrace.check(letter, model=away)
    assert [note for note in case.manifest.notes if "the draft is that of the rules alone" in note]
    again = alltrace.check(letter)
    assert not [note for note in again.manifest.notes if "model" in note]


def test_a_model_on_another_machine_is_refused_before_anything_is_read(letter: Path) -> None:
    for command in ("check", "draft"):
        done = run(command, letter, "--model", "http://models.example.org#m")
        assert done.returncode == 2
        assert "is not this machine" in " ".join(done.stderr.split())


def test_the_draft_command_keeps_replies_beside_the_draft(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    with serving(script()) as server:
        done = run("draft", letter, "-o", out, "--model", f"{server.url}#tester")
    assert done.returncode == 0, done.stderr
    assert "6 answers and 0 kept ones" in done.stderr
    first = out.read_text()
    again = run("draft", letter, "-o", out, "--force", "--model", f"{server.url}#tester")
    assert "0 answers and 6 kept ones" in again.stderr
    assert out.read_text() == first


def test_what_had_no_answer_is_asked_again_by_the_next_check(letter: Path, tmp_path: Path) -> None:
    case, replies = tmp_path / "case", tmp_path / "case" / "model-replies"
    dying = Script(values=values(value()), lines=lambda _: None)
    with serving(dying):
        alltrace.check(letter, out=case, model=reader(dying, replies))
    assert "+ model; model:" not in (case / "paper.yaml").read_text()
    with serving(script()) as server:
        alltrace.check(case, model=reader(server, replies))
        assert "values" not in {asked.task for asked in server.asked}
    assert "weighed + model; model:" in (case / "paper.yaml").read_text()
