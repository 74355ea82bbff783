"""The page, in a real browser: it shows the evidence, asks for nothing, runs nothing foreign."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from alltrace import EvidenceGraph
from chromium import needs_browser
from conftest import HOSTILE
from graph_viz.kinds import KINDS
from graph_viz.projection import COLOURS, columns, evidence, network
from ontology import wording
from ontology.model import Measurement
from queries.reader import everything


def opened(browser, path: Path):  # type: ignore[no-untyped-def]
    """The page opened from disk, with all that it asked for, complained of and popped up."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    told: list[str] = []
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else told.append(r.url),
    )
    page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: told.append(str(e)))
    page.on("dialog", lambda d: (told.append(d.message), d.dismiss()))
    page.goto(path.as_uri())
    page.wait_for_function("typeof network !== 'undefined' && network.getScale() > 0")
    return page, told


@needs_browser
def test_the_page_shows_the_evidence_and_asks_for_nothing(  # type: ignore[no-untyped-def]
    browser,
    graph: EvidenceGraph,
    tmp_path: Path,
) -> None:
    path = tmp_path / "page.html"
    path.write_text(graph.page(), encoding="utf-8")
    page, told = opened(browser, path)
    assert page.evaluate("nodes.length") == len(evidence(graph.store))
    assert page.evaluate("edges.length") == evidence(graph.store).number_of_edges()
    assert told == []
    page.close()


@needs_browser
@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_labels_are_shown_as_text_and_run_nothing(  # type: ignore[no-untyped-def]
    browser,
    record_file: Callable[..., Path],
    tmp_path: Path,
    nasty: str,
) -> None:
    record = record_file(("text: The regimen works.", f"text: {json.dumps(nasty)}"))
    path = tmp_path / "page.html"
    path.write_text(EvidenceGraph.of(record).page(), encoding="utf-8")
    page, told = opened(browser, path)
    page.mouse.move(720, 450)
    page.wait_for_timeout(300)
    assert told == []
    assert page.locator("img").count() == 0
    shown = page.evaluate("nodes.get().map(n => n.title).join(' ')")
    assert nasty[:12] in shown
    page.close()


def test_the_legend_names_the_kinds_as_the_explorer_does(graph: EvidenceGraph) -> None:
    html = graph.page()
    for kind in COLOURS:
        assert f">{KINDS[kind][0]}</span>" in html


def test_the_page_names_no_other_host(graph: EvidenceGraph) -> None:
    html = graph.page()
    assert not re.findall(r"""(?:src|href)=["']https?:""", html)
    assert "default-src 'none'" in html


def test_both_directions_between_the_same_two_are_drawn(record_file: Callable[..., Path]) -> None:
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    other = line.replace("e1", "e2").replace("supports", "disputes")
    view = EvidenceGraph.of(record_file((line, f"{line}\n  - {other}"))).pyvis()
    titles = [edge["title"] for edge in view.edges]
    assert titles.count("supports") == 1
    assert titles.count("disputes") == 1


def test_every_node_has_its_column_and_none_lies_on_another(graph: EvidenceGraph) -> None:
    part = evidence(graph.store)
    places = columns(part)
    assert set(places) == set(part)
    assert len(set(places.values())) == len(places)


def test_writing_the_page_leaves_nothing_else_behind(
    graph: EvidenceGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    graph.page()
    assert list(tmp_path.iterdir()) == []


def test_the_network_is_what_the_store_says_of_typed_things(graph: EvidenceGraph) -> None:
    """Every thing of a class of ours, the concepts included, and every statement between two."""
    things = graph.rows(
        "SELECT DISTINCT ?thing WHERE { ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(at:))) }"
    )
    statements = graph.rows(
        "SELECT DISTINCT ?source ?property ?target WHERE { ?source ?property ?target ; a ?from ."
        " ?target a ?to . FILTER(STRSTARTS(STR(?property), STR(at:)) && STRSTARTS(STR(?from),"
        " STR(at:)) && STRSTARTS(STR(?to), STR(at:))) }"
    )
    whole = network(graph.store)
    assert sorted(whole) == sorted(str(row["thing"]) for row in things)
    assert set(whole.edges(keys=True)) == {
        (row["source"], row["target"], row["property"].rpartition("#")[2]) for row in statements
    }
    assert "Endpoint" in [data["kind"] for _, data in whole.nodes(data=True)]


def test_a_value_is_called_in_the_network_as_everywhere(graph: EvidenceGraph) -> None:
    whole = network(graph.store)
    values = list(everything(graph.store).things.all(Measurement))
    assert values
    for value in values:
        words = wording.without_study(value, lambda iri: str(whole.nodes[iri]["label"]))
        assert whole.nodes[value.iri]["label"] == words
