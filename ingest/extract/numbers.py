"""The grammar of printed numbers: from tokens to quantities, in one pass from left to right.

A quantity is a value with everything that is printed with it: unit, operator, numerator and
denominator, spread, interval with its level, p. Numbers that are no values (grade 3, block 1,
reference years, doses) are skipped.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.extract.tokens import Token, wordset

# -- quantities -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Quantity:
    """One printed value: the tokens `first` to `last`, with its number at the token `core`."""

    first: int
    last: int
    core: int
    value: str | None = None
    unit: str | None = None
    operator: str = "="
    wording: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    spread: str | None = None
    spread_kind: str | None = None
    lower: str | None = None
    upper: str | None = None
    level: str | None = None
    p: str | None = None
    p_operator: str | None = None
    significant: bool | None = None
    statistic: str | None = None
    noun: str | None = None
    rules: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


# -- words of the grammar --------------------------------------------------------------------------

PEOPLE = wordset(
    "patient child participant subject person people individual adult adolescent woman man "
    "infant case volunteer boy girl responder survivor recipient member male female neonate "
    "mother student nurse parturient smoker worker caregiver parent newborn baby athlete resident "
    "veteran respondent employee pupil"
)
"""Folded nouns for counted people."""

_CLUSTERS = wordset("class classe school cluster practice village center hospital clinic ward unit")
"""Groups of people that are allocated as a whole; their number is no arm size."""
_COUNTED = wordset("event case episode death birth eye knee pregnancy wound tooth procedure")
"""Nouns for events and parts, one for each person; a percentage after them is of people."""

_LABELS = wordset(
    "block arm grade phase stage table figure fig cycle course group step cohort type ref "
    "reference period session visit no number equation appendix version chapter trial study "
    "part line level score class factor interleukin day week month year step unit protocol "
    "tier section box panel file aim"
)
"""Words after which a number is a name and not a value."""

_TIME_UNITS = wordset("year yr y month mo week wk day d hour hr h minute min second")
_DOSE_UNITS = wordset(
    "mg g kg ug µg μg ng pg ml dl l iu mmol nmol mol mm cm m km hz kda bp gy cell ghz mhz mcg "
    "ppm rpm kg/m mmhg"
)

_BEFORE: tuple[tuple[tuple[str, ...], str], ...] = (
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

_SIGN_OPERATORS = {"<": "<", ">": ">", "≤": "≤", "≥": "≥", "≈": "≈", "=": "="}

_WORD_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip

_SHARES: tuple[tuple[tuple[str, ...], str, str | None, str], ...] = (
    (("fewer", "than", "half"), "<", "50", "fewer than half"),
    (("less", "than", "half"), "<", "50", "less than half"),
    (("under", "half"), "<", "50", "under half"),
    (("more", "than", "half"), ">", "50", "more than half"),
    (("over", "half"), ">", "50", "over half"),
    (("nearly", "half"), "≈", "50", "nearly half"),
    (("almost", "half"), "≈", "50", "almost half"),
    (("about", "half"), "≈", "50", "about half"),
    (("half", "of"), "≈", "50", "half"),
    (("three", "quarter"), "≈", "75", "three quarters"),
    (("a", "quarter"), "≈", "25", "a quarter"),
    (("one", "quarter"), "≈", "25", "one quarter"),
    (("two", "third"), "≈", None, "two thirds"),
    (("a", "third"), "≈", None, "a third"),
    (("one", "third"), "≈", None, "one third"),
    (("the", "majority", "of"), ">", "50", "the majority"),
    (("a", "majority", "of"), ">", "50", "a majority"),
    (("most", "patient"), ">", "50", "most"),
    (("most", "child"), ">", "50", "most"),
    (("most", "participant"), ">", "50", "most"),
)  # fmt: skip
_SHARES_BY_WORD = {
    first: [share for share in _SHARES if share[0][0] == first]
    for first in {share[0][0] for share in _SHARES}
}
"""Shares in words; a third has no exact decimal and therefore no value."""

RATIOS = {
    "HR": "hazard-ratio", "aHR": "hazard-ratio", "SHR": "hazard-ratio", "OR": "odds-ratio",
    "aOR": "odds-ratio", "RR": "risk-ratio", "aRR": "risk-ratio", "IRR": "rate-ratio",
}  # fmt: skip
_RATIO_NAMES = {
    ("hazard", "ratio"): "hazard-ratio", ("odds", "ratio"): "odds-ratio",
    ("odd", "ratio"): "odds-ratio", ("risk", "ratio"): "risk-ratio",
    ("relative", "risk"): "risk-ratio", ("rate", "ratio"): "rate-ratio",
}  # fmt: skip
_STARTERS = frozenset(
    (
        "p", "n", "ci", "cri", "confidence", "credible", "one", "no", "none", "hundred",
        *_WORD_NUMBERS, *_SHARES_BY_WORD, *(first for first, _ in _RATIO_NAMES),
        *(name.lower() for name in RATIOS),
    )
)  # fmt: skip
"""The lower-case words at which a quantity or interval can start."""
_WITHIN = ("in", "of", "among")
"""Words between a share and its denominator."""
_SPREADS = frozenset(("SD", "SE", "SEM"))
_LEVELS = frozenset(("80", "90", "95", "97.5", "98", "99", "99.9"))
_FILLERS = wordset("of was were is are at for equal the a value to be as estimated")


# -- the parser ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Number:
    value: str
    first: int
    last: int


class _QuantityParser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.norms = [token.norm for token in tokens]
        self.lowers = [norm.lower() for norm in self.norms]
        self.quantities: list[Quantity] = []
        self.used = [False] * len(tokens)
        self.mean, self.median = -100, -100
        """The last position of each word, which applies to the numbers after it."""
        self.spread_named_later = self.trailing_spread_kind()
        self.announced_spread: str | None = None
        """The kind of spread that a preceding `mean (SD)` or `mean ± SE` announces."""

    # reading single tokens

    def norm(self, i: int) -> str:
        return self.norms[i] if 0 <= i < len(self.norms) else ""

    def lower(self, i: int) -> str:
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def is_number(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].kind == "number"

    def words(self, i: int, expected: tuple[str, ...]) -> bool:
        return tuple(self.lowers[i : i + len(expected)]) == expected

    def signed(self, i: int) -> _Number | None:
        """A number at `i`, with a minus that is no dash or range before it."""
        if self.is_number(i):
            return _Number(self.norm(i), i, i)
        if self.norm(i) == "-" and self.is_number(i + 1):
            apart = i == 0 or self.tokens[i - 1].end < self.tokens[i].start
            opened = i > 0 and self.norm(i - 1) in ("(", "[", "=", ",", ";", "<", ">", "±")
            joined = self.tokens[i].end == self.tokens[i + 1].start
            if (apart or opened) and (joined or opened):
                return _Number(f"-{self.norm(i + 1)}", i, i + 1)
        return None

    def percent(self, i: int) -> int:
        """The number of tokens of the percent sign or word at `i`; 0 if there is none."""
        if self.norm(i) == "%" or self.lower(i) in ("percent", "pct"):
            return 1
        return 2 if self.words(i, ("per", "cent")) else 0

    # the loop

    def read(self) -> list[Quantity]:
        i = 0
        while i < len(self.tokens):
            i = self.read_at(i)
        for quantity in self.quantities:
            for k in range(quantity.first, quantity.last + 1):
                self.used[k] = True
        return self.with_people()

    def with_people(self) -> list[Quantity]:
        """The quantities, with `45.9 % (4.4) in 132 patients` merged into one share of 132."""
        kept: list[Quantity] = []
        for quantity in self.quantities:
            previous = kept[-1] if kept else None
            head = quantity.statistic == "count" and quantity.unit == "patients"
            if (
                previous is not None
                and head
                and previous.unit == "%"
                and previous.denominator is None
            ):
                between = self.lowers[previous.last + 1 : quantity.first]
                if between[:1] == ["("] and ")" in between:
                    between = between[between.index(")") + 1 :]
                if between in ([word] for word in _WITHIN):
                    previous.denominator = quantity.value
                    previous.rules.append("of-people")
                    continue
            kept.append(quantity)
        return kept

    def read_at(self, i: int) -> int:
        """Parse what starts at `i` and return the next position, which is greater than `i`."""
        lower = self.lower(i)
        if lower in ("mean", "average") or (self.tokens[i].text == "M" and self.norm(i + 1) == "="):
            self.mean, self.announced_spread = i, self.spread_kind_at(i + 1)
        elif lower == "median":
            self.median = i
        if self.tokens[i].kind == "word" and lower not in _STARTERS:
            return i + 1
        for parse in (
            self.p_value, self.interval, self.ratio, self.share, self.fraction, self.sample_size,
            self.plain,
        ):  # fmt: skip
            after = parse(i)
            if after > i:
                return after
        return i + 1

    def trailing_spread_kind(self) -> tuple[int, str] | None:
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
            if self.norm(k) in ("SD", "sd"):
                return "sd"
            if self.norm(k) in ("SE", "SEM", "se"):
                return "se"
            if self.words(k, ("standard", "deviation")):
                return "sd"
            if self.words(k, ("standard", "error")):
                return "se"
        return None

    # p-values

    def p_value(self, i: int) -> int:
        if self.tokens[i].text not in ("p", "P"):
            return i
        k = i + 1
        if self.norm(k) == "-":
            k += 1
        if self.lower(k) in ("value", "val"):
            k += 1
        for _ in range(4):
            if self.lower(k) in _FILLERS | {"trend", "interaction", "log", "rank", ":", ",", "-"}:
                k += 1
        operator = _SIGN_OPERATORS.get(self.norm(k))
        if operator is not None:
            k += 1
            if self.norm(k) in ("NS", "ns"):
                return self.settle_p(i, k, None, None)
        elif k == i + 1:
            return i
        for words, sign in _BEFORE:
            if self.words(k, words):
                operator, k = sign, k + len(words)
                break
        if not self.is_number(k) or Decimal(self.norm(k)) > 1:
            return i
        return self.settle_p(i, k, self.norm(k), operator or "=")

    def settle_p(self, i: int, last: int, p: str | None, operator: str | None) -> int:
        """Attach the p-value to the quantity before it, or add it as a quantity of its own."""
        previous = self.quantities[-1] if self.quantities else None
        if previous is None or previous.p is not None or i - previous.last > 30:
            previous = Quantity(i, last, last)
            self.quantities.append(previous)
        previous.p, previous.p_operator = p, operator
        if p is None:
            previous.significant = False
        self.mark_used(i, last)
        return last + 1

    def mark_used(self, first: int, last: int) -> None:
        for k in range(first, last + 1):
            self.used[k] = True

    # confidence intervals

    def interval(self, i: int) -> int:
        k, level = i, None
        if self.is_number(k) and self.norm(k) in _LEVELS and self.percent(k + 1):
            level, k = self.norm(k), k + 1 + self.percent(k + 1)
            if self.norm(k) == "-":
                k += 1
        named = 0
        if self.norm(k) in ("CI", "CrI", "ci"):
            named = 1
        elif self.words(k, ("confidence", "interval")) or self.words(k, ("credible", "interval")):
            named = 2
            if self.norm(k + 2) in ("(", "[") and self.norm(k + 3) in ("CI", "CrI"):
                named = 5
        if not named:
            return i
        k += named
        if level is None and self.is_number(k) and self.norm(k) in _LEVELS and self.percent(k + 1):
            level, k = self.norm(k), k + 1 + self.percent(k + 1)
        while self.norm(k) in (",", ":", "=", "(", "[", ";") or self.lower(k) in _FILLERS | {
            "from"
        }:
            k += 1
        ends = self.range(k)
        if ends is None:
            # Without bounds this is the name of an interval, or cumulative incidence.
            return max(k, i + 1) if level is not None else i
        low, high, last = ends
        previous = self.quantities[-1] if self.quantities else None
        if previous is not None and previous.lower is None and i - previous.last <= 14:
            previous.lower, previous.upper, previous.level = low, high, level
            previous.rules.append("interval")
            if level is None:
                previous.doubts.append("the level of the interval is not printed")
            self.mark_used(previous.last, last)
        self.mark_used(i, last)
        return last + 1

    def range(self, k: int) -> tuple[str, str, int] | None:
        """Two numbers joined as the ends of a range, from `k`: low, high, last token."""
        low = self.signed(k)
        if low is None:
            return None
        k = low.last + 1
        k += self.percent(k)
        if self.norm(k) not in ("-", ",", ";", "—", "/") and self.lower(k) not in ("to", "and"):
            return None
        high = self.signed(k + 1)
        if high is None:
            return None
        last = high.last + self.percent(high.last + 1)
        if Decimal(low.value) > Decimal(high.value):
            return None
        return low.value, high.value, last

    # hazard, odds and risk ratios

    def ratio(self, i: int) -> int:
        token = self.tokens[i]
        statistic = RATIOS.get(token.text)
        k = i + 1
        if statistic is None:
            statistic = _RATIO_NAMES.get((self.lower(i), self.lower(i + 1)))
            k = i + 2
            if statistic is None:
                return i
        for gap in range(14):
            if self.is_number(k) or self.norm(k) == "-":
                break
            sign = self.norm(k)
            if sign in (".", ";") or not sign:
                return i
            if token.text == "OR" and gap > 3:
                return i
            k += 1
        number = self.signed(k)
        if number is None or self.percent(number.last + 1) or self.is_time_unit(number.last + 1):
            return i
        if number.value in _LEVELS and self.norm(number.last + 1) == "%":
            return i
        quantity = Quantity(
            i, number.last, number.first, number.value, "ratio", statistic=statistic
        )
        quantity.operator = _SIGN_OPERATORS.get(self.norm(number.first - 1), "=")
        quantity.rules.append("ratio")
        ends = self.range(number.last + 2) if self.norm(number.last + 1) in ("(", "[") else None
        if ends is not None and self.encloses(ends, number.value):
            quantity.lower, quantity.upper, quantity.last = ends
            quantity.doubts.append("the level of the interval is not printed")
        self.quantities.append(quantity)
        return quantity.last + 1

    @staticmethod
    def encloses(ends: tuple[str, str, int], value: str) -> bool:
        return Decimal(ends[0]) <= Decimal(value) <= Decimal(ends[1])

    # shares in words

    def share(self, i: int) -> int:
        if self.words(i, ("one", "in")) and self.lower(i + 2) in _WORD_NUMBERS:
            many = _WORD_NUMBERS[self.lower(i + 2)]
            if 1 < many <= 20:
                return self.add_share(i, i + 2, Quantity(
                    i, i + 2, i, unit="%", operator="≈", wording=f"one in {self.lower(i + 2)}",
                    statistic="proportion",
                ))  # fmt: skip
        for words, operator, value, wording in _SHARES_BY_WORD.get(self.lower(i), ()):
            if self.words(i, words):
                last = i + len(words) - 1
                return self.add_share(i, last, Quantity(
                    i, last, i, value, "%", operator, wording, statistic="proportion",
                ))  # fmt: skip
        return i

    def add_share(self, first: int, last: int, quantity: Quantity) -> int:
        quantity.rules.append("share-in-words")
        quantity.doubts.append("the share is given in words")
        self.quantities.append(quantity)
        self.mark_used(first, last)
        return last + 1

    # 61/84, 61 of 84

    def fraction(self, i: int) -> int:
        if not self.is_whole(i) and self.lower(i) not in _WORD_NUMBERS and self.lower(i) != "none":
            return i
        over = i + 1
        if self.lower(i + 1) == "out" and self.lower(i + 2) == "of":
            over = i + 2
        gap = 1
        if self.lower(over) == "of":
            while self.lower(over + gap) in ("the", "a", "total", "all", "these", "those", "of"):
                gap += 1
        elif self.norm(over) != "/":
            if (
                self.lower(over) in PEOPLE
                and self.lower(over + 1) == "of"
                and self.is_whole(over + 2)
            ):
                over += 1
            else:
                return i
        k = over + gap
        top = self.count_at(i)
        bottom = self.count_at(k)
        if top is None or bottom is None or self.percent(k + 1):
            return i
        slash = self.norm(over) == "/"
        worded = not self.is_whole(i) and not self.is_whole(k)
        if worded and not slash and self.lower(k + 1) not in PEOPLE:
            return i  # one of three regimens
        if top > bottom or bottom == 0 or (slash and self.is_label(i)):
            return i
        if slash and (self.lower(k + 1) in _DOSE_UNITS or self.norm(k + 1) == "/"):
            return i
        quantity = Quantity(i, k, i, numerator=str(top), denominator=str(bottom), unit="patients")
        quantity.statistic = "proportion"
        quantity.rules.append("count-of-total")
        previous = self.quantities[-1] if self.quantities else None
        opened = self.norm(i - 1) in ("(", "[")
        if (
            previous is not None
            and opened
            and self.opens_after(previous, i)
            and previous.unit == "%"
        ):
            previous.numerator, previous.denominator = quantity.numerator, quantity.denominator
            previous.last = k
            previous.rules.append("count-of-total")
            return k + 1
        quantity.last = self.percentage_after(quantity, k)
        self.quantities.append(quantity)
        return quantity.last + 1

    def opens_after(self, previous: Quantity, i: int) -> bool:
        """Whether an opening bracket at `i - 1` follows the quantity `previous` directly."""
        return previous.numerator is None and previous.last == i - 2

    def count_at(self, i: int) -> int | None:
        if self.is_whole(i):
            return int(self.norm(i))
        if self.lower(i) == "none":
            return 0
        return _WORD_NUMBERS.get(self.lower(i))

    def is_whole(self, i: int) -> bool:
        return self.is_number(i) and self.norm(i).isdigit() and len(self.norm(i)) < 10

    def percentage_after(self, quantity: Quantity, last: int) -> int:
        """Attach a percentage in brackets up to six words after a count; return the last token."""
        k = last + 1
        for _ in range(7):
            if self.norm(k) in ("(", "[", ","):
                number = self.signed(k + 1)
                if number is not None:
                    width = self.percent(number.last + 1)
                    inside = self.norm(k) != ","
                    if not inside and self.lower(quantity.first - 1) in _WITHIN:
                        return last  # in 132 patients, 41.2 % …: the next share
                    if self.norm(number.last + width + 1) in ("CI", "CrI", "confidence"):
                        return last  # 13 weeks (95 % CI …)
                    if width and (inside or k == last + 1):
                        quantity.value, quantity.unit = number.value, "%"
                        quantity.statistic = "proportion"
                        quantity.rules.append("count-and-percentage")
                        end = number.last + width
                        if self.lower(end + 2) == "of" and quantity.denominator is None:
                            after = end + 3 + (self.lower(end + 3) in ("the", "all", "these"))
                            if inside and self.is_whole(after) and not self.percent(after + 1):
                                quantity.denominator, end = self.norm(after), after
                        return end
                return last
            token = self.tokens[k] if k < len(self.tokens) else None
            if token is None or token.kind != "word":
                if token is None or token.norm != "-":
                    return last
            k += 1
        return last

    # n = 35

    def sample_size(self, i: int) -> int:
        if self.norm(i) not in ("n", "N") or self.norm(i + 1) != "=" or not self.is_whole(i + 2):
            return i
        last = i + 2
        if self.lower(last + 1) in _CLUSTERS:
            return last + 1
        previous = self.quantities[-1] if self.quantities else None
        if self.norm(i - 1) in ("(", "[") and previous is not None and previous.last == i - 2:
            if previous.unit == "%" and previous.numerator is None:
                previous.numerator = self.norm(i + 2)
                if self.lower(i + 3) == "of" and self.is_whole(i + 4):
                    previous.denominator, last = self.norm(i + 4), i + 4
                previous.last = last
                previous.rules.append("count-and-percentage")
                return last + 1
        quantity = Quantity(i, last, i + 2, self.norm(i + 2), "patients", statistic="count")
        quantity.rules.append("size")
        self.quantities.append(quantity)
        return last + 1

    # plain numbers, percentages, values with a spread, and lists of them

    def plain(self, i: int) -> int:
        number = self.signed(i)
        if number is None:
            return self.count_in_words(i)
        if self.is_label(number.first):
            return self.past_labels(number.last)
        ends = self.range(i)
        if (ends is not None and self.norm(number.last + 1) == "-") or self.norm(i - 1) == "/":
            if not self.one_value_with_minus(number):
                self.mark_used(i, i)
                return (ends[2] if ends else number.last) + 1
        quantity = self.value(number)
        listed = self.shared_unit(number) if quantity.unit is None else []
        if listed:
            for item in listed:
                self.quantities.append(item)
            return listed[-1].last + 1
        if quantity.unit is None and not self.may_be_value(quantity):
            return quantity.last + 1
        self.quantities.append(quantity)
        return quantity.last + 1

    def one_value_with_minus(self, number: _Number) -> bool:
        """Whether a hyphen joins the number to a word, as in `4-year`; that is no range."""
        return self.norm(number.last + 1) == "-" and not self.is_number(number.last + 2)

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
        return self.lower(k) in _LABELS and self.norm(i - 1) != "="

    def past_labels(self, last: int) -> int:
        """Skip the rest of a list of labels: grades 3, 4 and 5; days 8-29."""
        k = last + 1
        while True:
            step = k
            while self.norm(step) in (",", "-", "/", "+") or self.lower(step) in (
                "and",
                "or",
                "to",
            ):
                step += 1
            after = step + 1
            joined = step > k and self.is_number(step)
            if not joined or self.percent(after) or self.norm(after) in ("(", "/"):
                return k
            k = after

    def value(self, number: _Number) -> Quantity:
        """The value at `number` with its operator, spread, unit and bracketed additions."""
        quantity = Quantity(number.first, number.last, number.first, number.value)
        self.take_operator(quantity)
        width = self.percent(quantity.last + 1)
        if width:
            quantity.unit, quantity.last = "%", quantity.last + width
        self.take_spread(quantity)
        if quantity.unit is None:
            width = self.percent(quantity.last + 1)
            if width:
                quantity.unit, quantity.last = "%", quantity.last + width
        if quantity.unit == "%":
            quantity.rules.append("percentage")
            quantity.statistic = quantity.statistic or "proportion"
            if self.lower(quantity.last + 1) == "of":
                k = quantity.last + 2
                while self.lower(k) in ("the", "all", "these", "those"):
                    k += 1
                if self.is_whole(k) and not self.percent(k + 1) and not self.is_time_unit(k + 1):
                    quantity.denominator = self.norm(k)
                    self.mark_used(k, k)
                    quantity.last = k
        self.take_brackets(quantity)
        if quantity.spread is None:
            self.take_listed_spread(quantity)
        self.take_unit(quantity)
        return quantity

    def take_operator(self, quantity: Quantity) -> None:
        k = quantity.first - 1
        sign = _SIGN_OPERATORS.get(self.norm(k))
        if sign is not None:
            quantity.operator, quantity.first = sign, k
            return
        for words, operator in _BEFORE:
            start = quantity.first - len(words)
            if start >= 0 and self.words(start, words):
                if words == ("over",) and self.lower(start - 1) in ("superior", "superiority"):
                    return
                quantity.operator, quantity.first = operator, start
                quantity.wording = " ".join(words)
                return

    def take_spread(self, quantity: Quantity) -> None:
        sign = self.norm(quantity.last + 1)
        k = quantity.last + 2
        if sign not in ("±", "+") or not self.is_number(k):
            return
        if sign == "+":
            # A plus between a value and a smaller one, before a percent sign, is ± misprinted.
            if not self.percent(k + 1) or Decimal(self.norm(k)) >= Decimal(quantity.value or "0"):
                return
            quantity.doubts.append("a plus sign is read as ±")
        quantity.spread, quantity.last = self.norm(k), k
        quantity.rules.append("spread")
        quantity.spread_kind = self.announced_spread
        if quantity.spread_kind is None and quantity.core - self.mean < 25:
            quantity.statistic, quantity.spread_kind = "mean", "sd"
        elif quantity.spread_kind is not None:
            quantity.statistic = "mean"
        width = self.percent(k + 1)
        if width:
            quantity.unit, quantity.last = "%", k + width
        after = quantity.last + 1 + (self.norm(quantity.last + 1) in ("(", "["))
        if self.norm(after).upper() in _SPREADS and not self.is_number(after + 1):
            quantity.spread_kind = "sd" if self.norm(after).upper() == "SD" else "se"

    def take_listed_spread(self, quantity: Quantity) -> None:
        """Parse `3.0, SD = 1.2`, also with the unit before the comma."""
        k = quantity.last + 1
        if self.norm(k) not in (",", ";") and self.norm(k + 1) in (",", ";"):
            k += self.lower(k) in _DOSE_UNITS | _TIME_UNITS | {"point"}
        if self.norm(k) not in (",", ";") or self.norm(k + 1).upper() not in _SPREADS:
            return
        number = k + 2 + (self.norm(k + 2) in ("=", ":", "±"))
        if self.is_number(number):
            quantity.spread, quantity.last = self.norm(number), number
            quantity.spread_kind = "sd" if self.norm(k + 1).upper() == "SD" else "se"
            quantity.statistic = "mean"
            quantity.rules.append("spread")

    def take_brackets(self, quantity: Quantity) -> None:
        """Parse `(SD 4.5)`, `[1.17]` after an announced mean, `(±4.5)`, `(61 patients)`."""
        k = quantity.last + 1
        unit_between = quantity.unit is None and self.lower(k) in _DOSE_UNITS | _TIME_UNITS
        if unit_between and self.norm(k + 1) in ("(", "["):
            k += 1
        if self.norm(k) not in ("(", "["):
            return
        inner = k + 1
        names_spread = (
            self.norm(inner).upper() in ("SD", "SE", "SEM") or self.lower(inner) == "standard"
        )
        kind = self.spread_kind_at(inner) if names_spread else None
        if kind and self.lower(inner) == "standard":
            inner += 1  # standard error [SE] = 2.8
            if self.norm(inner + 1) in ("(", "["):
                inner += 3
        if kind or self.norm(inner) == "±":
            number = inner + 1
            if self.norm(number) in ("=", ":", ",", "±"):
                number += 1
            if self.is_number(number):
                quantity.spread, quantity.spread_kind, quantity.last = (
                    self.norm(number),
                    kind,
                    number,
                )
                quantity.rules.append("spread")
                if kind and quantity.unit != "%":
                    quantity.statistic = "mean"
            return
        closed = self.norm(inner + 1) in (")", "]")
        kind = self.announced_spread if quantity.core - self.mean < 25 else None
        if (
            kind is None
            and self.spread_named_later is not None
            and self.spread_named_later[0] > inner
        ):
            kind = self.spread_named_later[1]
        if closed and self.is_number(inner) and kind:
            quantity.spread, quantity.spread_kind, quantity.last = self.norm(inner), kind, inner
            quantity.statistic = "mean"
            quantity.rules.append("spread")
            return
        if quantity.value and quantity.value.isdigit() and quantity.unit is None:
            last = self.take_percentage(quantity)
            if last is not None:
                quantity.last = last

    def take_percentage(self, quantity: Quantity) -> int | None:
        """Attach the percentage after a count, as in `16 [14%]`; None if there is none."""
        value = quantity.value
        last = self.percentage_after(quantity, quantity.last)
        if last == quantity.last:
            return None
        quantity.numerator = value
        return last

    def take_unit(self, quantity: Quantity) -> None:
        if quantity.unit is not None:
            return
        unit = self.lower(quantity.last + 1)
        if quantity.value and quantity.value.isdigit() and unit in PEOPLE:
            self.take_noun(quantity)
            return
        if self.norm(quantity.last + 1) == "-":
            unit = self.lower(quantity.last + 2)
        if quantity.spread is not None and quantity.statistic is None:
            quantity.statistic = "mean"
        previous = self.quantities[-1] if self.quantities else None
        against = previous is not None and quantity.first - previous.last < 4 and any(
            self.lower(k) in ("vs", "versus") for k in range(previous.last + 1, quantity.first)
        )  # fmt: skip
        if previous is not None and previous.statistic in ("mean", "median") and (
            (previous.unit or "").removesuffix("s") == unit.removesuffix("s") or against
        ):  # fmt: skip
            if quantity.statistic is None and quantity.core - previous.last < 22:
                quantity.statistic = previous.statistic  # the list goes on
        if self.median >= 0 and quantity.core - self.median < 12:
            quantity.statistic = "median"
        elif self.mean >= 0 and quantity.core - self.mean < 12 and quantity.statistic is None:
            quantity.statistic = "mean"
        if unit in _TIME_UNITS:
            if quantity.statistic in ("median", "mean"):
                quantity.unit = f"{unit}s" if len(unit) > 3 else unit
                quantity.last += 1
            else:
                quantity.unit = "time"
            return
        if unit in _DOSE_UNITS:
            quantity.unit = "dose" if quantity.statistic is None else unit
            return
        if quantity.statistic in ("median", "mean"):
            quantity.unit = "points" if quantity.unit is None else quantity.unit
            quantity.doubts.append("the unit is not printed with the value")
            return
        if quantity.value and quantity.value.isdigit():
            self.take_noun(quantity)

    def take_noun(self, quantity: Quantity) -> None:
        """Parse the counted noun up to four words after a number: `24 enrolled patients`."""
        for k in range(quantity.last + 1, quantity.last + 6):
            token = self.tokens[k] if k < len(self.tokens) else None
            if token is None or token.kind == "number" or token.norm in (",", ".", ";", "(", ")"):
                return
            if token.kind == "word" and self.lower(k) in _COUNTED:
                value = quantity.value
                last = self.percentage_after(quantity, k) if self.norm(k + 1) in ("(", "[") else k
                if last > k:
                    quantity.numerator, quantity.last = value, last
                return
            if token.kind == "word" and self.lower(k) in PEOPLE:
                quantity.noun, quantity.unit, quantity.statistic = (
                    self.lower(k),
                    "patients",
                    "count",
                )
                quantity.rules.append("count-of-people")
                value = quantity.value
                last = self.percentage_after(quantity, k)
                if last > k:
                    quantity.numerator, quantity.last = value, last
                return

    def may_be_value(self, quantity: Quantity) -> bool:
        """Whether a bare number may be a value; the attachment of endpoints decides later."""
        value = quantity.value or ""
        if value.isdigit() and 1900 <= int(value) <= 2100:
            return False
        return value.isdigit() and len(value) < 7 and not self.is_time_unit(quantity.last + 1)

    def is_time_unit(self, i: int) -> bool:
        if self.norm(i) == "-":
            i += 1
        return self.lower(i) in _TIME_UNITS

    def spelt_number(self, i: int) -> tuple[int, int] | None:
        """The number in words from `i`, below a thousand, and its last token."""
        small = self.below_hundred(i)
        if self.lower(i) == "hundred":
            small, hundred = (1, i), i
        elif small is not None and small[0] < 10 and self.lower(small[1] + 1) == "hundred":
            hundred = small[1] + 1
        else:
            return small
        number, last = 100 * small[0], hundred
        rest = hundred + 1 + (self.lower(hundred + 1) == "and")
        more = self.below_hundred(rest)
        if more is not None:
            number, last = number + more[0], more[1]
        return number, last

    def below_hundred(self, i: int) -> tuple[int, int] | None:
        number = _WORD_NUMBERS.get(self.lower(i))
        if number is None:
            return None
        unit = i + 1 + (self.norm(i + 1) == "-")
        more = _WORD_NUMBERS.get(self.lower(unit), 0)
        return (number + more, unit) if number >= 20 and 0 < more < 10 else (number, i)

    def count_in_words(self, i: int) -> int:
        """Parse a count in words of people or events: `Twenty-one patients`, `two deaths`."""
        spelt = self.spelt_number(i)
        if self.lower(i) == "no" and self.lower(i + 1) in PEOPLE:
            spelt = 0, i
        if spelt is None:
            return i
        number, last = spelt
        few = number < 10 or self.is_number(last + 2)
        if (
            self.is_time_unit(last + 1)
            or self.is_label(i)
            or (self.lower(last + 1) == "of" and few)
        ):
            return last + 1
        quantity = Quantity(i, last, i, str(number))
        if self.norm(last + 1) in ("(", "["):
            after = self.take_percentage(quantity)
            quantity.last = after if after is not None else last
        if quantity.unit is None:
            self.take_noun(quantity)
        quantity.wording = " ".join(t.text for t in self.tokens[i : last + 1])
        quantity.rules.append("number-in-words")
        self.quantities.append(quantity)
        return quantity.last + 1

    def shared_unit(self, number: _Number) -> list[Quantity]:
        """The quantities of `44.9, 24.1, and 3.6 %`, which share the last percent sign."""
        items, k = [number], number.last + 1
        while len(items) < 12:
            step = k
            while self.norm(step) == "," or self.lower(step) in ("and", "or", "vs", "versus", "."):
                step += 1
                if step - k > 3:
                    return []
            following = self.signed(step) if step > k else None
            if following is None:
                return []
            items.append(following)
            k = following.last + 1
            width = self.percent(k)
            if width:
                break
        else:
            return []
        if any(abs(Decimal(item.value)) > 100 for item in items):
            return []
        sharing = [
            Quantity(n.first, n.last, n.first, n.value, "%", statistic="proportion") for n in items
        ]
        for quantity in sharing:
            quantity.rules += ["percentage", "shared-unit"]
        sharing[-1].last += width
        return sharing


def quantities(tokens: list[Token]) -> list[Quantity]:
    """The quantities of a sentence, in order.

    >>> from ingest.extract.tokens import tokenise
    >>> (share,) = quantities(tokenise("EFS was 72.6% (95% CI, 60.1 to 85.1)."))
    >>> share.value, share.unit, (share.lower, share.upper, share.level), share.rules
    ('72.6', '%', ('60.1', '85.1', '95'), ['percentage', 'interval'])
    """
    return _QuantityParser(tokens).read()


_PRINTED = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def printable(value: str | None) -> bool:
    """Whether a record may hold the number: at most fifteen digits before and after the point."""
    return value is not None and _PRINTED.fullmatch(value) is not None
