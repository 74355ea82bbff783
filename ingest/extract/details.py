"""The attributes of a value other than its endpoint: arm, time, grade, cohort and study."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ingest.extract.mentions import Mention, family_of
from ingest.extract.nearness import cost, nearest, silent_tokens
from ingest.extract.numbers import Quantity
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.tokens import wordset
from ontology import vocabulary

# -- values that can be measurements ---------------------------------------------------------------


def values(parsed: ParsedSentence) -> Iterable[Quantity]:
    """The quantities that can be measurements: no times, doses, thresholds or labels."""
    inside = {
        k for m in parsed.of("time", "grade", "grades", "study", "registration", "phase")
        for k in range(m.first, m.last + 1)
    } | {k for m in parsed.mentions if m.threshold for k in range(m.first, m.last + 1)}  # fmt: skip
    for q in parsed.quantities:
        if q.core in inside or q.unit in ("time", "dose"):
            continue
        sign = parsed.tokens[q.first].norm in ("≥", "≤", ">", "<")
        if sign and q.unit == "%" and q.first and parsed.tokens[q.first - 1].norm in ("(", "by"):
            continue  # a criterion, as in `adverse events (≥5 % in any group)`
        denied = q.first and parsed.tokens[q.first - 1].norm.lower() == "not"
        if not denied and not _circumstance(parsed, q):
            yield q


def _circumstance(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether a number is an age, a length of follow-up, or the range of either."""
    norms = [t.norm.lower() for t in parsed.tokens[max(0, q.first - 7) : q.first]]
    opened = max((k for k, w in enumerate(norms) if w in ("(", "[")), default=None)
    inside = norms[opened + 1] if opened is not None and opened + 1 < len(norms) else ""
    if inside in ("range", "iqr", "interquartile"):
        return True
    if q.unit == "%":
        return False
    near = norms[opened + 1 if opened is not None else 0 :]
    if "age" in near or "aged" in near:
        return True
    return any(a == "follow" and b in ("-", "up") for a, b in pairwise(near)) or "followup" in near


def suits_endpoint(reading: ValueReading) -> bool:
    """Whether a value suits its endpoint: no head count of survival, no years of remission."""
    q, concept = reading.quantity, vocabulary.concepts()["endpoint"].get(reading.endpoint or "")
    if concept is None or q.value is None:
        return True
    if q.unit in ("years", "months", "weeks", "days", "hours"):
        return concept.family in ("time-to-event", "unclassified")
    if q.statistic == "count" and q.numerator is None:
        return "survival" not in concept.label
    return True


# -- arms, times, cohorts, grades ------------------------------------------------------------------


def attach_details(parsed: ParsedSentence, readings: Sequence[ValueReading]) -> None:
    """Attach arms, times, grades and populations to the sentence's readings."""

    def arm(reading: ValueReading, m: Mention, rule: str) -> None:
        reading.arm, reading.rules["arm"] = m.text, rule
        reading.arm_terms = tuple(
            (d.scheme, d.name) for d in parsed.of("drug", "regimen")
            if m.first <= d.first and d.last <= m.last
        )  # fmt: skip

    def time(reading: ValueReading, m: Mention, rule: str) -> None:
        reading.time, reading.rules["time"] = m.name, rule

    def grade(reading: ValueReading, m: Mention, rule: str) -> None:
        if reading.endpoint is None or family_of(reading.endpoint) in (
            "adverse-events",
            "mortality",
        ):
            if m.scheme == "grade":
                reading.grade, reading.rules["grade"] = m.name, rule
            else:
                reading.doubts.append(f"grade {m.name} together")

    nearest(parsed, readings, parsed.of("arm"), 14, arm)
    nearest(parsed, readings, parsed.of("time"), 10, time, None)
    nearest(parsed, readings, parsed.of("grade", "grades"), 12, grade, None)
    silent = frozenset(k for m in parsed.of("time", "grade") for k in range(m.first, m.last + 1))
    for reading in readings:
        near = sorted(
            ((cost(parsed, reading.quantity, m, silent), m) for m in parsed.of("population")),
            key=lambda c: (c[0], c[1].first),
        )
        if near and near[0][0] <= 9:
            first = near[0][1]
            group = [first]
            for _, m in sorted(near, key=lambda c: c[1].first):
                touching = abs(m.first - group[-1].last) <= 3 or abs(group[0].first - m.last) <= 3
                if m is not first and touching and m.name not in {g.name for g in group}:
                    group.append(m)
            reading.populations = tuple(dict.fromkeys(m.name for m in group))
            reading.rules["cohort"] = "near"


