"""The results that ClinicalTrials.gov posts: outcome measures, analyses and adverse events."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace

from pydantic import ValidationError

from ingest.importers.outcome_titles import EndpointTitle, concept, endpoint_title, time_point
from ingest.importers.record import counted, listed
from ingest.language.mention import slug
from ingest.language.numbers import printable
from ingest.sources import clinicaltrials as registry
from ontology import vocabulary
from ontology.model import Cohort, Operator, ReportedMeasurement, Statistic

PEOPLE = re.compile(r"(?i)(?:number of |count of )?(?:participant|patient|subject|people|person)s?")
PERCENT = re.compile(
    r"(?i)(?:%|percent|percentage)(?: \(%\))?"
    r"(?: of (?:all )?(?:the )?(?:participant|patient|subject|people|person|responder)s?)?"
)
LEVEL = re.compile(r"(?i)([0-9]{2}(?:\.[0-9]+)?)\s?%\s*confidence interval|confidence_([0-9]{2,3})")
P_VALUE = re.compile(
    r"(?i)(?:p\s*)?(?P<sign>[<>=≤≥]|<=|>=)?\s*(?P<p>0?\.[0-9]{1,15}|[01](?:\.0+)?)"
)
SIGNS: dict[str, Operator] = {
    "": "=", "=": "=", "<": "<", ">": ">", "≤": "≤", "≥": "≥", "<=": "≤", ">=": "≥",
}  # fmt: skip
EFFECTS: tuple[tuple[str, Statistic], ...] = (
    ("hazard ratio", "hazard-ratio"), ("odds ratio", "odds-ratio"), ("risk ratio", "risk-ratio"),
    ("relative risk", "risk-ratio"), ("rate ratio", "rate-ratio"), ("difference", "difference"),
)  # fmt: skip
"""Words in the names of effect measures, and the record's statistic for each."""
DEATHS, SERIOUS = "all-cause mortality", "serious adverse events"
"""The vocabulary's terms for the totals of a group of adverse events."""
NO_REFERENCE = "The registry does not say which group is the reference; they stand in its order."
MOST_REPAIRS = 6
"""The most fields that are removed from a measurement before it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementDraft:
    """The fields of a measurement before validation."""

    endpoint: str = ""
    grade: str | None = None
    time: str | None = None
    regimen: str | None = None
    cohort: str | None = None
    compared_regimen: str | None = None
    compared_cohort: str | None = None
    statistic: Statistic | None = None
    value: str | None = None
    unit: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    se: str | None = None
    sd: str | None = None
    lower: str | None = None
    upper: str | None = None
    level: str | None = None
    p: str | None = None
    p_operator: Operator | None = None
    note: str | None = None

    def without(self, name: str) -> "MeasurementDraft":
        """The draft without one of its fields."""
        return MeasurementDraft(
            **{key: value for key, value in asdict(self).items() if key != name}
        )


_OPTIONAL = frozenset(one.name for one in fields(MeasurementDraft)) - {"endpoint", "value"}
"""Fields without which a measurement is still useful."""


@dataclass(slots=True)
class ReadResults:
    """Items of the record, their comments, and notes on what was left out.

    `started` has the number of people who started each regimen.
    """

    reported: list[ReportedMeasurement] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    started: dict[str, int] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_results(
    study: str,
    publication: str,
    arms: Mapping[tuple[str, ...], str],
    posted: registry.Results,
    enrolled: int | None,
) -> ReadResults:
    """The posted results that a record can hold; the notes list the rest.

    `arms` are the regimens by the key of their label. A group of the results with an arm's label is
    that arm; any other becomes a cohort.
    """
    reader = _ResultsReader(study, publication, arms, posted)
    if enrolled is not None and (endpoint := concept("enrolment", "endpoint")):
        draft = MeasurementDraft(cohort=f"{study}/enrolled", endpoint=endpoint, statistic="count")
        reader.add("enrolled", replace(draft, value=str(enrolled), unit="patients"), "")
    for number, measure in enumerate(posted.outcomes, 1):
        reader.outcome(number, measure)
    reader.adverse_events(posted)
    reader.summarise()
    return reader.results


def label_key(label: str) -> tuple[str, ...]:
    """A key for labels that is independent of case and punctuation.

    >>> label_key("Arm A: Blinatumomab")
    ('arm', 'a', 'blinatumomab')
    """
    return tuple(re.findall(r"\w+", label.lower()))


def part_name(label: str) -> str:
    """The name of an arm or cohort within its study."""
    return slug(label)[:60].strip("-")


@dataclass(frozen=True, slots=True)
class _Row:
    """The context of a value: measure, title, time and numbers analysed."""

    measure: registry.OutcomeMeasure
    title: EndpointTitle
    time: str | None
    note: str | None
    comment: str
    denominators: Mapping[str, int]


class _ResultsReader:
    """Reads the results of one study into `results`."""

    def __init__(
        self,
        study: str,
        publication: str,
        arms: Mapping[tuple[str, ...], str],
        posted: registry.Results,
    ) -> None:
        self.study, self.publication, self.arms = study, publication, arms
        self.results = ReadResults()
        self._names: Counter[str] = Counter({"cohort:enrolled": 1})
        self._cohorts: dict[tuple[str, ...], str] = {}
        self._started = _started(posted)
        self.results.started = {
            regimen: self._started[key] for key, regimen in arms.items() if key in self._started
        }
        self._baseline = bool(posted.baseline)
        self._proposed: list[str] = []
        self._unmatched: list[str] = []
        self._absent = 0

    def note(self, text: str) -> None:
        self.results.notes.append(text)

    def summarise(self) -> None:
        """Add the notes on all results together."""
        if self._baseline:
            self.note("baseline characteristics were not taken; a record has none")
        if self._proposed:
            self.note(
                f"{counted(len(self._proposed), 'outcome')} without an endpoint of the vocabulary, "
                f"proposed: {listed(self._proposed)}"
            )
        if self._unmatched:
            terms = list(dict.fromkeys(self._unmatched))
            self.note(
                f"{counted(len(terms), 'adverse-event term')} without an endpoint of the "
                f"vocabulary, proposed: {listed(terms)}"
            )
        if self._absent:
            self.note(f"{counted(self._absent, 'value')} not available in the registry")

    # names and measurements

    def _name(self, wanted: str, kind: str = "value") -> str:
        """`wanted`, with a number appended where it is taken."""
        self._names[f"{kind}:{wanted}"] += 1
        n = self._names[f"{kind}:{wanted}"]
        return wanted if n == 1 else self._name(f"{wanted}-{n}", kind)

    def _placed(self, draft: MeasurementDraft, title: str) -> MeasurementDraft:
        """The draft with the regimen or cohort of a group of the results."""
        key = label_key(title)
        if key in self.arms:
            return replace(draft, regimen=self.arms[key])
        return replace(draft, cohort=self._cohort(key, title))

    def _cohort(self, key: tuple[str, ...], title: str) -> str:
        if key not in self._cohorts:
            name = self._cohorts[key] = f"{self.study}/{self._name(part_name(title), 'cohort')}"
            self.results.cohorts.append(
                Cohort(
                    id=name,
                    study=self.study,
                    label=f"{self.study.upper()}, {title}",
                    n=self._started.get(key),
                    note="A group of the results.",
                )
            )
        return self._cohorts[key]

    def add_placed(self, draft: MeasurementDraft, title: str, comment: str) -> None:
        """Add a measurement of one group, named by its endpoint and its group."""
        placed = self._placed(draft, title)
        group = (placed.regimen or placed.cohort or "").partition("/")[2]
        self.add(f"{draft.endpoint}-{group}"[:100].strip("-."), placed, f"{comment}; {title}")

    def add(self, wanted: str, draft: MeasurementDraft, comment: str) -> None:
        """Add a measurement without the fields that the model refuses, noting each refusal."""
        name = self._name(wanted)
        for _ in range(MOST_REPAIRS):
            try:
                measurement = self._measurement(name, draft)
            except ValidationError as error:
                at, message = _fault(error)
                if at not in _OPTIONAL or getattr(draft, at) is None:
                    self.note(f"{name} was left out: {message}")
                    return
                self.note(f"{at} of {name} was left out: {message}")
                draft = draft.without(at)
            else:
                self.results.reported.append(measurement)
                if comment:
                    self.results.comments["reported", name] = comment
                return

    def _measurement(self, name: str, draft: MeasurementDraft) -> ReportedMeasurement:
        given = {key: value for key, value in asdict(draft).items() if value is not None}
        return ReportedMeasurement(
            id=name, status="extracted", study=self.study, reported_by=self.publication, **given
        )

    # outcome measures

    def outcome(self, number: int, measure: registry.OutcomeMeasure) -> None:
        """Add the values and analyses of one outcome, or propose its title for the vocabulary."""
        if not measure.title:
            return
        kind = (measure.type or "type unknown").lower()
        label = f"outcome {number}, {kind}: {measure.title}"
        title, groups = endpoint_title(measure.title), _titles(measure.groups)
        before = len(self.results.reported)
        for row, value in self._values(measure, title, label):
            self._value(value, row, groups)
        if title is not None:
            for analysis in measure.analyses:
                self._analysis(analysis, measure, title, groups, label)
        elif len(self.results.reported) == before and measure.classes:
            self._proposed.append(measure.title)

    def _values(
        self, measure: registry.OutcomeMeasure, title: EndpointTitle | None, label: str
    ) -> Iterator[tuple[_Row, registry.Value]]:
        """The values of a measure with their contexts, class by class."""
        for part in measure.classes:
            denominators = _denominators(measure.denoms) | _denominators(part.denoms)
            for category in part.categories:
                parts = [text for text in (part.title, category.title) if text]
                of, when = _refined(title, parts)
                if of is not None:
                    at = when or of.time or time_point(measure.time_frame)
                    note = None if at else _frame_note(measure.time_frame)
                    comment = "; ".join([label, *parts])
                    row = _Row(measure, of, at, note, comment, denominators)
                    yield from ((row, value) for value in category.measurements)
                elif title is not None and category.measurements:
                    self.note(f"{label}: the part {' / '.join(parts)!r} was left out")

    def _value(self, value: registry.Value, row: _Row, groups: Mapping[str, str]) -> None:
        """Add one value of one group."""
        group = groups.get(value.group)
        if value.value is None or group is None:
            self._absent += 1
            return
        draft = _numbers(value, value.value, row)
        if draft is None:
            unit = row.measure.unit_of_measure or "no unit"
            self.note(f"{row.comment}: the value {value.value} ({unit}) was left out")
            return
        draft = replace(draft, endpoint=row.title.endpoint, grade=row.title.grade, time=row.time)
        # Of two notes that of the measure is kept.
        self.add_placed(replace(draft, note=row.note or draft.note), group, row.comment)

    # analyses

    def _analysis(
        self,
        analysis: registry.Analysis,
        measure: registry.OutcomeMeasure,
        title: EndpointTitle,
        groups: Mapping[str, str],
        label: str,
    ) -> None:
        """Add a comparison of two groups: the effect with its interval, and the p-value."""
        titles = [groups[name] for name in analysis.group_ids if name in groups]
        kind = analysis.param_type or ""
        effect, p = _effect(analysis, measure), P_VALUE.fullmatch(analysis.p_value or "")
        if p is None and analysis.p_value:
            self.note(f"{label}: the p-value {analysis.p_value!r} was not understood")
        if p:
            effect = replace(effect, p=_leading_zero(p["p"]), p_operator=SIGNS[p["sign"] or ""])
        if len(titles) != 2 or not (effect.value or effect.p):
            test = f"{kind or 'test'} {analysis.param_value or ''}".strip()
            why = "" if len(titles) == 2 else f" of {counted(len(titles), 'group')}"
            self.note(f"{label}: the analysis {test!r}{why} was left out")
            return
        if analysis.param_value and not effect.value:
            self.note(f"{label}: the effect {kind} {analysis.param_value} was left out")
        time = title.time or time_point(measure.time_frame)
        effect = replace(effect, endpoint=title.endpoint, grade=title.grade, time=time)
        about = analysis.group_description
        self.add(
            f"{title.endpoint}-{_effect_measure(kind) or 'test'}",
            self._compared(replace(effect, note=_method_note(analysis)), *titles),
            f"{label}; analysis {kind}; {titles[0]} and {titles[1]}"
            + (f"; registered as: {about[:300]}" if about else ""),
        )

    def _compared(self, draft: MeasurementDraft, title: str, other: str) -> MeasurementDraft:
        """The draft as a comparison of two groups."""
        first, second = (
            self._placed(MeasurementDraft(), title),
            self._placed(MeasurementDraft(), other),
        )
        return replace(
            draft,
            regimen=first.regimen,
            cohort=first.cohort,
            compared_regimen=second.regimen,
            compared_cohort=second.cohort,
        )

    # adverse events

    def adverse_events(self, posted: registry.Results) -> None:
        """Add the adverse events: people affected of those at risk, for each group."""
        groups = _titles(posted.event_groups)
        base = MeasurementDraft(statistic="proportion", time=time_point(posted.events_time_frame))
        base = base if base.time else replace(base, note=_frame_note(posted.events_time_frame))
        self._totals(posted, groups, base)
        for events, kind in (
            (posted.serious_events, "serious"),
            (posted.other_events, "not serious"),
        ):
            for event in events:
                self._event(event, kind, groups, base)
        if any(group.other_num_affected is not None for group in posted.event_groups):
            self.note(
                "people with any event that was not serious were left out: the registry counts "
                "only events above a frequency"
            )

    def _totals(
        self, posted: registry.Results, groups: Mapping[str, str], base: MeasurementDraft
    ) -> None:
        """Add the total deaths and serious events."""
        for words in (DEATHS, SERIOUS):
            endpoint = concept(words, "endpoint")
            for group in posted.event_groups:
                k, n = group.serious_num_affected, group.serious_num_at_risk
                if words == DEATHS:
                    k, n = group.deaths_num_affected, group.deaths_num_at_risk
                title = groups.get(group.group)
                if endpoint and title and k is not None and n:
                    draft = replace(base, endpoint=endpoint, numerator=k, denominator=n)
                    self.add_placed(draft, title, f"adverse events, {words}")

    def _event(
        self, event: registry.Event, kind: str, groups: Mapping[str, str], base: MeasurementDraft
    ) -> None:
        """Add one adverse event in each group, if its term is an endpoint."""
        term = event.term or ""
        endpoint = _harm(term)
        if endpoint is None:
            self._unmatched += [term] if term else []
            return
        sentence = f"Counted among events that were {kind}, as {term!r}."
        draft = replace(base, endpoint=endpoint, note=" ".join(filter(None, (sentence, base.note))))
        for count in event.stats:
            title, k, n = groups.get(count.group), count.num_affected, count.num_at_risk
            if title and k is not None and n:
                counts = replace(draft, numerator=k, denominator=n)
                self.add_placed(counts, title, f"adverse events, {kind}: {term}")
            else:
                self._absent += 1


# -- parts of the results --------------------------------------------------------------------------


def _fault(error: ValidationError) -> tuple[str, str]:
    """The field at fault in a validation error, and the message."""
    fault = error.errors()[0]
    at = getattr(fault.get("ctx", {}).get("error"), "field", None)
    at = at or next((str(step) for step in fault["loc"]), "")
    return at, fault["msg"].removeprefix("Value error, ")


def _started(posted: registry.Results) -> dict[tuple[str, ...], int]:
    """The number who started in each group, by its title's key, from the first period."""
    titles = _titles(posted.groups)
    return {
        label_key(titles[one.group]): one.num_subjects
        for period in posted.periods[:1]
        for milestone in period.milestones
        if milestone.type == "STARTED"
        for one in milestone.achievements
        if one.group in titles and one.num_subjects is not None
    }


