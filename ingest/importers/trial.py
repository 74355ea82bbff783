"""From a study of ClinicalTrials.gov to a record: the study, its arms and drugs, its results."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import ValidationError

from ingest.importers.outcome_titles import concept
from ingest.importers.record import Imported, curation, listed, refused, slug
from ingest.importers.results import ReadResults, label_key, part_name, read_results
from ingest.readers.blocks import words
from ingest.sources.clinicaltrials import (
    SOURCE,
    ArmGroup,
    ArmsInterventions,
    Design,
    Identification,
    Intervention,
    Protocol,
    RegisteredStudy,
)
from ontology.model import Allocation, Cohort, Publication, Record, Regimen, Study, Trial

Phase = Literal["1", "1/2", "2", "2/3", "3", "4"]
ALLOCATIONS: dict[str | None, Allocation] = {
    "RANDOMIZED": "randomised",
    "NON_RANDOMIZED": "non-randomised",
}
PHASES: dict[tuple[str, ...], Phase] = {
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
LONGEST_NOTE = 5_000


def of_study(registered: RegisteredStudy, file: str, day: date) -> Imported:
    """The record of one study: what was registered, and what of its results the model can hold."""
    nct = registered.protocol.identification_module.nct_id or ""
    if not re.fullmatch(r"NCT[0-9]{8}", nct):
        reason = f"no record can be made: {nct!r} is no NCT number"
        return Imported(slug(nct) or "unnamed", None, (reason if nct else "it has no NCT number",))
    name = f"{nct.lower()}-registry"
    notes: list[str] = []
    try:
        record, results = _record(registered, name, file, day, notes)
    except ValidationError as error:
        return refused(name, notes, error)
    notes += [*_citation_notes(registered.protocol), *results.notes, *registered.notes]
    return Imported(name, record, tuple(notes), results.comments)


def _record(
    registered: RegisteredStudy, name: str, file: str, day: date, notes: list[str]
) -> tuple[Record, ReadResults]:
    protocol = registered.protocol
    enrolled, doubt = _enrolled(protocol, notes)
    study = _study(protocol, enrolled, notes)
    module = protocol.arms_interventions_module
    regimens = _regimens(study.id, _nct(protocol), module, notes)
    arms = {label_key(regimen.arm or ""): regimen.id for regimen in reversed(regimens)}
    results = read_results(study.id, name, arms, registered.results, enrolled)
    everybody = Cohort(
        id=f"{study.id}/enrolled",
        study=study.id,
        label=f"Participants of {_nct(protocol)}",
        n=enrolled,
        note=doubt,
        populations=study.populations,
    )
    trials = (study,) if isinstance(study, Trial) else ()
    posted = protocol.status_module.last_update_post_date_struct.date
    record = Record(
        record=name,
        status="extracted",
        curation=curation(
            f"{SOURCE}, {file}" + (f", record posted {posted}" if posted else ""), day
        ),
        publications=(_publication(registered, name, study),),
        trials=trials,
        studies=() if trials else (study,),
        cohorts=(everybody, *results.cohorts),
        regimens=_sized(regimens, results.started),
        reported=tuple(results.reported),
    )
    return record, results


def _nct(protocol: Protocol) -> str:
    return protocol.identification_module.nct_id or ""


def _sized(regimens: Sequence[Regimen], started: Mapping[str, int]) -> tuple[Regimen, ...]:
    """The regimens with the number of people who started each, where it is known."""
    return tuple(one.model_copy(update={"n": started.get(one.id)}) for one in regimens)


def _publication(registered: RegisteredStudy, name: str, study: Study) -> Publication:
    """The registry's own record of the study."""
    seen = "The registered protocol was read; no results were in the file."
    if registered.has_results:
        seen = "The registered protocol and the posted results were read."
    return Publication(
        id=name,
        label=f"{SOURCE} record of {_nct(registered.protocol)}",
        type="registry-record",
        title=registered.protocol.identification_module.official_title or study.label,
        journal=SOURCE,
        text_seen="part",
        text_seen_note=seen,
        reports=(study.id,),
    )


# -- the study -------------------------------------------------------------------------------------


def _study(protocol: Protocol, enrolled: int | None, notes: list[str]) -> Study:
    """The study itself, a trial if it is interventional."""
    named, design = protocol.identification_module, protocol.design_module
    registrations = _registrations(named, notes)
    populations = _populations(protocol, notes)
    nct = _nct(protocol)
    names = (named.acronym, named.org_study_id_info.id)
    return (Trial if design.study_type == "INTERVENTIONAL" else Study)(
        id=nct.lower(),
        label=named.brief_title or named.official_title or nct,
        names=_distinct(name for name in names if name and name not in registrations),
        registrations=registrations,
        group=protocol.sponsor_collaborators_module.lead_sponsor.name,
        design=_design(design),
        allocation=_allocation(design),
        trial_phase=_phase(design, notes),
        n=enrolled,
        populations=populations,
        note=_as_registered(protocol),
    )


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _registrations(named: Identification, notes: list[str]) -> tuple[str, ...]:
    """NCT number, former NCT numbers, and secondary numbers that are registrations."""
    numbers: list[str] = []
    others: list[str] = []
    for one in named.secondary_id_infos:
        known = one.type in REGISTRY_TYPES or REGISTRY_NUMBER.fullmatch(one.id or "")
        (numbers if known else others).extend([one.id] if one.id else [])
    if others:
        notes.append(f"other identifiers, left out: {listed(others)}")
    return _distinct((named.nct_id, *named.nct_id_aliases, *numbers))


