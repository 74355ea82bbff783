"""In-place edits of a YAML file: what is not changed keeps every byte.

Records are edited by people, so comments, order and number formats are preserved. The parser's
marks give the span of each value, and only that span is replaced. The edited text is parsed again
and compared with the same change applied to plain data, so that no other value can change.
"""

import codecs
import copy
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from ingest import yamlfile
from ingest.text import escaped
from ingest.yamlfile import FieldPath, YamlFile
from ontology.errors import Problem, RecordError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z0-9≥≤](?:[A-Za-z0-9._/%+-]|[ ](?=[A-Za-z0-9._/%+]))*")
"""Texts that need no quotes, also within brackets."""


@dataclass(frozen=True, slots=True)
class SetField:
    """Set the field or list element at `path` to a value; a missing field is added.

    A new field is inserted after the first of the fields `after` that is present, else after the
    first field.
    """

    path: FieldPath
    value: str | Sequence[str]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove the field or list element at `path`; an item goes with the comment lines above it."""

    path: FieldPath


@dataclass(frozen=True, slots=True)
class ReplaceItem:
    """Replace the list item at `path`; `text` is the YAML of its fields, not indented."""

    path: FieldPath
    text: str


@dataclass(frozen=True, slots=True)
class Append:
    """Add items to the end of a section, which is made at the end of the file if it is missing.

    `text` is the YAML of the list, not indented.
    """

    path: FieldPath
    text: str


Change: TypeAlias = SetField | Remove | ReplaceItem | Append


def edited(source: YamlFile, changes: Iterable[Change]) -> YamlFile:
    r"""The file with `changes` applied. Paths refer to `source`; changes must not overlap.

    Raises RecordError if the file is written in a form that cannot be edited in place.

    >>> source = yamlfile.parse(b"studies:\n  # as registered\n  - {id: x, n: 40}\n", "x.yaml")
    >>> print(edited(source, [SetField(("studies", 0, "n"), "41")]).content.decode(), end="")
    studies:
      # as registered
      - {id: x, n: 41}
    """
    requested = list(changes)
    text = _text(source)
    after = _spliced(text, sorted(_splices(text, requested)))
    bom = codecs.BOM_UTF8 if source.content.startswith(codecs.BOM_UTF8) else b""
    try:
        result = yamlfile.parse(bom + after.encode(), source.file)
    except RecordError:
        result = None
    if result is None or result.data != changed(source.data, requested):
        line = source.line(requested[0].path) if requested else None
        message = (
            "cannot be edited in place in the form in which it is written; "
            "begin each item of the list on a line of its own"
        )
        raise RecordError([Problem(source.file, line, "", message)])
    return result


def changed(data: Any, changes: Iterable[Change]) -> Any:
    """Plain data with `changes` applied."""
    result = copy.deepcopy(data)
    removed = []
    for change in changes:
        match change:
            case Remove(path):
                removed.append(path)
            case SetField(path, value):
                _parent(result, path)[path[-1]] = value if isinstance(value, str) else list(value)
            case Append(path, text):
                held = _parent(result, path).get(path[-1]) or []
                _parent(result, path)[path[-1]] = held + yamlfile.parse(text.encode(), "").data
            case ReplaceItem(path, text):
                _parent(result, path)[path[-1]] = yamlfile.parse(text.encode(), "").data
    for path in sorted(removed, reverse=True):  # the last first, so that the others stay in place
        del _parent(result, path)[path[-1]]
    return result


def comments(source: YamlFile) -> dict[FieldPath, str]:
    """The comment lines directly above each item of each section, without `#`."""
    text = _text(source)
    root = yaml.compose(text, Loader=_Loader)
    by_item: dict[FieldPath, str] = {}
    for key, section in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(section, yaml.SequenceNode) and not section.flow_style:
            for index, item in enumerate(section.value):
                dash = _dash(text, section, item)
                above = text[_above(text, section, dash) : dash]
                if lines := [line.strip().lstrip("#").strip() for line in above.splitlines()]:
                    by_item[(key.value, index)] = "\n".join(lines)
    return by_item


def item_text(source: YamlFile, path: FieldPath) -> str:
    """The YAML of the list item at `path` as written in the file, not indented."""
    text = _text(source)
    node = _nodes_to(yaml.compose(text, Loader=_Loader), path)[-1]
    indent = node.start_mark.column
    own = text[node.start_mark.index : _end(text, node)].replace("\r\n", "\n")
    first, *rest = own.split("\n")
    return "\n".join([first, *(line[min(indent, _leading(line)) :] for line in rest)]) + "\n"


def scalar(value: str) -> str:
    """`value` as a YAML scalar that parses to that text, quoted only where necessary.

    >>> scalar("95.50"), scalar("null"), scalar("a: b")
    ('95.50', '"null"', '"a: b"')
    """
    if _PLAIN.fullmatch(value) and value != "null":
        return value
    return escaped(json.dumps(value, ensure_ascii=False))


# -- positions in the text -------------------------------------------------------------------------

_Splice: TypeAlias = tuple[int, int, int, str]
"""Start, end, number of the change (which orders changes at one position), new text."""


def _text(source: YamlFile) -> str:
    return source.content.decode("utf-8-sig")


def _parent(data: Any, path: FieldPath) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _nodes_to(root: Any, path: FieldPath) -> list[Any]:
    """The nodes from the root to `path`; the last is None if only that one does not exist."""
    nodes = [root]
    for step in path:
        if isinstance(nodes[-1], yaml.MappingNode):
            nodes.append(next((v for k, v in nodes[-1].value if k.value == step), None))
        else:
            nodes.append(nodes[-1].value[step])
    return nodes


def _end(text: str, node: Any) -> int:
    """The end of the node's own text; a block's end mark lies after the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        begin, end = node.start_mark.index, node.end_mark.index
        return int(begin + len(text[begin:end].rstrip()))
    last = node.value[-1]
    if isinstance(last, tuple):
        key, value = last
        return max(_end(text, value), _end(text, key))
    return _end(text, last)


