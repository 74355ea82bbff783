"""The explorer on invented graphs: time to build the page, its size, and its speed in a browser.

For comparison pyvis on the same evidence, as `alltrace explore --engine pyvis` writes it (fixed
positions, no physics), up to the size at which it takes minutes. The browser is Chromium without
GPU and network. Arguments are numbers of nodes on the map.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.invented import records
from graph_viz import pyvis_view
from graph_viz.explorer.data import explorer_data
from graph_viz.explorer.page import assembled
from ingest import quads
from ingest.graphs import NamedGraph, of_terms
from ontology.terms import DEFAULT_BASE
from queries.audit.audit import audit, findings_graph
from queries.store import EmbeddedStore

SIZES = (200, 1_000, 2_000, 10_000, 50_000)
NODES_A_CLAIM = 6.1
"""Average number of nodes on the map per invented claim."""
PYVIS_LIMIT = 2_000
PAN_SECONDS = 2.0
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-background-networking",
]

# Go to a state and wait until it is drawn: the time to the frame after, less the frame itself.
_SHOWN = """hash => new Promise(done => {
  const start = performance.now();
  addEventListener('hashchange', () => done(performance.now() - start), {once: true});
  location.hash = hash;
})"""
_SEARCH = """words => words.map(word => {
  const box = document.getElementById('search');
  const start = performance.now();
  box.value = word;
  box.dispatchEvent(new Event('input'));
  const took = performance.now() - start;
  box.value = '';
  box.dispatchEvent(new Event('input'));
  return took;
})"""
# Drag in circles for a while and count the frames that the page manages.
_PAN = """async ([selector, seconds]) => {
  const canvas = document.querySelector(selector);
  const box = canvas.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, 500) / 2];
  canvas.setPointerCapture = () => {};
  const send = (type, dx, dy) => {
    const where = {pointerId: 1, pointerType: 'mouse', clientX: x + dx, clientY: y + dy, bubbles: true, buttons: 1, button: 0};
    canvas.dispatchEvent(new PointerEvent('pointer' + type, where));
    canvas.dispatchEvent(new MouseEvent('mouse' + type, where));
  };
  send('down', 0, 0);
  let frames = 0;
  const start = performance.now();
  await new Promise(done => {
    const step = () => {
      frames += 1;
      send('move', 220 * Math.sin(frames / 20), 110 * Math.cos(frames / 20));
      if (performance.now() - start > seconds * 1000) done(); else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  send('up', 0, 0);
  return 1000 * frames / (performance.now() - start);
}"""


def store_of(nodes: int) -> EmbeddedStore:
    """An invented graph of about `nodes` nodes, audited like a build."""
    invented = list(records(round(nodes / NODES_A_CLAIM)))
    graphs = [
        NamedGraph(f"{DEFAULT_BASE}graph/doc-{n}", quads.ntriples(record))
        for n, record in enumerate(invented)
    ]
    store = EmbeddedStore()
    store.replace([*of_terms(), *graphs])
    store.replace([findings_graph(audited, DEFAULT_BASE) for audited in audit(store)])
    return store


def measure(nodes: int, browser: Any, folder: Path) -> dict[str, str]:
    """One row of the table."""
    store = store_of(nodes)
    start = time.perf_counter()
    data = explorer_data(store)
    html = assembled(data)
    making = time.perf_counter() - start
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return {
        "nodes": f"{len(data.nodes.tail):,}",
        "edges": f"{len(data.edges.source):,}",
        "made, s": f"{making:.2f}",
        "file, kB": f"{len(html.encode()) / 1000:,.0f}",
        **_browsed(browser, path),
        **(_pyvis(store, browser, folder) if nodes <= PYVIS_LIMIT else {}),
    }


def _browsed(browser: Any, path: Path) -> dict[str, str]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_function("document.documentElement.dataset.ready !== undefined", timeout=120_000)
    ready = float(page.evaluate("document.documentElement.dataset.ready"))
    page.wait_for_timeout(1_000)
    slowest_search = max(page.evaluate(_SEARCH, ["c", "co", "com", "comp", "1", "10", "claim 7"]))
    trace = page.evaluate(_SHOWN, "#view=trace&conclusion=doc-0/k")
    page.evaluate(_SHOWN, "#view=map")
    page.wait_for_timeout(500)
    frames = page.evaluate(_PAN, ["#canvas", PAN_SECONDS])
    page.close()
    return {
        "ready, ms": f"{ready:.0f}",
        "search, ms": f"{slowest_search:.1f}",
        "trace, ms": f"{trace:.0f}",
        "pan, frames/s": f"{frames:.0f}",
    }


def _pyvis(store: EmbeddedStore, browser: Any, folder: Path) -> dict[str, str]:
    start = time.perf_counter()
    html = pyvis_view.page(pyvis_view.network(store))
    making = time.perf_counter() - start
    path = folder / "pyvis.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_function("typeof network !== 'undefined' && network.getScale() > 0")
    ready = time.perf_counter() - start
    frames = page.evaluate(_PAN, [".vis-network canvas", PAN_SECONDS])
    page.close()
    return {
        "pyvis made, s": f"{making:.2f}",
        "pyvis file, kB": f"{len(html.encode()) / 1000:,.0f}",
        "pyvis ready, ms": f"{1000 * ready:.0f}",
        "pyvis pan, frames/s": f"{frames:.0f}",
    }


def main() -> None:
    """Print the table; one line for each size."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("explorer: not measured, for playwright is not installed")
        return
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("explorer: not measured, for there is no Chromium on this machine")
        return
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        rows = [measure(size, browser, Path(folder)) for size in sizes]
        browser.close()
    table = Table(title="the explorer on invented graphs, and pyvis on the evidence in them")
    for name in rows[0]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*(row.get(name, "-") for name in rows[0]))
    Console(width=200).print(table)


if __name__ == "__main__":
    main()
