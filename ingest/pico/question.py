"""A question to a report, candidate answers, and the report prepared for one question."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ingest.extract.extractor import LONGEST_SENTENCE
from ingest.extract.reading import ParsedSentence
from ingest.extract.source import ExtractionInput, Sentence, Table
from ingest.language import lexicon, mentions, numbers
from ingest.language.tokens import tokenise
from ingest.pico.group_sizes import sizes
from ingest.pico.trial_arms import Side, arm_mentions, arms_of, with_labels
from ingest.pico.wording import content, glossary, times
from ingest.tables import grid, statistic_words
from ingest.tables.statistic_words import Statistic

Kind = Literal["binary", "continuous"]


@dataclass(frozen=True, slots=True)
class Question:
    """The comparison asked about: `intervention` against `comparator` by `outcome`."""

    intervention: str
    comparator: str
    outcome: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ArmNumbers:
    """The printed numbers of one arm; `mean` and `deviation` are decimals as printed."""

    events: int | None = None
    size: int | None = None
    mean: str | None = None
    deviation: str | None = None
    computed: bool = False
    """Whether the events were computed from a percentage and the size."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of both arms, their place, and how well it matches the question."""

    intervention: ArmNumbers
    comparator: ArmNumbers
    kind: Kind
    place: str = "not found"
    score: float = 0.0

    def fields(self) -> dict[str, int | float | None]:
        """The answer as the flat fields of the benchmark; unknown values are None.

        Sizes alone are no answer.
        """
        flat: dict[str, int | float | None] = {}
        for side in ("intervention", "comparator"):
            arm: ArmNumbers = getattr(self, side) if self.score else ArmNumbers()
            flat[f"{side}_group_size"] = arm.size
            if self.kind == "binary":
                flat[f"{side}_events"] = arm.events
            else:
                flat[f"{side}_mean"] = float(arm.mean) if arm.mean else None
                flat[f"{side}_standard_deviation"] = float(arm.deviation) if arm.deviation else None
        return flat


@dataclass(slots=True)
class AnswerCandidate:
    """A pair of cells or values that may answer the question."""

    score: float
    intervention: ArmNumbers
    comparator: ArmNumbers
    place: str
    when: frozenset[str] = frozenset()
    """The points in time that its place names."""

    @property
    def results(self) -> tuple[float | None, ...]:
        """What is printed of both arms, without their sizes."""
        arms = self.intervention, self.comparator
        printed = (n for arm in arms for n in (arm.events, arm.mean, arm.deviation))
        return tuple(float(n) if n is not None else None for n in printed)

    @property
    def whole(self) -> bool:
        """Whether the numbers of both arms are of one kind, and not all people of both arms."""
        one, two = self.intervention, self.comparator
        if (one.deviation is None) != (two.deviation is None):
            return False
        return not all(arm.events and arm.events == arm.size for arm in (one, two))


_DIRECTIONS = frozenset(("reduction", "decrease", "increase", "improvement"))
"""Words of an outcome for the direction of a change, not for what changes."""


class QuestionContext:
    """A document prepared for one question: its arms, sizes, cells and parsed sentences."""

    def __init__(self, source: ExtractionInput, question: Question) -> None:
        source = replace(source, tables=tuple(map(grid.squared, source.tables)))
        outcome = re.sub(r"\b(from|versus|vs|relative to) (the )?baseline\b", "", question.outcome)
        self.source, self.question = source, replace(question, outcome=outcome)
        self.acronyms = glossary(source)
        self.arms = arms_of(question.intervention, question.comparator, self.acronyms)
        without_acronyms = re.sub(r"\(\w*[A-Z]\w*[A-Z]\w*\)", "", outcome)
        self.wanted = content(without_acronyms, self.acronyms) - self.arms.words["intervention"]
        self.wanted -= frozenset(w for w in self.wanted if times(w))  # time_rank speaks of these
        self.wanted = (self.wanted - _DIRECTIONS) or self.wanted or content(outcome, self.acronyms)
        finder = mentions.MentionFinder(lexicon.build(), self.acronyms)

        def parse(sentence: Sentence) -> ParsedSentence:
            tokens = tokenise(sentence.text)[:LONGEST_SENTENCE]
            return ParsedSentence(sentence, tokens, numbers.quantities(tokens), finder.find(tokens))

        self.parsed = [parse(sentence) for sentence in source.sentences]
        beside = [
            parse(Sentence(text, 0, 0, 0)) for t in source.tables
            for text in (t.caption, t.notes, *_heads_of_many(t))
        ]  # fmt: skip
        self.arms = with_labels(self.arms, [one.tokens for one in self.parsed], self.acronyms)
        self.cells = [c for n, t in enumerate(source.tables) for c in grid.cells(t, n)]
        self.first_named = self.order()
        self.presented = _presented(source)
        self.size = sizes(self.arms, [*self.parsed, *beside], self.cells, source, self.acronyms)

    def order(self) -> Side:
        """The arm named first in the first sentence that names both."""
        for sentence in self.parsed:
            names = list(
                dict.fromkeys(m.name for m in arm_mentions(sentence, self.arms, self.acronyms))
            )
            if len(names) > 1:
                return "comparator" if names[0] == "comparator" else "intervention"
        return "intervention"

    def size_at(self, text: str) -> int | None:
        """The size in a head or label: `(n = 35)`, or `(35)` after the name of an arm."""
        return grid.size_in(text) or (
            grid.bare_size(text) if self.arms.side(grid.unsized(text), self.acronyms) else None
        )

    def size_fit(self, one: ArmNumbers, two: ArmNumbers) -> float:
        """Higher if the sizes are those of the whole arms, lower if a count was computed."""
        fit = 0.0
        for side, arm in (("intervention", one), ("comparator", two)):
            known = self.size.get("intervention" if side == "intervention" else "comparator")
            if known and arm.size:
                fit += 0.06 if known == arm.size else -0.1 if arm.size > 0.7 * known else -0.3
            fit -= 0.05 * arm.computed
        return fit


def _heads_of_many(table: Table) -> Iterable[str]:
    """Heads with the sizes of more than one arm: `Control n = 49, diet n = 49`."""
    return dict.fromkeys(
        cell for row in table.rows[: table.head] for cell in row if len(grid.SIZE.findall(cell)) > 1
    )


def _presented(source: ExtractionInput) -> frozenset[Statistic]:
    """The statistics stated for all results: `data are presented as mean (SD)`."""
    for sentence in source.sentences:
        if re.search(
            r"\b(present|express|report|giv|shown|summari[sz]|describ)", sentence.text, re.I
        ):
            statistics = statistic_words.named(sentence.text) & {"sd", "se", "median"}
            if statistics and "mean" in statistic_words.named(sentence.text):
                return statistics
    return frozenset()
