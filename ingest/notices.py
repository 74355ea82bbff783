"""What sources say of a work afterwards, as `at:Notice`: every source's notices take this way.

Importers and `resolve` write the notices to a record; the audit reads them from the graph.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.dates import iso
from ingest.sources.work import Notice as SourceNotice
from ingest.sources.work import same
from ontology.model import Notice, NoticeKind

KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction",
    "retraction and republication": "retraction",
    "removal": "retraction",
    "withdrawal": "retraction",
    "partial retraction": "partial retraction",
    "expression of concern": "concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
"""The kind of a notice by what its source calls it, in lower case; any other is a correction."""
SOURCES = {
    "pubmed": "PubMed",
    "europepmc": "Europe PMC",
    "crossref": "Crossref",
    "crossref (Retraction Watch)": "Crossref (Retraction Watch)",
}
"""How a source is called in a record."""
_BY_SEVERITY: tuple[NoticeKind, ...] = (
    "retraction", "partial retraction", "concern", "correction", "reinstatement"
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[ -]([A-Za-z]{3}|\d{1,2}))?(?:[^0-9]*[ -](\d{1,2}))?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b.*")
_LONGEST_NAME = 90


def of_work(publication: str, given: Iterable[SourceNotice]) -> tuple[Notice, ...]:
    """The notices on a publication (its id), one for each event, the gravest first.

    >>> given = [SourceNotice("Retraction", "2020 Feb 6", pmid="2", said_by=("pubmed",))]
    >>> [(n.id, n.kind, n.date, n.source) for n in of_work("doe-2015", given)]
    [('doe-2015-retraction', 'retraction', '2020-02-06', ('PubMed',))]
    """
    notices: list[Notice] = []
    names: set[str] = set()
    for one in merged(given):
        kind = KINDS.get(one.nature.lower(), "correction")
        name = _name(publication, kind, names)
        names.add(name)
        notices.append(_notice(name, publication, kind, one))
    return tuple(sorted(notices, key=lambda notice: _BY_SEVERITY.index(notice.kind)))


def _notice(name: str, publication: str, kind: NoticeKind, given: SourceNotice) -> Notice:
    lossless = given.nature.lower() in (kind, "expression of concern")
    return Notice(
        id=name,
        about=publication,
        kind=kind,
        date=iso_date(given.date),
        doi=given.doi,
        pmid=given.pmid,
        source=tuple(SOURCES.get(who, who) for who in given.said_by) or ("unknown",),
        reason=given.reason or None,
        note=None if lossless else f"The source calls it: {given.nature}.",
    )


def _name(publication: str, kind: NoticeKind, taken: set[str]) -> str:
    wanted = f"{publication[:_LONGEST_NAME].rstrip('-.')}-{kind.replace(' ', '-')}"
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def new(known: Iterable[Notice], given: Iterable[Notice]) -> tuple[Notice, ...]:
    """Those of the given notices that are of no event that is known already, under free names."""
    known = list(known)
    taken = {notice.id for notice in known}
    fresh = [one for one in given if not any(_known_event(one, other) for other in known)]
    renamed = []
    for one in fresh:
        name = _name(one.about, one.kind, taken)
        taken.add(name)
        renamed.append(one.model_copy(update={"id": name}))
    return tuple(renamed)


def iso_date(text: str) -> str | None:
    """A date of a source in ISO 8601, as precise as it is given; None if it is none.

    >>> iso_date("2020 Feb 6"), iso_date("2013-01"), iso_date("1/31/2026 0:00"), iso_date("soon")
    ('2020-02-06', '2013-01', '2026-01-31', None)
    """
    text = text.strip()
    if american := _AMERICAN.fullmatch(text):
        month, day, year = american.groups()
        return iso(year, month, day)
    match = _DATE.match(text)
    return iso(*match.groups()) if match else None


def merged(given: Iterable[SourceNotice]) -> tuple[SourceNotice, ...]:
    """The notices of several sources, one for each event, the most severe first.

    Two notices are of one event if their nature is the same and their identifiers do not differ.
    """
    events: list[SourceNotice] = []
    for notice in given:
        for index, other in enumerate(events):
            if _one_event(notice, other):
                events[index] = SourceNotice(
                    other.nature,
                    max(other.date, notice.date, key=len),
                    other.doi or notice.doi,
                    other.pmid or notice.pmid,
                    tuple(dict.fromkeys((*other.said_by, *notice.said_by))),
                    other.reason or notice.reason,
                )
                break
        else:
            events.append(notice)
    return tuple(sorted(events, key=_severity))


def _one_event(one: SourceNotice, other: SourceNotice) -> bool:
    if one.nature != other.nature:
        return False
    if (same_ids := _same_ids(one, other)) is not None:
        return same_ids
    if not (one.doi or one.pmid) or not (other.doi or other.pmid):
        return True
    return one.nature == "Retraction" or one.date[:4] == other.date[:4] != ""


def _known_event(one: Notice, other: Notice) -> bool:
    """Whether a notice tells of an event that another one tells of already."""
    if (one.about, one.kind) != (other.about, other.kind):
        return False
    same_ids = _same_ids(one, other)
    if same_ids is None:
        return one.kind == "retraction" or one.date == other.date
    return same_ids


def _same_ids(one: SourceNotice | Notice, other: SourceNotice | Notice) -> bool | None:
    """Whether two notices have the same identifier; None if they have none of one kind."""
    if one.doi and other.doi:
        return same("doi", one.doi, other.doi)
    if one.pmid and other.pmid:
        return same("pmid", one.pmid, other.pmid)
    return None


def _severity(notice: SourceNotice) -> tuple[int, str]:
    kind = KINDS.get(notice.nature.lower(), "correction")
    return _BY_SEVERITY.index(kind), notice.date


def events(notices: Iterable[Notice]) -> Iterator[Notice]:
    """The notices on one work, those of one event once, with all sources; the gravest first."""
    kept: list[Notice] = []
    for notice in sorted(notices, key=lambda one: (_BY_SEVERITY.index(one.kind), one.date or "")):
        for index, other in enumerate(kept):
            if _known_event(notice.model_copy(update={"about": other.about}), other):
                kept[index] = other.model_copy(
                    update={
                        "date": max(other.date or "", notice.date or "", key=len) or None,
                        "doi": other.doi or notice.doi,
                        "pmid": other.pmid or notice.pmid,
                        "source": tuple(dict.fromkeys((*other.source, *notice.source))),
                        "reason": other.reason or notice.reason,
                    }
                )
                break
        else:
            kept.append(notice)
    yield from kept
