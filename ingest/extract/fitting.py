"""A model instance from extracted values; refused values are left out and reported."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ontology.model import FIELD_BY_FIELD, Thing

T = TypeVar("T", bound=Thing)
LONGEST_SHOWN = 80
"""The most characters of a refused value in a message."""


def fitted(
    model: type[T], values: Mapping[str, object], needed: Collection[str]
) -> tuple[T | None, list[str]]:
    """An instance of `model` with the `values` that it accepts, and a line for each refusal.

    None if a `needed` field is refused or no optional field is at fault. Fields that are invalid
    by themselves are removed first; faults between fields are then asked of the instance, so
    that no field is validated twice.

    >>> from ontology.model import Publication
    >>> work, refused = fitted(
    ...     Publication,
    ...     {"id": "x", "label": "X", "title": "T", "text_seen": "nothing", "pmid": "none"},
    ...     ("id", "label", "title"),
    ... )
    >>> work.pmid is None, refused[0][:18]
    (True, 'pmid none left out')
    """
    given = {name: value for name, value in values.items() if value is not None}
    refused: list[str] = []
    while True:
        try:
            thing = model.model_validate(given, context=FIELD_BY_FIELD)
            break
        except ValidationError as error:
            for field, message in _faults(error.errors()).items():
                if field not in given or field in needed:
                    return None, [*refused, message]
                refused.append(f"{field} {_short(given.pop(field))} left out: {message}")
    while (fault := next(thing.faults(), None)) is not None:
        field, message = getattr(fault, "field", ""), f"Value error, {fault}"
        if field not in given or field in needed:
            return None, [*refused, message]
        refused.append(f"{field} {_short(given.pop(field))} left out: {message}")
        thing = thing.model_copy(update={field: model.model_fields[field].default})
    return thing, refused


def _faults(errors: Collection[ErrorDetails]) -> dict[str, str]:
    """The first fault of each field; faults of no single field have the key ''."""
    faults: dict[str, str] = {}
    for error in errors:
        faults.setdefault(str(error["loc"][0]) if error["loc"] else "", error["msg"])
    return faults


def _short(value: object) -> str:
    return str(value)[:LONGEST_SHOWN]
