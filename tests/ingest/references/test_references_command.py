"""`alltrace references`: one JSON object a line, whatever the file holds."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import run

LISTED = (
    "Doe AB, Roe C. A trial of two drugs. J Clin Invent. 2010;28(4):648-654. doi:10.1234/jci.2009",
    "2. Poe D, et al. Another trial. J Clin Invent 2011 Feb 3;29(4):48-54.",
)


def test_the_command_writes_one_json_object_for_each_line(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\n".join(LISTED) + "\n\n", encoding="utf-8")
    done = run("references", file)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(LISTED)
    first = lines[0]
    assert first["authors"] == [["Doe", "AB"], ["Roe", "C"]]
    assert (first["etal"], first["doi"], first["pmid"]) == (False, "10.1234/jci.2009", None)
    assert first["how"]["title"]["rule"].startswith("sentence end")
    assert run("references", "-", given=file.read_text(encoding="utf-8")).stdout == done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"Doe A. Title.\x00\x01\n", "binary"),
        (b"Doe A. Title.\nRoe \xff\xfe B.\n", ":2: is not UTF-8"),
    ],
)
def test_a_bad_file_is_told_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    done = run("references", file)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"alltrace: {file}")
    assert told in line


def test_a_directory_and_a_missing_file_are_told(tmp_path: Path) -> None:
    for path, told in ((tmp_path, "directory"), (tmp_path / "none.txt", "no such file")):
        done = run("references", path)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"alltrace: {path}" in done.stderr
        assert told in done.stderr


def test_odd_lines_do_no_harm() -> None:
    odd = ["x" * 1_000_000, "\u202eمرحبا ‏بالعالم‏. 2010;3:4-5.", "\x1b[31m red", "{}", "' OR 1=1"]
    done = run("references", "-", given="\n".join(odd))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(odd)


def test_importing_alltrace_does_not_compile_the_grammar() -> None:
    assert importlib.import_module("ingest.references.model")
    code = "import sys, alltrace.cli; sys.exit('ingest.references.parse' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
