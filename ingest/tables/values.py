"""The values in a document's tables, each with statistic, arm, study, time and place.

A value is drafted where its column or row names an arm, or where its column is a ratio of two
arms. Tables, columns and rows of baseline characteristics are left out: they are no results.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.source import ExtractionInput, Table
from ingest.language.mentions import MentionFinder
from ingest.tables.grid import Cell, cells, compares, squared, unsized, whole_number
from ingest.tables.heads import STATISTIC, ArmHead, HeadReader, is_baseline, is_time
from ingest.tables.numbers import CellNumbers, against, is_share_of, numbers_of, ratio_of, with_p
from ingest.tables.statistic_words import part

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


@dataclass(frozen=True, slots=True)
class TableValue:
    """One value of a table: its numbers, what it is of, and its position."""

    numbers: CellNumbers
    endpoint: str | None
    label: str
    place: str
    arm: ArmHead | None = None
    compared: ArmHead | None = None
    study: str | None = None
    cited: bool = False
    """Whether heads or caption name the study, so that it is perhaps not the document's own."""
    time: str | None = None


def table_values(
    source: ExtractionInput, finder: MentionFinder, of_reference: Mapping[int, str]
) -> Iterator[TableValue]:
    """The values in a document's tables, at most `MOST_CELLS`."""
    heads = HeadReader(finder)
    left = MOST_CELLS
    for number, table in enumerate(source.tables, 1):
        if is_baseline(table.caption):
            continue
        for value in _TableReader(heads, squared(table), number, of_reference).values():
            if not left:
                return
            left -= 1
            yield value


