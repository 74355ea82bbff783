"""Values: what a number is a number of, the number itself, and comparisons of two of them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, model_validator

from ontology import vocabulary
from ontology.fields import Concept, Data, Link, Part
from ontology.model.statement import Statement
from ontology.model.texts import (
    FieldError,
    Name,
    Operator,
    Printed,
    Relation,
    Scoped,
    Slug,
    Statistic,
    Text,
    concept,
)
from ontology.model.thing import FIELD_BY_FIELD, SharedThing
from ontology.terms import BOOLEAN, DECIMAL, INTEGER, RDFS, at


class TimePoint(SharedThing):
    """When a value holds: a time since the start, or a place relative to a phase of treatment.

    Written as one string: `4 years`, `during block-1`, `end of block-1`, `before induction`,
    `median 22.4 months` (median follow-up).
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("TimePoint"),)
    path: ClassVar[str | None] = "time"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    amount: Annotated[Printed | None, Data(at("timeAmount"), DECIMAL)] = None
    unit: Annotated[Literal["days", "weeks", "months", "years"] | None, Data(at("timeUnit"))] = None
    timing: Annotated[
        Literal["at", "median", "before", "start of", "during", "end of", "after"],
        Data(at("timing")),
    ]
    phase: Annotated[str | None, concept("phase"), Concept(at("inPhase"), "phase")] = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        slug = re.sub(r"\s+", "-", data.strip())
        if m := re.fullmatch(
            r"(median )?([0-9]+(?:\.[0-9]+)?) (day|week|month|year)s?", data.strip()
        ):
            median, amount, unit = m.groups()
            timing = "median" if median else "at"
            return {
                "id": slug,
                "label": data,
                "amount": amount,
                "unit": f"{unit}s",
                "timing": timing,
            }
        if m := re.fullmatch(r"(before|start of|during|end of|after) (\S+)", data.strip()):
            timing, phase = m.groups()
            label = f"{timing} {vocabulary.label('phase', phase)}"
            return {"id": slug, "label": label, "timing": timing, "phase": phase}
        raise ValueError(
            "a time point reads like '4 years', 'median 22 months', 'during block-1', "
            "'end of block-1', 'before induction' or 'after block-1'"
        )

    @property
    def written(self) -> str:
        """The string that a curator writes for it.

        >>> TimePoint.model_validate("end of block-1").written
        'end of block-1'
        """
        return self.label if self.phase is None else f"{self.timing} {self.phase}"


