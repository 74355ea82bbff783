"""The people of whom a value is told: by what follows them, by what stands before them."""

import pytest
from told import last_values


def people(sentence: str) -> list[str | None]:
    return [r.cohort for r in last_values("Adults came.", sentence) if r.quantity.unit == "%"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Among 402 patients with a lactate below 4 mmol/L, sepsis was seen in 19%.", "patients with a lactate below 4 mmol / L"),
        ("In high lactate patients sepsis was seen in 19%.", "high lactate patients"),
        ("For the amplified subgroup sepsis was seen in 19%.", "amplified subgroup"),
        ("Sepsis was seen in 19% of evaluable patients.", "evaluable patients"),
        ("Of the patients who had fever, 19% had sepsis.", "patients who had fever"),
    ],
)  # fmt: skip
def test_people_told_apart_are_the_group_of_a_value(sentence: str, expected: str) -> None:
    assert people(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sepsis was seen in 19% of all patients.",
        "Sepsis was seen in 19% of the treated patients.",
        "Sepsis was seen in 19% of patients.",
        "Sepsis was seen in 19% of patients who received zelocillin.",
        "Sepsis was seen in 19% of patients with the drug.",
    ],
)
def test_people_who_are_everybody_are_no_group(sentence: str) -> None:
    assert people(sentence) == [None]
