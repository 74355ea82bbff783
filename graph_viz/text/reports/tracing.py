"""What `trace` and `robustness` give as JSON."""

from dataclasses import dataclass

from queries.robustness import Robustness, Shared, robustness
from queries.trace import Counts, Hop, Node, Trace


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
