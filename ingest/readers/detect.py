"""Detects the format of a file by its content, and decodes its text."""

import codecs
import re
from typing import Literal

from ingest.readers.blocks import words
from ingest.text import CONTROL
from ontology.errors import ReadingError

FileFormat = Literal["text", "html", "jats", "pubmed", "pdf"]
HEAD_LENGTH = 8_192
"""Number of characters at the start that are examined to detect the format."""

UNSUPPORTED = (
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
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ROOT_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])")
PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
JATS = words("article pmc-articleset front body abstract sec back sub-article")
PUBMED = words("PubmedArticleSet PubmedArticle MedlineCitation PubmedBookArticle")
HTML = words("html head title div p h1 h2 h3 section main table span ul ol meta header")


def kind(data: bytes, name: str) -> FileFormat:
    """The format of a file's content. Raises ReadingError for a format without a reader.

    >>> kind(b"<PubmedArticleSet></PubmedArticleSet>", "set.xml")
    'pubmed'
    """
    if not data.strip():
        raise ReadingError(f"{name}: the file is empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, description in UNSUPPORTED:
        if data.startswith(magic):
            raise ReadingError(f"{name}: this is {description}")
    head = text_of(data[: 4 * HEAD_LENGTH], name)[0][:HEAD_LENGTH].lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return "text"
    declared = head.lower()
    while match := PROLOGUE.match(head):
        head = head[match.end() :].lstrip()
    root = ROOT_ELEMENT.match(head)
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
        description = f"its root is <{root['name']}>" if root else "it has no root element"
        raise ReadingError(f"{name}: this XML is neither JATS nor PubMed ({description})")
    return "html" if root and re.search(r"</(?:p|div|body)>", head, re.IGNORECASE) else "text"


def text_of(data: bytes, name: str) -> tuple[str, list[str]]:
    r"""The decoded text, and notes on doubtful bytes. Raises ReadingError for binary content.

    UTF-8, UTF-16 or UTF-32 according to the byte order mark; otherwise UTF-8, in which single
    invalid bytes are decoded as Windows-1252, as in files pasted together from several sources.

    >>> text_of("naïve".encode() + b" caf\xe9", "mixed.txt")
    ('naïve café', ['1 bytes that are not UTF-8 were read as Windows-1252'])
    """
    for byte_order_mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(byte_order_mark):
            return data.decode(encoding, errors="replace"), []
    if data.count(0) > len(data) // 4:  # in UTF-16, every other byte of Latin script is zero
        even_zeros, odd_zeros = data[::2].count(0), data[1::2].count(0)
        if (
            max(even_zeros, odd_zeros) > 0.6 * len(data) / 2
            and min(even_zeros, odd_zeros) < 0.1 * len(data) / 2
        ):
            encoding = "utf-16-be" if even_zeros > odd_zeros else "utf-16-le"
            return data.decode(encoding, errors="replace"), []
    undecodable = [0]

    def decode_as_windows(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        invalid = error.object[error.start : error.end]
        undecodable[0] += len(invalid)
        return invalid.decode("cp1252", errors="replace"), error.end

    codecs.register_error("alltrace-windows", decode_as_windows)
    text = data.decode("utf-8", errors="alltrace-windows")
    control_characters = len(CONTROL.findall(text[: 64 * HEAD_LENGTH]))
    if (
        control_characters > 0.01 * min(len(text), 64 * HEAD_LENGTH) + 2
        or "\x00" in text[:HEAD_LENGTH]
    ):
        raise ReadingError(f"{name}: this is a binary file, not a document")
    notes = (
        [f"{undecodable[0]} bytes that are not UTF-8 were read as Windows-1252"]
        if undecodable[0]
        else []
    )
    return CONTROL.sub(" ", text), notes
