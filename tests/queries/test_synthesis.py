"""The twelve questions of a synthesist, held to answers that a person wrote from the records.

The records are those of `invented/`: a randomised trial with all that is asked for (Trial K), and
others that lack it. `docs/synthesis.md` says which question of the library answers which.
"""

import re

import pytest
from expected_answers import graph

from places import HOUSE
from queries.library import questions

K = "trial-k-2033/"


def told(name: str, columns: str, **given: str) -> list[tuple[str, ...]]:
    """Some columns of an answer, things by the end of their IRI, what is missing as nothing."""
    rows = graph("invented").rows(name, **given)
    wanted = columns.split()
    return [tuple(_short(row[column]) for column in wanted) for row in rows]


def _short(text: str | None) -> str:
    return re.sub(r"^https://.*/(?=[^/]+$)", "", text or "")


def test_1_response_by_regimen_with_n_threshold_and_time() -> None:
    rows = told(
        "response-by-regimen", "study arm threshold when k n value", endpoint="mrd-negative"
    )
    assert [row for row in rows if "Trial K" in row[0]] == [
        ("A part of Trial K", "", "<0.001%", "end of block 1", "", "", "30.0"),
        ("Trial K", "chemotherapy arm", "≥0.01%", "end of block 1", "61", "100", "61.0"),
        ("Trial K", "antibody arm", "<0.01%", "end of block 1", "58", "100", "58.0"),
    ]


def test_2_values_of_one_quantity_that_differ_and_only_those() -> None:
    assert told("quantities-that-differ", "one first other second", study="trial-k") == [
        # Of those cut off on another day (63.5), only the relayed value, which tells no day, differs.
        ("efs-experimental", "66.0", "efs-otherwise", "65.0"),
        ("efs-experimental", "66.0", "efs-relayed", "70.0"),
        ("efs-later", "63.5", "efs-relayed", "70.0"),
        ("efs-otherwise", "65.0", "efs-relayed", "70.0"),
    ]


def test_3_survival_of_each_arm_of_the_trials_that_gave_a_drug_in_a_population() -> None:
    rows = told(
        "endpoint-by-drug", "study arm given value low high level compared_with when",
        drug="blinatumomab", population="early-marrow-relapse", endpoint="event-free-survival",
    )  # fmt: skip
    assert [row for row in rows if row[-1] == "2 years" and not row[-2]] == [
        ("Trial K", "antibody arm", "true", "66.0", "55.1", "75.2", "95", "", "2 years"),
        ("Trial K", "antibody arm", "true", "63.5", "", "", "", "", "2 years"),
        ("Trial K", "antibody arm", "true", "65.0", "", "", "", "", "2 years"),
        ("Trial K", "chemotherapy arm", "false", "49.0", "38.4", "58.8", "95", "", "2 years"),
    ]
    assert {row[0] for row in rows} == {"Trial K", "Trial M"}


def test_4_deaths_from_toxicity_by_arm() -> None:
    assert told("deaths-by-arm", "arm phase when cause k n value unit") == [
        ("", "", "", "treatment-related mortality", "4", "114", "", ""),
        ("antibody arm", "consolidation", "during cycle 1", "treatment-related mortality", "1", "99", "1.0", "%"),
        ("chemotherapy arm", "", "", "death from infection", "", "", "3", "patients"),
        ("chemotherapy arm", "", "", "treatment-related mortality", "5", "100", "5.0", "%"),
    ]  # fmt: skip


def test_5_endpoints_that_studies_define_differently() -> None:
    rows = told(
        "endpoint-definitions", "study definition other other_definition",
        endpoint="event-free-survival",
    )  # fmt: skip
    assert rows == [
        ("trial-k", "relapse, second malignancy or death", "trial-k-part", "relapse or death")
    ]
    thresholds = told("endpoint-definitions", "study threshold other other_threshold")
    assert ("trial-k", "<0.01%", "trial-k-part", "<0.001%") in thresholds


def test_6_where_each_number_comes_from() -> None:
    rows = told(
        "origin-of-values", "measurement value document place status curator rules record file",
        study="trial-k",
    )  # fmt: skip
    by_name = {row[0]: row[1:] for row in rows}
    whole = ("reviewed", "a synthesist", "", "trial-k-2033", "trial-k-2033.yaml")
    place = "table 2; row Event-free survival; column Antibody"
    assert by_name["efs-experimental"] == ("66.0", "Karl 2032", place, *whole)
    assert by_name["efs-relayed"] == ("70.0", "Letter on K", "paragraph 1, sentence 1", *whole)
    assert by_name["mrd-control"][5] == "cell of a table"
    assert len(by_name) == len(rows)


