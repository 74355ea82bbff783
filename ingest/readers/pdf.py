"""Reads PDFs with a text layer: PDFium extracts characters, this module lines and paragraphs.

For the choice of PDFium and a comparison with pypdf and pdfminer see docs/reading.md.
"""

import ctypes
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.readers import headings, plaintext, reference_list
from ingest.readers.blocks import SUBSCRIPTS, SUPERSCRIPTS, ReaderOutput
from ingest.readers.plaintext import SENTENCE_END, LineGroup
from ontology.errors import ReadingError

MAX_PAGES = 1_000
TIME_LIMIT = 60.0
"""Maximum time in seconds to read one file."""
LINE_END_HYPHEN = "￾"
"""The character that PDFium emits where a word is hyphenated at the end of a line."""
WORD_WINDOW = 60
MIN_CHARACTERS_PER_PAGE = 20
"""A file with fewer characters per page has no usable text layer."""
SAMPLED_LINES = 8
"""Number of longest lines per page that are checked for a gap between two columns."""
MARGIN_LINES = 3
"""Number of lines at the top and bottom of a page that may be running heads and feet."""
DIGITS = re.compile(r"[0-9](?:[0-9]|[,;+*–—−-](?=[0-9]))*")
LETTER = re.compile(r"[^\W\d_]")
SIGNS = ("-", "−", "–")
_LOCK = threading.Lock()  # PDFium serves one thread at a time


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, its box in points from the lower left corner, and its page.

    `hyphenated` states that its last word continues on the next line.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    hyphenated: bool = False


def read(data: bytes, name: str) -> ReaderOutput:
    """The content of a PDF. Raises ReadingError if it is broken, encrypted or has no text layer."""
    with _LOCK:
        pages = _extract_pages(data, name)
    ordered = [line for lines in _without_running_heads(pages) for line in _in_reading_order(lines)]
    if not ordered:
        raise ReadingError(f"{name}: the PDF contains only page numbers and running heads")
    return plaintext.structured(_line_groups(ordered), "pdf")


# -- PDFium to lines -------------------------------------------------------------------------------


def _extract_pages(data: bytes, name: str) -> list[list[Line]]:
    """The lines of each page, in file order."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            message = "the PDF is encrypted; save it without a password first"
        else:
            message = "the PDF is broken or cut off"
        raise ReadingError(f"{name}: {message}") from None
    try:
        if len(document) > MAX_PAGES:
            raise ReadingError(
                f"{name}: {len(document)} pages; at most {MAX_PAGES} are read as one document"
            )
        deadline = time.monotonic() + TIME_LIMIT
        pages, characters = [], 0
        for number in range(len(document)):
            lines, count = _page(document, number)
            pages.append(lines)
            characters += count
            if time.monotonic() > deadline:
                raise ReadingError(
                    f"{name}: reading took more than {TIME_LIMIT:.0f} s, up to page {number + 1}"
                )
    except pdfium.PdfiumError:
        raise ReadingError(f"{name}: a page of the PDF is broken") from None
    finally:
        document.close()
    if characters < MIN_CHARACTERS_PER_PAGE * max(1, len(pages)):
        raise ReadingError(
            f"{name}: the PDF has no text layer; it seems to be scanned: use OCR first"
        )
    return pages


def _page(document: pdfium.PdfDocument, number: int) -> tuple[list[Line], int]:
    """The lines of one page, and its number of characters."""
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text = _text(textpage)
            return list(_lines(textpage, text, number)), len(text.strip())
        finally:
            textpage.close()
    finally:
        page.close()


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The text of a page, with exactly one character per PDFium character index."""
    count = textpage.count_chars()
    text = textpage.get_text_range() if count > 0 else ""
    if len(text) != count:  # some have no Unicode value, or two
        code_points = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
        text = "".join(
            chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else " "
            for code in code_points
        )
    return re.sub("[\ud800-\udfff\x00]", " ", text)


