"""Model, ontology, shapes and vocabularies: none can gain a term that the others lack."""

import itertools
import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import owlrl
import pyowl2_profiles
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, URIRef
from rdflib.collection import Collection

from alltrace import EvidenceGraph
from ingest.graphs import ONTOLOGY_GRAPH, of_terms
from ontology import vocabulary
from ontology.fields import Concept, Data, Link, Owned, Part, Term
from ontology.model import CLASSES, Record, Thing
from ontology.terms import NS, PROV
from queries import validation

AT = rdflib.Namespace(NS)
Mark = Data | Link | Concept | Term | Part

# The names that outside programs rely on.
DESIGN_CLASSES = """
    Document Publication Reference CitationPointer Study Trial Cohort Regimen Drug Endpoint
    Measurement Claim Conclusion EvidenceLine Anchor Finding
"""
DESIGN_PROPERTIES = """
    hasReference referenceNumber refersTo hasPointer pointsTo reportsStudy states
    assertsMeasurement citesPointer ofStudy inCohort underRegimen hasEndpoint atTimePoint value
    unit operator numerator denominator lowerBound upperBound confidenceLevel standardError
    statedIn reportedBy restates hasEvidence bearsOn direction supports disputes qualifies hasDrug
    hasAnchor about rule severity status
"""

# Made when a record is built, of the evidence lines and claims in between.
REACHES = NS + "reaches"

# The outside terms that were seen in their own ontology or its documentation.
LOOKED_UP = {
    "biro": "BibliographicReference references",
    "c4o": "InTextReferencePointer denotes",
    "cito": "disputes hasCitationCharacterization qualifies repliesTo supports",
    "dcterms": "creator identifier isPartOf",
    "doco": "Sentence",
    "dqv": "QualityAnnotation",
    "earl": "Assertion TestResult info result subject test",
    "fabio": "JournalArticle Letter ResearchPaper hasPubMedId",
    "mp": "Claim asserts challenges curatedBy supports",
    "oa": "TextPositionSelector end hasSelector hasTarget start",
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

# The class that the concepts of a scheme have.
CONCEPT_CLASS = {
    "endpoint": "Endpoint",
    "drug": "Drug",
    "regimen": "RegimenKind",
    "population": "Population",
    "phase": "Phase",
}
CONCEPT_CLASSES = {*CONCEPT_CLASS.values(), "EndpointFamily"}


@pytest.fixture(scope="module")
def terms_by_graph() -> dict[str, rdflib.Graph]:
    """The ontology and the vocabularies, by the names of their graphs."""
    return {g.iri: rdflib.Graph().parse(data=g.triples, format="nt") for g in of_terms()}


@pytest.fixture(scope="module")
def ontology(terms_by_graph: dict[str, rdflib.Graph]) -> rdflib.Graph:
    return terms_by_graph[ONTOLOGY_GRAPH]


@pytest.fixture(scope="module")
def vocabularies(terms_by_graph: dict[str, rdflib.Graph]) -> rdflib.Graph:
    joined = rdflib.Graph()
    for iri, graph in terms_by_graph.items():
        if iri != ONTOLOGY_GRAPH:
            joined += graph
    return joined


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=validation.shapes_turtle(), format="turtle")


def ours(iris: typing.Iterable[object]) -> set[str]:
    """The local names of those that are ours."""
    return {str(iri).removeprefix(NS) for iri in iris if str(iri).startswith(NS)}


def declared(ontology: rdflib.Graph, *kinds: URIRef) -> set[str]:
    return ours(s for kind in kinds for s in ontology.subjects(RDF.type, kind))


# -- what the model writes -------------------------------------------------------------------------


def marks(model: type[Thing]) -> Iterator[tuple[str, Mark]]:
    """The fields of a model that become RDF: name and mark."""
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Mark):
                yield name, mark


def literals(model: type[Thing], field: str) -> tuple[str, ...]:
    return typing.get_args(model.model_fields[field].annotation)


