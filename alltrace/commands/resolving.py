"""References completed from the network, when the user asks for it: resolve."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

from alltrace import files
from alltrace.commands.output import complain, emit, print_rich, watched
from graph_viz.text import reports, tables
from ingest import records, resolving
from ingest.references.lines import printed_lines
from ingest.resolving import SOURCE_NAMES, SourceName

# What needs the grammar of references or the network is imported when it is called for.


def resolve(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A record (.yaml), or text with one reference a line."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="FILE", help="Write the completed record, or the JSON."
        ),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="NAMES", help="Whom to ask, with commas between.")
    ] = ",".join(SOURCE_NAMES),
    offline: Annotated[
        bool, typer.Option("--offline", help="Use kept answers only, of whatever age.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither use nor keep answers on this machine.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what is kept already.")
    ] = False,
    form: Annotated[
        Literal["table", "json"] | None,
        typer.Option("--format", help="Default: a table for a record, JSON lines for a text."),
    ] = None,
) -> None:
    """Ask Crossref, PubMed and Europe PMC for DOI, PMID, PMCID and retractions of references.

    No other command asks anybody but a store that you name. What the references print is sent, and
    nothing else of the file. Without -o no record is changed; with it, notices enter the record. Exits with 1 if an identifier is in
    conflict, a work was retracted, or a source failed.
    """
    if offline and (no_cache or refresh):
        raise typer.BadParameter("--offline uses the cache; leave out --no-cache and --refresh")
    sources = _sources(source)
    record = records.load(file) if file.suffix.lower() in (".yaml", ".yml") else None
    printed = record or printed_lines(file)
    resolution = watched(
        f"Asking for the references of {file}",
        lambda: resolving.resolve(
            printed, sources=sources, offline=offline, refresh=refresh, cache=not no_cache
        ),
    )
    references = resolution.references
    for note in resolution.notes:
        complain(note)
    if record is not None and out is not None:
        files.write(out, resolution.completed())
        added = sum(map(len, resolution.additions.values()))
        complain(
            f"written: {out}, with {added} identifiers and {len(resolution.notices)} notices added"
        )
        if elsewhere := resolution.elsewhere:
            complain(
                f"{elsewhere} references are described in other records, which stay as they are"
            )
    lines = "\n".join(reports.as_line("resolve", one) for one in references)
    if record is None and out is not None:
        emit(lines, out)
    elif form == "json" or (form is None and record is None):
        print(lines)
    else:
        print_rich(tables.resolved(references))
    failed = Counter(f"{name}: {why}" for one in references for name, why in one.failed.items())
    for failure, times in failed.items():
        complain(f"{failure} ({times} of {len(references)} references)")
    for one in references:
        for note in one.told:
            complain(f"reference {one.number}: {note}")
    graver = any(one.outcome in ("conflict", "failed") or one.retracted for one in references)
    raise typer.Exit(1 if graver or failed else 0)


def _sources(names: str) -> list[SourceName]:
    asked = [name.strip().lower() for name in names.split(",") if name.strip()]
    unknown = [name for name in asked if name not in SOURCE_NAMES]
    if unknown or not asked:
        raise typer.BadParameter(f"--source takes {', '.join(SOURCE_NAMES)}, with commas between")
    return [name for name in SOURCE_NAMES if name in asked]
