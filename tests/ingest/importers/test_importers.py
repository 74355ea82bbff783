"""Importing: what registries and indexes give as files becomes records, and nothing is invented."""

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import fails, run
from graph_viz.text import reports
from ingest import records, yamlfile
from ingest.importers import Imported, jsonfile, read_bytes, read_each, titles
from ingest.importers.imported import slug
from ingest.importers.works import pages
from ingest.recordtext import record_text
from ontology.errors import ReadingError
from ontology.model import Record
from places import BENCH

SAMPLES = BENCH / "api_samples"
INVENTED = Path(__file__).parent / "invented_trial.json"
DAY = date(2031, 2, 3)

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real answers are not at hand")


def one(value: object, name: str = "answer.json") -> Imported:
    """The only record of an answer, which the record loader takes."""
    (found,) = read_bytes(json.dumps(value).encode(), name, DAY)
    return loads(found)


def loads(found: Imported) -> Imported:
    """The same record, once its YAML has come back whole through the loader."""
    assert found.data is not None, found.notes
    source = yamlfile.parse(
        record_text(found.data, found.comments, found.notes).encode(), found.file_name
    )
    assert records.validated(source).name == found.name
    assert source.data == as_text(found.data)
    return found


def as_text(data: Any) -> Any:
    """Data as YAML gives it back: every scalar is text."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    return [as_text(value) for value in data] if isinstance(data, list) else str(data)


def publication(value: object) -> dict[str, Any]:
    data = one(value).data
    assert data is not None
    entry: dict[str, Any] = data["publications"][0]
    return entry


@pytest.fixture(scope="module")
def trial() -> Imported:
    """The invented trial; every value in it was made up."""
    (found,) = read_each(INVENTED, DAY)
    return loads(found)


def reported(trial: Imported, name: str) -> dict[str, Any]:
    assert trial.data is not None
    (item,) = [item for item in trial.data["reported"] if item["id"] == name]
    return {key: value for key, value in item.items() if key not in ("id", "study")}


# -- ClinicalTrials.gov: the study -----------------------------------------------------------------


def test_a_trial_keeps_its_names_and_registrations_and_no_other_number(trial: Imported) -> None:
    assert trial.data is not None
    (entry,) = trial.data["trials"]
    assert entry["registrations"] == [
        "NCT99900001",
        "NCT99900009",
        "2099-000001-11",
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


def test_arms_become_regimens_with_the_drugs_that_the_vocabulary_knows(trial: Imported) -> None:
    assert trial.data is not None
    a, b = trial.data["regimens"]
    assert (a["arm"], a["drugs"], a["n"]) == (
        "Arm A: Blinatumomab",
        ["blinatumomab", "dexamethasone"],
        51,
    )
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


# -- ClinicalTrials.gov: results -------------------------------------------------------------------


def test_a_median_keeps_its_printed_value_and_the_known_side_of_its_interval(
    trial: Imported,
) -> None:
    assert reported(trial, "event-free-survival-arm-a-blinatumomab") == {
        "regimen": "nct99900001/arm-a-blinatumomab",
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
    assert [item.get("n") for item in data["regimens"]] == [51, None]


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
    found = titles.named(title)
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
    assert titles.time(printed) == written


# -- publications ----------------------------------------------------------------------------------


CROSSREF = {
    "DOI": "10.5555/Invented(1)",
    "type": "journal-article",
    "title": ["An invented <i>title</i> &amp; more."],
    "container-title": ["Journal of Invention"],
    "author": [
        {"given": "Ann Beth", "family": "van Doe"},
        {"name": "Invented Group"},
        {"family": "Roe"},
    ],
    "issued": {"date-parts": [[2029, 12, 1]]},
    "published-print": {"date-parts": [[2030]]},
    "volume": "7",
    "page": "107-14",
    "updated-by": [
        {
            "DOI": "10.5555/notice",
            "type": "retraction",
            "updated": {"date-parts": [[2031, 1, 2]]},
        }
    ],
}


def test_a_crossref_work_becomes_a_publication_of_which_nothing_was_seen() -> None:
    found = publication({"status": "ok", "message": CROSSREF})
    assert found["title"] == "An invented title & more"
    assert found["authors"] == ["van Doe AB", "Invented Group", "Roe"]
    assert (found["year"], found["volume"]) == ("2030", "7"), "the year of the printed issue"
    assert (found["first_page"], found["last_page"]) == ("107", "114")
    assert (found["type"], found["text_seen"]) == ("article", "nothing")


def test_a_retraction_stands_in_the_note_and_is_told() -> None:
    found = one(CROSSREF)
    assert "retraction by: doi:10.5555/notice (2031-01-02)" in found.notes
    assert found.data is not None
    assert "retraction by: doi:10.5555/notice" in found.data["publications"][0]["note"]


def test_a_europe_pmc_result_gives_its_identifiers() -> None:
    result = {
        "id": "99999999",
        "source": "MED",
        "title": "Invented.",
        "authorString": "Doe A, Roe BC.",
        "journalTitle": "J Inv",
        "pubYear": "2030",
        "pageInfo": "e12",
        "pmcid": "PMC9999999",
        "doi": "10.5555/x",
        "pubType": "letter; journal article",
        "commentCorrectionList": {
            "commentCorrection": [
                {"id": "99999998", "source": "MED", "type": "Erratum in", "reference": "J Inv. 2031"},
                {"id": "99999997", "source": "MED", "type": "Comment in"},
            ]
        },
    }  # fmt: skip
    found = one({"version": "6", "resultList": {"result": [result]}})
    assert found.name == "pmid-99999999"
    assert found.data is not None
    entry = found.data["publications"][0]
    assert (entry["pmid"], entry["pmcid"], entry["doi"]) == ("99999999", "PMC9999999", "10.5555/x")
    assert (entry["authors"], entry["type"]) == (["Doe A", "Roe BC"], "letter")
    assert found.notes == ("Erratum in: J Inv. 2031, PMID 99999998",)


PUBMED = """<?xml version="1.0"?><PubmedArticleSet>%s</PubmedArticleSet>"""
RECORD = """<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article>
<Journal><JournalIssue><Volume>3</Volume><PubDate><Year>2030</Year></PubDate></JournalIssue>
<ISOAbbreviation>J Inv</ISOAbbreviation></Journal><ArticleTitle>Invented.</ArticleTitle>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>
<AccessionNumber>NCT99900001</AccessionNumber></AccessionNumberList></DataBank>
<DataBank><DataBankName>GENBANK</DataBankName><AccessionNumberList>
<AccessionNumber>AB999</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType>
<PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
</Article><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>J Inv. 2031</RefSource><PMID>99999996</PMID></CommentsCorrections>
<CommentsCorrections RefType="Cites"><PMID>1</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"""


def test_a_pubmed_set_gives_each_record_with_retractions_and_registrations() -> None:
    source = (PUBMED % "".join(RECORD % n for n in (11, 12))).encode()
    first, second = map(loads, read_bytes(source, "set.xml", DAY))
    assert (first.name, second.name) == ("pmid-11", "pmid-12")
    assert first.notes == (
        "type: Retracted Publication",
        "retraction in: J Inv. 2031, PMID 99999996",
    )
    assert first.data is not None
    entry = first.data["publications"][0]
    assert entry["note"].endswith("Registrations that it names: NCT99900001.")
    assert "reports" not in entry, "naming a trial is not reporting it"


def test_a_kind_of_work_that_the_model_lacks_is_other_and_told() -> None:
    found = one({**CROSSREF, "type": "posted-content"})
    assert found.data is not None
    assert found.data["publications"][0]["type"] == "other"
    assert any("posted-content" in note for note in found.notes)


def test_a_work_without_a_title_makes_no_record_and_says_so() -> None:
    (found,) = read_bytes(json.dumps({**CROSSREF, "title": []}).encode(), "x.json")
    assert found.data is None
    assert "no title" in found.notes[-1]


@given(st.from_regex(r"[A-Za-z]?[0-9]{1,6}(-[0-9]{1,6})?", fullmatch=True))
def test_a_page_range_is_never_shortened(printed: str) -> None:
    first, last, note = pages(printed)
    assert note is None
    assert first == printed.split("-")[0]
    assert last is None or len(last) >= len(printed.split("-")[1])


@given(st.text(max_size=200))
@example("10.1/a_b")
@example("10.1/a-b")
def test_names_of_records_are_slugs_and_do_not_run_together(text: str) -> None:
    found = slug(f"doi-{text}")
    Record.model_validate(
        {
            "record": found,
            "status": "extracted",
            "curation": {"curator": "tests", "date": "2031-01-01"},
        }
    )
    if set(text) & set("_:;()<>"):
        assert found != slug(f"doi-{text.translate(str.maketrans('_:;()<>', '-------'))}")


# -- real answers ----------------------------------------------------------------------------------


@needs_samples
def test_every_real_answer_gives_records_that_load_or_one_clear_message() -> None:
    taken, refused = [], []
    for path in sorted(SAMPLES.glob("*/*")):
        try:
            found = [loads(item) for item in read_each(path, DAY)]
        except ReadingError as error:
            refused.append((str(path), str(error)))
        else:
            taken.append((path.parent.name, len(found)))
    kinds = {kind for kind, _ in taken}
    assert kinds == {"clinicaltrials", "crossref", "ctgov", "europepmc", "jats", "ncbi_efetch", "pmc_oa", "pubmed"}  # fmt: skip
    assert sum(n for _, n in taken) == 65
    assert all(told.startswith(path) and "\n" not in told for path, told in refused)


@needs_samples
def test_a_real_work_has_the_same_data_from_three_indexes() -> None:
    sources = ("pubmed/efetch_citation_22663011.xml", "europepmc/search_pmid_22663011.json")
    entries = []
    for source in sources:
        (found,) = read_each(SAMPLES / source, DAY)
        assert found.data is not None
        entries.append(found.data["publications"][0])
    for field in ("authors", "title", "journal", "year", "volume", "issue", "first_page", "pmid"):
        assert entries[0][field] == entries[1][field]


# -- any file --------------------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> list[Place]:
    """The places of a value and of all that it holds."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(place for key, one in inner for place in places(one, (*at, key)))]


