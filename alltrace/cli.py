"""The command line. Exit codes: 0 good, 1 findings or invalid input, 2 wrong usage."""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import pyoxigraph as ox
import typer

from alltrace import __version__, files, reports, terminal
from alltrace.graph import EvidenceGraph, serialise
from alltrace.graph import build as build_graphs
from ingest import graphs as named_graphs
from ingest import readers, records
from ingest.references.lines import printed_lines
from ontology.errors import AlltraceError, Problem, QueryError, RecordError
from ontology.terms import PREFIXES
from queries import library, overview, pooling, validation
from queries.audit import audit as audit_rules
from queries.audit import reviews as audit_reviews
from queries.audit import sheet
from queries.audit.audit import DocumentAudit
from queries.endpoint import EndpointStore
from queries.library import Question
from queries.names import resolve
from queries.standing import shared as shared_evidence
from queries.store import Results, write_directory
from queries.weighing import DEFAULT_START, Weighing
from queries.whatif import Change

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


NO_CONCLUSION = "This graph holds no conclusion; load a record of a document that draws one."


class TextOrJson(StrEnum):
    text = "text"
    json = "json"


class LinesOfJson(StrEnum):
    json = "json"


class TableFormat(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


class TraceFormat(StrEnum):
    text = "text"
    json = "json"
    markdown = "markdown"
    mermaid = "mermaid"
    dot = "dot"
    html = "html"


class CompareBy(StrEnum):
    study = "study"
    regimen = "regimen"
    cohort = "cohort"


class PlotOf(StrEnum):
    timeline = "timeline"
    families = "families"


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


class Engine(StrEnum):
    explorer = "explorer"
    pyvis = "pyvis"


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
    form: Annotated[TraceFormat, typer.Option("--format", help="How to print.")] = TraceFormat.text,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE")] = None,
) -> None:
    """Follow a conclusion down to trial, regimen, endpoint and value, and say what it stands on."""
    found = _graph(store, record).trace(conclusion)
    if form is TraceFormat.text and out is None:
        terminal.console().print(found, soft_wrap=True)
    elif form is TraceFormat.text:
        raise typer.BadParameter("-o takes --format json, markdown, mermaid, dot or html")
    else:
        _emit(getattr(found, form.value)().rstrip("\n"), out)


@app.command()
def standing(
    store: StoreOption = None, record: RecordOption = None, form: FormatOption = TextOrJson.text
) -> None:
    """What each conclusion stands on: chains, cuts, load-bearing claims, and what two share."""
    traces = [graph.trace(c.iri) for graph in [_graph(store, record)] for c in graph.conclusions()]
    result = reports.StandingReport([t.standing() for t in traces], shared_evidence(traces))
    _print(form, "standing", result, lambda: _show_standing(result))


@app.command()
def whatif(
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="NAME",
            help="REF1, a study, a claim or a finding (study:NAME says which); repeatable.",
        ),
    ] = None,
    broken: Annotated[
        bool, typer.Option("--broken", help="Without every hop that the audit found broken.")
    ] = False,
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Every conclusion before and after something falls away; the store is not touched."""
    if not without and not broken:
        raise typer.BadParameter("say what falls away: --without NAME, or --broken")
    found = _graph(store, record).whatif(*(without or ()), broken=broken)
    _print(form, "whatif", found, lambda: _show_changes(found))


@app.command()
def weigh(
    conclusion: Annotated[
        str | None, typer.Argument(help="One conclusion; default: all, the weightiest first.")
    ] = None,
    start: Annotated[
        float, typer.Option("--start", help="The start weight of every argument, 0 to 1.")
    ] = DEFAULT_START,
    given: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="CLAIM=W", help="Another start weight; repeatable."),
    ] = None,
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Weigh conclusions by DF-QuAD, with every step: an order, not a verdict.

    Supporting lines raise a start weight and disputing ones lower it; nothing else is looked at.
    """
    graph = _graph(store, record)
    names = [conclusion] if conclusion else [c.iri for c in graph.conclusions()]
    pairs = [text.rpartition("=") for text in given or ()]
    starts = {resolve(graph.store, "Claim", name).value: _weight(text) for name, _, text in pairs}
    found = []
    for name in names:
        trace = graph.trace(name)
        here = starts if conclusion else {k: v for k, v in starts.items() if k in trace.nodes}
        found.append(trace.weigh(start, here))
    found.sort(key=lambda w: -w.weight)
    _print(form, "weigh", found, lambda: _show_weighings(found))


