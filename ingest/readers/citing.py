"""The citation pointers of a paper: in its text, and in its tables, captions and notes.

Where a file has citation links, these are its pointers, and printed numbers complete them; where it
has none, markers are recognised by their form. What could not be searched is told: a reference
without a pointer may be cited there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.readers import glued, pointers
from ingest.readers.blocks import CitationLink, CitingText
from ingest.readers.document import (
    InTextPointer,
    PointerElsewhere,
    Section,
    Table,
)
from ingest.readers.links import merge_links
from ingest.readers.pointers import CitationMarker, Style
from ontology.model.texts import PointerPlace

_LINK_STYLES: dict[str, Style] = {"[": "bracketed", "^": "raised"}
"""The style of a link by its first character; of the others, unlinked ones look like counts."""
_SAFE_IN_TABLES: tuple[Style, ...] = ("raised", "bracketed")
_SUSPECTS = 2
"""So many digits glued to words, of uncited references, make their pointers doubtful."""

Citation = tuple[int, int, tuple[int, ...], bool]
"""Start, end, reference numbers, and whether it is inferred."""


@dataclass(frozen=True, slots=True)
class CitingRegion:
    """A paragraph that is searched: its place in the text and what the file links in it."""

    start: int
    end: int
    links: tuple[tuple[int, int, tuple[int, ...]], ...]
    """The linked markers, with offsets in the text."""


@dataclass(slots=True)
class PaperPointers:
    """The pointers of a paper, where else it cites, and what is unsure about them."""

    in_text: list[InTextPointer]
    elsewhere: list[PointerElsewhere]
    unsearched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def region(
    start: int, text: str, links: Sequence[CitationLink], listed: Collection[int]
) -> CitingRegion:
    """The region of a paragraph that starts at an offset of the paper's text."""
    merged = merge_links(text, links, listed) if links else ()
    shifted = ((start + link.start, start + link.end, link.numbers) for link in merged)
    return CitingRegion(start, start + len(text), tuple(shifted))


def paper_pointers(
    text: str,
    regions: Sequence[CitingRegion],
    sections: Sequence[Section],
    listed: Sequence[int],
    citing_texts: Sequence[CitingText],
    tables: Sequence[Table],
) -> PaperPointers:
    """The pointers of a paper whose reference list has the numbers `listed`.

    `citing_texts` are tables and notes with links; the grids of `tables` are searched otherwise.
    """
    spans = [(one.start, one.end) for one in regions]
    elsewhere = list(_linked_elsewhere(citing_texts, listed))
    if any(one.links for one in regions):
        found = PaperPointers([], elsewhere)
        citations = _linked(text, regions, spans, listed, elsewhere)
    else:
        markers = pointers.citation_markers(text, spans, listed)
        citations = [(m.start, m.end, m.numbers, m.style == "glued") for m in markers]
        found = _in_tables(tables, markers, listed)
        found.elsewhere += elsewhere
    found.in_text = _located(text, citations, sections, listed)
    _add_doubts(found, text, spans, listed)
    return found


def _linked(
    text: str,
    regions: Sequence[CitingRegion],
    spans: Sequence[tuple[int, int]],
    listed: Sequence[int],
    elsewhere: Iterable[PointerElsewhere],
) -> list[Citation]:
    """The linked markers, and those of the same form that the file left unlinked."""
    citations = [(*link, False) for one in regions for link in one.links]
    missing = set(listed) - {n for _, _, numbers, _ in citations for n in numbers}
    missing -= {number for pointer in elsewhere for number in pointer.numbers}
    citations = [_as_printed(text, citation, missing) for citation in citations]
    missing -= {n for _, _, numbers, _ in citations for n in numbers}
    style = _link_style(text, citations)
    if missing and style is not None:
        taken = [(start, end) for start, end, _, _ in citations]
        for marker in pointers.citation_markers(text, spans, listed):
            overlaps = any(start < marker.end and marker.start < end for start, end in taken)
            if marker.style == style and missing.issuperset(marker.numbers) and not overlaps:
                citations.append((marker.start, marker.end, marker.numbers, False))
    return sorted(citations)


