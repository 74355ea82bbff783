"""Documents, the works that they cite, and the entries of their reference lists."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from ontology.fields import Data, Link, SameAs, Term
from ontology.identifiers import REGISTERS
from ontology.model.texts import Day, NoticeKind, Orcid, PartialDay, Ror, Seen, Slug, Text
from ontology.model.thing import Thing
from ontology.terms import BOOLEAN, DATE, DCTERMS, INTEGER, RDFS, SKOS, at

Doi = Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/\S+$")]
Pmid = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")]


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
    doi: Annotated[Doi | None, Data(at("doi")), SameAs("doi")] = None
    pmid: Annotated[Pmid | None, Data(at("pmid")), SameAs("pubmed")] = None
    pmcid: Annotated[
        str | None, StringConstraints(pattern=r"^PMC[0-9]+$"), Data(at("pmcid")), SameAs("pmc")
    ] = None
    author_orcids: Annotated[
        tuple[Orcid, ...], Term(DCTERMS + "creator", REGISTERS["orcid"].prefix_iri)
    ] = ()
    """The ORCID iDs of those authors whose iDs are known, in any order."""
    institutions: Annotated[
        tuple[Ror, ...], Term(DCTERMS + "contributor", REGISTERS["ror"].prefix_iri)
    ] = ()
    """The ROR ids of the organisations that the authors belong to, as far as known."""
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
    names: Annotated[tuple[Text, ...], Data(SKOS + "altLabel")] = ()
    type: Annotated[Literal["letter", "reply", "article", "review"], Data(at("documentType"))]
    received: Annotated[Day | None, Data(at("dateReceived"), DATE)] = None
    accepted: Annotated[Day | None, Data(at("accepted"), DATE)] = None
    published: Annotated[Day | None, Data(at("published"), DATE)] = None
    comments_on: Annotated[Slug | None, Link(at("commentsOn"), "Publication")] = None
    unsearched: Annotated[tuple[Text, ...], Data(at("unsearched"))] = ()
    """What was not searched for citations: a reference that none leads to may be cited there."""
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


class Notice(Thing):
    """What a journal or an index says of a published work afterwards, such as its retraction.

    `date` is that of the notice as far as known, `doi` and `pmid` are those of the notice itself,
    and `source` names whoever tells of it.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Notice"),)
    id: Slug
    about: Annotated[Slug, Link(at("about"), "Publication")]
    kind: Annotated[NoticeKind, Data(at("noticeKind"))]
    date: Annotated[PartialDay | None, Data(at("date"))] = None
    doi: Annotated[Doi | None, Data(at("doi"))] = None
    pmid: Annotated[Pmid | None, Data(at("pmid"))] = None
    source: Annotated[tuple[Text, ...], Field(min_length=1), Data(at("source"))]
    reason: Annotated[Text | None, Data(at("reason"))] = None
    note: Annotated[Text | None, Data(at("note"))] = None


class Reference(Thing):
    """Entry `number` of the document's reference list, as printed, and the work it stands for."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Reference"),)
    number: Annotated[int, Field(ge=1), Data(at("referenceNumber"), INTEGER)]
    printed: Annotated[Text | None, Data(DCTERMS + "bibliographicCitation")] = None
    publication: Annotated[Slug, Link(at("refersTo"), "Publication")]
    doubts: Annotated[tuple[Text, ...], Data(at("doubt"))] = ()
    """What a program was unsure of when it read the printed entry."""

    @property
    def key(self) -> str:
        return f"ref-{self.number}"
