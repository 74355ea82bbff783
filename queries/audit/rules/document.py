"""Family 2, within the document: what it says in one place against what it says in another."""

from collections.abc import Iterator
from fractions import Fraction

from ontology.model import Comparison, Measurement, Severity
from ontology.vocabulary import UNNAMED, concept, with_broader
from queries.audit.facts import Facts, grouped
from queries.audit.quantities import (
    agrees,
    certainly_of_the_same,
    certainly_same,
    compatible,
    complements,
    family,
    numbers_of,
    same_quantity,
    shows,
    times_agree,
)
from queries.audit.rule import DOCUMENT, Case, Raised, pairs, relayed, rule
from queries.audit.words import words

ALIKE = Fraction(1, 4)
"""How far two values that are called alike may lie apart, as a share of the larger."""


@rule("two-values", DOCUMENT, "One quantity with two values")
def two_values(case: Case) -> Iterator[Raised]:
    """One quantity stated with two values."""
    exact = (v for v in case.facts.own.values() if v.exact and v.value is not None)
    for value, other in pairs(exact, lambda v: (v.study, v.cohort, v.group, v.endpoint, v.source)):
        sure = certainly_same(case.facts, value, other)
        if not sure and not _seems_same(value, other):
            continue
        if not (agrees(value, other) or agrees(other, value)):
            what = "The same quantity" if sure else "What seems to be one quantity"
            yield Raised(
                value.iri,
                "error" if sure else "warning",
                f"{what} is given as {value.value} here and as {other.value} "
                f"{_where(case, other)}.",
                [value, other],
                suggestion="See which of the two the source has.",
            )


def _seems_same(one: Measurement, other: Measurement) -> bool:
    """Whether two values of one study and treatment, given without a time, are of one endpoint."""
    return (
        one.group is not None
        and one.time is None
        and other.time is None
        and (one.unit, one.statistic, one.grade, one.threshold)
        == (other.unit, other.statistic, other.grade, other.threshold)
        and one.compared_group == other.compared_group
        and one.compared_cohort == other.compared_cohort
        and (one.analysis_set, one.data_cut_off) == (other.analysis_set, other.data_cut_off)
        and concept(one.endpoint).notation != UNNAMED
    )


@rule("bound-contradicted", DOCUMENT, "A proportion in words that a number contradicts")
def bound_contradicted(case: Case) -> Iterator[Raised]:
    """A bound in words, such as fewer than half, that another value of the document breaks."""
    for bound, value in _bounds_and_values(case):
        opposite = complements(bound, value)
        if not (opposite or bound.endpoint == value.endpoint):
            continue
        if not certainly_of_the_same(case.facts, bound, value):
            continue
        shown = (
            shows(bound, 100 - number if opposite else number, slack)
            for number, slack in numbers_of(value)
        )
        if not all(shown):
            words_used = bound.wording or f"{bound.operator} {bound.value}%"
            yield Raised(
                bound.iri,
                "error",
                f"“{words_used}” does not go with {value.value}% {_where(case, value)}.",
                [bound, value],
                suggestion="Word the share as the number has it.",
            )


def _bounds_and_values(case: Case) -> Iterator[tuple[Measurement, Measurement]]:
    """Each bound on a share with each plain share of the same study and side."""
    shares = [v for v in case.facts.own.values() if v.unit == "%"]
    for group in grouped(shares, lambda v: (v.study, v.source)).values():
        for bound in group:
            if not bound.exact:
                yield from ((bound, value) for value in group if value.exact)


