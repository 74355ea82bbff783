"""The stated and reported values with what they are about, and the documents with their texts."""

from collections.abc import Iterable, Sequence

from graph_viz.explorer import model
from graph_viz.explorer.boxes import Boxes
from graph_viz.explorer.conclusions import STATES_CLAIM
from graph_viz.explorer.tables import steps
from graph_viz.explorer.words import STATES
from ingest.text import normalise, sentence_at
from ontology import wording
from ontology.errors import Problem, RecordError
from ontology.model import Document, Measurement, ReportedMeasurement, StatedMeasurement
from queries.trace import Hop

VALUES = (StatedMeasurement.__name__, ReportedMeasurement.__name__)


def values(boxes: Boxes, hops: Iterable[Hop]) -> model.Values:
    """The values whose endpoint and study have a box; `hops` tell how the check of each ended."""
    states = {name: row for row, name in enumerate(STATES)}
    ended = {hop.target: states[hop.state] for hop in hops if hop.kind == "asserts"}
    rows = sorted(
        (
            boxes.rows[iri],
            boxes.rows[value.endpoint],
            boxes.rows[value.study],
            wording.endpoint(value, boxes.label),
            ended.get(iri, -1),
        )
        for iri in boxes.of_kind(*VALUES)
        if (value := boxes.things.find(Measurement, iri)) is not None
        and value.endpoint in boxes.rows
        and value.study in boxes.rows
    )
    return model.Values(
        node=steps([row[0] for row in rows]),
        endpoint=[row[1] for row in rows],
        study=[row[2] for row in rows],
        what=[row[3] for row in rows],
        state=[row[4] for row in rows],
    )


def documents(
    boxes: Boxes, anchors: model.Anchors, anchor_of_node: Sequence[int], texts: Sequence[str]
) -> model.Documents:
    """The documents, each with the text that fits it. Raises RecordError for one that fits none."""
    listed = sorted(boxes.of_kind(Document.__name__), key=boxes.rows.__getitem__)
    anchored = {iri: _anchors_of(boxes, iri, anchor_of_node) for iri in listed}
    text_of: dict[str, str] = {}
    for raw in texts:
        text = normalise(raw)
        text_of[_fitting(text, anchors, anchored)] = text
    return model.Documents(
        node=[boxes.rows[iri] for iri in listed],
        sha256=[_text_hash(boxes, iri) for iri in listed],
        text=[text_of.get(iri) for iri in listed],
    )


def _anchors_of(boxes: Boxes, document: str, anchor_of_node: Sequence[int]) -> set[int]:
    """The rows of the anchors of what a document states."""
    claims = boxes.things.descriptions[document].links.get(STATES_CLAIM, ())
    rows = {anchor_of_node[boxes.rows[claim]] for claim in claims if claim in boxes.rows}
    return rows - {-1}


def _fitting(text: str, anchors: model.Anchors, anchored: dict[str, set[int]]) -> str:
    """The document most of whose anchored sentences stand in a text, where they should."""

    def stands(row: int) -> bool:
        place = anchors.start[row], anchors.end[row], anchors.sha256[row]
        return sentence_at(text, *place) is not None

    fits = {iri: sum(map(stands, rows)) for iri, rows in anchored.items()}
    best = max(fits, key=lambda iri: fits[iri], default=None)
    if best is None or fits[best] == 0:
        told = "no sentence of this text is one that a document of the graph anchors"
        raise RecordError([Problem("--text", None, "", told)])
    return best


def _text_hash(boxes: Boxes, iri: str) -> str:
    document = boxes.things.find(Document, iri)
    return (document.text_sha256 if document else None) or ""
