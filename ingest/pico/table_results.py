"""Results in a table: cells of one arm, paired with the corresponding cells of the other arm.

A cell's heads and labels without the arm's name identify its result. Cells that differ only in
their statistic (`Mean` beside `SD`) are parts of one result.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.language.tokens import folded
from ingest.pico.question import QuestionContext
from ingest.pico.table_arms import Axis
from ingest.pico.trial_arms import LABEL_ROLE, SIDES, Side
from ingest.pico.wording import LETTERED, alike, content, timeless, times
from ingest.tables import grid, statistic_words
from ingest.tables.grid import Cell
from ingest.tables.statistic_words import Part


@dataclass
class TableResult:
    """The cells of one arm under one set of heads, by their statistic."""

    side: Side
    cells: dict[Part, Cell] = field(default_factory=dict)
    beside: int | None = None
    """The size of this arm in the row's column `n`."""
    is_size: bool = False
    """Whether the result is such a size itself."""

    @property
    def main(self) -> Cell:
        """The cell with the mean, the count or the share."""
        return next(self.cells[p] for p in ("value", "n", "percent", "sd", "se") if p in self.cells)


@dataclass
class _SharedNames:
    """Heads or labels, and words within them, that occur with both arms and name no arm."""

    texts: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(
        cls, context: QuestionContext, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
    ) -> "_SharedNames":
        texts: dict[Side, set[str]] = {"intervention": set(), "comparator": set()}
        words: dict[Side, set[str]] = {"intervention": set(), "comparator": set()}
        for n, side in sides.items():
            for text in cells[n].heads if axis == "heads" else cells[n].labels:
                texts[side].add(_plain(text))
                words[side] |= _own_words(context, text)
        return cls(
            frozenset(texts["intervention"] & texts["comparator"]),
            frozenset(words["intervention"] & words["comparator"]),
        )


def pairs(
    context: QuestionContext, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
) -> Iterable[tuple[TableResult, TableResult]]:
    """Pairs of results, one of each arm, with the same remaining heads and labels."""
    shared = _SharedNames.of(context, cells, axis, sides)
    results: dict[tuple[object, ...], dict[Side, list[TableResult]]] = {}
    for n, side in sides.items():
        cell = cells[n]
        part, key = _key(context, cell, axis, shared)
        row = results.setdefault(key, {"intervention": [], "comparator": []})[side]
        if not row or part in row[-1].cells:
            row.append(TableResult(side))
        row[-1].cells[part] = cell
    _join_sizes([r for both in results.values() for row in both.values() for r in row])
    for both in results.values():
        ones, twos = both["intervention"], both["comparator"]
        if len(ones) == len(twos):
            yield from zip(ones, twos, strict=True)
        else:
            yield from ((one, two) for one in ones for two in twos)


def _join_sizes(results: Sequence[TableResult]) -> None:
    """Add to each result the size and the deviation from separate columns of its row.

    `n` beside a percentage only is the count of events, not a size.
    """
    row_sizes: dict[tuple[int, Side], int] = {}
    for result in results:
        cell = result.cells.get("n")
        if cell is None or cell.value.sign or not _in_column(cell):
            continue
        if len(result.cells) == 1 or "value" in result.cells or "sd" in result.cells:
            size = grid.whole_number(cell.value.first)
            if size:
                row_sizes.setdefault((cell.row, result.side), size)
    by_column = {
        r.main.column: n for r in results
        if list(r.cells) == ["n"] and not _in_column(r.main) and len(r.main.labels) == 1
        and (n := grid.whole_number(r.main.value.first))
    }  # fmt: skip
    spread = {(c.row, c.column): c for r in results if (c := r.cells.get("sd"))}
    for result in results:
        main = result.main
        next_cell = spread.get((main.row, main.column + 1))
        if list(result.cells) == ["value"] and next_cell is not None and not main.value.sign:
            result.cells["sd"] = next_cell  # `Mean days`, then `SD`
        if main is not result.cells.get("n"):
            result.beside = row_sizes.get((main.row, result.side)) or by_column.get(main.column)
        elif len(result.cells) == 1 and _in_column(main):
            result.is_size = any(
                r is not result and r.side == result.side and r.main.row == main.row
                for r in results
            )


def _in_column(cell: Cell) -> bool:
    """Whether the column's head, and not the row's label, is `n`."""
    return bool(cell.heads) and statistic_words.part(cell.heads[-1]) == "n"


def _key(
    context: QuestionContext, cell: Cell, axis: Axis, shared: _SharedNames
) -> tuple[Part, tuple[object, ...]]:
    """A cell's part of its result, and the result's key: heads and labels without the arm."""
    parts: list[Part] = []
    kept: list[object] = []
    for where, texts in (("heads", cell.heads), ("labels", cell.labels)):
        for text in texts:
            plain = _plain(text)
            words: object = plain
            if where == axis and plain not in shared.texts:
                named_part = statistic_words.part(_without_arm(context, text))
                if named_part:
                    parts.append(named_part)
                words = frozenset(_own_words(context, text) & shared.words)
                if not any(of_arm(context, w) for w in content(text, {}) if w[0].isdigit()):
                    words |= times(text)  # a length of treatment may be the name of an arm
            named_part = statistic_words.part(text) or statistic_words.part(timeless(text))
            if named_part:
                parts.append(named_part)
                words = times(text)
            if words:
                kept.append((where, words))
    part: Part = next((p for p in parts if p != "value"), "value")
    return part, tuple(kept)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[()*\[\]†‡§-]", " ", grid.unsized(text)).lower().split())


def _own_words(context: QuestionContext, text: str) -> frozenset[str]:
    """The content words of a text without those of the arms' names."""
    return frozenset(w for w in content(grid.unsized(text), {}) if not of_arm(context, w))


def _without_arm(context: QuestionContext, text: str) -> str:
    plain = LETTERED.sub(" ", grid.unsized(text))
    return " ".join(
        w for w in plain.split() if not any(of_arm(context, f.lower()) for f in folded(w))
    )


def of_arm(context: QuestionContext, word: str) -> bool:
    """Whether a word belongs to an arm's name or names its role."""
    return any(
        alike(word, w) for side in SIDES for w in (*context.arms.words[side], *LABEL_ROLE[side])
    )
