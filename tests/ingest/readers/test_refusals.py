"""What cannot be read is refused in one line, and what holds of every input."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_papers import (
    HTML,
    JATS,
    PUBMED,
    Pdf,
    check,
    read_or_refused,
    sentences,
    text,
    two_columns,
)
from reportlab.pdfgen import canvas

from ingest import readers
from ingest.readers import read_bytes, webpage
from ontology.errors import ReadingError


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
