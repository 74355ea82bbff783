"""Answers kept on disk: a directory with a file for each request, named by its SHA-256.

A file is one line of JSON (the request, when it was answered) and then the answer as it came. No
contact, key or password is part of a request, so none is in a name or a file.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.request import Request

GOOD_FOR = 30 * 24 * 3600.0
"""Seconds after which an answer is asked for again: notices of retraction come later."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer from the cache, and when it was given (seconds since 1970). None: not found."""

    body: bytes | None
    when: float


class Cache:
    """The answers in one directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, base: str, request: Request) -> CachedAnswer | None:
        """The answer that is kept, of whatever age; None if there is none that can be read."""
        try:
            head, _, body = self._path(base, request).read_bytes().partition(b"\n")
            header = json.loads(head)
            if header["request"] != _plain(base, request) or header["length"] != len(body):
                return None
            return CachedAnswer(body if header["found"] else None, float(header["when"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, base: str, request: Request, body: bytes | None, when: float) -> None:
        """Keep an answer, whole or not at all. Raises OSError if the disk refuses it."""
        path = self._path(base, request)
        header = {
            "request": _plain(base, request),
            "when": when,
            "found": body is not None,
            "length": len(body or b""),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(json.dumps(header).encode() + b"\n" + (body or b""))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, base: str, request: Request) -> Path:
        digest = hashlib.sha256(json.dumps(_plain(base, request)).encode()).hexdigest()
        return self.folder / digest[:2] / digest


def _plain(base: str, request: Request) -> list[object]:
    return [base, request.path, [list(pair) for pair in request.params]]
