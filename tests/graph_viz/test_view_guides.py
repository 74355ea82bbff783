"""The pages that say how to add a view: what they show can be done, and gives the view."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from explorer_pages import VIEWS

from chromium import needs_browser
from places import HOUSE

pytestmark = pytest.mark.skipif(
    not (HOUSE / "docs").is_dir(), reason="runs in a checkout, not beside a wheel"
)

STEP = re.compile(r"^(New file|In) `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOMS = ("graph_viz", "alltrace")
MOST_FILES = 3


def steps(guide: str) -> list[tuple[str, str, str]]:
    """What a guide does: to make or to change, which file, and the lines."""
    return STEP.findall((HOUSE / "docs" / f"{guide}.md").read_text(encoding="utf-8"))


def changed(text: str, diff: str) -> str:
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if not line.startswith("+"))
    new = "".join(line[1:] for line in lines if not line.startswith("-"))
    assert text.count(old) == 1, old
    return text.replace(old, new)


def follow(guide: str, folder: Path) -> None:
    """The rooms of pictures and doors in a folder, with what the guide says done to them."""
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HOUSE / room, folder / room, ignore=ignored)
    for how, name, lines in steps(guide):
        path = folder / name
        assert path.exists() == (how == "In"), name
        text = lines if how == "New file" else changed(path.read_text(encoding="utf-8"), lines)
        path.write_text(text, encoding="utf-8")


def alltrace(folder: Path, *arguments: str) -> str:
    start = "from alltrace.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{HOUSE}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("guide", ["adding-a-view", "adding-a-page-view"])
def test_a_view_takes_three_files(guide: str) -> None:
    assert 1 <= len({path for _, path, _ in steps(guide)}) <= MOST_FILES


def test_the_guide_to_a_text_form_gives_a_command_that_writes_it(tmp_path: Path) -> None:
    follow("adding-a-view", tmp_path)
    header, *rows = alltrace(tmp_path, "trace", "too-toxic", "--format", "csv").splitlines()
    assert header == "depth,hop,state,to,IRI"
    assert len(rows) > 20
    assert rows[0].startswith("0,")


@needs_browser
def test_the_guide_to_a_view_of_the_page_gives_a_view_that_can_be_opened(
    browser: Any, tmp_path: Path
) -> None:
    follow("adding-a-page-view", tmp_path)
    alltrace(tmp_path, "explore", "-o", "page.html")
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'page.html').as_uri()}#view=findings")
    page.locator("main li").first.wait_for()
    assert page.locator("h1").inner_text() == "What the audit found"
    assert page.locator('nav a[aria-current="page"]').inner_text() == "Findings"
    page.close()


def test_every_view_of_the_page_is_one_that_the_tests_open() -> None:
    source = (HOUSE / "graph_viz" / "page" / "state.js").read_text(encoding="utf-8")
    names = re.search(r"VIEW_NAMES = \{(.*)\};", source)
    assert names is not None
    assert re.findall(r"(\w+): ", names[1]) == list(VIEWS)


def test_a_change_that_does_not_fit_its_file_is_seen() -> None:
    with pytest.raises(AssertionError, match="three"):
        changed("one\ntwo\n", " one\n-three\n+four\n")
