"""The named graphs of a build: one per record, the ontology, one per vocabulary, and one shared.

What several records name by its content (registrations, time points) stands in the shared graph,
so that no triple is in two graphs.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

import pyoxigraph as ox

from ingest import quads, repeats
from ingest.records import RecordFile
from ontology import vocabulary
from ontology.model import SHARED, Provenance
from ontology.model.statement import QUOTES
from ontology.terms import DEFAULT_BASE, NS, PROVENANCE, VOCAB

ONTOLOGY_GRAPH = NS.removesuffix("#")


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """The triples of one named graph, and its entry in the provenance graph, as N-Triples.

    What is `additive` is joined to what a store holds of the graph, but for what that says of the
    things in `without` (IRIs); any other replaces it. The graphs `beside` go with what is replaced:
    the quotes of a record.
    """

    iri: str
    triples: bytes
    provenance: bytes = b""
    additive: bool = False
    without: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

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
    """The graph of each record, those of their quotes, and the graph of what records share."""
    chosen = tuple(chosen)
    triples_of = {file.name: quads.ntriples(file.record, base) for file in chosen}
    repeated = _repeated(chosen, base)
    settled = repeats.settled(
        [
            repeats.Account(
                graph=quads.Names(base, file.name).graph,
                name=file.name,
                reviewed=file.record.status == "reviewed",
                date=file.record.curation.date,
                triples=triples_of[file.name],
            )
            for file in chosen
            if file.name in repeated
        ],
        {thing for things in repeated.values() for thing in things},
    )
    own = []
    for file in chosen:
        iri = quads.Names(base, file.name).graph
        triples = settled.get(iri, triples_of[file.name])
        repeated_things = repeats.kept_things(triples) if iri in settled else ()
        entry = _provenance(file, content_sha256(triples), repeated_things)
        beside = (quotes_of(iri),)
        own.append(NamedGraph(iri, triples, quads.provenance(entry, base), beside=beside))
    quoted = [graph for file in chosen for graph in _quotes(file, base, days)]
    triples = quads.shared((file.record for file in chosen), base)
    shared = [shared_graph(triples, base)] if triples else []
    return [*own, *quoted, *shared]


def quotes_of(graph: str) -> str:
    """The graph of the quotes of a record, by the record's own graph.

    >>> quotes_of("https://example.org/graph/a")
    'https://example.org/graph/a-quotes'
    """
    return f"{graph}-{QUOTES}"


def _quotes(file: RecordFile, base: str, days: Days) -> Iterator[NamedGraph]:
    """The graph of the sentences that a record quotes, if it quotes any."""
    if quotes := quads.beside(file.record, QUOTES, base):
        label = f"graph of the sentences that record {file.name} quotes"
        home = quads.Names(base, file.name).graph
        yield computed(f"{file.name}-{QUOTES}", label, quotes, [home], days, base=base)


def _repeated(chosen: Iterable[RecordFile], base: str) -> dict[str, list[str]]:
    """The things (IRIs) that several records define, by the name of each of these records."""
    defined = {
        file.name: [
            iri
            for _, iri, thing in quads.definitions(file.record, base)
            if thing.path in repeats.REPEATABLE
        ]
        for file in chosen
    }
    by_record: dict[str, list[str]] = {}
    for thing, names in repeats.defined_by_several(defined).items():
        for name in names:
            by_record.setdefault(name, []).append(thing)
    return by_record


def shared_graph(
    triples: bytes, base: str = DEFAULT_BASE, without: tuple[str, ...] = ()
) -> NamedGraph:
    """The graph of things that several records name, with these statements of them.

    It grows and shrinks with what is loaded and removed, so its provenance gives no inputs, no day
    and no hash of the content.
    """
    entry = Provenance(
        id=SHARED,
        label="graph of the things that several records name",
        version=version_of_program(),
    )
    return NamedGraph(shared_iri(base), triples, quads.provenance(entry, base), True, without)


def shared_iri(base: str = DEFAULT_BASE) -> str:
    """The IRI of the graph of things that several records name."""
    return quads.Names(base, SHARED).graph


@lru_cache(maxsize=4)
def of_terms(day: str | None = None) -> tuple[NamedGraph, ...]:
    """The graph of the ontology and one graph for each vocabulary, made on `day`.

    Without one, the day is that on which the ontology was modified, as it says of itself.
    """
    ontology = (files("ontology") / "alltrace.ttl").read_bytes()
    modified = re.search(rb'dcterms:modified "([0-9-]{10})"', ontology)
    day = day or (modified[1].decode() if modified else None)
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


def _provenance(file: RecordFile, content: str, also_defines: Iterable[str]) -> Provenance:
    """The provenance of the record's graph: its curator, and the file it was built from."""
    record, curation = file.record, file.record.curation
    return Provenance(
        id=record.record,
        label=f"graph of record {record.record}",
        status=record.status,
        curator=curation.curator,
        curator_orcid=curation.orcid,
        date=curation.date,
        source=curation.source,
        file_name=file.source.file,
        file_sha256=file.source.sha256,
        content_sha256=content,
        version=version_of_program(),
        also_defines=tuple(sorted(also_defines)),
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
