"""Files and folders that a user gives, read to sources."""

import io
import json
from pathlib import Path

import pytest
from invented_lists import BIBTEX, CSL, PRINTED, RIS, ZOTERO, crossref_work
from reportlab.pdfgen import canvas

from ingest.checking.given import sources
from ingest.checking.source import Source
from ingest.checking.source_kinds import paper_of
from ontology.errors import ReadingError

LETTER = "# Effect of rest on sleep\n\nAnna Doe, Jo Mueller\n\n## Results\n\n"
SENTENCE = "Sleep rose in 12 of 40 people who rested in the first week. "


def given(folder: Path, **files: str | bytes) -> list[Source]:
    """The sources in a folder with these files; `_` before the ending stands for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        folder.joinpath(".".join(name.rsplit("_", 1))).write_bytes(data)
    return sources([folder])


def pdf(*lines: str) -> bytes:
    """A PDF with these lines of text, or with a drawing only."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(100, 100, 200, 200)
    for n, line in enumerate(lines):
        page.drawString(72, 760 - 14 * n, line)
    page.showPage()
    page.save()
    return out.getvalue()


PUBMED = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>77</PMID>
<Article><Journal><Title>J Inv</Title></Journal><ArticleTitle>Of naps.</ArticleTitle><Abstract>
<AbstractText Label="RESULTS">Naps rose to 3 x 10<sup>9</sup>/L.</AbstractText></Abstract></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
NBIB = """
PMID- 90000077
VI  - 12
IP  - 3
DP  - 2020 Mar
TI  - Effect of rest on sleep: an
      invented trial.
PG  - 107-14
LID - 10.1000/abc [doi]
AB  - BACKGROUND: Sleep is short. RESULTS: It rose in 12 of 40 (30%). In group A: none.
FAU - Doe, Anna B
AU  - Doe AB
CN  - The Big Group
PT  - Journal Article
PT  - Retracted Publication
TA  - J Inv Med
SI  - ClinicalTrials.gov/NCT99900001
PMC - PMC9900077
EIN - J Inv Med. 2021 May 2;13(1):9. PMID: 90000078

PMID- 90000079
TI  - Of naps.
AU  - Roe R
"""
JATS = f"""<article><front><article-meta><article-id pub-id-type="doi">10.1000/abc</article-id>
<title-group><article-title>Of sleep</article-title></title-group></article-meta></front>
<body><sec><title>Results</title><p>{SENTENCE * 60}</p></sec></body></article>"""
STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99900001", "briefTitle": "Rest and sleep"}
    },
    "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Sleep"}]}},
}


def test_each_format_becomes_sources_with_what_they_hold(tmp_path: Path) -> None:
    listed = given(
        tmp_path,
        a_nxml=JATS,
        b_xml=PUBMED,
        c_json=json.dumps(crossref_work()),
        d_json=json.dumps(STUDY),
        e_bib=BIBTEX,
        f_ris=RIS,
        g_json=CSL,
        h_md=LETTER + SENTENCE * 60,
        i_txt=LETTER + SENTENCE,
        j_html=f"<html><body><h1>Of rest</h1><p>{SENTENCE * 60}</p></body></html>",
        k_pdf=pdf("Of pictures", SENTENCE),
    )
    holds = {Path(one.file).name[0] + str(one.part): (one.format, one.holds) for one in listed}
    assert holds == {
        "a1": ("jats", "full text"),
        "b1": ("pubmed", "abstract"),
        "c1": ("crossref", "abstract"),
        "d1": ("clinicaltrials", "registered results"),
        "e1": ("bibtex", "abstract"),
        "e2": ("bibtex", "nothing"),
        "f1": ("ris", "abstract"),
        "f2": ("ris", "nothing"),
        "g1": ("csl", "nothing"),
        "h1": ("markdown", "full text"),
        "i1": ("markdown", "abstract"),
        "j1": ("html", "full text"),
        "k1": ("pdf", "abstract"),
    }
    assert all(one.problem is None and len(one.sha256) == 64 for one in listed)


def test_title_and_abstract_of_an_index_are_a_document(tmp_path: Path) -> None:
    (source,) = given(tmp_path, b_xml=PUBMED)
    paper = paper_of(source)
    assert source.paper is None
    assert [section.title for section in paper.sections if section.title] == ["Of naps", "Results"]
    assert "Naps rose to 3 x 10⁹/L." in paper.text
    (source,) = given(tmp_path / "csl", c_json=CSL)
    assert paper_of(source) is None


