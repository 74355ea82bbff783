"""The description of a data set: its counts are those of another library, its licence is known."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DC, DCAT, DCTERMS, RDF, VOID, Literal, URIRef

from alltrace import Build, EvidenceGraph, build
from ingest.description import counted
from ontology.terms import DATASET, DEFAULT_BASE

Writer = Callable[..., Path]
WHOLE = URIRef(DEFAULT_BASE + "dataset/all")

HOSTILE = [
    b'<urn:a> <urn:p> "ends with a quote \\" <urn:g> ." .',
    b'<urn:a> <urn:p> "back\\\\" .',
    b'<urn:a> <urn:p> "line\\nbreak"@en .',
    b'<urn:a> <urn:p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    b'<urn:a> <urn:p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    b"<urn:b> <urn:q> <urn:a> .",
]


def description_in(made: Build) -> rdflib.Graph:
    (held,) = (graph for graph in made.graphs if graph.iri == DATASET)
    return rdflib.Graph().parse(data=held.triples.decode(), format="nt")


def number(graph: rdflib.Graph, name: URIRef, subject: rdflib.term.Node = WHOLE) -> int:
    (value,) = graph.objects(subject, name)
    assert isinstance(value, Literal)
    return int(value)


def quads_of(nquads: bytes) -> list[ox.Quad]:
    every = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
    return [quad for quad in every if quad.graph_name != ox.NamedNode(DATASET)]


@pytest.fixture(scope="module")
def bundled() -> Build:
    return build()


def test_the_counts_are_those_of_the_other_graphs(bundled: Build) -> None:
    graph = description_in(bundled)
    quads = quads_of(bundled.nquads())
    assert number(graph, VOID.triples) == len({quad.triple for quad in quads})
    assert number(graph, VOID.distinctSubjects) == len({quad.subject for quad in quads})
    assert number(graph, VOID.properties) == len({quad.predicate for quad in quads})
    types = {quad.triple for quad in quads if quad.predicate.value == str(RDF.type)}
    assert number(graph, VOID.classes) == len({triple.object for triple in types})
    assert number(graph, VOID.entities) == len({triple.subject for triple in types})


def test_each_class_and_property_has_a_part_with_its_own_count(bundled: Build) -> None:
    graph = description_in(bundled)
    triples = {quad.triple for quad in quads_of(bundled.nquads())}
    uses = Counter(triple.predicate.value for triple in triples)
    parts = list(graph.objects(WHOLE, VOID.propertyPartition))
    assert {
        str(graph.value(part, VOID.property)): number(graph, VOID.triples, part) for part in parts
    } == uses
    things = Counter(t.object.value for t in triples if t.predicate.value == str(RDF.type))
    parts = list(graph.objects(WHOLE, VOID.classPartition))
    assert {
        str(graph.value(part, VOID["class"])): number(graph, VOID.entities, part) for part in parts
    } == things


def test_any_text_is_counted_as_one_value() -> None:
    assert counted(HOSTILE).triples == 5
    assert counted(HOSTILE).properties == {b"<urn:p>": 4, b"<urn:q>": 1}


def test_the_bundled_records_say_how_they_may_be_used(bundled: Build) -> None:
    graph = description_in(bundled)
    assert set(graph.objects(WHOLE, RDF.type)) == {VOID.Dataset, DCAT.Dataset}
    assert graph.value(WHOLE, DCTERMS.license) == URIRef("https://spdx.org/licenses/MIT")
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]
    files = {
        str(graph.value(file, DCAT.downloadURL)) for file in graph.objects(WHOLE, DCAT.distribution)
    }
    assert {name.rpartition(".")[2] for name in files} == {"nq", "trig", "ttl", "jsonld"}
    assert URIRef("https://w3id.org/alltrace/ns#") in set(graph.objects(WHOLE, VOID.vocabulary))


def test_records_of_others_get_no_licence_and_no_address_of_ours(record_file: Writer) -> None:
    graph = description_in(build([record_file()]))
    assert graph.value(WHOLE, DCTERMS.license) is None
    assert graph.value(WHOLE, DCAT.distribution) is None
    assert Literal("tests") in set(graph.objects(WHOLE, DC.creator))


def test_the_date_is_the_latest_of_the_inputs(record_file: Writer) -> None:
    later = build([record_file(("date: 2030-01-01", "date: 2031-05-06"))])
    (day,) = description_in(later).objects(WHOLE, DCTERMS.modified)
    assert str(day) == "2031-05-06"


def test_a_store_is_described_as_it_is_and_keeps_no_older_description(
    record_file: Writer, tmp_path: Path
) -> None:
    build([record_file()]).bring_into(str(tmp_path / "store"))
    with EvidenceGraph.at(tmp_path / "store") as graph:
        assert DATASET.encode() not in graph.export("nquads")
        told = rdflib.Graph().parse(data=graph.export("void").decode(), format="turtle")
        quads = quads_of(graph.export("nquads"))
    assert number(told, VOID.triples) == len({quad.triple for quad in quads})


def test_a_graph_that_takes_more_records_is_described_anew(
    record_file: Writer,
) -> None:
    with EvidenceGraph.of(record_file()) as graph:
        first = graph.export("void")
        assert DATASET.encode() in graph.export("nquads")
        graph.load(record_file(("record: smith-2030", "record: other-2030"), name="other.yaml"))
        both = graph.export("void")
        assert both != first
        assert DATASET.encode() in graph.export("nquads")
        graph.load(record_file(("record: smith-2030", "record: other-2030"), name="other.yaml"))
        assert graph.export("void") == both


def test_two_builds_are_described_byte_for_byte_alike(record_file: Writer) -> None:
    builds = [build([record_file()]) for _ in range(2)]
    (first, second) = ([g.triples for g in made.graphs if g.iri == DATASET] for made in builds)
    assert first == second != []
