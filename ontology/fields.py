"""How a record field becomes RDF: the metadata that the models carry and the mapper compiles."""

from dataclasses import dataclass

from ontology.terms import XSD


@dataclass(frozen=True, slots=True)
class Data:
    """The field's value is written as a literal of `datatype` under property `iri`."""

    iri: str
    datatype: str = XSD + "string"


@dataclass(frozen=True, slots=True)
class Link:
    """The field's value names another thing, written as its IRI under `iri`.

    `target` is the local name of its class, `A | B` for either, `Thing` for any.
    """

    iri: str
    target: str


@dataclass(frozen=True, slots=True)
class Concept:
    """The field's value is the notation of a SKOS concept in `scheme`, written as its IRI."""

    iri: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Term:
    """The field's value is the local name of a term in `namespace`, written as its IRI."""

    iri: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Part:
    """The field holds things of their own; each is written, and linked from its owner by `iri`."""

    iri: str


@dataclass(frozen=True, slots=True)
class Owned:
    """A section of the record; its things hang on the record's document by `iri`, if given."""

    iri: str | None = None


@dataclass(frozen=True, slots=True)
class DirectEdge:
    """A shortcut triple: each value of `subject`, a property chosen by `predicate`, then `object`.

    An evidence line with the direction *supports* so puts a plain `at:supports` edge between
    its evidence and what it bears on, which property paths can follow.
    """

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """A property that no field holds: computed when a graph is built, it leads to `target`."""

    iri: str
    target: str
