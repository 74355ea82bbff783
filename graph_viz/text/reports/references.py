"""What `check` gives as JSON for a reference list."""

from collections import Counter
from dataclasses import dataclass

from ingest.checking.findings import ReferenceFinding, findings
from ingest.checking.report import EntryCheck, ReferenceReport


@dataclass(frozen=True, slots=True)
class ReferenceCheckReport:
    """The check of a reference list: counts, every entry with its evidence, and findings."""

    file: str
    sha256: str
    entries: int
    matches: dict[str, int]
    findings: list[ReferenceFinding]
    checks: list[EntryCheck]
    notes: list[str]

    @classmethod
    def of(cls, report: ReferenceReport) -> "ReferenceCheckReport":
        """The form of a report."""
        return cls(
            file=report.file,
            sha256=report.sha256,
            entries=len(report.entries),
            matches=dict(Counter(one.match for one in report.entries)),
            findings=list(findings(report)),
            checks=list(report.entries),
            notes=list(report.notes),
        )
