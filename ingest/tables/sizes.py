"""The sizes of arms that tables tell: in heads and labels, in rows and columns, by shares."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.source import Table
from ingest.tables import shares
from ingest.tables.grid import SIZE, Cell, cells, squared, whole_number
from ingest.tables.heads import ArmHead, HeadReader

_PEOPLE_ROW = re.compile(
    r"(?!no$)(no\.?|number|n|total)?\s*(of)?\s*"
    r"(patients|participants|subjects|children|n)?(,? ?n)?",
    re.I,
)  # fmt: skip
_FEWEST_SHARES = 3


@dataclass(frozen=True, slots=True)
class SizeTold:
    """A number of people that a place tells for an arm, and how much the place counts."""

    arm: str | None
    """The arm as printed; None for every group."""
    people: int
    weight: float
    entered: bool = False
    """Whether the place speaks of people entering, or being counted in, a group."""
    analysed: bool = False


def sizes_in_tables(tables: Sequence[Table], heads: HeadReader) -> Iterator[SizeTold]:
    """The sizes that tables tell, those of baseline characteristics too."""
    for number, table in enumerate(map(squared, tables), 1):
        here = cells(table, number)
        columns = heads.by_heads(here)
        rows = {} if columns else heads.by_labels(here)
        for arm in {(a.label, a.size): a for a in (*columns.values(), *rows.values())}.values():
            if arm.size is not None:
                yield SizeTold(arm.label, arm.size, 1.0)
        yield from _counted(here, columns, rows)
        yield from _of_shares(here, columns)


def texts_with_sizes(tables: Sequence[Table]) -> Iterator[str]:
    """Captions, notes and heads that tell sizes of several arms in a sentence of their own."""
    for table in tables:
        heads = dict.fromkeys(cell for row in table.rows[: table.head] for cell in row)
        for text in (table.caption, table.notes, *heads):
            if len(SIZE.findall(text)) > 1:
                yield text


def _counted(
    here: Sequence[Cell], columns: dict[int, ArmHead], rows: dict[int, ArmHead]
) -> Iterator[SizeTold]:
    """Sizes in a row `Number of patients` below the arms, or in a column `n` beside them."""
    for cell in here:
        label = cell.labels[-1] if cell.labels else ""
        head = cell.heads[-1].strip(" ()=") if cell.heads else ""
        count = whole_number(cell.value.first)
        if not count or cell.value.sign not in ("", "()"):
            continue
        arm = None
        if label and _PEOPLE_ROW.fullmatch(label):
            arm = columns.get(cell.column)
        elif head and _PEOPLE_ROW.fullmatch(head) and len(cell.heads) == 1:
            arm = rows.get(cell.row)
        if arm is not None:
            yield SizeTold(arm.label, count, 0.8)


def _of_shares(here: Sequence[Cell], columns: dict[int, ArmHead]) -> Iterator[SizeTold]:
    """The size that three or more counts and percentages of an arm agree on."""
    pairs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for cell in here:
        arm, count, percent = (
            columns.get(cell.column),
            whole_number(cell.value.first),
            cell.value.second,
        )
        plain = cell.value.sign == "()" and not cell.value.named
        if arm is not None and count and plain and percent and not percent.startswith("-"):
            pairs[arm.label].append((count, percent))
    for label, told in pairs.items():
        tally = Counter(n for count, percent in told for n in shares.sizes_from(count, percent))
        most = max(tally.values(), default=0)
        best = [n for n, times in tally.items() if times == most]
        if most >= max(_FEWEST_SHARES, 0.6 * len(told)) and len(best) == 1:
            yield SizeTold(label, best[0], 1.0)
