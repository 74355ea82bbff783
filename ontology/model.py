"""The record: what a curator writes and a reader drafts, as pydantic models that carry their IRIs.

Every field says in its annotation which property it becomes; `ingest.quads` compiles the models
into a mapper, and `tests/test_ontology.py` holds them against the ontology and the shapes. Values
that a paper prints are kept as text (`"95.50"` says more than `95.5`) and written twice: as a
decimal to compute with, and as printed.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from ontology import vocabulary
from ontology.fields import Concept, Data, DirectEdge, Link, Owned, Part, Term
from ontology.terms import CITO, DCTERMS, PROV, RDFS, SKOS, XSD, at

DECIMAL, INTEGER, BOOLEAN, DATE = (XSD + t for t in ("decimal", "integer", "boolean", "date"))

# -- the kinds of text a field may hold ------------------------------------------------------------

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=120)]
"""A name that may stand in an IRI: lower-case letters and digits, joined by hyphens or dots."""
Scoped = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*/[a-z0-9]+([.-][a-z0-9]+)*$")
]
"""A slug within another: `study/cohort`."""
Name = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*(/[a-z0-9]+([.-][a-z0-9]+)*)?$"),
]
"""A slug, or `record/slug` for a thing in another record."""
Printed = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$")]
"""A number exactly as printed, trailing zeros and all; a point for the decimal mark."""
Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
]

Status = Literal["extracted", "reviewed"]
Operator = Literal["=", "<", ">", "≤", "≥", "≈"]
Direction = Literal["supports", "disputes", "qualifies"]
Severity = Literal["error", "warning", "note"]
Outcome = Literal[
    "verified",
    "derived",
    "mismatch",
    "found in another reference",
    "unverifiable",
    "uncited",
]
"""How a stated value ends: exactly one of these."""
Iri = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")]
Role = Literal["background", "method", "result", "claim", "conclusion", "recommendation"]
Modality = Literal["asserted", "hedged", "question", "proposal"]
Relation = Literal["higher", "lower", "similar", "different"]
Seen = Literal["full text", "abstract", "part", "nothing"]
Allocation = Literal["randomised", "non-randomised", "single-arm"]
Statistic = Literal[
    "count",
    "proportion",
    "survival-estimate",
    "cumulative-incidence",
    "mean",
    "median",
    "hazard-ratio",
    "odds-ratio",
    "risk-ratio",
    "rate-ratio",
    "difference",
]
"""What kind of number a value is; a survival estimate is no proportion of whole people."""
CitationRole = Literal[
    "agreesWith",
    "citesAsAuthority",
    "citesAsDataSource",
    "citesAsEvidence",
    "citesForInformation",
    "citesAsRelated",
    "credits",
    "critiques",
    "discusses",
    "disputes",
    "extends",
    "obtainsBackgroundFrom",
    "obtainsSupportFrom",
    "qualifies",
    "repliesTo",
    "reviews",
    "supports",
    "usesConclusionsFrom",
    "usesDataFrom",
]
"""The CiTO properties that a pointer's role may be."""

RATIOS = frozenset({"hazard-ratio", "odds-ratio", "risk-ratio", "rate-ratio"})
SHARES = frozenset({"proportion", "survival-estimate", "cumulative-incidence"})


class FieldError(ValueError):
    """A fault that only the fields together show, laid at the one to look at."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def _concept(scheme: str) -> AfterValidator:
    return AfterValidator(
        lambda notation: None if notation is None else vocabulary.require(scheme, notation)
    )


class Thing(BaseModel):
    """Anything with an IRI. `path` is its place under the base; None places it in its record."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rdf_classes: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str | None] = None
    edges: ClassVar[tuple[DirectEdge, ...]] = ()

    @property
    def key(self) -> str:
        """The thing's name within its record, or under its `path`."""
        return str(self.id)  # type: ignore[attr-defined]


# -- publications ----------------------------------------------------------------------------------


