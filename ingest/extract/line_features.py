"""What two statements of a document have in common, as the features of the model of lines.

A feature is there or not, and its name says what it is, so that the weights in
`line_weights.toml` can be read.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.extract import cues
from ingest.extract.roles import ClassifiedSentence, draws_on

_BEFORE, _AFTER = 5, 4
"""The most sentences before and after a statement in its paragraph that may bear on it."""
_MANY = 12
"""Where more statements may bear on one, each is less likely to."""
_STEM = 6
"""The letters of a word that count when words are compared."""
_SUBJECTS = ("about_safety", "about_effect", "about_limits", "about_cost")
_THINGS = frozenset(["study", "drug", "regimen"])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements of a document by their places in it, and what they have in common."""

    evidence: int
    bears_on: int
    features: frozenset[str]
    cue: str | None
    """The word of inference by which the second draws on the first."""
    named: bool = False
    """Whether the second is a conclusion that names arms of the first, or its arm and endpoint."""


class Statements:
    """The statements of a document, with what comparing them needs."""

    def __init__(self, statements: Sequence[ClassifiedSentence]) -> None:
        self.all = [s for s in statements if not s.says_nothing]
        self.words = [_words(s) for s in self.all]
        count = Counter(word for words in self.words for word in words)
        self.rarity = {w: math.log(len(self.all) / n) for w, n in count.items()}
        self.things = [s.entities for s in self.all]
        self.subjects = [_subjects(s) for s in self.all]
        own = frozenset(word for s in self.all for word in _own_names(s))
        self.names = [own & _lower(s) for s in self.all]
        self.after_introduction = self._introduction()

    def _introduction(self) -> int:
        """The statement that opens the body after an abstract, or the end."""
        sections = [s.parsed.sentence.section for s in self.all]
        for n, section in enumerate(sections):
            if n and section != sections[0] and cues.heads(section, "introducing_sections"):
                return n
        return len(self.all)

    def same_part(self, one: int, other: int) -> bool:
        """Whether both stand in the abstract or both in the body."""
        return (one < self.after_introduction) == (other < self.after_introduction)

    def nearness(self, one: int, other: int) -> float:
        """How much the words that two statements share tell of the first."""
        shared = sum(self.rarity[w] for w in self.words[one] & self.words[other])
        length = math.sqrt(sum(self.rarity[w] ** 2 for w in self.words[one]))
        return shared / (1 + length)

    def shared_rarity(self, one: int, other: int) -> float:
        return sum(self.rarity[w] for w in self.words[one] & self.words[other])

    def names_compared(self, one: int, other: int) -> bool:
        """Whether a statement names what another tells: two arms compared, or an arm's endpoint."""
        values = sum(1 for r in self.all[one].readings if r.quantity.value)
        between = values > 1 or compares(self.all[one])
        named = len(self.names[one] & self.names[other])
        shared = any(scheme == "endpoint" for scheme, _ in self.things[one] & self.things[other])
        return named > 0 and ((between and named > 1) or (shared and (between or values > 0)))

    @cached_property
    def reports_results(self) -> bool:
        return any(cues.heads(s.parsed.sentence.section, "result_sections") for s in self.all)

    def pairs(self) -> Iterator[list[Pair]]:
        """For each statement that others may bear on, the pairs with those."""
        for target, statement in enumerate(self.all):
            cue = draws_on(statement)
            candidates = [k for k in range(len(self.all)) if self._may_bear(k, target, cue)]
            ranked = sorted(candidates, key=lambda k: (-self.nearness(k, target), k))
            ranks = {k: rank for rank, k in enumerate(ranked)}
            if candidates:
                yield [
                    Pair(
                        k,
                        target,
                        frozenset(self._features(k, target, cue, ranks)),
                        cue,
                        statement.concludes and self.names_compared(k, target),
                    )
                    for k in candidates
                ]

    # which pairs

    def _may_bear(self, k: int, target: int, cue: str | None) -> bool:
        one, other = self.all[k], self.all[target]
        if k == target or not self._is_premise(k) or not self._is_target(target):
            return False
        steps = target - k
        if one.paragraph == other.paragraph:
            return self._may_bear_beside(k, target, cue, steps)
        if not other.concludes or steps < 0 or not self.same_part(k, target):
            return False
        section = one.parsed.sentence.section
        tells_method = cues.heads(section, "method_sections") and bool(section)
        return is_result(one) and (one.concludes or not tells_method)

    def _may_bear_beside(self, k: int, target: int, cue: str | None, steps: int) -> bool:
        one, other = self.all[k], self.all[target]
        if steps < 0:  # what follows an opening may show it
            return not one.concludes and is_result(one) and -steps <= _AFTER
        if other.concludes:
            return is_result(one) or (cue is not None and steps <= 2) or one.concludes
        return cue is not None and steps <= 2 and (is_result(one) or steps == 1)

    def _is_premise(self, k: int) -> bool:
        return self.all[k].modality != "question" and self.all[k].role != "method"

    def _is_target(self, n: int) -> bool:
        statement = self.all[n]
        if statement.concludes:
            return True
        telling = statement.modality == "question" or statement.role in ("method", "result")
        return not telling and not statement.measures

    # what they have in common

    def _features(
        self, k: int, target: int, cue: str | None, ranks: dict[int, int]
    ) -> Iterator[str]:
        yield from self._places(k, target, cue)
        yield from self._shared(k, target)
        yield from self._of_evidence(k)
        yield from self._of_target(target)
        if ranks[k] == 0:
            yield "nearest in words"
        if ranks[k] < 3:
            yield "among the three nearest in words"
        if len(ranks) > _MANY:
            yield "many candidates"

    def _places(self, k: int, target: int, cue: str | None) -> Iterator[str]:
        one, other, steps = self.all[k], self.all[target], target - k
        opens = target == 0 or self.all[target - 1].paragraph != other.paragraph
        if one.paragraph != other.paragraph:
            yield "in another paragraph"
            if other.paragraph - one.paragraph > _AFTER:
                yield "far before"
        elif steps < 0:
            yield "after it in its paragraph"
            if opens:
                yield "the paragraph opens with what it bears on"
                if steps == -1:
                    yield "right after an opening"
        else:
            yield "before it in its paragraph"
            if steps == 1:
                yield "right before it"
            if cue is not None:
                yield "inference"
                if steps == 1:
                    yield "inference from the sentence before"

    def _shared(self, k: int, target: int) -> Iterator[str]:
        shared = self.things[k] & self.things[target]
        endpoints = [name for scheme, name in shared if scheme == "endpoint"]
        if endpoints:
            yield "shared endpoint"
            if compares(self.all[k]):
                yield "compares a shared endpoint"
        if len(endpoints) > 1:
            yield "shared endpoints"
        if any(scheme in _THINGS for scheme, _ in shared):
            yield "shared drug, regimen or study"
        if self.subjects[k] and self.subjects[target]:
            if not self.subjects[k] & self.subjects[target]:
                yield "other subject"
        one, other = self.all[k].stance, self.all[target].stance
        if one * other > 0:
            yield "same judgement"
        if one * other < 0:
            yield "opposite judgement"
        if self.all[target].concludes and self._is_nearest_conclusion(k, target):
            yield "nearest conclusion in words"

    def _is_nearest_conclusion(self, k: int, target: int) -> bool:
        mine = self.shared_rarity(k, target)
        others = (
            self.shared_rarity(k, n) for n, s in enumerate(self.all)
            if s.concludes and n not in (k, target) and self.same_part(n, target)
        )  # fmt: skip
        return mine > 0 and mine >= max(others, default=0)

    def _of_evidence(self, k: int) -> Iterator[str]:
        statement = self.all[k]
        section = statement.parsed.sentence.section
        if compares(statement):
            yield "compares"
        if len(statement.parsed.quantities) > 2:
            yield "several numbers"
        if len(statement.readings) > 1:
            yield "several values"
        if cues.within(statement.flat, "limits"):
            yield "tells a limit"
        if statement.concludes:
            yield "is a conclusion"
        elif self.reports_results and not cues.heads(section, "result_sections"):
            yield "outside the results"
        if k == 0 or self.all[k - 1].paragraph != statement.paragraph:
            yield "opens its paragraph"
        if statement.role == "background":
            yield "background"

    def _of_target(self, target: int) -> Iterator[str]:
        statement = self.all[target]
        if statement.concludes:
            yield "bears on a conclusion"
            if cues.heads(statement.parsed.sentence.section, "concluding_sections"):
                yield "bears on a section of conclusions"
        if cues.within(statement.flat, "future"):
            yield "bears on a call for more"


