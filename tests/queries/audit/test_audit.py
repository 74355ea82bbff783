"""The audit as a whole: the letter, findings in the graph, reviews, notices, reports, commands."""

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from alltrace import EvidenceGraph, RecordError, UnknownNameError
from alltrace.pipeline import build
from chromium import needs_browser
from conftest import fails, run
from graph_viz.text import audit_report
from ingest.graphs import NamedGraph
from places import HOUSE
from queries.audit.audit import audit as audit_store
from queries.audit.audit import rule_names
from queries.audit.facts import load
from queries.audit.rules import RULES

Writer = Callable[..., Path]

# What a reader of the letter beside its sources finds by hand: rule and what it is about.
TRUE_PROBLEMS = {
    ("percentage-unreachable", "deaths-from-infection"),
    ("endpoint-renamed", "treatment-related-deaths"),
    ("time-disagrees", "mortality-nearly-4"),
    ("value-mismatch", "never-risk-assigned"),
    ("causal-wording", "toxicity-drove-attrition"),
    ("wrong-reference", "survival-of-never-assigned"),
    ("certainty-beyond-evidence", "toxicity-is-prognostic"),
    ("value-in-another-reference", "pfs-3y-mitoxantrone"),
    ("families-compared", "mrd-rate-below-pfs"),
    ("comparison-contradicted", "mortality-above-all-r3"),
    ("comparisons-disagree", "mortality-above-all-r3"),
    ("value-of-another-endpoint", "fatal-infection-risk"),
    ("result-left-out", "mrd-negative-aall07p1"),
    ("design-contradicted", "all-rez-stratifies-by-response"),
    ("certainty-beyond-evidence", "blinatumomab-superior"),
    ("rests-on-nothing", "explore-other-modalities"),
}

# Sound statements, of which nothing worse than a note may be said.
SOUND = {
    "ae-grade-3-or-higher", "severe-events-common", "mrd-positive-marrow", "mrd-positive-in-majority",
    "mrd-negativity-missed-by-most", "most-stay-mrd-positive", "mrd-negative-fewer-than-half",
    "mrd-response-in-minority", "cr-aall07p1", "aall07p1-results", "febrile-neutropenia", "infections",
    "sepsis", "infectious-toxicity", "older-patients-fare-worse", "block-1-follows-ukallr3",
    "cross-trial-comparison-is-limited", "early-relapse-fares-badly", "other-studies-agree",
}  # fmt: skip


def tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def test_the_letter_s_problems_are_found(graph: EvidenceGraph) -> None:
    (found,) = graph.audit()
    grave = {(f.rule, tail(f.about)) for f in found.findings if f.severity != "note"}
    assert grave >= TRUE_PROBLEMS
    # The other two tell of the same faults from another side.
    assert grave - TRUE_PROBLEMS == {
        ("wrong-reference", "mrd-rate-inferior-to-ukallr3"),
        ("endpoint-renamed", "mortality-nearly-4"),
    }


def test_the_letter_s_sound_statements_stay_unaccused(graph: EvidenceGraph) -> None:
    (found,) = graph.audit("mohetaer-2026")
    assert not {tail(f.about) for f in found.findings if f.severity != "note"} & SOUND


def test_every_stated_value_of_the_letter_has_its_outcome(graph: EvidenceGraph) -> None:
    (found,) = graph.audit()
    assert len(found.values) == 23
    ended = {tail(v.about): (v.outcome, v.arithmetic) for v in found.values}
    assert ended["ae-grade-3-or-higher"] == ("derived", "44.9 + 24.1 + 3.6 = 72.6")
    assert ended["treatment-related-deaths"][0] == "verified"
    assert ended["pfs-3y-mitoxantrone"][0] == "found in another reference"
    assert ended["os-4y-never-risk-assigned"][0] == "unverifiable"
    assert ended["efs-4y-early-marrow"][0] == "uncited"


