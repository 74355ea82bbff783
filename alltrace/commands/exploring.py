"""The page to look at: explore."""

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


class Engine(StrEnum):
    explorer = "explorer"
    pyvis = "pyvis"


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
    from graph_viz.text.reports.writing import Written

    graph = open_graph(store, record)
    made = (
        graph.page
        if engine is Engine.pyvis
        else lambda: graph.explorer(document, tuple(text or ()))
    )
    page = watched("Drawing", made).encode()
    files.write(out, page)
    result = Written(str(out), "html", len(page))
    show(form, "explore", result, lambda: print(f"Open this page to look at it: {out.resolve()}"))
