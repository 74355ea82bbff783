"""The short names of groups that tables name in words: `surgery alone (S)` in the text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.extract.arm_sizes import arm_key
from ingest.extract.reading import ParsedSentence
from ingest.language.tokens import Token, folded

_SHORT = re.compile(r"[A-Z][A-Za-z0-9+-]{0,5}|[1-4]|[IV]{1,3}")
_PARTING = frozenset((",", ";", ":", ".", "and", "or", "versus", "vs"))
_NOUNS = frozenset(("group", "arm"))
_LONGEST = 24


def aliases(sentences: Iterable[ParsedSentence], labels: Sequence[str]) -> dict[str, str]:
    """The short name of each table's arm of which all words define exactly one short name.

    Nothing where two arms would share a name, or where only one arm has one.

    >>> from ingest.language.tokens import tokenise
    >>> from ingest.extract.source import Sentence
    >>> text = "We compared lavage alone (L) with lavage plus zelimab gel (LZ)."
    >>> parsed = ParsedSentence(Sentence(text, 1, 1, 0), tokenise(text), [], [])
    >>> aliases([parsed], ["Lavage alone", "Lavage + zelimab"])
    {'Lavage alone': 'L', 'Lavage + zelimab': 'LZ'}
    """
    defined: dict[str, set[str]] = {}
    for parsed in sentences:
        for name, words in _defined(parsed.tokens):
            defined.setdefault(name, words)
    given: dict[str, str] = {}
    for label in labels:
        words = {w.lower() for w in folded(label)} - _NOUNS
        fits = [name for name, around in defined.items() if words and words <= around]
        if len(fits) == 1 and arm_key(label) != arm_key(fits[0]):
            given[label] = fits[0]
    keys = {arm_key(label) for label in given}
    return given if len(set(given.values())) == len(keys) > 1 else {}


def _defined(tokens: Sequence[Token]) -> Iterator[tuple[str, set[str]]]:
    """Each short name in brackets with the words before it, back to what parts it from others."""
    for i, token in enumerate(tokens[:-2]):
        inner = tokens[i + 1 : i + 4]
        short = [t for t in inner if t.norm.lower() not in _NOUNS][:1]
        closed = any(t.norm in (")", ",", ";") for t in inner[1:])
        if token.norm != "(" or not short or not closed or not _SHORT.fullmatch(short[0].text):
            continue
        words: set[str] = set()
        for before in reversed(tokens[max(0, i - _LONGEST) : i]):
            if before.norm.lower() in _PARTING or before.norm == ")":
                break
            words.update(w.lower() for w in folded(before.text))
        yield short[0].text, words
