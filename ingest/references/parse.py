"""Parses one printed reference: the author list from the left, the locator from the right."""

import re
from dataclasses import replace

from ingest.references import division, locator, marks, people
from ingest.references.letters import UPPER, YEAR
from ingest.references.model import ParsedReference, ReferenceField, rule_accuracy

_YEAR_AFTER_AUTHORS = re.compile(
    rf"[\s.,;:]{{0,3}}(?:[(\[](?P<bracketed>{YEAR})[a-z]?(?:,\s[^()]{{1,30}})?[)\]]"
    rf"|(?P<bare>{YEAR})[a-z]?(?=[.,:;\s]))[\s.,:;]{{0,3}}"
)
_NO_YEAR = re.compile(
    r"[\s.,;]{0,3}[(\[](?:n\.\s?d\.?|in press|forthcoming)[)\]][\s.,:;]{0,3}", re.I
)
_EDITORS = re.compile(r",?\s?[(\[]?(?:editors?|eds?)\b\.?[)\]]?", re.I)
_IN_BOOK = re.compile(rf"[.?!,;]\s(?:In|in):\s|[.?!]\sIn\s(?=[{UPPER}])")
_PUBLISHER = re.compile(
    rf"(?:(?<=[.?!)\]]\s)|^)(?P<place>[{UPPER}][^.:;?!]{{1,60}}(?:\.[A-Z]\.?)?):\s"
    rf"(?P<publisher>[{UPPER}](?:[^.:;?!]|(?<=\b[A-Z])\.|\.(?=,|$)){{1,80}})[;,.]?$"
)
_PUBLISHER_FIRST = re.compile(
    rf"(?<=[.?!]\s)(?P<publisher>[{UPPER}][^.,:;]{{1,60}}),\s(?P<place>[{UPPER}][^.:;\d]{{1,40}})[;,.]?$"
)
_EDITION = re.compile(
    r"[,.]\s?\(?(?:\d{1,2}(?:st|nd|rd|th)|[Ss]econd|[Tt]hird|[Rr]ev(?:ised|\.)?)"
    r"\s[Ee]d(?:ition|n)?\b\.?\)?"
)
_PREPRINT = re.compile(
    r"(?<=[.?!]\s)(?:Preprint\s(?:at|from|on|in)\s|In:?\s)?"
    r"(?P<server>medRxiv|bioRxiv|arXiv|chemRxiv|PsyArXiv|SocArXiv|Research\sSquare|SSRN"
    r"|(?:OSF|Authorea|JMIR|Lancet)\sPreprints?|Authorea|Preprints(?:\.org)?)\b"
    r"(?P<after>(?:\s?[:.;,]|\s)?[^?!]{0,120})\Z"
)
"""The server of a preprint, which has no volume and no pages, and what is printed behind it."""
_YEAR_OF_NAME = re.compile(rf"[^\W\d_]\s{YEAR}\Z")
_PLAIN_WORDS = re.compile(r"\d\s?[;:]\s?\d|[a-z]{3,}\s[a-z]{2,}\s[a-z]{2,}")
_MEETING = re.compile(r"presented (?:at|to|in)\b|\A(?:abstr|poster)", re.I)
_LABELLED_ABSTRACT = re.compile(
    r"[(\[](?:meeting )?(?:abstract|abstr?|poster)\b[^)\]]{0,20}[)\]]", re.I
)
_QUOTES = ('""', "“”", "‘’", "''", "«»", "„“")


