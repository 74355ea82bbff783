"""Annotations of model fields that define their RDF; `ontology.field_map` compiles them."""

from dataclasses import dataclass

from ontology.terms import XSD


@dataclass(frozen=True, slots=True)
class Data:
    """The field's value is written as a literal of `datatype` under property `iri`.

    `apart` names a graph of its own beside the record's, which can be left out: `quotes`.
    """

    iri: str
    datatype: str = XSD + "string"
    apart: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The field's value names another thing and is written as its IRI under `iri`.

    `target` is the local name of its class: `A | B` for either, `Thing` for any.
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
    """The field contains nested things; each is written, and linked from its owner by `iri`.

    `path` is theirs under the base, where another field shares the property.
    """

    iri: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class SameAs:
    """The field's value identifies the thing in a public register, and leads to its IRI there.

    `register` is its prefix in `ontology.identifiers`. It stands beside the mark that writes the
    value itself.
    """

    register: str


@dataclass(frozen=True, slots=True)
class Owned:
    """A section of the record; the record's document links to its things by `iri`, if given."""

    iri: str | None = None


@dataclass(frozen=True, slots=True)
class DirectEdge:
    """A shortcut triple: from each value of `subject`, by the property in `predicate`, to `object`.

    An evidence line with the direction *supports* thereby adds a plain `at:supports` edge from
    its evidence to the claim that it bears on, which property paths can follow.
    """

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """A property without a field: computed when a graph is built, with things of class `target`."""

    iri: str
    target: str
