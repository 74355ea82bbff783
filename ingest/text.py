"""The normalised text of a document, into which anchors count their characters."""

import hashlib
import re
import unicodedata
from pathlib import Path

from ontology.errors import Problem, RecordError

LONGEST = 20_000_000
"""Bytes of a text file above which it is no letter or paper."""

STEERING = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
"""Characters that steer a terminal, end a line, hide, or turn the direction of reading."""


def text_of(path: Path) -> str:
    """The text of a UTF-8 file. Raises RecordError if it cannot be read as one."""
    try:
        if path.stat().st_size > LONGEST:
            raise RecordError([Problem(str(path), None, "", "is larger than 20 MB; no paper is")])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        told = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        told = "is not UTF-8 text; save the document as plain text"
    raise RecordError([Problem(str(path), None, "", told)])


def normalise(text: str) -> str:
    """NFC, every run of white space (line and page breaks too) made one space, ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def sha256(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sentence_at(text: str, start: int, end: int, digest: str) -> str | None:
    """The sentence that an anchor means in a normalised text; None if its hash is another."""
    found = text[start:end]
    return found if sha256(found) == digest else None


def escaped(quoted: str) -> str:
    """JSON, or YAML in double quotes, that means the same and holds no steering character."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