def things_in(annotation: Any) -> set[type[Thing]]:
    """The models that a field holds, whatever it wraps them in."""
    if isinstance(annotation, type) and issubclass(annotation, Thing):
        return {annotation}
    return {model for part in typing.get_args(annotation) for model in things_in(part)}


def sections() -> Iterator[tuple[str, type[Thing]]]:
    """The properties that hang a section of the record on its document, with what they lead to."""
    for field in Record.model_fields.values():
        for mark in field.metadata:
            if isinstance(mark, Owned) and mark.iri:
                for model in things_in(field.annotation):
                    yield mark.iri, model


def edges() -> Iterator[tuple[str, str, str]]:
    """The direct edges of evidence lines: class they leave, property, class they lead to."""
    for model in CLASSES.values():
        links = {name: mark for name, mark in marks(model) if isinstance(mark, Link)}
        for edge in model.edges:
            for name in links[edge.subject].target.split(" | "):
                for word in literals(model, edge.predicate):
                    yield name, NS + word, links[edge.object].target


@dataclass
class Written:
    """How often and as what a class has one property, by the model."""

    required: bool
    many: bool
    classes: set[str]
    datatype: str | None = None
    words: frozenset[str] = frozenset()
    pattern: str | None = None
    lowest: int | None = None
    highest: int | None = None


def written(model: type[Thing]) -> dict[str, Written]:
    """Every property that the model writes for its class, read from annotations and JSON schema."""
    found: dict[str, Written] = {}
    schema = model.model_json_schema()["properties"]
    for name, mark in marks(model):
        field, told = model.model_fields[name], schema[name]
        many = told.get("type") == "array"
        value = told["items"] if many else told
        value = next((v for v in value.get("anyOf", ()) if v.get("type") != "null"), value)
        one_given = field.is_required() or field.default is not None
        this = Written(
            bool(told.get("minItems")) if many else one_given,
            many,
            classes_of(mark, field.annotation),
        )
        if isinstance(mark, Data):
            this.datatype = mark.datatype
            this.lowest, this.highest = value.get("minimum"), value.get("maximum")
        if isinstance(mark, Data) and mark.datatype == str(XSD.string):
            this.words = frozenset(value.get("enum", ()))
            this.pattern = value.get("pattern")
        if isinstance(mark, Term):
            this.words = frozenset(mark.namespace + word for word in value.get("enum", ()))
        if mark.iri in found:  # several fields, one property: `at:mentions`
            this.classes |= found[mark.iri].classes
        found[mark.iri] = this
    if model is CLASSES["Document"]:
        for iri, held in sections():
            found.setdefault(iri, Written(False, True, set())).classes.add(held.__name__)
    for start, iri, end in edges():
        if CLASSES[start] is model:
            found[iri] = Written(False, True, {end})
    if model is CLASSES["Conclusion"]:
        found[REACHES] = Written(False, True, {"Measurement"})
    return found


def classes_of(mark: Mark, annotation: Any) -> set[str]:
    """The classes, by local name, of what a field leads to; none for literals and for anything."""
    match mark:
        case Link(_, target) if target != "Thing":
            return set(target.split(" | "))
        case Concept(_, scheme):
            return {CONCEPT_CLASS[scheme]}
        case Part():
            return {model.__name__ for model in things_in(annotation)}
    return set()


def above(name: str) -> list[str]:
    """The classes that stand above a class of the model."""
    return [c.__name__ for c in CLASSES[name].__mro__[1:] if c.__name__ in CLASSES]


def own_properties(name: str) -> dict[str, Written]:
    """What the class has that no class above it has."""
    inherited = {iri for upper in above(name) for iri in written(CLASSES[upper])}
    return {iri: w for iri, w in written(CLASSES[name]).items() if iri not in inherited}


def class_iri(name: str) -> str:
    return (CLASSES[name].rdf_classes or (NS + name,))[0]


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


