"""The alignment: each term of ours says how it stands to outside ones, and only what can be true."""

from importlib.resources import files

import pytest
import rdflib
from rdflib import SKOS, URIRef

from ontology.alignment import faults, outside_terms, own_terms, rows, stated
from ontology.page import page
from ontology.terms import NS, at
from places import HOUSE

in_checkout = pytest.mark.skipif(
    not (HOUSE / "docs").is_dir(), reason="the pages are in a checkout"
)

TABLE = """\
term\tiri\tlabel\tkind\tas_seen\twhere_seen
ex:Ship\thttps://example.org/Ship\tship\tclass\towl:Class\tships.ttl
ex:sails\thttps://example.org/sails\tsails\tobject property\towl:ObjectProperty\tships.ttl
ex:name\thttps://example.org/name\tname\tdatatype property\towl:DatatypeProperty\tships.ttl
ex:remark\thttps://example.org/remark\tremark\tannotation property\towl:AnnotationProperty\tships.ttl
ex:any\thttps://example.org/any\tany\tproperty of either\trdf:Property\tships.ttl
"""

HEAD = f"""
@prefix at: <{NS}> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

HOME = f"rdfs:isDefinedBy <{NS.removesuffix('#')}>"


def told(kind: str, statement: str, home: str = HOME) -> list[str]:
    """The faults of one invented term of `kind` about which `statement` is said."""
    turtle = f"{HEAD} at:thing a owl:{kind} ; {home} ; {statement} ."
    return faults(stated(turtle.encode()), {row.iri: row for row in rows(TABLE)})


def test_the_alignment_of_the_ontology_has_no_fault() -> None:
    assert faults(own_terms(), outside_terms()) == []


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("Class", "skos:closeMatch ex:Ship"),
        ("Class", "rdfs:subClassOf ex:Ship"),
        ("ObjectProperty", "rdfs:subPropertyOf ex:sails"),
        ("ObjectProperty", "skos:closeMatch ex:any"),
        ("DatatypeProperty", "skos:exactMatch ex:name"),
        ("DatatypeProperty", "skos:broadMatch ex:remark"),
        ("DatatypeProperty", "skos:closeMatch ex:any"),
        ("DatatypeProperty", "skos:relatedMatch ex:Ship, ex:sails"),
        (
            "DatatypeProperty",
            'skos:editorialNote "No outside term fits (2030-01-01). None has it."@en',
        ),
    ],
)
def test_what_can_be_true_of_a_term_is_no_fault(kind: str, statement: str) -> None:
    assert told(kind, statement) == []


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("DatatypeProperty", "skos:closeMatch ex:Ship"),
        ("DatatypeProperty", "skos:closeMatch ex:sails"),
        ("DatatypeProperty", "rdfs:subPropertyOf ex:sails"),
        ("ObjectProperty", "skos:exactMatch ex:name"),
        ("ObjectProperty", "skos:closeMatch ex:remark"),
        ("ObjectProperty", "skos:broadMatch ex:Ship"),
        ("Class", "skos:closeMatch ex:sails"),
        ("Class", "skos:narrowMatch ex:any"),
    ],
)
def test_a_match_of_another_kind_is_a_fault_that_says_what_would_be_right(
    kind: str, statement: str
) -> None:
    (fault,) = told(kind, statement)
    assert fault.startswith("at:thing is a")
    assert fault.endswith("skos:relatedMatch")


@pytest.mark.parametrize(
    "statement",
    [
        'rdfs:label "thing"@en',
        "rdfs:subClassOf at:other",
        'skos:editorialNote "No outside term is known to fit."@en',
        'skos:editorialNote "No outside term fits (2030-01-01)."@en',
    ],
)
def test_a_new_term_that_says_nothing_of_outside_terms_is_told_how(statement: str) -> None:
    (fault,) = told("Class", statement)
    assert "at:thing says nothing of outside terms" in fault
    assert "outside_terms.tsv" in fault


def test_an_outside_term_that_nobody_looked_up_is_a_fault() -> None:
    (fault,) = told("Class", "skos:closeMatch ex:Boat")
    assert "https://example.org/Boat" in fault


def test_a_term_cannot_have_outside_terms_and_none() -> None:
    note = (
        'skos:closeMatch ex:Ship ; skos:editorialNote "No outside term fits (2030-01-01). No."@en'
    )
    assert told("Class", note) == ["at:thing has outside terms, and says that none fits"]


def test_what_is_deprecated_needs_no_outside_term() -> None:
    assert told("Class", "owl:deprecated true") == []
    assert told("Class", "owl:deprecated false") != []


def test_a_term_says_which_ontology_defines_it() -> None:
    (fault,) = told("Class", "skos:closeMatch ex:Ship", home='rdfs:label "thing"@en')
    assert "rdfs:isDefinedBy" in fault


def test_no_outside_term_is_listed_twice_or_unused() -> None:
    used = [iri for term in own_terms() for _, iri in term.aligned]
    assert set(used) == set(outside_terms())
    names = [term.term for term in outside_terms().values()]
    assert names == sorted(set(names))


def test_the_prefixes_of_the_table_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    turtle = (files("ontology") / "alltrace.ttl").read_text(encoding="utf-8")
    for term in outside_terms().values():
        prefix, _, name = term.term.partition(":")
        assert f"@prefix {prefix}: <{term.iri.removesuffix(name)}> ." in turtle, term.term


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("drawnBy", "http://purl.obolibrary.org/obo/SEPIO_0000124"),
        ("usesEvidence", "http://www.w3.org/ns/earl#info"),
        ("outcome", "http://www.w3.org/ns/earl#result"),
    ],
)
def test_terms_that_mean_something_else_are_not_matched(
    ontology: rdflib.Graph, name: str, wrong: str
) -> None:
    assert (URIRef(at(name)), None, URIRef(wrong)) not in ontology


def test_a_property_with_literals_is_only_related_to_a_class(ontology: rdflib.Graph) -> None:
    p_value = URIRef("http://purl.obolibrary.org/obo/OBI_0000175")
    assert set(ontology.predicates(URIRef(at("pValue")), p_value)) == {SKOS.relatedMatch}


def test_the_page_shows_each_term_with_its_outside_terms() -> None:
    text = page()
    for term in own_terms():
        (row,) = [
            line
            for line in text.splitlines()
            if line.startswith(f"| `at:{term.iri.removeprefix(NS)}` ")
        ]
        if term.deprecated:
            assert "deprecated, use `at:" in row
        else:
            assert all(f"`{outside_terms()[iri].term}`" in row for _, iri in term.aligned)
    assert "No outside term fits" in text


@in_checkout
def test_the_page_of_the_ontology_is_what_the_ontology_says() -> None:
    assert (HOUSE / "docs" / "ontology.md").read_text(encoding="utf-8") == page(), "run make docs"
