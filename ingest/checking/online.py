"""Asking Crossref, PubMed and Europe PMC for the entries of a list, by the client of `resolve`."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest import readers
from ingest.checking.entry import Entry
from ingest.checking.existence import Evidence, Lookup
from ingest.checking.match import Match
from ingest.checking.source import Source
from ingest.checking.source_kinds import of_paper, of_work
from ingest.resolving import SOURCE_NAMES, SourceName
from ingest.resolving.resolver import WorkOfSource, look_up
from ingest.sources import crossref, europepmc, pubmed
from ingest.sources.cache import Cache
from ingest.sources.client import Client, Settings, default_cache
from ingest.sources.work import IdKind
from ontology.errors import ReadingError, ResolveError

NAMES: dict[str, str] = {
    "crossref": crossref.SOURCE, "pubmed": pubmed.SOURCE, "europepmc": europepmc.SOURCE
}  # fmt: skip
_WOULD_KNOW: frozenset[tuple[str, IdKind]] = frozenset(
    (("crossref", "doi"), ("pubmed", "pmid"), ("europepmc", "pmcid"))
)
"""The identifiers that a source gives itself, or registers: most that it does not know are none."""


@dataclass(slots=True)
class Network:
    """What is asked of the network in one run; a failing source stops neither entries nor others.

    `failures` counts the entries for which each failure happened.
    """

    client: Client
    sources: Sequence[SourceName] = SOURCE_NAMES
    failures: Counter[str] = field(default_factory=Counter)

    def ask(self, entry: Entry, lookup: Lookup) -> None:
        """Add what the sources say of an entry to a lookup."""
        answer = look_up(entry.number, entry.reference, self.sources, self.client.fetch)
        lookup.taken += map(_evidence, answer.taken)
        lookup.possible += map(_evidence, answer.possible)
        for kind, works in answer.contradicted.items():
            lookup.contradicted.setdefault(kind, []).extend(map(_evidence, works))
        lookup.unknown += [
            (NAMES[source], kind)
            for source, kind in answer.unknown
            if (source, kind) in _WOULD_KNOW
        ]
        lookup.searched += [NAMES[one] for one in self.sources if one not in answer.failed]
        lookup.failed |= {NAMES[source]: reason for source, reason in answer.failed.items()}
        self.failures.update(f"{NAMES[one]}: {reason}" for one, reason in answer.failed.items())

    def text(self, entry: Entry, lookup: Lookup) -> Match | None:
        """The open full text of the work that the network has for an entry, else its abstract.

        Europe PMC gives the full texts, and is not asked again after it failed.
        """
        found = [one for one in lookup.taken if one.where in NAMES.values()]
        full = next(filter(None, (self._full_text(one) for one in found)), None)
        chosen = full or next(((one, _abstract(one)) for one in found if one.work.abstract), None)
        if chosen is None:
            return None
        evidence, source = chosen
        agreed = evidence.comparison.agreed
        reason = f"{evidence.where} has it under the same {', '.join(agreed) or 'identifier'}"
        return Match(entry.number, source, "title", "certain", reason, agreed)

    def _full_text(self, one: Evidence) -> tuple[Evidence, Source] | None:
        pmcid = one.work.pmcid
        if pmcid is None or "europepmc" not in self.sources:
            return None
        try:
            request = europepmc.full_text(pmcid)
            document = self.client.fetch(request, europepmc.read_full_text).document
            if document is None:
                return None
            name = f"{europepmc.SOURCE}: {pmcid}"
            paper = readers.read_bytes(document, name)
        except (ResolveError, ReadingError) as error:
            self.failures[f"{europepmc.SOURCE}: the full text {pmcid}: {error}"] += 1
            return None
        return one, of_paper(paper, name, hashlib.sha256(document).hexdigest())

    @property
    def notes(self) -> tuple[str, ...]:
        """What failed, each once with the number of entries, and troubles with the cache."""
        failed = (
            f"{failure} ({times} reference{'s' * (times > 1)})"
            for failure, times in self.failures.items()
        )
        return (*failed, *self.client.notes)


@contextmanager
def network(
    sources: Sequence[SourceName] = SOURCE_NAMES, *,
    offline: bool = False, refresh: bool = False, cache: bool = True,
) -> Iterator[Network]:  # fmt: skip
    """The network, or with `offline` only the answers kept from it; an answer is kept at once.

    Addresses and contact come from the environment. Raises ResolveError if these are invalid.
    """
    settings = Settings.from_environment(offline=offline, refresh=refresh)
    client = Client(settings, Cache(default_cache()) if cache else None)
    try:
        yield Network(client, sources)
    finally:
        client.close()


def _abstract(one: Evidence) -> Source:
    work = one.work
    identifier = f"PMID {work.pmid}" if work.pmid else f"DOI {work.doi}"
    digest = hashlib.sha256((work.abstract or "").encode()).hexdigest()
    return of_work(work, f"{one.where}: {identifier}", digest)


def _evidence(one: WorkOfSource) -> Evidence:
    return Evidence(NAMES[one.source], one.work, one.comparison)
