"""The Retraction Watch database: notices by DOI and PMID, from the CSV that Crossref gives."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest import csvfile
from ingest.sources.work import Notice, well_formed
from ontology.errors import Problem, RecordError

SOURCE = "Retraction Watch"
_NEEDED = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate")


@dataclass(frozen=True, slots=True)
class Watched:
    """Notices by DOI (lower case) and by PMID."""

    by_doi: dict[str, list[Notice]]
    by_pmid: dict[str, list[Notice]]

    def of(self, doi: str | None, pmid: str | None) -> tuple[Notice, ...]:
        """The notices on a work, each once."""
        by_doi = self.by_doi.get((doi or "").lower(), [])
        return tuple(dict.fromkeys((*by_doi, *self.by_pmid.get(pmid or "", []))))


def read(path: Path) -> Watched:
    """Read the CSV of the Retraction Watch database. Raises RecordError if it is none."""
    with csvfile.opened(path, errors="replace") as rows:
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            reason = f"has no column {', '.join(missing)}; a Retraction Watch CSV is wanted"
            raise RecordError([Problem(path.name, 1, "", reason)])
        return _collected(rows)


def _collected(rows: Iterable[dict[str, str]]) -> Watched:
    by_doi: dict[str, list[Notice]] = defaultdict(list)
    by_pmid: dict[str, list[Notice]] = defaultdict(list)
    for row in rows:
        doi, pmid, nature, date = (row[name] or "" for name in _NEEDED)
        notice = Notice(
            nature or "Notice",
            date,
            well_formed("doi", row.get("RetractionDOI")),
            _number(row.get("RetractionPubMedID")),
            (SOURCE,),
            (row.get("Reason") or "").strip(";+ ").replace(";+", "; "),
        )
        if doi and doi.lower() != "unavailable":
            by_doi[doi.lower()].append(notice)
        if pmid and pmid != "0":
            by_pmid[pmid].append(notice)
    return Watched(dict(by_doi), dict(by_pmid))


def _number(pmid: str | None) -> str | None:
    return well_formed("pmid", pmid) if pmid and pmid.strip("0 ") else None
