"""How many people a share is, and of how many, where a sentence tells it."""

import pytest
from told import drafted

Told = list[tuple[str | None, str | None, str | None]]


def shares(*sentences: str) -> Told:
    values = [v for v in drafted(*sentences).reported if v.unit == "%"]
    return [(str(v.value), _text(v.numerator), _text(v.denominator)) for v in values]


def counts(*sentences: str) -> list[tuple[str, str | None]]:
    values = [v for v in drafted(*sentences).reported if v.statistic == "count"]
    return [(str(v.value), _text(v.denominator)) for v in values]


def _text(number: object) -> str | None:
    return None if number is None else str(number)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nineteen adults had at worst a mild fever (73%).", [("73", "19", None)]),
        ("Of the 80, 27 had fever (33.8%).", [("33.8", "27", "80")]),
        ("Fever was seen in 5.3% (8 deaths).", [("5.3", "8", None)]),
        ("Twenty-two relapsed early and 39 relapsed late (12% and 22%).", [("12", "22", None), ("22", "39", None)]),
        ("Among 90 adults, sepsis was seen in 12%.", [("12", None, "90")]),
        ("In 30 adults, sepsis was seen in 50%.", [("50", None, "30")]),
        ("Sepsis was seen in 32% among 144 children.", [("32", None, "144")]),
        ("The study included 1163 adults, of whom 61.9% had sepsis.", [("61.9", None, "1163")]),
        ("Sepsis was seen in 67% for honey (n = 31) and in 90% for ice (n = 33).", [("67", None, "31"), ("90", None, "33")]),
        ("Sepsis was seen in 62% vs 32% (106 of 172 and 28 of 87).", [("62", "106", "172"), ("32", "28", "87")]),
    ],
)  # fmt: skip
def test_a_share_has_the_numbers_that_its_sentence_tells(sentence: str, expected: Told) -> None:
    assert shares(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "After 24 months sepsis was frequent (34%).",
        "Ninety adults came, and sepsis was seen in 12%.",
        "In 3 trials sepsis was seen in 12%.",
        "Among 90 adults, sepsis was seen in 12% with zelocillin and in 30% with placebo.",
        "Sepsis was seen in 12%, and 8 deaths were seen among them.",
    ],
)
def test_a_number_of_something_else_is_not_that_of_a_share(sentence: str) -> None:
    assert all(part[1:] == (None, None) for part in shares(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Altogether 87 adults were enrolled (41 adults in one ward and 46 adults in the other).",
        "Of these 87 adults, 41 were enrolled here and 46 were enrolled there.",
    ],
)
def test_the_parts_of_a_number_are_of_it(sentence: str) -> None:
    found = dict(counts(sentence))
    assert {found["41"], found["46"]} == {"87"}


def test_counts_that_do_not_sum_up_are_not_of_the_first() -> None:
    found = counts("Altogether 87 adults were enrolled (41 adults here and 40 adults there).")
    assert {n for _, n in found} == {None}
