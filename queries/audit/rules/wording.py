"""Family 5, strength of wording: how much is said against how much is shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ontology.model import Claim, Conclusion, Measurement
from ontology.vocabulary import concept
from queries.audit.directions import infers, named, spoken, stem
from queries.audit.facts import Facts, grouped
from queries.audit.quantities import compatible, months, shown_different
from queries.audit.rule import WORDING, Case, Raised, rule
from queries.audit.words import quoted as words_of
from queries.audit.words import words

CONTRAST = 2
"""How many times as much a value left out must be to point another way."""


@rule("causal-wording", WORDING, "Causal wording for an association", version=2)
def causal_wording(case: Case) -> Iterator[Raised]:
    """Causal words about values for which no comparison by chance is known."""
    facts = case.facts
    for claim, cited in facts.citing:
        said = words_of(claim, words().causal)
        values = _values_under(facts, claim) if said else []
        if values and not any(_compared_by_chance(facts, value) for value in values):
            yield Raised(
                claim.iri,
                "warning",
                f"{said} says what brought it about; the values behind it compare no groups "
                "formed by chance.",
                values[:3],
                cited,
                suggestion="Say what was seen together, not what caused what.",
            )


@rule("disputing-evidence-unmentioned", WORDING, "Disputing evidence that is not mentioned")
def disputing_evidence_unmentioned(case: Case) -> Iterator[Raised]:
    """Evidence known to the graph that disputes a claim of the document, which is silent on it."""
    disputed: dict[str, list[str]] = defaultdict(list)
    for row in case.facts.patterns["disputing-evidence-unmentioned"]:
        disputed[row["about"]].append(row.get("text", "no words are given"))
    for iri, texts in sorted(disputed.items()):
        if iri in case.facts.claims:
            evidence = "; ".join(sorted(texts))
            message = f"Known evidence against the claim is not mentioned: {evidence}"
            suggestion = "Discuss the evidence on the other side."
            yield Raised(iri, "warning", message, suggestion=suggestion)


@rule("result-left-out", WORDING, "A result of the source that is left out", version=2)
def result_left_out(case: Case) -> Iterator[Raised]:
    """A result beside the quoted one, at another time, that points another way and is not told.

    Also an own endpoint without a shown difference that the conclusions pass over.
    """
    yield from _passed_over(case.facts)
    facts = case.facts
    for checked in case.checked.values():
        if checked.outcome != "verified" or checked.value.unit != "%":
            continue
        for quoted in checked.compared:
            for other in facts.candidates(quoted, quoted.source):
                if _points_another_way(quoted, other) and not _is_stated(facts, other):
                    time = quoted.when or "no time"
                    yield Raised(
                        checked.value.iri,
                        "warning",
                        f"{quoted.value}% is quoted ({time}); the same source reports "
                        f"{other.value}% {other.when}, which is left "
                        "out.",
                        [checked.value, quoted, other],
                        checked.found_in,
                        outcome=checked.outcome,
                        suggestion="Report both, or say why the one was chosen.",
                    )


def _passed_over(facts: Facts) -> Iterator[Raised]:
    """Own endpoints without a shown difference, where the conclusions speak of others."""
    conclusions = [c for c in facts.claims.values() if isinstance(c, Conclusion)]
    tests = [v for v in facts.own.values() if not v.stated and shown_different(v) is not None]
    told = {stem(word) for c in conclusions for word in spoken(facts.quote(c) or c.text)}
    favoured = [c for c in conclusions if _favours(facts, c, tests)]
    passed = [
        of_one
        for of_one in grouped(tests, lambda v: (v.study, v.endpoint)).values()
        if concept(of_one[0].endpoint).family in _OUTCOMES
        and not told & named(of_one[0])
        and not any(of_one[0].endpoint in _endpoints_of(facts, c) for c in conclusions)
        and not any(map(shown_different, of_one))
    ]
    if favoured and passed:
        what = " and ".join(concept(of_one[0].endpoint).label for of_one in passed)
        yield Raised(
            favoured[0].iri,
            "note",
            f"The conclusions say nothing of {what}, of which no difference was shown.",
            [of_one[0] for of_one in passed],
            suggestion="Name it beside the endpoints that differed.",
        )


def _favours(facts: Facts, claim: Conclusion, tests: Sequence[Measurement]) -> bool:
    """Whether a conclusion speaks of an endpoint that differed, or says that one did."""
    said = {stem(word) for word in spoken(facts.quote(claim) or claim.text)}
    endpoints = _endpoints_of(facts, claim)
    worded = (facts.own[name] for name in claim.measurements if name in facts.own)
    return any(v.relation in ("higher", "lower") for v in worded) or any(
        shown_different(test) and (test.endpoint in endpoints or named(test) & said)
        for test in tests
    )


_OUTCOMES = ("time-to-event", "mortality", "response")
"""The families of endpoints that a conclusion should not pass over."""


def _endpoints_of(facts: Facts, claim: Claim) -> set[str]:
    values = (facts.own[name] for name in claim.measurements if name in facts.own)
    return {*claim.endpoints, *(value.endpoint for value in values)}


def _points_another_way(quoted: Measurement, other: Measurement) -> bool:
    """Whether `other` is the same quantity at another time of treatment, and on the other side of
    one half.
    """
    if quoted.time is None or other.time is None or quoted.time.label == other.time.label:
        return False
    if _quantity(other) != _quantity(quoted) or other.compared_group or months(other.time):
        return False
    if quoted.number is None or other.number is None:
        return False
    low, high = sorted((quoted.number, other.number))
    return low < 50 < high and high >= CONTRAST * low


def _quantity(value: Measurement) -> tuple[str | None, ...]:
    people = value.study, value.cohort, value.group
    return *people, value.endpoint, value.unit, value.statistic


def _is_stated(facts: Facts, value: Measurement) -> bool:
    return any(
        v.value == value.value and v.endpoint == value.endpoint and compatible(facts, v, value)
        for v in facts.stated.values()
    )


def _values_under(facts: Facts, claim: Claim) -> list[Measurement]:
    """The values of a claim and of the claims that bear on it."""
    lines = facts.bearing_on.get(claim.iri, ())
    evidence = (facts.claims[e] for line in lines for e in line.evidence if e in facts.claims)
    names = [v for c in (claim, *evidence) for v in c.measurements]
    if not names and (before := facts.before(claim)) is not None and infers(facts, claim):
        names += before.measurements
    return [facts.own[name] for name in names if name in facts.own]


def _compared_by_chance(facts: Facts, value: Measurement) -> bool:
    study = facts.studies.get(value.study)
    randomised = study is not None and study.allocation == "randomised"
    return randomised and value.compared_group is not None
