"""`Paper`: what every reader gives, whatever the format of the file.

A paper here is any document that cites: a letter, an abstract, a trial report. It is what was read,
not what it says; `ontology.model.Document` is the thing in the graph. Offsets count characters of
`Paper.text`, which is normalised (`ingest.text.normalise`), from 0; ends are exclusive.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from ingest.references.model import ParsedReference

Format = Literal["text", "markdown", "html", "jats", "pubmed", "pdf"]
Part = Literal["front", "abstract", "body", "back", "captions", "references"]
"""Where in a paper a section stands. Paragraphs are numbered in the abstract and the body."""


class Frozen(BaseModel):
    """A value that does not change once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(Frozen):
    """One sentence; `number` counts from 1 in its paragraph, `sha256` is that of `text`."""

    number: int
    start: int
    end: int
    text: str
    sha256: str


class Paragraph(Frozen):
    """One paragraph; `number` counts from 1 over abstract and body, and is None elsewhere."""

    number: int | None
    start: int
    end: int
    sentences: list[Sentence]


class Section(Frozen):
    """A heading and the paragraphs up to the next one; `title` is empty where none is printed."""

    title: str
    level: int
    part: Part
    start: int
    end: int
    paragraphs: list[Paragraph]


class Pointer(Frozen):
    """A place where the text cites: the mark as it stands, and the references it names.

    Ranges and lists are expanded: `4–6` is 4, 5, 6. `unknown` holds those of the `numbers` that the
    reference list does not have; it is empty where no list was found. `paragraph` and `sentence`
    are the numbers of the place, None outside of abstract and body.
    """

    start: int
    end: int
    text: str
    numbers: list[int]
    unknown: list[int]
    paragraph: int | None
    sentence: int | None


class PrintedReference(Frozen):
    """One entry of the reference list: its number, how it is printed, and its parts.

    `number` is the printed one, or the place in the list where none is printed.
    """

    number: int
    printed: str
    start: int
    end: int
    parsed: ParsedReference


class Table(Frozen):
    """A table as a grid of text; the first `head` rows are the heads of its columns.

    A cell that spans several places stands in each of them.
    """

    label: str
    caption: str
    rows: list[list[str]]
    head: int = 1
    notes: str


class Metadata(Frozen):
    """What the paper says of itself. Authors as `Hogan LE`; dates as in ISO 8601."""

    title: str | None = None
    authors: list[str] = []
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    type: str | None = None
    received: str | None = None
    accepted: str | None = None
    published: str | None = None
    keywords: list[str] = []


class Paper(Frozen):
    """A document as it was read. `notes` tell what the reader was unsure of, in plain sentences."""

    file: str
    format: Format
    metadata: Metadata
    text: str
    text_sha256: str
    sections: list[Section]
    pointers: list[Pointer]
    references: list[PrintedReference]
    tables: list[Table]
    notes: list[str]
