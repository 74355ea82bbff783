"""One reference put to the sources, one after another, and what they said put together.

An identifier that one source gave helps to find the work in the next; that the work is the one
that was printed is held against the print each time.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from ingest.references.model import ParsedReference
from ingest.resolving import crossref, europepmc, matching, pubmed
from ingest.resolving.matching import Comparison
from ingest.resolving.model import (
    ID_KINDS,
    Answer,
    Candidate,
    IdKind,
    Notice,
    Outcome,
    Request,
    Resolved,
    Said,
    SourceName,
    Work,
    same,
    well_formed,
)
from ontology.errors import ResolveError


class Source(Protocol):
    """What a source's module offers: requests to make, and a reader of its answers."""

    def ways(self, reference: ParsedReference, /) -> Iterable[Request]: ...
    def read(self, request: Request, body: bytes, /) -> Answer: ...


_log = logging.getLogger(__name__)

SOURCES: Mapping[SourceName, Source] = MappingProxyType(
    {"crossref": crossref, "pubmed": pubmed, "europepmc": europepmc}
)
Fetch = Callable[[Request, Callable[[Request, bytes], Answer]], Answer]
"""Sends a request and reads its answer. Raises ResolveError."""

_GRAVITY = ("Retraction", "Retraction and republication", "Withdrawal", "Removal",
            "Partial retraction", "Expression of concern")  # fmt: skip


