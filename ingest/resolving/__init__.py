"""References completed from Crossref, PubMed and Europe PMC, when the user asks for the network.

`matching` says whether a work is the one that was printed; `resolver` puts one reference together
from what `ingest.sources` reads; `completing` adds identifiers to a record.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.resolving.model import SOURCE_NAMES, Resolved, SourceName
from ontology.errors import ResolveError

if TYPE_CHECKING:
    from ingest.records import RecordFile
    from ingest.resolving.completing import Resolution

__all__ = ["SOURCE_NAMES", "Resolved", "SourceName", "resolve"]

# What needs the grammar of references or the network is imported when it is called for.


def resolve(
    references: "RecordFile | Sequence[str]",
    *,
    sources: Sequence[SourceName] = SOURCE_NAMES,
    offline: bool = False,
    refresh: bool = False,
    cache: bool = True,
) -> "Resolution":
    """Ask the sources for each reference of a record, or of a list of printed references.

    What is printed is sent, and nothing else of a record. `offline` uses kept answers only, of
    whatever age; `refresh` asks again for what is kept; without `cache` answers are neither used
    nor kept. Addresses and contact come from the environment. Raises ResolveError if they make no
    sense or if no source answered.
    """
    from dataclasses import replace

    from ingest.records import RecordFile
    from ingest.resolving.completing import Resolution, of_lines, of_record
    from ingest.resolving.resolver import resolve_one
    from ingest.sources.cache import Cache
    from ingest.sources.client import Client, Settings, default_cache

    if isinstance(references, RecordFile):
        record, wanted = references, of_record(references)
    else:
        record, wanted = None, of_lines(references)
    settings = Settings.from_environment(offline=offline, refresh=refresh)
    client = Client(settings, Cache(default_cache()) if cache else None)
    try:
        resolved = [
            replace(
                resolve_one(one.number, one.printed, one.reference, sources, client.fetch),
                publication=one.publication,
            )
            for one in wanted
        ]
    finally:
        client.close()
    if wanted and not client.answered:
        _refuse_silence(resolved, bool(client.silent), offline)
    return Resolution(record, tuple(wanted), tuple(resolved), tuple(client.notes))


def _refuse_silence(resolved: Iterable[Resolved], silent: bool, offline: bool) -> None:
    """Say in one line that no source answered. Raises ResolveError if none did."""
    reasons = list(dict.fromkeys(reason for one in resolved for reason in one.failed.values()))
    if not reasons:
        return
    advice = "; --offline uses the cache only" if silent else ""
    if offline:
        advice = "; run it once without --offline"
    raise ResolveError("; ".join(reasons) + advice)
