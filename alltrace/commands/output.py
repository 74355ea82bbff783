"""How commands print: text or JSON, a file or standard output, progress and complaints."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from alltrace import files
from alltrace.commands.options import TextOrJson
from graph_viz.text.plain import plain

T = TypeVar("T")


def show(form: TextOrJson, command: str, value: object, as_text: Callable[[], None]) -> None:
    """Print a result as the JSON that the command promises, or for people."""
    if form == "json":
        print_json(command, value)
    else:
        as_text()


def write_and_show(
    form: TextOrJson, command: str, out: Path, kind: str, content: bytes, line: str
) -> None:
    """Write a file and report it as JSON or by `line`."""
    from graph_viz.text.reports.writing import Written

    files.write(out, content)
    show(form, command, Written(str(out), kind, len(content)), lambda: print(line))


def print_json(command: str, value: object) -> None:
    """Print a result as the JSON that the command promises."""
    from graph_viz.text import reports

    print(reports.as_json(command, value))


def print_rich(*shown: object, **how: Any) -> None:
    """Print tables, trees and texts on standard output."""
    from graph_viz.text.console import console

    console().print(*shown, **how)


def print_csv(rows: Iterable[Iterable[object]]) -> None:
    """Print rows as CSV."""
    csv.writer(sys.stdout).writerows(rows)


def emit(text: str, out: Path | None) -> None:
    """Write a text to a file, or to standard output where none is named."""
    if out is None:
        print(text)
    else:
        files.write(out, f"{text}\n".encode())
        print(f"written: {out}", file=sys.stderr)


def watched(what: str, work: Callable[[], T]) -> T:
    """Do the work; on a terminal, say what is going on while it lasts."""
    if not sys.stderr.isatty():
        return work()
    from graph_viz.text.console import console

    with console(stderr=True).status(what):
        return work()


def progressed(what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items as they come; on a terminal, with a bar that tells how many of `total` are done."""
    if not sys.stderr.isatty():
        return iter(items)
    from rich.progress import track

    from graph_viz.text.console import console

    return iter(track(items, what, total, console=console(stderr=True), transient=True))


def complain(line: str) -> None:
    """One line on standard error."""
    print(f"alltrace: {plain(line)}", file=sys.stderr)
