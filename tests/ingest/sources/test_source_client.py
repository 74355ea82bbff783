"""Asking the sources over HTTP: politely, again where it may help, and never for long."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from played_services import MEK, SEARCH, Misbehaviour, Services, cut_off, endless, says, stall

from alltrace import parse_reference
from ingest.resolving import SOURCE_NAMES, resolver
from ingest.sources import crossref, pubmed
from ingest.sources.client import TRIES, Settings
from ingest.sources.request import Request, SourceAnswer
from ontology.errors import ResolveError


def test_the_client_says_who_asks_and_sends_no_more_than_is_asked(services: Services) -> None:
    client = services.client(mail="someone@example.org", key="sesame")
    resolver.resolve_one(1, MEK, parse_reference(MEK), SOURCE_NAMES, client.fetch)
    for service, _, asked, headers in services.seen:
        assert headers["User-Agent"].startswith("alltrace/")
        assert headers["User-Agent"].endswith("(mailto:someone@example.org)")
        assert asked.get("mailto") == (["someone@example.org"] if service == "crossref" else None)
        ours = service in ("eutils", "idconv")
        assert asked.get("tool") == (["alltrace"] if ours else None)
        assert asked.get("email") == (["someone@example.org"] if ours else None)
        assert asked.get("api_key") == (["sesame"] if service == "eutils" else None)
    assert "sesame" not in repr(client.settings)


@pytest.mark.parametrize(
    ("service", "settings", "interval"),
    [
        ("crossref", {}, 1 / 5),
        ("eutils", {}, 1 / 3),
        ("eutils", {"key": "sesame"}, 1 / 10),
        ("europepmc", {}, 1 / 10),
    ],
)
def test_each_service_is_asked_at_its_own_pace(
    services: Services, service: Any, settings: dict[str, Any], interval: float
) -> None:
    client = services.client(**settings)
    request = replace(
        SEARCH, service=service, path="esearch.fcgi" if service == "eutils" else "works"
    )
    params = (("query", "x"), ("term", "x"))
    for _ in range(4):
        client.fetch(replace(request, params=params), lambda *_: SourceAnswer())
    assert client.slept == pytest.approx([interval] * 3)


def test_crossref_may_ask_for_another_pace(services: Services) -> None:
    client = services.client()
    slow = says(
        200, b'{"message": {"items": []}}', x_rate_limit_limit="1", x_rate_limit_interval="2s"
    )
    services.trouble = [slow, slow, slow]
    for _ in range(3):
        client.fetch(SEARCH, crossref.read)
    assert client.slept == pytest.approx([2.0, 2.0])


def test_both_services_of_ncbi_share_one_pace(services: Services) -> None:
    client = services.client()
    client.fetch(Request("eutils", "esearch.fcgi", (("term", "x"),)), pubmed.read)
    client.fetch(Request("idconv", "", (("ids", "PMC1"),)), pubmed.read)
    assert client.slept == pytest.approx([1 / 3])


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_service_is_asked_again_when_it_says(services: Services, code: int) -> None:
    client = services.client()
    services.trouble = [says(code, Retry_After="17")]
    assert client.fetch(SEARCH, crossref.read).works
    assert client.slept == [17.0]


def test_a_service_that_stays_busy_is_asked_no_more(services: Services) -> None:
    client = services.client()
    services.trouble = [says(503)] * 20
    for _ in range(3):
        with pytest.raises(ResolveError, match="HTTP 503; tried 4 times"):
            client.fetch(SEARCH, crossref.read)
    assert len(services.seen) == TRIES


def test_a_wait_of_an_hour_is_told_and_not_waited(services: Services) -> None:
    client = services.client()
    services.trouble = [says(429, Retry_After="3600")]
    with pytest.raises(ResolveError, match="HTTP 429, and it asks to wait 3600 seconds"):
        client.fetch(SEARCH, crossref.read)
    assert client.slept == []


def test_a_service_too_slow_is_named(services: Services) -> None:
    services.trouble = [stall]
    with pytest.raises(ResolveError, match="no answer within the time allowed"):
        services.client(timeout=0.1).fetch(SEARCH, crossref.read)


def test_an_answer_cut_off_on_the_way_is_asked_for_again(services: Services) -> None:
    services.trouble = [cut_off]
    assert services.client().fetch(SEARCH, crossref.read).works


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (says(200, b'{"message": {"items": ['), "the answer is not JSON"),
        (says(200, b"<html>sign in</html>", Content_Type="text/html"), "the answer is not JSON"),
        (says(200, b"\x00\xff"), "the answer is not JSON"),
        (says(200, b"this is no gzip", Content_Encoding="gzip"), "the answer cannot be read"),
        (says(400), "HTTP 400"),
        (says(404), "HTTP 404"),
        (says(302, Location="https://elsewhere.example/works"), "redirects to 'elsewhere.example'"),
        (says(302, Location="file:///etc/passwd"), "redirects to"),
        (says(302), "too many redirects"),
        (endless, "the answer is longer than 10 MB"),
    ],
)
def test_what_asking_again_will_not_mend_is_told_and_not_kept(
    services: Services, tmp_path: Path, trouble: Misbehaviour, told: str
) -> None:
    services.trouble = [trouble] * 9
    with pytest.raises(ResolveError, match=told):
        services.client(tmp_path / "cache").fetch(SEARCH, crossref.read)
    assert len(services.seen) <= TRIES
    assert not [*tmp_path.rglob("*")]


def test_a_redirect_within_the_host_is_followed(services: Services) -> None:
    services.trouble = [says(301, Location="/crossref/works?x=1")]
    assert services.client().fetch(SEARCH, crossref.read).works


def test_a_name_that_nobody_knows_is_told_as_such(services: Services) -> None:
    client = services.client(addresses=dict.fromkeys(services.addresses, "https://no.invalid"))
    with pytest.raises(ResolveError, match=r"no answer from no\.invalid: "):
        client.fetch(SEARCH, crossref.read)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ALLTRACE_MAILTO", "me\r\nX-Evil: 1@x.org", "is no mail address"),
        ("ALLTRACE_CROSSREF_URL", "ftp://x.org", "is no https address"),
        ("ALLTRACE_EUTILS_URL", "http://x.org", "is no https address"),
        (
            "ALLTRACE_CROSSREF_URL",
            "https://me:secret@x.org",
            "with a password in it is not accepted",
        ),
        ("ALLTRACE_TIMEOUT", "soon", "is no number of seconds"),
    ],
)
def test_settings_that_make_no_sense_are_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ResolveError, match=told) as caught:
        Settings.from_environment()
    assert "secret" not in str(caught.value)
