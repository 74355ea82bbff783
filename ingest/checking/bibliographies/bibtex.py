"""BibTeX and BibLaTeX, parsed by bibtexparser; LaTeX is decoded by pylatexenc."""

import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ingest.checking.bibliographies.fields import citation, person, reference
from ingest.checking.entry import Entry
from ingest.references.model import Person, ReferenceKind
from ingest.sources.text import line

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Block
    from pylatexenc.latex2text import LatexNodes2Text

_KINDS: dict[str, ReferenceKind] = {
    "article": "article", "book": "book", "inbook": "chapter", "incollection": "chapter",
    "online": "web page", "electronic": "web page", "www": "web page",
}  # fmt: skip
_TEX = re.compile(r"[\\{}$~]")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",), "subtitle": ("subtitle",),
    "journal": ("journal", "journaltitle", "booktitle"), "year": ("year", "date"),
    "volume": ("volume",), "issue": ("number", "issue"), "pages": ("pages",),
    "article": ("eid", "article-number"), "doi": ("doi",), "pmid": ("pmid",), "pmcid": ("pmcid",),
    "url": ("url",), "publisher": ("publisher", "institution", "school"), "place": ("address",),
}  # fmt: skip
"""The fields of an entry by our names for them, BibTeX's and BibLaTeX's."""


def read(text: str, name: str) -> tuple[list[Entry], list[str]]:
    """The entries of a BibTeX file, and a note on each block that could not be read."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import RemoveEnclosingMiddleware
    from bibtexparser.model import DuplicateBlockKeyBlock
    from bibtexparser.model import Entry as Block

    # Faults become notes; without a handler the library's warnings would go to standard error.
    for library_name in ("bibtexparser", "pylatexenc"):
        logging.getLogger(library_name).addHandler(logging.NullHandler())
    library = parse_string(text)
    unquoted = RemoveEnclosingMiddleware()
    blocks = list(library.entries)
    notes: list[str] = []
    for failed in library.failed_blocks:
        at = f"{name}:{(failed.start_line or 0) + 1}"
        again = failed.ignore_error_block
        if isinstance(failed, DuplicateBlockKeyBlock) and isinstance(again, Block):
            notes.append(f"{at}: the key {failed.key} is there twice")
            blocks += [
                one for one in [unquoted.transform_entry(again, library)] if isinstance(one, Block)
            ]
        else:
            notes.append(f"{at}: this entry cannot be read: {_reason(failed.error)}")
    blocks.sort(key=lambda block: block.start_line or 0)
    return [_entry(number, block) for number, block in enumerate(blocks, 1)], notes


def _reason(error: Exception) -> str:
    return (line(str(error)) or "it is not closed").removeprefix("Partial middleware exception: ")


def _entry(number: int, block: "Block") -> Entry:
    values = {one.key.lower(): str(one.value) for one in block.fields}
    plain = {key: _plain(value) for key, value in values.items()}
    given = {
        ours: text
        for ours, names in _NAMES.items()
        if (text := next(filter(None, (plain.get(one) for one in names)), ""))
    }
    if subtitle := given.pop("subtitle", ""):
        given["title"] = f"{given.get('title', '')}: {subtitle}"
    if plain.get("eprinttype", "").lower() == "pmid" or plain.get("archiveprefix") == "PMID":
        given.setdefault("pmid", plain.get("eprint", ""))
    people, groups, etal = _people(values.get("author", ""))
    kind = _KINDS.get(block.entry_type.lower(), "unknown")
    notes = " ".join(plain.get(one, "") for one in ("note", "annote", "extra", "addendum"))
    parsed = reference(given, people, kind, groups=groups, etal=etal, notes=notes)
    return Entry(
        number=number,
        printed=citation(parsed),
        reference=parsed,
        key=line(block.key) or "",
        line=(block.start_line or 0) + 1,
        abstract=line(plain.get("abstract")),
        files=tuple(_files(values.get("file", ""))),
    )


def _people(given: str) -> tuple[list[Person], list[str], bool]:
    """The people and groups of a list of authors, and whether others are meant.

    >>> _people("Doe, Anna B. and {The Big Group} and others")
    ([Person(family='Doe', initials='AB')], ['The Big Group'], True)
    """
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    people: list[Person] = []
    groups: list[str] = []
    names = split_multiple_persons_names(given)
    for name in names:
        if name.startswith("{") and name.endswith("}") and "," not in name:
            groups.append(_plain(name))
        elif name.lower() != "others":
            parts = parse_single_name_into_parts(name, strict=False)
            family = _plain(" ".join([*parts.von, *parts.last]))
            people += filter(None, [person(family, _plain(" ".join(parts.first)))])
    return people, groups, any(name.lower() == "others" for name in names)


def _plain(tex: str) -> str:
    r"""Text without LaTeX's marks; a text that breaks its rules is kept.

    >>> _plain(r"J{\"o}rg \& {BRCA1} $\beta$")
    'Jörg & BRCA1 β'
    """
    if not _TEX.search(tex):
        return tex
    try:
        decoded = str(_decoder().latex_to_text(tex))
    except Exception:  # the decoder raises what it likes on broken LaTeX
        decoded = re.sub(r"[{}]", "", tex)
    return " ".join(decoded.split())


@cache
def _decoder() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", keep_comments=True)


def _files(listed: str) -> list[str]:
    r"""The paths in a `file` field: `Title:files/1/a.pdf:application/pdf;…`, or paths alone.

    >>> _files(r"PDF:files/1/a\:b.pdf:application/pdf;c.pdf")
    ['files/1/a:b.pdf', 'c.pdf']
    """
    paths = []
    for one in re.split(r"(?<!\\);", listed):
        parts = [
            part.replace("\\:", ":").replace("\\;", ";") for part in re.split(r"(?<!\\):", one)
        ]
        path = parts[1] if len(parts) >= 3 else parts[0] if len(parts) == 1 else ":".join(parts)
        if path.strip():
            paths.append(path.strip())
    return paths
