"""The files of a case that people and programs read: report, explorer, graph."""

from alltrace.pipeline import Build
from queries.audit.audit import DocumentAudit

REPORT, EXPLORER, GRAPH = "report.html", "explorer.html", "graph.trig"


def files_of(audited: DocumentAudit, built: Build) -> dict[str, bytes]:
    """The content of each file, by name; the same case gives the same bytes."""
    from graph_viz.explorer.page import page
    from graph_viz.text import audit_report
    from queries import export

    return {
        REPORT: (audit_report.html([audited]) + "\n").encode(),
        EXPLORER: page(built.store, audited.document, [], True).encode(),
        GRAPH: export.serialise(built.nquads(), "trig"),
    }
