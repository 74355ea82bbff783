"""Family 4, citations: claims, values and references that do not belong together."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.sources.text import folded
from ontology.model import Claim, Measurement, Severity
from ontology.vocabulary import concept, with_broader
from queries.audit.facts import Facts, ListedWork
from queries.audit.outcomes import Checked
from queries.audit.rule import CITATIONS, Case, Raised, capital, listed, rule, verb
from queries.audit.trust import lower, unreviewed
from queries.audit.words import words


@rule("wrong-reference", CITATIONS, "A claim with the wrong reference")
def wrong_reference(case: Case) -> Iterator[Raised]:
    """A claim about a study or drug that its reference does not report, and another one does."""
    facts = case.facts
    for claim, cited in facts.citing:
        if not cited or not all(reference.work.reports for reference in cited):
            continue  # of a work whose study is unknown nothing can be said
        subjects = _subjects(facts, claim)
        if any(subjects & facts.studies_of(reference) for reference in cited):
            continue
        owners = [r for r in facts.references.values() if facts.studies_of(r) & subjects]
        if owners:
            named = " and ".join(facts.name_of(study) for study in sorted(subjects))
            yield Raised(
                claim.iri,
                "error",
                f"The claim is about {named}; {listed(cited)} "
                f"({'; '.join(r.label for r in cited)}) {verb(cited, 'reports', 'report')} "
                f"another study{_older(cited, owners)}. For {named} see {listed(owners)}.",
                [facts.stated[v] for v in claim.measurements if v in facts.stated],
                [*cited, *owners],
                suggestion=f"Cite {listed(owners)} here, if that is what is meant.",
            )


def _older(cited: Sequence[ListedWork], owners: Sequence[ListedWork]) -> str:
    """Whether all cited works came before the owners of the data, in words."""
    years = [r.work.year for r in cited if r.work.year]
    first = [r.work.year for r in owners if r.work.year]
    if first and years and max(years) < min(first):
        return f" and is of {max(years)}, older than any report of these data in the list"
    return ""


def _subjects(facts: Facts, claim: Claim) -> set[str]:
    """The parent studies that a claim is about: those of its values, and those it mentions."""
    studies = {facts.stated[v].study for v in claim.measurements if v in facts.stated}
    studies |= {m for m in claim.studies if m in facts.studies}
    return {facts.counted(study) for study in studies}


@rule(
    "author-not-in-reference",
    CITATIONS,
    "A named author who is not in the reference",
    also=("author-not-in-list",),
    rests_on=(),
)
def named_authors(case: Case) -> Iterator[Raised]:
    """A name such as `Smith et al.` that is no author of the reference beside it, or of any."""
    facts = case.facts
    for pointer in facts.pointers.values():
        reference = facts.listed.get(pointer.reference)
        if reference is not None and pointer.named_author:
            yield from _not_an_author(facts, pointer.iri, pointer.named_author, reference)
    known = frozenset[str]().union(
        _name_parts(" ".join(facts.document.authors)),
        *(_names_of(reference) for reference in facts.references.values()),
    )
    if all(r.printed or r.work.authors for r in facts.references.values()):
        yield from _not_in_list(facts, known)


def _not_an_author(facts: Facts, about: str, named: str, reference: ListedWork) -> Iterator[Raised]:
    authors, parts = reference.work.authors, _name_parts(named)
    if not authors or parts & _names_of(reference):
        return
    owners = [
        r for r in facts.references.values() if parts <= _name_parts(" ".join(r.work.authors[:1]))
    ]
    more = " and others" if len(authors) > 3 else ""
    yield Raised(
        about,
        "error",
        f"{named} et al. are named beside reference {reference.number}, which is by "
        f"{', '.join(authors[:3])}{more}.",
        references=[reference, *owners],
        suggestion=f"See {listed(owners)}." if owners else "See which work is meant.",
    )


def _not_in_list(facts: Facts, known: frozenset[str]) -> Iterator[Raised]:
    """Authors whom a claim names and no reference has; the first claim for each name.

    The first whom the document names may have written the work that it comments on.
    """
    named = [(claim, name) for claim in facts.claims.values() for name in claim.named_authors]
    seen = set(known).union(*(_name_parts(name) for _, name in named[:1]))
    for claim, name in named if facts.references else ():
        parts = _name_parts(name)
        if not parts & seen:
            seen |= parts
            yield Raised(
                claim.iri,
                "warning",
                f"{name} et al. are named, and no reference of the list is by them.",
                suggestion="Add the work to the list, or correct the name.",
                name="author-not-in-list",
            )


def _names_of(reference: ListedWork) -> set[str]:
    """All words that may be a name in a reference."""
    work = reference.work
    return _name_parts(" ".join((*work.authors, work.title, reference.printed or "")))


def _name_parts(names: str) -> set[str]:
    """The words of names, so that García-Pérez and Garcia Perez, Müller and Mueller are alike."""
    return {re.sub(r"([aou])e", r"\1", word) for word in folded(names).split()}


@rule("population-not-in-reference", CITATIONS, "A population that the reference did not study")
def population_not_in_reference(case: Case) -> Iterator[Raised]:
    """A claim about people whom the cited studies did not have, while another's did."""
    known = case.facts.populations
    return _not_in_reference(case, "warning", lambda c: c.populations, known, "no group known")


