"""What the ontology says of its own classes and properties, as it travels with the package."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ontology.terms import RDFS, SKOS, XSD


@dataclass(frozen=True, slots=True)
class Definition:
    """A class or property in words; `datatype` is the IRI of the datatype of a literal's."""

    label: str = ""
    definition: str = ""
    datatype: str | None = None


def define(iri: str) -> Definition:
    """What the ontology says of a term; nothing of one that it does not know.

    >>> from ontology.terms import at
    >>> define(at("Claim")).label
    'claim'
    """
    return _definitions().get(iri, Definition())


@cache
def _definitions() -> Mapping[str, Definition]:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    content = (files("ontology") / "alltrace.ttl").read_bytes()
    for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and hasattr(quad.object, "value"):
            said[quad.subject.value].setdefault(quad.predicate.value, quad.object.value)
    return {
        iri: Definition(
            label=values.get(RDFS + "label", ""),
            definition=values.get(SKOS + "definition", ""),
            datatype=_datatype(values.get(RDFS + "range", "")),
        )
        for iri, values in said.items()
    }


def _datatype(range_: str) -> str | None:
    return range_ if range_.startswith(XSD) else None
