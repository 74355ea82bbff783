"""JATS XML, as PubMed Central gives it: articles, whole or cut into fragments."""

from collections.abc import Iterator

from ingest.readers import headings
from ingest.readers.blocks import Block, Draft, Piece, settle, words
from ingest.readers.document import Metadata, Part, Table
from ingest.readers.frontmatter import initials, iso
from ingest.readers.grid import grid
from ingest.readers.markup import Element, find, named, parse, pieces, tag, text
from ingest.readers.pointers import expanded
from ingest.references.model import ParsedReference, Person
from ontology.errors import ReadingError

NESTED = words(
    "table-wrap table-wrap-group fig fig-group disp-formula disp-quote list def-list boxed-text "
    "supplementary-material media graphic statement array preformat"
)
"""Elements within a paragraph that are no part of its sentences."""
HIDDEN = words("fn tex-math annotation object-id alt-text long-desc")
HOLDERS = words(
    "sec disp-quote boxed-text list list-item def-list def-item def statement app app-group "
    "glossary ack notes fn-group fn body back front abstract article bio"
)


def read(data: bytes, name: str) -> Iterator[Draft]:
    """The draft of each article of a file, in order. Raises ReadingError."""
    root = parse(data, name)
    found = [root] if tag(root) == "article" else list(named(root, "article"))
    for article in found or [root]:
        yield _Article(article, name).draft()


OTHER_ABSTRACTS = words("graphical toc teaser")
CITATIONS = tuple(f"{{*}}{name}" for name in ("mixed-citation", "element-citation", "citation"))


