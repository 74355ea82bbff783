"""Zotero's RDF, in which it exports items and their files by default."""

from collections.abc import Iterator

from ingest.checking.bibliographies.fields import citation, person, reference
from ingest.checking.entry import Entry
from ingest.readers.markup import Element, find, parse, tag, text
from ingest.references.model import Person, ReferenceKind
from ingest.sources.text import line

_NAMESPACE = b"http://www.zotero.org/namespaces/export#"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_HEAD = 4_000
_KINDS: dict[str, ReferenceKind] = {
    "journalArticle": "article", "magazineArticle": "article", "preprint": "preprint",
    "book": "book", "bookSection": "chapter", "webpage": "web page", "blogPost": "web page",
}  # fmt: skip
_NO_ITEMS = frozenset(("attachment", "note", "annotation", ""))


def is_export(data: bytes) -> bool:
    """Whether bytes are RDF of Zotero."""
    head = data[:_HEAD]
    return b"<rdf:RDF" in head and _NAMESPACE in head


def read(data: bytes, name: str) -> tuple[list[Entry], list[str]]:
    """The items of an export with the paths of their files. Raises ReadingError for broken XML."""
    root = parse(data, name)
    about = {key: one for one in root if (key := one.get(f"{_RDF}about"))}
    items = [one for one in root if _type(one) not in _NO_ITEMS]
    return [_entry(number, one, about) for number, one in enumerate(items, 1)], []


def _type(element: Element) -> str:
    return _own(element, "itemType") or ""


def _entry(number: int, item: Element, about: dict[str, Element]) -> Entry:
    containers = list(_linked(item, "isPartOf", about))
    kind = _KINDS.get(_type(item), "unknown")
    within = next(filter(None, (_own(one, "title") for one in containers)), None)
    places = [item, *containers]
    identifiers = [identifier for one in places for identifier in _identifiers(one)]
    given = {
        "title": _own(item, "title"), "year": _own(item, "date"), "pages": _own(item, "pages"),
        "volume": _first(places, "volume"), "issue": _first(places, "number"),
        "book" if kind == "chapter" else "journal": within,
        "doi": next((one[4:] for one in identifiers if one.startswith("DOI ")), None),
        "url": next((one for one in identifiers if one.startswith("http")), None),
    }  # fmt: skip
    people = list(_people(item))
    known = {key: value for key, value in given.items() if value}
    parsed = reference(known, people, kind, notes=_own(item, "description") or "")
    files = [path for one in _linked(item, "link", about) if (path := _path(one))]
    return Entry(
        number=number,
        printed=citation(parsed),
        reference=parsed,
        key=item.get(f"{_RDF}about", ""),
        line=at if isinstance(at := item.sourceline, int) else None,
        abstract=_own(item, "abstract"),
        files=tuple(files),
    )


def _own(element: Element, name: str) -> str | None:
    """The text of a child of an element, not of what is nested deeper."""
    return next((line(text(one)) for one in element if tag(one) == name), None)


def _first(elements: list[Element], name: str) -> str | None:
    return next(filter(None, (_own(one, name) for one in elements)), None)


def _linked(item: Element, name: str, about: dict[str, Element]) -> Iterator[Element]:
    """The elements that stand in a child of the item, or that it refers to."""
    for child in item:
        if tag(child) == name:
            yield from child
            resource = about.get(child.get(f"{_RDF}resource", ""))
            if resource is not None:
                yield resource


def _identifiers(element: Element) -> Iterator[str]:
    for child in element:
        if tag(child) == "identifier" and (value := line(text(child))):
            yield value


def _people(item: Element) -> Iterator[Person]:
    authors = next((one for one in item if tag(one) == "authors"), None)
    for one in authors.iter() if authors is not None else ():
        if tag(one) == "Person":
            given = find(one, "givenName")
            given = given if given is not None else find(one, "givenname")
            family = _own(one, "surname")
            if name := person(family, text(given) if given is not None else None):
                yield name


def _path(attachment: Element) -> str | None:
    """Where the file of an attachment is, from the place of the export."""
    for child in attachment:
        if tag(child) in ("resource", "path"):
            return child.get(f"{_RDF}resource") or line(text(child))
    return None
