"""Reads plain text and Markdown; the text of the paper is that of the file, with its markup."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers import headings, reference_list
from ingest.readers.blocks import Block, ReaderOutput, words
from ingest.readers.document import Format, PaperPart, Table
from ingest.readers.frontmatter import metadata
from ingest.readers.grid import html_table

MARKDOWN_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
WIDE_GAP = re.compile(r"[^\S\n]{40,}")
RUN_ON_HEADING = re.compile(r"(?<=\S)[ \t](?=#{1,6}\s[^\W\d_])")
UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*\Z")
BOLD_LINE = re.compile(r"\s*(\*\*|__)([^*_]{2,100})\1[:.]?\s*\Z")
NUMBERED_HEADING = re.compile(r"\s*[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?\s+[A-Z][^.!?;]{2,90}\Z")
LIST_ITEM = re.compile(r"\s*(?:[-*•‣+]|\(?[0-9]{1,3}[.)])\s+\S")
PIPE_ROW = re.compile(r"\s*\|.*\|\s*\Z")
RULE = re.compile(r"(?=[^-=]*[-=]{3})[\s|+:=-]+\Z")
HTML_TABLE = re.compile(r"\s{0,3}<table\b", re.I)
HTML_TABLE_END = re.compile(r"</table>", re.I)
TABLE_CAPTION = re.compile(r"[\s*_]*Table\s[0-9IVX]{1,4}\b", re.I)
FENCE = re.compile(r"\s*:{3,}.*\Z")
PAGE_FURNITURE = re.compile(
    r"(?i)\s*(?:(?:page\s+)?[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?|[-–—*_=~\s]{3,}|<!--.*-->)\s*\Z"
)
SENTENCE_END = re.compile(
    r"[.!?:;…][\"'”’)\]*_]*(?:[⁰¹²³⁴-⁹,–⁻]|\$?\^\{[^{}]*\}\$?|\\?\[[0-9,–\s-]+\\?\])*\s*\Z"
)
MANY_SENTENCES = re.compile(
    r"[^\W\d_A-Z]{2}(?:\s?[\[(][0-9,\s–-]{1,9}[\])]|(?:[0-9]{1,2}[,–-]?){0,3})"
    r"[.?!][^\s\w]*[0-9⁰¹²³⁴-⁹,–⁻-]*\s+[A-Z]"
)
CITES = re.compile(r"[a-z%)][.,;]?[⁰¹²³⁴-⁹]|[a-z%)]\s?\\?\[[0-9]|[a-z]\^\{?[0-9]")
FRONT_MATTER = re.compile(
    r"[\s*_#]*(?i:(?:received|accepted|published|available)\b[\s:*_]*(?:in\b|on|[0-9]|[a-z]{3,9}\.?\s[0-9])"
    r"|(?:citation|authors?(?:['’]s?)?(?:\s+list)?|affiliations?|running (?:head|title)|word count"
    r"|by)\s*:|cite this|correspond(?:ence|ing)|keywords?\b|doi\b|https?:|copyright|©|e-?mail)"
    r"|[\s*_#]*(?:[¹²³⁴-⁹*†‡§^]\s?[A-Z]|\^|[0-9]\s?(?i:department|division|institute|school|faculty))"
    r"|[\s*_#]*(?i:by)\s+(?:[A-Z][\w.'’-]*,?\s+){1,3}(?:and\s|[A-Z][\w'’-]+\s*[,;]|\Z)"
)
"""What the paragraphs before the text start with: labels, marks of affiliations, by-lines."""
MARKED_ITEM = re.compile(r"[a-z][⁰¹²³⁴-⁹]+,|\^\{?[0-9,]+\}?,")
LOWER_CASE = re.compile(r"(?<![\w'’-])[a-zà-ÿ][\w'’-]*")
NAME_WORDS = words(
    "and the of for on at in behalf de der den del della di da dos du la le van von y et e al bin "
    "zu ter group study investigators trialists"
)
"""Lower-case words within names of people, groups and institutions."""
MARKDOWN_MARKUP = re.compile(r"\*\*[^*\n]+\*\*|\^\{?[0-9]|^[-*] |\]\(|\$\^", re.MULTILINE)
LONG_LINE = 160
"""Many lines longer than this mean one paragraph per line; otherwise lines are wrapped."""
SHORTEST_BODY = 200
"""Minimum length in characters of the paragraph that starts the body of an unheaded paper."""


@dataclass(slots=True)
class LineGroup:
    """Consecutive lines that form one heading, paragraph, table or other block."""

    lines: list[str]
    kind: str = "text"  # text, heading, table, other
    level: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(text: str) -> ReaderOutput:
    """The content of a plain text or Markdown file."""
    groups = _rejoin_paragraphs(_line_groups(text))
    markdown = any(
        group.kind == "heading" and group.level > 0 for group in groups
    ) or MARKDOWN_MARKUP.search(text)
    return structured(groups, "markdown" if markdown else "text")


def structured(groups: list[LineGroup], paper_format: Format) -> ReaderOutput:
    """The line groups divided into front matter, body, reference list and back matter."""
    list_start, list_end = _reference_region(groups)
    body_start = _body_start(groups, list_start)
    blocks = _body(groups[:list_start], body_start)
    notes: list[str] = []
    if list_start < len(groups):
        blocks += _references(groups[list_start:list_end], notes)
        blocks += [_block(group, "back") for group in groups[list_end:]]
    return ReaderOutput(
        paper_format,
        metadata(front_matter_lines(groups[:body_start])),
        blocks,
        _tables(groups),
        notes,
    )


def front_matter_lines(groups: list[LineGroup]) -> list[tuple[str, bool]]:
    """The text of each group in one line, and whether it is a heading."""
    return [(" ".join(group.text.split()), group.kind == "heading") for group in groups]


# -- lines to runs ---------------------------------------------------------------------------------


def _line_groups(text: str) -> list[LineGroup]:
    """The text split at blank lines, headings and list items, and at each line if unwrapped."""
    groups: list[LineGroup] = []
    pending: list[str] = []
    lines = RUN_ON_HEADING.sub("\n", WIDE_GAP.sub(" " * 40, text)).splitlines()
    unwrapped = sum(len(line) > LONG_LINE for line in lines) * 3 > sum(
        len(line) > 40 for line in lines
    )

    def close() -> None:
        if pending:
            groups.append(LineGroup(pending.copy(), kind_of(pending)))
            pending.clear()

    within_table = _html_tables(lines)
    for n, line in enumerate(lines):
        if n in within_table:
            if not within_table[n]:
                close()
                groups.append(LineGroup([], "table"))
            groups[-1].lines.append(line)
        elif not line.strip():
            close()
        elif match := MARKDOWN_HEADING.match(line):
            close()
            groups.extend(_heading(line, match))
        elif len(pending) == 1 and UNDERLINE.match(line) and len(pending[0]) < 150:
            groups.append(LineGroup([pending[0], line], "heading", 1 if "=" in line else 2))
            pending.clear()
        elif FENCE.match(line):
            close()
            groups.append(LineGroup([line], "other"))
        elif headings.part(line) is not None or headings.SALUTATION.match(line.strip()):
            close()
            groups.append(LineGroup([line], "heading", 0))
        else:
            if LIST_ITEM.match(line) or (unwrapped and not _is_table_row(line)):
                close()
            pending.append(line)
    close()
    return groups


def _html_tables(lines: list[str]) -> dict[int, int]:
    """The lines of HTML tables in the text, each with its position in its table."""
    places: dict[int, int] = {}
    start: int | None = None
    for n, line in enumerate(lines):
        if start is None and HTML_TABLE.match(line):
            start = n
        if start is not None and HTML_TABLE_END.search(line):
            places |= {k: k - start for k in range(start, n + 1)}
            start = None
    return places


def _heading(line: str, match: re.Match[str]) -> list[LineGroup]:
    """A Markdown heading, and the text after it if that is on the same line."""
    level = len(match[1])
    if len(line) <= LONG_LINE:
        return [LineGroup([line], "heading", level)]
    known_heading = headings.OPENING.match(line, match.end())
    if known_heading is None:
        return [LineGroup([line])]
    cut = known_heading.end() + (line[known_heading.end()] == ":")
    return [LineGroup([line[:cut]], "heading", level), LineGroup([line[cut:]])]


def _is_table_row(line: str) -> bool:
    return bool(PIPE_ROW.match(line) or RULE.match(line))


def kind_of(lines: list[str]) -> str:
    """The kind of some lines: table, heading, text, or other (page numbers, rules)."""
    if len(lines) > 1 and (
        all(map(_is_table_row, lines)) or (any(map(RULE.match, lines)) and _has_column_gaps(lines))
    ):
        return "table"
    if len(lines) == 1:
        line = lines[0]
        if PAGE_FURNITURE.match(line):
            return "other"
        if BOLD_LINE.match(line) or NUMBERED_HEADING.match(line):
            return "heading"
        letters = [c for c in line if c.isalpha()]
        if 3 < len(letters) < 80 and all(c.isupper() for c in letters) and len(line.split()) < 12:
            return "heading"
    return "text"


def _has_column_gaps(lines: list[str]) -> bool:
    """Whether most lines consist of cells separated by bars or wide gaps."""
    cells = sum(bool(re.search(r"\S(?:\s{2,}|\s*\|\s*)\S", line)) for line in lines)
    return cells * 2 >= len(lines)


def _rejoin_paragraphs(groups: list[LineGroup]) -> list[LineGroup]:
    """The groups with paragraphs rejoined that a page break or figure interrupts."""
    rejoined: list[LineGroup] = []
    for group in groups:
        previous = rejoined[-1] if rejoined else None
        if (
            previous is not None
            and group.kind == previous.kind == "text"
            and re.search(r"[.?!]\s", previous.text)
            and group.lines[0].lstrip()[:1].islower()
            and not SENTENCE_END.search(previous.text[-120:])
        ):
            previous.lines.extend(group.lines)
        else:
            rejoined.append(group)
    return rejoined


# -- runs to parts ---------------------------------------------------------------------------------


def _title(group: LineGroup) -> str:
    return headings.title(group.lines[0])


def _part(group: LineGroup) -> PaperPart | None:
    return headings.part(group.lines[0]) if group.kind == "heading" else None


def _reference_region(groups: list[LineGroup]) -> tuple[int, int]:
    """Start and end index of the reference list among the groups; twice the end without one."""
    heading_indices = [index for index, group in enumerate(groups) if _part(group) == "references"]
    for start in reversed(heading_indices):
        end = next(
            (
                index
                for index in range(start + 1, len(groups))
                if groups[index].kind == "heading"
                and reference_list.label(groups[index].text) is None
            ),
            len(groups),
        )
        if any(group.kind != "other" for group in groups[start + 1 : end]):
            return start, end
    return _unheaded_list(groups)


def _unheaded_list(groups: list[LineGroup]) -> tuple[int, int]:
    """A reference list without heading: numbered from 1 to the end, most entries with a year."""
    lines = [
        (index, line) for index, group in enumerate(groups) for line in group.lines if line.strip()
    ]
    for position in range(len(lines) - 1, -1, -1):
        index, line = lines[position]
        list_label = reference_list.label(line)
        if list_label is None or list_label[0] != 1 or groups[index].lines[0] != line:
            continue
        entries = reference_list.entries([group.text for group in groups[index:]])
        with_year = sum(
            bool(re.search(r"\b(?:19|20)[0-9]{2}\b", entry.printed)) for entry in entries
        )
        if len(entries) >= 2 and with_year * 3 >= len(entries) * 2:
            return index, len(groups)
        break
    return len(groups), len(groups)


def _body_start(groups: list[LineGroup], list_start: int) -> int:
    """Index where abstract or body starts: salutation, well-known heading, else running text.

    Running text before a heading that never comes first, such as Results, is an introduction.
    """
    heading = next(
        (index for index, group in enumerate(groups[:list_start]) if _opens_text(group)), None
    )
    if heading is not None and not _follows_text(groups[heading]):
        return heading
    searched = groups[: list_start if heading is None else heading]
    for is_opening in (_is_running_text, _is_sentence) if heading is None else (_is_running_text,):
        for index, group in enumerate(searched):
            if is_opening(group):
                return index
    return heading or 0


def _opens_text(group: LineGroup) -> bool:
    """Whether a heading opens abstract or body, or addresses the editor."""
    return group.kind == "heading" and (
        _part(group) in ("abstract", "body")
        or headings.SALUTATION.match(group.text.strip()) is not None
    )


def _follows_text(group: LineGroup) -> bool:
    """Whether a heading is one that an introduction comes before."""
    return headings.FOLLOWS_INTRODUCTION.match(_title(group)) is not None


def _is_running_text(group: LineGroup) -> bool:
    """Whether a paragraph is text: long, of several sentences, or a sentence that cites."""
    if group.kind != "text" or _is_front_matter(group.text):
        return False
    if len(group.text) >= SHORTEST_BODY:
        return True
    return _is_sentence(group) and bool(
        MANY_SENTENCES.search(group.text) or CITES.search(group.text)
    )


def _is_front_matter(text: str) -> bool:
    """Whether a paragraph is front matter: authors, affiliations, dates, how to cite."""
    return bool(FRONT_MATTER.match(text[:200])) or _lists_names(text)


def _lists_names(text: str) -> bool:
    """Whether marks follow words in a list of names: authors or affiliations, not a sentence."""
    if len(MARKED_ITEM.findall(text)) < 2:
        return False
    lower = [word for word in LOWER_CASE.findall(text) if word not in NAME_WORDS]
    return len(lower) * 5 <= len(text.split())


def _is_sentence(group: LineGroup) -> bool:
    return (
        group.kind == "text"
        and bool(SENTENCE_END.search(group.text[-120:]))
        and len(group.text.split()) >= 4
        and not _is_front_matter(group.text)
    )


def _body(groups: list[LineGroup], body_start: int) -> list[Block]:
    blocks = []
    part: PaperPart = "front"
    for index, group in enumerate(groups):
        if index == body_start:
            part = "body"
        if index >= body_start and group.kind == "heading":
            part = _next_part(group, part)
        blocks.append(_block(group, part))
    return blocks


def _next_part(group: LineGroup, part: PaperPart) -> PaperPart:
    """The part of the paper after a heading; an unknown subheading stays in the current part."""
    known_part = _part(group)
    if known_part is None or known_part == "references":
        return "body" if known_part is None and group.level in (0, 1) else part
    return (
        "abstract"
        if known_part == "body" and part == "abstract" and group.level > 1
        else known_part
    )


def _block(group: LineGroup, part: PaperPart) -> Block:
    if group.kind == "heading":
        return Block("heading", group.text, part, max(group.level, 1), _title(group))
    return Block("paragraph" if group.kind == "text" else "other", group.text, part)


def _references(groups: list[LineGroup], notes: list[str]) -> list[Block]:
    blocks: list[Block] = []
    if groups[0].kind == "heading" and _part(groups[0]) == "references":
        blocks.append(_block(groups[0], "references"))
        groups = groups[1:]
    entries = reference_list.entries([group.text for group in groups])
    if entries and all(entry.number is None for entry in entries):
        notes.append("the reference list has no numbers; its entries are numbered in order")
    for position, entry in enumerate(entries, start=1):
        number = entry.number if entry.number is not None else position
        if entry.printed:
            blocks.append(
                Block("reference", entry.raw, "references", number=number, printed=entry.printed)
            )
        else:
            blocks.append(Block("other", entry.raw, "references"))
    return blocks


def _tables(groups: list[LineGroup]) -> list[Table]:
    """The tables; a line before one that begins with `Table` and a number is its caption."""
    tables = []
    for before, group in pairwise([LineGroup([]), *groups]):
        if group.kind != "table":
            continue
        if HTML_TABLE.match(group.text):
            table = html_table(group.text)
        else:
            rows = _rows(group.lines)
            table = Table(label="", caption="", rows=rows, notes="") if rows else None
        if table is not None:
            caption = table.caption
            if TABLE_CAPTION.match(before.text):
                caption = " ".join(f"{before.text} {caption}".split())
            tables.append(table.model_copy(update={"caption": caption}))
    return tables


def _rows(lines: list[str]) -> list[list[str]]:
    rows = []
    for line in lines:
        if RULE.match(line):
            continue
        has_bars = "|" in line
        cells = (
            line.strip().strip("|").split("|") if has_bars else re.split(r"\s{2,}", line.strip())
        )
        rows.append([reference_list.plain(cell) for cell in cells])
    return rows