def test_findings_stand_in_a_graph_of_their_own_for_sparql(graph: EvidenceGraph) -> None:
    rows = graph.rows(
        "SELECT ?g ?rule ?about ?doc { GRAPH ?g { ?f a at:Finding ; at:rule ?rule ; at:about ?about ; at:foundIn ?doc ; at:severity 'error' } }"
    )
    assert {tail(r["g"] or "") for r in rows} == {"mohetaer-2026-findings"}
    (found,) = graph.audit()
    assert len(rows) == found.severities["error"]
    assert all(graph.query("ASK { $thing ?p ?o }", thing=f"<{r['about']}>") for r in rows)


def test_the_same_graph_gives_the_same_findings_with_the_same_iris(graph: EvidenceGraph) -> None:
    (first,), (second,) = graph.audit(), EvidenceGraph().audit()
    assert first == second
    assert len({f.id for f in first.findings}) == len(first.findings)


def test_a_rule_can_be_run_alone_and_a_wrong_name_gets_a_suggestion(graph: EvidenceGraph) -> None:
    (found,) = graph.audit(rules=["wrong-reference"])
    assert {f.rule for f in found.findings} == {"wrong-reference"}
    with pytest.raises(UnknownNameError, match="did you mean wrong-reference"):
        graph.audit(rules=["wrong-referense"])
    with pytest.raises(UnknownNameError, match="did you mean mohetaer-2026"):
        graph.audit("mohetaer-2025")


def test_a_review_marks_a_finding_and_keeps_it_in_sight(
    graph: EvidenceGraph, tmp_path: Path
) -> None:
    reviews = tmp_path / "r.yaml"
    name = "mohetaer-2026.wrong-reference.survival-of-never-assigned"
    reviews.write_text(
        f"reviews:\n  - {{finding: {name}, verdict: dismissed, reason: Agreed by mail., by: A}}\n"
    )
    (before,), (after,) = graph.audit(), graph.audit(reviews=reviews)
    assert len(after.findings) == len(before.findings)
    assert after.severities["error"] == before.severities["error"] - 1
    for report in (audit_report.html([after]), audit_report.markdown([after])):
        assert "Agreed by mail" in report
    (result,) = (
        r
        for r in json.loads(audit_report.sarif([after]))["runs"][0]["results"]
        if "suppressions" in r
    )
    assert result["suppressions"][0]["justification"] == "Agreed by mail."


def test_a_review_of_no_finding_is_told_with_its_line(graph: EvidenceGraph, tmp_path: Path) -> None:
    reviews = tmp_path / "r.yaml"
    reviews.write_text("reviews:\n  - finding: nothing\n    verdict: dismissed\n    reason: x\n")
    with pytest.raises(RecordError, match=r"r\.yaml:2: .*no finding is called 'nothing'"):
        graph.audit(reviews=reviews)
    reviews.write_text("reviews:\n  - finding: nothing\n    verdict: maybe\n    reason: x\n")
    with pytest.raises(RecordError, match=r"r\.yaml:3"):
        graph.audit(reviews=reviews)


def test_a_retraction_notice_is_found_by_doi_and_by_pmid(
    graph: EvidenceGraph, tmp_path: Path
) -> None:
    path = tmp_path / "rw.csv"
    path.write_text(
        "Record ID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,Reason\n"
        "1,10.1016/s0140-6736(10)62002-8,0,Retraction,1/2/2026 0:00,+Error in Data;\n"
        "2,unavailable,19841326,Correction,3/4/2026 0:00,\n3,10.1/other,1,Retraction,1/1/2020 0:00,\n"
    )
    (found,) = graph.audit(rules=["reference-retracted"], retractions=path)
    assert [(f.severity, f.references) for f in found.findings] == [
        ("error", (2,)),
        ("note", (3,)),
    ]
    (tmp_path / "no.csv").write_text("a,b\n")
    with pytest.raises(RecordError, match="Retraction Watch CSV"):
        graph.audit(retractions=tmp_path / "no.csv")


