"""`check`: a paper and its sources in, an audited case out."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace import files
from alltrace.case.folder import PAPER, REVIEWS, CaseFolder, digest, is_case
from alltrace.case.inputs import Inputs, inputs
from alltrace.case.joined import links
from alltrace.case.making import Before, Made, make
from alltrace.case.manifest import NAME as MANIFEST
from alltrace.case.manifest import Manifest, MissingSource, Request, UnusedSource, UsedPaper
from alltrace.files import PathLike
from alltrace.pipeline import Build, build
from ingest.checking.match import Match
from ontology.errors import ReadingError, RecordError, StoreError
from queries.audit.audit import DocumentAudit
from queries.joining.joins import Join

if TYPE_CHECKING:
    from alltrace.graph import EvidenceGraph


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
    build: Build = field(repr=False)
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
) -> Case:
    r"""Check a paper against the works that it cites, as `alltrace check` does.

    `sources` are files and folders, matched to the references by what they say of themselves;
    `records` are record files that are known beside the bundled ones, and `bundled` says whether
    these are. `out` is the folder of the case; `paper` may be such a folder, which is then checked
    again with what is new in it. Without either, nothing is written. The network is asked only if
    `online`. Raises ReadingError if the paper cannot be read, RecordError for a faulty record,
    StoreError if the case cannot be read or written.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("A letter\n\nOf 40 patients, 31 (77.5%) had a complete remission.\n")
    ...     file.flush()
    ...     case = check(file.name)
    >>> case.audit.outcomes, case.matches, case.folder
    ({'uncited': 1}, (), None)
    """
    today = (day or date.today()).isoformat()
    again = is_case(Path(paper))
    folder = CaseFolder(Path(paper if again else out)) if again or out is not None else None
    given = Request(
        paper=str(paper),
        given=tuple(map(str, sources)),
        records=tuple(map(str, records)),
        bundled=bundled,
        online=online,
    )
    if folder is None:
        return _checked(given, Before(None), today)
    notes = [note] if (note := folder.recovered()) else []
    before = Before(folder, folder.manifest())
    request = _merged(given, folder, before.manifest, again)
    if before.manifest is None:
        folder.begin(request)
    case = _checked(request, before, today, tuple(notes))
    return case


def _merged(given: Request, folder: CaseFolder, earlier: Manifest | None, again: bool) -> Request:
    """What is asked for now, with what was asked for before. Raises StoreError."""
    asked = earlier.request if earlier is not None else folder.asked()
    if asked is None:
        if again:
            message = "holds no finished case; give the paper again: alltrace check PAPER -o"
            raise StoreError(f"{folder.path}: {message} {folder.path}")
        return given
    return Request(
        paper=asked.paper if again else given.paper,
        given=_once(asked.given, given.given),
        records=_once(asked.records, given.records),
        bundled=asked.bundled and given.bundled,
        online=asked.online or given.online if not again else given.online,
    )


def _once(*lists: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in lists for one in some))


def _checked(request: Request, before: Before, day: str, notes: tuple[str, ...] = ()) -> Case:
    folder = before.folder
    given = inputs(request, folder.arrived() if folder else (), day)
    made = make(given, before, day)
    built, unbuilt = _built(made, given, before)
    audited = _of_paper(built, made)
    manifest = _manifest(request, given, made, audited, unbuilt, notes, day)
    case = Case(manifest, audited, given.matching.matches, made.joins, built)
    return case if folder is None else _written(case, made, before)
