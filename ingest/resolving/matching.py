"""Deciding whether a work is the one that a reference prints, by a comparison of fields.

A wrong identifier is worse than none: a work is accepted only if its title and either its place or
its author agree, or if author, year, volume and first page all agree; never if two fields disagree.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from ingest.references.model import ParsedReference, Person
from ingest.sources.text import bare_title, folded
from ingest.sources.work import ID_KINDS, Work, same

Field = Literal["title", "first author", "year", "volume", "issue", "first page", "journal"]

ALIKE, UNLIKE = 90.0, 70.0
"""Indel similarity of titles in percent: same from the first on, different below the second."""

SHORT = 4
"""Titles of fewer words ("Authors' reply") are shared by many works and prove little."""

_COUNTED: frozenset[Field] = frozenset(("title", "first author", "year", "volume", "first page"))
"""Fields that count against a work. Issues and journal names vary too much in print."""

_ABOUT_ANOTHER = re.compile(
    r"(?:publisher |author )?(?:correction|corrigend(?:um|a)|errat(?:um|a)|retraction|withdrawal"
    r"|expression of concern|addendum|repl(?:y|ies)|response|in reply"
    r"|authors?(?: s)? re(?:ply|sponse)|comments?|commentary|re|letter|editorial|protocol|review)\b"
)
_ABOUT_ANOTHER_AT_END = re.compile(r"\b(?:correction|corrigendum|erratum|retraction|reply)$")
_NUMBER = re.compile(r"\w*\d\w*|\b[ivx]{1,4}\b")
_SMALL_WORDS = frozenset(
    ["the", "of", "and", "in", "for", "de", "la", "et", "der", "und", "official", "journal_of"]
)
"""Words of journal names that abbreviations omit."""
_PARTICLES = {
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "la", "le", "el", "al", "ten",
    "ter", "dos", "du", "zu", "st",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """The fields in which a reference and a work agree and disagree; others are unknown."""

    agreed: tuple[Field, ...]
    disagreed: tuple[Field, ...]

    @property
    def against(self) -> int:
        """The number of disagreeing fields that count against the work."""
        return len(_COUNTED & set(self.disagreed))


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen work, or the candidates."""

    work: Work | None = None
    comparison: FieldComparison | None = None
    others: tuple[tuple[Work, FieldComparison], ...] = ()


def compare(reference: ParsedReference, work: Work) -> FieldComparison:
    """Compare a printed reference with a source's work, field by field."""
    results: dict[Field, bool | None] = {
        "title": _titles(reference.title, _given_titles(work)),
        "first author": _first_authors(reference.authors, work.people),
        "year": _years(reference.year, work.years),
        "volume": _equal(reference.volume, work.volume),
        "issue": _equal(reference.issue, work.issue),
        "first page": _equal(reference.first_page, work.first_page),
        "journal": _journals(reference.journal, work.journals),
    }
    return FieldComparison(
        tuple(name for name, result in results.items() if result is True),
        tuple(name for name, result in results.items() if result is False),
    )


def fits(reference: ParsedReference, comparison: FieldComparison) -> bool:
    """Whether a work from a search is the printed one."""
    agreed = set(comparison.agreed)
    if comparison.against > 1 or "title" in comparison.disagreed:
        return False
    placed = {"volume", "first page"} <= agreed
    if "title" not in agreed:
        return placed and {"first author", "year"} <= agreed
    if len(folded(reference.title or "").split()) < SHORT:
        return placed and bool({"first author", "year"} & agreed)
    pairs = ({"first author", "year"}, {"first author", "volume"}, {"year", "volume"})
    return "first page" in agreed or any(pair <= agreed for pair in pairs)


def confirms(comparison: FieldComparison) -> bool | None:
    """Whether the work under a printed identifier is the printed one.

    None if too little is printed to decide, or if title and author agree and the place does not,
    as for a paper and its meeting abstract.
    """
    agreed = set(comparison.agreed)
    if {"first author", "year", "volume", "first page"} <= agreed:
        return True  # also under a title in another language
    if comparison.against > 1 or "title" in comparison.disagreed:
        return None if {"title", "first author"} <= agreed else False
    placed = {"volume", "first page"} <= agreed or {"first author", "year"} <= agreed
    return True if "title" in agreed or placed else None


def choose(reference: ParsedReference, works: Iterable[Work]) -> Choice:
    """The one matching work; if that is not certain, no work and the candidates."""
    compared = [(work, compare(reference, work)) for work in _distinct(works)]
    fitting = [pair for pair in compared if fits(reference, pair[1])]
    fitting.sort(key=lambda pair: (-len(pair[1].agreed), len(pair[1].disagreed)))
    if len(fitting) == 1 or (len(fitting) > 1 and _is_clear(fitting[0][1], fitting[1:])):
        work, comparison = fitting[0]
        return Choice(work, comparison, tuple(fitting[1:]))
    return Choice(others=tuple(fitting or [pair for pair in compared if _worth_showing(pair[1])]))


