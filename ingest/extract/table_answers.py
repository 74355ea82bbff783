"""Answers from tables: pairs of results, one of each arm, that stand under the same heads.

A cell belongs to an arm by its heads or by its labels; what is left of heads and labels says which
result it is. Cells that differ in their statistic only (`Mean` beside `SD`) are parts of one
result. Two results of different arms are a pair where all else agrees.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.extract import shares, statistic_words, tables
from ingest.extract.question import Asked, Candidate, Numbers
from ingest.extract.source import Table
from ingest.extract.statistic_words import Part, Statistic
from ingest.extract.tables import Cell
from ingest.extract.tokens import folded
from ingest.extract.trial_arms import LABEL_ROLE, OTHER, SIDES, Side
from ingest.extract.wording import (
    LETTERED,
    alike,
    content,
    outcome_score,
    spelt,
    time_rank,
    timeless,
    times,
)

Axis = Literal["heads", "labels"]
_ALL = re.compile(r"\b(overall|total|all|any)\b", re.I)
_INTENDED = re.compile(r"\bITT\b|intent(ion)?[- ]to[- ]treat", re.I)
_ANSWER = re.compile(r"\W*(yes|no|present|absent|positive|negative)\W*", re.I)
_NOT = re.compile(r"\b(no|none|absent|negative|never|without)$", re.I)
_CHANGE = re.compile(
    r"\b(change|changes|reduction|decrease|increase|improvement|difference|gain|loss)\b|Δ", re.I
)
LEAST = 0.4
"""Results whose place fits the outcome less than this are passed over."""


@dataclass
class Result:
    """What a table prints of one arm under one set of heads: its cells by their statistic."""

    side: Side
    cells: dict[Part, Cell] = field(default_factory=dict)
    beside: int | None = None
    """The size in a column `n` that the row has for this arm."""
    is_size: bool = False
    """Whether the result is itself such a size."""

    @property
    def main(self) -> Cell:
        """The cell that holds the mean, the count or the share."""
        return next(self.cells[p] for p in ("value", "n", "percent", "sd", "se") if p in self.cells)


def candidates(asked: Asked) -> list[Candidate]:
    """Every pair of results in the tables whose place fits the outcome."""
    found: list[Candidate] = []
    for number, table in enumerate(asked.source.tables):
        here = [c for c in asked.cells if c.table == number]
        for cell in here:
            found += _within(asked, table, cell)
        for axis, sides in _axes(asked, here):
            for one, two in _pairs(asked, here, axis, sides):
                made = _candidate(asked, table, one, two, axis)
                if made:
                    found.append(made)
    return found


# -- which arm -------------------------------------------------------------------------------------


def _axes(asked: Asked, cells: Sequence[Cell]) -> Iterable[tuple[Axis, dict[int, Side]]]:
    """Where the arms stand, in the heads or in the labels; the arm of each cell, by its index."""
    named = {}
    for axis in ("heads", "labels"):
        named[axis] = {n: s for n, c in enumerate(cells) if (s := _side(asked, c, axis))}
        if len(set(named[axis].values())) == 2:
            whole = _whole_blocks(asked, cells) if axis == "heads" else None
            yield axis, whole or _best_named(asked, cells, axis, named[axis])
            return
    for sides in (_by_elimination(cells, named["heads"]), _by_order(cells)):
        if sides:
            yield "heads", sides
            return


def _best_named(
    asked: Asked, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
) -> dict[int, Side]:
    """Without the cells whose names fit an arm clearly less than others: another dose of it."""
    fits: dict[int, float] = {}
    for n, side in sides.items():
        texts = cells[n].heads if axis == "heads" else cells[n].labels
        fits[n] = max(asked.arms.match(tables.unsized(t), asked.short)[side] for t in texts)
    best = {s: max((fits[n] for n in sides if sides[n] == s), default=0.0) for s in SIDES}
    return {n: s for n, s in sides.items() if fits[n] >= best[s] - 0.25}


def _side(asked: Asked, cell: Cell, axis: Axis) -> Side | None:
    """The arm that a cell's heads or labels name, taken together; else each, innermost first."""
    if axis == "heads":
        if tables.compares(cell.heads) and not _change_of_arm(asked, cell):
            return None
        texts = [" ".join(cell.heads), *reversed(cell.heads)]
    else:
        if tables.compares(cell.heads):
            return None
        texts = list(reversed(cell.labels))
    for text in texts:
        side = asked.arms.side(tables.unsized(text), asked.short)
        if side:
            return side
    return None


