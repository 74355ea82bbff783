"""Shares in words: `half of`, `one in five`, `four of every ten`; always with a doubt."""

from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import WORD_NUMBERS, Scanner
from ingest.language.words import words

_ROUNDING = words("rounding")
"""Words before `1 in 5` that make it a share, for it can be a count of a group of 5 as well."""

_SHARES: tuple[tuple[tuple[str, ...], str, str | None, str], ...] = (
    (("fewer", "than", "half"), "<", "50", "fewer than half"),
    (("less", "than", "half"), "<", "50", "less than half"),
    (("under", "half"), "<", "50", "under half"),
    (("more", "than", "half"), ">", "50", "more than half"),
    (("over", "half"), ">", "50", "over half"),
    (("nearly", "half"), "≈", "50", "nearly half"),
    (("almost", "half"), "≈", "50", "almost half"),
    (("about", "half"), "≈", "50", "about half"),
    (("half", "of"), "≈", "50", "half"),
    (("three", "quarter"), "≈", "75", "three quarters"),
    (("a", "quarter"), "≈", "25", "a quarter"),
    (("one", "quarter"), "≈", "25", "one quarter"),
    (("two", "third"), "≈", None, "two thirds"),
    (("a", "third"), "≈", None, "a third"),
    (("one", "third"), "≈", None, "one third"),
    (("the", "majority", "of"), ">", "50", "the majority"),
    (("a", "majority", "of"), ">", "50", "a majority"),
    (("most", "patient"), ">", "50", "most"),
    (("most", "child"), ">", "50", "most"),
    (("most", "participant"), ">", "50", "most"),
)  # fmt: skip
SHARES_BY_WORD = {
    first: [share for share in _SHARES if share[0][0] == first]
    for first in {share[0][0] for share in _SHARES}
}
"""Shares in words; a third has no exact decimal and therefore no value."""


_LARGEST = 100
"""The largest number of which one is told as a share."""


def share(scan: Scanner, i: int) -> int:
    """The share in words that starts at `i`."""
    every = (scan.lower(i + 1), scan.lower(i + 2)) in (("in", "every"), ("of", "every"))
    over = i + 2 + every
    part, whole = WORD_NUMBERS.get(scan.lower(i)), WORD_NUMBERS.get(scan.lower(over))
    if scan.is_whole(i) and scan.is_whole(over) and scan.lower(i - 1) in _ROUNDING:
        part, whole = int(scan.norm(i)), int(scan.norm(over))
    told = every or (scan.lower(i + 1) == "in" and part == 1)
    if part and whole and part < whole <= _LARGEST and told:
        wording = " ".join(t.text.lower() for t in scan.tokens[i : over + 1])
        return _add(scan, Quantity(
            i, over, i, unit="%", operator="≈", wording=wording, statistic="proportion",
        ))  # fmt: skip
    for phrase, operator, value, wording in SHARES_BY_WORD.get(scan.lower(i), ()):
        if scan.words(i, phrase):
            last = i + len(phrase) - 1
            return _add(scan, Quantity(
                i, last, i, value, "%", operator, wording, statistic="proportion",
            ))  # fmt: skip
    return i


def _add(scan: Scanner, quantity: Quantity) -> int:
    quantity.rules.append("share-in-words")
    quantity.doubts.append("the share is given in words")
    scan.quantities.append(quantity)
    return quantity.last + 1
