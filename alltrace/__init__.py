"""alltrace: which evidence holds up a medical conclusion, and where the chain breaks."""

from importlib.metadata import version

from alltrace.graph import EvidenceGraph
from alltrace.trace import Trace
from ingest.readers import Paper, read
from ingest.references.model import ParsedReference, Person, RuleAccuracy
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
from queries.robustness import Robustness
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
    "Paper",
    "ParsedReference",
    "Person",
    "Problem",
    "QueryError",
    "ReadingError",
    "RecordError",
    "Robustness",
    "RuleAccuracy",
    "ShapesReport",
    "StoreError",
    "Trace",
    "UnknownNameError",
    "Violation",
    "parse_reference",
    "read",
]


def parse_reference(printed: str) -> ParsedReference:
    """The parts of one printed reference: authors, title, journal, year, volume and pages.

    Never raises; a part that is not understood is None. Every part says in `how` by which rule it
    was read and how often that rule was right on labelled references.
    """
    # Not at the top of the file: the grammar takes a while to compile.
    from ingest.references.parse import parse

    return parse(printed)
