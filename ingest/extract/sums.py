"""Counts that share all people of a group out between them: the parts of its size."""

from collections.abc import Iterator, Mapping, Sequence

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.words import words

FEWEST = 3
"""Fewer categories than these may leave people out."""


def parts(
    sentences: Sequence[ParsedSentence], readings: Sequence[ValueReading]
) -> Mapping[int, tuple[ValueReading, ...]]:
    """The parts of each count of a group that a list of exclusive outcomes follows, by its `id`.

    Outcomes such as response, stable disease and progression exclude each other; adverse events do
    not, so that only lists of the former are taken.
    """
    found: dict[int, tuple[ValueReading, ...]] = {}
    before: list[ValueReading] = []
    for parsed in sentences:
        here = [r for r in readings if r.sentence is parsed.sentence and _people(r) is not None]
        spoken = {t.text.lower() for t in parsed.tokens}
        kinds = sum(bool(spoken & kind) for kind in _exclusive())
        if kinds >= FEWEST and len(here) >= FEWEST:
            total, listed = (here[0], here[1:]) if len(here) > kinds else (_only(before), here)
            if total is not None and len(listed) == kinds:
                found[id(total)] = tuple(listed)
        before = here or before
    return found


def _exclusive() -> Iterator[frozenset[str]]:
    yield from (words(name) for name in ("responding", "stable", "progressing"))


def _only(before: Sequence[ValueReading]) -> ValueReading | None:
    return before[0] if len({_people(r) for r in before}) == 1 else None


def _people(reading: ValueReading) -> str | None:
    """How many people a reading counts, if it counts people."""
    q = reading.quantity
    return q.numerator or (q.value if q.unit == "patients" and q.statistic == "count" else None)
