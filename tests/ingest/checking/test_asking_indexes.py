"""Asking indexes that misbehave, played by a real server; the client's clock does not wait."""

from pathlib import Path

import pytest
from played_services import BRCT, MEK, UNKNOWN, Misbehaviour, Services, cut_off, says, stall

from ingest.checking import bibliographies
from ingest.checking.entry import Entry
from ingest.checking.existence import Lookup, check_references
from ingest.checking.online import Network
from ingest.checking.report import ReferenceReport

LISTED = bibliographies.read_bytes(f"{MEK}\n{BRCT}\n{UNKNOWN}\n".encode(), "list.txt")


def asked(services: Services, cache: Path | None = None, **settings: float) -> tuple[
    ReferenceReport, Network
]:  # fmt: skip
    network = Network(services.client(cache, **settings))
    return check_references(LISTED, ask=network.ask), network


def where(report: ReferenceReport, number: int) -> set[str]:
    return {record.where for record in report.entries[number - 1].records}


@pytest.mark.parametrize(
    "trouble",
    [
        says(429, b"slow down", Retry_After="2"),
        says(429, b"slow down", Retry_After="86400"),
        says(500, b"{}"),
        says(403, b"<html>no</html>"),
        says(200, b'{"message": {"items": ['),
        says(200, b"[]"),
        cut_off,
    ],
)
@pytest.mark.parametrize("service", ["crossref", "europepmc"])
def test_an_index_that_misbehaves_stops_neither_the_others_nor_the_rest(
    services: Services, trouble: Misbehaviour, service: str
) -> None:
    services.always[service] = trouble
    report, network = asked(services)
    silent = {"crossref": "Crossref", "europepmc": "Europe PMC"}[service]
    only_in_europepmc = "not found" if service == "europepmc" else "found"
    assert [one.match for one in report.entries] == ["found", only_in_europepmc, "not found"]
    assert where(report, 1) == {"Crossref", "PubMed", "Europe PMC"} - {silent}
    assert report.entries[2].message.endswith(f"{silent} did not answer")
    assert silent in report.entries[2].failed
    assert silent not in report.entries[2].searched
    assert any(note.startswith(f"{silent}: ") for note in network.notes)


def test_an_index_that_was_busy_is_asked_again_after_the_time_that_it_gives(
    services: Services,
) -> None:
    services.trouble = [says(429, b"", Retry_After="7"), says(503)]
    network = Network(services.client())
    report = check_references(LISTED, ask=network.ask)
    assert where(report, 1) == {"Crossref", "PubMed", "Europe PMC"}
    assert max(network.client.slept) >= 7  # type: ignore[attr-defined]
    assert network.notes == ()


def test_an_answer_that_does_not_come_is_waited_for_so_long_only(services: Services) -> None:
    services.always["europepmc"] = stall
    report, network = asked(services, timeout=0.1)
    assert report.entries[0].match == "found"
    assert network.notes[0].startswith("Europe PMC: no answer from 127.0.0.1")
    assert services.asked("europepmc") == 1


def test_answers_are_kept_one_by_one_so_that_a_stopped_run_goes_on(
    services: Services, tmp_path: Path
) -> None:
    network = Network(services.client(tmp_path))
    first = check_references(
        LISTED, ask=network.ask, each=lambda entries: entries[:2]
    )  # stopped before the third
    asked_before = len(services.seen)
    report, _ = asked(services, tmp_path)
    new = {path for _, path, *_ in services.seen[asked_before:]}
    assert report.entries[:2] == first.entries
    assert not new & {"efetch.fcgi"}


def test_an_identifier_that_an_index_gives_and_does_not_know_is_named(services: Services) -> None:
    listed = bibliographies.read_bytes(
        f"{UNKNOWN} doi:10.1234/nobody PMID: 99999999".encode(), "x.txt"
    )
    network = Network(services.client())
    (one,) = check_references(listed, ask=network.ask).entries
    assert one.match == "not found"
    assert "Crossref knows no DOI 10.1234/nobody" in one.message
    assert "PubMed knows no PMID 99999999" in one.message
    assert "Europe PMC knows no" not in one.message


JATS = (
    "<article><front><article-meta><title-group><article-title>Invented</article-title>"
    "</title-group></article-meta></front><body><sec><title>Results</title><p>"
    + "It rose in 12 of 40 people of this trial. " * 60
    + "</p></sec></body></article>"
).encode()


def texts(services: Services) -> tuple[list[tuple[int, str, str]], Network]:
    abstract = b"</ArticleTitle><Abstract><AbstractText>It rose.</AbstractText></Abstract>"
    (pmid,) = services.pubmed
    services.pubmed[pmid] = services.pubmed[pmid].replace(b"</ArticleTitle>", abstract)
    network = Network(services.client())
    matches = []

    def ask(entry: Entry, lookup: Lookup) -> None:
        network.ask(entry, lookup)
        matches.append(network.text(entry, lookup))

    check_references(LISTED, ask=ask)
    told = [(one.reference, one.source.holds, one.source.file) for one in matches if one]
    return told, network


def test_an_open_full_text_is_taken_and_else_the_abstract(services: Services) -> None:
    services.full_texts["PMC3040717"] = JATS
    told, network = texts(services)
    assert told == [
        (1, "abstract", "PubMed: PMID 22663011"),
        (2, "full text", "Europe PMC: PMC3040717"),
    ]
    assert network.notes == ()


@pytest.mark.parametrize("body", [b"<html>busy</html>", b"", b"<article><unclosed>"])
def test_a_full_text_that_is_none_is_noted_and_the_rest_goes_on(
    services: Services, body: bytes
) -> None:
    services.full_texts["PMC3040717"] = body
    told, network = texts(services)
    assert told == [(1, "abstract", "PubMed: PMID 22663011")]
    assert len(network.notes) == (1 if body else 0)
    assert all("the full text PMC3040717" in note for note in network.notes)
