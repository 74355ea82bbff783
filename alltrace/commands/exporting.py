"""The graph for other programs: export; the form of what commands print: schema."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alltrace import files
from alltrace.commands.options import (
    FormatOption,
    RecordOption,
    StoreOption,
    TextOrJson,
    open_graph,
)
from alltrace.commands.output import show, watched
from graph_viz.text import reports


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
    from graph_viz.text.reports.writing import Written

    if out is None and form is TextOrJson.json:
        raise typer.BadParameter("--format json reports on a file; give one with -o")
    graph = open_graph(store, record)
    content = watched(f"Exporting {to}", lambda: graph.export(to.value))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    files.write(out, content)
    result = Written(str(out), to.value, len(content))
    show(form, "export", result, lambda: print(f"{out}: {len(content)} bytes of {to.value}"))


def schema(
    command: Annotated[str, typer.Argument(help=f"One of {', '.join(reports.SCHEMAS)}.")],
) -> None:
    """Print the JSON Schema of what a command gives with --format json."""
    print(json.dumps(reports.schema(command), indent=2))
