"""Family 4, citations: claims, values and references that do not belong together."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from ontology.model import Claim, Finding, Measurement, Severity
from ontology.vocabulary import concept, with_broader
from queries.audit.facts import Facts, ListedWork
from queries.audit.found import Case, Rule, finding, listed, verb
from queries.audit.outcomes import Checked
from queries.audit.words import words


def wrong_reference(case: Case) -> Iterator[Finding]:
    """A claim about a study or drug that its reference does not report, and another one does."""
    facts = case.facts
    for claim in facts.claims.values():
        cited = facts.cited(claim)
        if not cited or any(not reference.work.reports for reference in cited):
            continue  # of a work whose study is unknown nothing can be said
        subjects = _subjects(facts, claim)
        covered = {
            facts.parent_study(study) for reference in cited for study in reference.work.reports
        }
        missing = sorted(subjects - covered)
        owners = [r for r in facts.references.values() if _parent_studies(facts, r) & set(missing)]
        if not subjects or subjects & covered or not owners:
            continue
        named = " and ".join(facts.name_of(study) for study in missing)
        older = _older(facts, cited, missing)
        yield finding(
            case,
            "wrong-reference",
            "error",
            claim.iri,
            f"The claim is about {named}; {listed(r.number for r in cited)} "
            f"({'; '.join(r.label for r in cited)}) "
            f"{verb((r.number for r in cited), 'reports', 'report')} another study{older}. "
            f"For {named} see {listed(r.number for r in owners)}.",
            values=[facts.stated[v] for v in claim.measurements if v in facts.stated],
            references=[r.number for r in (*cited, *owners)],
            suggestion=f"Cite {listed(r.number for r in owners)} here, if that is what is meant.",
        )


def _older(facts: Facts, cited: list[ListedWork], studies: list[str]) -> str:
    first = [
        r.work.year
        for r in facts.references.values()
        if r.work.year and _parent_studies(facts, r) & set(studies)
    ]
    years = [r.work.year for r in cited if r.work.year]
    if first and years and max(years) < min(first):
        return f" and is of {max(years)}, older than any report of these data in the list"
    return ""


def drug_not_in_reference(case: Case) -> Iterator[Finding]:
    """A claim about a drug that the cited studies did not give, while another's did."""
    yield from _not_in_reference(
        case,
        "drug-not-in-reference",
        "error",
        lambda claim: claim.drugs,
        case.facts.drugs,
        "no regimen known",
    )


def population_not_in_reference(case: Case) -> Iterator[Finding]:
    """A claim about people whom the cited studies did not have, while another's did."""
    yield from _not_in_reference(
        case,
        "population-not-in-reference",
        "warning",
        lambda claim: claim.populations,
        case.facts.populations,
        "no group known",
    )


def _not_in_reference(
    case: Case,
    rule: str,
    severity: Severity,
    mentioned: Callable[[Claim], tuple[str, ...]],
    known: dict[str, frozenset[str]],
    what: str,
) -> Iterator[Finding]:
    """Claims all of whose drugs (or populations) are absent from the cited studies' records, if
    these have any, and present in those of another reference.
    """
    facts = case.facts
    for claim in facts.claims.values():
        cited = facts.cited(claim)
        subjects = mentioned(claim)
        studies = {study for reference in cited for study in reference.work.reports}
        has = [known.get(study, frozenset()) for study in studies]
        if not subjects or not has or not all(has) or not all(r.work.reports for r in cited):
            continue
        given = frozenset[str]().union(*has)
        absent = [s for s in subjects if s not in given and not _part(s, given)]
        owners = [
            r
            for r in facts.references.values()
            if r not in cited and any(s in known.get(t, ()) for s in absent for t in r.work.reports)
        ]
        if len(absent) == len(subjects) and owners:
            named = " and ".join(concept(subject).label for subject in absent)
            yield finding(
                case,
                rule,
                severity,
                claim.iri,
                f"The claim is about {named}; {what} of {listed(r.number for r in cited)} "
                f"matches, while {listed(r.number for r in owners)} has it.",
                references=[r.number for r in (*cited, *owners)],
                suggestion=f"Cite {listed(r.number for r in owners)} here, if that is meant.",
            )


def _part(drug: str, given: frozenset[str]) -> bool:
    """Whether a more special drug of the class is given."""
    return any(drug in with_broader(other) for other in given)


