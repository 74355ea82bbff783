"""Which arm, endpoint, study and time a value gets: frames, clauses and what goes on from before."""

import pytest

from ingest.extract import calibration
from ingest.extract.calibration import confidence_of
from ingest.extract.extractor import extract
from ingest.extract.reading import ValueReading
from ingest.extract.rules import NUMBER, RULES
from ingest.extract.source import ExtractionInput, PointerMention, Sentence

TRIAL = "We assigned 90 adults to zorimab or to placebo."


def readings(*sentences: str, reports: bool = True, **more: object) -> list[ValueReading]:
    """The values of the last of some sentences; `{1}` at an end is a citation."""
    made = []
    for n, sentence in enumerate(sentences, 1):
        text, _, mark = sentence.partition("{")
        numbers = (int(mark.rstrip("}")),) if mark else ()
        pointers = (PointerMention(len(text), len(text), numbers),) if numbers else ()
        made.append(Sentence(text, 1, n, 1000 * n, pointers))
    source = ExtractionInput(tuple(made), reports=reports, **more)  # type: ignore[arg-type]
    return [r for r in extract(source).readings if r.sentence is made[-1] and r.quantity.value]


def arms(*sentences: str) -> list[tuple[str | None, str | None]]:
    return [(r.quantity.value, r.arm) for r in readings(*sentences)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Fever occurred in 12% with zorimab and in 30% with placebo.",
        "Fever was seen in 12% and 30% in the zorimab and placebo groups, respectively.",
        "Fever was rarer with zorimab than with placebo (12% vs 30%).",
        "Fever rates were: zorimab, 12%; placebo, 30%.",
        "Fever occurred in 6/50 people given zorimab (12%) and in 15/50 given placebo (30%).",
        "Fever was not rarer with zorimab (12% vs 30%).",
    ],
)
def test_each_value_of_a_comparison_gets_its_own_arm(sentence: str) -> None:
    found = arms(TRIAL, sentence)
    assert [value for value, _ in found] == ["12", "30"]
    assert ["zorimab" in str(found[0][1]), "placebo" in str(found[1][1])] == [True, True]


def test_a_pair_without_names_has_the_order_of_the_comparison_before() -> None:
    before = "Fever occurred in 12% with zorimab and in 30% with placebo."
    found = readings(TRIAL, before, "The rates of nausea were 5% and 9%, respectively.")
    assert [r.arm for r in found] == ["zorimab", "placebo"]
    assert all(any("order" in doubt for doubt in r.doubts) for r in found)


def test_a_value_before_and_after_is_no_pair_of_arms() -> None:
    assert [arm for _, arm in arms(TRIAL, "Nausea fell from 20% to 9%.")] == [None, None]


def test_one_count_of_all_who_were_allocated_is_of_no_arm() -> None:
    assert arms("Ninety adults came.", "We randomised 90 adults to zorimab or to placebo.") == [
        ("90", None)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Wound rupture was found on ultrasound in 14% of them.", ["Wound rupture"]),
        ("Rescue tonic was given to 9 (28%) and 16 (53%) people.", ["Rescue tonic"] * 2),
        ("Hiccups, the primary outcome, were noted in 9%.", ["Hiccups"]),
        ("Of the women 71% had no known allergy and 27% were left-handed.", ["known allergy", "left-handed"]),
        ("Baldness, snoring and yawning were recorded in 42%, 28% and 5%, respectively.", ["Baldness", "snoring", "yawning"]),
    ],
)  # fmt: skip
def test_an_unknown_endpoint_is_the_phrase_that_names_it(
    sentence: str, expected: list[str]
) -> None:
    assert [r.phrase for r in readings(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    ["In the other ward the rates were 31% and 32%.", "These values were 31% and 32% elsewhere."],
)
def test_a_word_for_rates_points_to_the_endpoint_before(sentence: str) -> None:
    found = readings("Sepsis was seen in 12% and 13%.", sentence)
    assert [r.endpoint for r in found] == ["sepsis", "sepsis"]


def test_a_new_category_ends_what_was_carried() -> None:
    found = readings("Sepsis was seen in 12%, hiccups in 19% and a stuffy nose in 30%.")
    assert [r.endpoint for r in found] == ["sepsis", None, None]


# -- whose -----------------------------------------------------------------------------------------

REFERENCES = {
    1: "Doe A. The MAPLE trial of zorimab. J X. 2020.",
    2: "Poe B. The BIRCH trial. 2015.",
}
OF = {1: "doe-study", 2: "poe-study"}


def studies(*sentences: str, reports: bool = False) -> list[str | None]:
    found = readings(*sentences, reports=reports, references=REFERENCES, unnamed=OF)
    return [r.study for r in found]


def test_each_of_two_named_studies_keeps_its_value() -> None:
    sentence = "The MAPLE trial found sepsis in 53% and BIRCH in 19%."
    assert studies("The BIRCH trial was large.", sentence) == ["maple", "birch"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We treated 40 people, and sepsis was seen in 30%.",
        "In our two hospitals sepsis was seen in 30%.",
    ],
)
def test_own_patients_end_the_study_that_was_cited(sentence: str) -> None:
    assert studies("Sepsis was seen in 9%.{2}", sentence)[-1] is None