@dataclass(slots=True)
class _Heard:
    """What the sources have said so far."""

    taken: list[tuple[Work, Comparison]] = field(default_factory=list)
    possible: list[tuple[Work, Comparison]] = field(default_factory=list)
    contradicted: dict[IdKind, list[tuple[Work, Comparison]]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def resolve(
    number: int, printed: str, reference: ParsedReference, sources: Sequence[SourceName],
    fetch: Fetch,
) -> Resolved:  # fmt: skip
    """What the sources say of one reference; a source that fails does not stop the others."""
    heard = _Heard()
    for source in sources:
        try:
            _ask(source, reference, heard, fetch)
        except ResolveError as error:
            heard.failed[source] = str(error)
            _log.warning("reference %d: %s: %s", number, source, error)
    resolved = _together(number, printed, reference, sources, heard)
    _log.info("reference %d: %s", number, resolved.outcome)
    return resolved


def _ask(source: SourceName, reference: ParsedReference, heard: _Heard, fetch: Fetch) -> None:
    """Go a source's ways until one leads to the work."""
    known = _with(reference, [work for work, _ in heard.taken])
    # What is printed is looked up before what another source gave, so that a slip is seen.
    ways = [*SOURCES[source].ways(known)]
    ways.sort(key=lambda request: not (request.by and getattr(reference, request.by)))
    for request in ways:
        works = _follow(source, request, fetch)
        if request.by is None:
            choice = matching.choose(reference, works)
            if choice.work is not None and choice.comparison is not None:
                heard.taken.append((choice.work, choice.comparison))
                return
            heard.possible += choice.others
        elif _looked_up(request.by, reference, works, heard):
            return


def _looked_up(
    by: IdKind, reference: ParsedReference, works: Sequence[Work], heard: _Heard
) -> bool:
    """Whether the work under an identifier is the one that is printed."""
    printed = getattr(reference, by)
    compared = [(work, matching.compare(reference, work)) for work in works]
    for work, comparison in compared:
        confirmed = matching.confirms(comparison)
        if confirmed if printed else matching.fits(reference, comparison):
            heard.taken.append((work, comparison))
            return True
        if printed and confirmed is None:
            heard.possible.append((work, comparison))
    wrong = [pair for pair in compared if matching.confirms(pair[1]) is False]
    if printed and wrong:
        heard.contradicted.setdefault(by, []).append(wrong[0])
    return False


def _follow(source: SourceName, request: Request, fetch: Fetch) -> tuple[Work, ...]:
    answer = fetch(request, SOURCES[source].read)
    if answer.then is not None:
        answer = fetch(answer.then, SOURCES[source].read)
    return answer.works


def _with(reference: ParsedReference, works: Sequence[Work]) -> ParsedReference:
    """The reference with identifiers that other sources gave, where it prints none."""
    given = {kind: getattr(reference, kind) for kind in ID_KINDS}
    for kind in ID_KINDS:
        for work in works:
            given[kind] = given[kind] or getattr(work, kind)
    return replace(reference, doi=given["doi"], pmid=given["pmid"], pmcid=given["pmcid"])


def _together(
    number: int, printed: str, reference: ParsedReference, sources: Sequence[SourceName],
    heard: _Heard,
) -> Resolved:  # fmt: skip
    told: list[str] = []
    given: dict[str, str | None] = {}
    said_by: dict[str, tuple[str, ...]] = {}
    confirmed = False
    for kind in ID_KINDS:
        own = getattr(reference, kind)
        values = _values(kind, (work for work, _ in heard.taken))
        for work, comparison in heard.contradicted.get(kind, ()):
            told.append(
                f"the printed {_name(kind)} {own} leads to another work, says {work.source}: "
                f"{work.label} ({_differs(comparison)})"
            )
        if len(values) > 1:
            each = ", ".join(f"{value} ({', '.join(who)})" for value, who in values)
            told.append(f"the sources differ in the {_name(kind)}: {each}")
        elif values and own and not same(kind, own, values[0][0]):
            value, who = values[0]
            told.append(f"the printed {_name(kind)} is {own}, but {value} by {' and '.join(who)}")
        elif values:
            given[kind], said_by[kind] = values[0]
            confirmed = confirmed or bool(own)
    return Resolved(
        number=number,
        reference=printed,
        outcome=_outcome(sources, heard, bool(told), confirmed),
        doi=given.get("doi"),
        pmid=given.get("pmid"),
        pmcid=given.get("pmcid"),
        said_by=said_by,
        said=tuple(Said(w.source, w.label, c.agreed, c.disagreed) for w, c in heard.taken),
        notices=merged(notice for work, _ in heard.taken for notice in work.notices),
        candidates=_candidates(heard),
        told=tuple(told),
        failed=heard.failed,
    )


def _outcome(
    sources: Sequence[SourceName], heard: _Heard, conflict: bool, confirmed: bool
) -> Outcome:
    if conflict:
        return "conflict"
    if heard.taken:
        return "verified" if confirmed else "found"
    if heard.possible:
        return "ambiguous"
    return "failed" if len(heard.failed) == len(sources) else "not found"


def _values(kind: IdKind, works: Iterable[Work]) -> list[tuple[str, tuple[str, ...]]]:
    """The identifiers of a kind that the works have, each with the sources that give it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for work in works:
        value = well_formed(kind, getattr(work, kind))
        if value is None:
            continue
        for index, (other, who) in enumerate(found):
            if same(kind, value, other):
                found[index] = (other, (*who, work.source))
                break
        else:
            found.append((value, (work.source,)))
    return found


def merged(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices of several sources, one for each event, the gravest first.

    Two are one event if they are of one nature and name no two different notices.
    """
    found: list[Notice] = []
    for notice in notices:
        for index, other in enumerate(found):
            if _one_event(notice, other):
                found[index] = Notice(
                    other.nature,
                    max(other.date, notice.date, key=len),
                    other.doi or notice.doi,
                    other.pmid or notice.pmid,
                    tuple(dict.fromkeys((*other.said_by, *notice.said_by))),
                )
                break
        else:
            found.append(notice)
    return tuple(sorted(found, key=_gravity))


def _one_event(one: Notice, other: Notice) -> bool:
    if one.nature != other.nature:
        return False
    if one.doi and other.doi:
        return same("doi", one.doi, other.doi)
    if one.pmid and other.pmid:
        return same("pmid", one.pmid, other.pmid)
    if not (one.doi or one.pmid) or not (other.doi or other.pmid):
        return True
    return one.nature == "Retraction" or one.date[:4] == other.date[:4] != ""


def _gravity(notice: Notice) -> tuple[int, str]:
    known = notice.nature in _GRAVITY
    return (_GRAVITY.index(notice.nature) if known else len(_GRAVITY), notice.date)


def _candidates(heard: _Heard) -> tuple[Candidate, ...]:
    if heard.taken and not heard.contradicted:
        return ()
    wrong = [pair for pairs in heard.contradicted.values() for pair in pairs]
    shown = wrong + ([] if heard.taken else heard.possible)
    made = (
        Candidate(w.source, w.label, w.doi, w.pmid, w.pmcid, c.agreed, c.disagreed)
        for w, c in shown
    )
    return tuple(dict.fromkeys(made))


def _differs(comparison: Comparison) -> str:
    verb = "differs" if len(comparison.disagreed) == 1 else "differ"
    return f"{', '.join(comparison.disagreed)} {verb}"


def _name(kind: IdKind) -> str:
    return kind.upper()
