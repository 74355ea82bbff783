"""What a document says: claims, citations, lines of evidence, and where each stands in the text."""

import hashlib
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from ontology.fields import Concept, Data, DirectEdge, Inferred, Link, Term
from ontology.model.texts import (
    Allocation,
    Blinding,
    CitationRole,
    Direction,
    FieldError,
    Modality,
    PointerPlace,
    Probability,
    Role,
    Scoped,
    Slug,
    Status,
    Text,
    concept,
)
from ontology.model.thing import SharedThing, Thing
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
    confidence: Annotated[Probability | None, Data(at("confidence"), DECIMAL)] = None
    doubts: Annotated[tuple[Text, ...], Data(at("doubt"))] = ()


class Anchor(Thing):
    """Where something stands: in the text of the document, or in a source."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Anchor"),)
    id: Slug


class TextAnchor(Anchor):
    """A sentence of the document by its place and the hash of its text, never the text itself.

    Paragraphs and sentences count from 1 in the body of the document. `start` and `end` are
    character offsets into the normalised text (`ingest.text.normalise`), `sha256` is the hash of
    that slice in UTF-8. After the selectors of the W3C Web Annotation model.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("TextAnchor"), at("Anchor"))
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


class SourcePlace(SharedThing, Anchor):
    """A place in a publication, as a reader finds it: section, page, table with row and column.

    Written as one string, its parts divided by semicolons; what starts with none of the words
    `page`, `table`, `figure`, `row`, `column`, `paragraph` and `sentence` is a section.

    >>> place = SourcePlace.of("abstract; sentence 4", "smith-2030")
    >>> place.section, place.sentence
    ('abstract', 4)
    >>> SourcePlace.of("table 2; row Death; column Arm A", "smith-2030").written
    'table 2; row Death; column Arm A'
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("SourcePlace"), at("Anchor"))
    path: ClassVar[str | None] = "place"
    label: Annotated[Text, Data(RDFS + "label")]
    publication: Annotated[Slug, Link(at("inSource"), "Publication")]
    section: Annotated[Text | None, Data(at("section"))] = None
    page: Annotated[Text | None, Data(at("page"))] = None
    table: Annotated[Text | None, Data(at("table"))] = None
    figure: Annotated[Text | None, Data(at("figure"))] = None
    row: Annotated[Text | None, Data(at("row"))] = None
    column: Annotated[Text | None, Data(at("column"))] = None
    paragraph: Annotated[int | None, Field(ge=1), Data(at("paragraph"), INTEGER)] = None
    sentence: Annotated[int | None, Field(ge=1), Data(at("sentence"), INTEGER)] = None

    @classmethod
    def of(cls, text: str, publication: str) -> Self:
        """The place that `text` names in a publication. Raises ValueError."""
        return cls.model_validate({"text": text, "publication": publication})

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            return data
        parts: dict[str, str] = {}
        for words in filter(None, map(str.strip, data["text"].split(";"))):
            word, _, rest = words.partition(" ")
            known = word.lower() in _PARTS and rest
            name, value = (word.lower(), rest.strip()) if known else ("section", words)
            if name in parts:
                raise ValueError(f"{name} stands twice in the place {data['text']!r}")
            parts[name] = value
        if not parts:
            raise ValueError("a place reads like 'table 2; row Death; column Arm A'")
        written = "; ".join(v if k == "section" else f"{k} {v}" for k, v in parts.items())
        key = hashlib.sha256(f"{data['publication']}\n{written}".encode()).hexdigest()[:16]
        return {"id": key, "label": written, "publication": data["publication"], **parts}

    @property
    def written(self) -> str:
        return self.label


_PARTS = ("page", "table", "figure", "row", "column", "paragraph", "sentence")


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
    says_blinding: Annotated[Blinding | None, Data(at("saysBlinding"))] = None
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
