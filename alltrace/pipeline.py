"""The one way from records to a graph: records → named graphs → audit → what conclusions reach.

Every door takes it: `EvidenceGraph()`, `EvidenceGraph.of`, `EvidenceGraph.load`, and the commands
`build`, `ingest` and `validate`. Nothing is stored beyond the memory of this process.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace import files
from alltrace.files import PathLike
from ingest import description, graphs, identity, records
from ingest.graphs import NamedGraph
from ingest.identity import IdentityFile
from ingest.records import RecordFile
from ontology.errors import UnknownNameError
from ontology.settings import base_iri, build_day
from ontology.terms import DATASET
from queries import reach
from queries.audit.audit import DocumentAudit, audit, findings_graph
from queries.store import EmbeddedStore, Store, holds_store, write_directory

if TYPE_CHECKING:
    from queries.validation import ShapesReport

FORM_BY_SUFFIX = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".jsonld": "jsonld"}
"""The formats of a file that a build is written to."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Build:
    """What records became: the named graphs, a store in memory that holds them, and the audits.

    The graphs are those of the ontology and the vocabularies, of each record, of the findings on
    each document, of the values that the conclusions of each document reach, and the description
    of them all.
    """

    store: EmbeddedStore
    graphs: tuple[graphs.NamedGraph, ...]
    audits: tuple[DocumentAudit, ...]
    base: str
    _reports: "list[ShapesReport]" = field(default_factory=list, compare=False)

    @property
    def lasting(self) -> tuple[NamedGraph, ...]:
        """All graphs but the description: its counts would be wrong of a store that holds more.

        `EvidenceGraph.export("void")` describes a whole store.
        """
        return tuple(graph for graph in self.graphs if graph.iri != DATASET)

    def nquads(self) -> bytes:
        """The whole as N-Quads, sorted: two builds of the same records differ by no byte."""
        return graphs.sorted_nquads(self.graphs)

    def validate(self) -> "ShapesReport":
        """Hold the whole against the SHACL shapes, once."""
        from queries import validation

        if not self._reports:
            self._reports.append(validation.validate_store(self.store))
        return self._reports[0]

    def write(self, path: PathLike) -> None:
        """Write it all to a file in the format that its suffix says (`FORM_BY_SUFFIX`).

        Raises UnknownNameError for another suffix, and StoreError if it cannot be written.
        """
        from queries import export

        path = Path(path)
        form = FORM_BY_SUFFIX.get(path.suffix)
        if form is None:
            raise UnknownNameError("format", path.suffix, FORM_BY_SUFFIX)
        whole = (
            self.nquads()
            if form != "turtle"
            else export.export(self.store, "ntriples", with_quotes=True)
        )
        files.write(path, export.serialise(whole, form))

    def bring_into(self, place: str, update_url: str | None = None) -> None:
        """Bring it all into a store: a directory, or the query address of a SPARQL endpoint.

        The description stays behind (`lasting`). Raises ClashError if the store would no longer
        keep to the shapes, and StoreError.
        """
        if not place.startswith(("http://", "https://")) and not holds_store(Path(place)):
            self._refuse_if_faulty(place)
            write_directory(Path(place), self.lasting)
            return
        with opened(place, update_url) as store:
            self.load_into(store)

    def load_into(self, store: Store) -> None:
        """Bring it all into an open store. Raises ClashError and StoreError."""
        from queries import loading

        self._refuse_if_faulty(store.place)
        loading.bring(store, self.lasting, self.base, self.store)

    def _refuse_if_faulty(self, place: str) -> None:
        from queries.change import Change, refuse

        refuse(place, Change(EmbeddedStore(), self.lasting, self.store), self.validate())

    def __repr__(self) -> str:
        return f"<Build: {len(self.graphs)} graphs, {len(self.audits)} documents audited>"


@contextmanager
def opened(place: str, update_url: str | None = None) -> Iterator[Store]:
    """A store to write to: a directory, or the query address of an endpoint. Raises StoreError."""
    store: Store
    if place.startswith(("http://", "https://")):
        from queries.endpoint import EndpointStore

        # Oxigraph, Fuseki and others put updates at /update beside /query; many use one address.
        guess = place.removesuffix("query") + "update" if place.endswith("/query") else place
        store = EndpointStore(place, update_url or guess)
    else:
        store = EmbeddedStore(Path(place))
    try:
        yield store
    finally:
        store.close()


def build(
    paths: Sequence[PathLike] | None = None, *, base: str | None = None, day: date | None = None
) -> Build:
    """Build the bundled records, or those of `paths` and what these need of the bundled ones.

    Findings are marked as the reviews beside `paths` say, and studies are one or two as the
    identity files among or beside `paths` say. `base` is the IRI under which things are
    named; without it, `ALLTRACE_BASE` or the default. `day` is the day of every computed graph in
    `at:provenance`; without it, that of `SOURCE_DATE_EPOCH`, or the latest day of curation of what
    the graph was computed of. Raises RecordError, SettingError.

    >>> made = build()
    >>> made
    <Build: 29 graphs, 1 documents audited>
    """
    given = None if paths is None else [Path(path) for path in paths]
    base = base_iri(base)
    chosen, judged_same = _collected(given)
    _log.info("%d records collected", len(chosen))
    studies = {s.id for f in chosen for s in (*f.record.studies, *f.record.trials)}
    identities = identity.graphs(judged_same, studies, base)
    given_day = build_day(day.isoformat() if day is not None else None)
    days = graphs.days_of(chosen, given_day, base)
    of_records = graphs.of_records(chosen, base, days)
    stated = [*graphs.of_terms(days.of_build), *of_records, *identities]
    store = EmbeddedStore()
    store.replace(stated)
    audits = audit(store)
    audits = _reviewed(audits, given or ())
    findings = (findings_graph(one, base, days) for one in audits)
    judged = [*findings, *reach.graphs(store, base, days)]
    triples = description.of_graphs((*stated, *judged))
    judged.append(description.describe(triples, base, published=given is None))
    store.replace(judged)
    _log.info("%d graphs built, %d documents audited", len(stated) + len(judged), len(audits))
    return Build(store, (*stated, *judged), tuple(audits), base)


def _collected(
    given: Sequence[Path] | None,
) -> tuple[tuple[RecordFile, ...], tuple[IdentityFile, ...]]:
    """The records to build, and the identity files among the given files or beside them."""
    if given is None:
        return records.collect(None), identity.collect(())
    files_of_records = [path for path in given if not identity.is_identity_file(path)]
    both = (*filter(identity.is_identity_file, given), *identity.beside(given))
    once = {path.resolve(): path for path in both}
    return records.collect(files_of_records), identity.collect(sorted(once.values()))


def _reviewed(audits: list[DocumentAudit], paths: Sequence[Path]) -> list[DocumentAudit]:
    """The audits with their findings marked as the reviews beside the record files say."""
    if not paths:
        return audits
    from queries.audit.reviews import apply, beside

    for path in filter(None, map(beside, paths)):
        audits = apply(audits, path, strict=False)  # notices are for `audit` to look up
    return audits
