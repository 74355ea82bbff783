"""ClinicalTrials.gov, API v2: a registered study with the results that were posted of it.

The models follow the registry's own modules and names. https://clinicaltrials.gov/data-api/about-api
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from ingest.sources.payload import Count, Line, Lines, Many, Number, Part, Payload, described

SOURCE = "ClinicalTrials.gov"


class _Module(Payload):
    model_config = ConfigDict(alias_generator=to_camel)


# -- the protocol ----------------------------------------------------------------------------------


class Identifier(_Module):
    """A number of the study with a sponsor or in another registry."""

    id: Line = None
    type: Line = None


class Identification(_Module):
    """How the study is called."""

    nct_id: Line = None
    nct_id_aliases: Lines = ()
    org_study_id_info: Part[Identifier] = Identifier()
    secondary_id_infos: Many[Identifier] = ()
    brief_title: Line = None
    official_title: Line = None
    acronym: Line = None


class PartialDate(_Module):
    """A date as exact as the registry has it."""

    date: Line = None


class Status(_Module):
    """How far the study is, and the version of its record."""

    overall_status: Line = None
    last_update_post_date_struct: Part[PartialDate] = PartialDate()


class Sponsor(_Module):
    """Who is responsible."""

    name: Line = None


class Sponsors(_Module):
    """Sponsors and collaborators, of which the first is read."""

    lead_sponsor: Part[Sponsor] = Sponsor()


class Conditions(_Module):
    """What is treated."""

    conditions: Lines = ()


class Masking(_Module):
    """Who does not know the allocation."""

    masking: Line = None


class DesignInfo(_Module):
    """How people are assigned and observed."""

    allocation: Line = None
    intervention_model: Line = None
    observational_model: Line = None
    time_perspective: Line = None
    masking_info: Part[Masking] = Masking()
    primary_purpose: Line = None


class Enrollment(_Module):
    """How many took part, or shall (`type`)."""

    count: Count = None
    type: Line = None


class Design(_Module):
    """Type, phases and size of the study."""

    study_type: Line = None
    phases: Lines = ()
    design_info: Part[DesignInfo] = DesignInfo()
    enrollment_info: Part[Enrollment] = Enrollment()


class ArmGroup(_Module):
    """A group of the study, and what it gets."""

    label: Line = None
    intervention_names: Lines = ()


class Intervention(_Module):
    """What is given, and to which arms."""

    name: Line = None
    type: Line = None
    other_names: Lines = ()
    arm_group_labels: Lines = ()


class ArmsInterventions(_Module):
    """Arms and interventions; each may name the other."""

    arm_groups: Many[ArmGroup] = ()
    interventions: Many[Intervention] = ()


class Retraction(_Module):
    """A notice of retraction."""

    pmid: Line = None


class Citation(_Module):
    """A publication that the registry names."""

    pmid: Line = None
    type: Line = None
    retractions: Many[Retraction] = ()


class Citations(_Module):
    """The publications that the registry names."""

    references: Many[Citation] = ()


class Protocol(_Module):
    """What was registered."""

    identification_module: Part[Identification] = Identification()
    status_module: Part[Status] = Status()
    sponsor_collaborators_module: Part[Sponsors] = Sponsors()
    conditions_module: Part[Conditions] = Conditions()
    design_module: Part[Design] = Design()
    arms_interventions_module: Part[ArmsInterventions] = ArmsInterventions()
    references_module: Part[Citations] = Citations()


# -- the results -----------------------------------------------------------------------------------


class OfGroup(_Module):
    """Something of one group of a module; groups are counted anew in every module."""

    id: Line = None
    group_id: Line = None

    @property
    def group(self) -> str:
        return self.group_id or self.id or ""


class Group(OfGroup):
    """A group by its title."""

    title: Line = None


class Achievement(OfGroup):
    """How many of a group reached a milestone."""

    num_subjects: Count = None


class Milestone(_Module):
    """A step of the study, such as `STARTED`."""

    type: Line = None
    achievements: Many[Achievement] = ()


class Period(_Module):
    """A stretch of the study."""

    milestones: Many[Milestone] = ()


class ParticipantFlow(_Module):
    """How many people went through the study."""

    groups: Many[Group] = ()
    periods: Many[Period] = ()


class GroupCount(OfGroup):
    """How many units of a group were analysed."""

    value: Count = None


class Denominator(_Module):
    """How many units were analysed in each group."""

    units: Line = None
    counts: Many[GroupCount] = ()


class Value(OfGroup):
    """One value of one group as printed, with its spread or interval."""

    value: Number = None
    spread: Number = None
    lower_limit: Number = None
    upper_limit: Number = None


class Category(_Module):
    """The values of one category."""

    title: Line = None
    measurements: Many[Value] = ()


class MeasureClass(_Module):
    """A part of a measure, such as a time or a part of the people."""

    title: Line = None
    denoms: Many[Denominator] = ()
    categories: Many[Category] = ()


class Analysis(_Module):
    """A statistical analysis of some groups."""

    group_ids: Lines = ()
    group_description: Line = None
    statistical_method: Line = None
    param_type: Line = None
    param_value: Number = None
    ci_pct_value: Number = None
    ci_lower_limit: Number = None
    ci_upper_limit: Number = None
    dispersion_type: Line = None
    dispersion_value: Number = None
    p_value: Line = None


class OutcomeMeasure(_Module):
    """One outcome: what was measured, in what unit, and the values of each group."""

    title: Line = None
    type: Line = None
    time_frame: Line = None
    param_type: Line = None
    dispersion_type: Line = None
    unit_of_measure: Line = None
    groups: Many[Group] = ()
    denoms: Many[Denominator] = ()
    classes: Many[MeasureClass] = ()
    analyses: Many[Analysis] = ()


class OutcomeMeasures(_Module):
    """The outcomes."""

    outcome_measures: Many[OutcomeMeasure] = ()


class EventGroup(Group):
    """A group at risk of adverse events, with its totals."""

    deaths_num_affected: Count = None
    deaths_num_at_risk: Count = None
    serious_num_affected: Count = None
    serious_num_at_risk: Count = None
    other_num_affected: Count = None


class EventCount(OfGroup):
    """How many of a group had an event, of how many at risk."""

    num_affected: Count = None
    num_at_risk: Count = None


class Event(_Module):
    """One adverse event in each group."""

    term: Line = None
    stats: Many[EventCount] = ()


class AdverseEvents(_Module):
    """Adverse events in each group."""

    time_frame: Line = None
    event_groups: Many[EventGroup] = ()
    serious_events: Many[Event] = ()
    other_events: Many[Event] = ()


class BaselineMeasure(_Module):
    """A characteristic of the people at the start; it is not read."""


class BaselineCharacteristics(_Module):
    """What the people were at the start."""

    measures: Many[BaselineMeasure] = ()


class Results(_Module):
    """What was posted of the outcome."""

    participant_flow_module: Part[ParticipantFlow] = ParticipantFlow()
    baseline_characteristics_module: Part[BaselineCharacteristics] = BaselineCharacteristics()
    outcome_measures_module: Part[OutcomeMeasures] = OutcomeMeasures()
    adverse_events_module: Part[AdverseEvents] = AdverseEvents()


class _Study(_Module):
    protocol_section: Part[Protocol] = Protocol()
    results_section: Part[Results] = Results()


@dataclass(frozen=True, slots=True)
class RegisteredStudy:
    """One study: what was registered, and what was posted of its results, if anything was.

    `notes` say what was malformed and left out.
    """

    protocol: Protocol
    results: Results
    has_results: bool
    notes: tuple[str, ...] = ()


def is_study(value: Mapping[str, object]) -> bool:
    """Whether an object is a study of ClinicalTrials.gov."""
    return isinstance(value.get("protocolSection"), dict)


def study(value: Mapping[str, object]) -> RegisteredStudy:
    """What the registry says of one study."""
    payload, notes = described(_Study, value)
    posted = value.get("resultsSection")
    return RegisteredStudy(
        payload.protocol_section,
        payload.results_section,
        isinstance(posted, dict) and bool(posted),
        tuple(notes),
    )
