"""What an audit rule is, how one is registered, and what rules share.

A rule is a function that looks at one document (`Case`) and raises what it finds (`Raised`). The
decorator `rule` registers it; `findings` makes the finding, with id, place and statement.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ontology.model import Measurement, Notice, Outcome, Severity, StatedMeasurement
from ontology.model.statement import Statement
from queries.audit.facts import Facts, ListedWork, grouped
from queries.audit.outcomes import Checked
from queries.audit.quantities import agrees, family
from queries.audit.trust import JOINED, Field, unreviewed

ARITHMETIC = "arithmetic"
DOCUMENT = "within the document"
COMPARABILITY = "comparability"
CITATIONS = "citations"
WORDING = "strength of wording"


@dataclass(frozen=True, slots=True)
class Case:
    """One document under audit: its facts, and the outcome of each of its stated values."""

    facts: Facts
    checked: dict[str, Checked]
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    """The notices on each cited work, by its IRI: those of the graph, and what else was given."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a rule raises about one thing (an IRI), with the values and references that it compared.

    `name` is given where the finding is called otherwise than the rule; `leans_on` where it
    leans on other statements than `values`: on none if what was read in one sentence bears it.
    """

    about: str
    severity: Severity
    message: str
    values: Iterable[Measurement | str] = ()
    references: Iterable[ListedWork | int] = ()
    suggestion: str | None = None
    outcome: Outcome | None = None
    name: str | None = None
    leans_on: Iterable[Statement] | None = None


RuleFunction = Callable[[Case], Iterable[Raised]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule, with the names of all findings that it makes: `name` and those in `also`.

    `rests_on` are the fields of its values that must be sure: endpoint, study, arm, cohort and
    time where it holds values against one another, none where it looks at the numbers of one.
    Its findings carry its `version`.
    """

    name: str
    family: str
    title: str
    check: RuleFunction
    also: tuple[str, ...] = ()
    rests_on: tuple[Field, ...] = JOINED
    version: int = 1


RULES: dict[str, Rule] = {}
"""Every registered rule, by name; complete once `queries.audit.rules` is imported."""


def rule(
    name: str,
    family: str,
    title: str,
    also: tuple[str, ...] = (),
    *,
    rests_on: tuple[Field, ...] = JOINED,
    version: int = 1,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register the decorated function as a rule.

    `version` counts up when the same document may get other findings than before.

    Raises ValueError if findings of one of the names are made by another rule already.
    """
    taken = {known for other in RULES.values() for known in (other.name, *other.also)}
    if twice := taken & {name, *also}:
        raise ValueError(f"there is a rule for {' and '.join(sorted(twice))} already")

    def register(check: RuleFunction) -> RuleFunction:
        RULES[name] = Rule(name, family, title, check, also, rests_on, version)
        return check

    return register


def relayed(case: Case) -> Iterator[tuple[Measurement, Measurement]]:
    """Each stated value with each reported one that it restates.

    Of a drafted value that no source bears out: with the one that has its number in the cited work.
    """
    for value in case.facts.stated.values():
        for name in value.restates:
            if name in case.facts.reported:
                yield value, case.facts.reported[name]
        if unreviewed(value) and not value.restates and not case.checked[value.iri].borne_out:
            yield from ((value, source) for source in _with_its_number(case, value))


def _with_its_number(case: Case, value: StatedMeasurement) -> Sequence[Measurement]:
    """What the cited works, or any if none is, report of the study and family with its number.

    Nothing if that is of several endpoints.
    """
    if value.value is None or value.operator not in (None, "=", "≈"):
        return []
    cited = {reference.work.iri for reference in case.checked[value.iri].cited}
    alike = [
        other
        for other in case.facts.reported.values()
        if (other.source in cited or not cited)
        and not unreviewed(other)
        and family(other) == family(value)
        and case.facts.counted.surely_one(other.study, value.study)
        and agrees(value, other)
    ]
    return alike[:1] if len({other.endpoint for other in alike}) == 1 else []


def compared(case: Case) -> Iterator[tuple[str, Measurement, Measurement]]:
    """The two values of each comparison in words, with the IRI of the comparison."""
    values = case.facts.values
    for comparison in case.facts.comparisons.values():
        left, right = values.get(comparison.left), values.get(comparison.right)
        if left is not None and right is not None:
            yield comparison.iri, left, right


def pairs(
    values: Iterable[Measurement], key: Callable[[Measurement], Hashable]
) -> Iterator[tuple[Measurement, Measurement]]:
    """Each two values that have their `key` in common, in the order given."""
    for group in grouped(values, key).values():
        yield from combinations(group, 2)


def numbered(references: Iterable[ListedWork | int]) -> list[int]:
    """The numbers of references, each once, in order."""
    return sorted({r if isinstance(r, int) else r.number for r in references})


def listed(references: Iterable[ListedWork | int]) -> str:
    """The references by number: `reference 4`, `references 4 and 5`."""
    ordered = [str(n) for n in numbered(references)]
    if len(ordered) == 1:
        return f"reference {ordered[0]}"
    return f"references {', '.join(ordered[:-1])} and {ordered[-1]}" if ordered else "no reference"


def verb(references: Iterable[ListedWork | int], one: str, several: str) -> str:
    """The form of a verb that goes with `listed(references)`."""
    return several if len(numbered(references)) > 1 else one


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
