"""What the explorer calls things: kinds, states and properties in plain words."""

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from graph_viz import explorer_model as model
from graph_viz.reading import LABEL
from ontology import vocabulary
from ontology.terms import DCTERMS, NS, RDFS, SKOS

KINDS = {
    "Document": ("document", "documents"),
    "Conclusion": ("conclusion", "conclusions"),
    "EvidenceLine": ("evidence line", "evidence lines"),
    "Claim": ("claim", "claims"),
    "StatedMeasurement": ("stated value", "stated values"),
    "Comparison": ("comparison", "comparisons"),
    "CitationPointer": ("citation", "citations"),
    "Reference": ("reference", "references"),
    "ReportedMeasurement": ("reported value", "reported values"),
    "Publication": ("publication", "publications"),
    "Trial": ("trial", "trials"),
    "Study": ("study", "studies"),
    "Cohort": ("cohort", "cohorts"),
    "Regimen": ("regimen", "regimens"),
    "Endpoint": ("endpoint", "endpoints"),
    "Drug": ("drug", "drugs"),
    "RegimenKind": ("treatment", "treatments"),
    "Population": ("population", "populations"),
    "Phase": ("phase of treatment", "phases of treatment"),
}
"""The kinds that have a box of their own, in the order of the map's lanes, and their names."""

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


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


@lru_cache(maxsize=1)
def ncit_codes() -> dict[str, list[str]]:
    """The NCIt codes of the concepts."""
    found: dict[str, list[str]] = defaultdict(list)
    for turtle in vocabulary.sources().values():
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            if quad.predicate.value == NS + "ncitCode":
                found[str(quad.subject).strip("<>")].append(quad.object.value)
    return dict(found)


@lru_cache(maxsize=1)
def _ontology() -> dict[str, dict[str, str]]:
    """Label, definition and range of each term of the ontology."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    content = (files("ontology") / "alltrace.ttl").read_bytes()
    for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and hasattr(quad.object, "value"):
            found[quad.subject.value].setdefault(quad.predicate.value, quad.object.value)
    return dict(found)


def kinds() -> list[model.Kind]:
    """The kinds, with what the ontology says that they are."""
    terms = _ontology()
    return [
        model.Kind(
            name=name,
            label=label,
            plural=plural,
            definition=terms.get(NS + name, {}).get(SKOS + "definition", ""),
        )
        for name, (label, plural) in KINDS.items()
    ]


_OUTSIDE = {
    DCTERMS + "title": "title",
    DCTERMS + "bibliographicCitation": "as printed",
    SKOS + "altLabel": "also called",
    SKOS + "definition": "definition",
}


def property_of(iri: str) -> model.Property:
    """A property in words; its IRI's end where the ontology does not know it."""
    about = _ontology().get(iri, {})
    rng = about.get(RDFS + "range", "")
    return model.Property(
        iri=iri,
        label=_OUTSIDE.get(iri) or about.get(LABEL) or local_name(iri),
        definition=about.get(SKOS + "definition", ""),
        datatype=rng if rng.startswith("http://www.w3.org/2001/XMLSchema#") else None,
    )
