"""Doubts are data: from the reader of a document to its record, its graph, its review, its page."""

import pytest
from drafted_papers import INVENTED_LETTER, drafted

from alltrace import EvidenceGraph
from conftest import INVENTED
from graph_viz.explorer.data import explorer_data
from ingest import records, review, yamlfile
from ingest.differences import FieldChange, differences
from ingest.drafting.writing import as_yaml
from ingest.extract.fitting import fitted
from ingest.records import RecordFile
from ingest.recordtext import record_data, record_text
from ontology.errors import RecordError
from ontology.model import Record, StatedMeasurement
from ontology.terms import NS

CUES = "drawn from cues, not understood"
VALUE: dict[str, object] = {
    "id": "v", "status": "extracted", "stated_in": "d", "study": "s", "endpoint": "sepsis",
    "value": "40", "unit": "%",
}  # fmt: skip
NEEDED = ("id", "study", "endpoint", "endpoint_text")


def file(*changes: tuple[str, str]) -> RecordFile:
    """The invented record with parts of its text replaced."""
    text = INVENTED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return records.validated(yamlfile.parse(text.encode(), "smith.yaml"))


def item(of: RecordFile, name: str) -> review.ReviewItem:
    return next(item for item in review.statements(of) if item.thing.id == name)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> EvidenceGraph:
    """The graph of a drafted letter."""
    path = tmp_path_factory.mktemp("letter") / "letter.yaml"
    path.write_text(as_yaml(drafted(INVENTED_LETTER, "letter.md")), encoding="utf-8")
    return EvidenceGraph.of(path)


# -- from the draft into the graph -----------------------------------------------------------------


def test_no_comment_stands_above_a_drafted_statement() -> None:
    above, _, end = as_yaml(drafted(INVENTED_LETTER)).partition("\n# ")
    assert "#" not in above
    assert all(line.startswith("# ") for line in f"# {end}".splitlines())


def test_the_doubts_of_a_draft_are_in_its_graph_and_conform(letter: EvidenceGraph) -> None:
    record = drafted(INVENTED_LETTER, "letter.md").record
    written = sorted(doubt for line in record.evidence for doubt in line.doubts)
    asked = "SELECT ?doubt { GRAPH ?g { ?line a at:EvidenceLine ; at:doubt ?doubt } }"
    assert written == sorted(str(row["doubt"]) for row in letter.query(asked))
    assert set(written) == {CUES}
    assert letter.validate().conforms


def test_statements_to_review_come_with_their_doubts_and_confidence(letter: EvidenceGraph) -> None:
    rows = letter.rows("statements-to-review")
    record = drafted(INVENTED_LETTER, "letter.md").record
    lines = [row for row in rows if (row["class"] or "").endswith("EvidenceLine")]
    values = [row for row in rows if (row["class"] or "").endswith("Measurement")]
    pointers = [row for row in rows if (row["class"] or "").endswith("CitationPointer")]
    assert [row["doubt"] for row in lines] == [CUES] * len(record.evidence)
    assert {row["confidence"] for row in values} == {v.confidence for v in record.stated}
    assert [row["doubt"] for row in pointers] == [None] * len(record.pointers)


def test_the_page_says_the_doubts_of_a_thing(letter: EvidenceGraph) -> None:
    page = explorer_data(letter.store)
    properties = [about.iri for about in page.properties]
    said = [
        page.strings[value]
        for name, value in zip(page.facts.property, page.facts.value, strict=True)
        if properties[name] == NS + "doubt"
    ]
    assert CUES in said


# -- in the difference and the review --------------------------------------------------------------


