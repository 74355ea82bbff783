"""Crossref's REST API: works by DOI, and by what is printed.

Notices stand in `updated-by` of the work that they are about; `update-to` of a work says that it
is a notice itself. https://api.crossref.org
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ingest.references.locator import in_full
from ingest.references.model import ParsedReference, Person
from ingest.resolving import wording
from ingest.resolving.model import Answer, Notice, Request, Work, well_formed
from ontology.errors import ResolveError

_NATURES = {
    "retraction": "Retraction",
    "partial_retraction": "Partial retraction",
    "expression_of_concern": "Expression of concern",
    "correction": "Correction",
    "corrigendum": "Correction",
    "erratum": "Correction",
}
_NO_NOTICE = frozenset(("new_version", "new_edition"))
_YEARS = ("published-print", "published-online", "published", "issued")


def ways(reference: ParsedReference) -> Iterator[Request]:
    """The requests that may lead to the work, the surest first."""
    if doi := well_formed("doi", reference.doi):
        yield Request("crossref", f"works/{quote(doi, safe='')}", by="doi")
    who = " ".join(person.family for person in reference.authors[:3])
    parts = (
        who, reference.title, reference.journal, reference.year, reference.volume,
        reference.first_page,
    )  # fmt: skip
    text = " ".join(part for part in parts if part)[: wording.LONGEST_QUERY]
    if reference.title or (reference.authors and reference.volume):
        yield Request("crossref", "works", (("query.bibliographic", text), ("rows", "5")))


def read(request: Request, body: bytes) -> Answer:
    """The works in an answer. Raises ResolveError if it is none of Crossref's."""
    message = _message(body)
    found = [message] if request.path != "works" else message.get("items")
    if not isinstance(found, list):
        raise ResolveError("the answer holds no works")
    return Answer(tuple(_work(item) for item in found if isinstance(item, dict)))


def _message(body: bytes) -> dict[str, Any]:
    data = read_json(body)
    message = data.get("message")
    if not isinstance(message, dict):
        raise ResolveError("the answer holds no works")
    return message


def read_json(body: bytes) -> dict[str, Any]:
    """The object of a JSON answer. Raises ResolveError."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise ResolveError("the answer is no JSON") from None
    if not isinstance(data, dict):
        raise ResolveError("the answer is not the JSON that was expected")
    return data


def _work(item: dict[str, Any]) -> Work:
    main = [t for t in map(wording.title, _texts(item, "title")) if t]
    both = [f"{t}: {s}" for t in main[:1] for s in map(wording.title, _texts(item, "subtitle"))]
    first, _, last = str(item.get("page") or "").partition("-")
    first = first.strip() or str(item.get("article-number") or "").strip()
    people = [p for p in _list(item, "author") if isinstance(p, dict) and p.get("family")]
    years = [_dated(item.get(key)) for key in _YEARS]
    return Work(
        source="crossref",
        doi=well_formed("doi", item.get("DOI")),
        titles=tuple(main + both),
        authors=tuple(
            Person(wording.plain(p["family"]), _initials(wording.plain(p.get("given"))))
            for p in people
        ),
        journals=tuple(
            wording.plain(name)
            for key in ("container-title", "short-container-title")
            for name in _texts(item, key)
        ),
        years=tuple(dict.fromkeys(int(d[:4]) for d in years if d)),
        volume=str(item.get("volume") or "") or None,
        issue=str(item.get("issue") or "") or None,
        first_page=first or None,
        last_page=in_full(first, last.strip()) if first and last.strip() else None,
        notices=tuple(
            made for n in _list(item, "updated-by") if isinstance(n, dict) and (made := _notice(n))
        ),
    )


def _notice(update: dict[str, Any]) -> Notice | None:
    kind = str(update.get("type") or "update").lower().replace("-", "_")
    if kind in _NO_NOTICE:
        return None
    nature = _NATURES.get(kind, wording.plain(kind.replace("_", " ")).capitalize())
    who = "crossref"
    if update.get("source") == "retraction-watch":
        who = "crossref (Retraction Watch)"
    return Notice(
        nature, _dated(update.get("updated")) or "", well_formed("doi", update.get("DOI")), None,
        (who,),
    )  # fmt: skip


def _dated(date: Any) -> str | None:
    """A date as year, year-month or year-month-day, as far as it is given."""
    parts = date.get("date-parts") if isinstance(date, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not all(type(n) is int and n >= 0 for n in first):
        return None
    if not first or not 1000 <= first[0] <= 9999:
        return None
    return "-".join([str(first[0]), *(f"{n:02}" for n in first[1:3])])


def _initials(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part)


def _list(item: dict[str, Any], key: str) -> list[Any]:
    found = item.get(key)
    return found if isinstance(found, list) else []


def _texts(item: dict[str, Any], key: str) -> list[str]:
    return [text for text in _list(item, key) if isinstance(text, str) and text.strip()]
