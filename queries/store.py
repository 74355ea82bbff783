"""Where the quads live: an embedded Oxigraph, in memory or on disk, or any SPARQL 1.1 endpoint.

All stores answer in pyoxigraph's own result types, see the union of all named graphs as the
default graph, and replace named graphs all at once or not at all.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ontology.errors import QueryError, StoreError, shown
from ontology.terms import PREFIXES, PROVENANCE
from queries.parameters import asks_elsewhere

if TYPE_CHECKING:
    import httpx

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


class Store(Protocol):
    """What alltrace asks of a store."""

    @property
    def place(self) -> str:
        """Where the store is, in words for a message."""

    def query(self, sparql: str) -> Results:
        """Run a query; raises QueryError if it is at fault and StoreError if the store is."""

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        """Make each named graph hold exactly this content; all of them, or, on error, none."""


class EmbeddedStore:
    """An Oxigraph store in this process: in memory (no path) or in a directory."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self._path = path
        try:
            if path is None:
                self.oxigraph = ox.Store()
            elif read_only:
                if not (path / "CURRENT").is_file():
                    raise StoreError(
                        f"{path}: there is no store here; make one with alltrace build"
                    )
                self.oxigraph = ox.Store.read_only(str(path))
            else:
                self.oxigraph = ox.Store(str(path))
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: the store cannot be opened: {error}") from None

    @property
    def place(self) -> str:
        return "memory" if self._path is None else str(self._path)

    def query(self, sparql: str) -> Results:
        if asks_elsewhere(sparql):
            raise QueryError("SERVICE asks another machine, which a query here may not do")
        try:
            return self.oxigraph.query(PROLOGUE + sparql, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QueryError(f"the SPARQL query does not parse: {_first_line(error)}") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {_first_line(error)}") from None

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        try:
            if len(self.oxigraph) == 0 and self._path is None:
                _bulk_load(self.oxigraph, graphs)
            else:
                self.oxigraph.update(replacement(graphs))
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(f"{self.place}: nothing was written: {_first_line(error)}") from None


def write_directory(path: Path, graphs: Sequence[NamedGraph]) -> None:
    """Bring `graphs` into the store at `path`, which is made if it is not there.

    A new store is filled beside its place and moved there whole, so that a crash leaves nothing
    half-written; a store that exists takes one transaction. Raises StoreError.
    """
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: is a file; a store is a directory")
    if path.exists() and any(path.iterdir()):
        if not (path / "CURRENT").is_file():
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
        raise StoreError(f"{path}: nothing was written: {_first_line(error)}") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to sign in at an endpoint; taken from the environment, never from a command line."""

    token: str | None = None
    user: str | None = None
    password: str | None = None

    @classmethod
    def from_environment(cls) -> "Credentials":
        """`ALLTRACE_TOKEN`, or `ALLTRACE_USER` with `ALLTRACE_PASSWORD`."""
        names = ("ALLTRACE_TOKEN", "ALLTRACE_USER", "ALLTRACE_PASSWORD")
        return cls(*(os.environ.get(name) for name in names))


class EndpointStore:
    """A SPARQL 1.1 endpoint over HTTP. The dataset of each query names every graph there is."""

    def __init__(
        self,
        query_url: str,
        update_url: str | None = None,
        credentials: Credentials | None = None,
        timeout: float = 60.0,
    ) -> None:
        import httpx  # costs a tenth of a second, and only endpoints need it

        for url in filter(None, (query_url, update_url)):
            if not url.startswith(("http://", "https://")):
                raise StoreError(f"{shown(url)} is no http or https address")
        self.query_url = query_url
        self.update_url = update_url
        signed = credentials or Credentials.from_environment()
        headers = {"Authorization": f"Bearer {signed.token}"} if signed.token else {}
        auth = httpx.BasicAuth(signed.user, signed.password or "") if signed.user else None
        self._client = httpx.Client(timeout=timeout, headers=headers, auth=auth)
        self._graphs: list[str] | None = None

    @property
    def place(self) -> str:
        return self.query_url

    def query(self, sparql: str) -> Results:
        if self._graphs is None:
            found = self._ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", [])
            assert isinstance(found, ox.QuerySolutions)
            self._graphs = sorted(row["g"].value for row in found)
        return self._ask(PROLOGUE + sparql, self._graphs)

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        if self.update_url is None:
            raise StoreError(f"{self.place}: no update address was given; this store is read only")
        self._post(
            self.update_url,
            content=replacement(graphs),
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
        )
        self._graphs = None

    def _ask(self, sparql: str, graphs: Iterable[str]) -> Results:
        named = list(graphs)
        accept = "application/sparql-results+json, application/n-triples;q=0.9"
        answer = self._post(
            self.query_url,
            data={"query": sparql, "default-graph-uri": named, "named-graph-uri": named},
            headers={"Accept": accept},
        )
        kind = answer.headers.get("content-type", "").split(";")[0].strip()
        try:
            if kind == "application/n-triples":
                return _as_triples(answer.content)
            return ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError):
            said = kind or "nothing"
            raise StoreError(f"{self.place}: answered with {said}, no SPARQL result") from None

    def _post(self, url: str, **request: object) -> "httpx.Response":
        import httpx

        try:
            answer = self._client.post(url, **request)  # type: ignore[arg-type]
        except httpx.TimeoutException:
            raise StoreError(f"{url}: no answer within the time allowed") from None
        except httpx.HTTPError as error:
            raise StoreError(f"{url}: cannot be reached: {_first_line(error)}") from None
        if answer.status_code == 400:
            raise QueryError(f"the endpoint refused the request: {_first_line(answer.text)}")
        if answer.status_code in (401, 403):
            raise StoreError(
                f"{url}: refused (HTTP {answer.status_code}); set ALLTRACE_TOKEN, or "
                "ALLTRACE_USER and ALLTRACE_PASSWORD"
            )
        if not answer.is_success:
            raise StoreError(f"{url}: HTTP {answer.status_code}: {_first_line(answer.text)}")
        return answer


def replacement(graphs: Sequence[NamedGraph]) -> str:
    """One SPARQL update, and so one transaction, after which each graph holds just its content."""
    clear = [
        f"DROP SILENT GRAPH <{g.iri}> ;\n"
        f"DELETE WHERE {{ GRAPH <{PROVENANCE}> {{ <{g.iri}> ?p ?o }} }} ;\n"
        for g in graphs
    ]
    blocks = [
        f"GRAPH <{iri}> {{\n{triples.decode()}}}\n"
        for g in graphs
        for iri, triples in ((g.iri, g.triples), (PROVENANCE, g.provenance))
        if triples
    ]
    return "".join([*clear, "INSERT DATA {\n", *blocks, "}\n"])


def _bulk_load(store: ox.Store, graphs: Sequence[NamedGraph]) -> None:
    for graph in graphs:
        for iri, triples in ((graph.iri, graph.triples), (PROVENANCE, graph.provenance)):
            store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(iri))


def _as_triples(content: bytes) -> ox.QueryTriples:
    """N-Triples from an endpoint, as the embedded store gives the answer to a CONSTRUCT."""
    store = ox.Store()
    store.load(content, format=ox.RdfFormat.N_TRIPLES)
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, ox.QueryTriples)
    return answer


def _first_line(error: object) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__
