"""Writing files: whole or not at all."""

import os
import tempfile
from pathlib import Path

from ontology.errors import StoreError

PathLike = str | os.PathLike[str]
"""What functions take for a file."""


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; a reader sees the old file or the new. StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        scratch = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            scratch.chmod(0o644)
            scratch.replace(path)
        except BaseException:
            scratch.unlink()
            raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None
