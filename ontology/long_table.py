"""The long table of values: its columns, defined once for the question, CSV, CSVW and Parquet.

One row is one measurement. A column takes its property and its datatype from the field of the model
that it shows, so that a change of the model changes every form of the table. Labels stand first,
the IRIs of the same things in columns that end in `_id` behind them.
"""

from dataclasses import dataclass

from ontology.field_map import entries, property_of
from ontology.fields import Data
from ontology.model import CLASSES, Measurement, Thing
from ontology.model.judgement import Check
from ontology.terms import DCTERMS, RDF, RDFS, XSD

ROW = "measurement_id"
"""The column of what a row is about."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, a title for people, the property that it shows and its XSD datatype.

    `of` is the column with the IRI of the thing that has the property; nothing where the cell is
    no statement about one thing. `separator` stands between several values of one cell.
    """

    name: str
    title: str
    iri: str
    datatype: str = "string"
    of: str = ROW
    separator: str | None = None

    @property
    def is_iri(self) -> bool:
        """Whether the cells are IRIs of things."""
        return self.datatype == "anyURI"


def _shown(name: str, title: str, field: str, model: type[Thing] = Measurement) -> Column:
    """A column of a field with literals; of a field that is also kept as printed, the number."""
    for entry in entries(model):
        if entry.field == field and isinstance(entry.mark, Data):
            return Column(name, title, entry.iri, entry.mark.datatype.removeprefix(XSD))
    raise LookupError(f"{model.__name__} has no literals in {field!r}")


def _as_printed(name: str, title: str, field: str) -> Column:
    """A column of a number as it is printed, which is text."""
    iris = [entry.iri for entry in entries(Measurement) if entry.field == field]
    return Column(name, title, iris[-1])


def _label(name: str, title: str) -> Column:
    """A column of labels of the things in the column `<name>_id`."""
    return Column(name, title, RDFS + "label", of=f"{name}_id")


def _id(name: str, title: str, field: str, model: type[Thing] = Measurement) -> Column:
    """A column of IRIs, under the property of a field."""
    return Column(f"{name}_id", title, property_of(model, field), "anyURI")


COLUMNS = (
    _label("study", "study"),
    Column(
        "registration", "numbers in trial registries",
        property_of(CLASSES["Registration"], "number"), of="", separator="; ",
    ),
    _label("arm", "arm"),
    _label("comparator", "arm, regimen or cohort that it is compared with"),
    _label("cohort", "cohort"),
    _label("regimen", "regimen"),
    _shown("analysis_set", "analysis set", "analysis_set"),
    _label("endpoint", "endpoint"),
    _shown("endpoint_text", "endpoint in the words of the source", "endpoint_text"),
    _shown("adverse_event", "adverse event", "adverse_event"),
    _shown("terminology", "terminology of the adverse event", "terminology"),
    _shown("definition", "the study's definition of the endpoint", "endpoint_definition"),
    _shown("endpoint_role", "role of the endpoint in the study", "endpoint_role"),
    _label("time", "time point"),
    _shown("time_printed", "time as printed", "time_text"),
    _shown("statistic", "statistic", "statistic"),
    _shown("operator", "operator", "operator"),
    _shown("value", "value", "value"),
    _as_printed("value_printed", "value as printed", "value"),
    _shown("unit", "unit", "unit"),
    _shown("wording", "value in words", "wording"),
    _shown("k", "people with the event", "numerator"),
    _shown("n", "people in all", "denominator"),
    _shown("low", "lower limit of the interval", "lower"),
    _shown("high", "upper limit of the interval", "upper"),
    _shown("level", "level of the interval in per cent", "level"),
    _shown("interval_sides", "sides of the interval", "interval_sides"),
    Column(
        "not_reached", "what was not reached: value, lower, upper",
        property_of(Measurement, "not_reached"), separator="; ",
    ),
    _shown("form_printed", "value and interval as printed", "printed_form"),
    _shown("se", "standard error", "se"),
    _shown("sd", "standard deviation", "sd"),
    _shown("p", "p-value", "p"),
    _shown("p_operator", "operator of the p-value", "p_operator"),
    _shown("p_sides", "sides of the test", "p_sides"),
    _shown("p_kind", "what the test asks", "p_kind"),
    _shown("interaction_by", "feature of the test for interaction", "interaction_by"),
    _shown("adjusted", "adjusted", "adjusted"),
    _shown("grade", "grade", "grade"),
    _shown("threshold", "threshold", "threshold"),
    _label("follow_up", "follow-up"),
    _shown("data_cut_off", "data cut-off", "data_cut_off"),
    Column("layer", "stated or reported", RDF + "type", of=""),
    _label("document", "document or publication that says so"),
    _label("place", "place in the document or publication"),
    _shown("status", "reviewed or extracted", "status"),
    Column("outcome", "outcome of the check", property_of(Check, "outcome"), of=""),
    Column(ROW, "IRI of the measurement", DCTERMS + "identifier", "anyURI", of=""),
    Column("quantity_id", "IRI of the quantity", Measurement.inferred[0].iri, "anyURI"),
    _id("study", "IRI of the study", "study"),
    _id("arm", "IRI of the arm", "arm"),
    _id("comparator", "IRI of the comparator", "compared_arm"),
    _id("cohort", "IRI of the cohort", "cohort"),
    _id("regimen", "IRI of the regimen", "regimen"),
    _id("endpoint", "IRI of the endpoint", "endpoint"),
    _id("time", "IRI of the time point", "time"),
    _id("follow_up", "IRI of the follow-up", "follow_up"),
    Column("document_id", "IRI of the document or publication", DCTERMS + "source", "anyURI"),
    _id("place", "IRI of the place", "anchor"),
)  # fmt: skip
"""All columns, in their order."""
NAMES = tuple(column.name for column in COLUMNS)
