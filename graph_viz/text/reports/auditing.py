"""What `audit` gives as JSON."""

from dataclasses import dataclass

from ontology.model import Finding
from queries.audit.audit import DocumentAudit, ValueOutcome


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