def values_against_sources(case: Case) -> Iterator[Finding]:
    """Values that their source does not bear out, or that have none."""
    silent: dict[str, list[Checked]] = defaultdict(list)
    for checked in case.checked.values():
        value, claim = checked.value, checked.claim
        numbers = [r.number for r in checked.cited]
        match checked.outcome:
            case "mismatch":
                shown = f" ({checked.arithmetic})" if checked.arithmetic else ""
                yield finding(
                    case,
                    "value-mismatch",
                    "warning" if checked.arithmetic else "error",
                    value.iri,
                    f"{_capital(listed(numbers))} {verb(numbers, 'reports', 'report')} another "
                    f"value for this quantity{shown}.",
                    values=[value, *checked.compared],
                    references=numbers,
                    outcome=checked.outcome,
                    suggestion="Check the number against the source.",
                )
            case "found in another reference":
                found = [r.number for r in checked.found_in]
                yield finding(
                    case,
                    "value-in-another-reference",
                    "error",
                    value.iri,
                    f"The value is credited to {listed(numbers)}, and is reported by "
                    f"{listed(found)}.",
                    values=[value, *checked.compared],
                    references=[*numbers, *found],
                    outcome=checked.outcome,
                    suggestion=f"Cite {listed(found)} for this value.",
                )
            case "unverifiable":
                yield finding(
                    case,
                    "value-unverifiable",
                    "note",
                    value.iri,
                    f"{_capital(listed(numbers))} {verb(numbers, 'was', 'were')} not seen to "
                    f"report this. {_seen(checked)}",
                    values=[value, *checked.compared],
                    references=numbers,
                    outcome=checked.outcome,
                    suggestion="Look the value up in the full text of the source.",
                )
            case "uncited" if value.value is not None and not _in_words(value):
                yield from _contrary(case, checked)
                if claim is not None:
                    silent[claim.iri].append(checked)
            case _:
                pass
    for claim_iri, group in silent.items():
        yield _uncited(case, case.facts.claims[claim_iri], group)


def _in_words(value: Measurement) -> bool:
    """Whether a bound stands for words such as most, which no reader takes for a number."""
    return value.wording is not None and value.operator in ("<", ">", "≤", "≥")


def _contrary(case: Case, checked: Checked) -> Iterator[Finding]:
    """An uncited value whose known source has another number."""
    value = checked.value
    if checked.found_in or not value.restates:
        return
    sources = [case.facts.reported[r] for r in value.restates if r in case.facts.reported]
    owners = [
        case.facts.reference_of[v.source].number
        for v in sources
        if v.source in case.facts.reference_of
    ]
    if sources:
        yield finding(
            case,
            "value-mismatch",
            "error",
            value.iri,
            "The source of this value reports another one.",
            values=[value, *sources],
            references=owners,
            outcome=checked.outcome,
            suggestion="Check the number against the source.",
        )


def _uncited(case: Case, claim: Claim, group: list[Checked]) -> Finding:
    found = sorted({r.number for checked in group for r in checked.found_in})
    known = f" {_capital(listed(found))} reports it." if found and len(group) == 1 else ""
    if found and len(group) > 1:
        known = f" {_capital(listed(found))} reports some of them."
    numbers = ", ".join(f"{c.value.value}{'%' if c.value.unit == '%' else ''}" for c in group)
    return finding(
        case,
        "number-uncited",
        "note",
        claim.iri,
        f"No reference stands with {numbers}.{known}",
        values=[c.value for c in group],
        references=found,
        outcome="uncited",
        suggestion="Cite the source at the sentence.",
    )


def _seen(checked: Checked) -> str:
    told = []
    for reference in checked.cited:
        note = f": {reference.work.text_seen_note}" if reference.work.text_seen_note else "."
        told.append(f"Of reference {reference.number} was seen: {reference.work.text_seen}{note}")
    return " ".join(told)


def design_contradicted(case: Case) -> Iterator[Finding]:
    """A claim about the design of a study that the study's record contradicts."""
    facts = case.facts
    for claim in facts.claims.values():
        cited = facts.cited(claim)
        subjects = [m for m in claim.studies if m in facts.studies]
        studies = subjects or [s for r in cited for s in r.work.reports if s in facts.studies]
        for study in (facts.studies[s] for s in studies):
            if claim.says_stratified_by and study.stratified_by:
                if not _overlap(claim.says_stratified_by, study.stratified_by):
                    yield _design(
                        case,
                        claim,
                        f"{study.label} is said to stratify by {_and(claim.says_stratified_by)}; "
                        f"its report says {_and(study.stratified_by)}.",
                    )
            if claim.says_allocation and study.allocation:
                if claim.says_allocation != study.allocation:
                    yield _design(
                        case,
                        claim,
                        f"{study.label} is called {claim.says_allocation}; it is "
                        f"{study.allocation}.",
                    )


def _design(case: Case, claim: Claim, told: str) -> Finding:
    cited = case.facts.cited(claim)
    return finding(
        case,
        "design-contradicted",
        "error",
        claim.iri,
        told,
        references=[r.number for r in cited],
        values=[f"title of reference {r.number}: {r.work.title}" for r in cited],
        suggestion="Describe the design as the report does.",
    )


def _overlap(said: tuple[str, ...], known: tuple[str, ...]) -> bool:
    filler = words().stratum_filler

    def telling(texts: tuple[str, ...]) -> set[str]:
        plain = {word for text in texts for word in text.casefold().replace("-", " ").split()}
        return plain - filler

    return bool(telling(said) & telling(known))


def _and(texts: tuple[str, ...]) -> str:
    return " and ".join(texts)