def _change_of_arm(asked: Asked, cell: Cell) -> bool:
    """Whether a `difference` stands below the name of an arm, so that it is that arm's change."""
    return bool(_CHANGE.search(cell.heads[-1])) and any(
        asked.arms.side(tables.unsized(head), asked.short) for head in cell.heads[:-1]
    )


def _by_elimination(cells: Sequence[Cell], named: dict[int, Side]) -> dict[int, Side]:
    """Where only one arm's columns are named, and as many are left: these are of the other arm."""
    if len(set(named.values())) != 1:
        return {}
    known = next(iter(named.values()))
    columns = {cells[n].column for n in named}
    rest = {
        c.column for c in cells if c.column not in columns and not tables.compares(c.heads)
        and not _ALL.search(" ".join(c.heads))
    }  # fmt: skip
    if len(rest) != len(columns):
        return {}
    given = {n: OTHER[known] for n, c in enumerate(cells) if c.column in rest}
    return named | given


def _by_order(cells: Sequence[Cell]) -> dict[int, Side]:
    """Where no arm is named and two columns hold results: the first is of the intervention."""
    columns = sorted({
        c.column for c in cells
        if not tables.compares(c.heads) and not _ALL.search(" ".join(c.heads))
    })  # fmt: skip
    if len(columns) != 2:
        return {}
    sides: dict[int, Side] = {columns[0]: "intervention", columns[1]: "comparator"}
    return {n: sides[c.column] for n, c in enumerate(cells) if c.column in sides}


def _whole_blocks(asked: Asked, cells: Sequence[Cell]) -> dict[int, Side] | None:
    """The arms of columns whose last heads repeat where some of them name no arm."""
    by_column = {c.column: c for c in cells if not tables.compares(c.heads)}
    columns = sorted(by_column)
    half = len(columns) // 2
    lasts = [by_column[c].heads[-1:] for c in columns]
    if half < 2 or len(columns) % 2 or lasts[:half] != lasts[half:]:
        return None
    sides = [_side(asked, by_column[c], "heads") for c in columns]
    if None not in sides:
        return None
    first: Side = "comparator" if "comparator" in sides[:half] else "intervention"
    of = {c: first if k < half else OTHER[first] for k, c in enumerate(columns)}
    return {n: of[c.column] for n, c in enumerate(cells) if c.column in of}


# -- which result ----------------------------------------------------------------------------------


@dataclass
class _Shared:
    """Heads or labels, and words within them, that stand with both arms: they say what is told."""

    texts: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(
        cls, asked: Asked, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
    ) -> "_Shared":
        texts: dict[Side, set[str]] = {"intervention": set(), "comparator": set()}
        words: dict[Side, set[str]] = {"intervention": set(), "comparator": set()}
        for n, side in sides.items():
            for text in cells[n].heads if axis == "heads" else cells[n].labels:
                texts[side].add(_plain(text))
                words[side] |= _own_words(asked, text)
        return cls(
            frozenset(texts["intervention"] & texts["comparator"]),
            frozenset(words["intervention"] & words["comparator"]),
        )


