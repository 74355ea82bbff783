"""The examples in docstrings and on pages run, and each public entry point has one."""

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import alltrace
from places import HOUSE

ROOMS = ("ontology", "ingest", "queries", "graph_viz", "alltrace")
MODULES = [
    module.name
    for room in ROOMS
    for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}.")
]
FEWEST = 45
"""There are at least as many examples in the docstrings of the five rooms."""
PAGES = ("python.md",)

in_checkout = pytest.mark.skipif(
    not (HOUSE / "docs").is_dir(), reason="runs in a checkout, not beside a wheel"
)


def examples(module: str) -> int:
    tests = doctest.DocTestFinder().find(importlib.import_module(module))
    return sum(len(test.examples) for test in tests)


@pytest.mark.parametrize("module", [module for module in MODULES if examples(module)])
def test_the_examples_of_a_module_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_there_are_examples_to_run() -> None:
    assert sum(map(examples, MODULES)) >= FEWEST


@in_checkout
@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(page: str) -> None:
    result = doctest.testfile(str(HOUSE / "docs" / page), module_relative=False, encoding="utf-8")
    assert result.attempted
    assert result.failed == 0


@in_checkout
def test_the_python_of_the_readme_runs() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


@in_checkout
def test_every_name_of_the_face_is_on_the_page_and_every_function_has_an_example() -> None:
    page = (HOUSE / "docs" / "python.md").read_text(encoding="utf-8")
    for name in alltrace.__all__:
        assert re.search(rf"\b{name}\b", page), name
        if inspect.isfunction(value := getattr(alltrace, name)):
            assert ">>>" in (value.__doc__ or "") or f"{name}(" in page, name
    for name in (
        "EvidenceGraph",
        "QueryResult",
        "build",
        "draft",
        "review",
        "diff",
        "parse_reference",
    ):
        assert ">>>" in (inspect.getdoc(getattr(alltrace, name)) or ""), name