class Measurement(Statement):
    """One value: of which study, cohort, regimen, endpoint and time, and what number exactly."""

    study: Annotated[Slug, Link(at("ofStudy"), "Study")]
    cohort: Annotated[Scoped | None, Link(at("inCohort"), "Cohort")] = None
    regimen: Annotated[Scoped | None, Link(at("underRegimen"), "Regimen")] = None
    endpoint: Annotated[str, concept("endpoint"), Concept(at("hasEndpoint"), "endpoint")]
    endpoint_text: Annotated[Text | None, Data(at("endpointText"))] = None
    grade: Annotated[
        str | None, StringConstraints(pattern=r"^[≥≤]?[1-5]$"), Data(at("ctcaeGrade"))
    ] = None
    threshold: Annotated[Text | None, Data(at("threshold"))] = None
    time: Annotated[TimePoint | None, Part(at("atTimePoint"))] = None
    statistic: Annotated[Statistic | None, Data(at("statistic"))] = None
    value: Annotated[Printed | None, Data(at("value"), DECIMAL), Data(at("printedValue"))] = None
    unit: Annotated[Text | None, Data(at("unit"))] = None
    operator: Annotated[Operator | None, Data(at("operator"))] = None
    wording: Annotated[Text | None, Data(at("wording"))] = None
    numerator: Annotated[int | None, Field(ge=0), Data(at("numerator"), INTEGER)] = None
    denominator: Annotated[int | None, Field(ge=1), Data(at("denominator"), INTEGER)] = None
    se: Annotated[
        Printed | None, Data(at("standardError"), DECIMAL), Data(at("printedStandardError"))
    ] = None
    sd: Annotated[
        Printed | None, Data(at("standardDeviation"), DECIMAL), Data(at("printedStandardDeviation"))
    ] = None
    items: Annotated[int | None, Field(ge=1), Data(at("scaleItems"), INTEGER)] = None
    lower: Annotated[
        Printed | None, Data(at("lowerBound"), DECIMAL), Data(at("printedLowerBound"))
    ] = None
    upper: Annotated[
        Printed | None, Data(at("upperBound"), DECIMAL), Data(at("printedUpperBound"))
    ] = None
    level: Annotated[Printed | None, Data(at("confidenceLevel"), DECIMAL)] = None
    p: Annotated[Printed | None, Data(at("pValue"), DECIMAL), Data(at("printedPValue"))] = None
    p_operator: Annotated[Operator | None, Data(at("pOperator"))] = None
    p_sides: Annotated[Literal["one-sided", "two-sided"] | None, Data(at("pSides"))] = None
    significant: Annotated[bool | None, Data(at("significant"), BOOLEAN)] = None
    compared_regimen: Annotated[Scoped | None, Link(at("comparedRegimen"), "Regimen")] = None
    compared_cohort: Annotated[Scoped | None, Link(at("comparedCohort"), "Cohort")] = None
    relation: Annotated[Relation | None, Data(at("relation"))] = None
    adjusted: Annotated[bool | None, Data(at("adjusted"), BOOLEAN)] = None
    computed: Annotated[bool, Data(at("computed"), BOOLEAN)] = False
    parts: Annotated[tuple[Name, ...], Link(at("hasPart"), "Measurement")] = ()
    note: Annotated[Text | None, Data(at("note"))] = None

    stated: ClassVar[bool] = False
    """Whether a document states it, and not the source itself."""

    @property
    def source(self) -> str:
        """The document or publication that says so."""
        return ""

    @property
    def number(self) -> Fraction | None:
        """The printed number, exactly."""
        return None if self.value is None else Fraction(self.value)

    @property
    def exact(self) -> bool:
        """Whether the number stands for itself, and is no bound and no approximation."""
        return self.operator in (None, "=")

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:
        """A plain number is stated with `=`."""
        if isinstance(data, dict) and data.get("value") is not None and "operator" not in data:
            return {**data, "operator": "="}
        return data

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> Self:
        if info.context is not FIELD_BY_FIELD:
            for fault in self.faults():
                raise fault
        return self

    def faults(self) -> Iterator[ValueError]:
        """What no single field can tell. Each fault is laid at the field to look at."""
        said = (self.value, self.wording, self.p, self.numerator, self.relation, self.significant)
        if all(part is None for part in said):
            yield ValueError("a measurement needs a value, a count, a p-value or a wording")
        if (self.endpoint == vocabulary.UNNAMED) != (self.endpoint_text is not None):
            message = f"goes with the endpoint {vocabulary.UNNAMED!r}, and says what it is"
            yield FieldError("endpoint_text", message)
        if self.value is not None:
            yield from self._value_faults(Decimal(self.value))
        yield from self._bound_faults()
        if self.numerator is not None and self.denominator is not None:
            if self.statistic != "mean" and self.numerator > self.denominator:
                message = f"{self.numerator} of {self.denominator} is more than all"
                yield FieldError("numerator", message)

    def _value_faults(self, value: Decimal) -> Iterator[FieldError]:
        """What is wrong with the value beside its unit, its kind and its interval."""
        if self.unit is None:
            yield FieldError("unit", "a value needs a unit: '%', 'patients', 'ratio', 'years' …")
        if self.unit == "%" and self.statistic != "difference" and not 0 <= value <= 100:
            yield FieldError("value", f"a percentage lies between 0 and 100, not {self.value}")
        if self.statistic == "count" and value != value.to_integral_value():
            yield FieldError("value", f"a count is a whole number, not {self.value}")
        if self.lower is not None and value < Decimal(self.lower):
            yield FieldError("lower", f"the value {self.value} lies below {self.lower}")
        if self.upper is not None and value > Decimal(self.upper):
            yield FieldError("upper", f"the value {self.value} lies above {self.upper}")

    def _bound_faults(self) -> Iterator[FieldError]:
        """Numbers that no value of their kind can be."""
        if self.lower is not None and self.upper is not None:
            if Decimal(self.lower) > Decimal(self.upper):
                message = f"the interval {self.lower} to {self.upper} runs backwards"
                yield FieldError("upper", message)
        if self.level is not None and not 0 < Decimal(self.level) < 100:
            yield FieldError("level", f"a level is a percentage such as 95, not {self.level}")
        for field, printed in (("se", self.se), ("sd", self.sd)):
            if printed is not None and Decimal(printed) < 0:
                yield FieldError(field, f"an error or deviation is not negative, as {printed} is")
        if self.p is not None and not 0 <= Decimal(self.p) <= 1:
            yield FieldError("p", f"a p-value lies between 0 and 1, not {self.p}")


class StatedMeasurement(Measurement):
    """A value as the document states it, which usually relays what another work reports."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("StatedMeasurement"), at("Measurement"))
    stated_in: Annotated[Slug, Link(at("statedIn"), "Document")]
    restates: Annotated[tuple[Name, ...], Link(at("restates"), "ReportedMeasurement")] = ()
    derived_from: Annotated[tuple[Name, ...], Link(at("derivedFrom"), "ReportedMeasurement")] = ()
    stated: ClassVar[bool] = True

    @property
    def source(self) -> str:
        return self.stated_in


class ReportedMeasurement(Measurement):
    """A value as a publication reports it of its own study."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("ReportedMeasurement"), at("Measurement"))
    reported_by: Annotated[Slug, Link(at("reportedBy"), "Publication")]

    @property
    def source(self) -> str:
        return self.reported_by


class Comparison(Statement):
    """Two values that the document holds against each other, and how it says they relate."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Comparison"),)
    left: Annotated[Name, Link(at("comparesValue"), "Measurement")]
    relation: Annotated[Relation, Data(at("relation"))]
    right: Annotated[Name, Link(at("comparesWith"), "Measurement")]
    wording: Annotated[Text | None, Data(at("wording"))] = None
