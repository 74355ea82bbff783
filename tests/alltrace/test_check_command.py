"""`alltrace check` from the command line: what it prints, writes and refuses, and how it exits."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from reportlab.pdfgen import canvas

from conftest import fails, run
from places import HOUSE

EXAMPLE = HOUSE / "tests" / "alltrace" / "case_example"
LETTER, SOURCES = EXAMPLE / "letter.txt", EXAMPLE / "sources"


def checked(*arguments: str | Path, code: int = 0) -> str:
    done = run("check", *arguments, "--no-bundled")
    assert done.returncode == code, done.stderr
    return done.stdout


def test_the_summary_says_what_was_checked_what_is_broken_and_where_to_look(
    tmp_path: Path,
) -> None:
    printed = checked(LETTER, "--sources", SOURCES, "-o", tmp_path / "case")
    assert "8 values of 8 checked against 6 sources: 6 borne out; 3 broken or doubtful." in printed
    assert "Reference 2 reports another value for this quantity." in printed
    assert "reported by reference 2: complete remission 57.1% (36/63)" in printed
    assert f"The report is {tmp_path}/case/report.html" in printed
    assert "reference 6" not in printed
    files = {path.name for path in (tmp_path / "case").iterdir()}
    assert files == {
        "paper.yaml", "sources", "inbox", "report.html", "references.html", "explorer.html",
        "graph.trig", "case.json",
    }  # fmt: skip


def test_the_summary_says_what_could_not_be_checked_and_why(tmp_path: Path) -> None:
    given = [SOURCES / name for name in ("linden-2.xml", "thygesen.html", "rowan-1.json")]
    printed = checked(LETTER, "--sources", *given, "-o", tmp_path / "case")
    assert "3 values: no source was given for references 2 and 4" in printed
    assert f"No source was given for references 2, 4 and 5: put files into {tmp_path}" in printed


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_exit_code_is_that_of_the_gravest_finding(
    tmp_path: Path, fail_on: str, code: int
) -> None:
    checked(LETTER, SOURCES, "-o", tmp_path / "case", "--fail-on", fail_on, code=code)


def test_sarif_has_the_findings_with_their_rules(tmp_path: Path) -> None:
    printed = checked(LETTER, SOURCES, "-o", tmp_path / "case", "--format", "sarif")
    (results,) = (one["results"] for one in json.loads(printed)["runs"])
    assert {"value-mismatch", "value-in-another-reference"} <= {one["ruleId"] for one in results}


def test_every_bad_source_is_a_line_and_the_rest_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    shutil.copytree(SOURCES, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnot really")
    scan = canvas.Canvas(str(folder / "scan.pdf"))
    scan.rect(100, 100, 200, 200, fill=1)
    scan.save()
    (folder / "other.ris").write_text(
        "TY  - JOUR\nAU  - Nemo, A\nTI  - Of something else entirely, in another field\n"
        "PY  - 2019\nAB  - Nothing of the kind was seen in 12% of them.\nER  - \n"
    )
    (folder / "chinese.ris").write_text(
        "TY  - JOUR\nAU  - Li, W\nTI  - 丹麦急性淋巴细胞白血病复发后的生存\nPY  - 2022\n"
        "AB  - 共有一百零八名患者接受治疗，结果显示差异无统计学意义。\nER  - \n"
    )
    second = (folder / "okonedo.pubmed.xml").read_text().replace("57.1%", "57.2%")
    (folder / "second.xml").write_text(second)
    (folder / "itself.txt").write_text(LETTER.read_text())
    printed = checked(LETTER, "--sources", folder, tmp_path / "absent", "-o", tmp_path / "case")
    assert "8 values of 8 checked" in printed
    for name in (
        "second.xml",
        "itself.txt",
        "broken.pdf",
        "scan.pdf",
        "other.ris",
        "chinese.ris",
        "absent",
    ):
        told = [line for line in printed.splitlines() if name in line]
        assert len(told) == 1, (name, told)
        assert told[0].startswith("  not used: ")


def test_a_list_of_five_hundred_references_is_no_trouble(tmp_path: Path) -> None:
    head, _, listed = LETTER.read_text().partition("References\n")
    more = "".join(
        f"{n}. Filler A{n}, Other B. Study number {n} of nothing in particular. "
        f"J Fill. 2001;{n}(1):{n}-{n + 8}.\n"
        for n in range(7, 501)
    )
    (tmp_path / "long.txt").write_text(f"{head}References\n{listed.rstrip()}\n{more}")
    printed = checked(tmp_path / "long.txt", SOURCES, "-o", tmp_path / "case")
    assert "8 values of 8 checked against 6 sources" in printed
    assert "No source was given for references 7–500" in printed


def test_a_paper_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    assert "no such file" in fails(1, "check", tmp_path / "absent.pdf")
    (tmp_path / "empty.txt").write_text("")
    assert "empty.txt" in fails(1, "check", tmp_path / "empty.txt", "-o", tmp_path / "case")


def test_a_review_asks_first_about_what_a_finding_stands_on(tmp_path: Path) -> None:
    checked(LETTER, SOURCES, "-o", tmp_path / "case")
    done = run("check", tmp_path / "case", "--review", given="accept\nquit\n")
    asked = done.stdout[: done.stdout.index("Comment on")]
    assert asked.index("complete-remission-2.1") < asked.index("accept, edit, drop")
    (source,) = (tmp_path / "case" / "sources").glob("pmid-*.yaml")
    values = {v["id"]: v for v in yaml.safe_load(source.read_text())["reported"]}
    assert values["complete-remission-2.1"]["status"] == "reviewed"
    assert "1 statement that a person reviewed" in done.stdout


def test_a_kill_at_any_moment_leaves_a_case_that_the_next_run_completes(tmp_path: Path) -> None:
    case = tmp_path / "case"
    command = ["alltrace.cli", "check", str(LETTER), str(SOURCES), "--no-bundled", "-o", str(case)]
    code = f"import sys; sys.argv = {command}; from alltrace.cli import main; main()"

    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not (case / ".next" / "asked.json").exists():
            pass
        process.kill()
    printed = run("check", case).stdout
    assert "8 values of 8 checked against 6 sources" in printed
