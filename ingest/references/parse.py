"""From one printed reference to its parts: authors from the left, locator from the right."""

import re
from dataclasses import replace

from ingest.references import division, locator, marks, people
from ingest.references.letters import UPPER, YEAR
from ingest.references.model import ParsedReference, Part, reading

_YEAR_AFTER_AUTHORS = re.compile(
    rf"[\s.,;:]{{0,3}}(?:[(\[](?P<bracketed>{YEAR})[a-z]?(?:,\s[^()]{{1,30}})?[)\]]"
    rf"|(?P<bare>{YEAR})[a-z]?(?=[.,:;\s]))[\s.,:;]{{0,3}}"
)
_NO_YEAR_YET = re.compile(
    r"[\s.,;]{0,3}[(\[](?:n\.\s?d\.?|in press|forthcoming)[)\]][\s.,:;]{0,3}", re.I
)
_EDITORS = re.compile(r",?\s?[(\[]?(?:editors?|eds?)\b\.?[)\]]?", re.I)
_IN = re.compile(rf"[.?!,;]\s(?:In|in):\s|[.?!]\sIn\s(?=[{UPPER}])")
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
    """The parts of one printed reference. Never raises: what is not understood stays empty."""
    if len(printed) > marks.LONGEST:
        return ParsedReference(notes=(f"longer than {marks.LONGEST} characters: no reference",))
    bare = marks.strip(printed)
    heading = people.read(bare.text)
    if heading.people and (mark := _EDITORS.match(bare.text, heading.end)):
        bare.notes.append(mark[0].strip(" ,()[]"))
        heading = replace(heading, end=mark.end())
    year, middle, place = _dated(bare.text, heading)
    online = None if year or place.year else _year_in(bare.notes)
    found = ParsedReference(
        authors=heading.people,
        etal=heading.etal,
        collective=heading.collective,
        year=year or place.year or online,
        volume=place.volume,
        issue=place.issue,
        supplement=place.supplement,
        first_page=place.first_page,
        last_page=place.last_page,
        doi=bare.doi,
        pmid=bare.pmid,
        pmcid=bare.pmcid,
        url=bare.url,
        number=bare.number,
        notes=tuple(note for note in (*bare.notes, place.after) if note),
    )
    rules: dict[Part, str] = {
        "authors": heading.rule,
        "year": "year after the authors" if year else "year online" if online else place.rule,
        "volume": place.rule,
        "issue": place.rule,
        "first_page": place.rule,
        "last_page": place.rule,
    }
    found = _titled(found, middle, bare.emphasised, rules)
    how = {part: reading(part, rule) for part, rule in rules.items() if getattr(found, part)}
    return replace(found, how=how)


def _year_in(notes: list[str]) -> str | None:
    """The year of "Published online March 3, 2020"."""
    ahead = next((note for note in notes if "online" in note.lower() or "epub" in note.lower()), "")
    found = re.search(YEAR, ahead)
    return found[0] if found else None


def _dated(text: str, heading: people.Heading) -> tuple[str | None, str, locator.Locator]:
    """The year where it follows the authors, the text between them and the locator, the locator."""
    start, year, sure = heading.end, None, False
    if heading.people or heading.collective:
        start, year, sure = _year_after(text, heading.end)
    place = locator.read(text[start:], dated=year is not None)
    if year and not sure and place and place.year and place.volume:
        # The locator has a year of its own, so a title begins with one.
        start, year = heading.end, None
        place = locator.read(text[start:], dated=False)
    middle = text[start:]
    if place is None:
        place = locator.Locator(len(middle), "")
    return year, middle[: place.start].strip(" ,;:").removeprefix(".").strip(), place


def _year_after(text: str, end: int) -> tuple[int, str | None, bool]:
    """Where the rest begins, the year that stands after the authors, and whether it is sure."""
    if undated := _NO_YEAR_YET.match(text, end):
        return undated.end(), None, True
    found = _YEAR_AFTER_AUTHORS.match(text, end)
    if found is None:
        return end, None, False
    return found.end(), found["bracketed"] or found["bare"], found["bare"] is None


def _titled(
    found: ParsedReference, middle: str, emphasised: list[str], rules: dict[Part, str]
) -> ParsedReference:
    """`found` with its title and with the journal or book that it stands in."""
    if inside := _IN.search(middle):
        rules["title"] = "before In:"
        found = replace(found, title=_title(middle[: inside.start()]), kind="chapter")
        return _in_book(found, middle[inside.end() :], rules)
    if not found.volume and (published := _PUBLISHER.search(middle)):
        rules["title"] = "before place and publisher"
        title = _title(_EDITION.split(middle[: published.start()])[0])
        return _published(replace(found, title=title, kind="book"), published)
    placed = bool(found.volume or found.first_page)
    if found.url and not placed and not found.doi:
        rules["title"] = "web page"
        return replace(found, title=_title(middle), kind="web page")
    divided = division.divide(middle, emphasised, placed)
    rules["title"] = rules["journal"] = divided.rule
    journal = _journal(divided.journal)
    article = journal and (placed or found.doi or found.pmid)
    return replace(
        found,
        title=_title(divided.title),
        journal=journal,
        kind="article" if article else "unknown",
    )


def _in_book(found: ParsedReference, container: str, rules: dict[Part, str]) -> ParsedReference:
    """`found`, a chapter, with what follows "In:": editors, book, place and publisher."""
    heading = people.editors(container)
    found, container = replace(found, editors=heading.people), container[heading.end :]
    if found.volume:
        divided = division.divide(container, [], placed=True)
        rules["journal"] = divided.rule
        return replace(found, book=_title(divided.title), journal=_journal(divided.journal))
    if published := _PUBLISHER.search(container) or _PUBLISHER_FIRST.search(container):
        found, container = _published(found, published), container[: published.start()]
    return replace(found, book=_title(_EDITION.split(container)[0]))


def _published(found: ParsedReference, published: re.Match[str]) -> ParsedReference:
    return replace(
        found,
        place=published["place"].strip(" ,"),
        publisher=published["publisher"].strip(" ,."),
    )


def _title(text: str) -> str | None:
    text = text.strip(" ,;:").removesuffix(".").rstrip(" ,;:")
    if len(text) > 2 and text[0] + text[-1] in _QUOTES and text.count(text[-1]) <= 2:
        text = text[1:-1].rstrip(" ,.")
    return text or None


def _journal(text: str) -> str | None:
    text = text.strip(" ,;:([–—-")
    if ". " not in text:
        text = text.removesuffix(".")
    return text.strip(" ,;:") or None
