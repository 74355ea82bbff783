"""Registrations: the entry of a study in a registry of trials."""

from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import model_validator

from ontology.fields import Data
from ontology.model.texts import Text
from ontology.model.thing import SharedThing
from ontology.registries import registration_number
from ontology.terms import RDFS, at


class Registration(SharedThing):
    """One entry of a registry, written as its number: `NCT02101853`, `EudraCT 2012-000793-30`.

    All spellings of a number are one registration. A number of an unknown form is kept, without a
    registry and with a doubt that says so.

    >>> Registration.model_validate("isrctn 45724312").number
    'ISRCTN45724312'
    >>> Registration.model_validate("AB-12").doubts
    ('AB-12 has the form of no registry that alltrace knows',)
    """

    rdf_classes: ClassVar[tuple[str, ...]] = (at("Registration"),)
    path: ClassVar[str | None] = "registration"
    id: Text
    label: Annotated[Text, Data(RDFS + "label")]
    number: Annotated[Text, Data(at("registrationNumber"))]
    registry: Annotated[Text | None, Data(at("registry"))] = None
    doubts: Annotated[tuple[Text, ...], Data(at("doubt"))] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        read = registration_number(data)
        doubt = f"{read.number} has the form of no registry that alltrace knows"
        return {
            "id": quote(read.number.replace("/", "-"), safe=""),
            "label": read.label,
            "number": read.number,
            "registry": read.registry,
            "doubts": () if read.registry else (doubt,),
        }

    @property
    def written(self) -> str:
        return self.label
