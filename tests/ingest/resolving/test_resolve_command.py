"""`alltrace resolve`, which asks the services that are played."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from flaherty_records import HEAD, STYLES
from played_services import (
    BRCT,
    MEK,
    RETRACTED_BY,
    UNKNOWN,
    Services,
    closed_port,
    says,
)

from conftest import run
from graph_viz.text import reports
from ingest import records


def resolve(
    services: Services, *arguments: str | Path, cache: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`alltrace resolve`, which asks the services that are played."""
    # With a key NCBI may be asked ten times a second, so that no test waits long.
    own = {"ALLTRACE_CACHE": str(cache), "NCBI_API_KEY": "sesame", "COLUMNS": "200"}
    return run("resolve", *arguments, environment=services.environment | own | environment)


@pytest.fixture
def mek_record(tmp_path: Path) -> Path:
    path = tmp_path / "mek.yaml"
    path.write_text(HEAD + STYLES["block"], encoding="utf-8")
    return path


def test_a_text_gives_one_line_of_json_a_reference(services: Services, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{MEK}\n{BRCT}\n\n{UNKNOWN}\n")
    done = resolve(services, listed, cache=tmp_path / "cache")
    assert (done.returncode, done.stderr) == (0, "")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for one in found:
        jsonschema.validate(one, reports.schema("resolve"))
    assert [one["outcome"] for one in found] == ["found", "found", "not found"]
    assert (found[1]["pmid"], found[1]["pmcid"]) == ("20516115", "PMC3040717")
    asked = len(services.seen)
    again = resolve(services, listed, "--offline", cache=tmp_path / "cache")
    assert again.stdout == done.stdout
    assert len(services.seen) == asked


def test_a_record_is_completed_only_where_it_is_told_to(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    before = mek_record.read_bytes()
    done = resolve(services, mek_record, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    for text in ("found", "DOI 10.1056/", "PMID 22663011 (pubmed, europepmc)", "first author"):
        assert text in done.stdout
    assert mek_record.read_bytes() == before
    done = resolve(services, mek_record, "-o", mek_record, cache=tmp_path / "cache")
    assert "with 2 identifiers and 0 notices added" in done.stderr
    added = [
        line
        for line in mek_record.read_text().splitlines()
        if line not in before.decode().splitlines()
    ]
    assert added == ["    doi: 10.1056/nejmoa1203421", "    pmid: 22663011"]
    again = resolve(services, mek_record, "-o", mek_record, cache=tmp_path / "cache")
    assert "verified" in again.stdout
    assert "with 0 identifiers and 0 notices added" in again.stderr


def test_an_identifier_that_differs_is_told_and_not_overwritten(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    text = mek_record.read_text().replace(
        "    year: 2012\n", "    year: 2012\n    pmid: 20516115\n"
    )
    mek_record.write_text(text)
    done = resolve(services, mek_record, "-o", tmp_path / "new.yaml", cache=tmp_path / "cache")
    assert done.returncode == 1
    assert (
        "reference 1: the printed PMID 20516115 leads to another work, says europepmc: Lee"
        in done.stderr
    )
    assert (tmp_path / "new.yaml").read_text() == text


def test_notices_enter_the_record_once(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    services.crossref[0]["updated-by"] = RETRACTED_BY
    before, out = mek_record.read_text(), tmp_path / "new.yaml"
    done = resolve(services, mek_record, "-o", out, cache=tmp_path / "cache")
    assert done.returncode == 1
    assert "Retraction 2020-02-06 10.1234/notice" in done.stdout
    assert "and 2 notices added" in done.stderr
    written = [line for line in out.read_text().splitlines() if line not in before.splitlines()]
    assert written[:3] == ["    doi: 10.1056/nejmoa1203421", "    pmid: 22663011", "notices:"]
    first, second = records.load(out).record.notices
    assert (first.kind, first.date, first.doi) == ("retraction", "2020-02-06", "10.1234/notice")
    assert (first.source, second.kind) == (("Crossref (Retraction Watch)",), "correction")
    again = resolve(services, out, "-o", out, cache=tmp_path / "cache")
    assert "with 0 identifiers and 0 notices added" in again.stderr


def test_without_a_network_one_line_is_told_and_nothing_written(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    nowhere = dict.fromkeys(services.environment, closed_port())
    out = tmp_path / "new.yaml"
    done = resolve(services, mek_record, "-o", out, cache=tmp_path / "cache", **nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("alltrace: no answer from 127.0.0.1: ")
    assert line.endswith("; --offline uses the cache only")
    assert not out.exists()


def test_offline_with_an_empty_cache_says_what_to_do(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    done = resolve(services, mek_record, "--offline", cache=tmp_path / "cache")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "the cache holds no answer from 127.0.0.1" in line
    assert line.endswith("run it once without --offline")
    assert services.seen == []


def test_a_source_that_fails_is_told_beside_what_the_others_found(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    services.always["europepmc"] = says(400)
    done = resolve(services, mek_record, "-o", tmp_path / "new.yaml", cache=tmp_path / "cache")
    assert done.returncode == 1
    assert "europepmc: 127.0.0.1: HTTP 400 (2 of 2 references)" in done.stderr
    assert "pmid: 22663011" in (tmp_path / "new.yaml").read_text()


def test_only_the_sources_that_are_named_are_asked(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    resolve(services, mek_record, "--source", "europepmc, crossref", cache=tmp_path / "cache")
    assert {service for service, *_ in services.seen} == {"crossref", "europepmc"}
    done = resolve(services, mek_record, "--source", "scopus", cache=tmp_path / "cache")
    assert done.returncode == 2
    assert "--source takes crossref, pubmed, europepmc" in done.stderr


def test_without_cache_nothing_is_kept(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    resolve(services, mek_record, "--no-cache", cache=tmp_path / "cache")
    assert services.seen
    assert not (tmp_path / "cache").exists()


def test_usage_that_contradicts_itself_is_refused(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    done = resolve(services, mek_record, "--offline", "--refresh", cache=tmp_path / "cache")
    assert done.returncode == 2
    assert services.seen == []


def test_labels_that_would_do_harm_do_none(
    services: Services, mek_record: Path, tmp_path: Path
) -> None:
    harm = "=cmd|' /C calc'!A1\nrecord: other"
    services.crossref[0]["updated-by"] = [
        {"type": harm, "DOI": "10.1234/n", "updated": {"date-parts": [[2020]]}}
    ]
    out = tmp_path / "new.yaml"
    done = resolve(services, mek_record, "-o", out, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    record = records.load(out).record
    assert record.record == records.load(mek_record).record.record
    (notice,) = record.notices
    assert notice.kind == "correction", "unknown words make nothing graver"
    assert "=cmd" in (notice.note or "")
