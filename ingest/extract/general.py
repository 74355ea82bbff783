"""Sentences that tell how things are in general, and not what one study saw."""

from collections.abc import Sequence

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.words import words

_OF_NO_STUDY = frozenset(("document's-own", "commented", "spoken-of-in-paragraph"))
"""The rules that give a value to a study which its sentence does not speak of."""


def general(parsed: ParsedSentence, readings: Sequence[ValueReading]) -> bool:
    """Whether a sentence gives a share of people in the present tense, of no study and no arm."""
    shares = [r for r in readings if r.quantity.unit == "%" and r.quantity.value]
    if not shares or any(r.arm or r.quantity.p or r.quantity.numerator for r in readings):
        return False
    if any(r.rules.get("study", "document's-own") not in _OF_NO_STUDY for r in shares):
        return False
    spoken = {token.text.lower() for token in parsed.tokens}
    past = spoken & words("past") or any(
        word.endswith("ed") and word not in words("adjectives_in_ed") for word in spoken
    )
    return not past and bool(spoken & words("present")) and not spoken & words("here")
