"""Drafting many files in parallel: one bad file does not stop the others, and memory is bounded."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from traceback import format_exc
from typing import TYPE_CHECKING

from ingest import readers, records
from ingest.drafting.documents import DocumentIndex, DraftedDocument
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import DraftRecord, draft_record, record_name
from ingest.drafting.writing import as_yaml
from ontology.errors import AlltraceError

if TYPE_CHECKING:
    from ingest.model.reader import ModelReader

_log = logging.getLogger(__name__)

QUEUED_PER_PROCESS = 4
"""Files queued for each process; more would only take memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """The settings of a batch.

    `day` is today's date, `known` are record files that are known beside the bundled ones, and
    `name` is the name of the record, if one is given. `part` is the number of the one document
    that is drafted of each file; without it all are, except sub-articles. `model` is a language
    model that reads beside the rules; its server is asked by one process.
    """

    day: str
    known: tuple[Path, ...] = ()
    name: str | None = None
    part: int | None = None
    model: "ModelReader | None" = None


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft with its record's name and the text of its file."""

    name: str
    text: str = field(repr=False)
    draft: DraftRecord = field(repr=False)
    earlier: DraftedDocument | None = field(default=None, repr=False)
    """The draft of the same document that was there before, if one was."""
    same_text: bool = field(default=True, repr=False)
    """Whether the document's text is the one that the earlier draft was made from."""


@dataclass(frozen=True, slots=True)
class RepeatedDocument:
    """A document that another file of the batch holds as well; that one was drafted."""

    name: str
    first: Path
    same_text: bool


@dataclass(slots=True)
class DraftOutcome:
    """The result for one file: a draft of each new document in it, or the problem."""

    file: Path
    drafts: list[WrittenDraft] = field(default_factory=list)
    repeated: list[RepeatedDocument] = field(default_factory=list)
    problem: str | None = None
    fault: str | None = None
    """The traceback, for the log, if the problem is an unexpected exception."""


DraftOneFile = Callable[[Path, Job], DraftOutcome]


def draft_each(
    files: Iterable[Path],
    job: Job,
    processes: int,
    draft_one: DraftOneFile | None = None,
    index: DocumentIndex | None = None,
) -> Iterator[DraftOutcome]:
    """The outcome of each file, in the order given; each document has one draft and one name.

    `draft_one` drafts one file in another process; by default `draft_file`. `index` has the
    documents that were drafted before; those of the batch are entered in it.
    """
    index = DocumentIndex() if index is None else index
    for outcome in _outcomes(files, job, processes, draft_one or draft_file):
        if taken := _taken_names(outcome, index):
            outcome = draft_file(outcome.file, job, taken)
        _compare(outcome, index)
        _log_outcome(outcome)
        yield outcome


def _taken_names(outcome: DraftOutcome, index: DocumentIndex) -> set[str]:
    """The names of other documents, if a new document of this file has one of them."""
    known = [written.name for written in outcome.drafts if index.find(_document_of(written))]
    new = {written.name for written in outcome.drafts} - set(known)
    return set() if new.isdisjoint(index.names) else index.names - set(known)


def _compare(outcome: DraftOutcome, index: DocumentIndex) -> None:
    """Separate documents that the batch repeats; join the others with their earlier drafts."""
    drafts = outcome.drafts
    outcome.drafts = []
    for written in drafts:
        document = _document_of(written)
        earlier = index.find(document)
        same_text = earlier is None or earlier.same_text(document)
        if earlier is not None and earlier.read_from is not None:
            repeated = RepeatedDocument(written.name, earlier.read_from, same_text)
            outcome.repeated.append(repeated)
        else:
            outcome.drafts.append(replace(written, earlier=earlier, same_text=same_text))
            index.enter(document, outcome.file, earlier)


def _document_of(written: WrittenDraft) -> DraftedDocument:
    record = written.draft.record
    return DraftedDocument.of(written.name, record.document, record.curation.source)


