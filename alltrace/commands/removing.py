"""Records out of a store: remove."""

from functools import partial
from typing import Annotated

import typer

from alltrace.commands.options import FormatOption, UpdateOption
from alltrace.commands.output import show, watched
from alltrace.pipeline import opened
from graph_viz.text.plain import plain
from ontology.settings import STORE
from queries.removal import Removed
from queries.removal import remove as remove_record


def remove(
    record: Annotated[list[str], typer.Argument(metavar="RECORD...", show_default=False)],
    store: Annotated[
        str,
        typer.Option("--store", metavar="DIR|URL", envvar=STORE.name, help="Take it out of here."),
    ],
    update_url: UpdateOption = None,
    form: FormatOption = "text",
) -> None:
    """Take records out of a store, with their findings, provenance and what they alone used.

    A record is named by its name, or by its document's IRI, id or label. It stays where other
    records point at what it defines. Findings of other documents are judged anew.
    """
    removed = []
    with opened(store, update_url) as place:
        for name in record:
            work = partial(remove_record, place, name)
            removed.append(watched(f"Removing {plain(name)}", work))
    show(form, "remove", removed, lambda: _show(removed))


def _show(removed: list[Removed]) -> None:
    for one in removed:
        also = f", and {len(one.things)} things that it alone used" if one.things else ""
        judged = f"; judged anew: {', '.join(one.judged)}" if one.judged else ""
        print(plain(f"removed: {one.record} ({len(one.graphs)} graphs{also}){judged}"))