class Bibliographic(Thing):
    """The bibliographic fields that documents and cited works share."""

    title: Annotated[Text, Data(DCTERMS + "title")]
    authors: Annotated[tuple[Text, ...], Data(at("authorName"))] = ()
    author_list: Annotated[Text | None, Data(at("authorList"))] = None
    et_al: Annotated[bool, Data(at("authorsCutOff"), BOOLEAN)] = False
    journal: Annotated[Text | None, Data(at("journal"))] = None
    year: Annotated[int | None, Field(ge=1800, le=2200), Data(at("year"), INTEGER)] = None
    volume: Annotated[Text | None, Data(at("volume"))] = None
    issue: Annotated[Text | None, Data(at("issue"))] = None
    first_page: Annotated[Text | None, Data(at("firstPage"))] = None
    last_page: Annotated[Text | None, Data(at("lastPage"))] = None
    doi: Annotated[
        str | None, StringConstraints(pattern=r"^10\.[0-9]{4,9}/\S+$"), Data(at("doi"))
    ] = None
    pmid: Annotated[str | None, StringConstraints(pattern=r"^[0-9]{1,9}$"), Data(at("pmid"))] = None
    pmcid: Annotated[str | None, StringConstraints(pattern=r"^PMC[0-9]+$"), Data(at("pmcid"))] = (
        None
    )
    note: Annotated[Text | None, Data(at("note"))] = None

    @model_validator(mode="before")
    @classmethod
    def _keep_author_order(cls, data: Any) -> Any:
        """RDF forgets the order of values, so the list is kept as one string as well."""
        if isinstance(data, dict) and "author_list" not in data:
            authors = data.get("authors")
            if isinstance(authors, list) and authors and all(isinstance(a, str) for a in authors):
                return {**data, "author_list": "; ".join(authors)}
        return data


class Document(Bibliographic):
    """The letter or paper that is read: it states claims and invokes references."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Document"),)
    path: ClassVar[str | None] = "document"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    type: Annotated[Literal["letter", "reply", "article", "review"], Data(at("documentType"))]
    received: Annotated[Day | None, Data(at("received"), DATE)] = None
    accepted: Annotated[Day | None, Data(at("accepted"), DATE)] = None
    published: Annotated[Day | None, Data(at("published"), DATE)] = None
    comments_on: Annotated[Slug | None, Link(at("commentsOn"), "Publication")] = None
    text_sha256: Annotated[
        str | None, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Data(at("textSha256"))
    ] = None


class Publication(Bibliographic):
    """A published work, and how much of it was seen when its record was made."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Publication"),)
    path: ClassVar[str | None] = "publication"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    type: Annotated[
        Literal["article", "letter", "conference-abstract", "registry-record", "other"],
        Data(at("publicationType")),
    ] = "article"
    text_seen: Annotated[Seen, Data(at("textSeen"))]
    text_seen_note: Annotated[Text | None, Data(at("textSeenNote"))] = None
    reports: Annotated[tuple[Slug, ...], Link(at("reportsStudy"), "Study")] = ()


# -- studies and what they are made of -------------------------------------------------------------


class Study(Thing):
    """An investigation with a population of its own, whatever its design."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Study"),)
    path: ClassVar[str | None] = "study"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    names: Annotated[tuple[Text, ...], Data(SKOS + "altLabel")] = ()
    registrations: Annotated[tuple[Text, ...], Data(at("registration"))] = ()
    group: Annotated[Text | None, Data(at("studyGroup"))] = None
    design: Annotated[Text | None, Data(at("design"))] = None
    allocation: Annotated[Allocation | None, Data(at("allocation"))] = None
    stratified_by: Annotated[tuple[Text, ...], Data(at("stratifiedBy"))] = ()
    trial_phase: Annotated[
        Literal["1", "1/2", "2", "2/3", "3", "4"] | None, Data(at("trialPhase"))
    ] = None
    n: Annotated[int | None, Field(ge=0), Data(at("participants"), INTEGER)] = None
    populations: Annotated[
        tuple[Annotated[str, _concept("population")], ...],
        Concept(at("hasPopulation"), "population"),
    ] = ()
    part_of: Annotated[Slug | None, Link(at("partOfStudy"), "Study")] = None
    note: Annotated[Text | None, Data(at("note"))] = None


class Trial(Study):
    """A study that assigns people to an intervention beforehand."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Trial"), at("Study"))


class StudyPart(Thing):
    """A thing that belongs to one study: its id is `study/name`, which also gives `study`."""

    id: Scoped
    label: Annotated[Text, Data(RDFS + "label")]
    study: Annotated[Slug, Link(at("ofStudy"), "Study")]
    n: Annotated[int | None, Field(ge=0), Data(at("participants"), INTEGER)] = None
    note: Annotated[Text | None, Data(at("note"))] = None

    @model_validator(mode="before")
    @classmethod
    def _study_from_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("id"), str) and "study" not in data:
            return {**data, "study": data["id"].split("/")[0]}
        return data


