"""The fields in which a printed reference differs from the record of its work."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from ingest.checking.report import Difference
from ingest.references.model import ParsedReference, Person
from ingest.resolving.matching import Field, FieldComparison, one_person
from ingest.sources.text import bare_title, folded
from ingest.sources.work import ID_KINDS, Work, same

ONE_WORD = 75.0
"""Indel similarity in percent from which two words are spellings of one: tumour and tumor."""
_SMALL = 4
"""Letters of a word that counts in a title; numbers always count."""


def differences(
    reference: ParsedReference, work: Work, comparison: FieldComparison, *, guessed: bool = False
) -> tuple[Difference, ...]:
    """Each field that is printed otherwise than the work has it.

    A year apart by one counts only if the record has both years, of print and online. Of `guessed`
    data, which a reader took from how a page looks, only what was compared is told.
    """
    return tuple(_each(reference, work, comparison, guessed))


def _each(
    reference: ParsedReference, work: Work, comparison: FieldComparison, guessed: bool
) -> Iterator[Difference]:
    values: dict[Field, tuple[str | None, str | None]] = {
        "first author": (_name(reference.authors[:1]), _name(work.people[:1])),
        "year": (reference.year, " or ".join(map(str, work.years))),
        "volume": (reference.volume, work.volume),
        "first page": (reference.first_page, work.first_page),
        "journal": (reference.journal, next(iter(work.journals), None)),
    }
    if "title" in comparison.disagreed or (not guessed and _reworded(reference.title, work)):
        yield Difference("title", reference.title or "", work.title or "")
    for field, (printed, recorded) in values.items():
        if printed and recorded and _differs(field, reference, work, comparison):
            yield Difference(field, printed, recorded)
    if not guessed:
        yield from _further(reference, work, comparison)


def _differs(
    field: Field, reference: ParsedReference, work: Work, comparison: FieldComparison
) -> bool:
    if field in comparison.disagreed:
        return True
    known = field not in comparison.agreed and len(work.years) > 1
    return field == "year" and known and (reference.year or "").isdecimal()


def _further(
    reference: ParsedReference, work: Work, comparison: FieldComparison
) -> Iterator[Difference]:
    """Identifiers, further authors, issue and last page."""
    for kind in ID_KINDS:
        printed, recorded = getattr(reference, kind), getattr(work, kind)
        if printed and recorded and not same(kind, printed, recorded):
            yield Difference(kind.upper(), printed, recorded)
    if strangers := _strangers(reference, work):
        yield Difference("authors", ", ".join(strangers), _names(work.people))
    issue, recorded_issue = reference.issue or "", work.issue or ""
    if "issue" in comparison.disagreed and issue.isdecimal() and recorded_issue.isdecimal():
        yield Difference("issue", issue, recorded_issue)
    last, recorded_last = reference.last_page, work.last_page
    if last and recorded_last and "first page" in comparison.agreed and last != recorded_last:
        if last.isdecimal() and recorded_last.isdecimal():
            yield Difference("last page", last, recorded_last)


def _strangers(reference: ParsedReference, work: Work) -> list[str]:
    """The printed authors after the first whom the record does not name, if it names so many."""
    printed = reference.authors
    if len(work.people) < len(printed):
        return []
    return [
        " ".join(filter(None, person))
        for person in printed[1:]
        if not any(one_person(person, other) for other in work.people)
    ]


def _name(people: Sequence[Person]) -> str | None:
    return " ".join(filter(None, people[0])) if people else None


def _names(people: Sequence[Person]) -> str:
    shown = ", ".join(" ".join(filter(None, person)) for person in people[:8])
    return f"{shown}, …" if len(people) > 8 else shown


def _reworded(printed: str | None, work: Work) -> bool:
    """Whether a word of the title was exchanged; a subtitle that is left out is no difference."""
    words = folded(bare_title(printed)).split()
    given = [*work.titles, *([work.title] if work.subtitle and work.title else [])]
    titles = [folded(bare_title(title)).split() for title in given]
    return bool(words) and bool(titles) and all(_exchanged(words, title) for title in titles)


def _exchanged(words: Sequence[str], title: Sequence[str]) -> bool:
    """Whether words that tell stand in place of others, spellings of one word apart."""
    matcher = SequenceMatcher(None, words, title, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        one, other = words[start:end], title[other_start:other_end]
        if kind == "equal" or "".join(one) == "".join(other):
            continue
        if kind == "insert" and end == len(words):
            continue  # the subtitle was left out
        if any(map(_tells, (*one, *other))) and not _spelt(one, other):
            return True
    return False


def _tells(word: str) -> bool:
    return len(word) >= _SMALL or bool(re.search(r"\d", word))


def _spelt(one: Sequence[str], other: Sequence[str]) -> bool:
    joined, others = "".join(one), "".join(other)
    if re.findall(r"\d+", joined) != re.findall(r"\d+", others):
        return False
    return bool(joined) and bool(others) and fuzz.ratio(joined, others) >= ONE_WORD
