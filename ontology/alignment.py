"""How our classes and properties stand to those of others, and whether that can be true.

The statements are in `alltrace.ttl`; `outside_terms.tsv` has a row for each outside term, with its
kind and with where it was read, since nothing is imported and the network is not asked.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ontology.terms import DCTERMS, NS, OWL, RDF, RDFS, SKOS, local_name

CLASS, OBJECT, DATATYPE = "class", "object property", "datatype property"
EITHER, ANNOTATION = "property of either", "annotation property"
FITTING = {
    CLASS: {CLASS},
    OBJECT: {OBJECT, EITHER},
    DATATYPE: {DATATYPE, EITHER, ANNOTATION},
}
"""The kinds of outside terms that a term of ours may be a match of."""

RELATIONS = {
    RDFS + "subClassOf": "is a kind of",
    RDFS + "subPropertyOf": "implies",
    SKOS + "exactMatch": "the same as",
    SKOS + "closeMatch": "close to",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "wider than",
    SKOS + "relatedMatch": "related to",
}
"""The ways to say it, the strictest first, each in words."""

ACROSS_KINDS = SKOS + "relatedMatch"
"""The one relation that may lead from a property to a class, or from literals to things."""

NONE_FITS = re.compile(r"No outside term fits \(\d{4}-\d\d-\d\d\)\. \S.+")
_NOTE = SKOS + "editorialNote"
_KINDS = {
    OWL + "Class": CLASS,
    OWL + "ObjectProperty": OBJECT,
    OWL + "DatatypeProperty": DATATYPE,
}


@dataclass(frozen=True, slots=True)
class OutsideTerm:
    """A class or property of another vocabulary, as it was read there."""

    term: str
    iri: str
    label: str
    kind: str
    as_seen: str
    where_seen: str


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A class or property of ours: its kind, its outside terms by relation, or a note of none.

    What is deprecated has what replaces it in `replaced_by`, and needs no outside term.
    """

    iri: str
    kind: str
    aligned: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    defined_by: tuple[str, ...]
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()


@cache
def outside_terms() -> Mapping[str, OutsideTerm]:
    """Every outside term by its IRI.

    >>> outside_terms()["http://www.w3.org/ns/earl#outcome"].kind
    'object property'
    """
    table = (files("ontology") / "outside_terms.tsv").read_text(encoding="utf-8")
    return {row.iri: row for row in rows(table)}


def rows(table: str) -> tuple[OutsideTerm, ...]:
    """The rows of the text of a table, in its order."""
    reader = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(OutsideTerm(**row) for row in reader)


@cache
def own_terms() -> tuple[OwnTerm, ...]:
    """Our classes and properties, as `alltrace.ttl` has them, sorted by kind and name."""
    return stated((files("ontology") / "alltrace.ttl").read_bytes())


def stated(turtle: bytes) -> tuple[OwnTerm, ...]:
    """The classes and properties of ours that `turtle` declares, with their alignment."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and hasattr(quad.object, "value"):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    found = [_term(iri, values) for iri, values in said.items() if iri.startswith(NS)]
    order = list(FITTING)
    return tuple(sorted(filter(None, found), key=lambda t: (order.index(t.kind), t.iri)))


def _term(iri: str, values: Mapping[str, list[str]]) -> OwnTerm | None:
    kinds = [_KINDS[value] for value in values.get(RDF + "type", ()) if value in _KINDS]
    if not kinds:
        return None
    aligned = [
        (relation, other)
        for relation in RELATIONS
        for other in sorted(values.get(relation, ()))
        if not other.startswith(NS)
    ]
    return OwnTerm(
        iri,
        kinds[0],
        tuple(aligned),
        notes=tuple(values.get(_NOTE, ())),
        defined_by=tuple(values.get(RDFS + "isDefinedBy", ())),
        deprecated="true" in values.get(OWL + "deprecated", ()),
        replaced_by=tuple(values.get(DCTERMS + "isReplacedBy", ())),
    )


def faults(terms: Iterable[OwnTerm], outside: Mapping[str, OutsideTerm]) -> list[str]:
    """What cannot be true, or is missing, of the alignment; nothing if all is well.

    >>> faults(own_terms(), outside_terms())
    []
    """
    return [fault for term in terms for fault in _faults(term, outside)]


def _faults(term: OwnTerm, outside: Mapping[str, OutsideTerm]) -> Iterable[str]:
    name = f"at:{local_name(term.iri)}"
    noted = any(NONE_FITS.fullmatch(note) for note in term.notes)
    if not (term.aligned or noted or term.deprecated):
        yield (
            f"{name} says nothing of outside terms: give one, with its row in outside_terms.tsv, "
            'or skos:editorialNote "No outside term fits (DATE). Why."@en'
        )
    if term.aligned and noted:
        yield f"{name} has outside terms, and says that none fits"
    if term.defined_by != (NS.removesuffix("#"),):
        yield f"{name} lacks rdfs:isDefinedBy <{NS.removesuffix('#')}>"
    for relation, iri in term.aligned:
        other = outside.get(iri)
        if other is None:
            yield f"{name} uses {iri}, which has no row in outside_terms.tsv"
        elif relation != ACROSS_KINDS and other.kind not in FITTING[term.kind]:
            yield f"{name} is a {term.kind} and {other.term} a {other.kind}: skos:relatedMatch"
