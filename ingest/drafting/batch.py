"""Many files drafted in parallel: one bad file never stops the others, and memory stays flat."""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from traceback import format_exc

from ingest import readers, records
from ingest.drafting.known import Known, known
from ingest.drafting.record import DraftRecord, draft_record, record_name
from ingest.drafting.writing import as_yaml
from ontology.errors import AlltraceError

_log = logging.getLogger(__name__)

AHEAD = 4
"""Files under way for each process; more would only take memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """What each file is drafted with.

    `day` is today's date, `known` are the record files that are known beside the bundled ones,
    `name` is what the record is to be called, if that was said.
    """

    day: str
    known: tuple[Path, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One draft: the record's name, its file's text, and the draft itself."""

    name: str
    text: str = field(repr=False)
    draft: DraftRecord = field(repr=False)


@dataclass(slots=True)
class Outcome:
    """What became of one file: a draft for each document in it, or why there is none."""

    file: Path
    made: list[Made] = field(default_factory=list)
    problem: str | None = None
    fault: str | None = None
    """Where the program broke, if the problem is one of its own; for the log."""


Work = Callable[[Path, Job], Outcome]


def draft_each(
    files: Iterable[Path], job: Job, processes: int, work: Work | None = None
) -> Iterator[Outcome]:
    """The outcome of each file, in the order given. Names are unique among the drafts.

    `work` drafts one file in another process; by default `draft_file`.
    """
    names: set[str] = set()
    for outcome in _outcomes(files, job, processes, work or draft_file):
        if not names.isdisjoint(made.name for made in outcome.made):
            outcome = draft_file(outcome.file, job, names)
        names.update(made.name for made in outcome.made)
        _tell(outcome)
        yield outcome


def draft_file(path: Path, job: Job, taken: Collection[str] = ()) -> Outcome:
    """Every document of one file as a draft that the record model takes; never raises.

    No draft is given a name that is `taken`.
    """
    outcome = Outcome(path)
    names = set(taken)
    try:
        background = _known(job.known)
        for paper in readers.read_each(path):
            name = _free(job.name or record_name(paper, background), names)
            names.add(name)
            draft = draft_record(paper, background, job.day, name)
            outcome.made.append(Made(name, as_yaml(draft), draft))
    except AlltraceError as error:
        outcome.made, outcome.problem = [], str(error)
    except Exception as error:
        outcome.made = []
        outcome.problem = f"{path}: could not be drafted: {type(error).__name__}: {error}"
        outcome.fault = format_exc()
    return outcome


def _tell(outcome: Outcome) -> None:
    """Log what became of a file; in this process, for the others show nothing."""
    if outcome.problem is not None:
        _log.warning("no draft: %s", outcome.problem)
    for made in outcome.made:
        doubts, left_out = made.draft.uncertain, len(made.draft.left_out)
        _log.info("%s: %s: %d uncertain, %d left out", outcome.file, made.name, doubts, left_out)
    if outcome.fault is not None:
        _log.debug("%s: %s", outcome.file, outcome.fault)


@lru_cache(maxsize=1)
def _known(paths: tuple[Path, ...]) -> Known:
    """What the bundled records and `paths` define. Raises RecordError."""
    return known([*map(records.load, paths), *records.bundled()])


def _outcomes(files: Iterable[Path], job: Job, processes: int, work: Work) -> Iterator[Outcome]:
    waiting = deque(files)
    if processes == 1:
        yield from (work(path, job) for path in waiting)
    while waiting and processes > 1:
        yield from _in_parallel(waiting, job, processes, work)


def _in_parallel(waiting: deque[Path], job: Job, processes: int, work: Work) -> Iterator[Outcome]:
    """Outcomes until all files are done or a process dies; then of the suspects one by one."""
    under_way: deque[tuple[Path, Future[Outcome]]] = deque()
    broken = False
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        while (waiting or under_way) and not broken:
            try:
                while waiting and len(under_way) < processes * AHEAD:
                    under_way.append((waiting[0], pool.submit(work, waiting[0], job)))
                    waiting.popleft()
                outcome = under_way[0][1].result()
            except BrokenProcessPool:  # told by a result, or by what is submitted after it
                _log.warning("a process died; %d files are drafted one by one", len(under_way))
                broken = True
            else:
                under_way.popleft()
                yield outcome
    suspects = [path for path, _ in under_way] or [waiting.popleft()] if broken else []
    yield from _one_by_one(suspects, job, work)


def _one_by_one(suspects: Iterable[Path], job: Job, work: Work) -> Iterator[Outcome]:
    """Files one after another in a process that any of them may bring down."""
    waiting = deque(suspects)
    while waiting:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            while waiting:
                path = waiting.popleft()
                try:
                    yield pool.submit(work, path, job).result()
                except BrokenProcessPool:
                    yield Outcome(path, problem=f"{path}: brought down the process that read it")
                    break


def _free(name: str, taken: Collection[str]) -> str:
    """`name`, or it with a number behind, so that nothing else is called so."""
    free, n = name, 2
    while free in taken:
        free, n = f"{name}-{n}", n + 1
    return free
