"""Reads JATS XML as published by PubMed Central: complete articles and fragments of them."""

from collections.abc import Iterator

from ingest.dates import iso
from ingest.readers import headings
from ingest.readers.blocks import Block, CitingText, Piece, ReaderOutput, join_pieces, words
from ingest.readers.document import Metadata, PaperPart, Table
from ingest.readers.frontmatter import initials
from ingest.readers.grid import grid
from ingest.readers.jats_notices import linked_notices
from ingest.readers.markup import Element, find, named, parse, pieces, tag, text
from ingest.readers.number_lists import expanded
from ingest.references.model import ParsedReference, Person
from ontology.errors import ReadingError
from ontology.model.texts import PointerPlace

NESTED = words(
    "table-wrap table-wrap-group fig fig-group disp-formula disp-quote list def-list boxed-text "
    "supplementary-material media graphic statement array preformat"
)
"""Elements inside a paragraph that do not belong to its sentences."""
HIDDEN = words("fn tex-math annotation object-id alt-text long-desc")
CONTAINERS = words(
    "sec disp-quote boxed-text list list-item def-list def-item def statement app app-group "
    "glossary ack notes fn-group fn body back front abstract article bio"
)


REPLIES = words("sub-article response")
"""Elements that hold another document of the file: an authors' reply, a translation."""


def read(data: bytes, name: str) -> Iterator[ReaderOutput]:
    """Yields the content of each document in a file, in order. Raises ReadingError.

    The sub-articles of an article, such as the authors' reply to a letter, are documents of their
    own and follow it.
    """
    root = parse(data, name)
    articles = [root] if tag(root) == "article" else list(named(root, "article"))
    for article in articles or [root]:
        yield _Article(article, name).draft()
        for reply in _replies(article):
            yield _Article(reply, name).draft()


def _replies(article: Element) -> list[Element]:
    """The sub-articles that have text of their own; a mere list of files or a stub has none."""
    return [
        element
        for element in article.iterdescendants(*(f"{{*}}{reply}" for reply in REPLIES))
        if any(tag(child) == "body" and text(child) for child in element)
    ]


SECONDARY_ABSTRACTS = words("graphical toc teaser")
CITATIONS = tuple(f"{{*}}{name}" for name in ("mixed-citation", "element-citation", "citation"))


