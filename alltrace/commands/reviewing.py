"""From a draft to a record that a person vouches for: review, diff.

The talk goes line by line, so it works on a terminal, with a screen reader and from a pipe.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.text import Text

from alltrace.commands.options import FormatOption, TextOrJson
from alltrace.commands.output import show
from alltrace.reviewing import Review
from graph_viz.text import statements
from graph_viz.text.console import console
from graph_viz.text.plain import plain
from graph_viz.text.reports.reviewing import DiffReport, ReviewReport
from ingest import records, yamledit
from ingest import review as reviews
from ingest.differences import Kind, ThingChange, differences
from ingest.records import RecordFile
from ingest.review import ReviewItem
from ontology.errors import Problem, RecordError

_CHOICES = "accept, edit, drop, skip, back, quit"
_HELP = (
    "accept: it is right, and becomes reviewed",
    "edit: correct it in $VISUAL or $EDITOR, or field by field without one",
    "drop: take it out of the record, with what refers to it",
    "skip: leave it as it is; the next run asks again",
    "back: undo the last decision",
    "quit: stop here; every decision is already in the file",
)
_WORDS = {
    word: choice
    for choice in ("accept", "edit", "drop", "skip", "back", "quit")
    for word in (choice, choice[0])
} | {"undo": "back", "u": "back", "?": "help", "help": "help", "h": "help"}


class _NoInputError(Exception):
    """The input has ended."""


def review(
    record: Annotated[Path, typer.Argument(metavar="RECORD.yaml")],
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="The document, to show each sentence."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Walk through every statement that is not reviewed.")
    ] = False,
    below: Annotated[
        float, typer.Option("--below", min=0, max=1, help="Ask about a confidence below this.")
    ] = reviews.UNSURE,
    accept_rest: Annotated[
        bool, typer.Option("--accept-rest", help="At the end, accept all that are not doubted.")
    ] = False,
    form: FormatOption = TextOrJson.text,
) -> None:
    """Go through the uncertain statements of a draft: accept, edit or drop each.

    Every decision is written at once, so a second run goes on where the first ended. With
    --format json the talk goes to standard error and a summary to standard output.
    """
    if every and accept_rest:
        raise typer.BadParameter("give --all or --accept-rest, not both")
    session = Review.of(record)
    sentences = None if text is None else reviews.text_for(text, session.file.record.anchors)
    talk = _Talk(form)
    try:
        if _walked(talk, session, sentences, every, below):
            if accept_rest:
                _accept_rest(talk, session, below)
            _finish(talk, session)
    except _NoInputError:
        if not session.history and not talk.answered:
            told = "no terminal and no input: run it in a terminal, or pipe one answer a line"
            raise typer.BadParameter(told) from None
    except KeyboardInterrupt:
        talk.say("")
        _report(talk, session, record, form)
        raise
    _report(talk, session, record, form)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.yaml")],
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml")],
    form: FormatOption = TextOrJson.text,
) -> None:
    """Tell what changed between two records, statement by statement. Exits with 1 if they differ.

    Order and comments do not count. Statements are matched by id, then by place and value.
    """
    before, after = records.load(old), records.load(new)
    found = differences(before.record, after.record)
    result = DiffReport(str(old), str(new), found)
    show(form, "diff", result, lambda: _show_diff(before, after, found))
    raise typer.Exit(1 if found else 0)


def _show_diff(before: RecordFile, after: RecordFile, found: Sequence[ThingChange]) -> None:
    screen = console()
    for change in found:
        for line in statements.change(before, after, change):
            screen.print(plain(line), soft_wrap=True)
    kinds = Counter(change.kind for change in found)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in get_args(Kind) if kinds[kind])
    screen.print(counts or "no difference")


class _Talk:
    """Lines to a person and answers from one."""

    def __init__(self, form: TextOrJson) -> None:
        self.console = console(stderr=form is TextOrJson.json)
        self.answered = False
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(errors="replace")

    def say(self, text: str, style: str = "") -> None:
        self.console.print(Text(plain(text), style), soft_wrap=True)

    def ask(self, question: str) -> str:
        """One answer. Raises _NoInputError if there is none."""
        self.console.print(Text(f"{question} ", "bold"), end="", soft_wrap=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            self.say("")
            raise _NoInputError
        self.answered = True
        if not sys.stdin.isatty():
            self.say(line.rstrip("\n"))
        return line.strip()

    def agree(self, question: str) -> bool:
        """Whether the answer is yes; anything but yes is no."""
        return self.ask(f"{question} (yes or no)").lower() in ("y", "yes")


# -- the walk --------------------------------------------------------------------------------------


def _walked(talk: _Talk, session: Review, sentences: str | None, every: bool, below: float) -> bool:
    """Ask about one statement after the other; whether the walk came to its end."""
    waiting = session.waiting()
    queue = [key for key, item in waiting.items() if every or item.uncertain(below)]
    count = len(reviews.statements(session.file))
    talk.say(f"{session.file.name}: {count} statements, {len(waiting)} of them not reviewed.")
    rest = len(waiting) - len(queue)
    talk.say(f"{len(queue)} to look at; {rest} raise no doubt and stay extracted.")
    if rest:
        talk.say("(--all asks about those too, --accept-rest accepts them together at the end.)")
    commented = sum(bool(item.comment) for item in waiting.values()) - sum(
        bool(waiting[key].comment) for key in queue
    )
    if commented:
        talk.say(
            f"{commented} of these have a comment in the file, which decides nothing: see --all."
        )
    place = 0
    while place < len(queue) or _goes_back(talk, session):
        if place >= len(queue):
            place = _undone(talk, session, place)
            continue
        item = session.waiting().get(queue[place])
        if item is None:  # it went along with another
            place += 1
            continue
        _tell(talk, session.file, item, sentences, f"{place + 1} of {len(queue)}")
        choice = None
        while choice is None:
            answer = talk.ask(f"{_CHOICES}?").lower()
            choice = _WORDS.get(answer)
            if choice in (None, "help"):
                choice = None
                for line in _HELP:
                    talk.say(line)
        if choice == "quit":
            return False
        if choice == "back":
            place = _undone(talk, session, place)
        elif _decided(talk, session, item, choice, place, sentences):
            place += 1
    return True


def _undone(talk: _Talk, session: Review, place: int) -> int:
    """Undo the last decision; the place in the walk where it was made."""
    undone = session.undo()
    if undone is None:
        talk.say("There is nothing to undo.")
        return place
    talk.say(f"undone: {undone.keys[0][1]} is no longer {undone.outcome}")
    return undone.place


def _goes_back(talk: _Talk, session: Review) -> bool:
    """Whether, after the last statement, the person wants to change their mind."""
    try:
        asked = bool(session.history) and talk.ask("That was the last one: done or back?")
    except _NoInputError:
        return False
    return bool(asked) and _WORDS.get(str(asked).lower()) == "back"


def _decided(
    talk: _Talk, session: Review, item: ReviewItem, choice: str, place: int, sentences: str | None
) -> bool:
    """Carry out one choice; whether it came to a decision."""
    if choice == "accept" and reviews.unworded(item.thing):
        talk.say("its text is still to be worded: edit it, or skip it")
        return False
    if choice == "accept":
        session.accept(item, place=place)
    elif choice == "skip":
        session.skip(item, place)
    elif choice == "drop":
        removal = session.removal(item)
        for line in removal.consequences:
            talk.say(f"  {line}")
        if removal.consequences and not talk.agree("Drop it with all that?"):
            return False
        session.drop(item, place)
    else:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        edited = (
            _in_editor(talk, session.file, item, sentences, editor)
            if editor
            else _by_fields(talk, session.file, item)
        )
        if edited is None:
            return False
        session.replace(item, edited, place)
    return True


def _tell(
    talk: _Talk, file: RecordFile, item: ReviewItem, sentences: str | None, place: str
) -> None:  # fmt: skip
    """A statement in lines: where it stands, what it says, and what is doubtful."""
    talk.say("")
    talk.say(f"{place}: {item.name}", "bold")
    if item.anchor is not None:
        talk.say(f"  place: paragraph {item.anchor.paragraph}, sentence {item.anchor.sentence}")
    for name, text in statements.lines(file, item.thing):
        talk.say(f"  {name}: {text}")
    if sentences is not None and item.anchor is not None:
        talk.say(f"  sentence: {_sentence(item, sentences)}", "italic")
    if item.comment:
        talk.say(f"  comment: {item.comment}")
    if item.confidence is not None:
        talk.say(f"  confidence: {item.confidence:.2f}")
    for doubt in item.doubts:
        talk.say(f"  check: {doubt}", "yellow")


def _sentence(item: ReviewItem, text: str) -> str:
    found = reviews.sentence(text, item.anchor) if item.anchor is not None else None
    return found if found is not None else "(this text does not hold it)"


# -- editing ---------------------------------------------------------------------------------------


def _in_editor(
    talk: _Talk, file: RecordFile, item: ReviewItem, sentences: str | None, editor: str
) -> RecordFile | None:
    """The record with the item as the person leaves it in their editor; None if they give up."""
    original = yamledit.item_text(file.source, item.path)
    about = [item.name, *item.comment.splitlines()]
    about += [f"check: {doubt}" for doubt in item.doubts]
    if sentences is not None and item.anchor is not None:
        about.append(_sentence(item, sentences))
    about.append("Comment lines up here are not kept.")
    head = "".join(f"# {plain(line)}\n" for line in about)
    with tempfile.TemporaryDirectory(prefix="alltrace-") as folder:
        scratch = Path(folder) / f"{item.thing.id}.yaml"
        scratch.write_text(head + original, encoding="utf-8")
        while True:
            try:
                done = subprocess.run([*shlex.split(editor), str(scratch)], check=False)
            except (OSError, ValueError) as error:
                talk.say(f"The editor {editor!r} cannot be run: {error}")
                return None
            if done.returncode != 0:
                talk.say(f"The editor ended with code {done.returncode}; nothing was changed.")
                return None
            try:
                text = _below_head(scratch)
                if text.strip() in ("", original.strip()):
                    talk.say("Nothing was changed.")
                    return None
                return reviews.rewritten(file, item, text)
            except RecordError as error:
                _complain(talk, error)
            if not talk.agree("Edit it again?"):
                return None


def _below_head(path: Path) -> str:
    """What was written, without the comment lines above the first field. Raises RecordError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError([Problem(path.name, None, "", f"cannot be read: {error}")]) from None
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[first:])


