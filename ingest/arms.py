"""Arms of drafted and imported studies: each regimen that a group received makes an arm."""

from collections.abc import Collection, Iterable, Mapping
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


def in_arms(
    values: Iterable[M], arms: Collection[str], known: Mapping[str, str | None] | None = None
) -> list[M]:
    """The values, each in the arm of its regimen and compared with that of its other regimen.

    `arms` are the regimens that arms are named after. `known` has the arms of other records that
    stand in a value's field for its regimen, each with the one regimen that it received.
    """
    received = known or {}

    def arm(regimen: str | None) -> str | None:
        return regimen if regimen in arms or regimen in received else None

    def given(regimen: str | None) -> str | None:
        return received.get(regimen, regimen) if regimen is not None else None

    return [
        value.model_copy(
            update={
                "arm": arm(value.regimen), "compared_arm": arm(value.compared_regimen),
                "regimen": given(value.regimen),
                "compared_regimen": given(value.compared_regimen),
            }
        )
        for value in values
    ]  # fmt: skip
