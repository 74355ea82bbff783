"""Two values that a document holds against each other, and the word between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.words import words
from ontology.model import Relation

_TOWARDS = frozenset(("than", "versus", "vs", "v", "against", "to"))
_TOGETHER = frozenset(("than", "versus", "vs", "v", "against"))
_POINTS_BACK = frozenset(("this", "that", "these", "those", "such"))


@dataclass(frozen=True, slots=True)
class Pair:
    """The left value is called `relation` beside the right one, in the words of a sentence."""

    sentence: ParsedSentence
    left: ValueReading
    relation: Relation
    right: ValueReading
    wording: str


def pairs(sentences: Sequence[ParsedSentence], readings: Sequence[ValueReading]) -> Iterator[Pair]:
    """The pairs that a document compares, in its order."""
    before: list[ValueReading] = []
    for parsed in sentences:
        here = [r for r in readings if r.sentence is parsed.sentence]
        yield from _of_two_arms(parsed, here)
        yield from _worded_beside_number(parsed, here)
        yield from _with_the_one_before(parsed, here, before)
        yield from _between_studies(parsed, here, readings)
        before = here or before


def _of_two_arms(parsed: ParsedSentence, here: Sequence[ValueReading]) -> Iterator[Pair]:
    """`higher with A (40%) than with B (60%)`, `twice as often with B`: two values of two arms."""
    numbers = [r for r in here if r.quantity.value and r.quantity.statistic != "difference"]
    if len(numbers) != 2 or not _comparable(*numbers) or None in {r.arm for r in numbers}:
        return
    one, other = numbers
    spoken = [t.text.lower() for t in parsed.tokens]
    said = next(_directions(spoken), None)
    if said is None or one.arm == other.arm:
        return
    place, relation = said
    than = next((k for k in range(place + 1, len(spoken)) if spoken[k] in _TOGETHER), None)
    if than is None or (parsed.tokens[than + 1 :][:1] and parsed.tokens[than + 1].kind == "number"):
        return  # longer than 5 years is a limit
    # The value before "than" is the higher one, or both follow in the order of the arms.
    between = one.quantity.core < than < other.quantity.core
    both_after = than < one.quantity.core and "(" in spoken[than : one.quantity.core]
    if between or both_after:
        yield Pair(parsed, one, relation, other, parsed.tokens[place].text)


def _worded_beside_number(parsed: ParsedSentence, here: Sequence[ValueReading]) -> Iterator[Pair]:
    """`the rate with A appears inferior to the 64% survival with B`: one side has no number."""
    worded = [r for r in here if r.quantity.value is None and r.relation in _RELATIONS]
    numbers = [r for r in here if r.quantity.value]
    if len(worded) != 1 or len(numbers) != 1:
        return
    left, right = worded[0], numbers[0]
    between = parsed.tokens[left.quantity.core + 1 : right.quantity.core]
    towards = [t for t in between if t.text.lower() in _TOWARDS]
    if towards and len(between) <= _NEAR and left.relation:
        relation = _RELATIONS[left.relation]
        yield Pair(parsed, left, relation, right, left.quantity.wording or left.relation)


def _with_the_one_before(
    parsed: ParsedSentence, here: Sequence[ValueReading], before: Sequence[ValueReading]
) -> Iterator[Pair]:
    """The left value stands one sentence back: `This mortality aligns with others (4.8%)`."""
    spoken = [t.text.lower() for t in parsed.tokens]
    numbers = [r for r in here if r.quantity.value]
    if spoken[:1] and spoken[0] in _POINTS_BACK and len(numbers) == 1:
        place = next((k for k, w in enumerate(spoken) if w in words("alike")), None)
        earlier = [r for r in before if r.quantity.value and _comparable(r, numbers[0])]
        if place is not None and place < numbers[0].quantity.core and len(earlier) == 1:
            yield Pair(parsed, earlier[0], "similar", numbers[0], spoken[place])


def _between_studies(
    parsed: ParsedSentence, here: Sequence[ValueReading], readings: Sequence[ValueReading]
) -> Iterator[Pair]:
    """`the higher mortality in ALPHA`, of which the document gives one value and one of BETA."""
    worded = [r for r in here if r.quantity.value is None and r.relation in _RELATIONS]
    if len(worded) != 1 or any(r.quantity.value for r in here):
        return
    (left,) = worded
    if [t.text.lower() for t in parsed.tokens[: left.quantity.core]][-1:] != ["the"]:
        return  # "the higher mortality" speaks of what was told; "mortality was higher" tells it
    values = [
        r for r in readings
        if r.endpoint == left.endpoint and r.quantity.value and r.quantity.unit == "%"
        and r.quantity.statistic != "difference"
    ]  # fmt: skip
    own = [r for r in values if r.study == left.study]
    others = [r for r in values if r.study != left.study]
    if left.study and left.endpoint and len(own) == len(others) == 1 and left.relation:
        relation = _RELATIONS[left.relation]
        yield Pair(parsed, own[0], relation, others[0], left.quantity.wording or left.relation)


_RELATIONS: dict[str, Relation] = {"higher": "higher", "lower": "lower", "similar": "similar"}
_NEAR = 12
"""The most tokens between a comparison's word and the number that it leads to."""


def _comparable(one: ValueReading, other: ValueReading) -> bool:
    """Whether two values are of one endpoint, in one unit, by one statistic."""
    return ((one.endpoint, one.phrase if one.endpoint is None else None) == (
        other.endpoint, other.phrase if other.endpoint is None else None,
    ) and (one.quantity.unit, one.quantity.statistic, one.time, one.grade) == (
        other.quantity.unit, other.quantity.statistic, other.time, other.grade,
    )) or _loosely(one, other)  # fmt: skip


def _loosely(one: ValueReading, other: ValueReading) -> bool:
    """Whether two shares of people are of one endpoint in two studies."""
    shares = one.quantity.unit == other.quantity.unit == "%"
    return shares and one.endpoint == other.endpoint is not None and one.study != other.study


def _directions(spoken: Sequence[str]) -> Iterator[tuple[int, Relation]]:
    """Each word of a direction of numbers that the sentence does not deny."""
    for k, word in enumerate(spoken):
        if {"not", "no", "nor", "neither"} & set(spoken[max(0, k - 3) : k]):
            continue
        if word in words("numbers_higher"):
            yield k, "higher"
        elif word in words("numbers_lower"):
            yield k, "lower"
