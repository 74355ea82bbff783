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
