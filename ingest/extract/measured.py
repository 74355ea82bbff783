"""Which quantities of a sentence are results: no times, doses, limits, criteria or plans."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from ingest.extract.reading import ParsedSentence, places
from ingest.language.numbers import Quantity
from ingest.language.words import words

_PLANNED = words("planned")
_ASSUMED = words("assumed")
_ACUITY = frozenset(("acuity", "snellen", "vision"))
_SOLUTIONS = words("solutions")
_OF_TESTS = words("of_tests")
_OPEN_ENDS = (["more"], ["less"], ["greater"], ["higher"], ["older"], ["above"], ["over"])
_ENTRY = words("entry")
_LIMITS = words("limits")
_REACHED = frozenset(("reached", "achieved", "attained", "had", "with"))


def values(parsed: ParsedSentence) -> Iterable[Quantity]:
    """The quantities that can be measurements: no times, doses, thresholds or labels."""
    yield from (q for q in results(parsed) if q.unit != "time")


def results(parsed: ParsedSentence) -> Iterable[Quantity]:
    """The quantities that can be results, with the sizes of their groups as denominators.

    In `8% with ondansetron (n = 50)` the number in brackets is no result of its own.
    """
    arm_ends = {m.last for m in parsed.of("arm")}
    last: Quantity | None = None
    for q in _possible(parsed):
        beside = "size" in q.rules and q.first >= 2 and q.first - 2 in arm_ends
        if last is not None and beside and _takes_size(parsed, last, q):
            last = replace(last, denominator=q.value)
            continue
        if last is not None:
            yield last
        last = q
    if last is not None:
        yield last


def _takes_size(parsed: ParsedSentence, q: Quantity, size: Quantity) -> bool:
    """Whether a share or a mean stands before the arm whose size is told in brackets."""
    share = q.unit == "%" and q.statistic == "proportion"
    of_people = share or q.statistic == "mean" or (q.unit == "patients" and q.numerator is None)
    between = [t.norm for t in parsed.tokens[q.last + 1 : size.first]]
    return of_people and "size" not in q.rules and q.denominator is None and len(between) < 12 and (
        not {",", ";"} & set(between)
    )  # fmt: skip


def _possible(parsed: ParsedSentence) -> Iterable[Quantity]:
    """The quantities that can be results; lengths of time only where an endpoint may be one."""
    named = parsed.of("time", "grade", "grades", "study", "registration", "phase")
    inside = places(named) | places(m for m in parsed.mentions if m.threshold)
    inside |= places(m for m in parsed.of("arm") if m.rule == "named-arm")  # 80 mg of a name
    norms = [t.norm.lower() for t in parsed.tokens]
    if _is_plan(norms):
        return
    for q in parsed.quantities:
        if q.core in inside or q.unit == "dose" or _is_pointer(parsed, q) or _is_name(parsed, q):
            continue
        denied = q.first and norms[q.first - 1] == "not"
        outside = _is_limit(norms, q) or _is_scale(norms, q) or _is_strength(parsed, q)
        if not denied and not outside and not _circumstance(norms, q):
            yield q


def _is_pointer(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether a number is that of a citation."""
    start = parsed.tokens[q.core].start
    return any(p.start <= start < p.end for p in parsed.sentence.pointers)