class _Article:
    """Collects the blocks, tables and reference numbers of one article."""

    def __init__(self, root: Element, name: str) -> None:
        self.root = root
        self.reference_elements = [
            ref for ref in named(root, "ref") if not _is_inside(ref, REPLIES, root)
        ]
        self.numbers: dict[str, int] = {}
        labels = [_label(ref) for ref in self.reference_elements]
        numbered = len(set(labels)) == len(labels) and all(labels)
        for position, (ref, label) in enumerate(
            zip(self.reference_elements, labels, strict=True), start=1
        ):
            number = label if numbered and label is not None else position
            self.numbers[ref.get("id", f"#{position}")] = number
            for cited in ref.iterdescendants(*CITATIONS):
                if identifier := cited.get("id"):
                    self.numbers.setdefault(identifier, number)
        self.reference_numbers = [
            label if numbered and label is not None else position
            for position, label in enumerate(labels, start=1)
        ]
        self.tables: list[Table] = []
        self.captions: list[Block] = []
        self.citing_texts: list[CitingText] = []
        self.unsearched: list[str] = []
        self.blocks: list[Block] = []
        self.name = name

    def draft(self) -> ReaderOutput:
        meta = _front(self.root)
        title = find(meta, "article-title") if meta is not None else None
        if title is not None:
            self.add("heading", title, "front")
        for abstract in self.root.iter("{*}abstract"):
            if abstract.get("abstract-type") in SECONDARY_ABSTRACTS:
                continue
            if not _is_inside(abstract, REPLIES, self.root):
                if not (len(abstract) and headings.part(text(abstract[0])) == "abstract"):
                    self.blocks.append(Block("heading", "Abstract", "abstract", 1, "Abstract"))
                self.walk(abstract, "abstract", 1)
        self.walk_top()
        self.blocks += self.captions
        self.references()
        if not any(block.text for block in self.blocks):
            raise ReadingError(f"{self.name}: this JATS file holds no text")
        return ReaderOutput(
            "jats",
            _metadata(self.root, meta),
            self.blocks,
            self.tables,
            citing_texts=self.citing_texts,
            unsearched=self.unsearched,
            is_sub_article=tag(self.root) in REPLIES,
        )

    def walk_top(self) -> None:
        """Collect body and back matter; in a fragment, everything outside the abstract."""
        body = next((element for element in self.root if tag(element) == "body"), None)
        back = next((element for element in self.root if tag(element) == "back"), None)
        if body is None and back is None:
            for child in self.root:
                if tag(child) not in (
                    "front",
                    "abstract",
                    "ref-list",
                    "trans-abstract",
                    "front-stub",
                    *REPLIES,
                ):
                    self.visit(child, "body", 1)
            return
        if body is not None:
            self.walk(body, "body", 0)
        else:
            self.unsearched.append("the text of the paper, which the file does not have")
        for child in back if back is not None else ():
            if tag(child) != "ref-list":
                self.visit(child, "back", 1)
        floats = next((element for element in self.root if tag(element) == "floats-group"), None)
        for child in floats if floats is not None else ():
            self.visit(child, "captions", 1)

    def walk(self, holder: Element, part: PaperPart, level: int) -> None:
        for child in holder:
            self.visit(child, part, level)

    def visit(self, element: Element, part: PaperPart, level: int) -> None:
        match tag(element):
            case "sec" | "app" | "ack" | "notes" | "fn-group" | "glossary" | "boxed-text" as name:
                title = next((text(e) for e in element if tag(e) == "title"), "")
                known_part = headings.part(title) if title else None
                section_part: PaperPart = (
                    "back" if known_part == "back" and part == "body" and level == 0 else part
                )
                self.walk(element, section_part, level + (name == "sec"))
            case "title":
                self.add("heading", element, part, max(level, 1))
            case "p":
                self.paragraph(element, part)
            case "table-wrap":
                self.table(element)
            case "fig":
                self.caption(element)
            case "ref-list" | "ref" | "label" | "sub-article" | "response" | "front-stub":
                pass
            case name if name in CONTAINERS or name.endswith("-group"):
                self.walk(element, part, level)
            case _:
                pass

    def paragraph(self, element: Element, part: PaperPart) -> None:
        """Collect a paragraph's own text, then the nested blocks inside it."""
        self.add("paragraph", element, part)
        for child in element:
            if tag(child) in NESTED:
                self.visit(child, part, 1)
            elif tag(child) == "fn":
                self.note(child, "footnote", "")

    def note(self, element: Element | None, place: PointerPlace, label: str) -> None:
        """Keep the links of an element that is not part of the text: a table, a footnote."""
        if element is None or next(element.iterdescendants("{*}xref"), None) is None:
            return
        content, links = join_pieces(pieces(element, self.cited))
        if links:
            self.citing_texts.append(CitingText(place, label, content, links))

    def add(self, kind: str, element: Element, part: PaperPart, level: int = 1) -> None:
        content, links = join_pieces(pieces(element, self.cited, NESTED | HIDDEN))
        if not content:
            return
        if kind == "heading":
            self.blocks.append(Block("heading", content, part, level, headings.title(content)))
        else:
            self.blocks.append(Block("paragraph", content, part, links=links))

    def cited(self, element: Element) -> tuple[int, ...]:
        """The references that an element cites, by its link targets and its printed numbers."""
        if tag(element) != "xref" or element.get("ref-type") not in ("bibr", None):
            return ()
        targets = [
            self.numbers[identifier]
            for identifier in element.get("rid", "").split()
            if identifier in self.numbers
        ]
        if not targets:
            # Fragments lack the reference list, so only the printed number identifies it.
            names_reference = element.get("ref-type") == "bibr" and not self.numbers
            return expanded(text(element)) if names_reference and text(element).isdigit() else ()
        printed_numbers = expanded(text(element)) if len(targets) <= 2 else ()
        if printed_numbers and set(targets) <= set(printed_numbers) <= set(self.reference_numbers):
            return printed_numbers
        return tuple(dict.fromkeys(targets))

    def table(self, element: Element) -> None:
        rows, head = grid(element)
        label = text(next((e for e in element if tag(e) == "label"), None))
        caption, foot = find(element, "caption"), find(element, "table-wrap-foot")
        self.tables.append(
            Table(label=label, caption=text(caption), rows=rows, head=head, notes=text(foot))
        )
        self.note(caption, "caption", label)
        for body in named(element, "table"):
            self.note(body, "table", label)
        self.note(foot, "footnote", label)
        if not rows:
            self.unsearched.append(f"{label or 'a table'}, which the file has as an image")

    def caption(self, element: Element) -> None:
        label = text(next((e for e in element if tag(e) == "label"), None))
        caption = find(element, "caption")
        caption_pieces = pieces(caption, self.cited, HIDDEN) if caption is not None else []
        content, links = join_pieces([Piece(f"{label} " if label else ""), *caption_pieces])
        if content:
            self.captions.append(Block("paragraph", content, "captions", links=links))

    def references(self) -> None:
        if not self.reference_elements:
            return
        heading = text(find(self.root, "ref-list", "title")) or "References"
        self.blocks.append(Block("heading", heading, "references", 1, heading))
        for ref, number in zip(self.reference_elements, self.reference_numbers, strict=True):
            cited = next(ref.iterdescendants(*CITATIONS), ref)
            parsed_fields = _parsed_fields(cited)
            has_text = tag(cited) == "mixed-citation" or (cited.text or "").strip()
            printed = (
                text(cited)
                if has_text and not _is_unpunctuated(cited)
                else _compose(cited, parsed_fields)
            )
            if printed:
                self.blocks.append(
                    Block("reference", f"{number}. {printed}", "references", number=number,
                          printed=printed, parts=parsed_fields)
                )  # fmt: skip


