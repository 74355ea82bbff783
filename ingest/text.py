"""The normalised text of a document, into which anchors count their characters."""

import hashlib
import unicodedata


def normalise(text: str) -> str:
    """NFC, every run of white space (line and page breaks too) made one space, ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sha256(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