def _is_name(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether a number is part of a name: `RTOG 9310`."""
    before = parsed.tokens[q.first - 1].text if q.first else ""
    norms = [t.norm for t in parsed.tokens[max(0, q.first - 3) : q.first]]
    if norms[-1:] == [","] and norms[-3:-1] == ["al", "."]:
        return True
    bare = q.measure is None and q.unit in (None, "points") and q.noun is None
    return bare and before.isupper() and len(before) > 2 and len(q.value or "") > 3 and (
        (q.value or "").isdigit()
    )  # fmt: skip


def _is_plan(norms: list[str]) -> bool:
    """Whether a sentence plans a sample: its numbers are assumptions."""
    return bool(_ASSUMED & set(norms)) or len(_PLANNED & set(norms)) > 1


def _is_limit(norms: list[str], q: Quantity) -> bool:
    """Whether a number is a criterion, a margin, a level, or the strength of a solution."""
    before = norms[q.first - 1] if q.first else ""
    following = norms[q.last + 1] if q.last + 1 < len(norms) else ""
    signed = norms[q.first] in ("≥", "≤", ">", "<")
    reached = _REACHED & set(norms[max(0, q.first - 3) : q.first])
    if signed and q.unit == "%" and (before in ("(", "by") or reached):
        return True  # a criterion, as in `adverse events (≥5 % in any group)`
    if following == "or" and norms[q.last + 2 : q.last + 3] in _OPEN_ENDS:
        return True  # 4 mm or more
    if q.operator in ("≥", "≤", "<", ">") and q.unit not in ("%", "ratio") and not q.numerator:
        return True
    behind = norms[q.last + 1 : q.last + 4]
    if q.unit == "%" and q.numerator is None and "of" not in behind and _SOLUTIONS & set(behind):
        return True
    near = norms[max(0, q.first - 4) : q.first]
    if q.unit == "%" and q.numerator is None and (
        _OF_TESTS.intersection(behind[:2]) or _OF_TESTS.intersection(near[-2:])
    ):  # fmt: skip
        return True  # 80% power, a power of 80%
    counted = q.statistic == "count" or q.numerator is not None
    tested = "level" in near and "at" in norms[max(0, q.first - 6) : q.first] and q.unit == "%"
    if not counted and (_LIMITS & set(near) or tested):
        return True
    entering = bool(_ENTRY & set(norms))
    ranged = following in ("to", "-") or before in ("to", "-")
    bounded = q.operator in ("≥", "≤", "<", ">") and q.numerator is None
    return entering and q.statistic != "count" and q.numerator is None and (
        (ranged and "from" not in near) or bounded
    )  # fmt: skip


def _is_scale(norms: list[str], q: Quantity) -> bool:
    """Whether a number is a base (`per 100 patients`), an age span, an acuity, a definition."""
    before = norms[q.first - 1] if q.first else ""
    near = norms[max(0, q.first - 5) : q.first]
    if before in ("per", "every", "each"):
        return True
    if before == "than" and {"older", "younger"} & set(near):
        return True
    if q.unit is None and before in ("to", "and", "-") and {"between", "aged", "from"} & set(near):
        return True
    if q.denominator and q.value is None and _ACUITY & set(norms):
        return True
    defined = max((k for k, w in enumerate(norms[: q.first]) if w in ("defined", "definition")),
                  default=None)  # fmt: skip
    return defined is not None and q.numerator is None and not (
        {",", ")", ";"} & set(norms[defined : q.first])
    )  # fmt: skip


def _is_strength(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether a small percentage is the strength of the drug that it stands before."""
    if q.unit != "%" or q.numerator is not None or float(q.value or 100) > 10:
        return False
    return any(m.first == q.last + 1 for m in parsed.of("arm", "drug"))


def _circumstance(norms: list[str], q: Quantity) -> bool:
    """Whether a number is an age or a length of follow-up that no average gives, or its range."""
    near = _since_sign(norms[max(0, q.first - 7) : q.first])
    opened = max((k for k, w in enumerate(near) if w in ("(", "[")), default=None)
    inside = near[opened + 1] if opened is not None and opened + 1 < len(near) else ""
    if inside in ("range", "iqr", "interquartile"):
        return True
    if q.unit == "%" or q.statistic in ("mean", "median"):
        return False
    near = near[opened + 1 if opened is not None else 0 :]
    if q.statistic == "count" and q.unit == "patients":
        return False
    if "age" in near or "aged" in near:
        return True
    return any(a == "follow" and b in ("-", "up") for a, b in pairwise(near)) or "followup" in near


def _since_sign(norms: list[str]) -> list[str]:
    """The words since the last comma or semicolon."""
    last = max((k for k, w in enumerate(norms) if w in (",", ";")), default=-1)
    return norms[last + 1 :]


# -- bare numbers and lengths of time --------------------------------------------------------------


def as_length(q: Quantity) -> Quantity:
    """A length of time as the value of an endpoint that is one: months of survival."""
    if q.unit != "time":
        return q
    last = q.last if "shared-unit" in q.rules else q.last + 1
    statistic = q.statistic or "median"
    doubts = [*q.doubts, "taken for a median"] if q.statistic is None else q.doubts
    return replace(q, unit=q.measure, last=last, statistic=statistic, doubts=doubts)


def as_printed_count(q: Quantity) -> Quantity:
    """A count of a total whose percentage is not printed, as the count that is: `9 of 302`."""
    if q.value is not None or q.numerator is None:
        return q
    return replace(q, value=q.numerator, unit="patients", statistic="count")


def as_count(q: Quantity) -> Quantity:
    """A bare whole number as a count of people."""
    if q.unit is not None or q.value is None:
        return q
    doubts = [*q.doubts, "the number is taken for a count of people"]
    return replace(q, unit="patients", statistic="count", doubts=doubts)
