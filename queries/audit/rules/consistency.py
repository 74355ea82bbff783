"""Family 2 too: numbers of one document that cannot all be right, or deny its words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from ingest.language.strength import phrases
from ontology.model import Measurement
from ontology.vocabulary import concept
from queries.audit.facts import Facts, grouped
from queries.audit.numbers import unit
from queries.audit.quantities import certainly_of_the_same, is_share, p_above_limit
from queries.audit.rule import DOCUMENT, Case, Raised, pairs, rule
from queries.audit.trust import unreviewed
from queries.audit.words import quoted


@rule("survival-out-of-order", DOCUMENT, "A share above one that holds it")
def out_of_order(case: Case) -> Iterator[Raised]:
    """Survival without events above overall survival, of the same people at the same time."""
    shares = [v for v in case.facts.own.values() if v.unit == "%" and v.exact]
    for one, other in pairs(shares, lambda v: (v.study, v.source)):
        for inner, outer in ((one, other), (other, one)):
            if concept(outer.endpoint).notation not in concept(inner.endpoint).never_above:
                continue
            if _above(inner, outer) and certainly_of_the_same(case.facts, inner, outer):
                yield Raised(
                    inner.iri,
                    "warning",
                    f"{inner.value}% {concept(inner.endpoint).label} lies above {outer.value}% "
                    f"{concept(outer.endpoint).label} of the same people at the same time.",
                    [inner, outer],
                    suggestion="See whether the two were exchanged, or are of different people.",
                )


def _above(inner: Measurement, outer: Measurement) -> bool:
    if inner.value is None or outer.value is None:
        return False
    rounding = (unit(inner.value) + unit(outer.value)) / 2
    return Fraction(inner.value) - rounding >= Fraction(outer.value)


@rule("direction-without-significance", DOCUMENT, "A direction whose p-value shows none")
def direction_without_significance(case: Case) -> Iterator[Raised]:
    """A value called higher or lower whose own p-value does not show a difference."""
    for value in case.facts.own.values():
        directed = value.relation in ("higher", "lower") and value.significant is not False
        if directed and p_above_limit(value):
            yield Raised(
                value.iri,
                "warning",
                f"It is called {value.relation}, and its p-value is {value.p}.",
                [value],
                suggestion="Say that no difference was shown, or give the interval.",
            )


@rule("relative-for-absolute", DOCUMENT, "A relative difference given as an absolute one")
def relative_for_absolute(case: Case) -> Iterator[Raised]:
    """A difference in per cent that is the relative difference of two shares, not the absolute.

    A drafted one only where its sentence says that it is absolute, for a relative one may be told
    so, and only beside the shares: among all shares of a text some give any number.
    """
    own = [v for v in case.facts.own.values() if v.unit == "%" and v.exact and v.value]
    shares = [v for v in own if v.statistic != "difference" and not v.compared_group]
    by_endpoint, by_study = (
        grouped(shares, _outcome),
        grouped(shares, lambda v: (v.study, v.source)),
    )
    for value in own:
        if value.statistic != "difference":
            continue
        if not unreviewed(value):
            yield from _relative(value, by_endpoint.get(_outcome(value), ()))
        elif _said_absolute(case, value):
            near = (
                v for v in by_study.get((value.study, value.source), ()) if _near(case, value, v)
            )
            yield from _relative(value, tuple(near))


def _said_absolute(case: Case, value: Measurement) -> bool:
    claim = case.facts.claim_of.get(value.iri)
    return claim is not None and bool(quoted(claim, phrases("absolute")))


def _near(case: Case, value: Measurement, share: Measurement) -> bool:
    """Whether a share stands in the sentence of a value or in the one before it."""
    here, there = (case.facts.anchors.get(v.anchor or "") for v in (value, share))
    if here is None or there is None or here.paragraph != there.paragraph:
        return False
    return (here.sentence or 0) - (there.sentence or 0) in (0, 1)


def _relative(value: Measurement, shares: Sequence[Measurement]) -> Iterator[Raised]:
    """A difference that is the relative one of two shares, and the absolute one of none."""
    candidates = [
        pair for pair in combinations(shares, 2) if _outcome(pair[0]) == _outcome(pair[1])
    ]
    if any(_gives(value, abs(a - b)) for a, b in map(_numbers, candidates)):
        return
    for pair in candidates:
        low, high = sorted(_numbers(pair))
        if low < high and _gives(value, 100 * (1 - low / high)):
            yield Raised(
                value.iri,
                "warning",
                f"{value.value}% is the relative difference of {pair[0].value}% and "
                f"{pair[1].value}%; the absolute one is {float(high - low):.3g} points.",
                [value, *pair],
                suggestion="Say which difference is meant.",
                leans_on=() if unreviewed(value) else None,
            )
            return


def _outcome(value: Measurement) -> tuple[str, str, str]:
    return value.study, value.endpoint, value.source


def _numbers(pair: tuple[Measurement, Measurement]) -> tuple[Fraction, Fraction]:
    one, other = pair
    return Fraction(one.value or 0), Fraction(other.value or 0)


def _gives(value: Measurement, number: Fraction) -> bool:
    printed = value.value or "0"
    return abs(abs(Fraction(printed)) - number) <= unit(printed) / 2


@rule("denominator-switches", DOCUMENT, "One count as a share of two different numbers")
def denominator_switches(case: Case) -> Iterator[Raised]:
    """The same count of one outcome as a share of two different groups, told as one."""
    counted = (v for v in case.facts.own.values() if is_share(v) and v.numerator and v.denominator)
    for one, other in pairs(counted, lambda v: (*_outcome(v), v.group, v.grade, v.numerator)):
        if one.denominator == other.denominator or _groups_differ(case.facts, one, other):
            continue
        yield Raised(
            one.iri,
            "warning",
            f"{one.numerator} patients are a share of {one.denominator} here and of "
            f"{other.denominator} elsewhere.",
            [one, other],
            suggestion="Say of whom each share is.",
        )


def _groups_differ(facts: Facts, one: Measurement, other: Measurement) -> bool:
    """Whether the two are said to be of different groups, or at different times."""
    times = (one.time and one.time.label, other.time and other.time.label)
    return one.cohort != other.cohort or times[0] != times[1]
