"""A question to a report, and its answer: the printed numbers of both arms with their place."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["binary", "continuous"]


@dataclass(frozen=True, slots=True)
class Question:
    """The comparison asked about: `intervention` against `comparator` by `outcome`."""

    intervention: str
    comparator: str
    outcome: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ArmNumbers:
    """The printed numbers of one arm; `mean` and `deviation` are decimals as printed."""

    events: int | None = None
    size: int | None = None
    mean: str | None = None
    deviation: str | None = None
    computed: bool = False
    """Whether the events were computed from a percentage and the size."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of both arms, their place, and how well it matches the question."""

    intervention: ArmNumbers
    comparator: ArmNumbers
    kind: Kind
    place: str = "not found"
    score: float = 0.0

    def fields(self) -> dict[str, int | float | None]:
        """The answer as the flat fields of the benchmark; unknown values are None.

        Sizes alone are no answer.
        """
        flat: dict[str, int | float | None] = {}
        for side in ("intervention", "comparator"):
            arm: ArmNumbers = getattr(self, side) if self.score else ArmNumbers()
            flat[f"{side}_group_size"] = arm.size
            if self.kind == "binary":
                flat[f"{side}_events"] = arm.events
            else:
                flat[f"{side}_mean"] = float(arm.mean) if arm.mean else None
                flat[f"{side}_standard_deviation"] = float(arm.deviation) if arm.deviation else None
        return flat
