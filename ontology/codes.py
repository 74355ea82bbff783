"""The outside codes of the concepts, from `mappings.sssom.tsv`: a table in the form of SSSOM.

The table is the source. `python -m ontology.codes` (`make codes`) writes of it the Turtle that
builds contain, `vocabulary/codes.ttl`.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox
import yaml

from ontology.errors import VocabularyError
from ontology.identifiers import CODES, REGISTERS
from ontology.terms import DCTERMS, PREFIXES, RDFS, SKOS, VOCAB, at

TABLE = "mappings.sssom.tsv"
NOT_FOUND = "sssom:NoTermFound"
"""What a concept is mapped to for which a register was searched in vain."""
RELATIONS = ("exact", "close", "broad", "narrow", "related")
"""How a concept may relate to a code, by the names of the SKOS properties."""
NCIT_CODE = at("ncitCode")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row: a concept, how it relates to a code, and where the code was seen and when."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    object_source: str
    mapping_date: str
    see_also: str
    comment: str

    @property
    def found(self) -> bool:
        """Whether the row has a code, rather than that there is none."""
        return self.object_id != NOT_FOUND

    @property
    def concept(self) -> str:
        """The IRI of the concept."""
        return VOCAB + self.subject_id.replace(":", "/", 1)

    @property
    def relation(self) -> str:
        """`exact`, `close`, `broad`, `narrow` or `related`."""
        return self.predicate_id.removeprefix("skos:").removesuffix("Match")

    @property
    def code(self) -> str:
        """The IRI of the code. Raises ValueError for one that is not of its register's form."""
        prefix, _, identifier = self.object_id.partition(":")
        register = REGISTERS.get(prefix)
        if register not in CODES:
            raise ValueError(f"{prefix!r} is no register of codes")
        return register.iri(identifier)


@lru_cache(maxsize=1)
def table() -> str:
    """The text of the table, as it travels with the package."""
    return (files("ontology") / TABLE).read_text(encoding="utf-8")


def metadata(text: str) -> dict[str, object]:
    """What the head of a table says of the whole, by slot of the SSSOM mapping set."""
    head = (line.removeprefix("#") for line in text.splitlines() if line.startswith("#"))
    return dict(yaml.safe_load("\n".join(head)))


def mappings(text: str) -> Iterator[Mapping]:
    """The rows of a table. Raises VocabularyError for one that cannot be.

    >>> next(mappings(table())).subject_id
    'drug:blinatumomab'
    """
    head = sum(line.startswith("#") for line in text.splitlines())
    rows = csv.reader(text.splitlines()[head:], delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = next(rows, [])
    if columns != list(Mapping.__slots__):
        raise VocabularyError(f"{TABLE}: the columns are not {', '.join(Mapping.__slots__)}")
    for number, row in enumerate(rows, head + 2):
        if len(row) != len(columns):
            raise VocabularyError(f"{TABLE}:{number}: {len(row)} columns, not {len(columns)}")
        mapping = Mapping(*row)
        if fault := _fault(mapping):
            raise VocabularyError(f"{TABLE}:{number}: {fault}")
        yield mapping


def _fault(mapping: Mapping) -> str | None:
    """What is wrong with one row by itself."""
    if mapping.relation not in RELATIONS:
        return f"{mapping.predicate_id!r} is no mapping property of SKOS"
    if not mapping.found:
        return None if mapping.object_source else "a search in vain names what was searched"
    try:
        ox.NamedNode(mapping.code)
    except ValueError as error:
        return str(error)
    return None if mapping.object_label else f"{mapping.object_id} has no label as it was seen"


def turtle(text: str) -> bytes:
    """The codes of a table as Turtle: of each concept its codes, of each code its label."""
    triples = {triple for mapping in mappings(text) if mapping.found for triple in _of(mapping)}
    prefixes = {name: PREFIXES[name] for name in ("at", "dcterms", "rdfs", "skos")}
    ordered = sorted(triples, key=str)
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _of(mapping: Mapping) -> Iterator[ox.Triple]:
    concept, code = ox.NamedNode(mapping.concept), ox.NamedNode(mapping.code)
    yield ox.Triple(concept, ox.NamedNode(f"{SKOS}{mapping.relation}Match"), code)
    yield ox.Triple(code, ox.NamedNode(RDFS + "label"), ox.Literal(mapping.object_label))
    yield ox.Triple(code, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(mapping.object_id))
    prefix, _, identifier = mapping.object_id.partition(":")
    if prefix == "NCIT" and mapping.relation in ("exact", "close"):
        yield ox.Triple(concept, ox.NamedNode(NCIT_CODE), ox.Literal(identifier))


if __name__ == "__main__":
    sys.stdout.buffer.write(turtle(table()))
