"""The output of a format reader: blocks of text in reading order, not yet joined to one text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ingest.readers.document import Format, Metadata, PaperPart, Table
from ingest.references.model import ParsedReference
from ingest.text import CONTROL
from ontology.model.texts import PointerPlace

BlockKind = Literal["heading", "paragraph", "reference", "other"]


@dataclass(frozen=True, slots=True)
class CitationLink:
    """A span of a block's text that the file itself links to references, by their numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text: a heading, a paragraph, an entry of the reference list, or other text.

    `title` is a heading without markup and numbering. `number`, `printed` and `parts` (its tagged
    fields) belong to a reference.
    """

    kind: BlockKind
    text: str
    part: PaperPart = "body"
    level: int = 1
    title: str = ""
    links: tuple[CitationLink, ...] = ()
    number: int | None = None
    printed: str = ""
    parts: ParsedReference | None = None


@dataclass(frozen=True, slots=True)
class CitingText:
    """Text outside the blocks that the file links to references; `label` is that of its table."""

    place: PointerPlace
    label: str
    text: str
    links: tuple[CitationLink, ...]


@dataclass(slots=True)
class ReaderOutput:
    """The metadata, blocks, tables and notes that a format reader extracts from one document.

    `unsearched` names what may cite references and cannot be searched. A sub-article is part of
    the file of another document, as an authors' reply in that of the letter.
    """

    format: Format
    metadata: Metadata
    blocks: list[Block]
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    citing_texts: list[CitingText] = field(default_factory=list)
    unsearched: list[str] = field(default_factory=list)
    is_sub_article: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of inline text, linked to the references `numbers` if there are any."""

    text: str
    numbers: tuple[int, ...] = ()


SPACES = re.compile(r"\s+")
SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
SUBSCRIPTS = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def words(text: str) -> frozenset[str]:
    """The set of words in a space-separated list."""
    return frozenset(text.split())


def join_pieces(pieces: Iterable[Piece]) -> tuple[str, tuple[CitationLink, ...]]:
    """The normalised text of some pieces, and the spans of the linked ones in it.

    >>> join_pieces([Piece("as  shown "), Piece("4,5", (4, 5)), Piece(".")])
    ('as shown 4,5.', (CitationLink(start=9, end=12, numbers=(4, 5)),))
    """
    text, links = "", []
    for piece in pieces:
        added = SPACES.sub(" ", unicodedata.normalize("NFC", CONTROL.sub(" ", piece.text)))
        if not text or text.endswith(" "):
            added = added.removeprefix(" ")
        if piece.numbers and added.strip():
            start = len(text) + len(added) - len(added.lstrip())
            links.append(CitationLink(start, start + len(added.strip()), piece.numbers))
        text += added
    text = text.rstrip()
    if unicodedata.is_normalized("NFC", text):
        return text, tuple(links)
    # Characters composed across two pieces shift the offsets, so the links are dropped.
    return unicodedata.normalize("NFC", text), ()


def superscript(pieces: list[Piece]) -> list[Piece]:
    """Superscript pieces: `m²` if Unicode has the characters, else `^{4,5}`."""
    text = "".join(piece.text for piece in pieces).strip()
    if re.fullmatch(r"[0-9]+|[0-9]*[+−-][0-9]*", text):
        return [
            Piece(piece.text.strip().translate(SUPERSCRIPTS), piece.numbers) for piece in pieces
        ]
    return [Piece("^{"), *pieces, Piece("}")] if text else pieces


def subscript(pieces: list[Piece]) -> list[Piece]:
    """Subscript pieces: `CO₂` if Unicode has the characters, else plain text."""
    text = "".join(piece.text for piece in pieces).strip()
    if re.fullmatch(r"[0-9]+|[0-9]*[+−-]", text):
        return [Piece(piece.text.translate(SUBSCRIPTS), piece.numbers) for piece in pieces]
    return pieces
