"""The files of a case that people and programs read: report, explorer, graph."""

from alltrace.pipeline import Build
from ingest.checking.report import ReferenceReport
from queries.audit.audit import DocumentAudit

REPORT, REFERENCES = "report.html", "references.html"
EXPLORER, GRAPH = "explorer.html", "graph.trig"


def files_of(audited: DocumentAudit, references: ReferenceReport, built: Build) -> dict[str, bytes]:
    """The content of each file, by name; the same case gives the same bytes."""
    from graph_viz.explorer.page import page
    from graph_viz.text import audit_report, reference_report
    from queries import export

    return {
        REPORT: (audit_report.html([audited]) + "\n").encode(),
        REFERENCES: (reference_report.html(references) + "\n").encode(),
        EXPLORER: page(built.store, audited.document, [], True).encode(),
        GRAPH: export.serialise(built.nquads(), "trig"),
    }
