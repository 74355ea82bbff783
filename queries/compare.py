"""One endpoint over studies: every value with its interval, and what it may stand beside.

Values share a panel, and so an axis, only if endpoint, unit, statistic, grade, threshold, kind of
comparison and time are the same. An interval that a source does not give is computed where its
count or standard error allows, and says so: from a count by Wilson (J Am Stat Assoc 1927), from a
standard error by the normal approximation.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pyoxigraph as ox

from ontology import wording
from ontology.errors import CompareError
from ontology.field_map import property_of
from ontology.model import Cohort, Measurement, ReportedMeasurement, StatedMeasurement
from queries import reader
from queries.reader import Things
from queries.sparql import run
from queries.store import Store
from queries.studies import CountedStudies, counted_studies, with_joined

_Z95 = 1.959963984540054
Grouping = Literal["study", "regimen", "cohort"]
Origin = Literal["reported", "computed from the count (Wilson)", "computed from the standard error"]
"""Where an interval comes from."""


@dataclass(frozen=True, slots=True)
class StatedAs:
    """How a document states a reported value: its label and the value as printed."""

    document: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One value. Numbers are as printed; `low` and `high` are in the unit of the value.

    `study` is the one that the value's study is counted under (`queries.studies`).

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
    interval: Origin | None
    stated_as: list[StatedAs]


@dataclass(frozen=True, slots=True)
class Panel:
    """Values that may stand on one axis; `title` says what they have in common."""

    title: str
    unit: str | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class EndpointComparison:
    """One endpoint over studies; values of different panels may not be compared with each other."""

    endpoint: str
    label: str
    by: Grouping
    panels: list[Panel]

    def __repr__(self) -> str:
        rows = sum(len(panel.rows) for panel in self.panels)
        return f"<EndpointComparison of {self.label!r}: {rows} values in {len(self.panels)} panels>"


class _Axis(NamedTuple):
    """What must be the same for two values to stand on one axis; empty where nothing is said."""

    endpoint: str
    unit: str
    statistic: str
    grade: str
    threshold: str
    versus: str
    time: str


class _Interval(NamedTuple):
    """An interval with its level and where it comes from; empty where none can be had."""

    low: float | None = None
    high: float | None = None
    level: float | None = None
    origin: Origin | None = None


def compare(store: Store, endpoint: ox.NamedNode, by: Grouping = "study") -> EndpointComparison:
    """Every value of an endpoint and of its special cases. Raises CompareError if there is none."""
    label = reader.labels(store, [endpoint.value]).get(endpoint.value, "")
    concepts = {row["concept"].value for row in run(store, "concepts-under", endpoint=endpoint)}
    values = reader.pointing(store, property_of(Measurement, "endpoint"), concepts)
    if not values:
        raise CompareError(f"no value of {label or endpoint.value} is in this graph")
    things = _around(store, values)
    counted, stated = counted_studies(things), _stated_as(values, things)
    panels: dict[_Axis, list[Row]] = defaultdict(list)
    for iri in sorted(values):
        value = things.find(Measurement, iri)
        restated = value.restates if isinstance(value, StatedMeasurement) else ()
        if value is None or not values.isdisjoint(restated):
            continue  # a restated value is shown beside the one that it restates
        row = _row(value, things, counted, by, stated.get(iri, []))
        panels[_axis(value, things)].append(row)
    ordered = [
        Panel(_title(axis), axis.unit or None, sorted(rows, key=lambda r: (r.group, r.measurement)))
        for axis, rows in sorted(panels.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return EndpointComparison(endpoint.value, label, by, ordered)


def _around(store: Store, values: Collection[str]) -> Things:
    """The values and what they are about, studies with all that may count as one with them."""
    descriptions = reader.describe(store, values)
    linked = reader.targets(descriptions.values(), None) - descriptions.keys()
    return Things(with_joined(store, descriptions | reader.describe(store, linked)))


def _axis(value: Measurement, things: Things) -> _Axis:
    return _Axis(
        endpoint=things.label(value.endpoint),
        unit=value.unit or "",
        statistic=value.statistic or "",
        grade=f"grade {value.grade}" if value.grade else "",
        threshold=value.threshold or "",
        versus="between groups" if value.compared_group or value.compared_cohort else "",
        time=_time(value) or "time not given",
    )


def _title(axis: _Axis) -> str:
    endpoint = " ".join(filter(None, (axis.endpoint, axis.grade, axis.threshold)))
    rest = filter(None, (axis.statistic, axis.versus, axis.unit, axis.time))
    return " · ".join([endpoint, *rest])


def _row(
    value: Measurement,
    things: Things,
    counted: CountedStudies,
    by: Grouping,
    stated: list[StatedAs],
) -> Row:
    names = {"study": value.study, "regimen": value.regimen or value.arm, "cohort": value.cohort}
    labels = {kind: (iri and things.label(iri)) or None for kind, iri in names.items()}
    cohort = things.find(Cohort, value.cohort)
    interval = _interval(value)
    return Row(
        measurement=value.iri,
        study=counted(value.study),
        study_label=labels["study"] or value.study,
        group=labels[by] or f"{by} not given",
        endpoint=things.label(value.endpoint),
        regimen=labels["regimen"],
        cohort=labels["cohort"],
        time=_time(value),
        said_by="reported" if isinstance(value, ReportedMeasurement) else "stated",
        source=things.label(value.source) or "unknown",
        value=value.value,
        unit=value.unit,
        operator=value.operator,
        events=value.numerator,
        n=cohort.n if value.denominator is None and cohort is not None else value.denominator,
        standard_error=value.se,
        low=interval.low,
        high=interval.high,
        level=interval.level,
        interval=interval.origin,
        stated_as=stated,
    )


def _time(value: Measurement) -> str | None:
    return None if value.time is None else value.time.label


def _interval(value: Measurement) -> _Interval:
    if value.lower and value.upper:
        level = float(value.level) if value.level else None
        return _Interval(float(value.lower), float(value.upper), level, "reported")
    if value.compared_group or value.compared_cohort:
        return _Interval()
    if value.value and value.se:
        low, high = (float(value.value) + sign * _Z95 * float(value.se) for sign in (-1, 1))
        if value.unit == "%":
            low, high = max(0.0, low), min(100.0, high)
        return _Interval(low, high, 95.0, "computed from the standard error")
    events, n = value.numerator, value.denominator
    if value.unit == "%" and events is not None and n and events <= n:
        return _Interval(*wilson(events, n), 95.0, "computed from the count (Wilson)")
    return _Interval()


def wilson(events: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion by Wilson's score, in per cent."""
    from scipy.stats import binomtest

    interval = binomtest(events, n).proportion_ci(confidence_level=0.95, method="wilson")
    return 100 * float(interval.low), 100 * float(interval.high)


def _stated_as(values: Collection[str], things: Things) -> dict[str, list[StatedAs]]:
    """By reported value, how documents state it."""
    stated: dict[str, list[StatedAs]] = defaultdict(list)
    for iri in sorted(values):
        value = things.find(StatedMeasurement, iri)
        document = value and things.label(value.stated_in)
        if value and document:
            printed = f"{wording.sign(value.operator)}{value.value or value.wording or ''}"
            for reported in value.restates:
                stated[reported].append(StatedAs(document, printed))
    return stated
