"""Evidence lines: a question about one conclusion, and what of the answer holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extract.compared import Statements
from ingest.extract.roles import ClassifiedSentence
from ingest.model.checking import Tally, places
from ingest.model.proposals import IMPLICIT, ProposedLine, ProposedLines, lines_schema
from ingest.model.question import Question
from ontology.model import Direction

_MOST_STATEMENTS = 16
_TOKENS = 320
_LONGEST_LINK = 10
"""The most words that link two statements."""


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line that a model drew between two statements of the list."""

    evidence: ClassifiedSentence
    bears_on: ClassifiedSentence
    direction: Direction
    linking: str


@dataclass(frozen=True, slots=True)
class LinesTask:
    """A conclusion, and the statements that may be evidence for it, by their names."""

    conclusion: ClassifiedSentence
    statements: Mapping[str, ClassifiedSentence]

    def question(self) -> Question:
        """The conclusion and the statements, each with its id."""
        texts = {name: one.parsed.sentence.text for name, one in self.statements.items()}
        name = self.conclusion.name
        data = {
            "conclusion": {"id": name, "text": self.conclusion.parsed.sentence.text},
            "statements": [{"id": one, "text": text} for one, text in texts.items()],
        }
        return Question.of("lines", data, lines_schema(list(texts), name), _TOKENS)

    def checked(self, answer: ProposedLines, tally: Tally) -> list[CheckedLine]:
        """The lines that hold, one for each statement."""
        lines: dict[str, CheckedLine] = {}
        for line in answer.lines:
            fault = self._fault(line, lines)
            if fault is not None:
                tally.drop(fault)
                continue
            one = self.statements[line.evidence]
            linking = " ".join(line.linking.split())
            lines[line.evidence] = CheckedLine(one, self.conclusion, line.direction, linking)
        return list(lines.values())

    def _fault(self, line: ProposedLine, lines: Mapping[str, CheckedLine]) -> str | None:
        if line.evidence not in self.statements or line.bears_on != self.conclusion.name:
            return "a line to or from a statement that is not of the list"
        if line.evidence in lines:
            return "a second line between two statements"
        ends = (self.statements[line.evidence], self.conclusion)
        if not _links(line.linking, [end.parsed.sentence.text for end in ends]):
            return "the linking words stand in neither statement"
        return None


def _links(words: str, texts: Sequence[str]) -> bool:
    if words.strip().lower() == IMPLICIT:
        return True
    short = len(words.split()) <= _LONGEST_LINK and any(c.isalpha() for c in words)
    return short and any(places(words, text) for text in texts)


def tasks(statements: Sequence[ClassifiedSentence]) -> list[LinesTask]:
    """A task for each conclusion, with the statements that have most in common with it."""
    compared = Statements(statements)
    result = []
    for n, conclusion in enumerate(compared.all):
        if not conclusion.concludes:
            continue
        others = [
            k for k, one in enumerate(compared.all)
            if k != n and one.name != conclusion.name and compared.same_part(k, n)
            and (one.role != "method" or one.concludes)
        ]  # fmt: skip
        others.sort(key=lambda k: (-compared.nearness(k, n), k))
        chosen = {compared.all[k].name: compared.all[k] for k in sorted(others[:_MOST_STATEMENTS])}
        if chosen:
            result.append(LinesTask(conclusion, chosen))
    return result
