"""Lists of words and phrases as data: a TOML file of the package, and what a user's files add.

The files of the user are the TOML files that `ALLTRACE_VOCABULARY` names. Each list is one string.
"""

import os
import tomllib
from importlib.resources import files
from pathlib import Path

from ontology.errors import VocabularyError
from ontology.settings import VOCABULARY

Lists = dict[str, str]


def with_own(folder: str, file: str) -> tuple[Lists, ...]:
    """The lists of a file in a folder of `ingest`, then those of each file of the user.

    Raises VocabularyError for a file of the user that is no such TOML.
    """
    packaged = (files("ingest") / folder / file).read_text("utf-8")
    own = [Path(name) for name in VOCABULARY.text().split(os.pathsep) if name.endswith(".toml")]
    return tomllib.loads(packaged), *map(_read, own)


def _read(path: Path) -> Lists:
    try:
        lists = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    if not all(isinstance(value, str) for value in lists.values()):
        message = 'each list is one string, name = "word word" or "one phrase; another"'
        raise VocabularyError(f"{path}: {message}")
    return lists
