"""Replies of models on disk, beside the draft: a file for each, named by the hash of what was sent.

With them a draft is made again, to the byte, without a server.
"""

import os
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class Reply(BaseModel):
    """What a server answered: the text, its own id of the model, the day, and the tokens.

    `constrained` says whether the server was held to the schema while it wrote.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    content: str
    model: str
    day: str
    tokens: int
    written: int
    constrained: bool = True


class ReplyCache:
    """The kept replies in one folder; without a folder none is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> Reply | None:
        """The reply that is kept, if one is and can be read."""
        if self.folder is None:
            return None
        try:
            return Reply.model_validate_json((self.folder / f"{key}.json").read_bytes())
        except (OSError, ValidationError):
            return None

    def put(self, key: str, reply: Reply) -> None:
        """Keep a reply, whole or not at all. Raises OSError."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(reply.model_dump_json(indent=1).encode() + b"\n")
            Path(name).replace(self.folder / f"{key}.json")
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
