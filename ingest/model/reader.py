"""The second reader: asks a model, checks each answer, joins it with what the rules read."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from ingest.extract.extractor import Extraction, Wording
from ingest.model import lines, values, wording
from ingest.model.cache import ReplyCache
from ingest.model.checking import DocumentWords, Tally
from ingest.model.choice import ModelChoice
from ingest.model.client import ModelClient
from ingest.model.joining import Signature, with_lines, with_values
from ingest.model.limits import Limits
from ingest.model.proposals import (
    Proposed,
    ProposedLines,
    ProposedValues,
    ProposedWording,
    parsed,
)
from ingest.model.question import TASKS, Question, prompt
from ontology.errors import ModelError

_log = logging.getLogger(__name__)
P = TypeVar("P", bound=Proposed)
_UNANSWERED = "questions have no answer"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions of a document are answered, and how fast the model writes."""

    done: int
    total: int
    tokens_a_second: float


Watcher: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ModelReading:
    """An extraction with what a model proposed and the checks let pass.

    `left_out` says what they did not, the same for the same answers; `notes` say what has no
    answer, and `summary` how much was asked, and how fast it went.
    """

    extraction: Extraction
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ModelReader:
    """A model as a second reader. Call it with the extraction of a document; it never raises.

    Replies are kept in the folder `kept`, so that the same document is read again without a
    server, to the same result.
    """

    choice: ModelChoice
    kept: Path | None = None
    limits: Limits = field(default_factory=Limits)
    watcher: Watcher | None = None

    @property
    def key(self) -> str:
        """What decides what it will say: the model and the prompts."""
        return " ".join([self.choice.name, *(prompt(task).name for task in TASKS)])

    def left_open(self, notes: Iterable[str]) -> bool:
        """Whether notes of an earlier draft say that some questions have no answer yet."""
        return any(_UNANSWERED in note for note in notes)

    def __call__(self, extraction: Extraction) -> ModelReading:
        with ModelClient(self.choice, ReplyCache(self.kept), self.limits) as client:
            return _Session(client, extraction, self.watcher).read()


class _Session:
    """The questions about one document."""

    def __init__(
        self, client: ModelClient, extraction: Extraction, watcher: Watcher | None
    ) -> None:
        self.client, self.extraction, self.watcher = client, extraction, watcher
        self.tally = Tally()
        self.problem: str | None = None
        self.loose = False
        self.done = self.total = 0

    def read(self) -> ModelReading:
        extraction = self.extraction
        of_values = values.tasks(extraction)
        of_lines = lines.tasks(extraction.statements)
        of_wording = wording.tasks(extraction.statements)
        self.total = len(of_values) + len(of_lines) + len(of_wording)
        signed_values = self._values(of_values)
        signed_lines = self._lines(of_lines)
        wordings = self._wordings(of_wording)
        joined = with_values(with_lines(extraction, signed_lines), signed_values)
        joined = replace(joined, wordings=wordings)
        return ModelReading(joined, self._left_out(), self._notes(), self._summary())

    def _values(
        self, tasks: Sequence[values.ValuesTask]
    ) -> list[tuple[values.CheckedValue, Signature]]:
        source = self.extraction.source
        words = DocumentWords([source.title, *(s.text for s in source.sentences)])
        signed = []
        for task in tasks:
            if (told := self._asked(task.question(), ProposedValues)) is not None:
                answer, by = told
                checked = task.checked(answer, words, self.tally)
                signed += [(value, by) for value in checked]
        self.tally.kept["values"] = len(signed)
        return signed

    def _lines(self, tasks: Sequence[lines.LinesTask]) -> list[tuple[lines.CheckedLine, Signature]]:
        signed = []
        for task in tasks:
            if (told := self._asked(task.question(), ProposedLines)) is not None:
                answer, by = told
                signed += [(line, by) for line in task.checked(answer, self.tally)]
        self.tally.kept["lines"] = len(signed)
        return signed

    def _wordings(self, tasks: Sequence[wording.WordingTask]) -> dict[str, Wording]:
        worded = {}
        for task in tasks:
            if (told := self._asked(task.question(), ProposedWording)) is not None:
                answer, by = told
                if (text := task.checked(answer, self.tally)) is not None:
                    worded[task.statement.name] = Wording(text, by.read_by)
        self.tally.kept["wordings"] = len(worded)
        return worded

    def _asked(self, question: Question, kind: type[P]) -> tuple[P, Signature] | None:
        """The answer to a question and who gave it; None without one that can be read."""
        try:
            reply = self.client.ask(question)
        except ModelError as error:
            _log.info("no answer to %s: %s", question.prompt.name, error)
            self.problem = self.problem or str(error)
            return None
        finally:
            self.done += 1
            if self.watcher is not None:
                rate = self.client.spending.rate
                self.watcher(Progress(self.done, self.total, rate))
        self.loose = self.loose or not reply.constrained
        answer = parsed(reply.content, kind)
        if answer is None:
            self.tally.drop("an answer that is not of the form that was asked for")
            return None
        name = self.client.choice.name
        return answer, Signature(name, reply.model, question.prompt.name, reply.day)

    def _left_out(self) -> list[str]:
        unanswered = (
            [f"of the model: {self.client.failed} of {self.total} {_UNANSWERED}"]
            if self.client.failed else []
        )  # fmt: skip
        return [*unanswered, *self.tally.lines()]

    def _summary(self) -> str:
        client, tally = self.client, self.tally
        kept = ", ".join(f"{count} {what}" for what, count in tally.kept.items())
        return (
            f"model {client.choice.name}: {client.asked} answers and {client.kept} kept ones, "
            f"{client.spending.written} tokens, {client.spending.rate:.0f} a second; "
            f"passed the checks: {kept}; dropped: {tally.dropped.total()}"
        )

    def _notes(self) -> list[str]:
        client, notes = self.client, list[str]()
        if client.failed:
            notes.append(
                f"model {client.choice.name}: {client.failed} of {self.total} {_UNANSWERED} "
                f"({self.problem}); there the draft is that of the rules alone"
            )
        if self.loose:
            notes.append(
                f"model {client.choice.name}: the server cannot be held to a JSON schema; its "
                "answers were checked all the same"
            )
        return notes