def test_a_doubt_that_comes_or_goes_is_a_difference() -> None:
    doubted = file(("value: 72.60", "value: 72.60\n    doubts: [no level, two arms]")).record
    (change,) = differences(file().record, doubted)
    assert change.fields == (FieldChange("doubts", None, ["no level", "two arms"]),)
    (change,) = differences(doubted, file().record)
    assert change.fields == (FieldChange("doubts", ["no level", "two arms"], None),)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("    value: 72.60\n", "    doubts:\n    - no level\n    - two arms\n    value: 72.60\n", "remission"),
        ("    time: end of block-1\n    statistic: proportion\n    value: 72.60",
         "    doubts: [no level]\n    time: end of block-1\n    statistic: proportion\n    value: 72.60", "remission"),
        ("{id: works,", "{id: works, doubts: [its words],", "works"),
        ("{id: e1,", "{doubts: [why], id: e1,", "e1"),
        ("Remission is the aim.}", "Remission is the aim., doubts: [why, who]}", "e1"),
    ],
)  # fmt: skip
def test_accepting_takes_the_doubts_away_in_any_form_of_yaml(old: str, new: str, name: str) -> None:
    draft = file(("status: reviewed", "status: extracted"), (old, new))
    assert item(draft, name).thing.doubts
    accepted = review.with_changes(draft, review.accept(draft, [item(draft, name)]))
    assert (item(accepted, name).thing.doubts, item(accepted, name).thing.status) == (
        (),
        "reviewed",
    )
    plain = file(("status: reviewed", "status: extracted"))
    untouched = [i.thing for i in review.statements(plain) if i.thing.id != name]
    assert [i.thing for i in review.statements(accepted) if i.thing.id != name] == untouched


def test_an_edit_resolves_the_doubts_and_a_fault_is_told_by_the_line_that_was_typed() -> None:
    draft = file(("    value: 72.60\n", "    doubts: [no level]\n    value: 72.60\n"))
    typed = "id: remission\nanchor: s1\ndoubts: [no level]\nstudy: trial-x\nendpoint: sepsis\n"
    edited = review.rewritten(draft, item(draft, "remission"), typed + "value: 7\nunit: '%'\n")
    assert item(edited, "remission").thing.doubts == ()
    with pytest.raises(RecordError) as fault:
        review.rewritten(draft, item(draft, "remission"), typed + "value: 726\nunit: '%'\n")
    assert str(fault.value).startswith("the stated value:6: value: a percentage")


# -- what a model refuses --------------------------------------------------------------------------


def test_all_fields_that_are_wrong_by_themselves_are_left_out_and_told() -> None:
    value, refused = fitted(
        StatedMeasurement, {**VALUE, "time": "soon", "grade": "9", "level": None}, NEEDED
    )
    assert value == StatedMeasurement.model_validate(VALUE)
    assert [line.split(":")[0] for line in refused] == ["grade 9 left out", "time soon left out"]


def test_fields_that_are_wrong_together_go_one_after_the_other() -> None:
    value, refused = fitted(StatedMeasurement, {**VALUE, "lower": "60", "upper": "30"}, NEEDED)
    assert value == StatedMeasurement.model_validate(VALUE)
    assert refused == [
        "lower 60 left out: Value error, the value 40 lies below 60",
        "upper 30 left out: Value error, the value 40 lies above 30",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"study": "No Slug"}, "String should match"),
        ({"study": None}, "Field required"),
        ({"endpoint": "unnamed"}, "Value error, goes with the endpoint 'unnamed'"),
        ({"value": None, "unit": None}, "Value error, a measurement needs a value"),
        ({"unit": None}, "Value error, a value needs a unit"),
    ],
)
def test_nothing_is_made_where_something_needed_is_wrong(
    change: dict[str, object], message: str
) -> None:
    value, refused = fitted(StatedMeasurement, {**VALUE, **change}, NEEDED)
    assert value is None
    assert refused[-1].startswith(message)


def test_a_model_that_is_read_from_a_record_still_holds_together() -> None:
    with pytest.raises(RecordError, match="a percentage lies between 0 and 100, not 726"):
        file(("value: 72.60", "value: 726"))


# -- from a record to its text ---------------------------------------------------------------------


@pytest.mark.parametrize("name", [f.name for f in records.bundled()])
def test_every_bundled_record_comes_back_from_its_data_and_its_text(name: str) -> None:
    (record,) = (f.record for f in records.bundled() if f.name == name)
    assert Record.model_validate(record_data(record)) == record
    text = record_text(record)
    assert records.validated(yamlfile.parse(text.encode(), "x.yaml")).record == record


def test_what_the_model_fills_in_is_not_written() -> None:
    data = record_data(file().record)
    statements = [thing for name in ("stated", "claims", "pointers") for thing in data[name]]
    filled = {"stated_in", "position", "operator", "author_list", "computed"}
    assert not filled & {field for thing in statements for field in thing}
    assert statements[0]["time"] == "end of block-1"
    assert statements[2]["reference"] == 1