def parse(printed: str) -> ParsedReference:
    """The fields of one printed reference; never raises, unrecognised fields stay empty.

    >>> reference = parse("1. Doe AB, Roe C. A trial of one drug. N Engl J Med. 2001;344:1031-7.")
    >>> reference.authors
    (Person(family='Doe', initials='AB'), Person(family='Roe', initials='C'))
    >>> reference.title, reference.journal, reference.year
    ('A trial of one drug', 'N Engl J Med', '2001')
    >>> reference.volume, reference.first_page, reference.last_page
    ('344', '1031', '1037')
    """
    if len(printed) > marks.LONGEST:
        return ParsedReference(notes=(f"longer than {marks.LONGEST} characters: no reference",))
    stripped = marks.strip(printed)
    author_list = people.read(stripped.text)
    if author_list.people and (mark := _EDITORS.match(stripped.text, author_list.end)):
        stripped.notes.append(mark[0].strip(" ,()[]"))
        author_list = replace(author_list, end=mark.end())
    preprint = _PREPRINT.search(stripped.text, author_list.end)
    if preprint and not _PLAIN_WORDS.search(preprint["after"]):
        return _preprint(stripped, author_list, preprint)
    year, middle, location = _split_at_locator(stripped.text, author_list)
    online_year = None if year or location.year else _year_in_notes(stripped.notes)
    reference = ParsedReference(
        authors=author_list.people,
        etal=author_list.etal,
        collective=author_list.collective,
        year=year or location.year or online_year,
        volume=location.volume,
        issue=location.issue,
        supplement=location.supplement,
        first_page=location.first_page,
        last_page=location.last_page,
        doi=stripped.doi,
        pmid=stripped.pmid,
        pmcid=stripped.pmcid,
        url=stripped.url,
        number=stripped.number,
        notes=tuple(note for note in (*stripped.notes, location.after) if note),
    )
    year_rule = "year after the authors" if year else "year online" if online_year else ""
    rules: dict[ReferenceField, str] = {
        "authors": author_list.rule,
        "year": year_rule or location.rule,
        "volume": location.rule,
        "issue": location.rule,
        "first_page": location.rule,
        "last_page": location.rule,
    }
    reference = _with_title(reference, middle, stripped.emphasised, rules)
    how = {
        name: rule_accuracy(name, rule) for name, rule in rules.items() if getattr(reference, name)
    }
    return replace(reference, how=how)


def _preprint(
    stripped: marks.StrippedReference, author_list: people.AuthorList, match: re.Match[str]
) -> ParsedReference:
    """A preprint: the title before the name of its server, the year behind it or in its DOI."""
    start, year, _ = _year_after_authors(stripped.text, author_list.end)
    identified = f"{match['after']} {stripped.doi or ''} {' '.join(stripped.notes[:1])}"
    printed = re.search(rf"(?<!\d){YEAR}(?!\d)", identified)
    year = year or (printed[0] if printed else None)
    rule = "before the server of a preprint"
    rules: dict[ReferenceField, str] = {
        "authors": author_list.rule, "title": rule, "journal": rule, "year": rule
    }  # fmt: skip
    reference = ParsedReference(
        authors=author_list.people,
        etal=author_list.etal,
        collective=author_list.collective,
        title=_clean_title(stripped.text[start : match.start()].lstrip(" .,;:")),
        journal=" ".join(match["server"].split()),
        year=year,
        doi=stripped.doi,
        pmid=stripped.pmid,
        pmcid=stripped.pmcid,
        url=stripped.url,
        kind="preprint",
        number=stripped.number,
        notes=tuple(stripped.notes),
    )
    how = {
        name: rule_accuracy(name, used) for name, used in rules.items() if getattr(reference, name)
    }
    return replace(reference, how=how)


def _year_in_notes(notes: list[str]) -> str | None:
    """The year in a note such as "Published online March 3, 2020", or of a meeting."""
    dated = [note for note in notes if re.search(r"online|epub|presented at", note, re.I)]
    years = re.findall(rf"(?<!\d){YEAR}(?!\d)", dated[0]) if dated else []
    return years[-1] if years else None


