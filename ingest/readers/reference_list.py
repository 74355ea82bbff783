"""Splits the text of a reference list into entries, with their numbers and printed text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BULLET = r"(?:[-*•·+]\s+)?"
LIST_LABEL = re.compile(
    rf"\s*{BULLET}(?:\\?\[\s?(?P<square>[0-9]{{1,4}})\s?\\?\]\.?|\((?P<round>[0-9]{{1,4}})\)"
    r"|(?P<dotted>[0-9]{1,4})\s?\\?[.)](?![0-9])|(?P<bare>[0-9]{1,4})(?=\s)"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,4})|\^\{?(?P<caret>[0-9]{1,4})\}?\^?|\[\^(?P<note>[0-9]{1,4})\]:"
    r"|<sup>(?P<tag>[0-9]{1,4})</sup>)\s*(?=\S)"
)
BULLET_ITEM = re.compile(r"\s*[-*•·+]\s+(?=\S)")
EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)([^*_\n]*?\S)\1(?!\w)")
MAX_NUMBER = 5_000
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """One entry: its raw text, its number if any, and its text without number and markup."""

    raw: str
    number: int | None
    printed: str


def label(line: str) -> tuple[int, int] | None:
    """The list number at the start of a line and the offset of its text; None without a number.

    >>> label("[12] Doe A. A trial.")
    (12, 5)
    """
    match = LIST_LABEL.match(line)
    if match is None:
        return None
    (digits,) = (group for group in match.groups() if group)
    number = int(digits.translate(_DIGITS))
    return (number, match.end()) if 0 < number <= MAX_NUMBER else None


def plain(text: str) -> str:
    r"""Text without Markdown emphasis and escapes, in one line.

    >>> plain(r"A *randomised* trial\. \[Letter\]")
    'A randomised trial. [Letter]'
    """
    for _ in range(2):
        text = EMPHASIS.sub(r"\2", text)
    return " ".join(re.sub(r"\\([\[\]().*_#&<>~-])", r"\1", text).split())


def entries(paragraphs: Sequence[str]) -> list[ReferenceEntry]:
    r"""The entries of a reference list given as paragraphs; no text is lost.

    Numbers must ascend by one, so that a wrapped line that starts with a number starts no entry.
    In a list without numbers an entry is a bullet item, else a paragraph, else a line.

    >>> [entry.number for entry in entries(["1. Doe A. One.\n2. Roe B. Two."])]
    [1, 2]
    """
    lines = [
        (line, index == 0) for text in paragraphs for index, line in enumerate(text.splitlines())
    ]
    lines = [(line, opens_paragraph) for line, opens_paragraph in lines if line.strip()]
    starts = _numbered(lines)
    if not starts:
        starts = _unnumbered(lines)
    if len(starts) == 1 and starts[0][1] == 1:
        inline = _inline(" ".join(line for line, _ in lines))
        if len(inline) > 1:
            return inline
    collected = []
    boundaries = [index for index, _ in starts] + [len(lines)]
    for (index, number), end in zip(starts, boundaries[1:], strict=True):
        raw = "\n".join(line for line, _ in lines[index:end])
        list_label = label(raw) if number is not None else None
        bullet = BULLET_ITEM.match(raw)
        text_start = list_label[1] if list_label else bullet.end() if bullet else 0
        collected.append(ReferenceEntry(raw, number, plain(raw[text_start:])))
    if starts and starts[0][0] > 0:  # text before the first entry
        preamble = "\n".join(line for line, _ in lines[: starts[0][0]])
        collected.insert(0, ReferenceEntry(preamble, None, ""))
    return collected


def _numbered(lines: Sequence[tuple[str, bool]]) -> list[tuple[int, int | None]]:
    starts: list[tuple[int, int | None]] = []
    expected: int | None = None
    for index, (line, _) in enumerate(lines):
        list_label = label(line)
        if list_label is None:
            continue
        if list_label[0] == expected or (expected is None and list_label[0] < 1_000):
            starts.append((index, list_label[0]))
            expected = list_label[0] + 1
        elif expected is not None and expected < list_label[0] <= expected + 3 and ". " in line:
            starts.append((index, list_label[0]))  # an entry before it was lost
            expected = list_label[0] + 1
    return starts if len(starts) > 1 or (starts and starts[0] == (0, 1)) else []


def _unnumbered(lines: Sequence[tuple[str, bool]]) -> list[tuple[int, int | None]]:
    bulleted = [index for index, (line, _) in enumerate(lines) if BULLET_ITEM.match(line)]
    paragraphs = [index for index, (_, opens_paragraph) in enumerate(lines) if opens_paragraph]
    starts = bulleted or (paragraphs if len(paragraphs) > 1 else list(range(len(lines))))
    return [(index, None) for index in starts]


def _inline(text: str) -> list[ReferenceEntry]:
    """The entries of a list printed in one paragraph: `1. … 2. … 3. …`."""
    labels, expected = [], 1
    for match in re.finditer(r"(?:(?<=\s)|\A)\[?([0-9]{1,4})[\].)]+\s+(?=\S)", text):
        if int(match[1]) == expected:
            labels.append((match.start(), match.end()))
            expected += 1
    ends = [*(start for start, _ in labels[1:]), len(text)] if labels else []
    return [
        ReferenceEntry(text[start:end], number, plain(text[text_start:end]))
        for number, ((start, text_start), end) in enumerate(zip(labels, ends, strict=True), start=1)
    ]
