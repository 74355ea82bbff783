"""The ontology and the model: neither can gain a term that the other lacks."""

import itertools
import re
from importlib.metadata import version
from importlib.resources import files

import owlrl
import pyowl2_profiles
import pyoxigraph as ox
import pytest
import rdflib
from model_terms import AT, CONCEPT_CLASSES, above, class_iri, declared, ours, top, written
from rdflib import OWL, RDF, RDFS, SKOS, XSD, URIRef

from alltrace import EvidenceGraph
from ingest.graphs import ONTOLOGY_GRAPH, of_terms
from ontology.model import CLASSES
from ontology.terms import NS

# The names that outside programs rely on.
DESIGN_CLASSES = """
    Document Publication Reference CitationPointer Study Trial Cohort Regimen Drug Endpoint
    Measurement Claim Conclusion EvidenceLine Anchor Finding Notice
"""
DESIGN_PROPERTIES = """
    hasReference referenceNumber refersTo hasPointer pointsTo reportsStudy states
    assertsMeasurement citesPointer ofStudy inCohort underRegimen hasEndpoint atTimePoint value
    unit operator numerator denominator lowerBound upperBound confidenceLevel standardError
    statedIn reportedBy restates hasEvidence bearsOn direction supports disputes qualifies hasDrug
    hasAnchor about rule severity status noticeKind date source
"""


# The outside terms that were seen in their own ontology or its documentation.
LOOKED_UP = {
    "biro": "BibliographicReference references",
    "c4o": "InTextReferencePointer denotes",
    "cito": "disputes hasCitationCharacterization qualifies repliesTo supports",
    "dcterms": "creator date identifier isPartOf source",
    "doco": "Sentence",
    "dqv": "QualityAnnotation",
    "earl": "Assertion TestResult info result subject test",
    "fabio": "JournalArticle Letter ResearchPaper RetractionNotice hasPubMedId",
    "mp": "Claim asserts challenges curatedBy supports",
    "oa": "TextPositionSelector end exact hasSelector hasTarget start",
    "obo": """
        CTO_0000028 CTO_0000051 CTO_0000104 CTO_0000220 IAO_0000039 NCIT_C98388 NCIT_C98714
        OAE_0000094 OBI_0000175 OBI_0001909 OBI_0002135 SEPIO_0000001 SEPIO_0000002 SEPIO_0000069
        SEPIO_0000084 SEPIO_0000124 SEPIO_0000173 SEPIO_0000183 SEPIO_0000427 STATO_0000088
        STATO_0000101 STATO_0000129 STATO_0000193 STATO_0000203 STATO_0000259 STATO_0000314
        STATO_0000315
    """,
    "pico": "AppliedIntervention Intervention InterventionGroup Outcome OutcomeDomain Population",
    "prov": "hadPrimarySource specializationOf wasDerivedFrom wasQuotedFrom",
    "sdo": "Claim MedicalTrial ScholarlyArticle trialDesign",
    "skos": "Concept broader note",
    "time": "Duration numericDuration",
}


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
    assert found == of_model | of_concepts


def test_no_property_takes_both_literals_and_things(ontology: rdflib.Graph) -> None:
    things = declared(ontology, OWL.ObjectProperty)
    assert not things & declared(ontology, OWL.DatatypeProperty)
    for name, model in CLASSES.items():
        for iri, w in written(model).items():
            if iri.startswith(NS):
                assert (iri.removeprefix(NS) in things) == (w.datatype is None), f"{name} {iri}"


def test_every_term_has_one_label_one_definition_and_an_alignment_or_a_note(
    ontology: rdflib.Graph,
) -> None:
    outward = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    for name in declared(ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for said in (RDFS.label, SKOS.definition):
            (text,) = ontology.objects(AT[name], said)
            assert isinstance(text, rdflib.Literal)
            assert text.language == "en", name
        aligned = [o for way in outward for o in ontology.objects(AT[name], way)]
        outside = [o for o in aligned if not str(o).startswith(NS)]
        noted = (AT[name], SKOS.editorialNote, None) in ontology
        assert bool(outside) != noted, f"{name} is aligned, or said to have nothing to align with"


def test_no_outside_term_is_used_that_was_not_looked_up(ontology: rdflib.Graph) -> None:
    turtle = (files("ontology") / "alltrace.ttl").read_text(encoding="utf-8")
    prefixes = dict(re.findall(r"@prefix (\w+): <(.+)> \.", turtle))
    known = {prefixes[prefix] + n for prefix, names in LOOKED_UP.items() for n in names.split()}
    ways = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    used = {str(o) for way in ways for o in ontology.objects(None, way)}
    assert {iri for iri in used if not iri.startswith(NS)} == known


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
    assert (None, OWL.imports, None) not in ontology


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