def compares(statement: ClassifiedSentence) -> bool:
    """Whether a statement holds something against something else."""
    return statement.relation is not None or cues.within(statement.flat, "compares") is not None


def is_result(statement: ClassifiedSentence) -> bool:
    """Whether a statement tells what was seen: a number, a comparison or a limit."""
    numbers = statement.measures or bool(statement.parsed.quantities)
    return numbers or compares(statement) or cues.within(statement.flat, "limits") is not None


def _lower(statement: ClassifiedSentence) -> frozenset[str]:
    return frozenset(t.text.lower() for t in statement.parsed.tokens if t.kind == "word")


def _own_names(statement: ClassifiedSentence) -> Iterator[str]:
    """The words by which a document calls its arms and drugs, known to the vocabulary or not."""
    called = [m.text for m in statement.parsed.of("drug", "arm")]
    called += [r.arm for r in statement.readings if r.arm]
    common = cues.words("common")
    for name in called:
        yield from (w for w in name.lower().split() if len(w) > 2 and w not in common)


def _words(statement: ClassifiedSentence) -> frozenset[str]:
    """The stems of what a statement is about."""
    common = cues.words("common")
    return frozenset(
        t.norm.lower()[:_STEM]
        for t in statement.parsed.tokens
        if t.kind == "word" and len(t.text) > 2 and t.text.lower() not in common
    )


def _subjects(statement: ClassifiedSentence) -> frozenset[str]:
    return frozenset(name for name in _SUBJECTS if cues.within(statement.flat, name))
