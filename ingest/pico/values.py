"""The draft's values in pairs: one of each arm of a comparison, of one place of a report."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.extractor import Extraction
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.timepoints import timeless
from ingest.pico.arms import OTHER, SIDES, Arms, Side
from ingest.tables.values import TableValue

Place = tuple[str | int, ...]
_EVERYBODY = "every group"
_EVERY = re.compile(
    r"\b(?:any|either|both|all|each|neither) (?:of the )?(?:\w+ )?(?:groups?|arms?)\b", re.I
)
"""Words for all groups, of which a zero is told at once."""


@dataclass(frozen=True, slots=True)
class ArmValue:
    """One value of an arm, as the draft has it, with the words of its place."""

    arm: str
    statistic: str | None
    value: str | None
    unit: str | None
    deviation: str | None
    numerator: str | None
    size: int | None
    """The people it is of, where its own place tells them."""
    names: tuple[str, ...]
    """What the value is of, the nearest words last."""
    around: str
    when: str
    """The text that may tell the time, beside the names."""
    order: int
    """The position of the value in its row or sentence."""
    place: str
    within: Place
    """Where values of other arms correspond to it, in the same order."""


@dataclass(frozen=True, slots=True)
class ValuePair:
    """What a report prints of one thing under both arms."""

    intervention: ArmValue
    comparator: ArmValue
    named: bool = True
    """Whether both arms are named, and not one only."""


def value_pairs(extraction: Extraction, arms: Arms) -> list[ValuePair]:
    """The pairs of values of the two arms in tables and sentences."""
    within: dict[Place, list[ArmValue]] = defaultdict(list)
    labels: dict[Place, dict[str, None]] = defaultdict(dict)
    for value in (*_tabled(extraction.tabled), *_told(extraction)):
        within[value.within].append(value)
        labels[_whole(value)].setdefault(value.arm)
    sides = {place: _sides(list(named), arms) for place, named in labels.items()}
    return [
        pair for values in within.values()
        for pair in _paired(values, sides[_whole(values[0])], arms)
    ]  # fmt: skip


def _whole(value: ArmValue) -> Place:
    """The table or the sentence of a value."""
    return value.within[:3] if value.within[0] == "sentence" else value.within[:2]


def _sides(labels: Sequence[str], arms: Arms) -> dict[str, Side]:
    """The side of each arm of a place; the one that fits best where several would."""
    sides = {label: side for label in labels if (side := arms.side(label))}
    for side in SIDES:
        fits = {label: arms.closeness(label, side) for label in labels if sides.get(label) == side}
        for label, fit in fits.items():
            if fit < max(fits.values()) - 0.1:
                del sides[label]
    if len(labels) == 2 and len(sides) == 1:
        (known,) = sides
        (rest,) = (label for label in labels if label != known)
        sides[rest] = OTHER[sides[known]]
    return sides


def _paired(values: Sequence[ArmValue], sides: dict[str, Side], arms: Arms) -> Iterator[ValuePair]:
    """Values of both sides in order; where their numbers differ, those of the same names."""
    both = [v for v in values if v.arm == _EVERYBODY]
    yield from (ValuePair(value, value) for value in both)
    ones, twos = ([v for v in values if sides.get(v.arm) == side] for side in SIDES)
    named = all(arms.side(v.arm) for v in (*ones, *twos))
    if len(ones) == len(twos):
        yield from (ValuePair(one, two, named) for one, two in zip(ones, twos, strict=True))
    else:
        yield from (
            ValuePair(one, two, named) for one in ones for two in twos if one.names == two.names
        )


def _tabled(values: Iterable[TableValue]) -> Iterator[ArmValue]:
    for v in values:
        if v.arm is None or v.compared is not None:
            continue
        n, cell = v.numbers, v.cell
        lines: Place = ("row", cell.row) if v.in_column else ("column", cell.column, *v.names)
        heads = [h.replace(v.arm.label, " ", 1) for h in cell.heads]
        yield ArmValue(
            v.arm.label, n.statistic, n.value, n.unit, n.sd, n.numerator,
            int(n.denominator) if n.denominator else v.arm.size,
            (*heads, *v.names) if v.in_column else v.names,
            f"{v.caption} {' '.join(cell.heads)}", "; ".join(heads), cell.column,
            f"table {cell.table}, row {cell.labels[-1]!r}",
            ("table", cell.table, *lines, n.statistic),
        )  # fmt: skip


def _told(extraction: Extraction) -> Iterator[ArmValue]:
    parsed = {(p.sentence.paragraph, p.sentence.sentence): p for p in extraction.sentences}
    for r in extraction.readings:
        s, q = r.sentence, r.quantity
        everybody = q.value == "0" and bool(_EVERY.search(s.text))
        arm = r.arm or (_EVERYBODY if everybody else None)
        start = _is_start(parsed[s.paragraph, s.sentence], r)
        if arm is None or q.statistic == "difference" or q.unit == "ratio" or start:
            continue
        deviation = q.spread if q.spread_kind == "sd" else None
        phrase = r.phrase if timeless(r.phrase) else s.text
        yield ArmValue(
            arm, q.statistic, q.value, q.unit, deviation, q.numerator,
            int(q.denominator) if q.denominator else None, (phrase,), s.text, s.text, 0,
            f"paragraph {s.paragraph}, sentence {s.sentence}",
            ("sentence", s.paragraph, s.sentence, q.statistic or "", q.unit or ""),
        )  # fmt: skip


def _is_start(parsed: ParsedSentence, reading: ValueReading) -> bool:
    """Whether a value is the first of a change: `from 6.8 to 3.0`."""
    q = reading.quantity
    words = [t.norm.lower() for t in parsed.tokens]
    before, after = words[: q.first][-1:], words[q.last + 1 : q.last + 2]
    return before == ["from"] and after == ["to"]
