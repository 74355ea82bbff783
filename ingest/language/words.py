"""Word lists as data: `words.toml`, with what a user's files add to them."""

from functools import cache

from ingest.language.word_lists import Lists, with_own


@cache
def words(name: str) -> frozenset[str]:
    """The folded words of a list of `words.toml`.

    >>> "patient" in words("people")
    True
    """
    return frozenset(" ".join(table.get(name, "") for table in _tables()).split())


@cache
def _tables() -> tuple[Lists, ...]:
    return with_own("language", "words.toml")
