"""Family 5 too, strength of wording: certain words where nothing certain was shown."""

from collections.abc import Iterator, Sequence

from ingest.language.strength import phrases
from ontology.model import RATIOS, Claim, Conclusion, Measurement, Study
from ontology.vocabulary import concept
from queries.audit.directions import test_of, unshown
from queries.audit.facts import Facts, ListedWork
from queries.audit.quantities import family, p_above_limit, shown_different
from queries.audit.rule import WORDING, Case, Raised, listed, rule
from queries.audit.trust import unreviewed
from queries.audit.words import quoted, words


@rule(
    "certainty-beyond-evidence",
    WORDING,
    "More certainty than the evidence supports",
    also=("certainty-unchecked",),
    version=3,
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
            yield from _directed(case.facts, claim) or _unchecked(case.facts, claim, cited)


def _directed(facts: Facts, claim: Claim) -> list[Raised]:
    """A direction told of an endpoint of which every test of the document shows no difference."""
    if _cited_or_hedged(claim) or quoted(claim, phrases("alike")):
        return []
    missed = unshown(facts, claim)
    if missed is None:
        return []
    return [
        Raised(
            claim.iri,
            "warning",
            f"“{missed.said}” is said of {missed.endpoint}, and no difference in it was shown: "
            f"{missed.how}.",
            missed.tests[:3],
            suggestion="Say that no difference was shown.",
            leans_on=(),
        )
    ]


def _unchecked(facts: Facts, claim: Claim, cited: Sequence[ListedWork]) -> Iterator[Raised]:
    """Strong words with nothing beside them that was seen to bear them."""
    said = quoted(claim, (*words().certain, *words().emphatic))
    if isinstance(claim, Conclusion) and not cited:
        yield from _strong_conclusion(facts, claim, said)
        return
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


def _strong_conclusion(facts: Facts, claim: Claim, said: str) -> Iterator[Raised]:
    """Strong words of a conclusion, and likeness where no design could show it."""
    same = quoted(claim, phrases("unaffected")) or quoted(claim, phrases("alike"))
    name = "certainty-beyond-evidence"
    if same and not _sought(facts, claim):
        said, what = same, "that no difference was shown does not show that there is none"
    elif said and (weakness := _weakness(facts)):
        what = weakness
    elif said:
        name, what = "certainty-unchecked", "neither a value nor a source stands with it"
        if claim.measurements or facts.bearing_on.get(claim.iri):
            if not unreviewed(claim):
                return
            what = "whether what stands under the conclusion is as strong was not checked"
    else:
        return
    yield Raised(
        claim.iri,
        "note",
        f"{said} is said, and {what}.",
        suggestion="See what the words rest on.",
        name=name,
    )


def _weakness(facts: Facts) -> str | None:
    """Why a document's own results can hardly bear strong words: few people, or no difference."""
    own = [value for value in facts.own.values() if not value.stated]
    tests = [value for value in own if shown_different(value) is not None]
    if tests and not any(shown_different(value) for value in tests):
        return f"no comparison of the document shows a difference: {test_of(tests[0])}"
    sizes = [n for value in own if (n := _people(value)) is not None]
    if sizes and max(sizes) <= FEW:
        return f"the results are of {max(sizes)} people"
    return None


FEW = 50
"""So few people bear no strong conclusion."""


def _people(value: Measurement) -> int | None:
    """How many people a value is of, or counts."""
    counted = value.unit == "patients" and value.statistic == "count" and value.number is not None
    return value.denominator or (int(value.number) if counted and value.number else None)


def _sought(facts: Facts, claim: Claim) -> bool:
    """Whether likeness was what the study was to show: said there, or at all of plain likeness."""
    places = [claim]
    if not quoted(claim, phrases("unaffected")):
        places = list(facts.claims.values())
    texts = [facts.document.title or "", *(facts.quote(c) or c.text for c in places)]
    return any(stem in text.casefold() for text in texts for stem in words().likeness)


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
            f"{said} is said of a comparison that shows no difference: {test_of(tested[0])}.",
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
            f"is no difference: {test_of(compared[0])}.",
            compared[:3],
            suggestion="Say that superiority was not shown.",
            leans_on=(),
        )


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
