"""A draft record as YAML: in the order of its sections, with a comment above each statement."""

from collections.abc import Mapping
from typing import Any

import yaml

from ingest.drafting.record import DraftRecord
from ingest.extract.mentions import Proposal

_WIDTH = 100
_COMPACT = frozenset(("pointers", "anchors"))
"""Sections with an item a line."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style, but lists of words in one line."""


def _list(dumper: Any, items: list[Any]) -> Any:
    flow = all(isinstance(item, str | int) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


_Dumper.add_representer(list, _list)


def as_yaml(draft: DraftRecord) -> str:
    """The text of the record's file. What was left out stands in comments at its end."""
    head = {key: value for key, value in draft.data.items() if not isinstance(value, list)}
    parts = [_dump(head)]
    for key, value in draft.data.items():
        if isinstance(value, list):
            items = "".join(_item(key, item, draft.comments) for item in value)
            parts.append(f"{key}:\n{items}")
    return "\n".join(parts) + _tail(draft)


def _item(section: str, item: Mapping[str, Any], comments: Mapping[tuple[str, str], str]) -> str:
    told = comments.get((section, str(item.get("id", ""))))
    head = f"  # {_one_line(told)}\n" if told else ""
    body = _dump([item], compact=section in _COMPACT)
    return head + "".join(f"  {line}\n" for line in body.splitlines())


def _tail(draft: DraftRecord) -> str:
    """What a person may want to add by hand."""
    lines = []
    if draft.left_out:
        lines += ["", "# Read, and left out:"]
        lines += [f"# - {_one_line(told)}" for told in draft.left_out]
    if draft.proposals:
        lines += ["", "# Proposed as new words of the vocabulary or as new studies:"]
        lines += [
            f"# - {p.scheme} {p.name}: {_one_line(p.text)} ({_place(p)}; {p.why})"
            for p in draft.proposals
        ]
    return "\n".join(lines) + "\n" if lines else ""


def _place(proposal: Proposal) -> str:
    return f"p{proposal.paragraph} s{proposal.sentence}" if proposal.paragraph else "the title"


def _dump(value: Any, compact: bool = False) -> str:
    made: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH,
        default_flow_style=None if compact else False,
    )  # fmt: skip
    return made


def _one_line(text: str) -> str:
    """Text for a comment: what could end the line becomes a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
