"""The whole program from its command line: what it prints, what it writes, how it exits."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from conftest import fails, run
from graph_viz.text import reports

Writer = Callable[..., Path]


def test_build_validates_reports_and_writes(tmp_path: Path) -> None:
    done = run("build", "--out", tmp_path / "g.nq", "--store", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert "all shapes hold" in done.stdout
    assert (tmp_path / "g.nq").stat().st_size > 100_000
    listed = run("conclusions", "--store", tmp_path / "store", "--format", "json")
    assert len(json.loads(listed.stdout)) == 8


@pytest.mark.parametrize("suffix", ["nq", "ttl", "trig", "jsonld"])
def test_two_builds_write_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        assert run("build", "--out", tmp_path / f"{name}.{suffix}").returncode == 0
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_a_record_of_ones_own_is_built_with_what_it_needs(record_file: Writer) -> None:
    done = run("conclusions", "--record", record_file(), "--format", "json")
    (found,) = json.loads(done.stdout)
    assert (found["name"], found["counts"]["claims"]) == ("works", 1)


def test_trace_prints_the_tree_and_its_json(record_file: Writer) -> None:
    done = run("trace", "too-toxic")
    assert done.returncode == 0
    for text in (
        "[+] supports",
        "[~] qualifies",
        "[-] disputes",
        "value:",
        "citation: reference 1",
    ):
        assert text in done.stdout
    found = json.loads(run("trace", "too-toxic", "--format", "json").stdout)
    assert found["conclusion"].endswith("/too-toxic")


@pytest.mark.parametrize(
    ("form", "start"),
    [("markdown", "# "), ("mermaid", "flowchart LR\n"), ("dot", "digraph "), ("html", "<section>")],
)
def test_trace_comes_in_other_programs_forms(tmp_path: Path, form: str, start: str) -> None:
    printed = run("trace", "too-toxic", "--format", form).stdout
    assert printed.startswith(start)
    assert run("trace", "too-toxic", "--format", form, "-o", tmp_path / "t").returncode == 0
    assert (tmp_path / "t").read_text() == printed
    assert "-o takes --format" in fails(2, "trace", "too-toxic", "-o", tmp_path / "u")


def test_robustness_tells_each_conclusion_and_what_two_share() -> None:
    done = run("robustness")
    assert "Rests on 3 independent studies: AALL1331" in done.stdout
    assert "Evidence that two conclusions share" in done.stdout
    found = json.loads(run("robustness", "--format", "json").stdout)
    jsonschema.validate(found, reports.schema("robustness"))
    assert len(found["conclusions"]) == 8


def test_robustness_is_still_understood_under_its_former_name() -> None:
    assert run("standing").stdout == run("robustness").stdout
    assert reports.schema("standing") == reports.schema("robustness")
    assert "standing" not in run("--help").stdout


def test_whatif_shows_before_and_after(record_file: Writer) -> None:
    done = run("whatif", "--without", "REF1", "--record", record_file())
    assert "1 → 0" in done.stdout
    found = json.loads(run("whatif", "--broken", "--format", "json").stdout)
    jsonschema.validate(found, reports.schema("whatif"))
    assert {c["name"]: c["result"] for c in found}["explore-other-modalities"] == "had no support"
    assert "say what falls away" in fails(2, "whatif")
    assert "no reference is called '99'" in fails(1, "whatif", "--without", "REF99")
    assert "did you mean" in fails(1, "whatif", "--without", "aall1332")


def test_weigh_shows_every_step() -> None:
    found = json.loads(run("weigh", "--format", "json").stdout)
    jsonschema.validate(found, reports.schema("weigh"))
    assert [w["weight"] for w in found] == sorted((w["weight"] for w in found), reverse=True)
    assert all(a["derivation"] for w in found for a in w["arguments"])
    assert "0.900" in run("weigh", "too-toxic", "--weight", "deaths-in-block-1=0.9").stdout
    assert "between 0 and 1" in fails(1, "weigh", "--start", "1.5")
    assert "CLAIM=W" in fails(2, "weigh", "too-toxic", "--weight", "deaths-in-block-1=much")


@pytest.mark.parametrize("command", ["conclusions", "robustness", "weigh"])
def test_a_graph_without_conclusions_says_so(tmp_path: Path, command: str) -> None:
    record = tmp_path / "empty.yaml"
    record.write_text(
        "record: empty\nstatus: reviewed\ncuration: {curator: tests, date: 2030-01-01}\n"
    )
    done = run(command, "--record", record)
    assert (done.returncode, done.stderr) == (0, "")
    assert "holds no conclusion" in done.stdout


def test_query_takes_a_name_a_file_and_sparql(tmp_path: Path) -> None:
    ask = "SELECT (COUNT(?r) AS ?n) WHERE { ?d at:hasReference ?r }"
    (tmp_path / "mine.rq").write_text(ask)
    for question in (ask, str(tmp_path / "mine.rq")):
        answer = json.loads(run("query", question, "--format", "json").stdout)
        assert answer["results"]["bindings"][0]["n"]["value"] == "9"
    assert run("query", "references-by-use", "--format", "csv").stdout.count("\n") == 10
    assert run("query", "ASK { ?s a at:Trial }").stdout == "yes\n"
    assert "at:Trial" in run("query", "CONSTRUCT { ?s a at:Trial } WHERE { ?s a at:Trial }").stdout


def test_query_lists_the_library_by_topic() -> None:
    assert "Conclusion" in run("query", "--list").stdout
    lines = run("query", "--list", "--format", "csv").stdout.splitlines()
    assert lines[0] == "topic,question,parameters,what it tells"
    assert any(
        line.startswith("conclusions,evidence-for-conclusion,conclusion [direction],")
        for line in lines
    )
    found = json.loads(run("query", "--list", "--format", "json").stdout)
    jsonschema.validate(found, reports.schema("query-list"))
    assert [q["topic"] for q in found] == sorted(q["topic"] for q in found)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("build", ["build"]),
        ("conclusions", ["conclusions"]),
        ("trace", ["trace", "too-toxic"]),
        ("validate", ["validate", "RECORD"]),
        ("query-list", ["query", "--list"]),
        ("export", ["export", "--to", "csv", "-o", "OUT"]),
        ("explore", ["explore", "-o", "OUT"]),
    ],
)
def test_json_keeps_to_its_schema(
    name: str, arguments: list[str], record_file: Writer, tmp_path: Path
) -> None:
    given = {"RECORD": str(record_file()), "OUT": str(tmp_path / "out")}
    done = run(*(given.get(a, a) for a in arguments), "--format", "json")
    assert done.returncode == 0, done.stderr
    schema = json.loads(run("schema", name).stdout)
    assert schema == reports.schema(name)
    jsonschema.validate(json.loads(done.stdout), schema)


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "graphml", "csv", "void"])
def test_export_writes_each_format(tmp_path: Path, form: str) -> None:
    done = run("export", "--to", form, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out").stat().st_size > 1000


def test_validate_tells_good_from_bad(record_file: Writer) -> None:
    assert run("validate", record_file()).returncode == 0
    bad = run("validate", record_file(("value: 72.60", "value: 646")), "--format", "json")
    assert bad.returncode == 1
    told = json.loads(bad.stdout)
    assert (told["valid"], told["problems"][0]["line"]) == (False, 18)


def test_bad_input_is_one_clear_line_and_exit_one(record_file: Writer, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"record: caf\xe9\n")
    (tmp_path / "bomb.yaml").write_text("a: &a [x]\nb: [*a, *a]\n")
    (tmp_path / "list.yaml").write_text("- a\n")
    assert "did you mean too-toxic" in fails(1, "trace", "to-toxic")
    assert "did you mean references-by-use" in fails(1, "query", "references-by-us")
    assert "does not parse" in fails(1, "query", "SELECT ?x WHERE {")
    assert "does not parse" in fails(1, "query", "DROP ALL")
    assert "there are: balance-unsustainable, " in fails(1, "trace", "zzz")
    assert "another machine" in fails(1, "query", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }")
    assert "cannot be read" in fails(1, "query", tmp_path / "none.rq")
    assert "no such file" in fails(1, "build", tmp_path / "none.yaml")
    assert "is not UTF-8" in fails(1, "build", tmp_path / "latin.yaml")
    assert "anchor or alias" in fails(1, "build", tmp_path / "bomb.yaml")
    assert "holds no record" in fails(1, "build", tmp_path / "list.yaml")
    assert "is a folder" in fails(1, "build", tmp_path)
    assert "cannot be reached" in fails(1, "conclusions", "--store", "http://127.0.0.1:9/query")
    assert "there is no store" in fails(1, "conclusions", "--store", tmp_path / "nowhere")
    assert "smith.yaml:18" in fails(1, "build", record_file(("value: 72.60", "value: 646")))


def test_wrong_usage_is_one_clear_line_and_exit_two(record_file: Writer) -> None:
    assert "No such command" in fails(2, "audti")
    assert "No such option" in fails(2, "build", "--nope")
    assert "Missing argument" in fails(2, "trace")
    assert "name=value" in fails(2, "query", "values", "-p", "endpoint")
    assert "--list" in fails(2, "query")
    assert "not both" in fails(2, "conclusions", "--store", "x", "--record", record_file())
    assert ".jsonld" in fails(2, "build", "--out", "graph.docx")


def test_nothing_is_written_when_a_record_is_faulty(record_file: Writer, tmp_path: Path) -> None:
    faulty = record_file(("value: 72.60", "value: 646"))
    out, store = tmp_path / "new" / "g.nq", tmp_path / "new" / "store"
    assert run("build", faulty, "--out", out, "--store", store).returncode == 1
    assert not (tmp_path / "new").exists()


def test_a_faulty_record_leaves_a_store_as_it_was(record_file: Writer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("build", record_file(), "--store", store).returncode == 0
    before = run("export", "--to", "nquads", "--store", store).stdout
    assert run("build", record_file(("72.60", "646")), "--store", store).returncode == 1
    assert run("export", "--to", "nquads", "--store", store).stdout == before


def test_a_store_can_be_an_endpoint(record_file: Writer, oxigraph_server: str) -> None:
    url = f"{oxigraph_server}/query"
    done = run("build", record_file(), "--store", url)
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(run("conclusions", "--store", url, "--format", "json").stdout)
    assert found["name"] == "works"
    assert "reported as" in run("trace", "works", "--store", url).stdout


def test_labels_cannot_steer_the_terminal(record_file: Writer) -> None:
    nasty = record_file(("text: The regimen works.", 'text: "[red]x\\e[31m [/] works"'))
    done = run("conclusions", "--record", nasty)
    assert "\x1b" not in done.stdout
    assert "[red]x" in done.stdout


def test_output_may_be_cut_short_by_a_pipe() -> None:
    command = [
        sys.executable,
        "-c",
        "from alltrace.cli import main; main()",
        "export",
        "--to",
        "nquads",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
