"""The questions of the library: what each takes, and that some answer as the rest of alltrace does.

What each of them answers is held to a file in `test_expected.py`.
"""

import pytest

from alltrace import EvidenceGraph, QueryError, UnknownNameError
from queries.library import PLAIN_TYPES, questions
from queries.names import resolve

NAMES = sorted(questions())


def test_there_are_at_least_thirty() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_takes_and_gives(graph: EvidenceGraph, name: str) -> None:
    question = questions()[name]
    assert len(question.description) > 20
    assert all(list(row) == question.columns for row in graph.rows(name, **question.example))
    for parameter, about in question.parameters.items():
        assert f"${about.variable or parameter}" in question.sparql
        assert about.type in PLAIN_TYPES or about.type[0].isupper()
        if about.required:
            others = {p: v for p, v in question.example.items() if p != parameter}
            with pytest.raises(QueryError, match=f"needs -p {parameter}="):
                graph.query(name, **others)


def test_a_parameter_may_be_a_label_or_a_number(graph: EvidenceGraph) -> None:
    by_label = graph.rows("statements-by-population", population="early marrow relapse")
    assert by_label == graph.rows("statements-by-population", population="early-marrow-relapse")
    assert graph.rows("claims-citing-reference", reference=3) != []


def test_names_are_found_by_synonym_and_mistakes_get_a_suggestion(graph: EvidenceGraph) -> None:
    assert resolve(graph.store, "Endpoint", "efs").value.endswith("/event-free-survival")
    with pytest.raises(UnknownNameError, match=r"did you mean .*blinatumomab"):
        graph.query("regimens-by-drug", drug="blinatumumab")
    with pytest.raises(UnknownNameError, match=r"did you mean .*references-by-use"):
        graph.query("reference-by-use")


def test_each_value_of_the_graph_is_told_once(graph: EvidenceGraph) -> None:
    rows = graph.rows("values")
    contents = graph.contents()
    assert len({row["measurement_id"] for row in rows}) == len(rows)
    assert len(rows) == contents["StatedMeasurement"] + contents["ReportedMeasurement"]


def test_values_under_a_conclusion_are_those_of_its_trace(graph: EvidenceGraph) -> None:
    rows = graph.rows("values-under-conclusion", conclusion="too-little-efficacy")
    trace = graph.trace("too-little-efficacy")
    stated = {iri for iri, node in trace.nodes.items() if node.kind == "StatedMeasurement"}
    assert {row["measurement"] for row in rows} == stated


def test_conclusions_lean_on_one_another_as_their_traces_say(graph: EvidenceGraph) -> None:
    rows = graph.rows("conclusions-leaning")
    answered = {(row["conclusion"], row["leans_on"]) for row in rows}
    traced = {
        (c.iri, other)
        for c in graph.conclusions()
        for other in graph.trace(c.iri).robustness().leans_on
    }
    assert answered == traced
