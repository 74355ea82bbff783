"""Results that ClinicalTrials.gov posts: values as printed, and nothing that is not understood."""

import json

import pytest
from imports import DAY, INVENTED, loads, one, reported

from ingest.importers import Imported, import_file, outcome_titles


@pytest.fixture(scope="module")
def trial() -> Imported:
    """The invented trial; every value in it was made up."""
    (found,) = import_file(INVENTED, DAY)
    return loads(found)


def test_a_median_keeps_its_printed_value_and_the_known_side_of_its_interval(
    trial: Imported,
) -> None:
    assert reported(trial, "event-free-survival-arm-a-blinatumomab") == {
        "regimen": "nct99900001/arm-a-blinatumomab",
        "arm": "nct99900001/arm-a-blinatumomab",
        "endpoint": "event-free-survival",
        "statistic": "median",
        "value": "24.50",
        "unit": "months",
        "lower": "20.1",
        "level": "95",
        "note": "Time frame as registered: Up to 5 years.",
    }


def test_an_analysis_keeps_effect_interval_level_and_p(trial: Imported) -> None:
    found = reported(trial, "event-free-survival-hazard-ratio")
    assert (found["value"], found["lower"], found["upper"]) == ("0.330", "0.18", "0.61")
    assert (found["level"], found["p_operator"], found["p"]) == ("97.5", "<", "0.001")
    assert found["compared_regimen"] == "nct99900001/arm-b-chemotherapy"
    assert "does not say which group is the reference" in found["note"]


def test_counts_of_people_get_the_people_analysed_as_denominator(trial: Imported) -> None:
    found = reported(trial, "mrd-negative-arm-a-blinatumomab")
    assert (found["numerator"], found["denominator"]) == (44, 50)
    assert found["time"] == "end of block-1"
    assert "value" not in found, "no percentage is computed"


def test_a_group_of_the_results_that_is_no_arm_becomes_a_cohort(trial: Imported) -> None:
    found = reported(trial, "mrd-negative-mrd-evaluable-patients")
    assert found["cohort"] == "nct99900001/mrd-evaluable-patients"
    assert "regimen" not in found


def test_how_many_started_in_a_group_of_the_results_is_its_number_of_people() -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    flow = study["resultsSection"]["participantFlowModule"]
    flow["groups"][1]["title"] = "MRD-evaluable patients"
    data = one(study).data
    assert data is not None
    assert [item.get("n") for item in data["cohorts"]] == [100, 49]
    assert [item.get("n_allocated") for item in data["arms"]] == [51, None]


def test_a_class_that_names_a_time_gives_the_time_point(trial: Imported) -> None:
    found = reported(trial, "overall-survival-arm-a-blinatumomab")
    assert (found["time"], found["value"], found["se"]) == ("2 years", "80.0", "5.5")
    assert found["statistic"] == "survival-estimate"


def test_a_part_for_some_patients_is_left_out_and_told(trial: Imported) -> None:
    assert '"81"' not in json.dumps(trial.data)
    assert any("'Female' was left out" in note for note in trial.notes)


def test_an_outcome_without_an_endpoint_is_proposed_and_never_guessed(trial: Imported) -> None:
    assert any("proposed: Duration of Remission" in note for note in trial.notes)
    assert '"18"' not in json.dumps(trial.data)


def test_adverse_events_give_people_affected_of_people_at_risk(trial: Imported) -> None:
    found = reported(trial, "febrile-neutropenia-arm-a-blinatumomab")
    assert (found["numerator"], found["denominator"]) == (5, 50)
    assert "serious" in found["note"]
    deaths = reported(trial, "death-arm-a-blinatumomab")
    assert (deaths["endpoint"], deaths["numerator"], deaths["denominator"]) == ("death", 7, 51)


def test_adverse_event_terms_of_no_endpoint_are_told_once(trial: Imported) -> None:
    told = [note for note in trial.notes if "adverse-event term" in note]
    assert len(told) == 1
    assert told[0].endswith("proposed: Invented syndrome")


def test_people_counted_for_a_survival_are_left_out_for_they_may_be_survivors_or_events() -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    measure = study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][2]
    measure["paramType"], measure["unitOfMeasure"] = "COUNT_OF_PARTICIPANTS", "Participants"
    measure["classes"][0]["categories"][0]["measurements"][0]["value"] = "33"
    found = one(study)
    assert found.data is not None
    assert not any(item["endpoint"] == "overall-survival" for item in found.data["reported"])
    assert any("the value 33 (Participants) was left out" in note for note in found.notes)


@pytest.mark.parametrize(
    ("printed", "operator", "p"),
    [("<0.0001", "<", "0.0001"), ("=.03", "=", "0.03"), ("0.5", "=", "0.5"), ("NS", None, None)],
)
def test_p_values_are_read_with_their_sign_or_told(
    printed: str, operator: str | None, p: str | None
) -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    measure = study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    measure["analyses"][0]["pValue"] = printed
    found = one(study)
    item = reported(found, "event-free-survival-hazard-ratio")
    assert (item.get("p_operator"), item.get("p")) == (operator, p)
    assert any("'NS' was not understood" in note for note in found.notes) is (p is None)


def test_an_interval_that_leaves_out_its_value_is_dropped_and_told() -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    measure = study["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    measure["analyses"][0]["ciUpperLimit"] = "0.2"
    found = one(study)
    item = reported(found, "event-free-survival-hazard-ratio")
    assert ("upper" not in item, item["value"]) == (True, "0.330")
    assert any(note.startswith("upper of event-free-survival") for note in found.notes)


@pytest.mark.parametrize(
    ("title", "endpoint"),
    [
        ("Overall Survival (OS)", "overall-survival"),
        ("Median Progression Free Survival (PFS) (Months)", "progression-free-survival"),
        ("Number of days with infection", None),
        ("Relapse-free Survival (RFS)", "disease-free-survival"),
        ("Relapse-free Survival (ABC)", None),
        ("Percentage of Participants With Complete Remission", "complete-remission"),
        ("Number of patients with febrile neutropenia", "febrile-neutropenia"),
        ("Cumulative incidence of relapse at 4 years", "relapse"),
        ("Duration of complete remission", None),
        ("Time to relapse", None),
        ("Overall survival in high risk patients", None),
        ("Patients without relapse", None),
        ("Infections in children", None),
        ("Overall survival and event-free survival", None),
        ("Mean invented score", None),
    ],
)
def test_a_title_names_an_endpoint_only_if_every_word_is_understood(
    title: str, endpoint: str | None
) -> None:
    found = outcome_titles.endpoint_title(title)
    assert (found.endpoint if found else None) == endpoint


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("4 years", "4 years"),
        ("Week 24", "24 weeks"),
        ("at 1 month", "1 months"),
        ("2 years from randomization", "2 years"),
        ("End of Block 1", "end of block-1"),
        ("Up to 5 years", None),
        ("From enrolment to 4 years", None),
        ("", None),
    ],
)
def test_only_a_point_in_time_is_a_time_point(printed: str, written: str | None) -> None:
    assert outcome_titles.time_point(printed) == written