def _pairs(
    asked: Asked, cells: Sequence[Cell], axis: Axis, sides: dict[int, Side]
) -> Iterable[tuple[Result, Result]]:
    """Results of both arms with the same remaining heads and labels."""
    shared = _Shared.of(asked, cells, axis, sides)
    results: dict[tuple[object, ...], dict[Side, list[Result]]] = {}
    for n, side in sides.items():
        cell = cells[n]
        part, key = _key(asked, cell, axis, shared)
        row = results.setdefault(key, {"intervention": [], "comparator": []})[side]
        if not row or part in row[-1].cells:
            row.append(Result(side))
        row[-1].cells[part] = cell
    _join_sizes([r for both in results.values() for row in both.values() for r in row])
    for both in results.values():
        ones, twos = both["intervention"], both["comparator"]
        if len(ones) == len(twos):
            yield from zip(ones, twos, strict=True)
        else:
            yield from ((one, two) for one in ones for two in twos)


def _join_sizes(results: Sequence[Result]) -> None:
    """Give each result the size and the deviation that columns of their own tell for its row.

    `n` beside a percentage alone is the count of events and no size.
    """
    told: dict[tuple[int, Side], int] = {}
    for result in results:
        cell = result.cells.get("n")
        if cell is None or cell.value.sign or not _in_column(cell):
            continue
        if len(result.cells) == 1 or "value" in result.cells or "sd" in result.cells:
            size = tables.whole_number(cell.value.first)
            if size:
                told.setdefault((cell.row, result.side), size)
    by_column = {
        r.main.column: n for r in results
        if list(r.cells) == ["n"] and not _in_column(r.main) and len(r.main.labels) == 1
        and (n := tables.whole_number(r.main.value.first))
    }  # fmt: skip
    spread = {(c.row, c.column): c for r in results if (c := r.cells.get("sd"))}
    for result in results:
        main = result.main
        behind = spread.get((main.row, main.column + 1))
        if list(result.cells) == ["value"] and behind is not None and not main.value.sign:
            result.cells["sd"] = behind  # `Mean days`, then `SD`
        if main is not result.cells.get("n"):
            result.beside = told.get((main.row, result.side)) or by_column.get(main.column)
        elif len(result.cells) == 1 and _in_column(main):
            result.is_size = any(
                r is not result and r.side == result.side and r.main.row == main.row
                for r in results
            )


def _in_column(cell: Cell) -> bool:
    """Whether the head of the column, and not the row's label, says `n`."""
    return bool(cell.heads) and statistic_words.part(cell.heads[-1]) == "n"


def _key(asked: Asked, cell: Cell, axis: Axis, shared: _Shared) -> tuple[Part, tuple[object, ...]]:
    """What a cell holds of its result, and what is left of its heads and labels without the arm."""
    parts: list[Part] = []
    kept: list[object] = []
    for where, texts in (("heads", cell.heads), ("labels", cell.labels)):
        for text in texts:
            plain = _plain(text)
            words: object = plain
            if where == axis and plain not in shared.texts:
                told = statistic_words.part(_without_arm(asked, text))
                if told:
                    parts.append(told)
                words = frozenset(_own_words(asked, text) & shared.words)
                if not any(_of_arm(asked, w) for w in content(text, {}) if w[0].isdigit()):
                    words |= times(text)  # a length of treatment may be the name of an arm
            told = statistic_words.part(text) or statistic_words.part(timeless(text))
            if told:
                parts.append(told)
                words = times(text)
            if words:
                kept.append((where, words))
    part: Part = next((p for p in parts if p != "value"), "value")
    return part, tuple(kept)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[()*\[\]†‡§-]", " ", tables.unsized(text)).lower().split())


def _own_words(asked: Asked, text: str) -> frozenset[str]:
    """The words of a text without those that name an arm."""
    return frozenset(w for w in content(tables.unsized(text), {}) if not _of_arm(asked, w))


def _without_arm(asked: Asked, text: str) -> str:
    plain = LETTERED.sub(" ", tables.unsized(text))
    return " ".join(
        w for w in plain.split() if not any(_of_arm(asked, f.lower()) for f in folded(w))
    )


def _of_arm(asked: Asked, word: str) -> bool:
    return any(
        alike(word, w) for side in SIDES for w in (*asked.arms.words[side], *LABEL_ROLE[side])
    )


# -- how well it fits ------------------------------------------------------------------------------


