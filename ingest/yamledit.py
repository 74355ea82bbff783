"""Changes to a YAML file within its own text: what is not changed keeps every byte.

A record is edited by people, so its comments, its order and its way of writing numbers are theirs.
The parser's marks say where each value stands; only that stretch is replaced. Every edit is read
back and held against the same change made to plain data, so that nothing else can have moved.
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
"""Texts that mean themselves without quotes, also between brackets."""


@dataclass(frozen=True, slots=True)
class Put:
    """Give the field or list element at `path` this value; a field that is not there is added.

    It is put behind the first of the fields `after` that stands there, else behind the first field.
    """

    path: FieldPath
    value: str | Sequence[str]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Take the field or list element at `path` away, an item with the comment lines above it."""

    path: FieldPath


@dataclass(frozen=True, slots=True)
class Write:
    """Write the list item at `path` anew; `text` is the YAML of its fields, not indented."""

    path: FieldPath
    text: str


Change: TypeAlias = Put | Cut | Write


def edited(source: YamlFile, changes: Iterable[Change]) -> YamlFile:
    """The file with `changes` made; paths count as in `source`. Changes must not overlap.

    Raises RecordError, and changes nothing, if the file is written in a form in which that cannot
    be done in place.
    """
    wanted = list(changes)
    text = _text(source)
    after = _spliced(text, sorted(_splices(text, wanted)))
    bom = codecs.BOM_UTF8 if source.content.startswith(codecs.BOM_UTF8) else b""
    try:
        made = yamlfile.parse(bom + after.encode(), source.file)
    except RecordError:
        made = None
    if made is None or made.data != changed(source.data, wanted):
        line = source.line(wanted[0].path) if wanted else None
        told = (
            "is written in a form that cannot be changed in place; "
            "begin each item of the list on a line of its own"
        )
        raise RecordError([Problem(source.file, line, "", told)])
    return made


def changed(data: Any, changes: Iterable[Change]) -> Any:
    """The same changes made to plain data."""
    made = copy.deepcopy(data)
    cuts = []
    for change in changes:
        match change:
            case Cut(path):
                cuts.append(path)
            case Put(path, value):
                _holder(made, path)[path[-1]] = value if isinstance(value, str) else list(value)
            case Write(path, text):
                _holder(made, path)[path[-1]] = yamlfile.parse(text.encode(), "").data
    for path in sorted(cuts, reverse=True):  # the last first, so that the others stay in place
        del _holder(made, path)[path[-1]]
    return made


def comments(source: YamlFile) -> dict[FieldPath, str]:
    """The comment lines directly above each item of each section, without their signs."""
    text = _text(source)
    root = yaml.compose(text, Loader=_Loader)
    found: dict[FieldPath, str] = {}
    for key, section in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(section, yaml.SequenceNode) and not section.flow_style:
            for index, item in enumerate(section.value):
                dash = _dash(text, section, item)
                above = text[_above(text, section, dash) : dash]
                if said := [line.strip().lstrip("#").strip() for line in above.splitlines()]:
                    found[(key.value, index)] = "\n".join(said)
    return found


def item_text(source: YamlFile, path: FieldPath) -> str:
    """The YAML of the list item at `path` as it stands in the file, not indented."""
    text = _text(source)
    node = _found(yaml.compose(text, Loader=_Loader), path)[-1]
    indent = node.start_mark.column
    own = text[node.start_mark.index : _end(text, node)].replace("\r\n", "\n")
    first, *rest = own.split("\n")
    return "\n".join([first, *(line[min(indent, _leading(line)) :] for line in rest)]) + "\n"


def scalar(value: str) -> str:
    """`value` as a YAML scalar that reads back as that text, quoted where it has to be."""
    if _PLAIN.fullmatch(value) and value != "null":
        return value
    return escaped(json.dumps(value, ensure_ascii=False))


# -- where things stand ----------------------------------------------------------------------------

_Splice: TypeAlias = tuple[int, int, int, str]
"""From, to, the number of the change (to keep their order at one place), the new text."""


def _text(source: YamlFile) -> str:
    return source.content.decode("utf-8-sig")


def _holder(data: Any, path: FieldPath) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _found(root: Any, path: FieldPath) -> list[Any]:
    """The nodes from the root to `path`; the last is None where only that one does not exist."""
    nodes = [root]
    for step in path:
        if isinstance(nodes[-1], yaml.MappingNode):
            nodes.append(next((v for k, v in nodes[-1].value if k.value == step), None))
        else:
            nodes.append(nodes[-1].value[step])
    return nodes


