"""An endpoint that fails on the way: what is tried again, what is told, and what stays as it was.

The endpoint is a real Oxigraph server; between it and us stands a small real proxy that can be told
to misbehave.
"""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alltrace import EvidenceGraph, QueryError, SettingError, StoreError
from alltrace.pipeline import build
from conftest import run
from ingest.graphs import NamedGraph
from ingest.http import retry_after
from queries.endpoint import STAGING, Credentials, EndpointStore, _batches

# A result that a failed test step left may be collected in the proxy's thread.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

Writer = Callable[..., Path]
Misbehaviour = Callable[[BaseHTTPRequestHandler], bool]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


class Proxy:
    """Hands requests on to a server; `trouble` holds what to do to the next ones instead."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.trouble: list[Misbehaviour | None] = []
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                proxy.seen.append((self.path, dict(self.headers), body))
                trouble = proxy.trouble.pop(0) if proxy.trouble else None
                if trouble is not None and trouble(self):
                    return
                reply(self, *proxy.handed_on())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handed_on(self) -> tuple[int, bytes, dict[str, str]]:
        """What the server answers to the request that came last."""
        path, headers, body = self.seen[-1]
        kept = {k: v for k, v in headers.items() if k.lower() in ("accept", "content-type")}
        try:
            request = urllib.request.Request(self.target + path, body, kept)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), {}

    def store(self, **settings: object) -> EndpointStore:
        return EndpointStore(
            f"{self.address}/query",
            f"{self.address}/update",
            first_wait=0.01,
            **settings,  # type: ignore[arg-type]
        )


def reply(handler: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        if name.lower() in ("content-type", "retry-after", "location"):
            handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def busy(code: int, after: str = "0") -> Misbehaviour:
    def answer(handler: BaseHTTPRequestHandler) -> bool:
        reply(handler, code, b"later", {"Retry-After": after})
        return True

    return answer


def drop(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.wfile.write(b"half an ans")
    handler.close_connection = True
    return True


def stall(handler: BaseHTTPRequestHandler) -> bool:
    time.sleep(1.0)
    return False


def elsewhere(handler: BaseHTTPRequestHandler) -> bool:
    reply(handler, 307, b"", {"Location": "http://other.example/query"})
    return True


@pytest.fixture
def proxy(oxigraph_server: str) -> Iterator[Proxy]:
    made = Proxy(oxigraph_server)
    yield made
    made.server.shutdown()


def number(store: EndpointStore) -> int:
    (row,) = EvidenceGraph(store).rows(COUNT)
    return int(row["n"] or 0)


@pytest.mark.parametrize(
    "trouble", [busy(503), busy(429), busy(503, "Wed, 21 Oct 2015 07:28:00 GMT")]
)
def test_a_busy_server_is_asked_again(
    proxy: Proxy, record_file: Writer, trouble: Misbehaviour
) -> None:
    store = proxy.store()
    store.replace(build([record_file()]).graphs)
    proxy.trouble = [trouble, trouble]
    assert number(store) > 1000


def test_a_dropped_connection_is_taken_up_again(proxy: Proxy, record_file: Writer) -> None:
    store = proxy.store()
    store.replace(build([record_file()]).graphs)
    proxy.trouble = [None, drop]
    assert number(store) > 1000


def test_a_server_that_stays_busy_is_given_up_and_named(proxy: Proxy) -> None:
    proxy.trouble = [busy(503)] * 9
    with pytest.raises(StoreError, match=r"/query: too busy \(HTTP 503\); tried 5 times"):
        proxy.store().query("ASK {}")
    assert len(proxy.seen) == 5


def test_a_store_that_goes_away_in_the_middle_of_a_trace_gives_no_half_trace(
    proxy: Proxy, record_file: Writer
) -> None:
    store = proxy.store()
    store.replace(build([record_file()]).graphs)
    graph = EvidenceGraph(store)
    whole = graph.trace("works")
    asked = len(proxy.seen)
    for step in range(1, 8):
        proxy.trouble = [*[None] * step, *[drop] * 9]
        with pytest.raises(StoreError, match="cannot be reached"):
            graph.trace("works")
        proxy.trouble = []
    assert asked > 8
    assert graph.trace("works") == whole


def test_a_server_too_slow_is_named(proxy: Proxy) -> None:
    proxy.trouble = [stall]
    with pytest.raises(StoreError, match="no answer within the time allowed"):
        proxy.store(timeout=0.2).query("ASK {}")


def test_a_redirect_is_told_and_takes_no_password_along(proxy: Proxy) -> None:
    proxy.trouble = [elsewhere]
    store = proxy.store(credentials=Credentials(user="me", password="secret"))
    with pytest.raises(StoreError, match=r"sends on to 'http://other\.example/query'"):
        store.query("ASK {}")
    assert len(proxy.seen) == 1
    assert proxy.seen[0][1]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize(("code", "told"), [(401, "ALLTRACE_TOKEN"), (500, "HTTP 500")])
def test_what_trying_again_will_not_mend_is_told_at_once(
    proxy: Proxy, code: int, told: str
) -> None:
    proxy.trouble = [busy(code)] * 9
    with pytest.raises(StoreError, match=told):
        proxy.store().query("ASK {}")
    assert len(proxy.seen) == 1


# -- writing in parts ------------------------------------------------------------------------------


def graphs_of(store: EndpointStore) -> set[str]:
    return {
        row["g"] or ""
        for row in EvidenceGraph(store).rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    }


def test_a_load_in_parts_gives_the_same_graph(proxy: Proxy, record_file: Writer) -> None:
    parts, whole = proxy.store(largest_update=20_000), EvidenceGraph.of(record_file())
    for _ in range(2):
        parts.replace(build([record_file()]).graphs)
        assert EvidenceGraph(parts).export("nquads") == whole.export("nquads")
    assert max(len(body) for path, _, body in proxy.seen if path == "/update") < 40_000


def test_a_part_that_fails_leaves_everything_as_it_was(proxy: Proxy, record_file: Writer) -> None:
    store = proxy.store(largest_update=20_000)
    store.replace(build([record_file()]).graphs)
    before = EvidenceGraph(store).export("nquads")
    changed = build([record_file(("value: 72.60", "value: 62.60"))]).graphs
    updates = sum(path == "/update" for path, _, _ in proxy.seen)
    for step in range(2, updates, 7):
        proxy.trouble = [*[None] * step, *[drop] * 5]
        with pytest.raises(StoreError):
            store.replace(changed)
        assert EvidenceGraph(store).export("nquads") == before
    broken = [*changed, NamedGraph("https://x.org/g", b"<no> <triple .\n" * 2_000)]
    with pytest.raises(QueryError, match="refused"):
        store.replace(broken)
    assert EvidenceGraph(store).export("nquads") == before


def test_the_last_step_done_twice_does_nothing_the_second_time(
    proxy: Proxy, record_file: Writer
) -> None:
    """The server did it, but its answer was lost."""
    store = proxy.store(largest_update=20_000)

    def lost(handler: BaseHTTPRequestHandler) -> bool:
        proxy.handed_on()
        return drop(handler)

    store.replace(build([record_file()]).graphs)
    before = EvidenceGraph(store).export("nquads")
    proxy.seen.clear()
    store.replace(build([record_file()]).graphs)
    proxy.trouble = [*[None] * (len(proxy.seen) - 1), lost]
    store.replace(build([record_file()]).graphs)
    assert EvidenceGraph(store).export("nquads") == before
    assert not proxy.trouble


def test_what_a_broken_run_left_is_not_seen_and_is_swept_away(
    proxy: Proxy, record_file: Writer
) -> None:
    store = proxy.store(largest_update=20_000)
    store.replace(build([record_file()]).graphs)
    before = number(store)
    left = f"{STAGING}0123456789abcdef:0"
    store._update(f"INSERT DATA {{ GRAPH <{left}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    fresh = proxy.store(largest_update=20_000)
    assert number(fresh) == before
    assert not any(name.startswith(STAGING) for name in graphs_of(fresh))
    fresh.replace(build([record_file()]).graphs)
    assert left not in fresh._names()


@given(
    st.lists(st.binary(min_size=1, max_size=30).map(lambda b: b.hex().encode() + b" .\n")),
    st.integers(1, 100),
)
def test_batches_hold_every_line_once_in_order(lines: list[bytes], size: int) -> None:
    parts = [part.encode() for part in _batches(b"".join(lines), size)]
    assert b"".join(parts) == b"".join(lines)
    assert all(len(part) <= size or part.count(b"\n") == 1 for part in parts)


def test_retry_after_is_a_number_or_a_date() -> None:
    from datetime import UTC, datetime, timedelta

    assert retry_after("7") == 7.0
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < retry_after(soon) <= 30
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after("Wed, 21 Oct 2015 07:28:00 -0000") == 0.0
    assert retry_after("soon") == retry_after("") == retry_after("²") == 0.0


# -- servers of another mind, and the commands -----------------------------------------------------


def test_an_endpoint_that_joins_its_graphs_by_itself_is_not_sent_their_names(
    oxigraph_union_server: str, record_file: Writer
) -> None:
    proxy = Proxy(oxigraph_union_server)
    store = proxy.store()
    store.replace(build([record_file()]).graphs)
    assert EvidenceGraph(store).trace("works") == EvidenceGraph.of(record_file()).trace("works")
    assert b"default-graph-uri" not in proxy.seen[-1][2]
    proxy.server.shutdown()


@pytest.mark.parametrize(
    "command",
    [
        ("conclusions",), ("trace", "works"), ("robustness",), ("weigh",), ("audit",),
        ("whatif", "--without", "REF1"), ("query", "values"), ("export", "--to", "nquads"),
    ],
)  # fmt: skip
def test_every_command_gives_the_same_over_an_endpoint(
    proxy: Proxy, record_file: Writer, command: tuple[str, ...]
) -> None:
    proxy.store().replace(build([record_file()]).graphs)
    over = run(*command, "--store", f"{proxy.address}/query")
    here = run(*command, "--record", str(record_file()))
    assert (over.returncode, over.stderr) == (0, "")
    assert over.stdout == here.stdout


def test_the_timeout_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLTRACE_TIMEOUT", "soon")
    with pytest.raises(SettingError, match="ALLTRACE_TIMEOUT: 'soon' is no number of seconds"):
        EndpointStore("http://127.0.0.1:9/query")
