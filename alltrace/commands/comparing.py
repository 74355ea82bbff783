"""Values side by side: compare, plot."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from alltrace import files
from alltrace.commands.options import (
    FormatOption,
    RecordOption,
    StoreOption,
    TableOption,
    open_graph,
)
from alltrace.commands.output import print_csv, print_json, print_rich, write_and_show
from alltrace.graph import Grouping


def compare(
    endpoint: Annotated[str, typer.Argument(help="Its notation, label or synonym.")],
    by: Annotated[Grouping, typer.Option("--by", help="What the rows are grouped by.")] = "study",
    pool: Annotated[
        bool, typer.Option("--pool", help="Pool each panel that can be (random effects).")
    ] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg|.png", help="Write a forest plot.")
    ] = None,
    store: StoreOption = None,
    record: RecordOption = None,
    form: TableOption = "table",
) -> None:
    """One endpoint over studies: values with n and interval, in panels that may share an axis.

    An interval that no source gives is computed where count or standard error allow, and says so.
    """
    from graph_viz.text import tables
    from graph_viz.text.plain import cell

    picture = None if plot is None else _picture_form(plot)
    comparison = open_graph(store, record).compare(endpoint, by)
    pooled = []
    if pool:
        from queries import pooling

        pooled = [pooling.pool(panel) for panel in comparison.panels]
    if plot is not None and picture is not None:
        from graph_viz import plots

        files.write(plot, plots.rendered(lambda: plots.forest(comparison), picture))
        print(f"written: {plot}", file=sys.stderr)
    match form:
        case "json":
            from graph_viz.text.reports.comparing import CompareReport

            print_json("compare", CompareReport(comparison, pooled))
        case "csv":
            rows = ([cell(c) for c in r] for r in tables.comparison_rows(comparison))
            print_csv([tables.COMPARE_COLUMNS, *rows])
        case "table":
            print_rich(*tables.comparison(comparison), *tables.pooled(pooled))


def plot(
    what: Annotated[Literal["timeline", "families"], typer.Argument(help="What to draw.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.svg|.png")],
    store: StoreOption = None,
    record: RecordOption = None,
    form: FormatOption = "text",
) -> None:
    """Draw a timeline of the studies, or the values that each endpoint family has."""
    picture = _picture_form(out)
    from graph_viz import plots
    from queries import overview

    graph = open_graph(store, record)
    if what == "timeline":
        studies = overview.years_of_studies(graph.store)
        content = plots.rendered(lambda: plots.timeline(studies), picture)
    else:
        counts = overview.values_by_family(graph.store)
        content = plots.rendered(lambda: plots.families(counts), picture)
    write_and_show(form, "plot", out, picture, content, f"written: {out}")


def _picture_form(path: Path) -> Literal["svg", "png"]:
    """The format of a picture by its suffix. Raises typer.BadParameter for another."""
    if path.suffix == ".svg":
        return "svg"
    if path.suffix == ".png":
        return "png"
    raise typer.BadParameter(
        f"a picture is written as .svg or .png, not {path.suffix or path.name!r}"
    )
