"""Reading documents: every format gives the same form, and nothing in a file can harm the reader."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

import alltrace
from conftest import run
from graph_viz.text import reports
from ingest import readers, records
from ingest.readers import read_bytes, webpage
from ingest.readers.document import Paper
from ingest.readers.pointers import expanded
from ingest.text import normalise, sha256
from ontology.errors import ReadingError
from ontology.model import Record
from places import BENCH, LETTER

needs_letter = pytest.mark.skipif(not LETTER.is_file(), reason="the letter is not at hand")
needs_bench = pytest.mark.skipif(not BENCH.is_dir(), reason="the papers are not at hand")

INVENTED = """\
# Remission in an invented trial

Jane Doe¹, John A. Roe²

¹Department of Nothing, ²Institute of Less

## Introduction

Remission is rare.¹ It was seen in 3 of 24 patients,² as in older work.³⁻⁵

## Results

The dose was 10 mg/m² and counts rose to 2 × 10⁹/L. Toxicity was grade 3¹ in most.

## References

1. Smith A, Jones B. One thing. *Lancet*. 2001;1:1-2.
2. Roe C. Another. Blood. 2002;2:3-4.
3. Poe D. Third. JAMA. 2003;3:5-6.
4. Loe E. Fourth. BMJ. 2004;4:7-8.
5. Moe F. Fifth
   thing. Cancer. 2005;5:9-10.
