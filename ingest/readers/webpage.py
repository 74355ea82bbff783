"""Reads HTML articles of publishers and repositories; scripts, menus and forms are skipped."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ingest.dates import iso
from ingest.readers import headings
from ingest.readers.blocks import (
    Block,
    CitationLink,
    CitingText,
    Piece,
    ReaderOutput,
    join_pieces,
    words,
)
from ingest.readers.document import Metadata, PaperPart, Table
from ingest.readers.frontmatter import DOI, short
from ingest.readers.grid import grid
from ingest.readers.markup import Element, pieces, pieces_of, tag, text
from ingest.readers.reference_list import label
from ontology.errors import ReadingError

SKIPPED = words(
    "script style noscript template nav aside form button select iframe svg math-annotation header "
    "footer head object video audio canvas input textarea dialog"
)
BLOCK_ELEMENTS = words(
    "p h1 h2 h3 h4 h5 h6 li dd dt blockquote pre figcaption caption table ul ol dl div section "
    "main article body figure td th tr tbody thead details summary center hr header address"
)
HEADING = re.compile(r"h([1-6])\Z")
SKIPPED_INLINE = frozenset(SKIPPED | words("table ul ol dl figure"))


def read(source: str, name: str) -> ReaderOutput:
    """The content of an HTML page. Raises ReadingError if it has no text."""
    # The declared encoding no longer applies, as the page is decoded already.
    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", source)
    try:
        parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
        root = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"{name}: the HTML cannot be read: {error}") from None
    page = _Page(root)
    page.collect()
    if not any(block.text for block in page.blocks):
        raise ReadingError(f"{name}: this HTML page holds no text")
    return ReaderOutput(
        "html",
        _metadata(root, page.blocks),
        page.blocks_with_parts(),
        page.tables,
        citing_texts=page.citing_texts,
    )


class _Page:
    """Collects the blocks, tables and reference numbers of one page."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.citing_texts: list[CitingText] = []
        self.reference_count = 0
        self.reference_elements: dict[int, Element] = {}
        self.reference_numbers = self._reference_targets()

    def _reference_targets(self) -> dict[str, int]:
        """The reference number of each identifier in the reference list."""
        targets: dict[str, int] = {}
        for position, item in enumerate(_reference_items(self.root), start=1):
            list_label = label(text(item))
            number = list_label[0] if list_label else position
            self.reference_elements[id(item)] = item
            descendants = item.iter()
            for element in descendants:
                for attribute in ("id", "name"):
                    if isinstance(element.tag, str) and (identifier := element.get(attribute)):
                        targets.setdefault(identifier, number)
        return targets

    def collect(self) -> None:
        body = self.root.find(".//main")
        if body is None:
            body = self.root.find("body")
        self.walk(body if body is not None else self.root, 0)

    def walk(self, element: Element, depth: int) -> None:
        """Collect the blocks below an element; text between them forms paragraphs."""
        if depth > 200:
            return
        add_inline: list[Element | str] = [element.text or ""]
        for child in element:
            name = tag(child)
            if name in SKIPPED and not (name == "header" and child.find(".//h1") is not None):
                pass
            elif name in BLOCK_ELEMENTS or child.find(".//p") is not None:
                self.add_inline(add_inline)
                add_inline = []
                self.block(child, name, depth)
            elif name:
                add_inline.append(child)
            add_inline.append(child.tail or "")
        self.add_inline(add_inline)

    def add_inline(self, blocks_with_parts: list[Element | str]) -> None:
        collected: list[Piece] = []
        for inline_part in blocks_with_parts:
            if isinstance(inline_part, str):
                collected.append(Piece(inline_part))
            else:
                collected.extend(pieces_of(inline_part, self.cited, SKIPPED_INLINE))
        content, links = join_pieces(collected)
        if content:
            self.blocks.append(Block("paragraph", content, "body", links=links))

    def block(self, element: Element, name: str, depth: int) -> None:
        if heading := HEADING.match(name):
            self.heading(element, int(heading[1]))
        elif name == "table":
            self.table(element)
        elif id(element) in self.reference_elements:
            self.reference(element)
        elif name in (
            "p",
            "dt",
            "dd",
            "figcaption",
            "blockquote",
            "pre",
            "li",
            "summary",
        ) and not any(tag(e) in BLOCK_ELEMENTS for e in element.iterdescendants()):
            self.paragraph(element, "captions" if name == "figcaption" else "body")
        else:
            self.walk(element, depth + 1)

    def heading(self, element: Element, level: int) -> None:
        content, _ = join_pieces(pieces(element, skipped=SKIPPED_INLINE))
        if content:
            self.blocks.append(Block("heading", content, "body", level, headings.title(content)))

    def paragraph(self, element: Element, part: PaperPart = "body") -> None:
        content, links = join_pieces(pieces(element, self.cited, SKIPPED_INLINE))
        if content:
            self.blocks.append(Block("paragraph", content, part, links=links))

    def reference(self, element: Element) -> None:
        content, _ = join_pieces(pieces(element, skipped=SKIPPED))
        list_label = label(content)
        number = list_label[0] if list_label else self.reference_count + 1
        printed = content[list_label[1] :] if list_label else content
        if printed:
            self.blocks.append(
                Block("reference", content, "references", number=number, printed=printed)
            )
            self.reference_count += 1

    def table(self, element: Element) -> None:
        rows, head = grid(element)
        caption = text(element.find(".//caption"))
        if rows:
            self.tables.append(Table(label="", caption=caption, rows=rows, head=head, notes=""))
        if self.reference_numbers and element.find(".//a") is not None:
            content, links = join_pieces(pieces(element, self.cited))
            if links:
                self.citing_texts.append(CitingText("table", "", content, links))

    def cited(self, element: Element) -> tuple[int, ...]:
        """The reference that a link within the page points to."""
        if tag(element) != "a":
            return ()
        _, hash_mark, target = (element.get("href") or "").partition("#")
        number = self.reference_numbers.get(target) if hash_mark else None
        return (number,) if number is not None else ()

    def blocks_with_parts(self) -> list[Block]:
        """The blocks, each with its part of the paper."""
        return list(_assign_parts(self.blocks))


