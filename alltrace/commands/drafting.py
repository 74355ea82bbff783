"""From documents to records: draft, ingest."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer

from alltrace import files
from alltrace.commands.building import built, show_build
from alltrace.commands.modelling import (
    AllowRemoteOption,
    ModelOption,
    replies_beside,
    second_reader,
)
from alltrace.commands.options import FormatOption, UpdateOption
from alltrace.commands.output import complain, progressed, show
from graph_viz.text.plain import plain
from graph_viz.text.reports.building import BuildReport
from graph_viz.text.reports.drafting import (
    DraftEntry,
    DraftReport,
    FailedFile,
    IngestReport,
    RepeatedFile,
)
from ingest.drafting import proposals
from ingest.drafting.batch import DraftOutcome, Job, WrittenDraft, draft_each
from ingest.drafting.documents import DocumentIndex, DraftedDocument
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
PartOption = Annotated[
    int | None,
    typer.Option(
        "--part", min=1, metavar="N", help="Draft document N of a file, such as the authors' reply."
    ),
]
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
    part: PartOption = None,
    words: Annotated[
        Path | None,
        typer.Option("--propose", metavar="FILE.ttl", help="Write the words that are not known."),
    ] = None,
    model: ModelOption = None,
    allow_remote: AllowRemoteOption = False,
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
    replies = replies_beside(out, out is not None and not _is_record(out))
    second = second_reader(model, allow_remote, replies)
    job = Job(date.today().isoformat(), tuple(record or ()), name, part, second)
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
    drafted = {path.resolve() for path in paths}
    known = [path for path in known if path.resolve() not in drafted]
    result = _built(paths, known, drafts.failed, store, update_url, graph)
    report = IngestReport(drafts.drafts, drafts.failed, result, drafts.repeated)
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
    in_folder = out is not None and not _is_record(out) and job.name is None
    others = job.known if keeps else ()
    index = DocumentIndex.of_folder(out, others) if out is not None and in_folder else None
    outcomes = draft_each(paths, job, min(jobs, len(paths)), index=index)
    for outcome in progressed("Drafting", outcomes, len(paths)):
        if outcome.problem is not None:
            report.failed.append(FailedFile(str(outcome.file), outcome.problem))
            if not keeps:  # else the summary tells
                complain(outcome.problem)
        if len(outcome.drafts) > 1 and (out is None or _is_record(out)) and prints:
            message = f"{outcome.file} holds {len(outcome.drafts)} documents; they need -o DIR"
            raise typer.BadParameter(message)
        _report_repeated(outcome, report)
        for written in outcome.drafts:
            for note in written.draft.notes:
                complain(f"{outcome.file}: {note}")
            entry = DraftEntry.of(outcome.file, written.draft, _place(out, written.name))
            if out is None:
                print(written.text if prints else "", end="")
            elif written.earlier is not None and not force:
                entry = _kept(entry, written.earlier, outcome.file, written.same_text, keeps)
            else:
                _write_draft(written, out, force)
            report.drafts.append(entry)
            yield written.draft


def _report_repeated(outcome: DraftOutcome, report: DraftReport) -> None:
    """Report the documents of a file that an earlier file of the run has as well."""
    for repeated in outcome.repeated:
        first = str(repeated.first)
        report.repeated.append(RepeatedFile(str(outcome.file), first, repeated.same_text))
        though = "" if repeated.same_text else ", though with another text"
        complain(f"{outcome.file}: the same document as {first}{though}; it is drafted once")


def _kept(
    entry: DraftEntry, earlier: DraftedDocument, file: Path, same_text: bool, keeps: bool
) -> DraftEntry:
    """The entry of a draft that is kept. Raises StoreError if none may be."""
    place = earlier.place
    if not keeps:
        raise StoreError(f"{place}: is there already, of {file}; --force drafts it anew")
    if same_text:
        complain(f"{place}: is there already and is kept; --force drafts it anew")
    else:
        complain(
            f"{place}: is kept, but its source has changed: {file} has another text than "
            f"{earlier.source or 'the file'} when it was drafted; --force drafts it anew"
        )
    return replace(entry, record=earlier.record, written=str(place))


def _write_draft(written: WrittenDraft, out: Path, force: bool) -> None:
    """Write a draft where it belongs, and say which other file is of the same document."""
    place = _place(out, written.name) or out
    _write(place, written.text.encode(), force)
    earlier = written.earlier.place if written.earlier is not None else None
    if earlier is not None and earlier != place:
        complain(f"{earlier}: is of the same document as {place}; one of them is to be removed")


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
    repeated = f", {len(report.repeated)} repeated" if report.repeated else ""
    print(f"\n{len(report.drafts)} drafted, {len(report.failed)} failed{repeated}")
    for failed in report.failed:
        print(plain(f"failed: {failed.problem}"))
    if report.built is not None:
        show_build(report.built)
