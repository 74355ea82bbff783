"""What the commands print as JSON: typed results, from which JSON Schemas are made."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from graph_viz.explorer.model import Explorer
from ingest.differences import ThingChange
from ingest.drafting.record import DraftRecord
from ingest.extract.question import Answer
from ingest.readers.document import Paper
from ingest.recordtext import record_data
from ingest.references.model import ParsedReference
from ingest.resolving.model import Resolved
from ingest.text import escaped
from ontology.errors import Problem, UnknownNameError
from ontology.model import Finding, Status
from queries.audit.audit import DocumentAudit, ValueOutcome
from queries.audit.sheet import SheetRow
from queries.compare import EndpointComparison
from queries.library import Parameter
from queries.overview import ConclusionSummary
from queries.pooling import NotPooled, Pooled
from queries.robustness import Robustness, Shared, robustness
from queries.trace import Counts, Hop, Node, Trace
from queries.validation import Violation
from queries.weighing import Weighing
from queries.whatif import Change


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `alltrace build` made: counts of things, triples and graphs, and what was written."""

    triples: int
    graphs: int
    contents: dict[str, int]
    conforms: bool
    violations: list[Violation]
    written: list[str]


@dataclass(frozen=True, slots=True)
class FaultInFile:
    """One fault of a record file, for `alltrace validate`; `line` counts from 1."""

    file: str
    line: int | None
    field: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> "FaultInFile":
        return cls(problem.file, problem.line, problem.field, problem.message)


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of `alltrace validate`: faults of the files, then breaches of the shapes."""

    valid: bool
    files: list[str]
    problems: list[FaultInFile]
    violations: list[Violation]


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """How much was checked in one document, and how it ended."""

    document: str
    label: str
    claims: int
    values: int
    outcomes: dict[str, int]
    findings: dict[str, int]
    dismissed: int

    @classmethod
    def of(cls, audited: DocumentAudit) -> "AuditSummary":
        """The summary of one document's audit."""
        return cls(
            document=audited.document,
            label=audited.label,
            claims=audited.claims,
            values=len(audited.values),
            outcomes=audited.outcomes,
            findings=audited.severities,
            dismissed=sum(f.review == "dismissed" for f in audited.findings),
        )


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The outcome of `alltrace audit`: summaries, every finding, and the outcome of each value."""

    summary: list[AuditSummary]
    findings: list[Finding]
    values: list[ValueOutcome]

    @classmethod
    def of(cls, audits: list[DocumentAudit]) -> "AuditReport":
        """The report on some documents."""
        return cls(
            summary=[AuditSummary.of(a) for a in audits],
            findings=[f for a in audits for f in a.findings],
            values=[v for a in audits for v in a.values],
        )


@dataclass(frozen=True, slots=True)
class TraceReport:
    """The outcome of `alltrace trace`: the chain under a conclusion, and what it stands on."""

    conclusion: str
    nodes: dict[str, Node]
    hops: list[Hop]
    counts: Counts
    cycles: list[list[str]]
    robustness: Robustness

    @classmethod
    def of(cls, trace: Trace) -> "TraceReport":
        """The report on one trace."""
        return cls(
            trace.conclusion, trace.nodes, trace.hops, trace.counts, trace.cycles, robustness(trace)
        )


@dataclass(frozen=True, slots=True)
class RobustnessReport:
    """The outcome of `alltrace robustness`: each conclusion, and what each two share."""

    conclusions: list[Robustness]
    shared: list[Shared]


@dataclass(frozen=True, slots=True)
class CompareReport:
    """The outcome of `alltrace compare`; `pooled` is empty unless pooling was asked for."""

    comparison: EndpointComparison
    pooled: list[Pooled | NotPooled]


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question of the library, as `alltrace query --list` gives it."""

    name: str
    topic: str
    description: str
    parameters: dict[str, Parameter]
    example: dict[str, str]
    columns: list[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a command wrote."""

    file: str
    format: str
    bytes: int


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
    def of(cls, file: Path, draft: DraftRecord, written: Path | None) -> "DraftEntry":
        """The entry of one draft."""
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
class DraftReport:
    """The outcome of `alltrace draft`."""

    drafts: list[DraftEntry]
    failed: list[FailedFile]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The outcome of `alltrace ingest`; `built` is empty where no draft could be built."""

    drafts: list[DraftEntry]
    failed: list[FailedFile]
    built: BuildReport | None


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What `alltrace review` did, by the ids of statements; `left` counts those not reviewed."""

    file: str
    record: str
    status: Status
    accepted: list[str]
    edited: list[str]
    dropped: list[str]
    dropped_along: list[str]
    skipped: list[str]
    left: int


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The outcome of `alltrace diff`: every change that makes the new record out of the old."""

    old: str
    new: str
    changes: list[ThingChange]


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record that `alltrace import` made of a study or work in `file`, or could not make.

    `notes` tell what was left out and why. `problem` is why nothing was made or written. `data` is
    the record itself where it went to no file.
    """

    file: str
    record: str
    written: str | None
    problem: str | None
    notes: list[str]
    data: dict[str, Any] | None = None


SCHEMAS: dict[str, Any] = {
    "build": BuildReport,
    "conclusions": list[ConclusionSummary],
    "trace": TraceReport,
    "robustness": RobustnessReport,
    "whatif": list[Change],
    "compare": CompareReport,
    "plot": Written,
    "weigh": list[Weighing],
    "validate": ValidationReport,
    "audit": AuditReport,
    "numbers": list[SheetRow],
    "read": Paper,
    "review": ReviewReport,
    "diff": DiffReport,
    "references": ParsedReference,
    "pico": Answer,
    "draft": DraftReport,
    "ingest": IngestReport,
    "resolve": Resolved,
    "import": list[ImportedRecord],
    "query-list": list[QuestionEntry],
    "export": Written,
    "explore": Written,
    "explorer": Explorer,
}
"""The type of each command's JSON. `alltrace query` gives the W3C SPARQL 1.1 results format."""

FORMER_NAMES = {"standing": "robustness"}
"""What commands were called before; the old name is still understood."""


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of what `command --format json` prints. Raises UnknownNameError."""
    command = FORMER_NAMES.get(command, command)
    if command not in SCHEMAS:
        raise UnknownNameError("schema", command, SCHEMAS)
    return _adapter(command).json_schema(mode="serialization")


def as_json(command: str, value: object) -> str:
    """`value` as the JSON that `command` promises."""
    return escaped(_adapter(command).dump_json(value, indent=2).decode())


def as_line(command: str, value: object) -> str:
    """`value` as one line of the JSON that `command` promises."""
    return escaped(_adapter(command).dump_json(value).decode())


@cache
def _adapter(command: str) -> TypeAdapter[Any]:
    """Made when it is first used, for making all takes longer than most commands."""
    return TypeAdapter(SCHEMAS[command])
