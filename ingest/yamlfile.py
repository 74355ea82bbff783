"""YAML as plain data with line numbers: every scalar stays the text it was, nothing is executed.

Records keep numbers as printed, so no scalar is turned into a number, a date or a truth value
here; the models do that. Aliases are refused (they make a small file unfold into a huge one), and
so are tags and keys written twice.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ontology.errors import Problem, RecordError, shown

MAX_BYTES = 50_000_000
MAX_DEPTH = 40

Path_ = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """The content of one file; `lines` maps a path such as `("stated", 3, "value")` to its line."""

    file: str
    content: bytes
    data: Any
    lines: dict[Path_, int]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def line(self, path: Path_) -> int | None:
        """The line of `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been reached."""

    value: dict[str, Any] | list[Any]
    path: Path_
    key: str | None = None


def read(path: Path) -> Source:
    """Read one YAML file. Raises RecordError, naming file and line, if it cannot be taken."""
    try:
        if path.is_dir():
            raise _fault(path.name, None, "is a folder, not a record file")
        if path.stat().st_size > MAX_BYTES:
            raise _fault(path.name, None, f"is larger than {MAX_BYTES // 10**6} MB, no record is")
        content = path.read_bytes()
    except FileNotFoundError:
        raise _fault(str(path), None, "there is no such file") from None
    except RecordError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _fault(str(path), None, f"cannot be read: {reason}") from None
    return parse(content, path.name)


def parse(content: bytes, file: str) -> Source:
    """Turn the bytes of a YAML file into plain data. Raises RecordError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _fault(file, line, "is not UTF-8 text; save it as UTF-8") from None
    try:
        data, lines = _build(text, file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "is broken"
        raise _fault(file, mark.line + 1 if mark else None, f"not valid YAML: {said}") from None
    return Source(file, content, data, lines)


def _build(text: str, file: str) -> tuple[Any, dict[Path_, int]]:
    lines: dict[Path_, int] = {}
    stack: list[_Open] = []
    root: list[Any] = []

    def place(value: Any, line: int) -> Path_:
        """Hang a finished scalar, or a collection just opened, where it belongs."""
        if not stack:
            if root:
                raise _fault(file, line, "holds more than one YAML document; one record a file")
            root.append(value)
            return ()
        parent = stack[-1]
        if isinstance(parent.value, list):
            path: Path_ = (*parent.path, len(parent.value))
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
        wants_key = bool(stack) and isinstance(stack[-1].value, dict) and stack[-1].key is None
        if isinstance(event, yaml.ScalarEvent):
            if wants_key:
                parent = stack[-1]
                if event.value in parent.value:
                    raise _fault(file, line, f"the field {shown(event.value)} is written twice")
                parent.key = event.value
                lines[(*parent.path, event.value)] = line
            else:
                empty = not event.style and event.value in ("", "~", "null")
                place(None if empty else event.value, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if wants_key:
                raise _fault(file, line, "a field's name must be plain text")
            if len(stack) >= MAX_DEPTH:
                raise _fault(file, line, f"is nested more than {MAX_DEPTH} levels deep")
            value: dict[str, Any] | list[Any] = (
                {} if isinstance(event, yaml.MappingStartEvent) else []
            )
            stack.append(_Open(value, place(value, line)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
    return (root[0] if root else None), lines


def _fault(file: str, line: int | None, message: str) -> RecordError:
    return RecordError([Problem(file, line, "", message)])
