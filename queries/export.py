"""The whole graph in the formats of RDF, in a fixed order."""

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ontology.errors import UnknownNameError
from ontology.terms import DATASET, PREFIXES
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
OTHERS = ("csv", "csvw", "parquet", "graphml", "void")
"""Further formats that the whole graph or its values can be had in."""


def export(store: Store, form: str, with_quotes: bool = False) -> bytes:
    """Everything in `store`, sorted; sentences of documents only if `with_quotes`.

    Raises UnknownNameError for a format that there is not.
    """
    if form == "void":
        return _description(store)
    if form not in FORMATS:
        raise UnknownNameError("format", form, (*FORMATS, *OTHERS))
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


def _built_description(store: Store) -> bytes:
    """The description that a build left in the store, as sorted N-Triples; else nothing."""
    rows = run(store, "statements-of-graph", home=ox.NamedNode(DATASET))
    return "".join(sorted({f"{thing} {name} {value} .\n" for thing, name, value in rows})).encode()


def described_anew(store: Store) -> list[NamedGraph]:
    """The description of what a store holds now, if it has one of what it held before."""
    return [NamedGraph(DATASET, _counted(store))] if _built_description(store) else []


def _counted(store: Store) -> bytes:
    """The description of a store, as sorted N-Triples."""
    from ingest import description
    from ontology.settings import base_iri

    rows = run(store, "statements-by-graph")
    triples = (
        f"{thing} {name} {value} .".encode()
        for graph, thing, name, value in rows
        if graph.value != DATASET
    )
    return description.describe(triples, base_iri()).triples


def _description(store: Store) -> bytes:
    """What VoID and DCAT say of the whole, in Turtle: as it was built, else counted now."""
    return serialise(_built_description(store) or _counted(store), "turtle")


def serialise(nquads: bytes, form: str) -> bytes:
    """Sorted N-Quads (or N-Triples) in the RDF format `form`."""
    if form in ("nquads", "ntriples"):
        return nquads
    if form == "jsonld":
        return _jsonld(nquads)
    dataset = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
    if form == "turtle":
        triples = (quad.triple for quad in dataset)
        return ox.serialize(triples, format=FORMATS[form], prefixes=PREFIXES) or b""
    return ox.serialize(dataset, format=FORMATS[form], prefixes=PREFIXES) or b""


def _jsonld(nquads: bytes) -> bytes:
    """Compact JSON-LD; expanded where an IRI would mean another one under our prefixes."""
    from queries import compacting  # the context is compiled from the models, and rarely needed

    quads = list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    if compacting.compactable(quads):
        return compacting.compact(quads)
    return ox.serialize(quads, format=FORMATS["jsonld"]) or b""
