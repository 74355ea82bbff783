"""Retractions, corrections and concerns of imported works become notices, from every source."""

import json

import pytest
from imports import CROSSREF, DAY

from ingest.importers import Imported, import_bytes
from ingest.notices import iso_date
from ontology.model import Notice

JATS = """<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="{type}"><front>
<journal-meta><journal-title>J Inv</journal-title></journal-meta><article-meta>
<article-id pub-id-type="doi">10.5555/own</article-id>
<title-group><article-title>Of nothing</article-title></title-group>{links}</article-meta></front>
<body><sec><p>Nothing was found.</p></sec></body></article>"""
LINK = '<related-article related-article-type="{}" ext-link-type="{}" xlink:href="{}"/>'


def imported(data: object | str) -> Imported:
    text = data if isinstance(data, str) else json.dumps(data)
    (one,) = import_bytes(text.encode(), "a file", DAY)
    return one


def notices(data: object | str) -> list[Notice]:
    record = imported(data).record
    assert record is not None
    assert all(one.about == record.publications[0].id for one in record.notices)
    return list(record.notices)


def in_jats(*links: str, type: str = "research-article") -> str:
    return JATS.format(type=type, links="".join(links))


def test_crossref_tells_of_notices_in_what_updates_a_work() -> None:
    updates = [
        {"DOI": "10.5555/n1", "type": "expression_of_concern", "updated": {"date-parts": [[2031, 5]]}},
        {"DOI": "10.5555/n2", "type": "retraction", "source": "retraction-watch",
         "updated": {"date-parts": [[2032, 1, 9]]}},
        {"DOI": "10.5555/n3", "type": "new_version"},
    ]  # fmt: skip
    retraction, concern = notices({**CROSSREF, "updated-by": updates})
    assert (retraction.kind, retraction.date, retraction.doi) == (
        "retraction", "2032-01-09", "10.5555/n2",
    )  # fmt: skip
    assert retraction.source == ("Crossref (Retraction Watch)",)
    assert (concern.kind, concern.date, concern.source) == ("concern", "2031-05", ("Crossref",))


def test_a_work_that_is_a_notice_itself_has_none() -> None:
    update = {"DOI": "10.5555/other", "type": "retraction", "updated": {"date-parts": [[2031]]}}
    work = {key: value for key, value in CROSSREF.items() if key != "updated-by"}
    notice = imported({**work, "update-to": [update]})
    assert notice.record is not None
    assert notice.record.notices == ()
    assert "retraction of: doi:10.5555/other" in (notice.record.publications[0].note or "")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Retraction in", "retraction"),
        ("Partial retraction in", "partial retraction"),
        ("Expression of concern in", "concern"),
        ("Erratum in", "correction"),
        ("Comment in", None),
        ("Retraction of", None),
        ("Erratum for", None),
    ],
)
def test_europe_pmc_and_pubmed_tell_the_same(word: str, kind: str | None) -> None:
    link = {"id": "92", "source": "MED", "type": word, "reference": "J Inv. 2031 Jul"}
    result = {
        "id": "91", "source": "MED", "pmid": "91", "title": "Invented.", "pubYear": "2030",
        "commentCorrectionList": {"commentCorrection": [link]},
    }  # fmt: skip
    of_europe = notices({"resultList": {"result": [result]}})
    ref_type = "".join(part.capitalize() for part in word.split())
    of_pubmed = notices(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>91</PMID><Article><ArticleTitle>"
        "Invented.</ArticleTitle></Article><CommentsCorrectionsList><CommentsCorrections "
        f'RefType="{ref_type}"><RefSource>J Inv. 2031 Jul</RefSource><PMID>92</PMID>'
        "</CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
        "</PubmedArticleSet>"
    )
    expected = [] if kind is None else [(kind, "2031-07", "92")]
    for found, source in ((of_europe, "Europe PMC"), (of_pubmed, "PubMed")):
        assert [(n.kind, n.date, n.pmid) for n in found] == expected
        assert all(n.source == (source,) for n in found)


def test_a_type_that_says_retracted_is_enough_for_a_notice() -> None:
    result = {"id": "91", "source": "MED", "title": "Invented.", "pubYear": "2030",
              "pubTypeList": {"pubType": ["Journal Article", "Retracted Publication"]}}  # fmt: skip
    (notice,) = notices({"resultList": {"result": [result]}})
    assert (notice.kind, notice.date, notice.pmid) == ("retraction", None, None)


def test_an_article_in_jats_links_to_its_own_notices() -> None:
    links = (
        LINK.format("retraction-forward", "doi", "10.5555/gone"),
        LINK.format("correction-forward", "pmid", "93"),
        LINK.format("commentary", "doi", "10.5555/comment"),
        LINK.format("retracted-article", "doi", "10.5555/another"),
    )
    retraction, correction = notices(in_jats(*links))
    assert (retraction.kind, retraction.doi) == ("retraction", "10.5555/gone")
    assert (correction.kind, correction.pmid) == ("correction", "93")
    assert notices(in_jats(links[0], type="retraction")) == [], "the article is the notice"


def test_what_a_source_calls_otherwise_is_a_correction_with_its_word() -> None:
    update = {"DOI": "10.5555/n", "type": "addendum", "updated": {"date-parts": [[2031]]}}
    (notice,) = notices({**CROSSREF, "updated-by": [update]})
    assert (notice.kind, notice.note) == ("correction", "The source calls it: Addendum.")


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2020 Feb 6", "2020-02-06"),
        ("2020 Nov-Dec", "2020-11"),
        ("2020", "2020"),
        ("13/13/2020", "2020"),
        ("", None),
        ("no day", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_printed(printed: str, date: str | None) -> None:
    assert iso_date(printed) == date
