"""A record as YAML that a person corrects: in the order of the model, comments above the items."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from ingest.text import normalise
from ontology.model import Record

WIDTH = 98
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def record_yaml(
    data: Mapping[str, Any],
    comments: Mapping[tuple[str, str], str] | None = None,
    head: Sequence[str] = (),
) -> str:
    """The YAML of a record. Numbers that are text stay text; the loader reads all as text anyway.

    `comments` stand above the item with that section and id, `head` at the top of the file.
    """
    return "".join(_parts(data, comments or {}, head))


def _parts(
    data: Mapping[str, Any], comments: Mapping[tuple[str, str], str], head: Sequence[str]
) -> Iterator[str]:
    for line in head:
        yield _comment(line, "")
    for section in (*Record.model_fields, *sorted(set(data) - set(Record.model_fields))):
        if section not in data:
            continue
        items = data[section]
        if not isinstance(items, list):
            yield _dump({section: items})
            continue
        yield f"\n{section}:\n"
        for item in items:
            if isinstance(item, dict) and (told := comments.get((section, str(item.get("id"))))):
                yield _comment(told, "  ")
            yield textwrap.indent(_dump([item]), "  ", lambda line: line != "\n")


def _dump(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH))


def _comment(text: str, indent: str) -> str:
    """A comment of one or more lines; nothing in the text can end it."""
    plain = "".join(c for c in normalise(text) if c.isprintable())
    lines = textwrap.wrap(plain, WIDTH - len(indent) - 2, break_on_hyphens=False)
    return "".join(f"{indent}# {line}\n" for line in lines)
