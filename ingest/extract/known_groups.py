"""The arms and cohorts that known records define, by the names that a document may use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.extract.arm_sizes import arm_key
from ontology.model import Arm, Cohort

GroupName = tuple[str, str]
"""A study's id and the key of a name."""


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """Arms and cohorts of known studies; a name that two of a study have is left out."""

    arms: Mapping[GroupName, str] = field(default_factory=dict)
    regimens: Mapping[str, str | None] = field(default_factory=dict)
    """The one regimen that each arm received, by the arm's id; None where it had several."""
    cohorts: Mapping[GroupName, str] = field(default_factory=dict)


def known_groups(arms: Iterable[Arm], cohorts: Iterable[Cohort]) -> KnownGroups:
    """The groups by their labels and names, and cohorts also by their populations.

    >>> arm = Arm(id="rowan/z", study="rowan", label="zelimab", names=("ZEL",))
    >>> known_groups([arm], []).arms
    {('rowan', 'zelimab'): 'rowan/z', ('rowan', 'zel'): 'rowan/z'}
    """
    arms, named = (
        tuple(arms),
        [
            ((cohort.study, name), cohort.id)
            for cohort in cohorts
            for name in filter(None, (arm_key(cohort.label), "-".join(sorted(cohort.populations))))
        ],
    )
    called = [
        ((arm.study, arm_key(name)), arm.id) for arm in arms for name in (arm.label, *arm.names)
    ]
    received = {arm.id: arm.received[0] if len(arm.received) == 1 else None for arm in arms}
    return KnownGroups(_certain(called), received, _certain(named))


def _certain(named: Iterable[tuple[GroupName, str]]) -> dict[GroupName, str]:
    found: dict[GroupName, set[str]] = {}
    for name, group in named:
        found.setdefault(name, set()).add(group)
    return {name: groups.pop() for name, groups in found.items() if len(groups) == 1}
