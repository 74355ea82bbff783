"""Everything that a graph says, read once: what each thing is, and what is said of it.

One pass over the named graphs costs the same for each statement, however large the graph; the
explorer's projection is made from this and asks the store for nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from ontology.terms import NS, PROVENANCE, RDF, RDFS, VOCAB
from queries.audit.facts import documents, graphs_behind
from queries.parameters import bind
from queries.reader import Description, Things
from queries.store import Store

LABEL = RDFS + "label"
_TYPE = RDF + "type"
_PACKAGED = {NS.removesuffix("#")}
"""The ontology's graph, which comes with the package."""

_EVERYTHING = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
_ONE_GRAPH = "SELECT ($home AS ?g) ?s ?p ?o WHERE { GRAPH $home { ?s ?p ?o } }"
_FINDINGS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?finding at:foundIn $document } }"


@dataclass(slots=True)
class Thing:
    """One thing: its classes, its home graph, and what is said of it, by property.

    `links` lead to IRIs, `facts` hold the text of literals.
    """

    home: str = ""
    classes: list[str] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, list[str]] = field(default_factory=dict)

    def link(self, name: str) -> str | None:
        """The first thing that the property `at:<name>` leads to."""
        return min(self.links.get(NS + name, ()), default=None)

    def fact(self, name: str) -> str | None:
        """The first value of the property `at:<name>`."""
        return min(self.facts.get(NS + name, ()), default=None)

    def number(self, name: str) -> int:
        """The first value of the property `at:<name>` as a whole number, 0 if it is none."""
        text = self.fact(name) or ""
        return int(text) if text.isdecimal() else 0

    @property
    def label(self) -> str:
        return min(self.facts.get(LABEL, ()), default="")


@dataclass(frozen=True, slots=True)
class Reading:
    """All things by IRI, and what `at:provenance` says of each named graph."""

    things: dict[str, Thing]
    provenance: dict[str, Thing]

    def statements(self) -> Things:
        """What is said of each thing, as traces are made from it."""
        return Things(
            {
                iri: Description(
                    thing.home,
                    [kind if "://" in kind else NS + kind for kind in thing.classes],
                    thing.links,
                    thing.facts,
                )
                for iri, thing in self.things.items()
            }
        )


def read(store: Store, document: str | None = None) -> Reading:
    """Read the whole graph, or only what `document` (an IRI) and its sources say.

    The ontology and the vocabularies are left out, for they come with the package.
    """
    things: dict[str, Thing] = defaultdict(Thing)
    provenance: dict[str, Thing] = defaultdict(Thing)
    for answer in _statements(store, document):
        for graph, subject, property_, value in answer:
            home, name = graph.value, property_.value
            if home in _PACKAGED or home.startswith(VOCAB):
                continue
            thing = (provenance if home == PROVENANCE else things)[subject.value]
            if name == _TYPE:
                thing.home = home
                thing.classes.append(value.value.removeprefix(NS))
            elif type(value) is ox.NamedNode:
                thing.links.setdefault(name, []).append(value.value)
            elif type(value) is ox.Literal:
                thing.facts.setdefault(name, []).append(value.value)
    return Reading(dict(things), dict(provenance))


def _statements(store: Store, document: str | None) -> Iterator[Any]:
    """Answers of rows of graph, subject, property and value."""
    if document is None:
        yield store.query(_EVERYTHING)
        return
    for home in sorted(_graphs_of(store, document)):
        yield store.query(bind(_ONE_GRAPH, {"home": ox.NamedNode(home)}))


def _graphs_of(store: Store, document: str) -> Collection[str]:
    home = dict(documents(store))[document]
    found: Any = store.query(bind(_FINDINGS, {"document": ox.NamedNode(document)}))
    return {*graphs_behind(store, home), *(row["g"].value for row in found), PROVENANCE}
