"""What is held about the things: findings, places in documents, and who vouches for each graph."""

from graph_viz.explorer import model
from graph_viz.explorer.boxes import Boxes
from graph_viz.explorer.tables import Rows
from graph_viz.text.audit_report import title_of
from ontology.model import Anchor, Finding, Provenance, Statement
from ontology.terms import local_name
from queries.audit.audit import SEVERITIES
from queries.reader import Things

_NOWHERE = (1_000_000, 0)
"""Where a finding stands whose thing has no place in a document: behind all others."""


def findings(boxes: Boxes) -> model.Findings:
    """The findings on boxes, gravest first, then by their place in the document."""
    rank = {severity: n for n, severity in enumerate(SEVERITIES)}
    listed = sorted(
        (f for f in boxes.things.all(Finding) if f.about in boxes.rows),
        key=lambda f: (rank.get(f.severity, 9), _place(boxes.things, f.about), f.iri),
    )
    return model.Findings(
        id=[local_name(f.iri) for f in listed],
        about=[boxes.rows[f.about] for f in listed],
        severity=[f.severity or "" for f in listed],
        rule=[f.rule or "" for f in listed],
        title=[title_of(f.rule or "") for f in listed],
        message=[f.message or "" for f in listed],
        values=[list(f.values) for f in listed],
        references=[sorted(f.references) for f in listed],
        place=[f.place or "" for f in listed],
        suggestion=[f.suggestion or "" for f in listed],
        review=[f.review for f in listed],
        reason=[f.review_reason or "" for f in listed],
    )


def _place(things: Things, about: str) -> tuple[int, int]:
    statement = things.find(Statement, about)
    anchor = things.find(Anchor, statement.anchor) if statement else None
    return (anchor.paragraph or 0, anchor.sentence or 0) if anchor else _NOWHERE


def anchors(things: Things) -> tuple[model.Anchors, Rows[str]]:
    """The anchors, and the row of each."""
    listed = sorted(things.all(Anchor), key=lambda anchor: anchor.iri)
    columns = model.Anchors(
        paragraph=[a.paragraph or 0 for a in listed],
        sentence=[a.sentence or 0 for a in listed],
        start=[a.start or 0 for a in listed],
        end=[a.end or 0 for a in listed],
        sha256=[a.sha256 or "" for a in listed],
    )
    return columns, Rows(*(anchor.iri for anchor in listed))


def sources(provenance: Things) -> tuple[list[model.Source], Rows[str]]:
    """The named graphs of records with who vouches for each, and the row of each."""
    curated = (about for about in provenance.all(Provenance) if about.curator)
    listed = sorted(curated, key=lambda about: about.iri)
    columns = [
        model.Source(
            graph=about.iri,
            label=about.label or "",
            status=about.status or "",
            curator=about.curator or "",
            date=about.date or "",
            source=about.source or "",
            file=about.file_name or "",
            sha256=about.file_sha256 or "",
            version=about.version or "",
        )
        for about in listed
    ]
    return columns, Rows(*(about.iri for about in listed))
