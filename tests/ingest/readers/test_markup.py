"""Papers in XML, HTML and PDF."""

from pathlib import Path

import pytest
from invented_papers import HTML, JATS, PUBMED, cited, sentences, text, two_columns

from ingest import readers
from ingest.readers import read_bytes

# -- XML and HTML ----------------------------------------------------------------------------------


def test_jats_gives_links_parts_and_tables() -> None:
    paper = text(JATS)
    assert paper.format == "jats"
    assert cited(paper) == [("^{1–3}", [1, 2, 3]), ("Roe, 2002", [2])]
    assert "It fell to 10⁹/L." in paper.text
    assert "2 m²" in paper.text
    first = paper.references[0]
    assert first.printed == "Smith AB, et al. One. Lancet. 2001;3(4):5-6."
    assert (first.parsed.authors, first.parsed.etal) == ((("Smith", "AB"),), True)
    assert (first.parsed.journal, first.parsed.pmid) == ("Lancet", "99")
    untagged = paper.references[1].parsed
    assert (untagged.authors, untagged.title, untagged.year) == ((("Roe", "C"),), "Two", "2002")
    assert [(t.label, t.rows) for t in paper.tables] == [("Table 1", [["arm", "A"]])]
    meta = paper.metadata
    assert (meta.title, meta.authors, meta.journal) == (
        "On remission",
        ["Doe JA"],
        "Invented Journal",
    )
    assert (meta.doi, meta.pmcid, meta.published) == ("10.1234/x", "PMC77", "2030-03-02")
    assert [(s.part, s.title) for s in paper.sections] == [
        ("front", "On remission"), ("abstract", "Abstract"), ("abstract", "Aim"),
        ("body", "Results"), ("references", "References"),
    ]  # fmt: skip


def test_fragments_of_jats_are_read_without_their_root() -> None:
    paper = text(
        "<abstract><p>Short.</p></abstract><sec><title>Results</title><p>See"
        ' <xref ref-type="bibr" rid="a">23</xref> and <ext-link xlink:href="x">here</ext-link>.</p></sec>'
    )
    assert sentences(paper) == ["Short.", "See 23 and here."]
    assert cited(paper) == [("23", [23])]


def test_pubmed_gives_the_abstract_and_where_it_stands() -> None:
    paper = text(PUBMED)
    assert paper.format == "pubmed"
    assert sentences(paper) == ["It was 2.5%.", "It fell."]
    meta = paper.metadata
    assert (meta.pmid, meta.journal, meta.published) == ("123", "Inv J", "2030-07")
    assert (meta.first_page, meta.last_page, meta.authors) == ("107", "114", ["Doe JA"])


def test_a_set_of_records_is_read_one_by_one(tmp_path: Path) -> None:
    one = PUBMED.split("<PubmedArticle>")[1].split("</PubmedArticle>")[0]
    many = f"<PubmedArticleSet>{f'<PubmedArticle>{one}</PubmedArticle>' * 3}</PubmedArticleSet>"
    path = tmp_path / "set.xml"
    path.write_text(many)
    assert [p.metadata.pmid for p in readers.read_each(path)] == ["123"] * 3
    assert readers.read(path).notes == ["the file holds 3 documents; this is the first"]


def test_html_gives_links_and_leaves_menus_and_scripts_out() -> None:
    paper = text(HTML)
    assert paper.format == "html"
    assert cited(paper) == [("^{1,3}", [1, 3]), ("[2]", [2])]
    assert "Menu" not in paper.text
    assert "alert" not in paper.text
    assert paper.metadata.authors == ["Doe JA"]
    assert [r.printed for r in paper.references] == [
        "Smith A. One.",
        "Roe C. Two.",
        "Poe D. Three.",
    ]


# -- PDF -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_row", [False, True])
def test_pdf_columns_are_read_one_after_the_other(by_row: bool) -> None:
    paper = read_bytes(two_columns(by_row), "two.pdf")
    assert paper.format == "pdf"
    found = sentences(paper)
    assert "they were seen by many of the doctors who worked there." in found[0]
    assert found[1].startswith(
        "None of them was cured of the disease that they had, which was seen"
    )
    assert found[1].endswith("in trials of the same kind, and no reason for it is known.")
    assert "Invented Journal" not in paper.text
    assert cited(paper) == [("^{1,2}", [1, 2])]
    assert "3 m² in all." in paper.text
    assert [r.number for r in paper.references] == [1, 2]


def test_cells_that_span_stand_in_every_place_they_cover() -> None:
    table = (
        "<table><thead><tr><th rowspan='2'>event</th><th colspan='2'>arm</th></tr>"
        "<tr><th>A</th><th>B</th></tr></thead><tr><td>\u2003sepsis</td><td>1</td><td>2</td></tr></table>"
    )
    (read,) = text(f"<html><body><p>Some text here.</p>{table}</body></html>").tables
    assert (read.rows, read.head) == (
        [["event", "arm", "arm"], ["event", "A", "B"], [" sepsis", "1", "2"]],
        2,
    )


@pytest.mark.parametrize("span", ["x", "-1", "0", "99999999999", "²"])
def test_a_span_that_is_no_span_is_bounded(span: str) -> None:
    table = f"<table><tr><td colspan='{span}' rowspan='{span}'>a</td></tr></table>" * 3
    for read in text(f"<html><body><p>Some text here.</p>{table}</body></html>").tables:
        assert len(read.rows[0]) <= 60
