"""Resolving one reference: asking the sources one after another and combining their answers.

An identifier from one source is used to look the work up in the next; each work is compared with
the printed reference.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from ingest import notices
from ingest.references.model import ParsedReference
from ingest.resolving import matching
from ingest.resolving.matching import FieldComparison
from ingest.resolving.model import Candidate, Outcome, Resolved, SourceMatch, SourceName
from ingest.sources import crossref, europepmc, pubmed
from ingest.sources.request import Request, SourceAnswer
from ingest.sources.work import ID_KINDS, IdKind, Work, same
from ontology.errors import ResolveError


class SourceReader(Protocol):
    """The interface of a source's module: its requests, and the reader of its answers."""

    def requests(self, reference: ParsedReference, /) -> Iterable[Request]: ...
    def read(self, request: Request, body: bytes, /) -> SourceAnswer: ...


_log = logging.getLogger(__name__)

SOURCES: Mapping[SourceName, SourceReader] = MappingProxyType(
    {"crossref": crossref, "pubmed": pubmed, "europepmc": europepmc}
)
Fetch = Callable[[Request, Callable[[Request, bytes], SourceAnswer]], SourceAnswer]
"""A function that sends a request and reads the answer. Raises ResolveError."""


@dataclass(frozen=True, slots=True)
class WorkOfSource:
    """A work from one source, compared with the printed reference."""

    source: SourceName
    work: Work
    comparison: FieldComparison

    def as_result(self) -> SourceMatch:
        return SourceMatch(
            self.source, self.work.label, self.comparison.agreed, self.comparison.disagreed
        )

    def candidate(self) -> Candidate:
        work, compared = self.work, self.comparison
        return Candidate(
            self.source, work.label, work.doi, work.pmid, work.pmcid, compared.agreed,
            compared.disagreed,
        )  # fmt: skip


@dataclass(slots=True)
class Lookup:
    """The works for one reference from the sources asked so far."""

    taken: list[WorkOfSource] = field(default_factory=list)
    possible: list[WorkOfSource] = field(default_factory=list)
    contradicted: dict[IdKind, list[WorkOfSource]] = field(default_factory=dict)
    """Works under a printed identifier that are not the printed ones."""
    unknown: list[tuple[SourceName, IdKind]] = field(default_factory=list)
    """The printed identifiers under which a source that answered has no work."""
    failed: dict[str, str] = field(default_factory=dict)


def resolve_one(
    number: int, printed: str, reference: ParsedReference, sources: Sequence[SourceName],
    fetch: Fetch,
) -> Resolved:  # fmt: skip
    """Resolve one reference; a failing source does not stop the others."""
    matches = look_up(number, reference, sources, fetch)
    resolved = _resolved(number, printed, reference, sources, matches)
    _log.info("reference %d: %s", number, resolved.outcome)
    return resolved


def look_up(
    number: int, reference: ParsedReference, sources: Sequence[SourceName], fetch: Fetch
) -> Lookup:
    """The works that the sources have for a reference; a failing source stops no other."""
    lookup = Lookup()
    for source in sources:
        try:
            _ask(source, reference, lookup, fetch)
        except ResolveError as error:
            lookup.failed[source] = str(error)
            _log.warning("reference %d: %s: %s", number, source, error)
    return lookup


def _ask(source: SourceName, reference: ParsedReference, matches: Lookup, fetch: Fetch) -> None:
    """Send a source's requests until one leads to the work."""
    known = _with_identifiers(reference, [match.work for match in matches.taken])
    # Printed identifiers are looked up before those of other sources, so that errors are seen.
    requests = [*SOURCES[source].requests(known)]
    requests.sort(key=lambda request: not (request.by and getattr(reference, request.by)))
    for request in requests:
        works = _follow(source, request, fetch)
        if not works and request.by and getattr(reference, request.by):
            matches.unknown.append((source, request.by))
        if request.by is None:
            choice = matching.choose(reference, works)
            if choice.work is not None and choice.comparison is not None:
                matches.taken.append(WorkOfSource(source, choice.work, choice.comparison))
                return
            matches.possible += [WorkOfSource(source, *pair) for pair in choice.others]
        elif _is_confirmed(source, request.by, reference, works, matches):
            return


