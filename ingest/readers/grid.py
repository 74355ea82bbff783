"""Converts JATS and HTML tables to a grid; a spanning cell is repeated in each row and column."""

from lxml import etree
from lxml import html as lxml_html

from ingest.readers.document import Table
from ingest.readers.markup import Element, named, tag, text

MOST_COLUMNS, MOST_ROWS = 60, 200
"""Maximum column and row span of a cell; no printed table is wider or longer."""
MOST_CELLS = 50_000
"""Maximum number of cells per table; otherwise spans let a small file exhaust memory."""
_INDENT = "\u00a0\u2002\u2003\u2009"
"""The space characters that indent row labels."""


def grid(element: Element) -> tuple[list[list[str]], int]:
    """The rows of a table, padded to equal width, and the number of header rows.

    `colspan="0"` is a span that the file does not tell: these cells of a row share the columns
    that the row lacks. Where they cannot be shared evenly, the cells are left empty, for a value
    under no head is better than one under the wrong head.

    >>> from lxml.html import fragment_fromstring
    >>> head = '<tr><th></th><th colspan="0">A</th><th colspan="0">B</th></tr>'
    >>> body = "<tr><td>x</td><td>1</td><td>2</td><td>3</td><td>4</td></tr>"
    >>> grid(fragment_fromstring(f"<table>{head}{body}</table>"))[0][0]
    ['', 'A', 'A', 'B', 'B']
    """
    printed = [[c for c in row if tag(c) in ("td", "th")] for row in named(element, "tr")]
    rows = _laid_out(printed, {})
    width = max(map(len, rows), default=0)
    open_spans = {
        r: width - len(row) for r, row in enumerate(rows)
        if len(row) < width and any(map(_spans_untold, printed[r]))
    }  # fmt: skip
    if open_spans:
        rows = _laid_out(printed, open_spans)
    table_head = next(named(element, "thead"), None)
    head_rows = sum(1 for _ in named(table_head, "tr")) if table_head is not None else 0
    padded = [cells_in_row + [""] * (width - len(cells_in_row)) for cells_in_row in rows]
    return padded, min(max(head_rows, 1 if rows else 0), len(rows))


def html_table(source: str) -> Table | None:
    """The table of some lines of HTML in another text; None if it has no rows."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        element = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    rows, head = grid(element)
    caption = text(element.find(".//caption"))
    return Table(label="", caption=caption, rows=rows, head=head, notes="") if rows else None


def _laid_out(printed: list[list[Element]], lacking: dict[int, int]) -> list[list[str]]:
    """The rows with spans filled in; `lacking` is the columns that rows with open spans lack."""
    rows: list[list[str]] = []
    spanning: dict[tuple[int, int], str] = {}
    cell_count = 0
    for r, cells in enumerate(printed):
        cells_in_row: list[str] = []
        share, left_over = divmod(lacking.get(r, 0), sum(map(_spans_untold, cells)) or 1)
        for cell in cells:
            _fill(cells_in_row, r, spanning)
            is_open = r in lacking and _spans_untold(cell)
            cell_text = "" if is_open and left_over else _indented(cell)
            for _ in range(_span(cell, "colspan", MOST_COLUMNS) + share * is_open):
                for offset in range(1, _span(cell, "rowspan", MOST_ROWS)):
                    spanning[r + offset, len(cells_in_row)] = cell_text
                cells_in_row.append(cell_text)
        _fill(cells_in_row, r, spanning)
        cell_count += len(cells_in_row)
        if cell_count > MOST_CELLS:
            break
        rows.append(cells_in_row)
    return rows


def _spans_untold(cell: Element) -> bool:
    return cell.get("colspan") == "0"


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
