"""The record: what a curator writes and a reader drafts, as pydantic models that carry their IRIs.

Every field says in its annotation which property it becomes; `ontology.field_map` compiles the
models for the writer (`ingest.quads`) and the reader (`queries.reader`), and `tests/ontology` holds
them against the ontology and the shapes. Values that a paper prints are kept as text (`"95.50"`
says more than `95.5`) and written twice: as a decimal to compute with, and as printed.
"""

from ontology.model.bibliography import (
    Bibliographic,
    Document,
    Notice,
    Publication,
    Reference,
)
from ontology.model.judgement import Check, Finding, Provenance
from ontology.model.measurement import (
    Comparison,
    Measurement,
    ReportedMeasurement,
    StatedMeasurement,
    TimePoint,
)
from ontology.model.record import CLASSES, ORDERED, RESERVED, STATEMENTS, Curation, Record
from ontology.model.statement import (
    Anchor,
    CitationPointer,
    Claim,
    Conclusion,
    EvidenceLine,
    Statement,
)
from ontology.model.study import Cohort, Regimen, Study, StudyPart, Trial
from ontology.model.texts import (
    PATTERNS,
    RATIOS,
    SHARES,
    Allocation,
    CitationRole,
    Day,
    Direction,
    FieldError,
    Iri,
    Modality,
    Name,
    NoticeKind,
    Operator,
    Outcome,
    PartialDay,
    Printed,
    Relation,
    Role,
    Scoped,
    Seen,
    Severity,
    Slug,
    Statistic,
    Status,
    Text,
)
from ontology.model.thing import FIELD_BY_FIELD, Thing

__all__ = [
    "CLASSES", "FIELD_BY_FIELD", "ORDERED", "PATTERNS", "RATIOS", "RESERVED", "SHARES",
    "STATEMENTS", "Allocation", "Anchor", "Bibliographic", "Check", "CitationPointer",
    "CitationRole", "Claim", "Cohort", "Comparison", "Conclusion", "Curation", "Day", "Direction",
    "Document", "EvidenceLine", "FieldError", "Finding", "Iri", "Measurement", "Modality", "Name",
    "Notice", "NoticeKind", "Operator", "Outcome", "PartialDay", "Printed", "Provenance",
    "Publication", "Record", "Reference", "Regimen", "Relation", "ReportedMeasurement", "Role",
    "Scoped", "Seen", "Severity", "Slug", "StatedMeasurement", "Statement", "Statistic", "Status",
    "Study", "StudyPart", "Text", "Thing", "TimePoint", "Trial",
]  # fmt: skip
