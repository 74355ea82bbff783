"""A name is looked up as it is: only what no look-up finds makes alltrace read a whole class."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from alltrace import AmbiguousNameError, EvidenceGraph, UnknownNameError
from ingest.graphs import NamedGraph
from ontology.terms import RDF, RDFS, at
from queries import sparql
from queries.names import resolve
from queries.store import EmbeddedStore, Results

Writer = Callable[..., Path]


class Watched(EmbeddedStore):
    """A store that keeps what it was asked."""

    asked: list[str]

    def query(self, sparql: str) -> Results:
        self.asked.append(sparql)
        return super().query(sparql)


def watched(record: Path) -> Watched:
    store = Watched()
    store.asked = []
    EvidenceGraph(store).load(record)
    store.asked.clear()
    return store


def reads_all(asked: str) -> bool:
    """Whether a query is one of those that read a class."""
    return any(
        asked.startswith(sparql.load(query).splitlines()[0])
        for query in ("names-of-things", "things-of-class", "things-by-end")
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Study", "trial-x"),
        ("Study", "TRIAL-X"),
        ("Study", "Trial X"),
        ("Study", "trial x"),
        ("Document", "smith-2030"),
        ("Publication", "Jones 2029"),
        ("Conclusion", "smith-2030/works"),
        ("Conclusion", "The regimen works."),
        ("Endpoint", "complete-remission"),
    ],
)
def test_the_usual_ways_of_naming_read_no_class(record_file: Writer, kind: str, name: str) -> None:
    store = watched(record_file())
    assert resolve(store, kind, name).value.startswith("https://w3id.org/alltrace/")
    assert not any(map(reads_all, store.asked))


def test_the_end_of_an_iri_reads_the_class_once(record_file: Writer) -> None:
    store = watched(record_file())
    for name in ("works", "WORKS", "works"):
        assert resolve(store, "Conclusion", name).value.endswith("/smith-2030/works")
    assert len([asked for asked in store.asked if reads_all(asked)]) == 1


def test_what_is_loaded_later_is_found_and_what_is_removed_is_not(record_file: Writer) -> None:
    graph = EvidenceGraph.of(record_file())
    resolve(graph.store, "Conclusion", "works")
    other = record_file(
        ("record: smith-2030", "record: brown-2031"),
        ('id: smith-2030, label: "Smith 2030"', 'id: brown-2031, label: "Brown 2031"'),
        name="brown.yaml",
    )
    graph.load(other)
    with pytest.raises(AmbiguousNameError):
        resolve(graph.store, "Conclusion", "works")
    graph.remove("smith-2030")
    assert resolve(graph.store, "Conclusion", "works").value.endswith("/brown-2031/works")
    graph.remove("brown-2031")
    with pytest.raises(UnknownNameError):
        resolve(graph.store, "Conclusion", "works")


def test_what_somebody_wrote_beside_is_found_and_what_they_took_is_not() -> None:
    def claim(end: str) -> bytes:
        text = f'<urn:x:/{end}> <{RDF}type> <{at("Claim")}> .\n<urn:x:/{end}> <{RDFS}label> "T" .\n'
        return text.encode()

    store = EmbeddedStore()
    store.replace([NamedGraph("urn:g", claim("one"))])
    assert resolve(store, "Claim", "one") == ox.NamedNode("urn:x:/one")
    store.oxigraph.clear()
    store.oxigraph.load(claim("two"), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("urn:g"))
    assert resolve(store, "Claim", "two") == ox.NamedNode("urn:x:/two")
    with pytest.raises(UnknownNameError):
        resolve(store, "Claim", "one")
