"""Reads PubMed XML: one record or a set, with abstract and, if present, reference list."""

from collections.abc import Iterator

from ingest.dates import iso
from ingest.readers.blocks import Block, ReaderOutput, join_pieces
from ingest.readers.document import Metadata
from ingest.readers.indexed import metadata_of
from ingest.readers.markup import Element, find, named, parse, pieces, tag, text
from ingest.sources import pubmed as source
from ontology.errors import ReadingError


def read(data: bytes, name: str) -> Iterator[ReaderOutput]:
    """Yields the content of each record in a file, in order. Raises ReadingError."""
    root = parse(data, name)
    records = [e for e in root.iter() if tag(e) in ("PubmedArticle", "PubmedBookArticle")]
    if not records:
        records = [e for e in root.iter() if tag(e) == "MedlineCitation"]
    if not records:
        raise ReadingError(f"{name}: this PubMed file holds no record")
    for record in records:
        yield _output(record)


def _output(record: Element) -> ReaderOutput:
    blocks: list[Block] = []
    title = find(record, "ArticleTitle")
    if title is not None and text(title):
        blocks.append(Block("heading", text(title), "front", 1, text(title)))
    for abstract_text in record.iterdescendants("{*}AbstractText"):
        if source.is_other_abstract(abstract_text):
            continue
        if label := abstract_text.get("Label", "").strip():
            blocks.append(Block("heading", label, "abstract", 2, label))
        content, _ = join_pieces(pieces(abstract_text))
        blocks.append(Block("paragraph", content, "abstract"))
    blocks += _references(record)
    return ReaderOutput("pubmed", metadata(record), blocks)


def _references(record: Element) -> list[Block]:
    references = [
        reference for reference in named(record, "Reference") if text(find(reference, "Citation"))
    ]
    if not references:
        return []
    blocks = [Block("heading", "References", "references", 1, "References")]
    for number, reference in enumerate(references, start=1):
        printed = text(find(reference, "Citation"))
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
    return metadata_of(work).model_copy(
        update={
            "published": iso(str(work.years[0]), month, day) if work.years else None,
            "keywords": [text(one) for one in named(record, "Keyword")],
        }
    )
