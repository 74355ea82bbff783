"""The printed numbers of a comparison, given intervention, comparator and outcome.

The draft's values that belong to the two arms are paired and scored by how well their words match
the outcome. The best pair is the answer if it is sure: complete, clearly better than pairs with
other numbers, and of groups whose sizes are known. Else there is no answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.extractor import extract
from ingest.extract.group_sizes import sizes_told
from ingest.extract.source import ExtractionInput
from ingest.language import lexicon
from ingest.language.mentions import MentionFinder
from ingest.language.tokens import tokenise
from ingest.pico.arms import SIDES, Arms, Side, arms_of, with_labels
from ingest.pico.outcome import Candidate, Outcome
from ingest.pico.question import Answer, ArmNumbers, Kind, Question
from ingest.pico.values import ValuePair, value_pairs
from ingest.tables.heads import HeadReader
from ingest.tables.sizes import SizeTold
from ingest.tables.values import table_values

__all__ = ["Answer", "ArmNumbers", "Kind", "Question", "Report", "answer"]

MIN_SCORE = 0.75
"""The score below which no pair is accepted."""
MIN_MATCH = 0.5
"""How well at least the words of a place have to match the outcome's."""
MARGIN = 0.015
"""How much worse a pair with other numbers for the same time has to be."""


def answer(source: ExtractionInput, question: Question) -> Answer:
    """The numbers that a document prints for a question; without score where it is not sure.

    >>> from ingest.extract.source import Table
    >>> head, row = ("Outcome", "Exercise (n = 45)", "Control (n = 43)"), ("Falls", "9", "17")
    >>> paper = ExtractionInput((), tables=(Table("Results, n", (head, row)),))
    >>> answered = answer(paper, Question("exercise", "control", "falls", "binary"))
    >>> answered.intervention.events, answered.comparator.size, answered.place
    (9, 43, "table 1, row 'Falls'")
    """
    return Report(source).answer(question)


class Report:
    """A trial report that is asked several questions; it is read once for each two arms."""

    def __init__(self, source: ExtractionInput) -> None:
        self.source = replace(source, reports=True)
        self.compared: dict[tuple[str, str], _Comparison] = {}

    def answer(self, question: Question) -> Answer:
        names = question.intervention, question.comparator
        if names not in self.compared:
            self.compared[names] = _Comparison.of(self.source, *names)
        return self.compared[names].answer(question)


@dataclass(frozen=True)
class _Comparison:
    """Two arms of a report: their values in pairs and their sizes."""

    arms: Arms
    pairs: Sequence[ValuePair]
    size: Mapping[Side, int]

    @classmethod
    def of(cls, source: ExtractionInput, intervention: str, comparator: str) -> "_Comparison":
        extraction = extract(source, arms=(intervention, comparator))
        finder = extraction.finder or MentionFinder(lexicon.build(), {})
        arms = arms_of(intervention, comparator, finder.acronyms)
        beside = (
            tokenise(piece) for table in source.tables for text in (table.caption, table.notes)
            for piece in text.split(";")
        )  # fmt: skip
        arms = with_labels(arms, [*(p.tokens for p in extraction.sentences), *beside])
        heads = HeadReader(finder, lambda label: arms.side(label) is not None)
        extraction.tabled = list(table_values(source, heads, {}))
        told = sizes_told(extraction.sentences, source.tables, heads)
        return cls(arms, value_pairs(extraction, arms), _sizes(told, arms))

    def answer(self, question: Question) -> Answer:
        outcome = Outcome.of(question, self.arms)
        found = [c for pair in self.pairs if (c := outcome.candidate(pair, self.size)) is not None]
        found.sort(key=lambda c: (-c.score, c.place))
        if found and _is_sure(found):
            best = found[0]
            score = round(best.score, 3)
            return Answer(best.intervention, best.comparator, question.kind, best.place, score)
        one, two = (ArmNumbers(size=self.size.get(side)) for side in SIDES)
        return Answer(one, two, question.kind)


def _is_sure(found: Sequence[Candidate]) -> bool:
    """Whether the best candidate is good, whole with its sizes, and alone with its numbers."""
    best = found[0]
    sized = best.intervention.size and best.comparator.size
    if best.score < MIN_SCORE or best.match < MIN_MATCH or not best.whole or not sized:
        return False
    return not any(
        other.when == best.when and best.score - other.score < MARGIN
        and other.results != best.results
        for other in found[1:]
    )  # fmt: skip


def _sizes(sizes: Iterable[SizeTold], arms: Arms) -> dict[Side, int]:
    """The size of each arm that most places of the report tell."""
    votes: dict[Side, dict[int, float]] = {side: {} for side in SIDES}
    for told in sizes:
        side = arms.side(told.arm) if told.arm is not None else None
        for each in SIDES if told.arm is None else (side,):
            if each is not None:
                votes[each][told.people] = votes[each].get(told.people, 0.0) + told.weight
    return {side: max(v, key=lambda n: (v[n], n)) for side, v in votes.items() if v}
