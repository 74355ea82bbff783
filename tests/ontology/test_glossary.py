"""What the ontology and the vocabularies say of their own terms, for those who show it."""

from ontology import vocabulary
from ontology.field_map import property_of
from ontology.glossary import Definition, define
from ontology.model import Claim, Measurement
from ontology.terms import INTEGER, at


def test_a_property_is_defined_with_its_label_and_datatype() -> None:
    numerator = define(property_of(Measurement, "numerator"))
    assert numerator.label == "numerator"
    assert numerator.definition
    assert numerator.datatype == INTEGER


def test_a_link_has_no_datatype() -> None:
    assert define(property_of(Claim, "measurements")).datatype is None


def test_a_term_that_the_ontology_does_not_know_is_not_defined() -> None:
    assert define(at("nothingOfTheKind")) == Definition()


def test_a_concept_is_found_by_its_iri_with_its_codes() -> None:
    known = vocabulary.by_iri()[vocabulary.concept_iri("endpoint", "overall-survival")]
    assert known.label == "overall survival"
    assert known.ncit_codes
    assert all(code.startswith("C") for code in known.ncit_codes)
