"""The values in a document's tables, each with statistic, arm, study, time and place.

A value is drafted where its column or row names an arm, or where its column is a ratio of two
arms. Tables, columns and rows of baseline characteristics are left out: they are no results.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.source import ExtractionInput, Table
from ingest.tables.grid import Cell, PrintedValue, cells, compares, squared, unsized, value_of
from ingest.tables.heads import (
    STATISTIC,
    ArmHead,
    HeadReader,
    is_baseline,
    is_baseline_only,
    is_time,
)
from ingest.tables.numbers import CellNumbers, against, is_share_of, numbers_of, ratio_of, with_p
from ingest.tables.results import Result, results
from ingest.tables.statistic_words import named

MOST_CELLS = 400
"""The most values of one document; a person has to check each."""
LONGEST_NAME = 160
"""The most characters of a row's labels that are kept as an endpoint name."""
_SECOND_VALUE = re.compile(r"\(\s*-?\d|\d\s*±")
"""A second value in the cell, which no head assigns."""
_UNIT = re.compile(
    r"[,(\[]\s*(?P<unit>%|(?:minute|min|hour|day|week|month|year)s?|points?|(?:mm|cm|m|kg|g|mg|ml|l|"
    r"mmol|mm ?hg)(?:/\w{1,4})?)\s*[)\]]?\s*$",
    re.I,
)
_SCORED = re.compile(r"\b(?:score|scale|index|points|VAS|NRS)\b", re.I)
_NUMBERED = re.compile(r"^table \w{1,5}[.:]?\s*", re.I)
_CITED = re.compile(r"\[(\d{1,3})\]")
_TIMED = re.compile(r"survival|\btime\b|progression|duration|\bTT[A-Z]{1,2}\b", re.I)
_NAMELESS = re.compile(r"(?:end ?points?|outcomes?|variables?|measures?|parameters?|items?)", re.I)
"""Heads of the first column that name no outcome."""


_EVENTS = re.compile(
    r"^\W*(?:total )?(?:number|no\.?) of (?!patients|participants|subjects|people|women|men"
    r"|children|persons|individuals|infants|cases|eyes|responders)", re.I,
)  # fmt: skip
"""A label of a count of events, of which one person may have several."""
_PRESENTED = re.compile(r"\b(?:present|express|report|giv|shown|summari[sz]|describ)", re.I)


@dataclass(frozen=True, slots=True)
class TableValue:
    """One value of a table: its numbers, what it is of, and its position."""

    numbers: CellNumbers
    endpoint: str | None
    names: tuple[str, ...]
    """What the value is of, from outer to inner labels, else heads."""
    label: str
    place: str
    cell: Cell
    caption: str
    in_column: bool
    """Whether the arm is that of the column."""
    arm: ArmHead | None = None
    compared: ArmHead | None = None
    study: str | None = None
    cited: bool = False
    """Whether heads or caption name the study, so that it is perhaps not the document's own."""
    time: str | None = None


def table_values(
    source: ExtractionInput, heads: HeadReader, of_reference: Mapping[int, str]
) -> Iterator[TableValue]:
    """The values in a document's tables, at most `MOST_CELLS`."""
    presented = next((s.text for s in source.sentences if _says_statistics(s.text)), "")
    left = MOST_CELLS
    for number, table in enumerate(source.tables, 1):
        if is_baseline_only(table.caption):
            continue
        reader = _TableReader(heads, squared(table), number, of_reference, presented)
        for value in reader.values():
            if not left:
                return
            left -= 1
            yield value


def _says_statistics(text: str) -> bool:
    """Whether a sentence says how all results are given: `data are presented as mean (SD)`."""
    spreads = named(text) & {"sd", "se", "median"}
    return bool(_PRESENTED.search(text)) and bool(spreads) and "mean" in named(text)


