"""Text forms of a measurement, shared by terminal, page, reports and findings.

All functions take the view of a measurement (`queries.reader`) and `label`, a function from the
IRI of a thing or concept to its label.
"""

from collections.abc import Callable

from ontology.model import Measurement

Label = Callable[[str], str]


def full(value: Measurement, label: Label, endpoint_label: Label | None = None) -> str:
    """Endpoint, number, count, interval and p-value, then study, regimen, cohort and time point.

    `endpoint_label` is given where endpoints are called by another function than other things.

    `MRD negativity: 54.5% (12/22) · AALL1331 · marrow relapse · end of block 1`
    """
    about = [label(iri) for iri in (value.study, value.regimen or value.arm, value.cohort) if iri]
    when = [value.when] if value.when else []
    return " · ".join([without_study(value, endpoint_label or label), *about, *when])


def without_study(value: Measurement, label: Label) -> str:
    """Endpoint, number, count, interval and p-value."""
    return f"{endpoint(value, label)}: {_number_with_precision(value)}"


def brief(value: Measurement, label: Label) -> str:
    """Endpoint, number, count and time: `MRD negativity 54.5% (12/22), end of block 1`."""
    grade = f" grade {value.grade}" if value.grade else ""
    number = " ".join(filter(None, (printed(value), _count(value))))
    when = f", {value.when}" if value.when else ""
    return f"{_name(value, label)}{grade} {number or value.wording or 'without a number'}{when}"


def endpoint(value: Measurement, label: Label) -> str:
    """The endpoint with its grade and its threshold."""
    parts = (_name(value, label), value.grade and f"grade {value.grade}", value.threshold)
    return " ".join(filter(None, parts))


def printed(value: Measurement) -> str:
    """The number as printed, with operator and unit: `<0.01%`, `12 months`; empty without one."""
    if value.value is None:
        return ""
    unit = "%" if value.unit == "%" else f" {value.unit or ''}"
    return f"{sign(value.operator)}{value.value}{unit}"


def sign(operator: str | None) -> str:
    """The operator to print before a number; empty for equality.

    >>> sign("<"), sign("=")
    ('<', '')
    """
    return "" if operator in (None, "=") else operator


def _name(value: Measurement, label: Label) -> str:
    return value.endpoint_text or label(value.endpoint)


def _count(value: Measurement) -> str:
    if value.numerator is None:
        return ""
    return f"({value.numerator}/{'?' if value.denominator is None else value.denominator})"


def _number_with_precision(value: Measurement) -> str:
    parts = [printed(value)]
    if value.se:
        parts.append(f"± {value.se}")
    parts.append(_count(value))
    if value.lower and value.upper:
        level = f"{value.level}% " if value.level else ""
        parts.append(f"[{level}{value.lower} to {value.upper}]")
    text = " ".join(filter(None, parts))
    if value.p:
        text += f"{', ' if text else ''}p {value.p_operator or '='} {value.p}"
    if value.wording:
        text += f"{' ' if text else ''}“{value.wording}”"
    return text or "no number given"
