"""`alltrace check` of a reference file, with the services played by a real server."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from invented_lists import BIBTEX, CSL, PRINTED, RIS, crossref_work
from played_services import (
    BRCT,
    MEK,
    RETRACTED_BY,
    UNKNOWN,
    Services,
    closed_port,
)

from conftest import run
from graph_viz.text import reports


def check(
    services: Services, *arguments: str | Path, cache: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`alltrace check --online`, which asks the services that are played."""
    own = {"ALLTRACE_CACHE": str(cache), "NCBI_API_KEY": "sesame", "COLUMNS": "200"}
    return run(
        "check", *arguments, "--online", environment=services.environment | own | environment
    )


def as_json(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(done.stdout)
    jsonschema.validate(found, reports.schema("check-references"))
    return found


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(f"{MEK}\n{BRCT}\n\n{UNKNOWN}\n")
    return path


def test_a_list_is_looked_up_in_all_indexes(
    services: Services, listed: Path, tmp_path: Path
) -> None:
    done = check(services, listed, "--format", "json", cache=tmp_path / "cache")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = as_json(done)["checks"]
    assert [one["match"] for one in (first, second, third)] == ["found", "found", "not found"]
    assert {one["where"] for one in first["records"]} == {"Crossref", "PubMed", "Europe PMC"}
    assert third["message"] == "not found in Crossref, PubMed and Europe PMC"
    asked = len(services.seen)
    environment = services.environment | {"ALLTRACE_CACHE": str(tmp_path / "cache")}
    how = ("--offline", "--format", "json", "--fail-on", "warning")
    offline = run("check", listed, *how, environment=environment)
    assert (offline.returncode, offline.stdout) == (1, done.stdout)
    assert len(services.seen) == asked


def test_without_online_nobody_is_asked(services: Services, listed: Path, tmp_path: Path) -> None:
    environment = services.environment | {"ALLTRACE_CACHE": str(tmp_path / "cache")}
    done = run("check", listed, environment=environment)
    assert (done.returncode, services.seen) == (0, [])
    assert "3 not checkable" in done.stdout


def test_a_doi_of_another_work_and_one_that_nobody_knows_are_told(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    brct_doi = services.europepmc[1]["doi"]
    path.write_text(f"{MEK} doi:{brct_doi}\n{UNKNOWN} doi:10.1234/nobody\n")
    done = check(services, path, "--format", "json", cache=tmp_path / "cache")
    assert done.returncode == 1
    first, second = as_json(done)["checks"]
    assert first["match"] == "differs"
    assert first["differences"][0]["recorded"].startswith("leads to another work: Lee 2010")
    assert "Crossref knows no DOI 10.1234/nobody" in second["message"]


def test_a_retraction_and_a_preprint_are_told_with_their_source(
    services: Services, listed: Path, tmp_path: Path
) -> None:
    services.crossref[0]["updated-by"] = RETRACTED_BY
    services.crossref[0]["relation"] = {
        "has-preprint": [{"id": "10.1101/1", "id-type": "doi", "asserted-by": "object"}],
        "is-preprint-of": [{"id": "10.1000/later", "id-type": "doi"}, {"id": 7}],
        "references": [{"id": "10.1000/x"}],
    }
    done = check(services, listed, "--format", "json", cache=tmp_path / "cache")
    assert done.returncode == 1
    found = as_json(done)
    told = [(one["rule"], one["severity"]) for one in found["findings"] if one["number"] == 1]
    assert told == [
        ("reference-retracted", "error"),
        ("reference-noticed", "note"),
        ("reference-superseded", "note"),
    ]
    assert [(one["kind"], one["doi"]) for one in found["checks"][0]["versions"]] == [
        ("later published as", "10.1000/later"), ("has the preprint", "10.1101/1")
    ]  # fmt: skip
    text = check(services, listed, cache=tmp_path / "cache").stdout
    assert "Retraction, 2020-02-06, doi:10.1234/notice, says crossref (Retraction Watch)" in text
    assert "1 retracted" in text


def test_without_a_network_every_entry_is_kept_and_one_line_a_source_is_told(
    services: Services, listed: Path, tmp_path: Path
) -> None:
    nowhere = dict.fromkeys(services.environment, closed_port())
    given = tmp_path / "library.ris"
    given.write_text(RIS)
    done = check(services, listed, given, "--format", "json", cache=tmp_path / "cache", **nowhere)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert "(3 references)" in done.stderr
    assert [one["match"] for one in as_json(done)["checks"]] == ["not found"] * 3


@pytest.mark.parametrize(
    ("name", "text"), [("l.bib", BIBTEX), ("l.ris", RIS), ("l.json", CSL), ("l.txt", PRINTED)]
)
def test_each_kind_of_list_is_checked_against_a_file(name: str, text: str, tmp_path: Path) -> None:
    path, given = tmp_path / name, tmp_path / "crossref.json"
    path.write_text(text, encoding="utf-8")
    title = "Effect of rest on sleep: an invented trial"
    given.write_text(json.dumps(crossref_work(title=[title], DOI="10.1000/abc")))
    done = run("check", path, "--sources", given, "--format", "json", "--no-bundled")
    first = as_json(done)["checks"][0]
    assert first["records"][0]["where"] == str(given), done.stdout
    assert first["match"] == ("differs" if name == "l.bib" else "found")


@pytest.mark.parametrize("form", ["text", "markdown", "html", "sarif"])
def test_each_form_shows_every_entry_and_no_markup_of_it(form: str, tmp_path: Path) -> None:
    path = tmp_path / "list.bib"
    path.write_text("@article{a, title={<script>x</script> [b](c)}, author={Doe, A}, year=2001}")
    given = tmp_path / "other.ris"
    given.write_text(RIS)
    out = tmp_path / "report"
    done = run("check", path, given, "--format", form, "-o", out, "--no-bundled")
    assert (done.returncode, done.stdout) == (0, "")
    text = out.read_text(encoding="utf-8")
    assert "<script>" not in text.replace("&lt;", "") or form == "sarif"
    assert "not found in" in text
    if form == "sarif":
        (result,) = json.loads(text)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]
        assert (result["ruleId"], place["region"]) == ("reference-not-found", {"startLine": 1})
