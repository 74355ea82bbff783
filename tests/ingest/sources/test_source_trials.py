"""What ClinicalTrials.gov says of a study, whatever shape it has."""

from typing import Any

import pytest

from ingest.sources import clinicaltrials

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99900001", "orgStudyIdInfo": {"id": "X-1"}},
        "designModule": {"phases": ["PHASE2"], "enrollmentInfo": {"count": "12", "type": "ACTUAL"}},
        "armsInterventionsModule": {"armGroups": [{"label": "A"}, "B"]},
    }
}


def test_a_study_is_read_module_by_module() -> None:
    study = clinicaltrials.study(STUDY)
    protocol, results, notes = study.protocol, study.results, study.notes
    assert (protocol.nct_id, protocol.org_study_id) == ("NCT99900001", "X-1")
    assert (protocol.phases, protocol.enrollment) == (("PHASE2",), 12)
    assert [arm.label for arm in protocol.arms] == ["A"]
    assert (results, notes) == (None, ("a part of arms is malformed and was left out",))


@pytest.mark.parametrize("module", [None, 3, "x", [], ["a"], {}])
def test_a_module_of_any_shape_leaves_its_fields_empty(module: object) -> None:
    protocol = clinicaltrials.study({"protocolSection": {"designModule": module}}).protocol
    assert (protocol.phases, protocol.enrollment, protocol.masking) == ((), None, None)


def test_a_malformed_field_of_a_study_is_noted_once() -> None:
    group = {"title": "A", "id": {"of": "A"}}
    posted = {"participantFlowModule": {"groups": [group, group]}}
    study = clinicaltrials.study({"resultsSection": posted})
    results = study.results
    assert results is not None
    assert [one.group for one in results.groups] == ["", ""]
    assert study.notes == ("the field id is no text and was left out",)
