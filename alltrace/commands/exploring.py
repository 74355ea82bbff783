"""The page to look at: explore."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from alltrace.commands.options import (
    FormatOption,
    RecordOption,
    StoreOption,
    WithQuotesOption,
    open_graph,
)
from alltrace.commands.output import watched, write_and_show


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
    with_quotes: WithQuotesOption = False,
    engine: Annotated[
        Literal["explorer", "pyvis"],
        typer.Option("--engine", help="pyvis draws one picture of the evidence."),
    ] = "explorer",
    form: FormatOption = "text",
) -> None:
    """Write one HTML page that shows what each conclusion rests on; it opens without a network."""
    if engine == "pyvis" and (document is not None or text or with_quotes):
        raise typer.BadParameter(
            "--engine pyvis shows the whole graph, without --document, --text or --with-quotes"
        )
    graph = open_graph(store, record)
    draw = (
        graph.page
        if engine == "pyvis"
        else partial(graph.explorer, document, tuple(text or ()), with_quotes)
    )
    page = watched("Drawing", draw).encode()
    line = f"Open this page to look at it: {out.resolve()}"
    write_and_show(form, "explore", out, "html", page, line)
