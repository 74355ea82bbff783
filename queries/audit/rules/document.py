"""Family 2, within the document: what it says in one place against what it says in another."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from ontology.model import Finding, Measurement
from ontology.vocabulary import concept, with_broader
from queries.audit.facts import Facts
from queries.audit.found import Case, Rule, finding, relayed
from queries.audit.quantities import (
    agrees,
    certainly_same,
    compatible,
    complements,
    family,
    numbers_of,
    same_quantity,
    shows,
    times_agree,
)
from queries.audit.words import words

ALIKE = Fraction(1, 4)
"""How far two values that are called alike may lie apart, as a share of the larger."""


def two_values(case: Case) -> Iterator[Finding]:
    """One quantity stated with two values."""
    groups: dict[tuple[object, ...], list[Measurement]] = defaultdict(list)
    for value in case.facts.own.values():
        if value.exact and value.value is not None:
            people = (value.study, value.cohort, value.regimen, value.endpoint, value.source)
            groups[people].append(value)
    for group in groups.values():
        for n, value in enumerate(group):
            for other in group[n + 1 :]:
                if not certainly_same(case.facts, value, other):
                    continue
                if agrees(value, other) or agrees(other, value):
                    continue
                yield finding(
                    case,
                    "two-values",
                    "error",
                    value.iri,
                    f"The same quantity is given as {value.value} here and as {other.value} "
                    f"{_where(case, other)}.",
                    values=[value, other],
                    suggestion="See which of the two the source has.",
                )


def bound_contradicted(case: Case) -> Iterator[Finding]:
    """A bound in words, such as fewer than half, that another value of the document breaks."""
    for value, other in _bounds_and_values(case):
        opposite = complements(value, other)
        if not (opposite or value.endpoint == other.endpoint) or value.grade != other.grade:
            continue
        if not compatible(case.facts, value, other):
            continue
        if any(
            not shows(value, 100 - number if opposite else number, slack)
            for number, slack in numbers_of(other)
        ):
            said = value.wording or f"{value.operator} {value.value}%"
            yield finding(
                case,
                "bound-contradicted",
                "error",
                value.iri,
                f"“{said}” does not go with {other.value}% {_where(case, other)}.",
                values=[value, other],
                suggestion="Word the share as the number has it.",
            )


def comparison_contradicted(case: Case) -> Iterator[Finding]:
    """A comparison in words that the compared values contradict."""
    everything = {**case.facts.reported, **case.facts.own}
    said: dict[frozenset[str], list[tuple[str, str]]] = defaultdict(list)
    for comparison in case.facts.comparisons.values():
        said[frozenset((comparison.left, comparison.right))].append(
            (comparison.relation, comparison.iri)
        )
        left, right = everything.get(comparison.left), everything.get(comparison.right)
        if left is None or right is None or left.unit != right.unit:
            continue
        if left.number is None or right.number is None or family(left) != family(right):
            continue
        fault = _contradicts(comparison.relation, comparison.wording, left, right)
        if fault is not None:
            yield finding(
                case,
                "comparison-contradicted",
                "error",
                comparison.iri,
                f"{left.value} is called “{comparison.wording or comparison.relation}” beside "
                f"{right.value}, {fault}.",
                values=[left, right],
                suggestion="Word the comparison as the numbers have it.",
            )
    for pair, relations in said.items():
        kinds = {relation for relation, _ in relations}
        if len(kinds) > 1:
            values = [everything[iri] for iri in sorted(pair) if iri in everything]
            about = sorted(iri for _, iri in relations)[0]
            yield finding(
                case,
                "comparisons-disagree",
                "error",
                about,
                f"The same two values are called {' in one place and '.join(sorted(kinds))} in "
                "another.",
                values=values,
                suggestion="Both cannot hold; say which of the two is meant.",
            )


def _contradicts(
    relation: str, wording: str | None, left: Measurement, right: Measurement
) -> str | None:
    """Why the numbers contradict the words; nothing if they do not, or if they are too close."""
    assert left.number is not None
    assert right.number is not None
    for word, (least, most) in words().factors.items():
        if wording and word in wording.casefold() and right.number:
            ratio = left.number / right.number
            if not least <= ratio <= most:
                return f"which is {float(ratio):.2g} times as much"
    if relation == "higher" and left.number < right.number:
        return "which is more"
    if relation == "lower" and left.number > right.number:
        return "which is less"
    if relation == "similar":
        apart, larger = abs(left.number - right.number), max(left.number, right.number)
        if apart > ALIKE * larger and (left.unit != "%" or apart > 3):
            return f"which is {float(apart):.3g} apart"
    return None


def value_of_another_endpoint(case: Case) -> Iterator[Finding]:
    """A number used for one endpoint that a source, or the document itself, has for another."""
    for value in case.facts.stated.values():
        if value.restates or value.derived_from or not _telling(value):
            continue
        checked = case.checked[value.iri]
        if checked.outcome in ("verified", "derived") or checked.found_in:
            continue
        twins = [
            v
            for v in case.facts.twins[value.value, value.unit]
            if v.iri != value.iri
            and case.facts.parent_study(v.study) == case.facts.parent_study(value.study)
            and not same_quantity(case.facts, value, v)
            and (not v.stated or value.iri > v.iri)
            and (v.endpoint == value.endpoint or times_agree(value.time, v.time))
        ]
        if twins:
            other = twins[0]
            reference = case.facts.reference_of.get(other.source)
            who = f"Reference {reference.number} has" if reference else "The document has"
            name = concept(other.endpoint).label + (
                f" (grade {other.grade})" if other.grade else ""
            )
            if other.endpoint == value.endpoint:
                name += f" of {case.facts.name_of(other.cohort or other.regimen or other.study)}"
                name += f", {other.time.label}" if other.time else ""
            yield finding(
                case,
                "value-of-another-endpoint",
                "warning",
                value.iri,
                f"{value.value}% is given as {concept(value.endpoint).label}. {who} the same "
                f"number for {name}.",
                values=[value, *twins[:3]],
                references=[reference.number] if reference else [],
                outcome=checked.outcome,
                suggestion="See whether the number was carried over to another endpoint or group.",
            )


def endpoint_renamed(case: Case) -> Iterator[Finding]:
    """A relayed value whose endpoint says more than the source does, such as deaths of any cause
    called deaths from treatment.
    """
    for value, source in relayed(case):
        if value.endpoint in with_broader(source.endpoint) or complements(value, source):
            continue
        narrower = source.endpoint in with_broader(value.endpoint)
        mine, theirs = concept(value.endpoint).label, concept(source.endpoint).label
        yield finding(
            case,
            "endpoint-renamed",
            "warning" if narrower else "error",
            value.iri,
            f"What the source reports as {theirs} is stated as {mine}"
            + (", which says more than was seen of the source." if narrower else "."),
            values=[value, source],
            references=case.facts.listed_as(source),
            outcome=case.checked[value.iri].outcome,
            suggestion="Name the endpoint as the source does, or cite where the cause is.",
        )


def deaths_named_differently(case: Case) -> Iterator[Finding]:
    """One count of deaths called one thing here and another there."""
    counts: dict[tuple[object, ...], list[Measurement]] = defaultdict(list)
    for value in case.facts.stated.values():
        if family(value) == "mortality" and value.unit == "patients" and value.exact:
            counts[value.study, value.value].append(value)
    for group in counts.values():
        first, *others = sorted(group, key=lambda v: v.iri)
        for other in others:
            if other.endpoint == first.endpoint or not compatible(case.facts, first, other):
                continue
            mine, theirs = concept(first.endpoint).label, concept(other.endpoint).label
            yield finding(
                case,
                "deaths-named-differently",
                "warning",
                first.iri,
                f"The same {first.value} patients are given as {mine} and, "
                f"{_where(case, other)}, as {theirs}.",
                values=[first, other],
                suggestion="Say which deaths are meant, and call them the same throughout.",
            )


def group_differs(case: Case) -> Iterator[Finding]:
    """A relayed value given for other people, or under another treatment, than in the source."""
    facts = case.facts
    for value, source in relayed(case):
        differing = []
        if value.regimen and source.regimen and value.regimen != source.regimen:
            differing.append((value.regimen, source.regimen))
        if value.cohort and source.cohort and not _nested(facts, value.cohort, source.cohort):
            differing.append((value.cohort, source.cohort))
        if not differing:
            continue
        mine, theirs = differing[0]
        yield finding(
            case,
            "group-differs",
            "error",
            value.iri,
            f"The value is given for {facts.name_of(mine)}; the source has it for "
            f"{facts.name_of(theirs)}.",
            values=[value, source],
            references=facts.listed_as(source),
            outcome=case.checked[value.iri].outcome,
            suggestion="Give the value of the group that is meant, or name the source's group.",
        )


def _nested(facts: Facts, one: str, other: str) -> bool:
    return facts.within(one, other) or facts.within(other, one)


def time_disagrees(case: Case) -> Iterator[Finding]:
    """A relayed value at another time or phase than the source gives: before, during, after."""
    for value, source in relayed(case):
        if value.time is None or source.time is None or not _times_clash(value, source):
            continue
        yield finding(
            case,
            "time-disagrees",
            "warning",
            value.iri,
            f"The value is placed {value.time.label}; the source has it {source.time.label}.",
            values=[value, source],
            references=case.facts.listed_as(source),
            outcome=case.checked[value.iri].outcome,
            suggestion="Give the time as the source does.",
        )


def _times_clash(value: Measurement, source: Measurement) -> bool:
    mine, theirs = value.time, source.time
    if mine is None or theirs is None or times_agree(mine, theirs):
        return False
    if mine.amount is not None and theirs.amount is not None:
        return True
    # A block of reinduction may be called induction, so only the order can be held against it.
    return (mine.timing == "before") != (theirs.timing == "before")


def _telling(value: Measurement) -> bool:
    """Whether a number is particular enough for its return elsewhere to mean something."""
    return value.value is not None and "." in value.value and value.exact


def _bounds_and_values(case: Case) -> Iterator[tuple[Measurement, Measurement]]:
    """Each bound on a share with each plain share of the same study and side."""
    plain: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    bounds = []
    for value in case.facts.own.values():
        if value.unit == "%":
            if value.exact:
                plain[value.study, value.source].append(value)
            else:
                bounds.append(value)
    for bound in bounds:
        for value in plain[bound.study, bound.source]:
            yield bound, value


def _where(case: Case, value: Measurement) -> str:
    claim = case.facts.claim_of.get(value.iri)
    place = case.facts.place(claim) if claim else None
    return f"in {place}" if place else "elsewhere"


_FAMILY = "within the document"
RULES = (
    Rule("two-values", _FAMILY, "One quantity with two values", two_values),
    Rule(
        "bound-contradicted",
        _FAMILY,
        "A share in words that a number contradicts",
        bound_contradicted,
    ),
    Rule(
        "comparison-contradicted",
        _FAMILY,
        "A comparison that its values contradict",
        comparison_contradicted,
        ("comparisons-disagree",),
    ),
    Rule(
        "value-of-another-endpoint",
        _FAMILY,
        "A value that belongs to another endpoint",
        value_of_another_endpoint,
    ),
    Rule(
        "deaths-named-differently",
        _FAMILY,
        "One count of deaths with two names",
        deaths_named_differently,
    ),
    Rule(
        "endpoint-renamed", _FAMILY, "An endpoint that says more than the source", endpoint_renamed
    ),
    Rule("group-differs", _FAMILY, "Other people or treatment than in the source", group_differs),
    Rule("time-disagrees", _FAMILY, "A time that disagrees with the source", time_disagrees),
)
