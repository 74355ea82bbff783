"""Citations in tables, captions, footnotes and back matter; and what was not searched for them."""

from pathlib import Path

import pytest

from ingest.drafting.batch import Job, draft_file
from ingest.drafting.record import DraftRecord
from ingest.readers import read_bytes
from ingest.readers.document import Paper


def xref(number: int, printed: str = "") -> str:
    return f'<xref ref-type="bibr" rid="r{number}">{printed or number}</xref>'


def article(body: str, references: int, back: str = "") -> bytes:
    """An article in JATS with an invented list of so many references."""
    entries = "".join(
        f'<ref id="r{n}"><label>{n}</label><mixed-citation>Doe A. No. {n}. J Sleep. 2001;{n}:1-2.'
        "</mixed-citation></ref>"
        for n in range(1, references + 1)
    )
    return (
        f'<article article-type="letter"><body>{body}</body>'
        f"<back>{back}<ref-list>{entries}</ref-list></back></article>"
    ).encode()


def read(body: str, references: int, back: str = "") -> Paper:
    return read_bytes(article(body, references, back), "a.xml")


def drafted(data: bytes, tmp_path: Path, name: str = "a.xml") -> DraftRecord:
    path = tmp_path / name
    path.write_bytes(data)
    (written,) = draft_file(path, Job("2030-01-01", name="mine")).drafts
    return written.draft


TABLE = f"""<p>Sleep is short {xref(1)}.</p>
<table-wrap><label>Table 1</label><caption><p>Trials of sleep.{xref(5)}</p></caption>
<table><thead><tr><th>Trial</th><th>Slept</th></tr></thead>
<tbody><tr><td>Alpha {xref(2, "[2]")}</td><td>23/24</td></tr>
<tr><td>Beta {xref(3, "[3]")}</td><td>10/20</td></tr></tbody></table>
<table-wrap-foot><fn><p>After {xref(4, "[4]")}.</p></fn></table-wrap-foot></table-wrap>"""


def test_links_in_cells_caption_and_foot_of_a_table_are_pointers_with_their_place() -> None:
    paper = read(TABLE, 5)
    assert [pointer.numbers for pointer in paper.pointers] == [[1]]
    places = [(p.place, p.label, p.numbers) for p in paper.pointers_elsewhere]
    assert places == [
        ("caption", "Table 1", [5]),
        ("table", "Table 1", [2]),
        ("table", "Table 1", [3]),
        ("footnote", "Table 1", [4]),
    ]


def test_a_draft_has_a_pointer_without_anchor_for_each_citation_in_a_table(tmp_path: Path) -> None:
    record = drafted(article(TABLE, 5), tmp_path).record
    assert {p.reference for p in record.pointers} == {f"ref-{n}" for n in range(1, 6)}
    elsewhere = {p.reference: p.place for p in record.pointers if p.anchor is None}
    assert elsewhere == {
        "ref-2": "table",
        "ref-3": "table",
        "ref-4": "footnote",
        "ref-5": "caption",
    }


def test_a_footnote_in_a_paragraph_and_the_back_matter_cite() -> None:
    body = f"<p>Sleep is short {xref(1)}<fn><p>Not in {xref(2)}.</p></fn>.</p>"
    paper = read(body, 3, back=f"<ack><p>We thank all, as others did {xref(3)}.</p></ack>")
    assert [(p.place, p.numbers) for p in paper.pointers_elsewhere] == [
        ("footnote", [2]),
        ("back matter", [3]),
    ]


def test_brackets_in_the_table_of_a_text_without_links_cite_what_the_text_does_not() -> None:
    text = (
        "# Sleep\n\n## Results\n\nSleep is short [1]. It is told in Table 1.\n\n"
        "| Trial | Slept |\n|---|---|\n| Alpha [2] | 23/24 |\n| Beta [3] | 10 [1] |\n\n"
        "## References\n\n"
        + "\n".join(f"{n}. Doe A. No. {n}. J Sleep. 2001;{n}:1-2." for n in (1, 2, 3))
    )
    paper = read_bytes(text.encode(), "a.md")
    assert [p.numbers for p in paper.pointers_elsewhere] == [[2], [3]]
    assert paper.unsearched == []


def test_numbers_in_parentheses_in_a_table_are_not_searched_and_it_says_so() -> None:
    text = (
        "# Sleep\n\n## Results\n\nSleep is short (1). It is told in Table 1 (2).\n\n"
        "| Trial | Slept |\n|---|---|\n| Alpha (3) | 23 (3) |\n\n## References\n\n"
        + "\n".join(f"{n}. Doe A. No. {n}. J Sleep. 2001;{n}:1-2." for n in (1, 2, 3))
    )
    paper = read_bytes(text.encode(), "a.md")
    assert paper.pointers_elsewhere == []
    assert paper.unsearched == ["the tables"]