@rule(
    "comparison-contradicted",
    DOCUMENT,
    "A comparison that its values contradict",
    also=("comparisons-disagree",),
)
def comparison_contradicted(case: Case) -> Iterator[Raised]:
    """A comparison in words that the compared values, or another comparison, contradict."""
    values = case.facts.values
    for comparison in case.facts.comparisons.values():
        left, right = values.get(comparison.left), values.get(comparison.right)
        if left is None or right is None or left.unit != right.unit:
            continue
        fault = family(left) == family(right) and _contradiction(comparison, left, right)
        if fault:
            wording = comparison.wording or comparison.relation
            yield Raised(
                comparison.iri,
                "error",
                f"{left.value} is called “{wording}” beside {right.value}, which is {fault}.",
                [left, right],
                suggestion="Word the comparison as the numbers have it.",
            )
    yield from _disagreeing(case.facts)


def _disagreeing(facts: Facts) -> Iterator[Raised]:
    """Comparisons of the same two values in different words."""
    by_pair = grouped(facts.comparisons.values(), lambda c: frozenset((c.left, c.right)))
    for pair, comparisons in by_pair.items():
        relations = sorted({comparison.relation for comparison in comparisons})
        if len(relations) > 1:
            yield Raised(
                min(comparison.iri for comparison in comparisons),
                "error",
                f"The same two values are called {' in one place and '.join(relations)} in "
                "another.",
                [facts.values[iri] for iri in sorted(pair) if iri in facts.values],
                suggestion="Both cannot hold; say which of the two is meant.",
                name="comparisons-disagree",
            )


def _contradiction(
    comparison: Comparison, left_value: Measurement, right_value: Measurement
) -> str | None:
    """What the left value is, against the words; nothing if they may hold."""
    left, right = left_value.number, right_value.number
    if left is None or right is None:
        return None
    wording = (comparison.wording or "").casefold()
    for word, (least, most) in words().factors.items():
        if word in wording and right and not least <= left / right <= most:
            return f"{float(left / right):.2g} times as much"
    match comparison.relation:
        case "higher" if left < right:
            return "more"
        case "lower" if left > right:
            return "less"
        case "similar":
            apart = abs(left - right)
            if apart > ALIKE * max(left, right) and (left_value.unit != "%" or apart > 3):
                return f"{float(apart):.3g} apart"
    return None


@rule("value-of-another-endpoint", DOCUMENT, "A value that belongs to another endpoint")
def value_of_another_endpoint(case: Case) -> Iterator[Raised]:
    """A number used for one endpoint that a source, or the document itself, has for another."""
    for value in case.facts.stated.values():
        checked = case.checked[value.iri]
        if value.restates or value.derived_from or checked.borne_out:
            continue
        twins = _twins(case.facts, value)
        if twins:
            references = case.facts.listed_as(twins[0])
            owner = f"Reference {references[0].number} has" if references else "The document has"
            yield Raised(
                value.iri,
                "warning",
                f"{value.value}% is given as {concept(value.endpoint).label}. {owner} the same "
                f"number for {_what_it_is_of(case.facts, twins[0], value)}.",
                [value, *twins[:3]],
                references,
                outcome=checked.outcome,
                suggestion="See whether the number was carried over to another endpoint or group.",
            )


def _twins(facts: Facts, value: Measurement) -> list[Measurement]:
    """Other quantities of the same study with the same number, if it is particular enough for its
    return to mean something.
    """
    if value.value is None or "." not in value.value or not value.exact:
        return []
    return [
        twin
        for twin in facts.twins[value.value, value.unit]
        if twin.iri != value.iri
        and facts.counted.surely_one(twin.study, value.study)
        and not same_quantity(facts, value, twin)
        and (not twin.stated or value.iri > twin.iri)
        and (twin.endpoint == value.endpoint or times_agree(value.time, twin.time))
    ]


def _what_it_is_of(facts: Facts, twin: Measurement, value: Measurement) -> str:
    """The endpoint of a twin; its people and time too where the endpoint is the value's."""
    name = concept(twin.endpoint).label + (f" (grade {twin.grade})" if twin.grade else "")
    if twin.endpoint != value.endpoint:
        return name
    time = f", {twin.when}" if twin.when else ""
    return f"{name} of {facts.name_of(twin.cohort or twin.group or twin.study)}{time}"


