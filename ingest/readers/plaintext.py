"""Plain text and Markdown. The text of the paper is the file's own, normalised, marks and all."""

import re
from dataclasses import dataclass

from ingest.readers import headings, reference_list
from ingest.readers.blocks import Block, Draft
from ingest.readers.document import Format, Part, Table
from ingest.readers.frontmatter import metadata

MARKDOWN_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
WIDE_GAP = re.compile(r"[^\S\n]{40,}")
RUN_ON_HEADING = re.compile(r"(?<=\S)[ \t](?=#{1,6}\s[^\W\d_])")
UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*\Z")
BOLD_LINE = re.compile(r"\s*(\*\*|__)([^*_]{2,100})\1[:.]?\s*\Z")
NUMBERED_HEADING = re.compile(r"\s*[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\.?\s+[A-Z][^.!?;]{2,90}\Z")
LIST_ITEM = re.compile(r"\s*(?:[-*•‣+]|\(?[0-9]{1,3}[.)])\s+\S")
PIPE_ROW = re.compile(r"\s*\|.*\|\s*\Z")
RULE = re.compile(r"(?=[^-=]*[-=]{3})[\s|+:=-]+\Z")
FENCE = re.compile(r"\s*:{3,}.*\Z")
FURNITURE = re.compile(
    r"(?i)\s*(?:(?:page\s+)?[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?|[-–—*_=~\s]{3,}|<!--.*-->)\s*\Z"
)
ENDED = re.compile(
    r"[.!?:;…][\"'”’)\]*_]*(?:[⁰¹²³⁴-⁹,–⁻]|\$?\^\{[^{}]*\}\$?|\\?\[[0-9,–\s-]+\\?\])*\s*\Z"
)
MARKDOWN = re.compile(r"\*\*[^*\n]+\*\*|\^\{?[0-9]|^[-*] |\]\(|\$\^", re.MULTILINE)
LONG_LINE = 160
"""In a file with lines longer than this, a line is a paragraph; else lines are wrapped."""
SHORTEST_BODY = 200
"""In a paper without headings, its body begins with the first paragraph so many characters long."""


@dataclass(slots=True)
class Run:
    """Some lines that belong together, before it is known what they are."""

    lines: list[str]
    kind: str = "text"  # text, heading, table, other
    level: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(text: str) -> Draft:
    """The draft of a plain or Markdown text."""
    runs = _joined_over_pages(_runs(text))
    markdown = any(run.kind == "heading" and run.level > 0 for run in runs) or MARKDOWN.search(text)
    return drafted(runs, "markdown" if markdown else "text")


def drafted(runs: list[Run], form: Format) -> Draft:
    """The draft that some runs of text make: what is front matter, body, list and what follows."""
    first, last = _reference_region(runs)
    opening = _opening(runs, first)
    blocks = _body(runs[:first], opening)
    notes: list[str] = []
    if first < len(runs):
        blocks += _references(runs[first:last], notes)
        blocks += [_block(run, "back") for run in runs[last:]]
    return Draft(form, metadata(runs_of(runs[:opening])), blocks, _tables(runs), notes)


def runs_of(runs: list[Run]) -> list[tuple[str, bool]]:
    """Each run's text in one line, and whether it is a heading."""
    return [(" ".join(run.text.split()), run.kind == "heading") for run in runs]


# -- lines to runs ---------------------------------------------------------------------------------


