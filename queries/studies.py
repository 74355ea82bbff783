"""Which records of studies count as one study: the one definition of independence.

The parts of a study, such as the randomisations of a trial, are one study with it. Studies that
share a registration and are not joined so are *candidates for one study*: they count once until a
person says that they are different (`ingest.identity`), and for good where a person says that they
are the same. What only looks alike, a title or a name, joins nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ontology.field_map import property_of
from ontology.fields import Inferred
from ontology.model import DIFFERENT_STUDY, SAME_STUDY, Registration, Study
from ontology.terms import local_name
from queries import reader
from queries.reader import Description, Things
from queries.sparql import run_about
from queries.store import Store

REGISTRATIONS = property_of(Study, "registrations")


@dataclass(frozen=True, slots=True)
class StudyGroup:
    """Records that count as one study, by IRI; of a study with parts the outermost one.

    `numbers` are the registrations by which alone they are candidates for one study; none are left
    where a person said that all are the same.
    """

    studies: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether a person said so, and not a number alone."""
        return not self.numbers

    def in_words(self, label: str, records: int) -> str:
        """A study by its label, with how many records are counted as it, and why.

        >>> StudyGroup(("x:a", "x:b"), ("NCT00000001",)).in_words("Trial A", 2)
        'Trial A (2 records, perhaps one study: NCT00000001)'
        """
        why = "of one study" if self.settled else f"perhaps one study: {', '.join(self.numbers)}"
        return f"{label} ({records} records{' ' if self.settled else ', '}{why})"


@dataclass(frozen=True, slots=True)
class CountedStudies:
    """Under which IRI each study is counted (`of`), and what counts together (`groups`).

    A study that is part of none and shares nothing is counted under its own IRI. `parents` gives
    the outermost study of each, `certain` the one that it surely is the same as: by part or by a
    person's word, not by a number. `apart` are pairs of outermost studies that a person said are
    different.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, StudyGroup] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    certain: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def __call__(self, study: str) -> str:
        """The IRI that a study is counted under; its own where nothing is known of it."""
        return self.of.get(study, study)

    def surely_one(self, one: str, other: str) -> bool:
        """Whether two studies are parts of one, or one by a person's word."""
        return self.certain.get(one, one) == self.certain.get(other, other)

    def differ(self, one: str, other: str) -> bool:
        """Whether a person said that two outermost studies are different."""
        return (one, other) in self.apart or (other, one) in self.apart

    def once(self, studies: Iterable[str]) -> dict[str, str]:
        """Each of these studies with the one of them, the least by IRI, that stands for it."""
        chosen: dict[str, str] = {}
        return {study: chosen.setdefault(self(study), study) for study in sorted(studies)}

    def in_words(self, study: str, label: str, among: Iterable[str]) -> str:
        """What to call a study: with how many records `among` some count as it, if several."""
        group = self.groups.get(self(study))
        records = {self.parents.get(iri, iri) for iri in among if self(iri) == self(study)}
        return label if group is None or len(records) < 2 else group.in_words(label, len(records))


def counted_studies(things: Things) -> CountedStudies:
    """Which of the studies that were read count as one.

    What a person said comes first: candidates never join two studies that are said to differ.

    >>> from queries.reader import Description, Things
    >>> study = ["https://w3id.org/alltrace/ns#Study"]
    >>> registered = Description(classes=study, links={REGISTRATIONS: ["x:/NCT00000001"]})
    >>> counted_studies(Things({"x:a": registered, "x:b": registered})).groups["x:a"].numbers
    ('NCT00000001',)
    """
    parents = parent_studies(things)
    holders: dict[str, set[str]] = defaultdict(set)
    for study in parents:
        for number in _numbers(study, things):
            holders[number].add(parents[study])
    apart = frozenset(_judged(things, parents, DIFFERENT_STUDY))
    sets = _Sets(apart)
    for one, other in sorted(_judged(things, parents, SAME_STUDY)):
        sets.join(one, other)
    roots = sorted({*parents.values(), *sets.of})
    settled = {root: sets.find(root) for root in roots}
    for number in sorted(holders):
        joined: list[str] = []
        for study in sorted(holders[number]):
            if not any(sets.join(other, study) for other in joined):
                joined.append(study)
    counted = {root: sets.find(root) for root in roots}
    of = {study: counted[root] for study, root in parents.items()}
    return CountedStudies(
        of | counted,
        dict(_groups(counted, holders, settled)),
        parents,
        {study: settled[root] for study, root in parents.items()} | settled,
        apart,
    )


