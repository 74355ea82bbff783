"""What a model may propose: typed items, and the schemas that hold it to them."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ontology.model import Direction

P = TypeVar("P", bound="Proposed")
UNCLEAR = "unclear"
IMPLICIT = "implicit"
MOST_LINES = 4
_LONGEST = 2_000
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)


class Proposed(BaseModel):
    """An answer of a model, of which nothing is believed yet."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ProposedValue(Proposed):
    """What a model says of one number of a sentence, in the words of the paper."""

    number: str = Field(max_length=_LONGEST)
    quote: str = Field(max_length=_LONGEST)
    endpoint: str | None = Field(default=None, max_length=_LONGEST)
    arm: str | None = Field(default=None, max_length=_LONGEST)
    time: str | None = Field(default=None, max_length=_LONGEST)
    whose: str = UNCLEAR


class ProposedValues(Proposed):
    """The values of one sentence."""

    values: tuple[ProposedValue, ...] = Field(max_length=200)


class ProposedLine(Proposed):
    """An evidence line between two statements, by their ids, with the words that link them."""

    evidence: str
    bears_on: str
    direction: Direction
    linking: str = Field(min_length=1, max_length=_LONGEST)


class ProposedLines(Proposed):
    """The lines to one conclusion."""

    lines: tuple[ProposedLine, ...] = Field(max_length=200)


class ProposedWording(Proposed):
    """A claim in other words."""

    text: str = Field(min_length=1, max_length=_LONGEST)


def parsed(content: str, model: type[P]) -> P | None:
    """The answer in a text; None if it is none of this type, or a half one.

    Servers that are not held to a schema put words or a fence around the JSON.

    >>> parsed('Sure: {"text": "It helps."}', ProposedWording).text
    'It helps.'
    >>> parsed('{"text": "It he', ProposedWording)
    """
    content = _THOUGHTS.sub("", content)
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        return model.model_validate_json(content[start : end + 1])
    except ValidationError:
        return None


# -- schemas -----------------------------------------------------------------------------------


def values_schema(numbers: Sequence[str], whose: Sequence[str]) -> dict[str, object]:
    """The schema of the values of a sentence: its numbers, and the studies that it may speak of."""
    item = _object({
        "number": {"type": "string", "enum": list(dict.fromkeys(numbers))},
        "quote": _text(240),
        "endpoint": _text(100),
        "arm": _text(80) | {"type": ["string", "null"]},
        "time": _text(60) | {"type": ["string", "null"]},
        "whose": {"type": "string", "enum": [*whose, UNCLEAR]},
    })  # fmt: skip
    return _object({"values": {"type": "array", "items": item, "maxItems": len(numbers)}})


def lines_schema(evidence: Sequence[str], bears_on: str) -> dict[str, object]:
    """The schema of the lines to one conclusion."""
    item = _object({
        "evidence": {"type": "string", "enum": list(evidence)},
        "bears_on": {"type": "string", "enum": [bears_on]},
        "direction": {"type": "string", "enum": list(get_args(Direction))},
        "linking": _text(80),
    })  # fmt: skip
    return _object({"lines": {"type": "array", "items": item, "maxItems": MOST_LINES}})


def wording_schema() -> dict[str, object]:
    """The schema of a claim in other words."""
    return _object({"text": _text(300)})


def without_lengths(schema: Mapping[str, object]) -> dict[str, object]:
    """A schema for servers that cannot bound the length of a text.

    >>> without_lengths({"properties": {"a": {"type": "string", "maxLength": 9}}})
    {'properties': {'a': {'type': 'string'}}}
    """
    return {
        key: without_lengths(value) if isinstance(value, dict) else value
        for key, value in schema.items()
        if key != _LENGTH
    }


_LENGTH = "maxLength"


def _text(most: int) -> dict[str, object]:
    """A text of at most so many characters: small models do not find the end by themselves."""
    return {"type": "string", _LENGTH: most}


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
