"""Whether it holds: audit, numbers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from alltrace.commands.options import (
    OutOption,
    RecordOption,
    StoreOption,
    TableOption,
    TextsOption,
    open_graph,
)
from alltrace.commands.output import emit, print_csv, print_json, print_rich, watched

if TYPE_CHECKING:
    from queries.audit.audit import DocumentAudit


AuditFormat: TypeAlias = Literal["table", "json", "markdown", "html", "sarif"]


def audit(
    document: Annotated[
        str | None,
        typer.Argument(help="A document of the graph, or a record file; default: every document."),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="NAME", help="Only this rule; repeatable.")
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "never"],
        typer.Option("--fail-on", help="Exit with 1 for findings as grave as this."),
    ] = "error",
    form: Annotated[AuditFormat, typer.Option("--format", help="How to print.")] = "table",
    out: OutOption = None,
    reviews: Annotated[
        Path | None,
        typer.Option("--reviews", metavar="FILE", help="Findings accepted or dismissed (YAML)."),
    ] = None,
    retractions: Annotated[
        Path | None, typer.Option("--retractions", metavar="CSV", help="A Retraction Watch CSV.")
    ] = None,
    store: StoreOption = None,
    record: RecordOption = None,
    text: TextsOption = None,
) -> None:
    """Find every place where a number, a citation or a comparison does not hold.

    Reviews beside a record file (NAME.reviews.yaml) are read of themselves.
    """
    from queries.audit import audit as audit_rules
    from queries.audit import reviews as audit_reviews

    records_given = list(record or ())
    if document is not None and document.endswith((".yaml", ".yml")):
        records_given.append(Path(document))
        from ingest import records

        document = records.load(records_given[-1]).document_id
    if reviews is None and len(records_given) == 1:
        reviews = audit_reviews.beside(records_given[0])
    graph = open_graph(store, records_given, text)
    audits = watched(
        "Auditing",
        lambda: graph.audit(document, rules=rule or (), reviews=reviews, retractions=retractions),
    )
    if form == "table":
        _show_audits(audits)
    else:
        emit(_audit_text(audits, form), out)
    raise typer.Exit(1 if audit_rules.fails(audits, fail_on) else 0)


def numbers(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    form: TableOption = "table",
) -> None:
    """Test the numbers of a spreadsheet, row by row, without any graph.

    By its columns: k,n,percent · percent,n · mean,n[,items][,sd] · ratio,interval,p (or low,high).
    """
    from graph_viz.text.plain import cell
    from queries.audit import sheet

    rows = sheet.read(file)
    if form == "json":
        print_json("numbers", rows)
    else:
        names = list(rows[0].given) if rows else []
        cells = [[*(r.given.get(n, "") for n in names), r.verdict, r.reason] for r in rows]
        header = [*names, "verdict", "reason"]
        if form == "csv":
            print_csv([header, *([cell(c) for c in r] for r in cells)])
        else:
            from graph_viz.text.console import table

            print_rich(table(header, cells))
    raise typer.Exit(0 if all(r.verdict in sheet.GOOD for r in rows) else 1)


def _audit_text(audits: "list[DocumentAudit]", form: AuditFormat) -> str:
    from graph_viz.text import audit_report, reports
    from graph_viz.text.reports.auditing import AuditReport

    match form:
        case "json":
            return reports.as_json("audit", AuditReport.of(audits))
        case "markdown":
            return audit_report.markdown(audits)
        case "sarif":
            return audit_report.sarif(audits)
    return audit_report.html(audits)


def _show_audits(audits: "list[DocumentAudit]") -> None:
    from graph_viz.text import tables

    for audited in audits:
        print_rich(tables.audit_head(audited), soft_wrap=True)
        if audited.findings:
            print_rich(tables.findings(audited.findings))
    if not audits:
        print("This graph holds no document to audit.")
