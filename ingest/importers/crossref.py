"""Crossref works: the metadata that publishers deposit, as its REST API gives them."""

from collections.abc import Iterator
from typing import Any

from ingest.importers.shape import mapping, mappings, string, strings, title, year
from ingest.importers.works import Relation, Work, pages
from ingest.readers.document import Metadata
from ingest.readers.frontmatter import initials

INDEX = "Crossref"


def is_work(value: dict[str, Any]) -> bool:
    """Whether an object is a work of Crossref."""
    return isinstance(value.get("DOI"), str) and any(
        key in value for key in ("container-title", "issued", "indexed", "deposited", "member")
    )


def work(value: dict[str, Any]) -> Work:
    """What Crossref says of one work."""
    first, last, note = pages(string(value.get("page")))
    kind = string(value.get("type"))
    return Work(
        INDEX,
        Metadata(
            title=_title(value),
            authors=list(_authors(value)),
            journal=next(
                (
                    name
                    for field in ("container-title", "short-container-title")
                    for one in strings(value.get(field))
                    if (name := title(one))
                ),
                None,
            ),
            year=_year(value),
            volume=string(value.get("volume")),
            issue=string(value.get("issue")),
            first_page=first or string(value.get("article-number")),
            last_page=last,
            doi=string(value.get("DOI")),
        ),
        types=(kind,) if kind else (),
        relations=tuple(_relations(value)),
        registrations=tuple(
            dict.fromkeys(
                number
                for trial in mappings(value.get("clinical-trial-number"))
                if (number := string(trial.get("clinical-trial-number")))
            )
        ),
        notes=(note,) if note else (),
    )


def _title(value: dict[str, Any]) -> str | None:
    """Title and subtitle, which Crossref keeps apart."""
    main = next(iter(strings(value.get("title"))), None)
    sub = next(iter(strings(value.get("subtitle"))), None)
    return title(f"{main}: {sub}" if main and sub and sub not in main else main)


def _authors(value: dict[str, Any]) -> Iterator[str]:
    for person in mappings(value.get("author")):
        family, given = string(person.get("family")), string(person.get("given"))
        if family:
            yield f"{family} {initials(given)}" if given else family
        elif group := string(person.get("name")):
            yield group


def _year(value: dict[str, Any]) -> int | None:
    """The year of the issue in print, which is the one that is cited; else the first known."""
    dates = (
        mapping(value, "journal-issue", "published-print"),
        mapping(value, "published-print"),
        mapping(value, "issued"),
        mapping(value, "published-online"),
        mapping(value, "published"),
    )
    return next((found for date in dates if (found := _first(date)) is not None), None)


def _first(date: dict[str, Any]) -> int | None:
    """The year of `{"date-parts": [[2012, 3]]}`."""
    parts: Any = date.get("date-parts")
    while isinstance(parts, list):
        parts = parts[0] if parts else None
    return year(parts)


def _relations(value: dict[str, Any]) -> Iterator[Relation]:
    """Corrections and retractions of this work, and works that this one corrects or retracts."""
    for field, kind in (("updated-by", "{} by"), ("update-to", "{} of")):
        for update in mappings(value.get(field)):
            doi = string(update.get("DOI"))
            said = string(update.get("type")) or string(update.get("label")) or "update"
            if doi:
                parts = mapping(update, "updated").get("date-parts")
                when = parts[0] if isinstance(parts, list) and parts else None
                day = "-".join(
                    f"{part:02}" for part in (when if isinstance(when, list) else [])
                    if isinstance(part, int) and not isinstance(part, bool) and 0 < part < 10_000
                )  # fmt: skip
                yield Relation(kind.format(said), f"doi:{doi}", day or None)