def test_a_letter_speaks_of_the_paper_that_it_is_about() -> None:
    opening = "We read with interest the article by Doe and colleagues.{1}"
    assert studies(opening, "Sepsis was seen in 30%.") == ["maple"]


def test_a_disease_and_plural_studies_are_no_study() -> None:
    sentence = "In COPD studies sepsis was seen in 30% of people with COPD."
    assert studies("People with COPD cough.", sentence) == [None]


# -- numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mean glucose was 124 mg/dl vs 128 mg/dl.", [("124", "mg/dl"), ("128", "mg/dl")]),
        ("Median OS was 5.5 (3.8 to 14.0) months.", [("5.5", "months")]),
        ("The difference in pain was 6.8 points.", [("6.8", "points")]),
        ("Sepsis was seen in 8, 12 and 11 subjects.", [("8", "patients"), ("12", "patients"), ("11", "patients")]),
        ("Sepsis was seen in sixty percent of them.", [("60", "%")]),
    ],
)  # fmt: skip
def test_units_are_read_beyond_percent(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.quantity.value, r.quantity.unit) for r in readings(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "To detect a fall in sepsis from 50% to 15% with 80% power, 27 people were needed.",
        "Sepsis was graded in people aged 51 to 60 years.",
        "Response was defined as a fall of 30%.",
        "The margin of noninferiority was 10%.",
        "They got 5% glucose by mouth.",
        "Two trials were begun in 2010.",
        "Pain was scored from 0 to 24.",
    ],
)
def test_plans_limits_and_labels_are_no_results(sentence: str) -> None:
    assert readings(sentence) == []


def test_an_interval_in_bare_brackets_is_no_further_value() -> None:
    (found,) = readings("One-year OS was 52% (35, 70%).")
    assert (found.quantity.lower, found.quantity.upper) == ("35", "70")


@pytest.mark.parametrize(
    ("sentence", "p"),
    [
        ("Sepsis was seen in 40% vs 38% (p = 0.6).", ["0.6", "0.6"]),
        ("Sepsis was seen in 40% (p for trend = 0.41).", [None]),
    ],
)
def test_a_p_value_goes_to_what_it_compares(sentence: str, p: list[str | None]) -> None:
    assert [r.quantity.p for r in readings(sentence)] == p


def test_a_time_counts_for_every_value_of_its_clause() -> None:
    found = readings("Two-year relapse was 40% with zorimab and 50% without; later it was 70%.")
    assert [r.time for r in found] == ["2 years", "2 years", None]


def test_every_rule_has_a_reason_and_a_confidence() -> None:
    assert len({(rule.field, rule.name) for rule in RULES}) == len(RULES)
    assert all(rule.why and 0 < confidence_of(rule) < 1 for rule in RULES)


def test_each_field_of_a_value_has_a_confidence_of_its_own() -> None:
    (fever,) = readings(TRIAL, "Fever occurred in 12% with zorimab.")
    assert set(fever.confidences) == {"number", "endpoint", "study", "arm", "cohort", "time"}
    assert all(0 < of < 1 for of in fever.confidences.values())
    core = [fever.confidences[field] for field in ("number", "endpoint", "study")]
    assert fever.confidence is not None
    assert fever.confidence <= min(core)


def test_a_table_that_names_no_rule_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tomllib.loads", lambda _: {"arm": {"renamed": [1, 2]}})
    with pytest.raises(KeyError):
        calibration.learnt.__wrapped__()


@pytest.mark.parametrize(
    ("good", "unseen", "least", "most"),
    [(90, 1.0, 0.85, 0.92), (90, 0.5, 0.4, 0.5), (0, 1.0, 0.0, 0.3)],
)
def test_a_confidence_is_the_rate_of_the_rule_and_what_remains_of_it_elsewhere(
    good: int, unseen: float, least: float, most: float
) -> None:
    counted = calibration.Calibration({NUMBER: (good, 100)}, {"number": unseen})
    assert least <= counted.confidence(NUMBER) <= most