@app.command()
def compare(
    endpoint: Annotated[str, typer.Argument(help="Its notation, label or synonym.")],
    by: Annotated[CompareBy, typer.Option("--by", help="What the rows are grouped by.")] = (
        CompareBy.study
    ),
    pool: Annotated[
        bool, typer.Option("--pool", help="Pool each panel that can be (random effects).")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg|.png", help="Write a forest plot.")
    ] = None,
    store: StoreOption = None,
    record: RecordOption = None,
    form: Annotated[
        TableFormat, typer.Option("--format", help="How to print.")
    ] = TableFormat.table,
) -> None:
    """One endpoint over studies: values with n and interval, in panels that may share an axis.

    An interval that no source gives is computed where count or standard error allow, and says so.
    """
    picture = _picture_form(plot)
    found = _graph(store, record).compare(endpoint, by.value)
    pooled = [pooling.pool(panel) for panel in found.panels] if pool else []
    if plot is not None and picture is not None:
        from graph_viz import plots

        files.write(plot, plots.rendered(lambda: plots.forest(found), picture))
        print(f"written: {plot}", file=sys.stderr)
    match form:
        case TableFormat.json:
            print(reports.as_json("compare", reports.CompareReport(found, pooled)))
        case TableFormat.csv:
            rows = ([terminal.cell(c) for c in r] for r in terminal.comparison_rows(found))
            csv.writer(sys.stdout).writerows([terminal.COMPARE_COLUMNS, *rows])
        case TableFormat.table:
            terminal.console().print(*terminal.comparison(found), *terminal.pooled(pooled))


@app.command()
def plot(
    what: Annotated[PlotOf, typer.Argument(help="What to draw.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.svg|.png")],
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Draw a timeline of the studies, or the values that each endpoint family has."""
    picture = _picture_form(out)
    assert picture is not None
    from graph_viz import plots

    graph = _graph(store, record)
    if what is PlotOf.timeline:
        studies = overview.years_of_studies(graph.store)
        content = plots.rendered(lambda: plots.timeline(studies), picture)
    else:
        counts = overview.values_by_family(graph.store)
        content = plots.rendered(lambda: plots.families(counts), picture)
    files.write(out, content)
    result = reports.Written(str(out), picture, len(content))
    _print(form, "plot", result, lambda: print(f"written: {out}"))


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
def references(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="UTF-8 text; - is standard input.")],
    form: Annotated[LinesOfJson, typer.Option("--format", help="One JSON object a line.")] = (
        LinesOfJson.json
    ),
) -> None:
    """Read printed references, one a line, into authors, title, journal, year, volume and pages.

    Writes one JSON object a line. Each part says which rule read it and how often that rule was
    right on labelled references.
    """
    # Not at the top of the file: the grammar takes a while to compile.
    from ingest.references.parse import parse

    for line in printed_lines(file):
        print(reports.as_line("references", parse(line)))


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
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="DOC", help="Only this one, with its sources."),
    ] = None,
    text: Annotated[
        list[Path] | None,
        typer.Option("--text", metavar="FILE.txt", help="A document's text, to show; repeatable."),
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="pyvis draws one picture of the evidence.")
    ] = Engine.explorer,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Write one HTML page that shows what each conclusion rests on; it opens without a network."""
    if engine is Engine.pyvis and (document is not None or text):
        raise typer.BadParameter(
            "--engine pyvis shows the whole graph, without --document or --text"
        )
    graph = _graph(store, record)
    made = (
        graph.page
        if engine is Engine.pyvis
        else lambda: graph.explorer(document, tuple(text or ()))
    )
    page = _watched("Drawing", made).encode()
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


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        told = f"--weight takes CLAIM=W with W from 0 to 1, not {text!r}"
        raise typer.BadParameter(told) from None


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise typer.BadParameter(f"-p takes name=value, not {text!r}")
    return name, value


def _picture_form(path: Path | None) -> Literal["svg", "png"] | None:
    if path is None or path.suffix == ".svg":
        return None if path is None else "svg"
    if path.suffix == ".png":
        return "png"
    raise typer.BadParameter(
        f"a picture is written as .svg or .png, not {path.suffix or path.name!r}"
    )


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
        print(NO_CONCLUSION)
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


def _show_standing(result: reports.StandingReport) -> None:
    console = terminal.console()
    console.print(terminal.standings(result.conclusions), soft_wrap=True)
    if result.shared:
        console.print("Evidence that two conclusions share:")
        console.print(terminal.shared(result.shared))
    if not result.conclusions:
        print(NO_CONCLUSION)


def _show_weighings(found: list[Weighing]) -> None:
    terminal.console().print(*map(terminal.weighing, found))
    if not found:
        print(NO_CONCLUSION)


def _show_changes(found: list[Change]) -> None:
    terminal.console().print(terminal.changes(found))
    if not found:
        print(NO_CONCLUSION)


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
    asked = sorted(library.questions().values(), key=lambda q: (q.topic, q.name))
    entries = [
        reports.QuestionEntry(q.name, q.topic, q.description, q.parameters, q.example, q.columns)
        for q in asked
    ]
    header = ("topic", "question", "parameters", "what it tells")
    rows = [
        (
            e.topic,
            e.name,
            " ".join(n if p.required else f"[{n}]" for n, p in e.parameters.items()),
            e.description.strip(),
        )
        for e in entries
    ]
    match form:
        case TableFormat.json:
            print(reports.as_json("query-list", entries))
        case TableFormat.csv:
            csv.writer(sys.stdout).writerows([header, *rows])
        case TableFormat.table:
            terminal.console().print(terminal.table(header, rows))


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
