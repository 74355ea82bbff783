"""Rules on what may be one study under two names, and on records that describe one thing twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ontology.model import Study
from ontology.registries import registration_number
from queries.audit.facts import Facts
from queries.audit.rule import CITATIONS, Case, Raised, rule
from queries.studies import registrations

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
    return {facts.parents.get(study, study) for study in studies}


def _alike(facts: Facts, used: set[str]) -> Iterator[tuple[str, str, str]]:
    """Two studies that count apart, unsettled, with a name or number that both go by."""
    holders: dict[str, dict[str, str]] = defaultdict(dict)
    for study in facts.studies.values():
        for name in _names_of(facts, study):
            if key := _key(name):
                holders[key].setdefault(facts.parents.get(study.iri, study.iri), name)
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
    named = [f"{facts.name_of(iri)} ({iri.rpartition('/')[2]})" for iri in studies]
    return f"{', '.join(named[:-1])} and {named[-1]}"