def top(name: str) -> str:
    """The class itself, unless it is a claim of some kind."""
    return "Claim" if name == "Conclusion" else name


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


# -- the shapes against the model ------------------------------------------------------------------


def property_shapes(shapes: rdflib.Graph, target: str) -> dict[str, Any]:
    """The property shapes for a class by their paths; each path once."""
    (shape,) = shapes.subjects(SH.targetClass, URIRef(target))
    found = [(str(shapes.value(p, SH.path)), p) for p in shapes.objects(shape, SH.property)]
    assert len(dict(found)) == len(found), f"{target} has two shapes for one property"
    return dict(found)


def listed(shapes: rdflib.Graph, head: Any) -> list[Any]:
    return list(Collection(shapes, head)) if head is not None else []


def test_each_class_has_one_shape_named_after_it(
    shapes: rdflib.Graph, ontology: rdflib.Graph
) -> None:
    found = sorted((str(s), str(t)) for s, t in shapes.subject_objects(SH.targetClass))
    expected = [(f"{NS}{c}Shape", NS + c) for c in declared(ontology, OWL.Class)]
    assert found == sorted([*expected, (NS + "ProvenanceShape", PROV + "Entity")])


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_shape_and_model_have_the_same_properties(shapes: rdflib.Graph, name: str) -> None:
    assert set(property_shapes(shapes, class_iri(name))) == set(own_properties(name))


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_shape_and_model_agree_on_how_many_there_may_be(shapes: rdflib.Graph, name: str) -> None:
    found = property_shapes(shapes, class_iri(name))
    for iri, w in own_properties(name).items():
        least, most = (
            number_of(shapes.value(found[iri], bound)) for bound in (SH.minCount, SH.maxCount)
        )
        assert least == (1 if w.required else None), iri
        assert most == (None if w.many else 1), iri


# Numbers printed as text, which the model bounds in its own code, and a hash that a program makes.
STRICTER_SHAPES = {
    NS + "standardError",
    NS + "standardDeviation",
    NS + "timeAmount",
    NS + "pValue",
    NS + "confidenceLevel",
    NS + "confidence",
    NS + "fileSha256",
}


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_shape_and_model_agree_on_what_a_value_may_be(shapes: rdflib.Graph, name: str) -> None:
    found = property_shapes(shapes, class_iri(name))
    for iri, w in own_properties(name).items():
        shape = found[iri]
        datatype = shapes.value(shape, SH.datatype)
        assert datatype == (URIRef(w.datatype) if w.datatype else None), iri
        assert {str(v) for v in listed(shapes, shapes.value(shape, SH["in"]))} == w.words, iri
        if iri not in STRICTER_SHAPES:
            pattern = (w.pattern or "").replace(r"\d", "[0-9]").replace(r"\.", "[.]")
            assert str(shapes.value(shape, SH.pattern) or "") == pattern, iri
            for bound, number in ((SH.minInclusive, w.lowest), (SH.maxInclusive, w.highest)):
                assert number_of(shapes.value(shape, bound)) == number, iri


def number_of(value: object) -> object:
    return value.value if isinstance(value, rdflib.Literal) else None


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_shape_and_model_agree_on_what_a_link_leads_to(shapes: rdflib.Graph, name: str) -> None:
    found = property_shapes(shapes, class_iri(name))
    for iri, w in own_properties(name).items():
        shape = found[iri]
        choices = listed(shapes, shapes.value(shape, SH["or"]))
        led_to = {shapes.value(s, SH["class"]) for s in (*choices, shape)} - {None}
        expected = {top(c) for c in w.classes}
        if "Endpoint" in expected and len(expected) > 1:
            expected.add("EndpointFamily")  # a claim may speak of a whole family
        assert ours(led_to) == expected, iri
        assert (shapes.value(shape, SH.nodeKind) == SH.IRI) == (w.datatype is None), iri


