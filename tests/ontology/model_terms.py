"""What the model writes: the classes, the properties and their values, read from its annotations."""

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import rdflib
from rdflib import RDF, XSD, URIRef

from ontology import field_map
from ontology.fields import Concept, Data, Link, Owned, Part, Term
from ontology.model import CLASSES, Record, Thing
from ontology.terms import NS, SDO

AT = rdflib.Namespace(NS)
Mark = Data | Link | Concept | Term | Part


# The class that the concepts of a scheme have.
CONCEPT_CLASS = {
    "endpoint": "Endpoint",
    "drug": "Drug",
    "regimen": "RegimenKind",
    "population": "Population",
    "phase": "Phase",
}
CONCEPT_CLASSES = {*CONCEPT_CLASS.values(), "EndpointFamily"}


QUANTIFIES = NS + "quantifies"


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
    if field_map.registers(model):
        found[SDO + "sameAs"] = Written(False, True, set())
    if model is CLASSES["Document"]:
        for iri, held in sections():
            found.setdefault(iri, Written(False, True, set())).classes.add(held.__name__)
    for start, iri, end in edges():
        if CLASSES[start] is model:
            found[iri] = Written(False, True, {end})
    for computed in model.inferred:
        found[computed.iri] = Written(False, computed.iri != QUANTIFIES, {computed.target})
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


def top(name: str) -> str:
    """The class itself, unless it is a claim or an anchor of some kind."""
    kinds = {"Conclusion": "Claim", "TextAnchor": "Anchor", "SourcePlace": "Anchor"}
    return kinds.get(name, name)
