"""Reads PubMed XML: one record or a set, with abstract and, if present, reference list."""

from collections.abc import Iterator

from ingest.readers.blocks import Block, ReaderOutput, join_pieces
from ingest.readers.document import Metadata
from ingest.readers.frontmatter import iso
from ingest.readers.markup import Element, find, named, parse, pieces, tag, text
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
        if _is_other_abstract(abstract_text):
            continue
        if label := abstract_text.get("Label", "").strip():
            blocks.append(Block("heading", label, "abstract", 2, label))
        content, _ = join_pieces(pieces(abstract_text))
        blocks.append(Block("paragraph", content, "abstract"))
    blocks += _references(record)
    return ReaderOutput("pubmed", metadata(record), blocks)


def _is_other_abstract(abstract_text: Element) -> bool:
    """Whether the text belongs to an abstract in another language or for another audience."""
    parent = abstract_text.getparent()
    return parent is not None and tag(parent) == "OtherAbstract"


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
    article, journal = find(record, "Article"), find(record, "Journal")
    ids: dict[str, str] = {}
    listed = next((e for e in record.iterdescendants("{*}PubmedData")), None)
    own = find(listed, "ArticleIdList") if listed is not None else None
    for e in own if own is not None else ():
        ids.setdefault(e.get("IdType", ""), text(e))
    for e in named(record, "ELocationID"):
        ids.setdefault(e.get("EIdType", ""), text(e))
    authors = []
    people = find(article if article is not None else record, "AuthorList")
    for person in people if people is not None else ():
        surname = text(find(person, "LastName"))
        if surname:
            authors.append(f"{surname} {text(find(person, 'Initials'))}".strip())
        elif group := text(find(person, "CollectiveName")):
            authors.append(group)
    date = find(journal, "PubDate") if journal is not None else None
    year = _field(date, "Year") or (_field(date, "MedlineDate") or "")[:4] or None
    published = iso(year, _field(date, "Month"), _field(date, "Day"))
    first, _, last = (_field(article, "MedlinePgn") or "").partition("-")
    first, last = _field(article, "StartPage") or first, _field(article, "EndPage") or last
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    types = [text(e) for e in named(record, "PublicationType")]
    return Metadata(
        title=text(find(record, "ArticleTitle")).removesuffix(".") or None,
        authors=authors,
        journal=_field(journal, "ISOAbbreviation") or _field(journal, "Title"),
        year=int(published[:4]) if published else None,
        volume=_field(journal, "Volume"),
        issue=_field(journal, "Issue"),
        first_page=first or None,
        last_page=last or None,
        doi=ids.get("doi"),
        pmid=_field(record, "PMID"),
        pmcid=ids.get("pmc"),
        type=types[0] if types else None,
        published=published,
        keywords=[text(e) for e in named(record, "Keyword")],
    )


def _field(element: Element | None, name: str) -> str | None:
    return text(find(element, name)) or None if element is not None else None
