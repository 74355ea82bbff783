"""Traces: from a conclusion all the way down, whatever the shape of the evidence."""

import io
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rich.console import Console

import queries.trace
from alltrace import EvidenceGraph, UnknownNameError
from graph_viz.text.trees import trace_tree
from ontology.model import Measurement, Reference
from queries.trace import Trace, trace, traces


def text_of(trace: Trace) -> str:
    console = Console(width=300, record=True, file=io.StringIO())
    console.print(trace_tree(trace), soft_wrap=True)
    return console.export_text()


def test_the_chain_goes_down_to_study_and_reported_value(invented: EvidenceGraph) -> None:
    trace = invented.trace("works")
    kinds = [node.kind for node in trace.nodes.values()]
    assert sorted(kinds) == [
        "CitationPointer", "Claim", "Conclusion", "Publication", "Reference",
        "ReportedMeasurement", "StatedMeasurement", "Trial",
    ]  # fmt: skip
    hops = {hop.kind for hop in trace.hops}
    assert hops == {
        "supports",
        "asserts",
        "cites",
        "points",
        "refers",
        "reports",
        "restates",
        "reported by",
    }


def test_a_trace_brings_the_typed_things_that_it_was_made_from(invented: EvidenceGraph) -> None:
    trace = invented.trace("works")
    values = [trace.things.find(Measurement, iri) for iri in trace.nodes]
    assert sorted(v.value or "" for v in values if v is not None) == ["72.6", "72.60"]
    assert {v.time.label for v in values if v and v.time} == {"end of block 1"}
    (reference,) = trace.things.all(Reference)
    assert trace.nodes[reference.iri].label == f"reference {reference.number}"


def test_the_counts_follow_from_the_chain(invented: EvidenceGraph) -> None:
    counts = invented.trace("works").counts
    assert (counts.claims, counts.measurements, counts.citations) == (1, 1, 1)
    assert (counts.publications, counts.studies) == (1, 1)
    assert (counts.supporting, counts.disputing, counts.qualifying) == (1, 0, 0)
    assert counts.uncited_measurements == 0


def test_the_tree_reads_from_conclusion_to_reported_value(invented: EvidenceGraph) -> None:
    lines = text_of(invented.trace("works")).splitlines()
    wanted = [
        "The regimen works.", "[+] supports", "claim: Most went into remission.",
        "value: complete remission: 72.60%", "citation: reference 1 (citesAsEvidence) → Jones 2029",
        "study: Trial X", "reported as: complete remission: 72.6% (61/84)",
    ]  # fmt: skip
    places = [next(n for n, line in enumerate(lines) if text in line) for text in wanted]
    assert places == sorted(places)
    assert "Trial X · arm A · all patients · end of" in "\n".join(lines)


def test_a_value_reported_elsewhere_is_not_shown_under_the_citation(
    record_file: Callable[..., Path],
) -> None:
    path = record_file(
        ("pointers: [p1], measurements", "measurements"),
    )
    told = text_of(EvidenceGraph.of(path).trace("works"))
    assert "no citation stands with this value" in told
    assert "by Jones 2029, which is not cited here" in told


def test_a_cycle_in_the_evidence_is_named_and_does_not_hang(
    record_file: Callable[..., Path],
) -> None:
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    back = "{id: e2, anchor: s1, evidence: [works], bears_on: claim-1, direction: supports, why: Round.}"
    trace = EvidenceGraph.of(record_file((line, f"{line}\n  - {back}"))).trace("works")
    assert "↺ a cycle" in text_of(trace)
    assert trace.counts.supporting == 2


def test_supports_and_disputes_between_the_same_two_are_both_kept(
    record_file: Callable[..., Path],
) -> None:
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    other = line.replace("e1", "e2").replace("supports", "disputes")
    counts = EvidenceGraph.of(record_file((line, f"{line}\n  - {other}"))).trace("works").counts
    assert (counts.supporting, counts.disputing) == (1, 1)


def test_an_unknown_conclusion_gets_a_suggestion(graph: EvidenceGraph) -> None:
    with pytest.raises(UnknownNameError, match="did you mean too-toxic"):
        graph.trace("to-toxic")


@pytest.mark.parametrize(
    ("name", "claims", "publications", "studies"),
    [("too-toxic", 24, 5, 3), ("explore-other-modalities", 1, 0, 0)],
)
def test_the_letters_conclusions_rest_on_what_was_counted_by_hand(
    graph: EvidenceGraph, name: str, claims: int, publications: int, studies: int
) -> None:
    counts = graph.trace(name).counts
    assert (counts.claims, counts.publications, counts.studies) == (claims, publications, studies)


def test_every_conclusion_is_found_by_id_iri_and_text(graph: EvidenceGraph) -> None:
    for conclusion in graph.conclusions():
        for name in (conclusion.name, conclusion.iri, conclusion.text):
            assert graph.trace(name).conclusion == conclusion.iri


def test_findings_of_the_audit_stand_where_they_are_about(graph: EvidenceGraph) -> None:
    trace = graph.trace("too-little-efficacy")
    told = text_of(trace)
    line = next(n for n in told.splitlines() if "value-in-another-reference" in n)
    assert "error" in line
    assert (trace.counts.errors, trace.counts.warnings) == (3, 0)
    assert "families-compared" in told


def test_traces_read_together_are_those_read_alone(
    graph: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [ox.NamedNode(c.iri) for c in graph.conclusions()]
    alone = [trace(graph.store, name) for name in names]
    for together in (1, 3, 50):
        monkeypatch.setattr(queries.trace, "TOGETHER", together)
        for one, other in zip(alone, traces(graph.store, names), strict=True):
            assert (one.nodes, one.hops) == (other.nodes, other.hops)
            assert (one.counts, one.cycles) == (other.counts, other.cycles)
