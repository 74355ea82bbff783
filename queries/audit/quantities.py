"""When two values are of one quantity, and when one number shows another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ontology.model import RATIOS, Measurement, StatedMeasurement, TimePoint
from ontology.vocabulary import concept, with_broader
from queries.audit.facts import Facts
from queries.audit.numbers import Verdict as Rounding
from queries.audit.numbers import adds_up, unit
from queries.audit.words import words

NEARLY = Fraction(15, 100)
"""How far a number called about or nearly may lie from the true one, as a share of it."""

NOT_SIGNIFICANT = Fraction(5, 100)
"""Above this p-value, a difference is not called shown."""

_MONTHS = {
    "hours": Fraction(1, 730),
    "days": Fraction(12, 365),
    "weeks": Fraction(84, 365),
    "months": Fraction(1),
    "years": Fraction(12),
}
_ARRIVED = ("end of", "after", "at")


def months(time: TimePoint) -> Fraction | None:
    """A time since the start, in months."""
    if time.amount is None or time.unit is None:
        return None
    return Fraction(time.amount) * _MONTHS[time.unit]


def times_agree(one: TimePoint | None, other: TimePoint | None) -> bool:
    """Whether two time points may be one; an unknown time may be any."""
    if one is None or other is None:
        return True
    if months(one) is not None or months(other) is not None:
        return months(one) == months(other)
    if one.phase != other.phase:
        return False
    return one.timing == other.timing or (one.timing in _ARRIVED and other.timing in _ARRIVED)


def family(value: Measurement) -> str:
    """The family of the value's endpoint."""
    return concept(value.endpoint).family or value.endpoint


def is_share(value: Measurement) -> bool:
    """Whether this is a proportion of whole people, which a count must be able to give."""
    if value.unit != "%" or value.compared_group or value.compared_cohort:
        return False
    if value.status == "extracted" and _of_survival(value):
        return False  # a program may have taken an estimate for a share
    if value.statistic is not None:
        return value.statistic == "proportion"
    return family(value) != "time-to-event"


def p_above_limit(value: Measurement) -> bool:
    """Whether the p-value of a value is given, and certainly above the limit of significance."""
    return (
        value.p is not None
        and value.p_operator in (None, "=", ">", "≥")
        and Fraction(value.p) > NOT_SIGNIFICANT
    )


def shown_different(value: Measurement) -> bool | None:
    """Whether a comparison shows a difference by its own interval, else by its p-value.

    None for what compares nothing, or of which neither is given. A p-value of a trend or of an
    interaction says nothing of a difference.
    """
    if value.significant is not None:
        return value.significant
    nothing = 1 if value.statistic in RATIOS else 0 if value.statistic == "difference" else None
    if nothing is not None and value.lower is not None and value.upper is not None:
        return not Fraction(value.lower) < nothing < Fraction(value.upper)
    if value.p is None or value.p_kind in ("trend", "interaction"):
        return None
    above = Fraction(value.p) > NOT_SIGNIFICANT
    if value.p_operator in (None, "="):
        return not above
    if value.p_operator in ("<", "≤"):
        return None if above else True
    return False if Fraction(value.p) >= NOT_SIGNIFICANT else None


def _of_survival(value: Measurement) -> bool:
    named = set((value.endpoint_text or "").casefold().replace("-", " ").split())
    return family(value) == "time-to-event" or bool(named & words().survival)


def complements(one: Measurement, other: Measurement) -> bool:
    """Whether the endpoints share all people out between them, as MRD positive and negative do."""
    mine, theirs = concept(one.endpoint), concept(other.endpoint)
    return theirs.notation in mine.complements


def compatible(facts: Facts, one: Measurement, other: Measurement) -> bool:
    """Whether nothing known speaks against two values being of the same people and time."""
    return (
        facts.counted.surely_one(one.study, other.study)
        and _open(one.cohort, other.cohort)
        and _open(one.arm, other.arm)
        and _open(one.regimen, other.regimen)
        and _open(one.compared_arm, other.compared_arm)
        and _open(one.compared_regimen, other.compared_regimen)
        and (one.compared_group is None) == (other.compared_group is None)
        and times_agree(one.time, other.time)
        and _open(one.threshold, other.threshold)
    )


def same_quantity(facts: Facts, stated: Measurement, reported: Measurement) -> bool:
    """Whether a reported value may be of the stated quantity: people, time, grade, endpoint.

    The reported endpoint may be a special case of the stated one (second complete remission for
    complete remission), never the other way: a death is not yet a death from infection.
    """
    fits = stated.endpoint in with_broader(reported.endpoint)
    return fits and _open(stated.grade, reported.grade) and compatible(facts, stated, reported)


def certainly_same(facts: Facts, one: Measurement, other: Measurement) -> bool:
    """Whether everything that tells a quantity is given for both, and is the same."""
    return (
        one.endpoint == other.endpoint
        and one.statistic == other.statistic
        and certainly_of_the_same(facts, one, other)
    )