def registrations(study: str, things: Things) -> list[str]:
    """The registrations of a study as printed."""
    links = things.descriptions[study].links.get(REGISTRATIONS, ())
    return [things.label(iri) or local_name(iri) for iri in links]


def _numbers(study: str, things: Things) -> Iterator[str]:
    """The registrations by which a study is known: those whose form tells the registry."""
    for iri in things.descriptions[study].links.get(REGISTRATIONS, ()):
        entry = things.find(Registration, iri)
        if entry is None or entry.registry is not None:
            yield things.label(iri) or local_name(iri)


def parent_studies(things: Things) -> dict[str, str]:
    """Each study that was read, and its parent study: the outermost one it is part of, or itself.

    A parent that is named but was not read counts too. Studies that are parts of one another have
    each the last one before the cycle closes.

    >>> from ontology.model import Study
    >>> from queries.reader import Description, Things
    >>> study = ["https://w3id.org/alltrace/ns#Study"]
    >>> arm = Description(classes=study, links={property_of(Study, "part_of"): ["x:trial"]})
    >>> parent_studies(Things({"x:arm": arm, "x:trial": Description(classes=study)}))
    {'x:arm': 'x:trial', 'x:trial': 'x:trial'}
    """
    part_of = {study.iri: study.part_of for study in things.all(Study)}
    return {study: _outermost(study, part_of) for study in part_of}


def with_joined(store: Store, descriptions: dict[str, Description]) -> dict[str, Description]:
    """The descriptions, with those of all studies that may count as one with a study among them.

    What is said of the studies is read over all named graphs, for a person's word on two of them
    stands in a graph of its own.
    """
    fresh = {study.iri for study in Things(descriptions).all(Study)}
    studies: set[str] = set()
    while fresh:
        studies |= fresh
        rows = run_about(store, "studies-joined", fresh)
        fresh = {row["other"].value for row in rows} - studies
    described = reader.describe(store, studies)
    numbers = reader.targets(described.values(), {REGISTRATIONS}) - descriptions.keys()
    return {**descriptions, **described, **reader.describe(store, numbers)}


class _Sets:
    """Sets of studies that grow together, but for those that a person keeps apart."""

    def __init__(self, apart: frozenset[tuple[str, str]]) -> None:
        self.of: dict[str, str] = {}
        self._apart = apart

    def find(self, study: str) -> str:
        while (upper := self.of.get(study, study)) != study:
            study = upper
        return study

    def join(self, one: str, other: str) -> bool:
        """Join the sets of two studies under the least of all, unless that brings two together
        that differ.
        """
        first, second = sorted((self.find(one), self.find(other)))
        for pair in self._apart:
            if {self.find(study) for study in pair} == {first, second}:
                return False
        self.of[first] = self.of[second] = first
        return True


def _judged(things: Things, parents: Mapping[str, str], verdict: Inferred) -> set[tuple[str, str]]:
    """The pairs of outermost studies on which a person gave this verdict."""
    pairs = set()
    for study in parents:
        for other in things.descriptions[study].links.get(verdict.iri, ()):
            one, two = sorted((parents[study], parents.get(other, other)))
            if one != two:
                pairs.add((one, two))
    return pairs


def _groups(
    sets: Mapping[str, str], holders: Mapping[str, set[str]], settled: Mapping[str, str]
) -> Iterator[tuple[str, StudyGroup]]:
    """The groups of several studies by the first of each.

    `sets` says with which first study each counts, `settled` with which it counted before the
    registrations were looked at.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for study, first in sets.items():
        members[first].append(study)
    numbers: dict[str, list[str]] = defaultdict(list)
    for number in sorted(holders):
        joined: dict[str, set[str]] = defaultdict(set)
        for study in holders[number]:
            joined[sets[study]].add(settled[study])
        for first, apart in joined.items():
            if len(apart) > 1:
                numbers[first].append(number)
    for first, several in members.items():
        if len(several) > 1:
            yield first, StudyGroup(tuple(several), tuple(numbers[first]))


def _outermost(study: str, part_of: Mapping[str, str | None]) -> str:
    seen = {study}
    while (parent := part_of.get(study)) is not None and parent not in seen:
        study = parent
        seen.add(study)
    return study
