"""Compact JSON-LD: two other libraries read back exactly what was written."""

import json

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from alltrace import EvidenceGraph
from queries.export import serialise

AT = "https://w3id.org/alltrace/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
THING = "<https://w3id.org/alltrace/id/a/b>"
GRAPH = "<https://example.org/graph>"


def parsed(nquads: str) -> set[str]:
    """The statements, each in one spelling, since libraries escape differently."""
    return {f"{quad} ." for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS)}


def by_pyld(document: bytes) -> set[str]:
    return parsed(jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"}))


def by_oxigraph(document: bytes) -> set[str]:
    return {f"{quad} ." for quad in ox.parse(document, format=ox.RdfFormat.JSON_LD)}


def by_rdflib(document: bytes) -> int:
    return len(set(rdflib.Dataset().parse(data=document.decode(), format="json-ld").quads()))


def test_the_bundled_graph_comes_back_quad_for_quad(graph: EvidenceGraph) -> None:
    document = graph.export("jsonld")
    wanted = parsed(graph.export("nquads").decode())
    assert by_pyld(document) == wanted
    assert by_oxigraph(document) == wanted
    assert by_rdflib(document) == len(wanted)


def test_the_export_uses_the_context_and_fetches_none(graph: EvidenceGraph) -> None:
    document = json.loads(graph.export("jsonld"))
    assert document["@context"]["hasEndpoint"] == {"@id": "at:hasEndpoint", "@type": "@id"}
    nodes = [node for home in document["@graph"] for node in home["@graph"]]
    named = [node for node in nodes if node["@id"] == "id:mohetaer-2026/too-toxic"]
    (claim,) = [node for node in named if "label" in node]
    assert claim["@type"] == ["at:Claim", "at:Conclusion"]
    assert "http" not in json.dumps(claim)
    assert len(graph.export("jsonld")) < len(graph.export("nquads")) / 2


@pytest.mark.parametrize(
    "value",
    [
        f'"7.50"^^<{XSD}decimal>',
        f'"7.5"^^<{XSD}double>',
        '"7.5"',
        '"sieben"@de',
        "<https://example.org/seven>",
        "<https://w3id.org/alltrace/vocab/drug/blinatumomab>",
        '"</script><b>\\"quoted\\"\\n\\\\ ≥ \\u0001"',
    ],
)
@pytest.mark.parametrize("name", ["value", "note", "hasEndpoint", "mentions", "notOurs"])
def test_any_value_under_any_property_comes_back(name: str, value: str) -> None:
    nquads = f"{THING} <{AT}{name}> {value} {GRAPH} .\n"
    document = serialise(nquads.encode(), "jsonld")
    assert by_oxigraph(document) == parsed(nquads)
    if "#double" not in value:  # PyLD writes doubles in a canonical form
        assert by_pyld(document) == parsed(nquads)


@pytest.mark.parametrize("text", ["7", "07", "+7", "-0", "1" + "0" * 30, "seven"])
def test_an_integer_keeps_its_digits(text: str) -> None:
    nquads = f'{THING} <{AT}numerator> "{text}"^^<{XSD}integer> {GRAPH} .'
    document = serialise(f"{nquads}\n".encode(), "jsonld")
    assert by_oxigraph(document) == {nquads}
    assert by_pyld(document) == {nquads}


@pytest.mark.parametrize("text", ["true", "false", "1", "TRUE"])
def test_a_truth_value_keeps_its_spelling(text: str) -> None:
    nquads = f'{THING} <{AT}computed> "{text}"^^<{XSD}boolean> {GRAPH} .'
    document = serialise(f"{nquads}\n".encode(), "jsonld")
    assert by_oxigraph(document) == {nquads}


@pytest.mark.parametrize("iri", ["drug:water", "at:Claim", "label:x"])
def test_an_iri_that_the_context_would_change_is_written_expanded(iri: str) -> None:
    nquads = f"{THING} <{AT}mentions> <{iri}> {GRAPH} ."
    document = serialise(f"{nquads}\n".encode(), "jsonld")
    assert by_oxigraph(document) == {nquads}
    assert b"@context" not in document


def test_statements_of_no_graph_stay_so() -> None:
    nquads = f'{THING} <{AT}note> "seen" .'
    assert by_oxigraph(serialise(f"{nquads}\n".encode(), "jsonld")) == {nquads}
