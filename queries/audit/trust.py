"""How far a finding can be trusted that leans on what a program drew and nobody reviewed.

A fault of the draft must not be told as a fault of the paper. So a finding is told one step lower
where it leans on an unreviewed statement that may have been read wrongly.
"""

from collections.abc import Iterable

from ingest.language.doubts import OF_NAMES, ONLY_MODEL, WORDED_BY_MODEL
from ontology.model import Measurement, Severity
from ontology.model.statement import Statement

SURE = 0.9
"""From this measured confidence on, a drafted statement is taken as read rightly."""

_LOWER: dict[Severity, Severity] = {"error": "warning", "warning": "note", "note": "note"}

NOT_REVIEWED = "A program read this, and nobody has reviewed it: see first whether it is right."


def graded(severity: Severity, leaning_on: Iterable[Statement], *, joins: bool) -> Severity:
    """The severity of a finding that leans on these statements.

    `joins`: whether it leans on whose the values are, and of which arm, people and time; if not,
    only on their numbers, so that only a doubt about these counts.

    >>> graded("error", [], joins=True)
    'error'
    """
    uncertain = any(_uncertain(statement, joins) for statement in leaning_on)
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


def _uncertain(statement: Statement, joins: bool) -> bool:
    if not unreviewed(statement):
        return False
    if not joins:
        return bool(set(statement.doubts) - OF_NAMES)
    if set(statement.doubts) - {WORDED_BY_MODEL}:
        return True
    if not isinstance(statement, Measurement):
        return False
    return statement.confidence is None or float(statement.confidence) < SURE
