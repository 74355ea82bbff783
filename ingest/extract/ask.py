"""The numbers of a comparison: intervention, comparator and outcome in; what was printed, out.

Tables and sentences offer candidates. Each is scored by how well its words match the outcome and
the two arms; the best whole pair answers. What is not printed stays None.
"""

from dataclasses import replace

from ingest.extract import sentence_answers, table_answers
from ingest.extract.question import Answer, Asked, Kind, Numbers, Question
from ingest.extract.source import Source

__all__ = ["Answer", "Kind", "Numbers", "Question", "answer"]

ENOUGH = 0.5
"""Below this score no place is taken for the answer; only the sizes of the arms are told."""


def answer(source: Source, question: Question) -> Answer:
    """The numbers that a document prints for a question; None for what it does not print."""
    asked = Asked(source, question)
    found = [*table_answers.candidates(asked), *sentence_answers.candidates(asked)]
    found.sort(key=lambda c: (-c.score, c.place))
    if found and found[0].score >= ENOUGH:
        best = found[0]
        one, two = best.intervention, best.comparator
        one = replace(one, size=one.size or asked.size.get("intervention"))
        two = replace(two, size=two.size or asked.size.get("comparator"))
        return Answer(one, two, question.kind, best.place, round(best.score, 3))
    return Answer(
        Numbers(size=asked.size.get("intervention")), Numbers(size=asked.size.get("comparator")),
        question.kind,
    )  # fmt: skip
