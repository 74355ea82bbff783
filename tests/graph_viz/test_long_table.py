"""The long table: one definition of its columns, and CSV, CSVW and Parquet that keep to it."""

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from alltrace import EvidenceGraph, MissingPackageError
from conftest import run
from graph_viz.exports import long_table
from ontology.long_table import COLUMNS, NAMES, ROW
from ontology.terms import XSD
from places import HOUSE
from queries.library import question

INVENTED = HOUSE / "tests" / "queries" / "invented"
TRIAL = (INVENTED / "trial-k-2033.yaml").read_text(encoding="utf-8")
PARSED: dict[str, Callable[[str], object]] = {
    "decimal": float,
    "integer": int,
    "boolean": bool,
    "date": date.fromisoformat,
}


@pytest.fixture(scope="module")
def trial() -> EvidenceGraph:
    return EvidenceGraph.of(INVENTED / "trial-k-2033.yaml")


@pytest.fixture(scope="module")
def rows(trial: EvidenceGraph) -> dict[str, dict[str, str]]:
    """The rows of the CSV by the id of their measurement."""
    return by_id(trial.export("csv"))


def by_id(content: bytes) -> dict[str, dict[str, str]]:
    read = list(csv.DictReader(io.StringIO(content.decode())))
    assert Counter(row[ROW] for row in read).most_common(1)[0][1] == 1, "a row is repeated"
    return {row[ROW].rpartition("/")[2]: row for row in read}


def some(row: dict[str, str], columns: str) -> list[str]:
    return [row[column] for column in columns.split()]


def test_the_question_has_the_columns_of_the_definition() -> None:
    assert tuple(question("values").columns) == NAMES


def test_each_property_of_a_measurement_is_looked_up_where_its_column_says() -> None:
    sparql = " ".join(question("values").sparql.split())
    for column in COLUMNS:
        if column.of == ROW and not column.is_iri and not column.separator:
            name = column.iri.rpartition("#")[2]
            assert f"?{ROW} at:{name} ?{column.name} }}" in sparql, column.name


def test_a_measurement_is_told_whole_in_one_row(rows: dict[str, dict[str, str]]) -> None:
    told = some(rows["efs-experimental"], "study arm cohort analysis_set endpoint time statistic")
    assert told == [
        "Trial K", "antibody arm", "all randomised", "intention to treat", "event-free survival",
        "2 years", "survival-estimate",
    ]  # fmt: skip
    told = some(rows["efs-experimental"], "value value_printed unit se low high level data_cut_off")
    assert told == ["66", "66.0", "%", "5.1", "55.1", "75.2", "95", "2031-12-01"]
    told = some(
        rows["efs-experimental"], "definition endpoint_role layer document place time_printed"
    )
    assert told == [
        "relapse, second malignancy or death", "primary", "reported", "Karl 2032",
        "table 2; row Event-free survival; column Antibody", "24 months",
    ]  # fmt: skip
    told = some(rows["fever-experimental"], "adverse_event terminology grade k n")
    assert told == ["Pyrexia", "MedDRA 34.0", "3-4", "12", "99"]


def test_an_effect_says_of_which_statistic_it_is_and_against_whom(
    rows: dict[str, dict[str, str]],
) -> None:
    columns = "arm comparator statistic value p p_sides p_kind adjusted"
    assert some(rows["efs-ratio"], columns) == [
        "antibody arm", "chemotherapy arm", "hazard-ratio", "0.61", "0.006", "two-sided", "effect",
        "true",
    ]  # fmt: skip
    assert some(rows["overall-by-regimen"], columns)[:4] == ["", "chemotherapy", "difference", "-5"]
    assert rows["harm-by-cohort"]["comparator"] == "late relapse"
    assert some(rows["efs-interaction"], "p p_kind interaction_by") == [
        "0.31", "interaction", "time of relapse",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "not_reached"),
    [
        ("os-median-experimental", "upper; value"),
        ("os-median-control", "upper"),
        ("os-median-late", "lower; upper"),
        ("os-median-early", "value"),
        ("efs-control", ""),
    ],
)
def test_what_was_not_reached_is_told(
    rows: dict[str, dict[str, str]], name: str, not_reached: str
) -> None:
    assert rows[name]["not_reached"] == not_reached


def test_registrations_stand_in_one_cell_and_make_no_second_row(
    rows: dict[str, dict[str, str]],
) -> None:
    assert rows["efs-control"]["registration"] == "2031-099999-12; NCT99900001"
    assert rows["efs-part"]["registration"] == ""


def test_what_a_letter_states_has_its_check_and_its_place(rows: dict[str, dict[str, str]]) -> None:
    told = some(rows["efs-relayed"], "layer document place outcome value")
    assert told == ["stated", "Letter on K", "paragraph 1, sentence 1", "uncited", "70"]
    assert some(rows["efs-control"], "layer outcome") == ["reported", ""]


