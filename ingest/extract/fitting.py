"""Data made to fit a model of the record: what the model refuses is left out, and told."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError


def fitted(
    model: type[BaseModel],
    data: Mapping[str, Any],
    needed: Collection[str],
    shared: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any] | None, list[str]]:
    """`data` without the fields that `model` refuses, and a line for each that went.

    None if a `needed` field is refused, or if nothing that can go would mend it. `shared` is what a
    record's head gives to each of its statements.
    """
    kept = dict(data)
    told: list[str] = []
    for _ in range(len(kept) + 1):
        try:
            model.model_validate({**kept, **(shared or {})})
        except ValidationError as error:
            fault = error.errors()[0]
            at = str(fault["loc"][0]) if fault["loc"] else ""
            field = getattr(fault.get("ctx", {}).get("error"), "field", at)
            if field not in kept or field in needed:
                return None, [*told, fault["msg"]]
            told.append(f"{field} {kept.pop(field)} left out: {fault['msg']}")
        else:
            return kept, told
    return None, told
