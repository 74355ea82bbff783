"""Family 1, arithmetic: numbers that no data can give, or that do not fit one another."""

from collections.abc import Iterator
from fractions import Fraction

from ontology.model import RATIOS, Finding, Measurement
from queries.audit import numbers
from queries.audit.found import Case, Rule, finding
from queries.audit.numbers import RatioVerdict, Verdict
from queries.audit.quantities import compatible, complements, is_share

NEAR = 12
"""How far from a stated denominator others are looked for that could have given a percentage."""
SKEWED = 0.1
"""From where on an estimate off the middle of its log interval is told; rounding is allowed for."""


def percentage_unreachable(case: Case) -> Iterator[Finding]:
    """A percentage that no whole count gives for its denominator."""
    for value in case.facts.own.values():
        printed, n = value.value, value.denominator
        if not is_share(value) or printed is None or not n or not value.exact:
            continue
        if value.numerator is not None:
            yield from _count_and_percentage(case, value, value.numerator, n, printed)
            continue
        verdict = numbers.reachable(printed, n)
        if verdict is not Verdict.CONSISTENT:
            yield _unreachable(case, value, printed, n, verdict)


def _unreachable(case: Case, value: Measurement, printed: str, n: int, verdict: Verdict) -> Finding:
    k, exact = numbers.nearest(printed, n)
    fitting = numbers.denominators(printed, range(max(1, n - NEAR), n + NEAR + 1))
    could = f" Nearby, {_some(fitting)} could." if fitting else ""
    how = {
        Verdict.TRUNCATED: "only if digits were cut off and not rounded",
        Verdict.OFF: "only if the last digit is off",
        Verdict.INCONSISTENT: "by no whole number of people",
    }[verdict]
    return finding(
        case,
        "percentage-unreachable",
        "error" if verdict is Verdict.INCONSISTENT else "warning",
        value.iri,
        f"{printed}% of {n} is reached {how}: the nearest is {k} of {n}, "
        f"which is {float(exact):.2f}%.{could}",
        values=[value],
        suggestion="Give the count, or the denominator that the percentage was taken of.",
    )


def _count_and_percentage(
    case: Case, value: Measurement, k: int, n: int, printed: str
) -> Iterator[Finding]:
    verdict = numbers.percentage(k, n, printed)
    if verdict is Verdict.CONSISTENT:
        return
    exact = f"{100 * k / n:.2f}%"
    told = {
        Verdict.TRUNCATED: f"is {exact}; {printed}% is cut off and not rounded",
        Verdict.OFF: f"is {exact}; {printed}% is off by less than its last digit",
        Verdict.INCONSISTENT: f"is {exact}, not {printed}%",
    }[verdict]
    yield finding(
        case,
        "percentage-unreachable",
        "error" if verdict is Verdict.INCONSISTENT else "note",
        value.iri,
        f"{k} of {n} {told}.",
        values=[value],
        suggestion="Correct the count or the percentage.",
    )


def parts_and_total(case: Case) -> Iterator[Finding]:
    """Parts that do not add up to their total, or a part that is larger than the whole."""
    everything = {**case.facts.reported, **case.facts.own}
    for value in case.facts.own.values():
        parts = [everything[p] for p in value.parts if p in everything]
        printed = [p.value for p in parts if p.value is not None and p.unit == value.unit]
        if value.value is None or len(printed) < 2 or len(printed) != len(value.parts):
            continue
        if numbers.adds_up(value.value, printed) is Verdict.INCONSISTENT:
            total = float(sum((Fraction(p) for p in printed), Fraction(0)))
            yield finding(
                case,
                "parts-and-total",
                "error",
                value.iri,
                f"The parts {' + '.join(printed)} make {total:g}, not {value.value}.",
                values=[value, *parts],
                suggestion="Look for a part that is missing, doubled or misprinted.",
            )


