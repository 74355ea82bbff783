"""A record from a study of ClinicalTrials.gov: the study, its arms and drugs, its results."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from pydantic import ValidationError

from ingest.arms import arm_of, in_arms
from ingest.importers.outcome_titles import concept
from ingest.importers.record import Imported, curation, listed, refused, slug
from ingest.importers.results import label_key, part_name, read_results
from ingest.readers.blocks import words
from ingest.sources.clinicaltrials import (
    SOURCE,
    ArmGroup,
    Intervention,
    Protocol,
    RegisteredStudy,
    Results,
)
from ontology.model import Allocation, Arm, Cohort, Publication, Record, Regimen, Study, Trial

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
"""The formats of NCT, ISRCTN, EudraCT, CTIS and other registry numbers."""
CLOSED = frozenset({"COMPLETED", "TERMINATED", "WITHDRAWN"})
"""Statuses in which the registry has actual instead of planned enrolment."""
MEDICINES = words("DRUG BIOLOGICAL COMBINATION_PRODUCT GENETIC DIETARY_SUPPLEMENT")
LONGEST_NOTE = 5_000


def of_study(registered: RegisteredStudy, file: str, day: date) -> Imported:
    """The record of one study: the registration, and the results that the model can hold."""
    protocol, posted = registered.protocol, registered.results
    nct = protocol.nct_id or ""
    if not re.fullmatch(r"NCT[0-9]{8}", nct):
        reason = f"no record can be made: {nct!r} is no NCT number"
        return Imported(slug(nct) or "unnamed", None, (reason if nct else "it has no NCT number",))
    name = f"{nct.lower()}-registry"
    notes: list[str] = []
    try:
        enrolled, doubt = _enrolled(protocol, notes)
        study = _study(protocol, nct, enrolled, notes)
        given = _regimens(study.id, nct, protocol, notes)
        arms = {label_key(label): one.id for label, one in reversed(given)}
        results = read_results(study.id, name, arms, posted or Results(), enrolled)
        everybody = Cohort(
            id=f"{study.id}/enrolled",
            study=study.id,
            label=f"Participants of {nct}",
            n=enrolled,
            note=doubt,
            populations=study.populations,
        )
        version = f", record posted {protocol.posted}" if protocol.posted else ""
        started = results.started
        record = Record(
            record=name,
            status="extracted",
            curation=curation(f"{SOURCE}, {file}{version}", day),
            publications=(_publication(protocol, nct, study, posted is not None),),
            trials=(study,) if isinstance(study, Trial) else (),
            studies=() if isinstance(study, Trial) else (study,),
            cohorts=(everybody, *results.cohorts),
            regimens=tuple(one for _, one in given),
            arms=tuple(_arm(label, one, given, started.get(one.id)) for label, one in given),
            reported=tuple(in_arms(results.reported, {one.id for _, one in given})),
        )
    except ValidationError as error:
        return refused(name, notes, error)
    notes += [*_citation_notes(protocol), *results.notes, *registered.notes]
    return Imported(name, record, tuple(notes), results.comments)


def _publication(protocol: Protocol, nct: str, study: Study, has_results: bool) -> Publication:
    """The registry's own record of the study."""
    seen = "The registered protocol was read; no results were in the file."
    if has_results:
        seen = "The registered protocol and the posted results were read."
    return Publication(
        id=f"{study.id}-registry",
        label=f"{SOURCE} record of {nct}",
        type="registry-record",
        title=protocol.official_title or study.label,
        journal=SOURCE,
        text_seen="part",
        text_seen_note=seen,
        reports=(study.id,),
    )


# -- the study -------------------------------------------------------------------------------------


def _study(protocol: Protocol, nct: str, enrolled: int | None, notes: list[str]) -> Study:
    """The study itself, a trial if it is interventional."""
    registrations = _registrations(protocol, notes)
    names = (protocol.acronym, protocol.org_study_id)
    return (Trial if protocol.study_type == "INTERVENTIONAL" else Study)(
        id=nct.lower(),
        label=protocol.brief_title or protocol.official_title or nct,
        names=_distinct(name for name in names if name not in registrations),
        registrations=registrations,
        populations=_populations(protocol.conditions, notes),
        group=protocol.sponsor,
        design=_design(protocol),
        allocation=_allocation(protocol),
        trial_phase=_phase(protocol.phases, notes),
        n=enrolled,
        note=_as_registered(protocol),
    )


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _registrations(protocol: Protocol, notes: list[str]) -> tuple[str, ...]:
    """NCT number, former NCT numbers, and secondary numbers that are registrations."""
    numbers: list[str] = []
    others: list[str] = []
    for one in protocol.secondary_ids:
        known = one.type in REGISTRY_TYPES or REGISTRY_NUMBER.fullmatch(one.id or "")
        (numbers if known else others).extend([one.id] if one.id else [])
    if others:
        notes.append(f"other identifiers, left out: {listed(others)}")
    return _distinct((protocol.nct_id, *protocol.nct_id_aliases, *numbers))


