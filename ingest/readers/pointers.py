"""Citation pointers in running text: which raised or bracketed numbers cite, and which references.

A number may be raised because it is an exponent (m², 10⁹/L, R²), a charge (Ca²⁺), the mass of an
isotope (¹³C) or a mark of a footnote. Each candidate is judged by what stands around it; then the
paper as a whole shows in which of the three styles it cites, for a paper keeps to one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["raised", "bracketed", "in parentheses"]
STYLES: tuple[Style, ...] = ("raised", "bracketed", "in parentheses")

DASH = r"(?:--?|[‐‑‒–—−⁻~]|\\text\{[-–]+\}|\bto\b)"
NUMBER = r"[0-9]{1,4}"
LIST = rf"{NUMBER}(?:\s?(?:[,;·˒&]|\band\b|{DASH})\s?(?:and\s)?{NUMBER}){{0,60}}"
UNICODE = r"[⁰¹²³⁴-⁹]"
RAISED = re.compile(
    rf"(?P<unicode>{UNICODE}(?:{UNICODE}|\s?[,;·˒]\s?(?={UNICODE})|[-‐‑‒–—⁻](?={UNICODE}))*)"
    rf"|(?:\$\s?|\\\()?(?:\{{\}})?\^\{{\s?(?:\\(?:text|mathrm|rm)\s?\{{)?[\[(]?"
    rf"(?P<braced>{LIST})[\])]?\}}?\s?\}}(?:\s?\$|\\\))?"
    rf"|\$?\^[\[(]?(?P<caret>{NUMBER}(?:(?:[,;]|{DASH})\s?{NUMBER}){{0,60}})[\])]?(?:\^|\$)?"
    rf"|<sup>\s?[\[(]?(?P<tagged>{LIST})[\])]?\s?</sup>"
    rf"|\\textsuperscript\{{[\[(]?(?P<command>{LIST})[\])]?\}}"
    rf"|\[\^(?P<footnote>{NUMBER})\]"
)
BRACKETED = re.compile(
    rf"\\?\[\s?(?P<list>{LIST})\s?\\?\](?:\s?{DASH}\s?\\?\[(?P<last>{NUMBER})\\?\])?"
)
PARENTHESES = re.compile(rf"\(\s?(?:refs?\.?\s)?(?P<list>{LIST})\s?\)")

TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
MOST_DIGITS = 4
LONGEST_RANGE = 200
"""A range of more references than this is taken as two numbers."""

LENGTHS = (
    "m km dm cm mm µm μm nm pm ft in inch inches yd mi foot feet mile miles metre metres meter "
    "meters centimetre centimetres centimeter centimeters millimetre millimetres millimeter "
    "millimeters Å px pixel pixels"
)
UNIT = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(LENGTHS.split())})\Z")
RATE = re.compile(r"/\s?(?:s|sec|min|h|hr|d)\Z")
VARIABLE = re.compile(r"(?<![^\W_])(?:[A-Za-zΑ-ωχηϕϵ]|[Cc]hi|[Ee]ta|[Rr]ho|[Tt]au|[Ss]igma|log)\Z")
TAIL_VARIABLE = re.compile(r"(?:[χηρτσωϕφε]|\*[A-Za-zχ]\*|_[A-Za-zχ]_)\Z")
LABEL = re.compile(
    r"(?i)\b(?:grades?|phases?|weeks?|days?|months?|years?|stages?|types?|tables?|cycles?|arms?|levels?"
    r"|class|classes|groups?|blocks?|scores?|ages?|aged|courses?|parts?|trials?|studies|study|cohorts?"
    r"|vitamins?|hepatitis|influenza|factors?|steps?|chapters?|sections?|versions?|criteria"
    r"|ALL|AML|NHL|BFM|COVID|CTCAE|DSM|ICD|HER|PD|IL|CD|and|or|of|the)[\s-]?\s?(?:[A-Za-z]|[0-9.]+)\Z"
)
LETTER_LABEL = re.compile(
    r"(?i)\b(?:grades?|types?|class|groups?|arms?|blocks?|parts?|cohorts?|vitamins?|hepatitis"
    r"|influenza|factors?|regimens?|stages?|protocols?|plans?|phases?|cyclosporine?|levels?)"
    r"[\s-][A-Za-z]\Z"
)
TEN = re.compile(r"(?<![\w.,])(?:10|2|e)\Z")
PRODUCT = re.compile(r"(?:[×x·*∙•⋅]|\\times|[<>≤≥=~≈])\s?(?:10|2|e)\Z")
SPREAD = re.compile(
    r"(?i)(?:\bCI|\bCrI|\bIQR|interval|range[ds]?|median|mean|quartiles?|percentiles?|\bSD|±"
    r"|between|values?)\s?[:,=of]{0,3}\s?[^.]{0,14}\Z"
)
SPREAD_NEAR = re.compile(
    r"\b(?:CI|CrI|IQR|[Ii]nterval|[Rr]anged?|[Mm]edian|[Mm]ean|[Qq]uartiles?)\b"
)
BARE_VALUE = re.compile(r"(?:(?<![\w.-])[0-9][0-9.,·]*%?|%|±)\s?\Z")
ALGEBRA = re.compile(r"\([^()]{0,40}[A-Za-zα-ω]\s?[-−+/]\s?[A-Za-zα-ω][^()]{0,40}\)\Z")
NOT_CITED = re.compile(
    r"(?i)(?:\b(?:eq|eqs|equations?|steps?|items?|tables?|tab|figs?|figures?|phases?|appendix|types?"
    r"|sections?|group|n|no|number|total|sum|grades?|stages?|formula|model|aim|question|score)\.?\s?"
    r"|[=<>≤≥±+/−–-]\s?|(?<![\w.])[0-9][0-9.,]*\s?%?\s?|%\s?"
    r"|(?<![A-Za-z])[0-9][0-9,.]*\s(?:\w+\s){0,2}(?:patients|participants|women|men|subjects|controls"
    r"|cases|children|males?|females?|deaths?|events|boys|girls)\s)\Z"
)
PLACE = re.compile(
    r"(?i)\b(?:tables?|figs?|figures?|files?|box|boxes|appendix|appendices|eqs?|equations?|sections?"
    r"|chapters?|panels?|videos?|schemes?|suppl\w*\s(?:materials?|methods?|data))\.?\s?"
    r"(?:\\?\[?S?[0-9]{1,3}[A-Za-z]?\\?\]?(?:\(\#[^()]{0,40}\))?\s?"
    r"(?:,\s?(?:and\s)?|and\s|[–-]\s?)){0,5}\Z"
)
"""What makes a bracketed number a place in the paper itself: pandoc's `Table [1](#)`."""
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\s?\Z")
WORD_FOLLOWS = re.compile(r"\s?[^\W\d_]")
CONTEXT, AFTER = 60, 600
"""So many characters before and after a number are looked at."""
SKIPPED = 3
"""In a list numbered as it is cited, so many references may be named in tables only."""
LEAP = 15
"""A mark that names a reference so far beyond all before it, in such a list, is none."""
ORDERLY = 0.9
"""The share of marks in order that shows such a list."""
CYTOGENETIC = re.compile(r"(?<![^\W_])(?:t|inv|del|dup|ins|der|dic|add|idic|[ipqr])\Z")
"""What stands right before the chromosomes of an aberration: t(4;11), inv(16), del(7)."""
THOUSANDS = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that cites: its offsets in the text, its style, and the numbers it names."""

    start: int
    end: int
    style: Style
    numbers: tuple[int, ...]


def expanded(printed: str) -> tuple[int, ...]:
    """The numbers of a printed list: `1,4–6` is 1, 4, 5, 6, and `101–4` is 101 to 104."""
    plain = re.sub(r"\\text\{([-–]+)\}|\bto\b", "-", printed.translate(TO_DIGITS))
    found: dict[int, None] = {}
    for part in re.split(r"[,;·˒&]|\band\b", plain):
        digits = re.findall(r"[0-9]+", part)
        if any(len(one) > MOST_DIGITS for one in digits):
            return ()
        ends = [int(one) for one in digits]
        if len(ends) == 2:
            low, high = ends
            if high < low:
                kept = len(str(low)) - len(str(high))
                high = int(str(low)[:kept] + str(high)) if kept > 0 else high
            if 0 < low <= high <= low + LONGEST_RANGE:
                ends = list(range(low, high + 1))
        found.update(dict.fromkeys(number for number in ends if number > 0))
    return tuple(found)


def marks(text: str, regions: Sequence[tuple[int, int]], known: Collection[int]) -> list[Mark]:
    """The citation marks of a paper without links of its own, in order.

    `regions` are the spans of its paragraphs; `known` the numbers of its reference list, if any.
    """
    by_style = {style: list(_candidates(text, regions, style)) for style in STYLES}
    weights = {style: _weight(by_style[style], known) for style in STYLES}
    chosen = max(STYLES, key=lambda style: weights[style])
    found = [mark for mark in by_style[chosen] if weights[chosen] > 0]
    if chosen == "in parentheses":
        found = _not_counts(found, known)
    found = _without_leaps(found)
    others = [mark for style in STYLES if style != chosen for mark in by_style[style]]
    return sorted([*found, *_filling(found, others, known)], key=lambda mark: mark.start)


def _weight(found: list[Mark], known: Collection[int]) -> float:
    """How much of a paper's citing some marks explain: the references they name, less surplus."""
    named = {number for mark in found for number in mark.numbers}
    if known:
        return len(named & set(known)) - 0.5 * len(named - set(known))
    return _in_order(found) + 0.1 * len(named)