def complement_mismatch(case: Case) -> Iterator[Finding]:
    """Two endpoints that share all people out between them and do not make 100 per cent."""
    values = [
        v for v in case.facts.own.values() if v.unit == "%" and v.value is not None and v.exact
    ]
    for value, other in _pairs(values):
        if value.iri >= other.iri or not complements(value, other):
            continue
        if not compatible(case.facts, value, other):
            continue
        if value.value is None or other.value is None:
            continue
        if numbers.adds_up("100", [value.value, other.value]) is Verdict.INCONSISTENT:
            total = float(Fraction(value.value) + Fraction(other.value))
            yield finding(
                case,
                "complement-mismatch",
                "error",
                value.iri,
                f"{value.value}% and {other.value}% should share all patients out between "
                f"them, yet they make {total:g}%.",
                values=[value, other],
                suggestion="See whether both are of the same patients, and if some are missing.",
            )


def mean_unreachable(case: Case) -> Iterator[Finding]:
    """A mean, or a mean with its standard deviation, that no whole numbers give."""
    for value in case.facts.own.values():
        mean, n = value.value, value.denominator
        if value.statistic != "mean" or mean is None or not n:
            continue
        if not numbers.mean_reachable(mean, n, value.items or 1):
            fault = f"No whole numbers of {n} people give the mean {mean} (GRIM)."
        elif value.sd is not None and n > 1 and not _sd_fits(value, mean, value.sd, n):
            fault = (
                f"No whole numbers of {n} people give the mean {mean} with the "
                f"standard deviation {value.sd} (GRIMMER)."
            )
        else:
            continue
        yield finding(
            case,
            "mean-unreachable",
            "warning",
            value.iri,
            fault,
            values=[value],
            suggestion="This holds for data in whole numbers; see whether these were.",
        )


def _sd_fits(value: Measurement, mean: str, sd: str, n: int) -> bool:
    if value.unit == "0/1":
        return numbers.binary_sd(mean, sd, n)
    return numbers.sd_reachable(mean, sd, n, value.items or 1)


def outside_interval(case: Case) -> Iterator[Finding]:
    """A value outside its own interval, or an interval that runs backwards."""
    for value in case.facts.own.values():
        low, high = (None if b is None else Fraction(b) for b in (value.lower, value.upper))
        number = value.number
        outside = number is not None and (
            (low is not None and number < low) or (high is not None and number > high)
        )
        backwards = low is not None and high is not None and low > high
        if outside or backwards:
            told = "runs backwards" if backwards else f"does not hold {value.value}"
            yield finding(
                case,
                "outside-interval",
                "error",
                value.iri,
                f"The interval {value.lower} to {value.upper} {told}.",
                values=[value],
                suggestion="One of the three numbers is misprinted.",
            )


def interval_and_p(case: Case) -> Iterator[Finding]:
    """A ratio or difference whose interval, estimate and p-value do not fit one another."""
    for value in case.facts.own.values():
        ratio = value.statistic in RATIOS
        if not (ratio or value.statistic == "difference") or value.value is None:
            continue
        if value.lower is None or value.upper is None:
            continue
        level = value.level or "95"
        if not ratio and value.p is None:
            continue
        test = numbers.ratio if ratio else numbers.difference
        operator = value.p_operator or "="
        check = test(value.value, value.lower, value.upper, value.p or "", operator, level)
        if check.verdict in (RatioVerdict.DECISION, RatioVerdict.INCONSISTENT):
            assert check.p_low is not None
            assert check.p_high is not None
            decision = check.verdict is RatioVerdict.DECISION
            turn = " The two lie on different sides of 0.05." if decision else ""
            yield finding(
                case,
                "interval-and-p",
                "error" if decision else "warning",
                value.iri,
                f"The interval {value.lower} to {value.upper} around {value.value} goes with a "
                f"p-value of {check.p_low:.2g} to {check.p_high:.2g}, not "
                f"{operator} {value.p}.{turn}",
                values=[value],
                suggestion="An exact or log-rank test may differ; see which test gave the p-value.",
            )
        if ratio and numbers.skew(value.value, value.lower, value.upper) > SKEWED:
            middle = (float(value.lower) * float(value.upper)) ** 0.5
            yield finding(
                case,
                "interval-asymmetric",
                "warning",
                value.iri,
                f"On the log scale the middle of {value.lower} to {value.upper} is {middle:.2f}, "
                f"not {value.value}.",
                values=[value],
                suggestion="Bootstrap and profile intervals may be skewed; else a number is off.",
            )


