"""`ingest.resolving.resolve`: what it gives for a list of references and for a record."""

from pathlib import Path

import pytest
from flaherty_records import HEAD, STYLES
from played_services import MEK, MEK_DOI, MEK_PMID, Services, closed_port

from ingest import records, yamlfile
from ingest.resolving import resolve
from ontology.errors import ResolveError


@pytest.fixture
def played(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> pytest.MonkeyPatch:
    """The environment in which the services that are played are asked."""
    own = {"ALLTRACE_CACHE": str(tmp_path / "cache"), "NCBI_API_KEY": "sesame"}
    for name, value in (services.environment | own).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("played")
def test_printed_references_are_resolved_in_order() -> None:
    resolution = resolve([MEK, MEK], sources=["crossref"], cache=False)
    assert [one.number for one in resolution.references] == [1, 2]
    assert {one.identifier("doi") for one in resolution.references} == {MEK_DOI.lower()}
    assert (resolution.record, resolution.notes) == (None, ())
    with pytest.raises(ValueError, match="no record"):
        resolution.completed()


@pytest.mark.usefixtures("played")
def test_a_record_is_resolved_and_completed_in_memory() -> None:
    file = records.validated(yamlfile.parse((HEAD + STYLES["block"]).encode(), "mek.yaml"))
    resolution = resolve(file)
    assert resolution.additions == {0: {"doi": MEK_DOI.lower(), "pmid": MEK_PMID}}
    assert [one.publication for one in resolution.references] == ["flaherty-2012", "other-2001"]
    assert resolution.elsewhere == 0
    assert b"pmid: 22663011" in resolution.completed()


def test_silence_of_all_sources_is_an_error(played: pytest.MonkeyPatch) -> None:
    played.setenv("ALLTRACE_CROSSREF_URL", closed_port())
    with pytest.raises(ResolveError, match="no answer from"):
        resolve([MEK], sources=["crossref"], cache=False)
