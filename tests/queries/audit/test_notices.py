"""The audit hears of retractions, corrections and concerns, whoever tells of them."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sound_letter import audit_of, claim
from test_audit_rules import Build

from alltrace import EvidenceGraph, import_records
from conftest import run
from ontology.model import Finding
from places import SHARED

CASE_25 = SHARED / "cases" / "25-retraction-imported"
RETRACTION = {"id": "x-gone", "about": "x-report", "kind": "retraction", "date": "2031-02",
              "pmid": "900", "source": ["PubMed"]}  # fmt: skip
NOTICE_WORK = {"id": "the-notice", "label": "Notice 2031", "title": "Of X", "pmid": "900",
               "text_seen": "nothing"}  # fmt: skip


@pytest.fixture
def audited(tmp_path: Path) -> Build:
    return partial(audit_of, tmp_path)


def heard(audited: Build, *notices: dict[str, Any], **more: Any) -> list[Finding]:
    changes = more.pop("changes", {})
    found = audited(changes, notices=list(notices), **more).findings
    return [f for f in found if f.rule == "reference-retracted"]


def notice(kind: str, date: str | None = "2031", **more: Any) -> dict[str, Any]:
    dated = {} if date is None else {"date": date}
    return {"id": f"x-{kind.replace(' ', '-')}", "about": "x-report", "kind": kind,
            "source": ["Crossref"], **dated, **more}  # fmt: skip


def test_the_finding_tells_kind_date_number_and_source(audited: Build) -> None:
    (finding,) = heard(audited, RETRACTION)
    assert finding.message == (
        "Reference 1 (X 2020) has a retraction (2031-02, PMID 900; source: PubMed)."
    )
    assert (finding.severity, finding.references, finding.rule_version) == ("error", (1,), 2)


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        ("retraction", "error"),
        ("partial retraction", "warning"),
        ("concern", "warning"),
        ("correction", "note"),
        ("reinstatement", "note"),
    ],
)
def test_each_kind_has_its_severity(audited: Build, kind: str, severity: str) -> None:
    (finding,) = heard(audited, notice(kind))
    assert finding.severity == severity


def test_a_retracted_work_that_no_value_and_no_conclusion_rests_on_is_a_warning(
    audited: Build,
) -> None:
    changes = {"pointers.p2.reference": "1", "claims.c-y.pointers": [], "claims.c-x.pointers": []}
    background = claim("c-z", pointers=["p1"], role="background")
    (finding,) = heard(
        audited,
        {**RETRACTION, "about": "z-report"},
        changes={**changes, "references.1.publication": "z-report"},
        claims=[background],
        publications=[{"id": "z-report", "label": "Z", "title": "Z", "text_seen": "nothing"}],
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "changes",
    [
        {"claims.c-x.text": "X has been retracted."},
        {"claims.c-x.wording": ["retracted"]},
        {"references.1.printed": "Jones B. Trial X. 2020 [Retracted]."},
    ],
)
def test_a_document_that_says_so_is_not_at_fault(audited: Build, changes: dict[str, Any]) -> None:
    assert heard(audited, RETRACTION, changes=changes) == []


def test_a_word_within_another_says_nothing(audited: Build) -> None:
    assert heard(audited, RETRACTION, changes={"claims.c-x.text": "X was unretracted."})
    assert heard(audited, RETRACTION, changes={"claims.c-x.text": "Patients were withdrawn."})


def test_a_claim_that_cites_the_notice_too_is_not_at_fault(audited: Build) -> None:
    more = {
        "publications": [NOTICE_WORK],
        "references": [{"number": 3, "publication": "the-notice"}],
        "pointers": [{"id": "p3", "marker": 3, "reference": 3, "role": "discusses"}],
    }
    assert heard(audited, RETRACTION, changes={"claims.c-x.pointers": ["p1", "p3"]}, **more) == []
    (finding,) = heard(audited, RETRACTION, **more)
    assert finding.references == (1,), "the notice itself is no retracted work"


def test_one_unaware_claim_is_enough(audited: Build) -> None:
    changes = {"claims.c-x.text": "X was retracted.", "claims.c-y.pointers": ["p1", "p2"]}
    (finding,) = heard(audited, RETRACTION, changes=changes)
    assert finding.severity == "error"


def test_a_reinstatement_lifts_what_came_before_it(audited: Build) -> None:
    (finding,) = heard(audited, RETRACTION, notice("reinstatement", "2032"))
    assert finding.severity == "note"
    (finding,) = heard(audited, RETRACTION, notice("reinstatement", "2030"))
    assert finding.severity == "error"


def test_one_event_that_two_sources_tell_of_is_told_once(audited: Build) -> None:
    watched = {"id": "again", "about": "x-report", "kind": "retraction", "date": "2031-02-03",
               "source": ["Retraction Watch"], "reason": "Errors in data"}  # fmt: skip
    (finding,) = heard(audited, RETRACTION, watched, notice("correction", "2029"))
    assert finding.message.count("retraction (") == 1
    assert "PubMed and Retraction Watch; reason: Errors in data" in finding.message
    assert "a correction (2029; source: Crossref)" in finding.message


def test_a_notice_on_a_work_that_is_not_cited_raises_nothing(audited: Build) -> None:
    other = {"id": "q-report", "label": "Q", "title": "Q", "text_seen": "nothing", "pmid": "7"}
    assert heard(audited, {**RETRACTION, "about": "q-report"}, publications=[other]) == []


@pytest.mark.parametrize(("kind", "number"), [("pmid", "77"), ("doi", "10.5555/same")])
def test_a_notice_of_another_record_is_heard_by_identifier(
    tmp_path: Path, kind: str, number: str
) -> None:
    """An imported record names the work by its number, a draft by its first author."""
    other = tmp_path / "other.yaml"
    other.write_text(
        "record: other\nstatus: extracted\ncuration: {curator: tests, date: 2030-01-01}\n"
        f"publications: [{{id: elsewhere, label: E, title: E, text_seen: nothing, {kind}: '{number}'}}]\n"
        "notices: [{id: n, about: elsewhere, kind: concern, source: [tests]}]\n"
    )
    audit_of(tmp_path, {f"publications.y-report.{kind}": number})
    (audit,) = EvidenceGraph.of(tmp_path / "letter.yaml", other).audit()
    assert [(f.references, f.severity) for f in audit.findings] == [((2,), "warning")]
    audit_of(tmp_path, {f"publications.y-report.{kind}": number + "1"})
    (audit,) = EvidenceGraph.of(tmp_path / "letter.yaml", other).audit()
    assert audit.findings == []


def test_a_retraction_that_pubmed_tells_reaches_the_audit_of_a_letter(tmp_path: Path) -> None:
    """Import, draft, audit, each by its command."""
    if not CASE_25.is_dir():
        pytest.skip("the case is not beside the repository")
    imported, draft = tmp_path / "rec", tmp_path / "d.yaml"
    assert run("import", CASE_25 / "pubmed.xml", "-o", imported).returncode == 0
    record = imported / "pmid-90000050.yaml"
    assert run("draft", CASE_25 / "letter.txt", "--record", record, "-o", draft).returncode == 0
    done = run("audit", draft, "--record", record, "--format", "json")
    found = [f for f in json.loads(done.stdout)["findings"] if f["rule"] == "reference-retracted"]
    assert [(f["severity"], f["references"]) for f in found] == [("error", [1])]
    assert "2017, PMID 90000051; source: PubMed" in found[0]["message"]


def test_the_sentence_of_a_draft_that_says_retracted_is_kept_as_a_word(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "To the Editor:\n\nAs many as 80% went into remission in a trial that was later retracted.[1]\n\n"
        "References\n\n1. Roe J. A trial of something. J Inv. 2016;6:2. PMID: 91000001.\n"
    )
    xml = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>91000001</PMID><Article>"
        "<ArticleTitle>A trial of something.</ArticleTitle></Article><CommentsCorrectionsList>"
        '<CommentsCorrections RefType="RetractionIn"><RefSource>J Inv. 2018 Mar</RefSource>'
        "<PMID>91000002</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )
    (tmp_path / "p.xml").write_text(xml)
    (imported,) = import_records(tmp_path / "p.xml")
    assert imported.record is not None
    assert imported.record.notices[0].date == "2018-03"
    assert run("import", tmp_path / "p.xml", "-o", tmp_path / "rec").returncode == 0
    record, draft = tmp_path / "rec" / "pmid-91000001.yaml", tmp_path / "d.yaml"
    for text, expected in (("later retracted", 0), ("later praised", 1)):
        letter.write_text(letter.read_text().replace("later retracted", text))
        assert run("draft", letter, "-o", draft, "--force").returncode == 0
        done = run("audit", draft, "--record", record, "--format", "json")
        rules = [f["rule"] for f in json.loads(done.stdout)["findings"]]
        assert rules.count("reference-retracted") == expected