@pytest.mark.parametrize("name", sorted(CONCEPT_CLASSES))
def test_the_concepts_have_what_their_shapes_ask_for(
    shapes: rdflib.Graph, vocabularies: rdflib.Graph, name: str
) -> None:
    found = {
        iri.rsplit("#", 1)[-1]: number_of(shapes.value(shape, SH.minCount))
        for iri, shape in property_shapes(shapes, NS + name).items()
    }
    always = {"label": 1, "prefLabel": 1, "notation": 1, "definition": 1, "inScheme": 1}
    of_endpoints = {"endpointFamily": 1, "complementOf": None} if name == "Endpoint" else {}
    assert found == {**always, **of_endpoints, "broader": None, "ncitCode": None}
    assert (None, RDF.type, AT[name]) in vocabularies


def test_every_rule_of_the_shapes_is_told_in_one_sentence(shapes: rdflib.Graph) -> None:
    rules = [*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)]
    rules += [s for s in shapes.subjects(SH.targetClass) if (s, SH["class"], None) in shapes]
    for rule in rules:
        (message,) = shapes.objects(rule, SH.message)
        assert str(message)[0].isupper(), message
        assert str(message).endswith("."), message


# -- the shapes at work ----------------------------------------------------------------------------

VALID = """
@prefix : <https://example.org/> .
@prefix at: <https://w3id.org/alltrace/ns#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:letter a at:Document ; rdfs:label "Smith 2030" ; dcterms:title "An invented letter" ;
    at:documentType "letter" ; at:authorsCutOff false ; at:year 2030 ; at:doi "10.1000/182" ;
    at:received "2030-01-01"^^xsd:date ; at:commentsOn :work ;
    at:hasReference :ref-1, :ref-2 ; at:hasPointer :pointer ; at:states :claim, :conclusion .
:ref-1 a at:Reference ; at:referenceNumber 1 ; at:refersTo :work .
:ref-2 a at:Reference ; at:referenceNumber 2 ; at:refersTo :work .
:pointer a at:CitationPointer ; at:markerNumber 1 ; at:pointsTo :ref-1 ;
    at:citationRole cito:citesAsEvidence ; at:status "reviewed" .
:work a at:Publication ; rdfs:label "Jones 2029" ; dcterms:title "A trial" ;
    at:publicationType "article" ; at:textSeen "abstract" ; at:authorsCutOff false ;
    at:reportsStudy :trial .
:trial a at:Trial, at:Study ; rdfs:label "Trial X" ; at:hasPopulation :children .
:cohort a at:Cohort ; rdfs:label "all" ; at:ofStudy :trial ; at:participants 100 .
:arm a at:Regimen ; rdfs:label "arm A" ; at:ofStudy :trial ; at:regimenKind :reinduction ;
    at:inPhase :block ; at:hasDrug :drug .
:later a at:TimePoint ; rdfs:label "4 years" ; at:timing "at" ; at:timeAmount 4.0 ;
    at:timeUnit "years" .
:anchor a at:Anchor ; at:paragraph 1 ; at:sentence 1 ; at:startOffset 0 ; at:endOffset 9 ;
    at:sha256 "HASH" .
:stated a at:StatedMeasurement, at:Measurement ; at:ofStudy :trial ; at:inCohort :cohort ;
    at:underRegimen :arm ; at:hasEndpoint :remission ; at:atTimePoint :later ;
    at:statistic "proportion" ; at:value 61.0 ; at:printedValue "61.0" ; at:unit "%" ;
    at:operator "=" ; at:numerator 61 ; at:denominator 100 ; at:lowerBound 50.0 ;
    at:upperBound 70.0 ; at:confidenceLevel 95.0 ; at:computed false ; at:statedIn :letter ;
    at:restates :reported ; at:status "reviewed" ; at:hasAnchor :anchor .
:reported a at:ReportedMeasurement, at:Measurement ; at:ofStudy :trial ;
    at:hasEndpoint :remission ; at:pValue 0.5 ; at:printedPValue "0.5" ; at:computed false ;
    at:reportedBy :work ; at:status "reviewed" .
:comparison a at:Comparison ; at:comparesValue :stated ; at:comparesWith :reported ;
    at:relation "higher" ; at:status "reviewed" .
:claim a at:Claim ; rdfs:label "Most went into remission." ; at:position 1 ;
    at:rhetoricalRole "result" ; at:modality "asserted" ; at:status "reviewed" ;
    at:citesPointer :pointer ; at:assertsMeasurement :stated ; at:assertsComparison :comparison ;
    at:mentions :trial, :drug ; at:supports :conclusion .
:conclusion a at:Conclusion, at:Claim ; rdfs:label "It works." ; at:position 1 ;
    at:rhetoricalRole "conclusion" ; at:modality "hedged" ; at:status "reviewed" ;
    at:reaches :stated .
:line a at:EvidenceLine ; at:hasEvidence :claim ; at:bearsOn :conclusion ;
    at:direction "supports" ; rdfs:label "Remission is the aim." ; at:drawnBy "document" ;
    at:status "reviewed" .
:finding a at:Finding ; rdfs:label "The value is right." ; at:about :stated ;
    at:foundIn :letter ; at:usesEvidence :reported ; at:rule "value-restated" ; at:severity "note" ;
    at:outcome "verified" ; at:aboutReference 1 ; at:review "open" .
:check a at:Check ; at:about :stated ; at:foundIn :letter ; at:outcome "verified" ;
    at:usesEvidence :reported ; at:aboutReference 1 ; at:arithmetic "61 / 100 = 61.0%" .
:graph a prov:Entity ; rdfs:label "graph of smith-2030" ; at:status "reviewed" ;
    at:curator "tests" ; dcterms:created "2030-01-01"^^xsd:date ; at:fileName "smith.yaml" ;
    at:fileSha256 "HASH" ; at:softwareVersion "alltrace" .

:response a at:EndpointFamily, skos:Concept ; skos:inScheme :scheme ; skos:notation "response" ;
    rdfs:label "response" ; skos:prefLabel "response"@en ; skos:definition "Whether."@en .
:remission a at:Endpoint, skos:Concept ; skos:inScheme :scheme ; skos:notation "remission" ;
    rdfs:label "remission" ; skos:prefLabel "remission"@en ; skos:definition "None seen."@en ;
    at:endpointFamily :response ; skos:broader :response ; at:ncitCode "C1" .
:drug a at:Drug, skos:Concept ; skos:inScheme :scheme ; skos:notation "drug" ;
    rdfs:label "drug" ; skos:prefLabel "drug"@en ; skos:definition "Given."@en .
:reinduction a at:RegimenKind, skos:Concept ; skos:inScheme :scheme ; skos:notation "again" ;
    rdfs:label "again" ; skos:prefLabel "again"@en ; skos:definition "Once more."@en .
:children a at:Population, skos:Concept ; skos:inScheme :scheme ; skos:notation "children" ;
    rdfs:label "children" ; skos:prefLabel "children"@en ; skos:definition "Young."@en .
:block a at:Phase, skos:Concept ; skos:inScheme :scheme ; skos:notation "block" ;
    rdfs:label "block" ; skos:prefLabel "block"@en ; skos:definition "A step."@en .
""".replace("HASH", "0" * 64)