def _is_confirmed(
    source: SourceName, by: IdKind, reference: ParsedReference, works: Sequence[Work],
    matches: Lookup,
) -> bool:  # fmt: skip
    """Whether the work under an identifier is the printed one."""
    printed = getattr(reference, by)
    compared = [WorkOfSource(source, work, matching.compare(reference, work)) for work in works]
    for match in compared:
        confirmed = matching.confirms(match.comparison)
        if confirmed if printed else matching.fits(reference, match.comparison):
            matches.taken.append(match)
            return True
        if printed and confirmed is None:
            matches.possible.append(match)
    wrong = [match for match in compared if matching.confirms(match.comparison) is False]
    if printed and wrong:
        matches.contradicted.setdefault(by, []).append(wrong[0])
    return False


def _follow(source: SourceName, request: Request, fetch: Fetch) -> tuple[Work, ...]:
    answer = fetch(request, SOURCES[source].read)
    if answer.then is not None:
        answer = fetch(answer.then, SOURCES[source].read)
    return answer.works


def _with_identifiers(reference: ParsedReference, works: Sequence[Work]) -> ParsedReference:
    """The reference with other sources' identifiers where it prints none."""
    given = {kind: getattr(reference, kind) for kind in ID_KINDS}
    for kind in ID_KINDS:
        for work in works:
            given[kind] = given[kind] or getattr(work, kind)
    return replace(reference, doi=given["doi"], pmid=given["pmid"], pmcid=given["pmcid"])


def _resolved(
    number: int, printed: str, reference: ParsedReference, sources: Sequence[SourceName],
    matches: Lookup,
) -> Resolved:  # fmt: skip
    conflicts: list[str] = []
    given: dict[str, str | None] = {}
    said_by: dict[str, tuple[str, ...]] = {}
    confirmed = False
    for kind in ID_KINDS:
        own = getattr(reference, kind)
        values = _values(kind, matches.taken)
        conflicts += _conflicts(kind, own, values, matches)
        if len(values) == 1 and (not own or same(kind, own, values[0][0])):
            given[kind], said_by[kind] = values[0]
            confirmed = confirmed or bool(own)
    return Resolved(
        number=number,
        reference=printed,
        outcome=_outcome(sources, matches, bool(conflicts), confirmed),
        doi=given.get("doi"),
        pmid=given.get("pmid"),
        pmcid=given.get("pmcid"),
        said_by=said_by,
        said=tuple(match.as_result() for match in matches.taken),
        notices=notices.merged(notice for match in matches.taken for notice in match.work.notices),
        candidates=_candidates(matches),
        told=tuple(conflicts),
        failed=matches.failed,
    )


def _conflicts(
    kind: IdKind, own: str | None, values: Sequence[tuple[str, tuple[str, ...]]],
    matches: Lookup,
) -> Iterator[str]:  # fmt: skip
    """The conflicts about an identifier: with the printed one, or between sources."""
    name = kind.upper()
    for match in matches.contradicted.get(kind, ()):
        yield (
            f"the printed {name} {own} leads to another work, says {match.source}: "
            f"{match.work.label} ({_disagreement(match.comparison)})"
        )
    if len(values) > 1:
        each = ", ".join(f"{value} ({', '.join(who)})" for value, who in values)
        yield f"the sources differ in the {name}: {each}"
    elif values and own and not same(kind, own, values[0][0]):
        value, who = values[0]
        yield f"the printed {name} is {own}, but {value} by {' and '.join(who)}"


def _outcome(
    sources: Sequence[SourceName], matches: Lookup, conflict: bool, confirmed: bool
) -> Outcome:
    if conflict:
        return "conflict"
    if matches.taken:
        return "verified" if confirmed else "found"
    if matches.possible:
        return "ambiguous"
    return "failed" if len(matches.failed) == len(sources) else "not found"


def _values(kind: IdKind, matches: Iterable[WorkOfSource]) -> list[tuple[str, tuple[str, ...]]]:
    """The identifiers of a kind, each with its sources."""
    values: list[tuple[str, tuple[str, ...]]] = []
    for match in matches:
        value = getattr(match.work, kind)
        if value is None:
            continue
        for index, (other, who) in enumerate(values):
            if same(kind, value, other):
                values[index] = (other, (*who, match.source))
                break
        else:
            values.append((value, (match.source,)))
    return values


def _candidates(matches: Lookup) -> tuple[Candidate, ...]:
    if matches.taken and not matches.contradicted:
        return ()
    wrong = [match for each in matches.contradicted.values() for match in each]
    shown = wrong + ([] if matches.taken else matches.possible)
    return tuple(dict.fromkeys(match.candidate() for match in shown))


def _disagreement(comparison: FieldComparison) -> str:
    verb = "differs" if len(comparison.disagreed) == 1 else "differ"
    return f"{', '.join(comparison.disagreed)} {verb}"
