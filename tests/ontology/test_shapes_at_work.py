"""The shapes at work: what breaks each rule of them is told by two engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH, XSD, URIRef

from alltrace import EvidenceGraph
from queries import validation

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
    at:dateReceived "2030-01-01"^^xsd:date ; at:commentsOn :work ;
    at:hasReference :ref-1, :ref-2 ; at:hasPointer :pointer ; at:states :claim, :conclusion .
:ref-1 a at:Reference ; at:referenceNumber 1 ; at:refersTo :work .
:ref-2 a at:Reference ; at:referenceNumber 2 ; at:refersTo :work .
:pointer a at:CitationPointer ; at:markerNumber 1 ; at:pointsTo :ref-1 ;
    at:citationRole cito:citesAsEvidence ; at:status "reviewed" .
:work a at:Publication ; rdfs:label "Jones 2029" ; dcterms:title "A trial" ;
    at:publicationType "article" ; at:textSeen "abstract" ; at:authorsCutOff false ;
    at:reportsStudy :trial .
:trial a at:Trial, at:Study ; rdfs:label "Trial X" ; at:hasPopulation :children ;
    at:hasRegistration :entry .
:entry a at:Registration ; rdfs:label "NCT02101853" ; at:registrationNumber "NCT02101853" ;
    at:registry "ClinicalTrials.gov" .
:cohort a at:Cohort ; rdfs:label "all" ; at:ofStudy :trial ; at:participants 100 .
:group a at:Arm ; rdfs:label "group A" ; at:armOf :trial ; at:armRole "experimental" ;
    at:nAllocated 110 ; at:nAnalysed 100 ; at:nTreated 99 ; at:received :arm ; at:formedFrom :cohort .
:quantity a at:Quantity ; rdfs:label "remission" ; at:ofStudy :trial ; at:inArm :group ;
    at:hasEndpoint :remission .
:place a at:SourcePlace, at:Anchor ; rdfs:label "table 2" ; at:inSource :work ; at:table "2" .
:arm a at:Regimen ; rdfs:label "arm A" ; at:ofStudy :trial ; at:regimenKind :reinduction ;
    at:inPhase :block ; at:hasDrug :drug .
:later a at:TimePoint ; rdfs:label "4 years" ; at:timing "at" ; at:timeAmount 4.0 ;
    at:timeUnit "years" .
:anchor a at:TextAnchor, at:Anchor ; at:paragraph 1 ; at:sentence 1 ; at:startOffset 0 ; at:endOffset 9 ;
    at:sha256 "HASH" .
:stated a at:StatedMeasurement, at:Measurement ; at:ofStudy :trial ; at:inCohort :cohort ;
    at:underRegimen :arm ; at:hasEndpoint :remission ; at:atTimePoint :later ;
    at:statistic "proportion" ; at:value 61.0 ; at:printedValue "61.0" ; at:unit "%" ;
    at:operator "=" ; at:numerator 61 ; at:denominator 100 ; at:lowerBound 50.0 ;
    at:upperBound 70.0 ; at:confidenceLevel 95.0 ; at:computed false ; at:statedIn :letter ;
    at:restates :reported ; at:status "reviewed" ; at:hasAnchor :anchor .
:reported a at:ReportedMeasurement, at:Measurement ; at:ofStudy :trial ;
    at:inArm :group ; at:quantifies :quantity ; at:hasAnchor :place ;
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
    at:foundIn :letter ; at:usesEvidence :reported ; at:rule "value-restated" ; at:ruleVersion 1 ; at:severity "note" ;
    at:outcome "verified" ; at:aboutReference 1 ; at:review "open" .
:notice a at:Notice ; at:about :work ; at:noticeKind "retraction" ; at:date "2031-02" ;
    at:pmid "2" ; at:source "PubMed" .
:check a at:Check ; rdfs:label "remission 61.0%: verified" ; at:about :stated ; at:foundIn :letter ; at:outcome "verified" ;
    at:usesEvidence :reported ; at:aboutReference 1 ; at:arithmetic "61 / 100 = 61.0%" .
:other a at:Trial, at:Study ; rdfs:label "Trial Y" ; at:differentStudyFrom :trial .
:third a at:Study ; rdfs:label "X, as registered" ; at:sameStudyAs :trial .
:identity a at:StudyIdentity ; rdfs:label "Both name the sponsor's number." ;
    at:identityOf :trial, :third ; at:identityVerdict "same" ; at:curator "tests" ;
    dcterms:created "2030-01-01"^^xsd:date .
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


def property_of(path: object) -> str:
    """The property of a path; of a path of several steps none."""
    return str(path) if isinstance(path, URIRef) else ""


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
            property_of(results.value(result, SH.resultPath)),
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
EMPTY = "A measurement needs a value, a count, a p-value, a relation, a wording or what was not reached."
PRINTED = "A printed number is its decimal."
PERCENT = "A percentage has the unit %."
NO_LEVEL = "An interval has a level, or says that its source states none."
REACHED = "What is not reached has no number."
OF_NOTHING = "A reported measurement is a value of a quantity."
WITH_ITSELF = "A value cannot be compared with itself."
FOR_ITSELF = "A claim cannot be evidence for itself."
NO_EDGE = "The direct edge of the evidence line is missing."
NOT_WHOLE = "A graph with a curator lacks its status, its day, its file or the SHA-256 of that."

BROKEN: list[tuple[str, str, set[tuple[str, str]]]] = [
    # rules that take several values to see
    ("at:referenceNumber 2", "at:referenceNumber 1", {("letter", TWO_OF_A_NUMBER)}),
    ("at:hasReference :ref-1, :ref-2", "at:hasReference :ref-2", {("letter", UNLISTED)}),
    ("at:hasPointer :pointer ;", "", {("letter", OF_ANOTHER)}),
    ("at:numerator 61", "at:numerator 161", {("stated", TOO_MANY)}),
    ("at:value 61.0", "at:value 646.0",
     {("stated", NO_SHARE), ("stated", OUTSIDE), ("stated", PRINTED)}),
    ("at:value 61.0", "at:value -1.0",
     {("stated", NO_SHARE), ("stated", OUTSIDE), ("stated", PRINTED)}),
    ('at:printedValue "61.0"', 'at:printedValue "61.5"', {("stated", PRINTED)}),
    ('at:printedPValue "0.5"', 'at:printedPValue "0.05"', {("reported", PRINTED)}),
    ('at:value 61.0 ; at:printedValue "61.0" ; at:unit "%"',
     'at:value 660 ; at:printedValue "660" ; at:unit "percent"',
     {("stated", PERCENT), ("stated", OUTSIDE), ("stated", "Datatype")}),
    ("at:confidenceLevel 95.0 ;", "", {("stated", NO_LEVEL)}),
    ("at:confidenceLevel 95.0 ;", "at:levelUnstated false ;", {("stated", NO_LEVEL)}),
    ("at:confidenceLevel 95.0 ;", 'at:confidenceLevel 95.0 ; at:notReached "upper" ;',
     {("stated", REACHED)}),
    ("at:quantifies :quantity ;", "",
     {("reported", OF_NOTHING), ("reported", "Equals")}),
    ("at:inArm :group ; at:quantifies", "at:quantifies", {("reported", "Equals")}),
    ("at:ofStudy :trial ; at:inArm :group ;", "at:ofStudy :trial ;",
     {("reported", "Equals")}),
    # a property that is none
    ("at:markerNumber 1", "at:markerNumber 1 ; at:markerNumer 2", {("pointer", "Closed")}),
    ("at:nAllocated 110", "at:nAllocated 110 ; at:statedIn :letter", {("group", "Closed")}),
    ('at:unit "%" ;', 'at:unit "%" ; at:valeu 61.0 ;', {("stated", "Closed")}),
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
    ('at:fileName "smith.yaml" ;', "", {("graph", NOT_WHOLE)}),
    (":graph a prov:Entity ; rdfs:label \"graph of smith-2030\" ; at:status \"reviewed\" ;",
     ":graph a prov:Entity ; rdfs:label \"graph of smith-2030\" ;", {("graph", NOT_WHOLE)}),
    ('at:noticeKind "retraction"', 'at:noticeKind "gossip"', {("notice", "In")}),
    ('at:date "2031-02"', 'at:date "Feb 2031"', {("notice", "Pattern")}),
    (' ; at:source "PubMed"', "", {("notice", "MinCount")}),
    ("at:about :work", "at:about :trial", {("notice", "Class")}),
    ("at:startOffset 0", "at:startOffset 9", {("anchor", "LessThan")}),
    # numbers
    ("at:pValue 0.5", "at:pValue 1.5", {("reported", "MaxInclusive"), ("reported", PRINTED)}),
    ("at:pValue 0.5", "at:pValue -0.5", {("reported", "MinInclusive"), ("reported", PRINTED)}),
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
     {("reported", "Class"), ("reported", "Equals")}),
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
        ("at:confidenceLevel 95.0 ;", "at:levelUnstated true ;"),
        ('at:value 61.0 ; at:printedValue "61.0"', 'at:value 61.0 ; at:printedValue "61.00"'),
        ("at:upperBound 70.0 ;", 'at:notReached "upper" ;'),
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
    less = less.replace('at:printedValue "61.0"', 'at:printedValue "-6.0"')
    assert breaches(less.replace("at:lowerBound 50.0", "at:lowerBound -9.0")) == set()


def test_the_breaches_above_try_every_kind_of_constraint(shapes: rdflib.Graph) -> None:
    tried = {kind for _, _, told in BROKEN for _, kind in told}
    rules = {str(shapes.value(rule, SH.message)) for rule in shapes.objects(None, SH.sparql)}
    parameters = {str(p).removeprefix(str(SH)) for p in shapes.predicates()}
    besides = {"declare", "prefix", "prefixes", "namespace", "targetClass", "property", "path"}
    besides |= {"message", "select", "sparql", "ignoredProperties"}
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
            if not isinstance(path, URIRef):  # a copy of what another shape looks at
                continue
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
