"""Results of tables that stand in several cells, or several in one cell, and whose they are."""

import pytest

from ingest.extract.extractor import extract
from ingest.extract.source import ExtractionInput, Sentence, Table
from ingest.tables.values import TableValue

Row = tuple[str, ...]


def values(
    *rows: Row,
    caption: str = "Outcomes",
    head: int = 1,
    notes: str = "",
    text: str = "Adults came.",
) -> list[TableValue]:
    table = Table(caption, rows, head, notes)
    return extract(ExtractionInput((Sentence(text, 1, 1, 0),), tables=(table,))).tabled


def means(found: list[TableValue]) -> list[tuple[object, ...]]:
    """Arm, mean, deviation and number of people of each."""
    return [
        (v.arm and v.arm.label, v.numbers.value, v.numbers.sd, v.numbers.denominator) for v in found
    ]


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ((("", "Control", "Control", "Sham", "Sham"), ("", "Mean", "SD", "Mean", "SD"), ("Grip", "24.0", "6.0", "22.8", "5.7")), 2),
        ((("", "Control", "Sham"), ("Grip", "", ""), ("  Mean", "24.0", "22.8"), ("  SD", "6.0", "5.7")), 1),
        ((("", "Control", "Sham"), ("Grip, mean (SD)", "24.0", "22.8"), ("", "(6.0)", "(5.7)")), 1),
        ((("Grip, mean ± SD", "Control", "Sham"), ("Grip", "24.0 ± 6.0", "22.8 ± 5.7")), 1),
    ],
)  # fmt: skip
def test_a_mean_has_its_deviation_from_a_column_a_row_or_the_line_below(
    rows: tuple[Row, ...], head: int
) -> None:
    found = means(values(*rows, head=head))
    assert found == [("Control", "24.0", "6.0", None), ("Sham", "22.8", "5.7", None)]


def test_a_row_of_participants_below_each_result_is_of_that_result_only() -> None:
    rows = (
        ("", "Control", "Sham"), ("Grip, mean (SD)", "24.0 (6.0)", "22.8 (5.7)"),
        ("No. of participants", "83", "80"), ("Turn, mean (SD)", "9.1 (2.0)", "8.8 (2.1)"),
        ("No. of participants", "81", "79"),
    )  # fmt: skip
    assert [n for *_, n in means(values(*rows))] == ["83", "80", "81", "79"]


def test_a_cell_with_both_arms_gives_a_value_of_each() -> None:
    rows = (("", "After; sham (control)"), ("Reach, cm", "27.5 ± 4.4 (21.6 ± 4.1)"))
    assert means(values(*rows)) == [("sham", "27.5", "4.4", None), ("control", "21.6", "4.1", None)]
    assert values(("", "After; mean (SD)"), ("Reach, cm", "27.5 ± 4.4 (21.6 ± 4.1)")) == []


def test_repeated_blocks_of_columns_have_the_arm_that_most_of_their_heads_name() -> None:
    rows = (
        ("", "Control", "Control", "", "", "Sham", "Sham"),
        ("", "n (%)", "Mean days", "SD", "n (%)", "Mean days", "SD"),
        ("Leave", "10 (25)", "12.0", "4.1", "16 (38)", "14.5", "5.0"),
    )
    found = [(v.arm and v.arm.label, v.numbers.value) for v in values(*rows, head=2)]
    assert found == [("Control", "25"), ("Control", "12.0"), ("Sham", "38"), ("Sham", "14.5")]


def test_letters_are_arms_where_a_legend_says_so() -> None:
    rows = (("", "C", "I"), ("Vigour, mean (SD)", "53.1 (18.8)", "60.4 (16.9)"))
    legend = "C = control group; I = intervention group."
    assert [arm for arm, *_ in means(values(*rows, notes=legend))] == ["C", "I"]
    assert values(*rows, notes="C = cold season; I = itch") == []


@pytest.mark.parametrize("head", ["Post-intervention", "After the treatment", "Pre-treatment"])
def test_a_treatment_as_a_point_in_time_is_no_arm(head: str) -> None:
    assert values(("", head, "P"), ("Vigour, mean (SD)", "53.1 (18.8)", "0.2")) == []


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Number of infections", "events"),
        ("Total number of relapses", "events"),
        ("Number of patients with infections", "patients"),
    ],
)
def test_events_are_told_from_people(label: str, unit: str) -> None:
    found = values(("Outcome, n", "Control", "Sham"), (label, "15", "31"))
    assert [v.numbers.unit for v in found] == [unit, unit]


def test_a_share_may_stand_before_its_count_where_the_table_says_so() -> None:
    rows = (("", "Control", "Sham"), ("Itch", "25.0 (10)", "50.0 (19)"))
    shares = [(v.numbers.numerator, v.numbers.value) for v in values(*rows, caption="Itch, % (n)")]
    assert shares == [("10", "25.0"), ("19", "50.0")]


def test_what_brackets_hold_may_be_said_for_all_tables_at_once() -> None:
    rows = (("", "Control", "Sham"), ("Grip", "24.0 (6.0)", "22.8 (5.7)"))
    told = means(values(*rows, text="Data are presented as mean (SD)."))
    assert told == [("Control", "24.0", "6.0", None), ("Sham", "22.8", "5.7", None)]
    assert values(*rows) == []