def _candidate(
    asked: Asked, table: Table, one: Result, two: Result, axis: Axis
) -> Candidate | None:
    a, b = one.main, two.main
    heads = " ".join(a.heads)
    around = content(f"{table.caption} {heads}", asked.short)
    names = [*a.labels] if axis == "heads" else [a.corner, *a.heads, *a.labels]
    told = [w for text in names if (w := _naming_words(asked, text, axis))]
    if not told:
        told = [w for text in a.heads if (w := _naming_words(asked, text, "labels"))]
    near = told[-1] if told else frozenset()
    outer = frozenset(w for words in told[:-1] for w in words)
    score = outcome_score(asked.wanted, near, outer, around)
    if any(spelt(asked.question.outcome, text) for text in (a.labels[-1], *a.heads)):
        score = max(score, 0.9)
    if score < LEAST:
        return None
    numbers = [_numbers(asked, table, result, asked.size.get(result.side)) for result in (one, two)]
    if numbers[0] is None or numbers[1] is None:
        return None
    context = "; ".join(tables.unsized(text) for text in (*a.heads, *a.labels))
    score += time_rank(context, asked.question.outcome)
    score -= 0.3 * (not times(context) and _before_only(table.caption, asked.question.outcome))
    score += _change_rank(context, asked.question.outcome)
    score += 0.05 * bool(_ALL.search(heads)) + 0.05 * bool(_ALL.search(" ".join(a.labels[-1:])))
    score += 0.05 * bool(_INTENDED.search(context))
    score -= 0.15 * (not _arm_fit(asked, a, b))  # the arms are told by order alone
    score -= 0.3 * any(_NOT.search(label.strip(" )")) for label in a.labels[1:])
    score += 0.002 * min(a.column, 20)  # of equals the last, for times run from left to right
    score += _arm_fit(asked, a, b) + asked.size_fit(numbers[0], numbers[1])
    place = f"table {a.table + 1}, row {a.labels[-1]!r}"
    if axis == "labels":
        place = f"table {a.table + 1}, rows {a.labels[-1]!r} and {b.labels[-1]!r}"
    return Candidate(score, numbers[0], numbers[1], place)


def _before_only(caption: str, outcome: str) -> bool:
    """Whether a caption speaks of the time before treatment alone, and the question does not."""
    return time_rank(caption, outcome) <= -0.4 and not re.search(r"after|post|follow|end", caption)


def _naming_words(asked: Asked, text: str, axis: Axis) -> frozenset[str]:
    """The words of a label that name an outcome: without statistics, times and names of arms."""
    if statistic_words.part(text) or _ANSWER.fullmatch(text):
        return frozenset()
    words = content(tables.unsized(text), asked.short)
    if axis == "labels":
        words = frozenset(w for w in words if not _of_arm(asked, w))
    return frozenset() if all(times(w) for w in words) else words


def _change_rank(context: str, outcome: str) -> float:
    """Better for a change where one is asked for, worse where it is not."""
    asked, here = bool(_CHANGE.search(outcome)), bool(_CHANGE.search(context))
    return 0.3 if asked and here else -0.15 if here else 0.0


def _arm_fit(asked: Asked, a: Cell, b: Cell) -> float:
    first = asked.arms.match(" ".join((*a.heads, *a.labels)), asked.short)["intervention"]
    second = asked.arms.match(" ".join((*b.heads, *b.labels)), asked.short)["comparator"]
    return 0.15 * (first + second)


# -- what is printed -------------------------------------------------------------------------------

_SPREADS: frozenset[Statistic] = frozenset(("sd", "se", "interval", "median"))
_COUNTS: frozenset[Statistic] = frozenset(("count", "percent"))


def _numbers(asked: Asked, table: Table, result: Result, known: int | None) -> Numbers | None:
    """What a result says of one arm, for the kind of outcome asked for; None if it does not."""
    cell = result.main
    told = (*reversed(cell.heads), *reversed(cell.labels), cell.corner, table.caption, table.notes)
    hints = tuple(LETTERED.sub(" ", tables.unsized(text)) for text in told)
    own = next((n for text in told[:-2] if (n := asked.size_at(text))), None)
    size = result.beside or own or known
    if result.is_size:
        return None
    if asked.question.kind == "continuous":
        return _mean(asked, result, hints, size)
    return _events(result, hints, size)


