"""PubMed XML: one record or a set, with the abstract and the list of references it may hold."""

from collections.abc import Iterator

from ingest.readers.blocks import Block, Draft, settle
from ingest.readers.document import Metadata
from ingest.readers.frontmatter import iso
from ingest.readers.markup import Element, find, named, parse, pieces, tag, text
from ingest.sources import pubmed as source
from ontology.errors import ReadingError


def read(data: bytes, name: str) -> Iterator[Draft]:
    """The draft of each record of a file, in order. Raises ReadingError."""
    root = parse(data, name)
    records = [e for e in root.iter() if tag(e) in ("PubmedArticle", "PubmedBookArticle")]
    if not records:
        records = [e for e in root.iter() if tag(e) == "MedlineCitation"]
    if not records:
        raise ReadingError(f"{name}: this PubMed file holds no record")
    for record in records:
        yield _draft(record)


def _draft(record: Element) -> Draft:
    blocks: list[Block] = []
    title = find(record, "ArticleTitle")
    if title is not None and text(title):
        blocks.append(Block("heading", text(title), "front", 1, text(title)))
    for part in record.iterdescendants("{*}AbstractText"):
        if _within_other(part):
            continue
        if label := part.get("Label", "").strip():
            blocks.append(Block("heading", label, "abstract", 2, label))
        settled, _ = settle(pieces(part))
        blocks.append(Block("paragraph", settled, "abstract"))
    blocks += _references(record)
    return Draft("pubmed", metadata(record), blocks)


def _within_other(part: Element) -> bool:
    """Whether an abstract is one in another language or for other readers."""
    above = part.getparent()
    return above is not None and tag(above) == "OtherAbstract"


def _references(record: Element) -> list[Block]:
    found = [ref for ref in named(record, "Reference") if text(find(ref, "Citation"))]
    if not found:
        return []
    blocks = [Block("heading", "References", "references", 1, "References")]
    for number, ref in enumerate(found, start=1):
        printed = text(find(ref, "Citation"))
        blocks.append(
            Block("reference", f"{number}. {printed}", "references", number=number, printed=printed)
        )
    return blocks


def metadata(record: Element) -> Metadata:
    """What one record says of its paper."""
    work = source.work(record)
    journal = find(record, "Journal")
    date = find(journal, "PubDate") if journal is not None else None
    month, day = (text(find(date, name)) if date is not None else None for name in ("Month", "Day"))
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
        published=iso(str(work.years[0]), month, day) if work.years else None,
        keywords=[text(one) for one in named(record, "Keyword")],
    )
