"""IRIs: our namespaces, and those of external vocabularies that the record model uses."""

NS = "https://w3id.org/alltrace/ns#"
"""Namespace of classes and properties (prefix `at:`)."""

VOCAB = "https://w3id.org/alltrace/vocab/"
"""Namespace of the SKOS concepts: `VOCAB + scheme + "/" + notation`."""

DEFAULT_BASE = "https://w3id.org/alltrace/id/"
"""Default base of the IRIs of things; `ALLTRACE_BASE` sets another."""

PROVENANCE = NS + "provenance"
"""The named graph `at:provenance`: who made each other named graph, when, from which file."""

DATASET = NS + "dataset"
"""The named graph `at:dataset`: the description of all other graphs together."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DECIMAL, INTEGER, BOOLEAN, DATE = (XSD + t for t in ("decimal", "integer", "boolean", "date"))
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
PROV = "http://www.w3.org/ns/prov#"
CITO = "http://purl.org/spar/cito/"
OWL = "http://www.w3.org/2002/07/owl#"
SDO = "https://schema.org/"

PREFIXES = {
    "at": NS,
    "id": DEFAULT_BASE,
    "endpoint": VOCAB + "endpoint/",
    "drug": VOCAB + "drug/",
    "regimen": VOCAB + "regimen/",
    "population": VOCAB + "population/",
    "phase": VOCAB + "phase/",
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "cito": CITO,
    "owl": OWL,
    "dc": DC,
    "dcat": DCAT,
    "void": VOID,
    "sdo": SDO,
}
"""Prefixes declared in every query and used in every serialisation."""


def at(name: str) -> str:
    """The IRI of the class or property `name` in our namespace.

    >>> at("Claim")
    'https://w3id.org/alltrace/ns#Claim'
    """
    return NS + name


def local_name(iri: str) -> str:
    """The last part of an IRI, after its last slash or hash.

    >>> local_name("https://w3id.org/alltrace/id/study/aall1331")
    'aall1331'
    """
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
