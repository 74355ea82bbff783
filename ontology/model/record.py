"""The file that a curator writes or a program drafts, and every class of thing that it may hold."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from ontology import vocabulary
from ontology.fields import Owned
from ontology.model.bibliography import Document, Notice, Publication, Reference
from ontology.model.identity import StudyIdentity
from ontology.model.judgement import Check, Finding, Provenance
from ontology.model.measurement import (
    Comparison,
    Measurement,
    ReportedMeasurement,
    StatedMeasurement,
)
from ontology.model.quantity import Quantity
from ontology.model.registration import Registration
from ontology.model.statement import (
    Anchor,
    CitationPointer,
    Claim,
    Conclusion,
    EvidenceLine,
    SourcePlace,
    TextAnchor,
)
from ontology.model.study import Arm, Cohort, Regimen, Study, Trial
from ontology.model.texts import Day, Orcid, Slug, Status, Text
from ontology.model.thing import Thing
from ontology.model.timepoint import TimePoint
from ontology.terms import at


def _not_reserved(name: str) -> str:
    """A record's things live under its name, beside the places of the things that all share."""
    if name in RESERVED:
        raise ValueError(f"a record cannot be called {name!r}; that place is taken")
    return name


SCHEMA_VERSION: Final = "2"
"""The version of the form in which records are written."""


class Curation(BaseModel):
    """Who vouches for a record, since when, and from what it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    curator: Text
    orcid: Orcid | None = None
    date: Day
    source: Text | None = None


class Record(BaseModel):
    """One YAML file: a document with all it says, or a study with all it reports, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    record: Annotated[Slug, AfterValidator(_not_reserved)]
    schema_version: Literal["2"] = SCHEMA_VERSION
    status: Status
    curation: Curation
    document: Annotated[Document | None, Owned()] = None
    anchors: Annotated[tuple[TextAnchor, ...], Owned()] = ()
    references: Annotated[tuple[Reference, ...], Owned(at("hasReference"))] = ()
    pointers: Annotated[tuple[CitationPointer, ...], Owned(at("hasPointer"))] = ()
    publications: Annotated[tuple[Publication, ...], Owned()] = ()
    notices: Annotated[tuple[Notice, ...], Owned()] = ()
    studies: Annotated[tuple[Study, ...], Owned()] = ()
    trials: Annotated[tuple[Trial, ...], Owned()] = ()
    cohorts: Annotated[tuple[Cohort, ...], Owned()] = ()
    regimens: Annotated[tuple[Regimen, ...], Owned()] = ()
    arms: Annotated[tuple[Arm, ...], Owned()] = ()
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
        kinds = _kinds_of_regimens(data)
        return data | {
            section: [
                {
                    **values,
                    **({"position": n} if section in ORDERED else {}),
                    **_in_blocks(item, kinds),
                }
                if isinstance(item, dict)
                else item
                for n, item in enumerate(data[section], 1)
            ]
            for section, values in shared.items()
            if isinstance(data.get(section), list)
        }


def _kinds_of_regimens(data: dict[str, Any]) -> dict[str, str]:
    """The kind of each regimen of a record that has one, by its id."""
    regimens = data.get("regimens")
    items = regimens if isinstance(regimens, list) else []
    return {
        str(item["id"]): str(item["kind"])
        for item in items
        if isinstance(item, dict) and "id" in item and "kind" in item
    }


def _in_blocks(item: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    """The item with its time told by block, if its regimen is given in blocks; the words stay."""
    time, kind = item.get("time"), kinds.get(str(item.get("regimen")))
    if not isinstance(time, str) or kind is None:
        return item
    timing, _, phase = time.rpartition(" ")
    block = vocabulary.phase_in_blocks(phase, kind)
    if block is None:
        return item
    words = f"{timing} {vocabulary.label('phase', phase)}"
    return {"time_text": words, **item, "time": f"{timing} {block}"}


STATEMENTS = ("pointers", "stated", "reported", "comparisons", "claims", "conclusions", "evidence")
"""The sections whose things are statements: each has a place in the text and a status."""

ORDERED = ("claims", "conclusions")
"""The sections whose order in the file is their order in the document."""

CLASSES: dict[str, type[Thing]] = {
    model.__name__: model
    for model in (
        Document, Publication, Notice, Registration, Study, Trial, Cohort, Regimen, Arm, Quantity,
        TimePoint, Anchor, TextAnchor, SourcePlace, Reference, CitationPointer, Measurement,
        StatedMeasurement, ReportedMeasurement, Comparison, Claim, Conclusion, EvidenceLine,
        Finding, Check, Provenance, StudyIdentity,
    )
}  # fmt: skip
"""Every class of thing, by name."""

SHARED = "shared"
"""The name of the named graph of the things that several records name."""

RESERVED = frozenset({SHARED, *(model.path for model in CLASSES.values() if model.path)})
"""Places under the base that no record may be called."""
