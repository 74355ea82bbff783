"""`Told`: a value of a record with what tells its people and its treatment, in words and terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ingest.language.tokens import folded
from ingest.language.words import words
from ontology.model import Cohort, Measurement, Publication, Record, Regimen
from ontology.vocabulary import concept_iri, with_broader


@dataclass(frozen=True, slots=True)
class Group:
    """People or a treatment: the words of its names, and the concepts that it is known to have."""

    words: frozenset[str]
    concepts: frozenset[str] = frozenset()

    @property
    def wider(self) -> frozenset[str]:
        """The concepts with their classes."""
        return frozenset().union(*map(with_broader, self.concepts))


@dataclass(frozen=True, slots=True)
class Told:
    """A measurement of a record; `name` is what another record calls it."""

    name: str
    value: Measurement
    treatment: Group | None
    compared: Group | None
    people: Group | None

    @property
    def endpoint(self) -> str:
        """The IRI of the endpoint."""
        return concept_iri("endpoint", self.value.endpoint)

    @property
    def endpoint_words(self) -> frozenset[str]:
        """The document's own words for an endpoint that no vocabulary has."""
        return content(self.value.endpoint_text or "")


@dataclass(frozen=True)
class ReportingWork:
    """A cited work: what its record reports, and how often each number occurs in its text.

    `numbers` is None where the text is not at hand, as for a record that a person curated.
    """

    publication: Publication
    reported: tuple[Told, ...]
    numbers: Mapping[str, int] | None = field(default=None, repr=False)

    @cached_property
    def treatments(self) -> tuple[Group, ...]:
        """The different treatments that its values are given for."""
        return tuple(dict.fromkeys(t.treatment for t in self.reported if t.treatment))

    @cached_property
    def cohorts(self) -> tuple[Group, ...]:
        """The different groups of people that its values are given for."""
        return tuple(dict.fromkeys(t.people for t in self.reported if t.people))

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of its title that mean something."""
        return content(self.publication.title)

    @property
    def whole(self) -> bool:
        """Whether all of its text was seen."""
        return self.publication.text_seen == "full text"


def content(text: str) -> frozenset[str]:
    """The folded words of a phrase that tell it from others.

    >>> sorted(content("the blinatumomab arm of the trial"))
    ['blinatumomab', 'trial']
    """
    nothing = words("people") | words("arm_breaks") | _FOR_GROUPS
    return frozenset(word for word in folded(text.lower()) if word not in nothing)


_FOR_GROUPS = frozenset(
    ("arm", "group", "cohort", "stratum", "course", "regimen", "therapy", "treatment")
)


def stated(record: Record) -> list[Told]:
    """The values that a document states."""
    return _told(record, record.stated)


def reported(record: Record) -> list[Told]:
    """The values that the works of a record report."""
    return _told(record, record.reported)


def _told(record: Record, values: tuple[Measurement, ...]) -> list[Told]:
    treatments = {r.id: _treatment(r) for r in record.regimens}
    for arm in record.arms:
        drugs = [treatments[name].concepts for name in arm.received if name in treatments]
        said = content(" ".join((arm.label, *arm.names)))
        treatments.setdefault(arm.id, Group(said, frozenset().union(*drugs)))
    people = {c.id: _people(c) for c in record.cohorts}
    return [
        Told(
            f"{record.record}/{value.id}",
            value,
            treatments.get(value.regimen or value.arm or ""),
            treatments.get(value.compared_regimen or value.compared_arm or ""),
            people.get(value.cohort or ""),
        )
        for value in values
    ]


def _treatment(regimen: Regimen) -> Group:
    drugs = frozenset(concept_iri("drug", name) for name in regimen.drugs)
    return Group(content(regimen.label), drugs)


def _people(cohort: Cohort) -> Group:
    populations = frozenset(concept_iri("population", name) for name in cohort.populations)
    return Group(content(cohort.label), populations)
