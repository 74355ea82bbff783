"""From what a person calls a thing to its IRI."""

import pyoxigraph as ox

from ontology.errors import AlltraceError, UnknownNameError, shown
from ontology.terms import NS
from queries.parameters import bind
from queries.store import Store

_ALL = """
SELECT ?thing ?name ?rank WHERE {
  ?thing a $class .
  { ?thing rdfs:label ?name BIND(1 AS ?rank) }
  UNION { ?thing skos:altLabel ?name BIND(2 AS ?rank) }
  UNION { ?thing skos:notation ?name BIND(0 AS ?rank) }
  UNION { ?thing at:referenceNumber ?name BIND(0 AS ?rank) }
}
"""


class AmbiguousNameError(AlltraceError):
    """A name that more than one thing answers to."""


def resolve(store: Store, class_name: str, name: str) -> ox.NamedNode:
    """The thing of class `at:<class_name>` that `name` means.

    `name` may be the full IRI, the end of it (`too-toxic`, `mohetaer-2026/too-toxic`,
    `aall1331`), a notation, a label or a synonym, whatever the case. Raises UnknownNameError with
    the nearest names, or AmbiguousNameError with the IRIs to choose from.
    """
    wanted = name.strip().casefold()
    candidates: dict[str, int] = {}
    known: set[str] = set()
    for iri, called, rank in _named(store, class_name):
        tail = iri.rsplit("/", 1)[-1]
        known |= {tail, called.casefold()}
        if wanted in (iri.casefold(), f"<{iri.casefold()}>"):
            candidates[iri] = -1
        elif _ends(iri.casefold(), wanted):
            candidates[iri] = min(candidates.get(iri, 9), 0)
        elif called.casefold() == wanted:
            candidates[iri] = min(candidates.get(iri, 9), rank)
    if not candidates:
        raise UnknownNameError(class_name.lower(), name, known)
    best = min(candidates.values())
    chosen = sorted(iri for iri, rank in candidates.items() if rank == best)
    if len(chosen) > 1:
        listed = ", ".join(f"<{iri}>" for iri in chosen[:5])
        raise AmbiguousNameError(f"{shown(name)} may be any of {listed}; give the whole IRI")
    return ox.NamedNode(chosen[0])


def _named(store: Store, class_name: str) -> list[tuple[str, str, int]]:
    found = store.query(bind(_ALL, {"class": ox.NamedNode(NS + class_name)}))
    assert isinstance(found, ox.QuerySolutions)
    return [(row["thing"].value, row["name"].value, int(row["rank"].value)) for row in found]


def _ends(iri: str, tail: str) -> bool:
    """Whether `tail` is a whole number of `iri`'s last steps."""
    return bool(tail) and iri.endswith("/" + tail)
