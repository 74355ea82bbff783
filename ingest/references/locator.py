"""Parses the locator at the end of a reference: year, volume, issue and pages.

Scanning leftwards from the end, tokens are collected as long as a locator can contain them
(numbers, months, "vol.", "Suppl", punctuation). The longest suffix that fully matches one of a few
shapes is the locator; the text before it holds title and journal.
"""

import re
from dataclasses import dataclass, replace

from ingest.references.letters import DASH, MONTH, PAGE, ROMAN, YEAR
from ingest.references.pages import in_full

WINDOW = 240
"""Length of the suffix, in characters, that is searched for a locator."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_WORDS = re.compile(
    r"(?:vol|volume|v|bd|jg|no|nos|nr|n|num|number|iss|issue|h|pp?|pgs?|pages?|s|e|id"
    r"|suppl?|supplements?|supplementum|pt|part|spec|special|art|article|abstract|abstr|poster"
    rf"|{MONTH}|{_SEASON}|[ivxlc]{{1,7}}|st|nd|rd|th)",
    re.I,
)
_PUNCTUATION = set(",;:.+'’&°º/()[]") | set("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_IN_BRACKETS = re.compile(r"\d|suppl|\bpt\b|part|spec|issue|[A-Z]$", re.I)

# The components of a locator, with labels ("vol. 12, no. 3, pp. 1-10") and without.
_RANGE = rf"\s?[{DASH}/]\s?"
_MONTHS = rf"(?:{MONTH}|{_SEASON})(?:{_RANGE}(?:{MONTH}|{_SEASON}))?"
_DATE = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?[\s,]{{1,2}})?{_MONTHS}"
    r"(?:\s\d{1,2}(?:st|nd|rd|th)?)?[\s,]{1,2})?"
    rf"[(\[]?(?P<year>{YEAR})[a-z]?(?:{_RANGE}(?:{YEAR}|\d\d)(?=[\s;)]))?"
    rf"(?:[\s,]{{1,2}}{_MONTHS}(?:\s\d{{1,2}}(?:{_RANGE}(?:{MONTH}\s)?\d{{1,2}})?)?)?[)\]]?"
)
_VOLUME = (
    r"(?:(?:vol(?:ume|s)?|v|bd)\b\.?\s?)?"
    rf"(?P<volume>\d{{1,4}}(?:{_RANGE}(?:\d{{1,4}}|[A-Z](?!\w)))?[A-Z]?"
    rf"|[A-Z]{{1,2}}\s?[{DASH}]?\d{{1,4}}|[XVILC]{{1,7}})(?!\w)"
)
_SUPPLEMENT = (
    r"(?:suppl?(?:ement(?:um)?)?|pt|part|spec(?:ial)?)\.?(?:\s(?:issue|no)\.?)?"
    r"(?:\s?(?:[a-z]?\d{1,3}|[A-Z]))?(?![a-z])"
)
_ISSUE = (
    r"(?:[(\[]\s?(?P<bracketed>[^()\[\]]{1,40}?)\s?[)\]]"
    r"|(?:nos?|nr|n|num(?:ber)?|iss(?:ue)?|n[°º]|h)\b\.?\s?"
    rf"(?P<labelled>\d{{1,4}}(?:{_RANGE}\d{{1,4}})?)|(?P<supplement>{_SUPPLEMENT})(?=\s?,)"
    rf"|(?P<unnumbered>{_SUPPLEMENT}))"
)
_ISSUE_WITH_SUPPLEMENT = rf"(?:{_ISSUE}(?:[\s,]{{0,2}}(?P<beside>[(\[]?{_SUPPLEMENT}[)\]]?))?)?"
_ARTICLE = r"(?:article|art|abstract|abstr|poster)\b\.?(?:\s(?:id|no|number)\b\.?)?\s?"
_ONLINE = r"\d{1,6}[.\s]e\d{1,4}"
_MORE_PAGES = (
    rf"(?:[.,]?\s?e\d{{1,4}}(?:{_RANGE}e?\d{{1,4}})?"
    rf"|[,;]\s?(?:{ROMAN}|{PAGE})(?:{_RANGE}(?:{ROMAN}|{PAGE}))?"
    rf"|\s?\+|,?\s{_ARTICLE}\w{{1,12}}|\s?pp?\b)*"
)
_PAGES = (
    rf"(?<=[\s,;:.)\]])(?:(?:pages?|pp?|pgs?|s)\b\.?\s?|{_ARTICLE}|id\s)?"
    # Roman numerals count front matter: "iii-iv, 1-72" is pages 1-72.
    rf"(?:{ROMAN}\s?[{DASH}]\s?{ROMAN}[,;]\s?)?"
    rf"(?P<first>{_ONLINE}|{PAGE}|{ROMAN})"
    rf"(?:\s?[{DASH}]{{1,2}}\s?(?P<last>{_ONLINE}|{PAGE}|{ROMAN}))?{_MORE_PAGES}"
)
_GAP = r"[\s,;:.]{0,3}"


_COMMA_LIST = (
    r"(?P<volume>\d{1,4})[,:]\s(?P<labelled>[1-9]|[1-4]\d|5[0-2]),\s"
    rf"(?P<first>{PAGE})\s?[{DASH}]{{1,2}}\s?(?P<last>{PAGE})"
)
"""Volume, issue and pages of styles that print commas only: 38, 1, 77-79."""
_VERSION = re.compile(r"\bv(?:ersion)?\.?\s?\d+(?:\.\d+)+", re.I)
"""The version of a document, which is no volume: v5.0."""


def _shapes(*named_shapes: tuple[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(shape + r"[\s.,;]*", re.I)) for name, shape in named_shapes]


_SHAPES_WITH_YEAR = _shapes(
    ("year, volume, issue, pages", rf"{_DATE}{_GAP}{_COMMA_LIST}"),
    ("volume, issue, pages, year", rf"{_COMMA_LIST}{_GAP}{_DATE}"),
    (
        "year; volume (issue): pages",
        rf"{_DATE}{_GAP}{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_PAGES}",
    ),
    ("year; supplement: pages", rf"{_DATE}{_GAP}(?P<supplement>{_SUPPLEMENT}){_GAP}{_PAGES}"),
    ("year; (issue) volume: pages", rf"{_DATE}{_GAP}{_ISSUE}{_GAP}{_VOLUME}{_GAP}{_PAGES}"),
    (
        "volume (issue): pages, year",
        rf"{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_PAGES}{_GAP}{_DATE}"
        r"(?:\s?[(\[][^()\[\]]{1,40}[)\]])?",
    ),
    (
        "volume (issue) (year) pages",
        rf"{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_DATE}{_GAP}{_PAGES}",
    ),
    # Listed before the shapes that could mistake the day of a date for a page.
    ("year alone", _DATE),
    ("year: pages", rf"{_DATE}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_PAGES}"),
    ("year; volume", rf"{_DATE}{_GAP}{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}"),
    ("volume, year", rf"{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_DATE}"),
    ("volume, year (issue)", rf"{_VOLUME}{_GAP}{_DATE}{_GAP}{_ISSUE}"),
)
_SHAPES_WITHOUT_YEAR = _shapes(
    ("volume, issue, pages", _COMMA_LIST),
    ("volume (issue): pages", rf"{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}{_GAP}{_PAGES}"),
)
_SHAPES_AFTER_YEAR = [
    *_SHAPES_WITHOUT_YEAR,
    *_shapes(
        ("volume alone", rf"{_VOLUME}{_GAP}{_ISSUE_WITH_SUPPLEMENT}"),
        ("pages alone", rf"(?=pages?\b|pp?\b){_PAGES}"),
    ),
    *_SHAPES_WITH_YEAR,
]
_FULL_LOCATOR = re.compile(
    rf"(?<=[\s.(]){_DATE}\s?;\s?{_VOLUME}\s?{_ISSUE_WITH_SUPPLEMENT}\s?:\s?{_PAGES}", re.I
)


@dataclass(frozen=True, slots=True)
class Locator:
    """Year, volume, issue, supplement and pages; `start` is their offset in the text."""

    start: int
    rule: str
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    after: str = ""
    """Text after the locator that was not parsed."""


def read(text: str, year_before_title: bool) -> Locator | None:
    """The locator at the end of `text`, or None.

    `year_before_title` admits locators without a year.

    >>> place = read("N Engl J Med. 2001;344(14):1031-7.", year_before_title=False)
    >>> place.volume, place.issue, place.first_page, place.last_page
    ('344', '14', '1031', '1037')
    """
    start = max(0, len(text) - WINDOW)
    candidates = _candidate_starts(text, start)
    shapes = (
        _SHAPES_AFTER_YEAR if year_before_title else [*_SHAPES_WITH_YEAR, *_SHAPES_WITHOUT_YEAR]
    )
    versions = [version.span() for version in _VERSION.finditer(text, start)]
    for position in candidates:
        if any(first <= position < end for first, end in versions):
            continue
        for rule, shape in shapes:
            match = shape.fullmatch(text, position)
            if match is None or _is_year_of_name(match.groupdict()):
                continue
            if year_before_title and _YEAR_OF_JOURNAL.search(text, 0, match.end("volume")):
                # "Periodontology 2000, 68, 10-20": the volume is the next number, if there is one.
                later = read(text[match.end("volume") :], year_before_title)
                if later is not None and later.volume and later.first_page:
                    return replace(later, start=later.start + match.end("volume"))
            return _locator(match, position, rule)
    full_matches = [*_FULL_LOCATOR.finditer(text, max(0, len(text) - 4 * WINDOW))]
    if not full_matches:
        return None
    locator = _locator(
        full_matches[-1], full_matches[-1].start(), "year; volume (issue): pages, text after"
    )
    return replace(locator, after=text[full_matches[-1].end() :].strip(" .,;"))


_YEAR_OF_JOURNAL = re.compile(r"[^\W\d_]\s(?:19[5-9]|20[0-3])[0-9]\Z")


def _is_year_of_name(groups: dict[str, str | None]) -> bool:
    """Whether what was taken for year and volume is the journal's name and the year.

    "Periodontology 2000, 2015, 68, 10-20": two different years, of which the second is one too.
    """
    year, volume = groups.get("year"), groups.get("volume") or ""
    return (
        year is not None
        and re.fullmatch("(?:19|20)[0-9]{2}", volume) is not None
        and year != volume
    )


def _candidate_starts(text: str, start: int) -> list[int]:
    """Offsets at which a locator may start, ascending: the starts of tokens it may contain."""
    tokens = [*_TOKEN.finditer(text, start)]
    index, lowest = len(tokens) - 1, max(0, len(tokens) - 60)
    while index >= lowest:
        token = tokens[index][0]
        if token in ")]":
            opening = index - 1
            while opening > max(lowest, index - 10) and tokens[opening][0] not in "([":
                opening -= 1
            bracketed = text[tokens[opening].end() : tokens[index].start()]
            if tokens[opening][0] not in "([" or not _IN_BRACKETS.search(bracketed):
                break
            index = opening - 1
        elif not _is_locator_token(token, tokens[index - 1][0] if index else ""):
            break
        else:
            index -= 1
    starts = [
        match.start()
        for match in tokens[index + 1 :]
        if match[0] not in _PUNCTUATION or match[0] in "(["
    ]
    return [position for position in starts if position == 0 or text[position - 1] in " .,;:(["]


def _is_locator_token(token: str, previous: str) -> bool:
    """Whether a token may be part of a locator, given the previous token."""
    if token in _PUNCTUATION or token[0].isdigit() or _WORDS.fullmatch(token):
        return True
    if len(token) == 1 and previous in ("-", "–", "‐", "/"):
        return True  # 85-A
    return len(token) <= 16 and not token[:6].isalpha() and any(c.isdigit() for c in token)


def _locator(match: re.Match[str], start: int, rule: str) -> Locator:
    groups = match.groupdict()
    issue = groups.get("bracketed") or groups.get("labelled") or groups.get("unnumbered")
    issue, supplement = _split_issue(issue, groups.get("beside") or groups.get("supplement"))
    first, last = groups.get("first"), groups.get("last")
    return Locator(
        start=start,
        rule=rule,
        year=groups.get("year"),
        volume=groups.get("volume"),
        issue=issue,
        supplement=supplement,
        first_page=first,
        last_page=in_full(first, _without_online_pages(first, last)) if first and last else None,
    )


def _without_online_pages(first: str, last: str) -> str:
    """The last printed page: 122–127.e8 is pages 122–127 plus eight online-only pages."""
    return re.sub(r"[.\s]e\d+$", "", last) if first.isdigit() else last


_ISSUE_AND_SUPPLEMENT = re.compile(
    rf"(?:no\.?\s)?(\d{{1,4}}(?:[{DASH}/]\d{{1,4}})?)[\s,]{{0,2}}((?:suppl?|pt|part|spec).*)", re.I
)


def _split_issue(issue: str | None, beside: str | None) -> tuple[str | None, str | None]:
    """The issue number, and the supplement if one is printed next to it."""
    if issue is None:  # "15 Suppl 1": a supplement of the volume
        return None, beside.strip("()[] ") if beside else None
    if match := _ISSUE_AND_SUPPLEMENT.fullmatch(issue):
        return match[1], match[2]
    issue = re.sub(r"^(?:no|nr|iss(?:ue)?|number)\b\.?\s?", "", issue, flags=re.I)
    return issue, beside.strip("()[] ") if beside else None
