"""The cue phrases of statements: `cues.toml`, with what a user's files add to the lists."""

import os
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from ontology.errors import VocabularyError
from ontology.settings import VOCABULARY

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
def _tables() -> tuple[dict[str, str], ...]:
    """The lists of the package, and of the TOML files in `ALLTRACE_VOCABULARY`."""
    packaged = (files("ingest") / "extract" / "cues.toml").read_text("utf-8")
    own = [Path(name) for name in VOCABULARY.text().split(os.pathsep) if name.endswith(".toml")]
    return tomllib.loads(packaged), *map(_read, own)


def _read(path: Path) -> dict[str, str]:
    try:
        lists = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    if not all(isinstance(value, str) for value in lists.values()):
        raise VocabularyError(f'{path}: each list is one string, name = "one phrase; another"')
    return lists
