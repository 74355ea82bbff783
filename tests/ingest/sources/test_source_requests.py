"""What the sources are asked for a printed reference."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from played_services import MEK, recorded

from alltrace import parse_reference
from ingest.references.model import ParsedReference, Person
from ingest.sources import crossref, europepmc, pubmed
from ingest.sources.request import Request, SourceAnswer


def test_a_doi_is_looked_up_before_anything_is_searched() -> None:
    asked = [*crossref.requests(parse_reference(f"{MEK} doi:10.1234/A(1)<b>/../c"))]
    assert [request.by for request in asked] == ["doi", None]
    assert "/.." not in asked[0].path
    assert unquote(asked[0].path).startswith("works/10.1234/A(1)")


def test_a_citation_is_matched_by_its_place_and_then_by_its_title() -> None:
    matched, searched = pubmed.requests(parse_reference(MEK))
    assert dict(matched.params)["bdata"] == "N Engl J Med|2012|367|107|Flaherty KT|1|"
    assert dict(searched.params)["term"] == (
        "improved[ti] AND survival[ti] AND inhibition[ti] AND braf[ti] AND mutated[ti] AND "
        "melanoma[ti] AND flaherty[1au]"
    )


@given(st.text(), st.text(), st.text())
def test_no_text_of_a_reference_ends_its_place_in_a_query(title: str, doi: str, name: str) -> None:
    reference = ParsedReference(
        (Person(name),), title=title, doi=f"10.1234/{doi}", journal=name, volume=name, year="2001",
        first_page=title,
    )  # fmt: skip
    for request in europepmc.requests(reference):
        query = dict(request.params)["query"]
        assert query.count('"') % 2 == 0
        assert "\\" not in query
    for request in pubmed.requests(reference):
        given = dict(request.params)
        assert given.get("term", "").count('"') in (0, 2)
        assert given.get("bdata", "|" * 6).count("|") == 6
    for request in crossref.requests(reference):
        assert request.path.count("/") <= 1


def test_pubmed_leads_from_one_answer_to_the_next() -> None:
    found = pubmed.read(
        Request("eutils", "esearch.fcgi"), b'{"esearchresult": {"idlist": ["1", "x"]}}'
    )
    assert found.then is not None
    assert dict(found.then.params)["id"] == "1"
    nothing = pubmed.read(Request("eutils", "ecitmatch.cgi"), b"J X|2001|1|2|Doe A|1|NOT_FOUND\n")
    assert nothing == SourceAnswer()
    several = b"J X|2001|1|2|Doe A|1|AMBIGUOUS (3 citations)\n"
    assert pubmed.read(Request("eutils", "ecitmatch.cgi"), several) == SourceAnswer()
    not_there = pubmed.read(Request("idconv", ""), recorded("idconv_22663011.json"))
    assert not_there.then is not None, "the converter repeats a PMID that PMC does not have"
