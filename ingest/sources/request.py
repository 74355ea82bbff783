"""Requests to the sources over the network, and their answers."""

import json
from dataclasses import dataclass
from typing import Literal

from ingest.sources.work import IdKind, Work
from ontology.errors import ResolveError

Service = Literal["crossref", "eutils", "idconv", "europepmc"]
"""A web service. PubMed has two: E-utilities and the identifier converter."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a service, without contact and key, which the client adds."""

    service: Service
    path: str
    params: tuple[tuple[str, str], ...] = ()
    by: IdKind | None = None
    """The kind of identifier that is looked up, under which may be nothing; None for a search."""


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A source's answer: works, the next request that leads to them, or a document."""

    works: tuple[Work, ...] = ()
    then: Request | None = None
    document: bytes | None = None


def json_object(body: bytes) -> dict[str, object]:
    """The object of a JSON answer. Raises ResolveError."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise ResolveError("the answer is not JSON") from None
    if not isinstance(data, dict):
        raise ResolveError("the answer is not the JSON that was expected")
    return data


def objects_at(body: bytes, *path: str) -> list[dict[str, object]]:
    """The objects of the list at a path in a JSON answer. Raises ResolveError if there is none."""
    value: object = json_object(body)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, list):
        raise ResolveError(f"the answer has no list {path[-1]!r}")
    return [one for one in value if isinstance(one, dict)]
