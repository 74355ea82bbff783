"""From papers to draft records: what is in them, that they load, and what `draft` and `ingest` do."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alltrace import EvidenceGraph, reports
from conftest import fails, run
from ingest import readers, records, yamlfile
from ingest.drafting import proposals
from ingest.drafting.batch import Job, Outcome, draft_each
from ingest.drafting.known import Work, known
from ingest.drafting.record import DraftRecord, draft_record, record_name
from ingest.drafting.writing import as_yaml
from ingest.recordtext import record_text
from ingest.text import STEERING, normalise, sha256
from ontology.errors import ReadingError
from ontology.model import Claim, Curation, Record, Study
from places import LETTER

DAY = "2030-01-02"
HOGAN = (
    "Hogan LE, Bhatla T, Xu X, et al. Severe toxicity and poor efficacy of reinduction chemotherapy "
    "are associated with overall poor outcomes in relapsed B-cell acute lymphoblastic leukemia: a "
    "report from the Children's Oncology Group AALL1331 trial. Haematologica. 2025;110(12):2930-2941."
)
INVENTED_LETTER = f"""\
# Comment on: A trial of an invented regimen

Jane Doe, Richard Roe

To the Editor:

We read the report on the invented regimen.¹ Sepsis occurred in 12.5% of patients.² The 4-year overall survival was 41.2% ± 4.6%.¹

In conclusion, the regimen is too toxic. It should be replaced.

## References

1. Smith AB, Jones C. A trial of an invented regimen. J Invented Res. 2029;12(3):45-52.
2. {HOGAN}
"""
INVENTED_TRIAL = """\
# Overall survival after first relapse in the ROWAN-1 trial

Jane Doe, Richard Roe

## Methods

Overall survival was the primary endpoint.

## Results

Complete remission was reached by 66 of 120 patients (55.0%). The 4-year overall survival was 41.2% ± 4.6% in the mitoxantrone arm. Sepsis was seen in 10.1% elsewhere.¹

## Conclusion

In conclusion, mitoxantrone gave a poor overall survival.

## References

1. Smith AB, Jones C. A trial of an invented regimen. J Invented Res. 2029;12(3):45-52.
"""
BUNDLED = known(records.bundled())


def drafted(text: str, name: str = "paper.md") -> DraftRecord:
    paper = readers.read_bytes(text.encode(), name)
    return draft_record(paper, BUNDLED, DAY, record_name(paper, BUNDLED))


def loaded(draft: DraftRecord) -> Record:
    return records.validated(yamlfile.parse(as_yaml(draft).encode(), "draft.yaml")).record


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(text: str, name: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


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
    assert (own.id, own.reports, own.text_seen) == ("rowan", ("rowan-1",), "full text")
    assert {v.reported_by for v in record.reported} == {"rowan"}
    assert [(s.id, s.label) for s in record.studies if s.id == "rowan-1"] == [
        ("rowan-1", "ROWAN-1")
    ]


def test_the_conclusion_of_a_trial_report_stands_on_its_own_results(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "rowan.yaml"
    path.write_text(as_yaml(drafted(INVENTED_TRIAL, "rowan.md")), encoding="utf-8")
    graph = EvidenceGraph.of(path)
    assert graph.validate().conforms
    (conclusion,) = graph.conclusions()
    trace = graph.trace(conclusion.iri)
    assert (trace.counts.claims, trace.counts.measurements) == (1, 1)
    assert [iri.rsplit("/", 1)[-1] for iri in trace.standing().studies] == ["rowan-1"]
    assert "no other source" in " ".join(trace.standing().words)
    raised = {f.rule for a in graph.audit() for f in a.findings if f.about == conclusion.iri}
    assert "rests-on-nothing" not in raised


TABLES = """
Table 1. Baseline characteristics

| Characteristic | Mitoxantrone arm (n = 60) | Control arm (n = 60) |
|---|---|---|
| Girls, n (%) | 31 (51.7) | 29 (48.3) |

Table 2. Adverse events