def _by_fields(talk: _Talk, file: RecordFile, item: ReviewItem) -> RecordFile | None:
    """The record with fields of the item as they are typed in; None if none was."""
    for line in yamledit.item_text(file.source, item.path).splitlines():
        talk.say(f"  {line}")
    talk.say("One FIELD=VALUE a line, FIELD= to take one away; an empty line ends.")
    values: dict[str, str] = {}
    while True:
        answer = talk.ask("field=value:")
        name, equals, value = (part.strip() for part in answer.partition("="))
        if equals and name:
            values[name] = value
            continue
        if answer:
            talk.say("That is no FIELD=VALUE, such as value=72.6")
            continue
        if not values:
            talk.say("Nothing was changed.")
            return None
        try:
            return reviews.with_fields(file, item, values)
        except RecordError as error:
            _complain(talk, error)
            talk.say("Nothing was changed yet; correct it, or end with an empty line to leave it.")
            values = {}


def _complain(talk: _Talk, error: RecordError) -> None:
    for problem in error.problems:
        talk.say(f"  {problem}", "red")


# -- the end ---------------------------------------------------------------------------------------


def _accept_rest(talk: _Talk, session: Review, below: float) -> None:
    """Accept all that nothing doubts, if the person says so."""
    certain = [item for item in session.waiting().values() if not item.uncertain(below)]
    if certain and talk.agree(f"Accept the {len(certain)} statements that nothing doubts?"):
        session.accept(*certain)


