"""From a paper to a draft record: every section, with a comment for each statement."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.drafting.bibliography import bibliography
from ingest.drafting.known import Known, plain
from ingest.drafting.sources import source
from ingest.extract.draft import draft
from ingest.extract.extractor import extract
from ingest.extract.mentions import Proposal, slug
from ingest.readers.document import Paper
from ontology.model import RESERVED, STATEMENTS

_LETTER = re.compile(
    r"\b(letter|correspondence|comment|editorial|commentary)\b|^\W*(re|comment on):"
)
_REVIEW = re.compile(r"\b(review|meta-analysis|guideline)\b")

SECTIONS = (
    "references", "publications", "pointers", "anchors", "studies", "cohorts", "regimens",
    "reported", "stated", "claims", "conclusions", "evidence",
)  # fmt: skip
"""The sections of a draft in the order in which they are written."""


@dataclass(slots=True)
class DraftRecord:
    """A record as plain data, comments by section and id, and what a person should know of it."""

    name: str
    data: dict[str, Any]
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


def draft_record(paper: Paper, known: Known, day: str, name: str | None = None) -> DraftRecord:
    """The record that a paper makes; `day` is today's date (ISO 8601), `name` the record's name.

    Every statement is marked `status: extracted` and has its anchor, the rule that made it and,
    for values, a calibrated confidence. No text makes it raise.
    """
    name = name or record_name(paper)
    cited = bibliography(paper, known)
    kind = document_type(paper)
    extraction = extract(source(paper, cited.studies), known.studies)
    made = draft(extraction, name, known.studies, reports=kind == "article")
    sections: dict[str, list[dict[str, Any]]] = {
        "references": cited.references,
        "publications": cited.publications,
        "pointers": cited.pointers,
        **made.sections,
    }
    if "reported" in sections:
        own = _own_publication(
            name, paper, sorted({item["study"] for item in sections["reported"]})
        )
        sections["publications"] = [own, *cited.publications]
        for item in sections["reported"]:
            item["reported_by"] = name
    for item in (*sections.get("claims", ()), *sections.get("conclusions", ())):
        if pointers := cited.of_sentence.get(item["anchor"]):
            item["pointers"] = pointers
    for section in STATEMENTS:
        for item in sections.get(section, ()):
            item["status"] = "extracted"
    data = {
        "record": name,
        "status": "extracted",
        "curation": {"curator": "alltrace", "date": day, "source": Path(paper.file).name},
        "document": _document(name, kind, paper),
        **{section: sections[section] for section in SECTIONS if sections.get(section)},
    }
    return DraftRecord(
        name, data, {**cited.comments, **made.comments}, made.left_out, extraction.proposals
    )


def record_name(paper: Paper) -> str:
    """A name for the record: first author and year, else the name of the file."""
    meta = paper.metadata
    family = plain(meta.authors[0].rpartition(" ")[0] or meta.authors[0]) if meta.authors else ""
    year = str(meta.year or (meta.published or "")[:4])
    name = f"{family}-{year}" if family and year else slug(Path(paper.file).stem)
    return f"{name}-document" if name in RESERVED else name


def document_type(paper: Paper) -> str:
    """Letter, reply, review or article: by the file's own word for it, else by how it opens."""
    told = f"{paper.metadata.type or ''} {paper.metadata.title or ''}".lower()
    opening = next(
        (p.sentences[0].text.lower() for s in paper.sections for p in s.paragraphs
         if p.number == 1 and p.sentences), "",
    )  # fmt: skip
    address = opening + " ".join(s.title.lower() for s in paper.sections)
    if re.search(r"\b(in reply|reply to|authors?.? reply|reply)\b", told):
        return "reply"
    if _LETTER.search(told) or re.search(r"\bto the editors?\b", address):
        return "letter"
    return "review" if _REVIEW.search(told) else "article"


def _own_publication(name: str, paper: Paper, studies: list[str]) -> dict[str, Any]:
    """The document once more as the publication that reports its own study."""
    shared = _document(name, "article", paper)
    unshared = ("type", "received", "accepted", "published", "text_sha256")
    body = any(section.part == "body" and section.paragraphs for section in paper.sections)
    return {key: value for key, value in shared.items() if key not in unshared} | {
        "text_seen": "full text" if body else "abstract",
        "reports": studies,
    }


def _document(name: str, kind: str, paper: Paper) -> dict[str, Any]:
    meta = paper.metadata
    first = meta.authors[0].rpartition(" ")[0] if meta.authors else ""
    data = {
        "id": name, "label": " ".join(filter(None, (first, str(meta.year or "")))) or name,
        "type": kind, "title": meta.title or name, "authors": meta.authors,
        "journal": meta.journal, "year": meta.year, "volume": meta.volume, "issue": meta.issue,
        "first_page": meta.first_page, "last_page": meta.last_page, "doi": meta.doi,
        "pmid": meta.pmid, "pmcid": meta.pmcid, "received": _day(meta.received),
        "accepted": _day(meta.accepted), "published": _day(meta.published),
        "text_sha256": paper.text_sha256,
    }  # fmt: skip
    return {key: value for key, value in data.items() if value}


def _day(date: str | None) -> str | None:
    """A date only where it is known to the day."""
    return date if date is not None and len(date) == 10 else None
