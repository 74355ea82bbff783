"""Family 5 too, strength of wording: certain words where nothing certain was shown."""

from collections.abc import Iterator, Sequence

from ingest.language.strength import phrases
from ontology.model import RATIOS, Claim, Measurement, Study
from ontology.vocabulary import concept
from queries.audit.facts import Facts, ListedWork
from queries.audit.quantities import family, p_above_limit, shown_different
from queries.audit.rule import WORDING, Case, Raised, listed, rule
from queries.audit.words import quoted, words


@rule(
    "certainty-beyond-evidence",
    WORDING,
    "More certainty than the evidence supports",
    also=("certainty-unchecked",),
    version=2,
)
def certainty_beyond_evidence(case: Case) -> Iterator[Raised]:
    """Certain words where the numbers show no difference, or the cited source was no trial."""
    for claim, cited in case.facts.citing:
        said = quoted(claim, words().certain)
        denied = list(_denied_by_numbers(case.facts, claim, said)) if said else []
        if denied:
            yield from denied
        elif said and cited:
            yield from _uncertain(case.facts, claim, cited, f"{said} is said with {listed(cited)}")
        else:
            yield from _unchecked(case.facts, claim, cited)


def _unchecked(facts: Facts, claim: Claim, cited: Sequence[ListedWork]) -> Iterator[Raised]:
    """Strong words with nothing beside them that was seen to bear them."""
    said = quoted(claim, (*words().certain, *words().emphatic))
    if not said or claim.measurements or facts.bearing_on.get(claim.iri):
        return
    if not cited:
        what = "neither a value nor a source stands with it"
    elif all(reference.work.text_seen == "nothing" for reference in cited):
        what = f"nothing was seen of {listed(cited)}"
    else:
        return
    yield Raised(
        claim.iri,
        "note",
        f"{said} is said, and {what}.",
        (),
        cited,
        suggestion="See what the words rest on.",
        name="certainty-unchecked",
    )


def _denied_by_numbers(facts: Facts, claim: Claim, said: str) -> Iterator[Raised]:
    """A claim whose own comparisons show no difference, or of superiority that none shows."""
    if quoted(claim, phrases("alike")):
        return  # it says itself that there is no difference
    own = [facts.own[name] for name in claim.measurements if name in facts.own]
    tested = [value for value in own if shown_different(value) is not None]
    if tested and not any(shown_different(value) for value in tested):
        yield Raised(
            claim.iri,
            "warning",
            f"{said} is said of a comparison that shows no difference: {_test(tested[0])}.",
            tested[:3],
            suggestion="Say that no difference was shown.",
            leans_on=(),
        )
    elif not own and not _cited_or_hedged(claim) and quoted(claim, words().superior):
        yield from _superior_to_none(facts, claim, said)


def _cited_or_hedged(claim: Claim) -> bool:
    """Whether a claim leans on another work, or is no plain assertion."""
    return bool(claim.pointers) or claim.modality != "asserted"


def _superior_to_none(facts: Facts, claim: Claim, said: str) -> Iterator[Raised]:
    """A claim of superiority in a document whose comparisons by interval all hold no difference."""
    intervals = [
        value
        for value in facts.own.values()
        if value.lower and value.upper and shown_different(value) is not None
    ]
    of_endpoint = [value for value in intervals if value.endpoint in claim.endpoints]
    compared = of_endpoint or intervals
    if compared and not any(shown_different(value) for value in compared):
        yield Raised(
            claim.iri,
            "warning",
            f"{said} is said, and no interval of a comparison in the document excludes that there "
            f"is no difference: {_test(compared[0])}.",
            compared[:3],
            suggestion="Say that superiority was not shown.",
            leans_on=(),
        )


def _test(value: Measurement) -> str:
    """By what a comparison shows no difference, in words."""
    if value.lower is not None and value.upper is not None:
        return f"its interval is {value.lower} to {value.upper}"
    return f"p = {value.p}" if value.p is not None else "it is not significant"


def _uncertain(
    facts: Facts, claim: Claim, cited: Sequence[ListedWork], words_and_works: str
) -> Iterator[Raised]:
    """The gravest reason for which the cited works do not bear certain words, if there is one."""
    missed = [
        value
        for reference in cited
        for value in facts.reported_by.get(reference.work.iri, ())
        if _not_significant(value) and _is_about(claim, value)
    ]
    shown = {(v.source, v.endpoint) for r in cited for v in _different(facts, r)}
    missed = [value for value in missed if (value.source, value.endpoint) not in shown]
    loose = [s for s in _studies(facts, cited) if s.allocation not in (None, "randomised")]
    if missed:
        endpoint = concept(missed[0].endpoint).label
        fault = f", whose comparison of {endpoint} was not statistically significant."
        suggestion = "Name the endpoint for which the difference was shown."
    elif loose:
        fault = f"; {loose[0].label} is {loose[0].allocation}, which shows association."
        suggestion = "Word it as an association."
    elif all(reference.work.text_seen == "nothing" for reference in cited):
        message = f"{words_and_works}, of which nothing was seen."
        suggestion = "See whether the sources are as certain."
        name = "certainty-unchecked"
        yield Raised(claim.iri, "note", message, (), cited, suggestion=suggestion, name=name)
        return
    else:
        return
    message = f"{words_and_works}{fault}"
    yield Raised(claim.iri, "warning", message, missed[:3], cited, suggestion=suggestion)


def _studies(facts: Facts, works: Sequence[ListedWork]) -> list[Study]:
    return [facts.studies[s] for w in works for s in w.work.reports if s in facts.studies]


def _not_significant(value: Measurement) -> bool:
    if value.significant is False:
        return True
    if value.statistic in RATIOS and value.lower is not None and value.upper is not None:
        return shown_different(value) is False
    return value.compared_group is not None and p_above_limit(value)


def _different(facts: Facts, reference: ListedWork) -> Iterator[Measurement]:
    """The comparisons of a work that show a difference by their interval."""
    for value in facts.reported_by.get(reference.work.iri, ()):
        if value.lower is not None and value.upper is not None and shown_different(value):
            yield value


def _is_about(claim: Claim, value: Measurement) -> bool:
    """Whether a comparison without significance is one that the claim could lean on.

    A main endpoint of outcome; a difference before treatment, say, is no such thing.
    """
    if claim.endpoints:
        return value.endpoint in claim.endpoints
    return family(value) == "time-to-event"
