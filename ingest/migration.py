"""Older forms of records: what a rule brings up to date, and what only a person can decide.

Version 1 is the form without `schema_version`: the arm of a regimen was a text, and an interval
needed no level. It is migrated in memory when it is loaded, and in its file by `alltrace migrate`.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import yamlfile
from ingest.yamledit import Change, Remove, SetField, changed, edited, scalar
from ingest.yamlfile import FieldPath, YamlFile
from ontology.errors import Problem, RecordError, shown
from ontology.model import SCHEMA_VERSION

_log = logging.getLogger(__name__)

_VALUES = ("stated", "reported")
_PERCENT = frozenset({"percent", "per cent", "percentage", "pct", "pct."})


@dataclass(frozen=True, slots=True)
class Migration:
    """What brings one record up to date: edits, the arms to add, and what is left to a person."""

    changes: tuple[Change, ...]
    arms: tuple[Mapping[str, str], ...]
    undecided: tuple[Problem, ...]


def version_of(source: YamlFile) -> str:
    """The version in which a record is written. Raises RecordError for one that is unknown."""
    version = source.data.get("schema_version", "1")
    if version not in ("1", SCHEMA_VERSION):
        known = f"this alltrace reads versions 1 and {SCHEMA_VERSION}"
        message = f"{shown(str(version))} is no version of records that is known; {known}"
        raise RecordError([_problem(source, ("schema_version",), message)])
    return str(version)


def current(source: YamlFile) -> YamlFile:
    """The record with its data in the present form; the lines and the content stay.

    Raises RecordError for a version that is unknown.
    """
    if version_of(source) == SCHEMA_VERSION:
        return source
    migration = migration_of(source)
    if len(migration.changes) > 1 or migration.arms:
        _log.warning(
            "%s: is written in an earlier form and read as alltrace migrate %s would rewrite it",
            source.file,
            source.file,
        )
    data = changed(source.data, migration.changes)
    if migration.arms:
        data["arms"] = [*_items(data, "arms"), *_arm_data(migration.arms)]
    return YamlFile(source.file, source.content, data, source.lines)


def migrated(source: YamlFile) -> tuple[YamlFile, tuple[Problem, ...]]:
    """The file in the present form, comments kept, and what could not be decided.

    Raises RecordError for an unknown version, and for a file that cannot be edited in place.
    """
    if version_of(source) == SCHEMA_VERSION:
        return source, ()
    migration = migration_of(source)
    result = edited(source, migration.changes)
    if migration.arms:
        result = _with_arms(result, migration.arms)
    return result, migration.undecided


def migrate(path: Path) -> tuple[YamlFile, tuple[Problem, ...]]:
    """As `migrated`, of the file at `path`. Raises RecordError."""
    source = yamlfile.read(path)
    if not isinstance(source.data, dict):
        raise RecordError([Problem(source.file, 1, "", "holds no record")])
    return migrated(source)


def migration_of(source: YamlFile) -> Migration:
    """What has to change in a record of version 1."""
    data = source.data
    arms, of_regimen = _arms(data)
    changes: list[Change] = [SetField(("schema_version",), SCHEMA_VERSION, ("record",))]
    undecided: list[Problem] = []
    for index, regimen in enumerate(_items(data, "regimens")):
        if "arm" in regimen:
            changes.append(Remove(("regimens", index, "arm")))
            undecided += _undecided_of_arm(source, index, regimen)
    for section in _VALUES:
        for index, value in enumerate(_items(data, section)):
            path = (section, index)
            changes += _changes_of_value(path, value, of_regimen)
            if _without_level(value):
                message = "the level of its interval is not known; look it up in the source"
                undecided.append(_problem(source, path, message))
    return Migration(tuple(changes), tuple(arms), tuple(undecided))


def _arms(data: Mapping[str, Any]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The arms that the regimens name, and the arm of each regimen, by their ids.

    One regimen gives its name to its arm; several of one arm are received in their order.
    """
    by_arm: dict[tuple[str, str], list[str]] = {}
    for regimen in _items(data, "regimens"):
        name, arm = regimen.get("id"), regimen.get("arm")
        if isinstance(name, str) and isinstance(arm, str):
            by_arm.setdefault((name.partition("/")[0], arm), []).append(name)
    arms: list[dict[str, str]] = []
    of_regimen: dict[str, str] = {}
    for (study, label), regimens in by_arm.items():
        name = regimens[0] if len(regimens) == 1 else f"{study}/{_slug(label)}"
        arms.append({"id": name, "label": label, "received": ", ".join(regimens)})
        of_regimen |= dict.fromkeys(regimens, name)
    return arms, of_regimen


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "arm"


def _changes_of_value(
    path: FieldPath, value: Mapping[str, Any], of_regimen: Mapping[str, str]
) -> Iterator[Change]:
    for old, new in (("regimen", "arm"), ("compared_regimen", "compared_arm")):
        arm = of_regimen.get(str(value.get(old)))
        if arm is not None and new not in value:
            yield SetField((*path, new), arm, (old,))
    if _without_level(value):
        yield SetField((*path, "level"), "unstated", ("upper", "lower"))
    if str(value.get("unit", "")).lower() in _PERCENT:
        yield SetField((*path, "unit"), "%")


def _without_level(value: Mapping[str, Any]) -> bool:
    bounds = value.get("lower"), value.get("upper")
    return any(b is not None for b in bounds) and not {"level", "level_unstated"} & value.keys()


def _undecided_of_arm(
    source: YamlFile, index: int, regimen: Mapping[str, Any]
) -> Iterator[Problem]:
    path = ("regimens", index)
    yield _problem(source, path, f"what the arm {shown(regimen['arm'])} is to the others: its role")
    if "n" in regimen:
        message = (
            f"whether {regimen['n']} were allocated to the arm {shown(regimen['arm'])}, analysed "
            "or treated: n_allocated, n_analysed, n_treated"
        )
        yield _problem(source, path, message)


def _arm_data(arms: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    return [{**arm, "received": arm["received"].split(", ")} for arm in arms]


def _with_arms(source: YamlFile, arms: Sequence[Mapping[str, str]]) -> YamlFile:
    """The file with a section of arms below that of the regimens. Raises RecordError."""
    if "arms" in source.data:
        message = "has arms and regimens that name arms as text; write the arms under arms"
        raise RecordError([_problem(source, ("arms",), message)])
    lines = source.content.decode("utf-8").splitlines(keepends=True)
    starts = sorted(source.lines[(name,)] for name in source.data)
    place = next((n - 1 for n in starts if n > source.lines[("regimens",)]), len(lines))
    while place and (not lines[place - 1].strip() or lines[place - 1].startswith("#")):
        place -= 1
    if place and not lines[place - 1].endswith("\n"):
        lines[place - 1] += "\n"
    text = "".join(
        f"  - id: {arm['id']}\n    label: {scalar(arm['label'])}\n"
        f"    received: [{arm['received']}]\n"
        for arm in arms
    )
    content = "".join([*lines[:place], f"\narms:\n{text}", *lines[place:]])
    result = yamlfile.parse(content.encode(), source.file)
    assert result.data == {**source.data, "arms": _arm_data(arms)}
    return result


def _items(data: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    items = data.get(section)
    return [i if isinstance(i, dict) else {} for i in items] if isinstance(items, list) else []


def _problem(source: YamlFile, path: FieldPath, message: str) -> Problem:
    field = ".".join(f"[{s + 1}]" if isinstance(s, int) else s for s in path).replace(".[", "[")
    return Problem(source.file, source.line(path), field, message)
