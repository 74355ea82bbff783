"""`EvidenceGraph` as a Python user meets it: opened and closed, printed, asked, made into tables."""

import sys
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

from alltrace import (
    AlltraceError,
    EvidenceGraph,
    MissingPackageError,
    QueryError,
    QueryResult,
    StoreError,
    UnknownNameError,
    build,
)
from conftest import HOSTILE, run

Writer = Callable[..., Path]
COUNT = "SELECT (COUNT(?r) AS ?n) WHERE { ?d at:hasReference ?r }"
SCREEN = 1_500
"""Characters that fit a screen."""


@pytest.fixture
def store(tmp_path: Path, record_file: Writer) -> Path:
    """A store on disk that holds the invented record."""
    build([record_file()]).bring_into(str(tmp_path / "store"))
    return tmp_path / "store"


def test_a_graph_closes_at_the_end_of_a_with_block(store: Path) -> None:
    with EvidenceGraph.at(store) as graph:
        assert graph.query(COUNT)[0]["n"] == 1
    with pytest.raises(StoreError, match="is closed; open it anew"):
        graph.query(COUNT)
    graph.close()
    with EvidenceGraph.at(store, read_only=False) as again:
        assert again.query(COUNT)[0]["n"] == 1


def test_closing_a_view_leaves_the_graph_open() -> None:
    graph = EvidenceGraph()
    with graph.without(reference=1) as view:
        assert view.query(COUNT)[0]["n"] == 8
    assert graph.query(COUNT)[0]["n"] == 9


def test_an_endpoint_is_closed_with_its_graph(oxigraph_server: str) -> None:
    with EvidenceGraph.over(f"{oxigraph_server}/query") as graph:
        assert not graph.query("ASK { ?s ?p ?o }")
    with pytest.raises((AlltraceError, RuntimeError)):
        graph.query("ASK {}")


def test_what_is_printed_of_anything_fits_a_screen(graph: EvidenceGraph) -> None:
    shown = [
        graph, graph.without(reference=1), graph.trace("replace-chemotherapy"), graph.conclusions(),
        graph.audit(), graph.compare("PFS"), graph.whatif("REF1"), graph.validate(),
        graph.query("values"), build(), graph.trace("too-toxic").robustness(),
        graph.trace("too-toxic").weigh(), graph.shared()[0], graph.questions()[0],
    ]  # fmt: skip
    for thing in shown:
        assert len(repr(thing)) <= SCREEN, repr(thing)[:200]
    assert repr(graph) == "<EvidenceGraph in memory>"
    assert "something left out" in repr(graph.without(reference=1))


