"""Family 5, strength of wording: how much is said against how much is shown."""

from collections import defaultdict
from collections.abc import Iterator

from ontology.model import Claim, Conclusion, Finding, Measurement
from ontology.vocabulary import concept
from queries.audit.facts import Facts
from queries.audit.found import Case, Rule, finding, listed
from queries.audit.quantities import compatible, family, months
from queries.audit.words import words
from queries.reach import below

CONTRAST = 2
"""How many times as much a value left out must be to point another way."""


def certainty_beyond_evidence(case: Case) -> Iterator[Finding]:
    """Certain words where the cited source reports no significant difference, or was no trial."""
    facts = case.facts
    for claim in facts.claims.values():
        used = _matching(claim, words().certain)
        cited = facts.cited(claim)
        if not used or not cited:
            continue
        said = " and ".join(f"“{word}”" for word in used)
        missed = [v for r in cited for v in facts.reported_by.get(r.work.iri, ()) if _missed(v)]
        relevant = [v for v in missed if _about(claim, v)]
        unseen = [r for r in cited if r.work.text_seen == "nothing"]
        loose = [
            facts.studies[s]
            for r in cited
            for s in r.work.reports
            if s in facts.studies and facts.studies[s].allocation not in (None, "randomised")
        ]
        numbers = [r.number for r in cited]
        if relevant:
            value = relevant[0]
            yield finding(
                case,
                "certainty-beyond-evidence",
                "warning",
                claim.iri,
                f"{said} is said with {listed(numbers)}, whose comparison of "
                f"{concept(value.endpoint).label} was not statistically significant.",
                values=relevant[:3],
                references=numbers,
                suggestion="Name the endpoint for which the difference was shown.",
            )
        elif loose:
            study = loose[0]
            yield finding(
                case,
                "certainty-beyond-evidence",
                "warning",
                claim.iri,
                f"{said} is said with {listed(numbers)}; {study.label} is {study.allocation}, "
                "which shows association.",
                references=numbers,
                suggestion="Word it as an association.",
            )
        elif len(unseen) == len(cited):
            yield finding(
                case,
                "certainty-unchecked",
                "note",
                claim.iri,
                f"{said} is said with {listed(numbers)}, of which nothing was seen.",
                references=numbers,
                suggestion="See whether the sources are as certain.",
            )


def causal_wording(case: Case) -> Iterator[Finding]:
    """Causal words about values for which no comparison by chance is known."""
    facts = case.facts
    for claim in facts.claims.values():
        used = _matching(claim, words().causal)
        if not used:
            continue
        values = _values_under(facts, claim)
        if not values or any(_compared_by_chance(facts, value) for value in values):
            continue
        said = " and ".join(f"“{word}”" for word in used)
        cited = facts.cited(claim)
        yield finding(
            case,
            "causal-wording",
            "warning",
            claim.iri,
            f"{said} says what brought it about; the values behind it compare no groups formed "
            "by chance.",
            values=values[:3],
            references=[r.number for r in cited],
            suggestion="Say what was seen together, not what caused what.",
        )


def conclusions_support(case: Case) -> Iterator[Finding]:
    """Conclusions that rest on one study, on one group, or on nothing measured or verified."""
    facts = case.facts
    support: dict[str, list[str]] = defaultdict(list)
    for line in facts.lines:
        if line.direction == "supports":
            support[line.bears_on] += line.evidence
    for claim in facts.claims.values():
        if not isinstance(claim, Conclusion):
            continue
        reached = sorted(below(claim.iri, support) - {claim.iri})
        under = [facts.claims[n] for n in reached if n in facts.claims]
        values = [facts.own[v] for c in (claim, *under) for v in c.measurements if v in facts.own]
        values += [facts.own[n] for n in reached if n in facts.own]
        cited = any(c.pointers for c in (claim, *under))
        yield from _support(case, claim, values, cited)


def _support(case: Case, claim: Claim, values: list[Measurement], cited: bool) -> Iterator[Finding]:
    facts = case.facts
    good = [v for v in values if _borne_out(case, v)]
    studies = {facts.parent_study(v.study) for v in good}
    groups = {facts.studies[s].group for s in studies if s in facts.studies}
    if not values:
        how = "cites works but names no value" if cited else "rests on no value and no citation"
        yield _weak(
            case,
            "rests-on-nothing",
            "note" if cited else "warning",
            claim,
            f"The conclusion {how}.",
            [],
        )
    elif not good:
        told = f"None of the {len(values)} values under the conclusion was borne out by a source."
        yield _weak(case, "rests-on-nothing-verified", "warning", claim, told, values[:5])
    elif len(studies) == 1:
        told = (
            f"Every value under the conclusion that a source bears out comes from one study, "
            f"{facts.name_of(next(iter(studies)))}."
        )
        yield _weak(case, "rests-on-one-study", "note", claim, told, good[:5])
    elif len(groups) == 1 and None not in groups:
        told = f"All studies whose values bear the conclusion out are of one group, {groups.pop()}."
        yield _weak(case, "rests-on-one-group", "note", claim, told, good[:5])


def _borne_out(case: Case, value: Measurement) -> bool:
    if not value.stated:
        return True  # the document's own result, which it reports itself
    checked = case.checked.get(value.iri)
    if checked is None:
        return False
    return checked.outcome in ("verified", "derived") or bool(checked.found_in)


