"""An invented paper in several formats, and what the tests ask of a paper as read."""

import contextlib
import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.readers import read_bytes
from ingest.readers.document import Paper
from ingest.text import normalise, sha256
from ontology.errors import ReadingError

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


PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123</PMID>
<Article><Journal><JournalIssue><Volume>9</Volume><PubDate><Year>2030</Year><Month>Jul</Month></PubDate></JournalIssue>
<ISOAbbreviation>Inv J</ISOAbbreviation></Journal><ArticleTitle>A trial.</ArticleTitle>
<Pagination><MedlinePgn>107-14</MedlinePgn></Pagination>
<Abstract><AbstractText Label="RESULTS">It was 2.5%. It fell.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>JA</Initials></Author></AuthorList></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""


HTML = """<!DOCTYPE html><html><head><meta name="citation_author" content="Doe, Jane A">
<script>alert("no")</script></head><body><nav>Menu</nav><h1>A trial</h1><h2>Introduction</h2>
<p>It is known.<sup><a href="#r1">1</a>,<a href="#r3">3</a></sup> It was 2 m<sup>2</sup> [<a href="#r2">2</a>].</p>
<table><tr><td>A</td></tr></table><h2>References</h2>
<ol><li id="r1">Smith A. One.</li><li id="r2">Roe C. Two.</li><li id="r3">Poe D. Three.</li></ol></body></html>"""


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
