"""Family 3, comparability: values held against each other that are not of one kind."""

from collections.abc import Iterator

from ontology.model import Finding, Measurement
from ontology.vocabulary import concept
from queries.audit.found import Case, Rule, finding, relayed
from queries.audit.quantities import complements, family, months


def endpoints_compared(case: Case) -> Iterator[Finding]:
    """Two values of different endpoints compared as if they were one quantity."""
    for about, left, right in _compared(case):
        if left.endpoint == right.endpoint:
            continue
        mine, theirs = concept(left.endpoint).label, concept(right.endpoint).label
        if complements(left, right):
            rule, told = "sign-inverted", f"{mine} is compared with its opposite, {theirs}."
        elif family(left) != family(right):
            families = f"{concept(_family(left)).label} and {concept(_family(right)).label}"
            rule = "families-compared"
            told = f"{mine} is compared with {theirs}: two families of endpoints, {families}."
        else:
            rule, told = "endpoints-compared", f"{mine} is compared with {theirs}."
        yield finding(
            case,
            rule,
            "error" if rule != "endpoints-compared" else "warning",
            about,
            told,
            values=[left, right],
            suggestion="Compare the same endpoint in both, or leave the comparison out.",
        )


def times_compared(case: Case) -> Iterator[Finding]:
    """Two values of one endpoint compared at different times."""
    for about, left, right in _compared(case):
        if left.endpoint != right.endpoint or left.time is None or right.time is None:
            continue
        one, two = months(left.time), months(right.time)
        if one is not None and two is not None and one != two:
            yield finding(
                case,
                "times-compared",
                "warning",
                about,
                f"{left.time.label} is compared with {right.time.label}.",
                values=[left, right],
                suggestion="Compare both at the same time.",
            )


def trials_compared(case: Case) -> Iterator[Finding]:
    """Values of two studies compared that share no comparator."""
    for about, left, right in _compared(case):
        one, two = case.facts.parent_study(left.study), case.facts.parent_study(right.study)
        if one == two:
            continue
        names = (case.facts.name_of(one), case.facts.name_of(two))
        yield finding(
            case,
            "trials-compared",
            "note",
            about,
            f"{names[0]} and {names[1]} are compared without a comparator that both had; their "
            "patients may differ.",
            values=[left, right],
            suggestion="Say how the patients differ, or compare within one trial.",
        )


def levels_compared(case: Case) -> Iterator[Finding]:
    """Intervals of different levels set side by side."""
    for about, left, right in _compared(case):
        if left.level and right.level and float(left.level) != float(right.level):
            yield finding(
                case,
                "levels-compared",
                "note",
                about,
                f"A {float(left.level):g}% interval stands beside one of {float(right.level):g}%.",
                values=[left, right],
                suggestion="Give both intervals at one level.",
            )


def sign_inverted(case: Case) -> Iterator[Finding]:
    """A relayed value given under the opposite of the source's endpoint."""
    for value, source in relayed(case):
        if complements(value, source):
            yield finding(
                case,
                "sign-inverted",
                "error",
                value.iri,
                f"What the source reports as {concept(source.endpoint).label} is stated as "
                f"{concept(value.endpoint).label}, its opposite.",
                values=[value, source],
                references=case.facts.listed_as(source),
                suggestion="See which of the two the number is of.",
            )


def _compared(case: Case) -> Iterator[tuple[str, Measurement, Measurement]]:
    everything = {**case.facts.reported, **case.facts.own}
    for comparison in case.facts.comparisons.values():
        left, right = everything.get(comparison.left), everything.get(comparison.right)
        if left is not None and right is not None:
            yield comparison.iri, left, right


def _family(value: Measurement) -> str:
    known = concept(value.endpoint)
    return value.endpoint.rsplit("/", 1)[0] + "/" + (known.family or known.notation)


_FAMILY = "comparability"
RULES = (
    Rule(
        "families-compared",
        _FAMILY,
        "Different endpoints compared as one",
        endpoints_compared,
        ("endpoints-compared",),
    ),
    Rule("times-compared", _FAMILY, "Different times compared", times_compared),
    Rule(
        "trials-compared", _FAMILY, "Trials compared without a common comparator", trials_compared
    ),
    Rule("levels-compared", _FAMILY, "Intervals of different levels", levels_compared),
    Rule("sign-inverted", _FAMILY, "An endpoint stated as its opposite", sign_inverted),
)
