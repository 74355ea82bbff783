"""What a reader hands on: blocks of text in reading order, before they are made one text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ingest.readers.document import Format, Metadata, Part, Table
from ingest.references.model import ParsedReference

Kind = Literal["heading", "paragraph", "reference", "other"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a block's text that the file itself ties to references, by their numbers."""

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text: a heading, a paragraph, an entry of the reference list, or other text.

    `title` is a heading without its marks; `number` and `printed` belong to a reference.
    """

    kind: Kind
    text: str
    part: Part = "body"
    level: int = 1
    title: str = ""
    links: tuple[Link, ...] = ()
    number: int | None = None
    printed: str = ""
    parts: ParsedReference | None = None


@dataclass(slots=True)
class Draft:
    """A paper before its text is put together."""

    format: Format
    metadata: Metadata
    blocks: list[Block]
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text within a block, tied to references if `numbers` are given."""

    text: str
    numbers: tuple[int, ...] = ()


CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
SPACES = re.compile(r"\s+")
SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
SUBSCRIPTS = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(text.split())


def settle(pieces: Iterable[Piece]) -> tuple[str, tuple[Link, ...]]:
    """The normalised text of some pieces, and where in it the linked ones stand."""
    text, links = "", []
    for piece in pieces:
        added = SPACES.sub(" ", unicodedata.normalize("NFC", CONTROL.sub(" ", piece.text)))
        if not text or text.endswith(" "):
            added = added.removeprefix(" ")
        if piece.numbers and added.strip():
            start = len(text) + len(added) - len(added.lstrip())
            links.append(Link(start, start + len(added.strip()), piece.numbers))
        text += added
    text = text.rstrip()
    if unicodedata.is_normalized("NFC", text):
        return text, tuple(links)
    # Letters that compose over the edge of two pieces move what follows; the links are given up.
    return unicodedata.normalize("NFC", text), ()


def raised(pieces: list[Piece]) -> list[Piece]:
    """Pieces set as a superscript: `m²` where Unicode has the characters, else `^{4,5}`."""
    text = "".join(piece.text for piece in pieces).strip()
    if re.fullmatch(r"[0-9]+|[0-9]*[+−-][0-9]*", text):
        return [
            Piece(piece.text.strip().translate(SUPERSCRIPTS), piece.numbers) for piece in pieces
        ]
    return [Piece("^{"), *pieces, Piece("}")] if text else pieces


def lowered(pieces: list[Piece]) -> list[Piece]:
    """Pieces set as a subscript: `CO₂` where Unicode has the characters, else as plain text."""
    text = "".join(piece.text for piece in pieces).strip()
    if re.fullmatch(r"[0-9]+|[0-9]*[+−-]", text):
        return [Piece(piece.text.translate(SUBSCRIPTS), piece.numbers) for piece in pieces]
    return pieces
