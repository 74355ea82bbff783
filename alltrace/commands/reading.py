"""Documents as they are printed: read, references, pico."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from alltrace.commands.options import FormatOption
from alltrace.commands.output import complain, print_rich, show, watched
from ingest import readers
from ingest.references.lines import printed_lines


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    part: Annotated[
        int,
        typer.Option("--part", min=1, metavar="N", help="Which document of a file with several."),
    ] = 1,
    form: FormatOption = "text",
) -> None:
    """Read a document (text, Markdown, HTML, JATS, PubMed XML, PDF) and show what was seen in it.

    Exits with 1 if the text points to references that its list does not have.
    """
    from graph_viz.text import outlines

    paper = watched(f"Reading {file}", lambda: readers.read(file, part))
    show(form, "read", paper, lambda: print_rich(outlines.paper(paper)))
    for note in paper.notes:
        complain(f"{file}: {note}")
    raise typer.Exit(1 if any(pointer.unknown for pointer in paper.pointers) else 0)


def references(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="UTF-8 text; - is standard input.")],
    form: Annotated[
        Literal["json"], typer.Option("--format", help="One JSON object a line.")
    ] = "json",
) -> None:
    """Read printed references, one a line, into authors, title, journal, year, volume and pages.

    Writes one JSON object a line. Each part says which rule read it and how often that rule was
    right on labelled references.
    """
    # Not at the top of the file: the grammar takes a while to compile.
    from graph_viz.text import reports
    from ingest.references.parse import parse

    for line in printed_lines(file):
        print(reports.as_line("references", parse(line)))


def pico(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A trial report.")],
    intervention: Annotated[str, typer.Option("--intervention", "-i", metavar="WORDS")],
    comparator: Annotated[str, typer.Option("--comparator", "-c", metavar="WORDS")],
    outcome: Annotated[str, typer.Option("--outcome", "-o", metavar="WORDS")],
    kind: Annotated[
        Literal["binary", "continuous"],
        typer.Option("--type", help="Events of so many people, or means with deviation."),
    ] = "binary",
    form: FormatOption = "text",
) -> None:
    """Find what a trial report prints of one outcome under intervention and comparator (PICO).

    What is not printed is left empty; a percentage and a size give the events, and it says so.
    """
    # Not at the top of the file: the extractor loads the vocabularies.
    from graph_viz.text import outlines
    from ingest.drafting.sources import report_source
    from ingest.pico.ask import answer
    from ingest.pico.question import Question

    question = Question(intervention, comparator, outcome, kind)
    answered = answer(report_source(readers.read(file)), question)
    show(form, "pico", answered, lambda: print_rich(outlines.pico(question, answered)))
    raise typer.Exit(0 if answered.score else 1)
