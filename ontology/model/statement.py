"""What a document says: claims, citations, lines of evidence, and where each stands in the text."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from ontology.fields import Concept, Data, DirectEdge, Inferred, Link, Term
from ontology.model.texts import (
    Allocation,
    CitationRole,
    Direction,
    FieldError,
    Modality,
    PointerPlace,
    Role,
    Scoped,
    Slug,
    Status,
    Text,
    concept,
)
from ontology.model.thing import Thing
from ontology.terms import CITO, DECIMAL, INTEGER, RDFS, at

QUOTES = "quotes"
"""What the graph of a record's quotes is called, after the record's own name."""


class Statement(Thing):
    """Anything said in the document: it has a place there, and someone who vouches for it.

    A statement that a program drew carries the rules that made it, what to check about it
    (`doubts`) and, where that was measured, how often such a statement is right (`confidence`, 0
    to 1). A person's decision resolves the doubts.
    """

    id: Slug
    anchor: Annotated[Slug | None, Link(at("hasAnchor"), "Anchor")] = None
    status: Annotated[Status, Data(at("status"))]
    extracted_by: Annotated[Text | None, Data(at("extractedBy"))] = None
    confidence: Annotated[
        str | None,
        StringConstraints(pattern=r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$"),
        Data(at("confidence"), DECIMAL),
    ] = None
    doubts: Annotated[tuple[Text, ...], Data(at("doubt"))] = ()


class Anchor(Thing):
    """A sentence of the document by its place and the hash of its text, never the text itself.

    Paragraphs and sentences count from 1 in the body of the document. `start` and `end` are
    character offsets into the normalised text (`ingest.text.normalise`), `sha256` is the hash of
    that slice in UTF-8. After the selectors of the W3C Web Annotation model.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Anchor"),)
    id: Slug
    paragraph: Annotated[int, Field(ge=1), Data(at("paragraph"), INTEGER)]
    sentence: Annotated[int, Field(ge=1), Data(at("sentence"), INTEGER)]
    start: Annotated[int, Field(ge=0), Data(at("startOffset"), INTEGER)]
    end: Annotated[int, Field(ge=1), Data(at("endOffset"), INTEGER)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Data(at("sha256"))]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise FieldError("end", f"the end ({self.end}) must follow the start ({self.start})")
        return self


class CitationPointer(Statement):
    """One reference invoked at one marker; a marker such as `4,5` makes two pointers.

    `named_author` is the family name that the sentence gives beside the marker: `Smith et al.4`.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("CitationPointer"),)
    marker: Annotated[int, Field(ge=1), Data(at("markerNumber"), INTEGER)]
    reference: Annotated[str, Link(at("pointsTo"), "Reference")]
    role: Annotated[CitationRole, Term(at("citationRole"), CITO)]
    named_author: Annotated[Text | None, Data(at("namedAuthor"))] = None
    place: Annotated[PointerPlace | None, Data(at("pointerPlace"))] = None
    """Where the marker stands if it is outside the running text."""

    @model_validator(mode="before")
    @classmethod
    def _reference_key(cls, data: Any) -> Any:
        """A curator writes the number; the reference's key in the record is `ref-<number>`."""
        number = str(data.get("reference", "")) if isinstance(data, dict) else ""
        return {**data, "reference": f"ref-{number}"} if number.isdigit() else data


class Claim(Statement):
    """One assertion of the document, in our own words.

    A draft's `text` names its topic, and `quote` is the sentence itself, which stands in a graph of
    its own (`quotes`) and in no bundled record.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Claim"),)
    text: Annotated[Text, Data(RDFS + "label")]
    quote: Annotated[Text | None, Data(at("quote"), apart=QUOTES)] = None
    position: Annotated[int, Field(ge=1), Data(at("position"), INTEGER)]
    role: Annotated[Role, Data(at("rhetoricalRole"))] = "claim"
    modality: Annotated[Modality, Data(at("modality"))] = "asserted"
    wording: Annotated[tuple[Text, ...], Data(at("wording"))] = ()
    says_stratified_by: Annotated[tuple[Text, ...], Data(at("saysStratifiedBy"))] = ()
    says_allocation: Annotated[Allocation | None, Data(at("saysAllocation"))] = None
    named_authors: Annotated[tuple[Text, ...], Data(at("namedAuthor"))] = ()
    """The family names of authors whose work the sentence names: `Smith et al.`"""
    pointers: Annotated[tuple[Slug, ...], Link(at("citesPointer"), "CitationPointer")] = ()
    measurements: Annotated[tuple[Slug, ...], Link(at("assertsMeasurement"), "Measurement")] = ()
    comparisons: Annotated[tuple[Slug, ...], Link(at("assertsComparison"), "Comparison")] = ()
    studies: Annotated[tuple[Slug, ...], Link(at("mentions"), "Study")] = ()
    regimens: Annotated[tuple[Scoped, ...], Link(at("mentions"), "Regimen")] = ()
    cohorts: Annotated[tuple[Scoped, ...], Link(at("mentions"), "Cohort")] = ()
    drugs: Annotated[
        tuple[Annotated[str, concept("drug")], ...], Concept(at("mentions"), "drug")
    ] = ()
    endpoints: Annotated[
        tuple[Annotated[str, concept("endpoint")], ...], Concept(at("mentions"), "endpoint")
    ] = ()
    populations: Annotated[
        tuple[Annotated[str, concept("population")], ...], Concept(at("mentions"), "population")
    ] = ()
    treatments: Annotated[
        tuple[Annotated[str, concept("regimen")], ...], Concept(at("mentions"), "regimen")
    ] = ()


class Conclusion(Claim):
    """A claim that the document argues for."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Conclusion"), at("Claim"))
    inferred: ClassVar[tuple[Inferred, ...]] = (Inferred(at("reaches"), "Measurement"),)
    role: Annotated[Role, Data(at("rhetoricalRole"))] = "conclusion"


class EvidenceLine(Statement):
    """Evidence brought to bear on a claim or conclusion, in one direction, and why (SEPIO)."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("EvidenceLine"),)
    edges: ClassVar[tuple[DirectEdge, ...]] = (DirectEdge("evidence", "direction", "bears_on"),)
    evidence: Annotated[
        tuple[Slug, ...], Field(min_length=1), Link(at("hasEvidence"), "Claim | Measurement")
    ]
    bears_on: Annotated[Slug, Link(at("bearsOn"), "Claim")]
    direction: Annotated[Direction, Data(at("direction"))]
    why: Annotated[Text, Data(RDFS + "label")]
    drawn_by: Annotated[Literal["document", "curator"], Data(at("drawnBy"))] = "document"

    @model_validator(mode="after")
    def _not_for_itself(self) -> Self:
        if self.bears_on in self.evidence:
            raise FieldError("evidence", f"{self.bears_on} cannot be evidence for itself")
        return self
