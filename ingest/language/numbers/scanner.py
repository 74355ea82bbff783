"""The tokens of a sentence as the number grammar reads them: places, signs, numerals."""

from dataclasses import dataclass
from decimal import Decimal

from ingest.language.numbers.quantity import Quantity
from ingest.language.tokens import Token
from ingest.language.words import words

PEOPLE = words("people")
"""Folded nouns for counted people."""
TIME_UNITS = words("time_units")
DOSE_UNITS = words("dose_units")
MONTHS = words("months")
FILLERS = words("fillers")
LEVELS = frozenset(("80", "90", "95", "97.5", "98", "99", "99.9"))
"""The usual levels of confidence intervals, in percent."""
SIGN_OPERATORS = {"<": "<", ">": ">", "≤": "≤", "≥": "≥", "≈": "≈", "=": "="}
BEFORE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("less", "than", "or", "equal", "to"), "≤"), (("greater", "than", "or", "equal", "to"), "≥"),
    (("more", "than", "or", "equal", "to"), "≥"),
    (("no", "more", "than"), "≤"), (("not", "more", "than"), "≤"), (("no", "less", "than"), "≥"),
    (("no", "fewer", "than"), "≥"), (("at", "least"), "≥"), (("at", "most"), "≤"),
    (("up", "to"), "≤"), (("less", "than"), "<"), (("fewer", "than"), "<"),
    (("lower", "than"), "<"),
    (("more", "than"), ">"), (("greater", "than"), ">"), (("higher", "than"), ">"),
    (("close", "to"), "≈"), (("below",), "<"), (("under",), "<"), (("over",), ">"),
    (("above",), ">"), (("exceeding",), ">"), (("nearly",), "≈"), (("almost",), "≈"),
    (("about",), "≈"), (("approximately",), "≈"), (("around",), "≈"), (("roughly",), "≈"),
    (("circa",), "≈"), (("ca",), "≈"), (("some",), "≈"),
)  # fmt: skip
"""Words before a number that change its operator, longest first."""
WORD_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
BACK = frozenset(("them", "these", "those", "whom", "which"))
"""Pronouns for people counted before."""
WITHIN = ("in", "of", "among")
"""Words between a share and its denominator."""
_LABELS = words("labels")
_PLACES = frozenset(("unit", "study", "trial", "center", "program", "item"))
"""Labels that people may rather be counted in: `in our unit 38 infants`."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the tokens `first` to `last`, with its sign."""

    value: str
    first: int
    last: int