# -- studies ---------------------------------------------------------------------------------------

_OPENS_BACK = wordset("their this these those it its such they")


_OWN = wordset(
    "center centre institution hospital unit department cohort series experience data patient "
    "practice study registry group"
)


def _of_our_own(parsed: ParsedSentence) -> bool:
    """Whether a sentence is about the authors' own patients: `in our centre`."""
    words = [t.norm.lower() for t in parsed.tokens if t.kind == "word"]
    return any(a == "our" and (b in _OWN or b == "own") for a, b in pairwise(words))


def attach_study(
    parsed: ParsedSentence,
    reading: ValueReading,
    of_reference: Mapping[int, str],
    main: str | None,
    last: str | None,
    reports: bool,
) -> None:
    """Attach a study to a value: named, cited with it, mentioned before, or the document's.

    In a document that `reports` its own study, a citation before a value is of its method.
    """
    q = reading.quantity
    named = parsed.of("study", "registration")
    if not named and _of_our_own(parsed):
        reading.rules["study"] = "our-own"
        return
    if named:
        silent = silent_tokens(parsed) - frozenset(
            k for m in named for k in range(m.first, m.last + 1)
        )

        def place(m: Mention) -> tuple[float, int]:
            return cost(parsed, q, m, silent), m.first

        chosen = min(named, key=place)
        reading.study = chosen.name
        reading.rules["study"] = "named" if len({m.name for m in named}) == 1 else "named-nearest"
        if chosen.also:
            reading.doubts.append(f"{chosen.text} may also be {', '.join(chosen.also)}")
        if chosen.doubt:
            reading.doubts.append(chosen.doubt)
        return
    end = parsed.tokens[q.last].end
    text = parsed.sentence.text
    for pointer in parsed.sentence.pointers:
        between = text[end : pointer.start]
        if 0 <= pointer.start - end <= 3 and not any(c.isalpha() for c in between):
            for number in pointer.references:
                if number in of_reference:
                    reading.study = of_reference[number]
                    reading.rules["study"] = "cited-at-value"
                    return
    opening = [t.text.lower() for t in parsed.tokens[:1]]
    if last is not None and opening and opening[0] in _OPENS_BACK:
        reading.study, reading.rules["study"] = last, "spoken-of-before"
        return
    pointers = [p for p in parsed.sentence.pointers if p.start >= end or not reports]
    cited = [of_reference[n] for p in pointers for n in p.references if n in of_reference]
    if cited and len(set(cited)) == 1:
        reading.study, reading.rules["study"] = cited[0], "cited-in-sentence"
        return
    if main is not None:
        reading.study, reading.rules["study"] = main, "document's-own"


# -- derived fields -------------------------------------------------------------------------------


def finish(reading: ValueReading, parsed: ParsedSentence) -> None:
    """Derive the statistic and the kind of spread from the endpoint and the value."""
    q = reading.quantity
    concept = vocabulary.concepts()["endpoint"].get(reading.endpoint or "")
    if concept is not None and q.unit == "%" and q.statistic == "proportion":
        if "survival" in concept.label and q.numerator is None:
            q.statistic = "survival-estimate"
    if q.unit == "%" and q.statistic == "proportion" and _cumulative(parsed, q):
        q.statistic = "cumulative-incidence"
    if q.spread is not None and q.spread_kind is None:
        q.spread_kind = "se" if q.unit == "%" else "sd"
        reading.doubts.append(f"± is read as {'standard error' if q.unit == '%' else 'deviation'}")
    if q.unit is None and q.value is not None:
        q.unit, q.statistic = "patients", "count"
        reading.doubts.append("the number is taken for a count of people")
    reading.doubts = list(dict.fromkeys([*q.doubts, *reading.doubts]))


def _cumulative(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether cumulative incidence is named before a value; CI without interval means it too."""
    before = parsed.tokens[max(0, q.first - 12) : q.first]
    words = [t.norm.lower() for t in before]
    named = any(pair == ("cumulative", "incidence") for pair in pairwise(words))
    return named or (q.lower is None and any(t.norm == "CI" for t in before))


def is_bare(reading: ValueReading) -> bool:
    """Whether a value is a bare whole number that no endpoint directly follows."""
    q = reading.quantity
    at_once = reading.rules.get("endpoint") == "next-to-after"
    return q.value is not None and q.unit is None and not at_once
