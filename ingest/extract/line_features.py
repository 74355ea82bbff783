"""Which statements may bear on which, and what such a pair has, as features of the model of lines.

A feature is there or not, and its name says what it is, so that the weights in
`line_weights.toml` can be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract import cues
from ingest.extract.compared import SUBJECTS, Statements, compares, is_result
from ingest.extract.conclusion_features import section
from ingest.extract.roles import ClassifiedSentence, draws_on

_AFTER = 4
"""The most sentences after a statement in its paragraph that may bear on it."""
_FAR = 4
"""More paragraphs between two statements are far."""
_MANY_CANDIDATES = 12
"""Where more statements may bear on one, each is less likely to."""
_MANY_CONCLUSIONS = 4
_LIKE = (0.3, 0.6, 1.0)
_CLEARLY = 1.5
"""By how much more a conclusion is clearly the nearest."""
_THINGS = frozenset(["study", "drug", "regimen"])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements of a document by their places in it, and what they have in common."""

    evidence: int
    bears_on: int
    features: frozenset[str]
    cue: str | None
    """The word of inference by which the second draws on the first."""
    named: bool = False
    """Whether the second is a conclusion that names arms of the first, or its arm and endpoint."""
    in_sections: bool = False
    """Whether it leads from a section of results to a section of conclusions."""


def pairs(compared: Statements) -> Iterator[list[Pair]]:
    """For each statement that others may bear on, the pairs with those."""
    for target, statement in enumerate(compared.all):
        cue = draws_on(statement)
        candidates = [k for k in range(len(compared.all)) if _may_bear(compared, k, target, cue)]
        ranked = sorted(candidates, key=lambda k: (-compared.nearness(k, target), k))
        common = frozenset(_of_target(compared, target))
        if len(candidates) > _MANY_CANDIDATES:
            common |= {"many candidates"}
        several = []
        for k in candidates:
            given = (*_places(compared, k, target, cue), *_shared(compared, k, target),
                     *_of_evidence(compared, k), *_nearest(ranked.index(k)))  # fmt: skip
            named = statement.concludes and compared.names_compared(k, target)
            between = _in_sections(compared.all[k], statement)
            several.append(Pair(k, target, common.union(given), cue, named, between))
        if several:
            yield several


def _in_sections(one: ClassifiedSentence, other: ClassifiedSentence) -> bool:
    results = cues.heads(section(one), "result_sections")
    return results and cues.heads(section(other), "concluding_sections")


# -- which pairs -----------------------------------------------------------------------------------


def _may_bear(compared: Statements, k: int, target: int, cue: str | None) -> bool:
    one, other = compared.all[k], compared.all[target]
    steps = target - k
    if steps == 0 or one.modality == "question" or one.role == "method" or not _is_target(other):
        return False
    if one.paragraph == other.paragraph:
        return _may_bear_beside(one, other, steps, cue)
    if not other.concludes or steps < 0 or not compared.same_part(k, target):
        return False
    return one.concludes or not cues.heads(section(one), "method_sections")


def _may_bear_beside(
    one: ClassifiedSentence, other: ClassifiedSentence, steps: int, cue: str | None
) -> bool:
    if steps < 0:  # what follows an opening may show it
        return not one.concludes and -steps <= _AFTER
    return other.concludes or (cue is not None and steps <= 2 and (is_result(one) or steps == 1))


def _is_target(statement: ClassifiedSentence) -> bool:
    if statement.concludes:
        return True
    telling = statement.modality == "question" or statement.role in ("method", "result")
    return not telling and not statement.measures


# -- where they stand ------------------------------------------------------------------------------


def _places(compared: Statements, k: int, target: int, cue: str | None) -> Iterator[str]:
    one, other, steps = compared.all[k], compared.all[target], target - k
    if one.paragraph != other.paragraph:
        yield "in another paragraph"
        between = other.paragraph - one.paragraph
        if between == 1:
            yield "from the paragraph before"
        if between > _FAR:
            yield "far before"
    elif steps < 0:
        yield "after it in its paragraph"
        if compared.opens(target):
            yield "the paragraph opens with what it bears on"
            if steps == -1:
                yield "right after an opening"
    else:
        yield "before it in its paragraph"
        if steps == 1:
            yield "right before it"
        if cue is not None:
            yield "inference"
            if steps == 1:
                yield "inference from the sentence before"


def _nearest(rank: int) -> Iterator[str]:
    if rank == 0:
        yield "nearest in words"
    if rank < 3:
        yield "among the three nearest in words"


