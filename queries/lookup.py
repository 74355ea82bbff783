"""Statements looked up by the names of things, a thousand things at a time.

Engines differ in how they join patterns, and some look at every thing of the graph for it; a
look-up by name costs the same on all of them, however large the graph.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from ontology.terms import NS
from queries.parameters import bind
from queries.store import Store

_STATEMENTS = (
    "SELECT ?thing ?property ?value WHERE { VALUES ?thing { %s } ?thing ?property ?value }"
)
_POINTING = "SELECT DISTINCT ?thing WHERE { VALUES ?object { %s } ?thing $property ?object }"
_LABELS = "SELECT ?thing ?label WHERE { VALUES ?thing { %s } ?thing rdfs:label ?label }"
_BATCH = 1_000

Statements = Mapping[str, Mapping[str, list[str]]]
"""By subject and property, the values: IRIs and the text of literals."""


class _Iri(str):
    """A value that is an IRI and not text."""

    __slots__ = ()


def iris(found: Statements, properties: Iterable[str] | None) -> set[str]:
    """The IRIs that the statements lead to, by these properties or by all."""
    return {
        value
        for said in found.values()
        for name in (said if properties is None else properties)
        for value in said.get(name, ())
        if isinstance(value, _Iri)
    }


def statements(store: Store, things: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Everything said of these things, values in a fixed order."""
    found: dict[str, dict[str, list[str]]] = {}
    for batch in _batches(things):
        answer: Any = store.query(_STATEMENTS % batch)
        for thing, name, value in answer:
            text = _Iri(value.value) if isinstance(value, ox.NamedNode) else value.value
            found.setdefault(thing.value, {}).setdefault(name.value, []).append(text)
    for properties in found.values():
        for values in properties.values():
            if len(values) > 1:
                values.sort()
    return found


def pointing(store: Store, name: str, things: Iterable[str]) -> set[str]:
    """What has one of these things as the value of `at:<name>`."""
    sparql = bind(_POINTING, {"property": ox.NamedNode(NS + name)})
    found: set[str] = set()
    for batch in _batches(things):
        answer: Any = store.query(sparql % batch)
        found |= {row["thing"].value for row in answer}
    return found


def labels(store: Store, things: Iterable[str]) -> dict[str, str]:
    """The labels of those things that have one."""
    found: dict[str, str] = {}
    for batch in _batches(things):
        answer: Any = store.query(_LABELS % batch)
        found.update((thing.value, label.value) for thing, label in answer)
    return found


def first(properties: Mapping[str, list[str]], name: str) -> str:
    """The first value of a property, or an empty string."""
    return min(properties.get(name, ()), default="")


def _batches(things: Iterable[str]) -> Iterator[str]:
    """The things as SPARQL terms, written by the RDF library, some at a time."""
    ordered = sorted(things)
    for start in range(0, len(ordered), _BATCH):
        yield " ".join(str(ox.NamedNode(iri)) for iri in ordered[start : start + _BATCH])
