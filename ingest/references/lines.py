"""Reads a text file of printed references, one per line."""

import sys
from pathlib import Path

from ontology.errors import ReadingError


def printed_lines(path: Path) -> list[str]:
    """The non-blank lines of a UTF-8 file, in order; `-` is standard input. Raises ReadingError."""
    name = "standard input" if str(path) == "-" else str(path)
    try:
        if path.is_dir():
            raise ReadingError(f"{name}: this is a directory; name a file in it")
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"{name}: there is no such file") from None
    except OSError as error:
        raise ReadingError(f"{name}: cannot be read: {error.strerror or error}") from None
    if b"\0" in content:
        raise ReadingError(f"{name}: contains binary data; expected one reference per line")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadingError(f"{name}:{line}: is not UTF-8 text") from None
    stripped = [line.strip() for line in text.split("\n")]
    references = [line for line in stripped if line]
    if not references:
        raise ReadingError(f"{name}: is empty; expected one printed reference per line")
    return references
