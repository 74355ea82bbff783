"""In which direction a statement bears on another, as far as words and numbers say.

A direction that nothing decides is support. A contrast is never support: then there is no line,
or one statement limits the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from ingest.extract import cues
from ingest.extract.reading import ValueReading
from ingest.extract.roles import ClassifiedSentence
from ingest.language.mentions import family_of
from ingest.language.numbers import Quantity
from ontology.model import Direction

Sense = Literal[1, -1]
"""Whether more of something is better for patients (1) or worse (-1)."""

_SENSE_OF_FAMILY: Mapping[str, Sense] = {"response": 1, "adverse-events": -1, "mortality": -1}
_SENSE_OF_STATISTIC: Mapping[str, Sense] = {
    "survival-estimate": 1, "median": 1, "cumulative-incidence": -1,
}  # fmt: skip
"""Of time to an event: those without it are counted by the first, those with it by the last."""

_RATIOS = frozenset(["hazard-ratio", "odds-ratio", "risk-ratio", "rate-ratio"])
_SIGNIFICANT = Decimal("0.05")
"""The usual limit of a p-value."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A direction with the reason for it; without a direction there is no line."""

    direction: Direction | None
    why: str = ""


def bearing(evidence: ClassifiedSentence, target: ClassifiedSentence) -> Bearing:
    """How one statement bears on another: numbers decide first, then words."""
    if (numbers := against_numbers(evidence, target)) is not None:
        return Bearing("disputes", numbers)
    opposite = evidence.stance * target.stance < 0 and not _denies(evidence) and not _denies(target)
    contrast = cues.opening(target.flat, "contrast") if _adjacent(evidence, target) else None
    if opposite and evidence.entities & target.entities:
        return Bearing("disputes", "one speaks for, the other against")
    if limit := _limit(evidence, target):
        return Bearing("qualifies", f"it states a limit ({limit!r})")
    if contrast is not None:
        return Bearing(None)
    if (null := _finds_none(evidence, target)) is not None:
        return Bearing("disputes", f"it found no difference ({null!r})")
    same = evidence.stance * target.stance > 0
    return Bearing("supports", "both judge the same way" if same else "")


def _adjacent(evidence: ClassifiedSentence, target: ClassifiedSentence) -> bool:
    one, other = evidence.parsed.sentence, target.parsed.sentence
    return one.paragraph == other.paragraph and one.sentence < other.sentence


def _limit(evidence: ClassifiedSentence, target: ClassifiedSentence) -> str | None:
    """The limit that the evidence tells, unless the target calls for just that to be mended."""
    if cues.within(target.flat, "future") or cues.within(target.flat, "limits"):
        return None
    return cues.within(evidence.flat, "limits")


def _denies(statement: ClassifiedSentence) -> bool:
    return cues.within(statement.flat, "negations") is not None


def _says_better(statement: ClassifiedSentence) -> bool:
    return cues.within(statement.flat, "better_word") is not None


def _finds_none(evidence: ClassifiedSentence, target: ClassifiedSentence) -> str | None:
    """What shows that a statement found no difference where another claims one."""
    if _denies(target) or not _says_better(target):
        return None
    if (null := cues.within(evidence.flat, "null_result")) is not None:
        return null
    compares = cues.within(target.flat, "better_than") and not cues.within(target.flat, "alike")
    return without_difference(evidence) if compares else None


def without_difference(evidence: ClassifiedSentence) -> str | None:
    """What shows that none of the differences that a statement tests is significant, if so.

    A p-value at or above the usual limit, or an interval of a ratio that includes 1.
    """
    tested = [r.quantity for r in evidence.readings if r.quantity.p or _is_ratio(r.quantity)]
    shown = [_not_significant(quantity) for quantity in tested]
    return shown[0] if shown and all(shown) else None


def _is_ratio(quantity: Quantity) -> bool:
    return bool(quantity.lower and quantity.upper) and quantity.statistic in _RATIOS


def _not_significant(quantity: Quantity) -> str | None:
    p, low, high = map(_decimal, (quantity.p, quantity.lower, quantity.upper))
    if p is not None:
        return f"p = {p}" if p >= _SIGNIFICANT and quantity.p_operator != "<" else None
    if low is not None and high is not None and low <= 1 <= high:
        return f"{low} to {high}"
    return None


# -- numbers ---------------------------------------------------------------------------------------


def against_numbers(evidence: ClassifiedSentence, target: ClassifiedSentence) -> str | None:
    """How the values of two arms contradict what a statement says of one arm, in words.

    None where the statement is denied or says nothing of better or worse, where its arm is not
    sure, or where nothing says whether more is better.
    """
    better, worse = _says_better(target), cues.within(target.flat, "worse_word") is not None
    if better == worse or _denies(target):
        return None
    for one, other in _compared(evidence):
        more = _is_better(one, other)
        if more is None or more == better or not _is_subject(one, other, target):
            continue
        unit = f" {one.quantity.unit}" if one.quantity.unit else ""
        values = (
            f"{one.quantity.value}{unit} with {one.arm}, {other.quantity.value} with {other.arm}"
        )
        return f"the numbers say otherwise: {values}"
    return None


def _is_better(one: ValueReading, other: ValueReading) -> bool | None:
    """Whether the first value is better for patients than the second, if that can be known."""
    first, second, sense = _decimal(one.quantity.value), _decimal(other.quantity.value), _sense(one)
    if first is None or second is None or sense is None or first == second:
        return None
    return (first > second) == (sense > 0)


def _is_subject(one: ValueReading, other: ValueReading, target: ClassifiedSentence) -> bool:
    """Whether a statement is about the arm of the first value, and about its endpoint or none."""
    named = {name for scheme, name in target.entities if scheme == "endpoint"}
    if (named and one.endpoint not in named) or not _named(one, target):
        return False
    return not _named(other, target) or _first_named(one, other, target)


def _compared(evidence: ClassifiedSentence) -> Iterator[tuple[ValueReading, ValueReading]]:
    """Values of two arms for one endpoint, in both orders."""
    values = [r for r in evidence.readings if r.arm and r.endpoint and r.quantity.value]
    for one in values:
        for other in values:
            alike = one.endpoint == other.endpoint and one.time == other.time
            if alike and one.arm != other.arm and one.quantity.unit == other.quantity.unit:
                yield one, other


def _named(reading: ValueReading, target: ClassifiedSentence) -> bool:
    """Whether a statement names the arm of a value, or a drug of it."""
    drugs = {("drug", name) for scheme, name in reading.terms_of("arm") if scheme == "drug"}
    return f" {(reading.arm or '').lower()} " in target.flat or bool(drugs & target.entities)


def _first_named(one: ValueReading, other: ValueReading, target: ClassifiedSentence) -> bool:
    """Whether a statement names the first arm before the second: that one is its subject."""
    first = target.flat.find(f" {(one.arm or '').lower()} ")
    second = target.flat.find(f" {(other.arm or '').lower()} ")
    return 0 <= first < second


def _decimal(printed: str | None) -> Decimal | None:
    try:
        return None if printed is None else Decimal(printed)
    except InvalidOperation:
        return None


def _sense(reading: ValueReading) -> Sense | None:
    family = family_of(reading.endpoint or "")
    statistic = reading.quantity.statistic or ""
    return _SENSE_OF_FAMILY.get(family or "") or _SENSE_OF_STATISTIC.get(statistic)