def test_pubmed_s_tagged_records_are_works_with_their_sections(tmp_path: Path) -> None:
    first, second = given(tmp_path, a_nbib=NBIB)
    work = first.work
    assert (first.format, first.holds, second.holds) == ("pubmed", "abstract", "nothing")
    assert (work.title, work.pmid) == ("Effect of rest on sleep: an invented trial", "90000077")
    assert (work.doi, work.pmcid, work.years) == ("10.1000/abc", "PMC9900077", (2020,))
    assert (work.volume, work.issue, work.first_page, work.last_page) == ("12", "3", "107", "114")
    assert work.authors == ("Doe AB", "The Big Group")
    assert work.registrations == ("NCT99900001",)
    assert work.abstract == (
        "BACKGROUND: Sleep is short.\nRESULTS: It rose in 12 of 40 (30%). In group A: none."
    )
    assert [(one.nature, one.pmid) for one in work.notices] == [
        ("Correction", "90000078"), ("Retraction", None)
    ]  # fmt: skip
    assert second.work.people[0].family == "Roe"


def test_a_file_that_cannot_be_used_says_why_and_stops_no_other(tmp_path: Path) -> None:
    listed = given(
        tmp_path,
        a_docx=b"PK\x03\x04rest",
        b_pdf=pdf(),
        c_txt="",
        d_xml="<?xml version='1.0'?><answer/>",
        e_json='{"error": "too many requests"}',
        f_txt=PRINTED,
        g_xml=PUBMED,
    )
    problems = {Path(one.file).name: one.problem for one in listed}
    assert "Word document" in problems["a.docx"]
    assert "no text" in problems["b.pdf"]
    assert problems["c.txt"] == "the file is empty"
    assert "neither JATS nor PubMed" in problems["d.xml"]
    assert problems["e.json"] == "holds no work that can be recognised"
    assert problems["f.txt"] == "is a list of references, and no source of one"
    assert problems["g.xml"] is None


def test_a_text_in_another_script_is_known_by_its_data_and_not_read(tmp_path: Path) -> None:
    abstract = "结果显示两组的睡眠时间差异没有统计学意义。" * 10
    (source,) = given(tmp_path, a_json=json.dumps(crossref_work(abstract=abstract)))
    assert source.problem == "the text is Chinese, Japanese or Korean; no value is read from it"
    assert (source.work.doi, paper_of(source)) == ("10.1000/abc", None)
    (greek,) = given(
        tmp_path / "b", a_json=json.dumps(crossref_work(abstract="β-carotene and α rose"))
    )
    assert greek.problem is None


def test_json_that_breaks_keeps_the_works_before(tmp_path: Path) -> None:
    listed = given(tmp_path, a_json=f'[{json.dumps(crossref_work())}, {{"DOI": ')
    assert [(one.part, one.problem is None) for one in listed] == [(1, True), (2, False)]
    assert "the JSON is broken" in listed[1].problem


@pytest.mark.parametrize(
    ("name", "text", "doi"),
    [
        ("library_bib", BIBTEX, "10.1000/ab_c"),
        ("library_ris", RIS, "10.1000/abc"),
        ("library_rdf", ZOTERO, "10.1000/abc"),
    ],
)
def test_an_attachment_of_a_reference_manager_is_described_by_its_entry(
    name: str, text: str, doi: str, tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    (folder / "files" / "12").mkdir(parents=True)
    (folder / "files" / "12" / "Doe - 2020.pdf").write_bytes(pdf("x1 y2", SENTENCE))
    (folder / "files" / "13").mkdir()
    (folder / "files" / "13" / "other.pdf").write_bytes(pdf("z", SENTENCE))
    listed = given(folder, **{name: text})
    of_name = {Path(one.file).name: one for one in listed if one.format == "pdf"}
    described, other = of_name["Doe - 2020.pdf"], of_name["other.pdf"]
    assert (described.work.doi, described.work.volume) == (doi, "12")
    assert f"{name.replace('_', '.')} describes this file" in described.notes
    assert other.work.doi is None


def test_hidden_files_and_records_of_a_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\0\1")
    listed = given(tmp_path, a_yaml="record: x", b_xml=PUBMED)
    assert [Path(one.file).name for one in listed] == ["b.xml"]


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(PUBMED)
    assert len(sources([path, tmp_path, path])) == 1


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no such file or folder"):
        sources([tmp_path / "none"])
