"""The shapes and the model: neither can ask for what the other does not."""

from typing import Any

import pytest
import rdflib
from model_terms import AT, CONCEPT_CLASSES, class_iri, declared, ours, own_properties, top
from rdflib import OWL, RDF, SH, URIRef
from rdflib.collection import Collection

from ontology.model import CLASSES
from ontology.terms import NS, PROV

# -- the shapes against the model ------------------------------------------------------------------


def property_shapes(shapes: rdflib.Graph, target: str) -> dict[str, Any]:
    """The property shapes for a class by their paths; each path once."""
    (shape,) = shapes.subjects(SH.targetClass, URIRef(target))
    found = [
        (str(path), p)
        for p in shapes.objects(shape, SH.property)
        if isinstance(path := shapes.value(p, SH.path), URIRef)
    ]
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
    *(f"{NS}{part}Confidence" for part in ("number", "endpoint", "study", "arm", "cohort", "time")),
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
    of_endpoints = (
        {"endpointFamily": 1, "complementOf": None, "neverAbove": None}
        if name == "Endpoint"
        else {}
    )
    assert found == {**always, **of_endpoints, "broader": None, "ncitCode": None}
    assert (None, RDF.type, AT[name]) in vocabularies


def test_every_rule_of_the_shapes_is_told_in_one_sentence(shapes: rdflib.Graph) -> None:
    rules = [*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)]
    rules += [s for s in shapes.subjects(SH.targetClass) if (s, SH["class"], None) in shapes]
    for rule in rules:
        (message,) = shapes.objects(rule, SH.message)
        assert str(message)[0].isupper(), message
        assert str(message).endswith("."), message