def _runs(text: str) -> list[Run]:
    """The file cut at blank lines, headings and items of lists; if lines are long, at each."""
    runs: list[Run] = []
    current: list[str] = []
    lines = RUN_ON_HEADING.sub("\n", WIDE_GAP.sub(" " * 40, text)).splitlines()
    whole_lines = sum(len(line) > LONG_LINE for line in lines) * 3 > sum(
        len(line) > 40 for line in lines
    )

    def close() -> None:
        if current:
            runs.append(Run(current.copy(), kind_of(current)))
            current.clear()

    for line in lines:
        if not line.strip():
            close()
        elif mark := MARKDOWN_HEADING.match(line):
            close()
            runs.extend(_heading(line, mark))
        elif len(current) == 1 and UNDERLINE.match(line) and len(current[0]) < 150:
            runs.append(Run([current[0], line], "heading", 1 if "=" in line else 2))
            current.clear()
        elif FENCE.match(line):
            close()
            runs.append(Run([line], "other"))
        elif headings.part(line) is not None or headings.SALUTATION.match(line.strip()):
            close()
            runs.append(Run([line], "heading", 0))
        else:
            if LIST_ITEM.match(line) or (whole_lines and not _tabular(line)):
                close()
            current.append(line)
    close()
    return runs


def _heading(line: str, mark: re.Match[str]) -> list[Run]:
    """A Markdown heading; where its text follows on the same line, both."""
    level = len(mark[1])
    if len(line) <= LONG_LINE:
        return [Run([line], "heading", level)]
    known = headings.OPENING.match(line, mark.end())
    if known is None:
        return [Run([line])]
    cut = known.end() + (line[known.end()] == ":")
    return [Run([line[:cut]], "heading", level), Run([line[cut:]])]


def _tabular(line: str) -> bool:
    return bool(PIPE_ROW.match(line) or RULE.match(line))


def kind_of(lines: list[str]) -> str:
    """What some lines are: a table, a heading, running text, or other (page numbers, rules)."""
    if len(lines) > 1 and (
        all(map(_tabular, lines)) or (any(map(RULE.match, lines)) and _gaps(lines))
    ):
        return "table"
    if len(lines) == 1:
        line = lines[0]
        if FURNITURE.match(line):
            return "other"
        if BOLD_LINE.match(line) or NUMBERED_HEADING.match(line):
            return "heading"
        letters = [c for c in line if c.isalpha()]
        if 3 < len(letters) < 80 and all(c.isupper() for c in letters) and len(line.split()) < 12:
            return "heading"
    return "text"


def _gaps(lines: list[str]) -> bool:
    """Whether most lines are cells held apart by bars or wide gaps."""
    cells = sum(bool(re.search(r"\S(?:\s{2,}|\s*\|\s*)\S", line)) for line in lines)
    return cells * 2 >= len(lines)


