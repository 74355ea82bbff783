"""What the explorer calls things: kinds, states and properties in plain words."""

from functools import cache

from graph_viz.explorer import model
from graph_viz.kinds import KINDS
from ontology import glossary, vocabulary
from ontology.codes import NCIT_CODE
from ontology.field_map import property_of
from ontology.model import CitationPointer, Claim, Document, Publication, Reference, Registration
from ontology.terms import at, local_name

STATES = {
    "verified": ("the source reports this", "good"),
    "derived": ("follows from what the source reports", "good"),
    "mismatch": ("the source reports another value", "bad"),
    "wrong reference": ("credited to the wrong reference", "bad"),
    "error": ("the audit holds an error against it", "bad"),
    "unverifiable": ("could not be checked", "open"),
    "uncited": ("no citation", "open"),
    "dismissed finding": ("found broken, dismissed on review", "none"),
    "recorded": ("as recorded", "none"),
}
"""How a hop may have fared, in plain words, and its tone."""


def kinds() -> list[model.Kind]:
    """The kinds, with what the ontology says that they are."""
    return [
        model.Kind(
            name=name, label=label, plural=plural, definition=glossary.define(at(name)).definition
        )
        for name, (label, plural) in KINDS.items()
    ]


def states() -> list[model.StateMeaning]:
    """The states in plain words."""
    return [
        model.StateMeaning(name=name, label=label, tone=tone)
        for name, (label, tone) in STATES.items()
    ]


_LABELS = {
    property_of(Document, "title"): "title",
    property_of(Reference, "printed"): "as printed",
    vocabulary.SYNONYM: "also called",
    vocabulary.DEFINITION: "definition",
}
"""What properties of other ontologies are called."""


def property_in_words(iri: str) -> model.Property:
    """A property in words; its IRI's end where the ontology does not know it."""
    about = glossary.define(iri)
    return model.Property(
        iri=iri,
        label=_LABELS.get(iri) or about.label or local_name(iri),
        definition=about.definition,
        datatype=about.datatype,
    )


@cache
def roles() -> model.Roles:
    """The properties that the page's script knows."""
    return model.Roles(
        title=property_of(Document, "title"),
        synonym=vocabulary.SYNONYM,
        doi=property_of(Document, "doi"),
        pmid=property_of(Document, "pmid"),
        pmcid=property_of(Document, "pmcid"),
        registration=property_of(Registration, "number"),
        ncit_code=NCIT_CODE,
        reference_number=property_of(Reference, "number"),
        marker_number=property_of(CitationPointer, "marker"),
        position=property_of(Claim, "position"),
        quote=property_of(Claim, "quote"),
        text_seen=property_of(Publication, "text_seen"),
        refers_to=property_of(Reference, "publication"),
        asserts_comparison=property_of(Claim, "comparisons"),
    )
