"""Europe PMC search results, lite or core, as its REST API gives them in JSON."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.importers.shape import mapping, mappings, string, strings, title, year
from ingest.importers.works import Relation, Work, pages
from ingest.readers.document import Metadata

INDEX = "Europe PMC"
NO_RELATION = frozenset({"comment in", "comment on", "cites", "summary for patients in"})
"""Kinds of links that neither correct nor retract."""


def is_result(value: dict[str, Any]) -> bool:
    """Whether an object is a result of a Europe PMC search."""
    return (
        isinstance(value.get("source"), str)
        and isinstance(value.get("id"), str)
        and any(key in value for key in ("authorString", "pubYear", "journalInfo", "citedByCount"))
    )


def work(value: dict[str, Any]) -> Work:
    """What Europe PMC says of one work."""
    journal = mapping(value, "journalInfo")
    named = mapping(journal, "journal")
    first, last, note = pages(string(value.get("pageInfo")))
    pmid = string(value.get("pmid"))
    if pmid is None and value.get("source") == "MED":
        pmid = string(value.get("id"))
    return Work(
        INDEX,
        Metadata(
            title=title(value.get("title")),
            authors=_authors(value),
            journal=string(value.get("journalTitle"))
            or string(named.get("isoabbreviation"))
            or string(named.get("medlineAbbreviation"))
            or string(named.get("title")),
            year=year(value.get("pubYear")) or year(journal.get("yearOfPublication")),
            volume=string(value.get("journalVolume")) or string(journal.get("volume")),
            issue=string(value.get("issue")) or string(journal.get("issue")),
            first_page=first,
            last_page=last,
            doi=string(value.get("doi")),
            pmid=pmid,
            pmcid=string(value.get("pmcid")),
        ),
        types=tuple(_types(value)),
        relations=tuple(_relations(value)),
        notes=(note,) if note else (),
    )


def _authors(value: dict[str, Any]) -> list[str]:
    """The authors of a core result, or of the line that a lite one has."""
    listed = [
        name
        for one in mappings(mapping(value, "authorList").get("author"))
        if (name := string(one.get("fullName")) or string(one.get("collectiveName")))
    ]
    line = string(value.get("authorString")) or ""
    return listed or [name for name in re.split(r",\s+", line.removesuffix(".")) if name]


def _types(value: dict[str, Any]) -> list[str]:
    listed = strings(mapping(value, "pubTypeList").get("pubType"))
    line = string(value.get("pubType")) or ""
    return listed or [one.strip() for one in line.split(";") if one.strip()]


def _relations(value: dict[str, Any]) -> Iterator[Relation]:
    for one in _types(value):
        if one.lower() in ("retracted publication", "retraction of publication"):
            yield Relation("type", one)
    for link in mappings(mapping(value, "commentCorrectionList").get("commentCorrection")):
        kind = string(link.get("type"))
        if kind and kind.lower() not in NO_RELATION:
            number, cited = string(link.get("id")), string(link.get("reference"))
            pmid = f"PMID {number}" if number and link.get("source") == "MED" else number
            if other := ", ".join(part for part in (cited, pmid) if part):
                yield Relation(kind, other)
