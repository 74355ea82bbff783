"""Every statement about the boxes: those that lead to another box, and those that end in text."""

from collections.abc import Iterator

from graph_viz.explorer import model
from graph_viz.explorer.boxes import Boxes
from graph_viz.explorer.tables import Rows, columns, steps
from ontology import vocabulary
from ontology.codes import NCIT_CODE
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
        (row, properties.row(name), boxes.rows[target] - row)
        for row, description in boxes.described()
        for name, targets in sorted(description.links.items())
        for target in targets
        if target in boxes.rows
    )
    source, property_, target = columns(rows, 3)
    return model.Edges(source=steps(source), property=property_, target=target)


def facts(boxes: Boxes, properties: Rows[str], strings: Rows[str]) -> model.Facts:
    """The statements that end in text, and those that lead to things without a box."""
    rows = [
        (row, properties.row(name), strings.row(text))
        for row, iri in enumerate(boxes.rows)
        for name, text in sorted(_texts(boxes, iri))
    ]
    node, property_, value = columns(rows, 3)
    return model.Facts(node=steps(node), property=property_, value=value)


def _texts(boxes: Boxes, iri: str) -> Iterator[tuple[str, str]]:
    concept = boxes.concepts.get(iri)
    return _of_concept(concept) if concept else _of_thing(boxes, iri)


def _of_concept(concept: Concept) -> Iterator[tuple[str, str]]:
    yield vocabulary.DEFINITION, concept.definition
    yield from ((vocabulary.SYNONYM, text) for text in concept.synonyms)
    if concept.family:
        family = vocabulary.concepts()["endpoint"].get(concept.family)
        yield vocabulary.FAMILY, family.label if family else concept.family
    yield from ((NCIT_CODE, code) for code in concept.ncit_codes)


def _of_thing(boxes: Boxes, iri: str) -> Iterator[tuple[str, str]]:
    description = boxes.things.descriptions[iri]
    for name, texts in description.literals.items():
        if name != LABEL:
            yield from ((name, text) for text in texts)
    for name, targets in description.links.items():
        for target in targets if name != _ANCHOR else ():
            if target not in boxes.rows:
                yield name, boxes.things.label(target) or local_name(target)
