"""What `build` and `validate` give as JSON."""

from dataclasses import dataclass

from ontology.errors import Problem
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
class FaultInFile(Problem):
    """One fault of a record file, for `alltrace validate`; `line` counts from 1."""

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
