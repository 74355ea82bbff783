"""How many people were allocated to each group, and analysed, where the text says so.

A size is taken only where a sentence tells those of two or more groups, or one size for all of
them. A group with two different numbers has none, for a wrong denominator does harm.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.extract.arm_sizes import arm_key, certain, of_several
from ingest.extract.equal_sizes import equal_sizes
from ingest.extract.reading import ParsedSentence
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.words import words

_ALLOCATED = ("random", "assign", "allocat", "divid", "enrol", "receiv", "underwent")
_ANALYSED = ("analys", "analyz", "complet", "evaluab")
_LEFT = ("withdr", "lost", "drop", "exclu", "discontinu", "declin", "missing", "died", "refus")
_BETWEEN = words("group_size_joining")
_CLOSING = frozenset((")", "]", ",", ";"))
_FARTHEST = 8
SMALLEST = 3
"""Fewer people than this are rather arms, visits or doses than a group."""


@dataclass(frozen=True, slots=True)
class GroupSizes:
    """The sizes of a document's groups, by the key of their name."""

    allocated: Mapping[str, int] = field(default_factory=dict)
    analysed: Mapping[str, int] = field(default_factory=dict)
    each: int | None = None
    """The size of every group, where they are said to be equal."""

    def allocated_to(self, name: str) -> int | None:
        return self.allocated.get(arm_key(name), self.each)


def group_sizes(sentences: Iterable[ParsedSentence]) -> GroupSizes:
    """The sizes that a document's sentences tell.

    >>> from ingest.extract.extractor import extract
    >>> from ingest.extract.source import ExtractionInput, Sentence
    >>> text = "Of 90 adults, 44 were assigned to zelimab and 46 to placebo."
    >>> sizes = group_sizes(extract(ExtractionInput((Sentence(text, 1, 1, 0),))).sentences)
    >>> sizes.allocated
    {'zelimab': 44, 'placebo': 46}
    """
    allocated: dict[str, set[int]] = defaultdict(set)
    analysed: dict[str, set[int]] = defaultdict(set)
    equal: set[int] = set()
    for parsed in sentences:
        lowers = [t.norm.lower() for t in parsed.tokens]
        if any(word.startswith(_LEFT) for word in lowers):
            continue
        of_all = {n for n, _ in equal_sizes(parsed) if n >= SMALLEST}
        equal |= of_all
        if of_all:
            continue
        told = analysed if any(word.startswith(_ANALYSED) for word in lowers) else allocated
        if told is analysed or any(word.startswith(_ALLOCATED) for word in lowers):
            for key, numbers in _of_sentence(parsed, lowers).items():
                told[key] |= numbers
    named = certain(allocated)
    each = equal.pop() if len(equal) == 1 and not named else None
    return GroupSizes(named, certain(analysed), each)


def _of_sentence(parsed: ParsedSentence, lowers: Sequence[str]) -> dict[str, set[int]]:
    """The sizes of two or more arms in a sentence; the sum of two others is of all."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for m, n in _beside(parsed, lowers):
        sizes[arm_key(m.text)].add(n)
    return of_several(sizes)


def _beside(parsed: ParsedSentence, lowers: Sequence[str]) -> Iterator[tuple[Mention, int]]:
    """Each arm with the number of people in the bracket after it, else before it."""
    counts = {q.first: (q, int(q.value or 0)) for q in parsed.quantities if _counts(q)}
    arms = parsed.of("arm")
    for m in arms:
        k = m.last + 1
        while k < len(lowers) and lowers[k] in ("group", "arm"):
            k += 1
        inside = counts.get(k + 1) if lowers[k : k + 1] in (["("], ["["]) else None
        if inside is not None:
            after = lowers[inside[0].last + 1 : inside[0].last + 2]
            if not after or after[0] in _CLOSING | PEOPLE:
                yield m, inside[1]
            continue
        if lowers[k : k + 1] == ["or"]:
            continue  # 80 were randomised to honey or sugar
        start = max(0, m.first - _FARTHEST)
        before = [q for first, (q, _) in counts.items() if start <= first and q.last < m.first]
        if before and _leads(lowers[before[-1].last + 1 : m.first]):
            yield m, counts[before[-1].first][1]


def _leads(between: Sequence[str]) -> bool:
    """Whether the words from a number to an arm only say that people entered it."""
    return bool(between) and all(word in _BETWEEN | PEOPLE | {"("} for word in between)


def _counts(q: Quantity) -> bool:
    """Whether a quantity may be a number of people."""
    whole = q.value is not None and q.value.isdigit() and int(q.value) >= SMALLEST
    return whole and q.unit in (None, "patients") and q.statistic in (None, "count")
