"""Word lists as data: `words.toml`, with what a user's files add to them."""

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from ontology.errors import VocabularyError
from ontology.settings import VOCABULARY


@cache
def words(name: str) -> frozenset[str]:
    """The folded words of a list of `words.toml`.

    >>> "patient" in words("people")
    True
    """
    return frozenset(" ".join(table.get(name, "") for table in _tables()).split())


@cache
def _tables() -> tuple[dict[str, str], ...]:
    """The lists of the package, and of the TOML files in `ALLTRACE_VOCABULARY`."""
    packaged = (files("ingest") / "language" / "words.toml").read_text("utf-8")
    own = [Path(name) for name in VOCABULARY.text().split(os.pathsep) if name.endswith(".toml")]
    return tuple(map(tomllib.loads, (packaged, *map(_read, own))))


def _read(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
        if not all(isinstance(value, str) for value in tomllib.loads(text).values()):
            raise VocabularyError(f'{path}: each list is one string of words, name = "word word"')
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    return text
