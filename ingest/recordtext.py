"""A record's data as the text of its file: a section at a time, with comments for people."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from ingest.text import STEERING, escaped
from ontology.model import Record

WIDTH = 100
_COMPACT = frozenset(("pointers", "anchors"))
"""Sections with an item a line."""
_ITEM = re.compile(r"(?m)^(?=- )")
"""Where an item of a dumped list begins; all else in it is indented."""
Comments = Mapping[tuple[str, str], str]
"""What to say above an item, by section and id."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style, but lists of words in one line, and in quotes what has to be escaped."""


def _list(dumper: Any, items: list[Any]) -> Any:
    flow = all(isinstance(item, str | int) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _text(dumper: Any, text: str) -> Any:
    style = '"' if STEERING.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def record_text(
    data: Mapping[str, Any],
    comments: Comments | None = None,
    head: Sequence[str] = (),
    tail: Sequence[str] = (),
) -> str:
    """The YAML of a record, its sections in the order of the model.

    `comments` stand in one line above their items, `head` and `tail` in lines of their own at both
    ends of the file. Nothing in a comment can end it; numbers that are text stay text.
    """
    return "".join(_parts(data, comments or {}, head, tail))


def _parts(
    data: Mapping[str, Any], comments: Comments, head: Sequence[str], tail: Sequence[str]
) -> Iterator[str]:
    for told in head:
        yield from (f"# {line}\n" for line in textwrap.wrap(_plain(told), WIDTH - 2))
    for section in (*Record.model_fields, *sorted(set(data) - set(Record.model_fields))):
        items = data.get(section)
        if isinstance(items, list) and all(isinstance(item, dict) for item in items):
            yield f"\n{section}:\n"
            yield from _items(section, items, comments)
        elif section in data:
            yield _dump({section: items})
    if tail:
        yield "\n"
        yield from (f"# {_plain(told)}\n" for told in tail)


def _items(section: str, items: list[Any], comments: Comments) -> Iterator[str]:
    """The items of a section, each under its comment. They are dumped together, which is faster."""
    if section in _COMPACT:
        bodies = [f"- {json.dumps(item)}\n" for item in items]  # JSON is YAML, and quick
    else:
        bodies = _ITEM.split(_dump(items))[1:]
    for item, body in zip(items, bodies, strict=True):
        told = comments.get((section, str(item.get("id")))) if isinstance(item, dict) else None
        yield f"  # {_plain(told)}\n" if told else ""
        yield textwrap.indent(body, "  ", lambda line: line != "\n")


def _dump(value: Any) -> str:
    made: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
    return escaped(made)


def _plain(text: str) -> str:
    """Text for a comment: what could end the line, or steer a terminal, becomes a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