class Cohort(StudyPart):
    """The people a value is about."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Cohort"),)
    path: ClassVar[str | None] = "cohort"
    populations: Annotated[
        tuple[Annotated[str, _concept("population")], ...],
        Concept(at("hasPopulation"), "population"),
    ] = ()
    subset_of: Annotated[Scoped | None, Link(at("subsetOf"), "Cohort")] = None


class Regimen(StudyPart):
    """A treatment as one study gave it, in one phase of treatment, to one arm or to all."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Regimen"),)
    path: ClassVar[str | None] = "regimen"
    kind: Annotated[str | None, _concept("regimen"), Concept(at("regimenKind"), "regimen")] = None
    phase: Annotated[str | None, _concept("phase"), Concept(at("inPhase"), "phase")] = None
    arm: Annotated[Text | None, Data(at("arm"))] = None
    drugs: Annotated[
        tuple[Annotated[str, _concept("drug")], ...], Concept(at("hasDrug"), "drug")
    ] = ()


class TimePoint(Thing):
    """When a value holds: a time since the start, or a place relative to a phase of treatment.

    Written as one string: `4 years`, `during block-1`, `end of block-1`, `before induction`,
    `median 22.4 months` (median follow-up).
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("TimePoint"),)
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    amount: Annotated[Printed | None, Data(at("timeAmount"), DECIMAL)] = None
    unit: Annotated[Literal["days", "weeks", "months", "years"] | None, Data(at("timeUnit"))] = None
    timing: Annotated[
        Literal["at", "median", "before", "start of", "during", "end of", "after"],
        Data(at("timing")),
    ]
    phase: Annotated[str | None, _concept("phase"), Concept(at("inPhase"), "phase")] = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        slug = "time-" + re.sub(r"\s+", "-", data.strip())
        if m := re.fullmatch(
            r"(median )?([0-9]+(?:\.[0-9]+)?) (day|week|month|year)s?", data.strip()
        ):
            median, amount, unit = m.groups()
            timing = "median" if median else "at"
            return {
                "id": slug,
                "label": data,
                "amount": amount,
                "unit": f"{unit}s",
                "timing": timing,
            }
        if m := re.fullmatch(r"(before|start of|during|end of|after) (\S+)", data.strip()):
            timing, phase = m.groups()
            label = f"{timing} {vocabulary.label('phase', phase)}"
            return {"id": slug, "label": label, "timing": timing, "phase": phase}
        raise ValueError(
            "a time point reads like '4 years', 'median 22 months', 'during block-1', "
            "'end of block-1', 'before induction' or 'after block-1'"
        )


# -- what is said ----------------------------------------------------------------------------------


class Statement(Thing):
    """Anything said in the document: it has a place there, and someone who vouches for it.

    A statement that a program drew carries the rules that made it and, where that was measured, how
    often such a statement is right (`confidence`, 0 to 1).
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


class Reference(Thing):
    """Entry `number` of the document's reference list, as printed, and the work it stands for."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Reference"),)
    number: Annotated[int, Field(ge=1), Data(at("referenceNumber"), INTEGER)]
    printed: Annotated[Text | None, Data(DCTERMS + "bibliographicCitation")] = None
    publication: Annotated[Slug, Link(at("refersTo"), "Publication")]

    @property
    def key(self) -> str:
        return f"ref-{self.number}"


class CitationPointer(Statement):
    """One reference invoked at one marker; a marker such as `4,5` makes two pointers."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("CitationPointer"),)
    marker: Annotated[int, Field(ge=1), Data(at("markerNumber"), INTEGER)]
    reference: Annotated[str, Link(at("pointsTo"), "Reference")]
    role: Annotated[CitationRole, Term(at("citationRole"), CITO)]

    @model_validator(mode="before")
    @classmethod
    def _reference_key(cls, data: Any) -> Any:
        """A curator writes the number; the reference's key in the record is `ref-<number>`."""
        number = str(data.get("reference", "")) if isinstance(data, dict) else ""
        return {**data, "reference": f"ref-{number}"} if number.isdigit() else data


