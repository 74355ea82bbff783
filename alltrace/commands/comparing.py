"""Values side by side: compare, plot."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from alltrace import files
from alltrace.commands.options import (
    FormatOption,
    RecordOption,
    StoreOption,
    TableFormat,
    TextOrJson,
    open_graph,
)
from alltrace.commands.output import print_csv, print_json, print_rich, show


class CompareBy(StrEnum):
    study = "study"
    regimen = "regimen"
    cohort = "cohort"


class PlotOf(StrEnum):
    timeline = "timeline"
    families = "families"


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
    from graph_viz.text import tables
    from graph_viz.text.plain import cell

    picture = _picture_form(plot)
    found = open_graph(store, record).compare(endpoint, by.value)
    pooled = []
    if pool:
        from queries import pooling

        pooled = [pooling.pool(panel) for panel in found.panels]
    if plot is not None and picture is not None:
        from graph_viz import plots

        files.write(plot, plots.rendered(lambda: plots.forest(found), picture))
        print(f"written: {plot}", file=sys.stderr)
    match form:
        case TableFormat.json:
            from graph_viz.text.reports.comparing import CompareReport

            print_json("compare", CompareReport(found, pooled))
        case TableFormat.csv:
            rows = ([cell(c) for c in r] for r in tables.comparison_rows(found))
            print_csv([tables.COMPARE_COLUMNS, *rows])
        case TableFormat.table:
            print_rich(*tables.comparison(found), *tables.pooled(pooled))


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
    from graph_viz.text.reports.writing import Written
    from queries import overview

    graph = open_graph(store, record)
    if what is PlotOf.timeline:
        studies = overview.years_of_studies(graph.store)
        content = plots.rendered(lambda: plots.timeline(studies), picture)
    else:
        counts = overview.values_by_family(graph.store)
        content = plots.rendered(lambda: plots.families(counts), picture)
    files.write(out, content)
    result = Written(str(out), picture, len(content))
    show(form, "plot", result, lambda: print(f"written: {out}"))


def _picture_form(path: Path | None) -> Literal["svg", "png"] | None:
    """The format of a picture by its suffix. Raises typer.BadParameter for another."""
    if path is None or path.suffix == ".svg":
        return None if path is None else "svg"
    if path.suffix == ".png":
        return "png"
    raise typer.BadParameter(
        f"a picture is written as .svg or .png, not {path.suffix or path.name!r}"
    )
