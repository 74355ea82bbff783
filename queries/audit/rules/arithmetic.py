"""Family 1, arithmetic: numbers that no data can give, or that do not fit one another."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from statistics import NormalDist

from ingest.language.parts import division
from ontology.model import RATIOS, Claim, Measurement, Severity
from queries.audit import numbers
from queries.audit.facts import grouped
from queries.audit.numbers import RatioVerdict, Verdict
from queries.audit.quantities import compatible, complements, is_share
from queries.audit.rule import ARITHMETIC, Case, Raised, pairs, rule
from queries.audit.trust import unreviewed

NEAR = 12
"""How far from a stated denominator others are looked for that could have given a percentage."""
FEWEST = 5
"""A smaller number before a percentage may not be its count."""
MOST_PEOPLE = 20_000
"""Above this size of an arm, no exact test is made."""
LOST = 0.05
"""The share of an arm that may be missing from a percentage without a word."""
SKEWED = 0.1
"""How far off the middle of its log interval an estimate may lie; rounding is allowed for."""
SOMEWHAT_SKEWED = 0.05
"""From where on this is noted."""


@rule(
    "percentage-unreachable",
    ARITHMETIC,
    "A percentage that no whole count gives",
    rests_on=(),
    version=2,
)
def percentage_unreachable(case: Case) -> Iterator[Raised]:
    """A percentage that no whole count gives for its denominator."""
    for value in case.facts.own.values():
        printed, n = value.value, value.denominator
        if not is_share(value) or printed is None or not value.exact:
            continue
        if not n and value.numerator:
            yield from _of_no_group(value, value.numerator, printed)
        if not n:
            yield from _unreachable_in_arm(case, value, printed)
        elif value.numerator is not None:
            yield from _count_and_percentage(value, value.numerator, n, printed)
        else:
            yield from _unreachable(value, n, printed)


def _unreachable(value: Measurement, n: int, printed: str) -> Iterator[Raised]:
    verdict = numbers.reachable(printed, n)
    if verdict is Verdict.CONSISTENT:
        return
    k, exact = numbers.nearest(printed, n)
    fitting = numbers.denominators(printed, range(max(1, n - NEAR), n + NEAR + 1))
    could = f" Nearby, {' or '.join(map(str, fitting[:6]))} could." if fitting else ""
    how = {
        Verdict.TRUNCATED: "only if digits were cut off and not rounded",
        Verdict.OFF: "only if the last digit is off",
        Verdict.INCONSISTENT: "by no whole number of people",
    }[verdict]
    yield Raised(
        value.iri,
        "error" if verdict is Verdict.INCONSISTENT else "warning",
        f"{printed}% of {n} is reached {how}: the nearest is {k} of {n}, "
        f"which is {float(exact):.2f}%.{could}",
        [value],
        suggestion="Give the count, or the denominator that the percentage was taken of.",
    )


def _of_no_group(value: Measurement, k: int, printed: str) -> Iterator[Raised]:
    """A count with a percentage that it is of no whole number of people."""
    if not Fraction(printed) or numbers.wholes(k, printed):
        return
    near = numbers.nearest_wholes(k, printed)
    if not near:
        return
    verdict = numbers.best(numbers.percentage(k, n, printed) for n in near)
    of = " and ".join(f"{100 * k / n:.2f}% of {n}" for n in near)
    yield Raised(
        value.iri,
        "warning" if verdict is Verdict.INCONSISTENT and k >= FEWEST else "note",
        f"{k} is {printed}% of no whole number of people; it is {of}.",
        [value],
        suggestion="Correct the count or the percentage.",
    )


def _unreachable_in_arm(case: Case, value: Measurement, printed: str) -> Iterator[Raised]:
    """A percentage of an arm that its people cannot give, beside one that the other arm's can.

    That the other arm's people give theirs shows that both are shares of whole arms.
    """
    n, other = case.facts.size_of(value.group), _of_other_arm(case, value)
    if not n or other is None or not _reached(other, case.facts.size_of(other.group) or 0, 0):
        return
    if not _reached(value, n, max(1, round(n * LOST))):
        yield Raised(
            value.iri,
            "warning",
            f"{printed}% is reached by no count of the {n} people of "
            f"{case.facts.name_of(value.group or '')}, nor of somewhat fewer.",
            [value, other],
            suggestion="Say of how many the percentage is, or correct it.",
            leans_on=(),
        )


def _of_other_arm(case: Case, value: Measurement) -> Measurement | None:
    """The share of the same endpoint in the other arm, in the same sentence."""
    if value.anchor is None or value.group is None or value.cohort is not None:
        return None
    beside = [
        v
        for v in case.facts.own.values()
        if v.anchor == value.anchor
        and (v.study, v.endpoint, v.time) == (value.study, value.endpoint, value.time)
        and v.iri != value.iri
        and is_share(v)
        and v.exact
    ]
    alone = len(beside) == 1 and beside[0].group not in (None, value.group)
    return beside[0] if alone else None


def _reached(share: Measurement, n: int, lost: int) -> bool:
    """Whether a count of `n` people, or of up to `lost` fewer, gives a share."""
    printed, k = share.value or "", share.numerator
    for whole in range(max(1, n - lost), n + 1):
        if k is None and numbers.reachable(printed, whole) is not Verdict.INCONSISTENT:
            return True
        if k is not None and k <= whole:
            if numbers.percentage(k, whole, printed) is not Verdict.INCONSISTENT:
                return True
    return False


def _count_and_percentage(value: Measurement, k: int, n: int, printed: str) -> Iterator[Raised]:
    verdict = numbers.percentage(k, n, printed)
    if verdict is Verdict.CONSISTENT:
        return
    exact = f"{100 * k / n:.2f}%"
    comparison = {
        Verdict.TRUNCATED: f"is {exact}; {printed}% is cut off and not rounded",
        Verdict.OFF: f"is {exact}; {printed}% is off by less than its last digit",
        Verdict.INCONSISTENT: f"is {exact}, not {printed}%",
    }[verdict]
    yield Raised(
        value.iri,
        "error" if verdict is Verdict.INCONSISTENT else "note",
        f"{k} of {n} {comparison}.",
        [value],
        suggestion="Correct the count or the percentage.",
    )


@rule("parts-and-total", ARITHMETIC, "Parts that do not add up to their total", version=2)
def parts_and_total(case: Case) -> Iterator[Raised]:
    """Parts that do not add up to their total, or a part that is larger than the whole."""
    divided = {v.anchor for v in case.facts.own.values() if v.parts}
    for claim in case.facts.claims.values():
        if claim.anchor not in divided:
            yield from _of_one_sentence(case, claim)
    yield from _others_over_all(case)
    for value in case.facts.own.values():
        parts = [case.facts.values[p] for p in value.parts if p in case.facts.values]
        printed = [n for p in parts if (n := _in_unit(p, value.unit)) is not None]
        if value.value is None or len(printed) < 2 or len(printed) != len(value.parts):
            continue
        if _unequal(value, printed):
            elsewhere = parts[0].anchor is not None and parts[0].anchor != value.anchor
            total = float(sum(map(Fraction, printed)))
            yield Raised(
                parts[0].iri if elsewhere else value.iri,
                _gravity(value),
                f"The parts {' + '.join(printed)} make {total:g}, not {value.value}.",
                [value, *parts],
                suggestion="Look for a part that is missing, doubled or misprinted.",
                leans_on=() if unreviewed(value) else None,
            )


def _of_one_sentence(case: Case, claim: Claim) -> Iterator[Raised]:
    """A total that its own sentence divides into two parts that do not make it."""
    told = division(case.facts.quote(claim) or "")
    if told is not None and not told.holds:
        one, other = told.parts
        yield Raised(
            claim.iri,
            "note" if told.perhaps_list else "warning",
            f"{one} and {other} make {one + other}, not {told.total}.",
            suggestion="Look for a part that is missing, doubled or misprinted.",
            leans_on=(),
        )


def _others_over_all(case: Case) -> Iterator[Raised]:
    """Shares of one list that ends with all others, which are more than 100 per cent together."""
    shares = (v for v in case.facts.own.values() if v.unit == "%" and v.exact and v.value)
    by_sentence = grouped(shares, lambda v: (v.anchor, v.study, v.group, v.cohort))
    for (anchor, *_), listed in by_sentence.items():
        rest = [v for v in listed if _is_rest(v.endpoint_text or "")]
        printed = [v.value or "" for v in listed]
        if anchor is None or len(listed) < 3 or len(rest) != 1:
            continue
        total = sum(map(Fraction, printed))
        if total > 100 and numbers.adds_up("100", printed) is Verdict.INCONSISTENT:
            yield Raised(
                rest[0].iri,
                "warning",
                f"{', '.join(printed)} per cent make {float(total):g} per cent, with all others.",
                listed,
                suggestion="See whether one may be in two groups, or a number is misprinted.",
                leans_on=(),
            )


def _is_rest(endpoint: str) -> bool:
    """Whether the words of an endpoint mean all that was not named: others, other organisms."""
    return endpoint.casefold().split()[:1] in (["other"], ["others"], ["remainder"], ["rest"])


def _gravity(total: Measurement) -> Severity:
    """A drafted list of parts may lack one."""
    return "warning" if unreviewed(total) else "error"


def _unequal(total: Measurement, printed: list[str]) -> bool:
    """Whether parts do not make the total; people are whole, other numbers were rounded."""
    if total.unit == "patients":
        return sum(map(Fraction, printed)) != total.number
    return numbers.adds_up(total.value or "", printed) is Verdict.INCONSISTENT


def _in_unit(value: Measurement, unit: str | None) -> str | None:
    """The number of a value in a unit; a share is also so many people."""
    if value.unit == unit:
        return value.value
    return str(value.numerator) if unit == "patients" and value.numerator is not None else None


@rule("complement-mismatch", ARITHMETIC, "Complements that do not add up to 100 per cent")
def complement_mismatch(case: Case) -> Iterator[Raised]:
    """Two endpoints that share all people out between them and do not make 100 per cent."""
    shares = (v for v in case.facts.own.values() if v.unit == "%" and v.exact)
    for value, other in pairs(shares, lambda v: (v.study, v.cohort, v.group, v.source)):
        if value.value is None or other.value is None or not complements(value, other):
            continue
        if not compatible(case.facts, value, other):
            continue
        if numbers.adds_up("100", [value.value, other.value]) is Verdict.INCONSISTENT:
            total = float(Fraction(value.value) + Fraction(other.value))
            yield Raised(
                value.iri,
                "error",
                f"{value.value}% and {other.value}% should share all patients out between "
                f"them, yet they make {total:g}%.",
                [value, other],
                suggestion="See whether both are of the same patients, and if some are missing.",
            )


@rule(
    "mean-unreachable",
    ARITHMETIC,
    "A mean or standard deviation that no whole numbers give",
    rests_on=(),
)
def mean_unreachable(case: Case) -> Iterator[Raised]:
    """A mean, or a mean with its standard deviation, that no whole numbers give."""
    for value in case.facts.own.values():
        mean, n = value.value, value.denominator
        if value.statistic != "mean" or mean is None or not n:
            continue
        if not numbers.mean_reachable(mean, n, value.items or 1):
            fault = f"{mean} (GRIM)"
        elif value.sd is not None and n > 1 and not _sd_fits(value, mean, value.sd, n):
            fault = f"{mean} with the standard deviation {value.sd} (GRIMMER)"
        else:
            continue
        message = f"No whole numbers of {n} people give the mean {fault}."
        suggestion = "This holds for data in whole numbers; see whether these were."
        yield Raised(value.iri, "warning", message, [value], suggestion=suggestion)


def _sd_fits(value: Measurement, mean: str, sd: str, n: int) -> bool:
    if value.unit == "0/1":
        return numbers.binary_sd(mean, sd, n)
    return numbers.sd_reachable(mean, sd, n, value.items or 1)


@rule("outside-interval", ARITHMETIC, "A value outside its interval", rests_on=())
def outside_interval(case: Case) -> Iterator[Raised]:
    """A value outside its own interval, or an interval that runs backwards."""
    for value in case.facts.own.values():
        low, high = (None if b is None else Fraction(b) for b in (value.lower, value.upper))
        if low is not None and high is not None and low > high:
            fault = "runs backwards"
        elif value.number is not None and (
            (low is not None and value.number < low) or (high is not None and value.number > high)
        ):
            fault = f"does not hold {value.value}"
        else:
            continue
        message = f"The interval {value.lower} to {value.upper} {fault}."
        suggestion = "One of the three numbers is misprinted."
        yield Raised(value.iri, "error", message, [value], suggestion=suggestion)


@rule(
    "interval-and-p",
    ARITHMETIC,
    "An interval that disagrees with its p-value or estimate",
    also=("interval-asymmetric",),
    rests_on=(),
)
def interval_and_p(case: Case) -> Iterator[Raised]:
    """A ratio or difference whose interval, estimate and p-value do not fit one another."""
    for value, low, high in _intervals(case, *RATIOS, "difference"):
        if value.value is not None:
            yield from _unlike_p(value, value, low, high)
            if value.p is None and (beside := _p_beside(case, value)):
                yield from _unlike_p(value, beside, low, high)
            if value.statistic in RATIOS:
                yield from _asymmetric(value, value.value, low, high)


def _p_beside(case: Case, ratio: Measurement) -> Measurement | None:
    """The only p-value that the sentence of a ratio gives for its endpoint, without a number."""
    beside = [
        v
        for v in case.facts.own.values()
        if v.p is not None
        and v.anchor == ratio.anchor is not None
        and (v.study, v.endpoint) == (ratio.study, ratio.endpoint)
    ]
    alone = len(beside) == 1 and beside[0].value is None
    return beside[0] if alone and beside[0].p_kind not in ("trend", "interaction") else None


def _unlike_p(value: Measurement, tested: Measurement, low: str, high: str) -> Iterator[Raised]:
    """The p-value of `tested` against the interval of a value, which may be the same."""
    if tested.p is None or value.value is None:
        return
    test = numbers.ratio if value.statistic in RATIOS else numbers.difference
    operator = tested.p_operator or "="
    result = test(value.value, low, high, tested.p, operator, value.level or "95")
    if result.verdict not in (RatioVerdict.DECISION, RatioVerdict.INCONSISTENT):
        return
    decision = result.verdict is RatioVerdict.DECISION
    sides = " The two lie on different sides of 0.05." if decision else ""
    yield Raised(
        value.iri,
        "error" if decision and tested is value else "warning",
        f"The interval {low} to {high} around {value.value} goes with a "
        f"p-value of {result.p_low:.2g} to {result.p_high:.2g}, not {operator} {tested.p}.{sides}",
        [value] if tested is value else [value, tested],
        suggestion="An exact or log-rank test may differ; see which test gave the p-value.",
    )


def _asymmetric(value: Measurement, estimate: str, low: str, high: str) -> Iterator[Raised]:
    skew = numbers.skew(estimate, low, high)
    if skew > SOMEWHAT_SKEWED:
        middle = (float(low) * float(high)) ** 0.5
        yield Raised(
            value.iri,
            "warning" if skew > SKEWED else "note",
            f"On the log scale the middle of {low} to {high} is {middle:.2f}, not {estimate}.",
            [value],
            suggestion="Bootstrap and profile intervals may be skewed; else a number is off.",
            name="interval-asymmetric",
        )


@rule(
    "error-and-interval",
    ARITHMETIC,
    "A standard error that disagrees with its interval",
    rests_on=(),
)
def error_and_interval(case: Case) -> Iterator[Raised]:
    """A difference or mean whose standard error does not fit the width of its interval."""
    for value, low, high in _intervals(case, "difference", "mean"):
        if value.se is None or float(value.se) <= 0:
            continue
        z = NormalDist().inv_cdf(0.5 + float(value.level or "95") / 200)
        least, most = map(float, numbers.bounds(value.se))
        slack, width = numbers.unit(high), Fraction(high) - Fraction(low)
        # Student's t makes an interval wider, by a quarter in samples of six.
        if 2 * z * least * 0.95 > float(width + slack) or float(width - slack) > 2 * z * most * 1.3:
            yield Raised(
                value.iri,
                "warning",
                f"A standard error of {value.se} makes an interval about "
                f"{2 * z * float(value.se):.3g} wide; {low} to {high} is {float(width):.3g} wide.",
                [value],
                suggestion="See whether a standard deviation was printed for a standard error.",
            )


@rule("p-from-counts", ARITHMETIC, "A p-value that disagrees with the counts", version=2)
def p_from_counts(case: Case) -> Iterator[Raised]:
    """A p-value that the counts, or the shares and sizes, of its two arms do not give."""
    yield from _p_of_shares(case)
    own = case.facts.own.values()
    shares = {_arm(v, v.group): v for v in own if is_share(v)}
    for value in own:
        if value.p is None or value.compared_group is None or value.statistic in RATIOS:
            continue
        keys = _arm(value, value.group), _arm(value, value.compared_group)
        arms = [shares[key] for key in keys if key in shares]
        counts = [n for arm in arms for n in (arm.numerator, arm.denominator) if n is not None]
        if len(counts) < 4:
            continue
        k1, n1, k2, n2 = counts
        least, most = numbers.two_arms(k1, n1, k2, n2)
        operator = value.p_operator or "="
        if not numbers.p_agrees(value.p, operator, least, most):
            yield Raised(
                value.iri,
                "warning",
                f"{k1} of {n1} against {k2} of {n2} gives a p-value of {least:.2g} to "
                f"{most:.2g} by the usual tests, not {operator} {value.p}.",
                [*arms, value],
                suggestion="A stratified or one-sided test may differ; see which was used.",
            )


def _p_of_shares(case: Case) -> Iterator[Raised]:
    """A p-value printed with the shares of two arms of known size that no counts of them give."""
    shares = (
        v
        for v in case.facts.own.values()
        if is_share(v) and v.exact and v.p and v.p_kind not in ("trend", "interaction")
    )
    of_one_test = grouped(
        shares, lambda v: (v.anchor, v.study, v.endpoint, v.p, v.p_operator, v.cohort)
    )
    for arms in of_one_test.values():
        if len(arms) != 2 or arms[0].group == arms[1].group:
            continue
        least, most = _p_range([_counts(case, arm) for arm in arms])
        value, operator = arms[0], arms[0].p_operator or "="
        if least <= most and not numbers.p_agrees(value.p or "", operator, least, most):
            of = [f"{a.value}% of {_people(case, a)}" for a in arms]
            yield Raised(
                value.iri,
                "warning",
                f"{of[0]} against {of[1]} gives a p-value of {least:.2g} to {most:.2g} by the "
                f"usual tests, not {operator} {value.p}.",
                arms,
                suggestion="A stratified or adjusted test may differ; see which was used.",
                leans_on=(),
            )


def _people(case: Case, share: Measurement) -> int | None:
    """Of how many people a share is: by its denominator, its count, or the size of its arm.

    By its count only where the count is that share of one number of people alone.
    """
    if share.denominator or not share.numerator or share.value is None:
        return share.denominator or case.facts.size_of(share.group)
    of = numbers.wholes(share.numerator, share.value)
    size = case.facts.size_of(share.group)
    if size in of or len(of) != 1:
        return size
    return of[0]


def _counts(case: Case, share: Measurement) -> list[tuple[int, int]]:
    """The counts of people that a share can stand for, each with its whole."""
    n = _people(case, share)
    if not n or share.value is None or n > MOST_PEOPLE:
        return []
    if (k := share.numerator) is not None:
        fits = k <= n and numbers.percentage(k, n, share.value) is not Verdict.INCONSISTENT
        return [(k, n)] if fits else []
    near, _ = numbers.nearest(share.value, n)
    reached = [
        k
        for k in range(max(near - 2, 0), min(near + 3, n + 1))
        if numbers.percentage(k, n, share.value) is not Verdict.INCONSISTENT
    ]
    return [(k, n) for k in reached or [near]]


def _p_range(arms: list[list[tuple[int, int]]]) -> tuple[float, float]:
    """The least and the largest p-value of the counts of two arms; (2, 0) where one has none."""
    tests = [numbers.two_arms(*one, *other) for one, other in product(*arms)]
    return min((t[0] for t in tests), default=2.0), max((t[1] for t in tests), default=0.0)


def _arm(value: Measurement, regimen: str | None) -> tuple[object, ...]:
    """What an arm's share and a comparison of it have in common."""
    return regimen, value.endpoint, value.time and value.time.label, value.stated


def _intervals(case: Case, *statistics: str) -> Iterator[tuple[Measurement, str, str]]:
    """Each own value of one of these statistics that has an interval, with its bounds."""
    for value in case.facts.own.values():
        if value.statistic in statistics and value.lower is not None and value.upper is not None:
            yield value, value.lower, value.upper
