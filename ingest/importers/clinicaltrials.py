"""ClinicalTrials.gov, API v2: the registered study, its arms and drugs, and its results."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.importers.clinicaltrials_results import key, part, results
from ingest.importers.imported import Imported, imported, listed, present, slug
from ingest.importers.shape import mapping, mappings, string, strings, whole
from ingest.importers.titles import concept
from ingest.readers.blocks import words

Answer = dict[str, Any]
INDEX = "ClinicalTrials.gov"

ALLOCATIONS = {"RANDOMIZED": "randomised", "NON_RANDOMIZED": "non-randomised"}
PHASES = {
    ("PHASE1",): "1", ("PHASE1", "PHASE2"): "1/2", ("PHASE2",): "2", ("PHASE2", "PHASE3"): "2/3",
    ("PHASE3",): "3", ("PHASE4",): "4",
}  # fmt: skip
REGISTRY_TYPES = frozenset({"EUDRACT_NUMBER", "CTIS", "REGISTRY"})
REGISTRY_NUMBER = re.compile(
    r"NCT[0-9]{8}|ISRCTN[0-9]{8}|[0-9]{4}-[0-9]{6}-[0-9]{2}|20[0-9]{2}-5[0-9]{5}-[0-9]{2}-[0-9]{2}"
    r"|ACTRN[0-9]{14}|ChiCTR[\w-]{6,20}|UMIN[0-9]{9}|jRCT\w{8,12}|DRKS[0-9]{8}|CTRI/[\w/]{6,20}"
)
"""Numbers of NCT, ISRCTN, EudraCT, CTIS and other registries, by their form."""
CLOSED = frozenset({"COMPLETED", "TERMINATED", "WITHDRAWN"})
"""States in which the registry holds the number that entered, and no longer the number planned."""
MEDICINES = words("DRUG BIOLOGICAL COMBINATION_PRODUCT GENETIC DIETARY_SUPPLEMENT")


@dataclass(slots=True)
class Sheet:
    """The record of one study while it is filled in."""

    id: str
    nct: str
    notes: list[str] = field(default_factory=list)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    arms: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    """Regimens by the folded words of the arm's label, as the results name their groups."""


def is_study(value: Answer) -> bool:
    """Whether an object is a study of ClinicalTrials.gov."""
    return isinstance(value.get("protocolSection"), dict)


def study(value: Answer, file: str, day: date) -> Imported:
    """The record of one study: what was registered, and what of its results the model can hold."""
    protocol = mapping(value, "protocolSection")
    named = mapping(protocol, "identificationModule")
    nct = string(named.get("nctId")) or ""
    if not re.fullmatch(r"NCT[0-9]{8}", nct):
        told = f"no record can be made: {nct!r} is no NCT number" if nct else "it has no NCT number"
        return Imported(slug(nct) or "unnamed", None, (told,))
    sheet = Sheet(nct.lower(), nct)
    label = string(named.get("briefTitle")) or string(named.get("officialTitle")) or nct
    posted = mapping(value, "resultsSection")
    registry = f"{sheet.id}-registry"
    publication = present(
        id=registry,
        label=f"{INDEX} record of {nct}",
        type="registry-record",
        title=string(named.get("officialTitle")) or label,
        journal=INDEX,
        text_seen="part",
        text_seen_note=(
            "The registered protocol and the posted results were read."
            if posted
            else "The registered protocol was read; no results were in the file."
        ),
        reports=[sheet.id],
    )
    kind = string(mapping(protocol, "designModule").get("studyType"))
    enrolled = _enrolled(sheet, protocol)
    entry = _entry(sheet, protocol, label, enrolled[0])
    cohorts = [
        present(id=f"{sheet.id}/enrolled", label=f"Participants of {nct}", n=enrolled[0])
        | present(note=enrolled[1], populations=entry.get("populations"))
    ]
    regimens = _regimens(sheet, mapping(protocol, "armsInterventionsModule"))
    found = results(sheet.id, nct, sheet.arms, posted, enrolled[0])
    reported = _reports(protocol)
    sections = {
        "publications": [publication],
        "trials" if kind == "INTERVENTIONAL" else "studies": [entry],
        "cohorts": cohorts + found.cohorts,
        "regimens": [_sized(one, found.sizes.get(one["id"])) for one in regimens],
        "reported": found.reported,
    }
    version = string(mapping(protocol, "statusModule", "lastUpdatePostDateStruct").get("date"))
    source = f"{INDEX}, {file}" + (f", record posted {version}" if version else "")
    return imported(
        registry, source, day, sections, [*sheet.notes, *reported, *found.notes],
        sheet.comments | found.comments,
    )  # fmt: skip


