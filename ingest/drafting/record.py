"""A draft record from a parsed paper, each statement with its doubts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from ingest.drafting.anchors import text_anchors
from ingest.drafting.bibliography import Bibliography, bibliography
from ingest.drafting.known import LONGEST_FAMILY, KnownRecords, first_family, plain, work_of
from ingest.drafting.sources import source
from ingest.extract.draft import draft
from ingest.extract.extractor import extract
from ingest.extract.fitting import fitted
from ingest.importers.record import identifier_name
from ingest.language.mention import Proposal, slug
from ingest.language.tokens import folded
from ingest.readers.document import Paper
from ingest.review import uncertain
from ontology.model import (
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

if TYPE_CHECKING:
    from ingest.model.reader import ModelReader

C = TypeVar("C", bound=Claim)
DocumentType: TypeAlias = Literal["letter", "reply", "article", "review"]
_REPLY = re.compile(r"\b(in reply|reply|response to)\b")
_REPLY_TYPE = re.compile(r"\b(reply|response)\b")
_ARTICLE_TYPE = re.compile(
    r"\b(research-article|brief-report|case-report|case reports|rapid-communication|clinical trial"
    r"|randomized controlled trial|clinical study|observational study|multicenter study)\b"
)
_TITLED_AS_ANSWER = re.compile(
    r"\W*(?:re|comments? on|in reply|(?:authors?['’]? )?reply)\s*(?::|\Z)"
)
"""A title that says what it is, unlike one in which such a word occurs."""
_LETTER = re.compile(
    r"\b(letter|correspondence|comment|editorial|commentary)\b|^\W*(re|comment on):"
)
_REVIEW = re.compile(r"\b(review|meta-analysis|guideline)\b")
_ADDRESS = re.compile(r"\bto the editors?\b")
_COMMENT_ON = re.compile(
    r"(?i)\W*(?:comments?(?:ary)? (?:on|to)|re|(?:in )?response to)\W+(?P<title>.+)"
)
HASH_DIGITS = 16
"""Digits of a text's hash in the name of a record without an identifier."""
_BIBLIOGRAPHIC = tuple(Bibliographic.model_fields)
"""The fields that a document shares with a publication."""


@dataclass(slots=True)
class DraftRecord:
    """A record that was extracted from a paper, with what was left out and what is proposed."""

    record: Record
    left_out: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Notes of the document reader on what it could not read reliably, and of the model on how
    it went."""
    of_model: list[str] = field(default_factory=list)
    """Those of the model on what has no answer."""

    @property
    def name(self) -> str:
        return self.record.record

    @property
    def counts(self) -> dict[str, int]:
        """The number of things in each non-empty section."""
        sections = ((name, getattr(self.record, name)) for name in Record.model_fields)
        return {name: len(held) for name, held in sections if isinstance(held, tuple) and held}

    @property
    def uncertain(self) -> int:
        """How many statements `alltrace review` asks about by default."""
        return sum(
            uncertain(statement)
            for section in STATEMENTS
            for statement in getattr(self.record, section)
        )


def draft_record(
    paper: Paper, known: KnownRecords, day: str, name: str, second: "ModelReader | None" = None
) -> DraftRecord:
    """The draft record of a paper under a name; `day` is today's date (ISO 8601).

    `second` is a language model that reads beside the rules.

    Every statement has `status: extracted`, its anchor, the rules that produced it, its doubts and,
    for values, a calibrated confidence. Never raises.
    """
    kind = document_type(paper)
    cited = bibliography(paper, known)
    extraction = extract(source(paper, cited, kind == "article"), known.studies)
    read = second(extraction) if second is not None else None
    extraction = read.extraction if read is not None else extraction
    own = known.publication(work_of(paper.metadata)) or name
    sections = draft(extraction, name, known.studies, own, known.groups)
    studies, works = _named_studies(cited, sections.studies)
    document = _document(name, kind, paper)
    if subject := _commented(paper, cited):
        document = document.model_copy(update={"comments_on": subject})
    if sections.reported and own == name:
        works = [_own_publication(document, paper, sections.reported), *works]
    record = Record(
        record=name,
        status="extracted",
        curation=Curation(curator="alltrace", date=day, source=Path(paper.file).name),
        document=document,
        anchors=tuple(text_anchors(paper)),
        references=tuple(cited.references),
        pointers=tuple(cited.pointers),
        publications=tuple(works),
        studies=tuple(studies),
        cohorts=tuple(sections.cohorts),
        regimens=tuple(sections.regimens),
        arms=tuple(sections.arms),
        stated=tuple(sections.stated),
        reported=tuple(sections.reported),
        comparisons=tuple(sections.comparisons),
        claims=tuple(_with_pointers(claim, cited) for claim in sections.claims),
        conclusions=tuple(_with_pointers(claim, cited) for claim in sections.conclusions),
        evidence=tuple(sections.evidence),
    )
    left_out = [*cited.left_out, *sections.left_out, *(read.left_out if read else ())]
    notes = [*_notes(paper), *([read.summary, *read.notes] if read else [])]
    of_model = read.notes if read else []
    return DraftRecord(record, left_out, extraction.proposals, notes, of_model)


def _with_pointers(claim: C, cited: Bibliography) -> C:
    """The claim with the pointers of its sentence, and the authors whom the sentence names.

    A claim without values loses its studies: only a person can assign the pointers to them.
    """
    pointers = cited.of_sentence.get(claim.anchor or "")
    if names := cited.authors_of_sentence.get(claim.anchor or ""):
        claim = claim.model_copy(update={"named_authors": names})
    if not pointers:
        return claim
    studies = claim.studies if claim.measurements else ()
    return claim.model_copy(update={"pointers": tuple(pointers), "studies": studies})


def _notes(paper: Paper) -> list[str]:
    """The reader's notes, and what was not searched for citations."""
    unsearched = [f"not searched for citations: {what}" for what in paper.unsearched]
    return [*paper.notes, *unsearched]