@rule("drug-not-in-reference", CITATIONS, "A drug that the reference did not study")
def drug_not_in_reference(case: Case) -> Iterator[Raised]:
    """A claim about a drug that the cited studies did not give, while another's did."""
    known = case.facts.drugs
    return _not_in_reference(case, "error", lambda c: c.drugs, known, "no regimen known")


def _not_in_reference(
    case: Case,
    severity: Severity,
    mentioned: Callable[[Claim], tuple[str, ...]],
    known: Mapping[str, frozenset[str]],
    nothing: str,
) -> Iterator[Raised]:
    """Claims all of whose drugs (or populations) are absent from the cited studies' records, if
    these have any, and present in those of another reference.
    """
    for claim, cited in case.facts.citing:
        subjects = mentioned(claim)
        if not subjects or not _all_known(cited, known):
            continue
        given = frozenset().union(*(known[study] for r in cited for study in r.work.reports))
        if any(
            subject in with_broader(other) or other in with_broader(subject)
            for subject in subjects
            for other in given
        ):
            continue  # also where a study had people or drugs of a wider class
        owners = [
            r
            for r in case.facts.references.values()
            if r not in cited
            and any(s in known.get(t, ()) for s in subjects for t in r.work.reports)
        ]
        if owners:
            named = " and ".join(concept(subject).label for subject in subjects)
            yield Raised(
                claim.iri,
                lower(severity) if unreviewed(claim) else severity,
                f"The claim is about {named}; {nothing} of {listed(cited)} "
                f"matches, while {listed(owners)} has it.",
                references=[*cited, *owners],
                suggestion=f"Cite {listed(owners)} here, if that is meant.",
            )


def _all_known(cited: Sequence[ListedWork], known: Mapping[str, frozenset[str]]) -> bool:
    """Whether each cited work reports studies, and of each of these something is known."""
    reports = [reference.work.reports for reference in cited]
    return bool(cited) and all(reports) and all(known.get(s) for r in reports for s in r)


@rule(
    "value-mismatch",
    CITATIONS,
    "A value that differs from the source's",
    also=("value-in-another-reference", "value-unverifiable", "number-uncited"),
    version=2,
)
def values_against_sources(case: Case) -> Iterator[Raised]:
    """Values that their source does not bear out, or that have none."""
    uncited: dict[str, list[Checked]] = defaultdict(list)
    for checked in case.checked.values():
        if checked.outcome != "uncited":
            yield from _not_borne_out(checked)
        elif checked.value.value is not None and not _in_words(checked):
            yield from _contrary(case.facts, checked)
            if checked.claim is not None:
                uncited[checked.claim.iri].append(checked)
    for claim, group in uncited.items():
        if not _known_in_general(case.facts, case.facts.claims[claim]):
            yield _uncited(claim, group)
    for general in case.facts.claims.values():
        if _known_in_general(case.facts, general):
            yield from _general_uncited(case.facts, general)
        elif general.iri not in uncited:
            yield from _yearly_uncited(case.facts, general)


def _known_in_general(facts: Facts, claim: Claim) -> bool:
    """Whether a drafted sentence of a document that cites works says what is known in general."""
    cites = any(pointer.place is None for pointer in facts.pointers.values())
    return cites and unreviewed(claim) and claim.role == "background" and not claim.pointers


def _cited_next(facts: Facts, claim: Claim) -> bool:
    """Whether the next sentence of the paragraph cites a work, which may be meant for both."""
    here = facts.anchors.get(claim.anchor or "")
    cited = (facts.anchors.get(p.anchor or "") for p in facts.pointers.values())
    return here is not None and any(
        a is not None and (a.paragraph, a.sentence) == (here.paragraph, here.sentence + 1)
        for a in cited
    )


def _printed(value: Measurement) -> bool:
    """Whether the number is in the text: `fewer than 10%`, and not `a majority`."""
    wording = (value.wording or "").split()
    return not wording or wording[-1].casefold() in words().before_number


