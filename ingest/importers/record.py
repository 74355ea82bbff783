"""`Imported`: the result of every importer for one study or work."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from ingest.recordtext import record_data
from ingest.sources.work import IdKind, well_formed
from ontology.model import Curation, Record

CURATOR = "alltrace import"
"""The curator of an imported record: a program, until a person reviews it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One study or work: its record, and what was left out and why.

    `name` is the record's and, with `.yaml`, the file's. `record` is None where none can be made;
    `notes` then say why. `comments` belong to items of the record, by section and id.
    """

    name: str
    record: Record | None = field(repr=False)
    notes: tuple[str, ...] = ()
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    @property
    def file_name(self) -> str:
        return f"{self.name}.yaml"

    @property
    def data(self) -> dict[str, Any] | None:
        """The data of the record's file, without derived fields."""
        return None if self.record is None else record_data(self.record)


def curation(source: str, day: date) -> Curation:
    """Who made a record, when, and from what."""
    return Curation(curator=CURATOR, date=day.isoformat(), source=source)


def refused(name: str, notes: Sequence[str], error: ValidationError) -> Imported:
    """A result without a record, with a note on the field that the model refused."""
    fault = error.errors()[0]
    place = ".".join(map(str, fault["loc"]))
    return Imported(name, None, (*notes, f"no record can be made: {place}: {fault['msg']}"))


def slug(text: str, longest: int = 100) -> str:
    """A record name: lower-case ASCII words joined by hyphens; dots within words are kept.

    A text that loses more than case, slashes and spaces gets eight digits of its hash, so that
    different texts get different names.

    >>> slug("doi-10.1000/182"), slug("Arm A: Müller")
    ('doi-10.1000-182', 'arm-a-m-ller-a7207b14')
    """
    plain = re.sub(r"[^a-z0-9.]+", "-", text.lower())
    plain = re.sub(r"[.-]*-[.-]*|\.{2,}", "-", plain).strip("-.")
    if len(plain) <= longest and re.fullmatch(r"[a-z0-9./ -]+", text.lower()) and plain:
        return plain
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain[: longest - 9].strip('-.')}-{mark}".strip("-.")


def identifier_name(*, pmid: str | None, doi: str | None, pmcid: str | None) -> str | None:
    """The name of a record or work from its strongest identifier; None if it has none.

    >>> identifier_name(pmid="42", doi="10.1000/182", pmcid=None)
    'pmid-42'
    >>> identifier_name(pmid=None, doi="https://doi.org/10.1000/182", pmcid=None)
    'doi-10.1000-182'
    """
    given: dict[IdKind, str | None] = {"pmid": pmid, "doi": doi, "pmcid": pmcid}
    forms = ((kind, well_formed(kind, value)) for kind, value in given.items())
    return next((slug(f"{kind}-{value}") for kind, value in forms if value), None)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 value`, `3 values`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in one line, abridged if there are more than `most`.

    >>> listed(["a", "b", "c"], most=2)
    'a; b; and 1 more'
    """
    shown = "; ".join(names[:most])
    return shown if len(names) <= most else f"{shown}; and {len(names) - most} more"
