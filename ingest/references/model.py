"""What a printed reference says, part by part, and by which rule each part was read."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Kind = Literal["article", "book", "chapter", "web page", "unknown"]
Part = Literal["authors", "title", "journal", "year", "volume", "issue", "first_page", "last_page"]
"""The parts that carry a rule and a confidence; identifiers are read letter by letter."""


class Person(NamedTuple):
    """An author or editor: family name, and initials as printed but without points ("LE")."""

    family: str
    initials: str = ""

    @classmethod
    def of_record(cls, name: str) -> "Person":
        """A name as records have it: "von Stackelberg A", or a group, which has no initials."""
        family, _, initials = name.rpartition(" ")
        short = len(initials) <= 3 or (len(initials) == 4 and initials.isupper())
        return cls(family, initials) if family and short else cls(name)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rule that read a part, and how often it was right on labelled references.

    `confidence` is (right + 1) / (seen + 2), Laplace's rule of succession: a rule that was never
    measured has one half.
    """

    rule: str
    right: int
    seen: int
    confidence: float


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """One printed reference. A part that is not printed, or not understood, is None or empty."""

    authors: tuple[Person, ...] = ()
    etal: bool = False
    collective: tuple[str, ...] = ()
    """Groups and bodies that stand among the authors."""
    title: str | None = None
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    """A supplement beside an issue number: "Suppl 2" in "25(3 Suppl 2)"."""
    first_page: str | None = None
    last_page: str | None = None
    """In full: 1728 where 1727-8 is printed."""
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    kind: Kind = "unknown"
    book: str | None = None
    """The book a chapter stands in."""
    editors: tuple[Person, ...] = ()
    publisher: str | None = None
    place: str | None = None
    number: int | None = None
    """Its number in the list, where one is printed."""
    notes: tuple[str, ...] = ()
    """What else is printed: "author reply 1728-1729", "corrected", "in Japanese"."""
    how: dict[Part, Reading] = field(default_factory=dict)
    """For each part that was read, how."""


@cache
def reading(part: Part, rule: str) -> Reading:
    """The rule of a part with its counts; `benchmarks/references.py` says where they come from."""
    right, seen = _measured().get((part, rule), (0, 0))
    return Reading(rule, right, seen, round((right + 1) / (seen + 2), 3))


@cache
def _measured() -> dict[tuple[str, str], tuple[int, int]]:
    table = files("ingest.references").joinpath("measured.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {(part, rule): (int(right), int(seen)) for part, rule, right, seen in rows}
