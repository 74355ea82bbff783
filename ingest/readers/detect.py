"""Which format some bytes are, by what stands in them; and how bytes become text."""

import codecs
import re
from typing import Literal

from ingest.readers.blocks import CONTROL, words
from ontology.errors import ReadingError

Kind = Literal["text", "html", "jats", "pubmed", "pdf"]
HEAD = 8_192
"""So many characters at the start are looked at to tell the format."""

BINARY = (
    (b"PK\x03\x04", "a zip archive, such as a Word document; save it as text, HTML or PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as text, HTML or PDF"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (b"\x89PNG", "a picture; it needs a text layer"),
    (b"\xff\xd8\xff", "a picture; it needs a text layer"),
    (b"GIF8", "a picture; it needs a text layer"),
    (b"II*\x00", "a picture; it needs a text layer"),
    (b"MM\x00*", "a picture; it needs a text layer"),
    (b"{\\rtf", "rich text; save it as text, HTML or PDF"),
    (b"%!PS", "PostScript; convert it to PDF"),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])")
PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
JATS = words("article pmc-articleset front body abstract sec back sub-article")
PUBMED = words("PubmedArticleSet PubmedArticle MedlineCitation PubmedBookArticle")
HTML = words("html head title div p h1 h2 h3 section main table span ul ol meta header")


def kind(data: bytes, name: str) -> Kind:
    """The format of a file's bytes. Raises ReadingError for one that no reader takes."""
    if not data.strip():
        raise ReadingError(f"{name}: the file is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, what in BINARY:
        if data.startswith(magic):
            raise ReadingError(f"{name}: this is {what}")
    head = text_of(data[: 4 * HEAD], name)[0][:HEAD].lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return "text"
    declared = head.lower()
    while found := PROLOGUE.match(head):
        head = head[found.end() :].lstrip()
    root = ROOT.match(head)
    if declared.startswith("<!doctype html") or (root and root["name"].lower() == "html"):
        return "html"
    if (
        root
        and root["name"] in JATS
        and not (root["name"] in ("article",) and "<h1" in head.lower())
    ):
        return "jats"
    if root and root["name"] in PUBMED:
        return "pubmed"
    if root and root["name"].lower() in HTML:
        return "html"
    if declared.startswith("<?xml"):
        what = f"its root is <{root['name']}>" if root else "it has no root element"
        raise ReadingError(f"{name}: this XML is neither JATS nor PubMed ({what})")
    return "html" if root and re.search(r"</(?:p|div|body)>", head, re.IGNORECASE) else "text"


def text_of(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of some bytes, and notes on what was doubtful. Raises ReadingError if it is no text.

    UTF-8, UTF-16 or UTF-32 by its mark; else UTF-8, in which single bytes that are none are read
    as Windows-1252, as in files that were pasted together.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), []
    if data.count(0) > len(data) // 4:  # Latin script in UTF-16 is a zero every other byte
        even, odd = data[::2].count(0), data[1::2].count(0)
        if max(even, odd) > 0.6 * len(data) / 2 and min(even, odd) < 0.1 * len(data) / 2:
            encoding = "utf-16-be" if even > odd else "utf-16-le"
            return data.decode(encoding, errors="replace"), []
    stray = [0]

    def as_windows(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        wrong = error.object[error.start : error.end]
        stray[0] += len(wrong)
        return wrong.decode("cp1252", errors="replace"), error.end

    codecs.register_error("alltrace-windows", as_windows)
    text = data.decode("utf-8", errors="alltrace-windows")
    control = len(CONTROL.findall(text[: 64 * HEAD]))
    if control > 0.01 * min(len(text), 64 * HEAD) + 2 or "\x00" in text[:HEAD]:
        raise ReadingError(f"{name}: this is a binary file, not a document")
    notes = [f"{stray[0]} bytes that are not UTF-8 were read as Windows-1252"] if stray[0] else []
    return CONTROL.sub(" ", text), notes
