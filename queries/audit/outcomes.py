"""How each stated value ends: in exactly one outcome, with what it was held against."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

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
from queries.audit.trust import unreviewed


@dataclass(frozen=True, slots=True)
class Checked:
    """One stated value: its outcome, the references looked at, and what they report of it."""

    value: StatedMeasurement
    claim: Claim | None
    cited: tuple[ListedWork, ...]
    outcome: Outcome
    found_in: tuple[ListedWork, ...]
    compared: tuple[Measurement, ...]
    arithmetic: str | None = None

    @property
    def borne_out(self) -> bool:
        """Whether a reference, cited or not, reports the value or what it follows from."""
        return self.outcome in ("verified", "derived") or bool(self.found_in)


def check_all(facts: Facts) -> dict[str, Checked]:
    """The outcome of every stated value, by its IRI."""
    return {iri: _check(facts, value) for iri, value in facts.stated.items()}


def _check(facts: Facts, value: StatedMeasurement) -> Checked:
    """The first outcome that holds, from good to bad."""
    claim = facts.claim_of.get(value.iri)
    cited = facts.cited(claim)
    others = [r for r in facts.references.values() if r not in cited]
    ended = partial(Checked, value, claim, cited)
    reported = _reporting(facts, value, cited)
    if reported:
        return ended("verified", cited, reported)
    derived = _derived(facts, value, cited or others)
    holding = derived if derived and derived.holds else None
    if cited and holding:
        return ended("derived", cited, holding.sources, holding.text)
    elsewhere = _reporting(facts, value, others)
    owners = _owners(facts, elsewhere)
    if not cited:
        if holding:
            return ended(
                "uncited", owners or _owners(facts, holding.sources), elsewhere, holding.text
            )
        return ended("uncited", owners, elsewhere)
    if elsewhere:
        return ended("found in another reference", owners, elsewhere)
    if _numberless(value):
        return ended("unverifiable", (), _near(facts, value, cited))
    if contrary := _contrary(facts, value, cited):
        return ended("mismatch", (), contrary)
    if derived and not any(map(unreviewed, derived.sources)):
        return ended("mismatch", (), derived.sources, derived.text)
    return ended("unverifiable", (), _near(facts, value, cited))


def _numberless(value: Measurement) -> bool:
    """Whether neither a number nor a count of so many is stated."""
    return value.value is None and (value.numerator is None or value.denominator is None)


def _reporting(
    facts: Facts, value: StatedMeasurement, references: Iterable[ListedWork]
) -> tuple[Measurement, ...]:
    """What references report of the same quantity with the same number."""
    if _numberless(value):
        return ()
    return tuple(v for r in references for v in _same(facts, value, r) if agrees(value, v))


def _same(facts: Facts, value: StatedMeasurement, reference: ListedWork) -> Iterator[Measurement]:
    """What a reference reports of the same quantity, values that are linked to it first."""
    linked = _linked(facts, value.restates, (reference,))
    yield from linked
    for other in facts.candidates(value, reference.work.iri):
        if other not in linked and same_quantity(facts, value, other):
            yield other


def _contrary(
    facts: Facts, value: StatedMeasurement, cited: Iterable[ListedWork]
) -> tuple[Measurement, ...]:
    """What the cited references report of what is certainly the same quantity."""
    candidates = (v for r in cited for v in facts.candidates(value, r.work.iri))
    return (
        *_linked(facts, value.restates, cited),
        *(v for v in candidates if v.iri not in value.restates and certainly_same(facts, value, v)),
    )


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


def _owners(facts: Facts, values: Iterable[Measurement]) -> tuple[ListedWork, ...]:
    """The references that report these values."""
    sources = {v.source for v in values}
    return tuple(r for r in facts.references.values() if r.work.iri in sources)


def _near(facts: Facts, value: Measurement, cited: Iterable[ListedWork]) -> tuple[Measurement, ...]:
    """What the cited sources report of the same endpoint, to show beside an unverifiable value."""
    near = (v for r in cited for v in facts.candidates(value, r.work.iri))
    return tuple(v for v in near if v.value is not None and not v.compared_regimen)[:4]