def _split_at_locator(
    text: str, author_list: people.AuthorList
) -> tuple[str | None, str, locator.Locator]:
    """The year after the authors if any, the text between authors and locator, and the locator."""
    start, year, certain = author_list.end, None, False
    if author_list.people or author_list.collective:
        start, year, certain = _year_after_authors(text, author_list.end)
    location = locator.read(text[start:], year_before_title=year is not None)
    if year and not certain and location and location.year and location.volume:
        # The locator has its own year, so the first year belongs to the title.
        start, year = author_list.end, None
        location = locator.read(text[start:], year_before_title=False)
    middle = text[start:]
    if year and location and location.year and location.year != year:
        # "(2015) … Periodontology 2000, 68, 10–20": a year within the name of the journal.
        if named := _YEAR_OF_NAME.search(middle, 0, location.start + len(location.year)):
            location = replace(location, start=named.end(), year=None)
    if location is None:
        location = locator.Locator(len(middle), "")
    return year, middle[: location.start].strip(" ,;:").removeprefix(".").strip(), location


def _year_after_authors(text: str, end: int) -> tuple[int, str | None, bool]:
    """Offset after the year that follows the authors, that year, and whether it is certain."""
    if undated := _NO_YEAR.match(text, end):
        return undated.end(), None, True
    match = _YEAR_AFTER_AUTHORS.match(text, end)
    if match is None:
        return end, None, False
    return match.end(), match["bracketed"] or match["bare"], match["bare"] is None


def _with_title(
    reference: ParsedReference, middle: str, emphasised: list[str], rules: dict[ReferenceField, str]
) -> ParsedReference:
    """`reference` with its title and its journal or book, and `rules` with their rules."""
    if match := _IN_BOOK.search(middle):
        rules["title"] = "before In:"
        reference = replace(reference, title=_clean_title(middle[: match.start()]), kind="chapter")
        return _with_book(reference, middle[match.end() :], rules)
    if not reference.volume and (match := _PUBLISHER.search(middle)):
        rules["title"] = "before place and publisher"
        title = _clean_title(_EDITION.split(middle[: match.start()])[0])
        return _with_publisher(replace(reference, title=title, kind="book"), match)
    has_locator = bool(reference.volume or reference.first_page)
    if reference.url and not has_locator and not reference.doi:
        rules["title"] = "web page"
        return replace(reference, title=_clean_title(middle), kind="web page")
    split = division.divide(middle, emphasised, has_locator)
    rules["title"] = rules["journal"] = split.rule
    journal = _clean_journal(split.journal)
    is_meeting = _LABELLED_ABSTRACT.search(middle) or any(map(_MEETING.search, reference.notes))
    is_article = journal and (has_locator or reference.doi or reference.pmid)
    return replace(
        reference,
        title=_clean_title(split.title),
        journal=journal,
        kind="meeting abstract" if is_meeting else "article" if is_article else "unknown",
    )


def _with_book(
    reference: ParsedReference, container: str, rules: dict[ReferenceField, str]
) -> ParsedReference:
    """`reference`, a chapter, with the text after "In:": editors, book, place and publisher."""
    editors = people.editors(container)
    reference, container = replace(reference, editors=editors.people), container[editors.end :]
    if reference.volume:
        split = division.divide(container, [], has_locator=True)
        rules["journal"] = split.rule
        return replace(
            reference, book=_clean_title(split.title), journal=_clean_journal(split.journal)
        )
    if match := _PUBLISHER.search(container) or _PUBLISHER_FIRST.search(container):
        reference, container = _with_publisher(reference, match), container[: match.start()]
    return replace(reference, book=_clean_title(_EDITION.split(container)[0]))


def _with_publisher(reference: ParsedReference, match: re.Match[str]) -> ParsedReference:
    return replace(
        reference,
        place=match["place"].strip(" ,"),
        publisher=match["publisher"].strip(" ,."),
    )


def _clean_title(text: str) -> str | None:
    text = text.strip(" ,;:").removesuffix(".").rstrip(" ,;:")
    if len(text) > 2 and text[0] + text[-1] in _QUOTES and text.count(text[-1]) <= 2:
        text = text[1:-1].rstrip(" ,.")
    return text or None


def _clean_journal(text: str) -> str | None:
    text = text.strip(" ,;:([–—-")
    if ". " not in text:
        text = text.removesuffix(".")
    return text.strip(" ,;:") or None
