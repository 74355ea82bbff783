"""What a document says of itself, as a `Work`."""

from collections.abc import Iterator

from ingest.readers.document import Metadata
from ingest.references.model import Person
from ingest.sources.payload import year
from ingest.sources.work import Notice, Relation, Work, checked_doi, distinct_years, well_formed


def described(metadata: Metadata, source: str) -> Work:
    """The work that a document is, by its own front matter; `source` names the document's kind.

    >>> described(Metadata(title="On it", authors=["Doe A"], doi="10.1000/1"), "PDF").people
    (Person(family='Doe', initials='A'),)
    """
    notes: list[str] = []
    return Work(
        source,
        doi=checked_doi(metadata.doi, notes),
        pmid=well_formed("pmid", metadata.pmid),
        pmcid=well_formed("pmcid", metadata.pmcid),
        titles=(metadata.title,) if metadata.title else (),
        authors=tuple(metadata.authors),
        people=tuple(one for one in map(Person.of_record, metadata.authors) if one.initials),
        journals=(metadata.journal,) if metadata.journal else (),
        years=distinct_years(year(metadata.year)),
        volume=metadata.volume,
        issue=metadata.issue,
        first_page=metadata.first_page,
        last_page=metadata.last_page,
        types=(metadata.type,) if metadata.type else (),
        relations=tuple(_linked(metadata, source)),
        notes=tuple(notes),
    )


def _linked(metadata: Metadata, source: str) -> Iterator[Relation]:
    """The notices that the document's file links to."""
    for one in metadata.notices:
        doi, pmid = well_formed("doi", one.doi), well_formed("pmid", one.pmid)
        cited = f"doi:{doi}" if doi else f"PMID {pmid}" if pmid else ""
        yield Relation(f"{one.kind} by", cited, Notice(one.kind, "", doi, pmid, (source,)))
