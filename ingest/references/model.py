"""The result of parsing a printed reference: its fields, and the rule that parsed each."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

ReferenceKind = Literal[
    "article", "book", "chapter", "preprint", "meeting abstract", "web page", "unknown"
]
ReferenceField = Literal[
    "authors", "title", "journal", "year", "volume", "issue", "first_page", "last_page"
]
"""The fields that carry a rule and a confidence; identifiers are copied verbatim."""


class Person(NamedTuple):
    """An author or editor: family name, and initials as printed without full stops ("LE")."""

    family: str
    initials: str = ""

    @classmethod
    def of_record(cls, name: str) -> "Person":
        """A person from a record's form of a name; a group has no initials.

        >>> Person.of_record("von Stackelberg A")
        Person(family='von Stackelberg', initials='A')
        """
        family, _, initials = name.rpartition(" ")
        has_initials = len(initials) <= 3 or (len(initials) == 4 and initials.isupper())
        return cls(family, initials) if family and has_initials else cls(name)


@dataclass(frozen=True, slots=True)
class RuleAccuracy:
    """A parsing rule and its accuracy: `right` of `seen` applications on labelled references.

    `confidence` is (right + 1) / (seen + 2), Laplace's rule of succession: 0.5 for a rule that was
    never measured.
    """

    rule: str
    right: int
    seen: int
    confidence: float


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """One printed reference. A field that is not printed or not recognised is None or empty."""

    authors: tuple[Person, ...] = ()
    etal: bool = False
    collective: tuple[str, ...] = ()
    """Groups and organisations in the author list."""
    title: str | None = None
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    """A supplement printed next to an issue number: "Suppl 2" in "25(3 Suppl 2)"."""
    first_page: str | None = None
    last_page: str | None = None
    """All digits: 1728 where 1727-8 is printed."""
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    kind: ReferenceKind = "unknown"
    book: str | None = None
    """Title of the book that contains a chapter."""
    editors: tuple[Person, ...] = ()
    publisher: str | None = None
    place: str | None = None
    number: int | None = None
    """The printed number of the entry in the reference list."""
    notes: tuple[str, ...] = ()
    """Other printed text: "author reply 1728-1729", "corrected", "in Japanese"."""
    how: dict[ReferenceField, RuleAccuracy] = field(default_factory=dict)
    """For each parsed field, the rule that parsed it and its accuracy."""


@cache
def rule_accuracy(parsed_field: ReferenceField, rule: str) -> RuleAccuracy:
    """The accuracy of a rule for a field, as counted by `benchmarks/references.py`."""
    right, seen = _measured().get((parsed_field, rule), (0, 0))
    return RuleAccuracy(rule, right, seen, round((right + 1) / (seen + 2), 3))


@cache
def _measured() -> dict[tuple[str, str], tuple[int, int]]:
    table = files("ingest.references").joinpath("measured.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {(name, rule): (int(right), int(seen)) for name, rule, right, seen in rows}
