"""What `check` gives as JSON: what was checked against what, what is broken, what is missing."""

from dataclasses import dataclass

from ingest.extract.labels import FieldGain


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The outcome of `alltrace calibrate`: from how many labels, and what it gains by field.

    `written` is the file of the counts, if one was written.
    """

    cases: list[str]
    labels: int
    fields: list[FieldGain]
    written: str | None = None


@dataclass(frozen=True, slots=True)
class BrokenValue:
    """A finding that is an error or a warning: where it stands, and what is compared."""

    rule: str
    severity: str
    place: str | None
    statement: str | None
    message: str
    values: tuple[str, ...]
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReferenceFault:
    """A finding about an entry of the reference list: its work, its print, a notice on it."""

    rule: str
    severity: str
    reference: int
    message: str


@dataclass(frozen=True, slots=True)
class UncheckedValues:
    """How many values could not be checked for one reason, and whose source it is."""

    reason: str
    references: tuple[int, ...]
    values: int


@dataclass(frozen=True, slots=True)
class MatchedSource:
    """A source that was used, and why it is the work of the reference."""

    reference: int
    file: str
    holds: str
    certainty: str
    reason: str
    values: int


@dataclass(frozen=True, slots=True)
class LeftSource:
    """A source that was not used, or not alone, and why."""

    file: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class WantedSource:
    """A reference of which nothing tells what it reports, and for how many values it is cited."""

    reference: int
    printed: str
    cited_for: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of `alltrace check`.

    `checked` counts the values whose sources were seen to report them or something else, `holding`
    those of them that are borne out; `outcomes` and `findings` are as in `audit`.
    """

    paper: str
    title: str
    case: str | None
    values: int
    checked: int
    holding: int
    outcomes: dict[str, int]
    findings: dict[str, int]
    corrected: int
    broken: list[BrokenValue]
    references: list[ReferenceFault]
    unchecked: list[UncheckedValues]
    sources: list[MatchedSource]
    unused: list[LeftSource]
    missing: list[WantedSource]
    notes: list[str]
    changed: list[str]
    """The files of the case that this run wrote."""