def _finish(talk: _Talk, session: Review) -> None:
    """Mark the record as reviewed once every statement is, if the person says so."""
    held = session.file.record
    if held.status == "reviewed" or session.waiting() or not reviews.statements(session.file):
        return
    try:
        agreed = talk.agree("Every statement is reviewed. Mark the record itself as reviewed?")
    except _NoInputError:
        talk.answered = True  # nothing was left to ask
        return
    if agreed:
        session.finish()


def _report(talk: _Talk, session: Review, record: Path, form: TextOrJson) -> None:
    result = ReviewReport(
        file=str(record),
        record=session.file.name,
        status=session.file.record.status,
        accepted=session.decided("accepted"),
        edited=session.decided("edited"),
        dropped=session.decided("dropped"),
        dropped_along=[key[1] for d in session.history for key in d.along],
        skipped=session.decided("skipped"),
        left=len(session.waiting()),
    )
    counts = ", ".join(
        f"{len(getattr(result, name))} {name}"
        for name in ("accepted", "edited", "dropped", "skipped")
    )
    along = f" ({len(result.dropped_along)} more went along)" if result.dropped_along else ""
    told = f"{counts}{along}; {result.left} left to review; the record is {result.status}."
    show(form, "review", result, lambda: talk.say(f"\n{told}"))
