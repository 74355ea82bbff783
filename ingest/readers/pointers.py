"""Finds citation markers in running text: superscript or bracketed numbers that cite references.

A superscript may also be an exponent (m², 10⁹/L, R²), a charge (Ca²⁺), the mass of an isotope
(¹³C) or a footnote mark. Each candidate is judged by its context; then the citation style of the
paper is chosen among three, because a paper keeps to one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.readers.glued import glued_numbers
from ingest.readers.number_lists import DASH, expanded

Style = Literal["raised", "bracketed", "in parentheses", "glued"]
Verdict = Literal["yes", "perhaps", "no"]
STYLES: tuple[Style, ...] = ("raised", "bracketed", "in parentheses")
"""The styles that a marker shows by its own form; a glued one is inferred from the order."""

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

LENGTHS = (
    "m km dm cm mm µm μm nm pm ft in inch inches yd mi foot feet mile miles metre metres meter "
    "meters centimetre centimetres centimeter centimeters millimetre millimetres millimeter "
    "millimeters Å px pixel pixels"
)
UNIT = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(LENGTHS.split())})\Z")
RATE = re.compile(r"/\s?(?:s|sec|min|h|hr|d)\Z")
VARIABLE = re.compile(r"(?<![^\W_])(?:[A-Za-zΑ-ωχηϕϵ]|[Cc]hi|[Ee]ta|[Rr]ho|[Tt]au|[Ss]igma|log)\Z")
TRAILING_VARIABLE = re.compile(r"(?:[χηρτσωϕφε]|\*[A-Za-zχ]\*|_[A-Za-zχ]_)\Z")
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
POWER_BASE = re.compile(r"(?<![\w.,])(?:10|2|e)\Z")
PRODUCT = re.compile(r"(?:[×x·*∙•⋅]|\\times|[<>≤≥=~≈])\s?(?:10|2|e)\Z")
INTERVAL = re.compile(
    r"(?i)(?:\bCI|\bCrI|\bIQR|interval|range[ds]?|median|mean|quartiles?|percentiles?|\bSD|±"
    r"|between|values?)\s?[:,=of]{0,3}\s?[^.]{0,14}\Z"
)
INTERVAL_NEARBY = re.compile(
    r"\b(?:CI|CrI|IQR|[Ii]nterval|[Rr]anged?|[Mm]edian|[Mm]ean|[Qq]uartiles?)\b"
)
BARE_VALUE = re.compile(r"(?:(?<![\w.-])[0-9][0-9.,·]*%?|%|±)\s?\Z")
ALGEBRA = re.compile(r"\([^()]{0,40}[A-Za-zα-ω]\s?[-−+/]\s?[A-Za-zα-ω][^()]{0,40}\)\Z")
NOT_CITED = re.compile(
    r"(?i)(?:\b(?:eq|eqs|equations?|steps?|items?|tables?|tab|figs?|figures?|phases?|appendix|types?"
    r"|sections?|group|n|no|number|total|sum|grades?|stages?|formula|model|aim|question|score)\.?\s?"
    r"|[=<>≤≥±+/−–-]\s?|(?<![\w.])(?<![A-Za-z][-‐‑])[0-9][0-9.,]*\s?%?\s?|%\s?"
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
CONTEXT_BEFORE, CONTEXT_AFTER = 60, 600
"""Number of characters before and after a candidate that are examined."""
MAX_SKIPPED = 3
"""In a list numbered in order of citation, so many references may be cited in tables only."""
MAX_LEAP = 15
"""In such a list, a candidate that is so far ahead of all before it is not a marker."""
ORDERED_SHARE = 0.9
"""The minimum share of markers in order that identifies such a list."""
CYTOGENETIC = re.compile(r"(?<![^\W_])(?:t|inv|del|dup|ins|der|dic|add|idic|[ipqr])\Z")
"""The prefix of a chromosome aberration: t(4;11), inv(16), del(7)."""
THOUSANDS = re.compile(r"(?<!\d)\d{1,3},\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class CitationMarker:
    """A citation marker: its span in the text, its style, and the reference numbers it cites.

    A `doubtful` one has the form of a count or an interval, and cites only what nothing else does.
    """

    start: int
    end: int
    style: Style
    numbers: tuple[int, ...]
    doubtful: bool = False


def citation_markers(
    text: str, regions: Sequence[tuple[int, int]], listed: Collection[int]
) -> list[CitationMarker]:
    """The citation markers of a paper without citation links, in order of position.

    `regions` are the spans of its paragraphs; `listed` the numbers in its reference list, if any.

    >>> text = "It was shown in 20 m² plots.¹,² Others agree.³"
    >>> [marker.numbers for marker in citation_markers(text, [(0, len(text))], [1, 2, 3])]
    [(1, 2), (3,)]
    """
    candidates = {style: list(_candidates(text, regions, style)) for style in STYLES}
    by_style = {
        style: [marker for marker in candidates[style] if not marker.doubtful] for style in STYLES
    }
    coverage = {style: _coverage(by_style[style], listed) for style in STYLES}
    chosen = max(STYLES, key=lambda style: (coverage[style], len(candidates[style])))
    markers = [marker for marker in by_style[chosen] if coverage[chosen] > 0]
    if chosen == "in parentheses":
        markers = _without_counts(markers, listed)
    markers = _without_outliers(markers)
    if not _all_cited(markers, listed):
        glued = _glued(text, regions, listed, markers if chosen == "raised" else [])
        if chosen == "raised":
            markers = [*markers, *glued]
        elif _coverage(glued, listed) > coverage[chosen]:
            markers = glued
    others = [
        marker
        for style in STYLES
        for marker in candidates[style]
        if (style == chosen) == marker.doubtful
    ]
    return sorted(
        [*markers, *_gap_fillers(markers, others, listed)], key=lambda marker: marker.start
    )


def markers_of(text: str, style: Style, listed: Collection[int]) -> Iterator[CitationMarker]:
    """The markers of one style in a short text, such as a cell, that cite listed references."""
    if style == "glued":
        return
    for marker in _candidates(f"{text} ", [(0, len(text))], style):
        if not marker.doubtful and set(marker.numbers) <= set(listed):
            yield marker


def _all_cited(markers: Iterable[CitationMarker], listed: Collection[int]) -> bool:
    """Whether the markers cite each entry of the list; not without a list."""
    cited = {number for marker in markers for number in marker.numbers}
    return bool(listed) and cited.issuperset(listed)


def _glued(
    text: str,
    regions: Sequence[tuple[int, int]],
    listed: Collection[int],
    raised: Sequence[CitationMarker],
) -> list[CitationMarker]:
    """Raised numbers that were copied as plain digits and cite what the raised ones do not."""
    cited = {number for marker in raised for number in marker.numbers}
    return [
        CitationMarker(glued.start, glued.end, "glued", glued.numbers)
        for glued in glued_numbers(text, regions, listed, cited)
        if not cited.issuperset(glued.numbers)
    ]


def _coverage(markers: list[CitationMarker], listed: Collection[int]) -> float:
    """How many listed references the markers cite, minus half the unlisted ones.

    Without a list: the number of markers in order of citation, plus a tenth of distinct numbers.
    """
    named = {number for marker in markers for number in marker.numbers}
    if listed:
        return len(named & set(listed)) - 0.5 * len(named - set(listed))
    return _count_in_order(markers) + 0.1 * len(named)


def _count_in_order(markers: Iterable[CitationMarker]) -> int:
    """The number of markers in order of citation: at most MAX_SKIPPED ahead of those before."""
    highest, count = 0, 0
    for marker in markers:
        for number in marker.numbers:
            if highest < number <= highest + MAX_SKIPPED:
                highest = number
        count += max(marker.numbers) <= highest
    return count


def _without_counts(markers: list[CitationMarker], listed: Collection[int]) -> list[CitationMarker]:
    """Markers in parentheses that cite listed references; without a list, ordered ones or lists."""
    if listed:
        return [marker for marker in markers if set(marker.numbers) <= set(listed)]
    if _count_in_order(markers) >= 0.6 * len(markers):
        return markers
    return [marker for marker in markers if len(marker.numbers) > 1]


def _without_outliers(markers: list[CitationMarker]) -> list[CitationMarker]:
    """Markers without those far ahead of the order of citation, if nearly all follow it."""
    ordered, highest = [], 0
    for marker in markers:
        if max(marker.numbers) <= highest + MAX_LEAP:
            ordered.append(marker)
            highest = max(highest, *marker.numbers)
    is_ordered = _count_in_order(ordered) >= ORDERED_SHARE * len(markers) and len(markers) > 1 / (
        1 - ORDERED_SHARE
    )
    return ordered if is_ordered else markers


def _gap_fillers(
    markers: list[CitationMarker], others: list[CitationMarker], listed: Collection[int]
) -> Iterator[CitationMarker]:
    """Markers of other styles that alone cite the next listed reference."""
    named = {number for marker in markers for number in marker.numbers}
    missing = set(listed) - named
    for marker in sorted(others, key=lambda marker: marker.start):
        if not missing or not set(marker.numbers) <= missing:
            continue
        last_number = max(
            (
                number
                for earlier in markers
                if earlier.start < marker.start
                for number in earlier.numbers
            ),
            default=0,
        )
        if marker.numbers[0] == last_number + 1:
            missing -= set(marker.numbers)
            markers = [*markers, marker]
            yield marker


def _candidates(
    text: str, regions: Sequence[tuple[int, int]], style: Style
) -> Iterator[CitationMarker]:
    """The candidates of one style whose context admits a citation."""
    pattern = {"raised": RAISED, "bracketed": BRACKETED, "in parentheses": PARENTHESES}[style]
    cites = {
        "raised": _raised_verdict,
        "bracketed": _bracket_verdict,
        "in parentheses": _parenthesis_verdict,
    }[style]
    for start, end in regions:
        for match in pattern.finditer(text, start, end):
            printed = next(group for group in match.groups() if group is not None)
            if match.groupdict().get("last"):
                printed += "-" + match["last"]
            numbers = expanded(printed)
            before = text[max(start, match.start() - CONTEXT_BEFORE) : match.start()]
            after = text[match.end() : min(end, match.end() + CONTEXT_AFTER)]
            verdict = cites(before, after, printed, numbers) if numbers else "no"
            if verdict != "no":
                doubtful = verdict == "perhaps"
                yield CitationMarker(match.start(), match.end(), style, numbers, doubtful)


def _raised_verdict(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> Verdict:
    """Whether a superscript number cites, given its context."""
    return "yes" if _raised_cites(before, after, printed, numbers) else "no"


def _raised_cites(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> bool:
    """Whether a superscript number cites, given its context."""
    if after[:1] in tuple("⁺⁻⁰") or re.match(r"[⁺⁻+−]|\^\{?[+−-]", after):
        return False  # a charge
    if before[-1:] in ("⁻", "⁺", "^") or (re.search(r"[₀-₉]\Z", before) and after[:1].isalpha()):
        return False
    if re.match(r"[^\W_]", after):
        return False  # an isotope, a strain, an affiliation, a footnote
    if not before.strip():
        return False  # this paragraph is a footnote or an affiliation
    if len(numbers) > 1:
        return True
    base = before.rstrip("*_$}")
    if before[-1:].isspace():
        base = before.rstrip()
    (exponent,) = numbers
    if exponent in (2, 3):
        if UNIT.search(base) or RATE.search(base) or ALGEBRA.search(base):
            return False
        if TRAILING_VARIABLE.search(before) or (
            VARIABLE.search(base) and not LETTER_LABEL.search(base)
        ):
            return False
    if PRODUCT.search(base):
        return False
    return not POWER_BASE.search(base) or (bool(LABEL.search(base)) and not after.startswith("/"))


def _bracket_verdict(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> Verdict:
    """Whether a bracketed number cites, and is no interval or year."""
    del after
    if any(number > 1_500 for number in numbers) or PLACE.search(before):
        return "no"
    if THOUSANDS.search(printed) or re.search(r"[=<>≤≥×+±]\s?\Z", before):
        return "no"
    if re.search(r"[0-9][.·][0-9]+\Z", before):
        return "no"  # a footnote of a value
    is_pair = len(re.findall(r"[0-9]+", printed)) == 2
    follows_value = BARE_VALUE.search(before) and (
        re.search(DASH, printed) or INTERVAL_NEARBY.search(before)
    )
    if is_pair and (INTERVAL.search(before) or follows_value) and not YEAR.search(before):
        return "no" if INTERVAL_NEARBY.search(before) else "perhaps"
    return "yes"


def _parenthesis_verdict(
    before: str, after: str, printed: str, numbers: tuple[int, ...]
) -> Verdict:
    """Whether a number in parentheses cites, and is no count, year or list item."""
    if any(number > 1_500 for number in numbers) or not before.strip():
        return "no"
    if CYTOGENETIC.search(before) or THOUSANDS.search(printed) or PLACE.search(before):
        return "no"
    if after.startswith(("%", "/", "(")) or re.match(r"[^\W_]", after):
        return "no"
    is_interval = len(numbers) > 1 and INTERVAL_NEARBY.search(before[-30:])
    if is_interval or re.search(r"[=<>≤≥±+/]\s?\Z", before):
        return "no"
    if numbers == (1,) and re.search(r"[,;.]\s(?:and\s|or\s)?\(2\)\s", after):
        return "perhaps"  # an enumeration: (1) …, (2) …
    return "perhaps" if _looks_like_count(before, after, printed, numbers) else "yes"


def _looks_like_count(before: str, after: str, printed: str, numbers: tuple[int, ...]) -> bool:
    """Whether a number in parentheses has the place of a count, an interval or a list item."""
    follows_percentage = len(numbers) > 1 and "%" in before[-2:] and not re.search(DASH, printed)
    if NOT_CITED.search(before) and not YEAR.search(before) and not follows_percentage:
        return True
    if re.search(r"(?:\band|\bor|[,;:])\s?\Z", before) and WORD_FOLLOWS.match(after):
        return True
    return len(numbers) > 1 and bool(INTERVAL.search(before))
