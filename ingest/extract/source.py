"""The input of the extractor: sentences with positions, tables and printed references.

A document reader fills these classes, which are independent of any file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PointerMention:
    """A citation marker: its character offsets in the sentence and its reference numbers."""

    start: int
    end: int
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body. `start` is its character offset in the normalised text.

    Paragraphs and sentences count from 1. A marker at the end of a sentence belongs to it, even
    where it is printed after the full stop; its offsets may then lie past the sentence's text.
    """

    text: str
    paragraph: int
    sentence: int
    start: int
    pointers: tuple[PointerMention, ...] = ()
    section: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid of cells with spans filled in; the first `head` rows are column heads."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    head: int = 1
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ExtractionInput:
    """All of one document that is extracted from.

    `references` has the printed entry of each number, `studies` the study that a reference reports
    where it is known, and `unnamed` the id for the study of a reference that names none. `reports`
    says whether the document reports a study of its own, as a trial report does and a letter does
    not.
    """

    sentences: tuple[Sentence, ...]
    title: str = ""
    tables: tuple[Table, ...] = ()
    references: Mapping[int, str] = field(default_factory=dict)
    studies: Mapping[int, str] = field(default_factory=dict)
    unnamed: Mapping[int, str] = field(default_factory=dict)
    reports: bool = False
