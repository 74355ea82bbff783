"""Family 4 too, citations: what a document says of the design of studies."""

from collections.abc import Iterable, Iterator

from ingest.extract.designs import allocation, blinding
from ontology.model import Claim, Measurement, Study
from queries.audit.facts import Facts, ListedWork
from queries.audit.rule import CITATIONS, Case, Raised, rule
from queries.audit.trust import lower, unreviewed
from queries.audit.words import words


@rule("design-contradicted", CITATIONS, "A design that the report contradicts", version=2)
def design_contradicted(case: Case) -> Iterator[Raised]:
    """A claim about a study's design that the study's record, or another claim, contradicts."""
    facts = case.facts
    yield from _told_differently(facts)
    for claim, cited in facts.citing:
        subjects = [m for m in claim.studies if m in facts.studies]
        reported = [s for r in cited for s in r.work.reports if s in facts.studies]
        if unreviewed(claim) and len(set(subjects or reported)) > 1:
            continue  # which of them the sentence means was not read
        for study in (facts.studies[s] for s in subjects or reported):
            for fault in _design_faults(claim, study):
                told = unreviewed(claim) and claim.says_allocation
                drafted = any(unreviewed(v) for r in cited for v in _reported(facts, r))
                yield Raised(
                    claim.iri,
                    lower("error") if told or drafted else "error",
                    f"{study.label} is {fault}.",
                    [f"title of reference {r.number}: {r.work.title}" for r in cited],
                    cited,
                    suggestion="Describe the design as the report does.",
                )


def _reported(facts: Facts, reference: ListedWork) -> Iterable[Measurement]:
    return facts.reported_by.get(reference.work.iri, ())


def _design_faults(claim: Claim, study: Study) -> Iterator[str]:
    said, known = claim.says_stratified_by, study.stratified_by
    if said and known and not _strata(said) & _strata(known):
        yield f"said to stratify by {' and '.join(said)}; its report says {' and '.join(known)}"
    if claim.says_allocation and study.allocation and claim.says_allocation != study.allocation:
        yield f"called {claim.says_allocation}; it is {study.allocation}"


def _strata(texts: tuple[str, ...]) -> set[str]:
    """The words of a stratification that say what it is by."""
    plain = {word for text in texts for word in text.casefold().replace("-", " ").split()}
    return plain - words().stratum_filler


def _told_differently(facts: Facts) -> Iterator[Raised]:
    """Of one study: open label here and blinded there, or randomised by the title alone."""
    own = [claim for claim in facts.claims.values() if _of_main_study(facts, claim)]
    title = facts.document.title or ""
    told = [(facts.place(c) or "another place", c.says_blinding) for c in own if c.says_blinding]
    if said_in_title := blinding(title):
        told.insert(0, ("the title", said_in_title))
    for claim in own:
        if claim.says_blinding and claim.says_blinding != told[0][1]:
            where, other = told[0]
            yield _contradicted(
                claim, f"{claim.says_blinding} is said here, and {other} in {where}."
            )
            break
    for claim in own:
        plain = claim.says_allocation in ("single-arm", "non-randomised")
        if plain and facts.document.type == "article" and allocation(title) == "randomised":
            message = f"{claim.says_allocation} is said here, and randomised in the title."
            yield _contradicted(claim, message)
            break


def _contradicted(claim: Claim, message: str) -> Raised:
    suggestion = "Say which of the two it was."
    return Raised(claim.iri, "warning", message, suggestion=suggestion, leans_on=())


def _of_main_study(facts: Facts, claim: Claim) -> bool:
    """Whether a claim may be of the document's own study, or of the one that it comments on."""
    cited = {reference.work.iri for reference in facts.cited(claim)}
    return not cited - {facts.document.comments_on} and len(set(claim.studies)) <= 1
