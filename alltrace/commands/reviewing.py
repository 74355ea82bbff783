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
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.text import Text

from alltrace.commands.options import FormatOption, TextOrJson
from alltrace.commands.output import show
from alltrace.reviewing import Key, Outcome, Review
from graph_viz.text import statements
from graph_viz.text.console import console
from graph_viz.text.plain import plain
from graph_viz.text.quotes import quoted
from graph_viz.text.reports.reviewing import DiffReport, ReviewReport
from ingest import records, yamledit
from ingest import review as reviews
from ingest.differences import Kind, ThingChange, differences
from ingest.records import RecordFile
from ingest.review import ReviewItem
from ontology.errors import Problem, RecordError
from ontology.model import Claim

_CHOICES = {
    "accept": "it is right, and becomes reviewed",
    "edit": "correct it in $VISUAL or $EDITOR, or field by field without one",
    "drop": "take it out of the record, with what refers to it",
    "skip": "leave it as it is; the next run asks again",
    "back": "undo the last decision",
    "quit": "stop here; every decision is already in the file",
}
_WORDS = {word: choice for choice in _CHOICES for word in (choice, choice[0])}
_WORDS |= {"undo": "back", "u": "back"}


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
    form: FormatOption = "text",
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
    walk = _Walk(talk, session, sentences)
    try:
        if walk.through(every, below):
            if accept_rest:
                walk.accept_rest(below)
            walk.finish()
    except _NoInputError:
        if not session.history and not talk.answered:
            message = "no terminal and no input: run it in a terminal, or pipe one answer a line"
            raise typer.BadParameter(message) from None
    except KeyboardInterrupt:
        talk.say("")
        _report(talk, session, record, form)
        raise
    _report(talk, session, record, form)


def walk(record: Path, first: Sequence[Key], only_these: bool = False) -> bool:
    """Ask about the uncertain statements of a record, about these first; false if it was left.

    `only_these` asks about no others. Raises RecordError.
    """
    session = Review.of(record)
    steps = _Walk(_Talk("text"), session, None)
    below = 0.0 if only_these else reviews.UNSURE
    try:
        return steps.through(False, below, first)
    except _NoInputError:
        return False


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.yaml")],
    new: Annotated[Path, typer.Argument(metavar="NEW.yaml")],
    form: FormatOption = "text",
) -> None:
    """Tell what changed between two records, statement by statement. Exits with 1 if they differ.

    Order and comments do not count. Statements are matched by id, then by place and value.
    """
    before, after = records.load(old), records.load(new)
    changes = differences(before.record, after.record)
    result = DiffReport(str(old), str(new), changes)
    show(form, "diff", result, lambda: _show_diff(before, after, changes))
    raise typer.Exit(1 if changes else 0)


def _show_diff(before: RecordFile, after: RecordFile, changes: Sequence[ThingChange]) -> None:
    screen = console()
    for change in changes:
        for line in statements.change(before, after, change):
            screen.print(plain(line), soft_wrap=True)
    kinds = Counter(change.kind for change in changes)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in get_args(Kind) if kinds[kind])
    screen.print(counts or "no difference")


