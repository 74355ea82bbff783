"""Family 5 too, strength of wording: what a conclusion or claim rests on."""

from collections.abc import Iterable, Iterator

from ingest.language.strength import Strength, phrases
from ontology.model import Claim, Conclusion, Measurement, Severity
from ontology.vocabulary import concept
from queries.audit.facts import Facts
from queries.audit.rule import WORDING, Case, Raised, rule
from queries.audit.trust import unreviewed
from queries.audit.words import quoted, words
from queries.reach import below


@rule(
    "rests-on-one-study",
    WORDING,
    "What a conclusion rests on",
    also=("rests-on-nothing", "rests-on-nothing-verified", "rests-on-one-group"),
    version=2,
)
def support(case: Case) -> Iterator[Raised]:
    """Conclusions that rest on one study, on one group, or on nothing measured or verified.

    Also claims that appeal to works without citing any, or speak of what nothing here is about.
    """
    facts = case.facts
    support = {
        claim: [e for line in lines if line.direction == "supports" for e in line.evidence]
        for claim, lines in facts.bearing_on.items()
    }
    for claim in facts.claims.values():
        yield from _appeal(facts, claim)
        unmeasured = list(_unmeasured(facts, claim))
        yield from unmeasured
        if isinstance(claim, Conclusion) and not unmeasured:
            reached = sorted(below(claim.iri, support) - {claim.iri})
            under = [claim, *(facts.claims[n] for n in reached if n in facts.claims)]
            names = [*(v for c in under for v in c.measurements), *reached]
            values = [facts.own[name] for name in names if name in facts.own]
            yield from _support(case, claim, values, any(c.pointers for c in under))


def _support(case: Case, claim: Claim, values: list[Measurement], cited: bool) -> Iterator[Raised]:
    facts = case.facts
    good = [v for v in values if _borne_out(case, v)]
    studies = {facts.counted(v.study) for v in good}
    groups = {facts.studies[s].group for s in studies if s in facts.studies}
    suggestion = "Add evidence, or say how far the conclusion reaches."
    severity: Severity = "note"
    if not values and unreviewed(claim):
        name, fault = "rests-on-nothing", "No evidence was drafted for the conclusion."
        suggestion = "Read what the conclusion rests on, and draw the lines of evidence."
    elif not values:
        name, severity = "rests-on-nothing", "note" if cited else "warning"
        how = "cites works but names no value" if cited else "rests on no value and no citation"
        fault = f"The conclusion {how}."
    elif not good:
        name, severity = "rests-on-nothing-verified", _gravity_of_none(case, claim, values)
        fault = f"None of the {len(values)} values under the conclusion was borne out by a source."
    elif len(studies) == 1:
        name, one = "rests-on-one-study", studies.pop()
        study = facts.counted.in_words(one, facts.name_of(one), {v.study for v in good})
        fault = "Every value under the conclusion that a source bears out comes from one study, "
        fault += f"{study}."
    elif len(groups) == 1 and None not in groups:
        name, group = "rests-on-one-group", groups.pop()
        fault = f"All studies whose values bear the conclusion out are of one group, {group}."
    else:
        return
    shown = (good or values)[:5]
    yield Raised(claim.iri, severity, fault, shown, suggestion=suggestion, name=name)


def _gravity_of_none(case: Case, claim: Claim, values: list[Measurement]) -> Severity:
    """How grave it is that no value was borne out: a source that was not seen bears nothing out."""
    held = [case.checked[v.iri] for v in values if v.iri in case.checked]
    unseen = all(
        checked.cited and all(r.work.text_seen == "nothing" for r in checked.cited)
        for checked in held
    )
    return "note" if unseen or unreviewed(claim) else "warning"


def _borne_out(case: Case, value: Measurement) -> bool:
    """Whether a source bears the value out, or it is the document's own result."""
    checked = case.checked.get(value.iri)
    return not value.stated or (checked is not None and checked.borne_out)


# -- appeals to works ------------------------------------------------------------------------------


def _appeal(facts: Facts, claim: Claim) -> Iterator[Raised]:
    """A claim that names works at large as its ground, in a text that cites, and cites none."""
    said = quoted(claim, _OF_WORKS)
    if not said or claim.pointers or claim.named_authors or not _among_citations(facts, claim):
        return
    plain = quoted(claim, phrases("literature")) and not isinstance(claim, Conclusion)
    yield Raised(
        claim.iri,
        "warning" if plain and claim.modality == "asserted" else "note",
        f"{said} is said, and no work is cited for it.",
        suggestion="Cite the works that are meant.",
        name="rests-on-nothing",
        leans_on=(),
    )


_OF_WORKS = (*phrases("literature"), *phrases("guidelines"), *phrases("priority"))


def _among_citations(facts: Facts, claim: Claim) -> bool:
    """Whether citations stand before a claim, and none in the sentences beside it."""
    here = facts.anchors.get(claim.anchor or "")
    if here is None or facts.document.unsearched:
        return False
    pointers = facts.first_pointer.values()
    cited = [a for p in pointers if (a := facts.anchors.get(p.anchor or "")) is not None]
    before = any((a.paragraph, a.sentence) < (here.paragraph, here.sentence) for a in cited)
    return before and not facts.cited_beside(here)


# -- what nothing is about -------------------------------------------------------------------------


def _unmeasured(facts: Facts, claim: Claim) -> Iterator[Raised]:
    """An assertion on costs, comfort or harm in a document that tells nothing else of them."""
    if claim.pointers or claim.measurements or claim.modality == "question":
        return
    for kind, stems in words().aspects.items():
        said = quoted(claim, phrases(kind))
        if said and not _spoken_of(facts, claim, kind, stems):
            concludes = isinstance(claim, Conclusion) and claim.modality == "asserted"
            sure = concludes and kind != "tolerated"  # a table of harms may not have been read
            yield Raised(
                claim.iri,
                "warning" if sure else "note",
                f"{said} is said, and no value or citation of the document is about that.",
                suggestion="Show it, cite who did, or leave it out.",
                name="rests-on-nothing",
                leans_on=(),
            )


def _spoken_of(facts: Facts, claim: Claim, kind: Strength, stems: Iterable[str]) -> bool:
    """Whether another claim, with a value or a citation, or a value is about an aspect."""
    told = tuple(stems)
    others = (c for c in facts.claims.values() if c.anchor != claim.anchor)
    shown = (f"{facts.quote(c) or c.text}" for c in others if c.measurements or c.pointers)
    named = (f"{v.endpoint_text or concept(v.endpoint).label}" for v in facts.own.values())
    return any(stem in text.casefold() for text in (*shown, *named) for stem in told)
