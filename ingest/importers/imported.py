"""`Imported`: what every importer gives for one study or work."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from ontology.model import Record

CURATOR = "alltrace import"
"""Who made the record: a program. Nobody vouches for it until a person sets it to reviewed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One study or work: the data of its record, and what was left out and why.

    `name` is the record's and, with `.yaml`, the file's. `data` is None where no record can be
    made; `notes` then say why. `comments` belong to items of the record, by section and id.
    """

    name: str
    data: dict[str, Any] | None
    notes: tuple[str, ...] = ()
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        return f"{self.name}.yaml"


def imported(
    name: str,
    source: str,
    day: date,
    sections: Mapping[str, Any],
    notes: Sequence[str],
    comments: Mapping[tuple[str, str], str] | None = None,
) -> Imported:
    """The record that some sections make; without data if the record model refuses it."""
    data = {
        "record": name,
        "status": "extracted",
        "curation": {"curator": CURATOR, "date": day.isoformat(), "source": source},
    } | {section: items for section, items in sections.items() if items}
    try:
        Record.model_validate(data)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        return Imported(name, None, (*notes, f"no record can be made: {place}: {fault['msg']}"))
    return Imported(name, data, tuple(notes), comments or {})


def present(**fields: Any) -> dict[str, Any]:
    """The fields that hold something, in order; false and 0 are something."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], ())}


def slug(text: str, longest: int = 100) -> str:
    """A name fit for a record: lower-case ASCII words, joined by hyphens; dots within are kept.

    A text that loses more than its case, a slash or a space gets eight digits of its hash, so that
    two texts do not share a name.
    """
    plain = re.sub(r"[^a-z0-9.]+", "-", text.lower())
    plain = re.sub(r"[.-]*-[.-]*|\.{2,}", "-", plain).strip("-.")
    if len(plain) <= longest and re.fullmatch(r"[a-z0-9./ -]+", text.lower()) and plain:
        return plain
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain[: longest - 9].strip('-.')}-{mark}".strip("-.")


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 value`, `3 values`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in one line, the first few of many."""
    shown = "; ".join(names[:most])
    return shown if len(names) <= most else f"{shown}; and {len(names) - most} more"
