"""The questions of the library: each runs, gives its columns, and finds what is known to be there."""

import pytest

from alltrace import EvidenceGraph, QueryError, UnknownNameError
from queries.library import PLAIN_TYPES, questions
from queries.names import resolve

NAMES = sorted(questions())
EMPTY = {"conclusions-on-one-study", "sources-that-differ", "statements-to-review"}
"""Questions that rightly find nothing in the bundled graph; `test_engines.py` has another."""


def tails(rows: list[dict[str, str | None]], column: str) -> list[str]:
    return [(row[column] or "").rsplit("/", 1)[-1] for row in rows]


def test_there_are_at_least_thirty() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_each_runs_with_its_example_and_gives_its_columns(graph: EvidenceGraph, name: str) -> None:
    question = questions()[name]
    rows = graph.rows(name, **question.example)
    if name in EMPTY:
        assert rows == []
    else:
        assert list(rows[0]) == question.columns


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_takes(graph: EvidenceGraph, name: str) -> None:
    question = questions()[name]
    assert len(question.description) > 20
    for parameter, about in question.parameters.items():
        assert f"${parameter}" in question.sparql
        assert about.type in PLAIN_TYPES or about.type[0].isupper()
        if about.required:
            with pytest.raises(QueryError, match=f"needs -p {parameter}="):
                graph.query(name)


def test_evidence_for_a_conclusion_reaches_values_and_publications(graph: EvidenceGraph) -> None:
    rows = graph.rows("evidence-for-conclusion", conclusion="balance-unsustainable")
    assert {"72.6", "54.5", "3.6"} <= {row["value"] for row in rows}
    assert {row["direction"] for row in rows} == {"supports", "disputes", "qualifies"}
    only = graph.rows("evidence-for-conclusion", conclusion="too-toxic", direction="disputes")
    assert tails(only, "evidence") == ["efficacy-deficit"]


def test_claims_that_cite_reference_three(graph: EvidenceGraph) -> None:
    rows = graph.rows("claims-citing-reference", reference=3)
    assert tails(rows, "claim") == [
        "survival-like-treatment-failure",
        "survival-of-never-assigned",
        "toxicity-is-prognostic",
        "mrd-rate-inferior-to-ukallr3",
    ]
    assert tails(rows, "role") == ["citesAsEvidence"] * 3 + ["usesDataFrom"]


def test_values_narrow_down_by_each_parameter(graph: EvidenceGraph) -> None:
    everything = graph.rows("values")
    pfs = graph.rows(
        "values", study="all-r3", endpoint="PFS", regimen="all-r3/mitoxantrone", time="3 years"
    )
    assert 0 < len(pfs) < len(everything)
    assert {row["value"] for row in pfs} >= {"64.6"}
    assert len({row["measurement"] for row in everything}) == len(everything)


def test_claims_without_citation_hold_the_febrile_neutropenia_claim(graph: EvidenceGraph) -> None:
    rows = graph.rows("claims-without-citation")
    found = dict(zip(tails(rows, "claim"), (row["values"] for row in rows), strict=True))
    assert found["infectious-toxicity"] == "3"
    assert "severe-events-common" not in found


def test_conclusions_on_one_study(invented: EvidenceGraph) -> None:
    assert tails(invented.rows("conclusions-on-one-study"), "conclusion") == ["works"]


def test_statements_by_population(graph: EvidenceGraph) -> None:
    rows = graph.rows("statements-by-population", population="early marrow relapse")
    assert {"early-relapse-fares-badly", "efs-4y-early-marrow"} <= set(tails(rows, "statement"))


def test_studies_never_reached_are_those_that_the_letter_leaves_out(graph: EvidenceGraph) -> None:
    rows = tails(graph.rows("studies-never-reached"), "study")
    assert {"aall0433", "advl04p2", "aall1621", "nct02393859"} <= set(rows)
    assert not {"aall1331", "all-r3", "aall07p1"} & set(rows)


def test_references_by_use(graph: EvidenceGraph) -> None:
    rows = graph.rows("references-by-use", document="mohetaer-2026")
    assert [(row["reference"], row["pointers"]) for row in rows] == [
        ("1", "5"), ("2", "1"), ("3", "2"), ("4", "2"), ("5", "2"), ("6", "1"), ("7", "2"), ("8", "2"), ("9", "2"),
    ]  # fmt: skip
    assert set((rows[0]["roles"] or "").split()) == {"citesAsEvidence", "discusses"}


def test_regimens_by_drug_follow_the_classes_of_drugs(graph: EvidenceGraph) -> None:
    immune = set(tails(graph.rows("regimens-by-drug", drug="immunotherapy"), "member"))
    assert {"blinatumomab", "epratuzumab", "inotuzumab-ozogamicin"} <= immune
    assert "mitoxantrone" not in immune


