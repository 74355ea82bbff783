"""The errors: one tree, each also an error that Python knows, each whole wherever it goes."""

import importlib
import pickle
import pkgutil
from pathlib import Path

import pytest

from alltrace import EvidenceGraph
from ontology import errors
from ontology.errors import (
    AlltraceError,
    AmbiguousNameError,
    Problem,
    RecordError,
    StoreError,
    UnknownNameError,
)

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AlltraceError) and kind is not AlltraceError
]


def an_error(kind: type[AlltraceError]) -> AlltraceError:
    match kind.__name__:
        case "RecordError":
            return RecordError([Problem("a.yaml", 3, "value", "is missing")])
        case "UnknownNameError":
            return UnknownNameError("study", "x", ["y"])
        case "AmbiguousNameError":
            return AmbiguousNameError("'x' may be a or b", "x", ["a", "b"])
    return kind("it is so", value="x")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_error_is_also_one_that_python_knows(kind: type[AlltraceError]) -> None:
    assert issubclass(kind, ValueError | LookupError | OSError | ImportError | TypeError)
    assert kind.__name__ in (errors.__doc__ or "")
    error = an_error(kind)
    assert error.value
    assert str(error) == error.args[0]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_crosses_to_another_process_whole(kind: type[AlltraceError]) -> None:
    error = an_error(kind)
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.__dict__) == (kind, str(error), error.__dict__)


def test_every_error_of_the_program_stands_in_the_tree() -> None:
    for room in ("ingest", "queries", "graph_viz", "alltrace"):
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(module.name)

    everywhere = {kind.__module__ for kind in AlltraceError.__subclasses__()}
    assert everywhere == {"ontology.errors"}


def test_errors_carry_what_was_at_fault(graph: EvidenceGraph, tmp_path: Path) -> None:
    with pytest.raises(LookupError) as unknown:
        graph.trace("to-toxic")
    assert isinstance(unknown.value, UnknownNameError)
    assert unknown.value.name == unknown.value.value == "to-toxic"
    with pytest.raises(OSError, match="make one with alltrace build") as missing:
        EvidenceGraph.at(tmp_path)
    assert isinstance(missing.value, StoreError)
    assert missing.value.value == tmp_path
    (tmp_path / "bad.yaml").write_text("record: x\n")
    with pytest.raises(ValueError, match=r"bad\.yaml") as faulty:
        EvidenceGraph.of(tmp_path / "bad.yaml")
    assert isinstance(faulty.value, RecordError)
    assert all(isinstance(problem, Problem) for problem in faulty.value.problems)
    with pytest.raises(ValueError, match="does not parse"):
        graph.query("SELECT {")
