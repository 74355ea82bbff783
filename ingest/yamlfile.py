"""Parses YAML into plain data with line numbers; every scalar stays text, nothing is executed.

Records keep numbers as printed, so scalars are not converted to numbers, dates or booleans here;
the models do that. Aliases (with which a small file expands to a huge one), tags and duplicate
keys are refused.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ontology.errors import Problem, RecordError, shown

MAX_BYTES = 50_000_000
MAX_DEPTH = 40

FieldPath = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """One parsed file; `lines` maps a path such as `("stated", 3, "value")` to its line, from 1."""

    file: str
    content: bytes
    data: Any
    lines: dict[FieldPath, int]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def line(self, path: FieldPath) -> int | None:
        """The line of `path`, or of its nearest ancestor that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


@dataclass(slots=True)
class _OpenCollection:
    """A mapping or list that is still being parsed."""

    value: dict[str, Any] | list[Any]
    path: FieldPath
    key: str | None = None


def read(path: Path) -> YamlFile:
    """Parse one YAML file. Raises RecordError, which names file and line."""
    try:
        if path.is_dir():
            raise _fault(path.name, None, "is a folder, not a record file")
        if path.stat().st_size > MAX_BYTES:
            raise _fault(path.name, None, f"is larger than {MAX_BYTES // 10**6} MB, the maximum")
        content = path.read_bytes()
    except FileNotFoundError:
        raise _fault(str(path), None, "there is no such file") from None
    except RecordError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _fault(str(path), None, f"cannot be read: {reason}") from None
    return parse(content, path.name)


def parse(content: bytes, file: str) -> YamlFile:
    r"""Parse the content of a YAML file; `file` is its name for messages. Raises RecordError.

    >>> parsed = parse(b"record: doe-2030\nstated:\n  - value: 95.50\n", "doe-2030.yaml")
    >>> parsed.data
    {'record': 'doe-2030', 'stated': [{'value': '95.50'}]}
    >>> parsed.line(("stated", 0, "value"))
    3
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _fault(file, line, "is not UTF-8 text; save it as UTF-8") from None
    try:
        data, lines = _build(text, file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "is broken"
        raise _fault(file, mark.line + 1 if mark else None, f"not valid YAML: {reason}") from None
    return YamlFile(file, content, data, lines)


def _build(text: str, file: str) -> tuple[Any, dict[FieldPath, int]]:
    lines: dict[FieldPath, int] = {}
    stack: list[_OpenCollection] = []
    root: list[Any] = []

    def attach(value: Any, line: int) -> FieldPath:
        """Add a scalar or a new collection to the innermost open collection; returns its path."""
        if not stack:
            if root:
                raise _fault(file, line, "contains more than one YAML document, not one record")
            root.append(value)
            return ()
        parent = stack[-1]
        if isinstance(parent.value, list):
            path: FieldPath = (*parent.path, len(parent.value))
            parent.value.append(value)
        else:
            assert parent.key is not None
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
            parent.key = None
        lines.setdefault(path, line)
        return path

    for event in yaml.parse(text, Loader=_Loader):
        assert event.start_mark is not None
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _fault(file, line, "uses a YAML anchor or alias; write the value out instead")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise _fault(
                file, line, f"uses the YAML tag {shown(tag)}; records take plain text only"
            )
        expects_key = bool(stack) and isinstance(stack[-1].value, dict) and stack[-1].key is None
        if isinstance(event, yaml.ScalarEvent):
            if expects_key:
                parent = stack[-1]
                if event.value in parent.value:
                    raise _fault(file, line, f"the field {shown(event.value)} is written twice")
                parent.key = event.value
                lines[(*parent.path, event.value)] = line
            else:
                empty = not event.style and event.value in ("", "~", "null")
                attach(None if empty else event.value, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if expects_key:
                raise _fault(file, line, "a field's name must be plain text")
            if len(stack) >= MAX_DEPTH:
                raise _fault(file, line, f"is nested more than {MAX_DEPTH} levels deep")
            value: dict[str, Any] | list[Any] = (
                {} if isinstance(event, yaml.MappingStartEvent) else []
            )
            stack.append(_OpenCollection(value, attach(value, line)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
    return (root[0] if root else None), lines


def _fault(file: str, line: int | None, message: str) -> RecordError:
    return RecordError([Problem(file, line, "", message)])
