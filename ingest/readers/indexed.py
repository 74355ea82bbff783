"""What an index says of a work, as the metadata of a document."""

from ingest.readers.document import Metadata
from ingest.sources.work import Work


def metadata_of(work: Work) -> Metadata:
    """The metadata of a document that is known as a work of an index."""
    return Metadata(
        title=work.title,
        authors=list(work.authors),
        journal=next(iter(work.journals), None),
        year=next(iter(work.years), None),
        volume=work.volume,
        issue=work.issue,
        first_page=work.first_page,
        last_page=work.last_page,
        doi=work.doi,
        pmid=work.pmid,
        pmcid=work.pmcid,
        type=next(iter(work.types), None),
    )
