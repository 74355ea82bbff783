"""Records of an earlier form: migrate."""

from pathlib import Path
from typing import Annotated

import typer

from alltrace import files
from alltrace.commands.output import complain
from ingest import migration, records
from ingest.yamlfile import YamlFile
from ontology.errors import Problem


def migrate(
    record: Annotated[list[Path], typer.Argument(metavar="RECORD...", show_default=False)],
) -> None:
    """Rewrite records of an earlier form in place, comments kept; tell what a person must decide.

    Nothing is written unless all files can be migrated. Exit code: 0 if nothing is left to decide,
    3 if something is, 1 if a file cannot be migrated.
    """
    results = [(path, *_migrated(path)) for path in record]
    undecided: list[Problem] = []
    for path, result, left in results:
        if result is not None:
            files.write(path, result.content)
        print(f"{path}: {'migrated' if result is not None else 'has the present form'}")
        undecided += left
    for problem in undecided:
        complain(f"{problem}")
    raise typer.Exit(3 if undecided else 0)


def _migrated(path: Path) -> tuple[YamlFile | None, tuple[Problem, ...]]:
    """The file in the present form, if that is another, and what is left. Raises RecordError."""
    from ingest import yamlfile

    before = yamlfile.read(path)
    result, undecided = migration.migrate(path)
    records.validated(result)
    return (None if result.content == before.content else result), undecided
