"""Time points: one node for one moment, however it is printed."""

import re
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import model_validator

from ontology import vocabulary
from ontology.fields import Concept, Data
from ontology.model.texts import Printed, Slug, Text, concept
from ontology.model.thing import SharedThing
from ontology.terms import DECIMAL, RDFS, at

Unit = Literal["hours", "days", "weeks", "months", "years"]
_SINCE = re.compile(r"(median )?([0-9]+(?:\.[0-9]+)?) (hour|day|week|month|year)s?")
_OF_PHASE = re.compile(r"(before|start of|during|end of|after) (\S+)")
_COURSES = re.compile(r"(?:block|cycle|induction)-[0-9]+|induction|reinduction")
"""The phases whose end is a moment of assessment: what is seen after one is seen at its end."""


class TimePoint(SharedThing):
    """When a value holds: a time since the start, or a place relative to a phase of treatment.

    Written as one string: `4 years`, `during block-1`, `end of block-1`, `before induction`,
    `median 22.4 months` (median follow-up). One moment is one time point: 24 months are 2 years,
    4 weeks are 28 days, and after a block is at its end.

    >>> TimePoint.model_validate("24 months").label, TimePoint.model_validate("after block-1").label
    ('2 years', 'end of block 1')
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("TimePoint"),)
    path: ClassVar[str | None] = "time"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    amount: Annotated[Printed | None, Data(at("timeAmount"), DECIMAL)] = None
    unit: Annotated[Unit | None, Data(at("timeUnit"))] = None
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
        if m := _SINCE.fullmatch(data.strip()):
            median, amount, unit = m.groups()
            return _since(bool(median), *_same_moment(Fraction(amount), f"{unit}s"))
        if m := _OF_PHASE.fullmatch(data.strip()):
            timing, phase = m.groups()
            timing = "end of" if timing == "after" and _COURSES.fullmatch(phase) else timing
            return {
                "id": f"{timing} {phase}".replace(" ", "-"),
                "label": f"{timing} {vocabulary.label('phase', phase)}",
                "timing": timing,
                "phase": phase,
            }
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


def as_printed(written: object) -> str | None:
    """The words of a time where its time point has others; None if they are the same.

    >>> as_printed("after block-1"), as_printed("4 years")
    ('after block 1', None)
    """
    if not isinstance(written, str):
        return None
    words = written.strip()
    try:
        label = TimePoint.model_validate(words).label
        if m := _OF_PHASE.fullmatch(words):
            words = f"{m[1]} {vocabulary.label('phase', m[2])}"
    except ValueError:  # the field itself tells the fault
        return None
    return None if words == label else words


def _since(median: bool, amount: str, unit: str) -> dict[str, str]:
    label = f"{'median ' if median else ''}{amount} {unit}"
    timing = "median" if median else "at"
    id_ = label.replace(" ", "-")
    return {"id": id_, "label": label, "amount": amount, "unit": unit, "timing": timing}


def _same_moment(amount: Fraction, unit: str) -> tuple[str, str]:
    """The amount and unit in which a time is kept: years from two on, else months; days."""
    if unit in ("years", "months"):
        months = amount * 12 if unit == "years" else amount
        whole = months % 12 == 0 and months > 12
        amount, unit = (months / 12, "years") if whole else (months, "months")
    elif unit == "weeks":
        amount, unit = amount * 7, "days"
    return _decimal(amount), unit


def _decimal(amount: Fraction) -> str:
    """Without trailing zeros; all amounts are of decimals, times or by a whole number."""
    return f"{float(amount):.6f}".rstrip("0").rstrip(".")
