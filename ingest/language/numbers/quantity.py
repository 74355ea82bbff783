"""A printed value with everything that is printed with it."""

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Quantity:
    """One printed value: the tokens `first` to `last`, with its number at the token `core`.

    Only the grammar that reads it changes a quantity; who corrects it later copies it.
    """

    first: int
    last: int
    core: int
    value: str | None = None
    unit: str | None = None
    operator: str = "="
    wording: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    spread: str | None = None
    spread_kind: str | None = None
    lower: str | None = None
    upper: str | None = None
    level: str | None = None
    p: str | None = None
    p_operator: str | None = None
    significant: bool | None = None
    statistic: str | None = None
    noun: str | None = None
    """The counted noun of a count of people."""
    measure: str | None = None
    """The printed unit of a length of time or of an amount."""
    rules: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


_PRINTED = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def printable(value: str | None) -> bool:
    """Whether a record may hold the number: at most fifteen digits before and after the point."""
    return value is not None and _PRINTED.fullmatch(value) is not None
