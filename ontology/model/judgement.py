"""What alltrace says of a document: findings, checks, and where each named graph comes from."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from ontology.fields import Data, Term
from ontology.identifiers import REGISTERS
from ontology.model.texts import Day, Iri, Orcid, Outcome, Severity, Slug, Status, Text
from ontology.model.thing import Thing
from ontology.terms import DATE, DCTERMS, INTEGER, PROV, RDFS, at

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Finding(Thing):
    """What one audit rule says of one thing, with what it compared. Never a verdict on people.

    `id` is made of the rule and the thing, so the same graph gives the same IRIs. `about` and
    `rests_on` are whole IRIs. `statement` is the claim in our words; `quote`, the document's own
    sentence, is for who reads the audit and stands in no graph of findings.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Finding"),)
    path: ClassVar[str | None] = "finding"
    id: Slug
    rule: Annotated[Slug, Data(at("rule"))]
    rule_version: Annotated[int, Field(ge=1), Data(at("ruleVersion"), INTEGER)] = 1
    severity: Annotated[Severity, Data(at("severity"))]
    outcome: Annotated[Outcome | None, Data(at("outcome"))] = None
    about: Annotated[Iri, Term(at("about"), "")]
    document: Annotated[Iri, Term(at("foundIn"), "")]
    rests_on: Annotated[tuple[Iri, ...], Term(at("usesEvidence"), "")] = ()
    statement: Annotated[str | None, Data(at("statement"))] = None
    quote: str | None = None
    place: Annotated[str | None, Data(at("place"))] = None
    values: Annotated[tuple[str, ...], Data(at("comparedValue"))] = ()
    references: Annotated[tuple[int, ...], Data(at("aboutReference"), INTEGER)] = ()
    message: Annotated[Text, Data(RDFS + "label")]
    suggestion: Annotated[str | None, Data(at("suggestion"))] = None
    review: Annotated[Literal["open", "accepted", "dismissed"], Data(at("review"))] = "open"
    review_reason: Annotated[Text | None, Data(at("reviewReason"))] = None


class Check(Thing):
    """How the checking of one stated value ended, and what it was held against.

    `about` and `evidence` (reported values) are whole IRIs.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Check"),)
    path: ClassVar[str | None] = "check"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    outcome: Annotated[Outcome, Data(at("outcome"))]
    about: Annotated[Iri, Term(at("about"), "")]
    document: Annotated[Iri, Term(at("foundIn"), "")]
    evidence: Annotated[tuple[Iri, ...], Term(at("usesEvidence"), "")] = ()
    values: Annotated[tuple[str, ...], Data(at("comparedValue"))] = ()
    references: Annotated[tuple[int, ...], Data(at("aboutReference"), INTEGER)] = ()
    arithmetic: Annotated[Text | None, Data(at("arithmetic"))] = None


class Provenance(Thing):
    """Where one named graph comes from: what it was made of, by whom or what, and when.

    The graph of a record has a curator, and the file of the record. A computed graph has the
    graphs that it was computed of (whole IRIs), other files (`further_files`: name and SHA-256),
    and the rules that were applied (name and version). `content_sha256` is that of the graph's
    triples as sorted N-Triples; the graph of what records share grows, and has none.
    `also_defines` are things (IRIs) that a preferred record defines too (`ingest.repeats`).
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (PROV + "Entity",)
    path: ClassVar[str | None] = "graph"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    status: Annotated[Status | None, Data(at("status"))] = None
    curator: Annotated[Text | None, Data(at("curator"))] = None
    curator_orcid: Annotated[
        Orcid | None, Term(PROV + "wasAttributedTo", REGISTERS["orcid"].prefix_iri)
    ] = None
    date: Annotated[Day | None, Data(DCTERMS + "created", DATE)] = None
    source: Annotated[Text | None, Data(DCTERMS + "source")] = None
    file_name: Annotated[Text | None, Data(at("fileName"))] = None
    file_sha256: Annotated[Sha256 | None, Data(at("fileSha256"))] = None
    further_files: Annotated[tuple[Text, ...], Data(at("furtherFile"))] = ()
    derived_from: Annotated[tuple[Iri, ...], Term(PROV + "wasDerivedFrom", "")] = ()
    rules: Annotated[tuple[Text, ...], Data(at("appliedRule"))] = ()
    content_sha256: Annotated[Sha256 | None, Data(at("contentSha256"))] = None
    version: Annotated[Text, Data(at("softwareVersion"))]
    also_defines: Annotated[tuple[Iri, ...], Term(at("alsoDefines"), "")] = ()
