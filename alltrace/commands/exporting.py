"""The graph for other programs: export; the form of what commands print: schema."""

import json
import sys
from typing import Annotated, Literal, TypeAlias

import typer

from alltrace import files
from alltrace.commands.options import (
    FormatOption,
    OutOption,
    RecordOption,
    StoreOption,
    WithQuotesOption,
    open_graph,
)
from alltrace.commands.output import watched, write_and_show
from graph_viz.text import reports

ExportForm: TypeAlias = Literal[
    "turtle", "trig", "nquads", "jsonld", "graphml", "csv", "csvw", "parquet", "void"
]


def export(
    to: Annotated[ExportForm, typer.Option("--to", help="The format.")],
    out: OutOption = None,
    with_quotes: WithQuotesOption = False,
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = "text",
) -> None:
    """Write the whole graph in another format, to a file or to standard output.

    csv and parquet hold the values, one a row. csvw writes the csv and, beside it, what its columns
    mean (to standard output only the latter).
    """
    if out is None and form == "json":
        raise typer.BadParameter("--format json reports on a file; give one with -o")
    graph = open_graph(store, record)
    if to == "csvw" and out is not None:
        from graph_viz.exports import long_table

        files.write(out.with_name(out.name + long_table.METADATA), long_table.metadata(out.name))
        to = "csv"
    content = watched(f"Exporting {to}", lambda: graph.export(to, with_quotes))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    write_and_show(form, "export", out, to, content, f"{out}: {len(content)} bytes of {to}")


def schema(
    command: Annotated[str, typer.Argument(help=f"One of {', '.join(reports.SCHEMAS)}.")],
) -> None:
    """Print the JSON Schema of what a command gives with --format json."""
    print(json.dumps(reports.schema(command), indent=2))