class Measurement(Statement):
    """One value: of which study, cohort, regimen, endpoint and time, and what number exactly."""

    study: Annotated[Slug, Link(at("ofStudy"), "Study")]
    cohort: Annotated[Scoped | None, Link(at("inCohort"), "Cohort")] = None
    regimen: Annotated[Scoped | None, Link(at("underRegimen"), "Regimen")] = None
    endpoint: Annotated[str, _concept("endpoint"), Concept(at("hasEndpoint"), "endpoint")]
    endpoint_text: Annotated[Text | None, Data(at("endpointText"))] = None
    grade: Annotated[
        str | None, StringConstraints(pattern=r"^[≥≤]?[1-5]$"), Data(at("ctcaeGrade"))
    ] = None
    threshold: Annotated[Text | None, Data(at("threshold"))] = None
    time: Annotated[TimePoint | None, Part(at("atTimePoint"))] = None
    statistic: Annotated[Statistic | None, Data(at("statistic"))] = None
    value: Annotated[Printed | None, Data(at("value"), DECIMAL), Data(at("printedValue"))] = None
    unit: Annotated[Text | None, Data(at("unit"))] = None
    operator: Annotated[Operator | None, Data(at("operator"))] = None
    wording: Annotated[Text | None, Data(at("wording"))] = None
    numerator: Annotated[int | None, Field(ge=0), Data(at("numerator"), INTEGER)] = None
    denominator: Annotated[int | None, Field(ge=1), Data(at("denominator"), INTEGER)] = None
    se: Annotated[
        Printed | None, Data(at("standardError"), DECIMAL), Data(at("printedStandardError"))
    ] = None
    sd: Annotated[
        Printed | None, Data(at("standardDeviation"), DECIMAL), Data(at("printedStandardDeviation"))
    ] = None
    items: Annotated[int | None, Field(ge=1), Data(at("scaleItems"), INTEGER)] = None
    lower: Annotated[
        Printed | None, Data(at("lowerBound"), DECIMAL), Data(at("printedLowerBound"))
    ] = None
    upper: Annotated[
        Printed | None, Data(at("upperBound"), DECIMAL), Data(at("printedUpperBound"))
    ] = None
    level: Annotated[Printed | None, Data(at("confidenceLevel"), DECIMAL)] = None
    p: Annotated[Printed | None, Data(at("pValue"), DECIMAL), Data(at("printedPValue"))] = None
    p_operator: Annotated[Operator | None, Data(at("pOperator"))] = None
    p_sides: Annotated[Literal["one-sided", "two-sided"] | None, Data(at("pSides"))] = None
    significant: Annotated[bool | None, Data(at("significant"), BOOLEAN)] = None
    compared_regimen: Annotated[Scoped | None, Link(at("comparedRegimen"), "Regimen")] = None
    compared_cohort: Annotated[Scoped | None, Link(at("comparedCohort"), "Cohort")] = None
    relation: Annotated[Relation | None, Data(at("relation"))] = None
    adjusted: Annotated[bool | None, Data(at("adjusted"), BOOLEAN)] = None
    computed: Annotated[bool, Data(at("computed"), BOOLEAN)] = False
    parts: Annotated[tuple[Name, ...], Link(at("hasPart"), "Measurement")] = ()
    note: Annotated[Text | None, Data(at("note"))] = None

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:
        """A plain number is stated with `=`."""
        if isinstance(data, dict) and data.get("value") is not None and "operator" not in data:
            return {**data, "operator": "="}
        return data

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        """What no single field can tell. Each fault is laid at the field to look at."""
        said = (self.value, self.wording, self.p, self.numerator, self.relation, self.significant)
        if all(part is None for part in said):
            raise ValueError("a measurement needs a value, a count, a p-value or a wording")
        if (self.endpoint == vocabulary.UNNAMED) != (self.endpoint_text is not None):
            told = f"goes with the endpoint {vocabulary.UNNAMED!r}, and says what it is"
            raise FieldError("endpoint_text", told)
        if self.value is not None:
            value = Decimal(self.value)
            if self.unit is None:
                raise FieldError(
                    "unit", "a value needs a unit: '%', 'patients', 'ratio', 'years' …"
                )
            if self.unit == "%" and self.statistic != "difference" and not 0 <= value <= 100:
                raise FieldError("value", f"a percentage lies between 0 and 100, not {self.value}")
            if self.statistic == "count" and value != value.to_integral_value():
                raise FieldError("value", f"a count is a whole number, not {self.value}")
            if self.lower is not None and value < Decimal(self.lower):
                raise FieldError("lower", f"the value {self.value} lies below {self.lower}")
            if self.upper is not None and value > Decimal(self.upper):
                raise FieldError("upper", f"the value {self.value} lies above {self.upper}")
        if self.lower is not None and self.upper is not None:
            if Decimal(self.lower) > Decimal(self.upper):
                told = f"the interval {self.lower} to {self.upper} runs backwards"
                raise FieldError("upper", told)
        if self.level is not None and not 0 < Decimal(self.level) < 100:
            raise FieldError("level", f"a level is a percentage such as 95, not {self.level}")
        for field, printed in (("se", self.se), ("sd", self.sd)):
            if printed is not None and Decimal(printed) < 0:
                raise FieldError(field, f"an error or deviation is not negative, as {printed} is")
        if self.p is not None and not 0 <= Decimal(self.p) <= 1:
            raise FieldError("p", f"a p-value lies between 0 and 1, not {self.p}")
        if self.numerator is not None and self.denominator is not None:
            if self.statistic != "mean" and self.numerator > self.denominator:
                told = f"{self.numerator} of {self.denominator} is more than all"
                raise FieldError("numerator", told)
        return self