def _weak(
    case: Case, rule: str, severity: str, claim: Claim, told: str, values: list[Measurement]
) -> Finding:
    return finding(
        case,
        rule,
        "warning" if severity == "warning" else "note",
        claim.iri,
        told,
        values=values,
        suggestion="Add evidence, or say how far the conclusion reaches.",
    )


def disputing_evidence_unmentioned(case: Case) -> Iterator[Finding]:
    """Evidence known to the graph that disputes a claim of the document, which is silent on it."""
    disputed: dict[str, list[str]] = defaultdict(list)
    for row in case.facts.patterns["disputing-evidence-unmentioned"]:
        disputed[row["about"]].append(row.get("text", "no words are given"))
    for iri, texts in sorted(disputed.items()):
        claim = case.facts.claims.get(iri)
        if claim is not None:
            yield finding(
                case,
                "disputing-evidence-unmentioned",
                "warning",
                iri,
                f"Known evidence against the claim is not mentioned: {'; '.join(sorted(texts))}",
                suggestion="Discuss the evidence on the other side.",
            )


def result_left_out(case: Case) -> Iterator[Finding]:
    """A result beside the quoted one, at another time, that points another way and is not told."""
    facts = case.facts
    for checked in case.checked.values():
        stated = checked.value
        if checked.outcome != "verified" or stated.unit != "%":
            continue
        for quoted in checked.compared:
            for other in facts.candidates(quoted, quoted.source):
                if _turns(facts, quoted, other) and not _told(facts, other):
                    yield finding(
                        case,
                        "result-left-out",
                        "warning",
                        stated.iri,
                        f"{quoted.value}% is quoted "
                        f"({quoted.time.label if quoted.time else 'no time'}); the same source "
                        f"reports {other.value}% "
                        f"{other.time.label if other.time else ''}, which is left out.",
                        values=[stated, quoted, other],
                        references=[r.number for r in checked.found_in],
                        outcome=checked.outcome,
                        suggestion="Report both, or say why the one was chosen.",
                    )


def _turns(facts: Facts, quoted: Measurement, other: Measurement) -> bool:
    """Whether `other` is the same endpoint of the same people later, and tells another story."""
    if other.iri == quoted.iri or other.endpoint != quoted.endpoint or other.study != quoted.study:
        return False
    if quoted.time is None or other.time is None or quoted.time.label == other.time.label:
        return False
    if other.cohort != quoted.cohort or other.regimen != quoted.regimen:
        return False
    if quoted.number is None or other.number is None or other.unit != quoted.unit:
        return False
    if other.compared_regimen or other.statistic != quoted.statistic or months(other.time):
        return False
    low, high = sorted((quoted.number, other.number))
    return low < 50 < high and high >= CONTRAST * low


def _told(facts: Facts, value: Measurement) -> bool:
    return any(
        v.value == value.value and v.endpoint == value.endpoint and compatible(facts, v, value)
        for v in facts.stated.values()
    )


def _matching(claim: Claim, words: tuple[str, ...]) -> list[str]:
    said = [text.casefold() for text in claim.wording]
    return [text for text in said if any(_holds(text, word) for word in words)]


def _holds(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "


def _missed(value: Measurement) -> bool:
    if value.significant is False:
        return True
    if value.p is None or value.p_operator not in (None, "=", ">", "≥"):
        return False
    return float(value.p) > 0.05 and value.compared_regimen is not None


def _about(claim: Claim, value: Measurement) -> bool:
    """Whether a comparison without significance is one that the claim could lean on.

    A main endpoint of outcome; a difference before treatment, say, is no such thing.
    """
    if claim.endpoints:
        return value.endpoint in claim.endpoints
    return family(value) == "time-to-event"


def _values_under(facts: Facts, claim: Claim) -> list[Measurement]:
    own = [facts.own[v] for v in claim.measurements if v in facts.own]
    for line in facts.bearing_on.get(claim.iri, ()):
        for claim_ in (facts.claims[e] for e in line.evidence if e in facts.claims):
            own += [facts.own[v] for v in claim_.measurements if v in facts.own]
    return own


def _compared_by_chance(facts: Facts, value: Measurement) -> bool:
    study = facts.studies.get(value.study)
    randomised = study is not None and study.allocation == "randomised"
    return randomised and value.compared_regimen is not None


_FAMILY = "strength of wording"
RULES = (
    Rule(
        "certainty-beyond-evidence",
        _FAMILY,
        "More certainty than the source has",
        certainty_beyond_evidence,
        ("certainty-unchecked",),
    ),
    Rule("causal-wording", _FAMILY, "Cause said where association was seen", causal_wording),
    Rule(
        "rests-on-one-study",
        _FAMILY,
        "What a conclusion rests on",
        conclusions_support,
        ("rests-on-nothing", "rests-on-nothing-verified", "rests-on-one-group"),
    ),
    Rule(
        "disputing-evidence-unmentioned",
        _FAMILY,
        "Known evidence on the other side",
        disputing_evidence_unmentioned,
    ),
    Rule("result-left-out", _FAMILY, "A result left out beside the quoted one", result_left_out),
)
