"""HTML: an article as publishers and repositories show it. Scripts and menus are left out."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from ingest.readers import headings
from ingest.readers.blocks import Block, Draft, Link, Piece, settle, words
from ingest.readers.document import Metadata, Part, Table
from ingest.readers.frontmatter import DOI, iso, short
from ingest.readers.grid import grid
from ingest.readers.markup import Element, pieces, pieces_of, tag, text
from ingest.readers.reference_list import label
from ontology.errors import ReadingError

HIDDEN = words(
    "script style noscript template nav aside form button select iframe svg math-annotation header "
    "footer head object video audio canvas input textarea dialog"
)
BLOCKS = words(
    "p h1 h2 h3 h4 h5 h6 li dd dt blockquote pre figcaption caption table ul ol dl div section "
    "main article body figure td th tr tbody thead details summary center hr header address"
)
HEADING = re.compile(r"h([1-6])\Z")
INLINE_SKIPPED = frozenset(HIDDEN | words("table ul ol dl figure"))


def read(source: str, name: str) -> Draft:
    """The draft of an HTML page. Raises ReadingError if it holds no text."""
    # A declared encoding no longer holds: the page is text already.
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
    return Draft("html", _metadata(root, page.blocks), page.parts(), page.tables)


class _Page:
    """One page while it is read."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.listed = 0
        self.entries: dict[int, Element] = {}
        self.targets = self._reference_targets()

    def _reference_targets(self) -> dict[str, int]:
        """The number of the reference that each identifier in the reference list stands for."""
        targets: dict[str, int] = {}
        for place, item in enumerate(_reference_items(self.root), start=1):
            opened = label(text(item))
            number = opened[0] if opened else place
            self.entries[id(item)] = item
            inner = item.iter()
            for element in inner:
                for attribute in ("id", "name"):
                    if isinstance(element.tag, str) and (mark := element.get(attribute)):
                        targets.setdefault(mark, number)
        return targets

    def collect(self) -> None:
        body = self.root.find(".//main")
        if body is None:
            body = self.root.find("body")
        self.walk(body if body is not None else self.root, 0)

    def walk(self, element: Element, depth: int) -> None:
        """The blocks below an element; text between them makes paragraphs of its own."""
        if depth > 200:
            return
        loose: list[Element | str] = [element.text or ""]
        for child in element:
            name = tag(child)
            if name in HIDDEN and not (name == "header" and child.find(".//h1") is not None):
                pass
            elif name in BLOCKS or child.find(".//p") is not None:
                self.loose(loose)
                loose = []
                self.block(child, name, depth)
            elif name:
                loose.append(child)
            loose.append(child.tail or "")
        self.loose(loose)

    def loose(self, parts: list[Element | str]) -> None:
        found: list[Piece] = []
        for part in parts:
            if isinstance(part, str):
                found.append(Piece(part))
            else:
                found.extend(pieces_of(part, self.cited, INLINE_SKIPPED))
        settled, links = settle(found)
        if settled:
            self.blocks.append(Block("paragraph", settled, "body", links=links))

    def block(self, element: Element, name: str, depth: int) -> None:
        if heading := HEADING.match(name):
            self.heading(element, int(heading[1]))
        elif name == "table":
            self.table(element)
        elif id(element) in self.entries:
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
        ) and not any(tag(e) in BLOCKS for e in element.iterdescendants()):
            self.paragraph(element, "captions" if name == "figcaption" else "body")
        else:
            self.walk(element, depth + 1)

    def heading(self, element: Element, level: int) -> None:
        settled, _ = settle(pieces(element, skipped=INLINE_SKIPPED))
        if settled:
            self.blocks.append(Block("heading", settled, "body", level, headings.title(settled)))

    def paragraph(self, element: Element, part: Part = "body") -> None:
        settled, links = settle(pieces(element, self.cited, INLINE_SKIPPED))
        if settled:
            self.blocks.append(Block("paragraph", settled, part, links=links))

    def reference(self, element: Element) -> None:
        settled, _ = settle(pieces(element, skipped=HIDDEN))
        opened = label(settled)
        number = opened[0] if opened else self.listed + 1
        printed = settled[opened[1] :] if opened else settled
        if printed:
            self.blocks.append(
                Block("reference", settled, "references", number=number, printed=printed)
            )
            self.listed += 1

    def table(self, element: Element) -> None:
        rows, head = grid(element)
        caption = text(element.find(".//caption"))
        if rows:
            self.tables.append(Table(label="", caption=caption, rows=rows, head=head, notes=""))

    def cited(self, element: Element) -> tuple[int, ...]:
        """The reference that a link within the page leads to."""
        if tag(element) != "a":
            return ()
        _, hash_mark, target = (element.get("href") or "").partition("#")
        number = self.targets.get(target) if hash_mark else None
        return (number,) if number is not None else ()

    def parts(self) -> list[Block]:
        """The blocks with the part of the paper that each belongs to."""
        return list(_with_parts(self.blocks))