def _refined(
    title: EndpointTitle | None, parts: Sequence[str]
) -> tuple[EndpointTitle | None, str | None]:
    """What a part of a measure is of: its titles may name a time or an endpoint, nothing else."""
    when = None
    for text in parts:
        if (point := time_point(text)) is not None:
            when = point
        elif (own := endpoint_title(text)) is not None:
            title = own
        else:
            return None, None
    return title, when


def _numbers(value: registry.Value, printed: str, row: _Row) -> MeasurementDraft | None:
    """The numeric fields of a value; None for kinds of value that a record cannot hold."""
    kind = (row.measure.param_type or "").upper().replace(" ", "_")
    unit = row.measure.unit_of_measure or ""
    spread = _spread(value, row.measure.dispersion_type or "")
    n = row.denominators.get(value.group)
    if kind == "COUNT_OF_PARTICIPANTS" or (kind == "NUMBER" and PEOPLE.fullmatch(unit)):
        return _people(printed, n, row.title.endpoint, spread)
    if not printable(printed) or not unit:
        return None
    percent = PERCENT.fullmatch(unit)
    draft = replace(spread, value=printed, unit="%" if percent else unit)
    match kind:
        case "MEAN":
            return replace(draft, statistic="mean")
        case "MEDIAN":
            return replace(draft, statistic="median")
        case "NUMBER" if percent:
            share = _share(row.title)
            of = n if share == "proportion" else None
            return replace(draft, statistic=share, denominator=of or None)
        case "NUMBER":
            return draft
    return None


