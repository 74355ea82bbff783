"""The compiled map between the fields of the models and the properties of the graph.

It has one entry for each annotation of a field. The writer (`ingest.quads`) maps fields to
properties, the reader (`queries.reader`) properties to fields; neither contains property names.
"""

from dataclasses import dataclass
from functools import cache
from typing import get_args, get_origin

from ontology.fields import Concept, Data, Inferred, Link, Owned, Part, SameAs, Term
from ontology.model import CLASSES, Record, Thing
from ontology.terms import NS, at

Mark = Data | Link | Concept | Term | Part


DEPRECATED = frozenset({at("registration"), at("arm"), at("ctcaeGrade"), at("subsetOf")})
"""Properties that are no longer written; what an older version wrote with them is passed over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One property of one class: its field, the form of its values, and whether it has several."""

    field: str
    mark: Mark
    many: bool

    @property
    def iri(self) -> str:
        """The IRI of the property."""
        return self.mark.iri


@cache
def entries(model: type[Thing]) -> tuple[Entry, ...]:
    """The entries of a class, in the order of its fields and their annotations."""
    return tuple(
        Entry(name, mark, get_origin(field.annotation) is tuple)
        for name, field in model.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Mark)
    )


@cache
def registers(model: type[Thing]) -> dict[str, str]:
    """The fields that identify a thing of the class in a public register, with its prefix."""
    return {
        name: mark.register
        for name, field in model.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, SameAs)
    }


@cache
def property_of(model: type[Thing], field: str) -> str:
    """The property of a field of a class; of several the first.

    Raises LookupError for a field without a property.

    >>> from ontology.model import Claim
    >>> property_of(Claim, "measurements").rpartition("#")[2]
    'assertsMeasurement'
    """
    for entry in entries(model):
        if entry.field == field:
            return entry.iri
    raise LookupError(f"{model.__name__} has no field {field!r} that becomes a property")


@cache
def apart(graph: str) -> frozenset[str]:
    """The properties that stand in a graph of their own, by what that graph is called.

    >>> [iri.rpartition("#")[2] for iri in apart("quotes")]
    ['quote']
    """
    return frozenset(
        entry.iri
        for model in CLASSES.values()
        for entry in entries(model)
        if isinstance(entry.mark, Data) and entry.mark.apart == graph
    )


@cache
def sections() -> dict[str, str | None]:
    """The sections of a record, each with the property that links the document to it, or None."""
    return {
        name: mark.iri
        for name, field in Record.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Owned)
    }


@cache
def paths_of_parts(iri: str) -> frozenset[str]:
    """The paths of nested things under a property that also leads to things of a record."""
    marks = (entry.mark for model in CLASSES.values() for entry in entries(model))
    return frozenset(m.path for m in marks if isinstance(m, Part) and m.iri == iri and m.path)


@cache
def shared_properties() -> frozenset[str]:
    """The properties that lead to things which several records name."""
    return frozenset(
        entry.iri
        for model in CLASSES.values()
        for entry in entries(model)
        if isinstance(entry.mark, Part)
    )


@cache
def section_property(section: str) -> str:
    """The property that links a document to a section of its record. Raises LookupError."""
    iri = sections()[section]
    if iri is None:
        raise LookupError(f"the section {section} hangs on no document")
    return iri


@cache
def inferred(model: type[Thing]) -> Inferred:
    """The property of a class that is computed when a graph is built. Raises LookupError."""
    for declared in model.inferred:
        return declared
    raise LookupError(f"nothing is inferred of {model.__name__}")


@cache
def known_properties(model: type[Thing]) -> frozenset[str]:
    """All properties in our namespace that a thing of this class may have in a graph."""
    properties = {entry.iri for entry in entries(model)}
    properties |= {declared.iri for declared in model.inferred}
    if model is CLASSES["Document"]:
        properties |= {iri for iri in sections().values() if iri is not None}
    names = {base.__name__ for base in model.__mro__}
    for owner in CLASSES.values():
        for shortcut in owner.edges:
            targets = {e.field: e.mark.target for e in entries(owner) if isinstance(e.mark, Link)}
            if names & set(targets[shortcut.subject].split(" | ")):
                annotation = owner.model_fields[shortcut.predicate].annotation
                properties |= {NS + str(word) for word in get_args(annotation)}
    return frozenset(properties)


@cache
def model_of(classes: frozenset[str]) -> type[Thing] | None:
    """The most specific model for a thing with these RDF classes, as full IRIs; None if none."""
    fitting = [
        model
        for model in CLASSES.values()
        if (model.rdf_classes[0] if model.rdf_classes else NS + model.__name__) in classes
    ]
    return max(fitting, key=lambda model: len(model.__mro__), default=None)
