"""How each stated value ends: in exactly one outcome, with what it was held against."""

from collections.abc import Iterable
from dataclasses import dataclass

from ontology.model import Claim, Measurement, Outcome, StatedMeasurement
from ontology.vocabulary import concept, concept_iri
from queries.audit.facts import Facts, ListedWork
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

    value: StatedMeasurement
    claim: Claim | None
    outcome: Outcome
    cited: tuple[ListedWork, ...]
    found_in: tuple[ListedWork, ...]
    compared: tuple[Measurement, ...]
    arithmetic: str | None = None


def check_all(facts: Facts) -> dict[str, Checked]:
    """The outcome of every stated value, by its IRI."""
    return {iri: _check(facts, value) for iri, value in facts.stated.items()}


def _check(facts: Facts, value: StatedMeasurement) -> Checked:
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
    contrary = (
        *_linked(facts, value.restates, cited),
        *(
            v
            for r in cited
            for v in facts.candidates(value, r.work.iri)
            if certainly_same(facts, value, v) and v.iri not in value.restates
        ),
    )
    if contrary and value.value is not None:
        return Checked(value, claim, "mismatch", cited, (), contrary)
    if derived and value.value is not None:
        return Checked(value, claim, "mismatch", cited, (), derived.sources, derived.text)
    return Checked(value, claim, "unverifiable", cited, (), _near(facts, value, cited))


def _reporting(
    facts: Facts, value: StatedMeasurement, reference: ListedWork
) -> tuple[Measurement, ...]:
    """What a reference reports of the same quantity with the same number."""
    if value.value is None:
        return ()
    linked = _linked(facts, value.restates, (reference,))
    fitting = (
        v
        for v in facts.candidates(value, reference.work.iri)
        if v not in linked and same_quantity(facts, value, v)
    )
    return tuple(v for v in (*linked, *fitting) if agrees(value, v))


def _linked(
    facts: Facts, names: Iterable[str], references: Iterable[ListedWork]
) -> list[Measurement]:
    """The reported values of these names that these references report."""
    works = {r.work.iri for r in references}
    known = (facts.reported[name] for name in names if name in facts.reported)
    return [v for v in known if v.source in works]


def _derived(
    facts: Facts, value: StatedMeasurement, references: Iterable[ListedWork]
) -> Derivation | None:
    listed = list(references)
    opposite = [concept_iri("endpoint", name) for name in concept(value.endpoint).complements]
    pool = _linked(facts, value.derived_from, listed)
    pool += [
        v
        for r in listed
        for endpoint in (value.endpoint, *opposite)
        for v in facts.candidates(value, r.work.iri, endpoint)
        if v not in pool
    ]
    return derivation(facts, value, pool)


def _owners(facts: Facts, derived: Derivation) -> tuple[ListedWork, ...]:
    owners = {v.source for v in derived.sources}
    return tuple(r for r in facts.references.values() if r.work.iri in owners)


def _near(facts: Facts, value: Measurement, cited: Iterable[ListedWork]) -> tuple[Measurement, ...]:
    """What the cited sources report of the same endpoint, to show beside an unverifiable value."""
    near = (v for r in cited for v in facts.candidates(value, r.work.iri))
    return tuple(v for v in near if v.value is not None and not v.compared_regimen)[:4]
