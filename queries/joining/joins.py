"""`Join`: for each stated value, what the cited works report of it, decided one way for all.

- *same*: a cited work reports the number for what may be the quantity;
- *renamed*: it reports the very number for a narrower, wider or opposite endpoint, or another time;
- *elsewhere*: no cited work has the number anywhere, and another of the list reports it;
- *other*: a cited work reports another number for certainly the same quantity, and the stated
  number stands nowhere in its text for it;
- *nothing*: none of these was seen, which says nothing against the value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ingest.language.doubts import NO_DRUG, OF_NAMES
from ontology.model import SHARES, Record
from ontology.vocabulary import UNNAMED, concept
from queries.audit.quantities import agrees
from queries.audit.trust import unreviewed
from queries.audit.words import words
from queries.joining.aspects import Aspects, aspects, endpoints
from queries.joining.occurrences import occurs, telling
from queries.joining.told import ReportingWork, Told, stated

Kind: TypeAlias = Literal["same", "renamed", "elsewhere", "other", "nothing"]
CERTAINLY_COPIED = 3.0
"""Significant digits, and aspects in common, from which a number is no coincidence."""
TIME_TO_EVENT = "time-to-event"
ACCRUAL = "accrual"
"""Numbers of people who entered, whom no two sentences count alike: screened, eligible, treated."""
IN_TABLE = "cell of a table"
"""The rule by which a value was read from a table, whose doubts are the same for all."""
LEAST_SURE = 0.4
"""A drafted value with a lower confidence is never held against another number."""


@dataclass(frozen=True, slots=True)
class Join:
    """How one stated value (its id) stands to the works that are cited for it, and why.

    `reported` names the values of other records that it restates, best first; `references` are
    the numbers of the works that report them, or that were looked at in vain.
    """

    value: str
    kind: Kind
    reported: tuple[str, ...] = ()
    references: tuple[int, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A stated value beside one that a work reports."""

    number: int
    other: Told
    endpoint: str
    aspects: Aspects
    same_number: bool

    @property
    def own_arm(self) -> bool:
        """Whether it is of the stated endpoint and treatment, and nothing speaks against it."""
        alike = self.endpoint == "same" and self.aspects.treatment == "same"
        return alike and not self.aspects.contrary


def joins(document: Record, works: Mapping[int, ReportingWork]) -> list[Join]:
    """The join of each stated value of a record; `works` are what is known, by reference number."""
    cited, planned = _cited(document), _planned(document)
    return [
        _join(told, cited[told.value.id], works, told.value.id not in planned)
        for told in stated(document)
    ]


def _planned(document: Record) -> frozenset[str]:
    """The values of sentences that say what was planned or assumed, and not what was seen."""
    return frozenset(
        name
        for claim in (*document.claims, *document.conclusions)
        if claim.modality != "asserted"
        or words().hypothetical & set((claim.quote or claim.text).casefold().split())
        for name in claim.measurements
    )


def _cited(document: Record) -> dict[str, tuple[int, ...]]:
    """The reference numbers that are cited for each stated value.

    Those of the claims that assert it; without any, those that report its study.
    """
    numbers = {p.id: int(p.reference.removeprefix("ref-")) for p in document.pointers}
    of_value: dict[str, dict[int, None]] = {value.id: {} for value in document.stated}
    for claim in (*document.claims, *document.conclusions):
        for name in claim.measurements:
            of_value.setdefault(name, {}).update({numbers[p]: None for p in claim.pointers})
    return {name: tuple(given) for name, given in of_value.items()}


def _join(
    told: Told, cited: Sequence[int], works: Mapping[int, ReportingWork], of_results: bool
) -> Join:
    looked_at = tuple(cited) or _of_its_study(told, works)
    here = [pair for n in looked_at if n in works for pair in _pairs(told, n, works[n])]
    if same := _same(here):
        return _joined(told, "same", same, "the same number")
    if renamed := _renamed(told, here):
        return _joined(told, "renamed", renamed, "the same number, told of something else there")
    if cited and _in_none(told, looked_at, works):
        others = (n for n in works if n not in looked_at)
        there = [pair for n in others for pair in _pairs(told, n, works[n])]
        if copied := _copied(told, there, works):
            return _joined(told, "elsewhere", copied, "the same number in another reference")
    if cited and of_results and (other := _other(told, here, looked_at, works)):
        return _joined(told, "other", other, "another number for the same quantity")
    return Join(told.value.id, "nothing", (), tuple(n for n in looked_at if n in works))


def _joined(told: Told, kind: Kind, pairs: Sequence[_Pair], why: str) -> Join:
    names = tuple(dict.fromkeys(pair.other.name for pair in pairs))
    numbers = tuple(dict.fromkeys(pair.number for pair in pairs))
    return Join(told.value.id, kind, names, numbers, why)


def _of_its_study(told: Told, works: Mapping[int, ReportingWork]) -> tuple[int, ...]:
    """The references that report the study of a value for which none is cited."""
    return tuple(n for n, work in works.items() if told.value.study in work.publication.reports)


def _pairs(told: Told, number: int, work: ReportingWork) -> Iterator[_Pair]:
    for other in work.reported:
        kind = endpoints(told, other)
        if kind != "different":
            same_number = agrees(told.value, other.value)
            yield _Pair(number, other, kind, aspects(told, other, work), same_number)


