"""The printed numbers of a comparison, given intervention, comparator and outcome.

Tables and sentences yield candidates, which are scored by how well their words match the outcome
and the two arms. The best is the answer if it is sure: complete, clearly better than candidates
with other numbers, and no value from before the treatment. Else there is no answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.source import ExtractionInput
from ingest.pico import sentence_answers, table_answers
from ingest.pico.question import (
    Answer,
    AnswerCandidate,
    ArmNumbers,
    Kind,
    Question,
    QuestionContext,
)

__all__ = ["Answer", "ArmNumbers", "Kind", "Question", "answer"]

MIN_SCORE = 0.75
"""The score below which no candidate is accepted."""
MARGIN = 0.015
"""How much worse a candidate with other numbers for the same time has to be."""


def answer(source: ExtractionInput, question: Question) -> Answer:
    """The numbers that a document prints for a question; without score where it is not sure.

    >>> from ingest.extract.source import Table
    >>> head, row = ("Outcome", "Exercise (n = 45)", "Control (n = 43)"), ("Falls", "9", "17")
    >>> paper = ExtractionInput((), tables=(Table("Results, n", (head, row)),))
    >>> answered = answer(paper, Question("exercise", "control", "falls", "binary"))
    >>> answered.intervention.events, answered.comparator.size, answered.place
    (9, 43, "table 1, row 'Falls'")
    """
    context = QuestionContext(source, question)
    candidates = [*table_answers.candidates(context), *sentence_answers.candidates(context)]
    candidates = [_sized(context, c) for c in candidates]
    candidates.sort(key=lambda c: (-c.score, c.place))
    if candidates and _is_sure(candidates):
        best = candidates[0]
        one, two = best.intervention, best.comparator
        return Answer(one, two, question.kind, best.place, round(best.score, 3))
    return Answer(
        ArmNumbers(size=context.size.get("intervention")),
        ArmNumbers(size=context.size.get("comparator")),
        question.kind,
    )


def _sized(context: QuestionContext, candidate: AnswerCandidate) -> AnswerCandidate:
    """A candidate with the sizes of the arms where it tells none itself."""
    one, two = candidate.intervention, candidate.comparator
    return replace(
        candidate,
        intervention=replace(one, size=one.size or context.size.get("intervention")),
        comparator=replace(two, size=two.size or context.size.get("comparator")),
    )


def _is_sure(candidates: Sequence[AnswerCandidate]) -> bool:
    """Whether the best candidate is good, whole, and alone with its numbers."""
    best = candidates[0]
    if best.score < MIN_SCORE or not best.whole:
        return False
    return not any(
        other.when == best.when and best.score - other.score < MARGIN
        and other.results != best.results
        for other in candidates[1:]
    )  # fmt: skip