def _is_clear(best: FieldComparison, others: Sequence[tuple[Work, FieldComparison]]) -> bool:
    """Whether the best match agrees in volume and page and none of the others does."""
    there = {"volume", "first page"} <= set(best.agreed)
    return there and not any({"volume", "first page"} & set(c.agreed) for _, c in others)


def _worth_showing(comparison: FieldComparison) -> bool:
    """Whether a work is similar enough to be shown as a candidate."""
    agreed = set(comparison.agreed)
    return "title" in agreed or {"first author", "year", "volume"} <= agreed


def _distinct(works: Iterable[Work]) -> list[Work]:
    """The works of one source without duplicates."""
    distinct: list[Work] = []
    for work in works:
        if not any(_same_work(work, other) for other in distinct):
            distinct.append(work)
    return distinct


def _same_work(one: Work, other: Work) -> bool:
    pairs = [(kind, getattr(one, kind), getattr(other, kind)) for kind in ID_KINDS]
    shared = [same(kind, a, b) for kind, a, b in pairs if a and b]
    return all(shared) if shared else replace(one, source=other.source) == other


def _given_titles(work: Work) -> tuple[str, ...]:
    """The titles of a work, the first one also with its subtitle."""
    return (*work.titles, *([work.title] if work.subtitle and work.title else []))


def _titles(printed: str | None, given: Sequence[str]) -> bool | None:
    one = folded(bare_title(printed))
    others = [folded(bare_title(text)) for text in given]
    results = [_title(one, other) for other in others if other] if one else []
    if not results:
        return None
    return True if True in results else None if None in results else False


def _title(one: str, other: str) -> bool | None:
    """Whether two folded titles are one; None where they are alike, but not enough to say."""
    for sign in (_ABOUT_ANOTHER.match, _ABOUT_ANOTHER_AT_END.search):
        if bool(sign(one)) != bool(sign(other)):
            return False
    alike = fuzz.ratio(one[:600], other[:600])
    short, long = sorted((one, other), key=len)
    begins = len(short.split()) > SHORT and f"{long} ".startswith(f"{short} ")
    if alike >= ALIKE:
        # "Part I" and "Part II" are nearly the same letters and not the same work.
        return True if _numbers(one) == _numbers(other) else None
    if begins:  # the subtitle was left out
        return True
    return False if alike < UNLIKE else None


def _numbers(text: str) -> list[str]:
    return sorted(_NUMBER.findall(text))


def _first_authors(printed: Sequence[Person], given: Sequence[Person]) -> bool | None:
    if not printed or not given:
        return None
    names, others = _names(printed[0].family), _names(given[0].family)
    if not names or not others or _latin(names) != _latin(others):
        return None
    if one_person(printed[0], given[0]):
        return True
    # The printed first author may be a later author of the work.
    return None if any(one_person(printed[0], person) for person in given[1:]) else False


def one_person(one: Person, other: Person) -> bool:
    """Whether two names may be of one person; initials count where both are known."""
    names, others = _names(one.family), _names(other.family)
    if not names or not others:
        return False
    if "".join(names) != "".join(others):
        # One half of a double name is often printed alone.
        short, long = sorted((names, others), key=len)
        if len(short) == len(long) or short not in (long[: len(short)], long[-len(short) :]):
            return False
    initials = folded(one.initials)[:1], folded(other.initials)[:1]
    return not all(initials) or initials[0] == initials[1]


def _names(family: str) -> list[str]:
    parts = folded(family).split()
    return [part for part in parts if part not in _PARTICLES] or parts


def _latin(names: Sequence[str]) -> bool:
    return all("a" <= c <= "z" for c in "".join(names)[:1])


def _years(printed: str | None, given: Sequence[int]) -> bool | None:
    match = re.search(r"\d{4}", printed or "")
    if not match or not given:
        return None
    year = int(match[0])
    if year in given:
        return True
    # Online in December, in print in January.
    return None if any(abs(year - other) == 1 for other in given) else False


def _equal(printed: str | None, given: str | None) -> bool | None:
    """Whether volumes, issues or pages agree, ignoring leading zeros and labels."""
    one, other = _bare(printed), _bare(given)
    return one == other if one and other else None


def _bare(text: str | None) -> str:
    bare = re.sub(r"^(?:vol(?:ume)?|no|pp?)\s+(?=\w*\d)", "", folded(text or ""))
    return re.sub(r"(?<![0-9])0+(?=\d)", "", bare.replace(" ", ""))


def _journals(printed: str | None, given: Sequence[str]) -> bool | None:
    """Whether two journal names agree or one is an abbreviation of the other."""
    one = _journal_words(printed or "")
    results = [_abbreviates(one, other) for name in given if (other := _journal_words(name))]
    return any(results) if one and results else None


def _journal_words(name: str) -> list[str]:
    words = folded(re.sub(r"\([^)]*\)", " ", name)).split()
    return [word for word in words if word not in _SMALL_WORDS]


def _abbreviates(one: list[str], other: list[str]) -> bool:
    """Whether each word is a prefix of the other's: "j clin oncol", "journal clinical oncology"."""
    if len(one) == len(other):
        return all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long)
    return len(short) == 1 and len(short[0]) > 2 and short[0] == initials
