"""What every thing with an IRI has in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from ontology.fields import DirectEdge


class Thing(BaseModel):
    """Anything with an IRI. `path` is its place under the base; None places it in its record."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    rdf_classes: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str | None] = None
    edges: ClassVar[tuple[DirectEdge, ...]] = ()

    @property
    def key(self) -> str:
        """The thing's name within its record, or under its `path`."""
        return str(self.id)  # type: ignore[attr-defined]
