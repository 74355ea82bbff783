"""What the tests share: the bundled graph, and a small invented record to build on and to break."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import settings

import chromium
from alltrace import EvidenceGraph
from ingest.graphs import ONTOLOGY_GRAPH, of_terms
from queries import validation

pytest_plugins = ["played_services"]

settings.register_profile("alltrace", deadline=None)  # a busy machine is no fault
settings.load_profile("alltrace")

INVENTED = """\
record: smith-2030
status: reviewed
curation: {curator: tests, date: 2030-01-01}
document: {id: smith-2030, label: "Smith 2030", type: letter, title: An invented letter, authors: [Smith A]}
references:
  - {number: 1, publication: jones-2029}
pointers:
  - {id: p1, marker: 1, reference: 1, role: citesAsEvidence, anchor: s1}
stated:
  - id: remission
    anchor: s1
    study: trial-x
    cohort: trial-x/everyone
    regimen: trial-x/arm-a
    endpoint: complete-remission
    time: end of block-1
    statistic: proportion
    value: 72.60
    unit: "%%"
    restates: [remission-reported]
claims:
  - {id: claim-1, anchor: s1, text: Most went into remission., role: result, pointers: [p1], measurements: [remission]}
conclusions:
  - {id: works, anchor: s1, text: The regimen works.}
evidence:
  - {id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}
anchors:
  - {id: s1, paragraph: 1, sentence: 1, start: 0, end: 10, sha256: "%s"}
publications:
  - {id: jones-2029, label: "Jones 2029", title: Trial X, text_seen: abstract, reports: [trial-x]}
trials:
  - {id: trial-x, label: Trial X}
cohorts:
  - {id: trial-x/everyone, label: all patients, n: 84}
regimens:
  - {id: trial-x/arm-a, label: arm A, drugs: [mitoxantrone]}
reported:
  - id: remission-reported
    study: trial-x
    cohort: trial-x/everyone
    endpoint: complete-remission
    time: end of block-1
    statistic: proportion
    value: 72.6
    unit: "%%"
    numerator: 61
    denominator: 84
""" % ("0" * 64)


HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "<svg onload=alert(3)><a href=javascript:alert(4)>here</a>",
    "{{constructor.constructor('alert(5)')()}} ${alert(6)} `${alert(7)}`",
    '" onmouseover="alert(8)" x=\' onfocus=\'alert(9)',
    "\u202egnp.exe\u202c and \u2067right\u2069 to left",
)
"""Labels that would do harm if any of them were taken for markup, script or a template."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that is marked `shared(path)` is skipped where those outside data are not."""
    for marker in item.iter_markers("shared"):
        for path in marker.args:
            if not path.exists():
                pytest.skip(f"{path.name} is not beside the checkout; a twin runs on invented data")


@pytest.fixture(scope="session")
def graph() -> EvidenceGraph:
    """The graph of the bundled records."""
    return EvidenceGraph()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A running Chromium."""
    with chromium.launched() as started:
        yield started


@pytest.fixture
def record_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes the invented record, with parts of its text replaced, and gives the file."""

    def write(*changes: tuple[str, str], name: str = "smith.yaml") -> Path:
        text = INVENTED
        for old, new in changes:
            assert old in text, f"the invented record does not hold {old!r}"
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def invented(record_file: Callable[..., Path]) -> EvidenceGraph:
    """The graph of the invented record."""
    return EvidenceGraph.of(record_file())


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    given: str = "",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own; `given` is its standard input.

    `environment` adds to the variables of this process, but for the width of its terminal.
    """
    own = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-c", "from alltrace.cli import main; main()", *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", timeout=120, check=False,
        cwd=cwd, env=own | dict(environment or {}),
    )  # fmt: skip


def fails(code: int, *arguments: str | Path) -> str:
    """Run a command that must fail: the code, and one line on standard error without a traceback."""
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("alltrace: ")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def oxigraph_server(tmp_path: Path) -> Iterator[str]:
    """The address of a real Oxigraph server on this machine, empty, on a free port."""
    yield from serving(tmp_path)


@pytest.fixture
def oxigraph_union_server(tmp_path: Path) -> Iterator[str]:
    """The same, with a default graph that is the union of the named ones."""
    yield from serving(tmp_path, "--union-default-graph")


def serving(folder: Path, *options: str) -> Generator[str]:
    """The address of an Oxigraph server that keeps its data in `folder`, until it is closed."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program is not None, "the package oxigraph belongs to the test requirements"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    place = ("--location", str(folder / "server"), "--bind", f"127.0.0.1:{port}")
    server = subprocess.Popen(
        [program, "serve", *place, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/query?query=ASK%7B%7D", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        else:
            pytest.fail("the Oxigraph server did not start")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="session")
def page_file(graph: EvidenceGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the bundled graph as a file."""
    path = tmp_path_factory.mktemp("explorer") / "alltrace.html"
    path.write_text(graph.explorer(), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page from disk, with the network cut; fails if it asks, complains or pops up."""
    contexts: list[Any] = []
    told: list[str] = []

    def open_page(path: Path, hash_: str = "", width: int = 1440, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else told.append(r.url),
        )
        page.on(
            "console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda e: told.append(str(e)))
        page.on("dialog", lambda d: (told.append(d.message), d.dismiss()))
        page.goto(path.as_uri() + hash_)
        page.wait_for_function("document.documentElement.dataset.ready !== undefined")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert told == []


@pytest.fixture(scope="session")
def terms_by_graph() -> dict[str, rdflib.Graph]:
    """The ontology and the vocabularies, by the names of their graphs."""
    return {g.iri: rdflib.Graph().parse(data=g.triples, format="nt") for g in of_terms()}


@pytest.fixture(scope="session")
def ontology(terms_by_graph: dict[str, rdflib.Graph]) -> rdflib.Graph:
    """The ontology."""
    return terms_by_graph[ONTOLOGY_GRAPH]


@pytest.fixture(scope="session")
def vocabularies(terms_by_graph: dict[str, rdflib.Graph]) -> rdflib.Graph:
    """All vocabularies together."""
    joined = rdflib.Graph()
    for iri, graph in terms_by_graph.items():
        if iri != ONTOLOGY_GRAPH:
            joined += graph
    return joined


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    """The shapes."""
    return rdflib.Graph().parse(data=validation.shapes_turtle(), format="turtle")
