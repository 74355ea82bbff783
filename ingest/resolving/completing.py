"""Adding identifiers and notices to a record file, without changing another byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest import notices, records, yamledit
from ingest.records import RecordFile
from ingest.recordtext import list_text
from ingest.references.model import ParsedReference, Person
from ingest.references.parse import parse
from ingest.resolving.model import Resolved
from ingest.sources.work import ID_KINDS
from ingest.yamledit import Append, Change, SetField
from ontology.model import Notice, Publication

_AFTER = (
    "pmcid", "pmid", "doi", "last_page", "first_page", "issue", "volume", "year", "journal", "type",
    "label", "id",
)  # fmt: skip
"""The fields after which an identifier is inserted; the first present one is used."""


@dataclass(frozen=True, slots=True)
class ReferenceToResolve:
    """A reference to resolve: number, printed form, parsed parts and publication."""

    number: int
    printed: str
    reference: ParsedReference
    publication: str | None = None
    index: int | None = None
    """The publication's index in its record; None if another record describes it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The results for the references of a record, or for a list of them if `record` is None.

    `notes` are local problems, such as a cache that cannot be written.
    """

    record: RecordFile | None
    wanted: tuple[ReferenceToResolve, ...]
    references: tuple[Resolved, ...]
    notes: tuple[str, ...] = ()

    @property
    def additions(self) -> dict[int, dict[str, str]]:
        """The new identifiers of each publication of the record, by its index."""
        return additions(self.wanted, self.references)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices on publications that the record does not have yet."""
        given = [
            notice
            for one, result in zip(self.wanted, self.references, strict=True)
            if one.publication is not None and result.outcome in ("found", "verified")
            for notice in notices.of_work(one.publication, result.notices)
        ]
        return notices.new(self.record.record.notices if self.record else (), given)

    @property
    def elsewhere(self) -> int:
        """The number of references that other records describe, which are not changed."""
        return sum(one.index is None for one in self.wanted)

    def completed(self) -> bytes:
        """The record's file with the additions. Raises RecordError if they are impossible."""
        if self.record is None:
            raise ValueError("printed references have no record that could be completed")
        return completed(self.record, self.additions, self.notices)


def of_lines(lines: Sequence[str]) -> list[ReferenceToResolve]:
    """The references to resolve in printed lines, one on each.

    >>> of_lines(["Hogan LE. A trial. Blood 2023;141:1-9. doi:10.1000/182"])[0].reference.doi
    '10.1000/182'
    """
    return [
        ReferenceToResolve(reference.number or number, line, reference)
        for number, (line, reference) in enumerate(zip(lines, map(parse, lines), strict=True), 1)
    ]


def of_record(file: RecordFile) -> list[ReferenceToResolve]:
    """The references to resolve in a record: its references, and its uncited publications."""
    own = {p.id: (index, p) for index, p in enumerate(file.record.publications)}
    bundled = {p.id: p for other in records.bundled() for p in other.record.publications}
    wanted = []
    for reference in file.record.references:
        index, publication = own.get(reference.publication, (None, None))
        publication = publication or bundled.get(reference.publication)
        if publication is not None:
            parts = of_publication(publication)
        elif reference.printed:
            parts = parse(reference.printed)
        else:
            continue
        shown = reference.printed or (publication.label if publication else "")
        wanted.append(
            ReferenceToResolve(reference.number, shown, parts, reference.publication, index)
        )
    cited = {one.publication for one in wanted}
    number = max((one.number for one in wanted), default=0)
    for name, (index, publication) in own.items():
        if name not in cited:
            number += 1
            parts = of_publication(publication)
            wanted.append(ReferenceToResolve(number, publication.label, parts, name, index))
    return wanted


def of_publication(publication: Publication) -> ParsedReference:
    """A publication as a parsed reference."""
    return ParsedReference(
        authors=tuple(map(Person.of_record, publication.authors)),
        etal=publication.et_al,
        title=publication.title,
        journal=publication.journal,
        year=str(publication.year) if publication.year else None,
        volume=publication.volume,
        issue=publication.issue,
        first_page=publication.first_page,
        last_page=publication.last_page,
        doi=publication.doi,
        pmid=publication.pmid,
        pmcid=publication.pmcid,
    )


def additions(
    wanted: Sequence[ReferenceToResolve], resolved: Sequence[Resolved]
) -> dict[int, dict[str, str]]:
    """The confirmed identifiers that each publication of a record lacks, by its index."""
    lacking: dict[int, dict[str, str]] = {}
    for one, result in zip(wanted, resolved, strict=True):
        if one.index is None or result.outcome not in ("found", "verified"):
            continue
        new: dict[str, str] = {
            kind: value
            for kind in ID_KINDS
            if (value := result.identifier(kind)) and not getattr(one.reference, kind)
        }
        if new:
            lacking.setdefault(one.index, {}).update(new)
    return lacking


def completed(
    file: RecordFile, new: Mapping[int, Mapping[str, str]], told: Sequence[Notice] = ()
) -> bytes:
    """A record's file with identifiers and notices added. Raises RecordError if impossible."""
    puts: list[Change] = [
        SetField(
            ("publications", index, name),
            value,
            after=tuple(field for field in _AFTER if field not in fields),
        )
        for index, fields in new.items()
        for name, value in fields.items()
    ]
    if told:
        puts.append(Append(("notices",), list_text(told)))
    if not puts:
        return file.source.content
    edited = yamledit.edited(file.source, puts)
    records.validated(edited)
    return edited.content
