"""CSL-JSON, the JSON of reference managers: validated by the models that read the sources."""

from collections.abc import Mapping

from pydantic import ConfigDict, Field

from ingest.checking.bibliographies.fields import citation, person, reference
from ingest.checking.entry import Entry
from ingest.references.model import ReferenceKind
from ingest.sources import json_objects
from ingest.sources.payload import Line, Many, Payload, described, within
from ingest.sources.text import unmarked
from ontology.errors import ReadingError

_KINDS: dict[str, ReferenceKind] = {
    "article-journal": "article", "article-magazine": "article", "article": "preprint",
    "book": "book", "chapter": "chapter", "webpage": "web page", "post": "web page",
    "post-weblog": "web page",
}  # fmt: skip
_OF_CROSSREF = ("indexed", "deposited", "member")


class _Object(Payload):
    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))


class _Name(_Object):
    family: Line = None
    given: Line = None
    non_dropping_particle: Line = None
    literal: Line = None


class _Item(_Object):
    id: Line = None
    citation_key: Line = None
    type: Line = None
    title: Line = None
    author: Many[_Name] = ()
    container_title: Line = None
    journal: Line = Field(default=None, alias="journalAbbreviation")
    issued: Line = within("issued", "date-parts", 0, 0)
    issued_raw: Line = within("issued", "raw")
    issued_literal: Line = within("issued", "literal")
    volume: Line = None
    issue: Line = None
    page: Line = None
    number: Line = None
    publisher: Line = None
    publisher_place: Line = None
    doi: Line = Field(default=None, alias="DOI")
    url: Line = Field(default=None, alias="URL")
    pmid: Line = Field(default=None, alias="PMID")
    pmcid: Line = Field(default=None, alias="PMCID")
    note: Line = None
    abstract: Line = None


def is_item(value: Mapping[str, object]) -> bool:
    """Whether an object is an item of CSL-JSON, and no work of Crossref, whose titles are lists."""
    if not isinstance(value.get("title"), str) or any(key in value for key in _OF_CROSSREF):
        return False
    return isinstance(value.get("type"), str) and any(
        key in value for key in ("author", "issued", "container-title", "DOI", "id")
    )


def read(text: str, name: str) -> tuple[list[Entry], list[str]]:
    """The entries of CSL-JSON, and a note where the JSON breaks, or an object is no item."""
    entries: list[Entry] = []
    notes: list[str] = []
    others = 0
    try:
        for value in json_objects.values(text, name):
            if is_item(value):
                entries.append(_entry(len(entries) + 1, value, notes))
            else:
                others += 1
    except ReadingError as error:
        notes.append(str(error))
    if others:
        notes.append(f"{name}: {others} objects are no items of CSL-JSON")
    return entries, notes


def _entry(number: int, value: Mapping[str, object], notes: list[str]) -> Entry:
    item, own = described(_Item, value)
    notes += [f"entry {number}: {note}" for note in own]
    given = {
        "title": item.title, "journal": item.container_title or item.journal,
        "year": item.issued or item.issued_raw or item.issued_literal, "volume": item.volume,
        "issue": item.issue, "pages": item.page, "article": item.number, "doi": item.doi,
        "pmid": item.pmid, "pmcid": item.pmcid, "url": item.url, "publisher": item.publisher,
        "place": item.publisher_place,
    }  # fmt: skip
    people = [one for name in item.author if (one := person(_family(name), name.given)) is not None]
    kind = _KINDS.get(item.type or "", "unknown")
    groups = [text for name in item.author if (text := unmarked(name.literal))]
    known = {key: text for key, text in given.items() if text}
    if kind == "chapter" and "journal" in known:
        known["book"] = known.pop("journal")
    parsed = reference(known, people, kind, groups=groups, notes=item.note or "")
    return Entry(
        number=number,
        printed=citation(parsed),
        reference=parsed,
        key=item.citation_key or item.id or "",
        abstract=unmarked(item.abstract),
    )


def _family(name: _Name) -> str | None:
    return " ".join(filter(None, (name.non_dropping_particle, name.family))) or None
