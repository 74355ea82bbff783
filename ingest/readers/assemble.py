"""Assembles the blocks of a reader into a `Paper`: normalised text, sentences and pointers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers import pointers, sentences
from ingest.readers.blocks import Block, ReaderOutput
from ingest.readers.document import (
    InTextPointer,
    Paper,
    PaperPart,
    Paragraph,
    PrintedReference,
    Section,
    Sentence,
)
from ingest.readers.links import merge_links
from ingest.references.model import ParsedReference
from ingest.text import normalise, sha256

NUMBERED: frozenset[PaperPart] = frozenset({"abstract", "body"})
CITING: frozenset[PaperPart] = frozenset({"abstract", "body", "captions"})
"""The parts of a paper that are searched for citation pointers."""


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and its span in the text of the paper."""

    block: Block
    start: int
    end: int


def assemble(output: ReaderOutput, file: str) -> Paper:
    """The paper in a reader's output; `file` is its name for messages."""
    text, placed_blocks = _lay_out(output.blocks)
    sections = _sections(text, placed_blocks)
    references = [
        PrintedReference(
            number=placed.block.number or 0,
            printed=placed.block.printed,
            start=placed.start,
            end=placed.end,
            parsed=placed.block.parts or _parse_reference(placed.block.printed),
        )
        for placed in placed_blocks
        if placed.block.kind == "reference"
    ]
    listed_numbers = [reference.number for reference in references]
    text_pointers = _in_text_pointers(text, placed_blocks, sections, listed_numbers)
    return Paper(
        file=file,
        format=output.format,
        metadata=output.metadata,
        text=text,
        text_sha256=sha256(text),
        sections=sections,
        pointers=text_pointers,
        references=references,
        tables=output.tables,
        notes=[*output.notes, *_unlisted_notes(text_pointers, references)],
    )


def _parse_reference(printed: str) -> ParsedReference:
    # Imported here because the grammar takes a tenth of a second to compile.
    from ingest.references.parse import parse

    return parse(printed)


def _lay_out(blocks: list[Block]) -> tuple[str, list[PlacedBlock]]:
    """The normalised text of all blocks, joined by spaces, and the non-empty blocks with spans."""
    placed_blocks: list[PlacedBlock] = []
    position = 0
    for block in blocks:
        normalised = block if block.links else replace(block, text=normalise(block.text))
        if not normalised.text:
            continue
        placed_blocks.append(PlacedBlock(normalised, position, position + len(normalised.text)))
        position += len(normalised.text) + 1
    return " ".join(placed.block.text for placed in placed_blocks), placed_blocks


def _sections(text: str, placed_blocks: list[PlacedBlock]) -> list[Section]:
    """The sections; a new one starts at each heading and at each change of part."""
    sections: list[Section] = []
    group: list[PlacedBlock] = []
    paragraph_count = 0

    def close() -> None:
        nonlocal paragraph_count
        if not group:
            return
        paragraphs = []
        for placed in group:
            if placed.block.kind != "paragraph":
                continue
            number = None
            if placed.block.part in NUMBERED:
                paragraph_count += 1
                number = paragraph_count
            paragraphs.append(_paragraph(text, placed, number))
        first = group[0].block
        heading = first.kind == "heading"
        sections.append(
            Section(
                title=first.title if heading else "",
                level=first.level if heading else 1,
                part=first.part,
                start=group[0].start,
                end=group[-1].end,
                paragraphs=paragraphs,
            )
        )
        group.clear()

    for placed in placed_blocks:
        if group and (placed.block.kind == "heading" or placed.block.part != group[0].block.part):
            close()
        group.append(placed)
    close()
    return sections


def _paragraph(text: str, placed: PlacedBlock, number: int | None) -> Paragraph:
    return Paragraph(
        number=number,
        start=placed.start,
        end=placed.end,
        sentences=[
            Sentence(
                number=count,
                start=start,
                end=end,
                text=text[start:end],
                sha256=sha256(text[start:end]),
            )
            for count, (start, end) in enumerate(
                sentences.spans(text, placed.start, placed.end), start=1
            )
        ],
    )


def _in_text_pointers(
    text: str, placed_blocks: list[PlacedBlock], sections: list[Section], listed_numbers: list[int]
) -> list[InTextPointer]:
    """The pointers: the file's own citation links if it has any, else markers in the text."""
    citing_blocks = [
        placed
        for placed in placed_blocks
        if placed.block.kind == "paragraph" and placed.block.part in CITING
    ]
    if any(placed.block.links for placed in citing_blocks):
        citations = [
            (placed.start + link.start, placed.start + link.end, link.numbers)
            for placed in citing_blocks
            for link in merge_links(placed.block.text, placed.block.links)
        ]
    else:
        regions = [(placed.start, placed.end) for placed in citing_blocks]
        citations = [
            (marker.start, marker.end, marker.numbers)
            for marker in pointers.citation_markers(text, regions, listed_numbers)
        ]
    locator, listed = _SentenceLocator(sections), frozenset(listed_numbers)
    return [
        InTextPointer(
            start=start,
            end=end,
            text=text[start:end],
            numbers=list(numbers),
            unknown=[number for number in numbers if listed and number not in listed],
            **locator.of(start),
        )
        for start, end, numbers in citations
    ]


class _SentenceLocator:
    """Finds the paragraph and sentence at an offset; offsets must be given in ascending order."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sentences = [
            (paragraph.number, sentence)
            for section in sections
            for paragraph in section.paragraphs
            for sentence in paragraph.sentences
        ]
        self._next = 0

    def of(self, offset: int) -> dict[str, int | None]:
        while self._next < len(self._sentences) and self._sentences[self._next][1].end <= offset:
            self._next += 1
        if self._next == len(self._sentences):
            return {"paragraph": None, "sentence": None}
        paragraph, sentence = self._sentences[self._next]
        return {"paragraph": paragraph, "sentence": None if paragraph is None else sentence.number}


def _unlisted_notes(
    text_pointers: list[InTextPointer], references: list[PrintedReference]
) -> list[str]:
    """A note if pointers cite references that are not in the list; else nothing."""
    unlisted = sorted({number for pointer in text_pointers for number in pointer.unknown})
    if not unlisted:
        return []
    examples = ", ".join(map(str, unlisted[:10])) + (" …" if len(unlisted) > 10 else "")
    return [
        f"the text points to reference {examples}, "
        f"which the list of {len(references)} does not have"
    ]