def reference_list(case: Case) -> Iterator[Finding]:
    """References never cited, pointers out of order, one study cited twice, authors' own work."""
    facts = case.facts
    number_of = {reference.iri: number for number, reference in facts.references.items()}
    for row in facts.patterns["reference-never-cited"]:
        number = number_of[row["about"]]
        yield finding(
            case,
            "reference-never-cited",
            "warning",
            row["about"],
            f"Reference {number} ({facts.references[number].label}) is in the list and cited "
            "nowhere.",
            references=[number],
            suggestion="Cite it where it belongs, or take it off the list.",
        )
    for row in facts.patterns["reference-cited-twice"]:
        number, earlier = number_of[row["about"]], int(row["earlier"])
        yield finding(
            case,
            "reference-listed-twice",
            "warning",
            row["about"],
            f"Reference {number} is the same work as reference {earlier}.",
            references=[number, earlier],
            suggestion="Keep one of the two.",
        )
    for number, reference in facts.references.items():
        own = sorted(_people(facts.document.authors) & _people(reference.work.authors))
        if own:
            yield finding(
                case,
                "self-citation",
                "note",
                reference.iri,
                f"Reference {number} shares the author {' and '.join(own)} with the document.",
                references=[number],
            )
    yield from _order(case)
    yield from _shared_studies(case)


def retracted(case: Case) -> Iterator[Finding]:
    """References with a notice in the Retraction Watch data that the user gave."""
    for number, reference in case.facts.references.items():
        notice = case.notices.of(reference.work.doi, reference.work.pmid)
        if notice is not None:
            retraction = notice.nature.casefold() == "retraction"
            reason = f" Reason: {notice.reason.strip(';+ ')}." if notice.reason else ""
            yield finding(
                case,
                "reference-retracted",
                "error" if retraction else "warning",
                reference.iri,
                f"Reference {number} ({reference.label}) has a notice: {notice.nature}, "
                f"{notice.date}.{reason}",
                references=[number],
                suggestion="Read the notice, and see what of the document still stands.",
            )


def _order(case: Case) -> Iterator[Finding]:
    highest = 0
    number_of = case.facts.number_of
    invoked = sorted((p.marker, number_of(p), p.iri) for p in case.facts.pointers.values())
    for _, number, pointer in invoked:
        if number > highest + 1:
            yield finding(
                case,
                "pointers-out-of-order",
                "note",
                pointer,
                f"Reference {number} is cited for the first time before reference {highest + 1}.",
                references=[number, highest + 1],
                suggestion="Number the references in the order in which they are cited.",
            )
        highest = max(highest, number)


def _shared_studies(case: Case) -> Iterator[Finding]:
    owners: dict[str, list[ListedWork]] = defaultdict(list)
    for reference in case.facts.references.values():
        for study in _parent_studies(case.facts, reference):
            owners[study].append(reference)
    for study, sharing in sorted(owners.items()):
        if len({reference.work.iri for reference in sharing}) > 1:
            numbers = [r.number for r in sharing]
            yield finding(
                case,
                "references-share-study",
                "note",
                sharing[-1].iri,
                f"{_capital(listed(numbers))} report on one study, {case.facts.name_of(study)}; "
                "they are not independent.",
                references=numbers,
                suggestion="Count them as one when evidence is added up.",
            )


def _subjects(facts: Facts, claim: Claim) -> set[str]:
    """The whole studies that a claim is about: by its values, else by what it mentions."""
    studies = {facts.stated[v].study for v in claim.measurements if v in facts.stated}
    studies |= {m for m in claim.studies if m in facts.studies}
    return {facts.parent_study(study) for study in studies}


def _parent_studies(facts: Facts, reference: ListedWork) -> set[str]:
    return {facts.parent_study(study) for study in reference.work.reports}


def _people(authors: tuple[str, ...]) -> set[str]:
    return {author for author in authors if " " in author}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_FAMILY = "citations"
RULES = (
    Rule("reference-retracted", _FAMILY, "A source retracted or corrected", retracted),
    Rule("wrong-reference", _FAMILY, "A claim with the wrong reference", wrong_reference),
    Rule(
        "population-not-in-reference",
        _FAMILY,
        "People whom the reference's study did not have",
        population_not_in_reference,
    ),
    Rule(
        "drug-not-in-reference",
        _FAMILY,
        "A drug that the reference's study did not give",
        drug_not_in_reference,
    ),
    Rule(
        "value-mismatch",
        _FAMILY,
        "A value that the source has otherwise",
        values_against_sources,
        ("value-in-another-reference", "value-unverifiable", "number-uncited"),
    ),
    Rule(
        "design-contradicted", _FAMILY, "A design that the report contradicts", design_contradicted
    ),
    Rule(
        "reference-never-cited",
        _FAMILY,
        "The reference list against the text",
        reference_list,
        (
            "reference-listed-twice",
            "self-citation",
            "pointers-out-of-order",
            "references-share-study",
        ),
    ),
)
