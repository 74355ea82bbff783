"""Loads record files, validates them, and checks the links between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ingest import migration, quads, yamlfile
from ingest.repeats import REPEATABLE
from ingest.yamlfile import FieldPath, YamlFile
from ontology import model
from ontology.errors import Problem, RecordError, shown, suggestion
from ontology.model import PATTERNS, Record

_NO_RECORDS = (".reviews.yaml", "identity.yaml")
"""How files end that stand among the bundled records and are none."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A validated record and its file."""

    record: Record
    source: YamlFile

    @property
    def name(self) -> str:
        return self.record.record

    @property
    def document_id(self) -> str | None:
        """The id of the record's document, if it has one."""
        return self.record.document.id if self.record.document is not None else None

    def problem(self, path: FieldPath, message: str) -> Problem:
        """The problem `message` at `path` in this record's file."""
        return Problem(self.source.file, self.source.line(path), _field(path), message)


def load(path: Path) -> RecordFile:
    """Read and validate one record file, without the links to other records.

    Raises RecordError with all problems.
    """
    return validated(yamlfile.read(path))


def validated(source: YamlFile) -> RecordFile:
    """Validate the content of one file against the record model. Raises RecordError."""
    if not isinstance(source.data, dict):
        message = "holds no record; a record is a mapping with the fields record, status, curation"
        raise RecordError([Problem(source.file, 1, "", message)])
    present = migration.current(source)
    try:
        return RecordFile(Record.model_validate(present.data), source)
    except ValidationError as error:
        problems = [
            _problem(source, detail)
            for detail in error.errors()
            if not _repeats_record_status(detail)
        ]
        if present.data != {**source.data, "schema_version": model.SCHEMA_VERSION}:
            message = f"is written in an earlier form; see alltrace migrate {source.file}"
            problems.append(Problem(source.file, None, "schema_version", message))
        raise RecordError(sorted(problems, key=lambda p: (p.line or 0, p.field))) from None


@lru_cache(maxsize=1)
def bundled() -> tuple[RecordFile, ...]:
    """The records bundled with alltrace, in order of name."""
    with as_file(files("ingest") / "records") as folder:
        paths = sorted(folder.rglob("*.yaml"))
        loaded = [load(path) for path in paths if not path.name.endswith(_NO_RECORDS)]
    return tuple(sorted(loaded, key=lambda file: file.name))


def collect(paths: Sequence[Path] | None) -> tuple[RecordFile, ...]:
    """The records to build: all bundled ones, or those in `paths` and the bundled ones they need.

    A record in `paths` replaces a bundled one of its name. Several records may define one work,
    study, cohort or regimen (`ingest.repeats`). All links between records are checked. Raises
    RecordError with all problems of all files.
    """
    if paths is None:
        chosen = bundled()
    else:
        loaded = _load_all(paths)
        chosen = (*loaded, *_required_bundled(loaded))
    return linked(chosen)


def linked(files: Iterable[RecordFile]) -> tuple[RecordFile, ...]:
    """The records in order of name, after checking that names are unique and links resolve.

    Raises RecordError with all problems.
    """
    ordered = tuple(sorted(files, key=lambda file: file.name))
    problems = [*_duplicates(ordered), *_broken_links(ordered)]
    if problems:
        raise RecordError(problems)
    return ordered


def link_problems(file: RecordFile) -> tuple[Problem, ...]:
    """The problems in the names and links of `file`, given the bundled records that it needs."""
    files = (file, *_required_bundled([file]))
    return tuple(
        p for p in (*_duplicates(files), *_broken_links(files)) if p.file == file.source.file
    )


