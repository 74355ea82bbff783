"""From a paper to a draft record, each statement with what its reader was unsure of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

from ingest.drafting.bibliography import Bibliography, bibliography
from ingest.drafting.known import LONGEST_FAMILY, Known, first_family, plain, work_of
from ingest.drafting.sources import source
from ingest.extract.draft import draft
from ingest.extract.extractor import extract
from ingest.extract.fitting import fitted
from ingest.extract.mentions import Proposal, slug
from ingest.extract.tokens import folded
from ingest.readers.document import Paper
from ingest.review import uncertain
from ontology.model import (
    RESERVED,
    STATEMENTS,
    Bibliographic,
    Claim,
    Curation,
    Document,
    Publication,
    Record,
    ReportedMeasurement,
    Study,
)

C = TypeVar("C", bound=Claim)
DocumentType: TypeAlias = Literal["letter", "reply", "article", "review"]
_REPLY = re.compile(r"\b(in reply|reply|response to)\b")
_LETTER = re.compile(
    r"\b(letter|correspondence|comment|editorial|commentary)\b|^\W*(re|comment on):"
)
_REVIEW = re.compile(r"\b(review|meta-analysis|guideline)\b")
_ADDRESS = re.compile(r"\bto the editors?\b")
_COMMENT_ON = re.compile(
    r"(?i)\W*(?:comments?(?:ary)? (?:on|to)|re|(?:in )?response to)\W+(?P<title>.+)"
)
_BIBLIOGRAPHIC = tuple(Bibliographic.model_fields)
"""The fields that a document shares with a publication."""


@dataclass(slots=True)
class DraftRecord:
    """A record that a program drew from a paper, and what a person should know of it."""

    record: Record
    left_out: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the reader of the document was unsure of."""

    @property
    def name(self) -> str:
        return self.record.record

    @property
    def counts(self) -> dict[str, int]:
        """How many things each section holds, of those that hold any."""
        sections = ((name, getattr(self.record, name)) for name in Record.model_fields)
        return {name: len(held) for name, held in sections if isinstance(held, tuple) and held}

    @property
    def uncertain(self) -> int:
        """How many statements `alltrace review` asks about, if it is told nothing else."""
        return sum(
            uncertain(statement)
            for section in STATEMENTS
            for statement in getattr(self.record, section)
        )


def draft_record(paper: Paper, known: Known, day: str, name: str) -> DraftRecord:
    """The record called `name` that a paper makes; `day` is today's date (ISO 8601).

    Every statement is marked `status: extracted` and has its anchor, the rules that made it, its
    doubts and, for values, a calibrated confidence. No paper makes it raise.
    """
    kind = document_type(paper)
    cited = bibliography(paper, known)
    extraction = extract(source(paper, cited, kind == "article"), known.studies)
    own = known.publication(work_of(paper.metadata)) or name
    drawn = draft(extraction, name, known.studies, own)
    studies, works = _named_studies(cited, drawn.studies)
    document = _document(name, kind, paper)
    if subject := _commented(paper, cited):
        document = document.model_copy(update={"comments_on": subject})
    if drawn.reported and own == name:
        works = [_own_publication(document, paper, drawn.reported), *works]
    record = Record(
        record=name,
        status="extracted",
        curation=Curation(curator="alltrace", date=day, source=Path(paper.file).name),
        document=document,
        anchors=tuple(drawn.anchors),
        references=tuple(cited.references),
        pointers=tuple(cited.pointers),
        publications=tuple(works),
        studies=tuple(studies),
        cohorts=tuple(drawn.cohorts),
        regimens=tuple(drawn.regimens),
        stated=tuple(drawn.stated),
        reported=tuple(drawn.reported),
        claims=tuple(_cites(claim, cited) for claim in drawn.claims),
        conclusions=tuple(_cites(claim, cited) for claim in drawn.conclusions),
        evidence=tuple(drawn.evidence),
    )
    left_out = [*cited.left_out, *drawn.left_out]
    return DraftRecord(record, left_out, extraction.proposals, _notes(paper))


def _cites(claim: C, cited: Bibliography) -> C:
    """The claim with the pointers of its sentence.

    Which of the studies that it names they are for, only a reader can tell, if it has no value.
    """
    pointers = cited.of_sentence.get(claim.anchor or "")
    if not pointers:
        return claim
    studies = claim.studies if claim.measurements else ()
    return claim.model_copy(update={"pointers": tuple(pointers), "studies": studies})


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


def document_type(paper: Paper) -> DocumentType:
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


def _document(name: str, kind: DocumentType, paper: Paper) -> Document:
    meta = paper.metadata
    first = first_family(meta.authors)
    values: dict[str, object] = {
        "id": name, "label": " ".join(filter(None, (first, str(meta.year or "")))) or name,
        "type": kind, "title": meta.title or name, "authors": list(meta.authors),
        "journal": meta.journal, "year": meta.year, "volume": meta.volume, "issue": meta.issue,
        "first_page": meta.first_page, "last_page": meta.last_page, "doi": meta.doi,
        "pmid": meta.pmid, "pmcid": meta.pmcid, "received": _day(meta.received),
        "accepted": _day(meta.accepted), "published": _day(meta.published),
        "text_sha256": paper.text_sha256,
    }  # fmt: skip
    given = {key: value for key, value in values.items() if value}
    document, _ = fitted(Document, given, ("id", "label", "type", "title"))
    return document or Document(id=name, label=name, type=kind, title=name)


def _day(date: str | None) -> str | None:
    """A date only where it is known to the day."""
    return date if date is not None and len(date) == 10 else None


def _own_publication(
    document: Document, paper: Paper, reported: Sequence[ReportedMeasurement]
) -> Publication:
    """The document once more, as the publication that reports its own study."""
    shared = {name: getattr(document, name) for name in ("id", "label", *_BIBLIOGRAPHIC)}
    body = any(section.part == "body" and section.paragraphs for section in paper.sections)
    return Publication(
        **shared,
        text_seen="full text" if body else "abstract",
        reports=tuple(sorted({value.study for value in reported})),
    )


def _named_studies(
    cited: Bibliography, studies: Sequence[Study]
) -> tuple[list[Study], list[Publication]]:
    """The studies and the cited works; a study that nobody names is called after its work."""
    works = {work.id: work for work in cited.publications}
    named = []
    for study in studies:
        work = works.get(cited.unnamed.get(study.id, ""))
        if work is not None:
            study = study.model_copy(update={"label": f"the study of {work.label}"})
            works[work.id] = work.model_copy(update={"reports": (study.id,)})
        named.append(study)
    return named, list(works.values())


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
