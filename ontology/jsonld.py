"""The JSON-LD context: short names for our properties, with what kind of value each has.

It is generated from the field map, which knows what has several values, and from the ontology,
which knows what leads to things. `context.jsonld` is the file that other programs use.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ontology import field_map
from ontology.alignment import OBJECT, own_terms
from ontology.fields import Data
from ontology.glossary import define
from ontology.model import CLASSES, Provenance
from ontology.terms import PREFIXES, XSD, local_name

THING = "@id"
"""The type of the values of a property that leads to things."""
_STRING = XSD + "string"


@dataclass(frozen=True, slots=True)
class ContextTerm:
    """One property under its short name: its IRI, the type of its values, whether it has several.

    `datatype` is `THING`, the IRI of a datatype, or None for plain text.
    """

    name: str
    iri: str
    datatype: str | None
    many: bool

    def definition(self) -> dict[str, str]:
        """The term as a JSON-LD context has it."""
        said = {"@id": curie(self.iri)}
        if self.datatype is not None:
            said["@type"] = self.datatype if self.datatype == THING else curie(self.datatype)
        if self.many:
            said["@container"] = "@set"
        return said


@cache
def terms() -> Mapping[str, ContextTerm]:
    """Every property of the context by its IRI; of two with one name the second
    is called with its prefix.

    >>> terms()["https://w3id.org/alltrace/ns#hasEndpoint"].definition()
    {'@id': 'at:hasEndpoint', '@type': '@id'}
    """
    fields = dict(_fields())
    found: dict[str, ContextTerm] = {}
    names = set(PREFIXES)
    for iri in [*(term.iri for term in own_terms() if term.kind != "class"), *sorted(fields)]:
        name = local_name(iri)
        if name in names:
            name = _prefixed(iri)
        if iri not in found and name not in names:
            names.add(name)
            datatype, many = fields.get(iri, (_stated(iri), _leads_to_things(iri)))
            found[iri] = ContextTerm(name, iri, None if datatype == _STRING else datatype, many)
    return found


def _prefixed(iri: str) -> str:
    """The IRI with the prefix of its namespace."""
    name = local_name(iri)
    namespace = iri.removesuffix(name)
    return next((f"{prefix}:{name}" for prefix, ns in PREFIXES.items() if ns == namespace), iri)


def _fields() -> Iterator[tuple[str, tuple[str | None, bool]]]:
    """Each property of the field map with the type of its values, and whether it has several."""
    found: dict[str, tuple[str | None, bool]] = {}
    for model in (*CLASSES.values(), Provenance):
        for entry in field_map.entries(model):
            datatype = entry.mark.datatype if isinstance(entry.mark, Data) else THING
            many = entry.many or found.get(entry.iri, (None, False))[1]
            found[entry.iri] = (datatype, many)
    yield from found.items()


@cache
def _kinds() -> Mapping[str, str]:
    return {term.iri: term.kind for term in own_terms()}


def _leads_to_things(iri: str) -> bool:
    return _kinds().get(iri) == OBJECT


def _stated(iri: str) -> str | None:
    return THING if _leads_to_things(iri) else define(iri).datatype


def curie(iri: str) -> str:
    """The IRI by one of our prefixes, or as it is.

    >>> curie("https://w3id.org/alltrace/ns#Claim"), curie("https://example.org/Claim")
    ('at:Claim', 'https://example.org/Claim')
    """
    prefix, start = _nearest(iri)
    return f"{prefix}:{iri.removeprefix(start)}" if prefix else iri


@cache
def _by_length() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0])))


def _nearest(iri: str) -> tuple[str, str]:
    for prefix, start in _by_length():
        if iri.startswith(start) and not iri.startswith("//", len(start)):
            return prefix, start
    return "", ""


def context() -> dict[str, object]:
    """The context as JSON-LD has it: prefixes, then properties by name."""
    named = {term.name: term.definition() for term in terms().values()}
    head: dict[str, object] = {"@version": 1.1, **PREFIXES}
    return head | {name: named[name] for name in sorted(named)}


def text() -> str:
    """The file `context.jsonld`: `make docs` writes it."""
    lines = [f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in context().items()]
    return '{\n  "@context": {\n' + ",\n".join(lines) + "\n  }\n}\n"


if __name__ == "__main__":
    sys.stdout.write(text())