def _assign_parts(blocks: list[Block]) -> Iterator[Block]:
    body_start = next(
        (
            index
            for index, block in enumerate(blocks)
            if (block.kind == "heading" and headings.part(block.text) in ("abstract", "body"))
            or headings.SALUTATION.match(block.text)
        ),
        None,
    )
    if body_start is None:
        body_start = next(
            (
                index
                for index, block in enumerate(blocks)
                if block.kind == "paragraph" and len(block.text) > 80
            ),
            0,
        )
    part: PaperPart = "front" if body_start else "body"
    for index, block in enumerate(blocks):
        if index == body_start:
            part = "body"
        if block.kind == "heading" and index >= body_start:
            known_part = headings.part(block.text)
            within_abstract = known_part == "body" and part == "abstract" and block.level > 2
            part = (
                part
                if within_abstract
                else known_part or ("back" if part == "references" else part)
            )
        if block.kind == "reference" or block.part == "captions":
            yield block
        else:
            yield Block(
                block.kind,
                block.text,
                part,
                block.level,
                block.title,
                links=_links_outside_list(block, part),
            )


def _links_outside_list(block: Block, paper_part: PaperPart) -> tuple[CitationLink, ...]:
    return block.links if paper_part != "references" else ()


def _reference_items(root: Element) -> list[Element]:
    """The items of the reference list: after its heading, else by their identifiers."""
    for heading in reversed([e for e in root.iter() if HEADING.match(tag(e))]):
        if headings.part(text(heading)) != "references":
            continue
        items: list[Element] = []
        for element in _following_elements(heading):
            if HEADING.match(tag(element)):
                break
            if tag(element) == "li" or (tag(element) == "p" and not _is_within(element, "li")):
                if not _is_within(element, "li"):
                    items.append(element)
        if items:
            return items
    return [
        e
        for e in root.iter("li", "p", "div")
        if re.match(r"(?i)(?:ref|bib|cit|cr|b)[-_.]?[a-z]?[-_.]?[0-9]+\Z", e.get("id", ""))
        and len(text(e)) > 30
    ]


def _following_elements(element: Element) -> Iterator[Element]:
    """The elements after `element` in document order, without its descendants."""
    current: Element | None = element
    while current is not None:
        for sibling in current.itersiblings():
            yield from (e for e in sibling.iter() if isinstance(e.tag, str))
        current = current.getparent()


def _is_within(element: Element, name: str) -> bool:
    return next(element.iterancestors(name), None) is not None


def _metadata(root: Element, blocks: list[Block]) -> Metadata:
    """Metadata of the page's `citation_` tags (Highwire Press), else its heading and title."""
    tags: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or "").lower()
        if content := (element.get("content") or "").strip():
            tags.setdefault(key, []).append(content)

    def first_tag(*names: str) -> str | None:
        return next((tags[n][0] for n in names if n in tags), None)

    page_heading = next((b.title for b in blocks if b.kind == "heading" and b.level == 1), None)
    if page_heading is not None and headings.part(page_heading) is not None:
        page_heading = None
    date = first_tag(
        "citation_publication_date", "citation_date", "citation_online_date", "dc.date"
    )
    date_parts = re.split(r"[-/ ]", date) if date else []
    published = iso(*date_parts[:3]) if date_parts else None
    doi = DOI.search(first_tag("citation_doi", "dc.identifier", "prism.doi") or "")
    return Metadata(
        title=first_tag("citation_title", "dc.title")
        or page_heading
        or text(root.find(".//title"))
        or None,
        authors=[_author_name(a) for a in tags.get("citation_author", [])],
        journal=first_tag("citation_journal_title", "prism.publicationname"),
        year=int(published[:4]) if published else None,
        volume=first_tag("citation_volume"),
        issue=first_tag("citation_issue"),
        first_page=first_tag("citation_firstpage"),
        last_page=first_tag("citation_lastpage"),
        doi=doi[0] if doi else None,
        pmid=first_tag("citation_pmid"),
        published=published,
        keywords=tags.get("citation_keywords", []),
    )


def _author_name(name: str) -> str:
    """An author as surname and initials, from `Hogan, Laura E` or `Laura E Hogan`."""
    surname, comma, given_names = name.partition(",")
    return short(f"{given_names.strip()} {surname.strip()}" if comma else name) or name