def _load_all(paths: Sequence[Path]) -> tuple[RecordFile, ...]:
    """All files, loaded. Raises one RecordError with the problems of all."""
    loaded: list[RecordFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            loaded.append(load(path))
        except RecordError as error:
            problems.extend(error.problems)
    if problems:
        raise RecordError(problems)
    return tuple(loaded)


def _required_bundled(files: Sequence[RecordFile]) -> Iterator[RecordFile]:
    """The bundled records that `files` refer to, directly or indirectly."""
    chosen_names = {file.name for file in files}
    defining_file = {
        iri: file for file in bundled() for _, iri, _ in quads.definitions(file.record)
    }
    defined_iris = {iri for file in files for _, iri, _ in quads.definitions(file.record)}
    pending = list(files)
    while pending:
        for _, _, iri, _ in quads.links(pending.pop().record):
            file = defining_file.get(iri)
            if file is not None and iri not in defined_iris and file.name not in chosen_names:
                chosen_names.add(file.name)
                pending.append(file)
                yield file


def _duplicates(files: Sequence[RecordFile]) -> Iterator[Problem]:
    """A problem for each name defined twice, within a record or between records that may not."""
    record_files: dict[str, str] = {}
    first_definition: dict[str, tuple[RecordFile, FieldPath]] = {}
    for file in files:
        if file.name in record_files:
            yield file.problem(
                ("record",), f"{record_files[file.name]} has the same name, {file.name!r}"
            )
            continue
        record_files[file.name] = file.source.file
        for path, iri, thing in quads.definitions(file.record):
            if iri not in first_definition:
                first_definition[iri] = (file, path)
                continue
            other, other_path = first_definition[iri]
            if other is not file and thing.path in REPEATABLE:
                continue
            location = f"{other.source.file}:{other.source.line(other_path)}"
            field = "number" if isinstance(thing, model.Reference) else "id"
            yield file.problem((*path, field), f"{thing.key!r} is already taken at {location}")


def _broken_links(files: Sequence[RecordFile]) -> Iterator[Problem]:
    """A problem for each link to an undefined thing or to a thing of the wrong class."""
    defined = {
        iri: (thing, file) for file in files for _, iri, thing in quads.definitions(file.record)
    }
    for file in files:
        for path, key, iri, classes in quads.links(file.record):
            definition = defined.get(iri)
            if definition is None:
                candidates = _candidates(defined, file, classes)
                kind = " or ".join(sorted(classes)).lower()
                message = f"no {kind} is called {shown(key)}{suggestion(key, candidates)}"
                if classes == {"Reference"}:
                    numbers = [reference.number for reference in file.record.references]
                    numbering = f"1 to {max(numbers)}" if numbers else "empty"
                    message = (
                        f"reference {key.removeprefix('ref-')} is not in the list ({numbering})"
                    )
                yield file.problem(path, message)
            elif not classes & {base.__name__ for base in type(definition[0]).__mro__}:
                expected = " or ".join(sorted(classes)).lower()
                actual = type(definition[0]).__name__.lower()
                yield file.problem(path, f"{shown(key)} is a {actual}; a {expected} is wanted here")


def _candidates(
    defined: dict[str, tuple[model.Thing, RecordFile]], file: RecordFile, classes: frozenset[str]
) -> set[str]:
    """The names of all things of the right classes, as `file` would refer to them."""
    return {
        thing.key if thing.path or owner is file else f"{owner.name}/{thing.key}"
        for thing, owner in defined.values()
        if classes & {base.__name__ for base in type(thing).__mro__}
    }


def _problem(source: YamlFile, detail: ErrorDetails) -> Problem:
    """A pydantic error as a problem with a readable message."""
    path: FieldPath = tuple(detail["loc"])
    context: dict[str, Any] = detail.get("ctx", {})
    value = detail["input"]
    shown_value = shown(value) if isinstance(value, str) else "something else"
    match detail["type"]:
        case "missing":
            message = "is missing"
        case "extra_forbidden":
            message = f"no such field{suggestion(str(path[-1]), _field_names(path))}"
        case "string_pattern_mismatch":
            message = f"{shown_value} is not valid: {_pattern(context['pattern'])}"
        case "literal_error":
            message = f"{shown_value} is not one of {context['expected']}"
        case "value_error":
            message = str(context["error"])
            if isinstance(context["error"], model.FieldError):
                path = (*path, context["error"].field)
        case "string_type" | "tuple_type" | "model_type" | "dict_type":
            kind = {"string_type": "text", "tuple_type": "a list"}.get(detail["type"], "fields")
            message = f"{kind} expected here, not {_kind_of(value)}"
        case _:
            message = f"{shown_value}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    return Problem(source.file, source.line(path), _field(path), message)


def _repeats_record_status(detail: ErrorDetails) -> bool:
    """Whether an error repeats, for one statement, the error in the record's own status."""
    return len(detail["loc"]) > 1 and detail["loc"][-1] == "status" and detail["type"] != "missing"


def _pattern(pattern: str) -> str:
    for name, explanation in PATTERNS.items():
        marks = getattr(model, name).__metadata__
        if any(getattr(mark, "pattern", None) == pattern for mark in marks):
            return explanation
    return f"it must match the pattern {pattern}"


def _field_names(path: FieldPath) -> list[str]:
    """The names of the model fields that are allowed at the last step of `path`."""
    owner: Any = Record
    for step in path[:-1]:
        if isinstance(step, str) and step in getattr(owner, "model_fields", {}):
            owner = _model_of(owner.model_fields[step].annotation) or owner
    return list(owner.model_fields)


def _model_of(annotation: Any) -> Any:
    """The model class in an annotation such as `tuple[Claim, ...]` or `Document | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (model_class := _model_of(argument)) is not None:
            return model_class
    return None


def _kind_of(value: Any) -> str:
    if value is None:
        return "nothing"
    return "fields" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"


def _field(path: FieldPath) -> str:
    """A path as printed in messages, counted from 1.

    >>> _field(("stated", 3, "value"))
    'stated[4].value'
    """
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