@dataclass(frozen=True)
class Breach:
    """One result of a validation."""

    focus: str
    path: str
    constraint: str
    message: str

    @property
    def told(self) -> tuple[str, str]:
        """The thing, and the kind of constraint; of a rule in SPARQL its message."""
        thing = self.focus.rsplit("/", 1)[-1]
        return thing, self.message if self.constraint == "SPARQL" else self.constraint


def breaches(turtle: str | rdflib.Graph) -> set[Breach]:
    """What the engine of the package finds; pySHACL must find exactly the same."""
    data = turtle
    if isinstance(data, str):
        data = rdflib.Graph().parse(data=data, format="turtle")
    report = validation.validate(data.serialize(format="nt").encode())
    found = {Breach(v.focus, v.path or "", v.constraint, v.message) for v in report.violations}
    assert report.conforms == (not found)
    conforms, results, _ = pyshacl.validate(
        data, shacl_graph=validation.shapes_turtle(), shacl_graph_format="turtle"
    )
    assert conforms == report.conforms
    assert isinstance(results, rdflib.Graph)
    by_pyshacl = {
        Breach(
            str(results.value(result, SH.focusNode)),
            str(results.value(result, SH.resultPath) or ""),
            str(results.value(result, SH.sourceConstraintComponent))
            .removeprefix(str(SH))
            .removesuffix("ConstraintComponent"),
            str(results.value(result, SH.resultMessage)),
        )
        for result in results.subjects(RDF.type, SH.ValidationResult)
    }
    assert found == by_pyshacl
    return found


