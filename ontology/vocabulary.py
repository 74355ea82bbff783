"""The SKOS vocabularies: the concepts that records use, with the synonyms that readers recognise.

`ALLTRACE_VOCABULARY` lists Turtle files with additional concepts or synonyms, separated as in
`PATH`.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from ontology.errors import VocabularyError, shown, suggestion
from ontology.settings import VOCABULARY
from ontology.terms import NS, SKOS, VOCAB, at, local_name

EXTENSION = "extension"
"""What the user's own words are called among the sources."""
UNNAMED = "unnamed"
"""The endpoint of values without an endpoint in the vocabulary; the value has it as text."""
SCHEMES = ("endpoint", "drug", "regimen", "population", "phase")
DEFINITION, SYNONYM = SKOS + "definition", SKOS + "altLabel"
FAMILY, NCIT_CODE = at("endpointFamily"), at("ncitCode")
"""The properties under which a concept's definition, synonyms, family and NCIt codes are given."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme. `family`, `complements` and `never_above` are of endpoints only."""

    scheme: str
    notation: str
    label: str
    definition: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    family: str | None
    complements: tuple[str, ...] = ()
    never_above: tuple[str, ...] = ()
    ncit_codes: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        return concept_iri(self.scheme, self.notation)


def concept_iri(scheme: str, notation: str) -> str:
    """The IRI of a concept; `notation` must have been checked with `require`."""
    return f"{VOCAB}{scheme}/{notation}"


@lru_cache(maxsize=1)
def sources() -> dict[str, bytes]:
    """The Turtle of each scheme, as it travels with the package, and of the user's extension.

    Raises VocabularyError for a file of `ALLTRACE_VOCABULARY` that cannot be read.
    """
    folder = files("ontology") / "vocabulary"
    found = {scheme: (folder / f"{scheme}s.ttl").read_bytes() for scheme in SCHEMES}
    named = [name for name in VOCABULARY.text().split(os.pathsep) if name]
    own = [Path(name) for name in named if not name.endswith(".toml")]  # those are word lists
    return found | ({EXTENSION: _extension(own, found.values())} if own else {})


@lru_cache(maxsize=1)
def concepts() -> dict[str, dict[str, Concept]]:
    """Every concept, by scheme and notation. Raises VocabularyError."""
    triples = (triple for turtle in sources().values() for triple in _triples(turtle))
    statements = _by_subject(triples)
    return {scheme: _parse(scheme, statements) for scheme in SCHEMES}


@lru_cache(maxsize=1)
def by_iri() -> dict[str, Concept]:
    """Every concept of all schemes by its IRI. Raises VocabularyError."""
    return {known.iri: known for scheme in concepts().values() for known in scheme.values()}


def require(scheme: str, notation: str) -> str:
    """`notation`, if it is a concept of `scheme`; else ValueError with the nearest ones.

    >>> require("endpoint", "event-free-survival")
    'event-free-survival'
    """
    notations = concepts()[scheme]
    concept = notations.get(notation)
    if concept is not None and scheme == "endpoint" and concept.family is None:
        members = sorted(c.notation for c in notations.values() if c.family == notation)
        examples = f", such as {' or '.join(members[:3])}" if members else ""
        raise ValueError(f"{notation} is a family of endpoints; name one of it{examples}")
    if concept is None:
        nearest = (
            suggestion(notation, notations) or f"; the vocabulary ontology/vocabulary/{scheme}s.ttl"
        )
        raise ValueError(f"unknown {scheme} {shown(notation)}{nearest}")
    return notation


def label(scheme: str, notation: str) -> str:
    """The preferred label of a concept; ValueError if there is none."""
    return concepts()[scheme][require(scheme, notation)].label


@lru_cache(maxsize=4096)
def concept(iri: str) -> Concept:
    """The concept with this IRI; for an unknown one, a concept with its local name as label.

    >>> concept(concept_iri("endpoint", "event-free-survival")).family
    'time-to-event'
    """
    scheme, _, notation = iri.removeprefix(VOCAB).partition("/")
    in_vocabulary = concepts().get(scheme, {}).get(notation)
    if in_vocabulary is None and "#" in notation:  # an endpoint in the document's own words
        return Concept(scheme, notation, notation.partition("#")[2], "", (), (), None)
    name = local_name(iri)
    return in_vocabulary or Concept(scheme, name, name, "", (), (), None)


@lru_cache(maxsize=4096)
def with_broader(iri: str) -> frozenset[str]:
    """The IRIs of a concept and all its broader concepts, without families."""
    ancestors: set[str] = set()
    pending = [iri]
    while pending:
        current = pending.pop()
        if current not in ancestors:
            ancestors.add(current)
            current_concept = concept(current)
            pending += [
                concept_iri(current_concept.scheme, parent)
                for parent in current_concept.broader
                if parent != current_concept.family
            ]
    return frozenset(ancestors)


def _triples(turtle: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]


def _extension(paths: Iterable[Path], known: Iterable[bytes]) -> bytes:
    """The triples of the files that are not in the bundled vocabularies, as Turtle."""
    extension_triples: set[ox.Triple] = set()
    for path in paths:
        try:
            extension_triples.update(_triples(path.read_bytes()))
        except OSError as error:
            raise VocabularyError(f"{path}: cannot be read: {error.strerror}") from None
        except (SyntaxError, ValueError) as error:
            raise VocabularyError(f"{path}: is not Turtle: {error}") from None
    additions = extension_triples.difference(*map(_triples, known))
    return ox.serialize(sorted(additions, key=str), format=ox.RdfFormat.TURTLE) or b""


def _by_subject(triples: Iterable[ox.Triple]) -> dict[str, dict[str, list[str]]]:
    """What is said of each IRI, by property."""
    values: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        if isinstance(subject, ox.NamedNode) and not isinstance(value, ox.Triple):
            properties = values.setdefault(subject.value, {})
            properties.setdefault(predicate.value, []).append(value.value)
    return values


def _parse(scheme: str, values: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Concept]:
    prefix = f"{VOCAB}{scheme}/"

    def notations(iris: list[str]) -> tuple[str, ...]:
        return tuple(sorted(iri.removeprefix(prefix) for iri in iris))

    found = {}
    for iri, properties in sorted(values.items()):
        if not iri.startswith(prefix):
            continue
        notation = iri.removeprefix(prefix)
        for name in ("prefLabel", "definition"):
            if SKOS + name not in properties:
                raise VocabularyError(f"the {scheme} <{iri}> has no skos:{name}")
        families = notations(properties.get(FAMILY, []))
        found[notation] = Concept(
            scheme=scheme,
            notation=notation,
            label=properties[SKOS + "prefLabel"][0],
            definition=properties[DEFINITION][0],
            synonyms=tuple(sorted(properties.get(SYNONYM, []))),
            broader=notations(properties.get(SKOS + "broader", [])),
            family=families[0] if families else None,
            complements=notations(properties.get(NS + "complementOf", [])),
            never_above=notations(properties.get(NS + "neverAbove", [])),
            ncit_codes=tuple(sorted(properties.get(NCIT_CODE, []))),
        )
    return found
