"""Everything that is shown as text: terminal, Markdown, HTML, diagrams, reports, JSON.

Each module is loaded when it is first used, as `text.tables` or by an import of its own.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_viz.text import (
        audit_report,
        console,
        notebook,
        outlines,
        plain,
        reports,
        statements,
        tables,
        trace_forms,
        trees,
    )

__all__ = [
    "audit_report",
    "console",
    "notebook",
    "outlines",
    "plain",
    "reports",
    "statements",
    "tables",
    "trace_forms",
    "trees",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module 'graph_viz.text' has no attribute {name!r}")
    return import_module(f"graph_viz.text.{name}")
