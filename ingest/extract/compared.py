"""The statements of a document, with what comparing any two of them needs."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from ingest.extract import cues
from ingest.extract.conclusion_features import body, section
from ingest.extract.roles import ClassifiedSentence

_STEM = 6
"""The letters of a word that count when words are compared."""
SUBJECTS = ("about_safety", "about_effect", "about_limits", "about_cost")
"""The lists of words by which two statements may be about one thing."""


class Statements:
    """The statements of a document, those left out that say nothing."""

    def __init__(self, statements: Sequence[ClassifiedSentence]) -> None:
        self.all = [s for s in statements if not s.says_nothing]
        self.words = [_words(s) for s in self.all]
        count = Counter(word for words in self.words for word in words)
        self.rarity = {w: math.log(len(self.all) / n) for w, n in count.items()}
        self.things = [s.entities for s in self.all]
        self.subjects = [_subjects(s) for s in self.all]
        own = frozenset(word for s in self.all for word in _own_names(s))
        self.names = [own & _lower(s) for s in self.all]
        self.body = body(self.all)

    @cached_property
    def reports_results(self) -> bool:
        """Whether it has a section of results."""
        return any(cues.heads(section(s), "result_sections") for s in self.all)

    @cached_property
    def _conclusions(self) -> tuple[list[int], list[int]]:
        concluding = [n for n, s in enumerate(self.all) if s.concludes]
        return [n for n in concluding if n < self.body], [n for n in concluding if n >= self.body]

    def conclusions(self, n: int) -> list[int]:
        """The conclusions of the part, abstract or body, in which a statement stands."""
        return self._conclusions[n >= self.body]

    def same_part(self, one: int, other: int) -> bool:
        """Whether both stand in the abstract or both in the body."""
        return (one < self.body) == (other < self.body)

    def opens(self, n: int) -> bool:
        """Whether a statement opens its paragraph."""
        return n == 0 or self.all[n - 1].paragraph != self.all[n].paragraph

    def nearness(self, one: int, other: int) -> float:
        """How much the words that two statements share tell of the first."""
        length = math.sqrt(sum(self.rarity[w] ** 2 for w in self.words[one]))
        return self.shared_rarity(one, other) / (1 + length)

    def shared_rarity(self, one: int, other: int) -> float:
        """The words that two statements share, a rare word counting more."""
        return sum(self.rarity[w] for w in self.words[one] & self.words[other])

    def rival(self, one: int, conclusion: int) -> float | None:
        """The most that a statement shares with another conclusion of that part, if any."""
        others = (n for n in self.conclusions(conclusion) if n not in (one, conclusion))
        return max((self.shared_rarity(one, n) for n in others), default=None)

    def names_compared(self, one: int, other: int) -> bool:
        """Whether a statement names what another tells: two arms compared, or an arm's endpoint."""
        values = sum(1 for r in self.all[one].readings if r.quantity.value)
        between = values > 1 or compares(self.all[one])
        named = len(self.names[one] & self.names[other])
        shared = any(scheme == "endpoint" for scheme, _ in self.things[one] & self.things[other])
        return named > 0 and ((between and named > 1) or (shared and (between or values > 0)))


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
    return frozenset(name for name in SUBJECTS if cues.within(statement.flat, name))
