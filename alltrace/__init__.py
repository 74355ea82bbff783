"""alltrace: which evidence holds up a medical conclusion, and where the chain breaks."""

from importlib.metadata import version

from alltrace.graph import EvidenceGraph
from ingest.readers import Paper, read
from ontology.errors import (
    AlltraceError,
    Problem,
    QueryError,
    ReadingError,
    RecordError,
    StoreError,
    UnknownNameError,
)
from queries.overview import ConclusionSummary
from queries.trace import Hop, Node, Trace
from queries.validation import ShapesReport, Violation

__version__ = version("alltrace")
__all__ = [
    "AlltraceError",
    "ConclusionSummary",
    "EvidenceGraph",
    "Hop",
    "Node",
    "Paper",
    "Problem",
    "QueryError",
    "ReadingError",
    "RecordError",
    "ShapesReport",
    "StoreError",
    "Trace",
    "UnknownNameError",
    "Violation",
    "read",
]
