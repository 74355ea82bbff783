"""Record files: read, validated, linked to one another, and turned into N-Quads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ingest import quads, yamlfile
from ingest.yamlfile import Path_, Source
from ontology import model
from ontology.errors import Problem, RecordError, shown, suggestion
from ontology.model import PATTERNS, Record

SHARED = ("publications", "studies", "trials")
"""The sections whose things several records may know."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One validated record and the file it was read from."""

    record: Record
    source: Source

    @property
    def name(self) -> str:
        return self.record.record

    @property
    def document_id(self) -> str | None:
        """The id of the document that the record holds, if it holds one."""
        return self.record.document.id if self.record.document is not None else None

    def problem(self, path: Path_, message: str) -> Problem:
        """A fault at `path` in this record's file."""
        return Problem(self.source.file, self.source.line(path), _field(path), message)


def load(path: Path) -> RecordFile:
    """Read and validate one record file by itself; links to others are not looked at.

    Raises RecordError with every fault found.
    """
    return validated(yamlfile.read(path))


def validated(source: Source) -> RecordFile:
    """Check the content of one file against the record model. Raises RecordError."""
    if not isinstance(source.data, dict):
        message = "holds no record; a record is a mapping with the fields record, status, curation"
        raise RecordError([Problem(source.file, 1, "", message)])
    try:
        return RecordFile(Record.model_validate(source.data), source)
    except ValidationError as error:
        problems = [_explained(source, detail) for detail in error.errors() if not _echo(detail)]
        raise RecordError(sorted(problems, key=lambda p: (p.line or 0, p.field))) from None


@lru_cache(maxsize=1)
def bundled() -> tuple[RecordFile, ...]:
    """The records that come with alltrace, by name."""
    with as_file(files("ingest") / "records") as folder:
        paths = sorted(folder.rglob("*.yaml"))
        found = [load(path) for path in paths if not path.name.endswith(".reviews.yaml")]
    return tuple(sorted(found, key=lambda file: file.name))


def collect(paths: Sequence[Path] | None) -> tuple[RecordFile, ...]:
    """The records to build: the bundled ones, or `paths` and what these need of the bundled ones.

    A given record takes the place of a bundled one of the same name. Works and studies that a draft
    defines give way to those of the other records. Every link between records is checked. Raises
    RecordError with all faults of all files.
    """
    if paths is None:
        chosen = bundled()
    else:
        given = _giving_way(_each(paths))
        chosen = (*given, *_needed(given))
    return linked(chosen)


def linked(chosen: Iterable[RecordFile]) -> tuple[RecordFile, ...]:
    """`chosen` in order of name, once every name is defined once and every link leads somewhere."""
    ordered = tuple(sorted(chosen, key=lambda file: file.name))
    problems = [*_twice(ordered), *_astray(ordered)]
    if problems:
        raise RecordError(problems)
    return ordered


def astray(file: RecordFile) -> tuple[Problem, ...]:
    """The faults in the names and links of `file`, seen with the bundled records that it needs."""
    company = (file, *_needed([file]))
    return tuple(p for p in (*_twice(company), *_astray(company)) if p.file == file.source.file)


