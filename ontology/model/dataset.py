"""The whole graph as a data set: what VoID and DCAT say of it, made when a graph is built."""

from typing import Annotated, ClassVar

from ontology.fields import Data, Link, Term
from ontology.model.texts import Day, Text
from ontology.model.thing import Thing
from ontology.terms import DATE, DC, DCAT, DCTERMS, INTEGER, RDFS, VOID, at

_WHOLE = ""
"""The namespace of what is written as a whole IRI."""


class DatasetThing(Thing):
    """A thing of the description; `id` is its place under the IRI of the data set."""

    path: ClassVar[str | None] = "dataset"
    id: str
    label: Annotated[Text, Data(RDFS + "label")]


class ClassPartition(DatasetThing):
    """The things of one class, and how many there are."""

    rdf_classes: ClassVar[tuple[str, ...]] = (VOID + "Dataset",)
    of_class: Annotated[str, Term(VOID + "class", _WHOLE)]
    entities: Annotated[int, Data(VOID + "entities", INTEGER)]


class PropertyPartition(DatasetThing):
    """The triples with one property, and how many there are."""

    rdf_classes: ClassVar[tuple[str, ...]] = (VOID + "Dataset",)
    of_property: Annotated[str, Term(VOID + "property", _WHOLE)]
    triples: Annotated[int, Data(VOID + "triples", INTEGER)]


class Distribution(DatasetThing):
    """The data set as a file in one format."""

    rdf_classes: ClassVar[tuple[str, ...]] = (DCAT + "Distribution",)
    download: Annotated[str, Term(DCAT + "downloadURL", _WHOLE)]
    media_type: Annotated[str, Term(DCAT + "mediaType", _WHOLE)]


class Dataset(DatasetThing):
    """All named graphs together. Counts leave out the description itself.

    `licence` is absent where whoever made the records has not said how they may be used.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (DCAT + "Dataset", VOID + "Dataset")
    title: Annotated[Text, Data(DCTERMS + "title")]
    description: Annotated[Text, Data(DCTERMS + "description")]
    creators: Annotated[tuple[Text, ...], Data(DC + "creator")] = ()
    version: Annotated[Text, Data(at("softwareVersion"))]
    modified: Annotated[Day | None, Data(DCTERMS + "modified", DATE)] = None
    licence: Annotated[str | None, Term(DCTERMS + "license", _WHOLE)] = None
    triples: Annotated[int, Data(VOID + "triples", INTEGER)]
    entities: Annotated[int, Data(VOID + "entities", INTEGER)]
    subjects: Annotated[int, Data(VOID + "distinctSubjects", INTEGER)]
    classes: Annotated[int, Data(VOID + "classes", INTEGER)]
    properties: Annotated[int, Data(VOID + "properties", INTEGER)]
    uri_space: Annotated[Text, Data(VOID + "uriSpace")]
    vocabularies: Annotated[tuple[str, ...], Term(VOID + "vocabulary", _WHOLE)] = ()
    class_partitions: Annotated[tuple[str, ...], Link(VOID + "classPartition", "Thing")] = ()
    property_partitions: Annotated[tuple[str, ...], Link(VOID + "propertyPartition", "Thing")] = ()
    distributions: Annotated[tuple[str, ...], Link(DCAT + "distribution", "Thing")] = ()