def test_the_sound_graph_keeps_to_the_shapes_and_has_a_thing_of_each(shapes: rdflib.Graph) -> None:
    sound = rdflib.Graph().parse(data=VALID, format="turtle")
    assert set(shapes.objects(None, SH.targetClass)) <= set(sound.objects(None, RDF.type))
    assert breaches(sound) == set()


TWO_OF_A_NUMBER = "Two references share a number."
UNLISTED = "A pointer leads to a reference outside the list of its document."
OF_ANOTHER = "A claim cites a pointer of another document."
TOO_MANY = "The numerator is larger than the denominator."
NO_SHARE = "A percentage lies between 0 and 100."
OUTSIDE = "The value lies outside its interval."
BACKWARDS = "The interval runs backwards."
NO_UNIT = "A value needs a unit."
EMPTY = "A measurement needs a value, a count, a p-value, a relation or a wording."
WITH_ITSELF = "A value cannot be compared with itself."
FOR_ITSELF = "A claim cannot be evidence for itself."
NO_EDGE = "The direct edge of the evidence line is missing."

BROKEN: list[tuple[str, str, set[tuple[str, str]]]] = [
    # rules that take several values to see
    ("at:referenceNumber 2", "at:referenceNumber 1", {("letter", TWO_OF_A_NUMBER)}),
    ("at:hasReference :ref-1, :ref-2", "at:hasReference :ref-2", {("letter", UNLISTED)}),
    ("at:hasPointer :pointer ;", "", {("letter", OF_ANOTHER)}),
    ("at:numerator 61", "at:numerator 161", {("stated", TOO_MANY)}),
    ("at:value 61.0", "at:value 646.0", {("stated", NO_SHARE), ("stated", OUTSIDE)}),
    ("at:value 61.0", "at:value -1.0", {("stated", NO_SHARE), ("stated", OUTSIDE)}),
    ("at:lowerBound 50.0", "at:lowerBound 65.0", {("stated", OUTSIDE)}),
    ("at:upperBound 70.0", "at:upperBound 60.5", {("stated", OUTSIDE)}),
    ("at:value 61.0 ; ", "at:lowerBound 80.0 ; ", {("stated", "MaxCount"), ("stated", BACKWARDS)}),
    ('at:unit "%" ;', "", {("stated", NO_UNIT)}),
    ("at:pValue 0.5 ;", "", {("reported", EMPTY)}),
    ("at:comparesWith :reported", "at:comparesWith :stated", {("comparison", WITH_ITSELF)}),
    ("; at:supports :conclusion", "", {("line", NO_EDGE)}),
    ("at:supports :conclusion", "at:disputes :conclusion", {("line", NO_EDGE)}),
    ('at:direction "supports"', 'at:direction "disputes"', {("line", NO_EDGE)}),
    ('at:direction "supports"', 'at:direction "qualifies"', {("line", NO_EDGE)}),
    (
        "at:hasEvidence :claim",
        "at:hasEvidence :conclusion",
        {("line", FOR_ITSELF), ("line", NO_EDGE)},
    ),
    ("at:startOffset 0", "at:startOffset 9", {("anchor", "LessThan")}),
    # numbers
    ("at:pValue 0.5", "at:pValue 1.5", {("reported", "MaxInclusive")}),
    ("at:pValue 0.5", "at:pValue -0.5", {("reported", "MinInclusive")}),
    ("at:confidenceLevel 95.0", "at:confidenceLevel 0.0", {("stated", "MinExclusive")}),
    ("at:confidenceLevel 95.0", "at:confidenceLevel 100.0", {("stated", "MaxExclusive")}),
    ("at:markerNumber 1", "at:markerNumber 0", {("pointer", "MinInclusive")}),
    ("at:year 2030", "at:year 20300", {("letter", "MaxInclusive")}),
    ("at:participants 100", "at:participants 99.5", {("cohort", "Datatype")}),
    ("at:timeAmount 4.0", "at:timeAmount -4.0", {("later", "MinInclusive")}),
    # words and patterns
    ('at:direction "supports"', 'at:direction "proves"', {("line", "In")}),
    ("cito:citesAsEvidence", "cito:likes", {("pointer", "In")}),
    ('at:sha256 "0', 'at:sha256 "G', {("anchor", "Pattern")}),
    ('"10.1000/182"', '"https://doi.org/10.1000/182"', {("letter", "Pattern")}),
    ('at:printedValue "61.0"', 'at:printedValue "61·0"', {("stated", "Pattern")}),
    ('at:ncitCode "C1"', 'at:ncitCode "1"', {("remission", "Pattern")}),
    # what a link leads to
    (
        "at:ofStudy :trial ; at:inCohort",
        "at:ofStudy :work ; at:inCohort",
        {("stated", "Class")},
    ),
    ("at:hasEndpoint :remission ; at:pValue", "at:hasEndpoint :response ; at:pValue",
     {("reported", "Class")}),
    ("at:hasDrug :drug", 'at:hasDrug "mitoxantrone"', {("arm", "Class"), ("arm", "NodeKind")}),
    ("at:hasEvidence :claim", "at:hasEvidence :trial", {("line", "Or"), ("line", NO_EDGE)}),
    ("at:mentions :trial", "at:mentions :letter", {("claim", "Or")}),
    ("at:supports :conclusion", "at:supports :conclusion, :trial", {("claim", "Class")}),
    (":conclusion a at:Conclusion, at:Claim", ":conclusion a at:Conclusion",
     {("conclusion", "Class"), ("letter", "Class"), ("line", "Class"), ("claim", "Class")}),
    # how many
    (' ; at:statedIn :letter', "", {("stated", "MinCount")}),
    ('rdfs:label "Trial X"', 'rdfs:label "Trial X", "Y"', {("trial", "MaxCount")}),
    ("at:endpointFamily :response ;", "", {("remission", "MinCount")}),
    ('"Whether."@en', '"Whether."', {("response", "Datatype")}),
    ('skos:prefLabel "drug"@en', 'skos:prefLabel "drug"@en, "drugs"@en',
     {("drug", "MaxCount"), ("drug", "UniqueLang")}),
]  # fmt: skip


