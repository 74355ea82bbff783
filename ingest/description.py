"""The description of a whole graph in VoID and DCAT, counted from its statements.

It is made from N-Quads or N-Triples alone, so that two builds of the same records agree byte for
byte; its date is the latest on which a record was curated.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest import quads
from ingest.graphs import NamedGraph, version_of_program
from ontology.field_map import property_of
from ontology.jsonld import curie
from ontology.model import Provenance, Thing
from ontology.model.dataset import ClassPartition, Dataset, Distribution, PropertyPartition
from ontology.terms import DATASET, DEFAULT_BASE, RDF, local_name

LICENCE = "https://spdx.org/licenses/MIT"
"""How the bundled records may be used: as the LICENSE of the repository says."""
PUBLISHED = "https://w3id.org/alltrace/data/"
"""Where the bundled graph is published, under an address that can be led elsewhere."""
MEDIA_TYPES = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}
"""The media type of each format that a build is written in, by the suffix of the file."""
_IANA = "https://www.iana.org/assignments/media-types/"
_TYPE = f"<{RDF}type>".encode()
_LITERAL = re.compile(rb'"((?:[^"\\]|\\.)*)"')


@dataclass(slots=True)
class Counts:
    """What statements hold: how many triples, things of each class, uses of each property."""

    triples: int = 0
    subjects: set[bytes] = field(default_factory=set)
    typed: set[bytes] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    dates: set[str] = field(default_factory=set)
    creators: set[str] = field(default_factory=set)


def describe(
    lines: Iterable[bytes], base: str = DEFAULT_BASE, *, published: bool = False
) -> NamedGraph:
    """The named graph that describes these statements, as `counted` reads them.

    `published` says that they are the bundled ones, whose licence and addresses are known.
    """
    counts = counted(lines)
    parts = [*_class_partitions(counts), *_property_partitions(counts)]
    files = list(_distributions()) if published else []
    vocabularies = {_namespace(iri) for iri in (*counts.classes, *counts.properties)}
    whole = Dataset(
        id="all",
        label="alltrace: all graphs",
        title="Claims of clinical documents and the evidence under them",
        description="Claims, the values and citations under them, and the studies they rest on.",
        creators=tuple(sorted(counts.creators)),
        version=version_of_program(),
        modified=max(counts.dates, default=None),
        licence=LICENCE if published else None,
        triples=counts.triples,
        entities=len(counts.typed),
        subjects=len(counts.subjects),
        classes=len(counts.classes),
        properties=len(counts.properties),
        uri_space=base,
        vocabularies=tuple(sorted(vocabularies)),
        class_partitions=_keys(parts, ClassPartition),
        property_partitions=_keys(parts, PropertyPartition),
        distributions=_keys(files, Distribution),
    )
    triples = quads.of_things([whole, *parts, *files], base)
    return NamedGraph(DATASET, b"".join(sorted(triples.splitlines(keepends=True))))


def counted(lines: Iterable[bytes]) -> Counts:
    """Count N-Quads or N-Triples; a triple in two graphs once, and no line of the description.

    >>> counted([b'<urn:a> <urn:p> "x" <urn:g> .', b'<urn:a> <urn:p> "x" <urn:h> .']).triples
    1
    """
    counts, seen = Counts(), set[int]()
    described = f" <{DATASET}> .".encode()
    date, curator = (_written(name) for name in ("date", "curator"))
    for line in lines:
        if line.endswith((described, described + b"\n")):
            continue
        subject, predicate, value = _parts(line)
        triple = hash((subject, predicate, value))  # whole triples of a large graph fill memory
        if triple in seen:
            continue
        seen.add(triple)
        counts.triples += 1
        counts.subjects.add(subject)
        counts.properties[predicate[1:-1].decode()] += 1
        if predicate == _TYPE:
            counts.typed.add(subject)
            counts.classes[value[1:-1].decode()] += 1
        elif predicate == date:
            counts.dates.add(_text(value))
        elif predicate == curator:
            counts.creators.add(_text(value))
    return counts


def _parts(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Subject, predicate and object of a line, without its graph."""
    subject, predicate, rest = line.rstrip(b"\n").removesuffix(b" .").split(b" ", 2)
    if rest.startswith(b'"'):
        literal = _LITERAL.match(rest)
        end = literal.end() if literal else len(rest)
        return subject, predicate, rest[:end] + rest[end:].split(b" ", 1)[0]
    return subject, predicate, rest.split(b" ", 1)[0]


def _text(literal: bytes) -> str:
    found = _LITERAL.match(literal)
    text = found[1].decode() if found else ""
    return re.sub(r'\\(["\\])', r"\1", text)


def _written(name: str) -> bytes:
    return f"<{property_of(Provenance, name)}>".encode()


def _class_partitions(counts: Counts) -> Iterator[ClassPartition]:
    for iri in sorted(counts.classes):
        yield ClassPartition(
            id=f"class-{_name(iri)}",
            label=f"things of the class {curie(iri)}",
            of_class=iri,
            entities=counts.classes[iri],
        )


def _property_partitions(counts: Counts) -> Iterator[PropertyPartition]:
    for iri in sorted(counts.properties):
        yield PropertyPartition(
            id=f"property-{_name(iri)}",
            label=f"triples with the property {curie(iri)}",
            of_property=iri,
            triples=counts.properties[iri],
        )


def _distributions() -> Iterator[Distribution]:
    for suffix, media_type in MEDIA_TYPES.items():
        yield Distribution(
            id=f"file-{suffix}",
            label=f"all graphs as {media_type}",
            download=f"{PUBLISHED}alltrace.{suffix}",
            media_type=_IANA + media_type,
        )


def _name(iri: str) -> str:
    """A name for an IRI that can stand in another one: by our prefixes, or else a hash."""
    short = curie(iri)
    if short != iri and re.fullmatch(r"[\w.:-]+", short, re.ASCII):
        return short.replace(":", "-")
    return hashlib.sha256(iri.encode()).hexdigest()[:16]


def _namespace(iri: str) -> str:
    return iri.removesuffix(local_name(iri))


def _keys(things: Iterable[Thing], kind: type[Thing]) -> tuple[str, ...]:
    return tuple(f"dataset/{thing.key}" for thing in things if isinstance(thing, kind))