def test_evidence_on_the_other_side_from_another_record_is_found(record_file: Writer) -> None:
    graph = EvidenceGraph.of(record_file())
    at, label = "https://w3id.org/alltrace/ns#", "http://www.w3.org/2000/01/rdf-schema#label"
    line, trial = "https://x.org/line", "https://x.org/trial"
    disputed = "https://w3id.org/alltrace/id/smith-2030/works"
    triples = (
        f"<{line}> <{at}bearsOn> <{disputed}> .\n<{line}> <{at}hasEvidence> <{trial}> .\n"
        f'<{line}> <{at}direction> "disputes" .\n<{trial}> <{label}> "A later trial failed." .\n'
    )
    graph.store.replace([NamedGraph("https://x.org/graph", triples.encode())])
    (found,) = graph.audit(rules=["disputing-evidence-unmentioned"])
    assert "A later trial failed." in found.findings[0].message


def test_a_value_outside_its_interval_is_found_in_any_graph(record_file: Writer) -> None:
    made = next(g for g in build([record_file()]).graphs if g.iri.endswith("/graph/smith-2030"))
    thing, at = "https://w3id.org/alltrace/id/smith-2030/remission", "https://w3id.org/alltrace/ns#"
    bounds = (
        f'<{thing}> <{at}printedLowerBound> "80.0" .\n<{thing}> <{at}printedUpperBound> "90.0" .\n'
    )
    graph = EvidenceGraph.empty()
    graph.store.replace([NamedGraph(made.iri, made.triples + bounds.encode())])
    (found,) = graph.audit(rules=["outside-interval"])
    assert "does not hold 72.60" in found.findings[0].message


def test_an_endpoint_gives_the_same_audit(graph: EvidenceGraph, oxigraph_server: str) -> None:
    remote = EvidenceGraph.over(f"{oxigraph_server}/query", f"{oxigraph_server}/update")
    remote.load()
    assert remote.audit() == graph.audit()


def test_facts_read_nothing_but_the_document_and_its_sources(record_file: Writer) -> None:
    graph = EvidenceGraph()
    graph.load(record_file())
    facts = load(
        graph.store,
        "https://w3id.org/alltrace/id/document/smith-2030",
        "https://w3id.org/alltrace/id/graph/smith-2030",
    )
    assert {tail(s) for s in facts.studies} == {"trial-x"}
    assert len(audit_store(graph.store)) == 2


# -- reports and commands --------------------------------------------------------------------------


