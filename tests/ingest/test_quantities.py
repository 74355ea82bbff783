"""Quantities: measurements of one thing share one node, and SPARQL alone compares them."""

from pathlib import Path

import pytest

from alltrace import EvidenceGraph
from ingest import quads, records
from ontology.model import Quantity, ReportedMeasurement, TimePoint
from places import HOUSE

TWO_ARMS = HOUSE / "tests" / "ingest" / "two_arms.yaml"


@pytest.fixture(scope="module")
def trial() -> EvidenceGraph:
    return EvidenceGraph.of(TWO_ARMS)


def measured(**fields: object) -> ReportedMeasurement:
    given = {
        "id": "m", "status": "reviewed", "study": "x", "endpoint": "overall-survival",
        "reported_by": "p", "time": "2 years", "statistic": "survival-estimate", "value": "61",
        "unit": "%", "arm": "x/a",
    }  # fmt: skip
    return ReportedMeasurement.model_validate(given | fields)


def rows(graph: EvidenceGraph, query: str) -> set[tuple[str, ...]]:
    return {tuple(str(value) for value in row.values()) for row in graph.rows(query)}


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "62.50", "reported_by": "other", "id": "n"},
        {"time": "24 months"},
        {"endpoint_definition": "death as first event", "analysis_set": "per protocol"},
        {"data_cut_off": "2031-01-01", "lower": "50", "level": "95", "note": "as printed"},
        {"regimen": "x/a"},
    ],
)
def test_what_does_not_tell_a_quantity_apart_leaves_it_as_it_is(fields: dict[str, object]) -> None:
    assert measured(**fields).quantity == measured().quantity


@pytest.mark.parametrize(
    "fields",
    [
        {"study": "y"},
        {"arm": "x/b"},
        {"arm": None},
        {"compared_arm": "x/b"},
        {"cohort": "x/late"},
        {"endpoint": "event-free-survival"},
        {"time": "3 years"},
        {"time": None},
        {"statistic": "median"},
        {"unit": "months"},
        {"threshold": "<0.01%"},
        {"grade": "3-4"},
        {"adverse_event": "Pyrexia"},
    ],
)
def test_what_tells_a_quantity_apart_makes_another_one(fields: dict[str, object]) -> None:
    assert measured(**fields).quantity.id != measured().quantity.id


def test_where_no_arm_is_named_the_regimen_stands_for_it() -> None:
    one, other = measured(arm=None, regimen="x/r"), measured(arm=None, regimen="x/s")
    assert one.quantity.id != other.quantity.id
    assert measured(regimen="x/r").quantity == measured(regimen="x/s").quantity


def test_a_quantity_is_named_alike_under_every_base_and_in_every_record() -> None:
    record = records.load(TWO_ARMS).record
    for base in ("https://a.example/", "https://b.example/"):
        shared = quads.shared_things(record, base)
        found = {iri.removeprefix(base): t for iri, t in shared.items() if isinstance(t, Quantity)}
        assert {thing.id for thing in found.values()} == {n.partition("/")[2] for n in found}


def test_each_reported_value_has_a_quantity(trial: EvidenceGraph) -> None:
    without = "SELECT ?m { ?m a at:ReportedMeasurement FILTER NOT EXISTS { ?m at:quantifies ?q } }"
    assert rows(trial, without) == set()


def test_a_relayed_value_takes_the_quantity_of_what_it_restates(trial: EvidenceGraph) -> None:
    same = "SELECT ?s ?r { ?s at:restates ?r ; at:quantifies ?q . ?r at:quantifies ?q }"
    ((stated, reported),) = rows(trial, same)
    assert stated.endswith("/efs-relayed")
    assert reported.endswith("/efs-experimental")


def test_a_stated_value_that_is_told_whole_has_a_quantity_and_one_told_in_part_has_none(
    trial: EvidenceGraph,
) -> None:
    with_one = {m for (m,) in rows(trial, "SELECT ?m { ?m at:statedIn ?d ; at:quantifies ?q }")}
    assert {m.rpartition("/")[2] for m in with_one} == {"efs-relayed", "efs-told-whole"}
    stated = "<https://w3id.org/alltrace/id/two-arms-2033/efs-told-whole>"
    same = f"SELECT ?m {{ ?m at:reportedBy ?p ; at:quantifies/^at:quantifies {stated} }}"
    assert {m.rpartition("/")[2] for (m,) in rows(trial, same)} == {"efs-control"}


def test_values_of_one_quantity_that_differ_are_those_of_the_same_cut_off_or_of_none(
    trial: EvidenceGraph,
) -> None:
    found = trial.query("quantities-that-differ")
    named = {
        (str(row["one"]).rpartition("/")[2], str(row["other"]).rpartition("/")[2]) for row in found
    }
    assert ("efs-experimental", "efs-experimental-printed-otherwise") in named
    assert ("efs-experimental", "efs-experimental-later") not in named
    assert ("efs-experimental", "efs-relayed") in named


def test_definitions_of_one_quantity_are_compared_by_a_query(trial: EvidenceGraph) -> None:
    query = """
        SELECT DISTINCT ?a ?b {
          ?one at:quantifies ?q ; at:endpointDefinition ?a .
          ?two at:quantifies ?q ; at:endpointDefinition ?b FILTER(STR(?a) < STR(?b))
        }"""
    (pair,) = rows(trial, query)
    assert pair[0] == "relapse or death"
    assert pair[1].endswith("censored at transplantation")


