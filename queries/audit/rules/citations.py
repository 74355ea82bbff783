"""Family 4, citations: claims, values and references that do not belong together."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from ingest.sources.text import folded
from ontology.model import Claim, Measurement, Severity, Study
from ontology.vocabulary import concept, with_broader
from queries.audit.facts import Facts, ListedWork
from queries.audit.outcomes import Checked
from queries.audit.rule import CITATIONS, Case, Raised, capital, listed, rule, verb
from queries.audit.trust import lower, unreviewed
from queries.audit.words import words

SHORT_LIST = 8
"""A list of fewer references may be in alphabetical order by chance."""
IN_ORDER = 3
"""The letters of a name that an alphabetical list is compared by."""
MOSTLY = 0.9
"""The share of a list that is in order; umlauts and prefixes are sorted in several ways."""


@rule("wrong-reference", CITATIONS, "A claim with the wrong reference")
def wrong_reference(case: Case) -> Iterator[Raised]:
    """A claim about a study or drug that its reference does not report, and another one does."""
    facts = case.facts
    for claim, cited in facts.citing:
        if not cited or not all(reference.work.reports for reference in cited):
            continue  # of a work whose study is unknown nothing can be said
        subjects = _subjects(facts, claim)
        if any(subjects & _studies(facts, reference) for reference in cited):
            continue
        owners = [r for r in facts.references.values() if _studies(facts, r) & subjects]
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


def _studies(facts: Facts, reference: ListedWork) -> set[str]:
    return {facts.counted(study) for study in reference.work.reports}


@rule(
    "author-not-in-reference",
    CITATIONS,
    "A named author who is not in the reference",
    also=("author-not-in-list",),
    joins=False,
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


@rule("design-contradicted", CITATIONS, "A design that the report contradicts")
def design_contradicted(case: Case) -> Iterator[Raised]:
    """A claim about the design of a study that the study's record contradicts."""
    facts = case.facts
    for claim, cited in facts.citing:
        subjects = [m for m in claim.studies if m in facts.studies]
        reported = [s for r in cited for s in r.work.reports if s in facts.studies]
        for study in (facts.studies[s] for s in subjects or reported):
            for fault in _design_faults(claim, study):
                drafted = any(
                    unreviewed(v) for r in cited for v in facts.reported_by.get(r.work.iri, ())
                )
                yield Raised(
                    claim.iri,
                    lower("error") if drafted else "error",
                    f"{study.label} is {fault}.",
                    [f"title of reference {r.number}: {r.work.title}" for r in cited],
                    cited,
                    suggestion="Describe the design as the report does.",
                )


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


@rule(
    "reference-never-cited",
    CITATIONS,
    "The reference list compared with the text",
    also=(
        "reference-listed-twice",
        "self-citation",
        "pointers-out-of-order",
        "references-share-study",
    ),
)
def reference_list(case: Case) -> Iterator[Raised]:
    """References never cited, pointers out of order, one study cited twice, authors' own work."""
    yield from _never_cited(case.facts)
    yield from _listed_twice(case.facts)
    yield from _self_citations(case.facts)
    yield from _out_of_order(case.facts)
    yield from _shared_studies(case.facts)


def _never_cited(facts: Facts) -> Iterator[Raised]:
    # What was not seen may be there: no pointer at all was read, or a part was not searched.
    if not facts.pointers or facts.document.unsearched:
        return
    for row in facts.patterns["reference-never-cited"]:
        reference = facts.listed[row["about"]]
        yield Raised(
            reference.iri,
            "warning",
            f"Reference {reference.number} ({reference.label}) is in the list and cited nowhere.",
            references=[reference],
            suggestion="Cite it where it belongs, or take it off the list.",
        )


def _listed_twice(facts: Facts) -> Iterator[Raised]:
    for row in facts.patterns["reference-cited-twice"]:
        number, earlier = facts.listed[row["about"]].number, int(row["earlier"])
        message = f"Reference {number} is the same work as reference {earlier}."
        yield Raised(
            row["about"],
            "warning",
            message,
            references=[number, earlier],
            suggestion="Keep one of the two.",
            name="reference-listed-twice",
        )


def _self_citations(facts: Facts) -> Iterator[Raised]:
    for reference in facts.references.values():
        own = sorted(_people(facts.document.authors) & _people(reference.work.authors))
        if own:
            names = " and ".join(own)
            message = f"Reference {reference.number} shares the author {names} with the document."
            yield Raised(
                reference.iri, "note", message, references=[reference], name="self-citation"
            )


def _people(authors: tuple[str, ...]) -> set[str]:
    return {author for author in authors if " " in author}


def _out_of_order(facts: Facts) -> Iterator[Raised]:
    highest = 0
    invoked = [p for p in facts.pointers.values() if p.reference in facts.listed]
    in_text = [p for p in invoked if p.place is None]
    # The place of a table in the order is that of its first mention, which no pointer has.
    elsewhere = {facts.listed[p.reference].number for p in invoked if p.place is not None}
    in_order = sorted((p.marker, facts.listed[p.reference].number, p.iri) for p in in_text)
    cited = {number for _, number, _ in in_order} | elsewhere
    if facts.document.unsearched or _alphabetical(facts):
        return
    for _, number, pointer in in_order:
        while highest + 1 < number and highest + 1 in elsewhere:
            highest += 1
        if number > highest + 1:
            passed = range(highest + 1, number)
            # Where most of the references passed over are cited nowhere, some marker was not read.
            sure = 2 * len(cited.intersection(passed)) > len(passed)
            yield Raised(
                pointer,
                "warning" if sure else "note",
                f"Reference {number} is cited for the first time before reference {highest + 1}.",
                references=[number, highest + 1],
                suggestion="Number the references in the order in which they are cited.",
                name="pointers-out-of-order",
            )
        highest = max(highest, number)


def _alphabetical(facts: Facts) -> bool:
    """Whether a list is in the order of its first authors, so that markers cannot be in order."""
    first = [
        (r.printed or r.label).lstrip("0123456789.[]() ").casefold()
        for r in facts.references.values()
    ]
    in_order = sum(one[:IN_ORDER] <= other[:IN_ORDER] for one, other in pairwise(first))
    return len(first) >= SHORT_LIST and in_order >= MOSTLY * (len(first) - 1)


def _shared_studies(facts: Facts) -> Iterator[Raised]:
    owners: dict[str, list[ListedWork]] = defaultdict(list)
    for reference in facts.references.values():
        for study in _studies(facts, reference):
            owners[study].append(reference)
    for study, sharing in sorted(owners.items()):
        if len({reference.work.iri for reference in sharing}) > 1:
            reported = {one for reference in sharing for one in reference.work.reports}
            name = facts.counted.in_words(study, facts.name_of(study), reported)
            yield Raised(
                sharing[-1].iri,
                "note",
                f"{capital(listed(sharing))} report on one study, {name}; "
                "they are not independent.",
                references=sharing,
                suggestion="Count them as one when evidence is added up.",
                name="references-share-study",
            )
