"""Quantities: what a number is a number of, one node for all the measurements of one thing."""

import hashlib
import json
from typing import Annotated, Any, ClassVar, Self

from ontology import vocabulary
from ontology.fields import Concept, Data, Link, Part
from ontology.model.texts import Scoped, Slug, Statistic, Text, concept
from ontology.model.thing import SharedThing, Thing
from ontology.model.timepoint import TimePoint
from ontology.terms import RDFS, at


class Quantity(SharedThing):
    """Study, arm and comparator, cohort, endpoint, time, statistic, unit, threshold or grade.

    Its IRI comes from these alone, so every measurement of the quantity leads to one node. Where no
    arm is named, the regimen stands for it; where no comparator arm is, the regimen or cohort that
    is compared with. How a study defines its endpoint, the analysis set and the data cut-off stay
    with each measurement, where a query compares them.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Quantity"),)
    path: ClassVar[str | None] = "quantity"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    study: Annotated[Slug, Link(at("ofStudy"), "Study")]
    arm: Annotated[Scoped | None, Link(at("inArm"), "Arm")] = None
    compared_arm: Annotated[Scoped | None, Link(at("comparedWith"), "Arm")] = None
    cohort: Annotated[Scoped | None, Link(at("inCohort"), "Cohort")] = None
    compared_cohort: Annotated[Scoped | None, Link(at("comparedCohort"), "Cohort")] = None
    regimen: Annotated[Scoped | None, Link(at("underRegimen"), "Regimen")] = None
    compared_regimen: Annotated[Scoped | None, Link(at("comparedRegimen"), "Regimen")] = None
    endpoint: Annotated[str, concept("endpoint"), Concept(at("hasEndpoint"), "endpoint")]
    endpoint_text: Annotated[Text | None, Data(at("endpointText"))] = None
    adverse_event: Annotated[Text | None, Data(at("adverseEventTerm"))] = None
    time: Annotated[TimePoint | None, Part(at("atTimePoint"))] = None
    statistic: Annotated[Statistic | None, Data(at("statistic"))] = None
    unit: Annotated[Text | None, Data(at("unit"))] = None
    threshold: Annotated[Text | None, Data(at("threshold"))] = None
    grade: Annotated[Text | None, Data(at("grade"))] = None

    @classmethod
    def of(cls, measurement: Thing) -> Self:
        """The quantity that a measurement of a record gives a value of."""
        fields = {name: getattr(measurement, name) for name in IDENTITY}
        if fields["arm"] is not None:
            fields["regimen"] = None
        if fields["compared_arm"] is not None:
            fields["compared_regimen"] = None
        return cls(id=_digest(fields), label=_label(fields), **fields)

    @property
    def written(self) -> str:
        return self.id


IDENTITY = tuple(name for name in Quantity.model_fields if name not in ("id", "label"))
"""The fields of a measurement that its quantity copies."""


def _digest(fields: dict[str, Any]) -> str:
    time = fields["time"]
    plain = fields | {"time": time and time.id}
    given = {name: value for name, value in plain.items() if value is not None}
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:24]


def _label(fields: dict[str, Any]) -> str:
    """The quantity in words, from what tells it apart and nothing else."""
    time = fields["time"]
    name = fields["endpoint_text"] or vocabulary.label("endpoint", fields["endpoint"])
    grade = fields["grade"] and f"grade {fields['grade']}"
    what = " ".join(filter(None, (name, fields["adverse_event"], grade, fields["threshold"])))
    compared = next(
        filter(None, (fields[f"compared_{of}"] for of in ("arm", "regimen", "cohort"))), ""
    )
    parts = (
        what, fields["statistic"], fields["unit"], time and time.label,
        fields["arm"] or fields["regimen"], compared and f"compared with {compared}",
        fields["cohort"], fields["study"],
    )  # fmt: skip
    return " · ".join(filter(None, parts))
