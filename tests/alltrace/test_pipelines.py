"""The GitHub Action and the pre-commit hooks: their commands, run as they stand in their files."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from places import HOUSE

ACTION, HOOKS = HOUSE / "action.yml", HOUSE / ".pre-commit-hooks.yaml"
EXAMPLE = HOUSE / "tests" / "alltrace" / "case_example"

pytestmark = pytest.mark.skipif(not ACTION.is_file(), reason="runs in a checkout")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a shell in which `alltrace` is the program under test."""
    program = tmp_path / "bin" / "alltrace"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfrom alltrace.cli import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)
    return os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}"}


def action_step() -> dict[str, Any]:
    action = yaml.safe_load(ACTION.read_text())
    step: dict[str, Any] = action["runs"]["steps"][-1]
    return step


def run_action(
    given: dict[str, str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """The step that checks, with the inputs in the variables that it names for them."""
    action, step = yaml.safe_load(ACTION.read_text()), action_step()
    inputs = {name: one.get("default", "") for name, one in action["inputs"].items()} | given
    variables = {
        name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    return subprocess.run(
        ["bash", "-c", step["run"]], cwd=folder, env=environment | variables, check=False,
        capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1)])
def test_the_action_writes_the_case_and_its_findings(
    tmp_path: Path, environment: dict[str, str], fail_on: str, code: int
) -> None:
    sources = sorted((EXAMPLE / "sources").iterdir())
    given = {
        "paper": str(EXAMPLE / "letter.txt"),
        "sources": "\n".join(map(str, sources)) + "\n",
        "fail-on": fail_on,
    }
    done = run_action(given, tmp_path, environment)
    assert done.returncode == code, done.stderr
    assert "checked against 6 sources" in done.stdout
    sarif = json.loads((tmp_path / "alltrace.sarif").read_text())
    assert {r["ruleId"] for run in sarif["runs"] for r in run["results"]} >= {"value-mismatch"}
    assert (tmp_path / "alltrace-case" / "report.html").is_file()


def test_what_a_user_of_the_action_writes_is_no_part_of_its_script(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    assert "${{" not in action_step()["run"]
    done = run_action({"paper": "$(touch hit)`touch hit`; touch hit"}, tmp_path, environment)
    assert done.returncode != 0
    assert not (tmp_path / "hit").exists()


def test_the_hooks_fail_for_what_is_wrong_and_pass_what_is_not(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    hooks = {one["id"]: one for one in yaml.safe_load(HOOKS.read_text())}
    assert all(one["language"] == "python" and not one["pass_filenames"] for one in hooks.values())

    def run(hook: str, *arguments: str) -> int:
        command = [*shlex.split(hooks[hook]["entry"]), *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=120
        ).returncode

    letter, sources = str(EXAMPLE / "letter.txt"), str(EXAMPLE / "sources")
    assert run("alltrace-check", letter, "--sources", sources, "-o", "case") == 0
    assert run("alltrace-check", "case", "--fail-on", "warning") == 1
    bib = "@article{a, title={Of it all}, author={Doe, Jo}, year={2001}, journal={J Inv}}"
    (tmp_path / "refs.bib").write_text(bib)
    assert run("alltrace-references", "refs.bib", "--fail-on", "warning") == 0
