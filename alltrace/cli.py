"""The command line. Exit codes: 0 good, 1 findings or invalid input, 2 wrong usage."""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import pyoxigraph as ox
import typer

from alltrace import __version__, files, reports, terminal
from alltrace.graph import EvidenceGraph, serialise
from alltrace.graph import build as build_graphs
from ingest import graphs as named_graphs
from ingest import readers, records
from ontology.errors import AlltraceError, Problem, QueryError, RecordError
from ontology.terms import PREFIXES
from queries import library, validation
from queries.audit import audit as audit_rules
from queries.audit import reviews as audit_reviews
from queries.audit import sheet
from queries.audit.audit import DocumentAudit
from queries.library import Question
from queries.store import EndpointStore, Results, write_directory

app = typer.Typer(
    name="alltrace",
    help="Which evidence holds up a medical conclusion, and where the chain breaks.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
T = TypeVar("T")

# Typer brings a copy of click along and exports only the leaves of its errors.
UsageError: type[Any] = typer.BadParameter.__mro__[1]


class TextOrJson(StrEnum):
    text = "text"
    json = "json"


class TableFormat(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


class AuditFormat(StrEnum):
    table = "table"
    json = "json"
    markdown = "markdown"
    html = "html"
    sarif = "sarif"


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    never = "never"


class ExportForm(StrEnum):
    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"
    graphml = "graphml"
    csv = "csv"


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        envvar="ALLTRACE_STORE",
        help="Ask this store: a directory or a SPARQL 1.1 query address. Default: the bundled records.",
    ),
]
RecordOption = Annotated[
    list[Path] | None,
    typer.Option("--record", metavar="FILE", help="Ask the graph of this record file; repeatable."),
]
FormatOption = Annotated[TextOrJson, typer.Option("--format", help="How to print the result.")]
UpdateOption = Annotated[
    str | None,
    typer.Option(
        "--update-url", metavar="URL", help="The update address that goes with --store URL."
    ),
]


@app.command()
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
    form: FormatOption = TextOrJson.text,
) -> None:
    """Build records (default: the bundled ones), validate them, and store or write the graph.

    What a record needs of the bundled records comes along. Nothing is written unless all is valid.
    """
    form_out = _form_of(out) if out is not None else None
    built = _watched("Reading records", lambda: build_graphs(record or None))
    nquads = named_graphs.sorted_nquads(built)
    graph = EvidenceGraph.empty()
    graph.store.replace(built)
    report = _watched("Validating", graph.validate)
    written = []
    if report.conforms:
        if out is not None and form_out is not None:
            files.write(out, serialise(nquads if form_out != "turtle" else _union(graph), form_out))
            written.append(str(out))
        if store is not None:
            _watched(f"Writing to {store}", lambda: _store_graphs(store, update_url, built))
            written.append(store)
    result = reports.BuildReport(
        triples=nquads.count(b"\n"),
        graphs=len(built),
        contents=graph.contents(),
        conforms=report.conforms,
        violations=report.violations,
        written=written,
    )
    _print(form, "build", result, lambda: _show_build(result))
    raise typer.Exit(0 if report.conforms else 1)


@app.command()
def conclusions(
    store: StoreOption = None, record: RecordOption = None, form: FormatOption = TextOrJson.text
) -> None:
    """List the conclusions and what each rests on."""
    found = _graph(store, record).conclusions()
    _print(form, "conclusions", found, lambda: _show_conclusions(found))