class _Article:
    """One article while it is read."""

    def __init__(self, root: Element, name: str) -> None:
        self.root = root
        self.list = [ref for ref in named(root, "ref") if not _inside(ref, "sub-article", root)]
        self.numbers: dict[str, int] = {}
        labels = [_label(ref) for ref in self.list]
        printed = len(set(labels)) == len(labels) and all(labels)
        for place, (ref, label) in enumerate(zip(self.list, labels, strict=True), start=1):
            number = label if printed and label is not None else place
            self.numbers[ref.get("id", f"#{place}")] = number
            for cited in ref.iterdescendants(*CITATIONS):
                if identifier := cited.get("id"):
                    self.numbers.setdefault(identifier, number)
        self.order = [
            label if printed and label is not None else place
            for place, label in enumerate(labels, start=1)
        ]
        self.tables: list[Table] = []
        self.captions: list[Block] = []
        self.blocks: list[Block] = []
        self.name = name

    def draft(self) -> Draft:
        meta = find(self.root, "article-meta")
        title = find(self.root, "article-meta", "article-title")
        if title is not None:
            self.add("heading", title, "front")
        for abstract in self.root.iter("{*}abstract"):
            if abstract.get("abstract-type") in OTHER_ABSTRACTS:
                continue
            if not _inside(abstract, "sub-article", self.root):
                if not (len(abstract) and headings.part(text(abstract[0])) == "abstract"):
                    self.blocks.append(Block("heading", "Abstract", "abstract", 1, "Abstract"))
                self.walk(abstract, "abstract", 1)
        self.walk_top()
        self.blocks += self.captions
        self.references()
        if not any(block.text for block in self.blocks):
            raise ReadingError(f"{self.name}: this JATS file holds no text")
        return Draft("jats", _metadata(self.root, meta), self.blocks, self.tables)

    def walk_top(self) -> None:
        """Body and back; in a fragment, whatever stands outside of the abstract."""
        body = next((e for e in self.root if tag(e) == "body"), None)
        back = next((e for e in self.root if tag(e) == "back"), None)
        if body is None and back is None:
            for child in self.root:
                if tag(child) not in (
                    "front",
                    "abstract",
                    "ref-list",
                    "trans-abstract",
                    "sub-article",
                ):
                    self.visit(child, "body", 1)
            return
        if body is not None:
            self.walk(body, "body", 0)
        for child in back if back is not None else ():
            if tag(child) != "ref-list":
                self.visit(child, "back", 1)
        floats = next((e for e in self.root if tag(e) == "floats-group"), None)
        for child in floats if floats is not None else ():
            self.visit(child, "captions", 1)

    def walk(self, holder: Element, part: Part, level: int) -> None:
        for child in holder:
            self.visit(child, part, level)

    def visit(self, element: Element, part: Part, level: int) -> None:
        match tag(element):
            case "sec" | "app" | "ack" | "notes" | "fn-group" | "glossary" | "boxed-text" as name:
                title = next((text(e) for e in element if tag(e) == "title"), "")
                known = headings.part(title) if title else None
                inner: Part = "back" if known == "back" and part == "body" and level == 0 else part
                self.walk(element, inner, level + (name == "sec"))
            case "title":
                self.add("heading", element, part, max(level, 1))
            case "p":
                self.paragraph(element, part)
            case "table-wrap":
                self.table(element)
            case "fig":
                self.caption(element)
            case "ref-list" | "ref" | "label" | "sub-article" | "response":
                pass
            case name if name in HOLDERS or name.endswith("-group"):
                self.walk(element, part, level)
            case _:
                pass

    def paragraph(self, element: Element, part: Part) -> None:
        """A paragraph's own text, then what stands within it apart."""
        self.add("paragraph", element, part)
        for child in element:
            if tag(child) in NESTED:
                self.visit(child, part, 1)

    def add(self, kind: str, element: Element, part: Part, level: int = 1) -> None:
        settled, links = settle(pieces(element, self.cited, NESTED | HIDDEN))
        if not settled:
            return
        if kind == "heading":
            self.blocks.append(Block("heading", settled, part, level, headings.title(settled)))
        else:
            self.blocks.append(Block("paragraph", settled, part, links=links))

    def cited(self, element: Element) -> tuple[int, ...]:
        """The references that an element points to: those of its targets, and of its figures."""
        if tag(element) != "xref" or element.get("ref-type") not in ("bibr", None):
            return ()
        targets = [self.numbers[i] for i in element.get("rid", "").split() if i in self.numbers]
        if not targets:
            # Fragments lack their reference list; what is printed then names the reference.
            bare = element.get("ref-type") == "bibr" and not self.numbers
            return expanded(text(element)) if bare and text(element).isdigit() else ()
        shown = expanded(text(element)) if len(targets) <= 2 else ()
        if shown and set(targets) <= set(shown) <= set(self.order):
            return shown
        return tuple(dict.fromkeys(targets))

    def table(self, element: Element) -> None:
        rows, head = grid(element)
        self.tables.append(
            Table(
                label=text(next((e for e in element if tag(e) == "label"), None)),
                caption=text(find(element, "caption")),
                rows=rows,
                head=head,
                notes=text(find(element, "table-wrap-foot")),
            )
        )

    def caption(self, element: Element) -> None:
        label = text(next((e for e in element if tag(e) == "label"), None))
        caption = find(element, "caption")
        inner = pieces(caption, self.cited, HIDDEN) if caption is not None else []
        settled, links = settle([Piece(f"{label} " if label else ""), *inner])
        if settled:
            self.captions.append(Block("paragraph", settled, "captions", links=links))

    def references(self) -> None:
        if not self.list:
            return
        heading = text(find(self.root, "ref-list", "title")) or "References"
        self.blocks.append(Block("heading", heading, "references", 1, heading))
        for ref, number in zip(self.list, self.order, strict=True):
            cited = next(ref.iterdescendants(*CITATIONS), ref)
            parts = _parts(cited)
            mixed = tag(cited) == "mixed-citation" or (cited.text or "").strip()
            printed = text(cited) if mixed and not _unspaced(cited) else _composed(cited, parts)
            if printed:
                self.blocks.append(
                    Block("reference", f"{number}. {printed}", "references", number=number,
                          printed=printed, parts=parts)
                )  # fmt: skip


def _inside(element: Element, name: str, root: Element) -> bool:
    above = element.getparent()
    while above is not None and above is not root:
        if tag(above) == name:
            return True
        above = above.getparent()
    return False


