"""Importing for tests: an invented trial, a work as Crossref gives it, and records that load."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest import records, yamlfile
from ingest.importers import Imported, import_bytes
from ingest.recordtext import record_text
from places import BENCH

SAMPLES = BENCH / "api_samples"
INVENTED = Path(__file__).parent / "invented_trial.json"
DAY = date(2031, 2, 3)

needs_samples = pytest.mark.shared(SAMPLES)


def one(value: object, name: str = "answer.json") -> Imported:
    """The only record of an answer, which the record loader takes."""
    (found,) = import_bytes(json.dumps(value).encode(), name, DAY)
    return loads(found)


def loads(found: Imported) -> Imported:
    """The same record, once its YAML has come back whole through the loader."""
    assert found.data is not None, found.notes
    source = yamlfile.parse(
        record_text(found.data, found.comments, found.notes).encode(), found.file_name
    )
    assert records.validated(source).name == found.name
    assert source.data == as_text(found.data)
    return found


def as_text(data: Any) -> Any:
    """Data as YAML gives it back: every scalar is text."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    return [as_text(value) for value in data] if isinstance(data, list) else str(data)


def publication(value: object) -> dict[str, Any]:
    data = one(value).data
    assert data is not None
    entry: dict[str, Any] = data["publications"][0]
    return entry


def reported(trial: Imported, name: str) -> dict[str, Any]:
    assert trial.data is not None
    (item,) = [item for item in trial.data["reported"] if item["id"] == name]
    return {key: value for key, value in item.items() if key not in ("id", "study", "status")}


CROSSREF = {
    "DOI": "10.5555/Invented(1)",
    "type": "journal-article",
    "title": ["An invented <i>title</i> &amp; more."],
    "container-title": ["Journal of Invention"],
    "author": [
        {"given": "Ann Beth", "family": "van Doe"},
        {"name": "Invented Group"},
        {"family": "Roe"},
    ],
    "issued": {"date-parts": [[2029, 12, 1]]},
    "published-print": {"date-parts": [[2030]]},
    "volume": "7",
    "page": "107-14",
    "updated-by": [
        {
            "DOI": "10.5555/notice",
            "type": "retraction",
            "updated": {"date-parts": [[2031, 1, 2]]},
        }
    ],
}