class Outside(HTMLParser):
    """The text of a page that stands in no folded part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.depth, self.tags = "", 0, set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.depth += tag == "details"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "details"

    def handle_data(self, data: str) -> None:
        self.text += "" if self.depth else data


def test_a_notebook_shows_a_screenful_with_every_text_escaped(record_file: Writer) -> None:
    bundled = EvidenceGraph()
    for shown in (bundled, bundled.trace("replace-chemotherapy"), bundled.query("studies")):
        assert len(Outside(shown._repr_html_()).text) < 2 * SCREEN
    assert "Claim" in Outside(bundled._repr_html_()).text
    label = HOSTILE[0].replace('"', "'")
    nasty = EvidenceGraph.of(record_file(("text: The regimen works.", f'text: "{label}"')))
    for page in (nasty.trace("works")._repr_html_(), nasty.query("claims-in-order")._repr_html_()):
        assert not Outside(page).tags & {"script", "img"}


def test_a_graph_that_gives_no_answer_still_shows_itself() -> None:
    graph = EvidenceGraph.over("http://127.0.0.1:9/query")
    assert "127.0.0.1:9" in graph._repr_html_()


def test_a_result_is_read_twice_in_plain_values(graph: EvidenceGraph) -> None:
    result = graph.query(
        "SELECT ?iri ?whole ?decimal ?double ?truth ?text ?date ?none WHERE { VALUES (?iri ?whole ?decimal ?double ?truth ?text ?date ?none) {"
        ' (at:Trial 3 1.50 1e0 true "a" "2030-01-02"^^xsd:date UNDEF) } }'
    )
    expected = (
        "https://w3id.org/alltrace/ns#Trial",
        3,
        Decimal("1.50"),
        1.0,
        True,
        "a",
        "2030-01-02",
        None,
    )
    assert [tuple(row) for row in result] == [expected] == [tuple(row) for row in result]
    assert [type(value) for value in result[0]] == [
        str,
        int,
        Decimal,
        float,
        bool,
        str,
        str,
        type(None),
    ]
    assert result.columns == ("iri", "whole", "decimal", "double", "truth", "text", "date", "none")
    assert result[0]["truth"] is True
    assert dict(result[0])["whole"] == 3
    assert result.rdf[0][0] == ox.NamedNode("https://w3id.org/alltrace/ns#Trial")
    with pytest.raises(KeyError):
        result[0]["nothing"]


def test_a_literal_that_does_not_fit_its_datatype_stays_text(graph: EvidenceGraph) -> None:
    result = graph.query('SELECT ?x { VALUES ?x { "many"^^xsd:integer "maybe"^^xsd:boolean } }')
    assert [row["x"] for row in result] == ["many", "maybe"]


def test_ask_is_a_truth_and_construct_gives_triples(graph: EvidenceGraph) -> None:
    assert graph.query("ASK { ?s a at:Trial }") == True  # noqa: E712
    assert not graph.query("ASK { ?s a at:Nothing }")
    triples = graph.query("CONSTRUCT { ?s a at:Trial } WHERE { ?s a at:Trial }")
    assert len(triples) == len(graph.rows("SELECT ?s { ?s a at:Trial }"))
    assert {str(kind) for _, _, kind in triples} == {"https://w3id.org/alltrace/ns#Trial"}
    with pytest.raises(QueryError, match="no rows"):
        graph.query("ASK {}").frame()
    with pytest.raises(QueryError, match="takes a SELECT"):
        graph.rows("ASK {}")


def test_a_frame_has_numeric_columns(graph: EvidenceGraph) -> None:
    frame = graph.frame("values", endpoint="mrd-positive")
    assert (str(frame["value"].dtype), str(frame["n"].dtype)) == ("float64", "Int64")
    rows = graph.rows("values", endpoint="mrd-positive")
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    assert frame["value"].mean() == pytest.approx(sum(values) / len(values))
    assert frame["n"].sum() == sum(int(r["n"] or 0) for r in rows)
    assert frame["study"].map(type).eq(str).all()


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ("1 2", "int64"),
        ("1 UNDEF", "Int64"),
        ("1 2.5", "float64"),
        ("1.5 UNDEF", "float64"),
        ("true false", "bool"),
        ("true UNDEF", "boolean"),
        ("1 true", "object"),
        ('"1" "2"', "object"),
        ("UNDEF UNDEF", "object"),
        ("123456789012345678901", "float64"),
    ],
)
def test_the_type_of_a_column_is_that_of_its_rdf_values(
    graph: EvidenceGraph, values: str, dtype: str
) -> None:
    frame = graph.frame(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert str(frame["x"].dtype) == dtype


def test_a_frame_of_no_rows_has_its_columns(graph: EvidenceGraph) -> None:
    frame = graph.frame("SELECT ?a ?b { ?a at:nothing ?b }")
    assert (list(frame.columns), len(frame)) == (["a", "b"], 0)


def test_a_frame_without_pandas_says_what_to_install(
    graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match="pip install pandas"):
        graph.frame("studies")


def test_every_question_gives_a_frame_and_its_printed_columns_are_numbers(
    graph: EvidenceGraph,
) -> None:
    for question in graph.questions():
        assert set(question.printed) <= set(question.columns), question.name
        frame = graph.frame(question.name, **question.example)
        for name in question.printed:
            assert str(frame[name].dtype) in ("float64", "object"), (question.name, name)
            assert str(frame[name].dtype) == "float64" or frame[name].isna().all()


def test_an_iri_needs_no_brackets_to_be_one(graph: EvidenceGraph) -> None:
    trial = "https://w3id.org/alltrace/id/study/aall1331"
    for given in (trial, f"<{trial}>", ox.NamedNode(trial)):
        assert graph.query("ASK { $study a at:Trial }", study=given)
    assert graph.query("values", study=trial) == graph.query("values", study="aall1331")
    is_text = 'ASK { FILTER(isLiteral($x) && STR($x) = "https://a b") }'
    assert graph.query(is_text, x="https://a b")


@pytest.mark.parametrize(
    ("value", "term"),
    [(3, "3"), (0.5, "0.5"), (1e-7, "0.0000001"), (True, "true"), (Decimal("1.50"), "1.50")],
)
def test_python_numbers_are_parameters(graph: EvidenceGraph, value: object, term: str) -> None:
    assert graph.query(f"ASK {{ FILTER(sameTerm($x, {term})) }}", x=value)


def test_a_query_file_is_asked_by_its_path(graph: EvidenceGraph, tmp_path: Path) -> None:
    plain, headed = tmp_path / "mine.rq", tmp_path / "theirs.rq"
    plain.write_text(COUNT)
    headed.write_text(
        "# ---\n# topic: t\n# description: d\n# parameters: {study: {type: Study, about: which}}\n"
        "# columns: [n]\n# ---\nSELECT (COUNT(?c) AS ?n) { ?c at:ofStudy $study }\n"
    )
    for path in (plain, str(plain)):
        assert graph.query(path)[0]["n"] == 9
    assert graph.query(headed, study="aall1331")[0]["n"] != graph.query(headed)[0]["n"]
    with pytest.raises(QueryError, match="cannot be read"):
        graph.query(tmp_path / "none.rq")
    with pytest.raises(UnknownNameError):
        graph.query("none")


def test_questions_are_listed_as_on_the_command_line(graph: EvidenceGraph) -> None:
    lines = run("query", "--list", "--format", "csv").stdout.splitlines()[1:]
    listed = [tuple(line.split(",")[:2]) for line in lines if line.count(",") >= 3]
    assert listed
    assert set(listed) <= {(q.topic, q.name) for q in graph.questions()}
    assert len(graph.questions()) == 52
    assert "<Question values(study, endpoint, regimen, time)>" in map(repr, graph.questions())


@pytest.mark.parametrize("form", ["csv", "graphml", "turtle", "nquads"])
def test_export_gives_what_the_command_writes(
    graph: EvidenceGraph, tmp_path: Path, form: str
) -> None:
    assert run("export", "--to", form, "-o", tmp_path / "out").returncode == 0
    assert graph.export(form) == (tmp_path / "out").read_bytes()
    with pytest.raises(UnknownNameError, match="no format is called 'docx'"):
        graph.export("docx")


def test_a_build_is_written_and_stored_as_the_command_does(
    tmp_path: Path, record_file: Writer
) -> None:
    made = build([record_file()])
    assert {g.iri for g in made.graphs} == {
        row["g"]
        for row in QueryResult(made.store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
    } - {"https://w3id.org/alltrace/ns#provenance"}
    for suffix in ("nq", "ttl", "trig", "jsonld"):
        assert run("build", record_file(), "--out", tmp_path / f"a.{suffix}").returncode == 0
        made.write(tmp_path / f"b.{suffix}")
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    with pytest.raises(UnknownNameError, match=r"\.docx"):
        made.write(tmp_path / "c.docx")


def test_the_base_is_an_argument_before_it_is_a_setting(
    record_file: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLTRACE_BASE", "https://example.org/setting/")
    made = build([record_file()], base="https://example.org/argument/")
    assert b"https://example.org/argument/graph/smith-2030" in made.nquads()
    assert b"https://example.org/setting/" not in made.nquads()
