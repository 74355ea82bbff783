"""`Paper`: the common result of all readers, independent of the file format.

A paper is any document with citations: a letter, an abstract, a trial report. This is its text and
structure; `ontology.model.Document` is its counterpart in the graph. Offsets count characters of
`Paper.text`, which is normalised (`ingest.text.normalise`), from 0; ends are exclusive.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from ingest.references.model import ParsedReference
from ontology.model.texts import PointerPlace

Format = Literal["text", "markdown", "html", "jats", "pubmed", "pdf"]
PaperPart = Literal["front", "abstract", "body", "back", "captions", "references"]
"""The part of a paper that a section belongs to. Only abstract and body number paragraphs."""
ParagraphKind = Literal["text", "salutation", "thanks", "funding", "notice"]
"""What a paragraph is: of the text, or what surrounds it. A notice is a line of the publisher, of
dates, of addresses or of interests."""


class Frozen(BaseModel):
    """An immutable model that rejects unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sentence(Frozen):
    """One sentence; `number` counts from 1 in its paragraph, `sha256` is the hash of `text`."""

    number: int
    start: int
    end: int
    text: str
    sha256: str


class Paragraph(Frozen):
    """One paragraph; `number` counts from 1 over abstract and body, and is None elsewhere."""

    number: int | None
    kind: ParagraphKind = "text"
    start: int
    end: int
    sentences: list[Sentence]


class Section(Frozen):
    """A heading and the paragraphs up to the next one; `title` is empty without a heading."""

    title: str
    level: int
    part: PaperPart
    start: int
    end: int
    paragraphs: list[Paragraph]


class InTextPointer(Frozen):
    """A citation marker in the text: its span, its printed text, and the references it cites.

    Lists and ranges are expanded: `4–6` is 4, 5, 6. `unknown` contains those of the `numbers` that
    are missing from the reference list; it is empty if there is no list. `paragraph` and `sentence`
    are the numbers of the surrounding sentence, None outside abstract and body. An `inferred` one
    is printed as plain digits, glued to a word, and taken for a pointer by its place in the order.
    """

    start: int
    end: int
    text: str
    numbers: list[int]
    unknown: list[int]
    paragraph: int | None
    sentence: int | None
    inferred: bool = False


class PointerElsewhere(Frozen):
    """A citation in a table, a caption, a footnote or the back matter.

    `label` is that of the table or figure. There are no offsets, as tables are not in the text.
    """

    place: PointerPlace
    label: str
    text: str
    numbers: list[int]


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


class LinkedNotice(Frozen):
    """A notice about the paper that its file links to, such as its retraction."""

    kind: str
    doi: str | None = None
    pmid: str | None = None


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
    notices: list[LinkedNotice] = []


class Paper(Frozen):
    """A document as it was read. `notes` tell what the reader was unsure of, in plain sentences.

    `unsearched` names what may cite references and was not searched; if there is any, a reference
    without a pointer may be cited nevertheless.
    """

    file: str
    format: Format
    metadata: Metadata
    text: str
    text_sha256: str
    sections: list[Section]
    pointers: list[InTextPointer]
    pointers_elsewhere: list[PointerElsewhere] = []
    unsearched: list[str] = []
    references: list[PrintedReference]
    tables: list[Table]
    notes: list[str]

    def __repr__(self) -> str:
        parts = {name: len(getattr(self, name)) for name in ("sections", "pointers", "references")}
        return f"<Paper {self.file}: {', '.join(f'{n} {name}' for name, n in parts.items())}>"