class _Talk:
    """Lines to a person and answers from one."""

    def __init__(self, form: TextOrJson) -> None:
        self.console = console(stderr=form == "json")
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

    def choice(self) -> str:
        """What is to become of a statement; asks until the answer is one of the choices."""
        while True:
            answer = self.ask(f"{', '.join(_CHOICES)}?").lower()
            if answer in _WORDS:
                return _WORDS[answer]
            for name, about in _CHOICES.items():
                self.say(f"{name}: {about}")

    def agree(self, question: str) -> bool:
        """Whether the answer is yes; anything but yes is no."""
        return self.ask(f"{question} (yes or no)").lower() in ("y", "yes")

    def complain(self, error: RecordError) -> None:
        for problem in error.problems:
            self.say(f"  {problem}", "red")


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk from statement to statement; `text` is that of the document, if it was given."""

    talk: _Talk
    session: Review
    text: str | None

    def through(self, every: bool, below: float, first: Sequence[Key] = ()) -> bool:
        """Ask about one statement after the other, about these `first`, in their order.

        Returns whether the walk came to its end.
        """
        queue = self._queue(every, below)
        asked = [key for key in first if key in self.session.waiting()]
        queue = [*asked, *(key for key in queue if key not in asked)]
        while (item := self._next(queue)) or self._goes_back():
            if item is None:
                self._undo()
                continue
            self._show(item, f"{queue.index(item.key) + 1} of {len(queue)}")
            choice = self.talk.choice()
            if choice == "quit":
                return False
            if choice == "back":
                self._undo()
            else:
                self._decide(item, choice)
        return True

    def accept_rest(self, below: float) -> None:
        """Accept all that nothing doubts, if the person says so."""
        certain = [item for item in self.session.waiting().values() if not item.uncertain(below)]
        question = f"Accept the {len(certain)} statements that nothing doubts?"
        if certain and self.talk.agree(question):
            self.session.accept(*certain)

    def finish(self) -> None:
        """Mark the record as reviewed once every statement is, if the person says so."""
        session = self.session
        reviewed = session.file.record.status == "reviewed"
        if reviewed or session.waiting() or not session.statements():
            return
        try:
            question = "Every statement is reviewed. Mark the record itself as reviewed?"
            agreed = self.talk.agree(question)
        except _NoInputError:
            self.talk.answered = True  # nothing was left to ask
            return
        if agreed:
            session.finish()

    def _queue(self, every: bool, below: float) -> list[Key]:
        """The statements to ask about; says how many these are, and what is not asked about."""
        waiting, say = self.session.waiting(), self.talk.say
        queue = {k: item for k, item in waiting.items() if every or item.uncertain(below)}
        count, rest = len(self.session.statements()), len(waiting) - len(queue)
        say(f"{self.session.file.name}: {count} statements, {len(waiting)} of them not reviewed.")
        say(f"{len(queue)} to look at; {rest} raise no doubt and stay extracted.")
        if rest:
            say("(--all asks about those too, --accept-rest accepts them together at the end.)")
        commented = sum(bool(item.comment) for k, item in waiting.items() if k not in queue)
        if commented:
            note = "of these have a comment in the file, which decides nothing: see --all."
            say(f"{commented} {note}")
        return list(queue)

    def _next(self, queue: list[Key]) -> ReviewItem | None:
        """The first statement of the queue that is neither decided nor gone with another."""
        decided = {key for decision in self.session.history for key in decision.keys}
        waiting = self.session.waiting()
        return next((waiting[k] for k in queue if k in waiting and k not in decided), None)

    def _undo(self) -> None:
        undone = self.session.undo()
        if undone is None:
            self.talk.say("There is nothing to undo.")
        else:
            self.talk.say(f"undone: {undone.keys[0][1]} is no longer {undone.outcome}")

    def _goes_back(self) -> bool:
        """Whether, after the last statement, the person wants to change their mind."""
        if not self.session.history:
            return False
        try:
            answer = self.talk.ask("That was the last one: done or back?")
        except _NoInputError:
            return False
        return _WORDS.get(answer.lower()) == "back"

    def _decide(self, item: ReviewItem, choice: str) -> None:
        """Carry out one choice; it may come to no decision."""
        if choice == "edit":
            self._edit(item)
        elif choice == "drop":
            self._drop(item)
        elif choice == "skip":
            self.session.skip(item)
        else:
            self.session.accept(item)

    def _drop(self, item: ReviewItem) -> None:
        along = self.session.removal(item).consequences
        for line in along:
            self.talk.say(f"  {line}")
        if not along or self.talk.agree("Drop it with all that?"):
            self.session.drop(item)

    def _edit(self, item: ReviewItem) -> None:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        edited = self._in_editor(item, editor) if editor else self._by_fields(item)
        if edited is not None:
            self.session.replace(item, edited)

    def _show(self, item: ReviewItem, place: str) -> None:
        """A statement in lines: where it stands, what it says, and what is doubtful."""
        say, anchor, sentence = self.talk.say, item.anchor, self._sentence(item)
        say("")
        say(f"{place}: {item.name}", "bold")
        if anchor is not None:
            say(f"  place: paragraph {anchor.paragraph}, sentence {anchor.sentence}")
        for name, text in statements.lines(self.session.file, item.thing):
            say(f"  {name}: {text}")
        if sentence is not None:
            say(f"  sentence: {sentence}", "italic")
        if item.comment:
            say(f"  comment: {item.comment}")
        if item.confidence is not None:
            say(f"  confidence: {item.confidence:.2f}")
        for doubt in item.doubts:
            say(f"  check: {doubt}", "yellow")

    def _sentence(self, item: ReviewItem) -> str | None:
        """The sentence where a statement stands: that of the text, else what the record quotes."""
        if self.text is None or item.anchor is None:
            return quoted(item.thing.quote) or None if isinstance(item.thing, Claim) else None
        found = reviews.sentence(self.text, item.anchor)
        return quoted(found) or "(this text does not hold it)"

    def _in_editor(self, item: ReviewItem, editor: str) -> RecordFile | None:
        """The record with the item as it is left in the editor; None if the person gives up."""
        file, talk = self.session.file, self.talk
        original = yamledit.item_text(file.source, item.path)
        with tempfile.TemporaryDirectory(prefix="alltrace-") as folder:
            scratch = Path(folder) / f"{item.thing.id}.yaml"
            scratch.write_text(self._about(item) + original, encoding="utf-8")
            while True:
                try:
                    code = subprocess.call([*shlex.split(editor), str(scratch)])
                except (OSError, ValueError) as error:
                    talk.say(f"The editor {editor!r} cannot be run: {error}")
                    return None
                if code != 0:
                    talk.say(f"The editor ended with code {code}; nothing was changed.")
                    return None
                try:
                    text = _below_head(scratch)
                    if text.strip() in ("", original.strip()):
                        talk.say("Nothing was changed.")
                        return None
                    return reviews.rewritten(file, item, text)
                except RecordError as error:
                    talk.complain(error)
                if not talk.agree("Edit it again?"):
                    return None

    def _about(self, item: ReviewItem) -> str:
        """What stands in comment lines above a statement in the editor."""
        lines = [item.name, *item.comment.splitlines(), *(f"check: {d}" for d in item.doubts)]
        if sentence := self._sentence(item):
            lines.append(sentence)
        lines.append("Comment lines up here are not kept.")
        return "".join(f"# {plain(line)}\n" for line in lines)

    def _by_fields(self, item: ReviewItem) -> RecordFile | None:
        """The record with fields of the item as they are typed in; None if none was."""
        file, talk = self.session.file, self.talk
        for line in yamledit.item_text(file.source, item.path).splitlines():
            talk.say(f"  {line}")
        talk.say("One FIELD=VALUE a line, FIELD= to take one away; an empty line ends.")
        values: dict[str, str] = {}
        while True:
            answer = talk.ask("field=value:")
            name, equals, value = (part.strip() for part in answer.partition("="))
            if equals and name:
                values[name] = value
            elif answer:
                talk.say("That is no FIELD=VALUE, such as value=72.6")
            elif not values:
                talk.say("Nothing was changed.")
                return None
            else:
                try:
                    return reviews.with_fields(file, item, values)
                except RecordError as error:
                    talk.complain(error)
                    remedy = "correct it, or end with an empty line to leave it."
                    talk.say(f"Nothing was changed yet; {remedy}")
                    values = {}


def _below_head(path: Path) -> str:
    """What was written, without the comment lines above the first field. Raises RecordError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError([Problem(path.name, None, "", f"cannot be read: {error}")]) from None
    return "".join(dropwhile(lambda line: line.startswith("#"), lines))


def _report(talk: _Talk, session: Review, record: Path, form: TextOrJson) -> None:
    decided = {outcome: session.decided(outcome) for outcome in get_args(Outcome)}
    along = [key[1] for decision in session.history for key in decision.along]
    status, left = session.file.record.status, len(session.waiting())
    name = session.file.name
    result = ReviewReport(str(record), name, status, **decided, dropped_along=along, left=left)
    counts = ", ".join(f"{len(ids)} {outcome}" for outcome, ids in decided.items())
    more = f" ({len(along)} more went along)" if along else ""
    line = f"{counts}{more}; {left} left to review; the record is {status}."
    show(form, "review", result, lambda: talk.say(f"\n{line}"))
