"""References that were retracted or corrected, from a Retraction Watch CSV that the user gives."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import Problem, RecordError

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
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                told = f"has no column {', '.join(missing)}; a Retraction Watch CSV is wanted"
                raise RecordError([Problem(path.name, 1, "", told)])
            return _collected(rows)
    except OSError as error:
        raise RecordError(
            [Problem(str(path), None, "", f"cannot be read: {error.strerror}")]
        ) from None
    except csv.Error as error:
        raise RecordError([Problem(path.name, None, "", f"is no CSV: {error}")]) from None


def _collected(rows: Iterable[dict[str, str]]) -> Notices:
    by_doi, by_pmid = {}, {}
    for row in rows:
        notice = Notice(
            row["RetractionNature"] or "Notice",
            row["RetractionDate"] or "",
            row.get("Reason") or "",
        )
        doi, pmid = (row[name] or "" for name in _NEEDED[:2])
        if doi and doi.lower() != "unavailable":
            by_doi[doi.lower()] = notice
        if pmid and pmid != "0":
            by_pmid[pmid] = notice
    return Notices(by_doi, by_pmid)