def _label(ref: Element) -> int | None:
    label = text(next(ref.iterdescendants("{*}label"), None)).strip("[]().")
    return int(label) if label.isascii() and label.isdigit() and len(label) < 5 else None


def _unspaced(cited: Element) -> bool:
    """Whether a reference is tagged without the punctuation that is printed between its parts."""
    return sum(bool((child.tail or "").strip()) for child in cited) * 2 < len(cited)


def _parts(cited: Element) -> ParsedReference | None:
    """The parts that the tags of a reference name; None if neither title nor source."""
    title, source = find(cited, "article-title"), find(cited, "source")
    if title is None and source is None:
        return None
    people = []
    for name in cited.iterdescendants("{*}name", "{*}string-name"):
        above = name.getparent()
        editors = above is not None and above.get("person-group-type") == "editor"
        surname, given = text(find(name, "surname")), text(find(name, "given-names"))
        if surname and not editors:
            short = given if given.isupper() and given.isalpha() else initials(given)
            people.append(Person(surname, short))
    ids = {e.get("pub-id-type"): text(e) for e in named(cited, "pub-id")}
    first, last = text(find(cited, "fpage")), text(find(cited, "lpage"))
    return ParsedReference(
        authors=tuple(people),
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


def _composed(cited: Element, parts: ParsedReference | None) -> str:
    """A reference in Vancouver form, of the parts that its tags name."""
    if parts is None:
        return text(cited)
    people = ", ".join(" ".join(author).strip() for author in parts.authors)
    groups = ", ".join(text(e) for e in named(cited, "collab"))
    authors = ", ".join(filter(None, (people, groups))) + (", et al" if parts.etal else "")
    issue = f"({parts.issue})" if parts.issue else ""
    pages = "-".join(filter(None, (parts.first_page, parts.last_page)))
    place = f"{parts.year or ''};{parts.volume or ''}{issue}:{pages}".strip(";:")
    return ". ".join(
        one.rstrip(".") for one in (authors, parts.title or "", parts.journal or "", place) if one
    ) + "."  # fmt: skip


def _metadata(root: Element, meta: Element | None) -> Metadata:
    if meta is None:
        return Metadata(type=root.get("article-type"))
    ids = {e.get("pub-id-type"): text(e) for e in meta if tag(e) == "article-id"}
    authors = []
    for person in meta.iterdescendants("{*}contrib"):
        if person.get("contrib-type") not in (None, "author"):
            continue
        surname, given = text(find(person, "surname")), text(find(person, "given-names"))
        if surname:
            authors.append(f"{surname} {initials(given)}".strip())
        elif collab := text(find(person, "collab")):
            authors.append(collab)
    dates = {e.get("date-type"): e for e in meta.iterdescendants("{*}date")}
    published = sorted(filter(None, (_day(e) for e in named(meta, "pub-date"))))
    pmcid = ids.get("pmc") or ids.get("pmcid")
    years = [date[:4] for date in published]
    return Metadata(
        title=text(find(meta, "article-title")) or None,
        authors=authors,
        journal=text(find(root, "journal-meta", "journal-title")) or None,
        year=int(years[0]) if years else None,
        volume=_own(meta, "volume"),
        issue=_own(meta, "issue"),
        first_page=_own(meta, "fpage") or _own(meta, "elocation-id"),
        last_page=_own(meta, "lpage"),
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
        pmcid=f"PMC{pmcid.removeprefix('PMC')}" if pmcid else None,
        type=root.get("article-type"),
        received=_day(dates.get("received")),
        accepted=_day(dates.get("accepted")),
        published=max(published, key=len) if published else None,
        keywords=[text(e) for e in named(meta, "kwd")],
    )


def _own(meta: Element, name: str) -> str | None:
    return text(next((e for e in meta if tag(e) == name), None)) or None


def _day(date: Element | None) -> str | None:
    if date is None:
        return None
    year, month, day = (text(find(date, name)) or None for name in ("year", "month", "day"))
    return iso(year, month, day)