def _populations(protocol: Protocol, notes: list[str]) -> tuple[str, ...]:
    conditions = protocol.conditions_module.conditions
    populations = {one: concept(one, "population") for one in conditions}
    if unknown := [one for one, population in populations.items() if population is None]:
        notes.append(f"conditions that no population of the vocabulary is: {listed(unknown)}")
    return _distinct(populations.values())


def _as_registered(protocol: Protocol) -> str | None:
    """Conditions and interventions in the registry's words."""
    conditions = protocol.conditions_module.conditions
    names = [one.name for one in protocol.arms_interventions_module.interventions if one.name]
    parts = [f"Conditions as registered: {'; '.join(conditions)}."] if conditions else []
    parts += [f"Interventions as registered: {'; '.join(names)}."] if names else []
    return " ".join(parts)[:LONGEST_NOTE] or None


def _design(design: Design) -> str | None:
    """The design in words: `interventional; parallel assignment; masking none`."""
    info = design.design_info
    masking = f"masking {info.masking_info.masking}" if info.masking_info.masking else None
    purpose = f"purpose {info.primary_purpose}" if info.primary_purpose else None
    parts = (
        design.study_type, info.intervention_model, info.observational_model,
        info.time_perspective, masking, purpose,
    )  # fmt: skip
    return "; ".join(part.lower().replace("_", " ") for part in parts if part) or None


def _allocation(design: Design) -> Allocation | None:
    if design.design_info.intervention_model == "SINGLE_GROUP":
        return "single-arm"
    return ALLOCATIONS.get(design.design_info.allocation)


def _phase(design: Design, notes: list[str]) -> Phase | None:
    if not design.phases or design.phases == ("NA",):
        return None
    phase = PHASES.get(design.phases)
    if phase is None:
        notes.append(f"phase {' and '.join(design.phases)} is none that a record can hold")
    return phase


def _enrolled(protocol: Protocol, notes: list[str]) -> tuple[int | None, str | None]:
    """How many entered, and a doubt. A planned number is no number of participants."""
    enrollment = protocol.design_module.enrollment_info
    count, kind = enrollment.count, enrollment.type
    if count is None or kind == "ACTUAL":
        return count, None
    if kind is None and protocol.status_module.overall_status in CLOSED:
        return count, "The file does not say whether the number is the actual one; the study ended."
    word = "planned" if kind == "ESTIMATED" else "registered, planned or actual"
    notes.append(f"{count} participants are {word}; no number of participants was written")
    return None, f"{count} participants {word}."


def _citation_notes(protocol: Protocol) -> list[str]:
    """Notes on the publications that the registry names; what they report is not in the file."""
    notes = []
    for citation in protocol.references_module.references:
        if citation.pmid and citation.type == "RESULT":
            notes.append(f"PMID {citation.pmid} is named as a report of results")
        if citation.retractions:
            notices = listed([one.pmid for one in citation.retractions if one.pmid]) or "unknown"
            pmid = citation.pmid or "unknown"
            notes.append(f"PMID {pmid} is marked as retracted (notice: PMID {notices})")
    return notes


# -- arms ------------------------------------------------------------------------------------------


def _regimens(
    study: str, nct: str, module: ArmsInterventions, notes: list[str]
) -> tuple[Regimen, ...]:
    """A regimen for each arm, with the drugs that the vocabulary knows."""
    _note_interventions(module, notes)
    regimens: dict[str, Regimen] = {}
    for group in module.arm_groups:
        if not group.label:
            continue
        name, n = f"{study}/{part_name(group.label)}", 2
        while name in regimens:
            name, n = f"{study}/{part_name(group.label)}-{n}", n + 1
        given = [one for one in module.interventions if _belongs(one, group)]
        regimens[name] = _regimen(name, study, nct, group.label, given)
    return tuple(regimens.values())


def _regimen(name: str, study: str, nct: str, label: str, given: Sequence[Intervention]) -> Regimen:
    printed = [one.name or "" for one in given]
    kinds = {kind for text in (label, *printed) if (kind := concept(text, "regimen"))}
    return Regimen(
        id=name,
        study=study,
        label=f"{nct}, {label}",
        kind=kinds.pop() if len(kinds) == 1 else None,
        arm=label,
        drugs=_distinct(map(_drug, given)),
        note=f"Given as registered: {'; '.join(printed)}."[:LONGEST_NOTE] if printed else None,
    )


def _note_interventions(module: ArmsInterventions, notes: list[str]) -> None:
    unknown = [
        one.name
        for one in module.interventions
        if one.name and (one.type is None or one.type in MEDICINES) and _drug(one) is None
    ]
    if unknown:
        notes.append(f"interventions without a drug of the vocabulary, proposed: {listed(unknown)}")
    if module.interventions and not module.arm_groups:
        notes.append("the file names no arms; who was given which intervention is unknown")


def _belongs(intervention: Intervention, group: ArmGroup) -> bool:
    """Whether an arm got an intervention; each may name the other (`Drug: Cytarabine`)."""
    names = {text.partition(": ")[2] or text for text in group.intervention_names}
    return intervention.name in names or group.label in intervention.arm_group_labels


def _drug(intervention: Intervention) -> str | None:
    """The drug of the vocabulary that an intervention is, by its name or else by its others."""
    if intervention.name and (drug := concept(intervention.name, "drug")):
        return drug
    drugs = set(_distinct(concept(one, "drug") for one in intervention.other_names))
    return drugs.pop() if len(drugs) == 1 else None
