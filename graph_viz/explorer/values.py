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
from ontology.model import Document, Measurement
from queries.trace import Hop


def values(boxes: Boxes, hops: Iterable[Hop]) -> model.Values:
    """The values whose endpoint and study have a box; `hops` tell how the check of each ended."""
    states = {name: row for row, name in enumerate(STATES)}
    state_of = {hop.target: states[hop.state] for hop in hops if hop.kind == "asserts"}
    shown = [
        value
        for value in boxes.things.all(Measurement)
        if {value.iri, value.endpoint, value.study} <= boxes.rows.keys()
    ]
    shown.sort(key=lambda value: boxes.rows[value.iri])
    return model.Values(
        node=steps([boxes.rows[value.iri] for value in shown]),
        endpoint=[boxes.rows[value.endpoint] for value in shown],
        study=[boxes.rows[value.study] for value in shown],
        what=[wording.endpoint(value, boxes.label) for value in shown],
        state=[state_of.get(value.iri, -1) for value in shown],
    )


def documents(
    boxes: Boxes, anchors: model.Anchors, anchor_of_node: Sequence[int], texts: Sequence[str]
) -> model.Documents:
    """The documents, each with the text that fits it. Raises RecordError for one that fits none."""
    listed = sorted(boxes.things.all(Document), key=lambda document: boxes.rows[document.iri])
    anchored = {known.iri: _anchors_of(boxes, known.iri, anchor_of_node) for known in listed}
    text_of: dict[str, str] = {}
    for raw in texts:
        text = normalise(raw)
        text_of[_fitting(text, anchors, anchored)] = text
    return model.Documents(
        node=[boxes.rows[document.iri] for document in listed],
        sha256=[document.text_sha256 or "" for document in listed],
        text=[text_of.get(document.iri) for document in listed],
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
        message = "no sentence of this text is one that a document of the graph anchors"
        raise RecordError([Problem("--text", None, "", message)])
    return best
