"""A record as the YAML text of its file, section by section, as a curator would write it."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from ingest.text import STEERING, escaped
from ontology.model import (
    Arm,
    Bibliographic,
    CitationPointer,
    Claim,
    Measurement,
    Record,
    StudyPart,
    Thing,
)
from ontology.model.measurement import UNSTATED

WIDTH = 100
_COMPACT = frozenset(("pointers", "anchors"))
"""Sections with one item on each line."""
_ITEM = re.compile(r"(?m)^(?=- )")
"""The start of an item of a dumped list; all its other lines are indented."""
_LAST_FIELDS = (
    "extracted_by", "confidence", "number_confidence", "endpoint_confidence", "study_confidence",
    "arm_confidence", "cohort_confidence", "time_confidence", "doubts", "status",
)  # fmt: skip
Data = Mapping[str, object]
"""A record as plain data: values by the names of its sections and fields."""
Comments = Mapping[tuple[str, str], str]
"""The comment above an item, by section and id."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style, with lists of scalars on one line and quotes around what needs escapes."""


def _list(dumper: Any, items: list[Any]) -> Any:
    flow = all(isinstance(item, str | int) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _text(dumper: Any, text: str) -> Any:
    style = '"' if STEERING.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def record_text(
    record: Record | Data,
    comments: Comments | None = None,
    head: Sequence[str] = (),
    tail: Sequence[str] = (),
) -> str:
    """The YAML of a record, with its sections in the order of the model.

    `comments` are written on one line above their items, `head` and `tail` as comment lines at the
    start and the end of the file. No text can break out of its comment; numeric text stays text.

    >>> from ontology.model import Curation, Record, Study
    >>> head = Curation(curator="A person", date="2030-01-01")
    >>> study = Study(id="trial-x", label="Trial X", names=("X", "X-1"))
    >>> record = Record(record="x", status="extracted", curation=head, studies=(study,))
    >>> print(record_text(record, {("studies", "trial-x"): "unregistered"}), end="")
    record: x
    schema_version: '2'
    status: extracted
    curation:
      curator: A person
      date: '2030-01-01'
    <BLANKLINE>
    studies:
      # unregistered
      - id: trial-x
        label: Trial X
        names: [X, X-1]
    """
    data = record_data(record) if isinstance(record, Record) else record
    return "".join(_parts(data, comments or {}, head, tail))


def record_data(record: Record) -> dict[str, Any]:
    """The record as plain data, without defaults and without the fields that the model derives.

    The provenance of a statement and its status come last.

    >>> from ontology.model import Curation, Record, Study
    >>> head = Curation(curator="A person", date="2030-01-01")
    >>> study = Study(id="trial-x", label="Trial X")
    >>> record = Record(record="x", status="extracted", curation=head, studies=(study,))
    >>> record_data(record)["studies"]
    [{'id': 'trial-x', 'label': 'Trial X'}]
    """
    data: dict[str, object] = {
        "record": record.record,
        "schema_version": record.schema_version,
        "status": record.status,
        "curation": record.curation.model_dump(exclude_none=True),
    }
    if record.document is not None:
        data["document"] = _thing_data(record.document, record, 1)
    for section in Record.model_fields:
        things = getattr(record, section)
        if isinstance(things, tuple) and things:
            data[section] = [_thing_data(thing, record, n) for n, thing in enumerate(things, 1)]
    return data


def _thing_data(thing: Thing, record: Record, number: int) -> dict[str, object]:
    """The data of one thing, the `number`th of its section."""
    data: dict[str, object] = thing.model_dump(mode="json", exclude_defaults=True)
    for name, value in _filled_in(thing, record, number):
        if data.get(name) == value:
            del data[name]
    if data.pop("level_unstated", None):
        data["level"] = UNSTATED
    if isinstance(thing, CitationPointer):
        data["reference"] = int(thing.reference.removeprefix("ref-"))
    return data | {name: data.pop(name) for name in _LAST_FIELDS if name in data}


def _filled_in(thing: Thing, record: Record, number: int) -> Iterator[tuple[str, object]]:
    """The fields that the model derives where a record omits them, with the derived values."""
    match thing:
        case Bibliographic(authors=authors) if authors:
            yield "author_list", "; ".join(authors)
        case StudyPart(id=name):
            yield "study", name.split("/")[0]
            if isinstance(thing, Arm) and len(thing.received) > 1:
                yield "received_order", thing.received_order
        case Claim():
            yield "position", number
        case Measurement(value=value):
            if value is not None:
                yield "operator", "="
            if record.document is not None:
                yield "stated_in", record.document.id
            if len(record.publications) == 1:
                yield "reported_by", record.publications[0].id


def _parts(
    data: Data, comments: Comments, head: Sequence[str], tail: Sequence[str]
) -> Iterator[str]:
    for comment in head:
        yield from (f"# {line}\n" for line in textwrap.wrap(_plain(comment), WIDTH - 2))
    for section in Record.model_fields:
        items = data.get(section)
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            yield f"\n{section}:\n"
            yield from _items(section, items, comments)
        elif section in data:
            yield _dump({section: items})
    if tail:
        yield "\n"
        yield from (f"# {_plain(comment)}\n" for comment in tail)


def _items(
    section: str, items: Sequence[Mapping[str, object]], comments: Comments
) -> Iterator[str]:
    """The items of a section, each below its comment; dumped at once, which is faster."""
    if section in _COMPACT:
        bodies = [f"- {json.dumps(item)}\n" for item in items]  # JSON is YAML, and quick
    else:
        bodies = _ITEM.split(_dump(items))[1:]
    for item, body in zip(items, bodies, strict=True):
        comment = comments.get((section, str(item.get("id"))))
        yield f"  # {_plain(comment)}\n" if comment else ""
        yield textwrap.indent(body, "  ", lambda line: line != "\n")


def list_text(things: Sequence[Thing]) -> str:
    """The YAML of a list of things, without defaults and not indented."""
    return _dump([thing.model_dump(mode="json", exclude_defaults=True) for thing in things])


def _dump(value: object) -> str:
    dumped: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
    return escaped(dumped)


def _plain(text: str) -> str:
    """Text for a comment: line breaks and control characters become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
