"""One endpoint over studies: every value with its interval, and what it may stand beside.

Values share a panel, and so an axis, only if endpoint, unit, statistic, grade, threshold, kind of
comparison and time are the same. An interval that a source does not give is computed where its
count or standard error allows, and says so: from a count by Wilson (J Am Stat Assoc 1927), from a
standard error by the normal approximation.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal

import pyoxigraph as ox
from pydantic.dataclasses import dataclass

from ontology.errors import CompareError
from ontology.terms import NS, RDFS
from queries import lookup
from queries.lookup import Statements, first
from queries.parameters import bind
from queries.store import Store

_CONCEPTS = "SELECT DISTINCT ?concept WHERE { ?concept skos:broader* $endpoint }"
_Z95 = 1.959963984540054
Grouping = Literal["study", "regimen", "cohort"]


@dataclass(frozen=True, slots=True)
class StatedAs:
    """How a document states a reported value: its label and the value as printed."""

    document: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One value. Numbers are as printed; `low` and `high` are in the unit of the value.

    `said_by` tells whether its own source reports it or a document states it without a source in
    the graph. `interval` tells where the interval comes from. `n` is the denominator, or the size
    of the cohort.
    """

    measurement: str
    study: str
    study_label: str
    group: str
    endpoint: str
    regimen: str | None
    cohort: str | None
    time: str | None
    said_by: Literal["reported", "stated"]
    source: str
    value: str | None
    unit: str | None
    operator: str | None
    events: int | None
    n: int | None
    standard_error: str | None
    low: float | None
    high: float | None
    level: float | None
    interval: (
        Literal["reported", "computed from the count (Wilson)", "computed from the standard error"]
        | None
    )
    stated_as: list[StatedAs]


@dataclass(frozen=True, slots=True)
class Panel:
    """Values that may stand on one axis; `title` says what they have in common."""

    title: str
    unit: str | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One endpoint over studies; values of different panels may not be compared with each other."""

    endpoint: str
    label: str
    by: Grouping
    panels: list[Panel]

    def __repr__(self) -> str:
        rows = sum(len(panel.rows) for panel in self.panels)
        return f"<Comparison of {self.label!r}: {rows} values in {len(self.panels)} panels>"


def compare(store: Store, endpoint: ox.NamedNode, by: Grouping = "study") -> Comparison:
    """Every value of an endpoint and of its special cases. Raises CompareError if there is none."""
    answer: Any = store.query(bind(_CONCEPTS, {"endpoint": endpoint}))
    concepts = {row["concept"].value for row in answer}
    values = lookup.statements(store, lookup.pointing(store, "hasEndpoint", concepts))
    if not values:
        label = lookup.labels(store, [endpoint.value]).get(endpoint.value, endpoint.value)
        raise CompareError(f"no value of {label} is in this graph")
    around = lookup.statements(store, lookup.iris(values, None))
    wholes = _wholes(store, around)
    stated = _stated_as(values, around)
    panels: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for iri, said in sorted(values.items()):
        reported = NS + "reportedBy" in said
        if not reported and any(v in values for v in said.get(NS + "restates", ())):
            continue  # shown beside the value that it restates
        panels[_key(said, around)].append(_row(iri, said, around, wholes, by, stated.get(iri, [])))
    return Comparison(
        endpoint=endpoint.value,
        label=first(lookup.statements(store, [endpoint.value])[endpoint.value], RDFS + "label"),
        by=by,
        panels=[
            Panel(_title(key), key[1] or None, sorted(rows, key=lambda r: (r.group, r.measurement)))
            for key, rows in sorted(panels.items(), key=lambda item: (-len(item[1]), item[0]))
        ],
    )


def _key(said: Mapping[str, list[str]], around: Statements) -> tuple[str, ...]:
    """What must be the same for two values to stand on one axis."""
    versus = "difference" if NS + "comparedRegimen" in said or NS + "comparedCohort" in said else ""
    return (
        _label(said, "hasEndpoint", around) or "",
        first(said, NS + "unit"),
        first(said, NS + "statistic"),
        first(said, NS + "ctcaeGrade"),
        first(said, NS + "threshold"),
        versus,
        _label(said, "atTimePoint", around) or "time not given",
    )


def _title(key: tuple[str, ...]) -> str:
    endpoint, unit, statistic, grade, threshold, versus, time = key
    parts = [
        endpoint + (f" grade {grade}" if grade else "") + (f" {threshold}" if threshold else "")
    ]
    parts += [part for part in (statistic, versus and "between groups", unit, time) if part]
    return " · ".join(parts)


def _row(
    iri: str,
    said: Mapping[str, list[str]],
    around: Statements,
    wholes: Mapping[str, str],
    by: Grouping,
    stated: list[StatedAs],
) -> Row:
    study = first(said, NS + "ofStudy")
    names = {
        "study": _label(said, "ofStudy", around),
        "regimen": _label(said, "underRegimen", around),
        "cohort": _label(said, "inCohort", around),
    }
    events, n = _whole(said, "numerator"), _whole(said, "denominator")
    if n is None and (cohort := first(said, NS + "inCohort")):
        n = _whole(around.get(cohort, {}), "participants")
    low, high, level, interval = _interval(said)
    source = "reportedBy" if NS + "reportedBy" in said else "statedIn"
    return Row(
        measurement=iri,
        study=wholes.get(study, study),
        study_label=names["study"] or study,
        group=names[by] or f"{by} not given",
        endpoint=_label(said, "hasEndpoint", around) or "",
        regimen=names["regimen"],
        cohort=names["cohort"],
        time=_label(said, "atTimePoint", around),
        said_by="reported" if source == "reportedBy" else "stated",
        source=_label(said, source, around) or "unknown",
        value=first(said, NS + "printedValue") or None,
        unit=first(said, NS + "unit") or None,
        operator=first(said, NS + "operator") or None,
        events=events,
        n=n,
        standard_error=first(said, NS + "printedStandardError") or None,
        low=low,
        high=high,
        level=level,
        interval=interval,
        stated_as=stated,
    )


def _interval(said: Mapping[str, list[str]]) -> tuple[Any, Any, Any, Any]:
    """The interval with its level and where it comes from; nothing where none can be had."""
    low, high = first(said, NS + "lowerBound"), first(said, NS + "upperBound")
    if low and high:
        level = first(said, NS + "confidenceLevel")
        return float(low), float(high), float(level) if level else None, "reported"
    value, unit = first(said, NS + "value"), first(said, NS + "unit")
    if NS + "comparedRegimen" in said or NS + "comparedCohort" in said:
        return None, None, None, None
    if value and (error := first(said, NS + "standardError")):
        half = _Z95 * float(error)
        bounds = (float(value) - half, float(value) + half)
        if unit == "%":
            bounds = (max(0.0, bounds[0]), min(100.0, bounds[1]))
        return *bounds, 95.0, "computed from the standard error"
    events, n = _whole(said, "numerator"), _whole(said, "denominator")
    if unit == "%" and events is not None and n and events <= n:
        return *wilson(events, n), 95.0, "computed from the count (Wilson)"
    return None, None, None, None


def wilson(events: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion by Wilson's score, in per cent."""
    from scipy.stats import binomtest

    found = binomtest(events, n).proportion_ci(confidence_level=0.95, method="wilson")
    return 100 * float(found.low), 100 * float(found.high)


