"""From documents to records: draft, ingest."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alltrace import files
from alltrace.commands.building import built, show_build
from alltrace.commands.options import FormatOption, TextOrJson, UpdateOption
from alltrace.commands.output import complain, progressed, show
from graph_viz.text.plain import plain
from graph_viz.text.reports.drafting import DraftEntry, DraftReport, FailedFile, IngestReport
from ingest.drafting import proposals
from ingest.drafting.batch import Job, WrittenDraft, draft_each
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
    form: FormatOption = TextOrJson.text,
) -> None:
    """Draft records from documents: nearly right, and saying where they are unsure.

    A person corrects a draft in an editor or with `alltrace review`; `alltrace build` takes it then.
    """
    if len(file) > 1 and (out is None or _is_record(out)) and form is TextOrJson.text:
        raise typer.BadParameter("several files need -o DIR, one record a document")
    if len(file) > 1 and name is not None:
        raise typer.BadParameter("--name goes with one file")
    job = Job(date.today().isoformat(), tuple(record or ()), name)
    report = DraftReport([], [])
    proposed = []
    for made in _drafts(file, job, jobs, out, force, report, wants_text=form is TextOrJson.text):
        proposed += made.draft.proposals
    if words is not None and report.drafts:
        _write(words, proposals.as_turtle(proposed), force)
        print(f"written: {words}", file=sys.stderr)
    show(form, "draft", report, lambda: _summary(report))
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
    form: FormatOption = TextOrJson.text,
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
    report = IngestReport(drafts.drafts, drafts.failed, None)
    paths = [Path(entry.written) for entry in drafts.drafts if entry.written]
    if paths:
        report = _built(paths, known, report, store, update_url, graph)
    show(form, "ingest", report, lambda: _show_ingest(report))
    sound = report.built is not None and report.built.conforms
    raise typer.Exit(0 if sound and not report.failed else 1)


def _drafts(
    paths: list[Path],
    job: Job,
    jobs: int,
    out: Path | None,
    force: bool,
    report: DraftReport,
    wants_text: bool = False,
    keeps: bool = False,
) -> Iterator[WrittenDraft]:
    """Every draft, written where it belongs and entered in `report`, as are the failures.

    Where a record is there already and `force` is not given, it is kept, or StoreError is raised.
    """
    processes = min(jobs, len(paths))
    for outcome in progressed("Drafting", draft_each(paths, job, processes), len(paths)):
        if outcome.problem is not None:
            report.failed.append(FailedFile(str(outcome.file), outcome.problem))
            if not keeps:  # else the summary tells
                complain(outcome.problem)
        if len(outcome.drafts) > 1 and (out is None or _is_record(out)) and wants_text:
            told = f"{outcome.file} holds {len(outcome.drafts)} documents; they need -o DIR"
            raise typer.BadParameter(told)
        for made in outcome.drafts:
            place = _place(out, made.name)
            for note in made.draft.notes:
                complain(f"{outcome.file}: {note}")
            if place is not None and keeps and place.exists() and not force:
                complain(f"{place}: is there already and is kept; --force drafts it anew")
            elif place is not None:
                _write(place, made.text.encode(), force)
            elif wants_text:
                print(made.text, end="")
            report.drafts.append(DraftEntry.of(outcome.file, made.draft, place))
            yield made


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
    report: IngestReport,
    store: str | None,
    update_url: str | None,
    graph: Path | None,
) -> IngestReport:
    """The report with what was built of the drafts; those that do not fit together are left out."""
    failed = list(report.failed)
    while paths:
        try:
            made = built([*paths, *known], store, update_url, graph)
        except RecordError as error:
            bad = {problem.file for problem in error.problems}
            fitting = [path for path in paths if path.name not in bad]
            if len(fitting) == len(paths):
                raise
            failed += [FailedFile(str(problem.file), str(problem)) for problem in error.problems]
            paths = fitting
        else:
            return IngestReport(report.drafts, failed, made)
    return IngestReport(report.drafts, failed, None)


def _summary(report: DraftReport) -> None:
    """Counts on standard error, for standard output may hold the draft."""
    for entry in report.drafts:
        print(plain(_line(entry)), file=sys.stderr)


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
    for entry in report.drafts:
        print(plain(_line(entry)))
    print(f"\n{len(report.drafts)} drafted, {len(report.failed)} failed")
    for failed in report.failed:
        print(plain(f"failed: {failed.problem}"))
    if report.built is not None:
        show_build(report.built)
