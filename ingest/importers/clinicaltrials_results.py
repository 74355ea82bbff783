"""The results that ClinicalTrials.gov posts: outcome measures, analyses and adverse events."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ingest.extract.mentions import slug
from ingest.extract.numbers import printable
from ingest.importers.imported import counted, listed, present
from ingest.importers.shape import mapping, mappings, string, strings, whole
from ingest.importers.titles import Named, concept, named, time
from ontology import vocabulary
from ontology.model import ReportedMeasurement

Data = dict[str, Any]

PEOPLE = re.compile(r"(?i)(?:number of |count of )?(?:participant|patient|subject|people|person)s?")
PERCENT = re.compile(
    r"(?i)(?:%|percent|percentage)(?: \(%\))?"
    r"(?: of (?:all )?(?:the )?(?:participant|patient|subject|people|person|responder)s?)?"
)
LEVEL = re.compile(r"(?i)([0-9]{2}(?:\.[0-9]+)?)\s?%\s*confidence interval|confidence_([0-9]{2,3})")
P_VALUE = re.compile(r"(?i)(?:p\s*)?([<>=≤≥]|<=|>=)?\s*(0?\.[0-9]{1,15}|[01](?:\.0+)?)")
SIGNS = {"<=": "≤", ">=": "≥"}
EFFECTS = (
    ("hazard ratio", "hazard-ratio"), ("odds ratio", "odds-ratio"), ("risk ratio", "risk-ratio"),
    ("relative risk", "risk-ratio"), ("rate ratio", "rate-ratio"), ("difference", "difference"),
)  # fmt: skip
"""What the names of effect measures hold, and what a record calls them."""
TOTALS = {"deaths": "all-cause mortality", "serious": "serious adverse events"}
"""The totals of a group of adverse events, and the words of the vocabulary for them."""
NOT_REPORTED = ("", "na", "n/a", "nan", "not applicable")


@dataclass(slots=True)
class Results:
    """Items of the record, their comments, and notes. `sizes`: people per regimen at the start."""

    reported: list[Data] = field(default_factory=list)
    cohorts: list[Data] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def results(
    study: str,
    nct: str,
    arms: Mapping[tuple[str, ...], Data],
    posted: Data,
    enrolled: int | None,
) -> Results:
    """What of the posted results a record can hold; the rest is told in the notes.

    `arms` are the regimens by the key of their label. Groups of the results that are called like an
    arm are that arm; any other is a cohort of its own.
    """
    sheet = _Sheet(study, nct, arms)
    if enrolled is not None and (endpoint := concept("enrolment", "endpoint")):
        count = {"statistic": "count", "value": str(enrolled), "unit": "patients"}
        sheet.add("enrolled", {"cohort": f"{study}/enrolled", "endpoint": endpoint} | count, "")
    sheet.flow(mapping(posted, "participantFlowModule"))
    for number, measure in enumerate(
        mappings(mapping(posted, "outcomeMeasuresModule").get("outcomeMeasures")), 1
    ):
        sheet.outcome(number, measure)
    sheet.adverse_events(mapping(posted, "adverseEventsModule"))
    if mappings(mapping(posted, "baselineCharacteristicsModule").get("measures")):
        sheet.made.notes.append("baseline characteristics were not taken; a record has none")
    sheet.close()
    return sheet.made


def key(label: str) -> tuple[str, ...]:
    """What two spellings of one arm share: the words, without case and signs."""
    return tuple(re.findall(r"\w+", label.lower()))


def part(label: str) -> str:
    """The name of an arm or cohort within its study."""
    return slug(label)[:60].strip("-")


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a value stands: its measure, what it is of, and how many people were analysed."""

    measure: Data
    named: Named
    time: str | None
    note: str | None
    comment: str
    denominators: Mapping[str, int]


