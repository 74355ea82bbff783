"""Cells of one arm that are one result: a mean with its deviation, a count with its share.

Such cells have the same heads and labels but for the name of a statistic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.language.timepoints import timeless, times
from ingest.tables.grid import Cell, whole_number
from ingest.tables.heads import ArmHead
from ingest.tables.statistic_words import Part, part

_SPREADS = ("sd", "se")


@dataclass(slots=True)
class Result:
    """The cells of one result of an arm, by their statistic."""

    arm: ArmHead
    cells: dict[Part, Cell] = field(default_factory=dict)
    size: int | None = None
    """The people of this result, from a column or row `n` beside it."""

    @property
    def main(self) -> Cell | None:
        """The cell with the mean, the count or the share; None if it is told elsewhere."""
        return next((self.cells[p] for p in ("value", "n", "percent") if p in self.cells), None)


def results(cells: Sequence[Cell], arm_of: Callable[[Cell], ArmHead | None]) -> list[Result]:
    """The results of the arms, in the order of their first cells."""
    by_key: dict[tuple[object, ...], Result] = {}
    done: list[Result] = []
    keys: list[tuple[object, ...]] = []
    for cell in cells:
        arm = arm_of(cell)
        if arm is None:
            continue
        kind, key = _key(cell, arm)
        last = done[-1].main if done else None
        beside = last is not None and (last.row, last.column + 1) == (cell.row, cell.column)
        if kind in _SPREADS and beside and last is not None and not last.value.sign:
            key = keys[-1]
        result = by_key.get(key)
        if result is None or kind in result.cells:
            result = by_key[key] = Result(arm)
            done.append(result)
            keys.append(key)
        result.cells[kind] = cell
    _join_sizes(done)
    return [result for result in done if result.main is not None]


def _key(cell: Cell, arm: ArmHead) -> tuple[Part, tuple[object, ...]]:
    """A cell's part of its result, and the result's place: heads and labels but the statistic."""
    kind: Part = "value"
    kept: list[object] = []
    for texts, place in ((cell.heads, cell.column), (cell.labels, cell.row)):
        whole = True
        for text in texts:
            named = part(text) or part(timeless(text))
            if named is None:
                kept.append(text)
                continue
            whole = False
            kind = named if named != "value" else kind
            kept.append(times(text))
        if whole:
            kept.append(place)
    return kind, (arm.label, *kept)


def _join_sizes(found: list[Result]) -> None:
    """Give results the number of people in a column `n` of their row, or in a row `n` above them.

    `n` beside a percentage only is the count of events.
    """
    sizes: dict[tuple[str, str, int], int] = {}
    below: dict[tuple[str, int, int], int] = {}
    others = {
        (r.arm.label, axis, place)
        for r in found if (main := r.main) and main is not r.cells.get("n")
        for axis, place in (("row", main.row), ("column", main.column))
    }  # fmt: skip
    for result in found[:]:
        n = result.cells.get("n")
        count = whole_number(n.value.first) if n is not None and not n.value.sign else None
        if n is None or not count or "percent" in result.cells:
            continue
        if _repeated(found, result):
            below.setdefault((result.arm.label, n.row - 1, n.column), count)
            found.remove(result)
            continue
        is_column = bool(n.heads) and part(n.heads[-1]) == "n"
        place = (result.arm.label, *(("row", n.row) if is_column else ("column", n.column)))
        if len(result.cells) > 1 or (place in others and (is_column or len(n.labels) == 1)):
            sizes.setdefault(place, count)
            if len(result.cells) == 1:
                found.remove(result)
    for result in found:
        main = result.main
        if main is not None and main is not result.cells.get("n"):
            of_row = sizes.get((result.arm.label, "row", main.row))
            own = below.get((result.arm.label, main.row, main.column))
            result.size = own or of_row or sizes.get((result.arm.label, "column", main.column))


def _repeated(found: Sequence[Result], result: Result) -> bool:
    """Whether a row `No. of participants` stands below each of several results of its column."""
    n = result.cells.get("n")
    if n is None or len(result.cells) > 1 or not n.labels or part(n.labels[-1]) != "n":
        return False
    rows = {r.cells["n"].row for r in found if "n" in r.cells and r.cells["n"].labels == n.labels}
    return len(rows) > 1