def _colon(text: str, owner: Any, value: Any) -> int:
    """The position after the colon before `value` in the mapping `owner`."""
    key = next(k for k, v in owner.value if v is value)
    return text.index(":", key.end_mark.index) + 1


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """The end of the line of `place`, before its line break."""
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > place else end


def _next_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end + 1


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _dash(text: str, section: Any, item: Any) -> int:
    """The start of the line with the dash of a block list's item; the dash may be alone on it."""
    column, start = section.start_mark.column, _line_start(text, item.start_mark.index)
    while start and not (text[start : start + column].isspace() or column == 0):
        start = _line_start(text, start - 1)
    while start and text[start + column : start + column + 1] != "-":
        start = _line_start(text, start - 1)
    return start


def _above(text: str, section: Any, dash: int) -> int:
    """The start of the comment lines directly above a dash, else of the dash's own line."""
    start = dash
    while start:
        before = _line_start(text, start - 1)
        line = text[before:start]
        if not line.lstrip().startswith("#") or _leading(line) < section.start_mark.column:
            break
        start = before
    return start


# -- replacements ---------------------------------------------------------------------------------


def _splices(text: str, changes: Sequence[Change]) -> Iterator[_Splice]:
    root, line_break = yaml.compose(text, Loader=_Loader), "\r\n" if "\r\n" in text else "\n"
    cuts: dict[FieldPath, set[Any]] = defaultdict(set)
    for number, change in enumerate(changes):
        match change:
            case Remove(path):
                cuts[path[:-1]].add(path[-1])
            case SetField(path):
                yield _field_splice(text, _nodes_to(root, path), change, line_break, number)
            case Append(path, new):
                yield _append_splice(text, root, path, new, line_break, number)
            case ReplaceItem(path, new):
                node = _nodes_to(root, path)[-1]
                indent = " " * node.start_mark.column
                first, *rest = new.replace("\r\n", "\n").strip().split("\n")
                lines = [first, *(indent + line if line else "" for line in rest)]
                yield node.start_mark.index, _end(text, node), number, line_break.join(lines)
    for path, steps in cuts.items():
        nodes = _nodes_to(root, path)
        for start, end, new in _removal_splices(text, nodes, path, steps):
            yield start, end, len(changes), new


