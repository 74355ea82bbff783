"""A `Source` of each kind of thing: an index's work, a study, a document, a record's work."""

import hashlib
from collections.abc import Iterable

from ingest.checking.source import Holding, Source, SourceFormat
from ingest.checking.texts import abstract_paper, opening, other_script, word_counts
from ingest.readers.document import Paper
from ingest.records import RecordFile
from ingest.references.model import Person
from ingest.sources.clinicaltrials import RegisteredStudy
from ingest.sources.documents import described
from ingest.sources.work import Notice, Relation, Work, distinct_years
from ontology.model import Publication
from ontology.model.texts import Seen

FEWEST_WORDS = 450
"""Words of a body below which a document counts as an abstract, which proves no absence."""
_FORMATS: dict[str, SourceFormat] = {
    "Crossref": "crossref", "Europe PMC": "europepmc", "PubMed": "pubmed"
}  # fmt: skip
_SEEN: dict[Seen, Holding] = {
    "full text": "full text", "abstract": "abstract", "part": "abstract", "nothing": "nothing"
}  # fmt: skip


def unusable(name: str, digest: str, reason: str) -> Source:
    """A source for a file that cannot be read, which says why."""
    return Source(name, digest, "unknown", Work("a file"), problem=reason.removeprefix(f"{name}: "))


def of_work(work: Work, file: str, digest: str, kind: SourceFormat | None = None) -> Source:
    """A source of what an index says of a work: its abstract, if it gives one."""
    holds: Holding = "abstract" if work.abstract else "nothing"
    problem = other_script(work.abstract or "")
    return Source(
        file, digest, kind or _FORMATS.get(work.source, "unknown"), work,
        holds=holds, problem=problem, opening=(),
    )  # fmt: skip


def of_study(study: RegisteredStudy, file: str, digest: str) -> Source:
    """A source of what a registry says of a study."""
    protocol = study.protocol
    titles = (protocol.official_title, protocol.brief_title)
    numbers = (protocol.nct_id, *protocol.nct_id_aliases)
    work = Work(
        "ClinicalTrials.gov",
        titles=tuple(dict.fromkeys(filter(None, titles))),
        registrations=tuple(filter(None, numbers)),
        notes=study.notes,
    )
    holds: Holding = "registered results" if study.results else "registration"
    return Source(file, digest, "clinicaltrials", work, holds=holds, study=study)


def of_paper(paper: Paper, file: str, digest: str) -> Source:
    """A source that is a document."""
    work = described(paper.metadata, paper.format)
    body, abstract = word_counts(paper)
    holds: Holding = "full text" if body >= FEWEST_WORDS else "abstract"
    problem = other_script(paper.text)
    if body + abstract == 0:
        holds, problem = "nothing", problem or _without_text(paper)
    return Source(
        file, digest, paper.format, work, holds=holds, problem=problem,
        notes=tuple(paper.notes), paper=None if problem else paper, opening=opening(paper),
    )  # fmt: skip


def _without_text(paper: Paper) -> str:
    if paper.format == "pdf":
        return "this PDF has no text, only pictures of it; save it with recognised text (OCR)"
    return "the document has no sentences of an abstract or a body"


def of_records(files: Iterable[RecordFile]) -> list[Source]:
    """The publications of records as sources: works that the graph knows, and their notices."""
    listed = []
    for file in files:
        notices: dict[str, list[Relation]] = {}
        for one in file.record.notices:
            notice = Notice(
                one.kind, one.date or "", one.doi, one.pmid, one.source, one.reason or ""
            )
            notices.setdefault(one.about, []).append(Relation(f"{one.kind} by", "", notice))
        for publication in file.record.publications:
            work = work_of(publication, file.name, notices.get(publication.id, ()))
            digest = hashlib.sha256(file.source.content).hexdigest()
            listed.append(
                Source(
                    file.name, digest, "record", work, publication=publication.id,
                    holds=_SEEN[publication.text_seen],
                )
            )  # fmt: skip
    return listed


def work_of(publication: Publication, record: str, relations: Iterable[Relation] = ()) -> Work:
    """A publication of a record as a work."""
    return Work(
        f"record {record}",
        doi=publication.doi,
        pmid=publication.pmid,
        pmcid=publication.pmcid,
        titles=(publication.title,),
        authors=publication.authors,
        people=tuple(map(Person.of_record, publication.authors)),
        journals=(publication.journal,) if publication.journal else (),
        years=distinct_years(publication.year),
        volume=publication.volume,
        issue=publication.issue,
        first_page=publication.first_page,
        last_page=publication.last_page,
        relations=tuple(relations),
    )


def paper_of(source: Source) -> Paper | None:
    """The document in which a source's content stands; None if it holds no text.

    Of an index's entry, title and abstract become one.
    """
    if source.paper is not None or source.problem or not source.work.abstract:
        return source.paper
    return abstract_paper(source.work, source.name)
