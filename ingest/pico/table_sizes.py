"""The arm sizes in tables: in heads, rows and columns, and implied by shares."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.extract.source import Table
from ingest.language.mentions import Abbreviations
from ingest.pico.trial_arms import OTHER, Arms, Side
from ingest.tables import grid, shares
from ingest.tables.grid import Cell


def in_heads(
    table: Table, arms: Arms, acronyms: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    """Sizes in heads, as in `Control (n = 39)`, in the row below the arm's name and in labels."""
    top = table.rows[: max(table.head, 1) + 1]
    for r, row in enumerate(top):
        for c, text in enumerate(row):
            size = grid.size_in(text) or (c and grid.bare_size(text))
            if not size or (c and row[c - 1] == text):
                continue
            side_of_head = arms.side(grid.unsized(text), acronyms)
            above = " ".join(one[c] for one in top[:r] if one[c].strip() and one[c] != text)
            named = side_of_head or (arms.side(above, acronyms) if grid.size_in(text) else None)
            more_text = above if side_of_head else re.search(r"[A-Za-z]{2}", grid.unsized(text))
            if named:
                yield named, size, 0.4 if more_text else 1.0
    for side, size in _by_elimination(top, arms, acronyms):
        yield side, size, 0.8
    for row in table.rows:
        size_in_label = (grid.size_in(row[0]) or grid.bare_size(row[0])) if row else None
        side_of_row = arms.side(grid.unsized(row[0]), acronyms) if size_in_label else None
        if size_in_label and side_of_row:
            yield side_of_row, size_in_label, 1.0


_PEOPLE_ROW = re.compile(
    r"(?!no$)(no\.?|number|n|total)?\s*(of)?\s*"
    r"(patients|participants|subjects|children|n|women)?(,? ?n)?",
    re.I,
)  # fmt: skip


def in_cells(
    cells: Sequence[Cell], arms: Arms, acronyms: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    """Sizes in a row `Number of patients` below the arms, or in a column `n` beside them."""
    for cell in cells:
        label = cell.labels[-1] if cell.labels else ""
        head = cell.heads[-1].strip(" ()=") if cell.heads else ""
        count = grid.whole_number(cell.value.first)
        if not count or cell.value.sign not in ("", "()"):
            continue
        if label and _PEOPLE_ROW.fullmatch(label):
            named = arms.side(" ".join(cell.heads), acronyms)
        elif _PEOPLE_ROW.fullmatch(head) and head and len(cell.heads) == 1:
            named = arms.side(" ".join(cell.labels[-1:]), acronyms)
        else:
            continue
        if named:
            yield named, count, 0.8


def of_shares(
    cells: Sequence[Cell], arms: Arms, acronyms: Abbreviations
) -> Iterable[tuple[Side, list[int]]]:
    """The sizes consistent with three or more counts and percentages of an arm in a table."""
    columns: dict[tuple[int, Side], list[tuple[int, str]]] = {}
    for cell in cells:
        count = grid.whole_number(cell.value.first)
        percent = cell.value.second
        if not count or cell.value.sign != "()" or not percent or cell.value.named:
            continue
        named = arms.side(" ".join(cell.heads), acronyms)
        if named and not percent.startswith("-"):
            columns.setdefault((cell.table, named), []).append((count, percent))
    for (_, side), pairs in columns.items():
        tally = Counter(n for count, percent in pairs for n in shares.sizes_from(count, percent))
        if len(pairs) < 3 or not tally:
            continue
        most = max(tally.values())
        if most >= max(3, 0.6 * len(pairs)):
            yield side, sorted(n for n, times in tally.items() if times == most)


def _by_elimination(
    top: Sequence[tuple[str, ...]], arms: Arms, acronyms: Abbreviations
) -> Iterable[tuple[Side, int]]:
    """Where two heads have a size and one names an arm, the other size is the other arm's."""
    sized = {text: n for row in top for text in row[1:] if (n := grid.size_in(text))}
    if len(sized) != 2:
        return
    texts = list(sized)
    named = [arms.side(grid.unsized(text), acronyms) for text in texts]
    for one, other in ((0, 1), (1, 0)):
        side = named[one]
        if side is not None and named[other] is None:
            yield OTHER[side], sized[texts[other]]
