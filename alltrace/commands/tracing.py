"""What conclusions rest on: conclusions, trace, robustness, whatif, weigh."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from alltrace.commands.options import (
    FormatOption,
    OutOption,
    RecordOption,
    StoreOption,
    TextsOption,
    open_graph,
)
from alltrace.commands.output import emit, print_rich, show
from queries.names import resolve
from queries.weighing import DEFAULT_START, Weighing

if TYPE_CHECKING:
    from graph_viz.text.reports.tracing import RobustnessReport
    from queries.overview import ConclusionSummary
    from queries.whatif import Change


NO_CONCLUSION = "This graph holds no conclusion; load a record of a document that draws one."

TraceFormat: TypeAlias = Literal["text", "json", "markdown", "mermaid", "dot", "html"]


def conclusions(
    store: StoreOption = None,
    record: RecordOption = None,
    text: TextsOption = None,
    form: FormatOption = "text",
) -> None:
    """List the conclusions and what each rests on."""
    summaries = open_graph(store, record, text).conclusions()
    show(form, "conclusions", summaries, lambda: _show_conclusions(summaries))


def trace(
    conclusion: Annotated[str, typer.Argument(help="Its id, its IRI or its text.")],
    store: StoreOption = None,
    record: RecordOption = None,
    text: TextsOption = None,
    form: Annotated[TraceFormat, typer.Option("--format", help="How to print.")] = "text",
    out: OutOption = None,
) -> None:
    """Follow a conclusion down to trial, regimen, endpoint and value, and say what it stands on."""
    traced = open_graph(store, record, text).trace(conclusion)
    if form == "text" and out is None:
        print_rich(traced, soft_wrap=True)
    elif form == "text":
        raise typer.BadParameter("-o takes --format json, markdown, mermaid, dot or html")
    else:
        emit(getattr(traced, form)().rstrip("\n"), out)


def robustness(
    store: StoreOption = None, record: RecordOption = None, form: FormatOption = "text"
) -> None:
    """How well each conclusion is held up: chains, cuts, load-bearing claims, and what two share."""
    from graph_viz.text.reports.tracing import RobustnessReport
    from queries.robustness import shared

    graph = open_graph(store, record)
    traces = [graph.trace(c.iri) for c in graph.conclusions()]
    result = RobustnessReport([t.robustness() for t in traces], shared(traces))
    show(form, "robustness", result, lambda: _show_robustness(result))


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
    form: FormatOption = "text",
) -> None:
    """Every conclusion before and after something falls away; the store is not touched."""
    if not without and not broken:
        raise typer.BadParameter("say what falls away: --without NAME, or --broken")
    changes = open_graph(store, record).whatif(*(without or ()), broken=broken)
    show(form, "whatif", changes, lambda: _show_changes(changes))


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
    form: FormatOption = "text",
) -> None:
    """Weigh conclusions by DF-QuAD, with every step: an order, not a verdict.

    Supporting lines raise a start weight and disputing ones lower it; nothing else is looked at.
    """
    graph = open_graph(store, record)
    names = [conclusion] if conclusion else [c.iri for c in graph.conclusions()]
    pairs = [text.rpartition("=") for text in given or ()]
    starts = {resolve(graph.store, "Claim", name).value: _weight(text) for name, _, text in pairs}
    weighings = []
    for name in names:
        trace = graph.trace(name)
        here = starts if conclusion else {k: v for k, v in starts.items() if k in trace.nodes}
        weighings.append(trace.weigh(start, here))
    weighings.sort(key=lambda w: -w.weight)
    show(form, "weigh", weighings, lambda: _show_weighings(weighings))


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f"--weight takes CLAIM=W with W from 0 to 1, not {text!r}"
        raise typer.BadParameter(message) from None


def _show_conclusions(summaries: "list[ConclusionSummary]") -> None:
    if not summaries:
        print(NO_CONCLUSION)
        return
    from graph_viz.text import tables

    print_rich(tables.conclusions(summaries))
    print("\n+ supporting, - disputing, ~ qualifying lines; ‼ errors and warnings of the audit")
    print("alltrace trace NAME shows the chain, alltrace audit tells each finding")


def _show_robustness(result: "RobustnessReport") -> None:
    from graph_viz.text import tables

    print_rich(tables.robustness(result.conclusions), soft_wrap=True)
    if result.shared:
        print_rich("Evidence that two conclusions share:")
        print_rich(tables.shared(result.shared))
    if not result.conclusions:
        print(NO_CONCLUSION)


def _show_weighings(weighings: list[Weighing]) -> None:
    from graph_viz.text import tables

    print_rich(*map(tables.weighing, weighings))
    if not weighings:
        print(NO_CONCLUSION)


def _show_changes(changes: "list[Change]") -> None:
    from graph_viz.text import tables

    print_rich(tables.changes(changes))
    if not changes:
        print(NO_CONCLUSION)
