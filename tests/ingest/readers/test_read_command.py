"""`alltrace read`, and papers that others wrote."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from invented_papers import INVENTED, check, text

import alltrace
from conftest import run
from graph_viz.text import reports
from ingest import readers
from places import BENCH

# -- from the command line -------------------------------------------------------------------------


@pytest.fixture
def invented_paper(tmp_path: Path) -> Callable[[str], Path]:
    def write(source: str) -> Path:
        path = tmp_path / "paper.md"
        path.write_text(source, encoding="utf-8")
        return path

    return write


def test_read_prints_the_document_as_json_that_keeps_to_its_schema(
    invented_paper: Callable[[str], Path],
) -> None:
    path = invented_paper(INVENTED)
    done = run("read", path, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    jsonschema.validate(found, reports.schema("read"))
    assert found == alltrace.read(path).model_dump(mode="json")


def test_json_cannot_steer_the_terminal_and_means_what_was_read(
    invented_paper: Callable[[str], Path],
) -> None:
    path = invented_paper(INVENTED.replace("rare.", "\u202erare\x9b31m."))
    done = run("read", path, "--format", "json")
    assert not {"\u202e", "\x9b"} & set(done.stdout)
    assert "\u202erare\x9b31m." in json.loads(done.stdout)["text"]


def test_read_prints_an_outline(invented_paper: Callable[[str], Path]) -> None:
    done = run("read", invented_paper(INVENTED))
    for shown in ("Remission in an invented trial", "Introduction", "³⁻⁵", "3, 4, 5", "p1 s2"):
        assert shown in done.stdout


def test_read_says_what_the_list_does_not_have(invented_paper: Callable[[str], Path]) -> None:
    done = run("read", invented_paper(INVENTED.replace("rare.¹", "rare.⁹")))
    assert done.returncode == 1
    assert "paper.md: the text points to reference 9" in done.stderr
    assert "9?" in done.stdout


@pytest.mark.parametrize("content", ["", "\x00\x01\x02" * 50])
def test_read_refuses_in_one_line_with_the_name_of_the_file(
    invented_paper: Callable[[str], Path], content: str
) -> None:
    path = invented_paper(content)
    done = run("read", path, "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"alltrace: {path}: ")
    assert len(done.stderr.splitlines()) == 1


def test_read_refuses_a_directory(tmp_path: Path) -> None:
    done = run("read", tmp_path)
    assert done.returncode == 1
    assert "is a directory" in done.stderr


# -- papers that others wrote ----------------------------------------------------------------------


@pytest.mark.shared(BENCH)
def test_links_of_real_papers_survive_being_printed_and_read_back() -> None:
    from benchmarks.reading import PAPERS, STYLES, f1, marked, read_back

    for name in PAPERS:
        source = readers.read(BENCH / name)
        check(source)
        for style in STYLES:
            marks, links, paper = read_back(marked(source, style))
            found = {(p.start, p.end) for p in paper.pointers}
            linked = {(p.start, n) for p in paper.pointers for n in p.numbers}
            least = {"(1)": 0.96, "pasted": 0.93, "pasted.1": 0.94}.get(style, 0.98)
            assert f1(found, marks) >= least, (name, style)
            assert f1(linked, links) >= least, (name, style)


def linked(*numbers: int) -> str:
    """Links to references, as JATS has them."""
    return ",".join(f'<xref ref-type="bibr" rid="r{n}">{n}</xref>' for n in numbers)


LINKED = f"""<article><body>
<sec><title>Introduction</title>
<p>The disease is rare {linked(1)}. It was seen before {linked(2, 3)}, as in older work.</p>
<p>Doses of 10 mg were given {linked(1, 2, 3, 4)} and 12.5% had sepsis. None died {linked(4)}.</p></sec>
<sec><title>Discussion</title><p>Others saw more of it {linked(2, 4)}. We ask why.</p></sec></body>
<back><ref-list>
{"".join(f'<ref id="r{n}"><label>{n}</label><mixed-citation>Doe A. No. {n}. Lancet. 200{n};1:1-2.</mixed-citation></ref>' for n in range(1, 5))}
</ref-list></back></article>"""


def test_links_of_an_invented_paper_survive_being_printed_and_read_back() -> None:
    reading = pytest.importorskip("benchmarks.reading")
    for style in reading.STYLES:
        marks, links, paper = reading.read_back(reading.marked(text(LINKED, "paper.xml"), style))
        assert {(p.start, p.end) for p in paper.pointers} == marks, style
        assert {(p.start, n) for p in paper.pointers for n in p.numbers} == links, style
