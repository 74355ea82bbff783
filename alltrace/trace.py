"""A trace with the ways to show it."""

import warnings
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from graph_viz.text import trace_forms
from queries.robustness import Robustness, robustness
from queries.trace import Trace as PlainTrace
from queries.weighing import DEFAULT_START, Weighing, weigh

if TYPE_CHECKING:
    from rich.tree import Tree


class Trace(PlainTrace):
    """The evidence under one conclusion, which shows itself in a terminal and in a notebook."""

    @classmethod
    def of(cls, plain: PlainTrace) -> "Trace":
        """The same trace, with the ways to show it."""
        return cls(**{field.name: getattr(plain, field.name) for field in fields(plain)})

    def robustness(self) -> Robustness:
        """How many chains hold the conclusion up, and what would take them away."""
        return robustness(self)

    def standing(self) -> Robustness:
        """The former name of `robustness`."""
        message = "Trace.standing() is now called Trace.robustness()"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return self.robustness()

    def weigh(
        self, start: float = DEFAULT_START, starts: Mapping[str, float] | None = None
    ) -> Weighing:
        """The conclusion weighed by DF-QuAD, with every step; see `queries.weighing`.

        `start` is the start weight (0 to 1) of each argument that `starts` does not name; 0.5.
        """
        return weigh(self, start, starts)

    def markdown(self) -> str:
        """The chain as a nested Markdown list."""
        return trace_forms.markdown(self)

    def mermaid(self) -> str:
        """The chain as a Mermaid flow chart."""
        return trace_forms.mermaid(self)

    def dot(self) -> str:
        """The chain in Graphviz DOT."""
        return trace_forms.dot(self)

    def html(self) -> str:
        """The chain as a piece of HTML."""
        return trace_forms.html(self)

    def json(self) -> str:
        """The chain and what it stands on, in the form of `alltrace schema trace`."""
        from graph_viz.text import reports
        from graph_viz.text.reports.tracing import TraceReport

        return reports.as_json("trace", TraceReport.of(self))

    def __repr__(self) -> str:
        name = self.conclusion.rsplit("/", 1)[-1]
        counts = f"{len(self.nodes)} things, {len(self.hops)} hops, {self.counts.studies}"
        studies = "study" if self.counts.studies == 1 else "studies"
        return f"<Trace of {name}: {counts} independent {studies}>"

    def __rich__(self) -> "Tree":
        from graph_viz.text.trees import trace_tree

        return trace_tree(self)

    def _repr_html_(self) -> str:
        """What the conclusion stands on; the chain itself is folded away."""
        return trace_forms.html(self, folded=True)