def test_what_a_spreadsheet_could_compute_is_quoted_and_numbers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "k.yaml"
    path.write_text(TRIAL.replace("wording: less clear", 'wording: "=HYPERLINK(1)"'))
    rows = by_id(EvidenceGraph.of(path).export("csv"))
    assert rows["dfs-ratio-late"]["wording"] == "'=HYPERLINK(1)"
    assert some(rows["overall-by-regimen"], "value value_printed") == ["-5", "-5"]
    assert rows["efs-ratio"]["operator"] == "="


def test_a_frame_has_the_numbers_as_numbers(trial: EvidenceGraph) -> None:
    frame = trial.frame("values", endpoint="event-free-survival")
    assert tuple(frame.columns) == NAMES
    assert [str(frame[name].dtype) for name in ("value", "low", "level")] == ["float64"] * 3
    ratios = frame[frame["statistic"] == "hazard-ratio"]
    assert sorted(ratios["value"]) == [0.49, 0.52, 0.61, 0.75]


# -- CSVW ------------------------------------------------------------------------------------------


def metadata() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(long_table.metadata("k.csv"))
    return read


def test_metadata_are_what_the_csvw_recommendation_asks_for() -> None:
    told = metadata()
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert (told["url"], told["tableSchema"]["primaryKey"]) == ("k.csv", ROW)
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(NAMES)
    known = {"string", "decimal", "integer", "boolean", "date", "anyURI"}  # built-in datatypes
    for column in columns:
        assert column["datatype"] in known
        assert column["titles"][0] == column["name"], "the head of the CSV is one of the titles"
        assert column["propertyUrl"].startswith(("http://", "https://"))
        for template in (column.get("aboutUrl"), column.get("valueUrl")):
            assert template is None or template[2:-1] in NAMES
    allowed = {
        "name", "titles", "datatype", "propertyUrl", "valueUrl", "aboutUrl", "separator", "required",
        "suppressOutput",
    }  # fmt: skip
    assert {key for column in columns for key in column} <= allowed


def test_every_cell_is_of_the_datatype_that_the_metadata_say(
    rows: dict[str, dict[str, str]],
) -> None:
    for column in metadata()["tableSchema"]["columns"]:
        parse = PARSED.get(column["datatype"], str)
        for row in rows.values():
            if row[column["name"]]:
                parse(row[column["name"]])


def test_what_the_metadata_make_of_a_row_stands_in_the_graph(
    trial: EvidenceGraph, rows: dict[str, dict[str, str]]
) -> None:
    """The rules of csv2rdf, for the columns that make a statement."""
    asked = 0
    for row in rows.values():
        for column in metadata()["tableSchema"]["columns"]:
            if column.get("suppressOutput") or column["name"] in ("document_id", "comparator_id"):
                continue  # the properties of these depend on the row
            subject = row[column.get("aboutUrl", f"{{+{ROW}}}")[2:-1]]
            for text in filter(None, row[column["name"]].split(column.get("separator"))
                               if "separator" in column else [row[column["name"]]]):  # fmt: skip
                datatype = ox.NamedNode(XSD + column["datatype"])
                value = (
                    ox.NamedNode(text)
                    if "valueUrl" in column
                    else ox.Literal(text, datatype=datatype)
                )
                asked += 1
                assert trial.query(
                    "ASK { $s $p $o }", s=ox.NamedNode(subject),
                    p=ox.NamedNode(column["propertyUrl"]), o=value,
                ), (column["name"], row[ROW])  # fmt: skip
    assert asked > 500


def test_the_command_writes_the_csv_and_its_metadata_beside_it(tmp_path: Path) -> None:
    done = run("export", "--to", "csvw", "-o", tmp_path / "values.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "values.csv").read_bytes() == EvidenceGraph().export("csv")
    told = json.loads((tmp_path / "values.csv-metadata.json").read_bytes())
    assert told["url"] == "values.csv"


# -- Parquet ---------------------------------------------------------------------------------------


def test_parquet_has_the_same_rows_with_types(
    trial: EvidenceGraph, rows: dict[str, dict[str, str]]
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(trial.export("parquet")))
    assert table.column_names == list(NAMES)
    read = {row[ROW].rpartition("/")[2]: row for row in table.to_pylist()}
    assert read.keys() == rows.keys()
    one = read["efs-experimental"]
    assert (one["value"], one["value_printed"], one["k"]) == (66.0, "66.0", None)
    assert (one["data_cut_off"], one["registration"]) == (
        date(2031, 12, 1), ["2031-099999-12", "NCT99900001"],
    )  # fmt: skip
    assert read["fever-control"]["k"] == 7
    assert read["efs-ratio"]["adjusted"] is True
    assert table.field("low").metadata[b"title"] == b"lower limit of the interval"


def test_without_pyarrow_a_plain_line_says_what_to_install(
    trial: EvidenceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'alltrace\[parquet\]'"):
        trial.export("parquet")
