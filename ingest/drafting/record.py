"""From a paper to a draft record: every section, with a comment for each statement."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.drafting.bibliography import Bibliography, bibliography
from ingest.drafting.known import LONGEST_FAMILY, Known, first_family, plain, work_of
from ingest.drafting.sources import source
from ingest.extract.draft import Draft, draft
from ingest.extract.extractor import extract
from ingest.extract.fitting import fitted
from ingest.extract.mentions import Proposal, slug
from ingest.extract.tokens import folded
from ingest.readers.document import Paper
from ingest.review import UNSURE, UNWORDED
from ontology.model import RESERVED, STATEMENTS, Document

_REPLY = re.compile(r"\b(in reply|reply|response to)\b")
_LETTER = re.compile(
    r"\b(letter|correspondence|comment|editorial|commentary)\b|^\W*(re|comment on):"
)
_REVIEW = re.compile(r"\b(review|meta-analysis|guideline)\b")
_ADDRESS = re.compile(r"\bto the editors?\b")
_COMMENT_ON = re.compile(
    r"(?i)\W*(?:comments?(?:ary)? (?:on|to)|re|(?:in )?response to)\W+(?P<title>.+)"
)


@dataclass(slots=True)
class DraftRecord:
    """A record as plain data, comments by section and id, and what a person should know of it."""

    name: str
    data: dict[str, Any]
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the reader of the document was unsure of."""

    @property
    def uncertain(self) -> int:
        """How many statements `alltrace review` asks about, if it is told nothing else."""
        return sum(
            "check:" in self.comments.get((section, item["id"]), "")
            or float(item.get("confidence", 1)) < UNSURE
            or str(item.get("text", "")).endswith(UNWORDED)
            for section in STATEMENTS
            for item in self.data.get(section, ())
        )


def draft_record(paper: Paper, known: Known, day: str, name: str) -> DraftRecord:
    """The record called `name` that a paper makes; `day` is today's date (ISO 8601).

    Every statement is marked `status: extracted` and has its anchor, the rules that made it and,
    for values, a calibrated confidence. No paper makes it raise.
    """
    kind = document_type(paper)
    cited = bibliography(paper, known)
    extraction = extract(source(paper, cited, kind == "article"), known.studies)
    made = draft(extraction, name, known.studies)
    _name_studies(cited, made)
    document = _document(name, kind, paper)
    if subject := _commented(paper, cited):
        document["comments_on"] = subject
    sections: dict[str, list[dict[str, Any]]] = {
        "references": cited.references,
        "publications": [*_own_publication(name, document, paper, made.sections, known),
                         *cited.publications],
        "pointers": cited.pointers,
        **made.sections,
    }  # fmt: skip
    for item in (*sections.get("claims", ()), *sections.get("conclusions", ())):
        if pointers := cited.of_sentence.get(item["anchor"]):
            item["pointers"] = pointers
            if "measurements" not in item:
                # Which of the studies it names the citation is for, only a reader can tell.
                item.pop("studies", None)
    for section in STATEMENTS:
        for item in sections.get(section, ()):
            item["status"] = "extracted"
    data = {
        "record": name,
        "status": "extracted",
        "curation": {"curator": "alltrace", "date": day, "source": Path(paper.file).name},
        "document": document,
        **{section: items for section, items in sections.items() if items},
    }
    left_out = [*cited.left_out, *made.left_out]
    return DraftRecord(
        name, data, {**cited.comments, **made.comments}, left_out, extraction.proposals,
        _notes(paper),
    )  # fmt: skip


def _notes(paper: Paper) -> list[str]:
    """What the reader noted, and that nothing in the text cites, if so."""
    cites = any(pointer.paragraph is not None for pointer in paper.pointers)
    silent = "no citation was seen in the text, though there is a list of references"
    return [*paper.notes, *([silent] if paper.references and not cites else [])]


def record_name(paper: Paper, known: Known) -> str:
    """A name for the record that no known one has: first author and year, else the file's name."""
    meta = paper.metadata
    family = plain(first_family(meta.authors))[:LONGEST_FAMILY]
    year = str(meta.year or (meta.published or "")[:4])
    name = f"{family}-{year}" if family and year else slug(Path(paper.file).stem)
    return f"{name}-draft" if name in RESERVED or name in known.records else name


def document_type(paper: Paper) -> str:
    """Letter, reply, review or article: by the file's own word for it, else by how it opens."""
    told = f"{paper.metadata.type or ''} {paper.metadata.title or ''}".lower()
    headings = " ".join(section.title for section in paper.sections)
    paragraphs = (p for section in paper.sections for p in section.paragraphs if p.number == 1)
    opening = " ".join(p.sentences[0].text for p in paragraphs if p.sentences)
    if _REPLY.search(told):
        return "reply"
    if _LETTER.search(told) or _ADDRESS.search(f"{headings} {opening}".lower()):
        return "letter"
    return "review" if _REVIEW.search(told) else "article"


def _document(name: str, kind: str, paper: Paper) -> dict[str, Any]:
    meta = paper.metadata
    first = first_family(meta.authors)
    data = {
        "id": name, "label": " ".join(filter(None, (first, str(meta.year or "")))) or name,
        "type": kind, "title": meta.title or name, "authors": meta.authors,
        "journal": meta.journal, "year": meta.year, "volume": meta.volume, "issue": meta.issue,
        "first_page": meta.first_page, "last_page": meta.last_page, "doi": meta.doi,
        "pmid": meta.pmid, "pmcid": meta.pmcid, "received": _day(meta.received),
        "accepted": _day(meta.accepted), "published": _day(meta.published),
        "text_sha256": paper.text_sha256,
    }  # fmt: skip
    given = {key: value for key, value in data.items() if value}
    kept, _ = fitted(Document, given, ("id", "label", "type", "title"))
    return kept or {"id": name, "label": name, "type": kind, "title": name}


def _day(date: str | None) -> str | None:
    """A date only where it is known to the day."""
    return date if date is not None and len(date) == 10 else None


def _own_publication(
    name: str,
    document: dict[str, Any],
    paper: Paper,
    sections: dict[str, list[dict[str, Any]]],
    known: Known,
) -> list[dict[str, Any]]:
    """The document once more as the publication that reports its own study, unless that is known.

    Says in `sections` who reports the values.
    """
    reported = sections.get("reported", ())
    own = known.publication(work_of(paper.metadata)) or name
    for item in reported:
        item["reported_by"] = own
    if not reported or own != name:
        return []
    unshared = ("type", "received", "accepted", "published", "text_sha256")
    body = any(section.part == "body" and section.paragraphs for section in paper.sections)
    return [
        {key: value for key, value in document.items() if key not in unshared}
        | {
            "text_seen": "full text" if body else "abstract",
            "reports": sorted({item["study"] for item in reported}),
        }
    ]


def _name_studies(cited: Bibliography, made: Draft) -> None:
    """Say of a study that no one names which of the cited works reports it."""
    works = {work["id"]: work for work in cited.publications}
    for study in made.sections.get("studies", ()):
        work = works.get(cited.unnamed.get(study["id"], ""))
        if work is not None:
            study["label"] = f"the study of {work['label']}"
            work["reports"] = [study["id"]]


def _commented(paper: Paper, cited: Bibliography) -> str | None:
    """The cited work that a title such as "Comment on: …" names."""
    named = _COMMENT_ON.match(paper.metadata.title or "")
    if named is None:
        return None
    wanted = folded(named["title"])
    return next(
        (
            cited.of_reference[entry.number]
            for entry in paper.references
            if entry.parsed.title and folded(entry.parsed.title) == wanted
        ),
        None,
    )
