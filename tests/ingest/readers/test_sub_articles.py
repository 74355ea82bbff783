"""A letter and the authors' reply in one file: told, and read on request."""

from pathlib import Path

import pytest

from ingest.drafting.batch import Job, draft_file
from ingest.readers import read, read_all, read_bytes, read_each
from ontology.errors import ReadingError


def part(title: str, sentence: str, number: int) -> str:
    """Body and list of one document."""
    return (
        f'<body><p>{sentence} <xref ref-type="bibr" rid="{title}{number}">{number}</xref>.</p></body>'
        f'<back><ref-list><ref id="{title}{number}"><label>{number}</label><mixed-citation>Doe A. Of '
        f"{title}. J Sleep. 2001;{number}:1.</mixed-citation></ref></ref-list></back>"
    )


def titled(title: str) -> str:
    return f"<title-group><article-title>{title}</article-title></title-group>"


FILE = (
    '<article article-type="letter"><front><journal-meta><journal-title>J Sleep</journal-title>'
    f"</journal-meta><article-meta>{titled('Noise')}<pub-date><year>2026</year></pub-date>"
    "</article-meta></front>" + part("letter", "Sleep was short in 40% of wards", 1) + "{replies}"
    "</article>"
)
REPLY = (
    '<sub-article article-type="reply"><front-stub>' + titled("In answer") + "<contrib-group>"
    "<contrib><name><surname>Roe</surname><given-names>Ann</given-names></name></contrib>"
    "</contrib-group></front-stub>"
    + part("reply", "It was long in 60% of them", 2)
    + "</sub-article>"
)
RESPONSE = (
    '<response response-type="reply"><front-stub>' + titled("Once more") + "</front-stub>"
    + part("response", "It was neither in 5%", 3) + "</response>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("replies", "titles"), [(REPLY, ["In answer"]), (REPLY + RESPONSE, ["In answer", "Once more"])]
)
def test_what_else_a_file_holds_is_told(replies: str, titles: list[str]) -> None:
    paper = read_bytes(FILE.format(replies=replies).encode(), "a.xml")
    assert paper.metadata.title == "Noise"
    (note,) = paper.notes
    assert note.startswith(f"the file holds {len(titles) + 1} documents")
    assert all(title in note for title in titles)
    assert [entry.number for entry in paper.references] == [1]


def test_a_file_of_one_document_has_no_note() -> None:
    assert read_bytes(FILE.format(replies="").encode(), "a.xml").notes == []


def test_a_reply_is_read_with_its_own_authors_list_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.format(replies=REPLY))
    reply = read(path, part=2)
    assert (reply.metadata.title, reply.metadata.type) == ("In answer", "reply")
    assert reply.metadata.authors == ["Roe A"]
    assert (reply.metadata.journal, reply.metadata.year) == ("J Sleep", 2026)
    assert [(p.numbers, p.unknown) for p in reply.pointers] == [([2], [])]
    assert "60%" in reply.text
    assert "40%" not in reply.text


def test_a_part_that_is_not_there_is_an_error_with_the_number_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.format(replies=REPLY))
    with pytest.raises(ReadingError, match="holds 2 documents; there is no number 3"):
        read(path, part=3)


def test_a_stub_without_text_is_no_document() -> None:
    stub = "<sub-article><front-stub>" + titled("Stub") + "</front-stub></sub-article>"
    assert read_bytes(FILE.format(replies=stub).encode(), "a.xml").notes == []


def test_a_draft_is_of_the_first_document_unless_a_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.format(replies=REPLY))
    (letter,) = draft_file(path, Job("2030-01-01")).drafts
    assert letter.draft.record.document is not None
    assert letter.draft.record.document.type == "letter"
    assert any("In answer" in note and "part 2" in note for note in letter.draft.notes)
    (reply,) = draft_file(path, Job("2030-01-01", part=2)).drafts
    assert reply.draft.record.document is not None
    assert reply.draft.record.document.type == "reply"
    assert reply.name != letter.name


def test_each_and_all_differ_in_the_sub_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.format(replies=REPLY + RESPONSE))
    assert [paper.metadata.title for paper in read_each(path)] == ["Noise"]
    titles = [paper.metadata.title for paper in read_all(path)]
    assert titles == ["Noise", "In answer", "Once more"]