def draft_file(path: Path, job: Job, taken: Collection[str] = ()) -> DraftOutcome:
    r"""A draft of each document of one file; never raises.

    No draft gets a name that is `taken`.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("A trial\n\nOf 40 patients, 31 (77.5%) had a complete remission.\n")
    ...     file.flush()
    ...     outcome = draft_file(Path(file.name), Job("2030-01-01", name="mine"))
    >>> [written.name for written in outcome.drafts], outcome.problem
    (['mine'], None)
    >>> draft_file(Path("absent.txt"), Job("2030-01-01")).problem
    'absent.txt: cannot be read: no such file or directory'
    """
    outcome = DraftOutcome(path)
    names = set(taken)
    try:
        known_records = _known_records(job.known)
        papers = [readers.read(path, job.part)] if job.part else readers.read_each(path)
        for paper in papers:
            name = _unused_name(job.name or record_name(paper, known_records), names)
            names.add(name)
            draft = draft_record(paper, known_records, job.day, name, job.model)
            outcome.drafts.append(WrittenDraft(name, as_yaml(draft), draft))
    except AlltraceError as error:
        outcome.drafts, outcome.problem = [], str(error)
    except Exception as error:
        outcome.drafts = []
        outcome.problem = f"{path}: could not be drafted: {type(error).__name__}: {error}"
        outcome.fault = format_exc()
    return outcome


def _log_outcome(outcome: DraftOutcome) -> None:
    """Log the outcome of a file in this process; worker processes show nothing."""
    if outcome.problem is not None:
        _log.warning("no draft: %s", outcome.problem)
    for repeated in outcome.repeated:
        _log.warning("%s: the same document as %s: not drafted", outcome.file, repeated.first)
    for written in outcome.drafts:
        doubts, left_out = written.draft.uncertain, len(written.draft.left_out)
        _log.info("%s: %s: %d uncertain, %d left out", outcome.file, written.name, doubts, left_out)
    if outcome.fault is not None:
        _log.debug("%s: %s", outcome.file, outcome.fault)


@lru_cache(maxsize=1)
def _known_records(paths: tuple[Path, ...]) -> KnownRecords:
    """The definitions of the bundled records and of `paths`. Raises RecordError."""
    return known([*map(records.load, paths), *records.bundled()])


def _outcomes(
    files: Iterable[Path], job: Job, processes: int, draft_one: DraftOneFile
) -> Iterator[DraftOutcome]:
    waiting = deque(files)
    processes = 1 if job.model is not None else processes
    if processes == 1:
        yield from (draft_one(path, job) for path in waiting)
    while waiting and processes > 1:
        yield from _in_parallel(waiting, job, processes, draft_one)


def _in_parallel(
    waiting: deque[Path], job: Job, processes: int, draft_one: DraftOneFile
) -> Iterator[DraftOutcome]:
    """Outcomes until all files are done or a process dies; then the suspects one by one."""
    under_way: deque[tuple[Path, Future[DraftOutcome]]] = deque()
    broken = False
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        while (waiting or under_way) and not broken:
            try:
                while waiting and len(under_way) < processes * QUEUED_PER_PROCESS:
                    under_way.append((waiting[0], pool.submit(draft_one, waiting[0], job)))
                    waiting.popleft()
                outcome = under_way[0][1].result()
            except BrokenProcessPool:  # raised by a result, or by a later submission
                _log.warning("a process died; %d files are drafted one by one", len(under_way))
                broken = True
            else:
                under_way.popleft()
                yield outcome
    suspects = [path for path, _ in under_way] or [waiting.popleft()] if broken else []
    yield from _one_by_one(suspects, job, draft_one)


def _one_by_one(
    suspects: Iterable[Path], job: Job, draft_one: DraftOneFile
) -> Iterator[DraftOutcome]:
    """Draft files one by one in a process that any of them may crash."""
    waiting = deque(suspects)
    while waiting:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            while waiting:
                path = waiting.popleft()
                try:
                    yield pool.submit(draft_one, path, job).result()
                except BrokenProcessPool:
                    yield DraftOutcome(path, problem=f"{path}: crashed the process that read it")
                    break


def _unused_name(name: str, taken: Collection[str]) -> str:
    """`name`, with a number appended where it is taken."""
    free, n = name, 2
    while free in taken:
        free, n = f"{name}-{n}", n + 1
    return free
