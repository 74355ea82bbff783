"""Questions: query."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
import typer

from alltrace import reports, terminal
from alltrace.commands.options import RecordOption, StoreOption, TableFormat, open_graph
from ontology.errors import QueryError
from ontology.terms import PREFIXES
from queries import library
from queries.library import Question
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
    values = dict(_split(text) for text in parameter or ())
    asked = _asked(question)
    graph = open_graph(store, record)
    if isinstance(asked, Question):
        answer = library.ask(graph.store, asked, values)
    else:
        answer = library.ask_sparql(graph.store, asked, values)
    _show_answer(answer, form)


def _asked(question: str) -> Question | str:
    """A question of the library, one from a file, or a query as it was typed."""
    if any(c.isspace() or c == "{" for c in question.strip()):
        return question
    if not question.endswith(".rq"):
        return library.question(question)
    path = Path(question)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{question}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise QueryError(f"{question}: is not UTF-8 text") from None
    return library.parse(path.stem, text) if library.has_header(text) else text


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise typer.BadParameter(f"-p takes name=value, not {text!r}")
    return name, value


def _list_questions(form: TableFormat) -> None:
    asked = sorted(library.questions().values(), key=lambda q: (q.topic, q.name))
    entries = [
        reports.QuestionEntry(q.name, q.topic, q.description, q.parameters, q.example, q.columns)
        for q in asked
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
            print(reports.as_json("query-list", entries))
        case TableFormat.csv:
            csv.writer(sys.stdout).writerows([header, *rows])
        case TableFormat.table:
            terminal.console().print(terminal.table(header, rows))


def _show_answer(answer: Results, form: TableFormat) -> None:
    if isinstance(answer, ox.QueryTriples):
        sys.stdout.buffer.write(
            ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        )
    elif form is TableFormat.json:
        sys.stdout.buffer.write(
            (answer.serialize(format=ox.QueryResultsFormat.JSON) or b"") + b"\n"
        )
    elif isinstance(answer, ox.QueryBoolean):
        print("yes" if answer else "no")
    elif form is TableFormat.csv:
        sys.stdout.buffer.write(answer.serialize(format=ox.QueryResultsFormat.CSV) or b"")
    else:
        made, rows = terminal.solutions(answer)
        terminal.console().print(made)
        print(f"\n{rows} row{'' if rows == 1 else 's'}")
