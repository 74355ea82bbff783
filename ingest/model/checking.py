"""What a proposal must pass: its words must stand where it says, and its numbers in its words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.language.numbers.scanner import WORD_NUMBERS
from ingest.language.tokens import Token, tokenise

LONGEST_NAME = 12
"""The most words that name an endpoint, an arm or a time."""
_MARKUP = re.compile(r"[<>{}|\\`]|https?:|www\.")


@dataclass(slots=True)
class Tally:
    """How many proposals were kept, and how many dropped, by reason."""

    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def keep(self, what: str) -> None:
        self.kept[what] += 1

    def drop(self, why: str) -> None:
        self.dropped[why] += 1

    def lines(self) -> Iterator[str]:
        """What was dropped, one line for each reason."""
        for why, count in sorted(self.dropped.items()):
            yield f"of the model: {count} dropped: {why}"


class DocumentWords:
    """The words of a document, to tell a name of its own from one that was made up."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._flat = f" {' '.join(words for text in texts if (words := _flat(text)))} "

    def has(self, phrase: str) -> bool:
        """Whether a phrase stands in the document, whatever its case and its signs.

        >>> words = DocumentWords(["Overall survival (OS) was longer."])
        >>> words.has("overall survival OS"), words.has("survival rate"), words.has("…")
        (True, False, False)
        """
        flat = _flat(phrase)
        return bool(flat) and f" {flat} " in self._flat

    def names(self, phrase: str | None) -> bool:
        """Whether a phrase is fit for a name, and every word of it stands in the document."""
        if phrase is None or _MARKUP.search(phrase):
            return False
        words = _flat(phrase).split()
        lettered = any(c.isalpha() for c in phrase)
        return (
            lettered
            and len(words) <= LONGEST_NAME
            and all(f" {word} " in self._flat for word in words)
        )


def _flat(text: str) -> str:
    return " ".join(token.norm.lower() for token in tokenise(text) if token.kind != "sign")


def places(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, to the letter but for its spaces.

    >>> places("31 of  40", "Of 40, 31 of 40 (78%) lived.")
    [(7, 15)]
    """
    words = quote.split()
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    return [match.span() for match in re.finditer(pattern, text)]


def whole(start: int, end: int, tokens: Iterable[Token]) -> bool:
    """Whether a span cuts no token: the quote `31%` does not stand in `131%`."""
    return not any(t.start < start < t.end or t.start < end < t.end for t in tokens)


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, those in words too.

    >>> sorted(numbers_in("Three of 40 (7.5%)"))
    ['3', '40', '7.5']
    """
    tokens = tokenise(text)
    digits = {token.norm for token in tokens if any(c.isdigit() for c in token.text)}
    return frozenset(digits | {
        str(WORD_NUMBERS[word]) for token in tokens if (word := token.text.lower()) in WORD_NUMBERS
    })  # fmt: skip


def has_markup(text: str) -> bool:
    """Whether a text holds what looks like markup, code or an address."""
    return _MARKUP.search(text) is not None
