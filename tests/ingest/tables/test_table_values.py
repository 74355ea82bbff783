"""Values of invented tables: what each number is, of which arm, and what is left alone."""

import pytest

from ingest.extract.extractor import extract
from ingest.extract.source import ExtractionInput, Sentence, Table
from ingest.tables.values import TableValue

ALLOCATED = "Patients received zelimab (n = 40) or placebo (n = 38)."


def tabled(*rows: tuple[str, ...], caption: str = "Outcomes", head: int = 1) -> list[TableValue]:
    source = ExtractionInput((Sentence(ALLOCATED, 1, 1, 0),), tables=(Table(caption, rows, head),))
    return extract(source).tabled


def plain(values: list[TableValue]) -> list[tuple[object, ...]]:
    """Statistic, value, unit and arm of each."""
    return [
        (v.numbers.statistic, v.numbers.value, v.numbers.unit, v.arm.label if v.arm else None)
        for v in values
    ]


ARMS = ("", "Zelimab (n = 40)", "Placebo (n = 38)")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Itch, n (%)", "10 (25.0)", "19 (50.0)"), [("proportion", "25.0", "%"), ("proportion", "50.0", "%")]),
        (("Itch", "10 (25.0)", "19 (50.0)"), [("proportion", "25.0", "%"), ("proportion", "50.0", "%")]),
        (("Itch", "10/40", "19/38"), [("proportion", None, None)] * 2),
        (("Itch score, mean (SD)", "3.1 (1.2)", "5.6 (1.4)"), [("mean", "3.1", "points"), ("mean", "5.6", "points")]),
        (("Stay (days)", "4.0 ± 1.0", "6.0 ± 2.0"), [("mean", "4.0", "days"), ("mean", "6.0", "days")]),
        (("Stay, days, median (IQR)", "4 (3–6)", "6 (4–9)"), [("median", "4", "days"), ("median", "6", "days")]),
        (("Fever, n (%)", "0", "2 (5.3)"), [("count", "0", "patients"), ("proportion", "5.3", "%")]),
    ],
)  # fmt: skip
def test_a_cell_is_what_its_signs_arithmetic_and_words_make_it(
    row: tuple[str, ...], expected: list[tuple[object, ...]]
) -> None:
    arms = ("Zelimab", "Placebo")
    assert plain(tabled(ARMS, row)) == [(*e, a) for e, a in zip(expected, arms, strict=True)]


@pytest.mark.parametrize(
    "row",
    [
        ("Itch", "3.1 (1.2)", "5.6 (1.4)"),  # a deviation, an error or a quartile
        ("Stay (days)", "4 (3–6)", "6 (4–9)"),  # a mean or a median
        ("", "10 (25.0)", "19 (50.0)"),  # of what
        ("Weight at baseline, mean (SD)", "70 (9)", "71 (8)"),
        ("Itch before treatment, mean (SD)", "6.0 (1.0)", "6.1 (1.1)"),
    ],
)
def test_what_is_not_clear_or_no_result_is_left_alone(row: tuple[str, ...]) -> None:
    assert tabled(ARMS, row) == []


@pytest.mark.parametrize(
    "caption",
    ["Baseline characteristics", "Table 1. Characteristics of the patients", "Demographics"],
)
def test_a_table_of_what_was_before_has_no_results(caption: str) -> None:
    row = ("Itch, n (%)", "10 (25.0)", "19 (50.0)")
    assert tabled(ARMS, row, caption=caption) == []
    assert tabled(ARMS, row, caption="Characteristics and outcomes") != []


def test_columns_of_numbers_and_deviations_belong_to_the_mean_beside_them() -> None:
    heads = ("", "Control", "Control", "Control", "Strategy B", "Strategy B", "Strategy B")
    parts = ("Outcome", "N", "Mean", "SD", "N", "Mean", "SD")
    values = tabled(heads, parts, ("Pain", "1,204", "6.1", "1.5", "1,198", "7.0", "1.4"), head=2)
    assert [(v.numbers.value, v.numbers.sd, v.numbers.denominator) for v in values] == [
        ("6.1", "1.5", "1204"),
        ("7.0", "1.4", "1198"),
    ]


def test_a_name_within_another_is_an_arm_of_its_own() -> None:
    heads = ("", "No drug (n = 30)", "ZLM (n = 31)", "ZLM+PX (n = 32)")
    values = tabled(heads, ("Recall score, mean (SD)", "3.0 (1)", "4.0 (1)", "5.0 (1)"))
    assert [(v.arm.label, v.arm.size) for v in values if v.arm] == [
        ("No drug", 30),
        ("ZLM", 31),
        ("ZLM+PX", 32),
    ]


def test_rows_may_be_the_arms() -> None:
    values = tabled(("", "Itching", "Free of itch", "p"), ("Zelimab 40 (100%)", "10 (25)", "30 (75)", "0.02"),
                    ("Placebo 38 (100%)", "19 (50)", "19 (50)", "0.02"))  # fmt: skip
    assert [(v.label, v.numbers.numerator, v.arm and v.arm.size) for v in values] == [
        ("Itching", "10", 40),
        ("Free of itch", "30", 40),
        ("Itching", "19", 38),
        ("Free of itch", "19", 38),
    ]


def test_ratios_have_interval_level_and_p_and_differences_are_left_alone() -> None:
    heads = (*ARMS, "Relative risk (95% CI)", "P value", "Difference")
    values = tabled(heads, ("Itch", "10 (25.0)", "19 (50.0)", "0.50 (0.27–0.93)", "0.03", "25.0"))
    ratio = values[-1].numbers
    assert (len(values), ratio.statistic, ratio.value, ratio.lower, ratio.upper, ratio.level) == (
        3, "risk-ratio", "0.50", "0.27", "0.93", "95",
    )  # fmt: skip
    assert (ratio.p, ratio.p_operator) == ("0.03", "=")


def test_both_arms_in_one_cell_are_two_values_and_their_ratio() -> None:
    heads = ("Endpoint", "Zelimab vs placebo"), ("", "Hazard ratio (95% CI)")
    row = ("Overall survival", "11.2 vs 8.1 months, 0.70 (0.55 to 0.90)")
    pressure = ("Blood pressure", "120 vs 130 mmHg")
    assert plain(tabled(*heads, row, pressure, head=2)) == [
        ("median", "11.2", "months", "Zelimab"),
        ("median", "8.1", "months", "placebo"),
        ("hazard-ratio", "0.70", "ratio", "Zelimab"),
    ]


def test_a_slash_for_a_decimal_point_makes_no_fraction() -> None:
    values = tabled(
        ("", "Zelimab, mean ± SD", "Placebo, mean ± SD"),
        ("Itch score", "7/25 ± 0/86", "9/75 ± 0/74"),
    )
    assert [(v.numbers.value, v.numbers.sd, v.numbers.numerator) for v in values] == [
        ("7.25", "0.86", None),
        ("9.75", "0.74", None),
    ]  # fmt: skip


def test_a_table_without_arms_gives_nothing() -> None:
    assert tabled(("Organism", "Isolates, n (%)"), ("Yeast", "10 (25.0)")) == []


def test_the_place_names_table_row_and_column() -> None:
    values = tabled(ARMS, ("Itch, n (%)", "10 (25.0)", "19 (50.0)"))
    assert values[1].place == "table 1; row Itch; column Placebo"