def broken(old: str, new: str) -> str:
    assert VALID.count(old) >= 1, f"the sound graph does not hold {old!r}"
    return VALID.replace(old, new, 1)


@pytest.mark.parametrize(("old", "new", "told"), BROKEN)
def test_a_breach_is_told_by_both_engines(old: str, new: str, told: set[tuple[str, str]]) -> None:
    assert {breach.told for breach in breaches(broken(old, new))} == told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"proportion" ; at:value 61.0', '"mean" ; at:value 61.0'),
        (" ; at:lowerBound 50.0 ;\n    at:upperBound 70.0", ""),
        ('at:statistic "proportion"', 'at:statistic "difference"'),
        ("at:mentions :trial", "at:mentions :response, :cohort, :arm, :children, :reinduction"),
        ('at:unit "%"', 'at:unit "patients"'),
    ],
)
def test_what_is_right_is_not_told(old: str, new: str) -> None:
    assert breaches(broken(old, new)) == set()


def test_a_mean_may_count_more_events_than_people_and_a_difference_fall_below_nought() -> None:
    mean = broken('"proportion"', '"mean"').replace("at:numerator 61", "at:numerator 161")
    assert breaches(mean) == set()
    less = broken('"proportion"', '"difference"').replace("at:value 61.0", "at:value -6.0")
    assert breaches(less.replace("at:lowerBound 50.0", "at:lowerBound -9.0")) == set()