def record_name(paper: Paper, known: KnownRecords) -> str:
    """The record's name, from the document's identifier, else from the hash of its text.

    It depends on nothing but the document, unless a known record of something else has the name.
    """
    meta = paper.metadata
    name = identifier_name(pmid=meta.pmid, doi=meta.doi, pmcid=meta.pmcid)
    name = name or f"text-{paper.text_sha256[:HASH_DIGITS]}"
    return f"{name}-draft" if name in known.records else name


def readable_name(paper: Paper) -> str:
    """What a person would call the document: first author and year, else the file's name."""
    meta = paper.metadata
    family = plain(first_family(meta.authors))[:LONGEST_FAMILY]
    year = str(meta.year or (meta.published or "")[:4])
    return f"{family}-{year}" if family and year else slug(Path(paper.file).stem)


def document_type(paper: Paper) -> DocumentType:
    """Letter, reply, review or article: by the file's own type, else by title and opening.

    "Response to" in a title may be that of patients, so a type that says what the paper is wins.
    """
    declared, title = (paper.metadata.type or "").lower(), (paper.metadata.title or "").lower()
    if _REPLY_TYPE.search(declared):
        return "reply"
    if _REVIEW.search(declared):
        return "review"
    if _LETTER.search(declared):
        return "reply" if _REPLY.search(title) else "letter"
    if _ARTICLE_TYPE.search(declared) and not _TITLED_AS_ANSWER.match(title):
        return "letter" if _addresses_editor(paper) else "article"
    return _type_by_title(title, paper)


def _addresses_editor(paper: Paper) -> bool:
    """Whether the paper opens with an address to the editor."""
    headings = " ".join(section.title for section in paper.sections)
    paragraphs = (p for section in paper.sections for p in section.paragraphs if p.number == 1)
    opening = " ".join(p.sentences[0].text for p in paragraphs if p.sentences)
    return _ADDRESS.search(f"{headings} {opening}".lower()) is not None


def _type_by_title(title: str, paper: Paper) -> DocumentType:
    """The type of a paper whose file does not declare one that is known."""
    if _REPLY.search(title):
        return "reply"
    if _LETTER.search(title) or _addresses_editor(paper):
        return "letter"
    return "review" if _REVIEW.search(title) else "article"


def _document(name: str, kind: DocumentType, paper: Paper) -> Document:
    meta = paper.metadata
    first = first_family(meta.authors)
    readable = readable_name(paper)
    values: dict[str, object] = {
        "id": name, "label": " ".join(filter(None, (first, str(meta.year or "")))) or readable,
        "names": [readable] if readable != name else [],
        "type": kind, "title": meta.title or readable, "authors": list(meta.authors),
        "journal": meta.journal, "year": meta.year, "volume": meta.volume, "issue": meta.issue,
        "first_page": meta.first_page, "last_page": meta.last_page, "doi": meta.doi,
        "pmid": meta.pmid, "pmcid": meta.pmcid, "received": _day(meta.received),
        "accepted": _day(meta.accepted), "published": _day(meta.published),
        "text_sha256": paper.text_sha256, "unsearched": paper.unsearched,
    }  # fmt: skip
    given = {key: value for key, value in values.items() if value}
    document, _ = fitted(Document, given, ("id", "label", "type", "title"))
    return document or Document(id=name, label=name, type=kind, title=name)


def _day(date: str | None) -> str | None:
    """The date, if it is known to the day."""
    return date if date is not None and len(date) == 10 else None


def _own_publication(
    document: Document, paper: Paper, reported: Sequence[ReportedMeasurement]
) -> Publication:
    """The document as a publication that reports its own study."""
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
    """The studies and the cited works; an unnamed study is labelled after its work."""
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
