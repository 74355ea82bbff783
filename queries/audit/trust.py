"""How far a finding can be trusted that leans on what a program drew and nobody reviewed.

A fault of the draft must not be told as a fault of the paper. So a finding is told one step lower
where it leans on an unreviewed statement that may have been read wrongly.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from ingest.language.doubts import OF_NAMES, ONLY_MODEL, WORDED_BY_MODEL
from ontology.model import Measurement, Severity
from ontology.model.statement import Statement

SURE = 0.9
"""From this measured confidence on, a drafted statement is taken as read rightly."""

_LOWER: dict[Severity, Severity] = {"error": "warning", "warning": "note", "note": "note"}

NOT_REVIEWED = "A program read this, and nobody has reviewed it: see first whether it is right."


Field: TypeAlias = Literal["number", "endpoint", "study", "arm", "cohort", "time"]
JOINED: tuple[Field, ...] = ("endpoint", "study", "arm", "cohort", "time")
"""What a rule rests on that holds values against one another."""


def graded(
    severity: Severity, leaning_on: Iterable[Statement], rests_on: Sequence[Field] = JOINED
) -> Severity:
    """The severity of a finding that leans on these statements, by certain fields of its values.

    With no fields it leans only on the numbers, so that only a doubt about these counts.

    >>> graded("error", [])
    'error'
    """
    uncertain = any(_uncertain(statement, rests_on) for statement in leaning_on)
    return lower(severity) if uncertain else severity


def capped(severity: Severity, leaning_on: Iterable[Statement]) -> Severity:
    """The severity, but no error where only a language model gave a field and nobody reviewed it.

    >>> capped("error", [])
    'error'
    """
    if severity == "error" and any(map(only_of_model, leaning_on)):
        return "warning"
    return severity


def only_of_model(statement: Statement) -> bool:
    """Whether a field of an unreviewed statement comes from a language model alone."""
    return unreviewed(statement) and any(ONLY_MODEL in doubt for doubt in statement.doubts)


def lower(severity: Severity) -> Severity:
    """The severity one step lower; a note stays one.

    >>> lower("error"), lower("note")
    ('warning', 'note')
    """
    return _LOWER[severity]


def unreviewed(statement: Statement) -> bool:
    """Whether a program drew the statement, and nobody reviewed it."""
    return statement.status == "extracted"


def _uncertain(statement: Statement, rests_on: Sequence[Field]) -> bool:
    if not unreviewed(statement):
        return False
    if set(statement.doubts) - OF_NAMES:
        return True
    if not isinstance(statement, Measurement):
        return bool(rests_on and set(statement.doubts) - {WORDED_BY_MODEL})
    return any(_confidence(statement, field) < SURE for field in rests_on)


def _confidence(value: Measurement, field: Field) -> float:
    """How often such a field is right; 0 where nobody measured it."""
    of: dict[Field, str | None] = {
        "number": value.number_confidence,
        "endpoint": value.endpoint_confidence,
        "study": value.study_confidence,
        "arm": value.arm_confidence,
        "cohort": value.cohort_confidence,
        "time": value.time_confidence,
    }
    return float(of[field] or 0)
