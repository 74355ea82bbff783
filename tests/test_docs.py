"""The pages: what they show can be done, what they name exists, and what exists is on a page."""

import re
from pathlib import Path

import page_examples
import pytest
import typer

from alltrace import cli
from graph_viz.text import reports
from places import HOUSE
from queries.audit.audit import rule_names

pytestmark = pytest.mark.skipif(
    not (HOUSE / "docs").is_dir(), reason="runs in a checkout, not beside a wheel"
)

PAGES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
GUIDES = [
    "adding-a-question", "adding-an-importer", "adding-a-word", "adding-a-field", "adding-a-view",
    "adding-a-page-view",
]  # fmt: skip
MOST_FILES = 3
OPTIONS_OF_OTHERS = {"--union-default-graph"}
"""Options of other programs that a page names by themselves."""

pages = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(HOUSE).with_suffix("").as_posix()
)


def code(page: Path) -> list[str]:
    """Every line of code on a page: those of blocks, and the spans within sentences."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`]+)`", rest)
    return [line for block in (*fenced, *spans) for line in block.splitlines()]


def options_by_command() -> dict[str, set[str]]:
    """The options of each command, and under the empty name those of the program."""
    group = typer.main.get_command(cli.app)
    context = typer.Context(group)
    own = {option for parameter in group.params for option in parameter.opts}
    options = {"": own | {"--help"}}
    for name in (*cli.COMMANDS, *reports.FORMER_NAMES):
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        parameters = {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        options[name] = parameters | options[""]
    return options


OPTIONS = options_by_command()


def faults(line: str) -> list[str]:
    """Commands and options in a line of code that alltrace does not have."""
    line = re.sub(r"'[^']*'|\"[^\"]*\"|#.*| \| .*", " ", line.replace("\\|", "/"))
    unknown = []
    for call in re.findall(r"(?:^|[ /=(])alltrace ([^;]*)", line):
        words = call.split()
        command = words[0] if words and re.fullmatch(r"[a-z]+", words[0]) else ""
        if command not in OPTIONS:
            unknown.append(command)
            continue
        for word in words:
            option = re.match(r"--?[a-z][a-z-]*", word)
            if option and option[0] not in OPTIONS[command]:
                unknown.append(f"{command} {option[0]}")
    return unknown


@pages
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    assert [fault for line in code(page) for fault in faults(line)] == []


@pages
def test_every_option_that_a_page_names_by_itself_is_one_of_some_command(page: Path) -> None:
    known = set().union(*OPTIONS.values()) | OPTIONS_OF_OTHERS
    named = {m[1] for line in code(page) if (m := re.match(r"(--[a-z][a-z-]*)", line))}
    assert named <= known


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("alltrace traces too-toxic", "traces"),
        ("$ .venv/bin/alltrace trace too-toxic --from mermaid", "trace --from"),
        ("ALLTRACE_BASE=x alltrace audit --fail", "audit --fail"),
        ("alltrace --quiet", " --quiet"),
    ],
)
def test_a_command_or_option_that_does_not_exist_is_seen(line: str, fault: str) -> None:
    assert faults(line) == [fault]


def test_every_command_is_in_the_readme() -> None:
    readme = "\n".join(code(HOUSE / "README.md"))
    missing = [name for name in cli.COMMANDS if not re.search(rf"\balltrace {name}\b", readme)]
    assert missing == []


def test_every_finding_is_listed_with_its_page() -> None:
    lines = (HOUSE / "docs" / "rules" / "README.md").read_text(encoding="utf-8").splitlines()
    for finding, page in rule_names().items():
        assert any(f"({page}.md)" in line and f"`{finding}`" in line for line in lines), finding


@pages
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    sentences = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    named = re.findall(
        rf"`((?:{'|'.join(page_examples.ROOMS)}|tests|docs)/[\w./-]*\w/?)`", sentences
    )
    written = page_examples.files(text)
    assert [path for path in named if path not in written and not (HOUSE / path).exists()] == []


def test_the_list_of_folders_names_each() -> None:
    page = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = (path for room in page_examples.ROOMS for path in (HOUSE / room).rglob("*/"))
    names = {path.relative_to(HOUSE).as_posix() for path in folders if path.is_dir()}
    rows = re.findall(r"^\| `([^`]+)/` \| (.*) \|$", page, re.MULTILINE)
    listed = {folder for folder, _ in rows}
    listed |= {
        f"{folder}/{name}" for folder, what in rows for name in re.findall(r"`(\w+)/`", what)
    }
    assert {name for name in names if "__" not in name} <= listed


@pages
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [HOUSE / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
            waiting += [(page.parent / target).resolve() for target in targets]
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_can_be_done_in_three_files(guide: str, tmp_path: Path) -> None:
    page = (HOUSE / "docs" / f"{guide}.md").read_text(encoding="utf-8")
    folder = page_examples.scratch_copy(tmp_path / "copy")
    page_examples.follow(page, folder)
    touched = page_examples.files(page)
    assert 1 <= len({path for path in touched if "/" in path}) <= MOST_FILES


def test_a_step_of_a_guide_that_does_not_work_is_seen(tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text("one\ntwo\n")
    change = "In `file.py`:\n\n```diff\n one\n-three\n+four\n```\n"
    with pytest.raises(AssertionError, match="holds 0 times"):
        page_examples.follow(change, tmp_path)
    with pytest.raises(AssertionError, match="exit 3"):
        page_examples.follow("```\n$ exit 3\n```\n", tmp_path)
    with pytest.raises(AssertionError, match="another"):
        page_examples.follow("```\n$ echo one\nanother\n```\n", tmp_path)
