"""RIS, parsed by rispy, one record at a time so that a broken one does not swallow the next."""

import re

from ingest.checking.bibliographies.fields import citation, person, reference, texts
from ingest.checking.entry import Entry
from ingest.references.model import Person, ReferenceKind
from ingest.sources.text import line

_START = re.compile(r"^TY  ?- ", re.MULTILINE)
_END = re.compile(r"^ER  ?-", re.MULTILINE)
_KINDS: dict[str, ReferenceKind] = {
    "JOUR": "article", "EJOUR": "article", "JFULL": "article", "MGZN": "article", "BOOK": "book",
    "EBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "ABST": "meeting abstract",
    "ELEC": "web page", "WEB": "web page", "ICOMM": "web page", "BLOG": "web page",
}  # fmt: skip
_NAMES = {
    "title": ("primary_title", "title"),
    "journal": ("journal_name", "alternate_title3", "secondary_title", "alternate_title2",
                "alternate_title1"),
    "year": ("year", "publication_year", "date"), "volume": ("volume",), "issue": ("number",),
    "doi": ("doi",), "publisher": ("publisher",), "place": ("place_published",),
}  # fmt: skip
"""rispy's names of the tags by our names for the fields."""
_PUBMED = re.compile(r"(?i)\b(?:pubmed|medline)\b")


def read(text: str, name: str) -> tuple[list[Entry], list[str]]:
    """The entries of a RIS file, and a note on each that is not closed or cannot be read."""
    starts = [match.start() for match in _START.finditer(text)]
    entries: list[Entry] = []
    notes: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block, at = text[start:end].rstrip(), text.count("\n", 0, start) + 1
        if not _END.search(block):
            notes.append(f"{name}:{at}: this record has no end (ER)")
            block += "\nER  - "
        fields = _fields(block)
        if fields is None:
            notes.append(f"{name}:{at}: this record cannot be read")
        else:
            entries.append(_entry(len(entries) + 1, fields, at))
    return entries, notes


def _fields(block: str) -> dict[str, list[str]] | None:
    """The values of a record by rispy's names of the tags; None if it cannot be parsed."""
    import rispy

    try:
        (one,) = rispy.loads(block + "\n")
    except Exception:  # of a broken line, rispy raises what it likes
        return None
    return {
        str(name): [str(part) for part in (value if isinstance(value, list) else [value])]
        for name, value in one.items()
        if not isinstance(value, dict)
    }


def _entry(number: int, fields: dict[str, list[str]], at: int) -> Entry:
    def first(*names: str) -> str:
        return next((fields[name][0] for name in names if fields.get(name)), "")

    given = {ours: first(*names) for ours, names in _NAMES.items()}
    start, end = first("start_page"), first("end_page")
    given["pages"] = f"{start}-{end}" if end and "-" not in start else start
    given["url"] = first("urls")
    if _PUBMED.search(first("name_of_database") + " " + first("database_provider")):
        given["pmid"] = first("accession_number")
    notes = " ".join(one for name in ("notes", "custom2", "note") for one in fields.get(name, ()))
    kind = _KINDS.get(first("type_of_reference"), "unknown")
    if kind == "chapter":
        given["book"] = given.pop("journal")
    people, groups = _people(texts([*fields.get("authors", ()), *fields.get("first_authors", ())]))
    parsed = reference(given, people, kind, groups=groups, notes=notes)
    return Entry(
        number=number,
        printed=citation(parsed),
        reference=parsed,
        key=line(first("id", "label")) or "",
        line=at,
        abstract=line(first("abstract", "notes_abstract")),
        files=texts([*fields.get("file_attachments1", ()), *fields.get("file_attachments2", ())]),
    )


def _people(names: tuple[str, ...]) -> tuple[list[Person], list[str]]:
    """People, whose family name stands before a comma, and groups, which have none."""
    people, groups = [], []
    for name in dict.fromkeys(names):
        family, comma, given = name.partition(",")
        short = Person.of_record(name)
        if comma and (one := person(family, given.partition(",")[0])):
            people.append(one)
        elif short.initials and short.initials.isupper():
            people.append(short)
        elif not comma:
            groups.append(name)
    return people, groups
