"""What tells two values apart, aspect by aspect: same, different, or open on one side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontology.vocabulary import UNNAMED, concept, with_broader
from queries.audit.quantities import times_agree
from queries.joining.told import Group, ReportingWork, Told

Agreement: TypeAlias = Literal["same", "open", "unsaid", "different"]
"""`unsaid` is told of neither value, `open` of one alone, or of both in words that may agree."""
Endpoints: TypeAlias = Literal["same", "narrower", "wider", "opposite", "open", "different"]
"""What the reported endpoint is beside the stated one."""


@dataclass(frozen=True, slots=True)
class Aspects:
    """How a stated and a reported value agree in all that tells a quantity but the endpoint."""

    treatment: Agreement
    compared: Agreement
    people: Agreement
    time: Agreement
    grade: Agreement
    threshold: Agreement
    analysis: Agreement

    @property
    def each(self) -> tuple[Agreement, ...]:
        return (
            self.treatment, self.compared, self.people, self.time, self.grade, self.threshold,
            self.analysis,
        )  # fmt: skip

    @property
    def contrary(self) -> bool:
        """Whether some aspect certainly differs."""
        return "different" in self.each

    @property
    def alike(self) -> int:
        """In how many aspects the two certainly agree."""
        return self.each.count("same")

    @property
    def certain(self) -> bool:
        """Whether no aspect is told of one value alone."""
        return not {"open", "different"} & set(self.each)


def aspects(one: Told, other: Told, work: ReportingWork) -> Aspects:
    """The aspects of a stated value beside one that `work` reports."""
    return Aspects(
        treatment=_group(one.treatment, other.treatment, work.treatments, work),
        compared=_compared(one, other),
        people=_group(one.people, other.people, work.cohorts, work),
        time=_time(one, other),
        grade=_text(one.value.grade, other.value.grade),
        threshold=_text(one.value.threshold, other.value.threshold),
        analysis=_text(one.value.analysis_set, other.value.analysis_set),
    )


def endpoints(one: Told, other: Told) -> Endpoints:
    """What the endpoint of a reported value (`other`) is beside the stated one."""
    if UNNAMED in (one.value.endpoint, other.value.endpoint):
        return _unnamed(one, other)
    if one.endpoint == other.endpoint:
        return "same"
    if one.endpoint in with_broader(other.endpoint):
        return "narrower"
    if other.endpoint in with_broader(one.endpoint):
        return "wider"
    if concept(other.endpoint).notation in concept(one.endpoint).complements:
        return "opposite"
    return "different"


def _unnamed(one: Told, other: Told) -> Endpoints:
    """Endpoints that no vocabulary has are the same by their words, and open if they share some."""
    mine, theirs = one.endpoint_words, other.endpoint_words
    if one.value.endpoint == other.value.endpoint and mine and mine == theirs:
        return "same"
    if not mine or not theirs:  # one of the two is a concept
        named = other if mine else one
        known = concept(named.endpoint)
        theirs = frozenset(" ".join((known.label, *known.synonyms)).lower().split())
        mine = mine or other.endpoint_words
    return "open" if mine & theirs else "different"


def _group(
    one: Group | None, other: Group | None, known: Sequence[Group], work: ReportingWork
) -> Agreement:
    """Whether two groups are one; `known` are all of the work, one of which the stated may be."""
    if one is None and other is None:
        return "unsaid"
    if one is not None and other is None:
        alone = not known and bool(one.words) and one.words <= work.title_words
        return "same" if alone else "open"
    if one is None or other is None:
        return "open"
    meant = [group for group in known if _one_group(one, group) == "same"]
    if len(meant) == 1:
        return "same" if other == meant[0] else "different"
    return _one_group(one, other)


def _one_group(one: Group, other: Group) -> Agreement:
    if one.words and one.words == other.words:
        return "same"
    if one.concepts and other.concepts:
        if one.concepts == other.concepts:
            return "same" if one.words & other.words else "open"
        related = one.concepts & other.wider or other.concepts & one.wider
        return "open" if related else "different"
    return "open"


def _compared(one: Told, other: Told) -> Agreement:
    if one.compared is None and other.compared is None:
        kinds = {(t.value.statistic or "").endswith("ratio") for t in (one, other)}
        return "unsaid" if len(kinds) == 1 else "open"
    if one.compared is None or other.compared is None:
        return "open"
    return _one_group(one.compared, other.compared)


def _time(one: Told, other: Told) -> Agreement:
    mine, theirs = one.value.time, other.value.time
    if mine is None or theirs is None:
        return "unsaid" if mine is theirs else "open"
    return "same" if times_agree(mine, theirs) else "different"


def _text(mine: str | None, theirs: str | None) -> Agreement:
    if mine is None or theirs is None:
        return "unsaid" if mine is theirs else "open"
    return "same" if mine == theirs else "different"