"""


def text(source: str, name: str = "paper.md") -> Paper:
    return read_bytes(source.encode(), name)


def cited(paper: Paper) -> list[tuple[str, list[int]]]:
    return [(pointer.text, pointer.numbers) for pointer in paper.pointers]


def sentences(paper: Paper) -> list[str]:
    return [
        sentence.text
        for section in paper.sections
        for paragraph in section.paragraphs
        if paragraph.number
        for sentence in paragraph.sentences
    ]


# -- the first document ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def letter() -> Paper:
    return readers.read(LETTER)


@pytest.fixture(scope="module")
def record() -> Record:
    return next(f.record for f in records.bundled() if f.name == "mohetaer-2026")


@needs_letter
def test_the_letter_has_the_text_that_the_record_was_made_from(
    letter: Paper, record: Record
) -> None:
    assert record.document is not None
    assert letter.text_sha256 == record.document.text_sha256


@needs_letter
def test_every_anchor_of_the_record_is_a_sentence_as_read(letter: Paper, record: Record) -> None:
    read = {
        (paragraph.number, sentence.number): (sentence.start, sentence.end, sentence.sha256)
        for section in letter.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    }
    for anchor in record.anchors:
        place = (anchor.paragraph, anchor.sentence)
        assert read[place] == (anchor.start, anchor.end, anchor.sha256), anchor.id


@needs_letter
def test_the_letters_sixteen_markers_and_nineteen_pointers_are_found(
    letter: Paper, record: Record
) -> None:
    places = {anchor.id: (anchor.paragraph, anchor.sentence) for anchor in record.anchors}
    true = sorted((*places[p.anchor or ""], p.reference) for p in record.pointers)
    found = [
        (p.paragraph, p.sentence, f"ref-{number}") for p in letter.pointers for number in p.numbers
    ]
    assert len(letter.pointers) == 16
    assert found == true
    assert len(found) == 19


@needs_letter
def test_the_letters_references_are_as_printed(letter: Paper, record: Record) -> None:
    assert [r.printed for r in letter.references] == [r.printed for r in record.references]


@needs_letter
def test_the_letter_says_who_wrote_it_and_when(letter: Paper, record: Record) -> None:
    found, true = letter.metadata, record.document
    assert true is not None
    assert (found.title, found.authors) == (true.title, list(true.authors))
    assert (found.journal, found.year, found.doi) == (true.journal, true.year, true.doi)
    assert (found.received, found.accepted) == (true.received, true.accepted)


# -- plain text and Markdown -----------------------------------------------------------------------


def test_a_paper_has_sections_paragraphs_pointers_and_references() -> None:
    paper = text(INVENTED)
    assert [(s.part, s.title) for s in paper.sections] == [
        ("front", "Remission in an invented trial"),
        ("body", "Introduction"),
        ("body", "Results"),
        ("references", "References"),
    ]
    assert cited(paper) == [("¹", [1]), ("²", [2]), ("³⁻⁵", [3, 4, 5]), ("¹", [1])]
    assert paper.references[0].printed == "Smith A, Jones B. One thing. Lancet. 2001;1:1-2."
    assert paper.references[4].printed == "Moe F. Fifth thing. Cancer. 2005;5:9-10."
    assert paper.metadata.title == "Remission in an invented trial"
    assert paper.metadata.authors == ["Doe J", "Roe JA"]


def test_the_text_is_the_normalised_file_and_every_offset_counts_in_it() -> None:
    paper = text(INVENTED)
    assert paper.text == normalise(INVENTED)
    for pointer in paper.pointers:
        assert paper.text[pointer.start : pointer.end] == pointer.text
    for reference in paper.references:
        assert str(reference.number) in paper.text[reference.start : reference.end]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("as shown.¹", [1]),
        ("as shown.⁴,⁵", [4, 5]),
        ("as shown.⁴⁻⁶", [4, 5, 6]),
        ("as shown.^{4,5}", [4, 5]),
        ("as shown.$^{4,5}$", [4, 5]),
        ("as shown.^{4–6}", [4, 5, 6]),
        ("as shown.^4,5^", [4, 5]),
        ("as shown.<sup>4-6</sup>", [4, 5, 6]),
        ("as shown [4,5].", [4, 5]),
        (r"as shown \[4-6\].", [4, 5, 6]),
        ("as shown [4]–[6].", [4, 5, 6]),
        ("as shown (4-6).", [4, 5, 6]),
        ("as shown (1, 4–6).", [1, 4, 5, 6]),
        ("as in 30% (2, 3), which", [2, 3]),
        ("in grade 3¹ toxicity", [1]),
        ("in phase 2² work", [2]),
        ("since 1998¹² at least", [12]),
        ("the rate (4.8%)², which", [2]),
        ("with vitamin D³ alone", [3]),
        ("at an early age², as", [2]),
        ("by Hogan et al.¹ and", [1]),
    ],
)
def test_citation_marks_are_read_and_their_lists_expanded(written: str, numbers: list[int]) -> None:
    paper = text(f"We say this at some length here, {written} And then we go on.")
    assert [p.numbers for p in paper.pointers] == [numbers]


@pytest.mark.parametrize(
    "written",
    [
        "12 m²", "25 kg/m²", "cells/mm³", "60 mL/min/1.73 m²", "9.8 m/s²", "50 × 10⁹/L",
        "10⁹ cells", "3 × 10⁻⁴", "≥10³ copies", "R² = 0.8", "I² of 50%", "the χ² test", "x³",
        "Ca²⁺ levels", "^{13}C urea", "the ¹⁸F-FDG scan", "H₂¹⁵O water", "10^{9}/L", "m^{2}",
        "$10^{-4}$", "$R^2$", "Ca^{2+}", "the 95^{th} centile", "strain mc²155", "CD34⁺ cells",
        "95% CI [4, 5]", "median 5 [3–8]", "Table [1](#t1)", "12 (23)", "n (12)", "in 2004 (2004)",
    ],
)  # fmt: skip
def test_exponents_charges_isotopes_and_counts_are_no_pointers(written: str) -> None:
    paper = text(f"We say this at some length here with {written} in it. And then we go on.")
    assert cited(paper) == []


def test_numbers_in_parentheses_are_counts_in_a_paper_that_cites_by_raised_numbers() -> None:
    paper = text(INVENTED.replace("most.", "most (2) of them [3]."))
    assert ("(2)", [2]) not in cited(paper)
    assert ("[3]", [3]) not in cited(paper)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [("4–6", (4, 5, 6)), ("1,4-6,9", (1, 4, 5, 6, 9)), ("101–4", (101, 102, 103, 104)),
     ("⁴⁻⁶", (4, 5, 6)), ("1 and 2", (1, 2)), ("1–9999", (1, 9999)), ("0", ())],
)  # fmt: skip
def test_lists_and_ranges_expand(printed: str, numbers: tuple[int, ...]) -> None:
    assert expanded(printed) == numbers


def test_a_paragraph_that_a_page_interrupts_is_one() -> None:
    paper = text("Introduction\n\nThis is one. The rate was high, as\n\nshown before. And so on.\n")
    assert sentences(paper) == ["This is one.", "The rate was high, as shown before.", "And so on."]


@pytest.mark.parametrize(
    "listing",
    [
        "[1] Smith A. One. 2001.\n[2] Roe C. Two. 2002.",
        "1) Smith A. One. 2001.\n2) Roe C. Two. 2002.",
        "- 1 Smith A. One. 2001.\n- 2 Roe C. Two. 2002.",
        "1. Smith A. One. 2001. 2. Roe C. Two. 2002.",
        "¹ Smith A. One. 2001.\n\n² Roe C. Two. 2002.",
    ],
)
def test_reference_lists_are_numbered_in_many_ways(listing: str) -> None:
    paper = text(f"Introduction\n\nThis is known.¹,² It is.\n\nReferences\n\n{listing}\n")
    assert [(r.number, r.printed) for r in paper.references] == [
        (1, "Smith A. One. 2001."),
        (2, "Roe C. Two. 2002."),
    ]


def test_a_list_without_heading_is_seen_by_its_numbers_and_years() -> None:
    paper = text(INVENTED.replace("## References\n\n", ""))
    assert [r.number for r in paper.references] == [1, 2, 3, 4, 5]


def test_a_list_without_numbers_is_numbered_in_order_and_says_so() -> None:
    paper = text("Introduction\n\nKnown.¹\n\nReferences\n\n- Smith A. One. 2001.\n- Roe C. Two.\n")
    assert [(r.number, r.printed) for r in paper.references] == [
        (1, "Smith A. One. 2001."),
        (2, "Roe C. Two."),
    ]
    assert "has no numbers" in paper.notes[0]


def test_pointers_beyond_the_list_are_marked_and_noted() -> None:
    paper = text(INVENTED.replace("rare.¹", "rare.⁹"))
    assert [p.unknown for p in paper.pointers if p.unknown] == [[9]]
    assert "reference 9, which the list of 5 does not have" in paper.notes[0]


def test_tables_are_kept_apart_from_the_sentences() -> None:
    paper = text("Introduction\n\nText here.\n\n| arm | n |\n|---|---|\n| A | 12 |\n\nMore text.\n")
    assert [t.rows for t in paper.tables] == [[["arm", "n"], ["A", "12"]]]
    assert sentences(paper) == ["Text here.", "More text."]


# -- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["We follow Hogan et al. in this.", "It is so (Fig. 2)."],
        ["It was 0.5% vs. 0.7% then.¹", "Later it was P = .05.", "No more."],
        ["As was shown.^{4,5}", "Others agree [6].", "So do we."],
        ["Vitamin D was given in arm B.", "The dose was low.", "J. R. Smith read it."],
        ["E. coli grew (see Ref. 3. It is old) in two.", "mTOR was high.", "p53 was not."],
        ["It was used.†", "It did not help.*", "No."],
        ["Is it so?", "It is!", '"It is not."', "We think so."],
        ["这是真的。", "那也是。"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert sentences(text(f"Introduction\n\n{' '.join(parts)}\n")) == parts


# -- XML and HTML ----------------------------------------------------------------------------------

JATS = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-archivearticle1.dtd">
<article article-type="letter" xmlns:xlink="http://www.w3.org/1999/xlink"><front>
<journal-meta><journal-title-group><journal-title>Invented Journal</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1234/x</article-id><article-id pub-id-type="pmc">77</article-id>
<title-group><article-title>On <italic>remission</italic></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane A.</given-names></name></contrib></contrib-group>
<pub-date><day>2</day><month>3</month><year>2030</year></pub-date><volume>7</volume><fpage>1</fpage>
<abstract><sec><title>Aim</title><p>To see.</p></sec></abstract></article-meta></front>
<body><sec><title>Results</title><p>It fell to 10<sup>9</sup>/L.<sup><xref ref-type="bibr" rid="r1">1</xref>&#8211;<xref ref-type="bibr" rid="r3">3</xref></sup> The area was 2 m<sup>2</sup> (<xref ref-type="bibr" rid="r2">Roe, 2002</xref>; <xref ref-type="fig" rid="f1">Fig. 1</xref>).</p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Arms</p></caption><table><tr><th>arm</th><td>A</td></tr></table></table-wrap></sec></body>
<back><ref-list><title>References</title>
<ref id="r1"><label>1</label><element-citation><person-group person-group-type="author"><name><surname>Smith</surname><given-names>AB</given-names></name><etal/></person-group><article-title>One</article-title><source>Lancet</source><year>2001</year><volume>3</volume><issue>4</issue><fpage>5</fpage><lpage>6</lpage><pub-id pub-id-type="pmid">99</pub-id></element-citation></ref>
<ref id="r2"><label>2</label><mixed-citation>Roe C. Two. 2002.</mixed-citation></ref>
<ref id="r3"><label>3</label><mixed-citation>Poe D. Three. 2003.</mixed-citation></ref></ref-list></back></article>"""


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


PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123</PMID>
<Article><Journal><JournalIssue><Volume>9</Volume><PubDate><Year>2030</Year><Month>Jul</Month></PubDate></JournalIssue>
<ISOAbbreviation>Inv J</ISOAbbreviation></Journal><ArticleTitle>A trial.</ArticleTitle>
<Pagination><MedlinePgn>107-14</MedlinePgn></Pagination>
<Abstract><AbstractText Label="RESULTS">It was 2.5%. It fell.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>JA</Initials></Author></AuthorList></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""


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


HTML = """<!DOCTYPE html><html><head><meta name="citation_author" content="Doe, Jane A">
<script>alert("no")</script></head><body><nav>Menu</nav><h1>A trial</h1><h2>Introduction</h2>
<p>It is known.<sup><a href="#r1">1</a>,<a href="#r3">3</a></sup> It was 2 m<sup>2</sup> [<a href="#r2">2</a>].</p>
<table><tr><td>A</td></tr></table><h2>References</h2>
<ol><li id="r1">Smith A. One.</li><li id="r2">Roe C. Two.</li><li id="r3">Poe D. Three.</li></ol></body></html>"""


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


class Pdf:
    """A PDF in the making: text in two columns under a running head."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        self.canvas = canvas.Canvas(self.bytes, pagesize=A4)

    def line(self, x: float, y: float, *runs: tuple[str, str]) -> None:
        """One line; a run is `plain`, or `raised` and smaller."""
        words = self.canvas.beginText(x, y)
        for kind, shown in runs:
            words.setFont("Times-Roman", 10 if kind == "plain" else 6.5)
            words.setRise(0 if kind == "plain" else 4)
            words.textOut(shown)
        self.canvas.drawText(words)

    def page(self, number: int) -> None:
        self.canvas.setFont("Helvetica", 7)
        self.canvas.drawString(60, 820, "Invented Journal 2030;12:100-110")
        self.canvas.drawString(300, 20, str(number))
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self.bytes.getvalue()


LEFT, RIGHT = 60, 310
COLUMN_ONE = [
    "Introduction", "The patients in this trial were given one of", "two regimens for a long time and",
    "they were seen by many of the doctors who work-", "ed there. None of them was cured of the disease",
    "that they had, which was seen before in trials",
]  # fmt: skip
COLUMN_TWO = [
    "of the same kind, and no reason for it is known.", "Others found that most of the patients had a",
    "better outcome than that. The reason for this is", "not known to us and may never be known to any",
    "body at all. We think that more work is needed", "before a rule can be made of what was seen.",
]  # fmt: skip


def two_columns(by_row: bool) -> bytes:
    pdf = Pdf()
    rows = [(LEFT, n, line) for n, line in enumerate(COLUMN_ONE)]
    rows += [(RIGHT, n, line) for n, line in enumerate(COLUMN_TWO)]
    for x, n, line in sorted(rows, key=lambda row: (row[1], row[0])) if by_row else rows:
        pdf.line(x, 760 - 12 * n, ("plain", line))
    pdf.page(1)
    pdf.line(LEFT, 760, ("plain", "It ended well."), ("raised", "1,2"), ("plain", " The area was 3 m"),
             ("raised", "2"), ("plain", " in all."))  # fmt: skip
    pdf.line(LEFT, 724, ("plain", "References"))
    pdf.line(LEFT, 712, ("plain", "1. Smith A. One. Lancet. 2001;1:1-2."))
    pdf.line(LEFT, 700, ("plain", "2. Roe C. Two. Blood. 2002;2:3-4."))
    pdf.page(2)
    return pdf.done()


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


def scanned() -> bytes:
    pdf = Pdf()
    pdf.canvas.rect(100, 100, 200, 200, fill=1)
    pdf.canvas.showPage()
    return pdf.done()


def encrypted() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt="secret")
    page.drawString(100, 700, "Nobody may read this.")
    page.save()
    return out.getvalue()


# -- what cannot be read ---------------------------------------------------------------------------

BOMB = """<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<article><body><p>&b;</p></body></article>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<article><body><p>&a;</p></body></article>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04rest", "Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"%PDF-1.7\nnothing", "broken or cut off"),
        (two_columns(False)[:900], "broken or cut off"),
        (encrypted(), "encrypted"),
        (scanned(), "no text layer"),
        (BOMB.encode(), "entities"),
        (OUTSIDE.encode(), "entities"),
        (JATS.encode()[:1500], "XML is broken at line"),
        (b'<?xml version="1.0"?><other/>', "neither JATS nor PubMed"),
        (b"<PubmedArticleSet></PubmedArticleSet>", "no record"),
        (b"<html><body></body></html>", "no text"),
        (b"a" * (readers.LARGEST_TEXT + 1), "at most 20 MB"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(ReadingError, match=said) as error:
        read_bytes(data, "bad.file")
    assert str(error.value).startswith("bad.file: ")
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("odd", ["9" * 5_000, "²", "٣", "-1", "0", "32"])
@pytest.mark.parametrize("field", ["year", "month", "day"])
def test_a_date_that_is_none_is_left_out(field: str, odd: str) -> None:
    parts = {"year": "2030", "month": "5", "day": "9"} | {field: odd}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items())
    jats = f"<article><front><article-meta><pub-date>{inner}</pub-date></article-meta></front>"
    paper = read_bytes(f"{jats}<body><p>Text.</p></body></article>".encode(), "p.xml")
    expected = {"year": None, "month": "2030", "day": "2030-05"}[field]
    assert paper.metadata.published == expected
    dated = f"<Journal><PubDate>{inner.title()}</PubDate></Journal>"
    pubmed = f"<PubmedArticle>{dated}<ArticleTitle>A title</ArticleTitle></PubmedArticle>"
    assert read_bytes(pubmed.encode(), "p.xml").metadata.published == expected


