"""One reference put to the sources, and what they said put together."""

from typing import Any

from played_services import (
    MEK,
    MEK_DOI,
    MEK_PMID,
    UNKNOWN,
    Services,
    closed_port,
    mek_in_crossref,
    says,
)

from alltrace import parse_reference
from ingest.resolving import SourceName, resolver
from ingest.sources.client import Client

ALL: tuple[SourceName, ...] = ("crossref", "pubmed", "europepmc")


def resolved(client: Client, printed: str, sources: tuple[SourceName, ...] = ALL) -> Any:
    return resolver.resolve_one(1, printed, parse_reference(printed), sources, client.fetch)


def test_a_reference_is_found_by_all_sources(services: Services) -> None:
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.doi.lower(), found.pmid) == ("found", MEK_DOI.lower(), MEK_PMID)
    assert found.said_by == {"doi": ALL, "pmid": ("pubmed", "europepmc")}
    assert [said.source for said in found.said] == list(ALL)
    assert all("title" in said.agreed and "first author" in said.agreed for said in found.said)
    assert found.notices == found.told == ()
    assert found.failed == {}


def test_a_printed_identifier_is_verified(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:{MEK_DOI}")
    assert found.outcome == "verified"
    assert services.asked("crossref") == 1, "what was looked up is not searched"
    assert resolved(services.client(), f"{MEK} PMID: {MEK_PMID}").outcome == "verified"


def test_a_printed_identifier_of_another_work_is_told(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:10.1002/ece3.2314", ("crossref",))
    assert found.outcome == "conflict"
    assert found.doi is None
    assert found.told == (
        "the printed DOI 10.1002/ece3.2314 leads to another work, says crossref: Perkins 2016, "
        "After the games are over: life‐history trade‐offs drive dispersal attenuation following "
        "range expansion (title, first author, year, volume, issue, first page, journal differ)",
        "the printed DOI is 10.1002/ece3.2314, but 10.1056/nejmoa1203421 by crossref",
    )


def test_a_misprinted_doi_that_nobody_knows_is_told(services: Services) -> None:
    found = resolved(services.client(), f"{MEK} doi:10.1056/NEJMoa1203412")
    assert found.outcome == "conflict"
    assert found.told == (
        "the printed DOI is 10.1056/NEJMoa1203412, but 10.1056/nejmoa1203421 by crossref and pubmed "
        "and europepmc",
    )


def test_sources_that_differ_give_no_identifier(services: Services) -> None:
    services.europepmc[0]["doi"] = "10.9999/other"
    services.europepmc[0]["pmid"] = "1"
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.doi, found.pmid) == ("conflict", None, None)
    assert any("the sources differ in the DOI" in told for told in found.told)


def test_what_two_works_fit_is_ambiguous(services: Services) -> None:
    services.crossref.append(mek_in_crossref(DOI="10.1056/twin"))
    found = resolved(services.client(), MEK, ("crossref",))
    assert (found.outcome, found.doi) == ("ambiguous", None)
    assert {one.doi for one in found.candidates} == {MEK_DOI.lower(), "10.1056/twin"}


def test_what_nobody_knows_is_not_found(services: Services) -> None:
    found = resolved(services.client(), UNKNOWN)
    assert (found.outcome, found.doi, found.candidates) == ("not found", None, ())


def test_a_reference_that_prints_nothing_but_a_doi_cannot_be_verified(services: Services) -> None:
    found = resolved(services.client(), f"doi:{MEK_DOI}", ("crossref",))
    assert found.outcome == "ambiguous"
    assert found.candidates[0].doi == MEK_DOI.lower()


def test_a_pmcid_leads_to_pubmed(services: Services) -> None:
    resolved(services.client(), f"{MEK} PMCID: PMC123456", ("pubmed",))
    assert [path for _, path, *_ in services.seen][:2] == ["", "efetch.fcgi"]


def test_one_source_that_fails_does_not_stop_the_others(services: Services) -> None:
    services.always["crossref"] = says(500)
    found = resolved(services.client(), MEK)
    assert (found.outcome, found.pmid) == ("found", MEK_PMID)
    assert found.failed == {"crossref": "no answer from 127.0.0.1: HTTP 500; tried 4 times"}


def test_a_host_that_cannot_be_reached_is_tried_once(services: Services) -> None:
    client = services.client(addresses=dict.fromkeys(services.addresses, closed_port()))
    found = resolved(client, MEK)
    assert found.outcome == "failed"
    assert set(found.failed) == set(ALL)
    assert "no answer from 127.0.0.1: " in found.failed["crossref"]
    assert client.slept == []