def _is_inside(element: Element, names: frozenset[str], root: Element) -> bool:
    ancestor = element.getparent()
    while ancestor is not None and ancestor is not root:
        if tag(ancestor) in names:
            return True
        ancestor = ancestor.getparent()
    return False


def _label(ref: Element) -> int | None:
    label = text(next(ref.iterdescendants("{*}label"), None)).strip("[]().")
    return int(label) if label.isascii() and label.isdigit() and len(label) < 5 else None


def _is_unpunctuated(cited: Element) -> bool:
    """Whether a reference is tagged without the punctuation between its fields."""
    return sum(bool((child.tail or "").strip()) for child in cited) * 2 < len(cited)


def _parsed_fields(cited: Element) -> ParsedReference | None:
    """The fields of a tagged reference; None if neither title nor source is tagged."""
    title, source = find(cited, "article-title"), find(cited, "source")
    if title is None and source is None:
        return None
    authors = []
    for name in cited.iterdescendants("{*}name", "{*}string-name"):
        group = name.getparent()
        is_editor = group is not None and group.get("person-group-type") == "editor"
        surname, given_names = text(find(name, "surname")), text(find(name, "given-names"))
        if surname and not is_editor:
            person_initials = (
                given_names
                if given_names.isupper() and given_names.isalpha()
                else initials(given_names)
            )
            authors.append(Person(surname, person_initials))
    ids = {e.get("pub-id-type"): text(e) for e in named(cited, "pub-id")}
    first, last = text(find(cited, "fpage")), text(find(cited, "lpage"))
    return ParsedReference(
        authors=tuple(authors),
        etal=find(cited, "etal") is not None,
        title=text(title).rstrip(".") or None if title is not None else None,
        journal=text(source).rstrip(".") or None if source is not None else None,
        year=text(find(cited, "year")) or None,
        volume=text(find(cited, "volume")) or None,
        issue=text(find(cited, "issue")) or None,
        first_page=first or None,
        last_page=last or None,
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
    )


