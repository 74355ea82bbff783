"""The ontology and the model: neither can gain a term that the other lacks."""

import itertools
from importlib.metadata import version

import owlrl
import pyowl2_profiles
import pyoxigraph as ox
import pytest
import rdflib
from model_terms import AT, CONCEPT_CLASSES, above, class_iri, declared, ours, top, written
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, URIRef

from alltrace import EvidenceGraph
from ingest.graphs import ONTOLOGY_GRAPH, of_terms
from ontology.field_map import DEPRECATED
from ontology.model import CLASSES
from ontology.terms import NS, PREFIXES

# The names that outside programs rely on.
DESIGN_CLASSES = """
    Document Publication Reference CitationPointer Study Trial Registration Arm Cohort Regimen Drug Endpoint
    Quantity Measurement Claim Conclusion EvidenceLine Anchor Finding Notice
"""
DESIGN_PROPERTIES = """
    hasReference referenceNumber refersTo hasPointer pointsTo reportsStudy states
    assertsMeasurement citesPointer ofStudy inCohort underRegimen hasEndpoint atTimePoint value
    unit operator numerator denominator lowerBound upperBound confidenceLevel standardError
    hasRegistration armOf armRole received nAllocated nAnalysed nTreated inArm comparedWith quantifies
    grade threshold statistic endpointDefinition analysisSet dataCutOff partOfCohort partOfStudy statedIn reportedBy restates hasEvidence bearsOn direction supports disputes qualifies hasDrug
    hasAnchor about rule severity status noticeKind date source
"""


# -- the ontology ----------------------------------------------------------------------------------