def _sized(regimen: Answer, n: int | None) -> Answer:
    """A regimen with the number of people who started it, where it is known."""
    return (
        regimen if n is None else present(id=regimen["id"], label=regimen["label"], n=n) | regimen
    )


def _entry(sheet: Sheet, protocol: Answer, label: str, enrolled: int | None) -> Answer:
    """The study itself."""
    named = mapping(protocol, "identificationModule")
    design = mapping(protocol, "designModule")
    registrations = [sheet.nct, *strings(named.get("nctIdAliases") or [])]
    others = []
    for one in mappings(named.get("secondaryIdInfos")):
        number = string(one.get("id"))
        if number and (
            string(one.get("type")) in REGISTRY_TYPES or REGISTRY_NUMBER.fullmatch(number)
        ):
            registrations.append(number)
        elif number:
            others.append(number)
    if others:
        sheet.notes.append(f"other identifiers, left out: {listed(others)}")
    names = [
        name
        for name in (
            string(named.get("acronym")),
            string(mapping(named, "orgStudyIdInfo").get("id")),
        )
        if name and name not in registrations
    ]
    conditions = strings(mapping(protocol, "conditionsModule").get("conditions") or [])
    populations = [(one, concept(one, "population")) for one in conditions]
    if unknown := [one for one, known in populations if known is None]:
        sheet.notes.append(f"conditions that no population of the vocabulary is: {listed(unknown)}")
    interventions = _names_of_interventions(protocol)
    return present(
        id=sheet.id,
        label=label,
        names=list(dict.fromkeys(names)),
        registrations=list(dict.fromkeys(registrations)),
        group=string(mapping(protocol, "sponsorCollaboratorsModule", "leadSponsor").get("name")),
        design=_design(design),
        allocation=_allocation(design),
        trial_phase=_phase(sheet, design),
        n=enrolled,
        populations=list(dict.fromkeys(known for _, known in populations if known)),
        note=" ".join(
            part
            for part in (
                f"Conditions as registered: {'; '.join(conditions)}." if conditions else "",
                f"Interventions as registered: {'; '.join(interventions)}."
                if interventions
                else "",
            )
            if part
        )[:5_000],
    )


def _design(design: Answer) -> str | None:
    """The design in words: `interventional; parallel assignment; masking none`."""
    info = mapping(design, "designInfo")
    parts = [string(design.get("studyType"))]
    for one in ("interventionModel", "observationalModel", "timePerspective"):
        parts.append(string(info.get(one)))
    if masking := string(mapping(info, "maskingInfo").get("masking")):
        parts.append(f"masking {masking}")
    if purpose := string(info.get("primaryPurpose")):
        parts.append(f"purpose {purpose}")
    return "; ".join(part.lower().replace("_", " ") for part in parts if part) or None


def _allocation(design: Answer) -> str | None:
    info = mapping(design, "designInfo")
    if info.get("interventionModel") == "SINGLE_GROUP":
        return "single-arm"
    return ALLOCATIONS.get(string(info.get("allocation")) or "")


def _phase(sheet: Sheet, design: Answer) -> str | None:
    phases = strings(design.get("phases") or [])
    if not phases or phases == ["NA"]:
        return None
    known = PHASES.get(tuple(phases))
    if known is None:
        sheet.notes.append(f"phase {' and '.join(phases)} is none that a record can hold")
    return known