class _TableReader:
    def __init__(
        self, heads: HeadReader, table: Table, number: int, of_reference: Mapping[int, str]
    ) -> None:
        self.heads, self.table, self.of_reference = heads, table, of_reference
        self.cells = [
            c for c in cells(table, number)
            if not is_baseline(c.corner, *c.heads, *c.labels)
        ]  # fmt: skip
        self.columns = heads.by_heads(self.cells)
        self.rows = {} if self.columns else heads.by_labels(self.cells)
        self.beside = self._beside()

    def values(self) -> Iterator[TableValue]:
        for cell in self.cells:
            label = self._label(cell)
            if not re.search(r"[^\W\d_]{2}", label):
                continue
            if compares(cell.heads):
                yield from self._compared(cell, label)
            elif (arm := self._arm(cell)) is not None:
                numbers = self._numbers(cell, arm)
                if numbers is not None and numbers.printable:
                    yield self._value(cell, numbers, label, arm)

    def _arm(self, cell: Cell) -> ArmHead | None:
        """The arm of a cell, with the size in a column `n` beside it, where there is one."""
        arm = self.columns.get(cell.column) or self.rows.get(cell.row)
        size = self._beside_of(cell, "n")
        return replace(arm, size=whole_number(size)) if arm is not None and size else arm

    def _beside(self) -> dict[tuple[int, str, str], tuple[int, str]]:
        """By row, arm and part the columns `n` and `SD` beside others of an arm: place, number."""
        parts: dict[tuple[int, str, str], tuple[int, str]] = {}
        of_arm: dict[str, set[str]] = {}
        for cell in self.cells:
            arm, kind = self.columns.get(cell.column), part(cell.heads[-1]) if cell.heads else None
            if arm is None or kind is None or cell.value.sign:
                continue
            of_arm.setdefault(arm.label, set()).add(kind)
            parts[cell.row, arm.label, kind] = (cell.column, cell.value.first)
        return {
            key: place for key, place in parts.items()
            if key[2] in ("sd", "se") or (key[2] == "n" and "value" in of_arm[key[1]])
        }  # fmt: skip

    def _beside_of(self, cell: Cell, kind: str) -> str | None:
        arm = self.columns.get(cell.column)
        place = self.beside.get((cell.row, arm.label, kind)) if arm is not None else None
        return place[1] if place is not None and place[0] != cell.column else None

    def _numbers(self, cell: Cell, arm: ArmHead) -> CellNumbers | None:
        """The numbers of an arm's cell; None for a part of another cell's result."""
        kind = part(cell.heads[-1]) if cell.heads else None
        if kind in ("sd", "se") or (kind == "n" and (cell.row, arm.label, "n") in self.beside):
            return None
        if _SECOND_VALUE.search(cell.text[cell.value.end :]):
            return None
        texts = [*reversed(cell.labels), *reversed(cell.heads), cell.corner, self.table.caption]
        hints = [unsized(text) for text in texts]
        numbers = numbers_of(cell.value, arm.size, hints, self._share_row(cell), _unit(texts))
        if numbers is None or numbers.statistic != "mean":
            return numbers
        of_people = str(arm.size) if arm.size and self._beside_of(cell, "n") else None
        sd = numbers.sd or self._beside_of(cell, "sd")
        return replace(numbers, sd=sd, se=self._beside_of(cell, "se") or numbers.se,
                       denominator=of_people)  # fmt: skip

    def _share_row(self, cell: Cell) -> bool:
        """Whether the cell of another arm in this row, or of this arm, is a share of its group."""
        others = (o for o in self.cells if o.row == cell.row and o.labels == cell.labels)
        return any(
            is_share_of(o.value, arm.size) or (o.value.sign == "()" and o.value.percent_second)
            for o in others if (arm := self._arm(o)) is not None
        )  # fmt: skip

    def _compared(self, cell: Cell, label: str) -> Iterator[TableValue]:
        """The ratio in a cell, and the values of both arms before it."""
        arms = self.heads.both(cell.heads)
        rest = cell.text
        if arms is not None:
            timed = bool(_TIMED.search(self.heads.endpoint(label) or label))
            values, rest = against(rest, timed)
            for numbers, arm in zip(values or (), arms, strict=False):
                yield self._value(cell, numbers, label, arm)
        ratio = ratio_of(rest, cell.heads)
        if ratio is not None and ratio.printable:
            one, two = arms or (None, None)
            row, heads = self.table.rows[cell.row], self.table.rows[: max(self.table.head, 1)]
            if cell.column + 1 < len(row):
                head = " ".join(dict.fromkeys(r[cell.column + 1] for r in heads))
                ratio = with_p(ratio, row[cell.column + 1], head)
            yield self._value(cell, ratio, label, one, two)

    def _value(
        self, cell: Cell, numbers: CellNumbers, label: str, arm: ArmHead | None,
        compared: ArmHead | None = None,
    ) -> TableValue:  # fmt: skip
        around = (*cell.heads, self.table.caption)
        study = self._study(cell)
        where = [self.heads.label(text) for text in (cell.labels[-1], " / ".join(cell.heads))]
        place = f"table {cell.table}; row {where[0] or cell.row + 1}; column {where[1]}"
        return TableValue(
            numbers, self.heads.endpoint(label), label, place, arm, compared, study,
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

    def _label(self, cell: Cell) -> str:
        """The words that name what a cell is of: its labels, or its heads where rows are arms."""
        texts: Sequence[str] = cell.labels
        if cell.row in self.rows:
            arm = self.rows[cell.row].label
            texts = [*(t for t in cell.labels if self.heads.label(t) != arm), *cell.heads]
        bare = [" ".join(STATISTIC.sub(" ", _UNIT.sub("", text)).split()) for text in texts]
        named = (t.strip(" :,;") for t in bare)
        kept = [t for t in named if t and not _NAMELESS.fullmatch(t)]
        if kept and all(map(is_time, kept)):
            kept = [_NUMBERED.sub("", self.table.caption), *kept]
        return ": ".join(filter(None, kept))[:LONGEST_NAME]


def _unit(texts: Sequence[str]) -> str:
    """The unit that labels or heads print; for a score points, else as the table has it."""
    for text in texts:
        if match := _UNIT.search(STATISTIC.sub(" ", unsized(text)).strip(" ,)")) or _UNIT.search(
            unsized(text).strip()
        ):
            return match["unit"]
    return "points" if any(_SCORED.search(text) for text in texts[:-1]) else "as in the table"
