"""Studies of ClinicalTrials.gov: what was registered becomes a record, and nothing is invented."""

import json

import pytest
from imports import DAY, INVENTED, loads, one

from ingest.importers import Imported, import_file


@pytest.fixture(scope="module")
def trial() -> Imported:
    """The invented trial; every value in it was made up."""
    (found,) = import_file(INVENTED, DAY)
    return loads(found)


def test_a_trial_keeps_its_names_and_registrations_and_no_other_number(trial: Imported) -> None:
    assert trial.data is not None
    (entry,) = trial.data["trials"]
    assert entry["registrations"] == [
        "NCT99900001",
        "NCT99900009",
        "EudraCT 2099-000001-11",
        "ISRCTN99900001",
    ]
    assert entry["names"] == ["MADE-UP", "INVENTED01"]
    assert (entry["allocation"], entry["trial_phase"], entry["n"]) == ("randomised", "2/3", 100)
    assert "GRANT-7" not in json.dumps(trial.data)
    assert "other identifiers, left out: GRANT-7" in trial.notes


def test_the_record_says_that_a_program_made_it_from_a_registry(trial: Imported) -> None:
    assert trial.data is not None
    assert trial.data["status"] == "extracted"
    assert trial.data["curation"]["date"] == "2031-02-03"
    (work,) = trial.data["publications"]
    assert (work["type"], work["text_seen"]) == ("registry-record", "part")


def test_arms_receive_regimens_with_the_drugs_that_the_vocabulary_knows(trial: Imported) -> None:
    assert trial.data is not None
    a, b = trial.data["regimens"]
    arm, _ = trial.data["arms"]
    assert (arm["label"], arm["received"], arm["n_allocated"]) == (
        "Arm A: Blinatumomab",
        [a["id"]],
        51,
    )
    assert a["drugs"] == ["blinatumomab", "dexamethasone"]
    assert b["drugs"] == ["dexamethasone", "cytarabine"], "Ara-C is cytarabine"
    assert "Inventedmycin" in b["note"]
    assert any(note.endswith("proposed: Inventedmycin") for note in trial.notes)


def test_a_planned_number_of_participants_is_not_taken_for_people() -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    study["protocolSection"]["designModule"]["enrollmentInfo"]["type"] = "ESTIMATED"
    found = one(study)
    assert found.data is not None
    assert "n" not in found.data["trials"][0]
    assert "n" not in found.data["cohorts"][0]
    assert not any(item["endpoint"] == "enrolled" for item in found.data["reported"])
    assert any("planned" in note for note in found.notes)


@pytest.mark.parametrize(
    ("phases", "written"), [(["PHASE1"], "1"), (["NA"], None), (["EARLY_PHASE1"], None), ([], None)]
)
def test_a_phase_that_the_model_lacks_stays_out(phases: list[str], written: str | None) -> None:
    study = json.loads(INVENTED.read_text(encoding="utf-8"))
    study["protocolSection"]["designModule"]["phases"] = phases
    data = one(study).data
    assert data is not None
    assert data["trials"][0].get("trial_phase") == written


def test_a_study_of_unknown_type_is_no_trial() -> None:
    data = one({"protocolSection": {"identificationModule": {"nctId": "NCT99900002"}}}).data
    assert data is not None
    assert "trials" not in data
    assert data["studies"][0]["registrations"] == ["NCT99900002"]


def test_reports_and_retractions_that_a_registry_names_are_told(trial: Imported) -> None:
    assert "PMID 99999999 is named as a report of results" in trial.notes
    assert "PMID 99999998 is marked as retracted (notice: PMID 99999997)" in trial.notes
