"""Mutants of Python modules: a module with one word exchanged, which a test of it should tell.

`make mutants` runs this with cosmic-ray, in a copy of the checkout under `build/mutants`, for the
modules that are named on the command line, or for all of `MODULES`. It prints the share that
survives and each survivor, as Markdown. With `SAMPLE` in the environment, that many mutants of each
module are drawn at random, the same at every run.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from places import HOUSE

MODULES = {
    "ingest/quads.py": "tests/ingest/test_quads.py tests/ingest/test_records.py",
    "queries/trace/states.py": "tests/queries/test_states.py tests/queries/test_trace.py tests/queries/test_whatif.py",
    "queries/audit/numbers.py": "--noconftest -m 'not shared' tests/queries/audit/test_numbers.py",
    "queries/audit/rules/arithmetic.py": "tests/queries/audit/test_audit_rules.py",
    "queries/audit/rules/citations.py": "tests/queries/audit/test_audit_rules.py",
    "queries/audit/rules/comparability.py": "tests/queries/audit/test_audit_rules.py",
    "queries/audit/rules/document.py": "tests/queries/audit/test_audit_rules.py",
    "queries/audit/rules/wording.py": "tests/queries/audit/test_audit_rules.py",
}
"""What is mutated, and the tests that specify it."""

SETTINGS = """\
[cosmic-ray]
module-path = "{module}"
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -q -x -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = [
  "core/ReplaceBinaryOperator_Bit.*",
  "core/ReplaceBinaryOperator_.*_(RShift|LShift|Bit.*|Pow|Mod|FloorDiv)",
  "core/ReplaceBinaryOperator_(Add|Sub)_(Mul|Div)",
  "core/ReplaceBinaryOperator_(Mul|Div)_(Add|Sub)",
  "core/ReplaceComparisonOperator_(Eq|NotEq)_[LGI].*",
  "core/ReplaceComparisonOperator_(Lt|LtE|Gt|GtE)_(Eq|NotEq|Is|IsNot)",
  "core/ReplaceComparisonOperator_LtE?_GtE?",
  "core/ReplaceComparisonOperator_GtE?_LtE?",
  "core/ReplaceComparisonOperator_Is(Not)?_[^I].*",
]
"""
"""Left are the words and signs that one takes for one another: + and -, < and <=, and and or."""

COPIED = ("ontology", "ingest", "queries", "graph_viz", "alltrace", "tests", "pyproject.toml")
PLACE = HOUSE / "build" / "mutants"


def main(chosen: Sequence[str]) -> None:
    """Run the chosen modules, one after the other, and print the report of each."""
    for module in chosen or list(MODULES):
        if module not in MODULES:
            raise SystemExit(f"{module} is not one of {', '.join(MODULES)}")
        place = PLACE / module.removesuffix(".py").replace("/", ".")
        sys.stdout.write(report(module, list(outcomes(copied(place), module))))
        sys.stdout.flush()


def copied(house: Path) -> Path:
    """A fresh copy of the checkout, for the mutants are written into the files."""
    shutil.rmtree(house, ignore_errors=True)
    house.mkdir(parents=True)
    for name in COPIED:
        source = HOUSE / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, house / name)
    return house


def outcomes(house: Path, module: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every mutation of the module, and how its test run ended."""
    settings, session = house / "mutants.toml", house / "mutants.sqlite"
    text = SETTINGS.format(module=module, python=sys.executable, tests=MODULES[module])
    settings.write_text(text, encoding="utf-8")
    run(house, "cosmic-ray", "baseline", str(settings))
    run(house, "cosmic-ray", "init", str(settings), str(session))
    run(house, "cr-filter-operators", str(session), str(settings))
    if sample := int(os.environ.get("SAMPLE", "0")):
        leave_out_all_but(sample, session)
    run(house, "cosmic-ray", "exec", str(settings), str(session))
    for line in run(house, "cosmic-ray", "dump", str(session)).splitlines():
        item, result = json.loads(line)
        if result is not None and result["worker_outcome"] != "skipped":
            yield item["mutations"][0], result["test_outcome"]


def leave_out_all_but(sample: int, session: Path) -> None:
    """Mark the mutants that are not in a random sample as skipped."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with use_db(str(session), WorkDB.Mode.open) as mutants:
        waiting = sorted(mutants.pending_work_items, key=lambda item: str(item.mutations))
        chosen = {
            item.job_id for item in random.Random(1).sample(waiting, min(sample, len(waiting)))
        }
        for item in waiting:
            if item.job_id not in chosen:
                mutants.set_result(item.job_id, WorkResult(WorkerOutcome.SKIPPED))


def run(house: Path, program: str, *arguments: str) -> str:
    """What a program of cosmic-ray prints; its tests find the modules in the copy."""
    found = Path(sys.executable).parent / program
    paths = os.pathsep.join((str(house), str(house / "tests")))
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(found), *arguments], cwd=house, env=environment, check=True, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def report(module: str, ended: Sequence[tuple[dict[str, Any], str]]) -> str:
    """How many mutants of a module survive, and where these stand."""
    left = [mutation for mutation, outcome in ended if outcome == "survived"]
    share = f"{len(left) / len(ended):.1%}" if ended else "none"
    lines = [f"\n{module}: {len(left)} of {len(ended)} mutants survive ({share}).\n\n"]
    source = (HOUSE / module).read_text(encoding="utf-8").splitlines()
    for mutation in sorted(left, key=lambda m: (m["start_pos"], m["operator_name"])):
        row = mutation["start_pos"][0]
        operator = mutation["operator_name"].removeprefix("core/")
        lines.append(f"- line {row}, {operator}: `{source[row - 1].strip()}`\n")
    return "".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