def _field_splice(
    text: str, nodes: list[Any], put: SetField, line_break: str, number: int
) -> _Splice:
    field, value = put.path[-1], put.value
    new = scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"
    owner, node = nodes[-2], nodes[-1]
    if node is None:
        there = {k.value: (k, v) for k, v in owner.value}
        key, before = next((there[name] for name in put.after if name in there), owner.value[0])
        end = max(_end(text, before), _end(text, key))
        if owner.flow_style:
            return end, end, number, f", {field}: {new}"
        end = _line_end(text, end)
        if end < len(text):  # a file of mixed line ends keeps to that of the place
            line_break = "\r\n" if text[end] == "\r" else "\n"
        indent = line_break + " " * owner.start_mark.column
        return end, end, number, f"{indent}{field}: {new}"
    begin, end = node.start_mark.index, _end(text, node)
    if begin == end:
        return begin, end, number, f" {new}"
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return begin, end, number, new
    return _colon(text, owner, node), end, number, f" {new}"  # a list of lines below the name


def _append_splice(
    text: str, root: Any, path: FieldPath, new: str, line_break: str, number: int
) -> _Splice:
    """The items of `new` after the last one of a block list, or as a section of their own."""
    lines = new.strip("\n").split("\n")
    node = _nodes_to(root, path)[-1]
    if node is None:
        start = "" if text.endswith("\n") else line_break
        section = [f"{start}", f"{path[-1]}:", *("  " + line if line else "" for line in lines)]
        return len(text), len(text), number, line_break.join([*section, ""])
    indent = " " * node.start_mark.column
    end = _line_end(text, _end(text, node))
    added = line_break.join(indent + line if line else "" for line in lines)
    return end, end, number, line_break + added


def _removal_splices(
    text: str, nodes: list[Any], path: FieldPath, steps: set[Any]
) -> Iterator[tuple[int, int, str]]:
    """The replacements that remove the fields or elements `steps` of the value at `path`."""
    owner = nodes[-1]
    mapping = isinstance(owner, yaml.MappingNode)
    spans = [
        (k.value, k.start_mark.index, max(_end(text, v), _end(text, k)), k) for k, v in owner.value
    ] if mapping else [
        (n, v.start_mark.index, _end(text, v), v) for n, v in enumerate(owner.value)
    ]  # fmt: skip
    removed = [span[0] in steps for span in spans]
    if owner.flow_style:
        last = max((i for i, is_removed in enumerate(removed) if not is_removed), default=-1)
        for i, (_, start, _, _) in enumerate(spans):
            if i < last and removed[i]:
                yield start, spans[i + 1][1], ""
        if last < 0:
            yield spans[0][1], spans[-1][2], ""
        elif last + 1 < len(spans):
            yield spans[last][2], spans[-1][2], ""
        return
    for i, (_, start, end, node) in enumerate(spans):
        if not removed[i]:
            continue
        if not mapping:
            yield _above(text, owner, _dash(text, owner, node)), _next_line(text, end), ""
        elif text[_line_start(text, start) : start].isspace() or start == _line_start(text, start):
            yield _line_start(text, start), _next_line(text, end), ""
        elif i + 1 < len(spans):  # the first field, beside the dash
            yield start, spans[i + 1][1], ""
    if all(removed) and not mapping:
        colon = _colon(text, nodes[-2], owner)
        yield colon, colon, " []"


def _spliced(text: str, splices: Sequence[_Splice]) -> str:
    pieces, place = [], 0
    for start, end, _, new in splices:
        pieces += [text[place:start], new]
        place = max(place, end)
    return "".join([*pieces, text[place:]])