def spoilt(value: Any, at: Place, by: Any) -> Any:
    """The value with something else at one place, if it still has that place."""
    if not at:
        return by
    with contextlib.suppress(KeyError, IndexError, TypeError):
        inner = spoilt(value[at[0]], at[1:], by)
        if isinstance(value, dict):
            return {**value, at[0]: inner}
        return [inner if n == at[0] else one for n, one in enumerate(value)]
    return value


@st.composite
def answers(draw: st.DrawFn) -> Any:
    whole: Any = draw(
        st.sampled_from(
            [
                json.loads(INVENTED.read_text(encoding="utf-8")),
                {"message": {"items": [CROSSREF]}},
                {
                    "resultList": {
                        "result": [{"id": "1", "source": "MED", "title": "T", "pubYear": "2030"}]
                    }
                },
                {"result": {"uids": ["1"], "1": {"uid": "1", "title": "T", "pubdate": "2030"}}},
            ]
        )
    )
    for at in draw(st.lists(st.sampled_from(places(whole)[1:]), max_size=6)):
        whole = spoilt(whole, at, draw(junk))
    return whole


@settings(deadline=None, max_examples=300)
@given(answers())
def test_json_of_any_shape_gives_records_that_load_or_a_reading_error(value: Any) -> None:
    with contextlib.suppress(ReadingError):
        for found in read_bytes(json.dumps(value).encode(), "x.json", DAY):
            if found.data is not None:
                loads(found)