class _CharacterBoxes:
    """The boxes of a page's characters by index: left, right, bottom, height in points."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page, self._box = textpage.raw, raw.FS_RECTF()
        self._pointer = ctypes.byref(self._box)

    def __getitem__(self, index: int) -> tuple[float, float, float, float]:
        box = self._box
        if not raw.FPDFText_GetLooseCharBox(self._page, index, self._pointer):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.right, box.bottom, box.top - box.bottom


def _lines(textpage: pdfium.PdfTextPage, text: str, page: int) -> Iterator[Line]:
    boxes = _CharacterBoxes(textpage)
    spans = [
        (m.start(), m.end())
        for m in re.finditer(rf"[^\r\n{LINE_END_HYPHEN}]+{LINE_END_HYPHEN}?", text)
    ]
    spans = _rejoin_split_lines(
        [(start, end) for start, end in spans if text[start:end].strip()], text, boxes
    )
    longest = sorted(spans, key=lambda span: span[0] - span[1])[:SAMPLED_LINES]
    divided = [span for span in longest if len(list(_split_at_gaps(text, boxes, *span))) > 1]
    for start, end in spans:
        parts = (
            list(_split_at_gaps(text, boxes, start, end))
            if len(divided) * 2 >= len(longest)
            else None
        )
        for part_start, part_end in parts or [(start, end)]:
            if line := _line(text, boxes, part_start, part_end, page):
                yield line


def _rejoin_split_lines(
    spans: list[tuple[int, int]], text: str, boxes: _CharacterBoxes
) -> list[tuple[int, int]]:
    """The spans of lines, rejoined where PDFium split a line after a superscript."""
    rejoined: list[tuple[int, int]] = []
    for start, end in spans:
        if rejoined and text[rejoined[-1][1] - 1] != LINE_END_HYPHEN:
            _, right, last_bottom, height = boxes[rejoined[-1][1] - 1]
            left, _, next_bottom, next_height = boxes[start]
            gap = left - right
            overlap = min(last_bottom + height, next_bottom + next_height) - max(
                last_bottom, next_bottom
            )
            if overlap > 0.3 * min(height, next_height) and -2 < gap < 0.8 * max(
                height, next_height
            ):
                rejoined[-1] = (rejoined[-1][0], end)
                continue
        rejoined.append((start, end))
    return rejoined


def _split_at_gaps(
    text: str, boxes: _CharacterBoxes, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The spans of a line split at wide gaps between words, which separate columns."""
    part_start, last_right = start, None
    for index in range(start, end):
        if text[index].isspace():
            continue
        left, right_edge, _, height = boxes[index]
        if last_right is not None and left - last_right > max(1.2 * height, 10):
            yield part_start, index
            part_start = index
        last_right = right_edge
    yield part_start, end


