"""What a case is made of: the paper, the sources that were given, and which belongs to what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alltrace.case.drafts import registered_publication, usable
from alltrace.case.folder import digest
from alltrace.case.manifest import Request, UnusedSource
from alltrace.case.references import checked_references
from ingest import readers, records
from ingest.checking import bibliographies, given, pairing
from ingest.checking.entry import ReferenceList
from ingest.checking.match import Match, Matching
from ingest.checking.report import ReferenceReport
from ingest.checking.source import Source
from ingest.checking.source_kinds import of_records
from ingest.drafting.bibliography import publication_id, work_identity
from ingest.drafting.known import KnownRecords, known
from ingest.readers.document import Paper
from ingest.records import RecordFile


@dataclass(frozen=True, slots=True)
class Inputs:
    """The paper, the matching of its references, and what other records know.

    `used` is the source that is drafted for each reference, `publications` the name of each cited
    work, `others` the records that are known, `references` what was found of each
    entry of the list.
    """

    paper: Paper
    paper_sha256: str
    matching: Matching
    used: Mapping[int, Match]
    publications: Mapping[int, str]
    known: KnownRecords
    others: tuple[RecordFile, ...]
    unused: tuple[UnusedSource, ...]
    references: ReferenceReport


def inputs(request: Request, more: Iterable[Path], day: str) -> Inputs:
    """Read the paper and the sources, those of the request and `more`, and match them.

    Raises ReadingError if the paper cannot be read or a source is not there, RecordError for a
    faulty record file of the user.
    """
    content = readers.content(Path(request.paper))
    paper = readers.read_bytes(content, request.paper)
    own = tuple(records.load(Path(path)) for path in request.records)
    others = (*own, *(records.bundled() if request.bundled else ()))
    knows = known(others)
    sources, absent = _sources([*map(Path, request.given), *more])
    entries = bibliographies.of_paper(paper)
    works = [*sources, *of_records(others)]
    matching = pairing.match(entries, works, paper)
    digest_ = digest(content)
    listed = ReferenceList(request.paper, digest_, tuple(entries))
    references, fetched = checked_references(listed, works, request.online)
    used = {m.reference: m for m in fetched}
    used |= {n: one for n in matching.numbers for one in _first_usable(matching, n)}
    matching = replace(matching, matches=(*matching.matches, *fetched))
    publications = dict(_publications(paper, matching, used, knows, day))
    return Inputs(
        paper=paper,
        paper_sha256=digest_,
        matching=matching,
        used=used,
        publications=publications,
        known=replace(knows, matched=publications),
        others=others,
        unused=(*absent, *_unused(matching), *_seconds(matching, used)),
        references=references,
    )


def _sources(paths: Sequence[Path]) -> tuple[list[Source], list[UnusedSource]]:
    """All sources of files and folders; a path that is not there is told, and the rest read."""
    absent = [
        UnusedSource(file=str(p), part=1, kind="absent", message=f"{p}: is not there")
        for p in paths
        if not p.exists()
    ]
    return given.sources(path for path in paths if path.exists()), absent


def _first_usable(matching: Matching, number: int) -> list[Match]:
    """The match whose source tells most of what the work of a reference reports."""
    told = (m for m in matching.of(number) if m.source.publication is None and usable(m.source))
    return list(told)[:1]


def _publications(
    paper: Paper,
    matching: Matching,
    used: Mapping[int, Match],
    knows: KnownRecords,
    day: str,
) -> Iterator[tuple[int, str]]:
    """The publication of each reference that a record or a source tells of."""
    for entry in paper.references:
        work = work_identity(entry.parsed)
        recorded = next(
            (m.source.publication for m in matching.of(entry.number) if m.source.publication), None
        )
        name = recorded or knows.publication(work)
        if entry.number in used:
            registry = registered_publication(used[entry.number].source, day)
            name = registry or name or publication_id(work, entry.printed)
        if name is not None:
            yield entry.number, name


def _seconds(matching: Matching, used: Mapping[int, Match]) -> Iterator[UnusedSource]:
    """Sources that hold as much of a work as the one that is used, and say it otherwise."""
    told = {id(misfit.source) for misfit in matching.misfits}
    for number, chosen in used.items():
        for match in matching.of(number):
            one, other = match.source, chosen.source
            alike = one.holds == other.holds and usable(one) and id(one) not in told
            if alike and one is not other and one.sha256 != other.sha256:
                message = f"{one.name}: is of reference {number} as well; {other.name} is used"
                yield UnusedSource(
                    file=one.file, part=one.part, kind="second file", message=message,
                    reference=number,
                )  # fmt: skip


def _unused(matching: Matching) -> list[UnusedSource]:
    return [
        UnusedSource(
            file=misfit.source.file,
            part=misfit.source.part,
            kind=misfit.kind,
            message=misfit.message,
            reference=misfit.reference,
        )
        for misfit in matching.misfits
    ]
