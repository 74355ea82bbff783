"""The printed numbers of a comparison, given intervention, comparator and outcome.

Tables and sentences yield candidates, which are scored by how well their words match the outcome
and the two arms; the best pair is the answer. What is not printed is None.
"""

from dataclasses import replace

from ingest.extract.source import ExtractionInput
from ingest.pico import sentence_answers, table_answers
from ingest.pico.question import Answer, ArmNumbers, Kind, Question, QuestionContext

__all__ = ["Answer", "ArmNumbers", "Kind", "Question", "answer"]

MIN_SCORE = 0.5
"""The score below which no candidate is accepted; the answer then has only the arm sizes."""


def answer(source: ExtractionInput, question: Question) -> Answer:
    """The numbers that a document prints for a question; None for what it does not print.

    >>> from ingest.extract.source import Table
    >>> head, row = ("Outcome", "Exercise (n = 45)", "Control (n = 43)"), ("Falls", "9", "17")
    >>> paper = ExtractionInput((), tables=(Table("Results, n", (head, row)),))
    >>> found = answer(paper, Question("exercise", "control", "falls", "binary"))
    >>> found.intervention.events, found.comparator.size, found.place
    (9, 43, "table 1, row 'Falls'")
    """
    context = QuestionContext(source, question)
    candidates = [*table_answers.candidates(context), *sentence_answers.candidates(context)]
    candidates.sort(key=lambda c: (-c.score, c.place))
    if candidates and candidates[0].score >= MIN_SCORE:
        best = candidates[0]
        one, two = best.intervention, best.comparator
        one = replace(one, size=one.size or context.size.get("intervention"))
        two = replace(two, size=two.size or context.size.get("comparator"))
        return Answer(one, two, question.kind, best.place, round(best.score, 3))
    return Answer(
        ArmNumbers(size=context.size.get("intervention")),
        ArmNumbers(size=context.size.get("comparator")),
        question.kind,
    )
