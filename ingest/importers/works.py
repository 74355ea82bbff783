"""From what an index says of a work to a record with one publication."""

import re
from dataclasses import dataclass
from datetime import date

from ingest.importers.imported import Imported, imported, present, slug
from ingest.importers.shape import LONGEST
from ingest.readers.document import Metadata

TYPES = {
    "journal article": "article", "journal-article": "article", "research-article": "article",
    "review": "article", "review-article": "article", "brief-report": "article",
    "case-report": "article", "letter": "letter", "correspondence": "letter",
    "meeting abstract": "conference-abstract", "conference abstract": "conference-abstract",
    "abstract": "conference-abstract",
}  # fmt: skip
"""What the indexes call the kinds of works that a record can name."""

DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
PAGE = r"[A-Za-z]{0,3}[0-9]+[A-Za-z]?"
PAGES = re.compile(rf"(?P<first>{PAGE})(?:[-–](?P<last>{PAGE}))?")
LABEL = 90
"""Characters of a title that a label shows."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another work that corrects, retracts or comments on this one, or that this one does so to.

    `kind` is what the index calls it: `retraction`, `Erratum in`; `work` a DOI, PMID or citation.
    """

    kind: str
    work: str
    when: str | None = None

    def told(self) -> str:
        return f"{self.kind}: {self.work}" + (f" ({self.when})" if self.when else "")


@dataclass(frozen=True, slots=True)
class Work:
    """One work as an index describes it. `index` is the index's name, `types` its words."""

    index: str
    metadata: Metadata
    types: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    registrations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def publication(work: Work, file: str, day: date) -> Imported:
    """The record of one work: its bibliographic data, and nothing of what it reports."""
    found = work.metadata
    notes = list(work.notes)
    doi = found.doi.removeprefix("https://doi.org/") if found.doi else None
    if doi and not DOI.fullmatch(doi):
        notes.append(f"the DOI {doi} has not the form of one and was left out")
        doi = None
    pmid = found.pmid if found.pmid and re.fullmatch(r"[0-9]{1,9}", found.pmid) else None
    pmcid = found.pmcid if found.pmcid and re.fullmatch(r"PMC[0-9]+", found.pmcid) else None
    name = _name(found, doi, pmid, pmcid)
    if not found.title:
        return Imported(name, None, (*notes, f"{work.index} gives no title; a record needs one"))
    kind = _type(work.types)
    if kind == "other":
        notes.append(f"the type is {', '.join(work.types) or 'not given'}; the record says other")
    if work.relations:
        notes += [relation.told() for relation in work.relations]
    entry = present(
        id=name,
        label=_label(found),
        type=kind,
        title=found.title[:LONGEST],
        authors=found.authors,
        journal=found.journal,
        year=str(found.year) if found.year and 1800 <= found.year <= 2200 else None,
        volume=found.volume,
        issue=found.issue,
        first_page=found.first_page,
        last_page=found.last_page,
        doi=doi,
        pmid=pmid,
        pmcid=pmcid,
        text_seen="nothing",
        text_seen_note=f"Only the bibliographic data in {work.index} were read.",
        note=_note(work),
    )
    source = f"{work.index}, {file}"
    return imported(name, source, day, {"publications": [entry]}, notes)


def pages(printed: str | None) -> tuple[str | None, str | None, str | None]:
    """First and last page of `588-602` or `107-14`, and a note on what is neither."""
    if not printed:
        return None, None, None
    found = PAGES.fullmatch(printed.replace(" ", ""))
    if found is None:
        return None, None, f"the pages {printed!r} were not understood and left out"
    first, last = found["first"], found["last"]
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last, None


def _type(types: tuple[str, ...]) -> str:
    """The record's word; of several the more special one holds (a letter is also an article)."""
    known = {TYPES[one.lower()] for one in types if one.lower() in TYPES}
    for kind in ("letter", "conference-abstract", "article"):
        if kind in known:
            return kind
    return "other"


def _note(work: Work) -> str | None:
    """What the index says and the record has no field for: corrections and registrations."""
    said = []
    if work.relations:
        said.append(f"{work.index} lists " + "; ".join(r.told() for r in work.relations) + ".")
    if work.registrations:
        said.append("Registrations that it names: " + ", ".join(work.registrations) + ".")
    return " ".join(said)[:LONGEST] or None


def _name(found: Metadata, doi: str | None, pmid: str | None, pmcid: str | None) -> str:
    """A name that tells the work apart from all others: by its identifier, if it has one."""
    for kind, identifier in (("pmid", pmid), ("doi", doi), ("pmcid", pmcid)):
        if identifier:
            return slug(f"{kind}-{identifier}")
    parts = (*found.authors[:1], str(found.year or ""), found.title or "untitled")
    return slug(" ".join(part for part in parts if part), 60)


def _label(found: Metadata) -> str:
    head = found.authors[0].split(" ")[0] if found.authors else ""
    cited = f"{head}{' et al.' if len(found.authors) > 1 else ''} {found.year or ''}".strip()
    title = found.title or ""
    short = title if len(title) <= LABEL else f"{title[: LABEL - 1].rsplit(' ', 1)[0]}…"
    return f"{cited}, {short}" if cited else short