class StatedMeasurement(Measurement):
    """A value as the document states it, which usually relays what another work reports."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("StatedMeasurement"), at("Measurement"))
    stated_in: Annotated[Slug, Link(at("statedIn"), "Document")]
    restates: Annotated[tuple[Name, ...], Link(at("restates"), "ReportedMeasurement")] = ()
    derived_from: Annotated[tuple[Name, ...], Link(at("derivedFrom"), "ReportedMeasurement")] = ()


class ReportedMeasurement(Measurement):
    """A value as a publication reports it of its own study."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("ReportedMeasurement"), at("Measurement"))
    reported_by: Annotated[Slug, Link(at("reportedBy"), "Publication")]


class Comparison(Statement):
    """Two values that the document holds against each other, and how it says they relate."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Comparison"),)
    left: Annotated[Name, Link(at("comparesValue"), "Measurement")]
    relation: Annotated[Relation, Data(at("relation"))]
    right: Annotated[Name, Link(at("comparesWith"), "Measurement")]
    wording: Annotated[Text | None, Data(at("wording"))] = None


class Claim(Statement):
    """One assertion of the document, in our own words."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Claim"),)
    text: Annotated[Text, Data(RDFS + "label")]
    position: Annotated[int, Field(ge=1), Data(at("position"), INTEGER)]
    role: Annotated[Role, Data(at("rhetoricalRole"))] = "claim"
    modality: Annotated[Modality, Data(at("modality"))] = "asserted"
    wording: Annotated[tuple[Text, ...], Data(at("wording"))] = ()
    says_stratified_by: Annotated[tuple[Text, ...], Data(at("saysStratifiedBy"))] = ()
    says_allocation: Annotated[Allocation | None, Data(at("saysAllocation"))] = None
    pointers: Annotated[tuple[Slug, ...], Link(at("citesPointer"), "CitationPointer")] = ()
    measurements: Annotated[tuple[Slug, ...], Link(at("assertsMeasurement"), "Measurement")] = ()
    comparisons: Annotated[tuple[Slug, ...], Link(at("assertsComparison"), "Comparison")] = ()
    studies: Annotated[tuple[Slug, ...], Link(at("mentions"), "Study")] = ()
    regimens: Annotated[tuple[Scoped, ...], Link(at("mentions"), "Regimen")] = ()
    cohorts: Annotated[tuple[Scoped, ...], Link(at("mentions"), "Cohort")] = ()
    drugs: Annotated[
        tuple[Annotated[str, _concept("drug")], ...], Concept(at("mentions"), "drug")
    ] = ()
    endpoints: Annotated[
        tuple[Annotated[str, _concept("endpoint")], ...], Concept(at("mentions"), "endpoint")
    ] = ()
    populations: Annotated[
        tuple[Annotated[str, _concept("population")], ...], Concept(at("mentions"), "population")
    ] = ()
    treatments: Annotated[
        tuple[Annotated[str, _concept("regimen")], ...], Concept(at("mentions"), "regimen")
    ] = ()