def test_json_has_what_a_program_needs_of_each_finding() -> None:
    done = run("audit", "--format", "json", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    fields = {
        "id",
        "rule",
        "severity",
        "outcome",
        "about",
        "statement",
        "place",
        "values",
        "references",
        "message",
        "suggestion",
    }
    assert all(fields <= set(f) for f in found["findings"])
    (one,) = (f for f in found["findings"] if f["rule"] == "percentage-unreachable")
    assert one["about"].endswith("/mohetaer-2026/deaths-from-infection")
    assert one["place"] == "paragraph 2, sentence 4"
    assert "95.83%" in one["message"]


def test_the_exit_code_follows_the_gravest_finding(record_file: Writer) -> None:
    assert run("audit").returncode == 1
    assert run("audit", "--fail-on", "never").returncode == 0
    assert run("audit", "--rule", "number-uncited").returncode == 0
    sound = record_file()
    assert run("audit", sound).returncode == 0
    assert run("audit", sound, "--fail-on", "warning").returncode == 0
    broken = record_file(("value: 72.60", "value: 78.10"), name="broken.yaml")
    done = run("audit", broken)
    assert done.returncode == 1
    assert "value-mismatch" in done.stdout


def test_reviews_beside_a_record_are_read(record_file: Writer, tmp_path: Path) -> None:
    broken = record_file(("value: 72.60", "value: 78.10"), name="broken.yaml")
    text = "reviews:\n"
    for finding in json.loads(run("audit", broken, "--format", "json").stdout)["findings"]:
        text += f"  - {{finding: {finding['id']}, verdict: dismissed, reason: seen}}\n"
    (tmp_path / "broken.reviews.yaml").write_text(text)
    done = run("audit", broken)
    assert done.returncode == 0, done.stdout
    assert "(dismissed)" in done.stdout


@pytest.mark.parametrize("form", ["markdown", "html", "sarif", "json"])
def test_each_report_is_written_whole(tmp_path: Path, form: str) -> None:
    done = run("audit", "--format", form, "-o", tmp_path / "r", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "r").read_text(encoding="utf-8")
    assert "95.83%" in text.replace("\\", "")


def test_sarif_is_in_the_form_that_other_programs_read(graph: EvidenceGraph) -> None:
    log = json.loads(audit_report.sarif(graph.audit()))
    (made,) = log["runs"]
    rules = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert set(rules) == set(rule_names())
    for result in made["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]


def test_bad_input_to_the_audit_is_one_clear_line(tmp_path: Path) -> None:
    assert "did you mean mohetaer-2026" in fails(1, "audit", "mohetaer-2025")
    assert "did you mean wrong-reference" in fails(1, "audit", "--rule", "wrong-ref")
    assert "no such file" in fails(1, "audit", tmp_path / "none.yaml")
    assert "no such file" in fails(1, "audit", "--reviews", tmp_path / "none.yaml")
    assert "cannot be read" in fails(1, "audit", "--retractions", tmp_path / "none.csv")
    assert "no such file" in fails(1, "numbers", tmp_path / "none.csv")
    assert "fail-on" in fails(2, "audit", "--fail-on", "sometimes")


def test_numbers_are_tested_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("k,n,percent\n11,13,85\n6,51,12.4\n")
    done = run("numbers", tmp_path / "s.csv", "--format", "json")
    assert done.returncode == 1
    assert [row["verdict"] for row in json.loads(done.stdout)] == ["consistent", "inconsistent"]
    assert "12.4" in run("numbers", tmp_path / "s.csv").stdout
    assert run("numbers", tmp_path / "s.csv", "--format", "csv").stdout.startswith(
        "k,n,percent,verdict"
    )


@needs_browser
def test_the_html_report_reads_well_and_runs_nothing(  # type: ignore[no-untyped-def]
    browser,
    record_file: Writer,
    tmp_path: Path,
) -> None:
    nasty = "</blockquote><script>alert(1)</script><img src=x onerror=alert(2)>"
    record = record_file(
        ("value: 72.60", "value: 78.10"),
        ("text: Most went into remission.", f"text: '{nasty}', quote: '{nasty}'"),
    )
    path = tmp_path / "r.html"
    path.write_text(audit_report.html(EvidenceGraph.of(record).audit()), encoding="utf-8")
    told: list[str] = []
    for width in (1440, 1024, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("dialog", lambda d: (told.append(d.message), d.dismiss()))
        page.on("console", lambda m: told.append(m.text))
        page.on("request", lambda r: None if r.url.startswith("file:") else told.append(r.url))
        page.goto(path.as_uri())
        assert page.locator("blockquote").first.inner_text() == f"“{nasty}”"
        assert page.locator("p.soft", has_text=nasty).first.inner_text() == nasty
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.close()
    assert told == []


# -- documentation ---------------------------------------------------------------------------------

PAGES = HOUSE / "docs" / "rules"


@pytest.mark.skipif(not PAGES.is_dir(), reason="the docs are not beside an installed wheel")
@pytest.mark.parametrize("name", sorted(set(rule_names().values())))
def test_each_rule_has_its_page(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for heading in ("## Finds", "## Does not find", "## Example", "## Source"):
        assert re.search(rf"^{heading}\n\n\S", text, re.MULTILINE), heading
    for finding, rule in rule_names().items():
        if rule == name:
            assert f"`{finding}`" in text


@pytest.mark.skipif(not PAGES.is_dir(), reason="the docs are not beside an installed wheel")
def test_the_list_of_rules_is_what_the_rules_give() -> None:
    page = runpy.run_path(str(HOUSE / "docs" / "rules_list.py"))["page"]()
    assert (PAGES / "README.md").read_text(encoding="utf-8") == page + "\n", "run `make docs`"
    for rule in RULES.values():
        text = (PAGES / f"{rule.name}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {rule.title}\n\nFamily: {rule.family}. ")