| Event | Mitoxantrone arm (n = 60), n (%) | Control arm (n = 60), n (%) | p-value |
|---|---|---|---|
| Sepsis | 9 (15.0) | 6 (10.0) | 0.41 |
| Lasting hiccups | 3 (5.0) | 2 (3.3) | 0.65 |
"""


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
    assert {v.study for v in record.reported} == {"unnamed-study"}
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
    whole = Work("Hogan", "2025", "110", "2930", "severe toxicity and poor efficacy of a regimen",
                 "10.1/x", "123")  # fmt: skip
    less = {key: getattr(whole, key) for key in Work.__slots__ if key != missing}
    assert set(Work(**less).marks()) & set(whole.marks())


def test_works_with_nothing_in_common_but_the_year_are_two() -> None:
    one, two = Work("Hogan", "2025", title="Reply"), Work("Hogan", "2025", title="Reply")
    assert not set(one.marks()) & set(two.marks())


def test_two_drafts_that_cite_one_work_build_together(tmp_path: Path) -> None:
    for name, text in (("one", INVENTED_LETTER), ("two", INVENTED_TRIAL)):
        (tmp_path / f"{name}.yaml").write_text(as_yaml(drafted(text, f"{name}.md")), "utf-8")
    graph = EvidenceGraph.of(tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert graph.validate().conforms
    asked = "SELECT ?d { ?d at:hasReference/at:refersTo ?w . ?w at:volume '12' }"
    rows: Any = graph.query(asked)
    assert len(list(rows)) == 2


def test_a_draft_of_a_document_that_is_recorded_gets_a_name_of_its_own() -> None:
    paper = readers.read_bytes(INVENTED_LETTER.encode(), "mohetaer-2026.md")
    assert record_name(paper, BUNDLED) == "mohetaer-2026-draft"


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


# -- words that are not known ----------------------------------------------------------------------


def test_proposed_words_let_the_next_draft_have_the_value(
    paper: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# T\n\nTo the Editor: Grumbling was seen in 12.5% of patients.\n"
    first, words = tmp_path / "first.yaml", tmp_path / "words.ttl"
    assert run("draft", paper(text, "p.md"), "-o", first, "--propose", words).returncode == 0
    assert "endpoint: unnamed\n    endpoint_text: Grumbling" in first.read_text()
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    second = tmp_path / "second.yaml"
    assert run("draft", paper(text, "p.md"), "-o", second).returncode == 0
    assert "endpoint: grumbling" in second.read_text()
    done = run("build", second, "--format", "json")
    assert json.loads(done.stdout)["conforms"], done.stdout


def test_own_words_extend_known_concepts(
    paper: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "words.ttl"
    words.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/alltrace/vocab/endpoint/sepsis> skos:altLabel "blood fever"@en .\n'
    )
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    done = run("draft", paper("# T\n\nTo the Editor: Blood fever hit 12.5% of all.\n", "p.md"))
    assert "endpoint: sepsis" in done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ("not turtle", "is not Turtle"),
        (
            "<https://w3id.org/alltrace/vocab/drug/x> a <http://x.org/y> .",
            "has no skos:prefLabel",
        ),
    ],
)
def test_a_bad_file_of_words_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, told: str
) -> None:
    words = tmp_path / "words.ttl"
    if content is not None:
        words.write_text(content)
    monkeypatch.setenv("ALLTRACE_VOCABULARY", str(words))
    assert told in fails(1, "conclusions")


def test_proposals_are_concepts_of_their_schemes() -> None:
    draft = drafted(
        "# T\n\nTo the Editor: Grumbling was seen in 12.5% of patients. Foomumab was given.\n"
    )
    turtle = proposals.as_turtle(draft.proposals).decode()
    assert "vocab/endpoint/grumbling" in turtle
    assert "vocab/drug/foomumab" in turtle


# -- many files ------------------------------------------------------------------------------------


def dies_over_bad(path: Path, job: Job) -> Outcome:
    if path.name == "bad":
        os._exit(3)
    return Outcome(path, problem="read")


def test_a_file_that_kills_its_process_is_told_and_the_others_go_on() -> None:
    files = [Path(name) for name in ("a", "b", "bad", "c", *map(str, range(20)))]
    found = list(draft_each(files, Job(DAY), 2, dies_over_bad))
    assert [outcome.file for outcome in found] == files
    assert [o.file.name for o in found if "brought down" in (o.problem or "")] == ["bad"]


def test_drafts_get_different_names(paper: Callable[[str, str], Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files = [paper(INVENTED_LETTER, "same.md"), paper(INVENTED_TRIAL, "other/same.md")]
    made = [m.name for outcome in draft_each(files, Job(DAY), 2) for m in outcome.made]
    assert made == ["same", "same-2"]


# -- the commands ----------------------------------------------------------------------------------


def test_a_group_is_an_author_whatever_the_length_of_its_name(
    paper: Callable[[str, str], Path],
) -> None:
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


def test_draft_prints_a_record_that_validates(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    done = run("draft", paper(INVENTED_LETTER, "letter.md"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"letter, 2 references, 2 values, .* to check", done.stderr)
    record = tmp_path / "draft.yaml"
    record.write_text(done.stdout)
    assert run("validate", record).returncode == 0
    assert re.search(r"confidence: '?0\.", done.stdout)


def test_draft_does_not_write_over_a_corrected_record(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    source, target = paper(INVENTED_LETTER, "letter.md"), tmp_path / "record.yaml"
    target.write_text("mine")
    assert "--force" in fails(1, "draft", source, "-o", target)
    assert target.read_text() == "mine"
    assert run("draft", source, "-o", target, "--force").returncode == 0
    assert target.read_text().startswith("record: letter")


def test_draft_json_keeps_to_its_schema(paper: Callable[[str, str], Path], tmp_path: Path) -> None:
    done = run("draft", paper(INVENTED_LETTER, "letter.md"), "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("draft"))
    assert told["drafts"][0]["counts"]["stated"] == 2
    assert told["drafts"][0]["data"]["record"] == "letter"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a.md", "b.md"), "-o DIR"),
        (("a.md", "b.md", "-o", "x.yaml"), "-o DIR"),
        (("a.md", "b.md", "-o", "x", "--name", "y"), "--name goes with one file"),
    ],
)
def test_wrong_usage_of_draft_is_told(arguments: tuple[str, ...], told: str) -> None:
    assert told in fails(2, "draft", *arguments)


def test_ingest_drafts_and_builds_what_it_can_and_tells_the_rest(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    files = [paper(INVENTED_LETTER, "letter.md"), paper(INVENTED_TRIAL, "rowan.md")]
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    done = run("ingest", *files, broken, tmp_path, "-o", tmp_path / "out",
               "--graph", tmp_path / "graph.nq", "--format", "json")  # fmt: skip
    assert done.returncode == 1
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("ingest"))
    assert [entry["record"] for entry in told["drafts"]] == ["letter", "rowan"]
    assert [Path(failed["file"]).name for failed in told["failed"]] == ["broken.pdf", tmp_path.name]
    assert told["built"]["conforms"]
    assert (tmp_path / "graph.nq").stat().st_size > 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["letter.yaml", "rowan.yaml"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"%PDF-1.7\n%%EOF", "PDF"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><article>&b;', ""),
    ],
)
def test_a_bad_file_is_one_clear_line_and_nothing_is_written(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path, target = tmp_path / "bad.bin", tmp_path / "out.yaml"
    path.write_bytes(content)
    line = fails(1, "draft", path, "-o", target)
    assert "bad.bin" in line
    assert told in line
    assert not target.exists()


def test_pico_finds_the_numbers_of_both_arms(paper: Callable[[str, str], Path]) -> None:
    report = paper(INVENTED_TRIAL.replace("## Conclusion", TABLES + "\n## Conclusion"), "rowan.md")
    asked = ("-i", "mitoxantrone", "-c", "control", "-o", "sepsis")
    done = run("pico", report, *asked, "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("pico"))
    assert [(told[arm]["events"], told[arm]["size"]) for arm in ("intervention", "comparator")] == [
        (9, 60),
        (6, 60),
    ]
    assert "9" in run("pico", report, *asked).stdout
    unknown = run(
        "pico", report, "-i", "aspirin", "-c", "sham", "-o", "height", "--type", "continuous"
    )
    assert unknown.returncode == 1


def test_what_a_person_corrected_is_kept_and_built_with(
    paper: Callable[[str, str], Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("ingest", paper(INVENTED_LETTER, "letter.md"), "-o", out).returncode == 0
    corrected = (out / "letter.yaml").read_text().replace("value: '12.5'", "value: '12.6'")
    (out / "letter.yaml").write_text(corrected)
    files = [paper(INVENTED_LETTER, "letter.md"), paper(INVENTED_TRIAL, "rowan.md")]
    done = run("ingest", *files, "-o", out, "--graph", tmp_path / "graph.nq")
    assert done.returncode == 0, done.stderr
    assert "is kept" in done.stderr
    assert (out / "letter.yaml").read_text() == corrected
    assert '"12.6"' in (tmp_path / "graph.nq").read_text()
    words = tmp_path / "words.ttl"
    words.write_text("# mine")
    fails(1, "draft", files[0], "-o", tmp_path / "new.yaml", "--propose", words)
    assert words.read_text() == "# mine"


def test_a_list_that_nothing_cites_is_told(paper: Callable[[str, str], Path]) -> None:
    text = re.sub("[¹²]", "", INVENTED_LETTER)
    assert "no citation was seen" in run("draft", paper(text, "letter.md")).stderr


# -- the letter itself -----------------------------------------------------------------------------


@pytest.mark.skipif(not LETTER.is_file(), reason="the text of the letter is not at hand")
def test_the_bundled_letter_comes_out_of_its_own_text() -> None:
    benchmark = pytest.importorskip("benchmarks.drafting")
    scored = benchmark.letter()
    assert (scored.markers, scored.pointers, scored.references) == ((16, 16), (19, 19), (9, 9))
    assert scored.values[0] >= 16
    assert scored.values[1] == 17