class Conclusion(Claim):
    """A claim that the document argues for."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Conclusion"), at("Claim"))
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
    """Where one named graph comes from: its record's file, its curator, the program's version."""

    rdf_classes: ClassVar[tuple[str, ...]] = (PROV + "Entity",)
    path: ClassVar[str | None] = "graph"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    status: Annotated[Status, Data(at("status"))]
    curator: Annotated[Text, Data(at("curator"))]
    date: Annotated[Day, Data(DCTERMS + "created", DATE)]
    source: Annotated[Text | None, Data(DCTERMS + "source")] = None
    file_name: Annotated[Text, Data(at("fileName"))]
    file_sha256: Annotated[str, Data(at("fileSha256"))]
    version: Annotated[Text, Data(at("softwareVersion"))]


# -- the file --------------------------------------------------------------------------------------


def _not_reserved(name: str) -> str:
    """A record's things live under its name, beside the places of the things that all share."""
    if name in RESERVED:
        raise ValueError(f"a record cannot be called {name!r}; that place is taken")
    return name


class Curation(BaseModel):
    """Who vouches for a record, since when, and from what it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    curator: Text
    date: Day
    source: Text | None = None


class Record(BaseModel):
    """One YAML file: a document with all it says, or a study with all it reports, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    record: Annotated[Slug, AfterValidator(_not_reserved)]
    status: Status
    curation: Curation
    document: Annotated[Document | None, Owned()] = None
    anchors: Annotated[tuple[Anchor, ...], Owned()] = ()
    references: Annotated[tuple[Reference, ...], Owned(at("hasReference"))] = ()
    pointers: Annotated[tuple[CitationPointer, ...], Owned(at("hasPointer"))] = ()
    publications: Annotated[tuple[Publication, ...], Owned()] = ()
    studies: Annotated[tuple[Study, ...], Owned()] = ()
    trials: Annotated[tuple[Trial, ...], Owned()] = ()
    cohorts: Annotated[tuple[Cohort, ...], Owned()] = ()
    regimens: Annotated[tuple[Regimen, ...], Owned()] = ()
    stated: Annotated[tuple[StatedMeasurement, ...], Owned()] = ()
    reported: Annotated[tuple[ReportedMeasurement, ...], Owned()] = ()
    comparisons: Annotated[tuple[Comparison, ...], Owned()] = ()
    claims: Annotated[tuple[Claim, ...], Owned(at("states"))] = ()
    conclusions: Annotated[tuple[Conclusion, ...], Owned(at("states"))] = ()
    evidence: Annotated[tuple[EvidenceLine, ...], Owned()] = ()

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        """What every statement of a record shares is written once, at its head."""
        if not isinstance(data, dict):
            return data
        document, publications = data.get("document"), data.get("publications")
        shared: dict[str, dict[str, Any]] = {section: {} for section in STATEMENTS}
        for values in shared.values():
            if "status" in data:
                values["status"] = data["status"]
        if isinstance(document, dict) and "id" in document:
            shared["stated"]["stated_in"] = document["id"]
        if isinstance(publications, list) and len(publications) == 1:
            if isinstance(publications[0], dict) and "id" in publications[0]:
                shared["reported"]["reported_by"] = publications[0]["id"]
        return data | {
            section: [
                {**values, **({"position": n} if section in ORDERED else {}), **item}
                if isinstance(item, dict)
                else item
                for n, item in enumerate(data[section], 1)
            ]
            for section, values in shared.items()
            if isinstance(data.get(section), list)
        }


STATEMENTS = ("pointers", "stated", "reported", "comparisons", "claims", "conclusions", "evidence")
"""The sections whose things are statements: each has a place in the text and a status."""

ORDERED = ("claims", "conclusions")
"""The sections whose order in the file is their order in the document."""

CLASSES: dict[str, type[Thing]] = {
    model.__name__: model
    for model in (
        Document, Publication, Study, Trial, Cohort, Regimen, TimePoint, Anchor, Reference,
        CitationPointer, Measurement, StatedMeasurement, ReportedMeasurement, Comparison, Claim,
        Conclusion, EvidenceLine, Finding, Check, Provenance,
    )
}  # fmt: skip
"""Every class of thing, by name."""

RESERVED = frozenset(model.path for model in CLASSES.values() if model.path)
"""Places under the base that no record may be called."""

PATTERNS = {
    "Slug": "lower-case letters and digits joined by hyphens or dots, such as 'mrd-positive'",
    "Scoped": "a study and a name within it, such as 'aall1331/all-enrolled'",
    "Name": "a name in this record, or 'record/name' for one in another",
    "Printed": "a number as printed, digits with a decimal point, such as '95.50'",
    "Day": "a date such as 2026-02-26",
}
"""What each kind of patterned text looks like, for messages."""
