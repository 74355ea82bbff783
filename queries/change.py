"""What a store will be once some of its graphs change: validated before anything is written.

A build is valid by itself; what can break is where it meets the rest of the store: things that both
speak of, and things of the one that point at things of the other. Only these are read and held
against the shapes, so that a load costs what it brings, however large the store is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from ingest.graphs import NamedGraph, of_terms
from ontology.errors import ClashError
from ontology.terms import PROVENANCE, local_name
from queries.sparql import run_about
from queries.store import EmbeddedStore, Store, in_parts
from queries.validation import ShapesReport, Violation, place, validate

AT_A_TIME = 2_000
"""How many things are held against the shapes together with all that surrounds them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple as N-Triples terms, and the named graph that says it."""

    graph: str
    subject: str
    name: str
    value: str

    @property
    def line(self) -> str:
        return f"{self.subject} {self.name} {self.value} .\n"


class Change:
    """A store as it will be once `graphs` have been brought into it."""

    def __init__(
        self, store: Store, graphs: Sequence[NamedGraph], loaded: Store | None = None
    ) -> None:
        """`loaded` holds just `graphs`, where such a store is at hand."""
        self.store = store
        self.graphs = graphs
        self.loaded = loaded or _store_of(graphs)
        replaced = [graph for graph in graphs if not graph.additive]
        self._replaced = {iri for g in replaced for iri in (g.iri, *g.beside)} | {PROVENANCE}
        self._without = {(g.iri, f"<{thing}>") for g in graphs for thing in g.without}

    def statements(self, things: Iterable[str]) -> set[Statement]:
        """Everything that will be said of these things (IRIs in `<>`)."""
        names = [thing[1:-1] for thing in things if thing.startswith("<")]
        return {*self._outside(names), *_said_of(self.loaded, names)}

    def validate(self) -> ShapesReport:
        """Hold the things that the change may break against the shapes."""
        violations = set(self._said_twice())
        for part in in_parts(sorted(self.in_question), lambda _: 1, AT_A_TIME):
            lines = self._surroundings(set(part))
            report = validate("".join([*sorted(lines), *_terms()]).encode())
            violations |= {v for v in report.violations if f"<{v.focus}>" in part}
        return ShapesReport(not violations, sorted(violations, key=place))

    def _said_twice(self) -> Iterator[Violation]:
        """What a graph that stays says already: engines would count it twice."""
        fresh = {s.line: s for s in self.changed if s.graph in self._replaced}
        names = {s.subject[1:-1] for s in fresh.values()}
        for s in self._outside(names):
            if s.line in fresh:
                said = "Another record says so already, and no statement may stand in two."
                yield Violation(
                    s.subject[1:-1], s.name[1:-1], s.value, "SaidTwice", "Violation", said
                )

    @cached_property
    def changed(self) -> set[Statement]:
        """The statements that come or go; what is said before and after alike is left out."""
        known = {s.line for s in self._old}
        fresh = {s for s in self._new if s.line not in known}
        additive = {g.iri for g in self.graphs if g.additive}
        shared = {s.subject for s in fresh if s.graph in additive}
        kept = {s.line for s in self._outside(thing[1:-1] for thing in shared)}
        return self.gone | {s for s in fresh if s.graph not in additive or s.line not in kept}

    @cached_property
    def gone(self) -> set[Statement]:
        """What the replaced graphs say now and none of the new ones says."""
        coming = {s.line for s in self._new}
        return {s for s in self._old if s.line not in coming}

    @cached_property
    def _old(self) -> set[Statement]:
        return {s for graph in sorted(self._replaced - {PROVENANCE}) for s in self.held(graph)}

    @cached_property
    def _new(self) -> set[Statement]:
        return {s for graph in self.graphs for s in _lines_of(graph)}

    @cached_property
    def in_question(self) -> set[str]:
        """The things whose surroundings are made of what changes and of what stays."""
        subjects = {s.subject for s in self.changed}
        values = {s.value for s in self.changed if s.value[:1] == "<"}
        touched = subjects | (values - self._defined)
        pointing = self.pointing(touched)
        outside = {
            s.subject for s in self._outside(thing[1:-1] for thing in touched if thing[0] == "<")
        }
        joined = {thing for thing in touched if thing in outside} | {
            s.value for s in pointing if s.value in subjects
        }
        around = {s.subject for s in pointing if s.value in subjects}
        names = [thing[1:-1] for thing in joined]
        inside = run_about(self.loaded, "things-pointing-at-by-graph", names)
        return joined | around | {str(row["thing"]) for row in inside}

    @cached_property
    def _defined(self) -> set[str]:
        """The subjects of ontology and vocabularies, which validation always has at hand."""
        return {line.split(" ", 1)[0] for text in _terms() for line in text.splitlines()}

    def pointing(self, things: Iterable[str]) -> set[Statement]:
        """What the graphs that stay say with one of these things (in `<>`) as the value."""
        names = [thing[1:-1] for thing in things if thing.startswith("<")]
        return set(self._staying(_pointing(self.store, names)))

    def pointing_after(self, things: Iterable[str]) -> set[Statement]:
        """What will be said with one of these things (in `<>`) as the value."""
        names = [thing[1:-1] for thing in things if thing.startswith("<")]
        return {*self._staying(_pointing(self.store, names)), *_pointing(self.loaded, names)}

    def _outside(self, names: Iterable[str]) -> Iterator[Statement]:
        """What the graphs that stay say of things."""
        return self._staying(_said_of(self.store, names))

    def _staying(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        for s in statements:
            if s.graph not in self._replaced and (s.graph, s.subject) not in self._without:
                yield s

    def held(self, graph: str) -> set[Statement]:
        """What a graph says now."""
        rows = run_about(self.store, "statements-of-graphs", [graph])
        return {Statement(graph, *map(str, row)) for row in rows}

    def _surroundings(self, things: set[str]) -> set[str]:
        """All that the shapes look at for some things, as lines of N-Triples."""
        own = self._with_lines(things)
        linked = {s.value for s in own if s.value.startswith("<")} - things - self._defined
        return {s.line for s in own | self._with_lines(linked)}

    def _with_lines(self, things: set[str]) -> set[Statement]:
        """What is said of some things, and of the evidence lines that bring them up."""
        names = [thing[1:-1] for thing in things if thing.startswith("<")]
        lines = {
            str(row["line"])
            for store, stays in ((self.store, True), (self.loaded, False))
            for row in run_about(store, "lines-with-evidence-by-graph", names)
            if not stays or row["graph"].value not in self._replaced
        }
        return self.statements(things | lines)


def refuse(where: str, change: Change, report: ShapesReport) -> None:
    """Raise ClashError if the report has violations."""
    if report.conforms:
        return
    first = report.violations[0]
    others = len({v.focus for v in report.violations} - {first.focus})
    more = f"; {others} more thing{'s' if others > 1 else ''} would break a shape" if others else ""
    message = f"{where}: nothing was changed: {_in_words(change, first)}{more}"
    raise ClashError(message, value=tuple(report.violations))


def _in_words(change: Change, violation: Violation) -> str:
    """What breaks, which records say it, and what would be right."""
    thing = f"<{violation.focus}>"
    said = [
        s
        for s in change.statements([thing])
        if violation.path is None or s.name == f"<{violation.path}>"
    ]
    new = {graph.iri for graph in change.graphs}
    values = sorted({(s.graph in new, local_name(s.graph), _shown(s.value)) for s in said})
    side = {True: "to be loaded", False: "in the store"}
    listed = [
        f"{value + ' ' if violation.path else ''}({side[fresh]}: {record})"
        for fresh, record, value in values
    ]
    about = f"{violation.focus} {local_name(violation.path or '')}".strip()
    stands = f": {' and '.join(dict.fromkeys(listed))}" if 0 < len(listed) <= 6 else ""
    return (
        f"{about}{stands}: {violation.message or violation.constraint} Let the records agree, give "
        "one of the things another id, or take a record out first (alltrace remove)"
    )


def _shown(value: str) -> str:
    text = value.split("^^")[0]
    return text if len(text) <= 80 else f"{text[:79]}…"


def _said_of(store: Store, names: Iterable[str]) -> Iterator[Statement]:
    for row in run_about(store, "statements-of-things-by-graph", names):
        yield Statement(*_texts(row))


def _pointing(store: Store, names: Iterable[str]) -> Iterator[Statement]:
    for row in run_about(store, "things-pointing-at-by-graph", names):
        yield Statement(*_texts(row))


def _texts(row: ox.QuerySolution) -> tuple[str, str, str, str]:
    graph, *terms = row
    return (graph.value, *map(str, terms))


def _lines_of(graph: NamedGraph) -> Iterator[Statement]:
    for quad in ox.parse(graph.triples, format=ox.RdfFormat.N_TRIPLES):
        yield Statement(graph.iri, str(quad.subject), str(quad.predicate), str(quad.object))


def _store_of(graphs: Sequence[NamedGraph]) -> Store:
    store = EmbeddedStore()
    store.replace(graphs)
    return store


def _terms() -> list[str]:
    return [graph.triples.decode() for graph in of_terms()]