class _Sheet:
    """The results of one study while they are read."""

    def __init__(self, study: str, nct: str, arms: Mapping[tuple[str, ...], Data]) -> None:
        self.study, self.nct, self.arms = study, nct, arms
        self.made = Results()
        self.taken: dict[str, int] = {"cohort:enrolled": 1}
        self.cohorts: dict[tuple[str, ...], str] = {}
        self.started: dict[tuple[str, ...], int] = {}
        self.proposed: list[str] = []
        self.unmatched: list[str] = []
        self.absent = 0

    def close(self) -> None:
        """What is told once for all."""
        if self.proposed:
            self.made.notes.append(
                f"{counted(len(self.proposed), 'outcome')} without an endpoint of the vocabulary, "
                f"proposed: {listed(self.proposed)}"
            )
        if self.unmatched:
            terms = list(dict.fromkeys(self.unmatched))
            self.made.notes.append(
                f"{counted(len(terms), 'adverse-event term')} without an endpoint of the "
                f"vocabulary, proposed: {listed(terms)}"
            )
        if self.absent:
            self.made.notes.append(f"{counted(self.absent, 'value')} not available in the registry")

    # naming and keeping

    def name(self, wanted: str, kind: str = "value") -> str:
        """`wanted`, or it with a number behind where it is taken."""
        n = self.taken.get(f"{kind}:{wanted}", 0) + 1
        self.taken[f"{kind}:{wanted}"] = n
        return wanted if n == 1 else self.name(f"{wanted}-{n}", kind)

    def place(self, title: str) -> tuple[str, str]:
        """The field and id of the regimen or cohort that a group of the results is."""
        words = key(title)
        if words in self.arms:
            return "regimen", str(self.arms[words]["id"])
        if words not in self.cohorts:
            name = f"{self.study}/{self.name(part(title), 'cohort')}"
            self.cohorts[words] = name
            cohort = present(id=name, label=f"{self.nct}, {title}", n=self.started.get(words))
            self.made.cohorts.append(cohort | {"note": "A group of the results."})
        return "cohort", self.cohorts[words]

    def add(self, wanted: str, fields: Data, comment: str) -> None:
        """Keep a measurement without the fields that the model refuses; each refusal is told."""
        data = present(id=self.name(wanted), study=self.study) | fields
        for _ in range(6):
            try:
                ReportedMeasurement.model_validate(
                    data | {"status": "extracted", "reported_by": self.study}
                )
            except ValidationError as error:
                fault = error.errors()[0]
                at = getattr(fault.get("ctx", {}).get("error"), "field", None)
                at = at or next((str(step) for step in fault["loc"]), "")
                said = fault["msg"].removeprefix("Value error, ")
                if at not in data or at in ("id", "study", "endpoint", "value"):
                    self.made.notes.append(f"{data['id']} was left out: {said}")
                    return
                self.made.notes.append(f"{at} of {data['id']} was left out: {said}")
                del data[at]
            else:
                self.made.reported.append(data)
                if comment:
                    self.made.comments["reported", data["id"]] = comment
                return

    # participant flow

    def flow(self, module: Data) -> None:
        """How many started in each group, if the first period tells."""
        titles = _titles(module)
        for milestone in mappings(
            next(iter(mappings(module.get("periods"))), {}).get("milestones")
        ):
            if string(milestone.get("type")) != "STARTED":
                continue
            for one in mappings(milestone.get("achievements")):
                title, n = titles.get(_id(one)), whole(one.get("numSubjects"))
                if title and n is not None:
                    self.started[key(title)] = n
        self.made.sizes = {
            str(arm["id"]): self.started[words]
            for words, arm in self.arms.items()
            if words in self.started
        }

    # outcome measures

    def outcome(self, number: int, measure: Data) -> None:
        title = string(measure.get("title")) or ""
        if not title:
            return
        label = f"outcome {number}, {(string(measure.get('type')) or 'type unknown').lower()}"
        found = named(title)
        titles = _titles(measure)
        before = len(self.made.reported)
        for row in self.rows(measure, found, f"{label}: {title}"):
            for one, where in row:
                self.value(one, where, titles)
        if found is not None:
            for analysis in mappings(measure.get("analyses")):
                self.analysis(analysis, measure, found, titles, f"{label}: {title}")
        elif len(self.made.reported) == before and mappings(measure.get("classes")):
            self.proposed.append(title)

    def rows(
        self, measure: Data, found: Named | None, label: str
    ) -> Iterator[list[tuple[Data, _Row]]]:
        """The values of a measure with what they are of, class by class."""
        frame = string(measure.get("timeFrame"))
        for group in mappings(measure.get("classes")):
            head = string(group.get("title"))
            for category in mappings(group.get("categories")):
                what = string(category.get("title"))
                values = mappings(category.get("measurements"))
                of, when = self.row_of(found, head, what)
                if of is None:
                    if found is not None and values:
                        told = " / ".join(part for part in (head, what) if part)
                        self.made.notes.append(f"{label}: the part {told!r} was left out")
                    continue
                at = when or of.time or time(frame)
                note = None if at or not frame else f"Time frame as registered: {frame}."
                parts = "".join(f"; {text}" for text in (head, what) if text)
                denominators = _denominators(measure) | _denominators(group)
                row = _Row(measure, of, at, note, f"{label}{parts}", denominators)
                yield [(value, row) for value in values]

    def row_of(
        self, found: Named | None, head: str | None, what: str | None
    ) -> tuple[Named | None, str | None]:
        """What a class and a category are of: they may name a time or an endpoint, nothing else."""
        when = None
        for text in (head, what):
            if not text:
                continue
            if (point := time(text)) is not None:
                when = point
            elif (own := named(text)) is not None:
                found = own
            else:
                return None, None
        return found, when

    def value(self, one: Data, row: _Row, titles: Mapping[str, str]) -> None:
        """One value of one group."""
        printed, title = _printed(one.get("value")), titles.get(_id(one))
        if printed is None or title is None:
            self.absent += 1
            return
        fields = self.numbers(one, printed, row)
        if fields is None:
            self.made.notes.append(
                f"{row.comment}: the value {printed} "
                f"({string(row.measure.get('unitOfMeasure')) or 'no unit'}) was left out"
            )
            return
        kind, where = self.place(title)
        name = f"{row.named.endpoint}-{where.partition('/')[2]}"
        self.add(
            name[:100].strip("-."),
            {kind: where}
            | present(endpoint=row.named.endpoint, grade=row.named.grade, time=row.time)
            | fields
            | present(note=row.note),
            f"{row.comment}; {title}",
        )

    def numbers(self, one: Data, printed: str, row: _Row) -> Data | None:
        """The number fields of a value; None for a kind of value that a record does not know."""
        kind = (string(row.measure.get("paramType")) or "").upper().replace(" ", "_")
        unit = string(row.measure.get("unitOfMeasure")) or ""
        spread = _spread(one, string(row.measure.get("dispersionType")) or "")
        if kind == "COUNT_OF_PARTICIPANTS" or (kind == "NUMBER" and PEOPLE.fullmatch(unit)):
            k, n = whole(printed), row.denominators.get(_id(one))
            if k is None or _survival(row.named.endpoint):
                return None  # survivors or events? the registry does not say
            if n:
                return {"statistic": "proportion", "numerator": k, "denominator": n} | spread
            return {"statistic": "count", "value": printed, "unit": "patients"} | spread
        if not printable(printed) or not unit:
            return None
        if kind == "NUMBER" and PERCENT.fullmatch(unit):
            statistic = _share(row.named)
            n = row.denominators.get(_id(one)) if statistic == "proportion" else None
            return present(statistic=statistic, value=printed, unit="%", denominator=n) | spread
        unit = "%" if PERCENT.fullmatch(unit) else unit
        match kind:
            case "MEAN":
                return {"statistic": "mean", "value": printed, "unit": unit} | spread
            case "MEDIAN":
                return {"statistic": "median", "value": printed, "unit": unit} | spread
            case "NUMBER":
                return {"value": printed, "unit": unit} | spread
        return None

    # analyses

    def analysis(
        self, one: Data, measure: Data, found: Named, titles: Mapping[str, str], label: str
    ) -> None:
        """A comparison of two groups: the effect with its interval, and the p-value."""
        groups = [titles[name] for name in strings(one.get("groupIds") or []) if name in titles]
        wanted = string(one.get("paramType")) or ""
        statistic = next((s for words, s in EFFECTS if words in wanted.lower()), None)
        value = _printed(one.get("paramValue"))
        about = string(one.get("groupDescription"))
        fields: Data = {}
        if len(groups) == 2:
            for title, (regimen, cohort) in zip(
                groups, (("regimen", "cohort"), ("compared_regimen", "compared_cohort")),
                strict=True,
            ):  # fmt: skip
                kind, where = self.place(title)
                fields[regimen if kind == "regimen" else cohort] = where
        frame = string(measure.get("timeFrame"))
        fields |= present(
            endpoint=found.endpoint, grade=found.grade, time=found.time or time(frame)
        )
        unit = _unit_of_difference(measure) if statistic == "difference" else "ratio"
        if statistic and unit and printable(value):
            fields |= {"statistic": statistic, "value": value, "unit": unit}
            fields |= _interval(one.get("ciLowerLimit"), one.get("ciUpperLimit"))
            level = _printed(one.get("ciPctValue"))
            if level and ("lower" in fields or "upper" in fields):
                fields["level"] = level
            if one.get("dispersionType") == "STANDARD_ERROR_OF_MEAN":
                fields |= present(se=_printed(one.get("dispersionValue")))
        p = P_VALUE.fullmatch(string(one.get("pValue")) or "")
        if p is None and (told := string(one.get("pValue"))):
            self.made.notes.append(f"{label}: the p-value {told!r} was not understood")
        if p:
            sign = p[1] or "="
            fields |= {"p": f"0{p[2]}" if p[2].startswith(".") else p[2]}
            fields |= {"p_operator": SIGNS.get(sign, sign)}
        if len(groups) != 2 or not ("value" in fields or "p" in fields):
            told = f"{wanted or 'test'} {value or ''}".strip()
            why = "" if len(groups) == 2 else f" of {counted(len(groups), 'group')}"
            self.made.notes.append(f"{label}: the analysis {told!r}{why} was left out")
            return
        if value and "value" not in fields:
            self.made.notes.append(f"{label}: the effect {wanted} {value} was left out")
        method = string(one.get("statisticalMethod"))
        fields["note"] = (
            "The registry does not say which group is the reference; they stand in its order."
            + (f" Method as registered: {method}." if method else "")
        )
        self.add(
            f"{found.endpoint}-{statistic or 'test'}", fields,
            f"{label}; analysis {wanted}; {groups[0]} and {groups[1]}"
            + (f"; registered as: {about[:300]}" if about else ""),
        )  # fmt: skip

    # adverse events

    def adverse_events(self, module: Data) -> None:
        """People with an event, of the people at risk, for each group."""
        groups = mappings(module.get("eventGroups"))
        titles = _titles(module, "eventGroups")
        frame = string(module.get("timeFrame"))
        note = f"Time frame as registered: {frame}." if frame and not time(frame) else None
        for start, words in TOTALS.items():
            endpoint = concept(words, "endpoint")
            for group in groups:
                k = whole(group.get(f"{start}NumAffected"))
                n = whole(group.get(f"{start}NumAtRisk"))
                title = titles.get(_id(group))
                if endpoint and title and k is not None and n:
                    self.event(endpoint, title, k, n, time(frame), note, words)
        for section, kind in (("seriousEvents", "serious"), ("otherEvents", "not serious")):
            for event in mappings(module.get(section)):
                term = string(event.get("term")) or ""
                endpoint = _harm(term)
                if endpoint is None:
                    self.unmatched += [term] if term else []
                    continue
                for one in mappings(event.get("stats")):
                    k, n = whole(one.get("numAffected")), whole(one.get("numAtRisk"))
                    title = titles.get(_id(one))
                    if title and k is not None and n:
                        told = f"Counted among events that were {kind}, as {term!r}."
                        both = " ".join(text for text in (told, note) if text)
                        self.event(endpoint, title, k, n, time(frame), both, f"{kind}: {term}")
                    else:
                        self.absent += 1
        if any(whole(group.get("otherNumAffected")) is not None for group in groups):
            self.made.notes.append(
                "people with any event that was not serious were left out: the registry counts "
                "only events above a frequency"
            )

    def event(
        self, endpoint: str, title: str, k: int, n: int, at: str | None, note: str | None, told: str
    ) -> None:
        kind, where = self.place(title)
        fields = {kind: where} | present(endpoint=endpoint, time=at, statistic="proportion")
        fields |= {"numerator": k, "denominator": n} | present(note=note)
        name = f"{endpoint}-{where.partition('/')[2]}"[:100].strip("-.")
        self.add(name, fields, f"adverse events, {told}; {title}")


