"""What a printed reference says, part by part, and by which rule each part was read."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["article", "book", "chapter", "web page", "unknown"]

FIELDS = ("authors", "title", "journal", "year", "volume", "issue", "first_page", "last_page")
"""The parts that carry a rule and a confidence; identifiers are read letter by letter."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor: family name and initials as printed ("LE"), without points."""

    family: str
    initials: str = ""
    given: str = ""
    """The given names where they are printed in full, else nothing."""
    suffix: str = ""
    """"Jr", "III" and the like."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often the rule was right on labelled references: `right` of `seen`."""

    right: int
    seen: int

    @property
    def share(self) -> float:
        """Laplace's rule of succession, (right + 1) / (seen + 2): a rule never measured gets ½."""
        return (self.right + 1) / (self.seen + 2)


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
    """What else is printed: "author reply 1728-1729", "[corrected]", "in Japanese"."""
    rules: dict[str, str] = field(default_factory=dict)
    """For each part that was read, the rule that read it."""

    def confidence(self, part: str) -> Confidence | None:
        """How far to trust one of FIELDS; None where nothing was read."""
        rule = self.rules.get(part)
        return None if rule is None else measured().get((part, rule), Confidence(0, 0))

    def as_json(self) -> dict[str, Any]:
        """Plain data in the form that `alltrace references` prints."""
        return {
            "authors": [[person.family, person.initials] for person in self.authors],
            "etal": self.etal,
            "collective": list(self.collective),
            "title": self.title,
            "journal": self.journal,
            "year": self.year,
            "volume": self.volume,
            "issue": self.issue,
            "supplement": self.supplement,
            "first_page": self.first_page,
            "last_page": self.last_page,
            "doi": self.doi,
            "pmid": self.pmid,
            "pmcid": self.pmcid,
            "url": self.url,
            "kind": self.kind,
            "book": self.book,
            "editors": [[person.family, person.initials] for person in self.editors],
            "publisher": self.publisher,
            "place": self.place,
            "number": self.number,
            "notes": list(self.notes),
            "how": {
                part: {"rule": rule, "confidence": round(known.share, 3), "seen": known.seen}
                for part, rule in self.rules.items()
                if (known := self.confidence(part))
            },
        }


@cache
def measured() -> dict[tuple[str, str], Confidence]:
    """The count of each part and rule, as `python -m benchmarks.references --write` left it."""
    table = files("ingest.references").joinpath("measured.csv").read_text(encoding="utf-8")
    rows = (line.rsplit(",", 2) for line in table.splitlines()[1:])
    return {
        (part, rule): Confidence(int(right), int(seen))
        for name, right, seen in rows
        for part, _, rule in [name.partition(",")]
    }
