"""Model, ontology, shapes and vocabularies: none can gain a term that the others lack."""

import types
import typing
from collections.abc import Iterator
from typing import Any

import owlrl
import pyowl2_profiles
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, URIRef
from rdflib.collection import Collection

from alltrace import EvidenceGraph
from ingest.graphs import of_terms
from ontology import vocabulary
from ontology.fields import Concept, Data, Link, Owned, Part, Term
from ontology.model import CLASSES, Record, Thing
from ontology.terms import NS
from queries import validation

AT = rdflib.Namespace(NS)

DESIGN_CLASSES = [
    "Document",
    "Publication",
    "Reference",
    "CitationPointer",
    "Study",
    "Trial",
    "Cohort",
    "Regimen",
    "Drug",
    "Endpoint",
    "Measurement",
    "Claim",
    "Conclusion",
    "EvidenceLine",
    "Anchor",
    "Finding",
]
DESIGN_PROPERTIES = [
    "hasReference",
    "referenceNumber",
    "refersTo",
    "hasPointer",
    "pointsTo",
    "reportsStudy",
    "states",
    "assertsMeasurement",
    "citesPointer",
    "ofStudy",
    "inCohort",
    "underRegimen",
    "hasEndpoint",
    "atTimePoint",
    "value",
    "unit",
    "operator",
    "numerator",
    "denominator",
    "lowerBound",
    "upperBound",
    "confidenceLevel",
    "standardError",
    "statedIn",
    "reportedBy",
    "restates",
    "hasEvidence",
    "bearsOn",
    "direction",
    "supports",
    "disputes",
    "qualifies",
    "hasDrug",
    "hasAnchor",
    "about",
    "rule",
    "severity",
    "status",
]

# What is in the ontology for the vocabularies, and for the direct edges of evidence lines.
BESIDES_THE_MODEL = {"supports", "disputes", "qualifies", "endpointFamily", "ncitCode"}
CONCEPT_CLASSES = {"Endpoint", "EndpointFamily", "Drug", "RegimenKind", "Population", "Phase"}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=dict((g.iri, g.triples) for g in of_terms())[NS[:-1]], format="nt")  # noqa: C402
    return graph


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=validation.shapes_turtle(), format="turtle")


def terms(graph: rdflib.Graph, *kinds: URIRef) -> set[str]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {str(s).removeprefix(NS) for s in found if str(s).startswith(NS)}


def marks(model: type[Thing]) -> Iterator[tuple[str, Any, Any]]:
    """The fields of a model that become RDF: name, field, mark."""
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Data | Link | Concept | Term | Part):
                yield name, field, mark


def model_properties() -> set[str]:
    owned = {
        mark.iri
        for f in Record.model_fields.values()
        for mark in f.metadata
        if isinstance(mark, Owned)
    }
    written = {mark.iri for model in CLASSES.values() for _, _, mark in marks(model)}
    return {iri.removeprefix(NS) for iri in owned | written if iri and iri.startswith(NS)}


# -- the ontology ----------------------------------------------------------------------------------


