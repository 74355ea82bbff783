"""Tables of JATS and HTML as a grid: a cell that spans several places stands in each of them."""

from ingest.readers.markup import Element, named, tag, text

MOST_COLUMNS, MOST_ROWS = 60, 200
"""How far a cell may span; no printed table is wider or longer."""
MOST_CELLS = 50_000
"""Of a table as many cells are read; spans could otherwise make a small file fill the memory."""
_INDENT = "\u00a0\u2002\u2003\u2009"
"""What labels of a table are indented with."""


def grid(element: Element) -> tuple[list[list[str]], int]:
    """The rows of a table, all of one width, and how many of them are its head."""
    rows: list[list[str]] = []
    below: dict[tuple[int, int], str] = {}
    cells = 0
    for r, row in enumerate(named(element, "tr")):
        line: list[str] = []
        for cell in (c for c in row if tag(c) in ("td", "th")):
            _fill(line, r, below)
            shown = _indented(cell)
            for _ in range(_span(cell, "colspan", MOST_COLUMNS)):
                for lower in range(1, _span(cell, "rowspan", MOST_ROWS)):
                    below[r + lower, len(line)] = shown
                line.append(shown)
        _fill(line, r, below)
        cells += len(line)
        if cells > MOST_CELLS:
            break
        rows.append(line)
    width = max((len(line) for line in rows), default=0)
    above = next(named(element, "thead"), None)
    head = sum(1 for _ in named(above, "tr")) if above is not None else 0
    squared = [line + [""] * (width - len(line)) for line in rows]
    return squared, min(max(head, 1 if rows else 0), len(rows))


def _fill(line: list[str], row: int, below: dict[tuple[int, int], str]) -> None:
    """Take in the cells of rows above that reach down to here."""
    while (row, len(line)) in below:
        line.append(below.pop((row, len(line))))


def _span(cell: Element, name: str, most: int) -> int:
    told = cell.get(name) or ""
    return max(1, min(int(told), most)) if told.isascii() and told.isdigit() else 1


def _indented(cell: Element) -> str:
    """The cell's text in one line; the spaces that indent a label are kept."""
    start = "".join(str(piece) for piece in cell.itertext())
    return " " * (len(start) - len(start.lstrip(_INDENT))) + text(cell)