class _TableReader:
    def __init__(
        self, heads: HeadReader, table: Table, number: int, of_reference: Mapping[int, str],
        presented: str,
    ) -> None:  # fmt: skip
        self.heads, self.table, self.of_reference = heads, table, of_reference
        self.presented = presented
        self.cells = [
            c for c in cells(table, number)
            if not is_baseline(c.corner, *c.heads, *c.labels)
        ]  # fmt: skip
        self.columns = heads.by_heads(self.cells)
        self.rows = {} if self.columns else heads.by_labels(self.cells)

    def values(self) -> list[TableValue]:
        """The values in the order of their cells."""
        return sorted(self._values(), key=lambda v: (v.cell.row, v.cell.column))

    def _values(self) -> Iterator[TableValue]:
        for cell in self.cells:
            if compares(cell.heads):
                yield from self._compared(cell, self._names(cell))
            elif (arms := self.heads.bracketed(cell.heads)) is not None:
                yield from self._of_both(cell, arms)
        yield from self._of_results(results(self.cells, self._arm))

    def _of_results(self, found: Sequence[Result]) -> Iterator[TableValue]:
        for result in found:
            main, numbers = result.main, self._numbers(result)
            if main is not None and numbers is not None and numbers.printable:
                names = self._names(main)
                if any(re.search(r"[^\W\d_]{2}", name) for name in names):
                    arm = replace(result.arm, size=result.size) if result.size else result.arm
                    yield self._value(main, numbers, names, arm)

    def _arm(self, cell: Cell) -> ArmHead | None:
        if compares(cell.heads):
            return None
        return self.columns.get(cell.column) or self.rows.get(cell.row)

    def _numbers(self, result: Result) -> CellNumbers | None:
        """The numbers of a result of an arm."""
        cell, size = result.main, result.size or result.arm.size
        if cell is None or _SECOND_VALUE.search(cell.text[cell.value.end :]):
            return None
        texts = [*reversed(cell.labels), *reversed(cell.heads), cell.corner, self.table.caption]
        beside_arm = (unsized(text).replace(result.arm.label, " ") for text in texts)
        hints = [*beside_arm, self.table.notes, self.presented]
        share = result.cells.get("percent")
        if share is not None and cell is not share and not cell.value.sign:
            value = PrintedValue(
                cell.value.first, share.value.first, sign="()", percent_second=True
            )
        else:
            value = cell.value
        numbers = numbers_of(value, size, hints, self._share_row(cell), _unit(texts))
        beside = {
            kind: result.cells[kind].value.first for kind in ("sd", "se") if kind in result.cells
        }
        if beside and not value.sign and cell is not result.cells.get("n"):
            numbers = CellNumbers("mean", value.first, _unit(texts), **beside)
        if numbers is not None and numbers.unit == "patients" and _EVENTS.search(cell.labels[-1]):
            return replace(numbers, unit="events", denominator=None)
        if numbers is not None and numbers.statistic == "mean" and result.size:
            return replace(numbers, denominator=str(result.size))
        return numbers

    def _of_both(self, cell: Cell, arms: tuple[ArmHead, ArmHead]) -> Iterator[TableValue]:
        """The values of a cell with both arms: `3.0 ± 1.2 (5.1 ± 1.4)`."""
        second = value_of(cell.text[cell.value.end :].lstrip(" ([;,/)"))
        if cell.value.sign != "±" or second is None or second.sign != "±":
            return
        for arm, value in zip(arms, (cell.value, second), strict=True):
            one = Result(arm, {"value": replace(cell, value=value, text="")})
            yield from self._of_results([one])

    def _share_row(self, cell: Cell) -> bool:
        """Whether the cell of another arm in this row, or of this arm, is a share of its group."""
        others = (o for o in self.cells if o.row == cell.row and o.labels == cell.labels)
        return any(
            is_share_of(o.value, arm.size) or (o.value.sign == "()" and o.value.percent_second)
            for o in others if (arm := self._arm(o)) is not None
        )  # fmt: skip

    def _compared(self, cell: Cell, names: tuple[str, ...]) -> Iterator[TableValue]:
        """The ratio in a cell, and the values of both arms before it."""
        label = ": ".join(names)
        if not re.search(r"[^\W\d_]{2}", label):
            return
        arms = self.heads.both(cell.heads)
        rest = cell.text
        if arms is not None:
            timed = bool(_TIMED.search(self.heads.endpoint(label) or label))
            values, rest = against(rest, timed)
            for numbers, arm in zip(values or (), arms, strict=False):
                yield self._value(cell, numbers, names, arm)
        ratio = ratio_of(rest, cell.heads)
        if ratio is not None and ratio.printable:
            one, two = arms or (None, None)
            row, heads = self.table.rows[cell.row], self.table.rows[: max(self.table.head, 1)]
            if cell.column + 1 < len(row):
                head = " ".join(dict.fromkeys(r[cell.column + 1] for r in heads))
                ratio = with_p(ratio, row[cell.column + 1], head)
            yield self._value(cell, ratio, names, one, two)

    def _value(
        self, cell: Cell, numbers: CellNumbers, names: tuple[str, ...], arm: ArmHead | None,
        compared: ArmHead | None = None,
    ) -> TableValue:  # fmt: skip
        label = ": ".join(names)[:LONGEST_NAME]
        around = (*cell.heads, self.table.caption)
        study = self._study(cell)
        where = [self.heads.label(text) for text in (cell.labels[-1], " / ".join(cell.heads))]
        place = f"table {cell.table}; row {where[0] or cell.row + 1}; column {where[1]}"
        return TableValue(
            numbers, self.heads.endpoint(label), names, label, place, cell,
            self.table.caption, cell.column in self.columns, arm, compared, study,
            study is not None, self.heads.named((*reversed(cell.labels), *around), "time"),
        )  # fmt: skip

    def _study(self, cell: Cell) -> str | None:
        """The study in a cell's heads, in those of the arms to its left, or in the caption."""
        lefts = (
            o.heads for o in reversed(self.cells)
            if o.row == cell.row and o.column < cell.column and not compares(o.heads)
        )  # fmt: skip
        for texts in (cell.heads, *(lefts if compares(cell.heads) else ())):
            numbers = [int(n) for text in texts for n in _CITED.findall(text)]
            cited = next((self.of_reference[n] for n in numbers if n in self.of_reference), None)
            study = cited or self.heads.named(texts, "study")
            if study is not None or numbers:
                return study
        studies = {m.name for m in self.heads.mentions(self.table.caption) if m.scheme == "study"}
        return studies.pop() if len(studies) == 1 else None

    def _names(self, cell: Cell) -> tuple[str, ...]:
        """The texts that name what a cell is of: its labels, or its heads where rows are arms."""
        texts: Sequence[str] = cell.labels
        if cell.row in self.rows:
            arm = self.rows[cell.row].label
            texts = [*(self.heads.label(t).replace(arm, " ", 1) for t in cell.labels), *cell.heads]
        bare = [" ".join(STATISTIC.sub(" ", _UNIT.sub("", text)).split()) for text in texts]
        named = (t.strip(" :,;") for t in bare)
        kept = [t for t in named if t and not _NAMELESS.fullmatch(t)]
        if kept and all(map(is_time, kept)):
            kept = [_NUMBERED.sub("", self.table.caption), *kept]
        return tuple(filter(None, kept))


def _unit(texts: Sequence[str]) -> str:
    """The unit that labels or heads print; for a score points, else as the table has it."""
    for text in texts:
        if match := _UNIT.search(STATISTIC.sub(" ", unsized(text)).strip(" ,)")) or _UNIT.search(
            unsized(text).strip()
        ):
            return match["unit"]
    return "points" if any(_SCORED.search(text) for text in texts[:-1]) else "as in the table"
