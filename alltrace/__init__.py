"""alltrace: which evidence holds up a medical conclusion, and where the chain breaks.

Each name is loaded when it is first used, for loading all takes longer than most questions do.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alltrace.documents import diff, draft, import_records, parse_reference, review
    from alltrace.graph import EvidenceGraph
    from alltrace.pipeline import Build, build
    from alltrace.reviewing import Review
    from alltrace.trace import Trace
    from ingest.differences import ThingChange
    from ingest.drafting.batch import WrittenDraft
    from ingest.importers import Imported
    from ingest.readers import read
    from ingest.readers.document import Paper
    from ingest.references.model import ParsedReference, Person, RuleAccuracy
    from ontology.errors import (
        AlltraceError,
        AmbiguousNameError,
        CompareError,
        MissingPackageError,
        Problem,
        QueryError,
        ReadingError,
        RecordError,
        ResolveError,
        SettingError,
        StoreError,
        UnknownNameError,
        VocabularyError,
        WeighingError,
    )
    from ontology.model import Finding, Record
    from queries.audit.audit import DocumentAudit
    from queries.compare import EndpointComparison
    from queries.overview import ConclusionSummary
    from queries.results import QueryResult
    from queries.robustness import Robustness
    from queries.trace import Hop, Node
    from queries.validation import ShapesReport, Violation
    from queries.whatif import Change

    __version__: str

_HOMES = {
    "alltrace.documents": ("diff", "draft", "import_records", "parse_reference", "review"),
    "alltrace.graph": ("EvidenceGraph",),
    "alltrace.pipeline": ("Build", "build"),
    "alltrace.reviewing": ("Review",),
    "alltrace.trace": ("Trace",),
    "ingest.differences": ("ThingChange",),
    "ingest.drafting.batch": ("WrittenDraft",),
    "ingest.importers": ("Imported",),
    "ingest.readers": ("read",),
    "ingest.readers.document": ("Paper",),
    "ingest.references.model": ("ParsedReference", "Person", "RuleAccuracy"),
    "ontology.errors": (
        "AlltraceError", "AmbiguousNameError", "CompareError", "MissingPackageError", "Problem",
        "QueryError", "ReadingError", "RecordError", "ResolveError", "SettingError", "StoreError",
        "UnknownNameError", "VocabularyError", "WeighingError",
    ),
    "ontology.model": ("Finding", "Record"),
    "queries.audit.audit": ("DocumentAudit",),
    "queries.compare": ("EndpointComparison",),
    "queries.overview": ("ConclusionSummary",),
    "queries.results": ("QueryResult",),
    "queries.robustness": ("Robustness",),
    "queries.trace": ("Hop", "Node"),
    "queries.validation": ("ShapesReport", "Violation"),
    "queries.whatif": ("Change",),
}  # fmt: skip
"""Where each name lives; a test holds this to the imports above, which type checkers read."""

__all__ = [
    "AlltraceError",
    "AmbiguousNameError",
    "Build",
    "Change",
    "CompareError",
    "ConclusionSummary",
    "DocumentAudit",
    "EndpointComparison",
    "EvidenceGraph",
    "Finding",
    "Hop",
    "Imported",
    "MissingPackageError",
    "Node",
    "Paper",
    "ParsedReference",
    "Person",
    "Problem",
    "QueryError",
    "QueryResult",
    "ReadingError",
    "Record",
    "RecordError",
    "ResolveError",
    "Review",
    "Robustness",
    "RuleAccuracy",
    "SettingError",
    "ShapesReport",
    "StoreError",
    "ThingChange",
    "Trace",
    "UnknownNameError",
    "Violation",
    "VocabularyError",
    "WeighingError",
    "WrittenDraft",
    "build",
    "diff",
    "draft",
    "import_records",
    "parse_reference",
    "read",
    "review",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("alltrace")
    else:
        home = next((home for home, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module 'alltrace' has no attribute {name!r}")
        value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