@rule("deaths-named-differently", DOCUMENT, "One count of deaths under two names")
def deaths_named_differently(case: Case) -> Iterator[Raised]:
    """One count of deaths called one thing here and another there."""
    deaths = (
        v
        for v in case.facts.stated.values()
        if family(v) == "mortality" and v.unit == "patients" and v.exact
    )
    for first, *others in grouped(deaths, lambda v: (v.study, v.value)).values():
        for other in others:
            if other.endpoint == first.endpoint or not compatible(case.facts, first, other):
                continue
            here, there = concept(first.endpoint).label, concept(other.endpoint).label
            yield Raised(
                first.iri,
                "warning",
                f"The same {first.value} patients are given as {here} and, "
                f"{_where(case, other)}, as {there}.",
                [first, other],
                suggestion="Say which deaths are meant, and call them the same throughout.",
            )


@rule("endpoint-renamed", DOCUMENT, "An endpoint that differs from the source's")
def endpoint_renamed(case: Case) -> Iterator[Raised]:
    """A relayed value whose endpoint says more than the source does, such as deaths of any cause
    called deaths from treatment.
    """
    for value, source in relayed(case):
        if value.endpoint in with_broader(source.endpoint) or complements(value, source):
            continue
        narrower = source.endpoint in with_broader(value.endpoint)
        message = (
            f"What the source reports as {concept(source.endpoint).label} is stated as "
            f"{concept(value.endpoint).label}"
            + (", which says more than was seen of the source." if narrower else ".")
        )
        suggestion = "Name the endpoint as the source does, or cite where the cause is."
        severity: Severity = "warning" if narrower else "error"
        yield _unlike_source(case, value, source, severity, message, suggestion)


@rule("group-differs", DOCUMENT, "A group that differs from the source's")
def group_differs(case: Case) -> Iterator[Raised]:
    """A relayed value given for other people, or under another treatment, than in the source."""
    facts = case.facts
    for value, source in relayed(case):
        if value.group and source.group and value.group != source.group:
            given, reported = value.group, source.group
        elif value.cohort and source.cohort and not _nested(facts, value.cohort, source.cohort):
            given, reported = value.cohort, source.cohort
        else:
            continue
        message = (
            f"The value is given for {facts.name_of(given)}; the source has it for "
            f"{facts.name_of(reported)}."
        )
        suggestion = "Give the value of the group that is meant, or name the source's group."
        yield _unlike_source(case, value, source, "error", message, suggestion)


def _nested(facts: Facts, one: str, other: str) -> bool:
    return facts.within(one, other) or facts.within(other, one)


@rule("time-disagrees", DOCUMENT, "A time that disagrees with the source")
def time_disagrees(case: Case) -> Iterator[Raised]:
    """A relayed value at another time or phase than the source gives: before, during, after."""
    for value, source in relayed(case):
        given, reported = value.time, source.time
        if given is None or reported is None or times_agree(given, reported):
            continue
        # A block of reinduction may be called induction, so only the order can be held against it.
        order_differs = (given.timing == "before") != (reported.timing == "before")
        if order_differs or (given.amount is not None and reported.amount is not None):
            message = f"The value is placed {given.label}; the source has it {reported.label}."
            suggestion = "Give the time as the source does."
            yield _unlike_source(case, value, source, "warning", message, suggestion)


def _unlike_source(
    case: Case,
    value: Measurement,
    source: Measurement,
    severity: Severity,
    message: str,
    suggestion: str,
) -> Raised:
    """What is raised of a relayed value beside the reported one that it restates."""
    return Raised(
        value.iri,
        severity,
        message,
        [value, source],
        case.facts.listed_as(source),
        outcome=case.checked[value.iri].outcome,
        suggestion=suggestion,
    )


def _where(case: Case, value: Measurement) -> str:
    place = case.facts.place(case.facts.claim_of.get(value.iri))
    return f"in {place}" if place else "elsewhere"