def _compose(cited: Element, parsed_fields: ParsedReference | None) -> str:
    """A reference in Vancouver style, composed of its tagged fields."""
    if parsed_fields is None:
        return text(cited)
    persons = ", ".join(" ".join(author).strip() for author in parsed_fields.authors)
    groups = ", ".join(text(e) for e in named(cited, "collab"))
    authors = ", ".join(filter(None, (persons, groups))) + (", et al" if parsed_fields.etal else "")
    issue = f"({parsed_fields.issue})" if parsed_fields.issue else ""
    pages = "-".join(filter(None, (parsed_fields.first_page, parsed_fields.last_page)))
    locator = f"{parsed_fields.year or ''};{parsed_fields.volume or ''}{issue}:{pages}".strip(";:")
    components = (authors, parsed_fields.title or "", parsed_fields.journal or "", locator)
    return ". ".join(component.rstrip(".") for component in components if component) + "."


def _front(root: Element) -> Element | None:
    """The metadata of an article or of a sub-article, which may have a stub of it."""
    if tag(root) in REPLIES:
        return next((e for e in root if tag(e) in ("front-stub", "front")), None)
    return find(root, "article-meta")


def _metadata(root: Element, article_meta: Element | None) -> Metadata:
    kind = root.get("article-type") or root.get("response-type")
    if article_meta is None:
        return Metadata(type=kind)
    ids = {e.get("pub-id-type"): text(e) for e in article_meta if tag(e) == "article-id"}
    authors = []
    for contributor in article_meta.iterdescendants("{*}contrib"):
        if contributor.get("contrib-type") not in (None, "author"):
            continue
        surname, given_names = (
            text(find(contributor, "surname")),
            text(find(contributor, "given-names")),
        )
        if surname:
            authors.append(f"{surname} {initials(given_names)}".strip())
        elif group := text(find(contributor, "collab")):
            authors.append(group)
    dates = {e.get("date-type"): e for e in article_meta.iterdescendants("{*}date")}
    # A reply in the file of a letter has journal and date of the letter.
    article = root if tag(root) == "article" else next(root.iterancestors("{*}article"), root)
    dated = article_meta if find(article_meta, "pub-date") is not None else article
    published = sorted(filter(None, (_iso_date(e) for e in named(dated, "pub-date"))))
    pmcid = ids.get("pmc") or ids.get("pmcid")
    years = [date[:4] for date in published]
    return Metadata(
        title=text(find(article_meta, "article-title")) or None,
        authors=authors,
        journal=text(find(article, "journal-meta", "journal-title")) or None,
        year=int(years[0]) if years else None,
        volume=_child_text(article_meta, "volume"),
        issue=_child_text(article_meta, "issue"),
        first_page=_child_text(article_meta, "fpage") or _child_text(article_meta, "elocation-id"),
        last_page=_child_text(article_meta, "lpage"),
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
        pmcid=f"PMC{pmcid.removeprefix('PMC')}" if pmcid else None,
        type=kind,
        received=_iso_date(dates.get("received")),
        accepted=_iso_date(dates.get("accepted")),
        published=max(published, key=len) if published else None,
        keywords=[text(e) for e in named(article_meta, "kwd")],
        notices=list(linked_notices(root, article_meta)),
    )


def _child_text(article_meta: Element, name: str) -> str | None:
    return text(next((e for e in article_meta if tag(e) == name), None)) or None


def _iso_date(date: Element | None) -> str | None:
    if date is None:
        return None
    year, month, day = (text(find(date, name)) or None for name in ("year", "month", "day"))
    return iso(year, month, day)
