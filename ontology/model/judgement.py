"""What alltrace says of a document: findings, checks, and where each named graph comes from."""

from typing import Annotated, ClassVar, Literal

from ontology.fields import Data, Term
from ontology.model.texts import Day, Iri, Outcome, Severity, Slug, Status, Text
from ontology.model.thing import Thing
from ontology.terms import DATE, DCTERMS, INTEGER, PROV, RDFS, at


class Finding(Thing):
    """What one audit rule says of one thing, with what it compared. Never a verdict on people.

    `id` is made of the rule and the thing, so the same graph gives the same IRIs. `about` and
    `rests_on` are whole IRIs.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Finding"),)
    path: ClassVar[str | None] = "finding"
    id: Slug
    rule: Annotated[Slug, Data(at("rule"))]
    severity: Annotated[Severity, Data(at("severity"))]
    outcome: Annotated[Outcome | None, Data(at("outcome"))] = None
    about: Annotated[Iri, Term(at("about"), "")]
    document: Annotated[Iri, Term(at("foundIn"), "")]
    rests_on: Annotated[tuple[Iri, ...], Term(at("usesEvidence"), "")] = ()
    statement: Annotated[str | None, Data(at("statement"))] = None
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
    outcome: Annotated[Outcome, Data(at("outcome"))]
    about: Annotated[Iri, Term(at("about"), "")]
    document: Annotated[Iri, Term(at("foundIn"), "")]
    evidence: Annotated[tuple[Iri, ...], Term(at("usesEvidence"), "")] = ()
    values: Annotated[tuple[str, ...], Data(at("comparedValue"))] = ()
    references: Annotated[tuple[int, ...], Data(at("aboutReference"), INTEGER)] = ()
    arithmetic: Annotated[Text | None, Data(at("arithmetic"))] = None


class Provenance(Thing):
    """Where one named graph comes from: its record's file, its curator, the program's version.

    The graph of what records share comes from all of them, and has neither file nor curator.
    `also_defines` are things (IRIs) that a preferred record defines too (`ingest.repeats`).
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (PROV + "Entity",)
    path: ClassVar[str | None] = "graph"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    status: Annotated[Status | None, Data(at("status"))] = None
    curator: Annotated[Text | None, Data(at("curator"))] = None
    date: Annotated[Day | None, Data(DCTERMS + "created", DATE)] = None
    source: Annotated[Text | None, Data(DCTERMS + "source")] = None
    file_name: Annotated[Text | None, Data(at("fileName"))] = None
    file_sha256: Annotated[str | None, Data(at("fileSha256"))] = None
    version: Annotated[Text, Data(at("softwareVersion"))]
    also_defines: Annotated[tuple[Iri, ...], Term(at("alsoDefines"), "")] = ()