def _populations(conditions: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    populations = {one: concept(one, "population") for one in conditions}
    if unknown := [one for one, population in populations.items() if population is None]:
        notes.append(f"conditions that no population of the vocabulary is: {listed(unknown)}")
    return _distinct(populations.values())


def _as_registered(protocol: Protocol) -> str | None:
    """Conditions and interventions in the registry's words."""
    names = [one.name for one in protocol.interventions if one.name]
    each = (("Conditions", protocol.conditions), ("Interventions", names))
    parts = [f"{what} as registered: {'; '.join(texts)}." for what, texts in each if texts]
    return " ".join(parts)[:LONGEST_NOTE] or None


def _design(protocol: Protocol) -> str | None:
    """The design in words: `interventional; parallel assignment; masking none`."""
    parts = (
        protocol.study_type, protocol.intervention_model, protocol.observational_model,
        protocol.time_perspective, protocol.masking and f"masking {protocol.masking}",
        protocol.primary_purpose and f"purpose {protocol.primary_purpose}",
    )  # fmt: skip
    return "; ".join(part.lower().replace("_", " ") for part in parts if part) or None


def _allocation(protocol: Protocol) -> Allocation | None:
    if protocol.intervention_model == "SINGLE_GROUP":
        return "single-arm"
    return ALLOCATIONS.get(protocol.allocation)


def _phase(phases: tuple[str, ...], notes: list[str]) -> Phase | None:
    phase = PHASES.get(phases)
    if phase is None and phases not in ((), ("NA",)):
        notes.append(f"phase {' and '.join(phases)} is none that a record can hold")
    return phase


def _enrolled(protocol: Protocol, notes: list[str]) -> tuple[int | None, str | None]:
    """The actual enrolment and a doubt; a planned number is not recorded as enrolment."""
    count, kind = protocol.enrollment, protocol.enrollment_type
    if count is None or kind == "ACTUAL":
        return count, None
    if kind is None and protocol.overall_status in CLOSED:
        return count, "The file does not say whether the number is the actual one; the study ended."
    word = "planned" if kind == "ESTIMATED" else "registered, planned or actual"
    notes.append(f"{count} participants are {word}; no number of participants was written")
    return None, f"{count} participants {word}."


def _citation_notes(protocol: Protocol) -> Iterator[str]:
    """Notes on the publications that the registry names; their results are not in the file."""
    for citation in protocol.citations:
        if citation.pmid and citation.type == "RESULT":
            yield f"PMID {citation.pmid} is named as a report of results"
        if citation.retractions:
            notices = listed([one.pmid for one in citation.retractions if one.pmid]) or "unknown"
            pmid = citation.pmid or "unknown"
            yield f"PMID {pmid} is marked as retracted (notice: PMID {notices})"


# -- arms ------------------------------------------------------------------------------------------


def _arm(label: str, regimen: Regimen, given: Sequence[object], started: int | None) -> Arm:
    """The arm as registered; those who started it, by the flow of participants, were allocated."""
    role = "single" if len(given) == 1 else None
    return arm_of(regimen, label).model_copy(update={"n_allocated": started, "role": role})


def _regimens(
    study: str, nct: str, protocol: Protocol, notes: list[str]
) -> tuple[tuple[str, Regimen], ...]:
    """The label of each arm with its regimen, which has the drugs that the vocabulary knows."""
    _note_interventions(protocol, notes)
    regimens: dict[str, Regimen] = {}
    labels: dict[str, str] = {}
    for group in protocol.arms:
        if not group.label:
            continue
        name, n = f"{study}/{part_name(group.label)}", 2
        while name in regimens:
            name, n = f"{study}/{part_name(group.label)}-{n}", n + 1
        given = [one for one in protocol.interventions if _belongs(one, group)]
        printed = [one.name or "" for one in given]
        kinds = {kind for text in (group.label, *printed) if (kind := concept(text, "regimen"))}
        labels[name] = group.label
        regimens[name] = Regimen(
            id=name,
            study=study,
            label=f"{nct}, {group.label}",
            kind=kinds.pop() if len(kinds) == 1 else None,
            drugs=_distinct(map(_drug, given)),
            note=f"Given as registered: {'; '.join(printed)}."[:LONGEST_NOTE] if printed else None,
        )
    return tuple((labels[name], regimen) for name, regimen in regimens.items())


def _note_interventions(protocol: Protocol, notes: list[str]) -> None:
    unknown = [
        one.name
        for one in protocol.interventions
        if one.name and (one.type is None or one.type in MEDICINES) and _drug(one) is None
    ]
    if unknown:
        notes.append(f"interventions without a drug of the vocabulary, proposed: {listed(unknown)}")
    if protocol.interventions and not protocol.arms:
        notes.append("the file names no arms; who was given which intervention is unknown")


def _belongs(intervention: Intervention, group: ArmGroup) -> bool:
    """Whether an arm received an intervention; either may name the other."""
    names = {text.partition(": ")[2] or text for text in group.intervention_names}
    return intervention.name in names or group.label in intervention.arm_group_labels


def _drug(intervention: Intervention) -> str | None:
    """The vocabulary's drug for an intervention, by its name, else by its synonyms."""
    if intervention.name and (drug := concept(intervention.name, "drug")):
        return drug
    drugs = set(_distinct(concept(one, "drug") for one in intervention.other_names))
    return drugs.pop() if len(drugs) == 1 else None
