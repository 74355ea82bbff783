"""What the pages of `docs` show: changes of files, and commands with what they print.

A block of a page is one of these:

- after a line with "New file `PATH`", the text of that file;
- in `diff`, after a line with "In `PATH`", a change: `-` and context lines stand in the file once,
  `+` and context lines replace them;
- after a line with "Append to `PATH`", lines for the end of that file;
- without a language and with lines that start with `$ `, commands, each with lines of its output.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from places import HOUSE

ROOMS = ("ontology", "ingest", "queries", "graph_viz", "alltrace")
_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\b(?P<how>New file|In|Append to) `(?P<path>[^`]+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page, with the paragraph before it."""

    introduction: str
    language: str
    body: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a page shows it, and the lines of output below it."""

    line: str
    output: tuple[str, ...]


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for match in _BLOCK.finditer(page):
        before = page[: match.start()].strip()
        yield Block(before.rpartition("\n\n")[2], match["language"], match["body"])


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block; none unless it is one of commands."""
    if block.language:
        return
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        line, *output = part.splitlines()
        yield Command(line, tuple(output))


def files(page: str) -> set[str]:
    """The files that a page writes or changes."""
    introductions = (_FILE.search(block.introduction) for block in blocks(page))
    return {match["path"] for match in introductions if match}


def scratch_copy(folder: Path) -> Path:
    """A copy of the checkout in which the commands of a page can be run."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in (*ROOMS, "tests", "docs"):
        shutil.copytree(HOUSE / name, folder / name, ignore=ignored)
    for name in ("Makefile", "pyproject.toml", *(path.name for path in HOUSE.glob("*.lock"))):
        shutil.copy(HOUSE / name, folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    start = f"#!/bin/sh\nPYTHONPATH={folder}:{folder / 'tests'} exec {sys.executable} "
    (programs / "python").write_text(f'{start}"$@"\n')
    (programs / "alltrace").write_text(f'{start}-c "from alltrace.cli import main; main()" "$@"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    for step in ("made", "run", "dev"):
        (folder / ".venv" / step).touch()
    return folder


def follow(page: str, folder: Path) -> None:
    """Do in a scratch copy what a page says; AssertionError where that does not work."""
    for block in blocks(page):
        if match := _FILE.search(block.introduction):
            _change(folder / match["path"], match["how"], block)
            continue
        for command in commands(block):
            _run(command, folder)


def _change(file: Path, how: str, block: Block) -> None:
    if how == "New file":
        assert not file.exists(), f"{file} is not new"
        file.write_text(block.body, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    if how == "Append to":
        file.write_text(f"{text}{block.body}", encoding="utf-8")
    elif block.language == "diff":
        lines = [(line[:1] or " ", line[1:]) for line in block.body.splitlines(keepends=True)]
        old = "".join(rest or "\n" for sign, rest in lines if sign != "+")
        new = "".join(rest or "\n" for sign, rest in lines if sign != "-")
        assert text.count(old) == 1, f"{file} holds {text.count(old)} times:\n{old}"
        file.write_text(text.replace(old, new), encoding="utf-8")


def _run(command: Command, folder: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ALLTRACE_", "MAKE"))}
    result = subprocess.run(
        command.line, shell=True, cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, f"{command.line}\n{result.stdout}{result.stderr}"
    printed = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for line in command.output:
        shown = " ".join(line.split()).strip("… ")
        assert any(shown in text for text in printed), f"{command.line}\n{line}\n{result.stdout}"
