"""Every statement about the boxes: those that lead to another box, and those that end in text."""

from collections.abc import Iterator

from graph_viz.explorer import model
from graph_viz.explorer.boxes import Boxes
from graph_viz.explorer.tables import Rows, steps
from ontology import vocabulary
from ontology.field_map import property_of
from ontology.model import Statement
from ontology.terms import local_name
from ontology.vocabulary import Concept
from queries.reader import LABEL, Description

_ANCHOR = property_of(Statement, "anchor")


def anchor(description: Description) -> str:
    """The IRI of the place where a statement stands, or nothing."""
    return min(description.links.get(_ANCHOR, ()), default="")


def edges(boxes: Boxes, properties: Rows[str]) -> model.Edges:
    """The statements from box to box."""
    rows = sorted(
        (row, properties.row(name), boxes.rows[target])
        for row, description in boxes.described()
        for name, targets in sorted(description.links.items())
        for target in targets
        if target in boxes.rows
    )
    return model.Edges(
        source=steps([source for source, _, _ in rows]),
        property=[number for _, number, _ in rows],
        target=[target - source for source, _, target in rows],
    )


def facts(boxes: Boxes, properties: Rows[str], strings: Rows[str]) -> model.Facts:
    """The statements that end in text, and those that lead to things without a box."""
    node, names, value = [], [], []
    for row, iri in enumerate(boxes.rows):
        concept = boxes.concepts.get(iri)
        said = _of_concept(concept) if concept else _of_thing(boxes, iri)
        for name, text in sorted(said):
            node.append(row)
            names.append(properties.row(name))
            value.append(strings.row(text))
    return model.Facts(node=steps(node), property=names, value=value)


def _of_concept(concept: Concept) -> Iterator[tuple[str, str]]:
    yield vocabulary.DEFINITION, concept.definition
    yield from ((vocabulary.SYNONYM, text) for text in concept.synonyms)
    if concept.family:
        family = vocabulary.concepts()["endpoint"].get(concept.family)
        yield vocabulary.FAMILY, family.label if family else concept.family
    yield from ((vocabulary.NCIT_CODE, code) for code in concept.ncit_codes)


def _of_thing(boxes: Boxes, iri: str) -> Iterator[tuple[str, str]]:
    description = boxes.things.descriptions[iri]
    for name, texts in description.literals.items():
        if name != LABEL:
            yield from ((name, text) for text in texts)
    for name, target in _to_no_box(boxes, description):
        yield name, boxes.things.label(target) or local_name(target)


def _to_no_box(boxes: Boxes, description: Description) -> Iterator[tuple[str, str]]:
    for name, targets in description.links.items():
        if name != _ANCHOR:
            yield from ((name, target) for target in targets if target not in boxes.rows)
