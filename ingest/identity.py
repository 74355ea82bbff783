"""Which studies are one study, as people say: a file `identity.yaml` beside the records.

```yaml
identity: lab
entries:
  - studies: [zeta, zeta-trial]
    verdict: same
    by: A. Curator
    date: 2030-01-01
    why: The paper names the number of the registry's record.
```

Each entry becomes a thing in a named graph of the file's own, with an edge from each of the two
studies to the other. Neither study is changed.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest import quads, yamlfile
from ingest.graphs import NamedGraph, version_of_program
from ingest.yamlfile import YamlFile
from ontology.errors import Problem, RecordError
from ontology.model import (
    DIFFERENT_STUDY,
    SAME_STUDY,
    Day,
    Provenance,
    Slug,
    Study,
    StudyIdentity,
    Text,
)
from ontology.terms import DEFAULT_BASE

FILE = "identity.yaml"
"""What the file is called; one stands in a folder."""

_EDGES = {"same": SAME_STUDY, "different": DIFFERENT_STUDY}
_log = logging.getLogger(__name__)


class Entry(BaseModel):
    """Two studies, whether they are the same, who says so, when, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    studies: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=2)]
    verdict: Literal["same", "different"]
    by: Text
    date: Day
    why: Text

    @field_validator("studies")
    @classmethod
    def _two(cls, studies: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(studies)) < len(studies):
            raise ValueError("two different names are wanted")
        return studies

    @property
    def pair(self) -> tuple[str, ...]:
        """The two studies in order."""
        return tuple(sorted(self.studies))


class Entries(BaseModel):
    """The content of an identity file; `identity` is its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    identity: Slug
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityFile:
    """A validated identity file."""

    content: Entries
    source: YamlFile

    @property
    def name(self) -> str:
        return self.content.identity

    def problem(self, entry: int, message: str) -> Problem:
        """The problem with an entry, counted from 0."""
        line = self.source.line(("entries", entry, "studies"))
        return Problem(self.source.file, line, f"entries[{entry + 1}].studies", message)


def is_identity_file(path: Path) -> bool:
    """Whether a file is one by its name.

    >>> is_identity_file(Path("records/identity.yaml")), is_identity_file(Path("zeta.yaml"))
    (True, False)
    """
    return path.name == FILE


def beside(records: Iterable[Path]) -> list[Path]:
    """The identity files in the folders of some record files, each once, in order."""
    places = {path.parent / FILE for path in records}
    return sorted(path for path in places if path.is_file())


@lru_cache(maxsize=1)
def bundled() -> tuple[IdentityFile, ...]:
    """The identity file that comes with alltrace, if there is one."""
    with as_file(files("ingest") / "records") as folder:
        return tuple(load(path) for path in sorted(folder.rglob(FILE)))


def load(path: Path) -> IdentityFile:
    """Read and validate one identity file. Raises RecordError with all problems."""
    source = yamlfile.read(path)
    try:
        file = IdentityFile(Entries.model_validate(source.data or {}), source)
    except ValidationError as error:
        raise RecordError(
            Problem(source.file, source.line(tuple(d["loc"])), _field(d["loc"]), _message(d["msg"]))
            for d in error.errors()
        ) from None
    if problems := list(_judged_twice([file])):
        raise RecordError(problems)
    return file


def collect(paths: Sequence[Path]) -> tuple[IdentityFile, ...]:
    """The identity files of `paths`, and the bundled one unless one of them has its name.

    Raises RecordError with all problems, among them a pair of studies on which two files decide.
    """
    given = [load(path) for path in paths]
    names = {file.name for file in given}
    all_files = (*given, *(file for file in bundled() if file.name not in names))
    if problems := [*_same_names(given), *_judged_twice(all_files)]:
        raise RecordError(problems)
    return all_files


def graphs(
    identities: Iterable[IdentityFile], known: Collection[str], base: str = DEFAULT_BASE
) -> list[NamedGraph]:
    """The named graph of each file: its entries on studies that are `known` (ids), and the edges.

    An entry that names another study waits until that study is there, and is logged.
    """
    made = []
    for file in identities:
        entries = [entry for entry in file.content.entries if {*entry.studies} <= {*known}]
        if waiting := len(file.content.entries) - len(entries):
            _log.info("%s: %d entries name a study that is not here", file.source.file, waiting)
        if entries:
            made.append(_graph(file, entries, base))
    return made


def _graph(file: IdentityFile, entries: Sequence[Entry], base: str) -> NamedGraph:
    things = (
        StudyIdentity(
            id=f"{file.name}.{entry.pair[0]}.{entry.pair[1]}"[:120].rstrip(".-"),
            why=entry.why,
            studies=entry.pair,
            verdict=entry.verdict,
            by=entry.by,
            date=entry.date,
        )
        for entry in entries
    )
    names = quads.Names(base, "")
    edges = b"".join(
        quads.inferences(_EDGES[entry.verdict], [(one, two), (two, one)])
        for entry in entries
        for one, two in [[names.target(Study.path, key) for key in entry.pair]]
    )
    entry_of_graph = Provenance(
        id=f"{file.name}-identity",
        label=f"graph of the identity file {file.name}",
        status="reviewed",
        curator="; ".join(dict.fromkeys(entry.by for entry in entries)),
        date=max(entry.date for entry in entries),
        file_name=file.source.file,
        file_sha256=file.source.sha256,
        version=version_of_program(),
    )
    return NamedGraph(
        quads.Names(base, entry_of_graph.id).graph,
        quads.of_things(things, base) + edges,
        quads.provenance(entry_of_graph, base),
    )


def _judged_twice(identities: Iterable[IdentityFile]) -> Iterator[Problem]:
    """A problem for each entry on two studies on which an earlier entry decides."""
    first: dict[tuple[str, ...], str] = {}
    for file in identities:
        for number, entry in enumerate(file.content.entries):
            line = file.source.line(("entries", number))
            if entry.pair in first:
                names = " and ".join(entry.pair)
                message = f"{names} are decided on already at {first[entry.pair]}"
                yield file.problem(number, message)
            first.setdefault(entry.pair, f"{file.source.file}:{line}")


def _same_names(identities: Iterable[IdentityFile]) -> Iterator[Problem]:
    """A problem for each file with the name of an earlier one."""
    names: set[str] = set()
    for file in identities:
        if file.name in names:
            message = f"another identity file is called {file.name!r} too"
            yield Problem(file.source.file, file.source.line(("identity",)), "identity", message)
        names.add(file.name)


def _field(path: Iterable[str | int]) -> str:
    """A path as printed in messages, counted from 1."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _message(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".removeprefix("value error, ")
