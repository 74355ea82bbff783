"""Works of Crossref, Europe PMC and PubMed: each becomes a publication of which nothing was seen."""

import json

from hypothesis import example, given
from hypothesis import strategies as st
from imports import CROSSREF, DAY, SAMPLES, loads, needs_samples, one, publication

from ingest.importers import import_bytes, import_file
from ingest.importers.record import slug
from ontology.errors import ReadingError
from ontology.model import Record


def test_a_crossref_work_becomes_a_publication_of_which_nothing_was_seen() -> None:
    found = publication({"status": "ok", "message": CROSSREF})
    assert found["title"] == "An invented title & more"
    assert found["authors"] == ["van Doe AB", "Invented Group", "Roe"]
    assert (found["year"], found["volume"]) == (2030, "7"), "the year of the printed issue"
    assert (found["first_page"], found["last_page"]) == ("107", "114")
    assert found["text_seen"] == "nothing"
    assert "type" not in found, "an article, as works are unless they say otherwise"


def test_a_retraction_becomes_a_notice_and_is_told() -> None:
    found = one(CROSSREF)
    assert "retraction by: doi:10.5555/notice (2031-01-02)" in found.notes
    assert found.data is not None
    (notice,) = found.data["notices"]
    assert (notice["kind"], notice["doi"]) == ("retraction", "10.5555/notice")
    assert notice["date"] == "2031-01-02"


def test_a_europe_pmc_result_gives_its_identifiers() -> None:
    result = {
        "id": "99999999",
        "source": "MED",
        "title": "Invented.",
        "authorString": "Doe A, Roe BC.",
        "journalTitle": "J Inv",
        "pubYear": "2030",
        "pageInfo": "e12",
        "pmcid": "PMC9999999",
        "doi": "10.5555/x",
        "pubType": "letter; journal article",
        "commentCorrectionList": {
            "commentCorrection": [
                {"id": "99999998", "source": "MED", "type": "Erratum in", "reference": "J Inv. 2031"},
                {"id": "99999997", "source": "MED", "type": "Comment in"},
            ]
        },
    }  # fmt: skip
    found = one({"version": "6", "resultList": {"result": [result]}})
    assert found.name == "pmid-99999999"
    assert found.data is not None
    entry = found.data["publications"][0]
    assert (entry["pmid"], entry["pmcid"], entry["doi"]) == ("99999999", "PMC9999999", "10.5555/x")
    assert (entry["authors"], entry["type"]) == (["Doe A", "Roe BC"], "letter")
    assert found.notes == ("Erratum in: J Inv. 2031, PMID 99999998",)


PUBMED = """<?xml version="1.0"?><PubmedArticleSet>%s</PubmedArticleSet>"""
RECORD = """<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article>
<Journal><JournalIssue><Volume>3</Volume><PubDate><Year>2030</Year></PubDate></JournalIssue>
<ISOAbbreviation>J Inv</ISOAbbreviation></Journal><ArticleTitle>Invented.</ArticleTitle>
<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>
<AccessionNumber>NCT99900001</AccessionNumber></AccessionNumberList></DataBank>
<DataBank><DataBankName>GENBANK</DataBankName><AccessionNumberList>
<AccessionNumber>AB999</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType>
<PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
</Article><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>J Inv. 2031</RefSource><PMID>99999996</PMID></CommentsCorrections>
<CommentsCorrections RefType="Cites"><PMID>1</PMID></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"""


def test_a_pubmed_set_gives_each_record_with_retractions_and_registrations() -> None:
    source = (PUBMED % "".join(RECORD % n for n in (11, 12))).encode()
    first, second = map(loads, import_bytes(source, "set.xml", DAY))
    assert (first.name, second.name) == ("pmid-11", "pmid-12")
    assert first.notes == (
        "type: Retracted Publication",
        "retraction in: J Inv. 2031, PMID 99999996",
    )
    assert first.data is not None
    entry = first.data["publications"][0]
    assert entry["note"].endswith("Registrations that it names: NCT99900001.")
    assert "reports" not in entry, "naming a trial is not reporting it"


def test_a_kind_of_work_that_the_model_lacks_is_other_and_told() -> None:
    found = one({**CROSSREF, "type": "posted-content"})
    assert found.data is not None
    assert found.data["publications"][0]["type"] == "other"
    assert any("posted-content" in note for note in found.notes)


def test_a_work_without_a_title_makes_no_record_and_says_so() -> None:
    (found,) = import_bytes(json.dumps({**CROSSREF, "title": []}).encode(), "x.json")
    assert found.data is None
    assert "no title" in found.notes[-1]


@given(st.text(max_size=200))
@example("10.1/a_b")
@example("10.1/a-b")
def test_names_of_records_are_slugs_and_do_not_run_together(text: str) -> None:
    found = slug(f"doi-{text}")
    Record.model_validate(
        {
            "record": found,
            "status": "extracted",
            "curation": {"curator": "tests", "date": "2031-01-01"},
        }
    )
    if set(text) & set("_:;()<>"):
        assert found != slug(f"doi-{text.translate(str.maketrans('_:;()<>', '-------'))}")


@needs_samples
def test_every_real_answer_gives_records_that_load_or_one_clear_message() -> None:
    taken, refused = [], []
    for path in sorted(SAMPLES.glob("*/*")):
        try:
            found = [loads(item) for item in import_file(path, DAY)]
        except ReadingError as error:
            refused.append((str(path), str(error)))
        else:
            taken.append((path.parent.name, len(found)))
    kinds = {kind for kind, _ in taken}
    assert kinds == {"clinicaltrials", "crossref", "ctgov", "europepmc", "jats", "ncbi_efetch", "pmc_oa", "pubmed"}  # fmt: skip
    assert sum(n for _, n in taken) == 65
    assert all(told.startswith(path) and "\n" not in told for path, told in refused)


@needs_samples
def test_a_real_work_has_the_same_data_from_three_indexes() -> None:
    sources = ("pubmed/efetch_citation_22663011.xml", "europepmc/search_pmid_22663011.json")
    entries = []
    for source in sources:
        (found,) = import_file(SAMPLES / source, DAY)
        assert found.data is not None
        entries.append(found.data["publications"][0])
    for field in ("authors", "title", "journal", "year", "volume", "issue", "first_page", "pmid"):
        assert entries[0][field] == entries[1][field]
