"""Arms of drafted and imported studies: each regimen that a group received makes an arm."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from ontology.model import Arm, Measurement, Regimen

M = TypeVar("M", bound=Measurement)


def arm_of(regimen: Regimen, label: str, analysed: int | None = None) -> Arm:
    """The arm that received a regimen, under the regimen's own name."""
    return Arm(
        id=regimen.id,
        study=regimen.study,
        label=label,
        n_analysed=analysed,
        received=(regimen.id,),
    )


def in_arms(values: Iterable[M], arms: Collection[str]) -> list[M]:
    """The values, each in the arm of its regimen and compared with that of its other regimen.

    `arms` are the regimens that arms are named after.
    """

    def named(regimen: str | None) -> str | None:
        return regimen if regimen in arms else None

    return [
        value.model_copy(
            update={"arm": named(value.regimen), "compared_arm": named(value.compared_regimen)}
        )
        for value in values
    ]
