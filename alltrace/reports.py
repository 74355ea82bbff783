"""What the commands print as JSON: typed results, from which JSON Schemas are made."""

from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from ontology.errors import Problem, UnknownNameError
from queries.library import Parameter
from queries.overview import ConclusionSummary
from queries.trace import Trace
from queries.validation import Violation


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `alltrace build` made: counts of things, triples and graphs, and what was written."""

    triples: int
    graphs: int
    contents: dict[str, int]
    conforms: bool
    violations: list[Violation]
    written: list[str]


@dataclass(frozen=True, slots=True)
class FaultInFile:
    """One fault of a record file, for `alltrace validate`; `line` counts from 1."""

    file: str
    line: int | None
    field: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> "FaultInFile":
        return cls(problem.file, problem.line, problem.field, problem.message)


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of `alltrace validate`: faults of the files, then breaches of the shapes."""

    valid: bool
    files: list[str]
    problems: list[FaultInFile]
    violations: list[Violation]


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question of the library, as `alltrace query --list` gives it."""

    name: str
    description: str
    parameters: dict[str, Parameter]
    example: dict[str, str]
    columns: list[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a command wrote."""

    file: str
    format: str
    bytes: int


SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "build": TypeAdapter(BuildReport),
    "conclusions": TypeAdapter(list[ConclusionSummary]),
    "trace": TypeAdapter(Trace),
    "validate": TypeAdapter(ValidationReport),
    "query-list": TypeAdapter(list[QuestionEntry]),
    "export": TypeAdapter(Written),
    "explore": TypeAdapter(Written),
}
"""The form of each command's JSON. `alltrace query` gives the W3C SPARQL 1.1 results format."""


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of what `command --format json` prints. Raises UnknownNameError."""
    if command not in SCHEMAS:
        raise UnknownNameError("schema", command, SCHEMAS)
    return SCHEMAS[command].json_schema(mode="serialization")


def as_json(command: str, value: object) -> str:
    """`value` as the JSON that `command` promises."""
    return SCHEMAS[command].dump_json(value, indent=2).decode()
