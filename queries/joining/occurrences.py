"""The numbers of a source's text: a number that stands there somewhere cannot be called wrong."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from ingest.language.tokens import tokenise
from ingest.readers.document import Paper
from ontology.model import StatedMeasurement
from queries.audit.quantities import shows
from queries.joining.aspects import aspects, endpoints
from queries.joining.told import ReportingWork, Told

RELATED = ("same", "narrower", "wider", "opposite", "open")
"""Endpoints that a number of a text may be meant of."""


def numbers_of(paper: Paper) -> dict[str, int]:
    """How often each number occurs in the text and the tables of a paper."""
    return dict(Counter(_numbers(paper)))


def numbers_in(text: str) -> dict[str, int]:
    """How often each number occurs in a text.

    >>> numbers_in("22 of 120 (18.3%), and 22 of 119")
    {'22': 2, '120': 1, '18.3': 1, '119': 1}
    """
    return dict(Counter(token.norm for token in tokenise(text) if token.kind == "number"))


def _numbers(paper: Paper) -> Iterator[str]:
    listed = [(s.start, s.end) for s in paper.sections if s.part == "references"]
    end = min((start for start, _ in listed), default=len(paper.text))
    texts = [paper.text[:end], *(paper.text[stop:] for _, stop in listed[-1:])]
    cells = (cell for table in paper.tables for row in table.rows for cell in row)
    notes = (f"{table.caption} {table.notes}" for table in paper.tables)
    for text in (*texts, *cells, *notes):
        yield from (token.norm for token in tokenise(text) if token.kind == "number")


def occurs(stated: Told, work: ReportingWork) -> bool:
    """Whether the number of a stated value may stand in the text of a work for its quantity.

    An occurrence that was read as another quantity, such as of another arm, does not count. True
    of a work whose text is not at hand: nothing can be excluded.
    """
    if work.numbers is None:
        return True
    value = stated.value
    if not isinstance(value, StatedMeasurement):
        return True
    if value.value is None:
        return str(value.numerator) in work.numbers
    seen = {n: count for n, count in work.numbers.items() if _is(value, n)}
    return any(count > _of_others(stated, work, number) for number, count in seen.items())


def _is(value: StatedMeasurement, number: str) -> bool:
    """Whether a printed number is the stated one; rounder ones are not it, unless equal."""
    if value.value is None:
        return False
    printed = value.value
    try:
        exact = Fraction(number)
    except ValueError:
        return False
    finer = len(number.partition(".")[2]) >= len(printed.partition(".")[2])
    return exact == Fraction(printed) or (finer and shows(value, exact))


def _of_others(stated: Told, work: ReportingWork, number: str) -> int:
    """How many values of the work have the number and are certainly of another quantity."""
    return sum(
        other.value.value == number
        and (endpoints(stated, other) not in RELATED or aspects(stated, other, work).contrary)
        for other in work.reported
    )


def telling(value: str | None) -> int:
    """How many significant digits a number has, so that it is met twice by chance once in 10^n.

    >>> telling("64.2"), telling("6.8"), telling("30"), telling(None)
    (3, 2, 1, 0)
    """
    if value is None:
        return 0
    digits = value.replace(".", "").replace("-", "").lstrip("0")
    return len(digits if "." in value else digits.rstrip("0"))