# -- parts of the module ---------------------------------------------------------------------------


def _harm(term: str) -> str | None:
    """The endpoint that an adverse-event term is; `Death` as a term is not every death."""
    name = concept(term, "endpoint")
    known = vocabulary.concepts()["endpoint"]
    return name if name and known[name].family == "adverse-events" else None


def _id(one: Data) -> str:
    return string(one.get("groupId")) or string(one.get("id")) or ""


def _titles(module: Data, groups: str = "groups") -> dict[str, str]:
    """The titles of a module's groups by their ids, which count anew in every module."""
    return {
        _id(group): title
        for group in mappings(module.get(groups))
        if _id(group) and (title := string(group.get("title")))
    }


def _denominators(holder: Data) -> dict[str, int]:
    """People analysed per group, of a measure or a class; other units than people do not count."""
    return {
        _id(one): n
        for denominator in mappings(holder.get("denoms"))
        if PEOPLE.fullmatch(string(denominator.get("units")) or "")
        for one in mappings(denominator.get("counts"))
        if (n := whole(one.get("value")))
    }


def _printed(value: Any) -> str | None:
    """A number as the registry prints it; None where it says that there is none."""
    text = string(value) if not isinstance(value, float) else repr(value)
    if text is None or text.lower() in NOT_REPORTED:
        return None
    return f"0{text}" if re.fullmatch(r"\.[0-9]+", text) else text


