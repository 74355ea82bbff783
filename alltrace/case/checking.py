"""`check`: a paper and its sources in, an audited case out."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace import files
from alltrace.case import outputs
from alltrace.case.account import manifest_of
from alltrace.case.folder import PAPER, REVIEWS, CaseFolder, digest, is_case
from alltrace.case.inputs import inputs
from alltrace.case.making import Before, Made, make
from alltrace.case.manifest import NAME as MANIFEST
from alltrace.case.manifest import Manifest, Request, UnusedSource
from alltrace.files import PathLike
from alltrace.pipeline import Build, build
from ingest.checking.match import Match
from ingest.checking.report import ReferenceReport
from ontology.errors import RecordError, StoreError
from ontology.model import STATEMENTS
from queries.audit.audit import DocumentAudit
from queries.joining.joins import Join

if TYPE_CHECKING:
    from alltrace.graph import EvidenceGraph
    from ingest.model.reader import ModelReader


@dataclass(frozen=True)
class Case:
    """A paper that was checked against what it cites.

    `matches` says which source is the work of which reference, and why; `joins` what each stated
    value restates. `folder` is where it was written, if it was; `changed` names the files that are
    new there.
    """

    manifest: Manifest
    audit: DocumentAudit
    matches: tuple[Match, ...]
    joins: tuple[Join, ...]
    references: ReferenceReport = field(repr=False)
    """What was found of each entry of the reference list."""
    build: Build = field(repr=False)
    reviewed: int = 0
    """How many statements a person reviewed or corrected."""
    folder: Path | None = None
    changed: tuple[str, ...] = ()

    @cached_property
    def graph(self) -> "EvidenceGraph":
        """The graph of the case: the paper, its sources, and the findings."""
        from alltrace.graph import EvidenceGraph

        return EvidenceGraph(self.build.store)

    def __repr__(self) -> str:
        where = f" in {self.folder}" if self.folder is not None else ""
        return (
            f"<Case of {self.audit.label!r}{where}: {len(self.audit.values)} values, "
            f"{len(self.manifest.sources)} sources, {len(self.manifest.missing)} missing>"
        )


def check(
    paper: PathLike,
    sources: Sequence[PathLike] = (),
    *,
    out: PathLike | None = None,
    records: Sequence[PathLike] = (),
    bundled: bool = True,
    online: bool = False,
    day: date | None = None,
    model: "ModelReader | None" = None,
) -> Case:
    r"""Check a paper against the works that it cites, as `alltrace check` does.

    `sources` are files and folders, matched to the references by what they say of themselves;
    `records` are record files that are known beside the bundled ones, and `bundled` says whether
    these are. `out` is the folder of the case; `paper` may be such a folder, which is then checked
    again with what is new in it. Without either, nothing is written. The network is asked only if
    `online`. `model` is a language model that reads the paper beside the rules
    (`alltrace.model_reader`). Raises ReadingError if the paper cannot be read, RecordError for a
    faulty record, StoreError if the case cannot be read or written.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("A letter\n\nOf 40 patients, 31 (77.5%) had a complete remission.\n")
    ...     file.flush()
    ...     case = check(file.name)
    >>> set(case.audit.outcomes), case.matches, case.folder
    ({'uncited'}, (), None)
    """
    today = (day or date.today()).isoformat()
    again = is_case(Path(paper))
    place = paper if again else out
    folder = CaseFolder(Path(place)) if place is not None else None
    given = Request(
        paper=_absolute(paper),
        given=tuple(map(_absolute, sources)),
        records=tuple(map(_absolute, records)),
        bundled=bundled,
        online=online,
    )
    if folder is None:
        return _checked(given, Before(None), today, model)
    asked = folder.asked()
    notes = [note] if (note := folder.recovered()) else []
    before = Before(folder, folder.manifest())
    earlier = before.manifest.request if before.manifest is not None else asked
    if again and earlier is None:
        message = "holds no finished case; give the paper again: alltrace check PAPER -o"
        raise StoreError(f"{folder.path}: {message} {folder.path}")
    if earlier is None and folder.read(PAPER) is not None:
        message = f"holds a {PAPER} of no case, which is not written over; name another folder"
        raise StoreError(f"{folder.path}: {message}")
    request = _merged(given, earlier, again)
    if before.manifest is None:
        folder.begin(request)
    return _checked(request, before, today, model, tuple(notes))


def _absolute(path: PathLike) -> str:
    """The path from the root, for a case may be checked again from another folder."""
    return str(Path(path).absolute())


def _merged(given: Request, earlier: Request | None, again: bool) -> Request:
    """What is asked for now, with what was asked for before; `again` if only the case is given."""
    if earlier is None:
        return given
    return Request(
        paper=earlier.paper if again else given.paper,
        given=_once(earlier.given, given.given),
        records=_once(earlier.records, given.records),
        bundled=earlier.bundled and given.bundled,
        online=given.online,
    )


def _once(*lists: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in lists for one in some))


def _checked(
    request: Request, before: Before, day: str, model: "ModelReader | None",
    notes: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    folder = before.folder
    given = inputs(request, folder.arrived() if folder else (), day)
    made = make(given, before, day, model)
    built, unbuilt = _built(made, request.records, before)
    audited = _of_paper(built, made)
    notes = (*notes, *made.notes)
    manifest = manifest_of(request, given, made, audited, unbuilt, notes, day)
    case = Case(
        manifest, audited, given.matching.matches, made.joins,
        given.references, built, _reviewed(made),
    )  # fmt: skip
    return case if folder is None else _written(case, made, before)


def _built(
    made: Made, own: Sequence[str], before: Before
) -> tuple[Build, tuple[UnusedSource, ...]]:
    """The records as a graph; a source that does not fit the others is left out, and told."""
    content = made.files()
    reviews = before.text(REVIEWS)
    left_out: list[UnusedSource] = []
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        if reviews is not None:
            files.write(place / REVIEWS, reviews)
        for name, text in content.items():
            files.write(place / name, text)
        while True:
            try:
                paths = [place / name for name in content]
                return build([*paths, *map(Path, own)]), tuple(left_out)
            except RecordError as error:
                faulty = _faulty(error, content, place)
                if not faulty:
                    raise
                for name, message in faulty.items():
                    del content[name]
                    kind = "does not fit"
                    left_out.append(UnusedSource(file=name, part=1, kind=kind, message=message))


def _reviewed(made: Made) -> int:
    """How many statements of the case a person vouches for."""
    records = (one.file.record for one in (made.paper, *made.sources.values()))
    return sum(
        statement.status == "reviewed"
        for record in records
        for section in STATEMENTS
        for statement in getattr(record, section)
    )


def _faulty(error: RecordError, content: Mapping[str, bytes], place: Path) -> dict[str, str]:
    """The sources at fault, with what is wrong with each; none if the paper itself is."""
    names = {Path(name).name: name for name in content}
    faults: dict[str, str] = {}
    for problem in error.problems:
        name = names.get(Path(problem.file).name)
        if name is None or name == PAPER:
            return {}
        faults.setdefault(name, str(problem).replace(f"{place}/", ""))
    return faults


def _of_paper(built: Build, made: Made) -> DocumentAudit:
    """The audit of the paper, among those of all documents of the graph."""
    name = made.paper.file.document_id or ""
    return next(one for one in built.audits if one.document.endswith(f"/document/{name}"))


def _written(case: Case, made: Made, before: Before) -> Case:
    """The case with all its files in its folder."""
    folder = before.folder
    assert folder is not None, "a case without a folder is not written"
    content = made.files()
    read = {name: before.text(name) for name in content}
    content |= outputs.files_of(case.audit, case.references, case.build)
    hashes = {name: digest(text) for name, text in sorted(content.items())}
    manifest = case.manifest.model_copy(update={"files": hashes})
    content[MANIFEST] = manifest.text()
    changed = folder.write(content, read)
    return replace(case, manifest=manifest, folder=folder.path, changed=tuple(changed))
