"""The cue phrases of statements: `cues.toml`, with what a user's files add to the lists."""

from collections.abc import Iterable
from functools import cache

from ingest.language.word_lists import Lists, with_own

_DASHES = frozenset("-‐‑–")


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The phrases of a list, those of the package first.

    >>> phrases("about_cost")[:2]
    ('cost', 'costs')
    """
    lists = (table.get(name, "").split(";") for table in _tables())
    return tuple(" ".join(p.split()) for several in lists for p in several if p.strip())


@cache
def words(name: str) -> frozenset[str]:
    """The phrases of a list as a set."""
    return frozenset(phrases(name))


def spaced(words_of_sentence: Iterable[str]) -> str:
    """The words of a sentence in the form that phrases are looked for in, without hyphens.

    >>> spaced(["A", "follow", "-", "up"])
    ' a follow up '
    """
    return f" {' '.join(w.lower() for w in words_of_sentence if w not in _DASHES)} "


def within(flat: str, name: str) -> str | None:
    """The first phrase of a list that a spaced sentence has.

    >>> within(" we think it is safe ", "views")
    'we think'
    """
    return next((cue for cue in phrases(name) if f" {cue} " in flat), None)


def undenied(flat: str, name: str, denying: str) -> str | None:
    """The first phrase of a list that a spaced sentence has with no phrase of `denying` before it.

    >>> undenied(" drug a should be given ", "proposal", "unproposed")
    'should'
    """
    for cue in phrases(name):
        before, stands, _ = flat.partition(f" {cue} ")
        if stands and within(f"{before} ", denying) is None:
            return cue
    return None


def opening(flat: str, name: str) -> str | None:
    """The first phrase of a list that a spaced sentence opens with.

    >>> opening(" thus , it is ", "inference")
    'thus'
    """
    return next((cue for cue in phrases(name) if flat.startswith(f" {cue} ")), None)


def heads(section: str, name: str) -> bool:
    """Whether the heading of a section has a word of a list, or a word that begins with it.

    >>> heads("Conclusions", "concluding_sections")
    True
    """
    heading = f" {section.lower()}"
    return any(f" {word}" in heading for word in phrases(name))


@cache
def _tables() -> tuple[Lists, ...]:
    return with_own("extract", "cues.toml")