def _joined_over_pages(runs: list[Run]) -> list[Run]:
    """A paragraph that a page or a figure interrupts, joined with its rest."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and run.kind == last.kind == "text"
            and re.search(r"[.?!]\s", last.text)
            and run.lines[0].lstrip()[:1].islower()
            and not ENDED.search(last.text[-120:])
        ):
            last.lines.extend(run.lines)
        else:
            joined.append(run)
    return joined


# -- runs to parts ---------------------------------------------------------------------------------


def _title(run: Run) -> str:
    return headings.title(run.lines[0])


def _part(run: Run) -> Part | None:
    return headings.part(run.lines[0]) if run.kind == "heading" else None


def _reference_region(runs: list[Run]) -> tuple[int, int]:
    """Where the reference list begins and ends among the runs; twice the end without one."""
    at = [n for n, run in enumerate(runs) if _part(run) == "references"]
    for first in reversed(at):
        last = next(
            (
                n
                for n in range(first + 1, len(runs))
                if runs[n].kind == "heading" and reference_list.label(runs[n].text) is None
            ),
            len(runs),
        )
        if any(run.kind != "other" for run in runs[first + 1 : last]):
            return first, last
    return _unheaded_list(runs)


def _unheaded_list(runs: list[Run]) -> tuple[int, int]:
    """A list without a heading: numbered from 1 to the end, most entries with a year."""
    lines = [(n, line) for n, run in enumerate(runs) for line in run.lines if line.strip()]
    for start in range(len(lines) - 1, -1, -1):
        n, line = lines[start]
        opened = reference_list.label(line)
        if opened is None or opened[0] != 1 or runs[n].lines[0] != line:
            continue
        found = reference_list.entries([run.text for run in runs[n:]])
        dated = sum(bool(re.search(r"\b(?:19|20)[0-9]{2}\b", entry.printed)) for entry in found)
        if len(found) >= 2 and dated * 3 >= len(found) * 2:
            return n, len(runs)
        break
    return len(runs), len(runs)


def _opening(runs: list[Run], first: int) -> int:
    """Where abstract or body begins: at a salutation, at a known heading, else at running text."""
    for n, run in enumerate(runs[:first]):
        if run.kind == "heading" and (
            _part(run) in ("abstract", "body") or headings.SALUTATION.match(run.text.strip())
        ):
            return n
    for n, run in enumerate(runs[:first]):
        if run.kind == "text" and len(run.text) >= SHORTEST_BODY and not _about_the_paper(run.text):
            return n
    return next((n for n, run in enumerate(runs[:first]) if _sentence_like(run)), 0)


def _about_the_paper(text: str) -> bool:
    """Whether a paragraph is on the paper itself: who wrote it, where, how to cite it."""
    head = text[:200]
    return bool(
        re.match(
            r"(?i)[\s*_#]*(?:received|accepted|published|citation|cite this|correspond|authors?"
            r"|by\s+[A-Z]|affiliations?|keywords?|doi|https?:|copyright|©|e-?mail"
            r"|running (?:head|title)|word count"
            r"|[¹²³⁴-⁹*†‡§^]|[0-9]\s?(?:department|division|institute|school|faculty))",
            head,
        )
        or len(re.findall(r"[a-z][⁰¹²³⁴-⁹]+,|\^\{?[0-9,]+\}?,", text)) >= 2
    )


def _sentence_like(run: Run) -> bool:
    return (
        run.kind == "text"
        and bool(ENDED.search(run.text[-120:]))
        and len(run.text.split()) >= 4
        and not _about_the_paper(run.text)
    )


def _body(runs: list[Run], opening: int) -> list[Block]:
    blocks = []
    part: Part = "front"
    for n, run in enumerate(runs):
        if n == opening:
            part = "body"
        if n >= opening and run.kind == "heading":
            part = _part_after(run, part)
        blocks.append(_block(run, part))
    return blocks


def _part_after(run: Run, part: Part) -> Part:
    """The part that a heading opens; a heading of its own making stays in the part it is in."""
    known = _part(run)
    if known is None or known == "references":
        return "body" if known is None and run.level in (0, 1) else part
    return "abstract" if known == "body" and part == "abstract" and run.level > 1 else known


def _block(run: Run, part: Part) -> Block:
    if run.kind == "heading":
        return Block("heading", run.text, part, max(run.level, 1), _title(run))
    return Block("paragraph" if run.kind == "text" else "other", run.text, part)


def _references(runs: list[Run], notes: list[str]) -> list[Block]:
    blocks: list[Block] = []
    if runs[0].kind == "heading" and _part(runs[0]) == "references":
        blocks.append(_block(runs[0], "references"))
        runs = runs[1:]
    found = reference_list.entries([run.text for run in runs])
    if found and all(entry.number is None for entry in found):
        notes.append("the reference list has no numbers; its entries are numbered as they stand")
    for place, entry in enumerate(found, start=1):
        number = entry.number if entry.number is not None else place
        if entry.printed:
            blocks.append(
                Block("reference", entry.raw, "references", number=number, printed=entry.printed)
            )
        else:
            blocks.append(Block("other", entry.raw, "references"))
    return blocks


def _tables(runs: list[Run]) -> list[Table]:
    return [
        Table(label="", caption="", rows=rows, notes="")
        for run in runs
        if run.kind == "table" and (rows := _rows(run.lines))
    ]


def _rows(lines: list[str]) -> list[list[str]]:
    rows = []
    for line in lines:
        if RULE.match(line):
            continue
        bars = "|" in line
        cells = line.strip().strip("|").split("|") if bars else re.split(r"\s{2,}", line.strip())
        rows.append([reference_list.plain(cell) for cell in cells])
    return rows