def test_7_the_arms_of_a_trial() -> None:
    assert told("arms", "label role allocated analysed treated received", study="trial-k") == [
        ("chemotherapy arm", "comparator", "100", "100", "100", "chemotherapy"),
        ("chemotherapy arm", "comparator", "100", "100", "100", "reinduction"),
        ("antibody arm", "experimental", "104", "102", "99", "antibody"),
        ("antibody arm", "experimental", "104", "102", "99", "reinduction"),
    ]


def test_8_effects_between_arms_with_the_reference() -> None:
    rows = told(
        "effects-between-arms",
        "measurement arm reference measure value low high level p_operator p p_sides", study="trial-k",
    )  # fmt: skip
    by_name = {row[0]: row[1:] for row in rows}
    assert by_name["efs-ratio"] == (
        "antibody arm", "chemotherapy arm", "hazard-ratio", "0.61", "0.43", "0.87", "95", "",
        "0.006", "two-sided",
    )  # fmt: skip
    assert by_name["overall-by-regimen"] == (
        "antibody", "chemotherapy", "difference", "-5", "", "", "", "<", "0.04", "one-sided",
    )  # fmt: skip
    assert not {"efs-interaction", "efs-spread", "efs-control"} & by_name.keys()


def test_9_subgroups_with_the_test_for_interaction() -> None:
    columns = "subgroup value low high feature interaction_p"
    rows = told("subgroup-effects", f"endpoint {columns}", study="trial-k")
    assert [row[1:] for row in rows if row[0] == "event-free survival"] == [
        ("earliest relapse", "0.49", "", "", "", ""),
        ("early relapse", "0.52", "0.31", "0.88", "time of relapse", "0.31"),
        ("late relapse", "0.75", "0.44", "1.27", "time of relapse", "0.31"),
    ]


def test_10_adverse_events_of_grade_3_or_higher_by_term_and_arm() -> None:
    assert told("adverse-events", "term grade_given arm k n value unit", study="trial-k") == [
        ("Headache", "5", "", "", "", "", ""),
        ("Pyrexia", "3-4", "antibody arm", "12", "99", "12.1", "%"),
        ("Pyrexia", "3-4", "chemotherapy arm", "7", "100", "7.0", "%"),
        ("Stomatitis", "≥3", "chemotherapy arm", "28", "100", "28.0", "%"),
        ("sepsis", "4", "chemotherapy arm", "", "", "6", "patients"),
    ]


@pytest.mark.parametrize(
    ("code", "thing"),
    [
        ("NCT99900001", "trial-k"),
        ("MONDO:0004967", "trial-k"),
        ("rxnorm:1597258", "antibody"),
    ],
)
def test_11_everything_is_joined_by_an_outside_code(code: str, thing: str) -> None:
    assert (thing,) in told("things-by-code", "thing", code=code)


def test_12_from_a_conclusion_down_to_its_numbers_and_back() -> None:
    columns = "measurement supports outcome reported reported_value place"
    down = told("numbers-of-conclusion", columns, conclusion="fund-it")
    assert down == [
        ("efs-relayed", "true", "uncited", "efs-experimental", "66.0",
         "table 2; row Event-free survival; column Antibody"),
        ("efs-told-whole", "true", "uncited", "", "", ""),
        ("harm-told", "true", "uncited", "", "", ""),
        ("share-told", "true", "uncited", "", "", ""),
    ]  # fmt: skip
    up = told("numbers-of-conclusion", "conclusion", measurement=f"{K}efs-relayed")
    assert up == [("fund-it",), ("give-it",)]


@pytest.mark.parametrize("records", ["bundled", "invented"])
@pytest.mark.parametrize("name", ["values", "numbers-of-conclusion", "origin-of-values"])
def test_no_row_is_repeated(records: str, name: str) -> None:
    rows = [tuple(row.values()) for row in graph(records).rows(name)]
    assert len(set(rows)) == len(rows) > 0


def test_a_person_finds_on_one_page_which_question_answers_what() -> None:
    page = (HOUSE / "docs" / "synthesis.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*?\| \[`([\w-]+)`\]", page, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 13))
    assert {name for _, name in rows} <= set(questions())
