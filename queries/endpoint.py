"""Any SPARQL 1.1 endpoint as a store, over HTTP that may fail.

Reading is by the SPARQL 1.1 Protocol. What is written goes as one update, which engines run as one
transaction; what is too long for one request is laid out in staging graphs first, and one last
update brings it into place. Every request may be sent twice without harm, so a request that fails
on the way, or that the server is too busy for, is sent again.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ingest.graphs import NamedGraph
from ingest.http import TryAgainError, retry_after, retrying
from ontology import settings
from ontology.errors import QueryError, StoreError, shown
from ontology.terms import PROVENANCE
from queries import sparql
from queries.store import PROLOGUE, Results, first_line, in_parts, replacement

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)

STAGING = "urn:alltrace:staging:"
"""Graphs that a load fills before they are brought into place; no query sees them."""

LARGEST_UPDATE = 4_000_000
"""Bytes of the longest single update; many servers take no request much longer."""

TRIES = 5
LONGEST_WAIT = 30.0
"""How often a request is sent, and the seconds that one wait may last at most."""

_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to sign in at an endpoint; taken from the environment, never from a command line."""

    token: str | None = None
    user: str | None = None
    password: str | None = None

    @classmethod
    def from_environment(cls) -> "Credentials":
        """`ALLTRACE_TOKEN`, or `ALLTRACE_USER` with `ALLTRACE_PASSWORD`."""
        given = (settings.TOKEN, settings.USER, settings.PASSWORD)
        return cls(*(setting.text() or None for setting in given))


class EndpointStore:
    """A SPARQL 1.1 endpoint over HTTP, whose named graphs are seen as one default graph."""

    def __init__(
        self,
        query_url: str,
        update_url: str | None = None,
        credentials: Credentials | None = None,
        timeout: float | None = None,
        first_wait: float = 0.5,
        largest_update: int = LARGEST_UPDATE,
    ) -> None:
        """`timeout` in seconds; without it `ALLTRACE_TIMEOUT`, or 60. Raises StoreError."""
        import httpx  # costs a tenth of a second, and only endpoints need it

        for url in filter(None, (query_url, update_url)):
            if not url.startswith(("http://", "https://")):
                raise StoreError(f"{shown(url)} is no http or https address")
        self.query_url = query_url
        self.update_url = update_url
        self._first_wait = first_wait
        self._largest = largest_update
        signed = credentials or Credentials.from_environment()
        headers = {"Authorization": f"Bearer {signed.token}"} if signed.token else {}
        auth = httpx.BasicAuth(signed.user, signed.password or "") if signed.user else None
        # A redirect is told and not followed, so that no password goes to another machine.
        self._client = httpx.Client(
            timeout=settings.TIMEOUT.seconds() if timeout is None else timeout,
            headers=headers,
            auth=auth,
            follow_redirects=False,
        )
        self._dataset: list[str] | None = None
        self._met = False

    @property
    def place(self) -> str:
        return self.query_url

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def query(self, sparql: str) -> Results:
        if self._dataset is None:
            self._dataset = self._find_dataset()
        return self._ask(PROLOGUE + sparql, self._dataset)

    def replace(self, graphs: Sequence[NamedGraph]) -> None:
        if self.update_url is None:
            raise StoreError(f"{self.place}: no update address was given; this store is read only")
        if sum(len(g.triples) + len(g.provenance) for g in graphs) <= self._largest:
            self._update(replacement(graphs))
        else:
            self._replace_in_parts(graphs)
        self._dataset = None

    def _replace_in_parts(self, graphs: Sequence[NamedGraph]) -> None:
        """Lay everything out in staging graphs, then bring all of it into place at once."""
        self._sweep()
        contents, switch = _staged(graphs)
        try:
            for staging, triples in contents:
                self._update(_drop(staging))
                for batch in _batches(triples, self._largest):
                    self._update(f"INSERT DATA {{ GRAPH <{staging}> {{\n{batch}}} }}")
            self._update(switch)
        except (StoreError, QueryError):
            with suppress(StoreError, QueryError):
                self._sweep()
            raise

    def _sweep(self) -> None:
        """Drop staging graphs, also those that a run left which broke off."""
        left = [name for name in self._names() if name.startswith(STAGING)]
        if left:
            self._update(" ;\n".join(map(_drop, left)))

    def _names(self) -> list[str]:
        rows = self._ask(sparql.load("named-graphs"), [])
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(row["graph"].value for row in rows)

    def _find_dataset(self) -> list[str]:
        """The graphs to name with each query; none where the endpoint joins them all by itself."""
        names = self._names()
        seen = [name for name in names if not name.startswith(STAGING)]
        if seen == names and names and bool(self._ask(sparql.load("default-graph-is-union"), [])):
            return []
        return seen or [f"{STAGING}nothing"]  # a query that names no graph would see the default

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
            raise StoreError(
                f"{self.place}: answered with {kind or 'nothing'}, no SPARQL result"
            ) from None

    def _update(self, sparql: str) -> None:
        assert self.update_url is not None
        self._post(
            self.update_url,
            content=sparql.encode(),
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
        )

    def _post(self, url: str, **request: Any) -> "httpx.Response":
        """Send a request, again where it failed on the way, and tell what cannot be mended."""
        tries = retrying(TRIES, self._first_wait, LONGEST_WAIT, log=_log)
        try:
            answer: httpx.Response = tries(self._post_once, url, request)
        except TryAgainError as error:
            raise StoreError(f"{url}: {error}; tried {TRIES} times") from None
        if answer.status_code == 400:
            raise QueryError(f"the endpoint refused the request: {first_line(answer.text)}")
        if answer.status_code in (401, 403):
            raise StoreError(
                f"{url}: refused (HTTP {answer.status_code}); set ALLTRACE_TOKEN, or "
                "ALLTRACE_USER and ALLTRACE_PASSWORD"
            )
        if answer.is_redirect:
            to = shown(answer.headers.get("location", "elsewhere"))
            raise StoreError(f"{url}: sends on to {to}; give the address of the endpoint itself")
        if not answer.is_success:
            raise StoreError(f"{url}: HTTP {answer.status_code}: {first_line(answer.text)}")
        return answer

    def _post_once(self, url: str, request: dict[str, Any]) -> "httpx.Response":
        import httpx

        try:
            answer = self._client.post(url, **request)
        except httpx.TimeoutException:
            raise StoreError(f"{url}: no answer within the time allowed") from None
        except httpx.TransportError as error:
            message = f"cannot be reached: {first_line(error)}"
            if not self._met:  # a wrong address is reported at once
                raise StoreError(f"{url}: {message}") from None
            raise TryAgainError(message) from None
        except httpx.HTTPError as error:
            raise StoreError(f"{url}: the answer cannot be read: {first_line(error)}") from None
        self._met = True
        _log.debug("%s: HTTP %d, %d bytes", url, answer.status_code, len(answer.content))
        if answer.status_code in _BUSY:
            wait = retry_after(answer.headers.get("retry-after", ""))
            raise TryAgainError(f"too busy (HTTP {answer.status_code})", wait)
        return answer


