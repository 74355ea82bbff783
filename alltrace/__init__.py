"""alltrace: which evidence holds up a medical conclusion, and where the chain breaks.

Each name is loaded when it is first used, for loading all takes longer than most questions do.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alltrace.case.checking import Case as Case
    from alltrace.case.checking import check as check
    from alltrace.documents import diff as diff
    from alltrace.documents import draft as draft
    from alltrace.documents import import_records as import_records
    from alltrace.documents import model_reader as model_reader
    from alltrace.documents import parse_reference as parse_reference
    from alltrace.documents import review as review
    from alltrace.graph import EvidenceGraph as EvidenceGraph
    from alltrace.pipeline import Build as Build
    from alltrace.pipeline import build as build
    from alltrace.reviewing import Review as Review
    from alltrace.trace import Trace as Trace
    from ingest.differences import ThingChange as ThingChange
    from ingest.drafting.batch import WrittenDraft as WrittenDraft
    from ingest.importers import Imported as Imported
    from ingest.model.reader import ModelReader as ModelReader
    from ingest.readers import read as read
    from ingest.readers.document import Paper as Paper
    from ingest.references.model import ParsedReference as ParsedReference
    from ingest.references.model import Person as Person
    from ingest.references.model import RuleAccuracy as RuleAccuracy
    from ontology.errors import AlltraceError as AlltraceError
    from ontology.errors import AmbiguousNameError as AmbiguousNameError
    from ontology.errors import ClashError as ClashError
    from ontology.errors import CompareError as CompareError
    from ontology.errors import MissingPackageError as MissingPackageError
    from ontology.errors import ModelError as ModelError
    from ontology.errors import Problem as Problem
    from ontology.errors import QueryError as QueryError
    from ontology.errors import ReadingError as ReadingError
    from ontology.errors import ReadOnlyError as ReadOnlyError
    from ontology.errors import RecordError as RecordError
    from ontology.errors import ResolveError as ResolveError
    from ontology.errors import SettingError as SettingError
    from ontology.errors import StoreError as StoreError
    from ontology.errors import UnknownNameError as UnknownNameError
    from ontology.errors import VocabularyError as VocabularyError
    from ontology.errors import WeighingError as WeighingError
    from ontology.model import Comparison as Comparison
    from ontology.model import Finding as Finding
    from ontology.model import Record as Record
    from queries.audit.audit import DocumentAudit as DocumentAudit
    from queries.compare import EndpointComparison as EndpointComparison
    from queries.overview import ConclusionSummary as ConclusionSummary
    from queries.removal import Removed as Removed
    from queries.results import QueryResult as QueryResult
    from queries.robustness import Robustness as Robustness
    from queries.trace import Hop as Hop
    from queries.trace import Node as Node
    from queries.validation import ShapesReport as ShapesReport
    from queries.validation import Violation as Violation
    from queries.whatif import Change as Change

    __version__: str

_HOMES = {
    "alltrace.case.checking": ("Case", "check"),
    "alltrace.documents": (
        "diff", "draft", "import_records", "model_reader", "parse_reference", "review",
    ),
    "alltrace.graph": ("EvidenceGraph",),
    "alltrace.pipeline": ("Build", "build"),
    "alltrace.reviewing": ("Review",),
    "alltrace.trace": ("Trace",),
    "ingest.differences": ("ThingChange",),
    "ingest.drafting.batch": ("WrittenDraft",),
    "ingest.importers": ("Imported",),
    "ingest.model.reader": ("ModelReader",),
    "ingest.readers": ("read",),
    "ingest.readers.document": ("Paper",),
    "ingest.references.model": ("ParsedReference", "Person", "RuleAccuracy"),
    "ontology.errors": (
        "AlltraceError", "AmbiguousNameError", "ClashError", "CompareError", "MissingPackageError",
        "ModelError", "Problem", "QueryError", "ReadOnlyError", "ReadingError", "RecordError",
        "ResolveError", "SettingError", "StoreError", "UnknownNameError", "VocabularyError",
        "WeighingError",
    ),
    "ontology.model": ("Comparison", "Finding", "Record"),
    "queries.audit.audit": ("DocumentAudit",),
    "queries.compare": ("EndpointComparison",),
    "queries.overview": ("ConclusionSummary",),
    "queries.removal": ("Removed",),
    "queries.results": ("QueryResult",),
    "queries.robustness": ("Robustness",),
    "queries.trace": ("Hop", "Node"),
    "queries.validation": ("ShapesReport", "Violation"),
    "queries.whatif": ("Change",),
}  # fmt: skip
"""Where each name lives; a test holds this to the imports above, which type checkers read."""

__all__ = sorted(name for names in _HOMES.values() for name in names)


def __getattr__(name: str) -> Any:
    from importlib import import_module, metadata

    if name == "__version__":
        value: Any = metadata.version("alltrace")
    else:
        home = next((home for home, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module 'alltrace' has no attribute {name!r}")
        value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