def _people(
    printed: str, n: int | None, endpoint: str, spread: MeasurementDraft
) -> MeasurementDraft | None:
    """A number of people, of those analysed if that is known."""
    k = int(printed) if re.fullmatch("[0-9]{1,12}", printed) else None
    if k is None or _survival(endpoint):
        return None  # survivors or events? the registry does not say
    if n:
        return replace(spread, statistic="proportion", numerator=k, denominator=n)
    return replace(spread, statistic="count", value=printed, unit="patients")


def _effect_measure(kind: str) -> Statistic | None:
    return next((statistic for words, statistic in EFFECTS if words in kind.lower()), None)


def _effect(analysis: registry.Analysis, measure: registry.OutcomeMeasure) -> MeasurementDraft:
    """The effect of an analysis with its interval; an empty draft for one of no known kind."""
    statistic = _effect_measure(analysis.param_type or "")
    unit = _unit_of_difference(measure) if statistic == "difference" else "ratio"
    if not statistic or not unit or not printable(analysis.param_value):
        return MeasurementDraft()
    lower, upper = _printable(analysis.ci_lower_limit), _printable(analysis.ci_upper_limit)
    errors = analysis.dispersion_type == "STANDARD_ERROR_OF_MEAN"
    return MeasurementDraft(
        statistic=statistic,
        value=analysis.param_value,
        unit=unit,
        lower=lower,
        upper=upper,
        level=analysis.ci_pct_value if lower or upper else None,
        se=analysis.dispersion_value if errors else None,
    )


