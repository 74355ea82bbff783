"""The records of a case: drafted where something is new, kept where a person decided."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from alltrace.case.manifest import DraftMark
from ingest import corrections, records, yamlfile
from ingest.checking.match import Match
from ingest.checking.source import Holding, Source
from ingest.checking.source_kinds import paper_of
from ingest.corrections import Corrections
from ingest.drafting.cited import CitedWork, cited_record
from ingest.drafting.known import KnownRecords
from ingest.extract import labels
from ingest.importers import trial
from ingest.importers.record import identifier_name
from ingest.records import RecordFile
from ingest.recordtext import record_text
from ontology.model import Measurement, Record
from queries.joining.occurrences import numbers_in, numbers_of

TELLING: tuple[Holding, ...] = ("full text", "abstract", "registered results")
"""What a source must hold to tell what a work reports."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A record of the case with its file, and what in it is a person's.

    `drafted` is false where the earlier file was kept.
    """

    file: RecordFile
    key: str
    corrected: Corrections
    drafted: bool
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the draft had said of each value that the earlier file had."""

    @property
    def text(self) -> bytes:
        return self.file.source.content

    def mark(self) -> DraftMark:
        """What the next run needs to know of it."""
        now = labels.drafted(self.file.record)
        kept = {value.id for value in _reviewed(self.file.record)}
        said = {key: dict(told) for key, told in self.before.items() if key.split("/")[1] in kept}
        return DraftMark(
            key=self.key,
            things=corrections.fingerprints(self.file.record),
            values={**now, **said},
            changed=tuple(sorted(self.corrected.changed)),
            removed=tuple(sorted(self.corrected.removed)),
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """A record as it was found in the case, and how it had been written."""

    text: bytes
    mark: DraftMark


def key_of(*parts: object) -> str:
    """A hash of all that a draft depends on."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def settled(name: str, key: str, draft: "Draft", earlier: Earlier | None) -> CaseRecord:
    """A record of the case under a file's name: the draft, or what the earlier file has of it.

    Raises RecordError if a person left the earlier file faulty.
    """
    if earlier is None:
        return CaseRecord(_file(draft.text(), name), key, Corrections(), True)
    file = records.validated(yamlfile.parse(earlier.text, name))
    known = Corrections(frozenset(earlier.mark.changed), frozenset(earlier.mark.removed))
    corrected = known | corrections.corrections(file.record, earlier.mark.things)
    file = corrections.as_reviewed(file, corrected)
    if earlier.mark.key == key:
        return CaseRecord(file, key, corrected, False, earlier.mark.values)
    drafted = draft.record()
    corrected = corrections.followed(corrected, file.record, drafted)
    file = corrections.merged(drafted, file.record, corrected, name)
    return CaseRecord(file, key, corrected, True, earlier.mark.values)


def _reviewed(record: Record) -> list[Measurement]:
    """The values of a record that a person reviewed."""
    return [v for v in (*record.stated, *record.reported) if v.status == "reviewed"]


class Draft:
    """A record that is drafted when it is asked for, for most runs need none anew."""

    def record(self) -> Record:
        raise NotImplementedError

    def text(self) -> str:
        """The text of its file."""
        return record_text(self.record())


@dataclass(frozen=True, slots=True)
class SourceDraft(Draft):
    """The draft of what a source reports of the work of a reference."""

    source: Source
    work: CitedWork
    known: KnownRecords
    day: str

    def record(self) -> Record:
        source = self.source
        file = Path(source.file).name
        if (paper := paper_of(source)) is not None:
            return _as_seen(cited_record(paper, self.work, self.known, self.day, file), source)
        registered = _registered(source, self.day)
        assert registered is not None, "only sources with content are drafted"
        return registered


def _as_seen(record: Record, source: Source) -> Record:
    """The record with its work seen as far as the source holds it, and with its identifiers."""
    (publication,) = record.publications
    work = source.work
    update: dict[str, object] = {
        "text_seen": "full text" if source.holds == "full text" else "abstract"
    }
    given = {"doi": work.doi, "pmid": work.pmid, "pmcid": work.pmcid}
    update |= {kind: value for kind, value in given.items() if value}
    seen = publication.model_copy(update=update)
    return record.model_copy(update={"publications": (seen,)})


def registered_publication(source: Source, day: str) -> str | None:
    """The publication of a registry's entry."""
    record = _registered(source, day)
    return record.publications[0].id if record is not None else None


def _registered(source: Source, day: str) -> Record | None:
    study = source.study
    if study is None:
        return None
    return trial.of_study(study, Path(source.file).name, date.fromisoformat(day)).record


def usable(source: Source) -> bool:
    """Whether a source tells what the work reports."""
    return source.problem is None and source.holds in TELLING


def record_name_of(source: Source, publication: str) -> str:
    """The name of a source's record: by what identifies the work, else by its text.

    One that is the publication's own name, or another record's, is no harm: file names are apart.
    """
    work = source.work
    named = identifier_name(pmid=work.pmid, doi=work.doi, pmcid=work.pmcid)
    if source.study is not None:
        return f"{(source.study.protocol.nct_id or publication).lower()}-registry"
    return named or f"{publication}-source"


def numbers(source: Source) -> dict[str, int]:
    """How often each number occurs in a source."""
    if (paper := paper_of(source)) is not None:
        return numbers_of(paper)
    results = source.study.results if source.study is not None else None
    return numbers_in(results.model_dump_json()) if results is not None else {}


def matched_works(
    matches: Mapping[int, Match], publications: Mapping[int, str], known: KnownRecords
) -> KnownRecords:
    """The known records, with the publications of the references that were matched."""
    named = {number: publications[number] for number in matches}
    return replace(known, matched={**known.matched, **named})


def _file(text: str, name: str) -> RecordFile:
    return records.validated(yamlfile.parse(text.encode(), name))
