"""What `compare` gives as JSON."""

from dataclasses import dataclass

from queries.compare import EndpointComparison
from queries.pooling import NotPooled, Pooled


@dataclass(frozen=True, slots=True)
class CompareReport:
    """The outcome of `alltrace compare`; `pooled` is empty unless pooling was asked for."""

    comparison: EndpointComparison
    pooled: list[Pooled | NotPooled]