@settings(deadline=None)
@given(junk | st.text(max_size=40).map(lambda text: {text: [text]}))
def test_the_walker_reads_what_the_json_module_reads(value: Any) -> None:
    text = json.dumps({"studies": [{"a": value}, value], "rest": value})
    found = list(jsonfile.values(text, "x"))
    wanted = [one for one in (json.loads(text)["studies"]) if isinstance(one, dict)]
    assert repr(found) == repr([*wanted, {"rest": json.loads(json.dumps(value))}])


def test_a_file_whose_name_is_no_text_is_read_all_the_same() -> None:
    (found,) = read_bytes(json.dumps(CROSSREF).encode(), "works\udcff\n.json", DAY)
    assert loads(found).name == "doi-10.5555-invented-1-" + found.name[-8:]


def test_one_object_a_line_is_read_line_by_line() -> None:
    lines = "\n".join(json.dumps({**CROSSREF, "DOI": f"10.5555/{n}"}) for n in range(3))
    found = list(read_bytes(lines.encode(), "works.jsonl", DAY))
    assert [item.name for item in found] == ["doi-10.5555-0", "doi-10.5555-1", "doi-10.5555-2"]


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.sampled_from(["title", "label", "note"]), st.text(min_size=1, max_size=80)),
    st.text(max_size=120),
)
@example({"note": "a: b # c\u2028- d"}, "# x\n\u0085y: \u2028 z\ufeff")
def test_yaml_brings_any_text_back_and_no_comment_leaves_its_line(
    fields: dict[str, str], told: str
) -> None:
    data = {"record": "x", "publications": [{"id": "y", **fields}]}
    written = record_text(data, {("publications", "y"): told}, [told])
    assert yamlfile.parse(written.encode("utf-8", "surrogatepass"), "x").data == data