def _general_uncited(facts: Facts, claim: Claim) -> Iterator[Raised]:
    """Shares of people that a sentence tells as known, without a source."""
    values = [facts.own[v] for v in claim.measurements if v in facts.own]
    shares = [v for v in values if v.unit == "%" and v.value is not None and _printed(v)]
    if shares:
        numbers = ", ".join(f"{v.value}%" for v in shares)
        yield Raised(
            claim.iri,
            "note" if _cited_next(facts, claim) else "warning",
            f"No reference stands with {numbers}, told as known.",
            shares,
            suggestion="Cite the source at the sentence.",
            name="number-uncited",
            leans_on=(),
        )


_LARGE = re.compile(r"\b\d{1,3}(?:[, \u00a0\u202f]\d{3})+\b|\b\d+(?:\.\d+)? (?:million|billion)\b")


def _yearly_uncited(facts: Facts, claim: Claim) -> Iterator[Raised]:
    """A large number of every year that a sentence tells as known, without a source."""
    quote = facts.quote(claim) or ""
    large = _LARGE.search(quote)
    here = facts.anchors.get(claim.anchor or "")
    if large is None or here is None or claim.pointers or not facts.first_pointer:
        return
    if any(word in quote.casefold() for word in words().yearly):
        yield Raised(
            claim.iri,
            "note" if facts.cited_beside(here) else "warning",
            f"No reference stands with {large.group()}, told as known.",
            suggestion="Cite the source at the sentence.",
            name="number-uncited",
            leans_on=(),
        )


def _not_borne_out(checked: Checked) -> Iterator[Raised]:
    """What is raised of a value by its outcome; nothing if it was verified or derived."""
    cited = checked.cited
    severity: Severity = "note"
    match checked.outcome:
        case "mismatch":
            name, severity = "value-mismatch", "warning" if checked.arithmetic else "error"
            shown = f" ({checked.arithmetic})" if checked.arithmetic else ""
            message = (
                f"{capital(listed(cited))} {verb(cited, 'reports', 'report')} another value for "
                f"this quantity{shown}."
            )
            suggestion = "Check the number against the source."
        case "found in another reference":
            name, severity = "value-in-another-reference", "error"
            owners = listed(checked.found_in)
            message = f"The value is credited to {listed(cited)}, and is reported by {owners}."
            suggestion = f"Cite {owners} for this value."
        case "unverifiable":
            name = "value-unverifiable"
            message = (
                f"{capital(listed(cited))} {verb(cited, 'was', 'were')} not seen to report this. "
                f"{_seen(cited)}"
            )
            suggestion = "Look the value up in the full text of the source."
        case _:
            return
    yield Raised(
        checked.value.iri,
        severity,
        message,
        [checked.value, *checked.compared],
        [*cited, *checked.found_in],
        outcome=checked.outcome,
        suggestion=suggestion,
        name=name,
    )


def _seen(cited: Sequence[ListedWork]) -> str:
    """How much was seen of each cited work."""
    return " ".join(
        f"Of reference {reference.number} was seen: {reference.work.text_seen}"
        + (f": {reference.work.text_seen_note}" if reference.work.text_seen_note else ".")
        for reference in cited
    )


def _in_words(checked: Checked) -> bool:
    """Whether a bound stands for words such as most, which no reader takes for a number."""
    return checked.value.wording is not None and checked.value.operator in ("<", ">", "≤", "≥")


def _contrary(facts: Facts, checked: Checked) -> Iterator[Raised]:
    """An uncited value whose known source has another number."""
    value = checked.value
    sources = [facts.reported[r] for r in value.restates if r in facts.reported]
    if sources and not checked.found_in:
        yield Raised(
            value.iri,
            "error",
            "The source of this value reports another one.",
            [value, *sources],
            [reference for source in sources for reference in facts.listed_as(source)],
            outcome=checked.outcome,
            suggestion="Check the number against the source.",
        )


def _uncited(claim: str, group: Sequence[Checked]) -> Raised:
    found_in = [reference for checked in group for reference in checked.found_in]
    what = "it" if len(group) == 1 else "some of them"
    known = f" {capital(listed(found_in))} reports {what}." if found_in else ""
    numbers = ", ".join(f"{c.value.value}{'%' if c.value.unit == '%' else ''}" for c in group)
    return Raised(
        claim,
        "note",
        f"No reference stands with {numbers}.{known}",
        [c.value for c in group],
        found_in,
        outcome="uncited",
        suggestion="Cite the source at the sentence.",
        name="number-uncited",
    )
