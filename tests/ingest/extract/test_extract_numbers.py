"""The grammar of printed numbers: each form that papers print gives the quantity it means."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.numbers import Quantity, quantities
from ingest.language.tokens import fold, tokenise


def read(text: str) -> list[Quantity]:
    return quantities(tokenise(text))


def values(text: str) -> list[str | None]:
    return [q.value for q in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rate was 41.50%.", {"value": "41.50", "unit": "%", "operator": "="}),
        ("The rate was 41·5 %.", {"value": "41.5", "unit": "%"}),
        ("The rate was 41.5 percent.", {"value": "41.5", "unit": "%"}),
        ("A rate of ≥0·01% was seen.", {"value": "0.01", "operator": "≥"}),
        ("Nearly 7% of patients left.", {"value": "7", "operator": "≈", "wording": "nearly"}),
        ("No more than 7% of patients left.", {"value": "7", "operator": "≤"}),
        ("Survival was 66.9 + 4.5 %.", {"value": "66.9", "spread": "4.5", "unit": "%"}),
        ("Survival was 66.9% ± 4.5%.", {"value": "66.9", "spread": "4.5", "unit": "%"}),
        ("Survival was 66.9% (SE 4.5).", {"spread": "4.5", "spread_kind": "se"}),
        ("Events: 12/40 (30.0%).", {"value": "30.0", "numerator": "12", "denominator": "40"}),
        ("Events: 30.0% (12/40).", {"value": "30.0", "numerator": "12", "denominator": "40"}),
        ("12 of the 40 patients (30%) fell.", {"value": "30", "numerator": "12", "denominator": "40"}),
        ("12 (30%) of 40 patients fell.", {"value": "30", "numerator": "12", "denominator": "40"}),
        ("30% (n = 12) fell.", {"value": "30", "numerator": "12", "denominator": None}),
        ("30% of the 40 deaths were late.", {"value": "30", "denominator": "40"}),
        ("None of 40 patients fell.", {"numerator": "0", "denominator": "40"}),
        ("Twelve of 40 patients fell.", {"numerator": "12", "denominator": "40"}),
        ("Twenty-one patients fell.", {"value": "21", "unit": "patients", "statistic": "count"}),
        ("One hundred and twenty patients fell.", {"value": "120", "unit": "patients"}),
        ("Two (5.0%) patients fell.", {"value": "5.0", "numerator": "2"}),
        ("Fewer than half responded.", {"value": "50", "operator": "<", "wording": "fewer than half"}),
        ("Two thirds of them responded.", {"value": None, "wording": "two thirds"}),
        ("HR 0.54 (95% CI, 0.36–0.82; P = 0.003)", {"value": "0.54", "statistic": "hazard-ratio", "lower": "0.36", "upper": "0.82", "level": "95", "p": "0.003"}),
        ("odds ratio = 2.1, 97.5% CI 1.1 to 4.0", {"value": "2.1", "statistic": "odds-ratio", "level": "97.5"}),
        ("The rate was 40% (90% CI 31-49%).", {"value": "40", "lower": "31", "upper": "49", "level": "90"}),
        ("risk ratio 0.7 (0.5 to 0.9)", {"value": "0.7", "lower": "0.5", "upper": "0.9", "level": None}),
        ("a difference of 12% (p<.001)", {"value": "12", "p": "0.001", "p_operator": "<"}),
        ("a difference of 12% (P = NS)", {"value": "12", "p": None, "significant": False}),
        ("Mean (SD) score was 5.6 (1.9).", {"value": "5.6", "spread": "1.9", "spread_kind": "sd", "statistic": "mean"}),
        ("Mean [standard error] change was −2.6 [0.7].", {"value": "-2.6", "spread": "0.7", "spread_kind": "se"}),
        ("Median survival was 22.4 months.", {"value": "22.4", "unit": "months", "statistic": "median"}),
        ("A level of 3 × 10⁻⁴ (p = 10^{-4})", {"p": "0.0001"}),
    ],
)  # fmt: skip
def test_a_printed_form_gives_its_quantity(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    assert found, text
    assert {field: getattr(found[0], field) for field in expected} == expected


def test_numbers_in_a_list_share_the_sign_behind_the_last() -> None:
    assert [(q.value, q.unit) for q in read("They were 44.9, 24.1, and 3.6 %.")] == [
        ("44.9", "%"), ("24.1", "%"), ("3.6", "%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Grade 3 or 4 events in block 1 are shown in table 2.",
        "On day 29 of cycle 2 the dose was 15–20 mg/m².",
        "It was a COVID-19 and tier-1 matter.",
        "The 95% CI is wide.",
        "Between 2004 and 2012 it was used.",
        "This is known.¹²",
        "This is known.^{4,5}",
    ],
)
def test_labels_doses_years_and_citations_are_no_values(text: str) -> None:
    assert [q.value for q in read(text) if q.unit not in ("dose", "time")] == []


def test_a_plus_read_as_plus_minus_is_told() -> None:
    assert "a plus sign is read as ±" in read("Survival was 66.9 + 4.5 %.")[0].doubts


def test_an_interval_without_its_level_is_told() -> None:
    (found,) = read("OR 1.9 (CI 1.2 to 3.1)")
    assert (found.lower, found.upper, found.level) == ("1.2", "3.1", None)
    assert "the level of the interval is not printed" in found.doubts


def test_ci_without_two_ends_is_no_interval() -> None:
    (found,) = read("The CI of relapse was 24.3%.")
    assert (found.value, found.lower) == ("24.3", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("leukaemia", "leukemia"), ("patients", "patient"), ("positivity", "positive"), ("randomised", "randomized"), ("toxicities", "toxicity"), ("AEs", "AE")],
)  # fmt: skip
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from([".", "·"]))
def test_every_decimal_is_read_as_printed(number: int, digits: int, point: str) -> None:
    whole = f"{number % 100}"
    text = whole if digits == 0 else f"{whole}{point}{number % 10**digits:0{digits}d}"
    assert values(f"It was {text}% of them")[0] == text.replace("·", ".")


PIECES = st.sampled_from(
    ["30", ".5", "1,000", "%", "±", "+", "(", ")", "[", "]", "95% CI", "CI", "p", "=", "<", "of", "/", "n", "vs", "and", ",", ";", "-", "–", "to", "mean", "(SD)", "HR", "OR", "patients", "respectively", "one in", "three quarters", "grade", "MRD", "≥", "4-year", "10⁻⁴", "$\\geq 0.01\\%$", "\u202e", "é", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join)))
def test_no_text_crashes_the_grammar_and_quantities_lie_within_it(text: str) -> None:
    tokens = tokenise(text)
    for quantity in quantities(tokens):
        assert 0 <= quantity.first <= quantity.core < len(tokens)
        assert quantity.last < len(tokens)
    for token in tokens:
        assert text[token.start : token.end] == token.text