def test_the_test_for_interaction_is_no_p_value_of_the_ratio(trial: EvidenceGraph) -> None:
    query = """
        SELECT ?p ?by (COUNT(?part) AS ?parts) {
          ?m at:pKind "interaction" ; at:printedPValue ?p ; at:interactionBy ?by ; at:hasPart ?part
        } GROUP BY ?p ?by"""
    assert rows(trial, query) == {("0.31", "time of relapse", "2")}
    of_ratios = 'SELECT ?p { ?m at:statistic "hazard-ratio" ; at:printedPValue ?p }'
    assert rows(trial, of_ratios) == {("0.006",)}


def test_what_was_not_reached_is_said_with_its_printed_form(trial: EvidenceGraph) -> None:
    query = """
        SELECT ?printed ?lower {
          ?m at:notReached "value", "upper" ; at:printedForm ?printed ; at:printedLowerBound ?lower
          FILTER NOT EXISTS { ?m at:value ?v }
        }"""
    assert rows(trial, query) == {("NR (41.3-NE)", "41.3")}


def test_adverse_events_are_told_apart_by_term_grade_and_arm(trial: EvidenceGraph) -> None:
    query = """
        SELECT ?term ?grade ?arm ?k ?n {
          ?m at:adverseEventTerm ?term ; at:grade ?grade ; at:inArm/rdfs:label ?arm ;
             at:numerator ?k ; at:denominator ?n .
        }"""
    assert rows(trial, query) == {
        ("Pyrexia", "3-4", "antibody arm", "12", "99"),
        ("Pyrexia", "3-4", "chemotherapy arm", "7", "100"),
        ("Stomatitis", "≥3", "chemotherapy arm", "28", "100"),
    }


def test_a_reported_value_says_where_in_its_source_it_stands(trial: EvidenceGraph) -> None:
    query = """
        SELECT ?table ?row ?column ?work {
          ?m at:adverseEventTerm "Stomatitis" ; at:hasAnchor ?place .
          ?place at:table ?table ; at:row ?row ; at:column ?column ; at:inSource/rdfs:label ?work
        }"""
    assert rows(trial, query) == {("4", "Stomatitis", "Chemotherapy", "Karl 2032")}


def test_the_arms_tell_who_was_allocated_and_what_was_received_in_order(
    trial: EvidenceGraph,
) -> None:
    query = """
        SELECT ?role ?allocated ?analysed ?treated ?order {
          ?arm at:armOf ?trial ; at:armRole ?role ; at:nAllocated ?allocated ;
               at:nAnalysed ?analysed ; at:nTreated ?treated ; at:receivedOrder ?order .
        }"""
    first = "trial-k/reinduction, then trial-k/"
    assert rows(trial, query) == {
        ("experimental", "104", "102", "99", f"{first}antibody"),
        ("comparator", "100", "100", "100", f"{first}chemotherapy"),
    }


def test_the_whole_keeps_to_the_shapes(trial: EvidenceGraph) -> None:
    assert trial.validate().violations == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24 months", "2 years"),
        ("1 year", "12 months"),
        ("1.5 years", "18 months"),
        ("4 weeks", "28 days"),
        ("4.0 years", "4 years"),
        ("after block-1", "end of block-1"),
        ("after induction", "end of induction"),
    ],
)
def test_one_moment_is_one_time_point(one: str, other: str) -> None:
    assert TimePoint.model_validate(one) == TimePoint.model_validate(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30 days", "1 month"),
        ("median 24 months", "24 months"),
        ("after transplantation", "end of transplantation"),
        ("during block-1", "end of block-1"),
        ("end of cycle-1", "end of block-1"),
        ("end of block-1", "end of block-2"),
    ],
)
def test_moments_that_differ_stay_apart(one: str, other: str) -> None:
    assert TimePoint.model_validate(one).id != TimePoint.model_validate(other).id


def test_a_cycle_of_a_regimen_in_blocks_is_its_block_with_the_words_kept(tmp_path: Path) -> None:
    text = TWO_ARMS.read_text(encoding="utf-8").replace(
        "time: after block-1,", "time: after cycle-1, regimen: trial-k/reinduction,"
    )
    path = tmp_path / "two_arms.yaml"
    path.write_text(text, encoding="utf-8")
    value = next(m for m in records.load(path).record.reported if m.endpoint == "mrd-negative")
    assert value.time is not None
    assert (value.time.id, value.time_text) == ("end-of-block-1", "after cycle 1")


@pytest.mark.parametrize(
    "otherwise",
    [
        "value: 66, unit: patients, restates: [efs-experimental]",
        'value: 66, unit: "%", statistic: proportion, restates: [efs-experimental]',
        'value: 66, unit: "%", restates: [efs-experimental, efs-control]',
    ],
)
def test_a_relayed_value_of_another_unit_or_of_two_quantities_has_none(
    tmp_path: Path, otherwise: str
) -> None:
    text = TWO_ARMS.read_text(encoding="utf-8").replace(
        'value: 70.0, unit: "%", restates: [efs-experimental]', otherwise
    )
    path = tmp_path / "two_arms.yaml"
    path.write_text(text, encoding="utf-8")
    graph = EvidenceGraph.of(path)
    assert rows(graph, "SELECT ?q { ?m at:restates ?r ; at:quantifies ?q }") == set()
