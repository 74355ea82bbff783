"""What every thing with an IRI has in common."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, model_serializer

from ontology.fields import DirectEdge, Inferred

FIELD_BY_FIELD: Final = "field by field"
"""The context of a validation that leaves to its caller to ask for the `faults` of the whole."""


class Thing(BaseModel):
    """Anything with an IRI. `path` is its place under the base; None places it in its record."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    rdf_classes: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[str | None] = None
    edges: ClassVar[tuple[DirectEdge, ...]] = ()
    inferred: ClassVar[tuple[Inferred, ...]] = ()
    shared: ClassVar[bool] = False
    """Whether the IRI comes from the content alone, so that every record writes the thing alike.

    Such things stand in one named graph of their own, so that none is counted twice.
    """

    @property
    def key(self) -> str:
        """The thing's name within its record, or under its `path`."""
        return str(self.id)  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.key}>"

    @cached_property
    def iri(self) -> str:
        """The whole IRI of a thing that was read from a graph; empty for one of a record file."""
        return ""

    def seen(self, iri: str, values: dict[str, Any]) -> Self:
        """A copy that is a view of a thing in a graph: not validated, and every name is an IRI."""
        view = self.model_copy(update=values)
        view.__dict__["iri"] = iri
        return view

    def faults(self) -> Iterator[ValueError]:
        """What is wrong with the fields together, each being right by itself."""
        return iter(())


class SharedThing(Thing):
    """A thing that a record writes as one string, and that several records may name."""

    shared: ClassVar[bool] = True

    @property
    def written(self) -> str:
        """The string that a curator writes for it."""
        raise NotImplementedError

    @model_serializer
    def _as_written(self) -> str:
        return self.written
