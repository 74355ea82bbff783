"""Terms of a document that no vocabulary has, as Turtle for a person to correct.

When the file is named in `ALLTRACE_VOCABULARY`, a repeated draft of the document uses the terms.
"""

from collections.abc import Iterable

import pyoxigraph as ox

from ingest.language.mention import Proposal
from ontology.terms import PREFIXES, RDF, RDFS, SKOS, VOCAB, at
from ontology.vocabulary import FAMILY

_CLASSES = {"endpoint": "Endpoint", "drug": "Drug"}
UNCLASSIFIED = f"{VOCAB}endpoint/unclassified"
"""The family of endpoints that are not yet classified."""


def as_turtle(proposals: Iterable[Proposal]) -> bytes:
    r"""The endpoints and drugs among `proposals` as SKOS concepts; studies are in the record.

    >>> proposal = Proposal("drug", "xmab", "Xmab", 1, 2, "ends as drugs do")
    >>> [line for line in as_turtle([proposal]).decode().splitlines() if "prefLabel" in line]
    ['\tskos:prefLabel "Xmab"@en ;']
    """
    triples = [t for p in proposals if p.scheme in _CLASSES for t in _concept(p)]
    prefixes: dict[str, str] = {name: PREFIXES[name] for name in ("at", "rdfs", "skos")}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _concept(proposal: Proposal) -> Iterable[ox.Triple]:
    iri = ox.NamedNode(f"{VOCAB}{proposal.scheme}/{proposal.name}")
    definition = (
        f"Proposed from paragraph {proposal.paragraph}, sentence {proposal.sentence}: define it."
    )
    scheme = ox.NamedNode(f"{VOCAB}{proposal.scheme}")
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(SKOS + "Concept")),
        (RDF + "type", ox.NamedNode(at(_CLASSES[proposal.scheme]))),
        (SKOS + "inScheme", scheme),
        (SKOS + "notation", ox.Literal(proposal.name)),
        (SKOS + "prefLabel", ox.Literal(proposal.text, language="en")),
        (RDFS + "label", ox.Literal(proposal.text)),
        (SKOS + "definition", ox.Literal(definition, language="en")),
    ]
    if proposal.scheme == "endpoint":
        family = ox.NamedNode(UNCLASSIFIED)
        values += [(FAMILY, family), (SKOS + "broader", family)]
    else:
        values.append((SKOS + "topConceptOf", scheme))
    return [ox.Triple(iri, ox.NamedNode(name), value) for name, value in values]
