"""Whether the works that a reference list cites are there, and what was said of them since.

A work that is nowhere is `not found` in the places that were searched, never invented: indexes
have gaps, and few books, web pages and regional journals.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ingest import notices
from ingest.checking import comparing
from ingest.checking.differing import differences
from ingest.checking.entry import Entry, ReferenceList
from ingest.checking.lookup import Evidence, Lookup, too_little
from ingest.checking.match import Match, Matching
from ingest.checking.messages import message
from ingest.checking.pairing import match, shared_identifier
from ingest.checking.report import Difference, EntryCheck, Found, ReferenceReport
from ingest.checking.source import Source
from ingest.sources.retraction_watch import Watched
from ingest.sources.work import Notice, Version

ELSEWHERE = frozenset(("web page", "book", "chapter"))
"""Kinds of references that indexes of articles rarely have."""
_TOLD = frozenset(("unreadable", "no text", "ambiguous"))
"""The misfits that concern a check of references; the others concern the use of sources."""

INDEXES = frozenset(("crossref", "pubmed", "europepmc", "bibtex", "ris", "csl", "zotero"))
"""Formats of files that list works, of which one may say that a work is not in them."""


Ask = Callable[[Entry, Lookup], None]
"""A function that asks the network for an entry and adds what it says to a lookup."""


def check_references(
    listed: ReferenceList, sources: Sequence[Source] = (), *,
    ask: Ask | None = None, watched: Watched | None = None,
    each: Callable[[Sequence[Entry]], Iterable[Entry]] = iter,
) -> ReferenceReport:  # fmt: skip
    """Check each entry of a list against the given sources, and the network if `ask` is given.

    `watched` are the notices of a Retraction Watch file; `each` may show how far the work is.
    """
    matching = match(listed.entries, sources)
    places = _places(sources)
    checks = []
    for entry in each(listed.entries):
        lookup = _offline(entry, matching, places)
        if ask is not None:
            ask(entry, lookup)
        checks.append(checked(entry, lookup, watched))
    misfits = (one.message for one in matching.misfits if one.kind in _TOLD)
    notes = (*listed.notes, *matching.notes, *misfits)
    return ReferenceReport(listed.file, listed.sha256, tuple(checks), notes)


def _places(sources: Sequence[Source]) -> list[str]:
    """The files in which a work can be looked up: those of indexes and reference managers.

    That a work is in no record, and no document is it, says nothing about it.
    """
    return list(dict.fromkeys(source.file for source in sources if source.format in INDEXES))


def _offline(entry: Entry, matching: Matching, places: Sequence[str]) -> Lookup:
    lookup = Lookup(searched=list(places))
    for one in matching.matches:
        if one.reference == entry.number:
            evidence = _evidence(entry, one)
            (lookup.possible if one.certainty == "possible" else lookup.taken).append(evidence)
    for misfit in matching.misfits:
        if misfit.reference != entry.number or misfit.kind != "another work":
            continue
        if kind := shared_identifier(entry, misfit.source):
            comparison = comparing.compare(entry, misfit.source)
            evidence = Evidence(misfit.source.name, misfit.source.work, comparison)
            lookup.contradicted.setdefault(kind, []).append(evidence)
    return lookup


def _evidence(entry: Entry, one: Match) -> Evidence:
    source = one.source
    where = f"record {source.file}" if source.format == "record" else source.name
    comparison = comparing.compare(entry, source)
    return Evidence(where, source.work, comparison, source.format in comparing.FREELY_TITLED)


def checked(entry: Entry, lookup: Lookup, watched: Watched | None = None) -> EntryCheck:
    """What a lookup says of an entry."""
    differing = _differences(entry, lookup)
    found = _found(entry, lookup, differing)
    if found == "ambiguous":
        differing = _differences(entry, Lookup(taken=lookup.possible[:1]))
    shown = lookup.taken or [one for some in lookup.contradicted.values() for one in some]
    if found == "ambiguous":
        shown = lookup.possible
    return EntryCheck(
        number=entry.number,
        printed=entry.printed,
        match=found,
        message=message(entry, lookup, found, differing),
        key=entry.key,
        line=entry.line,
        records=tuple(dict.fromkeys(one.record for one in shown)),
        differences=differing,
        notices=_notices(entry, lookup, watched),
        versions=_versions(lookup),
        searched=tuple(lookup.searched),
        failed=lookup.failed,
    )


def _found(entry: Entry, lookup: Lookup, differing: Sequence[Difference]) -> Found:
    if lookup.taken:
        return "differs" if differing else "found"
    if lookup.contradicted:
        return "another work"
    if lookup.possible:
        return "ambiguous"
    if not lookup.searched or too_little(entry) or entry.reference.kind in ELSEWHERE:
        return "not checkable"
    return "not found"


def _differences(entry: Entry, lookup: Lookup) -> tuple[Difference, ...]:
    """The fields that differ from every record that has them: one that agrees is enough."""
    of_field: dict[str, Difference] = {}
    counts: dict[str, int] = defaultdict(int)
    for one in lookup.taken:
        for difference in differences(
            entry.reference, one.work, one.comparison, guessed=one.guessed
        ):
            of_field.setdefault(difference.field, difference)
            counts[difference.field] += 1
    kept = [
        difference
        for name, difference in of_field.items()
        if counts[name] == _having(name, lookup.taken)
    ]
    if lookup.taken:
        for kind, some in lookup.contradicted.items():
            leads = f"leads to another work: {some[0].work.label}"
            kept = [one for one in kept if one.field != kind.upper()]
            kept.append(Difference(kind.upper(), getattr(entry.reference, kind), leads))
    return tuple(kept)


def _having(name: str, taken: Sequence[Evidence]) -> int:
    """How many records have a field, and so could agree."""
    attribute = {
        "title": "titles", "first author": "people", "authors": "people", "year": "years",
        "volume": "volume", "first page": "first_page", "last page": "last_page",
        "journal": "journals", "issue": "issue", "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid",
    }[name]  # fmt: skip
    able = [one for one in taken if getattr(one.work, attribute)]
    if name in ("title", "first author"):
        able = [one for one in able if not one.guessed or name in one.comparison.disagreed]
    return len(able)


def _notices(entry: Entry, lookup: Lookup, watched: Watched | None) -> tuple[Notice, ...]:
    works = [one.work for one in lookup.taken]
    given = [notice for work in works for notice in work.notices]
    if watched is not None:
        dois = {entry.reference.doi, *(work.doi for work in works)}
        pmids = {entry.reference.pmid, *(work.pmid for work in works)}
        given += [one for doi in dois for one in watched.of(doi, None)]
        given += [one for pmid in pmids for one in watched.of(None, pmid)]
    return notices.merged(given)


def _versions(lookup: Lookup) -> tuple[Version, ...]:
    """The other versions that the records name, each once with all who say so."""
    merged: dict[tuple[str, str], Version] = {}
    for version in (version for one in lookup.taken for version in one.work.versions):
        key = version.kind, (version.doi or version.pmid or version.work).lower()
        known = merged.get(key)
        said = (*(known.said_by if known else ()), *version.said_by)
        merged[key] = Version(
            version.kind, version.work, version.doi, version.pmid, tuple(dict.fromkeys(said))
        )
    return tuple(merged.values())