def certainly_of_the_same(facts: Facts, one: Measurement, other: Measurement) -> bool:
    """Whether two values are given for the same people, under the same treatment, at one time.

    What is not given may be anything, so it is never the same.
    """
    return (
        one.study == other.study
        and one.grade == other.grade
        and one.threshold == other.threshold
        and one.unit == other.unit
        and one.cohort == other.cohort
        and one.group == other.group
        and (one.cohort or one.group) is not None
        and one.compared_group == other.compared_group
        and one.compared_cohort == other.compared_cohort
        and one.analysis_set == other.analysis_set
        and one.data_cut_off == other.data_cut_off
        and one.time is not None
        and other.time is not None
        and times_agree(one.time, other.time)
    )


def numbers_of(value: Measurement) -> list[tuple[Fraction, Fraction]]:
    """What a value may be in per cent or in its unit: each number with half its last digit."""
    numbers = []
    if value.value is not None:
        numbers.append((Fraction(value.value), unit(value.value) / 2))
    if value.numerator is not None and value.denominator and value.unit in ("%", None):
        numbers.append((Fraction(100 * value.numerator, value.denominator), Fraction(0)))
    return numbers


def shows(stated: Measurement, true: Fraction, slack: Fraction = Fraction(0)) -> bool:
    """Whether a stated value can stand for the number `true`, which is known to within `slack`."""
    if stated.value is None:
        return False
    number = Fraction(stated.value)
    match stated.operator:
        case "<":
            return true - slack < number
        case "≤":
            return true - slack <= number
        case ">":
            return true + slack > number
        case "≥":
            return true + slack >= number
        case "≈":
            below = (stated.wording or "").casefold() in words().from_below
            fits = abs(number - true) <= NEARLY * abs(true) + slack
            return fits and (not below or true - slack <= number)
    return abs(number - true) <= max(unit(stated.value) / 2, slack)


def agrees(stated: Measurement, reported: Measurement) -> bool:
    """Whether a stated number is a reported one, in any rounding, as a count or a percentage.

    `12 of 80` without a percentage is one that is reported of as many, or of nobody knows how many.
    """
    if stated.value is None:
        return _same_count(stated, reported)
    if stated.unit != reported.unit and stated.unit not in ("%", "ratio", None):
        return reported.numerator is not None and shows(stated, Fraction(reported.numerator))
    if stated.unit != reported.unit:
        return False
    return any(shows(stated, number, slack) for number, slack in numbers_of(reported))


def _same_count(stated: Measurement, reported: Measurement) -> bool:
    if stated.numerator is None or stated.denominator is None:
        return False
    if reported.numerator is None:
        counted = reported.statistic == "count" and reported.number is not None
        return counted and reported.number == stated.numerator
    whole = reported.denominator in (None, stated.denominator)
    return whole and reported.numerator == stated.numerator


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic that leads from reported values to a stated one, or fails to."""

    holds: bool
    text: str
    sources: tuple[Measurement, ...]


def derivation(
    facts: Facts, stated: StatedMeasurement, pool: Sequence[Measurement]
) -> Derivation | None:
    """How a stated value follows from reported ones: as a sum over grades, or as a complement.

    Returns the arithmetic that holds, else one that was to be expected and fails, else nothing.
    """
    derivations = [*_sums(facts, stated, pool), *_complements(facts, stated, pool)]
    return next((d for d in derivations if d.holds), derivations[0] if derivations else None)


def _sums(
    facts: Facts, stated: StatedMeasurement, pool: Sequence[Measurement]
) -> Iterator[Derivation]:
    """Sums over linked values and over grades that give the stated value."""
    if stated.value is None or not stated.exact:
        return
    linked = [v for v in pool if v.iri in stated.derived_from and v.value is not None]
    sums = linked if len(linked) > 1 else [], _all_grades(facts, stated, pool)
    for parts in filter(None, sums):
        printed = [v.value for v in parts if v.value is not None]
        if adds_up(stated.value, printed) is not Rounding.INCONSISTENT:
            total = float(sum(map(Fraction, printed)))
            yield Derivation(True, f"{' + '.join(printed)} = {total:g}", tuple(parts))


def _all_grades(
    facts: Facts, stated: StatedMeasurement, pool: Sequence[Measurement]
) -> list[Measurement]:
    """One value for each grade of a stated grade such as ≥3; nothing if one lacks or is double."""
    if not stated.grade or not stated.grade.startswith("≥"):
        return []
    grades = [str(grade) for grade in range(int(stated.grade[1:]), 6)]
    graded = [
        v
        for v in pool
        if v.grade in grades
        and v.value is not None
        and v.unit == stated.unit
        and stated.endpoint in with_broader(v.endpoint)
        and compatible(facts, stated, v)
    ]
    return graded if sorted(str(v.grade) for v in graded) == grades else []


def _complements(
    facts: Facts, stated: StatedMeasurement, pool: Sequence[Measurement]
) -> Iterator[Derivation]:
    """What the complement of each value, or a linked value itself, says of the stated share."""
    for other in pool:
        linked, opposite = other.iri in stated.derived_from, complements(stated, other)
        if stated.unit != "%" or other.unit != "%":
            continue
        if not linked and not (opposite and compatible(facts, stated, other)):
            continue
        for number, slack in numbers_of(other):
            true = 100 - number if opposite else number
            holds = shows(stated, true, slack)
            shown = f"{float(true):.4g}"
            text = f"100 − {float(number):.4g} = {shown}" if opposite else shown
            if not stated.exact:
                text += f", which is {'' if holds else 'not '}{stated.operator} {stated.value}"
            yield Derivation(holds, text, (other,))


def _open(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
