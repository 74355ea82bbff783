"""Rules on what may be one study under two names, and on records that describe one thing twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ontology.field_map import property_of
from ontology.glossary import define
from ontology.model import Publication, Study
from ontology.registries import registration_number
from ontology.terms import local_name
from queries.audit.facts import Facts
from queries.audit.rule import CITATIONS, Case, Raised, rule
from queries.studies import registrations

WORDS = frozenset(
    property_of(model, field)
    for model, fields in (
        (Study, ("label", "note", "design")),
        (Publication, ("label", "title", "authors", "journal", "text_seen", "text_seen_note")),
    )
    for field in fields
)
"""Properties on which two records may differ in words only, or in how much of a text they saw."""
SETTLE = "Say in an identity file whether they are the same study or different ones."


@rule(
    "studies-perhaps-one",
    CITATIONS,
    "Studies that may be one study",
    also=("studies-named-alike",),
)
def studies_perhaps_one(case: Case) -> Iterator[Raised]:
    """Studies that share a registration without being parts of one, or that only look alike."""
    facts = case.facts
    used = _used(facts)
    for group in facts.counted.groups.values():
        about = sorted(used.intersection(group.studies))
        if about and not group.settled:
            numbers = " and ".join(group.numbers)
            yield Raised(
                about[0],
                "warning",
                f"{_names(facts, group.studies)} share {numbers} and are not parts of one another: "
                f"{len(group.studies)} records, perhaps one study. They are counted once.",
                suggestion=SETTLE,
            )
    for one, other, shared in _alike(facts, used):
        yield Raised(
            one,
            "note",
            f"{_names(facts, (one, other))} are both called {shared}. They are counted apart.",
            suggestion=SETTLE,
            name="studies-named-alike",
        )


def _used(facts: Facts) -> set[str]:
    """The outermost studies that the document or a work of its list speaks of."""
    studies = {value.study for value in facts.values.values()}
    studies |= {s for reference in facts.references.values() for s in reference.work.reports}
    studies |= {s for claim in facts.claims.values() for s in claim.studies}
    return {facts.counted.parents.get(study, study) for study in studies}


def _alike(facts: Facts, used: set[str]) -> Iterator[tuple[str, str, str]]:
    """Two studies that count apart, unsettled, with a name or number that both go by."""
    holders: dict[str, dict[str, str]] = defaultdict(dict)
    for study in facts.studies.values():
        for name in _names_of(facts, study):
            if key := _key(name):
                holders[key].setdefault(facts.counted.parents.get(study.iri, study.iri), name)
    seen: set[tuple[str, str]] = set()
    for key in sorted(holders):
        for one, other in combinations(sorted(holders[key]), 2):
            new = (one, other) not in seen and facts.counted(one) != facts.counted(other)
            if new and used & {one, other} and not facts.counted.differ(one, other):
                seen.add((one, other))
                yield one, other, holders[key][one]


def _names_of(facts: Facts, study: Study) -> Iterable[str]:
    return (study.label, *study.names, *registrations(study.iri, facts.things))


def _key(name: str) -> str:
    """What two spellings of a name or number have in common; nothing of one too short to tell."""
    key = re.sub(r"[\W_]+", "", registration_number(name).number).casefold()
    return key if len(key) > 4 else ""


def _names(facts: Facts, studies: Iterable[str]) -> str:
    """The studies by label and the end of the IRI, for labels may be the same."""
    named = [_name(facts, iri) for iri in studies]
    return f"{', '.join(named[:-1])} and {named[-1]}"


@rule("records-differ", CITATIONS, "Records that describe one thing differently")
def records_differ(case: Case) -> Iterator[Raised]:
    """What a record says of a work, a study or people that another record says otherwise."""
    facts = case.facts
    stated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    kept: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    preferred: dict[tuple[str, str], str] = {}
    for row in facts.patterns["records-differ"]:
        key = (row["about"], row["property"], row["other"])
        stated[key].add(row["stated"])
        kept[key].add(row["kept"])
        preferred[row["about"], row["property"]] = row["by"]
    for key in sorted(kept):
        about, property_, other = key
        by = preferred[about, property_]
        yield Raised(
            about,
            "note" if property_ in WORDS else "warning",
            f"{_name(facts, about)} has two answers to “{_in_words(property_)}”: "
            f"{_listed(facts, stated[key])} by {local_name(by)}, which is shown, and "
            f"{_listed(facts, kept[key])} by {local_name(other)}.",
            suggestion="Correct the record that is wrong, or take the thing out of it.",
        )


def _in_words(property_: str) -> str:
    return define(property_).label or local_name(property_)


def _listed(facts: Facts, values: Iterable[str]) -> str:
    """Values as text; of things their labels."""
    return ", ".join(sorted(facts.things.label(value) or value for value in values))


def _name(facts: Facts, iri: str) -> str:
    """A thing by its label and the end of its IRI, for labels may be the same."""
    return f"{facts.name_of(iri)} ({local_name(iri)})"
