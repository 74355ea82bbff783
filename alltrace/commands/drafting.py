"""From documents to records: draft, ingest."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer

from alltrace import files
from alltrace.commands.building import built, show_build
from alltrace.commands.options import FormatOption, UpdateOption
from alltrace.commands.output import complain, progressed, show
from graph_viz.text.plain import plain
from graph_viz.text.reports.building import BuildReport
from graph_viz.text.reports.drafting import DraftEntry, DraftReport, FailedFile, IngestReport
from ingest.drafting import proposals
from ingest.drafting.batch import Job, draft_each
from ingest.drafting.record import DraftRecord
from ontology.errors import RecordError, StoreError

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help="The documents.")]
KnownOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--record", metavar="FILE", help="Know the works and studies of this record; repeatable."
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over files that are there.")]
JobsOption = Annotated[
    int, typer.Option("--jobs", min=1, help="How many files at once; default: all cores.")
]
CORES = os.cpu_count() or 1


def draft(
    file: FilesArgument,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE.yaml|DIR", help="Default: standard output."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call the record.")
    ] = None,
    record: KnownOption = None,
    words: Annotated[
        Path | None,
        typer.Option("--propose", metavar="FILE.ttl", help="Write the words that are not known."),
    ] = None,
    force: ForceOption = False,
    jobs: JobsOption = CORES,
    form: FormatOption = "text",
) -> None:
    """Draft records from documents: nearly right, and saying where they are unsure.

    A person corrects a draft in an editor or with `alltrace review`; `alltrace build` takes it then.
    """
    if len(file) > 1 and (out is None or _is_record(out)) and form == "text":
        raise typer.BadParameter("several files need -o DIR, one record a document")
    if len(file) > 1 and name is not None:
        raise typer.BadParameter("--name goes with one file")
    job = Job(date.today().isoformat(), tuple(record or ()), name)
    report = DraftReport([], [])
    drafts = _drafts(file, job, jobs, out, force, report, prints=form == "text")
    proposed = [proposal for draft in drafts for proposal in draft.proposals]
    if words is not None and report.drafts:
        _write(words, proposals.as_turtle(proposed), force)
        print(f"written: {words}", file=sys.stderr)
    # Counts on standard error, for standard output may hold the draft.
    show(form, "draft", report, lambda: _summarise(report.drafts, sys.stderr))
    raise typer.Exit(1 if report.failed else 0)


def ingest(
    file: FilesArgument,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="Where the drafts are written.")
    ],
    store: Annotated[
        str | None, typer.Option("--store", metavar="DIR|URL", help="Bring the graph in here.")
    ] = None,
    update_url: UpdateOption = None,
    graph: Annotated[
        Path | None,
        typer.Option("--graph", metavar="FILE", help="Write the graph, as `build --out` does."),
    ] = None,
    record: KnownOption = None,
    force: ForceOption = False,
    jobs: JobsOption = CORES,
    form: FormatOption = "text",
) -> None:
    """Draft many documents in parallel and build the graph of their records in one go.

    A file that cannot be read does not stop the others; the summary says what failed and why. A
    record that is there already is kept and built with.
    """
    if _is_record(out):
        raise typer.BadParameter(f"-o takes a directory, not {out.name}")
    known = list(record or ())
    job = Job(date.today().isoformat(), tuple(known))
    drafts = DraftReport([], [])
    for _ in _drafts(file, job, jobs, out, force, drafts, keeps=True):
        pass
    paths = [Path(entry.written) for entry in drafts.drafts if entry.written]
    result = _built(paths, known, drafts.failed, store, update_url, graph)
    report = IngestReport(drafts.drafts, drafts.failed, result)
    show(form, "ingest", report, lambda: _show_ingest(report))
    sound = result is not None and result.conforms
    raise typer.Exit(0 if sound and not report.failed else 1)


def _drafts(
    paths: list[Path],
    job: Job,
    jobs: int,
    out: Path | None,
    force: bool,
    report: DraftReport,
    prints: bool = False,
    keeps: bool = False,
) -> Iterator[DraftRecord]:
    """Every draft, written where it belongs and entered in `report`, as are the failures.

    Where a record is there already and `force` is not given, it is kept, or StoreError is raised.
    """
    processes = min(jobs, len(paths))
    for outcome in progressed("Drafting", draft_each(paths, job, processes), len(paths)):
        if outcome.problem is not None:
            report.failed.append(FailedFile(str(outcome.file), outcome.problem))
            if not keeps:  # else the summary tells
                complain(outcome.problem)
        if len(outcome.drafts) > 1 and (out is None or _is_record(out)) and prints:
            message = f"{outcome.file} holds {len(outcome.drafts)} documents; they need -o DIR"
            raise typer.BadParameter(message)
        for made in outcome.drafts:
            place = _place(out, made.name)
            for note in made.draft.notes:
                complain(f"{outcome.file}: {note}")
            if place is not None and keeps and place.exists() and not force:
                complain(f"{place}: is there already and is kept; --force drafts it anew")
            elif place is not None:
                _write(place, made.text.encode(), force)
            elif prints:
                print(made.text, end="")
            report.drafts.append(DraftEntry.of(outcome.file, made.draft, place))
            yield made.draft


def _is_record(path: Path) -> bool:
    return path.suffix in (".yaml", ".yml")


def _place(out: Path | None, name: str) -> Path | None:
    return out if out is None or _is_record(out) else out / f"{name}.yaml"


def _write(path: Path, content: bytes, force: bool) -> None:
    """Write a file, but never over one that a person may have corrected."""
    if path.exists() and not force:
        raise StoreError(f"{path}: is there already; --force writes over it")
    files.write(path, content)


def _built(
    paths: list[Path],
    known: list[Path],
    failed: list[FailedFile],
    store: str | None,
    update_url: str | None,
    graph: Path | None,
) -> BuildReport | None:
    """What was built of the drafts; those that do not fit together are left out, and `failed`."""
    while paths:
        try:
            return built([*paths, *known], store, update_url, graph)
        except RecordError as error:
            faulty = {problem.file for problem in error.problems}
            if not any(path.name in faulty for path in paths):
                raise
            failed += [FailedFile(str(problem.file), str(problem)) for problem in error.problems]
            paths = [path for path in paths if path.name not in faulty]
    return None


def _summarise(drafts: list[DraftEntry], stream: TextIO) -> None:
    for entry in drafts:
        print(plain(_line(entry)), file=stream)


def _line(entry: DraftEntry) -> str:
    counts = entry.counts
    values = counts.get("stated", 0) + counts.get("reported", 0)
    claims = counts.get("claims", 0) + counts.get("conclusions", 0)
    where = entry.written or entry.record
    return (
        f"{where}: {entry.type}, {counts.get('references', 0)} references, {values} values, "
        f"{claims} claims and conclusions, {counts.get('evidence', 0)} evidence lines; "
        f"{entry.uncertain} to check, {len(entry.left_out)} left out, "
        f"{len(entry.proposals)} new words"
    )


def _show_ingest(report: IngestReport) -> None:
    _summarise(report.drafts, sys.stdout)
    print(f"\n{len(report.drafts)} drafted, {len(report.failed)} failed")
    for failed in report.failed:
        print(plain(f"failed: {failed.problem}"))
    if report.built is not None:
        show_build(report.built)
