"""Answers from tables: pairs of results, one of each arm, under the same heads and labels.

Each pair is scored by how well the words of its place match the outcome (see `table_results` for
how pairs are formed).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.extract.source import Table
from ingest.pico.question import AnswerCandidate, ArmNumbers, QuestionContext
from ingest.pico.table_arms import ALL, CHANGE, Axis, axes
from ingest.pico.table_results import TableResult, of_arm, pairs
from ingest.pico.wording import (
    LETTERED,
    content,
    outcome_score,
    spelt,
    time_rank,
    times,
)
from ingest.tables import grid, shares, statistic_words
from ingest.tables.grid import Cell
from ingest.tables.heads import is_baseline
from ingest.tables.statistic_words import Statistic

_INTENDED = re.compile(r"\bITT\b|intent(ion)?[- ]to[- ]treat", re.I)
_LATER = re.compile(r"after|post|follow|\bend\b|change|outcome|week|month", re.I)
"""Words of a caption for what was so after the treatment too."""
_ANSWER = re.compile(r"\W*(yes|no|present|absent|positive|negative)\W*", re.I)
_NOT = re.compile(r"\b(no|none|absent|negative|never|without)$", re.I)
MIN_SCORE = 0.4
"""The lowest score of a place that is considered."""


def candidates(context: QuestionContext) -> list[AnswerCandidate]:
    """The pairs of results in the tables whose place matches the outcome."""
    answers: list[AnswerCandidate] = []
    before = is_baseline(context.question.outcome)
    for number, table in enumerate(context.source.tables):
        if is_baseline(table.caption) and not before and not _LATER.search(table.caption):
            continue
        here = [c for c in context.cells if c.table == number]
        for cell in here:
            answers += _within(context, table, cell)
        for axis, sides in axes(context, here):
            for intervention, comparator in pairs(context, here, axis, sides):
                candidate = _candidate(context, table, intervention, comparator, axis)
                if candidate:
                    answers.append(candidate)
    return answers


# -- scores of candidates -------------------------------------------------------------------------


def _candidate(
    context: QuestionContext,
    table: Table,
    intervention: TableResult,
    comparator: TableResult,
    axis: Axis,
) -> AnswerCandidate | None:
    first, second = intervention.main, comparator.main
    heads = " ".join(first.heads)
    around = content(f"{table.caption} {heads}", context.acronyms)
    names = [*first.labels] if axis == "heads" else [first.corner, *first.heads, *first.labels]
    naming = [w for text in names if (w := _naming_words(context, text, axis))]
    if not naming:
        naming = [w for text in first.heads if (w := _naming_words(context, text, "labels"))]
    near = naming[-1] if naming else frozenset()
    outer = frozenset(w for words in naming[:-1] for w in words)
    score = outcome_score(context.wanted, near, outer, around)
    if any(spelt(context.question.outcome, text) for text in (first.labels[-1], *first.heads)):
        score = max(score, 0.9)
    if score < MIN_SCORE:
        return None
    numbers = [
        _numbers(context, table, result, context.size.get(result.side))
        for result in (intervention, comparator)
    ]
    if numbers[0] is None or numbers[1] is None:
        return None
    description = "; ".join(grid.unsized(text) for text in (*first.heads, *first.labels))
    score += time_rank(description, context.question.outcome)
    score -= 0.3 * (
        not times(description) and _before_only(table.caption, context.question.outcome)
    )
    score += _change_rank(description, context.question.outcome)
    score += 0.05 * bool(ALL.search(heads)) + 0.05 * bool(ALL.search(" ".join(first.labels[-1:])))
    score += 0.05 * bool(_INTENDED.search(description))
    score -= 0.15 * (not _arm_fit(context, first, second))  # the arms are known by their order only
    score -= 0.3 * any(_NOT.search(label.strip(" )")) for label in first.labels[1:])
    score += 0.002 * min(first.column, 20)  # of equals the last, for times run from left to right
    score += _arm_fit(context, first, second) + context.size_fit(numbers[0], numbers[1])
    place = f"table {first.table + 1}, row {first.labels[-1]!r}"
    if axis == "labels":
        place = f"table {first.table + 1}, rows {first.labels[-1]!r} and {second.labels[-1]!r}"
    return AnswerCandidate(score, numbers[0], numbers[1], place, times(description))


def _before_only(caption: str, outcome: str) -> bool:
    """Whether a caption is about baseline only and the question is not."""
    return time_rank(caption, outcome) <= -0.4 and not re.search(r"after|post|follow|end", caption)


def _naming_words(context: QuestionContext, text: str, axis: Axis) -> frozenset[str]:
    """The words of a label that name an outcome, without statistics, times and arms."""
    if statistic_words.part(text) or _ANSWER.fullmatch(text):
        return frozenset()
    words = content(grid.unsized(text), context.acronyms)
    if axis == "labels":
        words = frozenset(w for w in words if not of_arm(context, w))
    return frozenset() if all(times(w) for w in words) else words


def _change_rank(description: str, outcome: str) -> float:
    """Positive for a change if one is asked for, negative if not."""
    wanted, is_change = bool(CHANGE.search(outcome)), bool(CHANGE.search(description))
    return 0.3 if wanted and is_change else -0.15 if is_change else 0.0


def _arm_fit(context: QuestionContext, a: Cell, b: Cell) -> float:
    intervention_fit = context.arms.match(" ".join((*a.heads, *a.labels)), context.acronyms)[
        "intervention"
    ]
    comparator_fit = context.arms.match(" ".join((*b.heads, *b.labels)), context.acronyms)[
        "comparator"
    ]
    return 0.15 * (intervention_fit + comparator_fit)


# -- printed numbers ------------------------------------------------------------------------------

_SPREADS: frozenset[Statistic] = frozenset(("sd", "se", "interval", "median"))
_COUNTS: frozenset[Statistic] = frozenset(("count", "percent"))


def _numbers(
    context: QuestionContext, table: Table, result: TableResult, known: int | None
) -> ArmNumbers | None:
    """The numbers of a result for the kind of outcome asked for; None if it has none."""
    cell = result.main
    texts = (*reversed(cell.heads), *reversed(cell.labels), cell.corner, table.caption, table.notes)
    hints = tuple(LETTERED.sub(" ", grid.unsized(text)) for text in texts)
    own = next((n for text in texts[:-2] if (n := context.size_at(text))), None)
    size = result.beside or own or known
    if result.is_size:
        return None
    if context.question.kind == "continuous":
        return _mean(context, result, hints, size)
    return _events(result, hints, size)


def _mean(
    context: QuestionContext, result: TableResult, hints: Sequence[str], size: int | None
) -> ArmNumbers | None:
    cell = result.main
    value = cell.value
    if not value.sign and "value" not in result.cells:
        return None
    if value.sign == "/" or value.percent_second:
        return None
    named = statistic_words.nearest(hints, _SPREADS | _COUNTS)
    if not named & {"sd", "se"} and value.sign in ("±", "()", ","):
        # The table does not say; the methods may say it for all tables.
        named = named or context.presented
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
    return ArmNumbers(None, grid.whole_number(value.total) or size, value.first, deviation)


def _events(result: TableResult, hints: Sequence[str], size: int | None) -> ArmNumbers | None:
    """The number of people with an event, counted or computed from a share and a size."""
    n, percent = result.cells.get("n"), result.cells.get("percent")
    cell = result.cells.get("value") or n or percent
    if cell is None:
        return None
    value = cell.value
    count = grid.whole_number(value.first)
    if value.sign == "/":
        total = grid.whole_number(value.total)
        return ArmNumbers(count, total) if count is not None and total else None
    if value.sign in ("±", "range", ",") or value.named:
        return None
    named = statistic_words.nearest(hints, _SPREADS | _COUNTS)
    if value.sign == "()" and value.second is not None:
        inner = grid.whole_number(value.second)
        if count is not None and size and shares.makes(count, size, value.second):
            return ArmNumbers(count, size)
        swapped = value.percent_first or (inner is not None and not value.percent_second)
        if swapped and inner is not None and size and shares.makes(inner, size, value.first):
            return ArmNumbers(inner, size)
        if named and not named & _COUNTS:
            return None
        size = None  # another group than the one of this size
        if count is None or value.percent_first:
            return None
        fits = shares.sizes_from(count, value.second)
        if size is None:
            size = fits[0] if len(fits) == 1 else None
    elif (cell is percent and n is None) or value.percent_first or named == {"percent"}:
        whole = shares.count_from(value.first, size) if size else None
        return ArmNumbers(whole, size, computed=True) if whole is not None else None
    if count is None or (named and not named & _COUNTS) or (size is not None and count > size):
        return None
    return ArmNumbers(count, size)


# -- both arms in one cell -------------------------------------------------------------------------


def _within(context: QuestionContext, table: Table, cell: Cell) -> Iterable[AnswerCandidate]:
    """The candidate in a cell with both arms, such as `10.8 ± 2.0 (4.9 ± 1.9)`."""
    if len(re.findall(r"\d\s?±", cell.text)) < 2:
        return
    rest = cell.text[cell.value.end :].lstrip(" ([;,/)")
    second = grid.value_of(rest)
    if second is None:
        return
    _, _, inner = " ".join(cell.heads).rpartition("(")
    other = replace(cell, value=second, text=rest)
    first, last = (
        TableResult("intervention", {"value": cell}),
        TableResult("comparator", {"value": other}),
    )
    if context.arms.side(inner, context.acronyms) == "intervention":
        first, last = (
            TableResult("intervention", {"value": other}),
            TableResult("comparator", {"value": cell}),
        )
    candidate = _candidate(context, table, first, last, "heads")
    if candidate:
        yield candidate