def test_stated_values_stand_beside_reported_ones(graph: EvidenceGraph) -> None:
    rows = graph.rows("stated-beside-reported")
    pairs = {
        (name, row["stated"], row["reported"])
        for name, row in zip(tails(rows, "measurement"), rows, strict=True)
    }
    assert ("mrd-positive-marrow", "54.5", "54.5") in pairs
    assert ("treatment-related-deaths", "24", "3.6") in pairs
    assert ("prior-trial-mortality", "4.8", None) in pairs


def test_evidence_about_immunotherapy_goes_both_ways(graph: EvidenceGraph) -> None:
    rows = graph.rows("evidence-about-drug", drug="immunotherapy")
    assert {row["direction"] for row in rows} >= {"supports", "qualifies"}


def test_a_study_contributes_reported_and_stated_values_claims_and_publications(
    graph: EvidenceGraph,
) -> None:
    rows = graph.rows("study-contributions", study="AALL1331")
    assert {row["kind"] for row in rows} == {
        "reported value",
        "stated value",
        "claim",
        "publication",
    }


def test_names_are_found_by_synonym_and_mistakes_get_a_suggestion(graph: EvidenceGraph) -> None:
    assert resolve(graph.store, "Endpoint", "efs").value.endswith("/event-free-survival")
    with pytest.raises(UnknownNameError, match=r"did you mean .*blinatumomab"):
        graph.query("regimens-by-drug", drug="blinatumumab")
    with pytest.raises(UnknownNameError, match=r"did you mean .*references-by-use"):
        graph.query("reference-by-use")


# -- what is known of the letter -----------------------------------------------------------------


def test_outcomes_and_values_by_outcome_count_every_stated_value(graph: EvidenceGraph) -> None:
    rows = graph.rows("outcomes", document="mohetaer-2026")
    counts = {row["outcome"]: int(row["values"] or 0) for row in rows}
    assert counts == {
        "derived": 1, "found in another reference": 1, "mismatch": 1, "uncited": 10,
        "unverifiable": 7, "verified": 3,
    }  # fmt: skip
    assert tails(graph.rows("values-by-outcome", outcome="mismatch"), "measurement") == [
        "never-risk-assigned"
    ]


def test_findings_are_narrowed_by_severity_and_rule(graph: EvidenceGraph) -> None:
    assert len(graph.rows("findings", severity="error")) == 8
    (row,) = graph.rows("findings", rule="percentage-unreachable")
    assert row["place"] == "paragraph 2, sentence 4"
    by_rule = {
        row["rule"]: row["findings"] for row in graph.rows("findings-by-rule", severity="error")
    }
    assert by_rule["wrong-reference"] == "2"


def test_conclusions_above_a_study_lose_values_with_it(graph: EvidenceGraph) -> None:
    rows = graph.rows("conclusions-above-study", study="aall1331")
    found = dict(zip(tails(rows, "conclusion"), rows, strict=True))
    assert (found["too-toxic"]["of_this_study"], found["too-toxic"]["of_all"]) == ("17", "19")


def test_values_under_a_conclusion_are_those_of_its_trace(graph: EvidenceGraph) -> None:
    rows = graph.rows("values-under-conclusion", conclusion="too-little-efficacy")
    trace = graph.trace("too-little-efficacy")
    stated = {iri for iri, node in trace.nodes.items() if node.kind == "StatedMeasurement"}
    assert {row["measurement"] for row in rows} == stated


def test_conclusions_lean_on_one_another_as_their_traces_say(graph: EvidenceGraph) -> None:
    rows = graph.rows("conclusions-leaning")
    found = {(row["conclusion"], row["leans_on"]) for row in rows}
    told = {
        (c.iri, other)
        for c in graph.conclusions()
        for other in graph.trace(c.iri).robustness().leans_on
    }
    assert found == told


def test_references_and_the_study_that_two_of_them_share(graph: EvidenceGraph) -> None:
    rows = graph.rows("references", document="mohetaer-2026")
    assert [row["reference"] for row in rows] == [str(n) for n in range(1, 10)]
    (row,) = graph.rows("works-cited-together")
    assert (tails([row], "study"), row["first"], row["last"]) == (["aall1331"], "1", "9")
    assert [r["reference"] for r in graph.rows("citations-of-study", study="aall1331")] == [
        "1",
        "9",
    ]


def test_one_endpoint_across_studies_holds_the_trial_of_mitoxantrone(graph: EvidenceGraph) -> None:
    rows = graph.rows("endpoint-across-studies", endpoint="PFS")
    assert {"64.6", "35.9"} <= {row["value"] for row in rows}


def test_only_three_claims_compare_values(graph: EvidenceGraph) -> None:
    rows = graph.rows("comparisons")
    assert {row["relation"] for row in rows} >= {"higher"}
    assert len(rows) == 3


def test_the_one_line_that_disputes_is_told_with_its_reason(graph: EvidenceGraph) -> None:
    (row,) = graph.rows("opposing-lines", direction="disputes")
    assert row["why"]


def test_records_tell_who_vouches_for_them(graph: EvidenceGraph) -> None:
    rows = graph.rows("records")
    assert len(rows) == 18
    assert all(row["curator"] and row["status"] == "reviewed" for row in rows)
