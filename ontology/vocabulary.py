"""The SKOS vocabularies: the words that a record may use and that a reader recognises."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from ontology.errors import shown, suggestion
from ontology.terms import NS, SKOS, VOCAB

SCHEMES = ("endpoint", "drug", "regimen", "population", "phase")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme. `family` and `complements` are of endpoints only."""

    scheme: str
    notation: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    family: str | None
    complements: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        return concept_iri(self.scheme, self.notation)


def concept_iri(scheme: str, notation: str) -> str:
    """The IRI of a concept; `notation` must have been checked with `require`."""
    return f"{VOCAB}{scheme}/{notation}"


def sources() -> dict[str, bytes]:
    """The Turtle of each scheme, as it travels with the package."""
    folder = files("ontology") / "vocabulary"
    return {scheme: (folder / f"{scheme}s.ttl").read_bytes() for scheme in SCHEMES}


@lru_cache(maxsize=1)
def concepts() -> dict[str, dict[str, Concept]]:
    """Every concept, by scheme and notation."""
    return {scheme: _parse(scheme, turtle) for scheme, turtle in sources().items()}


def require(scheme: str, notation: str) -> str:
    """`notation` itself if `scheme` has it; otherwise ValueError with the nearest ones."""
    known = concepts()[scheme]
    concept = known.get(notation)
    if concept is None or (scheme == "endpoint" and concept.family is None):
        hint = suggestion(notation, known) or f"; the vocabulary ontology/vocabulary/{scheme}s.ttl"
        raise ValueError(f"unknown {scheme} {shown(notation)}{hint}")
    return notation


def label(scheme: str, notation: str) -> str:
    """The preferred label of a concept; ValueError if there is none."""
    return concepts()[scheme][require(scheme, notation)].label


def _parse(scheme: str, turtle: bytes) -> dict[str, Concept]:
    values: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            properties = values.setdefault(quad.subject.value, {})
            properties.setdefault(quad.predicate.value, []).append(quad.object.value)
    prefix = f"{VOCAB}{scheme}/"

    def notations(iris: list[str]) -> tuple[str, ...]:
        return tuple(sorted(iri.removeprefix(prefix) for iri in iris))

    found = {}
    for iri, properties in sorted(values.items()):
        if not iri.startswith(prefix):
            continue
        notation = iri.removeprefix(prefix)
        families = notations(properties.get(NS + "endpointFamily", []))
        found[notation] = Concept(
            scheme=scheme,
            notation=notation,
            label=properties[SKOS + "prefLabel"][0],
            definition=properties[SKOS + "definition"][0],
            synonyms=tuple(sorted(properties.get(SKOS + "altLabel", []))),
            broader=notations(properties.get(SKOS + "broader", [])),
            family=families[0] if families else None,
            complements=notations(properties.get(NS + "complementOf", [])),
        )
    return found
