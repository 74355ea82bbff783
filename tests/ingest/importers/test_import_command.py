"""`alltrace import`: what it writes, what it tells, and what it leaves alone."""

import json
from pathlib import Path

import jsonschema
from imports import CROSSREF, INVENTED

from conftest import fails, run
from graph_viz.text import reports
from ingest import yamlfile
from ontology.model import Record


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
