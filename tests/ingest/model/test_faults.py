"""A server that fails: the rules' draft stays, a line says so, and limits hold."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from scripted_server import (
    LETTER,
    QUICK,
    Asked,
    Script,
    drafted,
    dropped,
    line,
    lines,
    of_number,
    read,
    reader,
    serving,
    slowly,
    value,
    values,
)

from ingest.drafting.record import DraftRecord
from ingest.drafting.writing import as_yaml
from ingest.model.reader import Progress


def same_as_without(draft: DraftRecord) -> bool:
    return draft.record == drafted(None).record


@pytest.mark.parametrize(
    "nonsense",
    [
        "", "I am sorry, I cannot help with that.", "[]", "{", "null", '{"values": "all"}',
        '{"values": [{"number": "77.5", "quote": "31 (77.5%) had', '{"values": [{"number": 77.5}]}',
        '{"values": [' + "[" * 500 + "]}", "\x00\x01", '{"lines": []}',
    ],
)  # fmt: skip
def test_nonsense_is_dropped_and_the_rest_is_done(nonsense: str) -> None:
    draft = read(Script(values=nonsense))
    assert "an answer that is not of the form that was asked for" in dropped(draft)
    assert same_as_without(draft)


@pytest.mark.parametrize(
    "bad",
    [b"", b"<html>", b'{"choices": []}', b'{"choices": [{}]}', b"\xff\xfe", 302, 401, 404, 500],
)
def test_an_answer_that_is_none_leaves_the_draft_of_the_rules(bad: bytes | int) -> None:
    draft = read(Script(values=bad, lines=bad, wording=bad))
    assert same_as_without(draft)
    assert draft.left_out


def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    with serving(Script()) as script:
        second = reader(script)
    draft = drafted(second)
    assert same_as_without(draft)
    (told,) = [note for note in draft.notes if "have no answer" in note]
    assert "127.0.0.1" in told
    assert "the draft is that of the rules alone" in told


def test_a_server_that_dies_in_the_middle_keeps_what_it_said_before() -> None:
    script = Script(values=values(value()), lines=lambda _: None)
    draft = read(script)
    assert "+ model" in of_number(draft, "77.5").extracted_by
    assert draft.record.evidence == drafted(None).record.evidence
    assert [told for told in draft.left_out if "questions have no answer" in told]
    assert len([one for one in script.asked if one.task != "values"]) == QUICK.tries


def test_a_server_that_is_busy_is_asked_again() -> None:
    busy = iter([503, 429])

    def answer(_: Asked) -> str | int:
        return next(busy, values(value()))

    draft = read(Script(values=answer), kept=None)
    assert [told for told in draft.notes if "have no answer" in told]
    with serving(Script(values=lambda _: next(iter_, values(value())))) as script:
        iter_ = iter([503])
        assert "+ model" in of_number(drafted(reader(script)), "77.5").extracted_by


def test_an_answer_that_takes_too_long_is_not_waited_for() -> None:
    with serving(Script(values=slowly(3), lines=slowly(3), wording=slowly(3))) as script:
        draft = drafted(reader(script, limits=replace(QUICK, timeout=0.2)))
        assert len(script.asked) == 2  # the second in a row is the last
    assert same_as_without(draft)
    assert [note for note in draft.notes if "no answer in time" in note]


def test_no_more_tokens_are_spent_than_allowed() -> None:
    with serving(Script()) as script:
        draft = drafted(reader(script, limits=replace(QUICK, tokens=150)))
        assert len(script.asked) == 2  # 120 tokens each
    assert [note for note in draft.notes if "the limit of 150 tokens" in note]


def test_an_endless_answer_is_cut_off() -> None:
    draft = read(Script(values=b'{"choices": [' + b" " * 1_200_000))
    assert same_as_without(draft)


# -- servers that cannot be held to a schema -------------------------------------------------------


@pytest.mark.parametrize("known", ["json_schema", "json_object", "none"])
def test_the_strictest_form_that_a_server_has_is_used(known: str) -> None:
    def answer(asked: Asked) -> str | int:
        lengths = "maxLength" in json.dumps(asked.body.get("response_format", {}))
        return values(value()) if asked.form == known and not lengths else 400

    with serving(Script(values=answer, lines=lines(line()))) as script:
        draft = drafted(reader(script))
    assert "+ model" in of_number(draft, "77.5").extracted_by
    told = [note for note in draft.notes if "cannot be held to a JSON schema" in note]
    assert bool(told) == (known != "json_schema")
    later = [one for one in script.asked if one.task != "values"]
    assert later[0].form == known


def test_json_within_words_is_read() -> None:
    answer = f"Sure! Here it is:\n```json\n{values(value())}\n```\nAnything else?"
    assert "+ model" in of_number(read(Script(values=answer)), "77.5").extracted_by


# -- replies that are kept -------------------------------------------------------------------------


def test_a_second_run_gives_the_same_bytes_without_a_server(tmp_path: Path) -> None:
    script = Script(values=values(value(time="6 months")), lines=lines(line()))
    with serving(script):
        first = as_yaml(drafted(reader(script, tmp_path)))
    again = drafted(reader(script, tmp_path))
    assert as_yaml(again) == first
    assert "+ model" in first
    assert [note for note in again.notes if "0 answers" in note]


def test_another_text_is_asked_about_anew(tmp_path: Path) -> None:
    with serving(Script()) as script:
        drafted(reader(script, tmp_path))
        before = len(script.asked)
        drafted(reader(script, tmp_path), LETTER.replace("6 months", "7 months"))
        assert len(script.asked) > before


def test_a_damaged_reply_is_asked_for_again(tmp_path: Path) -> None:
    with serving(Script(values=values(value()))) as script:
        first = as_yaml(drafted(reader(script, tmp_path)))
        for file in tmp_path.iterdir():
            file.write_bytes(file.read_bytes()[:20])
        assert as_yaml(drafted(reader(script, tmp_path))) == first


def test_no_key_is_kept_or_sent_in_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLTRACE_MODEL_KEY", "not-to-be-seen")
    with serving(Script()) as script:
        drafted(reader(script, tmp_path))
    assert all(one.headers["Authorization"] == "Bearer not-to-be-seen" for one in script.asked)
    assert "not-to-be-seen" not in "".join(json.dumps(one.body) for one in script.asked)
    assert "not-to-be-seen" not in "".join(file.read_text() for file in tmp_path.iterdir())


def test_a_proxy_of_the_environment_sees_nothing_that_goes_to_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    draft = read(Script(values=values(value())))
    assert "+ model" in of_number(draft, "77.5").extracted_by


def test_progress_is_told_with_the_speed() -> None:
    seen: list[Progress] = []
    with serving(Script()) as script:
        drafted(replace(reader(script), watcher=seen.append))
    assert [one.done for one in seen] == list(range(1, seen[0].total + 1))
    assert seen[-1].tokens_a_second > 0
