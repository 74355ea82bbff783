"""Logging: silent unless asked for, under the modules' names, one line an entry."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alltrace import StoreError, logs
from conftest import fails, run
from ingest.http import TryAgainError, retrying

Writer = Callable[..., Path]
ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|DEBUG|WARNING) [a-z_.]+: .+")


@pytest.fixture
def quiet() -> Iterator[None]:
    """The loggers as they were, afterwards."""
    rooms = [logging.getLogger(room) for room in logs.ROOMS]
    before = [(room, room.level, list(room.handlers)) for room in rooms]
    yield
    for room, level, handlers in before:
        for handler in set(room.handlers) - set(handlers):
            handler.close()
        room.handlers[:] = handlers
        room.setLevel(level)


def test_nothing_is_logged_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert run("conclusions").stderr == ""
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    assert len(run("draft", tmp_path / "bad.pdf").stderr.splitlines()) == 1
    code = (
        "from ingest.http import TryAgainError, retrying\n"
        "def fails(): raise TryAgainError('busy')\n"
        "try: retrying(2, 0, 0)(fails)\nexcept TryAgainError: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["-v", "conclusions"], ["conclusions", "-v"]])
def test_verbose_tells_on_standard_error_what_is_done(arguments: list[str]) -> None:
    done = run(*arguments, "--format", "json")
    lines = done.stderr.splitlines()
    assert all(ENTRY.fullmatch(line) for line in lines), done.stderr
    assert any("INFO alltrace.pipeline: 18 records collected" in line for line in lines)
    assert done.stdout == run("conclusions", "--format", "json").stdout


def test_a_log_file_says_of_each_document_what_became_of_it(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("A trial\n\nOf 40 patients, 31 (77.5%) had a complete remission.\n")
    bad.write_bytes(b"%PDF-1.4 broken")
    log = tmp_path / "run.log"
    run("draft", good, bad, "-o", tmp_path / "out", "--jobs", "1", "--log-file", log)
    lines = log.read_text().splitlines()
    assert all(ENTRY.fullmatch(line) for line in lines)
    assert any("INFO ingest.drafting.batch" in x and "good.txt" in x for x in lines)
    assert any("WARNING ingest.drafting.batch: no draft" in x and "bad.pdf" in x for x in lines)


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "no log can be written" in fails(1, "--log-file", tmp_path / "none" / "x", "conclusions")
    with pytest.raises(StoreError, match="no log can be written"):
        logs.start(0, tmp_path)


def test_text_in_a_log_can_neither_break_nor_forge_a_line(tmp_path: Path, quiet: None) -> None:
    logs.start(0, tmp_path / "log")
    hostile = "a\n2030-01-01 00:00:00,000 INFO forged: b\r\x1b[31m\u202e\u2028\x85"
    logging.getLogger("ingest.importers").info("%s: read", hostile)
    (line,) = (tmp_path / "log").read_text().splitlines()
    assert r"a\n2030" in line
    assert r"\r\x1b[31m\u202e\u2028\x85: read" in line


def test_retries_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        raise TryAgainError("too busy")

    with caplog.at_level("INFO"), pytest.raises(TryAgainError):
        retrying(3, 0.0, 0.0, sleep=lambda _: None)(failing)
    assert [r.getMessage() for r in caplog.records] == [
        "try 1 of 3: too busy; again in 0.0 s",
        "try 2 of 3: too busy; again in 0.0 s",
    ]


def test_imports_are_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from alltrace import import_records

    path = tmp_path / "work.json"
    path.write_text('{"DOI": "10.1000/x.1", "type": "other", "title": ["A"], "issued": {}}')
    with caplog.at_level("INFO", "ingest"):
        import_records(path)
    assert f"{path}: 1 studies and works" in caplog.text
