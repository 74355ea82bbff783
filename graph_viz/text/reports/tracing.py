"""What `trace` and `standing` give as JSON."""

from pydantic.dataclasses import dataclass

from queries.standing import Shared, Standing, standing
from queries.trace import Counts, Hop, Node, Trace


@dataclass(frozen=True, slots=True)
class TraceReport:
    """The outcome of `alltrace trace`: the chain under a conclusion, and what it stands on."""

    conclusion: str
    nodes: dict[str, Node]
    hops: list[Hop]
    counts: Counts
    circles: list[list[str]]
    standing: Standing

    @classmethod
    def of(cls, trace: Trace) -> "TraceReport":
        """The report on one trace."""
        return cls(
            trace.conclusion, trace.nodes, trace.hops, trace.counts, trace.circles, standing(trace)
        )


@dataclass(frozen=True, slots=True)
class StandingReport:
    """The outcome of `alltrace standing`: each conclusion, and what each two share."""

    conclusions: list[Standing]
    shared: list[Shared]
