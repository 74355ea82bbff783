"""A record with one publication from a source's description of a work."""

from datetime import date
from typing import Literal

from pydantic import ValidationError

from ingest.importers.record import Imported, curation, identifier_name, refused, slug
from ingest.notices import of_work as notices_of
from ingest.readers.document import Metadata
from ingest.sources.documents import described
from ingest.sources.text import LONGEST
from ingest.sources.work import Work
from ontology.model import Publication, Record

Type = Literal["article", "letter", "conference-abstract", "other"]
TYPES: dict[str, Type] = {
    "journal article": "article", "journal-article": "article", "research-article": "article",
    "review": "article", "review-article": "article", "brief-report": "article",
    "case-report": "article", "letter": "letter", "correspondence": "letter",
    "meeting abstract": "conference-abstract", "conference abstract": "conference-abstract",
    "abstract": "conference-abstract",
}  # fmt: skip
"""The record's publication types by the sources' names for them."""
SPECIAL_FIRST: tuple[Type, ...] = ("letter", "conference-abstract", "article")
LONGEST_LABEL = 90
"""Characters of a title that a label shows."""


def of_jats(metadata: Metadata, file: str, day: date) -> Imported:
    """The record of a work that its own JATS XML describes."""
    return of_work(described(metadata, "JATS XML"), file, day)


def of_work(work: Work, file: str, day: date) -> Imported:
    """The record of one work: its bibliographic data, and nothing of what it reports."""
    name = _name(work)
    notes = list(work.notes)
    if not work.title:
        return Imported(name, None, (*notes, f"{work.source} gives no title; a record needs one"))
    if _type(work) == "other":
        notes.append(f"the type is {', '.join(work.types) or 'not given'}; the record says other")
    notes += [str(relation) for relation in work.relations if relation.work]
    try:
        record = Record(
            record=name,
            status="extracted",
            curation=curation(f"{work.source}, {file}", day),
            publications=(_publication(work, work.title, name),),
            notices=notices_of(name, work.notices),
        )
    except ValidationError as error:
        return refused(name, notes, error)
    return Imported(name, record, tuple(notes))


def _publication(work: Work, title: str, name: str) -> Publication:
    return Publication(
        id=name,
        label=_label(work, title),
        type=_type(work),
        title=title[:LONGEST],
        authors=work.authors,
        author_list="; ".join(work.authors) or None,
        journal=work.journals[0] if work.journals else None,
        year=work.years[0] if work.years else None,
        volume=work.volume,
        issue=work.issue,
        first_page=work.first_page,
        last_page=work.last_page,
        doi=work.doi,
        pmid=work.pmid,
        pmcid=work.pmcid,
        text_seen="nothing",
        text_seen_note=f"Only the bibliographic data in {work.source} were read.",
        note=_note(work),
    )


def _type(work: Work) -> Type:
    """The record's type; the most specific of several (a letter is also an article)."""
    known = {TYPES.get(one.lower()) for one in work.types}
    return next((kind for kind in SPECIAL_FIRST if kind in known), "other")


def _note(work: Work) -> str | None:
    """Notes on data without a field in the record: works it corrects, and registrations."""
    sentences = []
    if related := [str(r) for r in work.relations if r.work and not r.notice]:
        sentences.append(f"{work.source} lists {'; '.join(related)}.")
    if work.registrations:
        sentences.append(f"Registrations that it names: {', '.join(work.registrations)}.")
    return " ".join(sentences)[:LONGEST] or None


def _name(work: Work) -> str:
    """A unique name for a work, from its identifier if it has one."""
    if name := identifier_name(pmid=work.pmid, doi=work.doi, pmcid=work.pmcid):
        return name
    parts = (*work.authors[:1], *map(str, work.years[:1]), work.title or "untitled")
    return slug(" ".join(parts), 60)


def _label(work: Work, title: str) -> str:
    head = work.authors[0].split(" ")[0] if work.authors else ""
    others = " et al." if len(work.authors) > 1 else ""
    cited = " ".join((f"{head}{others}", *map(str, work.years[:1]))).strip()
    short = title
    if len(title) > LONGEST_LABEL:
        short = f"{title[: LONGEST_LABEL - 1].rsplit(' ', 1)[0]}…"
    return f"{cited}, {short}" if cited else short
