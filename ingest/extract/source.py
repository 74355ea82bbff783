"""What the extractor reads: sentences with their places, tables, and what the references name.

Any reader of documents fills these plain classes; nothing here knows a file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pointer:
    """A citation marker: its characters within the sentence, and the references it invokes."""

    start: int
    end: int
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body. `start` counts characters of the normalised text before it.

    Paragraphs and sentences count from 1. A marker at the end of a sentence belongs to it, even
    where it is printed behind the full stop; its place may then lie past the sentence's text.
    """

    text: str
    paragraph: int
    sentence: int
    start: int
    pointers: tuple[Pointer, ...] = ()
    section: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid of cells, spans filled in; the first `head` rows are the column heads."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    head: int = 1
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """All that is read of one document. `references` gives the printed entry of each number.

    `studies` gives the study that a reference reports, where that is known beforehand; `reports`
    says whether the document reports a study of its own, as a trial report does and a letter not.
    `unnamed` gives what to call the study of a reference that names none.
    """

    sentences: tuple[Sentence, ...]
    title: str = ""
    tables: tuple[Table, ...] = ()
    references: Mapping[int, str] = field(default_factory=dict)
    studies: Mapping[int, str] = field(default_factory=dict)
    unnamed: Mapping[int, str] = field(default_factory=dict)
    reports: bool = False
