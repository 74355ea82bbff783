"""Tables as grids: spans that a file does not tell, and HTML tables within Markdown."""

from pathlib import Path

import pytest

from ingest import readers
from ingest.readers.grid import html_table

ROW = "<tr><td>Itch</td>{}</tr>"


def head_of(head: str, columns: int) -> list[str]:
    cells = "".join(f"<td>{n}</td>" for n in range(1, columns))
    table = html_table(f"<table><tr>{head}</tr>{ROW.format(cells)}</table>")
    assert table is not None
    return table.rows[0]


@pytest.mark.parametrize(
    ("head", "columns", "expected"),
    [
        ('<th/><th colspan="0">Balm</th><th colspan="0">Sham</th>', 5, ["", "Balm", "Balm", "Sham", "Sham"]),
        ('<th/><th colspan="0">Balm</th><th colspan="0">Sham</th><th>p</th>', 8, ["", *["Balm"] * 3, *["Sham"] * 3, "p"]),
        ('<th/><th colspan="0">Balm</th><th colspan="2">Sham</th>', 5, ["", "Balm", "Balm", "Sham", "Sham"]),
        ('<th/><th colspan="0">Balm</th><th colspan="0">Sham</th>', 3, ["", "Balm", "Sham"]),
        ("<th/><th>Balm</th><th>Sham</th>", 5, ["", "Balm", "Sham", "", ""]),
    ],
)  # fmt: skip
def test_a_span_that_is_not_told_takes_its_share_of_the_lacking_columns(
    head: str, columns: int, expected: list[str]
) -> None:
    assert head_of(head, columns) == expected


def test_spans_that_cannot_be_shared_evenly_name_no_column() -> None:
    head = '<th/><th colspan="0">Balm</th><th colspan="0">Sham</th>'
    assert head_of(head, 6) == ["", "", "", "", "", ""]


def paper(tmp_path: Path, body: str) -> readers.document.Paper:
    path = tmp_path / "letter.md"
    path.write_text(
        f"# Results\n\nThe scores of both groups are in Table 1.\n\n{body}\n\n# Discussion\n\nBalm helped.\n"
    )
    return readers.read(path)


def sentences(read: readers.document.Paper) -> list[str]:
    """The sentences of the running text."""
    return [
        sentence.text for section in read.sections for paragraph in section.paragraphs
        if paragraph.kind == "text" for sentence in paragraph.sentences
    ]  # fmt: skip


HTML = """<table>
<thead><tr><th>Score</th><th>Balm (n = 12)</th><th>Sham (n = 14)</th></tr></thead>

<tbody><tr><td>Itch, mean (SD)</td><td>3.4 (1.1)</td><td>5.2 (1.6)</td></tr></tbody>
</table>"""


def test_an_html_table_within_markdown_is_a_table_and_no_text(tmp_path: Path) -> None:
    read = paper(tmp_path, f"**Table 1.** Itch after a week\n\n{HTML}")
    (table,) = read.tables
    assert table.rows[1] == ["Itch, mean (SD)", "3.4 (1.1)", "5.2 (1.6)"]
    assert (table.head, "Itch after a week" in table.caption) == (1, True)
    assert not any("5.2" in text for text in sentences(read))
    assert "Balm helped." in sentences(read)


def test_a_table_that_is_never_closed_hides_no_text(tmp_path: Path) -> None:
    read = paper(tmp_path, "<table>\n<tr><td>Itch</td></tr>")
    assert read.tables == []
    assert "Balm helped." in sentences(read)
