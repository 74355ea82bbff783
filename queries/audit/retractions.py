"""References that were retracted or corrected, from a Retraction Watch CSV that the user gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import Problem, RecordError
from queries.audit import csvfile

_NEEDED = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its nature (Retraction, Correction …), its day as printed, and its reason."""

    nature: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices by DOI (lower case) and by PMID."""

    by_doi: dict[str, Notice]
    by_pmid: dict[str, Notice]

    def of(self, doi: str | None, pmid: str | None) -> Notice | None:
        """The notice on a work, if there is one."""
        return self.by_doi.get((doi or "").lower()) or self.by_pmid.get(pmid or "")


NONE = Notices({}, {})


def read(path: Path) -> Notices:
    """Read the CSV of the Retraction Watch database. Raises RecordError if it is none."""
    with csvfile.opened(path, errors="replace") as rows:
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            reason = f"has no column {', '.join(missing)}; a Retraction Watch CSV is wanted"
            raise RecordError([Problem(path.name, 1, "", reason)])
        return _collected(rows)


def _collected(rows: Iterable[dict[str, str]]) -> Notices:
    by_doi, by_pmid = {}, {}
    for row in rows:
        doi, pmid, nature, date = (row[name] or "" for name in _NEEDED)
        notice = Notice(nature or "Notice", date, row.get("Reason") or "")
        if doi and doi.lower() != "unavailable":
            by_doi[doi.lower()] = notice
        if pmid and pmid != "0":
            by_pmid[pmid] = notice
    return Notices(by_doi, by_pmid)