def _end(text: str, node: Any) -> int:
    """Where the node's own text ends: a block's mark lies behind the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        begin, end = node.start_mark.index, node.end_mark.index
        return int(begin + len(text[begin:end].rstrip()))
    last = node.value[-1]
    if isinstance(last, tuple):
        key, value = last
        return max(_end(text, value), _end(text, key))
    return _end(text, last)


def _colon(text: str, owner: Any, value: Any) -> int:
    """The place behind the colon that leads to `value` of the mapping `owner`."""
    key = next(k for k, v in owner.value if v is value)
    return text.index(":", key.end_mark.index) + 1


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """Where the line of `place` ends, before its line break."""
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > place else end


def _next_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end + 1


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _dash(text: str, section: Any, item: Any) -> int:
    """The start of the line with the dash of a block list's item, which may stand alone."""
    column, start = section.start_mark.column, _line_start(text, item.start_mark.index)
    while start and not (text[start : start + column].isspace() or column == 0):
        start = _line_start(text, start - 1)
    while start and text[start + column : start + column + 1] != "-":
        start = _line_start(text, start - 1)
    return start


def _above(text: str, section: Any, dash: int) -> int:
    """Where the comment lines directly above a dash begin, or the dash's line if there are none."""
    start = dash
    while start:
        before = _line_start(text, start - 1)
        line = text[before:start]
        if not line.lstrip().startswith("#") or _leading(line) < section.start_mark.column:
            break
        start = before
    return start


# -- what to replace -------------------------------------------------------------------------------


def _splices(text: str, changes: Sequence[Change]) -> Iterator[_Splice]:
    root, line_break = yaml.compose(text, Loader=_Loader), "\r\n" if "\r\n" in text else "\n"
    cuts: dict[FieldPath, set[Any]] = defaultdict(set)
    for number, change in enumerate(changes):
        match change:
            case Cut(path):
                cuts[path[:-1]].add(path[-1])
            case Put(path):
                yield _put(text, _found(root, path), change, line_break, number)
            case Write(path, new):
                node = _found(root, path)[-1]
                indent = " " * node.start_mark.column
                first, *rest = new.replace("\r\n", "\n").strip().split("\n")
                lines = [first, *(indent + line if line else "" for line in rest)]
                yield node.start_mark.index, _end(text, node), number, line_break.join(lines)
    for path, steps in cuts.items():
        nodes = _found(root, path)
        for start, end, new in _cut(text, nodes, path, steps):
            yield start, end, len(changes), new


def _put(text: str, nodes: list[Any], put: Put, line_break: str, number: int) -> _Splice:
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


def _cut(
    text: str, nodes: list[Any], path: FieldPath, steps: set[Any]
) -> Iterator[tuple[int, int, str]]:
    """What to delete for the fields or elements `steps` to leave the list or mapping at `path`."""
    owner = nodes[-1]
    mapping = isinstance(owner, yaml.MappingNode)
    spans = [
        (k.value, k.start_mark.index, max(_end(text, v), _end(text, k)), k) for k, v in owner.value
    ] if mapping else [
        (n, v.start_mark.index, _end(text, v), v) for n, v in enumerate(owner.value)
    ]  # fmt: skip
    gone = [span[0] in steps for span in spans]
    if owner.flow_style:
        last = max((i for i, away in enumerate(gone) if not away), default=-1)
        for i, (_, start, _, _) in enumerate(spans):
            if i < last and gone[i]:
                yield start, spans[i + 1][1], ""
        if last < 0:
            yield spans[0][1], spans[-1][2], ""
        elif last + 1 < len(spans):
            yield spans[last][2], spans[-1][2], ""
        return
    for i, (_, start, end, node) in enumerate(spans):
        if not gone[i]:
            continue
        if not mapping:
            yield _above(text, owner, _dash(text, owner, node)), _next_line(text, end), ""
        elif text[_line_start(text, start) : start].isspace() or start == _line_start(text, start):
            yield _line_start(text, start), _next_line(text, end), ""
        elif i + 1 < len(spans):  # the first field, beside the dash
            yield start, spans[i + 1][1], ""
    if all(gone) and not mapping:
        colon = _colon(text, nodes[-2], owner)
        yield colon, colon, " []"


def _spliced(text: str, splices: Sequence[_Splice]) -> str:
    pieces, place = [], 0
    for start, end, _, new in splices:
        pieces += [text[place:start], new]
        place = max(place, end)
    return "".join([*pieces, text[place:]])
