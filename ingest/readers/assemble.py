"""From blocks to a `Paper`: one normalised text, its sentences, and its pointers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers import pointers, sentences
from ingest.readers.blocks import Block, Draft
from ingest.readers.document import (
    Paper,
    Paragraph,
    Part,
    Pointer,
    PrintedReference,
    Section,
    Sentence,
)
from ingest.readers.links import joined
from ingest.references.model import ParsedReference
from ingest.text import normalise, sha256

NUMBERED: frozenset[Part] = frozenset({"abstract", "body"})
CITING: frozenset[Part] = frozenset({"abstract", "body", "captions"})
"""The parts in which numbers may be citation pointers."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands in the text of the paper."""

    block: Block
    start: int
    end: int


def assemble(draft: Draft, file: str) -> Paper:
    """The paper that a draft makes; `file` is its name for messages."""
    text, placed = _laid_out(draft.blocks)
    sections = _sections(text, placed)
    references = [
        PrintedReference(
            number=one.block.number or 0,
            printed=one.block.printed,
            start=one.start,
            end=one.end,
            parsed=one.block.parts or _parsed(one.block.printed),
        )
        for one in placed
        if one.block.kind == "reference"
    ]
    found = _pointers(text, placed, sections, [one.number for one in references])
    return Paper(
        file=file,
        format=draft.format,
        metadata=draft.metadata,
        text=text,
        text_sha256=sha256(text),
        sections=sections,
        pointers=found,
        references=references,
        tables=draft.tables,
        notes=[*draft.notes, *_beyond(found, references)],
    )


def _parsed(printed: str) -> ParsedReference:
    # Not at the top of the file: the grammar takes a while to compile.
    from ingest.references.parse import parse

    return parse(printed)


def _laid_out(blocks: list[Block]) -> tuple[str, list[Placed]]:
    """The blocks one after another, a space between them."""
    placed: list[Placed] = []
    position = 0
    for block in blocks:
        settled = block if block.links else replace(block, text=normalise(block.text))
        if not settled.text:
            continue
        placed.append(Placed(settled, position, position + len(settled.text)))
        position += len(settled.text) + 1
    return " ".join(one.block.text for one in placed), placed


def _sections(text: str, placed: list[Placed]) -> list[Section]:
    """The sections: a heading opens one, and so does a change of part."""
    sections: list[Section] = []
    group: list[Placed] = []
    counted = 0

    def close() -> None:
        nonlocal counted
        if not group:
            return
        paragraphs = []
        for one in group:
            if one.block.kind != "paragraph":
                continue
            number = None
            if one.block.part in NUMBERED:
                counted += 1
                number = counted
            paragraphs.append(_paragraph(text, one, number))
        head = group[0].block
        heading = head.kind == "heading"
        sections.append(
            Section(
                title=head.title if heading else "",
                level=head.level if heading else 1,
                part=head.part,
                start=group[0].start,
                end=group[-1].end,
                paragraphs=paragraphs,
            )
        )
        group.clear()

    for one in placed:
        if group and (one.block.kind == "heading" or one.block.part != group[0].block.part):
            close()
        group.append(one)
    close()
    return sections


def _paragraph(text: str, placed: Placed, number: int | None) -> Paragraph:
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


def _pointers(
    text: str, placed: list[Placed], sections: list[Section], listed: list[int]
) -> list[Pointer]:
    """The pointers: the file's own links where it has some, else what the text shows."""
    citing = [p for p in placed if p.block.kind == "paragraph" and p.block.part in CITING]
    if any(one.block.links for one in citing):
        found = [
            (one.start + link.start, one.start + link.end, link.numbers)
            for one in citing
            for link in joined(one.block.text, one.block.links)
        ]
    else:
        regions = [(one.start, one.end) for one in citing]
        found = [(m.start, m.end, m.numbers) for m in pointers.marks(text, regions, listed)]
    places, known = _Places(sections), frozenset(listed)
    return [
        Pointer(
            start=start,
            end=end,
            text=text[start:end],
            numbers=list(numbers),
            unknown=[n for n in numbers if known and n not in known],
            **places.of(start),
        )
        for start, end, numbers in found
    ]


class _Places:
    """Which paragraph and sentence an offset is in; asked in ascending order."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sentences = [
            (paragraph.number, sentence)
            for section in sections
            for paragraph in section.paragraphs
            for sentence in paragraph.sentences
        ]
        self._at = 0

    def of(self, offset: int) -> dict[str, int | None]:
        while self._at < len(self._sentences) and self._sentences[self._at][1].end <= offset:
            self._at += 1
        if self._at == len(self._sentences):
            return {"paragraph": None, "sentence": None}
        number, sentence = self._sentences[self._at]
        return {"paragraph": number, "sentence": None if number is None else sentence.number}


def _beyond(found: list[Pointer], references: list[PrintedReference]) -> list[str]:
    """A note on pointers to references that the list does not have."""
    unknown = sorted({number for pointer in found for number in pointer.unknown})
    if not unknown:
        return []
    shown = ", ".join(map(str, unknown[:10])) + (" …" if len(unknown) > 10 else "")
    return [
        f"the text points to reference {shown}, which the list of {len(references)} does not have"
    ]
