"""PDF with a text layer. PDFium finds the characters; lines, columns and paragraphs are made here.

Why PDFium, and how it compares with pypdf and pdfminer: docs/reading.md.
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
from ingest.readers.blocks import SUBSCRIPTS, SUPERSCRIPTS, Draft
from ingest.readers.plaintext import ENDED, Run
from ontology.errors import ReadingError

MOST_PAGES = 1_000
LONGEST = 60.0
"""Reading one file is given up after so many seconds."""
HYPHEN = "￾"
"""What PDFium puts where a word is divided at the end of a line."""
LONGEST_WORD = 60
FEWEST_CHARACTERS = 20
"""A file with fewer characters a page has no text layer worth the name."""
SAMPLED = 8
"""So many long lines of a page are looked at for a gap that parts two columns."""
EDGE_LINES = 3
"""Running heads and feet are among so many lines at the top and the bottom of a page."""
FIGURES = re.compile(r"[0-9](?:[0-9]|[,;+*–—−-](?=[0-9]))*")
LETTER = re.compile(r"[^\W\d_]")
SIGNS = ("-", "−", "–")
_LOCK = threading.Lock()  # PDFium serves one thread at a time


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, its box in points from the lower left, and its page."""

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    divided: bool = False


def read(data: bytes, name: str) -> Draft:
    """The draft of a PDF. Raises ReadingError if it is broken, encrypted or has no text layer."""
    with _LOCK:
        pages = _pages(data, name)
    found = [line for lines in _without_heads(pages) for line in _in_columns(lines)]
    if not found:
        raise ReadingError(f"{name}: the PDF holds nothing but page numbers and running heads")
    return plaintext.drafted(_runs(found), "pdf")


# -- PDFium to lines -------------------------------------------------------------------------------


def _pages(data: bytes, name: str) -> list[list[Line]]:
    """The lines of each page, as they stand in the file."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            message = "the PDF is encrypted; save it without a password first"
        else:
            message = "the PDF is broken or cut off"
        raise ReadingError(f"{name}: {message}") from None
    try:
        if len(document) > MOST_PAGES:
            raise ReadingError(
                f"{name}: {len(document)} pages; at most {MOST_PAGES} are read as one document"
            )
        until = time.monotonic() + LONGEST
        pages, characters = [], 0
        for number in range(len(document)):
            lines, count = _page(document, number)
            pages.append(lines)
            characters += count
            if time.monotonic() > until:
                raise ReadingError(
                    f"{name}: reading took more than {LONGEST:.0f} s, up to page {number + 1}"
                )
    except pdfium.PdfiumError:
        raise ReadingError(f"{name}: a page of the PDF is broken") from None
    finally:
        document.close()
    if characters < FEWEST_CHARACTERS * max(1, len(pages)):
        raise ReadingError(
            f"{name}: the PDF has no text layer; it seems to be scanned: use OCR first"
        )
    return pages


def _page(document: pdfium.PdfDocument, number: int) -> tuple[list[Line], int]:
    """The lines of one page, and how many characters it has."""
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
    """The characters of a page, one for each that PDFium counts."""
    count = textpage.count_chars()
    text = textpage.get_text_range() if count > 0 else ""
    if len(text) != count:  # some have no Unicode value, or two
        codes = (raw.FPDFText_GetUnicode(textpage.raw, at) for at in range(count))
        text = "".join(chr(c) if 0 < c < 0xD800 or 0xE000 <= c < 0x110000 else " " for c in codes)
    return re.sub("[\ud800-\udfff\x00]", " ", text)


class _Boxes:
    """The boxes of a page's characters: left, right, bottom, height."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page, self._box = textpage.raw, raw.FS_RECTF()
        self._pointer = ctypes.byref(self._box)

    def __getitem__(self, at: int) -> tuple[float, float, float, float]:
        box = self._box
        if not raw.FPDFText_GetLooseCharBox(self._page, at, self._pointer):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.right, box.bottom, box.top - box.bottom


def _lines(textpage: pdfium.PdfTextPage, text: str, page: int) -> Iterator[Line]:
    boxes = _Boxes(textpage)
    spans = [(m.start(), m.end()) for m in re.finditer(rf"[^\r\n{HYPHEN}]+{HYPHEN}?", text)]
    spans = _mended([(start, end) for start, end in spans if text[start:end].strip()], text, boxes)
    long = sorted(spans, key=lambda span: span[0] - span[1])[:SAMPLED]
    parted = [span for span in long if len(list(_parted(text, boxes, *span))) > 1]
    for start, end in spans:
        cells = list(_parted(text, boxes, start, end)) if len(parted) * 2 >= len(long) else None
        for first, last in cells or [(start, end)]:
            if line := _line(text, boxes, first, last, page):
                yield line


