"""`case.json`: what a case was made of, what was matched, and what is missing."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ontology.errors import StoreError

NAME = "case.json"


class Frozen(BaseModel):
    """A part of the file, which knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DraftMark(Frozen):
    """How a record of the case was drafted: from what (`key`), and what of it is a person's.

    `things` are the fingerprints of what was written, by section and name; `changed` and `removed`
    name what a person corrected since.
    """

    key: str
    things: dict[str, str]
    values: dict[str, dict[str, str]] = {}
    """What the draft said of each value, field by field, for a review to be learnt from."""
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Request(Frozen):
    """What was asked for: the paper, the sources as given, the user's own record files."""

    paper: str
    given: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    bundled: bool = True
    online: bool = False


class UsedPaper(Frozen):
    """The paper under check: the hash of its file, and the record that was drafted of it."""

    sha256: str
    record: str
    title: str
    draft: DraftMark


class UsedSource(Frozen):
    """A source that was matched to a reference and used.

    `by`, `certainty` and `reason` say why it is the cited work, `holds` how much of it there is;
    `numbers` counts the numbers in its text.
    """

    file: str
    sha256: str
    part: int
    reference: int
    publication: str
    record: str
    holds: str
    by: str
    certainty: str
    reason: str
    numbers: dict[str, int] | None
    draft: DraftMark | None


class UnusedSource(Frozen):
    """A source that was not used, or not alone, and why."""

    file: str
    part: int
    kind: str
    message: str
    reference: int | None = None


class MissingSource(Frozen):
    """A reference of which no source tells what it reports, and where to put one."""

    reference: int
    printed: str
    cited_for: int
    """How many values of the paper it is cited for."""
    put_into: str


class Manifest(Frozen):
    """The whole of `case.json`."""

    form: Literal[1] = 1
    """Counts up when an older file cannot be read any more."""
    alltrace: str
    day: str
    request: Request
    paper: UsedPaper
    links: dict[str, tuple[str, ...]] = {}
    """What each stated value restates, as a program wrote it, by the id of the value."""
    sources: tuple[UsedSource, ...] = ()
    unused: tuple[UnusedSource, ...] = ()
    missing: tuple[MissingSource, ...] = ()
    outcomes: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    files: dict[str, str] = {}
    """The SHA-256 of each file of the case but this one."""

    def text(self) -> bytes:
        """The bytes of the file."""
        return (self.model_dump_json(indent=2) + "\n").encode()


def parsed(content: bytes, name: str) -> Manifest:
    """The manifest in a file's bytes. Raises StoreError."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise StoreError(
            f"{name}: is no case file: {place or 'content'}: {fault['msg'].lower()}; "
            "move it away, and the case is made anew"
        ) from None
