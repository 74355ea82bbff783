"""The projection: what the page is given is what the graph says, in columns, and in few bytes."""

import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alltrace import EvidenceGraph
from conftest import fails, run
from graph_viz.explorer import layout
from graph_viz.explorer import page as explorer_page
from graph_viz.explorer.data import explorer_data, packed
from graph_viz.explorer.model import Explorer
from ingest.text import normalise, sha256
from ontology.errors import RecordError, StoreError, UnknownNameError
from queries.robustness import robustness


@pytest.fixture(scope="module")
def data(graph: EvidenceGraph) -> Explorer:
    return explorer_data(graph.store)


def iri(data: Explorer, node: int) -> str:
    return data.prefixes[data.nodes.prefix[node]] + data.nodes.tail[node]


def hops(data: Explorer) -> set[tuple[str, str, str, str]]:
    rows = zip(
        accumulate(data.hops.source), data.hops.target, data.hops.kind, data.hops.state, strict=True
    )
    return {
        (iri(data, s), iri(data, s + t), data.hop_kinds[k], data.states[state].name)
        for s, t, k, state in rows
    }


def test_the_counts_are_those_of_the_traces(graph: EvidenceGraph, data: Explorer) -> None:
    for row, conclusion in enumerate(graph.conclusions()):
        assert iri(data, data.conclusions.node[row]) == conclusion.iri
        counts = asdict(conclusion.counts)
        assert {name: data.conclusions.counts[name][row] for name in counts} == counts


def test_the_hops_and_their_states_are_those_of_the_traces(
    graph: EvidenceGraph, data: Explorer
) -> None:
    shown = hops(data)
    for conclusion in graph.conclusions():
        for hop in graph.trace(conclusion.iri).hops:
            assert (hop.source, hop.target, hop.kind, hop.state) in shown


def test_what_a_conclusion_stands_on_is_told_in_the_words_of_queries(
    graph: EvidenceGraph, data: Explorer
) -> None:
    for row, conclusion in enumerate(graph.conclusions()):
        found = robustness(graph.trace(conclusion.iri))
        assert data.conclusions.standing[row] == found.words
        bearing = [iri(data, node) for node in data.conclusions.bearing[row]]
        assert bearing == found.load_bearing


def test_what_falls_without_a_study_falls_in_queries_too(
    graph: EvidenceGraph, data: Explorer
) -> None:
    """The page takes a thing to fall when every study under it is away."""
    for study in sorted({node for group in data.studies for node in group}):
        after = {c.conclusion: c for c in graph.whatif(iri(data, study))}
        for node in data.conclusions.node:
            under = data.studies[data.nodes.rests[node]]
            change = after[iri(data, node)]
            assert (change.result == "falls") == (under == [study])
            assert sorted(change.before.studies) == sorted(iri(data, n) for n in under)


def test_what_falls_without_broken_hops_falls_in_queries_too(
    graph: EvidenceGraph, data: Explorer
) -> None:
    after = {c.conclusion: c for c in graph.whatif(broken=True)}
    for node in data.conclusions.node:
        left = sorted(iri(data, n) for n in data.studies[data.nodes.sound[node]])
        assert left == sorted(after[iri(data, node)].after.studies)


def test_every_thing_of_the_graph_is_there_with_all_that_is_said(
    graph: EvidenceGraph, data: Explorer
) -> None:
    known = {iri(data, n): n for n in range(len(data.nodes.tail))}
    boxed = graph.rows(
        "SELECT DISTINCT ?thing WHERE { ?thing a ?class . FILTER(?class IN (at:Claim, at:Trial,"
        " at:Publication, at:Measurement, at:EvidenceLine, at:Cohort, at:Regimen, at:Reference)) }"
    )
    assert {row["thing"] for row in boxed} <= known.keys()
    said = {
        (iri(data, node), data.properties[p].iri, data.strings[v])
        for node, p, v in zip(
            accumulate(data.facts.node), data.facts.property, data.facts.value, strict=True
        )
    }
    rows = graph.rows(
        "SELECT ?s ?p ?o WHERE { ?s a at:Measurement ; ?p ?o"
        " FILTER(isLiteral(?o) && ?p != rdfs:label) }"
    )
    assert {(row["s"], row["p"], row["o"]) for row in rows} <= said


