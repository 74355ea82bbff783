"""alltrace: which evidence holds up a medical conclusion, and where the chain breaks."""

from importlib.metadata import version

from alltrace.graph import EvidenceGraph
from alltrace.trace import Trace
from ontology.errors import (
    AlltraceError,
    Problem,
    QueryError,
    RecordError,
    StoreError,
    UnknownNameError,
)
from queries.overview import ConclusionSummary
from queries.standing import Standing
from queries.trace import Hop, Node
from queries.validation import ShapesReport, Violation
from queries.whatif import Change

__version__ = version("alltrace")
__all__ = [
    "AlltraceError",
    "Change",
    "ConclusionSummary",
    "EvidenceGraph",
    "Hop",
    "Node",
    "Problem",
    "QueryError",
    "RecordError",
    "ShapesReport",
    "Standing",
    "StoreError",
    "Trace",
    "UnknownNameError",
    "Violation",
]