def _mended(spans: list[tuple[int, int]], text: str, boxes: _Boxes) -> list[tuple[int, int]]:
    """The spans of lines, where PDFium cut a line behind a raised figure made whole."""
    mended: list[tuple[int, int]] = []
    for start, end in spans:
        if mended and text[mended[-1][1] - 1] != HYPHEN:
            _, right, low, height = boxes[mended[-1][1] - 1]
            left, _, bottom, size = boxes[start]
            gap = left - right
            over = min(low + height, bottom + size) - max(low, bottom)
            if over > 0.3 * min(height, size) and -2 < gap < 0.8 * max(height, size):
                mended[-1] = (mended[-1][0], end)
                continue
        mended.append((start, end))
    return mended


def _parted(text: str, boxes: _Boxes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line cut where the gap between two words is wide: it runs over two columns."""
    first, right = start, None
    for at in range(start, end):
        if text[at].isspace():
            continue
        left, after, _, height = boxes[at]
        if right is not None and left - right > max(1.2 * height, 10):
            yield first, at
            first = at
        right = after
    yield first, end


def _line(text: str, boxes: _Boxes, start: int, end: int, page: int) -> Line | None:
    while start < end and text[start].isspace():
        start += 1
    divided = end > start and text[end - 1] == HYPHEN
    end -= divided
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    sample = [
        found.start()
        for at in (start, (start + 2 * end) // 3)
        if (found := LETTER.search(text, at, end))
    ]
    _, _, bottom, height = max((boxes[at] for at in sample or [start]), key=lambda box: box[3])
    shown = _raised(text, boxes, start, end, bottom, height) if sample else text[start:end]
    shown = " ".join(shown.split())
    return Line(shown, boxes[start][0], boxes[end - 1][1], bottom, height, page, divided)


def _raised(text: str, boxes: _Boxes, start: int, end: int, bottom: float, height: float) -> str:
    """The text of a line, its small raised or lowered figures written as such."""
    out: list[str] = []
    at = start
    for found in FIGURES.finditer(text, start, end):
        first, stop = found.span()
        out.append(text[at:first])
        at = stop
        for level, run in _levelled(text, boxes, first, stop, bottom, height):
            if level <= 0:
                out.append(run.translate(SUBSCRIPTS) if level else run)
                continue
            # A sign before the figures is raised with them: 10⁻⁴.
            before = "".join(out[-1:])[-1:]
            if before in SIGNS and _level(boxes[first - 1], bottom, height) > 0:
                out[-1], run = out[-1][:-1], before + run
            out.append(_superscript(run))
    return "".join((*out, text[at:end]))


def _levelled(
    text: str, boxes: _Boxes, start: int, end: int, bottom: float, height: float
) -> Iterator[tuple[int, str]]:
    """Some figures cut where their level changes: 10⁹ is `10`, then `9` raised."""
    levels = [_level(boxes[at], bottom, height) for at in {start, end - 1}]
    if len(set(levels)) == 1:
        yield levels[0], text[start:end]
        return
    for level, group in groupby(range(start, end), lambda at: _level(boxes[at], bottom, height)):
        yield level, "".join(text[at] for at in group)


def _superscript(run: str) -> str:
    bare = run.rstrip(",;–—")
    rest = run[len(bare) :]
    if re.fullmatch(r"[-−–+]?[0-9]+[-−+]?", bare):
        return bare.translate(SUPERSCRIPTS) + rest
    return f"^{{{bare}}}{rest}"


def _level(box: tuple[float, float, float, float], bottom: float, height: float) -> int:
    """1 for a small raised character, -1 for a small lowered one, 0 for any other."""
    if not height or box[3] > 0.87 * height:
        return 0
    if box[2] > bottom + 0.12 * height:
        return 1
    return -1 if box[2] < bottom + 0.02 * height else 0


# -- lines to reading order ------------------------------------------------------------------------


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without lines that come back at the edge of pages."""
    edges = [_edge(lines) for lines in pages]
    seen = Counter(key for edge in edges for key in {_masked(line.text) for line in edge})
    return [
        [
            line
            for line in lines
            if not (line in edge and (seen[_masked(line.text)] > 1 or _is_number(line.text)))
        ]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _edge(lines: list[Line]) -> list[Line]:
    """The outermost lines of a page that stand apart from its text or at the same height."""
    ordered = sorted(lines, key=lambda line: -line.bottom)
    heights = sorted({round(line.bottom) for line in ordered}, reverse=True)
    outer = set(heights[:EDGE_LINES]) | set(heights[-EDGE_LINES:])
    return [line for line in ordered if round(line.bottom) in outer]


def _masked(text: str) -> str:
    return re.sub(r"[0-9⁰¹²³⁴-⁹]+", "#", text).strip().lower()


def _is_number(text: str) -> bool:
    return (
        re.fullmatch(r"(?:page\s*)?[0-9]{1,5}(?:\s*(?:of|/)\s*[0-9]{1,4})?", text.strip().lower())
        is not None
    )


def _in_columns(lines: list[Line]) -> list[Line]:
    """The lines of a page in reading order: down each column between lines that span both."""
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
    """Where two columns part: few lines run over it, and many stand on either side."""
    if len(lines) < 6:
        return None
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    best, fewest = None, 0.25 * len(lines)
    for step in range(35, 66):
        x = low + (high - low) * step / 100
        over = sum(line.left < x < line.right for line in lines)
        left = sum(line.right <= x for line in lines)
        if (
            over < fewest
            and left > 0.15 * len(lines)
            and len(lines) - over - left > 0.15 * len(lines)
        ):
            best, fewest = x, over
    return best


# -- lines to paragraphs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measures:
    """The usual height of a line, distance of lines, and left and right edges of columns."""

    body: float
    step: float
    edges: list[tuple[float, float]]


def _runs(lines: list[Line]) -> list[Run]:
    """The paragraphs and headings that some lines in reading order make."""
    body = statistics.median(line.height for line in lines)
    words = Counter(
        word
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
    )
    measures = Measures(body, _step(lines, body), _edges(lines))
    runs: list[Run] = []
    group: list[Line] = []
    listing = False

    def close() -> None:
        if group:
            runs.append(_run(group, words, body))
            group.clear()

    for line in lines:
        known = headings.part(line.text) if len(line.text) < 80 else None
        if known is not None or headings.SALUTATION.match(line.text):
            close()
            runs.append(Run([line.text], "heading", 0))
            listing = known == "references" or (listing and known not in ("back", "body"))
            continue
        if group and _parts(group[-1], line, measures, listing):
            close()
        group.append(line)
    close()
    return runs


def _step(lines: list[Line], body: float) -> float:
    """The usual distance between two lines."""
    steps = [
        one.bottom - two.bottom
        for one, two in pairwise(lines)
        if one.page == two.page and 0 < one.bottom - two.bottom < 3 * body
    ]
    return statistics.median(steps) if steps else body * 1.2


def _edges(lines: list[Line]) -> list[tuple[float, float]]:
    """The usual left and right edges of columns."""
    lefts = Counter(round(line.left) for line in lines)
    rights = Counter(round(line.right) for line in lines)
    return [
        (left, max((right for right, n in rights.items() if right > left and n >= 2), default=left))
        for left, count in lefts.items()
        if count >= max(3, 0.05 * len(lines))
    ]


def _parts(last: Line, line: Line, usual: Measures, listing: bool) -> bool:
    """Whether a paragraph ends between two lines."""
    step, body, edges = usual.step, usual.body, usual.edges
    if abs(last.height - line.height) > 0.08 * max(last.height, line.height):
        return True
    if listing:
        return reference_list.label(line.text) is not None and not last.divided
    below = last.bottom - line.bottom
    same = last.page == line.page and below > 0
    if same and below > 1.45 * step * max(1.0, line.height / body):
        return True
    if last.divided:
        return False
    left = max((edge for edge, _ in edges if edge <= line.left + 2), default=line.left)
    indented = 0.5 * line.height < line.left - left < 4 * line.height
    if same:
        already = last.left - left > 0.5 * last.height and abs(last.left - line.left) < 2
        return indented and not already
    return bool(ENDED.search(last.text[-120:])) and (indented or _short(last, edges))


def _short(line: Line, edges: list[tuple[float, float]]) -> bool:
    """Whether a line ends well before the edge of its column."""
    ends = [
        right for left, right in edges if left <= line.left + 2 * line.height and right > line.left
    ]
    near = min((right for right in ends if right >= line.right - 2), default=line.right)
    return line.right < near - 0.12 * (near - line.left)


def _run(group: list[Line], words: Counter[str], body: float) -> Run:
    text = group[0].text
    for last, line in pairwise(group):
        text = _joined(text, line.text, last.divided, words)
    larger = group[0].height > 1.08 * body
    if len(group) <= 4 and len(text) < 300 and larger and not ENDED.search(text):
        return Run([text], "heading", 1 if group[0].height > 1.35 * body else 2)
    single = plaintext.kind_of([text]) if len(group) == 1 else "text"
    return Run([text], single, 3 if single == "heading" else 1)


def _joined(text: str, following: str, divided: bool, words: Counter[str]) -> str:
    """Two lines as one; a divided word is made whole, unless the paper hyphenates it elsewhere."""
    ends = re.search(r"([^\W\d_]+)[-‐\u00ad]?\Z", text[-LONGEST_WORD:])
    starts = re.match(r"[^\W\d_]+", following)
    hyphened = text.endswith(("-", "‐", "\u00ad"))
    if not (divided or hyphened) or ends is None or starts is None:
        return text + following if divided or hyphened else f"{text} {following}"
    left, right = ends[1], starts[0]
    bare = text.rstrip("-‐\u00ad")
    whole, kept = (left + right).lower(), f"{left}-{right}".lower()
    if words[kept] > words[whole] or (right[0].isupper() and not left.isupper()):
        return f"{bare}-{following}"
    return bare + following
