"""Of how many people a share is, where a pronoun points back to them: `24 died, 95% of whom`."""

from collections.abc import Mapping, Sequence

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.numbers import Quantity
from ingest.language.words import words

_BACK = frozenset(("which", "whom", "these", "them", "those"))
_FEWEST = 5
"""A smaller number rather counts something else."""
_PEOPLE = frozenset(("patients", None))
LARGEST = 7
"""The most digits of a number of people."""


def wholes(
    sentences: Sequence[ParsedSentence], readings: Sequence[ValueReading]
) -> Mapping[int, str]:
    """The denominator of each share that points back to a count, by the `id` of its reading.

    The count is the last before the share, in its sentence or at the end of the one before.
    """
    found: dict[int, str] = {}
    by_sentence: dict[tuple[int, int], list[ValueReading]] = {}
    for reading in readings:
        where = reading.sentence.paragraph, reading.sentence.sentence
        by_sentence.setdefault(where, []).append(reading)
    before: ParsedSentence | None = None
    for parsed in sentences:
        where = parsed.sentence.paragraph, parsed.sentence.sentence
        if before is not None and before.sentence.paragraph != parsed.sentence.paragraph:
            before = None
        for reading in by_sentence.get(where, ()):
            q = reading.quantity
            if q.unit == "%" and q.value and not q.denominator and not q.numerator:
                if (count := _pointed_at(parsed, q, before)) is not None:
                    found[id(reading)] = count
        before = parsed
    return found


def _pointed_at(
    parsed: ParsedSentence, share: Quantity, before: ParsedSentence | None
) -> str | None:
    spoken = [token.text.lower() for token in parsed.tokens]
    after = spoken[share.last + 1 : share.last + 3]
    opens = spoken[:2]
    named = [t for t in parsed.tokens[share.last + 3 : share.last + 4] if t.kind == "word"]
    if after[1:] and after[1] in ("these", "those") and named:
        if not {t.norm for t in named} & (words("people") | words("predicates")):
            return None  # of these cases: another count than the last
    if after[:1] == ["of"] and after[1:] and after[1] in _BACK:
        counts = _counts(parsed, share.first)
        if counts or after[1] == "which":
            return counts[-1] if counts else None
        return _last_count(before)
    if opens[:1] == ["of"] and opens[1:] and opens[1] in _BACK:
        return _last_count(before)
    return None


def _counts(parsed: ParsedSentence, end: int) -> list[str]:
    """The counts of people before a token, in order."""
    return [
        value
        for q in parsed.quantities
        if q.last < end and (value := q.numerator or q.value or "").isdigit()
        and len(value) <= LARGEST and int(value) >= _FEWEST
        and q.unit in _PEOPLE and q.statistic in ("count", None)
    ]  # fmt: skip


def _last_count(before: ParsedSentence | None) -> str | None:
    """The only count of people in the sentence before, or nothing."""
    counts = _counts(before, len(before.tokens)) if before is not None else []
    return counts[0] if len(set(counts)) == 1 else None