class Scanner:
    """The sentence under the grammar: what each form asks of its tokens, and what was read."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.norms = [token.norm for token in tokens]
        self.lowers = [norm.lower() for norm in self.norms]
        self.quantities: list[Quantity] = []
        self.mean, self.median = -100, -100
        """The last position of each word, which applies to the numbers after it."""
        self.spread_named_later = self._trailing_spread_kind()
        self.announced_spread: str | None = None
        """The kind of spread that a preceding `mean (SD)` or `mean ± SE` announces."""

    def norm(self, i: int) -> str:
        return self.norms[i] if 0 <= i < len(self.norms) else ""

    def lower(self, i: int) -> str:
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def is_number(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].kind == "number"

    def is_whole(self, i: int) -> bool:
        return self.is_number(i) and self.norm(i).isdigit() and len(self.norm(i)) < 10

    def words(self, i: int, expected: tuple[str, ...]) -> bool:
        return tuple(self.lowers[i : i + len(expected)]) == expected

    def previous(self) -> Quantity | None:
        return self.quantities[-1] if self.quantities else None

    def opens(self, i: int) -> bool:
        return self.norm(i) in ("(", "[")

    def signed(self, i: int) -> Number | None:
        """A number at `i`, with a minus that is no dash or range before it."""
        if self.is_number(i):
            return Number(self.norm(i), i, i)
        if self.norm(i) == "-" and self.is_number(i + 1):
            apart = i == 0 or self.tokens[i - 1].end < self.tokens[i].start
            opened = i > 0 and self.norm(i - 1) in ("(", "[", "=", ",", ";", "<", ">", "±")
            joined = self.tokens[i].end == self.tokens[i + 1].start
            if (apart or opened) and (joined or opened):
                return Number(f"-{self.norm(i + 1)}", i, i + 1)
        return None

    def percent(self, i: int) -> int:
        """The number of tokens of the percent sign or word at `i`; 0 if there is none."""
        if self.norm(i) == "%" or self.lower(i) in ("percent", "pct"):
            return 1
        if self.lower(i) == "percentage" and self.lower(i + 1) == "point":
            return 2
        return 2 if self.words(i, ("per", "cent")) else 0

    def outside(self, first: int, end: int) -> list[str]:
        """The words of a span that are in no bracket."""
        depth, kept = 0, []
        for word in self.lowers[first:end]:
            depth += (word in ("(", "[")) - (word in (")", "]"))
            if depth == 0 and word not in (")", "]"):
                kept.append(word)
        return kept

    def range(self, k: int) -> tuple[str, str, int] | None:
        """Two numbers joined as the ends of a range, from `k`: low, high, last token."""
        low = self.signed(k)
        if low is None:
            return None
        k = low.last + 1
        k += self.percent(k) or (self.lower(k) in TIME_UNITS)
        if self.norm(k) not in ("-", ",", ";", "—", "/") and self.lower(k) not in ("to", "and"):
            return None
        high = self.signed(k + 1)
        if high is None or Decimal(low.value) > Decimal(high.value):
            return None
        last = high.last + self.percent(high.last + 1)
        return low.value, high.value, last

    def is_time_unit(self, i: int) -> bool:
        return self.lower(i + (self.norm(i) == "-")) in TIME_UNITS

    def is_label(self, i: int) -> bool:
        """Whether the number is a label of the word before it: grade 3, day 29, table 2."""
        k = i - 1
        if self.norm(k) == "-" and k and self.tokens[k - 1].kind == "word":
            if self.tokens[k - 1].end == self.tokens[k].start and (
                self.tokens[k].end == self.tokens[i].start
            ):
                return True  # tier-1, COVID-19
        if self.norm(k) in ("≥", "≤", "<", ">", "#", "="):
            k -= 1
        if self.lower(k) in ("group", "arm") and ("." in self.norm(i) or self.norm(i + 1) == "±"):
            return False  # the value of the group
        counting = self.lower(k) in _PLACES and self.lower(i + 1) in PEOPLE
        return self.lower(k) in _LABELS and self.norm(i - 1) != "=" and not counting

    # numerals

    def count_at(self, i: int) -> int | None:
        """The whole number at `i`, in digits or in one word."""
        if self.is_whole(i):
            return int(self.norm(i))
        return 0 if self.lower(i) == "none" else WORD_NUMBERS.get(self.lower(i))

    def spelt_number(self, i: int) -> tuple[int, int] | None:
        """The number in words from `i`, below a thousand, and its last token."""
        small = self._below_hundred(i)
        if self.lower(i) == "hundred":
            small, hundred = (1, i), i
        else:
            after = i + 1 if small is None else small[1] + 1
            after += self.norm(after) == "-"
            if small is None or small[0] > 9 or self.lower(after) != "hundred":
                return small
            hundred = after
        number, last = 100 * small[0], hundred
        more = self._below_hundred(hundred + 1 + (self.lower(hundred + 1) == "and"))
        return (number + more[0], more[1]) if more is not None else (number, last)

    def _below_hundred(self, i: int) -> tuple[int, int] | None:
        number = WORD_NUMBERS.get(self.lower(i))
        if number is None:
            return None
        unit = i + 1 + (self.norm(i + 1) == "-")
        more = WORD_NUMBERS.get(self.lower(unit), 0)
        return (number + more, unit) if number >= 20 and 0 < more < 10 else (number, i)

    # the kinds of spread

    def _trailing_spread_kind(self) -> tuple[int, str] | None:
        """Position and kind of the last `mean [SD]`, which explains brackets of earlier values."""
        for i in range(len(self.tokens) - 1, -1, -1):
            if self.lower(i) == "mean" and self.norm(i + 1) in ("(", "[", "±"):
                kind = self.spread_kind_at(i + 1)
                if kind is not None:
                    return i, kind
        return None

    def spread_kind_at(self, i: int) -> str | None:
        """`sd` or `se`, if one of the four tokens from `i` names a spread."""
        for k in range(i, i + 4):
            if self.norm(k) in ("SD", "sd") or self.words(k, ("standard", "deviation")):
                return "sd"
            if self.norm(k) in ("SE", "SEM", "se") or self.words(k, ("standard", "error")):
                return "se"
        return None