@app.command()
def trace(
    conclusion: Annotated[str, typer.Argument(help="Its id, its IRI or its text.")],
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Follow a conclusion down to trial, regimen, endpoint and value."""
    found = _graph(store, record).trace(conclusion)
    _print(
        form,
        "trace",
        found,
        lambda: terminal.console().print(terminal.trace_tree(found), soft_wrap=True),
    )


@app.command()
def query(
    question: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE.rq|'SPARQL'", show_default=False),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help="A parameter; repeatable."),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="List the questions of the library.")
    ] = False,
    store: StoreOption = None,
    record: RecordOption = None,
    form: Annotated[TableFormat, typer.Option("--format", help="json is W3C SPARQL results.")] = (
        TableFormat.table
    ),
) -> None:
    """Ask a question of the library, a query in a file, or SPARQL of your own."""
    if listing:
        _list_questions(form)
        return
    if question is None:
        raise typer.BadParameter(
            "give the name of a question, a file or a query; --list shows the names"
        )
    values = dict(_split(text) for text in parameter or ())
    asked = _asked(question)
    graph = _graph(store, record)
    if isinstance(asked, Question):
        answer = library.ask(graph.store, asked, values)
    else:
        answer = library.ask_sparql(graph.store, asked, values)
    _show_answer(answer, form)


@app.command()
def validate(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    form: FormatOption = TextOrJson.text,
) -> None:
    """Check record files: their fields, their links, and their graph against the SHACL shapes."""
    problems: tuple[Problem, ...] = ()
    violations: list[validation.Violation] = []
    try:
        graph = EvidenceGraph.of(*file)
        violations = _watched("Validating", graph.validate).violations
    except RecordError as error:
        problems = error.problems
    result = reports.ValidationReport(
        valid=not problems and not violations,
        files=[str(path) for path in file],
        problems=[reports.FaultInFile.of(problem) for problem in problems],
        violations=violations,
    )
    _print(form, "validate", result, lambda: _show_validation(result, problems))
    raise typer.Exit(0 if result.valid else 1)


@app.command()
def audit(
    document: Annotated[
        str | None,
        typer.Argument(help="A document of the graph, or a record file; default: every document."),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="NAME", help="Only this rule; repeatable.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 for findings as grave as this.")
    ] = FailOn.error,
    form: Annotated[
        AuditFormat, typer.Option("--format", help="How to print.")
    ] = AuditFormat.table,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE")] = None,
    reviews: Annotated[
        Path | None,
        typer.Option("--reviews", metavar="FILE", help="Findings accepted or dismissed (YAML)."),
    ] = None,
    retractions: Annotated[
        Path | None,
        typer.Option("--retractions", metavar="CSV", help="A Retraction Watch CSV."),
    ] = None,
    store: StoreOption = None,
    record: RecordOption = None,
) -> None:
    """Find every place where a number, a citation or a comparison does not hold.

    Reviews beside a record file (NAME.reviews.yaml) are read of themselves.
    """
    records_given = list(record or ())
    if document is not None and document.endswith((".yaml", ".yml")):
        records_given.append(Path(document))
        document = records.load(records_given[-1]).document_id
    if reviews is None and len(records_given) == 1:
        reviews = audit_reviews.beside(records_given[0])
    graph = _graph(store, records_given)
    found = _watched(
        "Auditing",
        lambda: graph.audit(document, rules=rule or (), reviews=reviews, retractions=retractions),
    )
    _emit(_audit_text(found, form), out) if form is not AuditFormat.table else _show_audit(found)
    raise typer.Exit(1 if audit_rules.fails(found, fail_on.value) else 0)


@app.command("read")
def read_document(
    file: Annotated[Path, typer.Argument(metavar="FILE")], form: FormatOption = TextOrJson.text
) -> None:
    """Read a document (text, Markdown, HTML, JATS, PubMed XML, PDF) and show what was seen in it.

    Exits with 1 if the text points to references that its list does not have.
    """
    paper = _watched(f"Reading {file}", lambda: readers.read(file))
    _print(form, "read", paper, lambda: terminal.console().print(terminal.paper(paper)))
    for note in paper.notes:
        _complain(f"{file}: {note}")
    raise typer.Exit(1 if any(pointer.unknown for pointer in paper.pointers) else 0)


@app.command()
def numbers(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    form: Annotated[
        TableFormat, typer.Option("--format", help="How to print.")
    ] = TableFormat.table,
) -> None:
    """Test the numbers of a spreadsheet, row by row, without any graph.

    By its columns: k,n,percent · percent,n · mean,n[,items][,sd] · ratio,interval,p (or low,high).
    """
    rows = sheet.read(file)
    if form is TableFormat.json:
        print(reports.as_json("numbers", rows))
    else:
        names = list(rows[0].given) if rows else []
        cells = [[*(r.given.get(n, "") for n in names), r.verdict, r.reason] for r in rows]
        header = [*names, "verdict", "reason"]
        if form is TableFormat.csv:
            csv.writer(sys.stdout).writerows(
                [header, *([terminal.cell(c) for c in r] for r in cells)]
            )
        else:
            terminal.console().print(terminal.table(header, cells))
    raise typer.Exit(0 if all(r.verdict in sheet.GOOD for r in rows) else 1)


@app.command()
def export(
    to: Annotated[ExportForm, typer.Option("--to", help="The format.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE")] = None,
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Write the whole graph in another format, to a file or to standard output."""
    if out is None and form is TextOrJson.json:
        raise typer.BadParameter("--format json reports on a file; give one with -o")
    graph = _graph(store, record)
    content = _watched(f"Exporting {to}", lambda: _exported(graph, to))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    files.write(out, content)
    result = reports.Written(str(out), to.value, len(content))
    _print(form, "export", result, lambda: print(f"{out}: {len(content)} bytes of {to.value}"))


@app.command()
def explore(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.html")] = Path("alltrace.html"),
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Write one HTML page that shows what each conclusion rests on; it opens without a network."""
    page = _watched("Drawing", _graph(store, record).page).encode()
    files.write(out, page)
    result = reports.Written(str(out), "html", len(page))
    _print(form, "explore", result, lambda: print(f"Open this page to look at it: {out.resolve()}"))


@app.command()
def schema(
    command: Annotated[str, typer.Argument(help=f"One of {', '.join(reports.SCHEMAS)}.")],
) -> None:
    """Print the JSON Schema of what a command gives with --format json."""
    print(json.dumps(reports.schema(command), indent=2))


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """What holds for the program as a whole."""
    if version:
        print(f"alltrace {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; every error on purpose becomes lines on standard error."""
    try:
        code = app(standalone_mode=False)
    except UsageError as error:
        _complain(f"{error.format_message()} (see alltrace --help)")
        code = 2
    except typer.Exit as error:
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except AlltraceError as error:
        for line in str(error).splitlines():
            _complain(line)
        code = 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:  # a disk or a store that fails while its answer is being read
        _complain(str(error).splitlines()[0])
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


# -- opening and reading -----------------------------------------------------------------------


def _graph(store: str | None, record: list[Path] | None) -> EvidenceGraph:
    if store is not None and record:
        raise typer.BadParameter("give --store or --record, not both")
    if record:
        return EvidenceGraph.of(*record)
    if store is None:
        return EvidenceGraph()
    return EvidenceGraph.over(store) if _is_url(store) else EvidenceGraph.at(store)


def _store_graphs(store: str, update_url: str | None, built: list[named_graphs.NamedGraph]) -> None:
    if not _is_url(store):
        write_directory(Path(store), built)
        return
    # Oxigraph, Fuseki and others put updates at /update beside /query; many use one address.
    guess = store.removesuffix("query") + "update" if store.endswith("/query") else store
    EndpointStore(store, update_url or guess).replace(built)


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _asked(question: str) -> Question | str:
    """A question of the library, one from a file, or a query as it was typed."""
    if any(c.isspace() or c == "{" for c in question.strip()):
        return question
    if not question.endswith(".rq"):
        return library.question(question)
    path = Path(question)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{question}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise QueryError(f"{question}: is not UTF-8 text") from None
    return library.parse(path.stem, text) if library.has_header(text) else text


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise typer.BadParameter(f"-p takes name=value, not {text!r}")
    return name, value


def _form_of(path: Path) -> str:
    forms = {".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".jsonld": "jsonld"}
    if path.suffix not in forms:
        raise typer.BadParameter(f"--out: {path.name} should end in {', '.join(forms)}")
    return forms[path.suffix]


def _union(graph: EvidenceGraph) -> bytes:
    return graph.export("ntriples")


def _exported(graph: EvidenceGraph, to: ExportForm) -> bytes:
    if to is ExportForm.graphml:
        import networkx as nx

        return "\n".join(nx.generate_graphml(graph.networkx())).encode() + b"\n"
    if to is ExportForm.csv:
        answer = library.ask(graph.store, library.question("values"), {})
        assert isinstance(answer, ox.QuerySolutions)
        return answer.serialize(format=ox.QueryResultsFormat.CSV) or b""
    return graph.export(to.value)


# -- printing ----------------------------------------------------------------------------------


def _print(form: TextOrJson, command: str, value: object, show: Callable[[], None]) -> None:
    if form is TextOrJson.json:
        print(reports.as_json(command, value))
    else:
        show()


def _show_build(result: reports.BuildReport) -> None:
    console = terminal.console()
    console.print(terminal.contents(result.contents))
    console.print(f"\n{result.triples} triples in {result.graphs} named graphs", end="; ")
    console.print("all shapes hold" if result.conforms else "the shapes are broken:")
    for violation in result.violations:
        console.print(_violation_line(violation), soft_wrap=True)
    for place in result.written:
        console.print(f"written: {place}", soft_wrap=True)


def _show_conclusions(found: list[Any]) -> None:
    if not found:
        print("This graph holds no conclusion; load a record of a document that draws one.")
        return
    terminal.console().print(terminal.conclusions(found))
    print("\n+ supporting, - disputing, ~ qualifying lines; ‼ errors and warnings of the audit")
    print("alltrace trace NAME shows the chain, alltrace audit tells each finding")


def _audit_text(found: list[DocumentAudit], form: AuditFormat) -> str:
    from graph_viz import audit_report

    match form:
        case AuditFormat.json:
            return reports.as_json("audit", reports.AuditReport.of(found))
        case AuditFormat.markdown:
            return audit_report.markdown(found)
        case AuditFormat.sarif:
            return audit_report.sarif(found)
    return audit_report.html(found)


def _emit(text: str, out: Path | None) -> None:
    if out is None:
        print(text)
    else:
        files.write(out, f"{text}\n".encode())
        print(f"written: {out}", file=sys.stderr)


def _show_audit(found: list[DocumentAudit]) -> None:
    console = terminal.console()
    for audited in found:
        console.print(terminal.audit_head(audited), soft_wrap=True)
        if audited.findings:
            console.print(terminal.findings(audited.findings))
    if not found:
        print("This graph holds no document to audit.")


def _show_validation(result: reports.ValidationReport, problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(terminal.plain(str(problem)))
    for violation in result.violations:
        print(_violation_line(violation))
    if result.valid:
        print(f"{len(result.files)} file(s): valid")


def _violation_line(violation: validation.Violation) -> str:
    about = f"{violation.focus} {violation.path or ''}".strip()
    value = f" (found: {violation.value})" if violation.value else ""
    return terminal.plain(f"{about}: {violation.message or violation.constraint}{value}")


def _list_questions(form: TableFormat) -> None:
    entries = [
        reports.QuestionEntry(q.name, q.description, q.parameters, q.example, q.columns)
        for q in library.questions().values()
    ]
    if form is TableFormat.json:
        print(reports.as_json("query-list", entries))
        return
    rows = [
        (
            e.name,
            " ".join(n if p.required else f"[{n}]" for n, p in e.parameters.items()),
            e.description,
        )
        for e in entries
    ]
    terminal.console().print(terminal.table(("question", "parameters", "what it tells"), rows))


def _show_answer(answer: Results, form: TableFormat) -> None:
    if isinstance(answer, ox.QueryTriples):
        sys.stdout.buffer.write(
            ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        )
    elif form is TableFormat.json:
        sys.stdout.buffer.write(
            (answer.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n"
        )
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    elif form is TableFormat.csv:
        sys.stdout.buffer.write(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    else:
        made, rows = terminal.solutions(answer)
        terminal.console().print(made)
        print(f"\n{rows} row{'' if rows == 1 else 's'}")


def _watched(what: str, work: Callable[[], T]) -> T:
    """Do the work; on a terminal, say what is going on while it lasts."""
    console = terminal.console(stderr=True)
    if not console.is_terminal:
        return work()
    with console.status(what):
        return work()


def _complain(line: str) -> None:
    print(f"alltrace: {terminal.plain(line)}", file=sys.stderr)
