"""What people say of two records of studies: that they are of one study, or of two."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ontology.fields import Data, Inferred, Link
from ontology.model.texts import Day, Slug, Text
from ontology.model.thing import Thing
from ontology.terms import DATE, DCTERMS, RDFS, at

SAME_STUDY = Inferred(at("sameStudyAs"), "Study")
"""Two records of one study, each of them to the other."""

DIFFERENT_STUDY = Inferred(at("differentStudyFrom"), "Study")
"""Records of two studies, each of them to the other."""


class StudyIdentity(Thing):
    """A person's word on two studies that look alike, with the reason and the date.

    It changes neither of them. An edge from each of the two to the other says the same, for paths.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("StudyIdentity"),)
    path: ClassVar[str | None] = "identity"
    id: Slug
    why: Annotated[Text, Data(RDFS + "label")]
    studies: Annotated[
        tuple[Slug, ...], Field(min_length=2, max_length=2), Link(at("identityOf"), "Study")
    ]
    verdict: Annotated[Literal["same", "different"], Data(at("identityVerdict"))]
    by: Annotated[Text, Data(at("curator"))]
    date: Annotated[Day, Data(DCTERMS + "created", DATE)]
