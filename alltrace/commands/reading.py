"""Documents as they are printed: read, references."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alltrace import reports, terminal
from alltrace.commands.options import FormatOption, TextOrJson
from alltrace.commands.output import complain, show, watched
from ingest import readers
from ingest.references.lines import printed_lines


class LinesOfJson(StrEnum):
    json = "json"


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE")], form: FormatOption = TextOrJson.text
) -> None:
    """Read a document (text, Markdown, HTML, JATS, PubMed XML, PDF) and show what was seen in it.

    Exits with 1 if the text points to references that its list does not have.
    """
    paper = watched(f"Reading {file}", lambda: readers.read(file))
    show(form, "read", paper, lambda: terminal.console().print(terminal.paper(paper)))
    for note in paper.notes:
        complain(f"{file}: {note}")
    raise typer.Exit(1 if any(pointer.unknown for pointer in paper.pointers) else 0)


def references(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="UTF-8 text; - is standard input.")],
    form: Annotated[LinesOfJson, typer.Option("--format", help="One JSON object a line.")] = (
        LinesOfJson.json
    ),
) -> None:
    """Read printed references, one a line, into authors, title, journal, year, volume and pages.

    Writes one JSON object a line. Each part says which rule read it and how often that rule was
    right on labelled references.
    """
    # Not at the top of the file: the grammar takes a while to compile.
    from ingest.references.parse import parse

    for line in printed_lines(file):
        print(reports.as_line("references", parse(line)))
