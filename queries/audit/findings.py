"""From what a rule raises to the finding that is kept: id, place, statement, compared values."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ontology.model import Finding, Measurement
from ontology.model.statement import Statement
from ontology.terms import local_name
from ontology.vocabulary import concept
from ontology.wording import brief
from queries.audit.facts import Facts
from queries.audit.rule import Case, Raised, Rule, numbered
from queries.audit.trust import NOT_REVIEWED, capped, graded


def findings(case: Case, rule: Rule) -> Iterator[Finding]:
    """What a rule finds in one document."""
    for raised in rule.check(case):
        yield _finding(case, rule, raised)


def _finding(case: Case, rule: Rule, raised: Raised) -> Finding:
    """The finding about a thing, and on the claim that the thing is or that asserts it."""
    facts = case.facts
    name = raised.name or rule.name
    claim = facts.claims.get(raised.about) or facts.claim_of.get(raised.about)
    compared = tuple(raised.values)
    statements: list[Statement] = [v for v in compared if isinstance(v, Measurement)]
    statements += filter(None, [facts.pointers.get(raised.about)])
    if raised.leans_on is not None:
        statements = list(raised.leans_on)
    told = [*statements, *_about(facts, raised.about)]
    statements = [one for one in statements if not _verified(case, one)]
    severity = capped(graded(raised.severity, statements, rule.rests_on), told)
    evidence = {v.iri for v in compared if isinstance(v, Measurement)} - {raised.about}
    return Finding(
        id=_slug(f"{facts.document.id}.{name}.{local_name(raised.about)}"),
        rule=name,
        rule_version=rule.version,
        severity=severity,
        outcome=raised.outcome,
        about=raised.about,
        document=facts.document.iri,
        rests_on=tuple(sorted(evidence)),
        statement=claim.text if claim else None,
        place=facts.place(claim) or _own_place(facts, raised.about),
        quote=facts.quote(claim),
        values=tuple(dict.fromkeys(described(facts, v) for v in compared)),
        references=tuple(numbered(raised.references)),
        message=raised.message,
        suggestion=raised.suggestion if severity == raised.severity else NOT_REVIEWED,
    )


def _about(facts: Facts, about: str) -> Iterator[Statement]:
    """The statement that a finding is about."""
    for things in (facts.own, facts.claims, facts.pointers):
        if (thing := things.get(about)) is not None:
            yield thing


def _verified(case: Case, statement: Statement) -> bool:
    """Whether a source bears a value out, so that it was read rightly."""
    checked = case.checked.get(statement.iri) if isinstance(statement, Measurement) else None
    return checked is not None and checked.outcome == "verified"


def _own_place(facts: Facts, about: str) -> str | None:
    """Where a value or pointer stands that no claim asserts, or a reference is first cited."""
    thing = facts.own.get(about) or facts.pointers.get(about) or facts.first_pointer.get(about)
    return facts.place_of((thing and thing.anchor) or "")


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


def distinct(all_findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with ids made distinct where one thing has several of one rule."""
    seen = Counter[str]()
    for finding in all_findings:
        seen[finding.id] += 1
        number = seen[finding.id]
        yield (
            finding if number == 1 else finding.model_copy(update={"id": f"{finding.id}-{number}"})
        )


def _slug(text: str) -> str:
    parts = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in text.split("."))
    return ".".join(filter(None, parts))[:120].rstrip("-.")
