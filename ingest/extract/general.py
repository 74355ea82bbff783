"""Sentences that tell how things are in general, and not what one study saw."""

from collections.abc import Sequence

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.words import words

_OF_NO_STUDY = frozenset(("document's-own", "commented", "spoken-of-in-paragraph"))
"""The rules that give a value to a study which its sentence does not speak of."""


_AUXILIARY = frozenset(("is", "are", "be", "been", "being", "have", "has"))


def general(parsed: ParsedSentence, readings: Sequence[ValueReading]) -> bool:
    """Whether a sentence gives a share of people in the present tense, and speaks of no study."""
    shares = [r for r in readings if r.quantity.unit == "%" and r.quantity.value]
    if any(r.quantity.statistic == "difference" for r in shares):
        return False
    if not shares or any(
        r.quantity.p or r.quantity.numerator or r.quantity.lower for r in readings
    ):
        return False
    if any(r.rules.get("study", "document's-own") not in _OF_NO_STUDY for r in shares):
        return False
    spoken = [token.text.lower() for token in parsed.tokens]
    told = set(spoken)
    return bool(told & words("present")) and not told & words("here") and not _past(spoken)


def _past(spoken: Sequence[str]) -> bool:
    """Whether a word tells what was; "is treated", "patients treated" and the like do not."""
    if set(spoken) & words("past"):
        return True
    participles = words("adjectives_in_ed")
    return any(
        word.endswith("ed")
        and word not in participles
        and not _AUXILIARY & set(spoken[max(0, k - 3) : k])
        for k, word in enumerate(spoken)
    )