def _with_parts(blocks: list[Block]) -> Iterator[Block]:
    opening = next(
        (
            n
            for n, block in enumerate(blocks)
            if (block.kind == "heading" and headings.part(block.text) in ("abstract", "body"))
            or headings.SALUTATION.match(block.text)
        ),
        None,
    )
    if opening is None:
        opening = next(
            (
                n
                for n, block in enumerate(blocks)
                if block.kind == "paragraph" and len(block.text) > 80
            ),
            0,
        )
    part: Part = "front" if opening else "body"
    for n, block in enumerate(blocks):
        if n == opening:
            part = "body"
        if block.kind == "heading" and n >= opening:
            known = headings.part(block.text)
            nested = known == "body" and part == "abstract" and block.level > 2
            part = part if nested else known or ("back" if part == "references" else part)
        if block.kind == "reference" or block.part == "captions":
            yield block
        else:
            yield Block(
                block.kind, block.text, part, block.level, block.title, links=_kept(block, part)
            )


def _kept(block: Block, part: Part) -> tuple[Link, ...]:
    return block.links if part != "references" else ()


def _reference_items(root: Element) -> list[Element]:
    """The items of the reference list: those after its heading, or those marked as such."""
    for heading in reversed([e for e in root.iter() if HEADING.match(tag(e))]):
        if headings.part(text(heading)) != "references":
            continue
        items: list[Element] = []
        for element in _following(heading):
            if HEADING.match(tag(element)):
                break
            if tag(element) == "li" or (tag(element) == "p" and not _within(element, "li")):
                if not _within(element, "li"):
                    items.append(element)
        if items:
            return items
    return [
        e
        for e in root.iter("li", "p", "div")
        if re.match(r"(?i)(?:ref|bib|cit|cr|b)[-_.]?[a-z]?[-_.]?[0-9]+\Z", e.get("id", ""))
        and len(text(e)) > 30
    ]


def _following(element: Element) -> Iterator[Element]:
    """The elements after one in the order of the document, those below it left out."""
    current: Element | None = element
    while current is not None:
        for sibling in current.itersiblings():
            yield from (e for e in sibling.iter() if isinstance(e.tag, str))
        current = current.getparent()


def _within(element: Element, name: str) -> bool:
    return next(element.iterancestors(name), None) is not None


def _metadata(root: Element, blocks: list[Block]) -> Metadata:
    """What the page's `citation_` tags say (Highwire Press), else its heading and title."""
    tags: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or "").lower()
        if content := (element.get("content") or "").strip():
            tags.setdefault(key, []).append(content)

    def first(*names: str) -> str | None:
        return next((tags[n][0] for n in names if n in tags), None)

    head = next((b.title for b in blocks if b.kind == "heading" and b.level == 1), None)
    if head is not None and headings.part(head) is not None:
        head = None
    date = first("citation_publication_date", "citation_date", "citation_online_date", "dc.date")
    parts = re.split(r"[-/ ]", date) if date else []
    published = iso(*parts[:3]) if parts else None
    doi = DOI.search(first("citation_doi", "dc.identifier", "prism.doi") or "")
    return Metadata(
        title=first("citation_title", "dc.title") or head or text(root.find(".//title")) or None,
        authors=[_person(a) for a in tags.get("citation_author", [])],
        journal=first("citation_journal_title", "prism.publicationname"),
        year=int(published[:4]) if published else None,
        volume=first("citation_volume"),
        issue=first("citation_issue"),
        first_page=first("citation_firstpage"),
        last_page=first("citation_lastpage"),
        doi=doi[0] if doi else None,
        pmid=first("citation_pmid"),
        published=published,
        keywords=tags.get("citation_keywords", []),
    )


def _person(name: str) -> str:
    """A person as `Hogan LE`, from `Hogan, Laura E` or `Laura E Hogan`."""
    surname, comma, given = name.partition(",")
    return short(f"{given.strip()} {surname.strip()}" if comma else name) or name
