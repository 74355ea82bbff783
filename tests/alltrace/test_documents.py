"""What the commands do to documents and record files, done from Python."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alltrace import ReadingError, RecordError, Review, diff, draft, import_records, read, review
from conftest import run

Writer = Callable[..., Path]
LETTER = """A trial of two arms

Of 40 patients, 31 (77.5%) had a complete remission. Of 38 patients, 12 (31.6%) died.
"""
EXTRACTED = ("status: reviewed", "status: extracted")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path


@pytest.fixture
def drafted(record_file: Writer) -> Path:
    """The invented record as a draft: all of it is still to be reviewed."""
    return record_file(EXTRACTED, name="draft.yaml")


def test_a_draft_is_the_text_that_the_command_writes(letter: Path) -> None:
    (made,) = draft(letter, name="mine")
    assert made.text == run("draft", letter, "--name", "mine").stdout
    assert made.name == made.draft.record.record == "mine"
    (again,) = draft(letter, name="mine", day=date(2030, 1, 2))
    assert "2030-01-02" in again.text


def test_what_is_printed_of_drafts_papers_and_statements_is_a_line(
    letter: Path, drafted: Path
) -> None:
    (made,) = draft(letter, name="mine")
    assert repr(made) == "WrittenDraft(name='mine')"
    assert repr(read(letter)) == f"<Paper {letter}: 2 sections, 0 pointers, 0 references>"
    names = [repr(item) for item in review(drafted).statements()]
    assert "<ReviewItem: conclusion works>" in names


def test_a_document_that_cannot_be_read_is_named(letter: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"none\.txt"):
        draft(letter, tmp_path / "none.txt")


def test_a_review_writes_each_decision_at_once_and_takes_it_back(drafted: Path) -> None:
    before = drafted.read_bytes()
    session = review(drafted)
    assert repr(session) == "<Review of smith-2030: 6 statements, 6 of them not reviewed>"
    (pointer,) = (item for item in session.statements() if item.section == "pointers")
    session.accept(pointer)
    assert review(drafted).waiting().keys() == session.waiting().keys()
    assert pointer.key not in session.waiting()
    assert session.decided("accepted") == [pointer.thing.id]
    undone = session.undo()
    assert undone is not None
    assert undone.outcome == "accepted"
    assert drafted.read_bytes() == before
    assert session.undo() is None


def test_an_edit_and_a_drop_change_the_file_as_diff_tells(drafted: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_bytes(drafted.read_bytes())
    session = review(drafted)
    items = {item.thing.id: item for item in session.statements()}
    session.edit(items["remission"], {"value": "72.6"})
    removal = session.drop(items["works"])
    assert ("evidence", "e1") in removal.dependents
    told = {(c.kind, c.section, c.old) for c in diff(old, drafted)}
    assert told >= {("removed", "conclusions", "works"), ("removed", "evidence", "e1")}
    assert ("changed", "stated", "remission") in told
    assert diff(drafted, drafted) == []


def test_a_review_refuses_to_finish_before_all_is_reviewed(drafted: Path) -> None:
    session = review(drafted)
    with pytest.raises(RecordError, match="6 statements are not reviewed yet"):
        session.finish()
    session.accept(*session.waiting().values())
    session.finish()
    assert Review.of(drafted).file.record.status == "reviewed"


def test_a_review_does_not_write_over_what_another_program_wrote(drafted: Path) -> None:
    session = review(drafted)
    drafted.write_text(drafted.read_text() + "# more\n")
    with pytest.raises(RecordError, match="changed by another program"):
        session.accept(*session.waiting().values())


def test_diff_tells_what_the_command_tells(record_file: Writer) -> None:
    old, new = record_file(), record_file(("72.60", "62.60"), name="new.yaml")
    told = json.loads(run("diff", old, new, "--format", "json").stdout)["changes"]
    assert [(c["kind"], c["section"], c["old"]) for c in told] == [
        (c.kind, c.section, c.old) for c in diff(old, new)
    ]


def test_imported_records_are_those_of_the_command(tmp_path: Path) -> None:
    work = {"DOI": "10.1000/x.1", "type": "journal-article", "title": ["A trial"], "issued": {}}
    (tmp_path / "works.json").write_text(json.dumps([work, work | {"DOI": "10.1000/x.2"}]))
    records = import_records(tmp_path / "works.json", day=date(2030, 1, 2))
    assert len(records) == 2
    out = tmp_path / "out"
    assert run("import", tmp_path / "works.json", "-o", out).returncode == 0
    assert {one.file_name for one in records} == {path.name for path in out.iterdir()}
    assert all(one.data and one.data["curation"]["date"] == "2030-01-02" for one in records)
    with pytest.raises(ReadingError):
        import_records(tmp_path / "none.json")
