"""Family 3, comparability: values held against each other that are not of one kind."""

from collections.abc import Iterator

from ingest.language.strength import phrases
from ontology.model import Measurement
from ontology.vocabulary import concept
from queries.audit.quantities import complements, family, months
from queries.audit.rule import COMPARABILITY, Case, Raised, compared, relayed, rule
from queries.audit.words import quoted


@rule(
    "families-compared",
    COMPARABILITY,
    "Different endpoints compared as one",
    also=("endpoints-compared",),
)
def endpoints_compared(case: Case) -> Iterator[Raised]:
    """Two values of different endpoints compared as if they were one quantity."""
    for about, left, right in compared(case):
        if left.endpoint == right.endpoint:
            continue
        ours, theirs = concept(left.endpoint).label, concept(right.endpoint).label
        name, fault = "endpoints-compared", f"{ours} is compared with {theirs}."
        if complements(left, right):
            name, fault = "sign-inverted", f"{ours} is compared with its opposite, {theirs}."
        elif family(left) != family(right):
            name, families = "families-compared", f"{_family(left)} and {_family(right)}"
            fault = f"{ours} is compared with {theirs}: two families of endpoints, {families}."
        yield Raised(
            about,
            "warning" if name == "endpoints-compared" else "error",
            fault,
            [left, right],
            suggestion="Compare the same endpoint in both, or leave the comparison out.",
            name=name,
        )


@rule("times-compared", COMPARABILITY, "Different times compared")
def times_compared(case: Case) -> Iterator[Raised]:
    """Two values of one endpoint compared at different times."""
    for about, left, right in compared(case):
        if left.endpoint != right.endpoint or left.time is None or right.time is None:
            continue
        one, two = months(left.time), months(right.time)
        if one is not None and two is not None and one != two:
            message = f"{left.when} is compared with {right.when}."
            suggestion = "Compare both at the same time."
            yield Raised(about, "warning", message, [left, right], suggestion=suggestion)


@rule("trials-compared", COMPARABILITY, "Trials compared without a common comparator", version=2)
def trials_compared(case: Case) -> Iterator[Raised]:
    """Values of two studies compared that share no comparator."""
    for about, left, right in compared(case):
        one, two = case.facts.counted(left.study), case.facts.counted(right.study)
        if one != two:
            yield Raised(
                about,
                "note",
                f"{case.facts.name_of(one)} and {case.facts.name_of(two)} are compared without a "
                "comparator that both had; their patients may differ.",
                [left, right],
                suggestion="Say how the patients differ, or compare within one trial.",
            )
    for claim in case.facts.claims.values():
        said = quoted(claim, phrases("other trials"))
        if said and not claim.comparisons:
            yield Raised(
                claim.iri,
                "note",
                f"{said} holds results against those of other trials, without a comparator that "
                "all had; their patients may differ.",
                suggestion="Say how the patients differ, or compare within one trial.",
            )


@rule("levels-compared", COMPARABILITY, "Intervals of different levels")
def levels_compared(case: Case) -> Iterator[Raised]:
    """Intervals of different levels set side by side."""
    for about, left, right in compared(case):
        if left.level and right.level and float(left.level) != float(right.level):
            yield Raised(
                about,
                "note",
                f"A {float(left.level):g}% interval stands beside one of {float(right.level):g}%.",
                [left, right],
                suggestion="Give both intervals at one level.",
            )


@rule("sign-inverted", COMPARABILITY, "An endpoint stated as its opposite")
def sign_inverted(case: Case) -> Iterator[Raised]:
    """A relayed value given under the opposite of the source's endpoint."""
    for value, source in relayed(case):
        if complements(value, source):
            yield Raised(
                value.iri,
                "error",
                f"What the source reports as {concept(source.endpoint).label} is stated as "
                f"{concept(value.endpoint).label}, its opposite.",
                [value, source],
                case.facts.listed_as(source),
                suggestion="See which of the two the number is of.",
            )


def _family(value: Measurement) -> str:
    """The label of the family of the value's endpoint."""
    known = concept(value.endpoint)
    scheme = value.endpoint.rpartition("/")[0]
    return concept(f"{scheme}/{known.family or known.notation}").label