def _staged(graphs: Sequence[NamedGraph]) -> tuple[list[tuple[str, bytes]], str]:
    """The staging graphs for `graphs` with their triples, and the switch: the one update that
    brings them into place. Staging graphs are named after their content.

    Every step of the switch looks for a mark in a staging graph of its own, which its last step
    drops: sent a second time, it does nothing.
    """
    digest = hashlib.sha256(b"".join(g.iri.encode() + g.triples for g in graphs)).hexdigest()[:16]
    base = f"{STAGING}{digest}:"
    mark = f"{base}mark"
    marked = f"GRAPH <{mark}> {{ <{mark}> <{mark}> <{mark}> }}"
    contents = [(mark, f"<{mark}> <{mark}> <{mark}> .\n".encode())]
    steps: list[str] = []

    def step(verb: str, graph: str, source: str, subject: str = "?s") -> None:
        statement = f"{{ {subject} ?p ?o }}"
        target = f"{verb} {{ GRAPH <{graph}> {statement} }}"
        steps.append(f"{target} WHERE {{ {marked} GRAPH <{source}> {statement} }}")

    def fill(graph: str, staging: str, triples: bytes) -> None:
        contents.append((staging, triples))
        step("INSERT", graph, staging)

    for number, graph in enumerate(graphs):
        for subject in map("<{}>".format, graph.without) if graph.additive else ("?s",):
            step("DELETE", graph.iri, graph.iri, subject)
        step("DELETE", PROVENANCE, PROVENANCE, f"<{graph.iri}>")
        fill(graph.iri, f"{base}{number}", graph.triples)
    if entries := b"".join(graph.provenance for graph in graphs):
        fill(PROVENANCE, f"{base}provenance", entries)
    return contents, " ;\n".join([*steps, *(_drop(staging) for staging, _ in contents)])


def _drop(graph: str) -> str:
    return f"DROP SILENT GRAPH <{graph}>"


def _batches(triples: bytes, size: int) -> Iterator[str]:
    """The lines of N-Triples in parts of at most `size` bytes, but for a longer single line."""
    for part in in_parts(triples.splitlines(keepends=True), len, size):
        yield b"".join(part).decode()


def _as_triples(content: bytes) -> ox.QueryTriples:
    """N-Triples from an endpoint, as the embedded store gives the answer to a CONSTRUCT."""
    store = ox.Store()
    store.load(content, format=ox.RdfFormat.N_TRIPLES)
    answer = store.query(sparql.load("all-triples"))
    assert isinstance(answer, ox.QueryTriples)
    return answer
