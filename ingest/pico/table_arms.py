"""The arm of each cell of a table, by its heads or by its labels."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from ingest.pico.question import QuestionContext
from ingest.pico.trial_arms import OTHER, SIDES, Side
from ingest.pico.wording import content, overlap
from ingest.tables import grid
from ingest.tables.grid import Cell

Axis = Literal["heads", "labels"]
ALL = re.compile(r"\b(overall|total|all|any)\b", re.I)
"""Words for columns and rows of all participants."""
CHANGE = re.compile(
    r"\b(change|changes|reduction|decrease|increase|improvement|difference|gain|loss)\b|Δ", re.I
)


def axes(context: QuestionContext, cells: Sequence[Cell]) -> Iterable[tuple[Axis, dict[int, Side]]]:
    """The axis that names the arms, heads or labels, with the arm of each cell by its index."""
    named = {}
    for axis in ("heads", "labels"):
        named[axis] = {n: s for n, c in enumerate(cells) if (s := _side(context, c, axis))}
        if len(set(named[axis].values())) == 2:
            whole = _whole_blocks(context, cells) if axis == "heads" else None
            yield axis, whole or _best_named(context, cells, axis, named[axis])
            return
    if sides := _by_elimination(cells, named["heads"]):
        yield "heads", sides


def _closeness(context: QuestionContext, text: str, side: Side) -> float:
    """How well a head fits an arm; words of its name that the head lacks count against it."""
    fit = context.arms.match(text, context.acronyms)[side]
    if not fit:
        return 0.0
    own, given = context.arms.words[side], content(text, context.acronyms)
    return fit + 0.5 * overlap(own, given) + 0.3 * overlap(given, own)


def _best_named(
    context: QuestionContext, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
) -> dict[int, Side]:
    """Without the cells that match an arm clearly worse than others, such as another dose."""
    fits: dict[int, float] = {}
    for n, side in sides.items():
        texts = cells[n].heads if axis == "heads" else cells[n].labels
        fits[n] = max(_closeness(context, grid.unsized(t), side) for t in texts)
    best = {s: max((fits[n] for n in sides if sides[n] == s), default=0.0) for s in SIDES}
    return {n: s for n, s in sides.items() if fits[n] >= best[s] - 0.1}


def _side(context: QuestionContext, cell: Cell, axis: Axis) -> Side | None:
    """The arm that a cell's heads or labels name, together or one by one, innermost first."""
    if axis == "heads":
        if grid.compares(cell.heads) and not _change_of_arm(context, cell):
            return None
        texts = [" ".join(cell.heads), *reversed(cell.heads)]
    else:
        if grid.compares(cell.heads):
            return None
        texts = list(reversed(cell.labels))
    for text in texts:
        side = context.arms.side(grid.unsized(text), context.acronyms)
        if side:
            return side
    return None


def _change_of_arm(context: QuestionContext, cell: Cell) -> bool:
    """Whether a `difference` is below an arm's name and is therefore that arm's change."""
    return bool(CHANGE.search(cell.heads[-1])) and any(
        context.arms.side(grid.unsized(head), context.acronyms) for head in cell.heads[:-1]
    )


def _by_elimination(cells: Sequence[Cell], named: dict[int, Side]) -> dict[int, Side]:
    """If one arm's columns are named and as many others remain, these are the other arm's."""
    if len(set(named.values())) != 1:
        return {}
    known = next(iter(named.values()))
    columns = {cells[n].column for n in named}
    rest = {
        c.column for c in cells if c.column not in columns and not grid.compares(c.heads)
        and not ALL.search(" ".join(c.heads))
    }  # fmt: skip
    if len(rest) != len(columns):
        return {}
    given = {n: OTHER[known] for n, c in enumerate(cells) if c.column in rest}
    return named | given


def _whole_blocks(context: QuestionContext, cells: Sequence[Cell]) -> dict[int, Side] | None:
    """The arms of two blocks of columns with the same last heads, some of which name no arm."""
    by_column = {c.column: c for c in cells if not grid.compares(c.heads)}
    columns = sorted(by_column)
    half = len(columns) // 2
    lasts = [by_column[c].heads[-1:] for c in columns]
    if half < 2 or len(columns) % 2 or lasts[:half] != lasts[half:]:
        return None
    sides = [_side(context, by_column[c], "heads") for c in columns]
    if None not in sides:
        return None
    first: Side = "comparator" if "comparator" in sides[:half] else "intervention"
    of = {c: first if k < half else OTHER[first] for k, c in enumerate(columns)}
    return {n: of[c.column] for n, c in enumerate(cells) if c.column in of}
