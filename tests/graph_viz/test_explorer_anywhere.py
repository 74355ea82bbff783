"""The explorer's text and files, for everybody: no browser, width or record breaks it."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import firefox
import pyoxigraph as ox
import pytest
from explorer_pages import VIEWS, go, text_of

from alltrace import EvidenceGraph
from chromium import needs_browser
from conftest import HOSTILE
from graph_viz.explorer.data import explorer_data
from ingest.text import sha256
from places import HOUSE

pytestmark = needs_browser


# -- the text of the document ----------------------------------------------------------------------

SENTENCE = "Of all who took part, most went into remission."


@pytest.fixture
def anchored(record_file: Callable[..., Path], tmp_path: Path) -> Path:
    path = tmp_path / "anchored.html"
    record = record_file(
        ("start: 0, end: 10", f"start: 0, end: {len(SENTENCE)}"), ("0" * 64, sha256(SENTENCE))
    )
    path.write_text(EvidenceGraph.of(record).explorer(), encoding="utf-8")
    return path


def test_a_text_that_the_reader_gives_is_shown_beside_its_claims(
    opened: Callable[..., Any], anchored: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(f"{SENTENCE}\n\nThe regimen works.")
    page = opened(anchored, "#view=text")
    assert page.locator("blockquote").count() == 0
    page.set_input_files("#textfile", letter)
    page.locator("blockquote").first.wait_for()
    assert text_of(page, "blockquote") == f"“{SENTENCE}”"


def test_the_text_of_another_paper_is_not_taken(
    opened: Callable[..., Any], anchored: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Quite another text, which says nothing of the kind and goes on for a while.")
    page = opened(anchored, "#view=text")
    page.set_input_files("#textfile", other)
    page.locator("#dropnote", has_text="another one").wait_for()
    (tmp_path / "scan.txt").write_bytes(b"\xff\xfe\x00")
    page.set_input_files("#textfile", tmp_path / "scan.txt")
    page.locator("#dropnote", has_text="no UTF-8 text").wait_for()
    assert page.locator("blockquote").count() == 0


# -- files -----------------------------------------------------------------------------------------


def exported(page: Any, form: str, tmp_path: Path) -> bytes:
    with page.expect_download() as waiting:
        page.locator(".menu summary", has_text="Export").click()
        page.locator(f"#export-{form}").click()
    path = tmp_path / str(waiting.value.suggested_filename)
    waiting.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize("view", VIEWS)
def test_every_export_is_valid(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph, tmp_path: Path, view: str
) -> None:
    page = opened(page_file, f"#view={view}&conclusion=too-little-efficacy")
    rows = list(csv.reader(io.StringIO(exported(page, "csv", tmp_path).decode())))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    svg = ElementTree.fromstring(exported(page, "svg", tmp_path))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(svg.iter())) > 10
    png = exported(page, "png", tmp_path)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) > 5_000
    known = set(ox.parse(graph.export("ntriples"), format=ox.RdfFormat.N_TRIPLES))
    triples = set(ox.parse(exported(page, "ttl", tmp_path), format=ox.RdfFormat.TURTLE))
    assert len(triples) > 20
    labels = "http://www.w3.org/2000/01/rdf-schema#label"
    strange = {t for t in triples - known if t.predicate.value != labels}
    assert strange == set()


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "formula.html"
    record = record_file(("text: The regimen works.", "text: '=HYPERLINK(1)+cmd'"))
    path.write_text(EvidenceGraph.of(record).explorer(), encoding="utf-8")
    rows = list(csv.reader(io.StringIO(exported(opened(path), "csv", tmp_path).decode())))
    assert "'=HYPERLINK(1)+cmd" in rows[1]


# -- everybody -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(
    opened: Callable[..., Any], page_file: Path, view: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(
        page_file,
        f"#view={view}&conclusion=too-toxic&select=mohetaer-2026/never-risk-assigned",
        color_scheme=scheme,
        bypass_csp=True,
    )
    for state in ("", "#view=trace&conclusion=too-toxic&without=study/aall1331&form=outline"):
        if state:
            go(page, state)
        found = axe.run(
            page,
            options={
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            },
        )
        told = [
            (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]
        ]
        assert told == []


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_sticks_out_sideways(
    opened: Callable[..., Any], page_file: Path, view: str, width: int
) -> None:
    page = opened(page_file, f"#view={view}&conclusion=too-toxic", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_the_trace_as_an_outline(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(page_file, "#view=trace&conclusion=too-toxic", 390, has_touch=True)
    assert page.locator("svg.picture").count() == 0
    assert page.locator(".outline li").count() > 30
    assert "Where it breaks" in text_of(page, "main")


def test_print_leaves_the_controls_away(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(page_file, "#view=trace&conclusion=too-toxic")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".switch").first.is_visible()
    assert page.locator("svg.picture").is_visible()


def test_without_scripts_the_page_says_what_to_do(browser: Any, page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert "needs to be opened in a browser" in page.inner_text("body")
    context.close()


def test_an_empty_graph_says_what_to_do_next(opened: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(EvidenceGraph.empty().explorer(), encoding="utf-8")
    page = opened(path)
    for view in VIEWS:
        go(page, f"#view={view}&select=x")
        assert page.locator(".notice").count() == 1, view


# -- hostile records -------------------------------------------------------------------------------


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_labels_are_text_and_run_nothing(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path, nasty: str
) -> None:
    quoted = json.dumps(nasty)
    record = record_file(
        ("text: The regimen works.", f"text: {quoted}"),
        ("label: Trial X", f"label: {quoted}"),
        ('label: "Jones 2029"', f"label: {quoted}"),
        ("why: Remission is the aim.", f"why: {quoted}"),
        ("title: Trial X", f"title: {quoted}"),
    )
    path = tmp_path / "nasty.html"
    path.write_text(EvidenceGraph.of(record).explorer(), encoding="utf-8")
    page = opened(path)
    for view in (*VIEWS, "matrix&form=values", "trace&form=outline"):
        go(page, f"#view={view}&conclusion=works&select=study/trial-x")
        assert page.locator("img, main script, a[href^='javascript']").count() == 0
        if not view.startswith("map"):
            shown = page.locator("main").inner_text() + page.locator("#panel").inner_text()
            assert re.sub(r"\s+", " ", nasty) in re.sub(r"\s+", " ", shown)
    page.locator("#search").fill(nasty[:12])
    page.locator("#found li").first.wait_for()
    exported(page, "svg", tmp_path)


def test_a_label_of_a_hundred_thousand_characters_is_shown_and_stops_nothing(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path
) -> None:
    graph = EvidenceGraph.of(record_file())
    long = "x" * 60_000 + " " + "y" * 40_000
    data = explorer_data(graph.store)
    labels = [long if "regimen works" in label else label for label in data.nodes.label]
    from graph_viz.explorer.page import assembled

    nodes = data.nodes.model_copy(update={"label": labels})
    path = tmp_path / "long.html"
    path.write_text(assembled(data.model_copy(update={"nodes": nodes})), encoding="utf-8")
    page = opened(path)
    for view in VIEWS:
        go(page, f"#view={view}&conclusion=works&select=smith-2030/works")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1440
        assert page.locator("main").bounding_box()["height"] < 6_000
    assert len(page.locator("#panel h2").inner_text()) >= 20_000


# -- other browsers, and the script itself ---------------------------------------------------------


@pytest.mark.skipif(firefox.PROGRAM is None, reason="no Firefox on this machine")
def test_the_page_works_in_firefox(page_file: Path, graph: EvidenceGraph) -> None:
    pytest.importorskip("websockets")
    with firefox.opened() as page:
        page.open(page_file.as_uri())
        cards = page.evaluate("document.querySelectorAll('.card').length")
        assert cards == len(graph.conclusions())
        for view, mark in (
            ("trace", "svg.picture .box"),
            ("matrix", "tbody tr"),
            ("text", ".statement"),
            ("map", "canvas"),
        ):
            page.open(f"{page_file.as_uri()}#view={view}&conclusion=too-toxic")
            page.evaluate("new Promise(done => setTimeout(done, 300))")
            assert page.evaluate(f"document.querySelectorAll('{mark}').length") > 0, view
        assert page.told == []


PAGE = HOUSE / "graph_viz" / "page"
CHECKS = Path(__file__).parent / "page"
in_checkout = pytest.mark.skipif(not PAGE.is_dir(), reason="runs in a checkout, not beside a wheel")


def tool(name: str) -> str | None:
    """A program of the page's checks: where `make page-tools` puts it, or on the path."""
    local = HOUSE / "build" / "page-tools" / "node_modules" / ".bin"
    return shutil.which(name, path=str(local)) or shutil.which(name)


@in_checkout
@pytest.mark.skipif(tool("tsc") is None, reason="no TypeScript on this machine: make page-tools")
def test_the_types_of_the_script_hold() -> None:
    command = [str(tool("tsc")), "-p", str(CHECKS / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@in_checkout
@pytest.mark.skipif(tool("eslint") is None, reason="no eslint on this machine: make page-tools")
def test_the_script_keeps_the_rules() -> None:
    command = [str(tool("eslint")), "-c", str(CHECKS / "eslint.config.mjs"), str(PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
