"""The kinds of text and the closed lists of words that a field may hold."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from ontology import vocabulary

LONGEST_TEXT = 20_000
"""The most characters of a text."""
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)
]
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
Probability = Annotated[str, StringConstraints(pattern=r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$")]
"""A number from 0 to 1, with four digits at most."""
Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
]
Orcid = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$")]
"""The ORCID iD of a person, without an address before it."""
Ror = Annotated[str, StringConstraints(pattern=r"^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$")]
"""The ROR id of an organisation, without an address before it."""

PartialDay = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
]
"""A day, a month or a year, in the form of ISO 8601."""

Status = Literal["extracted", "reviewed"]
Operator = Literal["=", "<", ">", "≤", "≥", "≈"]
Direction = Literal["supports", "disputes", "qualifies"]
NoticeKind = Literal["retraction", "partial retraction", "concern", "correction", "reinstatement"]
"""What a notice says of a work; a concern is an expression of concern by the editors."""
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
Blinding = Literal["open-label", "blinded"]
Allocation = Literal["randomised", "non-randomised", "single-arm"]
Statistic = Literal[
    "count",
    "proportion",
    "survival-estimate",
    "cumulative-incidence",
    "mean",
    "median",
    "rate",
    "hazard-ratio",
    "odds-ratio",
    "risk-ratio",
    "rate-ratio",
    "difference",
]
"""What kind of number a value is; a survival estimate is no proportion of whole people."""
AnalysisSet = Literal[
    "intention to treat",
    "modified intention to treat",
    "full analysis set",
    "per protocol",
    "as treated",
    "safety",
    "evaluable",
]
"""Which people of an arm or cohort a value counts, where the source names the set."""
ArmRole = Literal["experimental", "comparator", "single"]
EndpointRole = Literal["primary", "secondary", "exploratory", "safety"]
PKind = Literal[
    "effect",
    "interaction",
    "trend",
    "heterogeneity",
    "non-inferiority",
    "equivalence",
    "superiority",
]
"""What a test asks: whether there is an effect, whether it differs between groups, and so on."""
Sides = Literal["one-sided", "two-sided"]
Bound = Literal["value", "lower", "upper"]
PointerPlace = Literal["table", "caption", "footnote", "back matter"]
"""Where a reference is cited outside the running text."""
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


def concept(scheme: str) -> AfterValidator:
    """A field that holds the notation of a concept of `scheme`."""
    return AfterValidator(
        lambda notation: None if notation is None else vocabulary.require(scheme, notation)
    )


PATTERNS = {
    "Slug": "lower-case letters and digits joined by hyphens or dots, such as 'mrd-positive'",
    "Scoped": "a study and a name within it, such as 'aall1331/all-enrolled'",
    "Name": "a name in this record, or 'record/name' for one in another",
    "Printed": "a number as printed, digits with a decimal point, such as '95.50'",
    "Day": "a date such as 2026-02-26",
    "Orcid": "an ORCID iD: four groups of four digits, the last of which may be an X",
    "Ror": "a ROR id such as 03yrm5c26",
    "PartialDay": "a date as far as known: 2026-02-26, 2026-02 or 2026",
}
"""What each kind of patterned text looks like, for messages."""
