"""A question to a report, what may answer it, and the report as it is read for one question."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ingest.extract import lexicon, mentions, numbers, statistic_words, tables
from ingest.extract.extractor import LONGEST
from ingest.extract.group_sizes import sizes
from ingest.extract.reading import Parsed
from ingest.extract.source import Sentence, Source, Table
from ingest.extract.statistic_words import Statistic
from ingest.extract.tokens import tokenise
from ingest.extract.trial_arms import Side, arm_mentions, arms_of, with_labels
from ingest.extract.wording import content, glossary, times

Kind = Literal["binary", "continuous"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: people with `intervention` against `comparator`, by `outcome`."""

    intervention: str
    comparator: str
    outcome: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is printed of one arm. `mean` and `deviation` are decimals as printed."""

    events: int | None = None
    size: int | None = None
    mean: str | None = None
    deviation: str | None = None
    computed: bool = False
    """Whether the events were computed from a percentage and the size."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of both arms, where they stand, and how well the place fits the question."""

    intervention: Numbers
    comparator: Numbers
    kind: Kind
    place: str = "not found"
    score: float = 0.0

    def fields(self) -> dict[str, int | float | None]:
        """The answer as the benchmark's flat fields; what is not known is None."""
        flat: dict[str, int | float | None] = {}
        for side in ("intervention", "comparator"):
            found: Numbers = getattr(self, side)
            flat[f"{side}_group_size"] = found.size
            if self.kind == "binary":
                flat[f"{side}_events"] = found.events
            else:
                flat[f"{side}_mean"] = float(found.mean) if found.mean else None
                flat[f"{side}_standard_deviation"] = (
                    float(found.deviation) if found.deviation else None
                )
        return flat


@dataclass(slots=True)
class Candidate:
    """One pair of cells or values that may answer."""

    score: float
    intervention: Numbers
    comparator: Numbers
    place: str


_DIRECTIONS = frozenset(("reduction", "decrease", "increase", "improvement"))
"""Words of an outcome that say where a change goes, not what changes."""


class Asked:
    """One question put to one document."""

    def __init__(self, source: Source, question: Question) -> None:
        source = replace(source, tables=tuple(map(tables.squared, source.tables)))
        asked = re.sub(r"\b(from|versus|vs|relative to) (the )?baseline\b", "", question.outcome)
        self.source, self.question = source, replace(question, outcome=asked)
        self.short = glossary(source)
        self.arms = arms_of(question.intervention, question.comparator, self.short)
        plain = re.sub(r"\(\w*[A-Z]\w*[A-Z]\w*\)", "", asked)
        self.wanted = content(plain, self.short) - self.arms.words["intervention"]
        self.wanted -= frozenset(w for w in self.wanted if times(w))  # time_rank speaks of these
        self.wanted = (self.wanted - _DIRECTIONS) or self.wanted or content(asked, self.short)
        finder = mentions.Finder(lexicon.build(), self.short)

        def parse(sentence: Sentence) -> Parsed:
            tokens = tokenise(sentence.text)[:LONGEST]
            return Parsed(sentence, tokens, numbers.quantities(tokens), finder.find(tokens))

        self.parsed = [parse(sentence) for sentence in source.sentences]
        beside = [
            parse(Sentence(text, 0, 0, 0)) for t in source.tables
            for text in (t.caption, t.notes, *_heads_of_many(t))
        ]  # fmt: skip
        self.arms = with_labels(self.arms, [one.tokens for one in self.parsed], self.short)
        self.cells = [c for n, t in enumerate(source.tables) for c in tables.cells(t, n)]
        self.first_named = self.order()
        self.presented = _presented(source)
        self.size = sizes(self.arms, [*self.parsed, *beside], self.cells, source, self.short)

    def order(self) -> Side:
        """The arm that the first sentence which names both names first."""
        for one in self.parsed:
            names = list(dict.fromkeys(m.name for m in arm_mentions(one, self.arms, self.short)))
            if len(names) > 1:
                return "comparator" if names[0] == "comparator" else "intervention"
        return "intervention"

    def size_at(self, text: str) -> int | None:
        """The size printed in a head or label, `(n = 35)`, or `(35)` behind the name of an arm."""
        return tables.size_in(text) or (
            tables.bare_size(text) if self.arms.side(tables.unsized(text), self.short) else None
        )

    def size_fit(self, one: Numbers, two: Numbers) -> float:
        """Better where the sizes are those of the whole arms; worse where a count was computed."""
        fit = 0.0
        for side, found in (("intervention", one), ("comparator", two)):
            known = self.size.get("intervention" if side == "intervention" else "comparator")
            if known and found.size:
                fit += 0.06 if known == found.size else -0.1 if found.size > 0.7 * known else -0.3
            fit -= 0.05 * found.computed
        return fit


def _heads_of_many(table: Table) -> Iterable[str]:
    """Heads that tell the sizes of more than one arm: `Control n = 49, diet n = 49`."""
    return dict.fromkeys(
        cell
        for row in table.rows[: table.head]
        for cell in row
        if len(tables.SIZE.findall(cell)) > 1
    )


def _presented(source: Source) -> frozenset[Statistic]:
    """What the report says once of all its results: `data are presented as mean (SD)`."""
    for sentence in source.sentences:
        if re.search(
            r"\b(present|express|report|giv|shown|summari[sz]|describ)", sentence.text, re.I
        ):
            told = statistic_words.named(sentence.text) & {"sd", "se", "median"}
            if told and "mean" in statistic_words.named(sentence.text):
                return told
    return frozenset()