def _in_order(found: Iterable[Mark]) -> int:
    """How many marks name no number beyond the next new one: references are numbered as cited."""
    highest, count = 0, 0
    for mark in found:
        for number in mark.numbers:
            if highest < number <= highest + SKIPPED:
                highest = number
        count += max(mark.numbers) <= highest
    return count


def _not_counts(found: list[Mark], known: Collection[int]) -> list[Mark]:
    """Marks in parentheses that name listed references; without a list, those in order or many."""
    if known:
        return [mark for mark in found if set(mark.numbers) <= set(known)]
    if _in_order(found) >= 0.6 * len(found):
        return found
    return [mark for mark in found if len(mark.numbers) > 1]


def _without_leaps(found: list[Mark]) -> list[Mark]:
    """Marks without those that leap far ahead of the order that nearly all others keep to."""
    kept, highest = [], 0
    for mark in found:
        if max(mark.numbers) <= highest + LEAP:
            kept.append(mark)
            highest = max(highest, *mark.numbers)
    orderly = _in_order(kept) >= ORDERLY * len(found) and len(found) > 1 / (1 - ORDERLY)
    return kept if orderly else found


def _filling(found: list[Mark], others: list[Mark], known: Collection[int]) -> Iterator[Mark]:
    """Marks of another style that are the only ones to name the next listed reference."""
    named = {number for mark in found for number in mark.numbers}
    missing = set(known) - named
    for mark in sorted(others, key=lambda mark: mark.start):
        if not missing or not set(mark.numbers) <= missing:
            continue
        before = max((n for one in found if one.start < mark.start for n in one.numbers), default=0)
        if mark.numbers[0] == before + 1:
            missing -= set(mark.numbers)
            found = [*found, mark]
            yield mark


