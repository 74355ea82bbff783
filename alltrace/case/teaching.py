"""What the reviews of cases teach: labels of the rules, and the table that is learnt of them."""

from collections.abc import Sequence
from pathlib import Path

from alltrace import files
from alltrace.case.folder import PAPER, SOURCES, CaseFolder
from alltrace.files import PathLike
from graph_viz.text.reports.checking import CalibrationReport
from ingest import records
from ingest.extract import labels
from ingest.extract.calibration import learnt
from ingest.extract.labels import Label
from ontology.errors import StoreError


def calibrate(*cases: PathLike, out: PathLike | None = None) -> CalibrationReport:
    """Learn how often each rule is right from what a person reviewed in cases.

    Two thirds of the labels are learnt from and a third shows what that gains; the table that is
    written to `out` has them all. Nothing leaves the machine. Raises StoreError for a folder that
    is no case, or in which no value was reviewed, and RecordError for a faulty record.
    """
    found = [label for case in cases for label in _labels(CaseFolder(Path(case)))]
    if not found:
        raise StoreError("no value of these cases was reviewed; see alltrace check CASE --review")
    if out is not None:
        files.write(Path(out), labels.table(labels.counts(found)).encode())
    gains = labels.gains(found, learnt())
    return CalibrationReport([str(c) for c in cases], len(found), gains, str(out) if out else None)


def _labels(folder: CaseFolder) -> Sequence[Label]:
    manifest = folder.manifest()
    if manifest is None:
        raise StoreError(f"{folder.path}: holds no case")
    marks = {PAPER: manifest.paper.draft}
    marks |= {f"{SOURCES}/{s.record}.yaml": s.draft for s in manifest.sources if s.draft}
    found: list[Label] = []
    for name, mark in marks.items():
        if folder.read(name) is not None:
            record = records.load(folder.path / name).record
            found += labels.labels(record, mark.values, record.record)
    return found
