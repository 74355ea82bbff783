"""What `review` and `diff` give as JSON."""

from dataclasses import dataclass

from ingest.differences import ThingChange
from ontology.model import Status


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What `alltrace review` did, by the ids of statements; `left` counts those not reviewed."""

    file: str
    record: str
    status: Status
    accepted: list[str]
    edited: list[str]
    dropped: list[str]
    dropped_along: list[str]
    skipped: list[str]
    left: int


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The outcome of `alltrace diff`: every change that makes the new record out of the old."""

    old: str
    new: str
    changes: list[ThingChange]
