"""What `draft` and `ingest` give as JSON."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_viz.text.reports.building import BuildReport

if TYPE_CHECKING:
    from ingest.drafting.record import DraftRecord


@dataclass(frozen=True, slots=True)
class ProposedWord:
    """A word that no vocabulary has, or a study that no record has, and where it was met."""

    scheme: str
    name: str
    text: str
    paragraph: int
    sentence: int
    why: str


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """One draft: counts of things by section, how many are uncertain, what is not in it.

    `data` is the record itself, if it was not written to a file.
    """

    file: str
    record: str
    type: str
    counts: dict[str, int]
    uncertain: int
    left_out: list[str]
    proposals: list[ProposedWord]
    written: str | None
    data: dict[str, Any] | None

    @classmethod
    def of(cls, file: Path, draft: "DraftRecord", written: Path | None) -> "DraftEntry":
        """The entry of one draft."""
        from ingest.recordtext import record_data

        return cls(
            file=str(file),
            record=draft.name,
            type=draft.record.document.type if draft.record.document else "",
            counts=draft.counts,
            uncertain=draft.uncertain,
            left_out=draft.left_out,
            proposals=[
                ProposedWord(p.scheme, p.name, p.text, p.paragraph, p.sentence, p.why)
                for p in draft.proposals
            ],
            written=str(written) if written is not None else None,
            data=record_data(draft.record) if written is None else None,
        )


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file of which nothing could be made, and why."""

    file: str
    problem: str


@dataclass(frozen=True, slots=True)
class RepeatedFile:
    """A file with a document that an earlier file of the run, `first`, has as well."""

    file: str
    first: str
    same_text: bool


@dataclass(frozen=True, slots=True)
class DraftReport:
    """The outcome of `alltrace draft`."""

    drafts: list[DraftEntry]
    failed: list[FailedFile]
    repeated: list[RepeatedFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The outcome of `alltrace ingest`; `built` is empty where no draft could be built."""

    drafts: list[DraftEntry]
    failed: list[FailedFile]
    built: BuildReport | None
    repeated: list[RepeatedFile] = field(default_factory=list)
