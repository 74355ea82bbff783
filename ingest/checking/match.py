"""`Match` and `Misfit`: which source is the work of which reference, and what fits nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.checking.source import Source

By = Literal["DOI", "PMID", "PMCID", "registration", "title", "place", "opening"]
"""What decided: an identifier, the title with author or place, author, year, volume and page, or
the title and first author in the opening of a document."""
Certainty = Literal["certain", "likely", "possible"]
MisfitKind = Literal[
    "unreadable", "no text", "other script", "the paper itself", "no reference",
    "another work", "second file", "ambiguous",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A source that is the work of a reference, and why.

    A `possible` match is shown to a person and never used. `agreed` and `disagreed` name the
    compared fields; `reason` is one sentence.
    """

    reference: int
    source: Source
    by: By
    certainty: Certainty
    reason: str
    agreed: tuple[str, ...] = ()
    disagreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """A source, or a part of it, that is not used, or not used alone: `message` is one sentence."""

    kind: MisfitKind
    source: Source
    message: str
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches of a reference list, best first for each reference, and what fits nowhere."""

    numbers: tuple[int, ...]
    matches: tuple[Match, ...]
    misfits: tuple[Misfit, ...] = ()
    notes: tuple[str, ...] = ()
    """What concerns the list as a whole, such as that it looks like another paper's."""

    def of(self, number: int) -> tuple[Match, ...]:
        """The matches of a reference that may be used, the most telling source first."""
        return tuple(
            one for one in self.matches if one.reference == number and one.certainty != "possible"
        )

    def without_content(self) -> Sequence[int]:
        """The references of which no source tells what the work reports."""
        told = {
            one.reference
            for one in self.matches
            if one.certainty != "possible" and one.source.holds != "nothing"
        }
        return [number for number in self.numbers if number not in told]
