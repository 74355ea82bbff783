"""Where in its journal a paper stands: year, volume, issue and pages at the end of a reference.

From the end of the text leftwards everything is taken that such a place is made of (numbers,
months, "vol.", "Suppl", punctuation). The longest part of it that one of a few shapes covers
whole is the locator; what stands before is journal and title.
"""

import re
from dataclasses import dataclass, replace

from ingest.references.letters import DASH, MONTH, PAGE, ROMAN, YEAR
from ingest.references.pages import in_full

WINDOW = 240
"""Characters from the end in which a locator is sought."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_WORDS = re.compile(
    r"(?:vol|volume|v|bd|jg|no|nos|nr|n|num|number|iss|issue|h|pp?|pgs?|pages?|s|e|id"
    r"|suppl?|supplements?|supplementum|pt|part|spec|special|art|article|abstract|abstr|poster"
    rf"|{MONTH}|{_SEASON}|[ivxlc]{{1,7}}|st|nd|rd|th)",
    re.I,
)
_POINTS = set(",;:.+'’&°º/()[]") | set("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_IN_BRACKETS = re.compile(r"\d|suppl|\bpt\b|part|spec|issue|[A-Z]$", re.I)

# The pieces of a locator. Numbers with labels ("vol. 12, no. 3, pp. 1-10") and without.
_TO = rf"\s?[{DASH}/]\s?"
_WHEN_MONTH = rf"(?:{MONTH}|{_SEASON})(?:{_TO}(?:{MONTH}|{_SEASON}))?"
_WHEN = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?[\s,]{{1,2}})?{_WHEN_MONTH}"
    r"(?:\s\d{1,2}(?:st|nd|rd|th)?)?[\s,]{1,2})?"
    rf"[(\[]?(?P<year>{YEAR})[a-z]?(?:{_TO}(?:{YEAR}|\d\d)(?=[\s;)]))?"
    rf"(?:[\s,]{{1,2}}{_WHEN_MONTH}(?:\s\d{{1,2}}(?:{_TO}(?:{MONTH}\s)?\d{{1,2}})?)?)?[)\]]?"
)
_VOLUME = (
    r"(?:(?:vol(?:ume|s)?|v|bd)\b\.?\s?)?"
    rf"(?P<volume>\d{{1,4}}(?:{_TO}(?:\d{{1,4}}|[A-Z](?!\w)))?[A-Z]?"
    rf"|[A-Z]{{1,2}}\s?[{DASH}]?\d{{1,4}}|[XVILC]{{1,7}})(?!\w)"
)
_SUPPLEMENT = (
    r"(?:suppl?(?:ement(?:um)?)?|pt|part|spec(?:ial)?)\.?(?:\s(?:issue|no)\.?)?"
    r"(?:\s?(?:[a-z]?\d{1,3}|[A-Z]))?(?![a-z])"
)
_ISSUE = (
    r"(?:[(\[]\s?(?P<bracketed>[^()\[\]]{1,40}?)\s?[)\]]"
    r"|(?:nos?|nr|n|num(?:ber)?|iss(?:ue)?|n[°º]|h)\b\.?\s?"
    rf"(?P<labelled>\d{{1,4}}(?:{_TO}\d{{1,4}})?)|(?P<supplement>{_SUPPLEMENT}))"
)
_ISSUES = rf"(?:{_ISSUE}(?:[\s,]{{0,2}}(?P<beside>[(\[]?{_SUPPLEMENT}[)\]]?))?)?"
_ARTICLE = r"(?:article|art|abstract|abstr|poster)\b\.?(?:\s(?:id|no|number)\b\.?)?\s?"
_ONLINE = r"\d{1,6}[.\s]e\d{1,4}"
_MORE_PAGES = (
    rf"(?:[.,]?\s?e\d{{1,4}}(?:{_TO}e?\d{{1,4}})?"
    rf"|[,;]\s?(?:{ROMAN}|{PAGE})(?:{_TO}(?:{ROMAN}|{PAGE}))?"
    rf"|\s?\+|,?\s{_ARTICLE}\w{{1,12}}|\s?pp?\b)*"
)
_PAGES = (
    rf"(?<=[\s,;:.)\]])(?:(?:pages?|pp?|pgs?|s)\b\.?\s?|{_ARTICLE}|id\s)?"
    # Reports count their front matter in Roman numerals: "iii-iv, 1-72" are the pages 1-72.
    rf"(?:{ROMAN}\s?[{DASH}]\s?{ROMAN}[,;]\s?)?"
    rf"(?P<first>{_ONLINE}|{PAGE}|{ROMAN})"
    rf"(?:\s?[{DASH}]{{1,2}}\s?(?P<last>{_ONLINE}|{PAGE}|{ROMAN}))?{_MORE_PAGES}"
)
_GAP = r"[\s,;:.]{0,3}"


def _shapes(*named: tuple[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(shape + r"[\s.,;]*", re.I)) for name, shape in named]


_DATED = _shapes(
    ("year; volume (issue): pages", rf"{_WHEN}{_GAP}{_VOLUME}{_GAP}{_ISSUES}{_GAP}{_PAGES}"),
    ("year; (issue) volume: pages", rf"{_WHEN}{_GAP}{_ISSUE}{_GAP}{_VOLUME}{_GAP}{_PAGES}"),
    (
        "volume (issue): pages, year",
        rf"{_VOLUME}{_GAP}{_ISSUES}{_GAP}{_PAGES}{_GAP}{_WHEN}"
        r"(?:\s?[(\[][^()\[\]]{1,40}[)\]])?",
    ),
    ("volume (issue) (year) pages", rf"{_VOLUME}{_GAP}{_ISSUES}{_GAP}{_WHEN}{_GAP}{_PAGES}"),
    # Before the shapes that could take the day of a date for a page.
    ("year alone", _WHEN),
    ("year: pages", rf"{_WHEN}{_GAP}{_ISSUES}{_GAP}{_PAGES}"),
    ("year; volume", rf"{_WHEN}{_GAP}{_VOLUME}{_GAP}{_ISSUES}"),
    ("volume, year", rf"{_VOLUME}{_GAP}{_ISSUES}{_GAP}{_WHEN}"),
    ("volume, year (issue)", rf"{_VOLUME}{_GAP}{_WHEN}{_GAP}{_ISSUE}"),
)
_UNDATED = _shapes(("volume (issue): pages", rf"{_VOLUME}{_GAP}{_ISSUES}{_GAP}{_PAGES}"))
_DATED_BEFORE = [
    *_UNDATED,
    *_shapes(
        ("volume alone", rf"{_VOLUME}{_GAP}{_ISSUES}"),
        ("pages alone", rf"(?=pages?\b|pp?\b){_PAGES}"),
    ),
    *_DATED,
]
_ANYWHERE = re.compile(rf"(?<=[\s.(]){_WHEN}\s?;\s?{_VOLUME}\s?{_ISSUES}\s?:\s?{_PAGES}", re.I)


@dataclass(frozen=True, slots=True)
class Locator:
    """Year, volume, issue, supplement and pages; `start` is where they begin in the text."""

    start: int
    rule: str
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    after: str = ""
    """What stands after the locator and is not understood."""


def read(text: str, dated: bool) -> Locator | None:
    """The locator at the end of `text`; `dated` when the year stands before the title."""
    start = max(0, len(text) - WINDOW)
    places = _run(text, start)
    shapes = _DATED_BEFORE if dated else [*_DATED, *_UNDATED]
    for place in places:
        for rule, shape in shapes:
            if found := shape.fullmatch(text, place):
                return _made(found, place, rule)
    strong = [*_ANYWHERE.finditer(text, max(0, len(text) - 4 * WINDOW))]
    if not strong:
        return None
    made = _made(strong[-1], strong[-1].start(), "year; volume (issue): pages, text after")
    return replace(made, after=text[strong[-1].end() :].strip(" .,;"))


def _run(text: str, start: int) -> list[int]:
    """Where a locator might begin: the starts of its tokens, from the left."""
    tokens = [*_TOKEN.finditer(text, start)]
    index, low = len(tokens) - 1, max(0, len(tokens) - 60)
    while index >= low:
        token = tokens[index][0]
        if token in ")]":
            opening = index - 1
            while opening > max(low, index - 10) and tokens[opening][0] not in "([":
                opening -= 1
            inside = text[tokens[opening].end() : tokens[index].start()]
            if tokens[opening][0] not in "([" or not _IN_BRACKETS.search(inside):
                break
            index = opening - 1
        elif not _belongs(token, tokens[index - 1][0] if index else ""):
            break
        else:
            index -= 1
    starts = [
        found.start()
        for found in tokens[index + 1 :]
        if found[0] not in _POINTS or found[0] in "(["
    ]
    return [place for place in starts if place == 0 or text[place - 1] in " .,;:(["]


def _belongs(token: str, before: str) -> bool:
    """Whether a token may be part of a locator, given the one before it."""
    if token in _POINTS or token[0].isdigit() or _WORDS.fullmatch(token):
        return True
    if len(token) == 1 and before in ("-", "–", "‐", "/"):
        return True  # 85-A
    return len(token) <= 16 and not token[:6].isalpha() and any(c.isdigit() for c in token)


def _made(found: re.Match[str], start: int, rule: str) -> Locator:
    parts = found.groupdict()
    issue = next(
        (parts[key] for key in ("bracketed", "labelled", "supplement") if parts.get(key)), None
    )
    issue, supplement = _issue(issue, parts.get("beside"))
    first, last = parts.get("first"), parts.get("last")
    return Locator(
        start=start,
        rule=rule,
        year=parts.get("year"),
        volume=parts.get("volume"),
        issue=issue,
        supplement=supplement,
        first_page=first,
        last_page=in_full(first, _printed_pages_only(first, last)) if first and last else None,
    )


def _printed_pages_only(first: str, last: str) -> str:
    """122–127.e8 are the pages 122–127 and eight more that are online only."""
    return re.sub(r"[.\s]e\d+$", "", last) if first.isdigit() else last


_NUMBER_AND_SUPPLEMENT = re.compile(
    rf"(?:no\.?\s)?(\d{{1,4}}(?:[{DASH}/]\d{{1,4}})?)[\s,]{{0,2}}((?:suppl?|pt|part|spec).*)", re.I
)


def _issue(issue: str | None, beside: str | None) -> tuple[str | None, str | None]:
    """The issue number and, where one stands beside it, the supplement."""
    if issue is None:
        return (None, None)
    if both := _NUMBER_AND_SUPPLEMENT.fullmatch(issue):
        return both[1], both[2]
    issue = re.sub(r"^(?:no|nr|iss(?:ue)?|number)\b\.?\s?", "", issue, flags=re.I)
    return issue, beside.strip("()[] ") if beside else None
