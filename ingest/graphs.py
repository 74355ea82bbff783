"""The named graphs of a build: one per record, the ontology, and one per vocabulary."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

import pyoxigraph as ox

from ingest import quads
from ingest.records import RecordFile
from ontology import vocabulary
from ontology.model import Provenance
from ontology.model.statement import QUOTES
from ontology.terms import DEFAULT_BASE, NS, PROVENANCE, VOCAB

ONTOLOGY_GRAPH = NS.removesuffix("#")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """The triples of one named graph, and its entry in the provenance graph, as N-Triples."""

    iri: str
    triples: bytes
    provenance: bytes = b""
    beside: tuple[str, ...] = ()
    """The graphs that go when this one is replaced: the quotes of a record."""

    def nquads(self) -> Iterable[bytes]:
        r"""The lines of both as N-Quads.

        >>> list(NamedGraph("urn:g", b"<urn:s> <urn:p> <urn:o> .\n").nquads())
        [b'<urn:s> <urn:p> <urn:o> <urn:g> .\n']
        """
        for graph, block in ((self.iri, self.triples), (PROVENANCE, self.provenance)):
            end = b" <" + graph.encode() + b"> .\n"
            for line in block.splitlines(keepends=True):
                yield line.removesuffix(b" .\n") + end


@dataclass(frozen=True, slots=True)
class Days:
    """The day that provenance gives for a computed graph: it comes from the inputs, not a clock.

    `given` holds for all; without it, the latest day of curation of what a graph was computed of.
    """

    given: str | None = None
    of_graphs: Mapping[str, str] = field(default_factory=dict)

    def latest(self, inputs: Iterable[str]) -> str | None:
        """The day for a graph that was computed of these graphs.

        >>> Days(None, {"urn:a": "2030-01-01", "urn:b": "2030-02-01"}).latest(["urn:a", "urn:b"])
        '2030-02-01'
        """
        known = (self.of_graphs[iri] for iri in inputs if iri in self.of_graphs)
        return self.given or max(known, default=None)

    @property
    def of_build(self) -> str | None:
        """The day for what a build has of the package, such as the ontology."""
        return self.latest(self.of_graphs)


NO_DAYS = Days()
"""No day at all: provenance then gives none."""


def computed(
    name: str,
    label: str,
    triples: bytes,
    inputs: Iterable[str],
    days: Days,
    *,
    base: str = DEFAULT_BASE,
    rules: Iterable[str] = (),
    further_files: Iterable[str] = (),
) -> NamedGraph:
    """The graph `<base>graph/<name>` of what was computed of other graphs (`inputs`: IRIs)."""
    derived_from = tuple(sorted(set(inputs)))
    entry = Provenance(
        id=name,
        label=label,
        date=days.latest(derived_from),
        derived_from=derived_from,
        rules=tuple(sorted(rules)),
        further_files=tuple(sorted(further_files)),
        content_sha256=content_sha256(triples),
        version=version_of_program(),
    )
    return NamedGraph(f"{base}graph/{name}", triples, quads.provenance(entry, base))


def content_sha256(triples: bytes) -> str:
    r"""The SHA-256 of N-Triples, each line once and sorted, so that order does not count.

    >>> content_sha256(b"b .\na .\n") == content_sha256(b"a .\nb .\n")
    True
    """
    return hashlib.sha256(b"".join(sorted(set(triples.splitlines(keepends=True))))).hexdigest()


def days_of(chosen: Iterable[RecordFile], given: str | None, base: str = DEFAULT_BASE) -> Days:
    """The days of curation of the records, by their graphs."""
    days = {quads.Names(base, file.name).graph: file.record.curation.date for file in chosen}
    return Days(given, days)


def of_records(
    chosen: Iterable[RecordFile], base: str = DEFAULT_BASE, days: Days = NO_DAYS
) -> list[NamedGraph]:
    """The graph of each record, and after it that of its quotes, if it has any."""
    return [graph for file in chosen for graph in _of_record(file, base, days)]


def quotes_of(graph: str) -> str:
    """The graph of the quotes of a record, by the record's own graph.

    >>> quotes_of("https://example.org/graph/a")
    'https://example.org/graph/a-quotes'
    """
    return f"{graph}-{QUOTES}"


def _of_record(file: RecordFile, base: str, days: Days) -> Iterator[NamedGraph]:
    triples = quads.ntriples(file.record, base)
    entry = _provenance(file, content_sha256(triples))
    iri = quads.Names(base, file.name).graph
    yield NamedGraph(iri, triples, quads.provenance(entry, base), (quotes_of(iri),))
    if quotes := quads.beside(file.record, QUOTES, base):
        label = f"graph of the sentences that record {file.name} quotes"
        yield computed(f"{file.name}-{QUOTES}", label, quotes, [iri], days, base=base)


@lru_cache(maxsize=4)
def of_terms(day: str | None = None) -> tuple[NamedGraph, ...]:
    """The graph of the ontology and one graph for each vocabulary, made on `day`."""
    ontology = (files("ontology") / "alltrace.ttl").read_bytes()
    graphs = [_of_turtle(ONTOLOGY_GRAPH, "alltrace.ttl", "ontology", ontology, day)]
    for scheme, turtle in vocabulary.sources().items():
        label = f"vocabulary of {scheme}s"
        graphs.append(_of_turtle(f"{VOCAB}{scheme}", f"{scheme}.ttl", label, turtle, day))
    return tuple(graphs)


def _of_turtle(iri: str, file: str, label: str, turtle: bytes, day: str | None) -> NamedGraph:
    """The graph of a Turtle file that comes with the package."""
    triples = _ntriples(turtle)
    entry = Provenance(
        id=file.removesuffix(".ttl"),
        label=f"graph of the {label}",
        date=day,
        file_name=file,
        file_sha256=hashlib.sha256(turtle).hexdigest(),
        content_sha256=content_sha256(triples),
        version=version_of_program(),
    )
    return NamedGraph(iri, triples, quads.provenance(entry, graph=iri))


def sorted_nquads(graphs: Iterable[NamedGraph]) -> bytes:
    """All graphs as N-Quads, sorted and without duplicates, so that equal builds are identical."""
    return b"".join(sorted({line for graph in graphs for line in graph.nquads()}))


def _provenance(file: RecordFile, content: str) -> Provenance:
    """The provenance of the record's graph: its curator, and the file it was built from."""
    record, curation = file.record, file.record.curation
    return Provenance(
        id=record.record,
        label=f"graph of record {record.record}",
        status=record.status,
        curator=curation.curator,
        date=curation.date,
        source=curation.source,
        file_name=file.source.file,
        file_sha256=file.source.sha256,
        content_sha256=content,
        version=version_of_program(),
    )


@lru_cache(maxsize=1)
def version_of_program() -> str:
    """The name and version of the program, as provenance gives them."""
    return f"alltrace {version('alltrace')}"


def _ntriples(turtle: bytes) -> bytes:
    """Turtle as sorted N-Triples; blank nodes get names that depend on the content alone."""
    found: Iterable[ox.Quad] = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    if any(isinstance(t, ox.BlankNode) for quad in found for t in (quad.subject, quad.object)):
        found = ox.Dataset(found)
        found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return b"".join(sorted({f"{quad.triple} .\n".encode() for quad in found}))