def _candidates(text: str, regions: Sequence[tuple[int, int]], style: Style) -> Iterator[Mark]:
    """What looks like a mark of one style and stands where one may stand."""
    pattern = {"raised": RAISED, "bracketed": BRACKETED, "in parentheses": PARENTHESES}[style]
    judge = {
        "raised": _raised_cites,
        "bracketed": _bracket_cites,
        "in parentheses": _parenthesis_cites,
    }[style]
    for start, end in regions:
        for found in pattern.finditer(text, start, end):
            printed = next(group for group in found.groups() if group is not None)
            if found.groupdict().get("last"):
                printed += "-" + found["last"]
            numbers = expanded(printed)
            before = text[max(start, found.start() - CONTEXT) : found.start()]
            after = text[found.end() : min(end, found.end() + AFTER)]
            if numbers and judge(before, after, printed, numbers):
                yield Mark(found.start(), found.end(), style, numbers)


def _raised_cites(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> bool:
    """Whether a raised number cites, by what stands before and after it."""
    if after[:1] in tuple("⁺⁻⁰") or re.match(r"[⁺⁻+−]|\^\{?[+−-]", after):
        return False  # a charge
    if before[-1:] in ("⁻", "⁺", "^") or (re.search(r"[₀-₉]\Z", before) and after[:1].isalpha()):
        return False
    if re.match(r"[^\W_]", after):
        return False  # an isotope, a strain, an affiliation, a footnote
    if not before.strip():
        return False  # the mark of the footnote or affiliation that this paragraph is
    if len(numbers) > 1:
        return True
    base = before.rstrip("*_$}")
    if before[-1:].isspace():
        base = before.rstrip()
    (power,) = numbers
    if power in (2, 3):
        if UNIT.search(base) or RATE.search(base) or ALGEBRA.search(base):
            return False
        if TAIL_VARIABLE.search(before) or (
            VARIABLE.search(base) and not LETTER_LABEL.search(base)
        ):
            return False
    if PRODUCT.search(base):
        return False
    return not TEN.search(base) or (bool(LABEL.search(base)) and not after.startswith("/"))


def _bracket_cites(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> bool:
    """Whether a bracketed number cites: an interval or a year does not."""
    del after
    if any(number > 1_500 for number in numbers) or PLACE.search(before):
        return False
    if THOUSANDS.search(printed):
        return False
    if re.search(r"[0-9][.·][0-9]+\Z", before):
        return False  # the footnote of a value
    pair = len(re.findall(r"[0-9]+", printed)) == 2
    valued = BARE_VALUE.search(before) and (re.search(DASH, printed) or SPREAD_NEAR.search(before))
    if pair and (SPREAD.search(before) or valued):
        return bool(YEAR.search(before))
    return not re.search(r"[=<>≤≥×+±]\s?\Z", before)


def _parenthesis_cites(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> bool:
    """Whether a number in parentheses cites: a count, a year or the item of a list does not."""
    if any(number > 1_500 for number in numbers) or not before.strip():
        return False
    if CYTOGENETIC.search(before):
        return False
    after_share = len(numbers) > 1 and "%" in before[-2:] and not re.search(DASH, printed)
    if NOT_CITED.search(before) and not YEAR.search(before) and not after_share:
        return False
    if re.search(r"(?:\band|\bor|[,;:])\s?\Z", before) and WORD_FOLLOWS.match(after):
        return False
    if THOUSANDS.search(printed):
        return False
    if numbers == (1,) and re.search(r"[,;.]\s(?:and\s|or\s)?\(2\)\s", after):
        return False  # an enumeration: (1) …, (2) …
    if len(numbers) > 1 and SPREAD.search(before):
        return False
    return not after.startswith(("%", "/", "(")) and not re.match(r"[^\W_]", after)