# -- what they have in common ----------------------------------------------------------------------


def _shared(compared: Statements, k: int, target: int) -> Iterator[str]:
    one, other = compared.all[k], compared.all[target]
    yield from _shared_things(compared, k, target)
    yield from _shared_subjects(compared, k, target)
    if one.stance * other.stance > 0:
        yield "same judgement"
    if one.stance * other.stance < 0:
        yield "opposite judgement"
    near = compared.nearness(k, target)
    yield from (f"likeness above {limit}" for limit in _LIKE if near > limit)
    denied = cues.within(other.flat, "negations")
    if denied and cues.within(one.flat, "null_result"):
        yield "no difference bears on a denial"
    if other.concludes:
        yield from _among_conclusions(compared, k, target)


def _shared_things(compared: Statements, k: int, target: int) -> Iterator[str]:
    shared = compared.things[k] & compared.things[target]
    endpoints = [name for scheme, name in shared if scheme == "endpoint"]
    if endpoints:
        yield "shared endpoint"
        if compares(compared.all[k]):
            yield "compares a shared endpoint"
    if len(endpoints) > 1:
        yield "shared endpoints"
    if any(scheme in _THINGS for scheme, _ in shared):
        yield "shared drug, regimen or study"
    if compared.names[k] & compared.names[target]:
        yield "shared name"


def _shared_subjects(compared: Statements, k: int, target: int) -> Iterator[str]:
    one, other = compared.subjects[k], compared.subjects[target]
    if one and other and not one & other:
        yield "other subject"
    yield from (f"both {name.replace('_', ' ')}" for name in SUBJECTS if name in one & other)


def _among_conclusions(compared: Statements, k: int, target: int) -> Iterator[str]:
    mine, rival = compared.shared_rarity(k, target), compared.rival(k, target)
    if rival is not None:
        if rival > mine:
            yield "another conclusion is nearer in words"
        if mine > 0 and mine >= _CLEARLY * rival:
            yield "clearly the nearest conclusion in words"
    elif mine > 0:
        yield "the only conclusion shares words"


# -- what each of them is --------------------------------------------------------------------------


def _of_evidence(compared: Statements, k: int) -> Iterator[str]:
    statement = compared.all[k]
    flat = statement.flat
    if statement.concludes:
        yield "is a conclusion"
    elif compared.reports_results and not cues.heads(section(statement), "result_sections"):
        yield "outside the results"
    if compared.opens(k):
        yield "opens its paragraph"
    if statement.role == "background":
        yield "background"
    if draws_on(statement):
        yield "is itself an inference"
    if statement.modality == "hedged":
        yield "is hedged"
    if cues.opening(flat, "contrast"):
        yield "opens with a contrast"
    if statement.parsed.sentence.pointers:
        yield "cites"
    yield from _of_result(statement)


def _of_result(statement: ClassifiedSentence) -> Iterator[str]:
    flat = statement.flat
    numbers = bool(statement.parsed.quantities)
    if compares(statement):
        yield "compares"
    if not is_result(statement):
        yield "tells no result"
    elif not statement.measures and not numbers:
        yield "tells a result without a number"
    if len(statement.readings) > 1:
        yield "several values"
    if any(r.quantity.p or r.quantity.lower for r in statement.readings) or " p " in flat:
        yield "gives a p-value or an interval"
    if cues.within(flat, "limits"):
        yield "tells a limit"
    if cues.within(flat, "enrolment"):
        yield "tells who took part"
    if cues.within(flat, "better_word") or cues.within(flat, "worse_word"):
        yield "tells better or worse"


def _of_target(compared: Statements, target: int) -> Iterator[str]:
    statement = compared.all[target]
    if statement.modality in ("proposal", "hedged"):
        yield f"bears on a {statement.modality}"
    for name, what in (("negations", "denial"), ("limits", "limit"), ("future", "call for more")):
        if cues.within(statement.flat, name):
            yield f"bears on a {what}"
    if not statement.concludes:
        return
    yield "bears on a conclusion"
    if cues.heads(section(statement), "concluding_sections"):
        yield "bears on a section of conclusions"
    of_part = compared.conclusions(target)
    if len(of_part) == 1:
        yield "the only conclusion"
    elif target == of_part[-1]:
        yield "the last conclusion"
    elif target == of_part[0]:
        yield "the first conclusion"
    if len(of_part) > _MANY_CONCLUSIONS:
        yield "one of many conclusions"
