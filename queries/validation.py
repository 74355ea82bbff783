"""SHACL: does a graph keep to its shapes? By the Rust engine `shacl`; tests hold it to pySHACL.

The Rust engine validates a million triples in about a second, pySHACL in half a minute.
"""

from functools import lru_cache
from importlib.resources import files

import shacl
from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One SHACL result: which thing (`focus`), by which property (`path`), breaks which rule."""

    focus: str
    path: str | None
    value: str | None
    constraint: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class ShapesReport:
    """The outcome of a validation; `violations` is sorted."""

    conforms: bool
    violations: list[Violation]


def shapes_turtle() -> str:
    """The shapes as they travel with the package."""
    return (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")


def validate(triples: bytes) -> ShapesReport:
    """Hold N-Triples against the shapes. The vocabularies must be among the triples."""
    report = _shapes().validate_text(triples.decode(), format="ntriples")
    found = [
        Violation(
            focus=result.focus_node.strip("<>"),
            path=result.path.strip("<>") if result.path else None,
            value=result.value_plain,
            constraint=result.component.removesuffix("ConstraintComponent"),
            severity=result.severity,
            message=result.message or "",
        )
        for result in report.results
    ]
    found.sort(key=lambda v: (v.focus, v.path or "", v.constraint, v.value or "", v.message))
    return ShapesReport(bool(report.conforms), found)


@lru_cache(maxsize=1)
def _shapes() -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes_turtle(), format="turtle")
