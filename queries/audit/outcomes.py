"""How each stated value ends: in exactly one outcome, with what it was held against."""

from collections.abc import Iterable
from dataclasses import dataclass

from ontology.model import Outcome
from queries.audit.facts import Claim, Facts, Reference, Value
from queries.audit.quantities import (
    Derivation,
    agrees,
    certainly_same,
    derivation,
    same_quantity,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One stated value: its outcome, the references looked at, and what they report of it."""

    value: Value
    claim: Claim | None
    outcome: Outcome
    cited: tuple[Reference, ...]
    found_in: tuple[Reference, ...]
    compared: tuple[Value, ...]
    arithmetic: str | None = None


def check_all(facts: Facts) -> dict[str, Checked]:
    """The outcome of every stated value, by its IRI."""
    return {iri: _check(facts, value) for iri, value in facts.stated.items()}


def _check(facts: Facts, value: Value) -> Checked:
    claim = facts.claim_of.get(value.iri)
    cited = tuple(facts.cited(claim))
    others = tuple(r for r in facts.references.values() if r not in cited)
    elsewhere = tuple(r for r in others if _reporting(facts, value, r))
    if not cited:
        compared = tuple(v for r in elsewhere for v in _reporting(facts, value, r))
        derived = _derived(facts, value, others)
        text = derived.text if derived and derived.holds else None
        seen_in = elsewhere or (_owners(facts, derived) if text and derived else ())
        return Checked(value, claim, "uncited", cited, seen_in, compared, text)
    verified = tuple(v for r in cited for v in _reporting(facts, value, r))
    if verified:
        return Checked(value, claim, "verified", cited, cited, verified)
    derived = _derived(facts, value, cited)
    if derived and derived.holds:
        return Checked(value, claim, "derived", cited, cited, derived.sources, derived.text)
    if elsewhere:
        compared = tuple(v for r in elsewhere for v in _reporting(facts, value, r))
        outcome: Outcome = "found in another reference"
        return Checked(value, claim, outcome, cited, elsewhere, compared)
    contrary = tuple(
        v
        for r in cited
        for v in facts.reported_by.get(r.publication, ())
        if v.iri in value.restates or certainly_same(facts, value, v)
    )
    if contrary and value.printed is not None:
        return Checked(value, claim, "mismatch", cited, (), contrary)
    if derived and value.printed is not None:
        return Checked(value, claim, "mismatch", cited, (), derived.sources, derived.text)
    return Checked(value, claim, "unverifiable", cited, (), _near(facts, value, cited))


def _reporting(facts: Facts, value: Value, reference: Reference) -> tuple[Value, ...]:
    """What a reference reports of the same quantity with the same number."""
    if value.printed is None:
        return ()
    return tuple(
        v
        for v in facts.reported_by.get(reference.publication, ())
        if (v.iri in value.restates or same_quantity(facts, value, v)) and agrees(value, v)
    )


def _derived(facts: Facts, value: Value, references: Iterable[Reference]) -> Derivation | None:
    pool = [v for r in references for v in facts.reported_by.get(r.publication, ())]
    return derivation(facts, value, pool)


def _owners(facts: Facts, derived: Derivation) -> tuple[Reference, ...]:
    owners = {v.source for v in derived.sources}
    return tuple(r for r in facts.references.values() if r.publication in owners)


def _near(facts: Facts, value: Value, cited: Iterable[Reference]) -> tuple[Value, ...]:
    """What the cited sources report of the same endpoint, to show beside an unverifiable value."""
    return tuple(
        v
        for r in cited
        for v in facts.reported_by.get(r.publication, ())
        if v.endpoint == value.endpoint and v.printed is not None and not v.compared_regimen
    )[:4]