def test_a_table_that_is_an_image_is_told_as_not_searched(tmp_path: Path) -> None:
    image = "<table-wrap><label>Table 1</label><graphic/></table-wrap>"
    data = article(f"<p>Sleep is short {xref(1)}.</p>{image}", 2)
    draft = drafted(data, tmp_path)
    assert draft.record.document is not None
    assert any("Table 1" in what for what in draft.record.document.unsearched)
    assert any("Table 1" in note for note in draft.notes)


def test_an_abstract_with_a_reference_list_does_not_show_where_its_text_cites() -> None:
    data = (
        b"<article><front><article-meta><abstract><p>Sleep is short.</p></abstract></article-meta>"
        b'</front><back><ref-list><ref id="r1"><mixed-citation>Doe A. No. 1. J Sleep. 2001;1:1.'
        b"</mixed-citation></ref></ref-list></back></article>"
    )
    assert any("text of the paper" in what for what in read_bytes(data, "a.xml").unsearched)
    assert read(f"<p>Sleep is short {xref(1)}.</p>", 1).unsearched == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>Sleep is short ({xref(1)}, 2).</p>", [[1, 2]]),
        (f"<p>Sleep is short (1, {xref(2)}).</p>", [[1, 2]]),
        (f"<p>Sleep is short [{xref(1)}, 2, {xref(3)}] in wards.</p>", [[1, 2, 3]]),
        (f"<p>Sleep is short [{xref(1)}–3] in wards.</p>", [[1, 2, 3]]),
        (f"<p>Sleep is short.<sup>{xref(1)},2</sup> So it is.</p>", [[1, 2]]),
        (f"<p>Sleep is short <sup>[{xref(1)}]</sup> or not <sup>[{xref(2)}]</sup>.</p>", [[1], [2]]),
        (f"<p>Sleep is short [{xref(1)}]. Noise is loud [2].</p>", [[1], [2]]),
    ],
)  # fmt: skip
def test_a_number_that_the_file_left_unlinked_is_cited_too(
    body: str, expected: list[list[int]]
) -> None:
    assert [pointer.numbers for pointer in read(body, 3).pointers] == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Sleep is short ({xref(1)}, 24 wards).</p>",
        f"<p>Sleep is short ({xref(1)}, 77).</p>",
        f"<p>Sleep was short in wards ({xref(1)}) and in 2 others (2).</p>",
        f"<p>Sleep was short {xref(1)}, 2 of 3 slept.</p>",
    ],
)
def test_a_number_beside_a_link_that_is_no_reference_is_not_cited(body: str) -> None:
    assert [pointer.numbers for pointer in read(body, 3).pointers] == [[1]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Sleep is short ({one}, {two_for_one}).</p>", [[1, 2]]),
        ("<p>Sleep is short [{two_for_one}].</p>", [[1, 2]]),
        ("<p>Sleep is short [{one}]. Noise is loud [{two_for_one}].</p>", [[1], [1, 2]]),
    ],
)
def test_a_link_that_leads_to_another_entry_than_it_prints_cites_both(
    body: str, expected: list[list[int]]
) -> None:
    two_for_one = xref(1).replace(">1<", ">2<")
    paper = read(body.format(one=xref(1), two_for_one=two_for_one), 3)
    assert [pointer.numbers for pointer in paper.pointers] == expected


def test_a_link_that_leads_elsewhere_adds_nothing_that_is_cited_anyway() -> None:
    two_for_one = xref(1).replace(">1<", ">2<")
    paper = read(f"<p>Sleep is short [{xref(2)}]. Noise is loud [{two_for_one}].</p>", 3)
    assert [pointer.numbers for pointer in paper.pointers] == [[2], [1]]


def test_links_in_the_table_of_a_page_are_pointers_too() -> None:
    page = (
        '<html><body><h1>Sleep</h1><h2>Results</h2><p>Sleep is short <a href="#r1">1</a>.</p>'
        '<table><tr><th>Trial</th></tr><tr><td>Alpha <a href="#r2">2</a></td></tr></table>'
        '<h2>References</h2><ol><li id="r1">Doe A. No. 1. J Sleep. 2001;1:1.</li>'
        '<li id="r2">Doe A. No. 2. J Sleep. 2001;2:2.</li></ol></body></html>'
    )
    paper = read_bytes(page.encode(), "a.html")
    assert [pointer.numbers for pointer in paper.pointers] == [[1]]
    assert [(p.place, p.numbers) for p in paper.pointers_elsewhere] == [("table", [2])]