def _line(text: str, boxes: _CharacterBoxes, start: int, end: int, page: int) -> Line | None:
    while start < end and text[start].isspace():
        start += 1
    hyphenated = end > start and text[end - 1] == LINE_END_HYPHEN
    end -= hyphenated
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    letters = [
        letter.start()
        for position in (start, (start + 2 * end) // 3)
        if (letter := LETTER.search(text, position, end))
    ]
    _, _, bottom, height = max(
        (boxes[position] for position in letters or [start]), key=lambda box: box[3]
    )
    content = _with_scripts(text, boxes, start, end, bottom, height) if letters else text[start:end]
    content = " ".join(content.split())
    return Line(content, boxes[start][0], boxes[end - 1][1], bottom, height, page, hyphenated)


def _with_scripts(
    text: str, boxes: _CharacterBoxes, start: int, end: int, bottom: float, height: float
) -> str:
    """The text of a line, its small raised or lowered digits as superscripts and subscripts."""
    parts: list[str] = []
    position = start
    for match in DIGITS.finditer(text, start, end):
        first, last = match.span()
        parts.append(text[position:first])
        position = last
        for level, run in _by_level(text, boxes, first, last, bottom, height):
            if level <= 0:
                parts.append(run.translate(SUBSCRIPTS) if level else run)
                continue
            # A sign before the digits is raised with them: 10⁻⁴.
            preceding = "".join(parts[-1:])[-1:]
            if preceding in SIGNS and _level(boxes[first - 1], bottom, height) > 0:
                parts[-1], run = parts[-1][:-1], preceding + run
            parts.append(_superscript(run))
    return "".join((*parts, text[position:end]))


def _by_level(
    text: str, boxes: _CharacterBoxes, start: int, end: int, bottom: float, height: float
) -> Iterator[tuple[int, str]]:
    """Digits split where their level changes: 10⁹ is `10`, then `9` raised."""
    levels = [_level(boxes[index], bottom, height) for index in {start, end - 1}]
    if len(set(levels)) == 1:
        yield levels[0], text[start:end]
        return
    for level, group in groupby(
        range(start, end), lambda index: _level(boxes[index], bottom, height)
    ):
        yield level, "".join(text[index] for index in group)


def _superscript(run: str) -> str:
    digits = run.rstrip(",;–—")
    punctuation = run[len(digits) :]
    if re.fullmatch(r"[-−–+]?[0-9]+[-−+]?", digits):
        return digits.translate(SUPERSCRIPTS) + punctuation
    return f"^{{{digits}}}{punctuation}"


def _level(box: tuple[float, float, float, float], bottom: float, height: float) -> int:
    """1 for a small raised character, -1 for a small lowered one, 0 for any other."""
    if not height or box[3] > 0.87 * height:
        return 0
    if box[2] > bottom + 0.12 * height:
        return 1
    return -1 if box[2] < bottom + 0.02 * height else 0


# -- lines to reading order ------------------------------------------------------------------------


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without lines repeated in the margins of pages."""
    margins = [_margin_lines(lines) for lines in pages]
    counts = Counter(
        masked for margin in margins for masked in {_without_digits(line.text) for line in margin}
    )
    return [
        [
            line
            for line in lines
            if not (
                line in margin and (counts[_without_digits(line.text)] > 1 or _is_number(line.text))
            )
        ]
        for lines, margin in zip(pages, margins, strict=True)
    ]


def _margin_lines(lines: list[Line]) -> list[Line]:
    """The topmost and bottommost lines of a page, with all lines at the same height."""
    from_top = sorted(lines, key=lambda line: -line.bottom)
    heights = sorted({round(line.bottom) for line in from_top}, reverse=True)
    margin_heights = set(heights[:MARGIN_LINES]) | set(heights[-MARGIN_LINES:])
    return [line for line in from_top if round(line.bottom) in margin_heights]


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9⁰¹²³⁴-⁹]+", "#", text).strip().lower()


def _is_number(text: str) -> bool:
    return (
        re.fullmatch(r"(?:page\s*)?[0-9]{1,5}(?:\s*(?:of|/)\s*[0-9]{1,4})?", text.strip().lower())
        is not None
    )


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines of a page in reading order: column by column between lines that span both."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.bottom):
        if line.left < gutter < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        elif line.right <= gutter:
            left.append(line)
        else:
            right.append(line)
    return [*ordered, *left, *right]


def _gutter(lines: list[Line]) -> float | None:
    """The x coordinate between two columns: few lines cross it, many are on either side."""
    if len(lines) < 6:
        return None
    left_edge, right_edge = min(line.left for line in lines), max(line.right for line in lines)
    gutter, fewest = None, 0.25 * len(lines)
    for step in range(35, 66):
        x = left_edge + (right_edge - left_edge) * step / 100
        crossing = sum(line.left < x < line.right for line in lines)
        left = sum(line.right <= x for line in lines)
        if (
            crossing < fewest
            and left > 0.15 * len(lines)
            and len(lines) - crossing - left > 0.15 * len(lines)
        ):
            gutter, fewest = x, crossing
    return gutter


# -- lines to paragraphs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The usual height of text, line spacing, and left and right edges of columns, in points."""

    body: float
    step: float
    edges: list[tuple[float, float]]


def _line_groups(lines: list[Line]) -> list[LineGroup]:
    """The lines, in reading order, grouped into paragraphs and headings."""
    text_height = statistics.median(line.height for line in lines)
    word_counts = Counter(
        word
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
    )
    layout = Layout(text_height, _line_spacing(lines, text_height), _column_edges(lines))
    groups: list[LineGroup] = []
    group: list[Line] = []
    in_reference_list = False

    def close() -> None:
        if group:
            groups.append(_line_group(group, word_counts, text_height))
            group.clear()

    for line in lines:
        known_part = headings.part(line.text) if len(line.text) < 80 else None
        if known_part is not None or headings.SALUTATION.match(line.text):
            close()
            groups.append(LineGroup([line.text], "heading", 0))
            in_reference_list = known_part == "references" or (
                in_reference_list and known_part not in ("back", "body")
            )
            continue
        if group and _starts_paragraph(group[-1], line, layout, in_reference_list):
            close()
        group.append(line)
    close()
    return groups


def _line_spacing(lines: list[Line], text_height: float) -> float:
    """The usual distance between two lines, in points."""
    distances = [
        upper.bottom - lower.bottom
        for upper, lower in pairwise(lines)
        if upper.page == lower.page and 0 < upper.bottom - lower.bottom < 3 * text_height
    ]
    return statistics.median(distances) if distances else text_height * 1.2


def _column_edges(lines: list[Line]) -> list[tuple[float, float]]:
    """The usual left and right edges of columns, in points."""
    lefts = Counter(round(line.left) for line in lines)
    rights = Counter(round(line.right) for line in lines)
    return [
        (
            left,
            max(
                (
                    right
                    for right, occurrences in rights.items()
                    if right > left and occurrences >= 2
                ),
                default=left,
            ),
        )
        for left, count in lefts.items()
        if count >= max(3, 0.05 * len(lines))
    ]


def _starts_paragraph(last: Line, line: Line, layout: Layout, in_reference_list: bool) -> bool:
    """Whether `line` starts a new paragraph after the line `last`."""
    spacing, text_height, edges = layout.step, layout.body, layout.edges
    if abs(last.height - line.height) > 0.08 * max(last.height, line.height):
        return True
    if in_reference_list:
        return reference_list.label(line.text) is not None and not last.hyphenated
    distance = last.bottom - line.bottom
    same_column = last.page == line.page and distance > 0
    if same_column and distance > 1.45 * spacing * max(1.0, line.height / text_height):
        return True
    if last.hyphenated:
        return False
    left = max((edge for edge, _ in edges if edge <= line.left + 2), default=line.left)
    indented = 0.5 * line.height < line.left - left < 4 * line.height
    if same_column:
        already_indented = last.left - left > 0.5 * last.height and abs(last.left - line.left) < 2
        return indented and not already_indented
    return bool(SENTENCE_END.search(last.text[-120:])) and (indented or _ends_early(last, edges))


def _ends_early(line: Line, edges: list[tuple[float, float]]) -> bool:
    """Whether a line ends well before the right edge of its column."""
    right_edges = [
        right for left, right in edges if left <= line.left + 2 * line.height and right > line.left
    ]
    column_right = min(
        (right for right in right_edges if right >= line.right - 2), default=line.right
    )
    return line.right < column_right - 0.12 * (column_right - line.left)


def _line_group(group: list[Line], word_counts: Counter[str], text_height: float) -> LineGroup:
    text = group[0].text
    for last, line in pairwise(group):
        text = _join_lines(text, line.text, last.hyphenated, word_counts)
    is_larger = group[0].height > 1.08 * text_height
    if len(group) <= 4 and len(text) < 300 and is_larger and not SENTENCE_END.search(text):
        return LineGroup([text], "heading", 1 if group[0].height > 1.35 * text_height else 2)
    group_kind = plaintext.kind_of([text]) if len(group) == 1 else "text"
    return LineGroup([text], group_kind, 3 if group_kind == "heading" else 1)


def _join_lines(text: str, next_line: str, hyphenated: bool, word_counts: Counter[str]) -> str:
    """Two lines joined; a hyphenated word is rejoined unless the paper hyphenates it elsewhere."""
    last_word = re.search(r"([^\W\d_]+)[-‐\u00ad]?\Z", text[-WORD_WINDOW:])
    first_word = re.match(r"[^\W\d_]+", next_line)
    ends_with_hyphen = text.endswith(("-", "‐", "\u00ad"))
    if not (hyphenated or ends_with_hyphen) or last_word is None or first_word is None:
        return text + next_line if hyphenated or ends_with_hyphen else f"{text} {next_line}"
    word_start, word_end = last_word[1], first_word[0]
    without_hyphen = text.rstrip("-‐\u00ad")
    unhyphenated, hyphenated_form = (
        (word_start + word_end).lower(),
        f"{word_start}-{word_end}".lower(),
    )
    if word_counts[hyphenated_form] > word_counts[unhyphenated] or (
        word_end[0].isupper() and not word_start.isupper()
    ):
        return f"{without_hyphen}-{next_line}"
    return without_hyphen + next_line
