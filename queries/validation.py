"""SHACL: does a graph keep to its shapes? By the Rust engine `shacl`; tests hold it to pySHACL.

The engine takes more than twice as long for twice the triples once these are some hundred
thousand. So a large store is validated some named graphs at a time, each part together with what
other graphs say of the things in it, which is all that the shapes look at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox
import shacl

from ingest.graphs import of_terms
from queries.sparql import run, run_about
from queries.store import Store, in_parts


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

    def __repr__(self) -> str:
        return f"<ShapesReport: {len(self.violations)} violations>"


def shapes_turtle() -> str:
    """The shapes as they travel with the package."""
    return (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")


PART = 100_000
"""Triples that are validated at a time, but for a longer single graph."""

# All that is said of some things, and of the evidence lines that bring them up.
_ABOUT = ("statements-of-things", "statements-of-lines-with-evidence")


def validate_store(store: Store, part: int = PART) -> ShapesReport:
    """Hold everything in a store against the shapes, some `part` triples at a time."""
    sizes = {str(row["graph"]): int(row["n"].value) for row in run(store, "graph-sizes")}
    parts = list(in_parts(sizes, sizes.__getitem__, part))
    if len(parts) <= 1:
        return validate("".join(_statements(store, "statements-of-graphs", sizes)[0]).encode())
    terms = [graph.triples.decode() for graph in of_terms() if f"<{graph.iri}>" in sizes]
    defined = {line.split(" ", 1)[0] for text in terms for line in text.splitlines()}
    # What several graphs speak of: each then needs what the others say of it.
    spread = {str(row["thing"]) for row in run(store, "things-in-several-graphs")}
    violations: set[Violation] = set()
    for graphs in parts:
        lines, subjects, linked = _statements(store, "statements-of-graphs", graphs)
        for query in _ABOUT:
            # First the rest of what is said of these very things, then what that and they lead to.
            elsewhere, _, targets = _statements(store, query, spread & subjects)
            lines |= elsewhere
            linked |= targets
        for query in _ABOUT:
            lines |= _statements(store, query, linked - subjects - defined)[0]
        report = validate("".join([*lines, *terms]).encode())
        violations.update(
            v for v in report.violations if f"<{v.focus}>" in subjects or v.focus in subjects
        )
    return ShapesReport(not violations, sorted(violations, key=place))


def _statements(
    store: Store, query: str, names: Iterable[str]
) -> tuple[set[str], set[str], set[str]]:
    """What a query gives for these names: triples, their subjects, the IRIs they lead to."""
    lines, subjects, linked = set[str](), set[str](), set[str]()
    iris = (name[1:-1] for name in names if name.startswith("<"))
    for thing, name, value in run_about(store, query, iris):
        lines.add(f"{thing} {name} {value} .\n")
        subjects.add(str(thing))
        if isinstance(value, ox.NamedNode):
            linked.add(str(value))
    return lines, subjects, linked


def validate(triples: bytes) -> ShapesReport:
    """Hold N-Triples against the shapes. The vocabularies must be among the triples."""
    report = _shapes().validate_text(triples.decode(), format="ntriples")
    violations = [
        Violation(
            focus=result.focus_node.strip("<>"),
            path=_property(result.path),
            value=result.value_plain,
            constraint=result.component.removesuffix("ConstraintComponent"),
            severity=result.severity,
            message=result.message or "",
        )
        for result in report.results
    ]
    return ShapesReport(bool(report.conforms), sorted(violations, key=place))


def _property(path: str | None) -> str | None:
    """The property of a path; of several steps none, for engines write them in many ways."""
    return path[1:-1] if path and path.startswith("<") and path.count("<") == 1 else None


def place(violation: Violation) -> tuple[str, ...]:
    """By which violations are sorted."""
    v = violation
    return (v.focus, v.path or "", v.constraint, v.value or "", v.message)


@lru_cache(maxsize=1)
def _shapes() -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes_turtle(), format="turtle")
