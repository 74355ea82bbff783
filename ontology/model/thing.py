"""What every thing with an IRI has in common."""

from collections.abc import Iterator
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from ontology.fields import DirectEdge

FIELD_BY_FIELD: Final = "field by field"
"""The context of a validation that leaves to its caller to ask for the `faults` of the whole."""


class Thing(BaseModel):
    """Anything with an IRI. `path` is its place under the base; None places it in its record."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rdf_classes: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str | None] = None
    edges: ClassVar[tuple[DirectEdge, ...]] = ()

    @property
    def key(self) -> str:
        """The thing's name within its record, or under its `path`."""
        return str(self.id)  # type: ignore[attr-defined]

    def faults(self) -> Iterator[ValueError]:
        """What is wrong with the fields together, each being right by itself."""
        return iter(())
