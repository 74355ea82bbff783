"""Questions: query."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from alltrace.commands.options import RecordOption, StoreOption, TableFormat, open_graph
from alltrace.commands.output import print_csv, print_json, print_rich

if TYPE_CHECKING:
    from queries.library import Question
    from queries.store import Results


def query(
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE.rq|'SPARQL'", show_default=False)
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
    form: Annotated[
        TableFormat, typer.Option("--format", help="json is W3C SPARQL results.")
    ] = "table",
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

    questions = library.by_topic()
    if form == "json":
        entries = [
            QuestionEntry(q.name, q.topic, q.description, q.parameters, q.example, q.columns)
            for q in questions
        ]
        print_json("query-list", entries)
        return
    header = ("topic", "question", "parameters", "what it tells")
    rows = [(q.topic, q.name, _parameters(q), q.description.strip()) for q in questions]
    if form == "csv":
        print_csv([header, *rows])
    else:
        print_rich(table(header, rows))


def _parameters(question: "Question") -> str:
    """The names of the parameters, those that may be left out in brackets."""
    items = question.parameters.items()
    return " ".join(name if given.required else f"[{name}]" for name, given in items)


def _show_answer(answer: "Results", form: TableFormat) -> None:
    import pyoxigraph as ox

    from graph_viz.text.console import solutions
    from ontology.terms import PREFIXES

    write = sys.stdout.buffer.write
    if isinstance(answer, ox.QueryTriples):
        write(ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")
    elif form == "json":
        write((answer.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n")
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    elif form == "csv":
        write(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    else:
        table, rows = solutions(answer)
        print_rich(table)
        print(f"\n{rows} row{'' if rows == 1 else 's'}")
