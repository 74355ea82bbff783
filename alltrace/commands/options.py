"""What the commands share: formats, options, and the ways into a graph."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from ontology.settings import STORE

if TYPE_CHECKING:
    from alltrace import EvidenceGraph

TextOrJson: TypeAlias = Literal["text", "json"]
TableFormat: TypeAlias = Literal["table", "json", "csv"]

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
TableOption = Annotated[TableFormat, typer.Option("--format", help="How to print.")]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE")]
WithQuotesOption = Annotated[
    bool,
    typer.Option("--with-quotes", help="Bring the sentences of documents that drafts quote."),
]
TextsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--text", metavar="FILE", help="A document's text, to show its sentences; repeatable."
    ),
]
UpdateOption = Annotated[
    str | None,
    typer.Option(
        "--update-url", metavar="URL", help="The update address that goes with --store URL."
    ),
]


def open_graph(
    store: str | None, record: list[Path] | None, texts: list[Path] | None = None
) -> "EvidenceGraph":
    """The graph that the options name; without any, that of the bundled records.

    With the sentences of `texts` beside the claims that are anchored there.
    """
    if store is not None and texts:
        raise typer.BadParameter("--text goes with records, not with --store")
    opened = _opened(store, record)
    return opened.with_texts(*texts) if texts else opened


def _opened(store: str | None, record: list[Path] | None) -> "EvidenceGraph":
    from alltrace import EvidenceGraph

    if store is not None and record:
        raise typer.BadParameter("give --store or --record, not both")
    if record:
        return EvidenceGraph.of(*record)
    if store is None:
        return EvidenceGraph()
    if store.startswith(("http://", "https://")):
        return EvidenceGraph.over(store)
    return EvidenceGraph.at(store)