def _method_note(analysis: registry.Analysis) -> str:
    method = analysis.statistical_method
    return NO_REFERENCE + (f" Method as registered: {method}." if method else "")


def _frame_note(frame: str | None) -> str | None:
    return f"Time frame as registered: {frame}." if frame else None


def _harm(term: str) -> str | None:
    """The endpoint of an adverse-event term; the term `Death` does not mean all deaths."""
    name = concept(term, "endpoint")
    known = vocabulary.concepts()["endpoint"]
    return name if name and known[name].family == "adverse-events" else None


def _titles(groups: Iterable[registry.Group]) -> dict[str, str]:
    """The titles of a module's groups by their ids, which count anew in every module."""
    return {one.group: one.title for one in groups if one.group and one.title}


def _denominators(denominators: Iterable[registry.Denominator]) -> dict[str, int]:
    """People analysed per group, of a measure or a class; other units than people do not count."""
    return {
        count.group: count.value
        for one in denominators
        if PEOPLE.fullmatch(one.units or "")
        for count in one.counts
        if count.value
    }


def _leading_zero(printed: str) -> str:
    return f"0{printed}" if printed.startswith(".") else printed


def _printable(number: str | None) -> str | None:
    return number if printable(number) else None


def _unit_of_difference(measure: registry.OutcomeMeasure) -> str | None:
    """The unit of a difference; for counts of people the registry does not state it."""
    unit = measure.unit_of_measure
    counts = measure.param_type == "COUNT_OF_PARTICIPANTS"
    if unit is None or counts or PEOPLE.fullmatch(unit):
        return None
    return "%" if PERCENT.fullmatch(unit) else unit


