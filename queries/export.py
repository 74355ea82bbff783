"""The whole graph in the formats of RDF, in a fixed order; its values as CSV."""

from typing import Any

import pyoxigraph as ox

from ontology.errors import UnknownNameError
from ontology.terms import PREFIXES
from queries import library
from queries.reader import QUOTE
from queries.sparql import run
from queries.store import Store

FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats; N-Triples and Turtle hold the union of the named graphs."""


def export(store: Store, form: str, with_quotes: bool = False) -> bytes:
    """Everything in `store`, sorted; sentences of documents only if `with_quotes`.

    Raises UnknownNameError for a format that there is not.
    """
    if form == "csv":
        values: Any = library.ask(store, library.question("values"), {})
        return values.serialize(format=ox.QueryResultsFormat.CSV) or b""
    if form not in FORMATS:
        raise UnknownNameError("format", form, (*FORMATS, "csv", "graphml"))
    if form in ("ntriples", "turtle"):
        rows = ((None, *triple) for triple in run(store, "all-triples"))
    else:
        rows = (tuple(row) for row in run(store, "statements-by-graph"))
    left_out = frozenset() if with_quotes else _quoting(store)
    lines = {
        f"{thing} {name} {value} {graph or ''}".rstrip() + " .\n"
        for graph, thing, name, value in rows
        if with_quotes or not (name.value in QUOTE or _about(thing, left_out))
    }
    return serialise("".join(sorted(lines)).encode(), form)


def _quoting(store: Store) -> frozenset[str]:
    """The graphs that hold quotes; their provenance goes with them."""
    return frozenset(
        row["graph"].value
        for quote in sorted(QUOTE)
        for row in run(store, "graphs-with-property", property=ox.NamedNode(quote))
    )


def _about(thing: ox.NamedNode | ox.BlankNode, graphs: frozenset[str]) -> bool:
    return isinstance(thing, ox.NamedNode) and thing.value in graphs


def serialise(nquads: bytes, form: str) -> bytes:
    """Sorted N-Quads (or N-Triples) in the RDF format `form`."""
    if form in ("nquads", "ntriples"):
        return nquads
    dataset = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
    prefixes = None if form == "jsonld" else PREFIXES
    if form == "turtle":
        triples = (quad.triple for quad in dataset)
        return ox.serialize(triples, format=FORMATS[form], prefixes=prefixes) or b""
    return ox.serialize(dataset, format=FORMATS[form], prefixes=prefixes) or b""
