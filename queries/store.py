"""Where the quads live: an embedded Oxigraph, in memory or on disk; `queries.endpoint` has another.

All stores answer in pyoxigraph's own result types, see the union of all named graphs as the
default graph, and replace named graphs all at once or not at all.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import pyoxigraph as ox

from ontology.errors import QueryError, StoreError
from ontology.terms import PREFIXES, PROVENANCE
from queries.parameters import asks_elsewhere

if TYPE_CHECKING:
    from ingest.graphs import NamedGraph

T = TypeVar("T")
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


class Store(Protocol):
    """What alltrace asks of a store."""

    @property
    def place(self) -> str:
        """Where the store is, in words for a message."""

    def query(self, sparql: str) -> Results:
        """Run a query; raises QueryError if it is at fault and StoreError if the store is."""

    def replace(self, graphs: "Sequence[NamedGraph]") -> None:
        """Make each named graph hold exactly this content; all of them, or, on error, none.

        A graph that is additive keeps what it holds besides.
        """

    def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""


IN_MEMORY = "memory"
"""The place of a store that no file holds."""


class EmbeddedStore:
    """An Oxigraph store in this process: in memory (no path) or in a directory."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self._path = path
        self.remembered: dict[str, dict[str, list[str]]] = {}
        """Of a class the IRIs by their ends (`queries.names`); a load forgets them."""
        if path is not None and read_only and not (path / "CURRENT").is_file():
            message = f"{path}: there is no store here; make one with alltrace build"
            raise StoreError(message, value=path)
        try:
            if path is not None and read_only:
                self._opened: ox.Store | None = ox.Store.read_only(str(path))
            else:
                self._opened = ox.Store(path)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: the store cannot be opened: {error}") from None

    @property
    def oxigraph(self) -> ox.Store:
        """The store itself. Raises StoreError once it is closed."""
        if self._opened is None:
            raise StoreError(f"{self.place}: the store is closed; open it anew", value=self._path)
        return self._opened

    @property
    def place(self) -> str:
        return IN_MEMORY if self._path is None else str(self._path)

    def query(self, sparql: str) -> Results:
        if asks_elsewhere(sparql):
            raise QueryError("SERVICE asks another machine, which a query here may not do")
        opened = self.oxigraph
        try:
            return opened.query(PROLOGUE + sparql, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QueryError(f"the SPARQL query does not parse: {first_line(error)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {first_line(error)}") from None

    def close(self) -> None:
        """Let the directory go; what is in memory is gone. No query can be asked after it."""
        self._opened = None

    def replace(self, graphs: "Sequence[NamedGraph]") -> None:
        opened = self.oxigraph
        self.remembered.clear()
        try:
            if len(opened) == 0 and self._path is None:
                _bulk_load(opened, graphs)
            else:
                opened.update(replacement(graphs))
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(f"{self.place}: nothing was written: {first_line(error)}") from None


def holds_store(path: Path) -> bool:
    """Whether a store stands in a directory."""
    return (path / "CURRENT").is_file()


def write_directory(path: Path, graphs: "Sequence[NamedGraph]") -> None:
    """Bring `graphs` into the store at `path`, which is made if it is not there.

    A new store is filled beside its place and moved there whole, so that a crash leaves nothing
    half-written; a store that exists takes one transaction. Raises StoreError.
    """
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: is a file; a store is a directory")
    if path.exists() and any(path.iterdir()):
        if not holds_store(path):
            raise StoreError(f"{path}: holds other files; give an empty or a new directory")
        EmbeddedStore(path).replace(graphs)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise StoreError(f"{path}: cannot be made: {error.strerror}") from None
    try:
        store = ox.Store(str(scratch))
        _bulk_load(store, graphs)
        store.flush()
        del store
        scratch.replace(path)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: nothing was written: {first_line(error)}") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def replacement(graphs: "Sequence[NamedGraph]") -> str:
    """One SPARQL update, and so one transaction, after which each graph holds just its content.

    A graph that is additive keeps what it holds besides.
    """
    clear = [
        (_removal(g) if g.additive else f"DROP SILENT GRAPH <{iri}> ;\n")
        + f"DELETE WHERE {{ GRAPH <{PROVENANCE}> {{ <{iri}> ?p ?o }} }} ;\n"
        for g in graphs
        for iri in (g.iri, *g.beside)
    ]
    blocks = [
        f"GRAPH <{iri}> {{\n{triples.decode()}}}\n"
        for g in graphs
        for iri, triples in ((g.iri, g.triples), (PROVENANCE, g.provenance))
        if triples
    ]
    return "".join([*clear, "INSERT DATA {\n", *blocks, "}\n"])


def _removal(graph: "NamedGraph") -> str:
    """What takes some things out of a graph."""
    return "".join(
        f"DELETE WHERE {{ GRAPH <{graph.iri}> {{ <{thing}> ?p ?o }} }} ;\n"
        for thing in graph.without
    )


def _bulk_load(store: ox.Store, graphs: "Sequence[NamedGraph]") -> None:
    for graph in graphs:
        for iri, triples in ((graph.iri, graph.triples), (PROVENANCE, graph.provenance)):
            store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(iri))


def in_parts(items: Iterable[T], size: Callable[[T], int], largest: int) -> Iterator[list[T]]:
    """The items in their order, as many together as hold `largest`; a larger one stands alone.

    >>> list(in_parts(["ab", "c", "defg", "h"], len, 3))
    [['ab', 'c'], ['defg'], ['h']]
    """
    part: list[T] = []
    held = 0
    for item in items:
        if part and held + size(item) > largest:
            yield part
            part, held = [], 0
        part.append(item)
        held += size(item)
    if part:
        yield part


def first_line(error: object) -> str:
    """The first line of a message that may be long."""
    text = str(error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__