def _spread(value: registry.Value, kind: str) -> MeasurementDraft:
    """The spread of a value as SE, SD or confidence interval with level; others become notes."""
    kind_key = kind.upper().replace(" ", "_").replace("-", "_")
    if kind_key == "STANDARD_DEVIATION" and printable(value.spread):
        return MeasurementDraft(sd=value.spread)
    if kind_key == "STANDARD_ERROR" and printable(value.spread):
        return MeasurementDraft(se=value.spread)
    low, high = value.lower_limit, value.upper_limit
    if match := LEVEL.fullmatch(kind):
        lower, upper = _printable(low), _printable(high)
        level = match[1] or (match[2] if len(match[2]) == 2 else f"{match[2][:2]}.{match[2][2]}")
        return MeasurementDraft(lower=lower, upper=upper, level=level if lower or upper else None)
    if low or high:
        return MeasurementDraft(
            note=f"{kind or 'Limits'}: {low or 'not given'} to {high or 'not given'}."
        )
    return MeasurementDraft(note=f"{kind}: {value.spread}." if value.spread else None)


def _survival(endpoint: str) -> bool:
    return vocabulary.label("endpoint", endpoint).endswith("survival")


def _share(title: EndpointTitle) -> Statistic | None:
    """The statistic of a percentage; None where survival could be crude or estimated."""
    endpoint = vocabulary.concepts()["endpoint"][title.endpoint]
    if title.cumulative:
        return "cumulative-incidence"
    if endpoint.family == "time-to-event":
        return "survival-estimate" if title.estimated and _survival(title.endpoint) else None
    return "proportion"
