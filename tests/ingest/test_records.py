"""Records: a sound one loads; each fault is told with file, line and field, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alltrace import EvidenceGraph
from ingest import records
from ontology.errors import RecordError

Writer = Callable[..., Path]


def faults(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        records.collect([path])
    return str(caught.value)


def test_a_sound_record_loads_and_keeps_to_its_shapes(record_file: Writer) -> None:
    report = EvidenceGraph.of(record_file()).validate()
    assert report.conforms, report.violations


def test_a_statement_takes_status_document_and_publication_from_the_head(
    record_file: Writer,
) -> None:
    record = records.load(record_file()).record
    assert record.stated[0].stated_in == "smith-2030"
    assert record.reported[0].reported_by == "jones-2029"
    assert {s.status for s in (*record.stated, *record.claims)} == {"reviewed"}


@pytest.mark.parametrize(
    ("change", "line", "field", "message"),
    [
        (("value: 72.60", "value: 646"), 18, "stated[1].value", "between 0 and 100, not 646"),
        (("value: 72.60", "value: a lot"), 18, "stated[1].value", "a number as printed"),
        (("endpoint: complete-remission\n    time: end of block-1\n    statistic: proportion\n    value: 72.60",
          "endpoint: complete-remision\n    time: end of block-1\n    statistic: proportion\n    value: 72.60"),
         15, "stated[1].endpoint", "did you mean complete-remission"),
        (("reference: 1", "reference: 10"), 8, "pointers[1].reference",
         "reference 10 is not in the list (1 to 1)"),
        (("id: claim-1", "id: works"), 24, "conclusions[1].id", "'works' is already taken at"),
        (("    regimen: trial-x/arm-a", "    regimens: trial-x/arm-a"), 14, "stated[1].regimens",
         "no such field; did you mean regimen"),
        (("study: trial-x\n    cohort: trial-x/everyone\n    regimen", "study: trial-y\n    cohort: trial-x/everyone\n    regimen"),
         12, "stated[1].study", "no study is called 'trial-y'; did you mean trial-x"),
        (("restates: [remission-reported]", "restates: [claim-1]"), 20, "stated[1].restates[1]",
         "is a claim; a reportedmeasurement is wanted here"),
        (("bears_on: works", "bears_on: work"), 26, "evidence[1].bears_on", "did you mean works"),
        (("direction: supports", "direction: proves"), 26, "evidence[1].direction", "is not one of"),
        (("time: end of block-1\n    statistic: proportion\n    value: 72.60",
          "time: some day\n    statistic: proportion\n    value: 72.60"), 16, "stated[1].time", "reads like"),
        (("numerator: 61", "numerator: 85"), 46, "reported[1].numerator", "85 of 84 is more than all"),
        (("numerator: 61", "se: -4"), 46, "reported[1].se", "not negative"),
        (("status: reviewed", "status: fine"), 2, "status", "is not one of"),
        (("record: smith-2030", "record: publication"), 1, "record", "that place is taken"),
        (("id: claim-1", "id: Claim 1"), 22, "claims[1].id", "lower-case letters and digits"),
        (("end: 10", "end: 0"), 28, "anchors[1].end", "greater than or equal to 1"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_field(
    record_file: Writer, change: tuple[str, str], line: int | None, field: str, message: str
) -> None:
    told = faults(record_file(change))
    matching = [t for t in told.splitlines() if message in t]
    assert matching, told
    assert f": {field}: " in matching[0]
    assert matching[0].startswith(f"smith.yaml:{line}:" if line else "smith.yaml:")


def test_all_faults_of_all_files_are_told_at_once(record_file: Writer) -> None:
    first = record_file(("status: reviewed", "status: fine"), name="first.yaml")
    second = record_file(("value: 72.60", "value: 646"), name="second.yaml")
    with pytest.raises(RecordError) as caught:
        records.collect([first, second])
    assert "first.yaml:2" in str(caught.value)
    assert "second.yaml:18" in str(caught.value)


def test_a_record_brings_what_it_needs_of_the_bundled_ones(record_file: Writer) -> None:
    path = record_file(
        ("restates: [remission-reported]", "restates: [hogan-2025/complete-remission]")
    )
    names = {file.name for file in records.collect([path])}
    assert {"smith-2030", "hogan-2025"} <= names
    assert "mohetaer-2026" not in names


def test_a_faulty_record_changes_nothing(record_file: Writer) -> None:
    graph = EvidenceGraph.of(record_file())
    before = graph.export("nquads")
    with pytest.raises(RecordError):
        graph.load(record_file(("value: 72.60", "value: 646")))
    assert graph.export("nquads") == before


def test_loading_twice_changes_nothing_and_a_new_form_replaces_the_old(record_file: Writer) -> None:
    graph = EvidenceGraph.of(record_file())
    before = graph.export("nquads")
    graph.load(record_file())
    assert graph.export("nquads") == before
    graph.load(record_file(("value: 72.60", "value: 70.00")))
    stated = graph.rows("SELECT ?v { ?m at:statedIn ?d ; at:printedValue ?v }")
    assert stated == [{"v": "70.00"}]
