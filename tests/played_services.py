"""The services that `resolve` asks, played by a real server on this machine.

It plays answers that were recorded (tests/ingest/sources/recorded, bibliographic facts only) and
answers derived from these, and can be told to misbehave.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from ingest.sources.cache import Cache
from ingest.sources.client import LARGEST, Client, Settings
from ingest.sources.request import Request

RECORDED = Path(__file__).parent / "ingest" / "sources" / "recorded"


MEK = (
    "Flaherty KT, Robert C, Hersey P, et al. Improved survival with MEK inhibition in BRAF-mutated "
    "melanoma. N Engl J Med. 2012;367(2):107-14."
)
BRCT = (
    "Lee MS, Green R, Marsillac SM, et al. Comprehensive analysis of missense variations in the BRCT "
    "domain of BRCA1 by structural and functional assays. Cancer Res 2010;70:4880-90."
)
GAMES = (
    "Perkins TA, Boettiger C, Phillips BL. After the games are over: life-history trade-offs drive "
    "dispersal attenuation following range expansion. Ecol Evol. 2016;6(18):6425-34."
)
UNKNOWN = "Doe AB. Nobody has ever written this paper on anything. J Clin Invent. 2001;3(4):5-6."
MEK_DOI, MEK_PMID = "10.1056/NEJMoa1203421", "22663011"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recorded(name))
    return found


def mek_in_crossref(**more: Any) -> dict[str, Any]:
    """Derived: the paper as Crossref would give it, from what PubMed says of it."""
    return {
        "DOI": MEK_DOI.lower(),
        "title": ["Improved Survival with MEK Inhibition in <i>BRAF</i>-Mutated Melanoma"],
        "container-title": ["New England Journal of Medicine"],
        "author": [{"given": "Keith T.", "family": "Flaherty"}, {"given": "C", "family": "Robert"}],
        "published-print": {"date-parts": [[2012, 7, 12]]},
        "volume": "367",
        "issue": "2",
        "page": "107-114",
    } | more


RETRACTED_BY = [
    {
        "DOI": "10.1234/notice",
        "type": "retraction",
        "source": "retraction-watch",
        "updated": {"date-parts": [[2020, 2, 6]]},
    },
    {"DOI": "10.1234/erratum", "type": "erratum", "updated": {"date-parts": [[2013, 1]]}},
    {"DOI": "10.1234/second", "type": "new_version"},
]
"""Derived: updates in the form that Crossref gives them in `updated-by`."""


Misbehaviour = Callable[[BaseHTTPRequestHandler], bool]


class Services:
    """Plays the services; `trouble` holds what to do to the next requests instead."""

    def __init__(self) -> None:
        self.day = 10_000  # each client comes a day after the one before
        self.trouble: list[Misbehaviour | None] = []
        self.always: dict[str, Misbehaviour] = {}
        self.seen: list[tuple[str, str, dict[str, list[str]], dict[str, str]]] = []
        self.crossref = [mek_in_crossref(), *loaded("crossref_search.json")["message"]["items"]]
        self.pubmed = {MEK_PMID: recorded("pubmed_22663011.xml")}
        self.europepmc = [
            loaded(f"europepmc_{pmid}.json")["resultList"]["result"][0]
            for pmid in (MEK_PMID, "20516115")
        ]
        self.full_texts: dict[str, bytes] = {}
        services = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                _, service, path = parts.path.split("/", 2)
                asked = parse_qs(parts.query)
                services.seen.append((service, path, asked, dict(self.headers)))
                trouble = services.always.get(service)
                if trouble is None and services.trouble:
                    trouble = services.trouble.pop(0)
                if trouble is None or not trouble(self):
                    answer(self, *services.answer(service, path, asked))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, service: str, path: str, asked: dict[str, list[str]]) -> tuple[int, bytes]:
        query = {name: values[0] for name, values in asked.items()}
        if service == "crossref":
            return self.of_crossref(path)
        if service == "europepmc" and path.endswith("/fullTextXML"):
            text = self.full_texts.get(path.removesuffix("/fullTextXML"))
            return (200, text) if text else (404, b"<errorBean/>")
        if service == "europepmc":
            return 200, json.dumps(
                {"resultList": {"result": self.of_europepmc(query["query"])}}
            ).encode()
        if path == "efetch.fcgi":
            found = [self.pubmed[i] for i in query["id"].split(",") if i in self.pubmed]
            return 200, found[0] if found else b"<PubmedArticleSet></PubmedArticleSet>"
        if path == "ecitmatch.cgi":
            there = "|367|107|" in query["bdata"]
            return 200, f"{query['bdata']}{MEK_PMID if there else 'NOT_FOUND'}\n".encode()
        if path == "esearch.fcgi":
            there = MEK_DOI.lower() in query["term"].lower() or "melanoma[ti]" in query["term"]
            return 200, json.dumps(
                {"esearchresult": {"idlist": [MEK_PMID] if there else []}}
            ).encode()
        return 200, recorded("idconv_22663011.json")

    def of_crossref(self, path: str) -> tuple[int, bytes]:
        if path == "works":
            return 200, json.dumps({"message": {"items": self.crossref}}).encode()
        doi = unquote(path).removeprefix("works/").lower()
        found = [work for work in self.crossref if work["DOI"] == doi]
        return (200, json.dumps({"message": found[0]}).encode()) if found else (404, b"none")

    def of_europepmc(self, query: str) -> list[dict[str, Any]]:
        for name, key in (("DOI:", "doi"), ("EXT_ID:", "pmid"), ("PMCID:", "pmcid")):
            if query.startswith(name):
                wanted = query.removeprefix(name).split(" ")[0].strip('"').lower()
                return [w for w in self.europepmc if str(w.get(key, "")).lower() == wanted]
        return self.europepmc

    def asked(self, service: str) -> int:
        return sum(one == service for one, *_ in self.seen)

    @property
    def addresses(self) -> dict[Any, str]:
        return {
            name: f"{self.address}/{name}" for name in ("crossref", "eutils", "idconv", "europepmc")
        }

    @property
    def environment(self) -> dict[str, str]:
        return {f"ALLTRACE_{name.upper()}_URL": url for name, url in self.addresses.items()}

    def client(self, cache: Path | None = None, **settings: Any) -> "Watched":
        return Watched(self, cache, **settings)


class Watched(Client):
    """A client whose clock stands still until it sleeps, and that says how long it slept."""

    def __init__(self, services: Services, cache: Path | None, **settings: Any) -> None:
        self.slept: list[float] = []
        services.day += 1
        self.now = services.day * 86_400.0
        given: dict[str, Any] = {"addresses": services.addresses, "timeout": 5.0} | settings
        super().__init__(
            Settings(**given), Cache(cache) if cache else None, lambda: self.now, self.sleep_
        )

    def sleep_(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def answer(
    handler: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(code)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def says(code: int, body: bytes = b"", **headers: str) -> Misbehaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def play(handler: BaseHTTPRequestHandler) -> bool:
        answer(handler, code, body, named)
        return True

    return play


def cut_off(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"message": {"items": [')
    handler.close_connection = True
    return True


def endless(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(LARGEST // 100_000 + 10):
            handler.wfile.write(b" " * 100_000)
    except OSError:
        pass
    return True


def stall(handler: BaseHTTPRequestHandler) -> bool:
    time.sleep(0.5)
    return True


@pytest.fixture
def services() -> Iterator[Services]:
    made = Services()
    yield made
    made.server.shutdown()
    made.server.server_close()


SEARCH = Request("crossref", "works", (("query.bibliographic", "melanoma"),))


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