def test_every_name_that_outside_programs_rely_on_is_there(ontology: rdflib.Graph) -> None:
    assert set(DESIGN_CLASSES) <= terms(ontology, OWL.Class)
    assert set(DESIGN_PROPERTIES) <= terms(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_ontology_and_model_have_the_same_classes(ontology: rdflib.Graph) -> None:
    written = {
        iri.removeprefix(NS)
        for m in CLASSES.values()
        for iri in m.rdf_classes
        if iri.startswith(NS)
    }
    assert terms(ontology, OWL.Class) == written | {"Measurement"} | CONCEPT_CLASSES


def test_ontology_and_model_have_the_same_properties(ontology: rdflib.Graph) -> None:
    declared = terms(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert declared == model_properties() | BESIDES_THE_MODEL


def test_every_term_has_label_definition_and_alignment(ontology: rdflib.Graph) -> None:
    aligned = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.editorialNote)
    for name in terms(ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        term = AT[name]
        assert len(list(ontology.objects(term, RDFS.label))) == 1, name
        assert len(list(ontology.objects(term, SKOS.definition))) == 1, name
        assert any(ontology.value(term, way) is not None for way in aligned), name


def test_data_are_data_properties_and_links_are_object_properties(ontology: rdflib.Graph) -> None:
    data = terms(ontology, OWL.DatatypeProperty)
    for model in CLASSES.values():
        for name, _, mark in marks(model):
            if mark.iri.startswith(NS):
                is_data = mark.iri.removeprefix(NS) in data
                assert is_data == isinstance(mark, Data), f"{model.__name__}.{name}"
                stated = ontology.value(URIRef(mark.iri), RDFS.range)
                if isinstance(mark, Data) and stated is not None:
                    assert str(stated) == mark.datatype, f"{model.__name__}.{name}"


def test_the_ontology_is_in_the_profile_owl_2_rl() -> None:
    store = ox.Store()
    store.load(dict((g.iri, g.triples) for g in of_terms())[NS[:-1]], format=ox.RdfFormat.N_TRIPLES)  # noqa: C402
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


def test_a_thing_that_is_study_and_claim_at_once_is_found_inconsistent(
    ontology: rdflib.Graph,
) -> None:
    broken = rdflib.Graph() + ontology
    broken.add((AT.x, RDF.type, AT.Trial))
    broken.add((AT.x, RDF.type, AT.Conclusion))
    assert inconsistencies(broken)


# -- the shapes ------------------------------------------------------------------------------------


def shape_of(shapes: rdflib.Graph, target: str) -> URIRef:
    (shape,) = shapes.subjects(SH.targetClass, URIRef(target))
    assert isinstance(shape, URIRef)
    return shape


def property_shapes(shapes: rdflib.Graph, target: str) -> dict[str, Any]:
    shape = shape_of(shapes, target)
    return {str(shapes.value(p, SH.path)): p for p in shapes.objects(shape, SH.property)}


def test_there_is_one_shape_for_each_class(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    targets = sorted(str(t).removeprefix(NS) for t in shapes.objects(None, SH.targetClass))
    expected = terms(ontology, OWL.Class) | {"http://www.w3.org/ns/prov#Entity"}
    assert targets == sorted(expected)


def chain(model: type[Thing]) -> list[type[Thing]]:
    """The model and those above it that stand for a class of their own."""
    return [c for c in model.__mro__ if c.__name__ in CLASSES]


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_shape_and_model_agree_on_every_property(shapes: rdflib.Graph, name: str) -> None:
    model = CLASSES[name]
    own_class = (model.rdf_classes or (NS + name,))[0]
    inherited = {mark.iri for c in chain(model)[1:] for _, _, mark in marks(c)}
    mine = property_shapes(shapes, own_class)
    written = {mark.iri for _, _, mark in marks(model)} - inherited
    assert set(mine) == written
    for field_name, field, mark in marks(model):
        if mark.iri not in mine:
            continue
        shape, label = mine[mark.iri], f"{name}.{field_name}"
        many, literals = unwrapped(field.annotation)
        if field_name not in (
            "studies",
            "regimens",
            "cohorts",
            "drugs",
            "endpoints",
            "populations",
        ):
            assert (shapes.value(shape, SH.maxCount) is None) == many, label
        at_least_one = any(getattr(m, "min_length", 0) for m in field.metadata)
        present = at_least_one if many else field.is_required() or field.default is not None
        assert (shapes.value(shape, SH.minCount) is not None) == present, label
        datatype = shapes.value(shape, SH.datatype)
        assert datatype == (URIRef(mark.datatype) if isinstance(mark, Data) else None), label
        allowed = shapes.value(shape, SH["in"])
        listed = {str(v) for v in Collection(shapes, allowed)} if allowed is not None else None
        expected = literals if isinstance(mark, Data) and literals else None
        assert listed == expected, label


def unwrapped(annotation: Any) -> tuple[bool, set[str] | None]:
    """Whether a field takes many values, and the words it may take."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if typing.get_origin(annotation) is typing.Literal:
        return False, set(typing.get_args(annotation))
    return typing.get_origin(annotation) is tuple, None


VALID = """
@prefix at: <https://w3id.org/alltrace/ns#> . @prefix : <https://example.org/> .
@prefix cito: <http://purl.org/spar/cito/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:d a at:Document ; rdfs:label "D" ; dcterms:title "D" ; at:documentType "letter" ; at:authorsCutOff false ;
   at:hasReference :r1, :r2 ; at:hasPointer :p ; at:states :c, :k .
:r1 a at:Reference ; at:referenceNumber 1 ; at:refersTo :w . :r2 a at:Reference ; at:referenceNumber 2 ; at:refersTo :w .
:w a at:Publication ; rdfs:label "W" ; dcterms:title "W" ; at:publicationType "article" ; at:textSeen "abstract" ;
   at:authorsCutOff false ; at:reportsStudy :s .
:p a at:CitationPointer ; at:markerNumber 1 ; at:pointsTo :r1 ; at:citationRole cito:citesAsEvidence ; at:status "reviewed" .
:s a at:Trial, at:Study ; rdfs:label "S" .
:e a at:Endpoint, skos:Concept ; rdfs:label "E" ; skos:prefLabel "E"@en ; skos:definition "E."@en ; skos:notation "e" ;
   skos:inScheme :scheme ; at:endpointFamily :f .
:f a at:EndpointFamily, skos:Concept ; rdfs:label "F" ; skos:prefLabel "F"@en ; skos:definition "F."@en ; skos:notation "f" ;
   skos:inScheme :scheme .
:a a at:Anchor ; at:paragraph 1 ; at:sentence 1 ; at:startOffset 0 ; at:endOffset 9 ; at:sha256 "HEX" .
:m a at:StatedMeasurement, at:Measurement ; at:ofStudy :s ; at:hasEndpoint :e ; at:value 61.0 ; at:printedValue "61.0" ;
   at:unit "%" ; at:operator "=" ; at:statistic "proportion" ; at:numerator 61 ; at:denominator 100 ; at:lowerBound 50.0 ;
   at:upperBound 70.0 ; at:computed false ; at:statedIn :d ; at:status "reviewed" ; at:hasAnchor :a .
:c a at:Claim ; rdfs:label "C" ; at:position 1 ; at:rhetoricalRole "result" ; at:modality "asserted" ; at:status "reviewed" ;
   at:citesPointer :p ; at:assertsMeasurement :m ; at:supports :k .
:k a at:Conclusion, at:Claim ; rdfs:label "K" ; at:position 1 ; at:rhetoricalRole "conclusion" ; at:modality "asserted" ;
   at:status "reviewed" .
:l a at:EvidenceLine ; at:hasEvidence :c ; at:bearsOn :k ; at:direction "supports" ; rdfs:label "why" ; at:drawnBy "document" ;
   at:status "reviewed" .
:v a at:Comparison ; at:comparesValue :m ; at:comparesWith :n ; at:relation "higher" ; at:status "reviewed" .
:n a at:ReportedMeasurement, at:Measurement ; at:ofStudy :s ; at:hasEndpoint :e ; at:pValue 0.5 ; at:printedPValue "0.5" ;
   at:computed false ; at:reportedBy :w ; at:status "reviewed" .
""".replace("HEX", "0" * 64)


def results(turtle: str) -> set[tuple[str, str]]:
    """Focus node and kind of constraint of every breach, the same by both engines."""
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    fast = validation.validate(data.serialize(format="nt").encode())
    _, report, _ = pyshacl.validate(
        data, shacl_graph=validation.shapes_turtle(), shacl_graph_format="turtle"
    )
    slow = {
        (
            str(report.value(r, SH.focusNode)),
            str(report.value(r, SH.sourceConstraintComponent))
            .removeprefix(str(SH))
            .removesuffix("ConstraintComponent"),
        )
        for r in report.subjects(RDF.type, SH.ValidationResult)
    }
    found = {(v.focus, v.constraint) for v in fast.violations}
    assert found == slow
    return {(focus.rsplit("/", 1)[-1], kind) for focus, kind in found}


def test_the_sound_graph_conforms() -> None:
    assert results(VALID) == set()


@pytest.mark.parametrize(
    ("old", "new", "focus", "kind"),
    [
        ("at:numerator 61", "at:numerator 161", "m", "SPARQL"),
        ("at:value 61.0", "at:value 646.0", "m", "SPARQL"),
        ("at:lowerBound 50.0", "at:lowerBound 65.0", "m", "SPARQL"),
        ("at:lowerBound 50.0", "at:lowerBound 80.0", "m", "SPARQL"),
        ('at:unit "%" ;', "", "m", "SPARQL"),
        ("at:pValue 0.5 ; ", "", "n", "SPARQL"),
        ("at:pValue 0.5", "at:pValue 1.5", "n", "MaxInclusive"),
        ("at:referenceNumber 2", "at:referenceNumber 1", "d", "SPARQL"),
        ("at:hasReference :r1, :r2", "at:hasReference :r2", "d", "SPARQL"),
        ("at:hasPointer :p ;", "", "d", "SPARQL"),
        ("; at:supports :k", "", "l", "SPARQL"),
        ("at:hasEvidence :c", "at:hasEvidence :k", "l", "SPARQL"),
        ("at:comparesWith :n", "at:comparesWith :m", "v", "SPARQL"),
        ("at:startOffset 0", "at:startOffset 9", "a", "LessThan"),
        ("0" * 64, "short", "a", "Pattern"),
        ("at:markerNumber 1", "at:markerNumber 0", "p", "MinInclusive"),
        ("at:citationRole cito:citesAsEvidence", "at:citationRole :mine", "p", "Pattern"),
        ('at:direction "supports"', 'at:direction "proves"', "l", "In"),
        ('at:modality "asserted" ; at:status "reviewed" ;\n', 'at:modality "asserted" ;\n', "c", "MinCount"),
        ("at:ofStudy :s ; at:hasEndpoint :e ; at:value", "at:ofStudy :w ; at:hasEndpoint :e ; at:value", "m", "Class"),
        (":s a at:Trial, at:Study", ":s a at:Trial", "s", "Class"),
        ('rdfs:label "S"', 'rdfs:label "S", "T"', "s", "MaxCount"),
        ("; at:endpointFamily :f", "", "e", "MinCount"),
        ("at:position 1 ; at:rhetoricalRole \"result\"", "at:position 1.5 ; at:rhetoricalRole \"result\"", "c", "Datatype"),
        ("at:statedIn :d ;", "", "m", "MinCount"),
    ],
)  # fmt: skip
def test_each_breach_is_found_by_both_engines(old: str, new: str, focus: str, kind: str) -> None:
    assert old in VALID
    assert (focus, kind) in results(VALID.replace(old, new, 1))


def test_both_engines_find_the_bundled_graph_sound(graph: EvidenceGraph) -> None:
    data = rdflib.Graph().parse(data=graph.export("ntriples").decode(), format="nt")
    conforms, _, text = pyshacl.validate(
        data, shacl_graph=validation.shapes_turtle(), shacl_graph_format="turtle"
    )
    assert conforms, text
    assert graph.validate().conforms


# -- the vocabularies ------------------------------------------------------------------------------


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
        above, here = set[str](), concept
        while here.broader:
            (notation,) = here.broader
            assert notation not in above, f"{concept.notation} stands above itself"
            above.add(notation)
            here = concepts[notation]


def test_endpoints_have_one_of_the_five_families() -> None:
    families = {"response", "time-to-event", "adverse-events", "mortality", "accrual"}
    endpoints = vocabulary.concepts()["endpoint"]
    for concept in endpoints.values():
        assert concept.family in families or concept.notation in families
    assert {c.family for c in endpoints.values() if c.family} == families
