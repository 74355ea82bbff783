"""Values: what a number is a number of, the number itself, and comparisons of two of them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, StringConstraints, ValidationInfo, model_validator

from ontology import vocabulary
from ontology.fields import Concept, Data, Inferred, Link, Part
from ontology.model.quantity import Quantity
from ontology.model.statement import SourcePlace, Statement
from ontology.model.texts import (
    AnalysisSet,
    Bound,
    Day,
    EndpointRole,
    FieldError,
    Name,
    Operator,
    PKind,
    Printed,
    Probability,
    Relation,
    Scoped,
    Sides,
    Slug,
    Statistic,
    Text,
    concept,
)
from ontology.model.thing import FIELD_BY_FIELD
from ontology.model.timepoint import TimePoint, as_printed
from ontology.terms import BOOLEAN, DATE, DECIMAL, INTEGER, at

_PERCENT = frozenset({"percent", "per cent", "percentage", "pct", "pct."})
UNSTATED = "unstated"
"""What is written as the level of an interval whose source does not give it."""


class Measurement(Statement):
    """One value: of which study, cohort, regimen, endpoint and time, and what number exactly."""

    study: Annotated[Slug, Link(at("ofStudy"), "Study")]
    arm: Annotated[Scoped | None, Link(at("inArm"), "Arm")] = None
    compared_arm: Annotated[Scoped | None, Link(at("comparedWith"), "Arm")] = None
    cohort: Annotated[Scoped | None, Link(at("inCohort"), "Cohort")] = None
    regimen: Annotated[Scoped | None, Link(at("underRegimen"), "Regimen")] = None
    endpoint: Annotated[str, concept("endpoint"), Concept(at("hasEndpoint"), "endpoint")]
    endpoint_text: Annotated[Text | None, Data(at("endpointText"))] = None
    adverse_event: Annotated[Text | None, Data(at("adverseEventTerm"))] = None
    terminology: Annotated[Text | None, Data(at("terminology"))] = None
    grade: Annotated[
        str | None,
        StringConstraints(pattern=r"^([≥≤]?[1-5]|1-[2-5]|2-[3-5]|3-[45]|4-5)$"),
        Data(at("grade")),
    ] = None
    threshold: Annotated[Text | None, Data(at("threshold"))] = None
    time: Annotated[TimePoint | None, Part(at("atTimePoint"))] = None
    time_text: Annotated[Text | None, Data(at("printedTime"))] = None
    analysis_set: Annotated[AnalysisSet | None, Data(at("analysisSet"))] = None
    endpoint_definition: Annotated[Text | None, Data(at("endpointDefinition"))] = None
    endpoint_role: Annotated[EndpointRole | None, Data(at("endpointRole"))] = None
    data_cut_off: Annotated[Day | None, Data(at("dataCutOff"), DATE)] = None
    follow_up: Annotated[TimePoint | None, Part(at("followUp"))] = None
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
    level_unstated: Annotated[bool | None, Data(at("levelUnstated"), BOOLEAN)] = None
    interval_sides: Annotated[Sides | None, Data(at("intervalSides"))] = None
    not_reached: Annotated[tuple[Bound, ...], Data(at("notReached"))] = ()
    printed_form: Annotated[Text | None, Data(at("printedForm"))] = None
    p: Annotated[Printed | None, Data(at("pValue"), DECIMAL), Data(at("printedPValue"))] = None
    p_operator: Annotated[Operator | None, Data(at("pOperator"))] = None
    p_sides: Annotated[Sides | None, Data(at("pSides"))] = None
    p_kind: Annotated[PKind | None, Data(at("pKind"))] = None
    interaction_by: Annotated[Text | None, Data(at("interactionBy"))] = None
    significance_level: Annotated[Printed | None, Data(at("significanceLevel"), DECIMAL)] = None
    significant: Annotated[bool | None, Data(at("significant"), BOOLEAN)] = None
    compared_regimen: Annotated[Scoped | None, Link(at("comparedRegimen"), "Regimen")] = None
    compared_cohort: Annotated[Scoped | None, Link(at("comparedCohort"), "Cohort")] = None
    relation: Annotated[Relation | None, Data(at("relation"))] = None
    adjusted: Annotated[bool | None, Data(at("adjusted"), BOOLEAN)] = None
    covariates: Annotated[tuple[Text, ...], Data(at("adjustedFor"))] = ()
    computed: Annotated[bool, Data(at("computed"), BOOLEAN)] = False
    parts: Annotated[tuple[Name, ...], Link(at("hasPart"), "Measurement")] = ()
    note: Annotated[Text | None, Data(at("note"))] = None
    number_confidence: Annotated[Probability | None, Data(at("numberConfidence"), DECIMAL)] = None
    endpoint_confidence: Annotated[Probability | None, Data(at("endpointConfidence"), DECIMAL)] = (
        None
    )
    study_confidence: Annotated[Probability | None, Data(at("studyConfidence"), DECIMAL)] = None
    arm_confidence: Annotated[Probability | None, Data(at("armConfidence"), DECIMAL)] = None
    cohort_confidence: Annotated[Probability | None, Data(at("cohortConfidence"), DECIMAL)] = None
    time_confidence: Annotated[Probability | None, Data(at("timeConfidence"), DECIMAL)] = None
    """How often such a field is right, for each that a program attached or found absent."""

    inferred: ClassVar[tuple[Inferred, ...]] = (Inferred(at("quantifies"), "Quantity"),)
    stated: ClassVar[bool] = False
    """Whether a document states it, and not the source itself."""

    @property
    def source(self) -> str:
        """The document or publication that says so."""
        return ""

    @property
    def when(self) -> str:
        """The time in the words of the source; nothing without one."""
        return self.time_text or (self.time.label if self.time is not None else "")

    @property
    def group(self) -> str | None:
        """The regimen that the value is under, else the arm that it is of."""
        return self.regimen or self.arm

    @property
    def compared_group(self) -> str | None:
        """The regimen that the value compares with, else the arm."""
        return self.compared_regimen or self.compared_arm

    @property
    def quantity(self) -> Quantity | None:
        """What the value is a value of; None where the record does not tell it whole."""
        return None

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
        """A plain number is stated with `=`; a time keeps its words; a level may be unstated."""
        if not isinstance(data, dict):
            return data
        filled: dict[str, Any] = {}
        if data.get("value") is not None:
            filled["operator"] = "="
        if (words := as_printed(data.get("time"))) is not None:
            filled["time_text"] = words
        unstated = {"level": None, "level_unstated": True} if data.get("level") == UNSTATED else {}
        return {**filled, **data, **unstated}

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> Self:
        if info.context is not FIELD_BY_FIELD:
            for fault in self.faults():
                raise fault
        return self

    def faults(self) -> Iterator[ValueError]:
        """What no single field can tell. Each fault is laid at the field to look at."""
        said = (self.value, self.wording, self.p, self.numerator, self.relation, self.significant)
        if all(part is None for part in said) and not self.not_reached:
            yield ValueError("a measurement needs a value, a count, a p-value or a wording")
        if (self.endpoint == vocabulary.UNNAMED) != (self.endpoint_text is not None):
            message = f"goes with the endpoint {vocabulary.UNNAMED!r}, and says what it is"
            yield FieldError("endpoint_text", message)
        if self.value is not None:
            yield from self._value_faults(Decimal(self.value))
        yield from self._bound_faults()
        yield from self._missing_bound_faults()
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

    def _missing_bound_faults(self) -> Iterator[FieldError]:
        """What is both given and not reached, and an interval of which nobody said the level."""
        for bound in self.not_reached:
            if getattr(self, bound) is not None:
                yield FieldError(bound, f"is given, and cannot be listed under {bound} not reached")
        bounded = self.lower is not None or self.upper is not None
        if bounded and self.level is None and not self.level_unstated:
            message = (
                f"an interval needs its level, such as 95; {UNSTATED!r} if the source has none"
            )
            yield FieldError("level", message)
        if self.level is not None and self.level_unstated:
            yield FieldError("level_unstated", f"the level is stated: {self.level}")
        if (self.unit or "").lower() in _PERCENT:
            yield FieldError("unit", f"a percentage has the unit '%', not {self.unit!r}")

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

    @property
    def quantity(self) -> Quantity | None:
        """None where the value restates another, whose quantity it takes when a graph is built."""
        whose = self.arm or self.regimen or self.cohort
        told = (whose, self.time, self.statistic, self.unit)
        return None if self.restates or None in told else Quantity.of(self)


class ReportedMeasurement(Measurement):
    """A value as a publication reports it of its own study."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("ReportedMeasurement"), at("Measurement"))
    reported_by: Annotated[Slug, Link(at("reportedBy"), "Publication")]
    place: Annotated[SourcePlace | None, Part(at("hasAnchor"), "place")] = None

    @model_validator(mode="before")
    @classmethod
    def _place_of_source(cls, data: Any) -> Any:
        """A place is one of the publication that reports the value."""
        if isinstance(data, dict) and isinstance(data.get("place"), str):
            publication = data.get("reported_by", "")
            return {**data, "place": {"text": data["place"], "publication": publication}}
        return data

    @property
    def source(self) -> str:
        return self.reported_by

    @property
    def quantity(self) -> Quantity:
        return Quantity.of(self)


class Comparison(Statement):
    """Two values that the document holds against each other, and how it says they relate."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Comparison"),)
    left: Annotated[Name, Link(at("comparesValue"), "Measurement")]
    relation: Annotated[Relation, Data(at("relation"))]
    right: Annotated[Name, Link(at("comparesWith"), "Measurement")]
    wording: Annotated[Text | None, Data(at("wording"))] = None