def test_a_huge_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(200_000_000)
    with pytest.raises(ReadingError, match="200 MB; files of up to 100 MB are read"):
        readers.read(path)


@pytest.mark.parametrize("path", ["/dev/null", "not there", "x\0y", "."])
def test_what_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(ReadingError):
        readers.read(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_encodings_are_told_from_the_bytes(encoding: str) -> None:
    paper = read_bytes("Introduction\n\nDosage à 5 mg. Très bien.\n".encode(encoding), "f")
    assert sentences(paper) == ["Dosage à 5 mg.", "Très bien."]


def test_bytes_of_another_encoding_in_a_file_are_read_and_noted() -> None:
    paper = read_bytes("Première ligne. ".encode() + "Deuxième.".encode("cp1252"), "f")
    assert paper.text == "Première ligne. Deuxième."
    assert paper.notes == ["1 bytes that are not UTF-8 were read as Windows-1252"]


def test_text_from_right_to_left_is_read_in_its_order() -> None:
    words = "هذه تجربة. كانت ناجحة؟ نعم."
    assert sentences(text(f"Introduction\n\n{words}\n")) == ["هذه تجربة.", "كانت ناجحة؟", "نعم."]


# -- what holds for every input --------------------------------------------------------------------


def check(paper: Paper) -> None:
    """What every paper keeps to."""
    assert paper.text == normalise(paper.text)
    assert paper.text_sha256 == sha256(paper.text)
    for section in paper.sections:
        for paragraph in section.paragraphs:
            shown = " ".join(s.text for s in paragraph.sentences)
            assert shown == paper.text[paragraph.start : paragraph.end]
            for sentence in paragraph.sentences:
                assert sentence.text == paper.text[sentence.start : sentence.end]
    for pointer in paper.pointers:
        assert pointer.text == paper.text[pointer.start : pointer.end]
        assert pointer.numbers
    paper.model_dump_json()


def read_or_refused(data: bytes) -> None:
    """Some bytes make a paper that keeps to the rules, or one line that says why not."""
    with contextlib.suppress(ReadingError):
        check(read_bytes(data, "f"))


SCRAPS = st.sampled_from(
    ["¹", "²,³", "^{4}", "$^{1-3}$", "[1]", "(2)", "[1](#a)", "<sup>", "</sup>", "et al.", "Fig. 2",
     "References\n\n", "\n\n", "1. ", "2) ", "- ", "# ", "|a|b|\n", "---\n", "10", "m", "R", "—", "\u0301",
     "\u202e", "<p>", "</p>", "<a href='#r1'>", "&nbsp;", "&#1;", "<li id=r1>", "<!--", "]]>", "text ", ". ",
     "A", "Introduction\n"]
)  # fmt: skip


@given(st.lists(SCRAPS | st.text(max_size=8), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_its_offsets_hold(parts: list[str]) -> None:
    source = "".join(parts)
    for start in ("", "<html><body>", "Introduction\n\n"):
        read_or_refused((start + source).encode(errors="replace"))


@given(st.data())
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize(
    "whole", [JATS.encode(), HTML.encode(), PUBMED.encode(), two_columns(True)]
)
def test_a_damaged_file_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    until = data.draw(st.integers(at, min(len(whole), at + 200)))
    damaged = whole[:at] + data.draw(st.binary(max_size=20)) + whole[until:]
    read_or_refused(damaged)


@pytest.mark.parametrize(
    "part",
    ["(", "(a. B ", "¹", "a¹ ", "^{4,", "1,", "[1](#", ".", ". A", " ", "\n", "# a ", "|", "--- ",
     "a\n===\n", "**a", "<sup>", "<", "et al. ", "[1, 2] ", "-:", "A. B. ", "1. x\n", "\u0301",
     "*", ":", "#", "# "],
)  # fmt: skip
def test_time_grows_with_the_text_and_not_with_its_square(part: str) -> None:
    """Many repeats end; what grows with the square or worse would meet the limit of the run."""
    for start in ("", "References\n\n", "Smith A. "):
        check(text(start + part * 20_000 + "end"))


def test_so_it_does_with_the_references_of_a_page() -> None:
    items = "<li>Smith A. One.</li>" * 40_000
    page = f"<html><body><p>Said before.</p><h2>References</h2><ol>{items}</ol></body></html>"
    blocks = webpage.read(page, "page.html").blocks
    assert [b.number for b in blocks if b.kind == "reference"] == list(range(1, 40_001))


@pytest.mark.parametrize("printed", ["t(4;11)", "inv(16)", "del(7)", "der(1)", "t(9;22)"])
def test_a_chromosomal_aberration_is_no_citation(printed: str) -> None:
    paper = text(f"It was seen before (1, 2). Patients with {printed} relapsed (3).\n")
    assert [p.text for p in paper.pointers] == ["(1, 2)", "(3)"]


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


@needs_bench
def test_links_of_real_papers_survive_being_printed_and_read_back() -> None:
    from benchmarks.reading import PAPERS, STYLES, f1, marked, read_back

    for name in PAPERS:
        source = readers.read(BENCH / name)
        check(source)
        for style in STYLES:
            marks, links, paper = read_back(marked(source, style))
            found = {(p.start, p.end) for p in paper.pointers}
            linked = {(p.start, n) for p in paper.pointers for n in p.numbers}
            least = 0.96 if style == "(1)" else 0.98
            assert f1(found, marks) >= least, (name, style)
            assert f1(linked, links) >= least, (name, style)
