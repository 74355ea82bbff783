"""Family 4, citations: sources that were retracted or corrected, or that editors doubt."""

import re
from collections.abc import Iterator, Sequence

from ontology.labels import NOTICES
from ontology.model import Claim, Conclusion, Notice, Reference, Severity
from queries.audit.facts import Facts, ListedWork
from queries.audit.rule import CITATIONS, Case, Raised, rule
from queries.audit.words import words

_LIFTED_BY_REINSTATEMENT = ("retraction", "partial retraction", "concern")


@rule("reference-retracted", CITATIONS, "A source retracted or corrected", version=2)
def retracted(case: Case) -> Iterator[Raised]:
    """References with a notice, unless the document says so where it cites them.

    A retraction is an error where a value or a conclusion rests on the work, else a warning; so is
    a partial retraction, whose part is unknown, and an expression of concern. A correction and a
    reinstatement are notes.
    """
    for reference in case.facts.references.values():
        notices = _standing(case.notices.get(reference.work.iri, ()))
        unaware = _unaware(case.facts, reference, notices)
        if notices and unaware is not None:
            yield Raised(
                reference.iri,
                _severity(case.facts, reference, notices, unaware),
                f"Reference {reference.number} ({reference.label}) has "
                f"{' and '.join(map(in_words, notices))}.",
                references=[reference],
                suggestion="Read the notice, and see what of the document still stands.",
            )


def in_words(notice: Notice) -> str:
    """A notice with what is known of it: kind, date, identifier, source, reason."""
    name = NOTICES[notice.kind]
    article = "an" if name.startswith("e") else "a"
    number = f"doi:{notice.doi}" if notice.doi else f"PMID {notice.pmid}" if notice.pmid else ""
    known = ", ".join(filter(None, (notice.date, number)))
    reason = f"; reason: {notice.reason}" if notice.reason else ""
    source = f"source: {' and '.join(notice.source)}{reason}"
    return f"{article} {name} ({known or 'no date given'}; {source})"


def _standing(notices: Sequence[Notice]) -> list[Notice]:
    """The notices without those that a later reinstatement of the work lifts."""
    lifted = [one.date or "9999" for one in notices if one.kind == "reinstatement"]
    return [
        one
        for one in notices
        if one.kind not in _LIFTED_BY_REINSTATEMENT
        or not any((one.date or "") <= date for date in lifted)
    ]


def _unaware(facts: Facts, reference: ListedWork, notices: Sequence[Notice]) -> list[Claim] | None:
    """The claims that cite a work and say nothing of its notices; None if the document tells."""
    citing = [(claim, cited) for claim, cited in facts.citing if reference in cited]
    entry = facts.things.find(Reference, reference.iri)
    if entry is not None and _tells(entry.printed or "", notices):
        return None
    unaware = [
        claim
        for claim, cited in citing
        if not _tells(" ".join((claim.text, *claim.wording)), notices)
        and not any(_is_notice(other, notices) for other in cited)
    ]
    return unaware if unaware or not citing else None


def _tells(text: str, notices: Sequence[Notice]) -> bool:
    """Whether a text has a word for the gravest of the notices."""
    told = words().notices[notices[0].kind] if notices else ()
    return any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in told)


def _is_notice(work: ListedWork, notices: Sequence[Notice]) -> bool:
    """Whether a cited work is one of the notices."""
    doi, pmid = (work.work.doi or "").lower(), work.work.pmid
    return any((doi and doi == (n.doi or "").lower()) or (pmid and pmid == n.pmid) for n in notices)


def _severity(
    facts: Facts, reference: ListedWork, notices: Sequence[Notice], unaware: Sequence[Claim]
) -> Severity:
    kinds = {notice.kind for notice in notices}
    if "retraction" in kinds and _rests_on(facts, reference, unaware):
        return "error"
    return "warning" if kinds & set(_LIFTED_BY_REINSTATEMENT) else "note"


def _rests_on(facts: Facts, reference: ListedWork, claims: Sequence[Claim]) -> bool:
    """Whether the document relays a value of the work, or concludes from what cites it."""
    values = {value.iri for value in facts.reported_by.get(reference.work.iri, ())}
    if any(values & {*v.restates, *v.derived_from} for v in facts.stated.values()):
        return True
    evidence = {iri for line in facts.lines for iri in line.evidence}
    return any(
        isinstance(claim, Conclusion) or claim.measurements or claim.iri in evidence
        for claim in claims
    )
