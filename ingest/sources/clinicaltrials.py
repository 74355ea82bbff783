"""ClinicalTrials.gov, API v2: a registered study with the results that were posted of it.

Names follow the registry's. https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from ingest.sources.payload import Count, Line, Lines, Many, Number, Payload, described, within

SOURCE = "ClinicalTrials.gov"


class _Object(Payload):
    model_config = ConfigDict(alias_generator=to_camel)


class Identifier(_Object):
    """A number of the study with a sponsor or in another registry."""

    id: Line = None
    type: Line = None


class ArmGroup(_Object):
    """A group of the study, and what it gets."""

    label: Line = None
    intervention_names: Lines = ()


class Intervention(_Object):
    """What is given, and to which arms."""

    name: Line = None
    type: Line = None
    other_names: Lines = ()
    arm_group_labels: Lines = ()


class Retraction(_Object):
    """A notice of retraction."""

    pmid: Line = None


class Citation(_Object):
    """A publication that the registry names."""

    pmid: Line = None
    type: Line = None
    retractions: Many[Retraction] = ()


class Protocol(_Object):
    """What was registered. `enrollment` is planned or actual, as `enrollment_type` says."""

    nct_id: Line = within("identificationModule", "nctId")
    nct_id_aliases: Lines = within("identificationModule", "nctIdAliases")
    org_study_id: Line = within("identificationModule", "orgStudyIdInfo", "id")
    secondary_ids: Many[Identifier] = within("identificationModule", "secondaryIdInfos")
    brief_title: Line = within("identificationModule", "briefTitle")
    official_title: Line = within("identificationModule", "officialTitle")
    acronym: Line = within("identificationModule", "acronym")
    overall_status: Line = within("statusModule", "overallStatus")
    posted: Line = within("statusModule", "lastUpdatePostDateStruct", "date")
    sponsor: Line = within("sponsorCollaboratorsModule", "leadSponsor", "name")
    conditions: Lines = within("conditionsModule", "conditions")
    study_type: Line = within("designModule", "studyType")
    phases: Lines = within("designModule", "phases")
    allocation: Line = within("designModule", "designInfo", "allocation")
    intervention_model: Line = within("designModule", "designInfo", "interventionModel")
    observational_model: Line = within("designModule", "designInfo", "observationalModel")
    time_perspective: Line = within("designModule", "designInfo", "timePerspective")
    masking: Line = within("designModule", "designInfo", "maskingInfo", "masking")
    primary_purpose: Line = within("designModule", "designInfo", "primaryPurpose")
    enrollment: Count = within("designModule", "enrollmentInfo", "count")
    enrollment_type: Line = within("designModule", "enrollmentInfo", "type")
    arms: Many[ArmGroup] = within("armsInterventionsModule", "armGroups")
    interventions: Many[Intervention] = within("armsInterventionsModule", "interventions")
    citations: Many[Citation] = within("referencesModule", "references")


class OfGroup(_Object):
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


class Milestone(_Object):
    """A step of the study, such as `STARTED`."""

    type: Line = None
    achievements: Many[Achievement] = ()


class Period(_Object):
    """A stretch of the study."""

    milestones: Many[Milestone] = ()


class GroupCount(OfGroup):
    """How many units of a group were analysed."""

    value: Count = None


class Denominator(_Object):
    """How many units were analysed in each group."""

    units: Line = None
    counts: Many[GroupCount] = ()


class Value(OfGroup):
    """One value of one group as printed, with its spread or interval."""

    value: Number = None
    spread: Number = None
    lower_limit: Number = None
    upper_limit: Number = None


class Category(_Object):
    """The values of one category."""

    title: Line = None
    measurements: Many[Value] = ()


class MeasureClass(_Object):
    """A part of a measure, such as a time or a part of the people."""

    title: Line = None
    denoms: Many[Denominator] = ()
    categories: Many[Category] = ()


class Analysis(_Object):
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


class OutcomeMeasure(_Object):
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


class Event(_Object):
    """One adverse event in each group."""

    term: Line = None
    stats: Many[EventCount] = ()


class BaselineMeasure(_Object):
    """A characteristic of the people at the start; it is not read."""


class Results(_Object):
    """What was posted of the outcome."""

    groups: Many[Group] = within("participantFlowModule", "groups")
    periods: Many[Period] = within("participantFlowModule", "periods")
    baseline: Many[BaselineMeasure] = within("baselineCharacteristicsModule", "measures")
    outcomes: Many[OutcomeMeasure] = within("outcomeMeasuresModule", "outcomeMeasures")
    events_time_frame: Line = within("adverseEventsModule", "timeFrame")
    event_groups: Many[EventGroup] = within("adverseEventsModule", "eventGroups")
    serious_events: Many[Event] = within("adverseEventsModule", "seriousEvents")
    other_events: Many[Event] = within("adverseEventsModule", "otherEvents")


def is_study(value: Mapping[str, object]) -> bool:
    """Whether an object is a study of ClinicalTrials.gov."""
    return isinstance(value.get("protocolSection"), dict)


@dataclass(frozen=True, slots=True)
class RegisteredStudy:
    """What was registered, what was posted, and notes on what was malformed and left out."""

    protocol: Protocol
    results: Results | None
    notes: tuple[str, ...] = ()


def study(value: Mapping[str, object]) -> RegisteredStudy:
    """The study in an object of the registry's JSON."""
    protocol, notes = described(Protocol, value.get("protocolSection"))
    posted = value.get("resultsSection")
    if not isinstance(posted, dict) or not posted:
        return RegisteredStudy(protocol, None, tuple(notes))
    results, more = described(Results, posted)
    return RegisteredStudy(protocol, results, (*notes, *more))
