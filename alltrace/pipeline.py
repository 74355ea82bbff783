"""The one way from records to a graph: records → named graphs → audit → what conclusions reach.

Every door takes it: `EvidenceGraph()`, `EvidenceGraph.of`, `EvidenceGraph.load`, and the commands
`build`, `ingest` and `validate`. Nothing is stored beyond the memory of this process.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace import files
from alltrace.files import PathLike
from ingest import graphs, records
from ontology.errors import UnknownNameError
from ontology.settings import base_iri, build_day
from queries import reach
from queries.audit.audit import DocumentAudit, audit, findings_graph
from queries.store import EmbeddedStore, write_directory

if TYPE_CHECKING:
    from queries.validation import ShapesReport

FORM_BY_SUFFIX = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".jsonld": "jsonld"}
"""The formats of a file that a build is written to."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Build:
    """What records became: the named graphs, a store in memory that holds them, and the audits.

    The graphs are those of the ontology and the vocabularies, of each record, of the findings on
    each document, and of the values that the conclusions of each document reach.
    """

    store: EmbeddedStore
    graphs: tuple[graphs.NamedGraph, ...]
    audits: tuple[DocumentAudit, ...]

    def nquads(self) -> bytes:
        """The whole as N-Quads, sorted: two builds of the same records differ by no byte."""
        return graphs.sorted_nquads(self.graphs)

    def validate(self) -> "ShapesReport":
        """Hold the whole against the SHACL shapes."""
        from queries import validation

        return validation.validate_store(self.store)

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

        Raises StoreError.
        """
        if not place.startswith(("http://", "https://")):
            write_directory(Path(place), self.graphs)
            return
        from queries.endpoint import EndpointStore

        # Oxigraph, Fuseki and others put updates at /update beside /query; many use one address.
        guess = place.removesuffix("query") + "update" if place.endswith("/query") else place
        endpoint = EndpointStore(place, update_url or guess)
        try:
            endpoint.replace(self.graphs)
        finally:
            endpoint.close()

    def __repr__(self) -> str:
        return f"<Build: {len(self.graphs)} graphs, {len(self.audits)} documents audited>"


def build(
    paths: Sequence[PathLike] | None = None, *, base: str | None = None, day: date | None = None
) -> Build:
    """Build the bundled records, or those of `paths` and what these need of the bundled ones.

    Findings are marked as the reviews beside `paths` say. `base` is the IRI under which things are
    named; without it, `ALLTRACE_BASE` or the default. `day` is the day of every computed graph in
    `at:provenance`; without it, that of `SOURCE_DATE_EPOCH`, or the latest day of curation of what
    the graph was computed of. Raises RecordError, SettingError.

    >>> made = build()
    >>> made
    <Build: 26 graphs, 1 documents audited>
    """
    given = None if paths is None else [Path(path) for path in paths]
    base = base_iri(base)
    chosen = records.collect(given)
    _log.info("%d records collected", len(chosen))
    given_day = build_day(day.isoformat() if day is not None else None)
    days = graphs.days_of(chosen, given_day, base)
    stated = [*graphs.of_terms(days.of_build), *graphs.of_records(chosen, base, days)]
    store = EmbeddedStore()
    store.replace(stated)
    audits = audit(store)
    audits = _reviewed(audits, given or ())
    findings = (findings_graph(one, base, days) for one in audits)
    judged = [*findings, *reach.graphs(store, base, days)]
    store.replace(judged)
    _log.info("%d graphs built, %d documents audited", len(stated) + len(judged), len(audits))
    return Build(store, (*stated, *judged), tuple(audits))


def _reviewed(audits: list[DocumentAudit], paths: Sequence[Path]) -> list[DocumentAudit]:
    """The audits with their findings marked as the reviews beside the record files say."""
    if not paths:
        return audits
    from queries.audit.reviews import apply, beside

    for path in filter(None, map(beside, paths)):
        audits = apply(audits, path, strict=False)  # notices are for `audit` to look up
    return audits
