"""The numbers of a comparison: intervention, comparator and outcome in; what was printed, out.

Tables and sentences offer candidates. Each is scored by how well its words match the outcome and
the two arms; the best whole pair answers. What is not printed stays None.
"""

from dataclasses import replace

from ingest.extract import sentence_answers, table_answers
from ingest.extract.question import Answer, ArmNumbers, Kind, Question, QuestionContext
from ingest.extract.source import ExtractionInput

__all__ = ["Answer", "ArmNumbers", "Kind", "Question", "answer"]

ENOUGH = 0.5
"""Below this score no place is taken for the answer; only the sizes of the arms are told."""


def answer(source: ExtractionInput, question: Question) -> Answer:
    """The numbers that a document prints for a question; None for what it does not print."""
    asked = QuestionContext(source, question)
    candidates = [*table_answers.candidates(asked), *sentence_answers.candidates(asked)]
    candidates.sort(key=lambda c: (-c.score, c.place))
    if candidates and candidates[0].score >= ENOUGH:
        best = candidates[0]
        one, two = best.intervention, best.comparator
        one = replace(one, size=one.size or asked.size.get("intervention"))
        two = replace(two, size=two.size or asked.size.get("comparator"))
        return Answer(one, two, question.kind, best.place, round(best.score, 3))
    return Answer(
        ArmNumbers(size=asked.size.get("intervention")),
        ArmNumbers(size=asked.size.get("comparator")),
        question.kind,
    )
