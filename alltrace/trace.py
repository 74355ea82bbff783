"""A trace with the ways to show it."""

import warnings
from collections.abc import Mapping
from dataclasses import fields

from rich.tree import Tree

from alltrace import reports, terminal
from graph_viz import trace_text
from queries import robustness
from queries.robustness import Robustness
from queries.trace import Trace as PlainTrace
from queries.weighing import DEFAULT_START, Weighing, weigh


class Trace(PlainTrace):
    """The evidence under one conclusion, which shows itself in a terminal and in a notebook."""

    @classmethod
    def of(cls, plain: PlainTrace) -> "Trace":
        """The same trace, with the ways to show it."""
        return cls(**{field.name: getattr(plain, field.name) for field in fields(plain)})

    def robustness(self) -> Robustness:
        """How many chains hold the conclusion up, and what would take them away."""
        return robustness.robustness(self)

    def standing(self) -> Robustness:
        """The former name of `robustness`."""
        told = "Trace.standing() is now called Trace.robustness()"
        warnings.warn(told, DeprecationWarning, stacklevel=2)
        return self.robustness()

    def weigh(
        self, start: float = DEFAULT_START, starts: Mapping[str, float] | None = None
    ) -> Weighing:
        """The conclusion weighed by DF-QuAD, with every step; see `queries.weighing`."""
        return weigh(self, start, starts)

    def markdown(self) -> str:
        """The chain as a nested Markdown list."""
        return trace_text.markdown(self)

    def mermaid(self) -> str:
        """The chain as a Mermaid flow chart."""
        return trace_text.mermaid(self)

    def dot(self) -> str:
        """The chain in Graphviz DOT."""
        return trace_text.dot(self)

    def html(self) -> str:
        """The chain as a piece of HTML."""
        return trace_text.html(self)

    def json(self) -> str:
        """The chain and what it stands on, in the form of `alltrace schema trace`."""
        return reports.as_json("trace", reports.TraceReport.of(self))

    def __rich__(self) -> Tree:
        return terminal.trace_tree(self)

    def _repr_html_(self) -> str:
        return self.html()
