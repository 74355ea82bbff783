"""Studies, and the groups of people and the treatments within them."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from ontology.fields import Concept, Data, Inferred, Link, Part
from ontology.model.identity import DIFFERENT_STUDY, SAME_STUDY
from ontology.model.registration import Registration
from ontology.model.texts import Allocation, ArmRole, Scoped, Slug, Text, concept
from ontology.model.thing import Thing
from ontology.terms import INTEGER, RDFS, SKOS, at


class Study(Thing):
    """An investigation with a population of its own, whatever its design."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Study"),)
    inferred: ClassVar[tuple[Inferred, ...]] = (SAME_STUDY, DIFFERENT_STUDY)
    path: ClassVar[str | None] = "study"
    id: Slug
    label: Annotated[Text, Data(RDFS + "label")]
    names: Annotated[tuple[Text, ...], Data(SKOS + "altLabel")] = ()
    registrations: Annotated[tuple[Registration, ...], Part(at("hasRegistration"))] = ()
    group: Annotated[Text | None, Data(at("studyGroup"))] = None
    design: Annotated[Text | None, Data(at("design"))] = None
    allocation: Annotated[Allocation | None, Data(at("allocation"))] = None
    stratified_by: Annotated[tuple[Text, ...], Data(at("stratifiedBy"))] = ()
    trial_phase: Annotated[
        Literal["1", "1/2", "2", "2/3", "3", "4"] | None, Data(at("trialPhase"))
    ] = None
    n: Annotated[int | None, Field(ge=0), Data(at("participants"), INTEGER)] = None
    populations: Annotated[
        tuple[Annotated[str, concept("population")], ...],
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

    @model_validator(mode="before")
    @classmethod
    def _study_from_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("id"), str) and "study" not in data:
            return {**data, "study": data["id"].split("/")[0]}
        return data


class Cohort(StudyPart):
    """The people a value is about, told apart by what they have in common."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Cohort"),)
    path: ClassVar[str | None] = "cohort"
    n: Annotated[int | None, Field(ge=0), Data(at("participants"), INTEGER)] = None
    note: Annotated[Text | None, Data(at("note"))] = None
    populations: Annotated[
        tuple[Annotated[str, concept("population")], ...],
        Concept(at("hasPopulation"), "population"),
    ] = ()
    subset_of: Annotated[Scoped | None, Link(at("partOfCohort"), "Cohort")] = None


class Regimen(StudyPart):
    """A treatment as one study gave it, in one phase of treatment, to one arm or to all."""

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Regimen"),)
    path: ClassVar[str | None] = "regimen"
    n: Annotated[int | None, Field(ge=0), Data(at("participants"), INTEGER)] = None
    note: Annotated[Text | None, Data(at("note"))] = None
    kind: Annotated[str | None, concept("regimen"), Concept(at("regimenKind"), "regimen")] = None
    phase: Annotated[str | None, concept("phase"), Concept(at("inPhase"), "phase")] = None
    drugs: Annotated[
        tuple[Annotated[str, concept("drug")], ...], Concept(at("hasDrug"), "drug")
    ] = ()


class Arm(StudyPart):
    """A group of a study formed by allocation, or the one group that it treats.

    `received` are its regimens in the order in which they were given, which `received_order` keeps
    for the graph, where values have no order.
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Arm"),)
    path: ClassVar[str | None] = "arm"
    study: Annotated[Slug, Link(at("armOf"), "Study")]
    names: Annotated[tuple[Text, ...], Data(SKOS + "altLabel")] = ()
    role: Annotated[ArmRole | None, Data(at("armRole"))] = None
    n_allocated: Annotated[int | None, Field(ge=0), Data(at("nAllocated"), INTEGER)] = None
    n_analysed: Annotated[int | None, Field(ge=0), Data(at("nAnalysed"), INTEGER)] = None
    n_treated: Annotated[int | None, Field(ge=0), Data(at("nTreated"), INTEGER)] = None
    received: Annotated[tuple[Scoped, ...], Link(at("received"), "Regimen")] = ()
    received_order: Annotated[Text | None, Data(at("receivedOrder"))] = None
    formed_from: Annotated[Scoped | None, Link(at("formedFrom"), "Cohort")] = None
    note: Annotated[Text | None, Data(at("note"))] = None

    @model_validator(mode="before")
    @classmethod
    def _keep_order(cls, data: Any) -> Any:
        """RDF forgets the order of values, so the names are kept as one string as well."""
        received = data.get("received") if isinstance(data, dict) else None
        if isinstance(received, list | tuple) and len(received) > 1:
            return {"received_order": ", then ".join(map(str, received)), **data}
        return data
