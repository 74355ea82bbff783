"""The kinds of things that pictures show, and what these are called."""

from ontology.field_map import model_of
from queries.reader import Description

KINDS = {
    "Document": ("document", "documents"),
    "Conclusion": ("conclusion", "conclusions"),
    "EvidenceLine": ("evidence line", "evidence lines"),
    "Claim": ("claim", "claims"),
    "StatedMeasurement": ("stated value", "stated values"),
    "Comparison": ("comparison", "comparisons"),
    "CitationPointer": ("citation", "citations"),
    "Reference": ("reference", "references"),
    "ReportedMeasurement": ("reported value", "reported values"),
    "Publication": ("publication", "publications"),
    "Trial": ("trial", "trials"),
    "Study": ("study", "studies"),
    "Registration": ("registration", "registrations"),
    "Cohort": ("cohort", "cohorts"),
    "Regimen": ("regimen", "regimens"),
    "Endpoint": ("endpoint", "endpoints"),
    "Drug": ("drug", "drugs"),
    "RegimenKind": ("treatment", "treatments"),
    "Population": ("population", "populations"),
    "Phase": ("phase of treatment", "phases of treatment"),
}
"""The kinds that have a box of their own, in the order of the map's lanes, and their names."""

CONCEPT_KINDS = {
    "endpoint": "Endpoint",
    "drug": "Drug",
    "regimen": "RegimenKind",
    "population": "Population",
    "phase": "Phase",
}
"""The kind of the concepts of each scheme."""


def kind_of(description: Description) -> str | None:
    """The most special class with a model: a conclusion is a claim too, a trial a study."""
    model = model_of(frozenset(description.classes))
    return None if model is None else model.__name__
