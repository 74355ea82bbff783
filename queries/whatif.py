"""What would be left of each conclusion if a study, a reference, a claim or a finding fell away.

`removal` says what goes along with a thing; `changes` holds the conclusions before against those
after; `Without` is a view of a whole store for any other question. No store is written to.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ontology import field_map
from ontology.errors import AmbiguousNameError, StoreError, UnknownNameError, shown
from ontology.model import Conclusion
from ontology.terms import DEFAULT_BASE
from queries import reach, sparql
from queries.names import resolve
from queries.overview import conclusion_names
from queries.parameters import bind
from queries.robustness import robustness
from queries.store import EmbeddedStore, Results, Store
from queries.trace import BROKEN, LINE_KINDS, Counts, Removal
from queries.trace.assembly import assemble
from queries.trace.reading import read


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
    result: Literal["removed", "falls", "weakened", "unchanged", "had no support"]
    before: Side
    after: Side
    fallen: list[str]

    def __repr__(self) -> str:
        return f"<Change of {self.name}: {self.result}>"


def removal(
    store: Store,
    studies: Iterable[ox.NamedNode] = (),
    references: Iterable[ox.NamedNode] = (),
    others: Iterable[ox.NamedNode] = (),
    broken: bool = False,
) -> Removal:
    """What goes with these things.

    With a study: its parts, the values stated and reported of them, and publications that report
    nothing else. With a reference: its pointers, and what the document's values restate of the
    work, unless another entry of the list names the same work. `others` (claims, findings) go
    alone.
    """
    things = {other.value for other in others}
    links: set[tuple[str, str]] = set()
    for study in studies:
        things |= {study.value, *_column(store, "things-with-study", "study", study)}
    for reference in references:
        things |= {
            reference.value,
            *_column(store, "pointers-to-reference", "reference", reference),
        }
        answer: Any = store.query(
            bind(sparql.load("links-through-reference"), {"reference": reference})
        )
        for stated, judgement, reported in answer:
            links.add((stated.value, reported.value))
            if judgement is not None:
                links.add((judgement.value, reported.value))
    return Removal(frozenset(things), frozenset(links), broken)


KINDS = {"study": "Study", "reference": "Reference", "claim": "Claim", "finding": "Finding"}
"""What can be taken away, and its class."""


def named(store: Store, names: Iterable[str], broken: bool = False) -> Removal:
    """The removal that a person names: `REF1`, an id, or a kind and an id (`study:aall1331`).

    Raises UnknownNameError, or AmbiguousNameError for a name that several things answer to.
    """
    chosen: dict[str, list[ox.NamedNode]] = {kind: [] for kind in KINDS}
    for name in names:
        kind, thing = _one(store, name)
        chosen[kind].append(thing)
    others = (*chosen["claim"], *chosen["finding"])
    return removal(store, chosen["study"], chosen["reference"], others, broken)


def _one(store: Store, name: str) -> tuple[str, ox.NamedNode]:
    if number := re.fullmatch(r"ref(?:erence)?[ -]?(\d+)", name.strip(), re.IGNORECASE):
        return "reference", resolve(store, "Reference", number[1])
    kind, colon, rest = name.partition(":")
    if colon and kind in KINDS:
        return kind, resolve(store, KINDS[kind], rest)
    found, known = [], set[str]()
    for kind, class_name in KINDS.items():
        try:
            found.append((kind, resolve(store, class_name, name)))
        except UnknownNameError as error:
            known |= set(error.known)
    if not found:
        raise UnknownNameError("study, reference, claim or finding", name, known)
    if len(found) > 1:
        listed = " or ".join(f"{kind}:{name}" for kind, _ in found)
        told = f"{shown(name)} may be several things; say {listed}"
        raise AmbiguousNameError(told, name, [f"{kind}:{name}" for kind, _ in found])
    return found[0]


def changes(store: Store, removed: Removal) -> list[Change]:
    """Every conclusion before and after, in the document's order."""
    found = []
    for listed in conclusion_names(store):
        content = read(store, ox.NamedNode(listed.iri))
        before, after = assemble(content), assemble(content, removed)
        was, is_ = robustness(before), robustness(after)
        fallen = sorted(before.nodes.keys() - after.nodes.keys())
        result: Literal["removed", "falls", "weakened", "unchanged", "had no support"]
        if listed.iri in removed.things:
            result = "removed"
        elif not was.studies:
            result = "had no support"
        elif not is_.studies:
            result = "falls"
        else:
            result = "unchanged" if before == after else "weakened"
        found.append(
            Change(
                conclusion=listed.iri,
                name=listed.name,
                text=listed.text,
                result=result,
                before=Side(before.counts, was.studies, was.verified_studies),
                after=Side(after.counts, is_.studies, is_.verified_studies),
                fallen=fallen,
            )
        )
    return found


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
        answer: Any = self.base.query(sparql.load("statements-by-graph"))
        reaches = field_map.inferred(Conclusion).iri
        copy = EmbeddedStore()
        copy.oxigraph.extend(
            ox.Quad(subject, property_, value, graph)
            for graph, subject, property_, value in answer
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
    for listed in conclusion_names(store):
        for hop in assemble(read(store, ox.NamedNode(listed.iri)), unbroken).hops:
            links = {(hop.source, hop.target)}
            if hop.kind in LINE_KINDS and hop.line is not None:
                links = {(hop.line, hop.target), (hop.target, hop.source)}
            (broken if hop.state in BROKEN else kept).update(links)
    return broken - kept


def _column(store: Store, query: str, name: str, value: ox.NamedNode) -> list[str]:
    answer: Any = store.query(bind(sparql.load(query), {name: value}))
    return [row["thing"].value for row in answer]