def test_the_breaches_above_try_every_kind_of_constraint(shapes: rdflib.Graph) -> None:
    tried = {kind for _, _, told in BROKEN for _, kind in told}
    rules = {str(shapes.value(rule, SH.message)) for rule in shapes.objects(None, SH.sparql)}
    parameters = {str(p).removeprefix(str(SH)) for p in shapes.predicates()}
    besides = {"declare", "prefix", "prefixes", "namespace", "targetClass", "property", "path"}
    besides |= {"message", "select", "sparql"}
    core = {p[0].upper() + p[1:] for p in parameters if not p.startswith("http")}
    assert tried == rules | core - {b[0].upper() + b[1:] for b in besides}


def property_places(
    shapes: rdflib.Graph, sound: rdflib.Graph
) -> Iterator[tuple[Any, URIRef, URIRef]]:
    """Each property shape, its path, and one thing of the sound graph that it looks at."""
    for shape, target in shapes.subject_objects(SH.targetClass):
        things = sorted(sound.subjects(RDF.type, target), key=str)
        for one in shapes.objects(shape, SH.property):
            path = shapes.value(one, SH.path)
            assert isinstance(path, URIRef)
            thing = things[0]
            assert isinstance(thing, URIRef)
            yield one, path, thing


def of_kind(found: set[Breach], *kinds: str) -> set[tuple[str, str]]:
    return {(b.focus, b.path) for b in found if b.constraint in kinds}


def test_each_required_value_is_missed(shapes: rdflib.Graph) -> None:
    sound = rdflib.Graph().parse(data=VALID, format="turtle")
    poor, expected = rdflib.Graph() + sound, set()
    for shape, path, thing in property_places(shapes, sound):
        if shapes.value(shape, SH.minCount) is not None:
            poor.remove((thing, path, None))
            expected.add((str(thing), str(path)))
    assert of_kind(breaches(poor), "MinCount") == expected


def test_a_second_value_is_told_where_one_is_all_there_may_be(shapes: rdflib.Graph) -> None:
    sound = rdflib.Graph().parse(data=VALID, format="turtle")
    rich, expected = rdflib.Graph() + sound, set()
    for shape, path, thing in property_places(shapes, sound):
        if shapes.value(shape, SH.maxCount) is not None:
            for word in ("one", "another"):
                rich.add((thing, path, rdflib.Literal(word)))
            expected.add((str(thing), str(path)))
    assert of_kind(breaches(rich), "MaxCount") == expected


def test_no_property_takes_whatever_it_is_given(shapes: rdflib.Graph) -> None:
    sound = rdflib.Graph().parse(data=VALID, format="turtle")
    odd, expected = rdflib.Graph() + sound, set()
    for shape, path, thing in property_places(shapes, sound):
        takes_text = shapes.value(shape, SH.datatype) == XSD.string
        odd.set((thing, path, rdflib.Literal(True if takes_text else "odd")))
        expected.add((str(thing), str(path)))
    found = of_kind(breaches(odd), "Datatype", "NodeKind", "In")
    assert expected <= found


def test_both_engines_find_the_bundled_graph_sound(graph: EvidenceGraph) -> None:
    data = rdflib.Graph().parse(data=graph.export("ntriples").decode(), format="nt")
    assert breaches(data) == set()
    assert graph.validate().conforms


# -- the vocabularies ------------------------------------------------------------------------------


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
