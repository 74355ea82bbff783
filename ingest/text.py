"""The normalised text of a document, to which the offsets of anchors refer."""

import hashlib
import re
import unicodedata
from pathlib import Path

from ontology.errors import Problem, RecordError

LONGEST = 20_000_000
"""Maximum size of a text file in bytes; no letter or paper is larger."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
"""Characters that no printed text has, and halves of a surrogate pair."""
STEERING = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
"""Control characters: for terminals, line ends, invisible text and text direction."""


def text_of(path: Path) -> str:
    """The text of a UTF-8 file. Raises RecordError if it cannot be read or decoded."""
    try:
        if path.stat().st_size > LONGEST:
            raise RecordError([Problem(str(path), None, "", "is larger than 20 MB, the maximum")])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text; save the document as plain text"
    raise RecordError([Problem(str(path), None, "", reason)])


def normalise(text: str) -> str:
    r"""The text in NFC, with each run of white space replaced by one space, and trimmed.

    >>> normalise("  Cafe\u0301 \n\n au\tlait ")
    'Café au lait'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def sha256(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, as lower-case hexadecimal.

    >>> sha256("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def sentence_at(text: str, start: int, end: int, digest: str) -> str | None:
    """The sentence of an anchor in a normalised text; None if its hash differs.

    >>> sentence_at("It rose. It fell.", 9, 17, sha256("It fell."))
    'It fell.'
    """
    span_text = text[start:end]
    return span_text if sha256(span_text) == digest else None


def escaped(quoted: str) -> str:
    r"""Equivalent JSON, or double-quoted YAML, with control characters escaped.

    >>> print(escaped('"a\u200bb"'))
    "a\u200bb"
    """
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
