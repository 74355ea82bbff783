"""The folder of a case, written as a whole: all its files are new, or all are as they were.

New files are first written into `.next/`, with a list of them last. Once the list is there, the
files are moved into place, and a run that is killed meanwhile is completed by the next; before
that, what was begun is thrown away.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alltrace import files
from alltrace.case import manifest
from alltrace.case.manifest import Manifest, Request
from ontology.errors import StoreError

PAPER = "paper.yaml"
REVIEWS = "paper.reviews.yaml"
SOURCES = "sources"
INBOX = "inbox"
_STAGE = ".next"
_LIST = "all.json"
_ASKED = "asked.json"


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The folder of a case on disk, which need not exist yet."""

    path: Path

    @property
    def inbox(self) -> Path:
        return self.path / INBOX

    def recovered(self) -> str | None:
        """Complete or undo what an interrupted run began; what was done, in a line."""
        stage = self.path / _STAGE
        if not stage.is_dir():
            return None
        complete = _listed(stage) is not None
        self._publish()
        done = "completed" if complete else "thrown away, and is redone"
        return f"{self.path}: an earlier run was interrupted; what it had written was {done}"

    def begin(self, request: Request) -> None:
        """Note what is asked for, for the case that this run does not come to its end."""
        files.write(self.path / _STAGE / _ASKED, request.model_dump_json().encode())

    def asked(self) -> Request | None:
        """What an interrupted run was asked for, if it was the first."""
        content = self.read(f"{_STAGE}/{_ASKED}")
        try:
            return None if content is None else Request.model_validate_json(content)
        except ValueError:
            return None

    def manifest(self) -> Manifest | None:
        """What `case.json` says; None if there is none. Raises StoreError."""
        content = self.read(manifest.NAME)
        return None if content is None else manifest.parsed(content, str(self._at(manifest.NAME)))

    def read(self, name: str) -> bytes | None:
        """The content of a file of the case; None if it is not there. Raises StoreError."""
        try:
            return self._at(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"{self._at(name)}: cannot be read: {error.strerror}") from None

    def arrived(self) -> list[Path]:
        """The files in the inbox, in order of name."""
        if not self.inbox.is_dir():
            return []
        return sorted(p for p in self.inbox.iterdir() if not p.name.startswith("."))

    def write(self, content: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> list[str]:
        """Bring the folder to this content, in one step; the names of the files that changed.

        `before` are the files that were read, and that nobody may have changed meanwhile. Raises
        StoreError, and nothing has changed then.
        """
        for name, was in before.items():
            if self.read(name) != was:
                raise StoreError(f"{self._at(name)}: was changed meanwhile; run it again")
        changed = [name for name in content if self.read(name) != content[name]]
        if changed:
            stage = self.path / _STAGE
            for name in changed:
                files.write(stage / name, content[name])
            hashes = {name: digest(content[name]) for name in changed}
            files.write(stage / _LIST, json.dumps(hashes, indent=1).encode())
            self._publish()
        try:
            shutil.rmtree(self.path / _STAGE, ignore_errors=True)
            self.inbox.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.inbox}: cannot be made: {error.strerror}") from None
        return changed

    def _publish(self) -> None:
        """Move what is staged into place if it is complete, and clear the stage."""
        stage = self.path / _STAGE
        try:
            for name in _listed(stage) or ():
                place = self._at(name)
                with suppress(FileNotFoundError):  # an earlier run moved it
                    place.parent.mkdir(parents=True, exist_ok=True)
                    (stage / name).replace(place)
            shutil.rmtree(stage)
        except OSError as error:
            raise StoreError(f"{stage}: cannot be moved into place: {error.strerror}") from None

    def _at(self, name: str) -> Path:
        return self.path / name


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def is_case(path: Path) -> bool:
    """Whether a path is the folder of a case, or of one that was begun."""
    return path.is_dir() and any((path / name).exists() for name in (manifest.NAME, _STAGE))


def _listed(stage: Path) -> list[str] | None:
    """The files that are staged, if all are; names that lead out of the folder are refused."""
    try:
        names = list(json.loads((stage / _LIST).read_bytes()))
    except (OSError, ValueError):
        return None
    return names if all(_inside(name) for name in names) else None


def _inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
