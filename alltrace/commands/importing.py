"""Files of registries and indexes to records: import."""

import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from alltrace import files
from alltrace.commands.options import FormatOption
from alltrace.commands.output import complain, print_json, watched
from graph_viz.text.reports.importing import ImportedRecord
from ingest import importers
from ingest.importers import Imported
from ingest.recordtext import record_text
from ontology.errors import AlltraceError, ReadingError

SUFFIXES = frozenset({".yaml", ".yml"})


def import_files(
    file: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR|FILE.yaml",
            help="A folder for a record file of each study or work, or a file for the only one.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over record files that are there and differ.")
    ] = False,
    form: FormatOption = "text",
) -> None:
    """Make records of what registries and indexes give as files; the network is not asked.

    Takes ClinicalTrials.gov (API v2), PubMed, Europe PMC, Crossref and JATS, told apart by content.
    What was left out, and why, goes to standard error. Of a file that breaks nothing is written;
    the others are. Exits with 1 if a file or a record could not be taken.
    """
    run = _Run(out, force, form == "json")
    for path in file:
        try:
            watched(f"Reading {path}", partial(run.take, path))
        except AlltraceError as error:
            run.failed = True
            for line in str(error).splitlines():
                complain(line)
    if form == "json":
        print_json("import", run.report)
    elif out is None:
        print(run.single or "", end="")
    raise typer.Exit(1 if run.failed else 0)


@dataclass(slots=True)
class _Run:
    """One run: where it writes, which names it met, and what it has to tell."""

    out: Path | None
    force: bool
    as_json: bool
    failed: bool = False
    single: str | None = None
    """The record that standard output or the one file gets."""
    met: dict[str, Path] = field(default_factory=dict)
    report: list[ImportedRecord] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """Read a whole file, and only then write and tell. Raises ReadingError, StoreError."""
        with tempfile.TemporaryDirectory(prefix="alltrace-import-") as folder:
            waiting = [
                (self.kept(one, scratch := Path(folder) / str(n)), scratch)
                for n, one in enumerate(importers.import_file(path))
            ]
            names = {one.name for one, scratch in waiting if scratch.exists()} - self.met.keys()
            if not self.many and len(names) + (self.single is not None) > 1:
                raise ReadingError(
                    f"{path}: more than one record; name a folder to write them to with -o"
                )
            for one, scratch in waiting:
                self.place(one, scratch, path)

    @property
    def many(self) -> bool:
        """Whether there is room for more than one record."""
        if self.out is None:
            return self.as_json
        return self.out.is_dir() or self.out.suffix not in SUFFIXES

    def kept(self, one: Imported, scratch: Path) -> Imported:
        """What stays in memory; the YAML of the record waits in `scratch` for the whole file."""
        if one.data is None:
            return one
        scratch.write_text(record_text(one.data, one.comments, one.notes), encoding="utf-8")
        # Notes stay for the report; in a folder's run the data would fill the memory.
        return one if self.out is None and self.as_json else Imported(one.name, None, one.notes)

    def place(self, one: Imported, scratch: Path, path: Path) -> None:
        """Write one record where it belongs, and tell what became of it."""
        notes, target, problem = list(one.notes), None, None
        if not scratch.exists():
            problem = notes.pop() if notes else "no record can be made"
        elif one.name in self.met:
            notes = [f"is also in {self.met[one.name]}; the first was kept"]
        else:
            self.met[one.name] = path
            content = scratch.read_bytes()
            self.single = content.decode()
            if self.out is not None:
                target = self.out / one.file_name if self.many else self.out
                if target.exists() and not self.force and target.read_bytes() != content:
                    problem = f"{target} is there and differs; --force writes over it"
                else:
                    files.write(target, content)
        self.failed |= problem is not None
        written = str(target) if target is not None and problem is None else None
        if self.as_json:
            record = ImportedRecord(str(path), one.name, written, problem, notes, one.data)
            self.report.append(record)
            return
        for note in filter(None, (*notes, problem)):
            complain(f"{path}: {one.name}: {note}")
        if written:
            complain(f"written: {written}")
