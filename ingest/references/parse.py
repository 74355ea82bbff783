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
    year, middle, location = _split_at_locator(stripped.text, author_list)
    online_year = None if year or location.year else _online_year(stripped.notes)
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


def _online_year(notes: list[str]) -> str | None:
    """The year in a note such as "Published online March 3, 2020"."""
    online_note = next(
        (note for note in notes if "online" in note.lower() or "epub" in note.lower()), ""
    )
    match = re.search(YEAR, online_note)
    return match[0] if match else None


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
    is_article = journal and (has_locator or reference.doi or reference.pmid)
    return replace(
        reference,
        title=_clean_title(split.title),
        journal=journal,
        kind="article" if is_article else "unknown",
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
