"""Readings of invented sentences, for the tests of extraction."""

from ingest.extract.extractor import extract
from ingest.extract.reading import ValueReading
from ingest.extract.source import ExtractionInput, Sentence

TRIAL = "We assigned 90 adults to zorimab or to placebo."


def values(*sentences: str) -> list[ValueReading]:
    """The values of the last of some sentences of one paragraph."""
    made = [Sentence(text, 1, n, 1000 * n, ()) for n, text in enumerate(sentences, 1)]
    found = extract(ExtractionInput(tuple(made), reports=True)).readings
    return [
        r for r in found
        if r.sentence is made[-1] and (r.quantity.value or r.quantity.numerator)
    ]  # fmt: skip


def named(*sentences: str) -> list[tuple[str | None, str]]:
    """Each number of the last sentence with what it measures: the concept, else the words."""
    return [
        (r.quantity.value or r.quantity.numerator, r.endpoint or r.phrase)
        for r in values(*sentences)
    ]
