"""What a person changed in the file of a draft since it was written, and how it outlives redrafts.

A draft's things are known by fingerprints that were kept when the file was written. What differs
from them is a person's: a statement becomes reviewed, any other thing is kept by its key.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ingest import quads, records, yamlfile
from ingest import review as reviews
from ingest.moving import moved, moved_keys
from ingest.records import RecordFile
from ingest.recordtext import record_text
from ontology.model import STATEMENTS, Claim, Record, Statement, Thing

Key: TypeAlias = str
"""Section and name of a thing: `stated/os-1.2`."""
Fingerprints: TypeAlias = Mapping[Key, str]
_DIGITS = 16
_NOT_TOLD = ("status", "doubts", "position")
"""The fields that accepting a statement changes, or taking another out."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The keys of what a person changed or added in a draft, and of what was taken out."""

    changed: frozenset[Key] = frozenset()
    removed: frozenset[Key] = frozenset()

    def __or__(self, other: "Corrections") -> "Corrections":
        return Corrections(self.changed | other.changed, self.removed | other.removed)

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed)


def fingerprints(record: Record) -> dict[Key, str]:
    """The fingerprint of each thing of a record, by section and name."""
    return {key: _fingerprint(thing) for key, thing in _things(record)}


def corrections(record: Record, drafted: Fingerprints) -> Corrections:
    """What differs in a record from the draft of these fingerprints.

    >>> from ontology.model import Curation, Record, Study
    >>> head = Curation(curator="A person", date="2030-01-01")
    >>> def of(*studies):
    ...     return Record(record="x", status="extracted", curation=head, studies=studies)
    >>> before = fingerprints(of(Study(id="a", label="A"), Study(id="b", label="B")))
    >>> found = corrections(of(Study(id="a", label="Trial A")), before)
    >>> sorted(found.changed), sorted(found.removed)
    (['studies/a'], ['studies/b'])
    """
    now = fingerprints(record)
    changed = {key for key, mark in now.items() if drafted.get(key) != mark}
    return Corrections(frozenset(changed), frozenset(drafted.keys() - now.keys()))


def as_reviewed(file: RecordFile, corrected: Corrections) -> RecordFile:
    """The file with each corrected statement marked as reviewed; nothing else changes."""
    waiting = [i for i in reviews.extracted(file) if "/".join(i.key) in corrected.changed]
    return reviews.with_changes(file, reviews.accept(file, waiting)) if waiting else file


def followed(kept: Corrections, earlier: Record, draft: Record) -> Corrections:
    """The corrections with the names that a new draft gives to the statements they are of."""
    return Corrections(
        moved_keys(kept.changed, earlier, draft), moved_keys(kept.removed, earlier, draft)
    )


def merged(draft: Record, corrected: Record, kept: Corrections, name: str) -> RecordFile:
    """A new draft with what a person corrected in the earlier one, which wins.

    Reviewed statements are kept, with all that they refer to; what was taken out stays out. `name`
    is that of the file. Raises RecordError if the two do not fit together.
    """
    corrected = moved(corrected, draft)
    sections = {
        section: _numbered(
            _section(section, getattr(draft, section), getattr(corrected, section), kept)
        )
        for section in Record.model_fields
        if isinstance(getattr(draft, section), tuple)
    }
    whole = _with_needed(draft.model_copy(update=sections), corrected)
    file = records.validated(yamlfile.parse(record_text(whole).encode(), name))
    return _without(file, kept.removed)


def _things(record: Record) -> Iterator[tuple[Key, Thing]]:
    for section in Record.model_fields:
        held = getattr(record, section)
        for thing in held if isinstance(held, tuple) else ():
            yield f"{section}/{thing.key}", thing


def _fingerprint(thing: Thing) -> str:
    data = thing.model_dump(mode="json", exclude_defaults=True)
    told = {name: value for name, value in data.items() if name not in _NOT_TOLD}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _section(
    section: str, new: Iterable[Thing], old: Iterable[Thing], kept: Corrections
) -> Iterator[Thing]:
    """The things of a section: those of the new draft, but for what a person decided."""
    decided = {
        thing.key: thing
        for thing in old
        if f"{section}/{thing.key}" in kept.changed or _reviewed(thing)
    }
    for thing in new:
        key = f"{section}/{thing.key}"
        if key in kept.removed and section not in STATEMENTS and thing.key not in decided:
            continue
        yield decided.pop(thing.key, thing)
    yield from decided.values()


def _numbered(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """The things of a section; claims with their positions in it."""
    return tuple(
        thing.model_copy(update={"position": n}) if isinstance(thing, Claim) else thing
        for n, thing in enumerate(things, 1)
    )


def _reviewed(thing: Thing) -> bool:
    return isinstance(thing, Statement) and thing.status == "reviewed"


def _with_needed(record: Record, earlier: Record) -> Record:
    """The record with those things of the earlier one that its links lead to and it lacks."""
    known = {iri: (str(path[0]), thing) for path, iri, thing in quads.definitions(earlier)}
    while True:
        defined = {iri for _, iri, _ in quads.definitions(record)}
        missing = dict.fromkeys(
            iri for _, _, iri, _ in quads.links(record) if iri not in defined and iri in known
        )
        wanted = [known[iri] for iri in missing if known[iri][0] != "document"]
        if not wanted:
            return record
        update: dict[str, tuple[Thing, ...]] = {}
        for section, thing in wanted:
            update[section] = (*update.get(section, getattr(record, section)), thing)
        record = record.model_copy(update=update)


def _without(file: RecordFile, removed: Collection[Key]) -> RecordFile:
    """The file without the statements that a person took out, and without links to them."""
    for key in sorted(removed):
        item = next((i for i in reviews.extracted(file) if "/".join(i.key) == key), None)
        if item is not None:
            file = reviews.with_changes(file, reviews.drop(file, item).changes)
    return file
