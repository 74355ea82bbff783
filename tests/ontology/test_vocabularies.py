"""The vocabularies: every concept is complete, and no word means two things."""

import pytest
import rdflib
from model_terms import CONCEPT_CLASS, ours
from rdflib import RDF, URIRef

from ontology import vocabulary


@pytest.mark.parametrize("scheme", vocabulary.SCHEMES)
def test_every_concept_has_label_and_definition(scheme: str) -> None:
    concepts = vocabulary.concepts()[scheme]
    assert concepts
    for concept in concepts.values():
        assert concept.label.strip(), concept.notation
        assert concept.definition.strip().endswith("."), concept.notation


@pytest.mark.parametrize("scheme", vocabulary.SCHEMES)
def test_every_concept_has_the_class_of_its_scheme(vocabularies: rdflib.Graph, scheme: str) -> None:
    for concept in vocabulary.concepts()[scheme].values():
        found = ours(vocabularies.objects(URIRef(concept.iri), RDF.type))
        top_concept = scheme == "endpoint" and concept.family is None
        assert found == {"EndpointFamily" if top_concept else CONCEPT_CLASS[scheme]}


@pytest.mark.parametrize("scheme", vocabulary.SCHEMES)
def test_no_word_of_a_vocabulary_means_two_things(scheme: str) -> None:
    seen: dict[str, str] = {}
    for concept in vocabulary.concepts()[scheme].values():
        for word in {w.casefold() for w in (concept.label, *concept.synonyms)}:
            assert seen.setdefault(word, concept.notation) == concept.notation, word


@pytest.mark.parametrize("scheme", vocabulary.SCHEMES)
def test_the_way_up_ends_and_stays_within_the_vocabulary(scheme: str) -> None:
    concepts = vocabulary.concepts()[scheme]
    for concept in concepts.values():
        passed, here = set[str](), concept
        while here.broader:
            (notation,) = here.broader
            assert notation not in passed, f"{concept.notation} stands above itself"
            passed.add(notation)
            here = concepts[notation]


def test_endpoints_have_one_of_the_five_families() -> None:
    families = {"response", "time-to-event", "adverse-events", "mortality", "accrual"}
    endpoints = vocabulary.concepts()["endpoint"]
    for concept in endpoints.values():
        assert concept.family in families or concept.notation in {
            *families,
            "unclassified",
            "unnamed",
        }
    named = (c for c in endpoints.values() if c.notation != vocabulary.UNNAMED)
    assert {c.family for c in named if c.family} == families
