"""`EvidenceGraph`: the one object through which Python asks the graph."""

# Most of what a method needs is imported when it is called, for each takes a while to load.

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from alltrace.files import PathLike
from ontology.errors import AlltraceError, QueryError, StoreError, UnknownNameError
from queries.names import resolve
from queries.store import IN_MEMORY, EmbeddedStore, Store

if TYPE_CHECKING:
    from typing import Self

    import networkx as nx
    import pandas as pd
    import rdflib
    from pyvis.network import Network

    from alltrace.trace import Trace
    from queries.audit.audit import DocumentAudit
    from queries.compare import EndpointComparison
    from queries.library import Question
    from queries.overview import ConclusionSummary
    from queries.removal import Removed
    from queries.results import QueryResult
    from queries.robustness import Shared
    from queries.trace import Removal
    from queries.validation import ShapesReport
    from queries.whatif import Change

Names = str | int | Iterable[str | int]
Grouping = Literal["study", "regimen", "cohort"]


class EvidenceGraph:
    """Claims, values, citations and studies, and what each conclusion rests on.

    `EvidenceGraph()` holds the bundled records. `EvidenceGraph.of(path, …)` builds record files,
    `EvidenceGraph.at(directory)` opens a store on disk, `EvidenceGraph.over(url)` a SPARQL 1.1
    endpoint. All but `load` and `remove` only read. It closes itself at the end of a `with` block.

    >>> with EvidenceGraph() as graph:
    ...     [c.name for c in graph.conclusions()][:2]
    ['too-toxic', 'too-little-efficacy']
    """

    def __init__(self, store: Store | None = None, removed: "Removal | None" = None) -> None:
        if store is None:
            from alltrace.pipeline import build

            store = build().store
        self._whole: Store = store
        self._removed = removed
        self.store: Store = store
        if removed is not None and (removed.things or removed.links or removed.broken):
            from queries.whatif import Without

            self.store = Without(store, removed)

    @classmethod
    def of(cls, *paths: PathLike) -> "EvidenceGraph":
        """The graph of these record files and of the bundled records that they refer to."""
        from alltrace.pipeline import build

        return cls(build(paths).store)

    @classmethod
    def at(cls, directory: PathLike, *, read_only: bool = True) -> "EvidenceGraph":
        """The store in `directory`, as `alltrace build --store` makes it. Raises StoreError."""
        return cls(EmbeddedStore(Path(directory), read_only=read_only))

    @classmethod
    def over(cls, query_url: str, update_url: str | None = None) -> "EvidenceGraph":
        """A SPARQL 1.1 endpoint; credentials come from the environment (`ALLTRACE_TOKEN`, or
        `ALLTRACE_USER` and `ALLTRACE_PASSWORD`). Raises StoreError for an address that is none.
        """
        from queries.endpoint import EndpointStore

        return cls(EndpointStore(query_url, update_url))

    @classmethod
    def empty(cls) -> "EvidenceGraph":
        """A graph in memory that holds nothing yet."""
        return cls(EmbeddedStore())

    def close(self) -> None:
        """Let the store go: its files, its connections. Closing twice is no fault.

        A view that `without` made lets only its own copy go.
        """
        self.store.close()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        left_out = ", with something left out" if self.store is not self._whole else ""
        return f"<EvidenceGraph in {self._whole.place}{left_out}>"

    def _repr_html_(self) -> str:
        """How many things of each kind there are; of a store that does not answer, its place."""
        from graph_viz.text import notebook

        try:
            contents = self.contents()
        except AlltraceError:
            contents = {}
        return notebook.graph(repr(self), contents)

    def load(self, *paths: PathLike) -> None:
        """Bring record files in, all or none; a record that was there is replaced by its new form.

        Raises RecordError for a faulty record, ClashError if the graph would no longer keep to the
        shapes, and StoreError if the store cannot take it.
        """
        from alltrace.pipeline import build
        from queries.export import described_anew

        build(paths or None).load_into(self.store)
        self.store.replace(described_anew(self.store))

    def with_texts(self, *paths: PathLike) -> "Self":
        """The graph, with the sentences of documents' texts beside the claims that anchor them.

        For a graph in memory: conclusions, traces and findings then show each sentence in quotation
        marks below our words. Raises RecordError for a text that fits no document, StoreError for
        a graph in another store, which is not written to.
        """
        from queries.sentences import with_sentences

        if paths and self.store.place != IN_MEMORY:
            raise StoreError("a text is shown beside records, not beside a store")
        for path in paths:
            with_sentences(self.store, Path(path))
        return self

    def remove(self, record: str) -> "Removed":
        """Take a record out: its graph, its findings, its provenance, and what it alone used.

        `record` is its name, or its document's IRI, id or label. Findings of other documents are
        judged anew. Raises UnknownNameError, and ClashError if others point at what it defines.

        >>> graph = EvidenceGraph()
        >>> graph.remove("mohetaer-2026").record, len(graph.conclusions())
        ('mohetaer-2026', 0)
        """
        from queries.export import described_anew
        from queries.removal import remove

        removed = remove(self.store, record)
        self.store.replace(described_anew(self.store))
        return removed

    def conclusions(self) -> "list[ConclusionSummary]":
        """Every conclusion with what it rests on, in the document's order."""
        from queries import overview

        return overview.conclusions(self._whole, self._left_out())

    def contents(self) -> dict[str, int]:
        """How many things of each kind there are."""
        from queries import overview

        return overview.contents(self.store)

    def trace(self, conclusion: str) -> "Trace":
        """The chain under a conclusion, named by IRI, id or text. Raises UnknownNameError.

        >>> EvidenceGraph().trace("too-toxic")
        <Trace of too-toxic: 74 things, 92 hops, 3 independent studies>
        """
        from alltrace.trace import Trace
        from queries.trace import trace

        removed = self._left_out()
        iri = resolve(self._whole, "Conclusion", conclusion)
        if iri.value in removed.things:
            left = (c.name for c in self.conclusions())
            raise UnknownNameError("conclusion that was left", conclusion, left)
        return Trace.of(trace(self._whole, iri, removed))

    def shared(self) -> "list[Shared]":
        """What each two conclusions both rest on."""
        from queries.robustness import shared

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
        from queries import whatif
        from queries.trace import Removal

        given = {"study": study, "reference": reference, "claim": claim, "finding": finding}
        names = [f"{kind}:{name}" for kind, some in given.items() for name in _each(some)]
        before, more = self._left_out(), whatif.named(self._whole, names, broken)
        both = Removal(
            before.things | more.things, before.links | more.links, before.broken or broken
        )
        return EvidenceGraph(self._whole, both)

    def whatif(self, *names: str, broken: bool = False) -> "list[Change]":
        """Every conclusion before and after `names` fall away: `REF1`, `aall1331`, `claim:…`."""
        from queries import whatif

        return whatif.changes(self._whole, whatif.named(self._whole, names, broken))

    def compare(self, endpoint: str, by: Grouping = "study") -> "EndpointComparison":
        """One endpoint over studies, in panels of values that may stand on one axis.

        Raises UnknownNameError, and CompareError if no value of it is there.
        """
        from queries.compare import compare

        return compare(self.store, resolve(self.store, "Endpoint", endpoint), by)

    def audit(
        self,
        document: str | None = None,
        *,
        rules: Collection[str] = (),
        reviews: PathLike | None = None,
        retractions: PathLike | None = None,
    ) -> "list[DocumentAudit]":
        """Every place where a number, a citation or a comparison does not hold, by document.

        `document` is an IRI, an id or a label; `rules` names the rules to run (default: all);
        `reviews` is a YAML file that accepts or dismisses findings, `retractions` a Retraction
        Watch CSV. Raises UnknownNameError, and RecordError for a faulty file.
        """
        from ingest.sources.retraction_watch import read
        from queries.audit.audit import audit
        from queries.audit.reviews import apply

        iri = resolve(self.store, "Document", document).value if document is not None else None
        watched = read(Path(retractions)) if retractions is not None else None
        audits = audit(self.store, iri, rules, watched)
        return audits if reviews is None else apply(audits, Path(reviews))

    def questions(self) -> "list[Question]":
        """The questions of the library, by topic and name.

        >>> [question.name for question in EvidenceGraph.empty().questions()][:2]
        ['findings', 'findings-by-rule']
        """
        from queries import library

        return library.by_topic()

    def query(self, query: PathLike, **parameters: Any) -> "QueryResult":
        """Answer a question of the library by its name, a `.rq` file, or a SPARQL query.

        The result can be read as often as wanted, in plain Python values; `.rdf` has the RDF terms.
        Parameters are bound as RDF terms: text that starts with `https://` or stands in `<>` is
        an IRI; a pyoxigraph term stays as it is. Raises QueryError, UnknownNameError.

        >>> EvidenceGraph().query("SELECT (COUNT(?r) AS ?n) { ?d at:hasReference ?r }")[0]["n"]
        9
        """
        from queries import library
        from queries import parameters as terms
        from queries.library import Question
        from queries.results import QueryResult

        asked = library.asked(query)
        values = {name: terms.given(value) for name, value in parameters.items()}
        answer = library.ask(self.store, asked, values)
        return QueryResult(answer, asked.printed if isinstance(asked, Question) else ())

    def frame(self, query: PathLike, **parameters: Any) -> "pd.DataFrame":
        """What `query` gives as a pandas DataFrame; columns of numbers are numeric.

        Raises QueryError, UnknownNameError, and MissingPackageError without pandas.

        >>> EvidenceGraph().frame("values", endpoint="mrd-positive")["value"].dtype
        dtype('float64')
        """
        return self.query(query, **parameters).frame()

    def rows(self, query: PathLike, **parameters: Any) -> list[dict[str, str | None]]:
        """The rows of a SELECT as dictionaries of text, as it stands in RDF."""
        result = self.query(query, **parameters)
        if result.kind != "select":
            raise QueryError(f"rows() takes a SELECT query, not {result.kind.upper()}")
        texts = ([getattr(term, "value", None) for term in row] for row in result.rdf)
        return [dict(zip(result.columns, row, strict=True)) for row in texts]

    def validate(self) -> "ShapesReport":
        """Hold everything in the graph against the SHACL shapes."""
        from queries import validation

        return validation.validate_store(self.store)

    def export(self, form: str, with_quotes: bool = False) -> bytes:
        """The whole graph in a fixed order, as `nquads`, `ntriples`, `trig`, `turtle`, `jsonld`,
        `graphml`, `csv`, `csvw`, `parquet`, or `void`; with the sentences that drafts quote only
        `with_quotes`.

        N-Triples and Turtle hold the union of the named graphs, `graphml` the things and their
        links, `csv` and `parquet` the values, one a row, `csvw` what explains a `values.csv`,
        `void` the description of the data set in Turtle. Raises UnknownNameError for another
        format, MissingPackageError for Parquet without pyarrow.
        """
        from graph_viz.exports import long_table
        from queries import export

        if form == "graphml":
            import networkx as nx

            return "\n".join(nx.generate_graphml(self.networkx())).encode() + b"\n"
        if form in long_table.FORMATS:
            return long_table.export(self.store, form)
        return export.export(self.store, form, with_quotes)

    @property
    def rdflib(self) -> "rdflib.Dataset":
        """The same data as an rdflib Dataset that only reads; the default graph is the union.

        It asks the store anew each time, over an endpoint with the credentials and the time limit
        of this graph. All prefixes are bound. Changes raise ReadOnlyError, SERVICE QueryError.

        >>> len(EvidenceGraph().rdflib.query("SELECT ?c { ?c a at:Conclusion }"))
        8
        """
        from queries.rdflib_view import DatasetView

        return DatasetView(self.store)

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

    def explorer(
        self,
        document: str | None = None,
        texts: Sequence[PathLike] = (),
        with_quotes: bool = False,
    ) -> str:
        """One self-contained HTML page: conclusions, traces, tables, text and map.

        `document` (an IRI, an id or a label) leaves only that one with its sources; `texts` are
        text files of documents, to be shown beside their claims; `with_quotes` shows the sentences
        that drafts quote. Raises UnknownNameError,
        RecordError for a text that fits no document, StoreError for a page of more than 20 MB.
        """
        from graph_viz.explorer.page import page
        from ingest.text import text_of

        iri = resolve(self.store, "Document", document).value if document is not None else None
        return page(self.store, iri, [text_of(Path(path)) for path in texts], with_quotes)

    def _left_out(self) -> "Removal":
        from queries.trace import NOTHING

        return NOTHING if self._removed is None else self._removed


def _each(names: Names) -> list[str | int]:
    return [names] if isinstance(names, str | int) else list(names)
