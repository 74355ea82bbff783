"""Resolution of references in Crossref, PubMed and Europe PMC, only when the user asks for it.

`matching` decides whether a work is the printed one; `resolver` combines the answers that
`ingest.sources` reads for a reference; `completing` adds identifiers to a record.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.resolving.model import SOURCE_NAMES, Resolved, SourceName
from ontology.errors import ResolveError

if TYPE_CHECKING:
    from ingest.records import RecordFile
    from ingest.resolving.completing import Resolution

__all__ = ["SOURCE_NAMES", "Resolved", "SourceName", "resolve"]

# The reference parser and the HTTP client are imported when they are needed.


def resolve(
    references: "RecordFile | Sequence[str]",
    *,
    sources: Sequence[SourceName] = SOURCE_NAMES,
    offline: bool = False,
    refresh: bool = False,
    cache: bool = True,
) -> "Resolution":
    """Resolve each reference of a record, or of a list of printed references.

    Only the printed reference is sent, nothing else of a record. `offline` uses cached answers
    only, of any age; `refresh` ignores cached answers; without `cache`, answers are neither read
    from the cache nor stored. Addresses and contact come from the environment. Raises ResolveError
    if these are invalid or if no source answered.
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
    """Raise ResolveError with the reasons in one line, if no source answered."""
    reasons = list(dict.fromkeys(reason for one in resolved for reason in one.failed.values()))
    if not reasons:
        return
    advice = "; --offline uses the cache only" if silent else ""
    if offline:
        advice = "; run it once without --offline"
    raise ResolveError("; ".join(reasons) + advice)
