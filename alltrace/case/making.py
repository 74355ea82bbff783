"""The records of a case: those of its sources, then the paper's, which refers to them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace.case import drafts
from alltrace.case.drafts import CaseRecord, Draft, Earlier, SourceDraft
from alltrace.case.folder import PAPER, SOURCES, CaseFolder, digest
from alltrace.case.inputs import Inputs
from alltrace.case.joined import Links, joined, links
from alltrace.case.manifest import DraftMark, Manifest, UsedSource
from ingest.checking.match import Match
from ingest.drafting.cited import CitedWork
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import DraftRecord, draft_record, record_name
from ingest.drafting.writing import as_yaml
from ingest.readers.document import Paper
from ontology.model import Record
from ontology.settings import CONFIDENCE, VOCABULARY
from queries.joining.joins import Join, joins
from queries.joining.restating import works_of

if TYPE_CHECKING:
    from ingest.model.reader import ModelReader


@dataclass(frozen=True, slots=True)
class Before:
    """What was found in the folder of a case: its manifest and its files, both as they are."""

    folder: CaseFolder | None
    manifest: Manifest | None = None

    def text(self, name: str) -> bytes | None:
        """A file of the case, if there is one."""
        return self.folder.read(name) if self.folder is not None else None

    def earlier(self, name: str, mark: DraftMark | None) -> Earlier | None:
        """A record that an earlier run wrote, if it is still there."""
        text = self.text(name) if mark is not None else None
        return Earlier(text, mark) if text is not None and mark is not None else None

    @property
    def sources(self) -> dict[str, UsedSource]:
        """The sources that were used, by the name of the record."""
        return {s.record: s for s in self.manifest.sources} if self.manifest else {}


@dataclass(frozen=True, slots=True)
class Made:
    """The records of a case before they are built; `sources` are by the name of their file."""

    paper: CaseRecord
    sources: Mapping[str, CaseRecord]
    used: tuple[UsedSource, ...]
    joins: tuple[Join, ...]
    links: Links
    """What each stated value restates, as a program wrote it."""
    notes: tuple[str, ...] = ()
    """What a language model did not answer."""

    def files(self) -> dict[str, bytes]:
        """The record files of the case."""
        return {PAPER: self.paper.text, **{name: one.text for name, one in self.sources.items()}}


@dataclass(frozen=True, slots=True)
class PaperDraft(Draft):
    """The draft of the paper, with the language model that reads beside the rules, if any."""

    paper: Paper
    known: KnownRecords
    day: str
    model: "ModelReader | None" = None
    drafted: list[DraftRecord] = field(default_factory=list)
    """The draft, once it was asked for: a model is asked once."""

    def record(self) -> Record:
        return self._drafted().record

    def text(self) -> str:
        return as_yaml(self._drafted())

    def _drafted(self) -> DraftRecord:
        if not self.drafted:
            name = record_name(self.paper, self.known)
            self.drafted.append(draft_record(self.paper, self.known, self.day, name, self.model))
        return self.drafted[0]


def make(given: Inputs, before: Before, day: str, model: "ModelReader | None" = None) -> Made:
    """Draft what is new and keep what is not. Raises RecordError for a record left faulty."""
    made: dict[str, CaseRecord] = {}
    used: list[UsedSource] = []
    for number, match in given.used.items():
        entry, one = _source(number, match, given, before, day)
        if entry.record in {other.record for other in used}:  # a work that is listed twice
            entry = entry.model_copy(update={"draft": None})
        else:
            made[_place(entry.record)] = one
        used.append(entry)
    for entry, one in _kept(before, given, {entry.record for entry in used}):
        made[_place(entry.record)] = one
        used.append(entry)
    paper, notes = _paper(given, made, before, day, model)
    found = joins(paper.file.record, works_of(*_reporting(given, made, used, paper)))
    written = dict(before.manifest.links) if before.manifest else {}
    paper = joined(paper, found, written)
    return Made(paper, made, tuple(used), tuple(found), links(paper, written), notes)


def _place(record: str) -> str:
    return f"{SOURCES}/{record}.yaml"


def _version() -> tuple[str, ...]:
    """What decides how a text is drafted: the version, the user's own words and confidences."""
    paths = (*VOCABULARY.text().split(os.pathsep), CONFIDENCE.text())
    own = (digest(Path(path).read_bytes()) for path in paths if path and Path(path).is_file())
    return metadata.version("alltrace"), *own


