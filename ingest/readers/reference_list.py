"""A printed reference list, as text: where each entry begins, its number, and what is printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BULLET = r"(?:[-*•·+]\s+)?"
NUMBERED = re.compile(
    rf"\s*{BULLET}(?:\\?\[\s?(?P<square>[0-9]{{1,4}})\s?\\?\]\.?|\((?P<round>[0-9]{{1,4}})\)"
    r"|(?P<dotted>[0-9]{1,4})\s?\\?[.)](?![0-9])|(?P<bare>[0-9]{1,4})(?=\s)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,4})|\^\{?(?P<caret>[0-9]{1,4})\}?\^?|\[\^(?P<note>[0-9]{1,4})\]:"
    r"|<sup>(?P<tag>[0-9]{1,4})</sup>)\s*(?=\S)"
)
ITEM = re.compile(r"\s*[-*•·+]\s+(?=\S)")
EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]*?\S)\1(?!\w)")
HIGHEST = 5_000
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands, its number if it has one, and its text without number and marks."""

    raw: str
    number: int | None
    printed: str


def label(line: str) -> tuple[int, int] | None:
    """The number that a line opens with and where its text begins; None if it opens otherwise."""
    found = NUMBERED.match(line)
    if found is None:
        return None
    (digits,) = (group for group in found.groups() if group)
    number = int(digits.translate(_DIGITS))
    return (number, found.end()) if 0 < number <= HIGHEST else None


def plain(text: str) -> str:
    """Text without Markdown's emphasis and escapes, in one line."""
    for _ in range(2):
        text = EMPHASIS.sub(r"\2", text)
    return " ".join(re.sub(r"\\([\[\]().*_#&<>~-])", r"\1", text).split())


def entries(paragraphs: Sequence[str]) -> list[Entry]:
    """The entries of a list that stands in some paragraphs; nothing of their text is lost.

    Numbers must ascend by one, so that a wrapped line that opens with a figure opens no entry.
    Without numbers an entry is an item of a list, else a paragraph, else a line.
    """
    lines = [(line, at == 0) for text in paragraphs for at, line in enumerate(text.splitlines())]
    lines = [(line, first) for line, first in lines if line.strip()]
    starts = _numbered(lines)
    if not starts:
        starts = _unnumbered(lines)
    if len(starts) == 1 and starts[0][1] == 1:
        inline = _inline(" ".join(line for line, _ in lines))
        if len(inline) > 1:
            return inline
    found = []
    edges = [at for at, _ in starts] + [len(lines)]
    for (at, number), end in zip(starts, edges[1:], strict=True):
        raw = "\n".join(line for line, _ in lines[at:end])
        opened = label(raw) if number is not None else None
        item = ITEM.match(raw)
        cut = opened[1] if opened else item.end() if item else 0
        found.append(Entry(raw, number, plain(raw[cut:])))
    if starts and starts[0][0] > 0:  # what stands before the first entry
        head = "\n".join(line for line, _ in lines[: starts[0][0]])
        found.insert(0, Entry(head, None, ""))
    return found


def _numbered(lines: Sequence[tuple[str, bool]]) -> list[tuple[int, int | None]]:
    starts: list[tuple[int, int | None]] = []
    expected: int | None = None
    for at, (line, _) in enumerate(lines):
        opened = label(line)
        if opened is None:
            continue
        if opened[0] == expected or (expected is None and opened[0] < 1_000):
            starts.append((at, opened[0]))
            expected = opened[0] + 1
        elif expected is not None and expected < opened[0] <= expected + 3 and ". " in line:
            starts.append((at, opened[0]))  # an entry before it was lost
            expected = opened[0] + 1
    return starts if len(starts) > 1 or (starts and starts[0] == (0, 1)) else []


def _unnumbered(lines: Sequence[tuple[str, bool]]) -> list[tuple[int, int | None]]:
    items = [at for at, (line, _) in enumerate(lines) if ITEM.match(line)]
    paragraphs = [at for at, (_, first) in enumerate(lines) if first]
    chosen = items or (paragraphs if len(paragraphs) > 1 else list(range(len(lines))))
    return [(at, None) for at in chosen]


def _inline(text: str) -> list[Entry]:
    """Entries that run on in one paragraph: `1. … 2. … 3. …`."""
    cuts, expected = [], 1
    for found in re.finditer(r"(?:(?<=\s)|\A)\[?([0-9]{1,4})[\].)]+\s+(?=\S)", text):
        if int(found[1]) == expected:
            cuts.append((found.start(), found.end()))
            expected += 1
    ends = [*(start for start, _ in cuts[1:]), len(text)] if cuts else []
    return [
        Entry(text[start:end], number, plain(text[body:end]))
        for number, ((start, body), end) in enumerate(zip(cuts, ends, strict=True), start=1)
    ]