def test_findings_come_gravest_first_and_hold_their_reasoning(
    graph: EvidenceGraph, data: Explorer
) -> None:
    (audited,) = graph.audit()
    assert sorted(data.findings.message) == sorted(f.message for f in audited.findings)
    rank = {"error": 0, "warning": 1, "note": 2}
    graves = [rank[severity] for severity in data.findings.severity]
    assert graves == sorted(graves)
    by_id = {f.id: f for f in audited.findings}
    for name, values, suggestion in zip(
        data.findings.id, data.findings.values, data.findings.suggestion, strict=True
    ):
        assert sorted(by_id[name].values) == values
        assert (by_id[name].suggestion or "") == suggestion


def test_the_properties_that_the_page_knows_are_those_of_the_graph(
    data: Explorer, record_file: Callable[..., Path]
) -> None:
    """A role whose property were misspelt would find nothing in a page of the bundled letter.

    The letter quotes nothing, so the property of quotes is looked for in a record that does.
    """
    absent = set(data.roles.model_dump().values()) - {known.iri for known in data.properties}
    assert absent == {data.roles.quote}
    quoting = record_file(("role: result", "role: result, quote: They went into remission."))
    shown = explorer_data(EvidenceGraph.of(quoting).store, with_quotes=True)
    assert data.roles.quote in {known.iri for known in shown.properties}


def test_the_data_hold_to_their_schema(data: Explorer) -> None:
    schema = json.loads(run("schema", "explorer").stdout)
    jsonschema.validate(json.loads(packed(data)), schema)


def test_the_same_graph_gives_the_same_page(graph: EvidenceGraph) -> None:
    assert graph.explorer() == graph.explorer()


def test_an_endpoint_gives_the_same_page(graph: EvidenceGraph, oxigraph_server: str) -> None:
    over = EvidenceGraph.over(f"{oxigraph_server}/query", f"{oxigraph_server}/update")
    over.load()
    assert over.explorer() == graph.explorer()


def test_one_document_is_shown_with_its_sources_and_without_the_others(
    record_file: Callable[..., Path],
) -> None:
    other = record_file(
        ("smith-2030", "brown-2031"), ("Smith 2030", "Brown 2031"), ("trial-x", "trial-y"),
        ("Trial X", "Trial Y"), ("jones-2029", "white-2029"), name="brown.yaml",
    )  # fmt: skip
    both = EvidenceGraph.of(record_file(), other)
    store = both.store
    whole = explorer_data(store)
    part = explorer_data(store, "https://w3id.org/alltrace/id/document/smith-2030")
    assert len(whole.documents.node) == 2
    assert [part.nodes.label[n] for n in part.documents.node] == ["Smith 2030"]
    assert "Trial X" in part.nodes.label
    assert "Trial Y" not in part.nodes.label
    assert {s.file for s in part.sources} >= {"smith.yaml"}
    with pytest.raises(UnknownNameError):
        both.explorer("nobody-2000")


def test_an_empty_graph_gives_a_page_that_holds_nothing() -> None:
    data = explorer_data(EvidenceGraph.empty().store)
    assert data.nodes.tail == []
    assert "<!doctype html>" in explorer_page.assembled(data)


# -- the text of the document ----------------------------------------------------------------------

SENTENCE = "Of all who took part, most went into remission."


def with_text(record_file: Callable[..., Path]) -> Path:
    """The invented record, its one anchor laid on the first sentence of a text."""
    return record_file(
        ("start: 0, end: 10", f"start: 0, end: {len(SENTENCE)}"), ("0" * 64, sha256(SENTENCE))
    )


