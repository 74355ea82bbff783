"""The check of a reference file, by itself: what `check` does when it is given no paper."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from alltrace.commands.output import complain, emit, print_rich, progressed, watched

if TYPE_CHECKING:
    from ingest.checking.online import Network
    from ingest.checking.report import ReferenceReport
    from ingest.checking.source import Source

Form: TypeAlias = Literal["text", "json", "markdown", "html", "sarif"]


def check_reference_file(
    path: Path, sources: "Sequence[Source]", *, online: bool, form: Form, out: Path | None,
    fail_on: Literal["error", "warning", "never"], retractions: Path | None = None,
    offline: bool = False,
) -> int:  # fmt: skip
    """Check the entries of a file, show the report, and return the exit code.

    With `online` the indexes are asked, with `offline` only the answers kept of them. The code is 1
    for findings as grave as `fail_on`, and where no index answered for any entry.
    """
    from ingest.checking import bibliographies, findings
    from ingest.checking.existence import check_references
    from ingest.sources import retraction_watch

    listed = watched(f"Reading {path}", lambda: bibliographies.read(path))
    notices = retraction_watch.read(retractions) if retractions is not None else None
    with ExitStack() as stack:
        network: Network | None = None
        if online or offline:
            from ingest.checking import online as asking

            network = stack.enter_context(asking.network(offline=offline))
        report = check_references(
            listed, sources, ask=network.ask if network else None, watched=notices,
            each=lambda entries: progressed("Checking", entries, len(listed.entries)),
        )  # fmt: skip
    report = replace(report, notes=(*report.notes, *(network.notes if network else ())))
    for note in report.notes:
        complain(note)
    _show(report, form, out)
    silent = network is not None and not network.client.answered
    return 1 if findings.fails(report, fail_on) or silent else 0


def places(given: Sequence[Path], own_records: Sequence[Path], *, bundled: bool) -> "list[Source]":
    """Where references are looked up without a network: files, folders, and records."""
    from ingest import records
    from ingest.checking import given as files
    from ingest.checking.source_kinds import of_records

    known = [*(records.bundled() if bundled else ()), *map(records.load, own_records)]
    return [*files.sources(given), *of_records(known)]


def _show(report: "ReferenceReport", form: Form, out: Path | None) -> None:
    from graph_viz.text import reference_report, reports
    from graph_viz.text.reports.references import ReferenceCheckReport

    if form == "text" and out is None:
        print_rich(reference_report.head(report), soft_wrap=True)
        print_rich(reference_report.entries(report))
        return
    if form == "json":
        text = reports.as_json("check-references", ReferenceCheckReport.of(report))
    elif form == "sarif":
        text = reference_report.sarif(report)
    elif form == "html":
        text = reference_report.html(report)
    else:
        text = reference_report.markdown(report)
    emit(text, out)