# -- the command -----------------------------------------------------------------------------------


def test_import_writes_a_record_that_validates(tmp_path: Path) -> None:
    done = run("import", INVENTED, "-o", tmp_path / "records")
    assert done.returncode == 0, done.stderr
    target = tmp_path / "records" / "nct99900001-registry.yaml"
    assert "proposed: Inventedmycin" in done.stderr
    assert run("validate", target).returncode == 0


def test_import_prints_a_single_record_and_its_notes_apart() -> None:
    done = run("import", INVENTED)
    assert done.returncode == 0
    assert Record.model_validate(yamlfile.parse(done.stdout.encode(), "x").data)
    assert "alltrace: " in done.stderr


def test_import_reports_as_json_what_its_schema_promises() -> None:
    done = run("import", INVENTED, "--format", "json")
    found = json.loads(done.stdout)
    jsonschema.validate(found, reports.schema("import"))
    assert found[0]["record"] == "nct99900001-registry"
    assert Record.model_validate(found[0]["data"])
    assert done.stderr == ""


def test_a_record_that_a_person_changed_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "trial.yaml"
    assert run("import", INVENTED, "-o", target).returncode == 0
    target.write_text(target.read_text().replace("extracted", "reviewed"))
    again = run("import", INVENTED, "-o", target)
    assert again.returncode == 1
    assert "is there and differs" in again.stderr
    assert "reviewed" in target.read_text()
    assert run("import", INVENTED, "-o", target, "--force").returncode == 0
    assert "reviewed" not in target.read_text()


def test_a_file_that_breaks_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    works = ",".join(json.dumps({**CROSSREF, "DOI": f"10.5555/{n}"}) for n in range(3))
    broken.write_text('{"message": {"items": [' + works + ",")
    out = tmp_path / "out"
    done = run("import", broken, INVENTED, "-o", out)
    assert done.returncode == 1
    assert f"{broken}: the JSON is broken at line 1" in done.stderr
    assert [path.name for path in out.iterdir()] == ["nct99900001-registry.yaml"]


def test_several_records_need_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "works.json"
    source.write_text(json.dumps([CROSSREF, {**CROSSREF, "DOI": "10.5555/2"}]))
    assert "name a folder" in fails(1, "import", source)
    target = tmp_path / "one.yaml"
    assert "name a folder" in fails(1, "import", source, "-o", target)
    assert not target.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b'{"message": {"items": [{"DOI": "10.5555/1", "iss', "the JSON is broken at line 1"),
        (b"<!doctype html><html><body>503</body></html>", "this is a web page"),
        (b'<?xml version="1.0"?><errorBean/>', "its root is <errorBean>"),
        (b"[" * 100_000, "the JSON is nested too deeply"),
        (b'{"a":' * 100_000, "the JSON is nested too deeply"),
        (b"[{}," * 3_000_001, "more than 3,000,000 lists and objects"),
        (b'{"uids": ' + b"1" * 5_000 + b"}", "the JSON cannot be read"),
        (b'{"error": "not found"}', "no study or work was found"),
        (b'{"studies": []}', "no study or work was found"),
        (b"[1, 2]", "no study or work was found"),
        (b"just text", "this is text"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"PK\x03\x04", "a zip archive"),
        (b"<PubmedArticleSet></PubmedArticleSet>", "this PubMed file holds no record"),
        (b"<PubmedArticleSet><PubmedArticle>", "the XML is broken at line 1"),
        (
            b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]><PubmedArticleSet>'
            b"<PubmedArticle><PMID>&a;</PMID></PubmedArticle></PubmedArticleSet>",
            "defines entities",
        ),
    ],
)
def test_a_file_that_is_no_record_gives_one_line_and_nothing_written(
    content: bytes, told: str, tmp_path: Path
) -> None:
    source = tmp_path / "answer.json"
    source.write_bytes(content)
    with pytest.raises(ReadingError) as caught:
        list(read_each(source))
    assert str(caught.value).startswith(f"{source}: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_import_names_a_bad_file_in_one_line_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    page = tmp_path / "page.json"
    page.write_text("<html><body>Too many requests</body></html>")
    assert str(page) in fails(1, "import", page, "-o", out)
    assert "this is a directory" in fails(1, "import", tmp_path, "-o", out)
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    assert "200 MB" in fails(1, "import", huge, "-o", out)
    assert not out.exists()
