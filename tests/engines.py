"""Four SPARQL engines behind one face: load N-Quads, ask, get rows that can be compared.

Each sees the union of the named graphs as its default graph, as alltrace's stores do.
"""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from typing import Any, Protocol

import jena
import pyoxigraph as ox
import rdflib

from ingest.graphs import NamedGraph, sorted_nquads
from queries.endpoint import EndpointStore
from queries.store import PROLOGUE, EmbeddedStore, Store

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}
Cell = tuple[str, ...] | None


class Engine(Protocol):
    """An engine that holds a graph."""

    def rows(self, sparql: str, columns: Iterable[str]) -> list[tuple[Cell, ...]]: ...


def literal(text: str, datatype: str | None, language: str | None) -> Cell:
    """A literal to compare: a plain one is an xsd:string, a number is its value."""
    if language:
        return ("literal", text, language.lower())
    kind = datatype or f"{XSD}string"
    return (
        ("number", str(Decimal(text).normalize())) if kind in NUMBERS else ("literal", text, kind)
    )


class Pyoxigraph:
    """alltrace's own store, or an endpoint, which answers in the same terms."""

    def __init__(self, store: Store, graphs: list[NamedGraph]) -> None:
        self.store = store
        store.replace(graphs)

    def rows(self, sparql: str, columns: Iterable[str]) -> list[tuple[Cell, ...]]:
        answer: Any = self.store.query(sparql)
        return [tuple(self._cell(row[name]) for name in columns) for row in answer]

    @staticmethod
    def _cell(term: object) -> Cell:
        match term:
            case ox.NamedNode():
                return ("iri", term.value)
            case ox.Literal():
                return literal(term.value, term.datatype.value, term.language)
        return None


class Rdflib:
    """rdflib's own engine over its own store in memory."""

    def __init__(self, graphs: list[NamedGraph]) -> None:
        self.dataset = rdflib.Dataset(default_union=True)
        self.dataset.parse(data=sorted_nquads(graphs).decode(), format="nquads")

    def rows(self, sparql: str, columns: Iterable[str]) -> list[tuple[Cell, ...]]:
        answer: Any = self.dataset.query(PROLOGUE + sparql)
        return [tuple(self._cell(row.get(name)) for name in columns) for row in answer]

    @staticmethod
    def _cell(term: object) -> Cell:
        match term:
            case rdflib.URIRef():
                return ("iri", str(term))
            case rdflib.Literal():
                datatype = str(term.datatype) if term.datatype else None
                return literal(str(term), datatype, term.language)
        return None


class Jena:
    """Apache Jena ARQ, an engine of other descent, in a process of its own."""

    def __init__(self, graphs: list[NamedGraph]) -> None:
        self.process = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        triples = [part for graph in graphs for part in (graph.triples, graph.provenance)]
        self.process.submit(jena.load, sorted_nquads(graphs), triples).result()

    def rows(self, sparql: str, columns: Iterable[str]) -> list[tuple[Cell, ...]]:
        found = self.process.submit(jena.rows, PROLOGUE + sparql, list(columns)).result()
        return [tuple(map(self._cell, row)) for row in found]

    @staticmethod
    def _cell(node: jena.Node) -> Cell:
        match node:
            case None:
                return None
            case (iri,):
                return ("iri", iri)
            case (text, datatype, language):
                return literal(text, datatype, language)
        raise AssertionError(f"neither IRI nor literal: {node}")


def all_engines(graphs: list[NamedGraph], endpoint: str) -> dict[str, Engine]:
    """One of each, all holding the same graph; `endpoint` is the address of an empty server."""
    server = EndpointStore(f"{endpoint}/query", f"{endpoint}/update")
    return {
        "pyoxigraph": Pyoxigraph(EmbeddedStore(), graphs),
        "oxigraph server": Pyoxigraph(server, graphs),
        "rdflib": Rdflib(graphs),
        "jena": Jena(graphs),
    }
