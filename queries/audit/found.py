"""The form of a finding, and how a rule makes one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ontology.model import Finding, Measurement, Outcome, Severity
from ontology.terms import local_name
from ontology.vocabulary import concept
from ontology.wording import brief
from queries.audit.facts import Facts
from queries.audit.outcomes import Checked
from queries.audit.retractions import NONE, Notices


@dataclass(frozen=True, slots=True)
class Case:
    """One document under audit: its facts, and the outcome of each of its stated values."""

    facts: Facts
    checked: dict[str, Checked]
    notices: Notices = NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule, with the names of all findings that it makes: `name` and those in `also`."""

    name: str
    family: str
    title: str
    run: Callable[[Case], Iterable[Finding]]
    also: tuple[str, ...] = ()


def finding(
    case: Case,
    rule: str,
    severity: Severity,
    about: str,
    message: str,
    *,
    values: Iterable[Measurement | str] = (),
    references: Iterable[int] = (),
    outcome: Outcome | None = None,
    suggestion: str | None = None,
) -> Finding:
    """A finding of `rule` about one thing; what it compared is kept in words and as IRIs.

    The claim is the thing itself, or the one that asserts it.
    """
    claim = case.facts.claims.get(about) or case.facts.claim_of.get(about)
    compared = list(values)
    evidence = {v.iri for v in compared if isinstance(v, Measurement)} - {about}
    return Finding(
        id=_slug(f"{case.facts.document.id}.{rule}.{local_name(about)}"),
        rule=rule,
        severity=severity,
        outcome=outcome,
        about=about,
        document=case.facts.document.iri,
        rests_on=tuple(sorted(evidence)),
        statement=claim.text if claim else None,
        place=case.facts.place(claim) if claim else None,
        values=tuple(dict.fromkeys(described(case.facts, v) for v in compared)),
        references=tuple(sorted(set(references))),
        message=message,
        suggestion=suggestion,
    )


def relayed(case: Case) -> Iterator[tuple[Measurement, Measurement]]:
    """Each stated value with each reported one that it restates."""
    for value in case.facts.stated.values():
        for name in value.restates:
            if name in case.facts.reported:
                yield value, case.facts.reported[name]


def described(facts: Facts, value: Measurement | str) -> str:
    """A value with who says so."""
    if isinstance(value, str):
        return value
    if value.stated:
        return f"stated: {in_words(value)}"
    reference = facts.reference_of.get(value.source)
    who = f"reference {reference.number}" if reference else facts.name_of(value.source)
    arm = value.regimen or value.cohort
    where = f" ({facts.name_of(arm)})" if arm else ""
    return f"reported by {who}: {in_words(value)}{where}"


def in_words(value: Measurement) -> str:
    """A value as a person reads it: endpoint, number, count, time."""
    return brief(value, lambda iri: concept(iri).label)


def distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with ids made distinct where one thing has several of one rule."""
    seen: dict[str, int] = {}
    for found in findings:
        seen[found.id] = seen.get(found.id, 0) + 1
        if seen[found.id] > 1:
            yield found.model_copy(update={"id": f"{found.id}-{seen[found.id]}"})
        else:
            yield found


def listed(numbers: Iterable[int]) -> str:
    """`reference 4`, `references 4 and 5`."""
    ordered = [str(n) for n in sorted(set(numbers))]
    if len(ordered) == 1:
        return f"reference {ordered[0]}"
    return f"references {', '.join(ordered[:-1])} and {ordered[-1]}" if ordered else "no reference"


def verb(numbers: Iterable[int], one: str, several: str) -> str:
    """The form of a verb that goes with `listed(numbers)`."""
    return several if len(set(numbers)) > 1 else one


def _slug(text: str) -> str:
    parts = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in text.split("."))
    return ".".join(filter(None, parts))[:120].rstrip("-.")
