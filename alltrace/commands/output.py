"""How commands print: text or JSON, a file or standard output, progress and complaints."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from alltrace import files, reports, terminal
from alltrace.commands.options import TextOrJson
from queries import validation

T = TypeVar("T")


def show(form: TextOrJson, command: str, value: object, as_text: Callable[[], None]) -> None:
    """Print a result as the JSON that the command promises, or for people."""
    if form is TextOrJson.json:
        print(reports.as_json(command, value))
    else:
        as_text()


def emit(text: str, out: Path | None) -> None:
    """Write a text to a file, or to standard output where none is named."""
    if out is None:
        print(text)
    else:
        files.write(out, f"{text}\n".encode())
        print(f"written: {out}", file=sys.stderr)


def watched(what: str, work: Callable[[], T]) -> T:
    """Do the work; on a terminal, say what is going on while it lasts."""
    console = terminal.console(stderr=True)
    if not console.is_terminal:
        return work()
    with console.status(what):
        return work()


def progressed(what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items as they come; on a terminal, with a bar that tells how many of `total` are done."""
    from rich.progress import track

    console = terminal.console(stderr=True)
    quiet = not console.is_terminal
    return iter(track(items, what, total, console=console, disable=quiet, transient=True))


def complain(line: str) -> None:
    """One line on standard error."""
    print(f"alltrace: {terminal.plain(line)}", file=sys.stderr)


def violation_line(violation: validation.Violation) -> str:
    """A breach of a shape in one line: where, what, and the value that was found."""
    about = f"{violation.focus} {violation.path or ''}".strip()
    value = f" (found: {violation.value})" if violation.value else ""
    return terminal.plain(f"{about}: {violation.message or violation.constraint}{value}")
