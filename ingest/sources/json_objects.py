"""Reading JSON of many records one at a time, so that memory is bounded."""

import json
import re
from collections.abc import Generator, Iterator

from ontology.errors import ReadingError

LISTS = frozenset({"studies", "items", "result"})
"""Fields whose lists hold the records of an answer: of ClinicalTrials.gov, Crossref, Europe PMC."""
ENVELOPES = frozenset({"message", "resultList"})
"""Fields that contain a nested answer."""
DEEPEST = 6
"""The most nested envelopes; the known answers have two."""
MOST_PARTS = 3_000_000
"""The most lists and objects in an answer; more would not fit into memory."""

SPACE = re.compile(r"[ \t\n\r]*")
DECODER = json.JSONDecoder()


def values(text: str, name: str) -> Iterator[dict[str, object]]:
    """The objects that may be records, in order: of lists, of answers, of one object a line.

    An answer's other fields come after its list, as one object. Raises ReadingError where the
    text breaks, which may be after some were given.
    """
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise ReadingError(f"{name}: more than {MOST_PARTS:,} lists and objects in one JSON file")
    at = _skip(text, 0)
    try:
        while at < len(text):
            at = yield from _value(text, at, 0)
            at = _skip(text, at)
    except json.JSONDecodeError as error:
        raise ReadingError(
            f"{name}: the JSON is broken at line {error.lineno}: {error.msg.lower()}"
        ) from None
    except ReadingError:
        raise
    except RecursionError:
        raise ReadingError(f"{name}: the JSON is nested too deeply") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadingError(f"{name}: the JSON cannot be read: {str(error).lower()}") from None


def _skip(text: str, at: int) -> int:
    space = SPACE.match(text, at)
    return space.end() if space else at


def _value(text: str, at: int, depth: int) -> Generator[dict[str, object], None, int]:
    """Yield the objects of the value at `at` and return its end."""
    if text[at : at + 1] == "[":
        return (yield from _list(text, at))
    if text[at : at + 1] == "{" and depth < DEEPEST:
        return (yield from _object(text, at, depth))
    value, at = DECODER.raw_decode(text, at)
    if isinstance(value, dict):
        yield value
    return at


def _list(text: str, at: int) -> Generator[dict[str, object], None, int]:
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    while True:
        value, at = DECODER.raw_decode(text, at)
        if isinstance(value, dict):
            yield value
        at = _skip(text, at)
        mark = text[at : at + 1]
        if mark not in (",", "]") or not mark:
            raise json.JSONDecodeError("Expecting ',' or ']'", text, at)
        at = _skip(text, at + 1)
        if mark == "]":
            return at


def _object(text: str, at: int, depth: int) -> Generator[dict[str, object], None, int]:
    rest: dict[str, object] = {}
    at = _skip(text, at + 1)
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting a field's name", text, at)
        key, at = DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting ':'", text, at)
        at = _skip(text, at + 1)
        opens = text[at : at + 1]
        if (opens == "[" and key in LISTS) or (opens == "{" and key in ENVELOPES):
            at = yield from _value(text, at, depth + 1)
        else:
            rest[key], at = DECODER.raw_decode(text, at)
        at = _skip(text, at)
        mark = text[at : at + 1]
        if mark not in (",", "}") or not mark:
            raise json.JSONDecodeError("Expecting ',' or '}'", text, at)
        at = _skip(text, at + 1)
        if mark == "}":
            break
    if rest:
        yield rest
    return at
