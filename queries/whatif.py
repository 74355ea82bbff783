"""What would be left of each conclusion if a study, a reference, a claim or a finding fell away.

`named` says what is taken away with a thing; `changes` holds the conclusions before against those
after; `Without` is a view of a whole store for any other question. No store is written to.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ontology import field_map
from ontology.errors import AmbiguousNameError, StoreError, UnknownNameError, shown
from ontology.model import Conclusion
from ontology.terms import DEFAULT_BASE
from queries import reach
from queries.names import resolve
from queries.overview import ConclusionName, conclusion_names
from queries.robustness import robustness
from queries.sparql import run
from queries.store import EmbeddedStore, Results, Store
from queries.trace import BROKEN, LINE_KINDS, Counts, Removal, Trace, traces

Result = Literal["removed", "falls", "weakened", "unchanged", "had no support"]


@dataclass(frozen=True, slots=True)
class Side:
    """A conclusion on one side of a what-if: its counts, and the studies that support it."""

    counts: Counts
    studies: list[str]
    verified_studies: list[str]


@dataclass(frozen=True, slots=True)
class Change:
    """One conclusion before and after.

    `result`: `removed` itself, `falls` (no chain of support reaches a study any more), `weakened`
    (something under it has fallen), `unchanged`, or `had no support` before either. `fallen` are
    the things that are no longer under it.
    """

    conclusion: str
    name: str
    text: str
    result: Result
    before: Side
    after: Side
    fallen: list[str]

    def __repr__(self) -> str:
        return f"<Change of {self.name}: {self.result}>"


KINDS = {"study": "Study", "reference": "Reference", "claim": "Claim", "finding": "Finding"}
"""What can be taken away, and its class."""
_GOES_WITH = {"study": "things-with-study", "reference": "pointers-to-reference"}
"""The query for what is taken away together with a thing of a kind."""


def named(store: Store, names: Iterable[str], broken: bool = False) -> Removal:
    """The removal that a person names: `REF1`, an id, or a kind and an id (`study:aall1331`).

    With a study go its parts, the values stated and reported of them, and publications that report
    nothing else. With a reference go its pointers, and what the document's values restate of the
    work, unless another entry of the list names the same work. Claims and findings go alone.
    Raises UnknownNameError, or AmbiguousNameError for a name that several things answer to.
    """
    things: set[str] = set()
    links: set[tuple[str, str]] = set()
    for name in names:
        kind, thing = _one(store, name)
        things.add(thing.value)
        if kind in _GOES_WITH:
            rows = run(store, _GOES_WITH[kind], **{kind: thing})
            things.update(row["thing"].value for row in rows)
        if kind == "reference":
            rows = run(store, "links-through-reference", reference=thing)
            for stated, judgement, reported in rows:
                links.add((stated.value, reported.value))
                if judgement is not None:
                    links.add((judgement.value, reported.value))
    return Removal(frozenset(things), frozenset(links), broken)


def _one(store: Store, name: str) -> tuple[str, ox.NamedNode]:
    if number := re.fullmatch(r"ref(?:erence)?[ -]?(\d+)", name.strip(), re.IGNORECASE):
        return "reference", resolve(store, "Reference", number[1])
    kind, colon, rest = name.partition(":")
    if colon and kind in KINDS:
        return kind, resolve(store, KINDS[kind], rest)
    matches, known = [], set[str]()
    for kind, class_name in KINDS.items():
        try:
            matches.append((kind, resolve(store, class_name, name)))
        except UnknownNameError as error:
            known |= set(error.known)
    if not matches:
        raise UnknownNameError("study, reference, claim or finding", name, known)
    if len(matches) > 1:
        choices = [f"{kind}:{name}" for kind, _ in matches]
        message = f"{shown(name)} may be several things; say {' or '.join(choices)}"
        raise AmbiguousNameError(message, name, choices)
    return matches[0]


def changes(store: Store, removed: Removal) -> list[Change]:
    """Every conclusion before and after, in the document's order."""
    names = conclusion_names(store)
    iris = [ox.NamedNode(c.iri) for c in names]
    pairs = zip(names, traces(store, iris), traces(store, iris, removed), strict=True)
    return [_change(name, before, after, removed) for name, before, after in pairs]


def _change(conclusion: ConclusionName, before: Trace, after: Trace, removed: Removal) -> Change:
    sides = _side(before), _side(after)
    result: Result
    if conclusion.iri in removed.things:
        result = "removed"
    elif not sides[0].studies:
        result = "had no support"
    elif not sides[1].studies:
        result = "falls"
    else:
        result = "unchanged" if before == after else "weakened"
    fallen = sorted(before.nodes.keys() - after.nodes.keys())
    return Change(conclusion.iri, conclusion.name, conclusion.text, result, *sides, fallen)


def _side(trace: Trace) -> Side:
    support = robustness(trace)
    return Side(trace.counts, support.studies, support.verified_studies)


class Without:
    """A store seen without what is removed: a copy in memory, made when it is first asked."""

    def __init__(self, base: Store, removed: Removal) -> None:
        self.base = base
        self.removed = removed

    @property
    def place(self) -> str:
        return f"{self.base.place}, less what was taken away"

    def query(self, sparql: str) -> Results:
        return self._copy.query(sparql)

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        raise StoreError(f"{self.place}: a what-if view is not written to")

    def close(self) -> None:
        """Let the copy go; the store that it was made of stays open."""
        self.__dict__.pop("_copy", None)

    @cached_property
    def _copy(self) -> EmbeddedStore:
        broken = _broken_links(self.base, self.removed) if self.removed.broken else set()
        reaches = field_map.inferred(Conclusion).iri
        copy = EmbeddedStore()
        copy.oxigraph.extend(
            ox.Quad(subject, property_, value, graph)
            for graph, subject, property_, value in run(self.base, "statements-by-graph")
            if property_.value != reaches
            and not self.removed.takes(subject.value, value.value)
            and (subject.value, value.value) not in broken
        )
        copy.replace(reach.graphs(copy, DEFAULT_BASE))
        return copy


def _broken_links(store: Store, removed: Removal) -> set[tuple[str, str]]:
    """The links that broken hops stand for, wherever they are under a conclusion."""
    kept: set[tuple[str, str]] = set()
    broken: set[tuple[str, str]] = set()
    unbroken = Removal(removed.things, removed.links)
    conclusions = [ox.NamedNode(conclusion.iri) for conclusion in conclusion_names(store)]
    for trace in traces(store, conclusions, unbroken):
        for hop in trace.hops:
            links = {(hop.source, hop.target)}
            if hop.kind in LINE_KINDS and hop.line is not None:
                links = {(hop.line, hop.target), (hop.target, hop.source)}
            (broken if hop.state in BROKEN else kept).update(links)
    return broken - kept
