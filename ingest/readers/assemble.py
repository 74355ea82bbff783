"""Assembles the blocks of a reader into a `Paper`: normalised text, sentences and pointers."""

from dataclasses import dataclass, replace

from ingest.readers import sentences
from ingest.readers.blocks import Block, CitingText, ReaderOutput
from ingest.readers.citing import PaperPointers, paper_pointers, region
from ingest.readers.document import (
    InTextPointer,
    Paper,
    PaperPart,
    Paragraph,
    PrintedReference,
    Section,
    Sentence,
)
from ingest.readers.paragraph_kinds import paragraph_kind
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
    cited = _pointers(text, placed_blocks, sections, listed_numbers, output)
    return Paper(
        file=file,
        format=output.format,
        metadata=output.metadata,
        text=text,
        text_sha256=sha256(text),
        sections=sections,
        pointers=cited.in_text,
        pointers_elsewhere=cited.elsewhere,
        unsearched=[*output.unsearched, *cited.unsearched] if references else [],
        references=references,
        tables=output.tables,
        notes=[*output.notes, *cited.notes, *_unlisted_notes(cited.in_text, references)],
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
        first = group[0].block
        title = first.title if first.kind == "heading" else ""
        paragraphs = []
        for placed in group:
            if placed.block.kind != "paragraph":
                continue
            number = None
            if placed.block.part in NUMBERED:
                paragraph_count += 1
                number = paragraph_count
            paragraphs.append(_paragraph(text, placed, number, title))
        heading = first.kind == "heading"
        sections.append(
            Section(
                title=title,
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


def _paragraph(text: str, placed: PlacedBlock, number: int | None, heading: str) -> Paragraph:
    return Paragraph(
        number=number,
        kind=paragraph_kind(placed.block.text, heading) if number is not None else "text",
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


def _pointers(
    text: str,
    placed_blocks: list[PlacedBlock],
    sections: list[Section],
    listed_numbers: list[int],
    output: ReaderOutput,
) -> PaperPointers:
    """The pointers of the paper; the back matter is searched where the file links citations."""
    paragraphs = [placed for placed in placed_blocks if placed.block.kind == "paragraph"]
    regions = [
        region(placed.start, placed.block.text, placed.block.links, listed_numbers)
        for placed in paragraphs
        if placed.block.part in CITING
    ]
    back = [
        CitingText("back matter", "", placed.block.text, placed.block.links)
        for placed in paragraphs
        if placed.block.part == "back" and placed.block.links
    ]
    citing_texts = [*output.citing_texts, *back]
    return paper_pointers(text, regions, sections, listed_numbers, citing_texts, output.tables)


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
