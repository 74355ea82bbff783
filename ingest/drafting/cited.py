"""A record of what a cited work reports, drafted from its text or from its abstract.

Unlike the draft of a document it has no claims: of a source, its own values count, each with the
place where it stands. The values are those of the work that a reference list names, so the caller
gives the publication's id.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ingest.drafting.bibliography import bibliography
from ingest.drafting.known import KnownRecords, first_family
from ingest.drafting.sources import source
from ingest.drafting.study_design import allocation, strata
from ingest.extract.draft import DraftSections, draft
from ingest.extract.extractor import extract
from ingest.extract.fitting import fitted
from ingest.readers.document import Paper, Section
from ontology.model import (
    Arm,
    Cohort,
    Curation,
    Publication,
    Record,
    Regimen,
    ReportedMeasurement,
    Study,
)
from ontology.model.texts import Seen

P = TypeVar("P", Cohort, Regimen, Arm)
T = TypeVar("T", Cohort, Regimen, Arm, ReportedMeasurement)
_SCOPED = ("id", "arm", "compared_arm", "cohort", "regimen", "compared_regimen", "compared_cohort")
"""The fields whose names begin with the study."""
LONGEST_PLACE = 80
"""The most letters of a heading that a place names."""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """The names in the record of a cited work: the record's own, and its publication's.

    `label` is what a reference calls the work: first author and year.
    """

    record: str
    publication: str
    label: str = ""


def cited_record(
    paper: Paper, work: CitedWork, known: KnownRecords, day: str, file: str = ""
) -> Record:
    """The record of what a source reports; `day` is today's date (ISO 8601). Never raises.

    Values that the source itself relays from other works are left out. `known` are the works and
    studies of other records; `file` is the name of the source's file.
    """
    cited = bibliography(paper, known)
    extraction = extract(source(paper, cited, reports=True), known.studies)
    sections = draft(extraction, work.publication, known.studies, work.publication)
    placed = _placed(sections, _places(paper), work.publication)
    own = _own_study(placed, sections.studies, work, known)
    if own.id not in known.studies:
        design = {"allocation": allocation(paper), "stratified_by": strata(paper)}
        own = own.model_copy(update=design)
    of_own = _of_one_study(sections, {value.study for value in placed}, own.id)
    reported = tuple(_renamed(value, own.id) for value in placed)
    return Record(
        record=work.record,
        status="extracted",
        curation=Curation(curator="alltrace", date=day, source=file or None),
        publications=(publication_of(paper, work, (own.id,)),),
        studies=() if own.id in known.studies else (own,),
        cohorts=tuple(of_own.cohorts),
        regimens=tuple(of_own.regimens),
        arms=tuple(of_own.arms),
        reported=reported,
    )


def _own_study(
    values: Sequence[ReportedMeasurement],
    drafted: Sequence[Study],
    work: CitedWork,
    known: KnownRecords,
) -> Study:
    """The one study that a source reports: the one that it names, if it names one alone."""
    unnamed = Study(id=f"{work.publication}-study", label=f"the study of {work.label}".strip())
    named = {value.study for value in values} - {unnamed.id}
    if len(named) != 1:
        return unnamed
    (name,) = named
    label = known.studies[name][0] if name in known.studies else name
    return next((s for s in drafted if s.id == name), Study(id=name, label=label))


def _of_one_study(sections: DraftSections, used: Collection[str], own: str) -> DraftSections:
    """The groups of a source's values, all as groups of its own study, each once."""

    def renamed(parts: Iterable[P]) -> list[P]:
        of_own = (_renamed(part, own) for part in parts if part.study in used)
        return list({part.id: part for part in of_own}.values())

    return DraftSections(
        cohorts=renamed(sections.cohorts),
        regimens=renamed(sections.regimens),
        arms=renamed(sections.arms),
    )


def _renamed(thing: T, own: str) -> T:
    """A value or a group as of the source's own study, with the names that begin with it."""
    update: dict[str, object] = {"study": own}
    for name in _SCOPED:
        told = getattr(thing, name, None)
        if isinstance(told, str) and "/" in told:
            update[name] = f"{own}/{told.split('/', 1)[1]}"
    if isinstance(thing, Arm):
        update["received"] = tuple(f"{own}/{name.split('/', 1)[1]}" for name in thing.received)
    return thing.model_copy(update=update)


def publication_of(paper: Paper, work: CitedWork, reports: tuple[str, ...]) -> Publication:
    """The cited work as its own file describes it, and how much of it was seen."""
    meta = paper.metadata
    label = " ".join(filter(None, (first_family(meta.authors), str(meta.year or ""))))
    title = meta.title or work.label or work.publication
    values: dict[str, object] = {
        "id": work.publication, "label": work.label or label or title[:LONGEST_PLACE],
        "title": title, "authors": list(meta.authors), "journal": meta.journal,
        "year": meta.year, "volume": meta.volume, "issue": meta.issue,
        "first_page": meta.first_page, "last_page": meta.last_page, "doi": meta.doi,
        "pmid": meta.pmid, "pmcid": meta.pmcid, "text_seen": text_seen(paper),
        "reports": list(reports),
    }  # fmt: skip
    given = {name: value for name, value in values.items() if value}
    publication, _ = fitted(Publication, given, ("id", "label", "title", "text_seen"))
    return publication or Publication(
        id=work.publication, label=work.publication, title=title, text_seen=text_seen(paper)
    )


def text_seen(paper: Paper) -> Seen:
    """How much of a work a paper holds: all of it, its abstract, or nothing."""
    held = {section.part for section in paper.sections if section.paragraphs}
    if "body" in held and paper.format != "pubmed":
        return "full text"
    return "abstract" if held & {"abstract", "body"} else "nothing"


def _placed(
    sections: DraftSections, places: Mapping[str, str], publication: str
) -> list[ReportedMeasurement]:
    """The values that the source reports of its own, each with its place instead of an anchor."""
    placed = []
    for value in sections.reported:
        data = value.model_dump(mode="json", exclude_defaults=True) | {"reported_by": publication}
        anchor = data.pop("anchor", None)
        if anchor in places and "place" not in data:
            data["place"] = places[anchor]
        model, _ = fitted(ReportedMeasurement, data, ("id", "study", "endpoint", "reported_by"))
        placed.append(value if model is None else model)
    return placed


def _places(paper: Paper) -> dict[str, str]:
    """Where each sentence stands, by its anchor: `Results; paragraph 4; sentence 2`."""
    places = {}
    for section in paper.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences if paragraph.number is not None else ():
                parts = (_heading(section), f"paragraph {paragraph.number}")
                place = "; ".join((*filter(None, parts), f"sentence {sentence.number}"))
                places[f"s{paragraph.number}.{sentence.number}"] = place
    return places


def _heading(section: Section) -> str:
    title = " ".join(section.title.replace(";", ",").split())[:LONGEST_PLACE]
    if section.part == "abstract":
        return "abstract" if title.lower() in ("", "abstract") else f"abstract, {title}"
    words = title.split(" ", 1)
    known = ("page", "table", "figure", "row", "column", "paragraph", "sentence")
    return f"section {title}" if words[0].lower() in known else title
