"""A paper and its sources in, an audited case out: check."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from alltrace.commands.modelling import (
    AllowRemoteOption,
    ModelOption,
    replies_beside,
    second_reader,
)
from alltrace.commands.options import RecordOption
from alltrace.commands.output import emit, print_json, watched
from ontology.errors import ReadingError

if TYPE_CHECKING:
    from alltrace.case.checking import Case
    from alltrace.reviewing import Key

CheckFormat: TypeAlias = Literal["text", "json", "markdown", "html", "sarif"]


def check(
    paper: Annotated[
        Path,
        typer.Argument(metavar="PAPER|CASE|REFERENCES", help="A paper, a case, or a list."),
    ],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[SOURCE]...", help="Further sources.")
    ] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option("--sources", metavar="FILE|DIR", help="What the paper cites; repeatable."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="CASE", help="The folder of the case; default: PAPER-case."
        ),
    ] = None,
    record: RecordOption = None,
    no_bundled: Annotated[
        bool, typer.Option("--no-bundled", help="Know none of the bundled records.")
    ] = False,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask Crossref, PubMed and Europe PMC; nothing else does."),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="For a list: use the answers kept of --online, ask nobody."),
    ] = False,
    retractions: Annotated[
        Path | None,
        typer.Option("--retractions", metavar="CSV", help="For a list: a Retraction Watch CSV."),
    ] = None,
    model: ModelOption = None,
    allow_remote: AllowRemoteOption = False,
    review: Annotated[
        bool, typer.Option("--review", help="Then walk through what is uncertain.")
    ] = False,
    fail_on: Annotated[
        Literal["error", "warning", "never"],
        typer.Option("--fail-on", help="Exit with 1 for findings as grave as this."),
    ] = "error",
    form: Annotated[CheckFormat, typer.Option("--format", help="How to print.")] = "text",
) -> None:
    """Check a paper against what it cites: values, citations, comparisons.

    The case is a folder with the drafts, a report, an explorer and the graph. Files in its inbox
    are used, and what you correct in its YAML stays, when the case is checked again. Of a list of
    references (BibTeX, RIS, CSL-JSON, printed ones) it is checked whether they exist.
    """
    from alltrace.case.folder import is_case

    given = [*(sources or ()), *(more or ())]
    again = is_case(paper)
    if not again and _is_list(paper):
        from alltrace.commands.checking_references import check_reference_file, places

        known = places(given, record or (), bundled=not no_bundled)
        code = check_reference_file(
            paper, known, online=online, offline=offline, form=form, out=out, fail_on=fail_on,
            retractions=retractions,
        )  # fmt: skip
        raise typer.Exit(code)
    from alltrace.case.checking import check as checked

    folder = paper if again else out or Path(f"{paper.stem}-case")
    second = second_reader(model, allow_remote, replies_beside(folder, True))

    def once() -> "Case":
        return watched(
            "Checking",
            lambda: checked(
                paper, given, out=None if again else folder, records=record or (),
                bundled=not no_bundled, online=online, model=second,
            ),
        )  # fmt: skip

    case = once()
    if review and _reviewed(case, folder):
        case = once()
    _show(case, form)
    from alltrace.case.reporting import fails

    raise typer.Exit(1 if fails(case, fail_on) else 0)


def _is_list(path: Path) -> bool:
    """Whether a file is a list of references and no paper that ends with one. ReadingError."""
    from ingest import readers
    from ingest.checking.bibliographies import is_reference_file

    if not is_reference_file(path):
        return False
    try:
        paper = readers.read(path)
    except ReadingError:
        return True
    return not any(pointer.paragraph is not None for pointer in paper.pointers)


def _show(case: "Case", form: CheckFormat) -> None:
    from alltrace.case.reporting import report

    if form == "json":
        print_json("check", report(case))
        return
    if form == "text":
        from graph_viz.text import case_summary

        print("\n".join(case_summary.lines(report(case))))
        return
    from graph_viz.text import audit_report

    forms = {
        "markdown": audit_report.markdown,
        "html": audit_report.html,
        "sarif": audit_report.sarif,
    }
    emit(forms[form]([case.audit]), None)


def _reviewed(case: "Case", folder: Path) -> bool:
    """Walk through what is uncertain, most telling first; whether anything was decided."""
    from alltrace.case.folder import PAPER
    from alltrace.case.telling import telling
    from alltrace.commands.reviewing import walk

    before = {path: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    first = telling(case)
    for name in (*(name for name in first if name != PAPER), PAPER):
        print(f"\n{folder / name}", file=sys.stderr)
        keys: list[Key] = first.get(name, [])
        if not walk(folder / name, keys, only_these=name != PAPER):
            break
    return any(path.read_bytes() != content for path, content in before.items())
