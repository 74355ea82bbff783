"""The face of the package: every name is there, typed, and costs only what it needs."""

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import alltrace
from alltrace.cli import COMMANDS

HEAVY = (
    "jinja2", "lxml", "matplotlib", "networkx", "numpy", "pandas", "pydantic", "pyoxigraph",
    "rdflib", "rich", "scipy", "shacl", "statsmodels", "typer", "yaml",
)  # fmt: skip


def loaded(code: str, modules: Iterable[str] = HEAVY) -> set[str]:
    """Which of some modules a fresh interpreter has loaded once it has run `code`."""
    told = f"{code}\nimport sys; sys.stderr.write(' '.join(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stderr.split()) & set(modules)


def command(*arguments: str) -> str:
    """Code that runs the command line and goes on afterwards."""
    return (
        f"import sys; sys.argv = ['alltrace', *{arguments!r}]\n"
        "from alltrace.cli import main\n"
        "try: main()\nexcept SystemExit as end: assert end.code in (0, 1), end.code"
    )


def test_importing_the_face_loads_no_library() -> None:
    assert loaded("import alltrace") == set()
    assert loaded("import alltrace; alltrace.AlltraceError") == set()


def test_the_graph_object_loads_no_more_than_its_store() -> None:
    assert loaded("from alltrace import EvidenceGraph") == {"pyoxigraph"}


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["--version"], {"rich", "pyoxigraph", "yaml"}),
        (["conclusions"], {"networkx", "lxml", "numpy", "jinja2", "scipy", "shacl", "rdflib"}),
        (["audit"], {"networkx", "lxml", "numpy", "jinja2", "scipy", "shacl", "rdflib"}),
        (["conclusions", "--format", "json"], {"rich", "networkx", "lxml", "numpy"}),
        (["trace", "too-toxic"], {"lxml", "numpy", "jinja2", "scipy", "shacl", "rdflib"}),
        (["build"], {"networkx", "lxml", "numpy", "jinja2", "scipy", "rdflib"}),
        (["schema", "conclusions"], {"rich", "lxml", "networkx", "numpy", "shacl"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: list[str], spared: set[str]) -> None:
    assert loaded(command(*arguments), spared) == set()


def test_that_a_command_loads_a_library_would_be_seen() -> None:
    assert loaded(command("robustness"), {"networkx", "lxml"}) == {"networkx"}


def test_every_name_of_the_face_is_there_and_nothing_else_is() -> None:
    for name in alltrace.__all__:
        assert getattr(alltrace, name).__name__ == name
    assert {*alltrace.__all__, "__version__"} == set(dir(alltrace))
    assert sorted(alltrace.__all__) == alltrace.__all__
    with pytest.raises(AttributeError, match="no attribute 'EvidenceGrpah'"):
        alltrace.EvidenceGrpah  # noqa: B018


def test_type_checkers_read_the_same_names_from_the_same_modules() -> None:
    source = Path(alltrace.__spec__.origin or "").read_text(encoding="utf-8")
    block = next(node for node in ast.parse(source).body if isinstance(node, ast.If))
    read = {
        (node.module, alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert read == {(home, name) for home, names in alltrace._HOMES.items() for name in names}
    assert {name for _, name in read} == set(alltrace.__all__)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_be_described(name: str) -> None:
    from typer.main import get_command

    from alltrace.cli import app

    group = get_command(app)
    one = group.get_command(None, name)  # type: ignore[attr-defined]
    assert one.get_short_help_str()
    assert {"verbose", "log_file"} <= {parameter.name for parameter in one.params}
