"""The sentence of a drafted claim: shown in quotation marks, kept apart, and never more than text."""

import csv
import io
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from alltrace import EvidenceGraph, build
from alltrace.pipeline import Build
from conftest import run
from graph_viz.text import audit_report, trace_forms
from graph_viz.text.quotes import beside, quoted
from ingest import records
from ontology.field_map import apart
from queries.reader import documents

(QUOTE,) = apart("quotes")
HOSTILE = (
    '<script>alert("1")</script> & **bold** [a](http://b) | `c` \x1b[31mred\u202e '
    '"} ; DROP ALL ; # ” } =HYPERLINK(0) \\'
)
LETTER = """To the Editor:

In the ALPHA trial relapse was seen in 41% with zelimab.1

In conclusion, zelimab {hostile} is of no use to anybody.

1 Doe A. The ALPHA trial of zelimab. J X. 2020;1:1-2.
2 Poe B. The BETA trial. J Y. 2015;2:3-4.
"""


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A draft of a letter, with a hostile sentence as the quote of its conclusion."""
    text, draft = tmp_path / "letter.txt", tmp_path / "draft.yaml"
    text.write_text(LETTER.format(hostile="alone"))
    run("draft", text, "-o", draft)
    record = yaml.safe_load(draft.read_text())
    (conclusion,) = record["conclusions"]
    assert conclusion["quote"] == "In conclusion, zelimab alone is of no use to anybody."
    conclusion["quote"] = HOSTILE
    draft.write_text(yaml.safe_dump(record, allow_unicode=True))
    return draft


def told(built: Build) -> dict[str, dict[str, str]]:
    """The quotes by the graph that holds them."""
    quotes: dict[str, dict[str, str]] = {}
    for quad in ox.parse(built.nquads(), format=ox.RdfFormat.N_QUADS):
        if quad.predicate.value == QUOTE:
            quotes.setdefault(quad.graph_name.value, {})[quad.subject.value] = quad.object.value
    return quotes


# -- where it stands ------------------------------------------------------------------------------


def test_no_bundled_record_has_a_quote() -> None:
    for file in records.bundled():
        said = (*file.record.claims, *file.record.conclusions)
        assert not [claim.id for claim in said if claim.quote], file.name
    assert told(build()) == {}


def test_quotes_stand_in_a_graph_of_their_own_and_in_no_iri(drafted: Path) -> None:
    built = build([drafted])
    ((graph, quotes),) = told(built).items()
    assert graph.endswith("-quotes")
    assert HOSTILE.strip() in quotes.values()
    home = next(g for g in built.graphs if g.iri == graph.removesuffix("-quotes"))
    assert QUOTE.encode() not in home.triples
    iris = set(re.findall(rb"<([^>]*)>", built.nquads()))
    assert not [iri for iri in iris if b"anybody" in iri or b"no-use" in iri]
    assert not [iri for iri in iris if b"alert" in iri or b"useless" in iri]


def test_the_graph_of_quotes_has_its_provenance_and_satisfies_the_shapes(drafted: Path) -> None:
    graph = EvidenceGraph.of(drafted)
    assert graph.validate().conforms
    store = graph.store.oxigraph  # type: ignore[attr-defined]
    store.update(
        f"INSERT {{ GRAPH ?g {{ ?c <{QUOTE}> 'a second one' }} }} WHERE {{ GRAPH ?g {{ ?c <{QUOTE}> ?q }} }}"
    )
    assert any("At most one quote" in v.message for v in graph.validate().violations)


def test_quotes_go_with_their_record(drafted: Path, tmp_path: Path) -> None:
    place = tmp_path / "store"
    build([drafted]).bring_into(str(place))
    record = yaml.safe_load(drafted.read_text())
    for claim in (*record["claims"], *record["conclusions"]):
        del claim["quote"]
    drafted.write_text(yaml.safe_dump(record))
    build([drafted]).bring_into(str(place))
    found = ox.Store.read_only(str(place))
    assert not list(found.quads_for_pattern(None, ox.NamedNode(QUOTE), None))
    assert not [g for g in found.named_graphs() if g.value.endswith("-quotes")]
    assert not [q for q in found if q.subject.value.endswith("-quotes")]


# -- who sees it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form", ["nquads", "ntriples", "trig", "turtle", "jsonld", "graphml", "csv"]
)
def test_an_export_leaves_quotes_out_unless_it_is_asked_for_them(drafted: Path, form: str) -> None:
    graph = EvidenceGraph.of(drafted)
    without = graph.export(form).decode()
    assert "DROP ALL" not in without
    assert "-quotes" not in without
    if form not in ("graphml", "csv"):
        assert "DROP ALL" in graph.export(form, with_quotes=True).decode()


def test_the_explorer_leaves_quotes_out_unless_it_is_asked_for_them(drafted: Path) -> None:
    from graph_viz.explorer.data import explorer_data, packed

    graph = EvidenceGraph.of(drafted)
    assert b"DROP ALL" not in packed(explorer_data(graph.store))
    assert b"-quotes" not in packed(explorer_data(graph.store))
    assert b"DROP ALL" in packed(explorer_data(graph.store, with_quotes=True))
    (document,) = (iri for iri, _ in documents(graph.store))
    assert b"DROP ALL" not in packed(explorer_data(graph.store, document))
    assert b"DROP ALL" in packed(explorer_data(graph.store, document, with_quotes=True))


def test_the_commands_take_the_choice(drafted: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.nq", tmp_path / "other.nq"
    run("export", "--to", "nquads", "-o", one, "--record", drafted)
    run("export", "--to", "nquads", "--with-quotes", "-o", other, "--record", drafted)
    assert ("DROP ALL" in one.read_text(), "DROP ALL" in other.read_text()) == (False, True)


def test_conclusions_trace_and_audit_show_it_beside_our_words(drafted: Path) -> None:
    for command in (("conclusions",), ("audit", "--fail-on", "never")):
        told = json.loads(run(*command, "--record", drafted, "--format", "json").stdout)
        assert "DROP ALL" in json.dumps(told), command
    graph = EvidenceGraph.of(drafted)
    (conclusion,) = graph.conclusions()
    assert conclusion.text.startswith("Conclusion about ")
    assert conclusion.quote == HOSTILE.strip()
    shown = run("conclusions", "--record", drafted).stdout
    assert "“<script>" in shown
    assert "to be worded" not in shown


def test_a_curated_claim_shows_our_words_without_quotation_marks() -> None:
    shown = run("audit", "--fail-on", "never").stdout
    statements = [line for line in shown.splitlines() if "“" in line]
    assert not [line for line in statements if line.strip("│ ").startswith("“")]


# -- text and nothing else --------------------------------------------------------------------------


def test_no_form_takes_a_quote_for_markup(drafted: Path) -> None:
    graph = EvidenceGraph.of(drafted)
    (conclusion,) = graph.conclusions()
    trace = graph.trace(conclusion.name)
    audits = graph.audit()
    for page in (trace_forms.html(trace), audit_report.html(audits)):
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
    for text in (trace_forms.markdown(trace), audit_report.markdown(audits)):
        assert "<script>" not in text
        assert "**bold**" not in text
        assert r"](http" not in text.replace(r"\]", "")
    for text in (trace_forms.mermaid(trace), trace_forms.dot(trace)):
        assert not re.search(r'(?<!\\)" ?}', text.replace('"]', "").replace('"|', ""))


def test_no_quote_steers_a_terminal(drafted: Path) -> None:
    graph = EvidenceGraph.of(drafted)
    (conclusion,) = graph.conclusions()
    commands = (("conclusions",), ("trace", conclusion.name), ("audit", "--fail-on", "never"))
    for command in commands:
        text = run(*command, "--record", drafted).stdout
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "DROP ALL" in " ".join(text.split())


@pytest.mark.parametrize("sentence", ["=1+1", "+a", "-a", "@a", "\t=1"])
def test_a_quote_is_no_formula(sentence: str) -> None:
    assert quoted(sentence).startswith("“")
    (row,) = csv.reader(io.StringIO(quoted(sentence)))
    assert not row[0].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("inner", ["a ” b", 'a " b', "a “b” c"])
def test_nothing_in_a_quote_ends_it(inner: str) -> None:
    assert quoted(inner).count("”") == 1
    assert quoted(inner).endswith("”")


def test_without_a_sentence_there_are_no_quotation_marks() -> None:
    assert beside("On age.", None) == "On age."
    assert quoted("") == ""


def test_a_drafted_claim_never_has_its_sentence_as_its_text(drafted: Path) -> None:
    record = yaml.safe_load(drafted.read_text())
    for claim in record["claims"]:
        assert claim["text"] != claim["quote"]
        assert claim["quote"][:25] not in claim["text"]
        assert "to be worded" not in claim["text"]


def test_review_shows_the_quote_where_no_text_is_given(drafted: Path) -> None:
    shown = run("review", drafted, "--all", given="s\n" * 8 + "q\n").stdout
    assert "sentence: “In the ALPHA trial relapse was seen in 41% with zelimab.1”" in shown
    assert "\x1b" not in shown
