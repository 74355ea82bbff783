"""What the printed numbers of one cell are: a share, a count, a mean, a median, a ratio.

The signs in the cell decide first, then arithmetic (a count that makes the percentage beside it of
the group's size is a share), then the words of label, heads and caption, the nearest first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.language.numbers import printable
from ingest.tables import shares
from ingest.tables.grid import PrintedValue, plain, whole_number
from ingest.tables.statistic_words import Statistic as Word
from ingest.tables.statistic_words import nearest
from ontology.model import Statistic

_KINDS: frozenset[Word] = frozenset(("mean", "sd", "se", "median", "count", "percent"))
_COUNTED: frozenset[Word] = frozenset(("count", "percent"))
RATIOS: tuple[tuple[Statistic, re.Pattern[str]], ...] = (
    ("hazard-ratio", re.compile(r"\bhazards? ratios?\b|\bHRs?\b", re.I)),
    ("odds-ratio", re.compile(r"\bodds ratios?\b|\bORs?\b")),
    ("risk-ratio", re.compile(r"\b(?:relative risks?|risk ratios?)\b|\bRRs?\b", re.I)),
    ("rate-ratio", re.compile(r"\brate ratios?\b|\bIRRs?\b", re.I)),
)
"""The names of ratios in heads; `OR` only in capitals, for it is a word."""
_NUMBER = r"-?\d{1,9}(?:\.\d{1,9})?"
_RATIO = re.compile(
    rf"^\W*(?P<value>{_NUMBER})\s?[(\[]\D{{0,12}}?(?P<lower>{_NUMBER})\s?(?:-|–|—|to|,|;)\s?"
    rf"(?P<upper>{_NUMBER})\s?[)\]]"
)
_LEVEL = re.compile(r"(\d{2}(?:\.\d)?)\s?%\s?(?:CI|confidence)", re.I)
_AGAINST = re.compile(
    rf"^\W*(?P<one>{_NUMBER})\s?(?P<unit_one>%|[a-z]{{1,6}})?\s(?:vs?\.?|versus)\s"
    rf"(?P<two>{_NUMBER})\s?(?P<unit>%|[a-z]{{3,7}})?(?P<rest>.*)$"
)
_LENGTHS = re.compile(r"(?:minute|hour|day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class CellNumbers:
    """The numbers of one cell by their statistic, each as printed."""

    statistic: Statistic
    value: str | None = None
    unit: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    se: str | None = None
    sd: str | None = None
    lower: str | None = None
    upper: str | None = None
    level: str | None = None
    p: str | None = None
    p_operator: str | None = None

    @property
    def printable(self) -> bool:
        given = (self.value, self.sd, self.se, self.lower, self.upper)
        return all(printable(n) for n in given if n is not None)


def is_share_of(value: PrintedValue, size: int | None) -> bool:
    """Whether a count makes the percentage printed beside it, of a group of `size`."""
    count = whole_number(value.first)
    if value.sign != "()" or value.second is None or value.named or not size or count is None:
        return False
    return not value.second.startswith("-") and shares.makes(count, size, value.second)


def numbers_of(
    value: PrintedValue, size: int | None, hints: Sequence[str], share_row: bool, unit: str
) -> CellNumbers | None:
    """The numbers of a cell of one arm; None where it is not clear what they are.

    `hints` are label, heads and caption, the nearest first. In a `share_row` the cell of another
    arm is a share of its group.

    >>> from ingest.tables.grid import value_of
    >>> numbers_of(value_of("6 (12)"), 50, ["Falls"], False, "points")
    CellNumbers(statistic='proportion', value='12', unit='%', numerator='6', denominator='50', \
se=None, sd=None, lower=None, upper=None, level=None, p=None, p_operator=None)
    """
    total = str(size) if size else None
    count = whole_number(value.first)
    if value.sign == "/" and value.total is not None:
        percent = None if value.second is None else "%"
        return CellNumbers("proportion", value.second, percent, value.first, value.total)
    words = nearest(hints, _KINDS)
    if (swapped := _swapped(value, size, words, hints)) is not None:
        return swapped
    if value.sign in ("±", ",") or value.named or (value.sign == "()" and not _is_share(
        value, size, words, share_row
    )):  # fmt: skip
        return _mean(value, words, unit)
    if value.sign == "()" and count is not None:
        return CellNumbers("proportion", value.second, "%", value.first, total)
    if value.sign == "range":
        return _ranged(value, hints, unit)
    return _single(value, words, share_row, total, unit)


_SHARE_FIRST = re.compile(r"(?:%|\bpercent\w*)\s*[\[(]\s*n\b")


def _swapped(
    value: PrintedValue, size: int | None, words: frozenset[Word], hints: Sequence[str]
) -> CellNumbers | None:
    """A percentage before its count: `16.7% (7)`, or `16.7 (7)` under `% (n)` or by arithmetic."""
    count = whole_number(value.second)
    if value.sign != "()" or count is None or value.named or value.percent_second:
        return None
    if not value.percent_first and not any(_SHARE_FIRST.search(hint) for hint in hints) and (
        is_share_of(value, size) or not size or not shares.makes(count, size, value.first)
        or (words and not words & _COUNTED)
    ):  # fmt: skip
        return None
    return CellNumbers("proportion", value.first, "%", value.second, str(size) if size else None)


def _ranged(value: PrintedValue, hints: Sequence[str], unit: str) -> CellNumbers | None:
    """A median, or a mean with an interval; None where no word says which."""
    kinds = nearest(hints, frozenset(("mean", "median")))
    if len(kinds) != 1:
        return None
    return CellNumbers("median" if "median" in kinds else "mean", value.first, unit)


def _is_share(
    value: PrintedValue, size: int | None, words: frozenset[Word], share_row: bool
) -> bool:
    """Whether `a (b)` is a count with its percentage."""
    if is_share_of(value, size) or value.percent_second:
        return True
    if whole_number(value.first) is None or value.second is None:
        return False
    if size and float(value.first) > size:
        return False
    return share_row or (bool(words) and words <= _COUNTED)


def _mean(value: PrintedValue, words: frozenset[Word], unit: str) -> CellNumbers | None:
    """A mean with the deviation or error beside it; None where the words name neither."""
    if value.named == "se" or ("se" in words and "sd" not in words):
        return CellNumbers("mean", value.first, unit, se=value.second)
    if value.named == "sd" or value.sign == "±" or "sd" in words:
        return CellNumbers("mean", value.first, unit, sd=value.second)
    return None


def _single(
    value: PrintedValue, words: frozenset[Word], share_row: bool, total: str | None, unit: str
) -> CellNumbers | None:
    count = whole_number(value.first)
    if value.percent_first or words == {"percent"}:
        return CellNumbers("proportion", value.first, "%")
    if count is not None and (share_row or (words and words <= _COUNTED)):
        return CellNumbers("count", value.first, "patients", denominator=total)
    if "mean" in words:
        return CellNumbers("mean", value.first, unit)
    return CellNumbers("median", value.first, unit) if "median" in words else None


def ratio_of(text: str, heads: Sequence[str]) -> CellNumbers | None:
    """The ratio with its interval in a cell whose heads name a ratio.

    >>> ratio_of("0.84 (0.73–0.96)", ["Hazard ratio (95% CI)"]).upper
    '0.96'
    """
    kinds = {kind for head in heads for kind, name in RATIOS if name.search(head)}
    match = _RATIO.match(plain(text))
    if len(kinds) != 1 or match is None:
        return None
    level = next((m[1] for head in heads if (m := _LEVEL.search(head))), None)
    value, lower, upper = (match[name] for name in ("value", "lower", "upper"))
    return CellNumbers(kinds.pop(), value, "ratio", lower=lower, upper=upper, level=level)


_P_HEAD = re.compile(r"^\W*p\b(?!.*\b(?:trend|interaction)\b)", re.I)
_P = re.compile(r"^(?P<operator>[<>≤≥=]?)\s?(?P<p>0?\.\d{1,6}|1\.0{1,6})\W*$")


def with_p(numbers: CellNumbers, text: str, head: str) -> CellNumbers:
    """A ratio with the p-value in the cell to its right, if that column has p-values.

    >>> ratio = CellNumbers("hazard-ratio", "0.84", "ratio")
    >>> with_p(ratio, "< 0.001", "P value").p, with_p(ratio, "0.31", "P for trend").p
    ('0.001', None)
    """
    match = _P.match(" ".join(text.replace("·", ".").split()))
    if match is None or not _P_HEAD.search(head):
        return numbers
    return replace(numbers, p=match["p"], p_operator=match["operator"] or "=")


def against(text: str, timed: bool) -> tuple[tuple[CellNumbers, CellNumbers] | None, str]:
    """The two numbers of a cell such as `10.7 vs 7.9 months`, and the text after them.

    Lengths of time until an event (`timed`) are medians, as is usual; other lengths are left out.
    """
    match = _AGAINST.match(plain(text))
    unit = (match["unit"] or match["unit_one"] or "") if match else ""
    if match is None or not (unit == "%" or (timed and _LENGTHS.fullmatch(unit))):
        return None, text
    one = CellNumbers("proportion" if unit == "%" else "median", match["one"], unit)
    return (one, replace(one, value=match["two"])), match["rest"].lstrip(" ,;")
