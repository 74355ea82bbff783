"""Validation of sources' JSON: models that ignore unknown fields and drop malformed ones.

No field is required and no value is refused. What is not of the expected kind counts as not there,
and a note says so if the validation context is a list of notes.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from ingest.sources import text

T = TypeVar("T")
NOT_REPORTED = frozenset({"", "na", "n/a", "nan", "not applicable"})
"""Lower-case texts for a missing value."""


class Payload(BaseModel):
    """An object of a source's JSON; unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


P = TypeVar("P", bound=Payload)


def whole(value: object) -> int | None:
    """A number of people or events: a whole number, not negative, given as number or as text."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**12 else None


def year(value: object) -> int | None:
    """The year at the start of a text or number, if a record can hold it."""
    match = re.match(r"[0-9]{4}(?![0-9])", text.line(value) or "")
    return int(match[0]) if match and 1800 <= int(match[0]) <= 2200 else None


def number(value: object) -> str | None:
    """A number as the source prints it; None for a missing value."""
    printed = repr(value) if isinstance(value, float) else text.line(value)
    if printed is None or printed.lower() in NOT_REPORTED:
        return None
    return f"0{printed}" if re.fullmatch(r"\.[0-9]+", printed) else printed


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _objects(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _reports_nothing(value: object) -> bool:
    """Whether a value is missing rather than malformed."""
    if isinstance(value, str):
        return value.strip().lower() in NOT_REPORTED
    if isinstance(value, list):
        return all(map(_reports_nothing, value))
    return value is None or value == {}


def lenient(read: Callable[[object], object], kind: str) -> BeforeValidator:
    """A field that `read` normalises; malformed values are noted."""

    def validate(value: object, info: ValidationInfo) -> object:
        cleaned = read(value)
        if not isinstance(info.context, list) or _reports_nothing(value):
            return cleaned
        if cleaned is None or cleaned == () or cleaned == []:
            info.context.append(f"the field {info.field_name} is no {kind} and was left out")
        elif isinstance(cleaned, list) and isinstance(value, list) and len(cleaned) < len(value):
            info.context.append(f"a part of {info.field_name} is malformed and was left out")
        return cleaned

    return BeforeValidator(validate)


def described(model: type[P], value: object) -> tuple[P, list[str]]:
    """The model instance for JSON data, and a note on each malformed field."""
    notes: list[str] = []
    payload = model.model_validate(value if isinstance(value, dict) else {}, context=notes)
    return payload, list(dict.fromkeys(notes))


def within(first: str, *more: str | int) -> Any:
    """A field at a path of nested objects; empty if it is missing."""
    return Field(default=None, validate_default=True, validation_alias=AliasPath(first, *more))


Line = Annotated[str | None, lenient(text.line, "text")]
Raw = Annotated[str | None, lenient(_text, "text")]
"""A text with its markup, for a reader of that markup."""
Lines = Annotated[tuple[str, ...], lenient(text.lines, "list of texts")]
Count = Annotated[int | None, lenient(whole, "whole number")]
Number = Annotated[str | None, lenient(number, "number")]
Many = Annotated[tuple[T, ...], lenient(_objects, "list of objects")]
"""The objects of a list, without other values."""
