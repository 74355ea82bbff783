"""A cache of answers on disk: a directory with a file for each request, named by its SHA-256.

A file is a line of JSON (the request and the time of the answer) followed by the answer's bytes. No
contact, key or password is part of a request, so none is in a name or a file.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ingest.sources.request import Request

MAX_AGE = 30 * 24 * 3600.0
"""Seconds after which an answer expires, because retraction notices come later."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """A cached answer and its time (Unix seconds); the body is None for `not found`."""

    body: bytes | None
    when: float


class Cache:
    """The cached answers in one directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, base: str, request: Request) -> CachedAnswer | None:
        """The cached answer of any age; None if there is none that can be read."""
        try:
            head, _, body = self._path(base, request).read_bytes().partition(b"\n")
            header = json.loads(head)
            if header["request"] != _plain(base, request) or header["length"] != len(body):
                return None
            return CachedAnswer(body if header["found"] else None, float(header["when"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, base: str, request: Request, body: bytes | None, when: float) -> None:
        """Store an answer atomically. Raises OSError."""
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
