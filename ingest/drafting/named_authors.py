"""The author whom a sentence names beside a citation marker: `Smith et al.` before marker 1."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ingest.references.letters import APOSTROPHE, LETTER, UPPER

ADJACENT = 3
"""The most characters between `et al.` and the marker that it belongs to."""
_NAMED = re.compile(
    rf"(?P<family>[{UPPER}](?:{LETTER}|[{APOSTROPHE}\-\u2010](?={LETTER}))+)"
    r"(?:,? et\.? al\b\.?|,? (?:and|&) (?:colleagues|co-?workers|associates|others)\b)"
)
_PAIR = re.compile(
    rf"(?P<family>[{UPPER}](?:{LETTER}|[{APOSTROPHE}\-\u2010](?={LETTER}))+) (?:and|&) "
    rf"(?P<other>[{UPPER}](?:{LETTER}|[{APOSTROPHE}\-\u2010](?={LETTER}))+)"
)
_NAMES_ITSELF = re.compile(rf"[\s(\[]*{LETTER}")
"""A marker that is itself a name and a year."""
_YEAR = re.compile(r"[\s,]*\(?\s*(?:1[89]|20)\d\d[a-z]?\)?[\s,]*")


@dataclass(frozen=True, slots=True)
class NamedAuthor:
    """A family name, and whether the marker stands right after it."""

    family: str
    adjacent: bool


def named_authors(sentence: str) -> list[tuple[str, int]]:
    """The family names before `et al.` or `and colleagues`, each with the offset after it.

    >>> named_authors("Smith et al. and Roe and colleagues agree.")
    [('Smith', 12), ('Roe', 35)]
    """
    return [(match["family"], match.end()) for match in _NAMED.finditer(sentence)]


def pairs_of_names(sentence: str, authors: Collection[str]) -> list[tuple[str, int]]:
    """The first name of each two that may be two authors, with the offset after the second.

    Only where both are among the `authors` of the list, in lower case: Delhi and Mumbai are none.

    >>> pairs_of_names("The review of Roe and Poe agrees.", {"roe", "poe"})
    [('Roe', 25)]
    """
    return [
        (match["family"], match.end())
        for match in _PAIR.finditer(sentence)
        if {match["family"].lower(), match["other"].lower()} <= set(authors)
    ]


def named_author(
    sentence: str, marker: int, *, only: bool, authors: Collection[str] = ()
) -> NamedAuthor | None:
    """The author that is named with the marker at offset `marker` of a sentence, if one is.

    `authors` are the names of the list, of whom two may be named as `Roe and Poe`.

    A name that stands apart from its marker counts only where it is the one name of the sentence
    and the marker the `only` one.

    >>> text = "Smith et al.[1] saw remissions."
    >>> named_author(text, text.index("["), only=True)
    NamedAuthor(family='Smith', adjacent=True)
    >>> named_author("Remission was rare.[1]", 19, only=True) is None
    True
    """
    if _NAMES_ITSELF.match(sentence, marker):
        return None  # a name before `(Roe, 2019)` belongs to another marker
    names = named_authors(sentence) + pairs_of_names(sentence, authors)
    for family, end in names:
        between = _YEAR.sub("", sentence[end:marker]) if end <= marker else None
        if between is not None and len(between) <= ADJACENT and not between.strip(" .,:'’(["):
            return NamedAuthor(family, adjacent=True)
    if only and len(names) == 1 and names[0][1] <= marker:
        return NamedAuthor(names[0][0], adjacent=False)
    return None