def _each(paths: Sequence[Path]) -> tuple[RecordFile, ...]:
    """Every file read, so that one error tells the faults of all."""
    found: list[RecordFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(load(path))
        except RecordError as error:
            problems.extend(error.problems)
    if problems:
        raise RecordError(problems)
    return tuple(found)


def _giving_way(given: Sequence[RecordFile]) -> tuple[RecordFile, ...]:
    """Drafts without the works and studies that another of `given` defines: the reviewed first.

    Two drafts that cite one work define it under the same id; only one of them can.
    """
    taken: set[tuple[str | None, str]] = set()
    settled = []
    for file in sorted(given, key=lambda f: (f.record.status != "reviewed", f.name)):
        kept: dict[str, tuple[model.Thing, ...]] = {}
        for section in SHARED:
            things = getattr(file.record, section)
            if file.record.status == "extracted":
                things = tuple(t for t in things if (t.path, t.id) not in taken)
                kept[section] = things
            taken |= {(t.path, t.id) for t in things}
        settled.append(replace(file, record=file.record.model_copy(update=kept)) if kept else file)
    return tuple(settled)


def _needed(given: Sequence[RecordFile]) -> Iterator[RecordFile]:
    """The bundled records that `given` refer to, directly or through one another."""
    taken = {file.name for file in given}
    owner = {iri: file for file in bundled() for _, iri, _ in quads.definitions(file.record)}
    have = {iri for file in given for _, iri, _ in quads.definitions(file.record)}
    waiting = list(given)
    while waiting:
        for _, _, iri, _ in quads.links(waiting.pop().record):
            file = owner.get(iri)
            if file is not None and iri not in have and file.name not in taken:
                taken.add(file.name)
                waiting.append(file)
                yield file


def _twice(chosen: Sequence[RecordFile]) -> Iterator[Problem]:
    """Names that are given to two things, within a record or between records."""
    records: dict[str, str] = {}
    first: dict[str, tuple[RecordFile, Path_]] = {}
    for file in chosen:
        if file.name in records:
            yield file.problem(("record",), f"{records[file.name]} is also called {file.name!r}")
            continue
        records[file.name] = file.source.file
        for path, iri, thing in quads.definitions(file.record):
            if iri not in first:
                first[iri] = (file, path)
                continue
            other, place = first[iri]
            where = f"{other.source.file}:{other.source.line(place)}"
            field = "number" if isinstance(thing, model.Reference) else "id"
            yield file.problem((*path, field), f"{thing.key!r} is already taken at {where}")


def _astray(chosen: Sequence[RecordFile]) -> Iterator[Problem]:
    """Links that lead to nothing, or to a thing of the wrong class."""
    defined = {
        iri: (thing, file) for file in chosen for _, iri, thing in quads.definitions(file.record)
    }
    for file in chosen:
        for path, key, iri, classes in quads.links(file.record):
            found = defined.get(iri)
            if found is None:
                known = _known(defined, file, classes)
                kind = " or ".join(sorted(classes)).lower()
                message = f"no {kind} is called {shown(key)}{suggestion(key, known)}"
                if classes == {"Reference"}:
                    numbers = [reference.number for reference in file.record.references]
                    listed = f"1 to {max(numbers)}" if numbers else "empty"
                    message = f"reference {key.removeprefix('ref-')} is not in the list ({listed})"
                yield file.problem(path, message)
            elif not classes & {base.__name__ for base in type(found[0]).__mro__}:
                right = " or ".join(sorted(classes)).lower()
                wrong = type(found[0]).__name__.lower()
                yield file.problem(path, f"{shown(key)} is a {wrong}; a {right} is wanted here")


def _known(
    defined: dict[str, tuple[model.Thing, RecordFile]], file: RecordFile, classes: frozenset[str]
) -> set[str]:
    """What could have been meant: things of the right class, as this record would name them."""
    return {
        thing.key if thing.path or owner is file else f"{owner.name}/{thing.key}"
        for thing, owner in defined.values()
        if classes & {base.__name__ for base in type(thing).__mro__}
    }


def _explained(source: Source, detail: ErrorDetails) -> Problem:
    """One of pydantic's errors in a person's words."""
    path: Path_ = tuple(detail["loc"])
    context: dict[str, Any] = detail.get("ctx", {})
    given = detail["input"]
    seen = shown(given) if isinstance(given, str) else "something else"
    match detail["type"]:
        case "missing":
            message = "is missing"
        case "extra_forbidden":
            message = f"no such field{suggestion(str(path[-1]), _siblings(path))}"
        case "string_pattern_mismatch":
            message = f"{seen} does not fit: {_pattern(context['pattern'])}"
        case "literal_error":
            message = f"{seen} is not one of {context['expected']}"
        case "value_error":
            message = str(context["error"])
            if isinstance(context["error"], model.FieldError):
                path = (*path, context["error"].field)
        case "string_type" | "tuple_type" | "model_type" | "dict_type":
            kind = {"string_type": "text", "tuple_type": "a list"}.get(detail["type"], "fields")
            message = f"{kind} expected here, not {_kind(given)}"
        case _:
            message = f"{seen}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    return Problem(source.file, source.line(path), _field(path), message)


def _echo(detail: ErrorDetails) -> bool:
    """Whether this only repeats, for one statement, a fault in the status at the record's head."""
    return len(detail["loc"]) > 1 and detail["loc"][-1] == "status" and detail["type"] != "missing"


def _pattern(pattern: str) -> str:
    for name, explanation in PATTERNS.items():
        marks = getattr(model, name).__metadata__
        if any(getattr(mark, "pattern", None) == pattern for mark in marks):
            return explanation
    return f"it must match {pattern}"


def _siblings(path: Path_) -> list[str]:
    """The fields that the model knows at the place of `path`'s last step."""
    owner: Any = Record
    for step in path[:-1]:
        if isinstance(step, str) and step in getattr(owner, "model_fields", {}):
            owner = _model_in(owner.model_fields[step].annotation) or owner
    return list(owner.model_fields)


def _model_in(annotation: Any) -> Any:
    """The model class within an annotation such as `tuple[Claim, ...]` or `Document | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "fields" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"


def _field(path: Path_) -> str:
    """`("stated", 3, "value")` as `stated[3].value`; counted from 1, as a person counts."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
