"""The file that a curator writes or a program drafts, and every class of thing that it may hold."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from ontology.fields import Owned
from ontology.model.bibliography import Document, Notice, Publication, Reference
from ontology.model.judgement import Check, Finding, Provenance
from ontology.model.measurement import (
    Comparison,
    Measurement,
    ReportedMeasurement,
    StatedMeasurement,
    TimePoint,
)
from ontology.model.statement import Anchor, CitationPointer, Claim, Conclusion, EvidenceLine
from ontology.model.study import Cohort, Regimen, Study, Trial
from ontology.model.texts import Day, Slug, Status, Text
from ontology.model.thing import Thing
from ontology.terms import at


def _not_reserved(name: str) -> str:
    """A record's things live under its name, beside the places of the things that all share."""
    if name in RESERVED:
        raise ValueError(f"a record cannot be called {name!r}; that place is taken")
    return name


class Curation(BaseModel):
    """Who vouches for a record, since when, and from what it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    curator: Text
    date: Day
    source: Text | None = None


class Record(BaseModel):
    """One YAML file: a document with all it says, or a study with all it reports, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    record: Annotated[Slug, AfterValidator(_not_reserved)]
    status: Status
    curation: Curation
    document: Annotated[Document | None, Owned()] = None
    anchors: Annotated[tuple[Anchor, ...], Owned()] = ()
    references: Annotated[tuple[Reference, ...], Owned(at("hasReference"))] = ()
    pointers: Annotated[tuple[CitationPointer, ...], Owned(at("hasPointer"))] = ()
    publications: Annotated[tuple[Publication, ...], Owned()] = ()
    notices: Annotated[tuple[Notice, ...], Owned()] = ()
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
        Document, Publication, Notice, Study, Trial, Cohort, Regimen, TimePoint, Anchor, Reference,
        CitationPointer, Measurement, StatedMeasurement, ReportedMeasurement, Comparison, Claim,
        Conclusion, EvidenceLine, Finding, Check, Provenance,
    )
}  # fmt: skip
"""Every class of thing, by name."""

RESERVED = frozenset(model.path for model in CLASSES.values() if model.path)
"""Places under the base that no record may be called."""