def _stated_as(values: Statements, around: Statements) -> dict[str, list[StatedAs]]:
    """By reported value, how documents state it."""
    found: dict[str, list[StatedAs]] = defaultdict(list)
    for _, said in sorted(values.items()):
        document = _label(said, "statedIn", around)
        for reported in said.get(NS + "restates", ()):
            if document is not None:
                number = first(said, NS + "printedValue") or first(said, NS + "wording")
                operator = first(said, NS + "operator")
                shown = number if operator in ("=", "") else f"{operator}{number}"
                found[reported].append(StatedAs(document, shown))
    return found


def _wholes(store: Store, around: Statements) -> dict[str, str]:
    """By study the one that it is a part of, up to the whole."""
    parts = {
        iri: first(said, NS + "partOfStudy")
        for iri, said in around.items()
        if NS + "partOfStudy" in said
    }
    fresh = set(parts.values()) - parts.keys()
    while fresh:
        more = lookup.statements(store, fresh)
        found = {iri: first(said, NS + "partOfStudy") for iri, said in more.items()}
        parts |= {iri: whole for iri, whole in found.items() if whole}
        fresh = {whole for whole in found.values() if whole} - parts.keys()
    return {iri: _up(iri, parts) for iri in parts}


def _up(study: str, parts: Mapping[str, str]) -> str:
    seen = {study}
    while study in parts and parts[study] not in seen:
        study = parts[study]
        seen.add(study)
    return study


def _label(said: Mapping[str, list[str]], name: str, around: Statements) -> str | None:
    iri = first(said, NS + name)
    return first(around.get(iri, {}), RDFS + "label") or None if iri else None


def _whole(said: Mapping[str, list[str]], name: str) -> int | None:
    text = first(said, NS + name)
    return int(text) if text else None
