"""Converts JATS and HTML tables to a grid; a spanning cell is repeated in each row and column."""

from ingest.readers.markup import Element, named, tag, text

MOST_COLUMNS, MOST_ROWS = 60, 200
"""Maximum column and row span of a cell; no printed table is wider or longer."""
MOST_CELLS = 50_000
"""Maximum number of cells per table; otherwise spans let a small file exhaust memory."""
_INDENT = "\u00a0\u2002\u2003\u2009"
"""The space characters that indent row labels."""


def grid(element: Element) -> tuple[list[list[str]], int]:
    """The rows of a table, padded to equal width, and the number of header rows."""
    rows: list[list[str]] = []
    spanning: dict[tuple[int, int], str] = {}
    cell_count = 0
    for r, row in enumerate(named(element, "tr")):
        cells_in_row: list[str] = []
        for cell in (c for c in row if tag(c) in ("td", "th")):
            _fill(cells_in_row, r, spanning)
            cell_text = _indented(cell)
            for _ in range(_span(cell, "colspan", MOST_COLUMNS)):
                for offset in range(1, _span(cell, "rowspan", MOST_ROWS)):
                    spanning[r + offset, len(cells_in_row)] = cell_text
                cells_in_row.append(cell_text)
        _fill(cells_in_row, r, spanning)
        cell_count += len(cells_in_row)
        if cell_count > MOST_CELLS:
            break
        rows.append(cells_in_row)
    width = max((len(cells_in_row) for cells_in_row in rows), default=0)
    table_head = next(named(element, "thead"), None)
    head_rows = sum(1 for _ in named(table_head, "tr")) if table_head is not None else 0
    padded = [cells_in_row + [""] * (width - len(cells_in_row)) for cells_in_row in rows]
    return padded, min(max(head_rows, 1 if rows else 0), len(rows))


def _fill(cells_in_row: list[str], row: int, spanning: dict[tuple[int, int], str]) -> None:
    """Append the cells that span into this position from rows above."""
    while (row, len(cells_in_row)) in spanning:
        cells_in_row.append(spanning.pop((row, len(cells_in_row))))


def _span(cell: Element, name: str, limit: int) -> int:
    declared = cell.get(name) or ""
    return max(1, min(int(declared), limit)) if declared.isascii() and declared.isdigit() else 1


def _indented(cell: Element) -> str:
    """The text of a cell in one line, with the spaces that indent its label."""
    raw = "".join(str(piece) for piece in cell.itertext())
    return " " * (len(raw) - len(raw.lstrip(_INDENT))) + text(cell)