def _same(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The best of those that report the number for what may be the quantity."""
    fitting = [
        p
        for p in pairs
        if p.same_number and p.endpoint in ("same", "narrower", "open") and not p.aspects.contrary
    ]
    if any(p.own_arm and not p.same_number for p in pairs):
        fitting = [p for p in fitting if p.aspects.treatment == "same"]
    rank = ("same", "narrower", "open").index
    return sorted(fitting, key=lambda p: (rank(p.endpoint), -p.aspects.alike))[:1]


def _renamed(told: Told, pairs: Sequence[_Pair]) -> list[_Pair]:
    """One that reports the very number for a related endpoint, if the number tells it."""
    digits = telling(told.value.value) + (told.value.numerator is not None)
    fitting = [
        p
        for p in pairs
        if p.same_number
        and p.endpoint in ("wider", "opposite")
        and not p.aspects.contrary
        and digits + p.aspects.alike >= CERTAINLY_COPIED
        and concept(told.endpoint).family == concept(p.other.endpoint).family
    ]
    return fitting if len(fitting) == 1 else []


def _in_none(told: Told, numbers: Sequence[int], works: Mapping[int, ReportingWork]) -> bool:
    """Whether all of these works were seen, and the number stands in the text of none."""
    return bool(numbers) and all(
        n in works and works[n].numbers and not occurs(told, works[n]) for n in numbers
    )


def _copied(told: Told, pairs: Sequence[_Pair], works: Mapping[int, ReportingWork]) -> list[_Pair]:
    """The one other work that reports the number, if that can be no coincidence."""
    fitting = [
        p
        for p in pairs
        if p.same_number
        and p.endpoint == "same"
        and not p.aspects.contrary
        and _evidence(told, p, works[p.number]) >= CERTAINLY_COPIED
    ]
    return fitting[:1] if len({p.number for p in fitting}) == 1 else []


def _evidence(told: Told, pair: _Pair, work: ReportingWork) -> float:
    """How much speaks for a number being taken from a work: digits, and aspects in common."""
    digits = telling(told.value.value)
    counts = told.value.numerator is not None and told.value.denominator is not None
    both = counts and told.value.numerator == pair.other.value.numerator
    named = told.treatment is not None and bool(told.treatment.words & work.title_words)
    half = 0.5 * (pair.aspects.time == "same") + 0.5 * (pair.aspects.grade == "same")
    certain = (pair.aspects.treatment == "same") + (pair.aspects.people == "same")
    return digits + 2 * both + half + (certain or named)


def _other(
    told: Told, pairs: Sequence[_Pair], numbers: Sequence[int], works: Mapping[int, ReportingWork]
) -> list[_Pair]:
    """The one number that a work reports for what is certainly the quantity, if it is another."""
    if not _in_none(told, numbers, works):
        return []
    possible = [p for p in pairs if p.endpoint != "opposite" and not p.aspects.contrary]
    of_kind = [p for p in possible if _one_kind(told, p.other)]
    certain = [
        p
        for p in of_kind
        if p.endpoint == "same"
        and _surely_read(told, p.other)
        and _surely_read(p.other, told)
        and _certain(told, p, works[p.number])
    ]
    if not certain or len({_printed(p.other) for p in of_kind}) > 1:
        return []
    return certain[:1]


def _certain(told: Told, pair: _Pair, work: ReportingWork) -> bool:
    """Whether all that tells a quantity is the same.

    Of a work that was seen whole, the stated value may leave out its people, and its time if it is
    no estimate at a time: all that is reported of the endpoint is known then.
    """
    found = pair.aspects
    timed = concept(told.endpoint).family == TIME_TO_EVENT and told.value.unit == "%"
    if timed and found.time != "same":
        return False
    needed = [found.treatment, found.compared, found.grade, found.threshold, found.analysis]
    if not work.whole or told.people is not None:
        needed.append(found.people)
    if not work.whole or told.value.time is not None:
        needed.append(found.time)
    return all(aspect in ("same", "unsaid") for aspect in needed)


def _surely_read(told: Told, beside: Told) -> bool:
    """Whether a value is exact, of a named endpoint, and read without a doubt that matters.

    A doubt that the value beside it has as well is of both, and says nothing of a difference; what
    a thing is called is compared by its words.
    """
    value = told.value
    given = value.value is not None or (value.numerator is not None and value.denominator)
    if not given or not value.exact or value.computed or value.endpoint == UNNAMED:
        return False
    if concept(told.endpoint).family == ACCRUAL:
        return False
    if not unreviewed(value) or value.extracted_by == IN_TABLE:
        return True
    doubted = set(value.doubts) - OF_NAMES - {NO_DRUG} - set(beside.value.doubts)
    return not doubted and (value.confidence is None or float(value.confidence) > LEAST_SURE)


def _one_kind(one: Told, other: Told) -> bool:
    """Whether two values are numbers of one kind: shares, counts, medians in one unit."""
    mine, theirs = one.value, other.value
    counted = mine.numerator is not None and theirs.numerator is not None
    if counted and mine.denominator is not None and mine.denominator == theirs.denominator:
        return True
    both = {mine.statistic, theirs.statistic}
    return mine.unit == theirs.unit and (len(both) == 1 or both <= SHARES)


def _printed(told: Told) -> tuple[str | None, int | None]:
    """What a value is told apart by: its number, else how many it counts."""
    return told.value.value, told.value.numerator if told.value.value is None else None
