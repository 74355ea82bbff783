"""Documents with the conclusions and evidence lines that a reader saw in them, to train on.

Each folder holds `gold.json` and `paper.*` (the form of `../shared/bench/drafting`).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks.places import LETTER, module
from ingest import readers, records
from ingest.drafting.bibliography import bibliography
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import document_type
from ingest.drafting.sources import source
from ingest.extract.extractor import extract
from ingest.extract.roles import ClassifiedSentence, statement
from ingest.extract.source import ExtractionInput

Place = tuple[int, int]
"""A sentence: its paragraph and its number in it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Label(Generic[T]):
    """What a reader saw: the sentences it may be, and whether it must be found."""

    what: T
    needed: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document: its statements before any is a conclusion, with a reader's labels."""

    name: str
    statements: tuple[ClassifiedSentence, ...]
    conclusions: tuple[Label[frozenset[Place]], ...]
    lines: tuple[Label[tuple[frozenset[Place], frozenset[Place]]], ...]
    """From and to."""
    abstract: bool = False
    """Whether it is an abstract alone."""

    def concludes(self, place: Place) -> bool:
        return any(place in label.what for label in self.conclusions)

    def bears(self, one: Place, other: Place) -> bool:
        return any(one in start and other in end for start, end in (n.what for n in self.lines))


def place(statement: ClassifiedSentence) -> Place:
    """Where a statement stands."""
    return statement.paragraph, statement.parsed.sentence.sentence


def documents(folders: Sequence[Path]) -> list[Labelled]:
    """The labelled documents below the folders, in the order of their names."""
    works = known(records.bundled())
    gold = (f for folder in folders for f in folder.iterdir() if (f / "gold.json").exists())
    return [_labelled(folder, works) for folder in sorted(gold, key=lambda f: f.name)]


def _labelled(folder: Path, works: KnownRecords) -> Labelled:
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    text = _input(next(folder.glob("paper.*")), works)
    document = module("drafting/score_draft").Document({"sections": []})
    document.sentences = {(s.paragraph, s.sentence): s.text for s in text.sentences}

    def places(told: object) -> frozenset[Place]:
        return frozenset(document.places(told))

    conclusions = (
        Label(places(c["sentence"]), not c.get("optional")) for c in gold.get("conclusions") or ()
    )
    lines = (
        Label((places(n["from"]), places(n["to"])), not n.get("optional"))
        for n in gold.get("lines") or ()
    )
    return Labelled(
        folder.name, _statements(text, works), tuple(conclusions), tuple(lines),
        bool(gold.get("abstract_only")),
    )  # fmt: skip


def curated() -> Labelled:
    """The bundled letter with conclusions and lines of its record; none need be found."""
    works = known(records.bundled())
    record = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    anchors = {a.id: (a.paragraph, a.sentence) for a in record.anchors}
    said = (*record.claims, *record.conclusions, *record.stated)
    places = {s.id: anchors[s.anchor] for s in said if s.anchor}
    conclusions = (places[c.id] for c in record.conclusions if c.id in places)
    lines = (
        Label((frozenset([places[one]]), frozenset([places[line.bears_on]])), False)
        for line in record.evidence
        for one in line.evidence
        if one in places and line.bears_on in places
    )
    statements = _statements(_input(LETTER, works), works)
    labels = (Label(frozenset([p]), False) for p in conclusions)
    return Labelled(record.record, statements, tuple(labels), tuple(lines))


def _input(path: Path, works: KnownRecords) -> ExtractionInput:
    paper = readers.read(path)
    return source(paper, bibliography(paper, works), document_type(paper) == "article")


def _statements(text: ExtractionInput, works: KnownRecords) -> tuple[ClassifiedSentence, ...]:
    read: Iterable[ClassifiedSentence] = extract(text, works.studies).statements
    return tuple(statement(s.parsed, s.readings) for s in read)
