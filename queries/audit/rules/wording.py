"""Family 5, strength of wording: how much is said against how much is shown."""

from collections import defaultdict
from collections.abc import Iterator

from ontology.model import Claim, Conclusion, Measurement, Severity
from queries.audit.facts import Facts
from queries.audit.quantities import compatible, months
from queries.audit.rule import WORDING, Case, Raised, rule
from queries.audit.trust import unreviewed
from queries.audit.words import quoted as words_of
from queries.audit.words import words
from queries.reach import below

CONTRAST = 2
"""How many times as much a value left out must be to point another way."""


@rule("causal-wording", WORDING, "Causal wording for an association")
def causal_wording(case: Case) -> Iterator[Raised]:
    """Causal words about values for which no comparison by chance is known."""
    facts = case.facts
    for claim, cited in facts.citing:
        said = words_of(claim, words().causal)
        values = _values_under(facts, claim) if said else []
        if values and not any(_compared_by_chance(facts, value) for value in values):
            yield Raised(
                claim.iri,
                "warning",
                f"{said} says what brought it about; the values behind it compare no groups "
                "formed by chance.",
                values[:3],
                cited,
                suggestion="Say what was seen together, not what caused what.",
            )


@rule(
    "rests-on-one-study",
    WORDING,
    "What a conclusion rests on",
    also=("rests-on-nothing", "rests-on-nothing-verified", "rests-on-one-group"),
)
def conclusions_support(case: Case) -> Iterator[Raised]:
    """Conclusions that rest on one study, on one group, or on nothing measured or verified."""
    facts = case.facts
    support = {
        claim: [e for line in lines if line.direction == "supports" for e in line.evidence]
        for claim, lines in facts.bearing_on.items()
    }
    for claim in facts.claims.values():
        if isinstance(claim, Conclusion):
            reached = sorted(below(claim.iri, support) - {claim.iri})
            under = [claim, *(facts.claims[n] for n in reached if n in facts.claims)]
            names = [*(v for c in under for v in c.measurements), *reached]
            values = [facts.own[name] for name in names if name in facts.own]
            yield from _support(case, claim, values, any(c.pointers for c in under))


def _support(case: Case, claim: Claim, values: list[Measurement], cited: bool) -> Iterator[Raised]:
    facts = case.facts
    good = [v for v in values if _borne_out(case, v)]
    studies = {facts.counted(v.study) for v in good}
    groups = {facts.studies[s].group for s in studies if s in facts.studies}
    suggestion = "Add evidence, or say how far the conclusion reaches."
    severity: Severity = "note"
    if not values and unreviewed(claim):
        name, fault = "rests-on-nothing", "No evidence was drafted for the conclusion."
        suggestion = "Read what the conclusion rests on, and draw the lines of evidence."
    elif not values:
        name, severity = "rests-on-nothing", "note" if cited else "warning"
        how = "cites works but names no value" if cited else "rests on no value and no citation"
        fault = f"The conclusion {how}."
    elif not good:
        name, severity = "rests-on-nothing-verified", _gravity_of_none(case, claim, values)
        fault = f"None of the {len(values)} values under the conclusion was borne out by a source."
    elif len(studies) == 1:
        name, one = "rests-on-one-study", studies.pop()
        study = facts.counted.in_words(one, facts.name_of(one), {v.study for v in good})
        fault = "Every value under the conclusion that a source bears out comes from one study, "
        fault += f"{study}."
    elif len(groups) == 1 and None not in groups:
        name, group = "rests-on-one-group", groups.pop()
        fault = f"All studies whose values bear the conclusion out are of one group, {group}."
    else:
        return
    shown = (good or values)[:5]
    yield Raised(claim.iri, severity, fault, shown, suggestion=suggestion, name=name)


def _gravity_of_none(case: Case, claim: Claim, values: list[Measurement]) -> Severity:
    """How grave it is that no value was borne out: a source that was not seen bears nothing out."""
    held = [case.checked[v.iri] for v in values if v.iri in case.checked]
    unseen = all(
        checked.cited and all(r.work.text_seen == "nothing" for r in checked.cited)
        for checked in held
    )
    return "note" if unseen or unreviewed(claim) else "warning"


def _borne_out(case: Case, value: Measurement) -> bool:
    """Whether a source bears the value out, or it is the document's own result."""
    checked = case.checked.get(value.iri)
    return not value.stated or (checked is not None and checked.borne_out)


@rule("disputing-evidence-unmentioned", WORDING, "Disputing evidence that is not mentioned")
def disputing_evidence_unmentioned(case: Case) -> Iterator[Raised]:
    """Evidence known to the graph that disputes a claim of the document, which is silent on it."""
    disputed: dict[str, list[str]] = defaultdict(list)
    for row in case.facts.patterns["disputing-evidence-unmentioned"]:
        disputed[row["about"]].append(row.get("text", "no words are given"))
    for iri, texts in sorted(disputed.items()):
        if iri in case.facts.claims:
            evidence = "; ".join(sorted(texts))
            message = f"Known evidence against the claim is not mentioned: {evidence}"
            suggestion = "Discuss the evidence on the other side."
            yield Raised(iri, "warning", message, suggestion=suggestion)


@rule("result-left-out", WORDING, "A result of the source that is left out")
def result_left_out(case: Case) -> Iterator[Raised]:
    """A result beside the quoted one, at another time, that points another way and is not told."""
    facts = case.facts
    for checked in case.checked.values():
        if checked.outcome != "verified" or checked.value.unit != "%":
            continue
        for quoted in checked.compared:
            for other in facts.candidates(quoted, quoted.source):
                if _points_another_way(quoted, other) and not _is_stated(facts, other):
                    time = quoted.when or "no time"
                    yield Raised(
                        checked.value.iri,
                        "warning",
                        f"{quoted.value}% is quoted ({time}); the same source reports "
                        f"{other.value}% {other.when}, which is left "
                        "out.",
                        [checked.value, quoted, other],
                        checked.found_in,
                        outcome=checked.outcome,
                        suggestion="Report both, or say why the one was chosen.",
                    )


def _points_another_way(quoted: Measurement, other: Measurement) -> bool:
    """Whether `other` is the same quantity at another time of treatment, and on the other side of
    one half.
    """
    if quoted.time is None or other.time is None or quoted.time.label == other.time.label:
        return False
    if _quantity(other) != _quantity(quoted) or other.compared_group or months(other.time):
        return False
    if quoted.number is None or other.number is None:
        return False
    low, high = sorted((quoted.number, other.number))
    return low < 50 < high and high >= CONTRAST * low


def _quantity(value: Measurement) -> tuple[str | None, ...]:
    people = value.study, value.cohort, value.group
    return *people, value.endpoint, value.unit, value.statistic


def _is_stated(facts: Facts, value: Measurement) -> bool:
    return any(
        v.value == value.value and v.endpoint == value.endpoint and compatible(facts, v, value)
        for v in facts.stated.values()
    )


def _values_under(facts: Facts, claim: Claim) -> list[Measurement]:
    """The values of a claim and of the claims that bear on it."""
    lines = facts.bearing_on.get(claim.iri, ())
    evidence = (facts.claims[e] for line in lines for e in line.evidence if e in facts.claims)
    names = (v for c in (claim, *evidence) for v in c.measurements)
    return [facts.own[name] for name in names if name in facts.own]


def _compared_by_chance(facts: Facts, value: Measurement) -> bool:
    study = facts.studies.get(value.study)
    randomised = study is not None and study.allocation == "randomised"
    return randomised and value.compared_group is not None
