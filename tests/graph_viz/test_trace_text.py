"""A trace in other programs' forms: each holds the chain, and no label becomes markup."""

import json
import re
from html.parser import HTMLParser

import jsonschema
import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from alltrace import EvidenceGraph, Trace
from graph_viz.text import reports
from graph_viz.text.trace_forms import walk
from queries.trace import Counts, Hop, Node

HOSTILE = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", '"]; click n0 "javascript:x"',
    'a"]\n  n9["b', "\\\" ]; evil -> x; //", "[x](javascript:alert(1)) ![y](z)", "# heading\n\n- item",
    "`code` *strong* _em_ ~~gone~~ | cell |", "\u202egnp.exe", "&lt;b&gt;", "{{7*7}} ${x} %%{init}%%",
]  # fmt: skip


def with_label(label: str) -> Trace:
    nodes = {"k": Node("k", "Conclusion", label, {}, []), "c": Node("c", "Claim", label, {}, [])}
    counts = Counts(1, *(0,) * 13)
    return Trace("k", nodes, [Hop("k", "c", "supports", "uncited", "l", label)], counts, [])


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[object] = []
        self.open = 0
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


labels = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@given(labels)
@settings(max_examples=150, deadline=None)
def test_html_shows_any_label_as_text(label: str) -> None:
    page = Tags(with_label(label).html())
    assert page.tags <= {"section", "h3", "ul", "li", "span", "strong", "em"}
    assert page.attributes == []
    assert page.open == 0


@given(labels)
@settings(max_examples=150, deadline=None)
def test_markdown_shows_any_label_as_text(label: str) -> None:
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(with_label(label).markdown())
    )
    kinds = {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}
    assert kinds <= {
        "heading_open", "heading_close", "inline", "text", "text_special", "softbreak", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "paragraph_open", "paragraph_close",
    }  # fmt: skip


@given(labels)
@settings(max_examples=150, deadline=None)
def test_mermaid_and_dot_have_one_line_for_each_node_and_hop(label: str) -> None:
    trace = with_label(label)
    mermaid = trace.mermaid().splitlines()
    assert len(mermaid) == 1 + len(trace.nodes) + len(trace.hops)
    for line in mermaid[1:]:
        assert re.fullmatch(r'  n\d+(\["[^"<>\[\]]*"\]| [-.]*->\|"[^"<>|]*"\| n\d+)', line), line
    dot = trace.dot().splitlines()
    assert len(dot) == 4 + len(trace.nodes) + len(trace.hops)
    for line in dot[3:-1]:
        assert re.fullmatch(
            r'  n\d+( -> n\d+)? \[label="(?:[^"\\]|\\["\\])*", [a-z0-9#=", ]*\];', line
        ), line


def test_the_letters_chain_is_whole_in_every_form(graph: EvidenceGraph) -> None:
    trace = graph.trace("too-little-efficacy")
    steps = list(walk(trace))
    assert len(steps) == len(trace.hops)
    assert trace.mermaid().count("-->") + trace.mermaid().count("-.->") == len(trace.hops)
    assert trace.dot().count(" -> ") == len(trace.hops)
    for text in (trace.markdown(), trace.html()):
        assert "wrong reference" in text
    assert Tags(trace._repr_html_()).text.count("uncited") >= 4


def test_networkx_gets_every_hop_with_kind_and_state(graph: EvidenceGraph) -> None:
    trace = graph.trace("too-little-efficacy")
    network = trace.networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert network.number_of_edges() == len(trace.hops)
    assert {d["state"] for _, _, d in network.edges(data=True)} >= {"verified", "wrong reference"}
    assert nx.is_directed_acyclic_graph(network)


def test_json_is_what_the_schema_promises(graph: EvidenceGraph) -> None:
    told = json.loads(graph.trace("too-toxic").json())
    jsonschema.validate(told, reports.schema("trace"))
    assert told["robustness"]["chains"] == 3
