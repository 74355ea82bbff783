"""Records to graphs: build, validate."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from alltrace.commands.options import FormatOption, UpdateOption
from alltrace.commands.output import print_rich, show, watched
from alltrace.pipeline import FORM_BY_SUFFIX
from alltrace.pipeline import build as build_graphs
from graph_viz.text.plain import plain
from graph_viz.text.reports.building import BuildReport, FaultInFile, ValidationReport
from ontology.errors import Problem, RecordError
from queries import overview
from queries.validation import Violation


def build(
    record: Annotated[
        list[Path] | None, typer.Argument(metavar="[RECORD]...", show_default=False)
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="DIR|URL", help="Bring the graph in here.")
    ] = None,
    update_url: UpdateOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it as .nq, .trig, .ttl or .jsonld."),
    ] = None,
    form: FormatOption = "text",
) -> None:
    """Build records (default: the bundled ones), validate them, and store or write the graph.

    What a record needs of the bundled records comes along. Nothing is written unless all is valid.
    """
    result = built(record or None, store, update_url, out)
    show(form, "build", result, lambda: show_build(result))
    raise typer.Exit(0 if result.conforms else 1)


def built(
    record: list[Path] | None, store: str | None, update_url: str | None, out: Path | None
) -> BuildReport:
    """Build records, validate them, and store or write the graph if it conforms.

    Raises RecordError, StoreError, and typer.BadParameter for a file of unknown form.
    """
    if out is not None and out.suffix not in FORM_BY_SUFFIX:
        raise typer.BadParameter(f"--out: {out.name} should end in {', '.join(FORM_BY_SUFFIX)}")
    made = watched("Building the graph", lambda: build_graphs(record))
    report = watched("Validating", made.validate)
    written = []
    if report.conforms:
        if out is not None:
            made.write(out)
            written.append(str(out))
        if store is not None:
            watched(f"Writing to {store}", lambda: made.bring_into(store, update_url))
            written.append(store)
    return BuildReport(
        triples=made.nquads().count(b"\n"),
        graphs=len(made.graphs),
        contents=overview.contents(made.store),
        conforms=report.conforms,
        violations=report.violations,
        written=written,
    )


def validate(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    form: FormatOption = "text",
) -> None:
    """Check record files: their fields, their links, and their graph against the SHACL shapes."""
    problems: tuple[Problem, ...] = ()
    violations: list[Violation] = []
    try:
        made = build_graphs(file)
        violations = watched("Validating", made.validate).violations
    except RecordError as error:
        problems = error.problems
    result = ValidationReport(
        valid=not problems and not violations,
        files=[str(path) for path in file],
        problems=[FaultInFile.of(problem) for problem in problems],
        violations=violations,
    )
    show(form, "validate", result, lambda: _show_validation(result, problems))
    raise typer.Exit(0 if result.valid else 1)


def show_build(result: BuildReport) -> None:
    """Print what a build made."""
    from graph_viz.text import tables

    print_rich(tables.contents(result.contents))
    print_rich(f"\n{result.triples} triples in {result.graphs} named graphs", end="; ")
    print_rich("all shapes hold" if result.conforms else "the shapes are broken:")
    for violation in result.violations:
        print_rich(_violation_line(violation), soft_wrap=True)
    for place in result.written:
        print_rich(f"written: {place}", soft_wrap=True)


def _show_validation(result: ValidationReport, problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(plain(str(problem)))
    for violation in result.violations:
        print(_violation_line(violation))
    if result.valid:
        print(f"{len(result.files)} file(s): valid")


def _violation_line(violation: Violation) -> str:
    """A breach of a shape in one line: where, what, and the value that was found."""
    about = f"{violation.focus} {violation.path or ''}".strip()
    value = f" (found: {violation.value})" if violation.value else ""
    return plain(f"{about}: {violation.message or violation.constraint}{value}")
