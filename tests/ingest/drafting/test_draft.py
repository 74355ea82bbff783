"""From papers to draft records: what is in them, and that they load."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafted_papers import (
    BUNDLED,
    DAY,
    HOGAN,
    INVENTED_LETTER,
    INVENTED_TRIAL,
    TABLES,
    drafted,
    loaded,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from alltrace import EvidenceGraph
from ingest import readers, records, yamlfile
from ingest.drafting.known import WorkIdentity
from ingest.drafting.record import DraftRecord, record_name
from ingest.drafting.writing import as_yaml
from ingest.recordtext import record_text
from ingest.text import STEERING, normalise, sha256
from ontology.errors import ReadingError
from ontology.model import Claim, Curation, Record, Study
from places import LETTER

# -- what is in a draft ----------------------------------------------------------------------------


def test_a_letter_states_values_of_the_studies_it_cites() -> None:
    record = loaded(drafted(INVENTED_LETTER))
    assert record.document is not None
    assert (record.document.type, record.status) == ("letter", "extracted")
    sepsis, survival = record.stated
    assert (sepsis.endpoint, sepsis.study, sepsis.value) == ("sepsis", "aall1331", "12.5")
    assert (survival.value, survival.se) == ("41.2", "4.6")
    assert survival.time is not None
    assert survival.time.label == "4 years"
    assert record.reported == ()


def test_every_statement_is_extracted_with_its_rule_and_place() -> None:
    record = loaded(drafted(INVENTED_LETTER))
    anchors = {anchor.id for anchor in record.anchors}
    for statement in (*record.stated, *record.claims, *record.conclusions, *record.evidence):
        assert statement.status == "extracted"
        assert statement.extracted_by
        assert statement.anchor in anchors
    assert all(value.confidence is not None for value in record.stated)
    assert {value.anchor for value in record.stated} == {"s1.2", "s1.3"}


@pytest.mark.parametrize(
    "opening",
    [
        "We thank Dr Orme for her careful reading of our trial [1].",
        "We gratefully acknowledge the registry staff, who sent us their counts [1].",
        "The authors wish to thank all centres [1].",
    ],
)
def test_a_marker_in_a_courtesy_has_an_anchor(opening: str) -> None:
    text = INVENTED_LETTER.replace("To the Editor:", opening).replace("¹", "").replace("²", "")
    record = loaded(drafted(text))
    assert "s1.1" in {p.anchor for p in record.pointers} & {a.id for a in record.anchors}
    assert not [claim for claim in record.claims if claim.anchor == "s1.1"]


def test_anchors_can_be_resolved_in_the_text() -> None:
    text = normalise(INVENTED_LETTER)
    for anchor in loaded(drafted(INVENTED_LETTER)).anchors:
        assert sha256(text[anchor.start : anchor.end]) == anchor.sha256


def test_a_known_work_keeps_its_id_and_an_unknown_one_is_defined() -> None:
    record = loaded(drafted(INVENTED_LETTER))
    assert [r.publication for r in record.references] == ["smith-2029-12-45", "hogan-2025"]
    (smith,) = record.publications
    assert (smith.title, smith.volume, smith.first_page, smith.last_page, smith.text_seen) == (
        "A trial of an invented regimen", "12", "45", "52", "nothing",
    )  # fmt: skip
    assert record.document is not None
    assert record.document.comments_on == smith.id


def test_each_marker_has_a_pointer_for_each_of_its_references() -> None:
    record = loaded(drafted(INVENTED_LETTER))
    assert [(p.marker, p.reference, p.anchor) for p in record.pointers] == [
        (1, "ref-1", "s1.1"),
        (2, "ref-2", "s1.2"),
        (3, "ref-1", "s1.3"),
    ]
    claim = next(c for c in record.claims if c.anchor == "s1.2")
    assert claim.pointers == ("p02",)


def test_what_follows_in_conclusion_concludes_as_well() -> None:
    record = loaded(drafted(INVENTED_LETTER))
    assert [(c.anchor, c.role) for c in record.conclusions] == [
        ("s2.1", "conclusion"),
        ("s2.2", "recommendation"),
    ]
    assert ("claim-2.1", "claim-2.2") in {(e.evidence[0], e.bears_on) for e in record.evidence}


def test_a_trial_report_reports_its_own_values_and_states_those_of_others() -> None:
    record = loaded(drafted(INVENTED_TRIAL, "rowan.md"))
    assert record.document is not None
    assert record.document.type == "article"
    assert {(v.endpoint, v.value, v.study) for v in record.reported} == {
        ("complete-remission", "55.0", "rowan-1"),
        ("overall-survival", "41.2", "rowan-1"),
    }
    assert [(v.endpoint, v.value) for v in record.stated] == [("sepsis", "10.1")]
    assert record.stated[0].study == "smith-2029-12-45-study"
    cited = next(p for p in record.publications if p.id == "smith-2029-12-45")
    assert cited.reports == ("smith-2029-12-45-study",)
    own = record.publications[0]
    assert (own.id, own.reports, own.text_seen) == (record.record, ("rowan-1",), "full text")
    assert {v.reported_by for v in record.reported} == {record.record}
    assert [(s.id, s.label) for s in record.studies if s.id == "rowan-1"] == [
        ("rowan-1", "ROWAN-1")
    ]


def test_the_conclusion_of_a_trial_report_stands_on_its_own_results(tmp_path: Path) -> None:
    path = tmp_path / "rowan.yaml"
    path.write_text(as_yaml(drafted(INVENTED_TRIAL, "rowan.md")), encoding="utf-8")
    graph = EvidenceGraph.of(path)
    assert graph.validate().conforms
    (conclusion,) = graph.conclusions()
    trace = graph.trace(conclusion.iri)
    assert (trace.counts.claims, trace.counts.measurements) == (1, 1)
    assert [iri.rsplit("/", 1)[-1] for iri in trace.robustness().studies] == ["rowan-1"]
    assert "no other source" in " ".join(trace.robustness().words)
    raised = {f.rule for a in graph.audit() for f in a.findings if f.about == conclusion.iri}
    assert "rests-on-nothing" not in raised


def test_tables_of_a_trial_report_give_the_results_of_its_arms() -> None:
    text = INVENTED_TRIAL.replace("## Conclusion", TABLES + "\n## Conclusion")
    record = loaded(drafted(text, "rowan.md"))
    tabled = [v for v in record.reported if v.extracted_by == "cell of a table"]
    arms = {regimen.id: (regimen.label, regimen.n) for regimen in record.regimens}
    assert {
        (v.endpoint, v.endpoint_text, v.numerator, v.denominator, v.value, *arms[v.regimen or ""])
        for v in tabled
    } == {
        ("sepsis", None, 9, 60, "15.0", "mitoxantrone arm", 60),
        ("sepsis", None, 6, 60, "10.0", "Control arm", 60),
        ("unnamed", "Lasting hiccups", 3, 60, "5.0", "mitoxantrone arm", 60),
        ("unnamed", "Lasting hiccups", 2, 60, "3.3", "Control arm", 60),
    }
    assert {v.study for v in tabled} == {"rowan-1"}


def test_a_letters_tables_are_not_taken_for_its_own_results() -> None:
    text = INVENTED_LETTER.replace("In conclusion", TABLES + "\nIn conclusion")
    assert loaded(drafted(text)).reported == ()


def test_a_study_only_spoken_of_is_not_taken_for_the_papers_own() -> None:
    text = INVENTED_TRIAL.replace(" in the ROWAN-1 trial", "").replace("elsewhere", "in ALL R3")
    record = loaded(drafted(text, "unnamed.md"))
    assert {v.study for v in record.reported} == {f"{record.record}-study"}
    assert [v.study for v in record.stated] == ["all-r3"]


def test_a_pointer_beyond_the_list_is_left_out_and_told() -> None:
    draft = drafted(INVENTED_LETTER.replace("patients.²", "patients.^{2,7}"))
    assert [(p.marker, p.reference) for p in loaded(draft).pointers][1] == (2, "ref-2")
    assert any("no reference 7" in told for told in draft.left_out)


def test_a_reference_that_is_hard_to_read_is_told() -> None:
    draft = drafted(INVENTED_LETTER.replace(HOGAN, "Personal communication with the unit."))
    first, second = loaded(draft).references
    assert first.doubts == ()
    assert "title by 'title without a journal', confidence 0.50" in second.doubts


@pytest.mark.parametrize(
    ("opening", "title", "kind"),
    [
        ("To the Editor: we read this.", "A regimen", "letter"),
        ("We read this.", "Comment on: A regimen", "letter"),
        ("We thank the authors.", "Reply to Smith", "reply"),
        ("We searched.", "A regimen: systematic review", "review"),
        ("We enrolled patients.", "A regimen", "article"),
    ],
)
def test_the_type_of_a_document_is_seen(opening: str, title: str, kind: str) -> None:
    document = drafted(f"# {title}\n\n{opening} It was good.\n").record.document
    assert document is not None
    assert document.type == kind


# -- names and works over several documents --------------------------------------------------------


def test_the_same_work_has_the_same_id_in_every_draft() -> None:
    variant = INVENTED_LETTER.replace(
        "Smith AB, Jones C. A trial of an invented regimen. J Invented Res. 2029;12(3):45-52.",
        "Smith AB, Jones C: A trial of an invented regimen. J Invented Res 2029; 12: 45-52.",
    )
    ids = {loaded(drafted(text)).references[0].publication for text in (INVENTED_LETTER, variant)}
    assert ids == {"smith-2029-12-45"}


@pytest.mark.parametrize("missing", ["doi", "pmid", "volume", "title"])
def test_a_work_is_known_by_any_key_it_shares(missing: str) -> None:
    whole = WorkIdentity("Hogan", "2025", "110", "2930", "severe toxicity and poor efficacy of a regimen",
                 "10.1/x", "123")  # fmt: skip
    less = {key: getattr(whole, key) for key in WorkIdentity.__slots__ if key != missing}
    assert set(WorkIdentity(**less).identifiers()) & set(whole.identifiers())


def test_works_with_nothing_in_common_but_the_year_are_two() -> None:
    one, two = (
        WorkIdentity("Hogan", "2025", title="Reply"),
        WorkIdentity("Hogan", "2025", title="Reply"),
    )
    assert not set(one.identifiers()) & set(two.identifiers())


def test_two_drafts_that_cite_one_work_build_together(tmp_path: Path) -> None:
    for name, text in (("one", INVENTED_LETTER), ("two", INVENTED_TRIAL)):
        (tmp_path / f"{name}.yaml").write_text(as_yaml(drafted(text, f"{name}.md")), "utf-8")
    graph = EvidenceGraph.of(tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert graph.validate().conforms
    asked = "SELECT ?d { ?d at:hasReference/at:refersTo ?w . ?w at:volume '12' }"
    rows: Any = graph.query(asked)
    assert len(list(rows)) == 2


@pytest.mark.parametrize(
    ("identifiers", "name"),
    [
        ({"pmid": "42", "doi": "10.1000/X", "pmcid": "PMC7"}, "pmid-42"),
        ({"doi": "10.1000/X", "pmcid": "PMC7"}, "doi-10.1000-x"),
        ({"pmcid": "PMC7"}, "pmcid-pmc7"),
        ({"pmid": "none", "pmcid": "PMC7"}, "pmcid-pmc7"),
    ],
)
def test_a_record_is_named_by_the_strongest_identifier_of_its_document(
    identifiers: dict[str, str], name: str
) -> None:
    paper = readers.read_bytes(INVENTED_LETTER.encode(), "mohetaer-2026.md")
    metadata = paper.metadata.model_copy(update=identifiers)
    identified = paper.model_copy(update={"metadata": metadata})
    assert record_name(identified, BUNDLED) == name
    imported = replace(BUNDLED, records=frozenset([name]))
    assert record_name(identified, imported) == f"{name}-draft"


def test_a_document_without_identifiers_is_named_by_its_text_and_keeps_its_file_name() -> None:
    draft = drafted(INVENTED_LETTER, "mohetaer-2026.md")
    assert draft.name == drafted(INVENTED_LETTER, "other.md").name
    assert re.fullmatch("text-[0-9a-f]{16}", draft.name)
    assert draft.name != drafted(INVENTED_LETTER.replace("12.5", "12.6"), "mohetaer-2026.md").name
    assert draft.record.document is not None
    assert draft.record.document.names == ("mohetaer-2026",)


def test_a_group_is_an_author_whatever_the_length_of_its_name() -> None:
    group = "Invented Study Group of the " + ", ".join(["North", "South", "East", "West"] * 8)
    source = (
        '<article article-type="letter"><front><article-meta><title-group><article-title>A title'
        f"</article-title></title-group><contrib><collab>{group}</collab></contrib>"
        "<pub-date><year>2030</year></pub-date></article-meta></front>"
        "<body><p>Half of them went into remission.</p></body></article>"
    )
    draft = drafted(source, "group.xml")
    assert draft.record.document is not None
    assert draft.record.document.label == f"{group} 2030"
    assert len(loaded(draft).record) < 60


# -- whatever the text -----------------------------------------------------------------------------

PIECES = [
    "Overall survival was 41.2% ± 4.6%. ", "(95% CI 60 to 50) ", "sepsis in 300% ", "¹", "^{1,9}",
    "\n\n", "## References\n\n", "1. Smith AB. T. J. 2029;1:2.\n", "2. \n", "- x: {y\n", "# ", "'\"",
    "To the Editor: ", "In conclusion, ", "\u202e", "\x85", "\u2028", "&amp; <b> ", "p < 0.05; ",
    "12/10 patients ", "MRD ≥ 0.01% ", "2029-13-45 ", "doi: 10.1234/ab c ", "999999999999999999999% ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_makes_a_record_that_loads_or_is_refused_as_unreadable(text: str) -> None:
    try:
        draft = drafted(text)
    except ReadingError:
        return
    loaded(draft)


def test_what_is_printed_cannot_leave_its_comment() -> None:
    draft = drafted(INVENTED_LETTER)
    draft.left_out.append("p1\nrecord: other\u2028\x85x: y")
    assert loaded(draft).record == draft.name


def annotated(text: str) -> Record:
    """A record that says `text` wherever a person or a program may write what they like."""
    head = Curation(curator="tests", date=DAY)
    study = Study(id="s", label="S", names=(text,), note=text)
    claim = Claim(id="c", status="extracted", text=text, position=1, doubts=(text, "no level"))
    return Record(
        record="x", status="extracted", curation=head, studies=(study,), claims=(claim,)
    )  # fmt: skip


@given(st.text(max_size=60).map(str.strip).filter(bool))
def test_texts_come_back_as_they_were(text: str) -> None:
    record = annotated(text)
    assert records.validated(yamlfile.parse(record_text(record).encode(), "x")).record == record


def test_a_value_of_an_endpoint_that_no_vocabulary_names_says_in_words_what_it_is() -> None:
    draft = drafted(
        "# T\n\nTo the Editor: Grumbling was seen in 12.5% of patients, and snoring in 40.1%.\n"
    )
    record = loaded(draft)
    assert [(v.endpoint, v.endpoint_text, v.value) for v in record.stated] == [
        ("unnamed", "Grumbling", "12.5"),
        ("unnamed", "snoring", "40.1"),
    ]
    assert "the vocabulary has no such endpoint" in record.stated[0].doubts


def test_nothing_printed_can_turn_the_reading_of_its_record() -> None:
    title = "A \u202egnp.exe\u2069 title\u200b"
    text = as_yaml(DraftRecord(annotated(title)))
    assert STEERING.search(text) is None
    assert yaml.safe_load(text)["studies"] == [
        {"id": "s", "label": "S", "names": [title], "note": title}
    ]


# -- the letter itself -----------------------------------------------------------------------------


@pytest.mark.shared(LETTER)
def test_the_bundled_letter_comes_out_of_its_own_text() -> None:
    benchmark = pytest.importorskip("benchmarks.drafting")
    scored = benchmark.letter()
    assert (scored.markers, scored.pointers, scored.references) == ((16, 16), (19, 19), (9, 9))
    assert scored.values[0] >= 16
    assert scored.values[1] == 17