def error_and_interval(case: Case) -> Iterator[Finding]:
    """A difference or mean whose standard error does not fit the width of its interval."""
    for value in case.facts.own.values():
        if value.statistic not in ("difference", "mean") or value.se is None:
            continue
        if value.lower is None or value.upper is None or float(value.se) <= 0:
            continue
        from statistics import NormalDist

        z = NormalDist().inv_cdf(0.5 + float(value.level or "95") / 200)
        low, high = numbers.bounds(value.se)
        slack = numbers.unit(value.upper)
        width = Fraction(value.upper) - Fraction(value.lower)
        # Student's t makes an interval wider, by a quarter in samples of six.
        least, most = 2 * z * float(low) * 0.95, 2 * z * float(high) * 1.3
        if not least <= float(width + slack) or not float(width - slack) <= most:
            yield finding(
                case,
                "error-and-interval",
                "warning",
                value.iri,
                f"A standard error of {value.se} makes an interval about "
                f"{2 * z * float(value.se):.3g} wide; {value.lower} to {value.upper} is "
                f"{float(width):.3g} wide.",
                values=[value],
                suggestion="See whether a standard deviation was printed for a standard error.",
            )


def p_from_counts(case: Case) -> Iterator[Finding]:
    """A p-value that the counts of its two arms do not give."""
    own = case.facts.own.values()
    arms = {_arm(v, v.regimen): v for v in own if is_share(v)}
    for value in own:
        if value.p is None or value.compared_regimen is None or value.statistic in RATIOS:
            continue
        one, two = (
            arms.get(_arm(value, value.regimen)),
            arms.get(_arm(value, value.compared_regimen)),
        )
        counts = [_count(arm) for arm in (one, two) if arm is not None]
        if one is None or two is None or None in counts:
            continue
        (k1, n1), (k2, n2) = (count for count in counts if count is not None)
        least, most = numbers.two_arms(k1, n1, k2, n2)
        operator = value.p_operator or "="
        if not numbers.p_agrees(value.p, operator, least, most):
            yield finding(
                case,
                "p-from-counts",
                "warning",
                value.iri,
                f"{k1} of {n1} against {k2} of {n2} gives a p-value of {least:.2g} to "
                f"{most:.2g} by the usual tests, not {operator} {value.p}.",
                values=[one, two, value],
                suggestion="A stratified or one-sided test may differ; see which was used.",
            )


def _arm(value: Measurement, regimen: str | None) -> tuple[object, ...]:
    """What an arm's share and a comparison of it have in common."""
    return regimen, value.endpoint, value.time and value.time.label, value.stated


def _count(value: Measurement) -> tuple[int, int] | None:
    if value.numerator is None or value.denominator is None:
        return None
    return value.numerator, value.denominator


def _some(numbers_: list[int]) -> str:
    return " or ".join(map(str, numbers_[:6]))


def _pairs(values: list[Measurement]) -> Iterator[tuple[Measurement, Measurement]]:
    """Pairs of values of the same people under the same treatment, said by the same side."""
    groups: dict[tuple[object, ...], list[Measurement]] = {}
    for value in values:
        key = (value.study, value.cohort, value.regimen, value.source)
        groups.setdefault(key, []).append(value)
    for group in groups.values():
        for one in group:
            for other in group:
                if one is not other:
                    yield one, other


_FAMILY = "arithmetic"
RULES = (
    Rule(
        "percentage-unreachable",
        _FAMILY,
        "A percentage that no whole count gives",
        percentage_unreachable,
    ),
    Rule("parts-and-total", _FAMILY, "Parts that do not add up to their total", parts_and_total),
    Rule(
        "complement-mismatch",
        _FAMILY,
        "Complements that do not make 100 per cent",
        complement_mismatch,
    ),
    Rule(
        "mean-unreachable",
        _FAMILY,
        "A mean or standard deviation that no whole numbers give",
        mean_unreachable,
    ),
    Rule("outside-interval", _FAMILY, "A value outside its interval", outside_interval),
    Rule(
        "interval-and-p",
        _FAMILY,
        "An interval that does not fit its p-value or estimate",
        interval_and_p,
        ("interval-asymmetric",),
    ),
    Rule(
        "error-and-interval",
        _FAMILY,
        "A standard error that does not fit its interval",
        error_and_interval,
    ),
    Rule("p-from-counts", _FAMILY, "A p-value that the counts do not give", p_from_counts),
)