def test_a_text_goes_into_the_page_normalised(
    record_file: Callable[..., Path], tmp_path: Path
) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("\ufeff" + SENTENCE.replace(" ", "\n ") + "\r\nIt works.", encoding="utf-8")
    store = EvidenceGraph.of(with_text(record_file)).store
    raw = text.read_text(encoding="utf-8-sig")
    assert explorer_data(store, texts=[raw]).documents.text == [normalise(raw)]


def test_the_text_of_another_paper_is_refused(
    record_file: Callable[..., Path], tmp_path: Path
) -> None:
    graph = EvidenceGraph.of(with_text(record_file))
    other = tmp_path / "other.txt"
    other.write_text("Something else was written here, and at length.")
    with pytest.raises(RecordError, match="no sentence of this text"):
        graph.explorer(texts=[other])


def test_a_text_that_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "scan.txt").write_bytes(b"\xff\xfe\x00\x01")
    out = tmp_path / "page.html"
    assert "is not UTF-8 text" in fails(1, "explore", "-o", out, "--text", tmp_path / "scan.txt")
    assert "cannot be read" in fails(1, "explore", "-o", out, "--text", tmp_path / "none.txt")
    assert not out.exists()


# -- the file --------------------------------------------------------------------------------------


def test_the_page_of_the_bundled_letter_is_small(graph: EvidenceGraph) -> None:
    assert len(graph.explorer().encode()) <= 300_000


def test_a_page_that_is_too_large_is_refused_with_a_hint(
    graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explorer_page, "LIMIT", 100_000)
    with pytest.raises(StoreError, match="--document"):
        graph.explorer()


def test_the_command_writes_either_page(tmp_path: Path) -> None:
    for engine, mark in (("explorer", 'id="panel"'), ("pyvis", "vis-network")):
        out = tmp_path / f"{engine}.html"
        assert run("explore", "-o", out, "--engine", engine).returncode == 0
        assert mark in out.read_text(encoding="utf-8")
    wrong = ("explore", "-o", tmp_path / "x.html", "--engine", "pyvis", "--document", "m")
    assert "--engine pyvis" in fails(2, *wrong)


def test_the_page_names_no_host_that_it_would_ask(graph: EvidenceGraph) -> None:
    html = graph.explorer()
    assert "default-src 'none'" in html
    assert "unsafe" not in html.split("</head>")[0].split("<title>")[0]
    assert "<link" not in html
    assert " src=" not in html.replace(" src=x", "")
    assert "@import" not in html


# -- the map's places ------------------------------------------------------------------------------


@given(
    kinds=st.lists(st.integers(0, 5), min_size=1, max_size=80),
    pairs=st.lists(st.tuples(st.integers(0, 79), st.integers(0, 79)), max_size=160),
)
def test_no_two_nodes_share_a_place(kinds: list[int], pairs: list[tuple[int, int]]) -> None:
    edges = np.array([(a % len(kinds), b % len(kinds)) for a, b in pairs] or [(0, 0)], np.int64)
    x, y = layout.places(np.array(kinds, np.int64), edges[:, 0], edges[:, 1])
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == len(kinds)


def test_the_view_holds_nearly_all_nodes(data: Explorer) -> None:
    x0, y0, x1, y1 = data.fit
    x = [place * data.cell for place in accumulate(data.nodes.x)]
    y = [place * data.cell for place in accumulate(data.nodes.y)]
    inside = sum(x0 <= a <= x1 and y0 <= b <= y1 for a, b in zip(x, y, strict=True))
    assert inside >= 0.98 * len(x)


def test_parts_that_nothing_joins_are_packed_and_do_not_lie_in_a_row() -> None:
    count = 400
    kinds = np.zeros(count, np.int64)
    none = np.zeros(0, np.int64)
    x, y = layout.places(kinds, none, none)
    assert np.ptp(x) < 4 * np.ptp(y) < 16 * np.ptp(x)
