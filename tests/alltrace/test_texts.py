"""A document's text beside its curated record: each sentence in quotation marks below our words."""

from pathlib import Path

import pytest

from alltrace import EvidenceGraph
from conftest import run
from ingest.text import normalise, sha256
from ontology.errors import RecordError, StoreError

FIRST = "In the ALPHA trial relapse was seen in 41% with zelimab."
LAST = "Zelimab should be given up."
TEXT = f"{FIRST} {LAST}"
RECORD = """\
record: letter
status: reviewed
curation: {{curator: A. Curator, date: 2030-01-01}}
document: {{id: letter, label: Letter, title: On zelimab, type: letter, authors: [Roe B]}}
conclusions:
  - {{id: give-up, anchor: s1.2, position: 1, status: reviewed, text: The drug has no place.}}
anchors:
  - {{id: s1.2, paragraph: 1, sentence: 2, start: {start}, end: {end}, sha256: {digest}}}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path, start = tmp_path / "letter.yaml", normalise(TEXT).index(LAST)
    path.write_text(RECORD.format(start=start, end=start + len(LAST), digest=sha256(LAST)))
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(TEXT)
    return path


@pytest.mark.parametrize(
    "command", [("conclusions",), ("trace", "give-up"), ("audit", "--fail-on", "never")]
)
def test_the_sentence_stands_in_quotation_marks_below_our_words(
    command: tuple[str, ...], record: Path, text: Path
) -> None:
    plain = run(*command, "--record", record).stdout
    assert "The drug has no place." in plain
    assert LAST not in plain
    told = run(*command, "--record", record, "--text", text).stdout
    assert "The drug has no place." in told
    assert f"“{LAST}”" in told


def test_a_text_that_the_record_does_not_anchor_is_refused(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Zelimab should be kept.")
    with pytest.raises(RecordError, match="none of the sentences"):
        EvidenceGraph.of(record).with_texts(other)
    done = run("conclusions", "--record", record, "--text", other)
    assert done.returncode == 1
    assert "none of the sentences" in done.stderr


def test_a_store_is_not_written_to(record: Path, text: Path, tmp_path: Path) -> None:
    run("build", record, "--store", tmp_path / "store")
    with EvidenceGraph.at(tmp_path / "store") as graph, pytest.raises(StoreError):
        graph.with_texts(text)
    done = run("conclusions", "--store", tmp_path / "store", "--text", text)
    assert done.returncode == 2
    assert "--store" in done.stderr


def test_the_record_keeps_no_sentence(record: Path, text: Path) -> None:
    EvidenceGraph.of(record).with_texts(text)
    assert LAST not in record.read_text()
    assert [c.quote for c in EvidenceGraph.of(record).conclusions()] == [None]
    assert [c.quote for c in EvidenceGraph.of(record).with_texts(text).conclusions()] == [LAST]