def _enrolled(sheet: Sheet, protocol: Answer) -> tuple[int | None, str | None]:
    """How many entered, and a note. A planned number is no number of participants."""
    info = mapping(protocol, "designModule", "enrollmentInfo")
    count, kind = whole(info.get("count")), string(info.get("type"))
    if count is None:
        return None, None
    if kind == "ACTUAL":
        return count, None
    if kind is None and string(mapping(protocol, "statusModule").get("overallStatus")) in CLOSED:
        return count, "The file does not say whether the number is the actual one; the study ended."
    word = "planned" if kind == "ESTIMATED" else "registered, planned or actual"
    sheet.notes.append(f"{count} participants are {word}; no number of participants was written")
    return None, f"{count} participants {word}."


# -- arms ------------------------------------------------------------------------------------------


def _names_of_interventions(protocol: Answer) -> list[str]:
    found = mappings(mapping(protocol, "armsInterventionsModule").get("interventions"))
    return [name for one in found if (name := string(one.get("name")))]


def _regimens(sheet: Sheet, module: Answer) -> list[Answer]:
    """A regimen for each arm, with the drugs that the vocabulary knows."""
    interventions = mappings(module.get("interventions"))
    groups = mappings(module.get("armGroups"))
    drugs = {id(one): _drug(one) for one in interventions}
    unknown = [
        name
        for one in interventions
        if drugs[id(one)] is None
        and (one.get("type") is None or string(one.get("type")) in MEDICINES)
        and (name := string(one.get("name")))
    ]
    if unknown:
        sheet.notes.append(
            f"interventions without a drug of the vocabulary, proposed: {listed(unknown)}"
        )
    if not groups and interventions:
        sheet.notes.append("the file names no arms; who was given which intervention is unknown")
    made, taken = [], set()
    for group in groups:
        label = string(group.get("label"))
        if not label:
            continue
        name, n = f"{sheet.id}/{part(label)}", 2
        while name in taken:
            name, n = f"{sheet.id}/{part(label)}-{n}", n + 1
        taken.add(name)
        given = [one for one in interventions if _belongs(one, group, label)]
        known = list(dict.fromkeys(drug for one in given if (drug := drugs[id(one)])))
        kinds = {k for text in (label, *map(_name, given)) if (k := concept(text, "regimen"))}
        printed = [string(one.get("name")) or "" for one in given]
        regimen = present(
            id=name,
            label=f"{sheet.nct}, {label}",
            kind=kinds.pop() if len(kinds) == 1 else None,
            arm=label,
            drugs=known,
            note=f"Given as registered: {'; '.join(printed)}."[:5_000] if printed else None,
        )
        made.append(regimen)
        sheet.arms.setdefault(key(label), regimen)
    return made


def _name(intervention: Answer) -> str:
    return string(intervention.get("name")) or ""


def _belongs(intervention: Answer, group: Answer, label: str) -> bool:
    """Whether an arm got an intervention; each may name the other (`Drug: Cytarabine`)."""
    name = string(intervention.get("name"))
    listed_names = {
        text.partition(": ")[2] or text for text in strings(group.get("interventionNames") or [])
    }
    return name in listed_names or label in strings(intervention.get("armGroupLabels") or [])


def _drug(intervention: Answer) -> str | None:
    """The drug of the vocabulary that an intervention is, by its name or else by its others."""
    name = string(intervention.get("name"))
    if name and (known := concept(name, "drug")):
        return known
    others = {concept(one, "drug") for one in strings(intervention.get("otherNames") or [])}
    others.discard(None)
    return others.pop() if len(others) == 1 else None


def _reports(protocol: Answer) -> list[str]:
    """Notes on the publications that the registry names; what they report is not in the file."""
    notes = []
    for one in mappings(mapping(protocol, "referencesModule").get("references")):
        pmid = string(one.get("pmid"))
        if pmid and one.get("type") == "RESULT":
            notes.append(f"PMID {pmid} is named as a report of results")
        if retracted := mappings(one.get("retractions")):
            by = listed([p for r in retracted if (p := string(r.get("pmid")))]) or "unknown"
            notes.append(f"PMID {pmid or 'unknown'} is marked as retracted (notice: PMID {by})")
    return notes
