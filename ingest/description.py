"""The description of a whole graph in VoID and DCAT, counted from its statements.

It is made from the triples alone, so that two builds of the same records agree byte for
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
    classes: Counter[bytes] = field(default_factory=Counter)
    properties: Counter[bytes] = field(default_factory=Counter)
    dates: set[str] = field(default_factory=set)
    creators: set[str] = field(default_factory=set)


def describe(
    triples: Iterable[bytes], base: str = DEFAULT_BASE, *, published: bool = False
) -> NamedGraph:
    """The named graph that describes these triples, each a line of N-Triples.

    `published` says that they are the bundled ones, whose licence and addresses are known.
    """
    counts = counted(triples)
    parts = [*_class_partitions(counts), *_property_partitions(counts)]
    files = list(_distributions()) if published else []
    used = (_iri(term) for term in (*counts.classes, *counts.properties))
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
        vocabularies=tuple(sorted({_namespace(iri) for iri in used})),
        class_partitions=_keys(parts, ClassPartition),
        property_partitions=_keys(parts, PropertyPartition),
        distributions=_keys(files, Distribution),
    )
    lines = quads.of_things([whole, *parts, *files], base).splitlines(keepends=True)
    return NamedGraph(DATASET, b"".join(sorted(lines)))


def of_graphs(graphs: Iterable[NamedGraph]) -> Iterator[bytes]:
    """The triples of these graphs and of their provenance, line by line."""
    for graph in graphs:
        yield from graph.triples.splitlines()
        yield from graph.provenance.splitlines()


def counted(triples: Iterable[bytes]) -> Counts:
    """Count lines of N-Triples; a triple that is in two graphs counts once.

    >>> counted([b'<urn:a> <urn:p> "x" .', b'<urn:a> <urn:p> "x" .']).triples
    1
    """
    counts, seen = Counts(), set[int]()
    date, curator = (_written(name) for name in ("date", "curator"))
    for line in triples:
        triple = hash(line)  # the lines of a large graph would fill the memory
        if triple in seen:
            continue
        seen.add(triple)
        subject, predicate, value = line.split(b" ", 2)
        counts.triples += 1
        counts.subjects.add(subject)
        counts.properties[predicate] += 1
        if predicate == _TYPE:
            counts.typed.add(subject)
            counts.classes[value.rstrip(b" .")] += 1
        elif predicate == date:
            counts.dates.add(_text(value))
        elif predicate == curator:
            counts.creators.add(_text(value))
    return counts


def _text(literal: bytes) -> str:
    found = _LITERAL.match(literal)
    text = found[1].decode() if found else ""
    return re.sub(r'\\(["\\])', r"\1", text)


def _written(name: str) -> bytes:
    return f"<{property_of(Provenance, name)}>".encode()


def _class_partitions(counts: Counts) -> Iterator[ClassPartition]:
    for term in sorted(counts.classes):
        iri = _iri(term)
        yield ClassPartition(
            id=f"class-{_name(iri)}",
            label=f"things of the class {curie(iri)}",
            of_class=iri,
            entities=counts.classes[term],
        )


def _property_partitions(counts: Counts) -> Iterator[PropertyPartition]:
    for term in sorted(counts.properties):
        iri = _iri(term)
        yield PropertyPartition(
            id=f"property-{_name(iri)}",
            label=f"triples with the property {curie(iri)}",
            of_property=iri,
            triples=counts.properties[term],
        )


def _distributions() -> Iterator[Distribution]:
    for suffix, media_type in MEDIA_TYPES.items():
        yield Distribution(
            id=f"file-{suffix}",
            label=f"all graphs as {media_type}",
            download=f"{PUBLISHED}alltrace.{suffix}",
            media_type=_IANA + media_type,
        )


def _iri(term: bytes) -> str:
    return term[1:-1].decode()


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
