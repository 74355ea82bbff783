"""Records to graphs: build, validate, export, schema."""

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
import typer

from alltrace import files, reports, terminal
from alltrace.commands.options import (
    FormatOption,
    RecordOption,
    StoreOption,
    TextOrJson,
    UpdateOption,
    is_url,
    open_graph,
)
from alltrace.commands.output import show, violation_line, watched
from alltrace.graph import EvidenceGraph, serialise
from alltrace.graph import build as build_graphs
from ingest import graphs as named_graphs
from ontology.errors import Problem, RecordError
from queries import library, validation
from queries.endpoint import EndpointStore
from queries.store import write_directory


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
    result = built(record or None, store, update_url, out)
    show(form, "build", result, lambda: show_build(result))
    raise typer.Exit(0 if result.conforms else 1)


def built(
    record: list[Path] | None, store: str | None, update_url: str | None, out: Path | None
) -> reports.BuildReport:
    """Build records, validate them, and store or write the graph if it conforms.

    Raises RecordError, StoreError, and typer.BadParameter for a file of unknown form.
    """
    form_out = _form_of(out) if out is not None else None
    made = watched("Building the graph", lambda: build_graphs(record))
    nquads = named_graphs.sorted_nquads(made)
    graph = EvidenceGraph.empty()
    graph.store.replace(made)
    report = watched("Validating", graph.validate)
    written = []
    if report.conforms:
        if out is not None and form_out is not None:
            files.write(out, serialise(nquads if form_out != "turtle" else _union(graph), form_out))
            written.append(str(out))
        if store is not None:
            watched(f"Writing to {store}", lambda: _store_graphs(store, update_url, made))
            written.append(store)
    return reports.BuildReport(
        triples=nquads.count(b"\n"),
        graphs=len(made),
        contents=graph.contents(),
        conforms=report.conforms,
        violations=report.violations,
        written=written,
    )


def validate(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    form: FormatOption = TextOrJson.text,
) -> None:
    """Check record files: their fields, their links, and their graph against the SHACL shapes."""
    problems: tuple[Problem, ...] = ()
    violations: list[validation.Violation] = []
    try:
        graph = EvidenceGraph.of(*file)
        violations = watched("Validating", graph.validate).violations
    except RecordError as error:
        problems = error.problems
    result = reports.ValidationReport(
        valid=not problems and not violations,
        files=[str(path) for path in file],
        problems=[reports.FaultInFile.of(problem) for problem in problems],
        violations=violations,
    )
    show(form, "validate", result, lambda: _show_validation(result, problems))
    raise typer.Exit(0 if result.valid else 1)


class ExportForm(StrEnum):
    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"
    graphml = "graphml"
    csv = "csv"


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
    graph = open_graph(store, record)
    content = watched(f"Exporting {to}", lambda: _exported(graph, to))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    files.write(out, content)
    result = reports.Written(str(out), to.value, len(content))
    show(form, "export", result, lambda: print(f"{out}: {len(content)} bytes of {to.value}"))


def schema(
    command: Annotated[str, typer.Argument(help=f"One of {', '.join(reports.SCHEMAS)}.")],
) -> None:
    """Print the JSON Schema of what a command gives with --format json."""
    print(json.dumps(reports.schema(command), indent=2))


def _store_graphs(store: str, update_url: str | None, built: list[named_graphs.NamedGraph]) -> None:
    if not is_url(store):
        write_directory(Path(store), built)
        return
    # Oxigraph, Fuseki and others put updates at /update beside /query; many use one address.
    guess = store.removesuffix("query") + "update" if store.endswith("/query") else store
    EndpointStore(store, update_url or guess).replace(built)


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


def show_build(result: reports.BuildReport) -> None:
    """Print what a build made."""
    console = terminal.console()
    console.print(terminal.contents(result.contents))
    console.print(f"\n{result.triples} triples in {result.graphs} named graphs", end="; ")
    console.print("all shapes hold" if result.conforms else "the shapes are broken:")
    for violation in result.violations:
        console.print(violation_line(violation), soft_wrap=True)
    for place in result.written:
        console.print(f"written: {place}", soft_wrap=True)


def _show_validation(result: reports.ValidationReport, problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(terminal.plain(str(problem)))
    for violation in result.violations:
        print(violation_line(violation))
    if result.valid:
        print(f"{len(result.files)} file(s): valid")
