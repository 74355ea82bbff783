"""What the commands share: formats, options, and the ways into a graph."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ontology.settings import STORE

if TYPE_CHECKING:
    from alltrace import EvidenceGraph

NO_CONCLUSION = "This graph holds no conclusion; load a record of a document that draws one."


class TextOrJson(StrEnum):
    text = "text"
    json = "json"


class TableFormat(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        envvar=STORE.name,
        help="Ask this store: a directory or a SPARQL 1.1 query address. Default: the bundled records.",
    ),
]
RecordOption = Annotated[
    list[Path] | None,
    typer.Option("--record", metavar="FILE", help="Ask the graph of this record file; repeatable."),
]
FormatOption = Annotated[TextOrJson, typer.Option("--format", help="How to print the result.")]
UpdateOption = Annotated[
    str | None,
    typer.Option(
        "--update-url", metavar="URL", help="The update address that goes with --store URL."
    ),
]


def open_graph(store: str | None, record: list[Path] | None) -> "EvidenceGraph":
    """The graph that the options name; without any, that of the bundled records."""
    from alltrace import EvidenceGraph

    if store is not None and record:
        raise typer.BadParameter("give --store or --record, not both")
    if record:
        return EvidenceGraph.of(*record)
    if store is None:
        return EvidenceGraph()
    return EvidenceGraph.over(store) if is_url(store) else EvidenceGraph.at(store)


def is_url(text: str) -> bool:
    """Whether a store is an endpoint and not a directory."""
    return text.startswith(("http://", "https://"))
