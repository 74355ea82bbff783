"""`Source`: something a user gives, or a record knows, that may be what a reference cites."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.readers.document import Paper
from ingest.sources.clinicaltrials import RegisteredStudy
from ingest.sources.work import Work

SourceFormat = Literal[
    "pdf", "jats", "html", "text", "markdown", "pubmed", "europepmc", "crossref",
    "clinicaltrials", "ris", "bibtex", "csl", "zotero", "record", "unknown",
]  # fmt: skip
Holding = Literal["full text", "abstract", "registered results", "registration", "nothing"]
"""The most that a source holds of a work; `nothing` is bibliographic data alone."""

HOLDINGS: tuple[Holding, ...] = (
    "full text", "registered results", "abstract", "registration", "nothing"
)  # fmt: skip
"""What a source may hold, the most telling first."""


@dataclass(frozen=True, slots=True)
class Source:
    """One work or study in a file that the user gave, or in a record.

    `file` is the path as it was given; `part` counts from 1 in a file of several works. `sha256` is
    the hash of the file's bytes. `problem` says in one sentence why the content cannot be used;
    the bibliographic data in `work` may be known nevertheless. `opening` are the first
    blocks of a document, in which its title stands even if no reader recognised it.
    """

    file: str
    sha256: str
    format: SourceFormat
    work: Work
    part: int = 1
    holds: Holding = "nothing"
    problem: str | None = None
    notes: tuple[str, ...] = ()
    publication: str | None = None
    """The id of the publication, where a record knows the work."""
    paper: Paper | None = field(default=None, repr=False)
    """The document, where the source is one; `source_kinds.paper_of` makes one of an abstract."""
    study: RegisteredStudy | None = field(default=None, repr=False)
    files: tuple[str, ...] = ()
    """The attachments that an entry of a reference manager names."""
    opening: tuple[str, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """How messages call the source: its file, with the part if it is not the first."""
        return self.file if self.part == 1 else f"{self.file} (part {self.part})"