def _as_printed(text: str, citation: Citation, missing: Collection[int]) -> Citation:
    """A linked marker with the numbers that are printed in it and linked nowhere.

    The links of `(9, 10)` may both lead to 9.
    """
    start, end, numbers, inferred = citation
    printed = {int(digits) for digits in re.findall(r"\d{1,4}", text[start:end])} & set(missing)
    return start, end, tuple(dict.fromkeys((*numbers, *sorted(printed)))), inferred


def _link_style(text: str, citations: Sequence[Citation]) -> Style | None:
    """The style of most links, if unlinked markers of it can be recognised."""
    forms: list[str] = [
        text[start] if text[start] not in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "^" for start, *_ in citations
    ]
    return _LINK_STYLES.get(max(forms, key=forms.count)) if forms else None


def _linked_elsewhere(
    citing_texts: Iterable[CitingText], listed: Collection[int]
) -> Iterator[PointerElsewhere]:
    for citing in citing_texts:
        for link in merge_links(citing.text, citing.links, listed):
            printed = citing.text[link.start : link.end]
            yield PointerElsewhere(
                place=citing.place, label=citing.label, text=printed, numbers=list(link.numbers)
            )


def _in_tables(
    tables: Sequence[Table], markers: Sequence[CitationMarker], listed: Sequence[int]
) -> PaperPointers:
    """What the tables of a paper without links cite of the references that its text does not.

    Numbers in parentheses, and those glued to words, are counts in a table: these are not searched.
    """
    missing = set(listed) - {number for marker in markers for number in marker.numbers}
    if not missing or not tables or not markers:
        return PaperPointers([], [])
    styles = [marker.style for marker in markers]
    style = max(styles, key=styles.count)
    if style not in _SAFE_IN_TABLES:
        return PaperPointers([], [], ["the tables"])
    elsewhere = []
    for table in tables:
        for place, text in _texts(table):
            for marker in pointers.markers_of(text, style, missing):
                printed = text[marker.start : marker.end]
                elsewhere.append(
                    PointerElsewhere(
                        place=place, label=table.label, text=printed, numbers=list(marker.numbers)
                    )
                )
    return PaperPointers([], elsewhere)


def _texts(table: Table) -> Iterator[tuple[PointerPlace, str]]:
    yield "caption", table.caption
    yield "footnote", table.notes
    for row in table.rows:
        for cell in dict.fromkeys(row):
            yield "table", cell


def _add_doubts(
    found: PaperPointers, text: str, spans: Sequence[tuple[int, int]], listed: Sequence[int]
) -> None:
    """Say which pointers were inferred, and which digits may be pointers that were not read."""
    inferred = sum(pointer.inferred for pointer in found.in_text)
    if inferred:
        found.notes.append(
            f"{inferred} citations were inferred: plain digits behind a word or a full stop, taken "
            "for raised ones since they run in the order of the reference list"
        )
    cited = {number for pointer in found.in_text for number in pointer.numbers}
    cited |= {number for pointer in found.elsewhere for number in pointer.numbers}
    if missing := set(listed) - cited:
        suspects = [
            candidate
            for candidate in glued.candidate_numbers(text, spans, listed)
            if candidate.sure and missing.intersection(candidate.numbers)
        ]
        if len(suspects) >= _SUSPECTS:
            found.unsearched.append("plain digits behind words, which may be citations")
            found.notes.append(
                f"plain digits stand behind words in {len(suspects)} places and may be citations; "
                "they do not follow the order of the reference list and were not read"
            )
    if listed and not any(pointer.paragraph is not None for pointer in found.in_text):
        found.notes.append(
            "no citation was recognised in the text, though there is a list of references"
        )


def _located(
    text: str,
    citations: Iterable[Citation],
    sections: Sequence[Section],
    listed_numbers: Sequence[int],
) -> list[InTextPointer]:
    """The pointers of some citations, in the order of the text, with paragraph and sentence."""
    locator, listed = _SentenceLocator(sections), frozenset(listed_numbers)
    return [
        InTextPointer(
            start=start,
            end=end,
            text=text[start:end],
            numbers=list(numbers),
            unknown=[number for number in numbers if listed and number not in listed],
            inferred=inferred,
            **locator.of(start),
        )
        for start, end, numbers, inferred in citations
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
