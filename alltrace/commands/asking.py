"""Questions: query."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from alltrace.commands.options import RecordOption, StoreOption, TableFormat, open_graph
from alltrace.commands.output import print_csv, print_json, print_rich

if TYPE_CHECKING:
    from queries.store import Results


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
    from queries import library

    values = dict(_split(text) for text in parameter or ())
    asked = library.asked(question)
    _show_answer(library.ask(open_graph(store, record).store, asked, values), form)


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise typer.BadParameter(f"-p takes name=value, not {text!r}")
    return name, value


def _list_questions(form: TableFormat) -> None:
    from graph_viz.text.console import table
    from graph_viz.text.reports.asking import QuestionEntry
    from queries import library

    entries = [
        QuestionEntry(q.name, q.topic, q.description, q.parameters, q.example, q.columns)
        for q in library.by_topic()
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
            print_json("query-list", entries)
        case TableFormat.csv:
            print_csv([header, *rows])
        case TableFormat.table:
            print_rich(table(header, rows))


def _show_answer(answer: "Results", form: TableFormat) -> None:
    import pyoxigraph as ox

    from graph_viz.text.console import solutions
    from ontology.terms import PREFIXES

    write = sys.stdout.buffer.write
    if isinstance(answer, ox.QueryTriples):
        write(ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")
    elif form is TableFormat.json:
        write((answer.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n")
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    elif form is TableFormat.csv:
        write(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    else:
        made, rows = solutions(answer)
        print_rich(made)
        print(f"\n{rows} row{'' if rows == 1 else 's'}")
