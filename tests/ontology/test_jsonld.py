"""The JSON-LD context: a short name for each property, generated, and the same as the file."""

import json
from importlib.resources import files

import rdflib

from ontology import field_map, jsonld
from ontology.alignment import own_terms
from ontology.model import CLASSES
from ontology.terms import PREFIXES, at

CONTEXT = (files("ontology") / "context.jsonld").read_text(encoding="utf-8")


def test_the_file_of_the_context_is_what_the_models_and_the_ontology_say() -> None:
    assert jsonld.text() == CONTEXT, "run make docs"


def test_every_property_has_a_name_of_its_own() -> None:
    named = jsonld.context()
    for term in own_terms():
        if term.kind != "class":
            found = jsonld.terms()[term.iri]
            assert named[found.name] == found.definition(), term.iri
    names = [term.name for term in jsonld.terms().values()]
    assert len(names) == len(set(names))
    assert not set(names) & set(PREFIXES)


def test_the_context_says_what_the_field_map_says() -> None:
    for model in CLASSES.values():
        for entry in field_map.entries(model):
            term = jsonld.terms()[entry.iri]
            assert term.many or not entry.many, entry.iri


def test_a_document_of_another_program_is_read_by_the_context() -> None:
    document = {
        "@context": json.loads(CONTEXT)["@context"],
        "@id": "id:smith-2030/remission",
        "@type": "at:StatedMeasurement",
        "label": "Remission",
        "hasEndpoint": "endpoint:complete-remission",
        "value": "72.60",
        "numerator": 61,
        "computed": False,
        "restates": ["id:jones-2029/remission"],
    }
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    thing = rdflib.URIRef("https://w3id.org/alltrace/id/smith-2030/remission")
    found = {str(p): o for p, o in graph.predicate_objects(thing)}
    assert found[at("hasEndpoint")] == rdflib.URIRef(
        "https://w3id.org/alltrace/vocab/endpoint/complete-remission"
    )
    assert found[at("value")].n3() == '"72.60"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert found[at("numerator")].n3() == '"61"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert found[at("computed")].n3() == '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    assert found[at("restates")] == rdflib.URIRef(
        "https://w3id.org/alltrace/id/jones-2029/remission"
    )
