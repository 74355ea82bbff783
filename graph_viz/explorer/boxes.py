"""The things that have a box of their own, in their order, and what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph_viz.kinds import CONCEPT_KINDS, KINDS, kind_of
from ontology import vocabulary, wording
from ontology.model import CitationPointer, Comparison, Measurement, Reference, Thing
from ontology.terms import local_name
from ontology.vocabulary import Concept
from queries.reader import Description, Things, targets

_LANES = {name: lane for lane, name in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes by row: things of the graph, and the concepts that they speak of.

    `kinds` gives the kind of each thing and concept with a box, and `rows` its number.
    """

    things: Things
    kinds: Mapping[str, str]
    concepts: Mapping[str, Concept]
    rows: Mapping[str, int]

    def lanes(self) -> list[int]:
        """The lane of each box: its kind as a row of the table of kinds."""
        return [_LANES[self.kinds[iri]] for iri in self.rows]

    def described(self) -> Iterator[tuple[int, Description]]:
        """The row of each thing and what is said of it; concepts are left out."""
        for iri, row in self.rows.items():
            if iri not in self.concepts:
                yield row, self.things.descriptions[iri]

    def label(self, iri: str | None) -> str:
        """What to call a thing; the end of its IRI if nothing else is known."""
        if not iri:
            return "?"
        concept = self.concepts.get(iri)
        if concept is not None:
            return concept.label
        return self._in_words(iri) or self.things.label(iri) or local_name(iri)

    def _in_words(self, iri: str) -> str:
        """What a thing is called whose own label knows the names of its record only."""
        match self.things.find(Thing, iri):
            case Measurement() as value:
                return wording.full(value, self.label)
            case CitationPointer() as pointer:
                reference = self.things.find(Reference, pointer.reference)
                number = reference.number if reference else None
                return f"marker {pointer.marker or '?'} → reference {number or '?'}"
            case Reference() as reference:
                work = self.things.label(reference.publication)
                return f"reference {reference.number or '?'}{work and f': {work}'}"
            case Comparison() as comparison:
                left, right = self._value(comparison.left), self._value(comparison.right)
                return f"{left} — called {comparison.relation or 'like'} — {right}"
        return ""

    def _value(self, iri: str) -> str:
        value = self.things.find(Measurement, iri)
        return wording.without_study(value, self.label) if value else "?"


def boxes_of(things: Things) -> Boxes:
    """Choose and number the boxes: lane by lane, by IRI within a lane."""
    kinds = {
        iri: kind
        for iri, description in things.descriptions.items()
        if (kind := kind_of(description)) and kind in KINDS
    }
    used = targets((things.descriptions[iri] for iri in kinds), None)
    concepts = {iri: known for iri, known in vocabulary.by_iri().items() if iri in used}
    kinds |= {iri: CONCEPT_KINDS[concept.scheme] for iri, concept in concepts.items()}
    order = sorted(kinds, key=lambda iri: (_LANES[kinds[iri]], iri))
    return Boxes(things, kinds, concepts, {iri: row for row, iri in enumerate(order)})