def _source(
    number: int, match: Match, given: Inputs, before: Before, day: str
) -> tuple[UsedSource, CaseRecord]:
    """The record of one source, drafted anew only if the source or its name is new."""
    source, publication = match.source, given.publications[number]
    record = drafts.record_name_of(source, publication)
    entry = before.sources.get(record)
    label = next((e.printed for e in given.paper.references if e.number == number), "")
    key = drafts.key_of(source.sha256, source.part, publication, _version(), source.holds)
    work = CitedWork(record, publication, _label(label, source.work.label))
    drafted = SourceDraft(source, work, replace(given.known, matched={}), day)
    name = _place(record)
    one = drafts.settled(name, key, drafted, before.earlier(name, entry.draft if entry else None))
    return UsedSource(
        file=source.file,
        sha256=source.sha256,
        part=source.part,
        reference=number,
        publication=publication,
        record=record,
        holds=source.holds,
        by=match.by,
        certainty=match.certainty,
        reason=match.reason,
        numbers=drafts.numbers(source),
        draft=one.mark(),
    ), one


def _label(printed: str, described: str) -> str:
    """What to call a work: first author and year, as the source has them."""
    return described.partition(",")[0] or printed[:40]


def _kept(
    before: Before, given: Inputs, taken: set[str]
) -> Iterator[tuple[UsedSource, CaseRecord]]:
    """The sources of an earlier run whose files are gone: their records stay."""
    numbers = {entry.number for entry in given.paper.references}
    for entry in before.sources.values():
        if entry.record in taken or entry.draft is None or entry.reference not in numbers:
            continue
        if entry.reference in given.used:
            continue
        earlier = before.earlier(_place(entry.record), entry.draft)
        if earlier is not None:
            one = drafts.settled(_place(entry.record), entry.draft.key, Draft(), earlier)
            yield entry.model_copy(update={"draft": one.mark()}), one


def _of_model(model: "ModelReader | None", before: Before) -> tuple[str, ...]:
    """What a draft depends on of a model; one that left questions open is asked again."""
    if model is None:
        return ()
    opened = before.manifest is not None and model.left_open(before.manifest.notes)
    return (model.key, *(["again"] if opened else []))


def _paper(
    given: Inputs, made: Mapping[str, CaseRecord], before: Before, day: str,
    model: "ModelReader | None",
) -> tuple[CaseRecord, tuple[str, ...]]:  # fmt: skip
    """The paper's record, drafted with what its sources' records define; what has no answer."""
    told = known(one.file for one in made.values())
    knows = replace(
        given.known,
        reports={**given.known.reports, **told.reports},
        studies={**given.known.studies, **told.studies},
    )
    reports = {name: knows.reports.get(name) for name in given.publications.values()}
    key = drafts.key_of(
        given.paper_sha256, _version(), {str(n): p for n, p in given.publications.items()},
        reports, sorted(told.studies), sorted(knows.records), *_of_model(model, before),
    )  # fmt: skip
    mark = before.manifest.paper.draft if before.manifest else None
    draft = PaperDraft(given.paper, knows, day, model)
    one = drafts.settled(PAPER, key, draft, before.earlier(PAPER, mark))
    return one, tuple(note for drafted in draft.drafted for note in drafted.of_model)


def _reporting(
    given: Inputs, made: Mapping[str, CaseRecord], used: list[UsedSource], paper: CaseRecord
) -> tuple[dict[int, str], list[Record], dict[str, dict[str, int]]]:
    """The publication of each reference, the records that tell of them, and their numbers."""
    references = {r.number: r.publication for r in paper.file.record.references}
    wanted = set(references.values())
    told = [f.record for f in given.others if wanted & {p.id for p in f.record.publications}]
    numbers = {s.publication: s.numbers for s in used if s.numbers is not None}
    return references, [*(one.file.record for one in made.values()), *told], numbers
