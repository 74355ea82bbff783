"""The compiled map between the fields of the models and the properties of the graph.

One entry for each mark in a field's annotation. The writer (`ingest.quads`) goes from field to
property, the reader (`queries.reader`) back; neither knows a property by name.
"""

from dataclasses import dataclass
from functools import cache
from typing import get_args, get_origin

from ontology.fields import Concept, Data, Inferred, Link, Owned, Part, Term
from ontology.model import CLASSES, Record, Thing
from ontology.terms import NS

Mark = Data | Link | Concept | Term | Part


@dataclass(frozen=True, slots=True)
class Entry:
    """One property of one class: its field, how its values are written, whether it has several."""

    field: str
    mark: Mark
    many: bool

    @property
    def iri(self) -> str:
        """The property."""
        return self.mark.iri


@cache
def entries(model: type[Thing]) -> tuple[Entry, ...]:
    """What the fields of a class become, in the order of the fields and of their marks."""
    return tuple(
        Entry(name, mark, get_origin(field.annotation) is tuple)
        for name, field in model.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Mark)
    )


@cache
def property_of(model: type[Thing], field: str) -> str:
    """The property that a field of a class becomes; of several the first.

    Raises LookupError for a field that the class does not have.

    >>> from ontology.model import Claim
    >>> property_of(Claim, "measurements").rpartition("#")[2]
    'assertsMeasurement'
    """
    for entry in entries(model):
        if entry.field == field:
            return entry.iri
    raise LookupError(f"{model.__name__} has no field {field!r} that becomes a property")


@cache
def sections() -> dict[str, str | None]:
    """The sections of a record, and the property that hangs each on the document, if one does."""
    return {
        name: mark.iri
        for name, field in Record.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Owned)
    }


@cache
def section_property(section: str) -> str:
    """The property that hangs a section of a record on its document. Raises LookupError."""
    iri = sections()[section]
    if iri is None:
        raise LookupError(f"the section {section} hangs on no document")
    return iri


@cache
def inferred(model: type[Thing]) -> Inferred:
    """The one property of a class that is computed when a graph is built. Raises LookupError."""
    for known in model.inferred:
        return known
    raise LookupError(f"nothing is inferred of {model.__name__}")


@cache
def known_properties(model: type[Thing]) -> frozenset[str]:
    """Every property of ours that a thing of this class may have, by whatever it was written."""
    known = {entry.iri for entry in entries(model)}
    known |= {computed.iri for computed in model.inferred}
    if model is CLASSES["Document"]:
        known |= {iri for iri in sections().values() if iri is not None}
    names = {base.__name__ for base in model.__mro__}
    for owner in CLASSES.values():
        for edge in owner.edges:
            targets = {e.field: e.mark.target for e in entries(owner) if isinstance(e.mark, Link)}
            if names & set(targets[edge.subject].split(" | ")):
                annotation = owner.model_fields[edge.predicate].annotation
                known |= {NS + str(word) for word in get_args(annotation)}
    return frozenset(known)


@cache
def model_of(classes: frozenset[str]) -> type[Thing] | None:
    """The most special model whose class a thing has; `classes` are whole IRIs."""
    fitting = [
        model
        for model in CLASSES.values()
        if (model.rdf_classes[0] if model.rdf_classes else NS + model.__name__) in classes
    ]
    return max(fitting, key=lambda model: len(model.__mro__), default=None)