def test_every_name_that_outside_programs_rely_on_is_there(ontology: rdflib.Graph) -> None:
    properties = declared(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert not set(DESIGN_CLASSES.split()) - declared(ontology, OWL.Class)
    assert not set(DESIGN_PROPERTIES.split()) - properties


def test_the_classes_are_those_of_model_and_vocabularies(
    ontology: rdflib.Graph, vocabularies: rdflib.Graph
) -> None:
    of_model = ours(iri for name in CLASSES for iri in (class_iri(name), *above_iris(name)))
    of_concepts = ours(vocabularies.objects(None, RDF.type))
    assert of_concepts == CONCEPT_CLASSES
    assert declared(ontology, OWL.Class) == of_model | of_concepts


def above_iris(name: str) -> list[str]:
    return [class_iri(upper) for upper in above(name)]


def test_the_properties_are_those_of_model_and_vocabularies(
    ontology: rdflib.Graph, vocabularies: rdflib.Graph
) -> None:
    of_model = ours(iri for model in CLASSES.values() for iri in written(model))
    of_concepts = ours(vocabularies.predicates())
    found = declared(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert found == of_model | of_concepts | ours(DEPRECATED)


def test_what_is_deprecated_names_the_property_that_replaces_it(ontology: rdflib.Graph) -> None:
    deprecated = set(ontology.subjects(OWL.deprecated, rdflib.Literal(True)))
    assert {str(iri) for iri in deprecated} == DEPRECATED
    current = declared(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) - ours(DEPRECATED)
    for iri in deprecated:
        assert ours(ontology.objects(iri, DCTERMS.isReplacedBy)) & current


def test_no_property_takes_both_literals_and_things(ontology: rdflib.Graph) -> None:
    things = declared(ontology, OWL.ObjectProperty)
    assert not things & declared(ontology, OWL.DatatypeProperty)
    for name, model in CLASSES.items():
        for iri, w in written(model).items():
            if iri.startswith(NS):
                assert (iri.removeprefix(NS) in things) == (w.datatype is None), f"{name} {iri}"


def test_every_term_has_one_label_and_one_definition(ontology: rdflib.Graph) -> None:
    for name in declared(ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for said in (RDFS.label, SKOS.definition):
            (text,) = ontology.objects(AT[name], said)
            assert isinstance(text, rdflib.Literal)
            assert text.language == "en", name


def test_what_the_model_says_of_values_the_ontology_says_too(ontology: rdflib.Graph) -> None:
    """Ranges hold; what is single in every class is functional; no range is an xsd:date."""
    single: dict[str, bool] = {}
    for name, model in CLASSES.items():
        for iri, w in written(model).items():
            if not iri.startswith(NS):
                continue
            single[iri] = single.get(iri, True) and not w.many
            stated = ontology.value(URIRef(iri), RDFS.range)
            if w.datatype == str(XSD.date):
                assert stated is None, f"{name} {iri}: xsd:date is no datatype of OWL 2"
            elif w.datatype:
                assert str(stated) == w.datatype, f"{name} {iri}"
            elif stated is not None:
                assert ours([stated]) >= {top(c) for c in w.classes}, f"{name} {iri}"
    for iri, at_most_one in single.items():
        functional = (URIRef(iri), RDF.type, OWL.FunctionalProperty) in ontology
        assert functional == at_most_one, iri


def test_the_ontology_has_the_version_of_the_package(ontology: rdflib.Graph) -> None:
    about = URIRef(ONTOLOGY_GRAPH)
    assert (about, RDF.type, OWL.Ontology) in ontology
    assert str(ontology.value(about, OWL.versionInfo)) == version("alltrace")
    assert str(ontology.value(about, OWL.versionIRI)) == f"{ONTOLOGY_GRAPH}/{version('alltrace')}"
    assert (None, OWL.imports, None) not in ontology


def test_the_ontology_says_who_made_it_how_it_may_be_used_and_its_prefix(
    ontology: rdflib.Graph,
) -> None:
    about = URIRef(ONTOLOGY_GRAPH)
    assert ontology.value(about, DC.creator)
    assert ontology.value(about, DCTERMS.license) == URIRef("https://spdx.org/licenses/MIT")
    assert str(ontology.value(about, VANN.preferredNamespaceUri)) == NS
    assert PREFIXES[str(ontology.value(about, VANN.preferredNamespacePrefix))] == NS


def test_ontology_and_data_are_in_the_profile_owl_2_rl(graph: EvidenceGraph) -> None:
    alone = {g.iri: g.triples for g in of_terms()}[ONTOLOGY_GRAPH]
    for triples in (alone, graph.export("ntriples")):
        store = ox.Store()
        store.load(triples, format=ox.RdfFormat.N_TRIPLES)
        found = pyowl2_profiles.detect_profiles(store)
        assert found["rl"]["in_profile"], found["rl"]["sample_violations"]
        assert found["dl"]["in_profile"], found["dl"]["sample_violations"]


def inconsistencies(graph: rdflib.Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return [str(message) for message in graph.objects(None, error)]


def test_ontology_vocabularies_and_records_are_consistent(graph: EvidenceGraph) -> None:
    data = rdflib.Graph().parse(data=graph.export("ntriples").decode(), format="nt")
    assert inconsistencies(data) == []


def test_classes_of_which_neither_stands_above_the_other_share_nothing(
    ontology: rdflib.Graph,
) -> None:
    tops = [c for c in declared(ontology, OWL.Class) if not ours(superclasses(ontology, c))]
    pairs = [frozenset(p) for p in itertools.combinations(tops, 2)]
    pairs.append(frozenset({"StatedMeasurement", "ReportedMeasurement"}))
    pairs.append(frozenset({"TextAnchor", "SourcePlace"}))
    told = [frozenset(ours(pair)) for pair in ontology.subject_objects(OWL.disjointWith)]
    assert sorted(map(sorted, told)) == sorted(map(sorted, pairs))


def superclasses(ontology: rdflib.Graph, name: str) -> list[object]:
    return list(ontology.objects(AT[name], RDFS.subClassOf))


@pytest.mark.parametrize(
    "statements",
    [
        ":x a at:Study, at:Claim .",
        ":x a at:Trial, at:Conclusion .",
        ":x at:statedIn :d ; at:reportedBy :w .",
        ":x at:hasEndpoint :e . :y at:hasDrug :e .",
    ],
)
def test_what_cannot_be_is_found_inconsistent(ontology: rdflib.Graph, statements: str) -> None:
    prefixes = f"@prefix at: <{NS}> . @prefix : <https://example.org/> ."
    told = rdflib.Graph().parse(data=f"{prefixes} {statements}", format="turtle")
    assert inconsistencies(rdflib.Graph() + ontology + told)
