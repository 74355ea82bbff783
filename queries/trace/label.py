"""One measurement in one line."""

from collections.abc import Mapping


def measurement_text(details: Mapping[str, str]) -> str:
    """One measurement in one line: endpoint, value, count, interval, and about whom and when."""
    endpoint = details.get("endpointText") or details.get("hasEndpoint", "?")
    if grade := details.get("ctcaeGrade"):
        endpoint += f" grade {grade}"
    if threshold := details.get("threshold"):
        endpoint += f" {threshold}"
    parts = [f"{endpoint}: {_value(details)}"]
    parts += [
        details[name]
        for name in ("ofStudy", "underRegimen", "inCohort", "atTimePoint")
        if name in details
    ]
    return " · ".join(parts)


def _value(details: Mapping[str, str]) -> str:
    unit = details.get("unit", "")
    text = ""
    if value := details.get("printedValue"):
        operator = details.get("operator", "=")
        text = ("" if operator == "=" else operator) + value + ("%" if unit == "%" else f" {unit}")
    if se := details.get("printedStandardError"):
        text += f" ± {se}"
    if numerator := details.get("numerator"):
        text += f" ({numerator}/{details.get('denominator', '?')})"
    lower, upper = details.get("printedLowerBound"), details.get("printedUpperBound")
    if lower and upper:
        level = f"{details['confidenceLevel']}% " if "confidenceLevel" in details else ""
        text += f" [{level}{lower} to {upper}]"
    if p := details.get("printedPValue"):
        text += f", p {details.get('pOperator', '=')} {p}"
    if wording := details.get("wording"):
        text += f" “{wording}”" if text else f"“{wording}”"
    return text.strip().lstrip(",").strip() or "no number given"
