"""Arms in pairs: which values are of two at once, which mentions name one arm."""

from collections.abc import Iterable

from ingest.extract.layout import Layout
from ingest.extract.reading import ParsedSentence
from ingest.language.mention import Mention
from ingest.language.numbers import Quantity
from ingest.language.words import words

_CHANGED = words("changing")
_TOGETHER = frozenset(("and", "plus", "with", "in", "combination", "+", ",", "/"))
_NEAR = 4
Pair = tuple[Mention, ...]
"""The arms of a comparison, in the order in which a document names them."""


def of_two_arms(layout: Layout, i: int) -> bool:
    """Whether a value is of two arms at once, unlike a change within one: `fell by 5% with X`."""
    q = layout.values[i]
    if not is_contrast(q) or q.unit == "ratio":
        return is_contrast(q)
    by = next((k for k in range(q.first - 1, max(0, q.first - 5), -1) if layout.word(k) == "by"), 0)
    if by and layout.word(by - 1) in _CHANGED | {"and", ","}:
        return False
    near = layout.lowers[max(0, q.first - _NEAR) : q.first]
    return "change" not in layout.lowers[: q.first] or "difference" in near


def is_contrast(q: Quantity) -> bool:
    """Whether a value is of two arms at once."""
    return q.unit == "ratio" or q.statistic == "difference"


def same_arm(one: Mention, other: Mention) -> bool:
    """Whether two mentions name one arm."""
    return same_name(one.text, other.text)


def same_name(one: str, other: str) -> bool:
    """Whether two texts name one arm."""
    a, b = (
        {w for w in text.lower().split() if w not in ("group", "arm", "the")}
        for text in (one, other)
    )
    return a <= b or b <= a


def compared(parsed: ParsedSentence) -> Pair:
    """The two arms that a sentence compares, in its order; empty unless it names two."""
    arms = distinct_arms(parsed.of("arm"))
    if len(arms) != 2:
        return ()
    between = {t.norm.lower() for t in parsed.tokens[arms[0].last + 1 : arms[1].first]}
    told_apart = any(m.text.lower().split()[-1] in ("group", "arm", "groups", "arms") for m in arms)
    together = between <= _TOGETHER and not told_apart
    lowers = {t.norm.lower() for t in parsed.tokens}
    return () if together and "respectively" not in lowers else tuple(arms)


def distinct_arms(arms: Iterable[Mention]) -> list[Mention]:
    """The first mention of each arm."""
    kept: list[Mention] = []
    for m in arms:
        if not any(same_arm(m, known) for known in kept):
            kept.append(m)
    return kept