def _unit_of_difference(measure: Data) -> str | None:
    """The unit of a difference; between counts of people the registry does not tell it."""
    unit = string(measure.get("unitOfMeasure"))
    counts = measure.get("paramType") == "COUNT_OF_PARTICIPANTS"
    if unit is None or counts or PEOPLE.fullmatch(unit):
        return None
    return "%" if PERCENT.fullmatch(unit) else unit


def _interval(lower: Any, upper: Any) -> Data:
    low, high = _printed(lower), _printed(upper)
    return present(lower=low if printable(low) else None, upper=high if printable(high) else None)


def _spread(one: Data, kind: str) -> Data:
    """The spread of a value: SE, SD or a confidence interval with its level; no other is known."""
    plain = kind.upper().replace(" ", "_").replace("-", "_")
    spread = _printed(one.get("spread"))
    if plain in ("STANDARD_DEVIATION", "STANDARD_ERROR") and printable(spread):
        return {"sd" if plain == "STANDARD_DEVIATION" else "se": spread}
    if found := LEVEL.fullmatch(kind):
        level = found[1] or (found[2] if len(found[2]) == 2 else f"{found[2][:2]}.{found[2][2]}")
        interval = _interval(one.get("lowerLimit"), one.get("upperLimit"))
        return interval | {"level": level} if interval else {}
    low, high = _printed(one.get("lowerLimit")), _printed(one.get("upperLimit"))
    if low or high:
        return {"note": f"{kind or 'Limits'}: {low or 'not given'} to {high or 'not given'}."}
    return {"note": f"{kind}: {spread}."} if spread else {}


def _survival(endpoint: str) -> bool:
    return vocabulary.label("endpoint", endpoint).endswith("survival")


def _share(found: Named) -> str | None:
    """What kind of percentage it is; unknown where a survival could be crude or estimated."""
    endpoint = vocabulary.concepts()["endpoint"][found.endpoint]
    if found.cumulative:
        return "cumulative-incidence"
    if endpoint.family == "time-to-event":
        return "survival-estimate" if found.estimated and _survival(found.endpoint) else None
    return "proportion"
