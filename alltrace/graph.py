"""`EvidenceGraph`: the one object through which Python asks the graph."""

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from alltrace.trace import Trace
from ingest import graphs, records
from ingest.text import text_of
from ontology.errors import StoreError, UnknownNameError
from ontology.terms import DEFAULT_BASE, PREFIXES
from queries import library, overview, reach, validation, whatif
from queries.audit.audit import DocumentAudit, audit, findings_graph
from queries.audit.retractions import NONE
from queries.audit.retractions import read as read_notices
from queries.audit.reviews import apply as apply_reviews
from queries.audit.reviews import beside as reviews_beside
from queries.compare import EndpointComparison, Grouping, compare
from queries.endpoint import EndpointStore
from queries.names import resolve
from queries.overview import ConclusionSummary
from queries.robustness import Shared, shared
from queries.store import EmbeddedStore, Results, Store, write_directory
from queries.trace import NOTHING, Removal
from queries.trace import trace as follow
from queries.validation import ShapesReport
from queries.whatif import Change, Without

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyvis.network import Network

PathLike = str | os.PathLike[str]
Names = str | int | Iterable[str | int]

FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""RDF formats of `EvidenceGraph.export`; Turtle holds the union of the named graphs."""


def base_iri() -> str:
    """The base under which things are named: `ALLTRACE_BASE`, or the default.

    Raises StoreError if the setting is no IRI that ends in `/`.
    """
    base = os.environ.get("ALLTRACE_BASE", DEFAULT_BASE)
    try:
        ox.NamedNode(base)
    except ValueError:
        raise StoreError(f"ALLTRACE_BASE: {base!r} is no IRI") from None
    if not base.endswith("/"):
        raise StoreError(f"ALLTRACE_BASE: {base!r} must end with a slash")
    return base


def build(paths: Sequence[PathLike] | None = None) -> list[graphs.NamedGraph]:
    """The named graphs of the bundled records, or of `paths` and what these need.

    With the findings of the audit on each document, marked as the reviews beside `paths` say, and
    the values that each conclusion reaches, in graphs of their own. The first step of every door:
    nothing is stored. Raises RecordError.
    """
    return _built(paths)[1]


def _built(
    paths: Sequence[PathLike] | None,
) -> tuple[EmbeddedStore, list[graphs.NamedGraph]]:
    """The named graphs, and a store in memory that holds them, for the audit had to ask one."""
    chosen = records.collect(None if paths is None else [Path(p) for p in paths])
    base = base_iri()
    made = [*graphs.of_terms(), *graphs.of_records(chosen, base)]
    store = EmbeddedStore()
    store.replace(made)
    audits = audit(store)
    for path in filter(None, (reviews_beside(Path(p)) for p in paths or ())):
        audits = apply_reviews(audits, path, strict=False)  # notices are for `audit` to look up
    judged = [*(findings_graph(found, base) for found in audits), *reach.graphs(store, base)]
    store.replace(judged)
    return store, [*made, *judged]


class EvidenceGraph:
    """Claims, values, citations and studies, and what each conclusion rests on.

    `EvidenceGraph()` holds the bundled records. `EvidenceGraph.of(path, …)` builds record files,
    `EvidenceGraph.at(directory)` opens a store on disk, `EvidenceGraph.over(url)` a SPARQL 1.1
    endpoint. All but `load` only read.
    """

    def __init__(self, store: Store | None = None, removed: Removal = NOTHING) -> None:
        self._whole: Store = _built(None)[0] if store is None else store
        self._removed = removed
        self.store: Store = self._whole if removed == NOTHING else Without(self._whole, removed)

    @classmethod
    def of(cls, *paths: PathLike) -> "EvidenceGraph":
        """The graph of these record files and of the bundled records that they refer to."""
        return cls(_built(paths)[0])

    @classmethod
    def at(cls, directory: PathLike, *, read_only: bool = True) -> "EvidenceGraph":
        """The store in `directory`, as `alltrace build --store` makes it. Raises StoreError."""
        return cls(EmbeddedStore(Path(directory), read_only=read_only))

    @classmethod
    def over(cls, query_url: str, update_url: str | None = None) -> "EvidenceGraph":
        """A SPARQL 1.1 endpoint; credentials come from the environment (`ALLTRACE_TOKEN`, or
        `ALLTRACE_USER` and `ALLTRACE_PASSWORD`). Raises StoreError for an address that is none.
        """
        return cls(EndpointStore(query_url, update_url))

    @classmethod
    def empty(cls) -> "EvidenceGraph":
        """A graph in memory that holds nothing yet."""
        return cls(EmbeddedStore())

    def load(self, *paths: PathLike) -> None:
        """Bring record files in, all or none; a record that was there is replaced by its new form.

        Raises RecordError for a faulty record and StoreError if the store cannot take it.
        """
        self.store.replace(build(paths or None))

    def conclusions(self) -> list[ConclusionSummary]:
        """Every conclusion with what it rests on, in the document's order."""
        return overview.conclusions(self._whole, self._removed)

    def contents(self) -> dict[str, int]:
        """How many things of each kind there are."""
        return overview.contents(self.store)

    def trace(self, conclusion: str) -> Trace:
        """The chain under a conclusion, named by IRI, id or text. Raises UnknownNameError."""
        iri = resolve(self._whole, "Conclusion", conclusion)
        if iri.value in self._removed.things:
            left = (c.name for c in self.conclusions())
            raise UnknownNameError("conclusion that was left", conclusion, left)
        return Trace.of(follow(self._whole, iri, self._removed))

    def shared(self) -> list[Shared]:
        """What each two conclusions both rest on."""
        return shared(self.trace(c.iri) for c in self.conclusions())

    def without(
        self,
        *,
        study: Names = (),
        reference: Names = (),
        claim: Names = (),
        finding: Names = (),
        broken: bool = False,
    ) -> "EvidenceGraph":
        """The graph as it would be without these; nothing is written.

        Each is a name or several: an IRI, an id, a label; for a reference also its number.
        `broken` leaves out every hop that the audit found broken. Traces are cut to what is left;
        any other question first copies the rest of the graph into memory. Raises UnknownNameError.
        """
        given = {"study": study, "reference": reference, "claim": claim, "finding": finding}
        names = [f"{kind}:{name}" for kind, some in given.items() for name in _each(some)]
        taken = whatif.named(self._whole, names, broken)
        both = Removal(
            self._removed.things | taken.things,
            self._removed.links | taken.links,
            self._removed.broken or broken,
        )
        return EvidenceGraph(self._whole, both)

    def whatif(self, *names: str, broken: bool = False) -> list[Change]:
        """Every conclusion before and after `names` fall away: `REF1`, `aall1331`, `claim:…`."""
        return whatif.changes(self._whole, whatif.named(self._whole, names, broken))

    def compare(self, endpoint: str, by: Grouping = "study") -> EndpointComparison:
        """One endpoint over studies, in panels of values that may stand on one axis.

        Raises UnknownNameError, and CompareError if no value of it is there.
        """
        return compare(self.store, resolve(self.store, "Endpoint", endpoint), by)

    def audit(
        self,
        document: str | None = None,
        *,
        rules: Collection[str] = (),
        reviews: PathLike | None = None,
        retractions: PathLike | None = None,
    ) -> list[DocumentAudit]:
        """Every place where a number, a citation or a comparison does not hold, by document.

        `document` is an IRI, an id or a label; `rules` names the rules to run (default: all);
        `reviews` is a YAML file that accepts or dismisses findings, `retractions` a Retraction
        Watch CSV. Raises UnknownNameError, and RecordError for a faulty file.
        """
        iri = resolve(self.store, "Document", document).value if document is not None else None
        notices = read_notices(Path(retractions)) if retractions is not None else NONE
        found = audit(self.store, iri, rules, notices)
        return found if reviews is None else apply_reviews(found, Path(reviews))

    def query(self, query: str, **parameters: Any) -> Results:
        """Answer a question of the library by its name, or a SPARQL query.

        Parameters are bound as RDF terms. The answer is pyoxigraph's: iterable rows for SELECT,
        triples for CONSTRUCT, truth for ASK. Raises QueryError, UnknownNameError.
        """
        values = {name: str(value) for name, value in parameters.items()}
        if len(query.split()) == 1:
            return library.ask(self.store, library.question(query), values)
        return library.ask_sparql(self.store, query, values)

    def rows(self, query: str, **parameters: Any) -> list[dict[str, str | None]]:
        """The rows of a SELECT as plain dictionaries, ready for `pandas.DataFrame`."""
        answer = self.query(query, **parameters)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("rows() takes a SELECT query")
        names = [variable.value for variable in answer.variables]
        return [
            {name: None if (term := row[name]) is None else term.value for name in names}
            for row in answer
        ]

    def validate(self) -> ShapesReport:
        """Hold everything in the graph against the SHACL shapes."""
        return validation.validate_store(self.store)

    def export(self, form: str) -> bytes:
        """The whole graph as `nquads`, `ntriples`, `trig`, `turtle` or `jsonld`, in a fixed order.

        N-Triples and Turtle hold the union of the named graphs.
        """
        if form in ("ntriples", "turtle"):
            found: Any = self.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            lines = sorted({f"{triple} .\n" for triple in found})
        else:
            found = self.store.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
            lines = sorted({f"{r['s']} {r['p']} {r['o']} {r['g']} .\n" for r in found})
        return serialise("".join(lines).encode(), form)

    @property
    def rdflib(self) -> "rdflib.Dataset":
        """The same data as an rdflib Dataset whose default graph is the union; not a copy."""
        import rdflib

        if isinstance(self.store, EmbeddedStore):
            from oxrdflib import OxigraphStore

            store: Any = OxigraphStore(store=self.store.oxigraph)
        elif isinstance(self.store, EndpointStore):
            from rdflib.plugins.stores.sparqlstore import SPARQLStore

            store = SPARQLStore(self.store.query_url)
        else:
            raise TypeError(f"no rdflib view of {self.store.place}")
        return rdflib.Dataset(store=store, default_union=True)

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """The whole graph for networkx: nodes carry `kind` and `label`, edges their property."""
        from graph_viz.projection import network

        return network(self.store)

    def pyvis(self) -> "Network":
        """The evidence under the conclusions as a pyvis Network, every node in its place."""
        from graph_viz.pyvis_view import network

        return network(self.store)

    def page(self) -> str:
        """The pyvis view as one self-contained HTML page."""
        from graph_viz.pyvis_view import page

        return page(self.pyvis())

    def explorer(self, document: str | None = None, texts: Sequence[PathLike] = ()) -> str:
        """One self-contained HTML page: conclusions, traces, tables, text and map.

        `document` (an IRI, an id or a label) leaves only that one with its sources; `texts` are
        text files of documents, to be shown beside their claims. Raises UnknownNameError,
        RecordError for a text that fits no document, StoreError for a page of more than 20 MB.
        """
        from graph_viz.explorer.page import page

        iri = resolve(self.store, "Document", document).value if document is not None else None
        return page(self.store, iri, [text_of(Path(path)) for path in texts])


def _each(names: Names) -> list[str | int]:
    return [names] if isinstance(names, str | int) else list(names)


def serialise(nquads: bytes, form: str) -> bytes:
    """Sorted N-Quads (or N-Triples) in the RDF format `form`."""
    if form in ("nquads", "ntriples"):
        return nquads
    dataset = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
    prefixes = None if form == "jsonld" else PREFIXES
    if form == "turtle":
        triples = (quad.triple for quad in dataset)
        return ox.serialize(triples, format=FORMATS[form], prefixes=prefixes) or b""
    return ox.serialize(dataset, format=FORMATS[form], prefixes=prefixes) or b""


__all__ = ["FORMATS", "EvidenceGraph", "base_iri", "build", "serialise", "write_directory"]
