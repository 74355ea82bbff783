"""Entries of reference managers as works, and the files that they are attached to."""

from collections.abc import Sequence
from dataclasses import fields, replace
from os import fspath
from pathlib import Path

from ingest.checking.entry import Entry
from ingest.checking.source import Source
from ingest.sources.payload import year
from ingest.sources.work import Work, distinct_years

MANAGED = frozenset(("bibtex", "ris", "csl", "zotero"))


def work_of(entry: Entry, file: str) -> Work:
    """An entry of a reference manager's file as a work."""
    one = entry.reference
    names = (*(" ".join(filter(None, person)) for person in one.authors), *one.collective)
    return Work(
        Path(file).name,
        doi=one.doi,
        pmid=one.pmid,
        pmcid=one.pmcid,
        titles=(one.title,) if one.title else (),
        authors=names,
        people=one.authors,
        journals=(one.journal,) if one.journal else (),
        years=distinct_years(year(one.year)),
        volume=one.volume,
        issue=one.issue,
        first_page=one.first_page,
        last_page=one.last_page,
        abstract=entry.abstract,
    )


def described(sources: Sequence[Source]) -> list[Source]:
    """The sources, each file that an entry is attached to with what the entry says of it.

    What the file says of itself stays, for the entry may be attached to the wrong one.
    """
    of_path: dict[str, Work] = {}
    for source in sources:
        for path in source.files:
            of_path.setdefault(_resolved(Path(source.file).parent / path), source.work)
            of_path.setdefault(Path(path).name, source.work)
    return [_with_entry(source, of_path) for source in sources] if of_path else list(sources)


def _with_entry(source: Source, of_path: dict[str, Work]) -> Source:
    if source.format in MANAGED:
        return source
    path = Path(source.file)
    entry = of_path.get(_resolved(path)) or of_path.get(path.name)
    if entry is None or source.part > 1:
        return source
    empty = {one.name: getattr(entry, one.name) for one in fields(Work) if one.name != "source"}
    given = {name: value for name, value in empty.items() if not getattr(source.work, name)}
    note = f"{entry.source} describes this file"
    return replace(source, work=replace(source.work, **given), notes=(*source.notes, note))


def _resolved(path: Path) -> str:
    return fspath(path.resolve())