def _mean(asked: Asked, result: Result, hints: Sequence[str], size: int | None) -> Numbers | None:
    cell = result.main
    value = cell.value
    if not value.sign and "value" not in result.cells:
        return None
    if value.sign == "/" or value.percent_second:
        return None
    named = statistic_words.nearest(hints, _SPREADS | _COUNTS)
    if not named & {"sd", "se"} and value.sign in ("±", "()", ","):
        # Nothing is said at the table: the methods may say it of all of them.
        named = named or asked.presented
    if named and named <= _COUNTS and not value.named and value.sign != "±":
        return None
    if "median" in named and "sd" not in named and value.sign != "±":
        return None
    beside = result.cells.get("sd")
    deviation = beside.value.first if beside else None
    if (
        value.named == "sd"
        or (value.sign == "±" and not ("se" in named and "sd" not in named))
        or (value.sign in ("()", ",") and "sd" in named and not value.named)
    ):
        deviation = value.second
    if deviation is None and not value.second and not value.sign:
        means = any(re.search(r"\bmean\b", text, re.I) for text in hints)
        if not means:
            return None
    if value.percent_first and deviation is None:
        return None
    return Numbers(None, tables.whole_number(value.total) or size, value.first, deviation)


def _events(result: Result, hints: Sequence[str], size: int | None) -> Numbers | None:
    """The people with an event: counted, or computed from a share of a known size."""
    n, percent = result.cells.get("n"), result.cells.get("percent")
    cell = result.cells.get("value") or n or percent
    if cell is None:
        return None
    value = cell.value
    count = tables.whole_number(value.first)
    if value.sign == "/":
        total = tables.whole_number(value.total)
        return Numbers(count, total) if count is not None and total else None
    if value.sign in ("±", "range", ",") or value.named:
        return None
    named = statistic_words.nearest(hints, _SPREADS | _COUNTS)
    if value.sign == "()" and value.second is not None:
        inner = tables.whole_number(value.second)
        if count is not None and size and shares.makes(count, size, value.second):
            return Numbers(count, size)
        swapped = value.percent_first or (inner is not None and not value.percent_second)
        if swapped and inner is not None and size and shares.makes(inner, size, value.first):
            return Numbers(inner, size)
        if named and not named & _COUNTS:
            return None
        if count is None or value.percent_first:
            return None
        fits = shares.sizes_from(count, value.second)
        if size is None:
            size = fits[0] if len(fits) == 1 else None
    elif (cell is percent and n is None) or value.percent_first or named == {"percent"}:
        whole = shares.count_from(value.first, size) if size else None
        return Numbers(whole, size, computed=True) if whole is not None else None
    if count is None or (named and not named & _COUNTS) or (size is not None and count > size):
        return None
    return Numbers(count, size)


# -- both arms in one cell -------------------------------------------------------------------------


def _within(asked: Asked, table: Table, cell: Cell) -> Iterable[Candidate]:
    """A cell that holds both arms, as `10.8 ± 2.0 (4.9 ± 1.9)` does."""
    if len(re.findall(r"\d\s?±", cell.text)) < 2:
        return
    rest = cell.text[cell.value.end :].lstrip(" ([;,/)")
    second = tables.value_of(rest)
    if second is None:
        return
    _, _, inner = " ".join(cell.heads).rpartition("(")
    other = replace(cell, value=second, text=rest)
    first, last = Result("intervention", {"value": cell}), Result("comparator", {"value": other})
    if asked.arms.side(inner, asked.short) == "intervention":
        first, last = (
            Result("intervention", {"value": other}),
            Result("comparator", {"value": cell}),
        )
    made = _candidate(asked, table, first, last, "heads")
    if made:
        yield made
