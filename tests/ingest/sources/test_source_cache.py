"""Answers that are kept on disk."""

from pathlib import Path

import pytest
from played_services import MEK, SEARCH, Services

from alltrace import parse_reference
from ingest.resolving import SOURCE_NAMES, Resolved, resolver
from ingest.sources import crossref
from ingest.sources.cache import MAX_AGE
from ingest.sources.client import Client, default_cache
from ingest.sources.request import Request, SourceAnswer


def resolved(client: Client, printed: str) -> Resolved:
    return resolver.resolve_one(1, printed, parse_reference(printed), SOURCE_NAMES, client.fetch)


def test_a_second_run_asks_nobody(services: Services, tmp_path: Path) -> None:
    first = resolved(services.client(tmp_path), f"{MEK} doi:10.1/x")
    asked = len(services.seen)
    assert resolved(services.client(tmp_path), f"{MEK} doi:10.1/x") == first
    assert len(services.seen) == asked > 3


def test_what_is_not_there_is_kept_too(services: Services, tmp_path: Path) -> None:
    missing = Request("crossref", "works/10.9999%2Fnone", by="doi")
    for _ in range(2):
        assert services.client(tmp_path).fetch(missing, crossref.read) == SourceAnswer()
    assert len(services.seen) == 1


def test_neither_mail_nor_key_is_kept(services: Services, tmp_path: Path) -> None:
    resolved(services.client(tmp_path, mail="someone@example.org", key="sesame"), MEK)
    asked = len(services.seen)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == asked
    for path in files:
        assert b"example.org" not in path.read_bytes()
        assert b"sesame" not in path.read_bytes()
    resolved(services.client(tmp_path, mail="another@example.org"), MEK)
    assert len(services.seen) == asked, "who asks is no part of the question"


def test_an_old_answer_is_asked_for_again_but_serves_offline(
    services: Services, tmp_path: Path
) -> None:
    first, later = services.client(tmp_path), services.client(tmp_path)
    first.fetch(SEARCH, crossref.read)
    later.now = first.now + MAX_AGE - 1
    later.fetch(SEARCH, crossref.read)
    assert len(services.seen) == 1
    later.now += 2
    offline = services.client(tmp_path, offline=True)
    offline.now = later.now
    assert offline.fetch(SEARCH, crossref.read).works
    assert len(services.seen) == 1
    later.fetch(SEARCH, crossref.read)
    assert len(services.seen) == 2


def test_refresh_asks_again_and_keeps_the_new_answer(services: Services, tmp_path: Path) -> None:
    services.client(tmp_path).fetch(SEARCH, crossref.read)
    services.crossref.clear()
    assert services.client(tmp_path, refresh=True).fetch(SEARCH, crossref.read).works == ()
    assert services.client(tmp_path).fetch(SEARCH, crossref.read).works == ()
    assert len(services.seen) == 2


def test_answers_are_kept_where_the_user_says_or_in_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALLTRACE_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("ALLTRACE_CACHE")
    assert "alltrace" in default_cache().parts


@pytest.mark.parametrize("harm", [b"", b"{}\n", b"\x00", b'{"request": 1}\nx'])
def test_a_spoilt_file_is_asked_for_again(services: Services, tmp_path: Path, harm: bytes) -> None:
    services.client(tmp_path).fetch(SEARCH, crossref.read)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept.write_bytes(harm or kept.read_bytes()[:-5])
    assert services.client(tmp_path).fetch(SEARCH, crossref.read).works
    assert len(services.seen) == 2


def test_a_cache_that_cannot_be_written_is_told_and_does_without(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    client = services.client(tmp_path / "file")
    assert client.fetch(SEARCH, crossref.read).works
    assert len(client.notes) == 1
    assert "the cache is not used" in client.notes[0]
